/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande [-c FILE] [--json] [--now …] NOUN VERB [ARGUMENT …]`: finds the verb in the tables,
 * opens what it needs, and runs it.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include "reading.h"
#include "store/staff.h"

#define DEFAULT_CONFIG "/etc/levande/levande.ini"
#define DEFAULT_ZONE "Europe/Stockholm"
#ifndef SHARE_DIR
#define SHARE_DIR "/usr/local/share/levande"
#endif

static const struct verb *const tables[] = {
    request_verbs, choose_verbs,    write_verbs,        followup_verbs, occasion_verbs,
    meeting_verbs, agreement_verbs, compensation_verbs, person_verbs,   association_verbs,
    unit_verbs,    staff_verbs,     mail_verbs,         desk_verbs,     stats_verbs,
    export_verbs,  settings_verbs};

struct options {
    const char *config, *now;
    bool json, help, version;
    int first; /* index of NOUN in argv */
};

static void report(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

static void print_usage(FILE *to)
{
    fputs("usage: levande [-c FILE] [--json] [--now YYYY-MM-DDTHH:MM] NOUN VERB [ARGUMENT ...]\n\n",
          to);
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
        for (const struct verb *v = tables[t]; v->noun; v++)
            fprintf(to, "  %s%s%s%s%s\n        %s\n", v->noun, *v->verb ? " " : "", v->verb,
                    *v->usage ? " " : "", v->usage, v->help);
}

/* Options stand before the noun; --json is taken anywhere, so that it can be put at the end. */
static bool read_options(int argc, char **argv, struct options *o)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--json") == 0)
            o->json = true;
        else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            o->help = true;
        else if (strcmp(argv[i], "--version") == 0)
            o->version = true;
        else if (strcmp(argv[i], "-c") == 0 && i + 1 < argc)
            o->config = argv[++i];
        else if (strcmp(argv[i], "--now") == 0 && i + 1 < argc)
            o->now = argv[++i];
        else
            return false;
    }
    o->first = i;
    return true;
}

/* "--json" behind the verb is the same as before it. */
static int take_json(int argc, char **argv, bool *json)
{
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            *json = true;
        else
            argv[kept++] = argv[i];
    }
    return kept;
}

static const struct verb *find_verb(int argc, char **argv, int *used)
{
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        for (const struct verb *v = tables[t]; v->noun; v++) {
            if (argc < 1 || strcmp(v->noun, argv[0]) != 0)
                continue;
            if (!*v->verb) {
                *used = 1;
                return v;
            }
            if (argc >= 2 && strcmp(v->verb, argv[1]) == 0) {
                *used = 2;
                return v;
            }
        }
    }
    return NULL;
}

/*
 * Reading a mail needs the area file alone: where no configuration was named and none is
 * installed, the shipped one serves.
 */
static bool shipped_areas(struct arena *a, const struct options *options, struct house *house)
{
    static const char *const places[] = {"config/areas.ini", SHARE_DIR "/areas.ini"};
    if (options->config || access(DEFAULT_CONFIG, F_OK) == 0)
        return false;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char *text;
        size_t len;
        struct areas *areas;
        struct fault f;
        if (file_read(a, places[i], 1 << 20, &text, &len, &f) == DONE &&
            areas_read(a, places[i], text, &areas, &f) == DONE) {
            house->areas = areas;
            calendar_zone(DEFAULT_ZONE);
            return true;
        }
    }
    return false;
}

static enum outcome open_house(const struct options *options, const struct verb *v, struct arena *a,
                               struct house *house, struct fault *f)
{
    *house = (struct house){.listen_fd = -1, .random = random_system()};
    if (v->needs == NEEDS_NOTHING || (v->needs == NEEDS_FILES && shipped_areas(a, options, house)))
        return DONE;
    bool texts = v->needs == NEEDS_TEXTS;
    enum outcome o = house_read(a, options->config ? options->config : DEFAULT_CONFIG, texts,
                                report, NULL, house, f);
    house->log = (struct log){.to = stderr, .role = "levande", .least = LOG_WARN};
    if (o == DONE && options->now && !house_set_clock(house, options->now))
        return fault_set(f, NEVER, EXIT_USAGE, "--now expects YYYY-MM-DDTHH:MM");
    if (o != DONE || v->needs == NEEDS_FILES)
        return o;
    o = house_open_book(house, DB_COMMAND, true, f);
    if (o != DONE)
        return o;
    o = house_take_book(house, report, NULL, f);
    return texts ? DONE : o;
}

/* Who acts: the trail knows staff by id only, so a name that nobody has cannot act. */
static enum outcome find_actor(const struct house *house, struct arena *a, const char **actor,
                               struct fault *f)
{
    const char *name = getenv("LEVANDE_ACTOR");
    struct staff staff;
    *actor = "command";
    if (text_blank(name) || !house->db)
        return DONE;
    enum outcome o = staff_by_name(house->db, a, name, &staff, f);
    if (o == NEVER || (o == DONE && staff.disabled))
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED,
                         "LEVANDE_ACTOR names nobody of the staff who may act");
    if (o == DONE)
        *actor = arena_printf(a, "staff:%lld", (long long)staff.id);
    return o;
}

/* All that goes into the book is UTF-8: an argument that is not would be missing in every view. */
static bool arguments_are_text(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (!text_is_utf8(argv[i], strlen(argv[i])))
            return false;
    return true;
}

static int run_verb(const struct options *options, const struct verb *v, int argc, char **argv)
{
    struct arena *a = arena_new();
    struct house house;
    struct fault f = {0};
    const char *actor;
    enum outcome o = open_house(options, v, a, &house, &f);
    if (o == DONE)
        o = find_actor(&house, a, &actor, &f);
    if (o == DONE) {
        struct command c = {.house = &house,
                            .arena = a,
                            .json = options->json,
                            .argc = argc,
                            .argv = argv,
                            .in = stdin,
                            .out = stdout,
                            .actor = actor};
        o = v->run(&c, &f);
    }
    if (o == DONE && fflush(stdout) != 0)
        o = fault_set(&f, NEVER, EXIT_CANT_CREATE, "the output cannot be written");
    if (o != DONE)
        fprintf(stderr, "levande: %s\n", f.text);
    house_close(&house);
    arena_free(&a);
    return o == DONE ? EXIT_OK : f.code != EXIT_OK ? (int)f.code : EXIT_INTERNAL;
}

int command_main(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(argc, argv, &options)) {
        print_usage(stderr);
        return EXIT_USAGE;
    }
    if (options.help || options.version) {
        if (options.version)
            puts("levande " LEVANDE_VERSION);
        else
            print_usage(stdout);
        return EXIT_OK;
    }
    char **rest = argv + options.first;
    int count = take_json(argc - options.first, rest, &options.json), used = 0;
    const struct verb *v = find_verb(count, rest, &used);
    if (!v) {
        print_usage(stderr);
        return EXIT_USAGE;
    }
    int given = count - used;
    if (given < v->least || (v->most >= 0 && given > v->most)) {
        fprintf(stderr, "usage: levande %s%s%s%s%s\n", v->noun, *v->verb ? " " : "", v->verb,
                *v->usage ? " " : "", v->usage);
        return EXIT_USAGE;
    }
    if (!arguments_are_text(given, rest + used)) {
        fprintf(stderr, "levande: the arguments are not UTF-8\n");
        return EXIT_DATA;
    }
    return run_verb(&options, v, given, rest + used);
}

enum outcome command_print_json(struct command *c, json_t *value, struct fault *f)
{
    char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);
    json_decref(value);
    if (!text)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the view cannot be written as JSON");
    fprintf(c->out, "%s\n", text);
    free(text);
    return DONE;
}

enum outcome command_option(struct command *c, const char *name, const char **value,
                            struct fault *f)
{
    *value = NULL;
    for (int i = 0; i < c->argc; i++) {
        if (strcmp(c->argv[i], name) != 0)
            continue;
        if (i + 1 >= c->argc)
            return fault_set(f, NEVER, EXIT_USAGE, "%s expects a value", name);
        *value = c->argv[i + 1];
        for (int k = i; k + 2 < c->argc; k++)
            c->argv[k] = c->argv[k + 2];
        c->argc -= 2;
        return DONE;
    }
    return DONE;
}

bool command_flag(struct command *c, const char *name)
{
    for (int i = 0; i < c->argc; i++) {
        if (strcmp(c->argv[i], name) != 0)
            continue;
        for (int k = i; k + 1 < c->argc; k++)
            c->argv[k] = c->argv[k + 1];
        c->argc--;
        return true;
    }
    return false;
}

enum outcome command_count(struct command *c, int least, int most, struct fault *f)
{
    if (c->argc < least || (most >= 0 && c->argc > most))
        return fault_set(f, NEVER, EXIT_USAGE, "too %s arguments: see levande --help",
                         c->argc < least ? "few" : "many");
    return DONE;
}

enum outcome command_id(const char *text, char letter, int64_t *id, struct fault *f)
{
    char *end;
    bool led = letter == '\0' || text[0] == letter;
    const char *digits = letter == '\0' ? text : text + 1;
    *id = led && *digits >= '1' && *digits <= '9' ? strtoll(digits, &end, 10) : 0;
    if (*id <= 0 || *end != '\0')
        return fault_set(f, NEVER, EXIT_USAGE, "%s is not %s and a number", text,
                         letter == 'P'   ? "P"
                         : letter == 'A' ? "A"
                                         : "an id");
    return DONE;
}

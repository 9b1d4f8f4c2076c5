/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande settings …: what staff changed of the shipped texts and values, from the command line.
 *
 * These verbs work even when what the book holds has faults, and nothing else does: here it is
 * repaired.
 */
#include "command.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "entries.h"
#include "lending/settings.h"
#include "letters.h"
#include "reading.h"
#include "store/versions.h"
#include "view/settings.h"

enum { FILE_MOST = 1 << 20, HISTORY_MOST = 200 };

static void tell(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

static enum outcome settings_list(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"name", "version", "by", "at", "outdated", NULL};
    struct setting_version *list;
    size_t count;
    enum outcome o = versions_standing(c->house->db, c->arena, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(rows, view_setting_version(c->arena, c->house, &list[i]));
    return entries_print_rows(c, rows, keys, f);
}

static void add_name(void *context, const char *name, bool changed)
{
    json_array_append_new(context, json_pack("{s:s, s:b}", "name", name, "changed", changed));
}

static enum outcome settings_names(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"name", NULL};
    json_t *rows = json_array();
    enum outcome o = view_setting_names(c->house, c->arena, add_name, rows, f);
    if (o == DONE)
        return entries_print_rows(c, rows, keys, f);
    json_decref(rows);
    return o;
}

static enum outcome settings_history(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"at", "name", "version", "shipped", "by", NULL};
    struct setting_version *list;
    size_t count;
    enum outcome o = versions_list(c->house->db, c->arena, c->argc > 0 ? c->argv[0] : "", 0,
                                   HISTORY_MOST, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(rows, view_setting_version(c->arena, c->house, &list[i]));
    return entries_print_rows(c, rows, keys, f);
}

/* The text that holds, that of a version, or that of the files. */
static enum outcome text_wanted(struct command *c, const char *version, bool shipped,
                                const char **text, struct fault *f)
{
    const char *name = c->argv[0];
    struct setting_version v;
    int64_t number = 0;
    enum outcome o = DONE;
    *text = NULL;
    if (version) {
        o = command_id(version, '\0', &number, f);
        if (o == DONE)
            o = versions_get(c->house->db, c->arena, name, number, &v, f);
        if (o == DONE && !v.shipped)
            *text = v.body;
    } else if (!shipped) {
        *text = house_text(c->house, c->arena, name);
    }
    if (o == DONE && !*text)
        *text = house_shipped_text(c->house, c->arena, name);
    if (o == DONE && !*text)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no text or value named %.80s", name);
    return o;
}

static enum outcome settings_show(struct command *c, struct fault *f)
{
    const char *version, *text;
    bool shipped = command_flag(c, "--shipped");
    enum outcome o = command_option(c, "--version", &version, f);
    if (o == DONE)
        o = command_count(c, 1, 1, f);
    if (o == DONE)
        o = text_wanted(c, version, shipped, &text, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c,
                                  json_pack("{s:s, s:s, s:b}", "name", c->argv[0], "text", text,
                                            "changeable", house_kind(c->house, c->argv[0]) != NULL),
                                  f);
    fprintf(c->out, "%s%s", text, text_ends(text, "\n") ? "" : "\n");
    return DONE;
}

static enum outcome save(struct command *c, const char *text, struct fault *f)
{
    struct setting_edit edit = {.name = c->argv[0], .text = text, .seen = -1, .report = tell};
    struct setting_version v;
    int64_t version;
    enum outcome o = lending_setting_save(c->house, c->arena, c->actor, &edit, &version, f);
    if (o == DONE)
        o = versions_current(c->house->db, c->arena, c->argv[0], &v, f);
    if (o != DONE)
        return o;
    if (v.id == 0)
        return c->json ? command_print_json(c, json_null(), f) : DONE;
    return entries_print(c, view_setting_version(c->arena, c->house, &v), f);
}

static enum outcome read_stream(struct command *c, char **text, struct fault *f)
{
    char *all = arena_alloc(c->arena, FILE_MOST + 1);
    size_t len = fread(all, 1, FILE_MOST + 1, c->in);
    if (ferror(c->in) || len > FILE_MOST)
        return fault_set(f, NEVER, EXIT_NO_INPUT,
                         "standard input cannot be read, or is more than "
                         "a mebibyte");
    all[len] = '\0';
    *text = all;
    return DONE;
}

static enum outcome settings_set(struct command *c, struct fault *f)
{
    const char *file;
    char *text = NULL;
    size_t len = 0;
    enum outcome o = command_option(c, "--file", &file, f);
    if (o == DONE)
        o = command_count(c, file ? 1 : 2, file ? 1 : 2, f);
    if (o != DONE)
        return o;
    if (!file)
        text = c->argv[1];
    else if (strcmp(file, "-") == 0)
        o = read_stream(c, &text, f);
    else
        o = file_read(c->arena, file, FILE_MOST, &text, &len, f);
    if (o == DONE && !text_is_utf8(text, strlen(text)))
        o = fault_set(f, NEVER, EXIT_DATA, "the text is not UTF-8");
    return o == DONE ? save(c, text, f) : o;
}

static enum outcome settings_reset(struct command *c, struct fault *f)
{
    return save(c, NULL, f);
}

/* ---- export ---- */

struct export
{
    struct command *c;
    const char *folder;
    size_t files;
    enum outcome outcome;
    struct fault *f;
};

static void write_out(struct export *x, const char *name, const char *text)
{
    struct arena *a = x->c->arena;
    if (x->outcome != DONE)
        return;
    const char *path = arena_printf(a, "%s/%s", x->folder, name);
    const char *above = arena_strndup(a, path, (size_t)(strrchr(path, '/') - path));
    x->outcome = file_mkdirs(above, 0777, x->f);
    if (x->outcome == DONE)
        x->outcome = file_write(path, text, strlen(text), 0666, x->f);
    x->files += x->outcome == DONE;
}

static void write_sheet(void *context, const char *name, const char *text, bool changeable)
{
    struct export *x = context;
    const char *held = changeable ? house_text(x->c->house, x->c->arena, name) : NULL;
    write_out(x, name, held ? held : text);
}

static void write_values(struct export *x)
{
    struct command *c = x->c;
    const char *ini = view_settings_ini(c->arena, c->house->settings);
    write_out(x, "settings.ini", ini);
}

/* The templates, the areas and the values, each as it holds now: a folder to start anew from. */
static enum outcome settings_export(struct command *c, struct fault *f)
{
    struct export x = {.c = c, .folder = c->argv[0], .f = f};
    char **names = NULL;
    size_t count = 0;
    struct fault none;
    if (file_list(c->arena, x.folder, NULL, &names, &count, &none) == DONE && count > 0)
        return fault_set(f, NEVER, EXIT_CANT_CREATE, "%s is not empty", x.folder);
    shelf_each(c->house->shipped.shelf, write_sheet, &x);
    if (x.outcome == DONE)
        write_out(&x, "areas.ini", house_areas_text(c->house, c->arena));
    if (x.outcome == DONE)
        write_values(&x);
    if (x.outcome != DONE) {
        f->code = EXIT_CANT_CREATE;
        return x.outcome;
    }
    if (c->json)
        return command_print_json(
            c, json_pack("{s:s, s:I}", "exported", x.folder, "files", (json_int_t)x.files), f);
    fprintf(c->out, "%zu files in %s\n", x.files, x.folder);
    return DONE;
}

const struct verb settings_verbs[] = {
    {"settings", "list", "", "what the book holds instead of what is shipped", settings_list,
     NEEDS_TEXTS, 0, 0},
    {"settings", "names", "", "all that can be changed", settings_names, NEEDS_TEXTS, 0, 0},
    {"settings", "show", "NAME [--version N] [--shipped]",
     "a text or value as it holds, as it was, or as it is shipped", settings_show, NEEDS_TEXTS, 1,
     4},
    {"settings", "set", "NAME VALUE|--file FILE|-",
     "changes it from the next step of each role on; refused where it has a fault", settings_set,
     NEEDS_TEXTS, 1, 3},
    {"settings", "reset", "NAME", "back to what the files say", settings_reset, NEEDS_TEXTS, 1, 1},
    {"settings", "history", "[NAME]", "who changed what, newest first", settings_history,
     NEEDS_TEXTS, 0, 1},
    {"settings", "export", "DIR", "writes out all texts and values as they hold", settings_export,
     NEEDS_TEXTS, 1, 1},
    {0},
};

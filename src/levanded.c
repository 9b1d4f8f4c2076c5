/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levanded: the daemon's entrance. Reads the command line, and runs the roles as it says: under the
 * supervisor, one alone, or all to the end (--once); or only looks everything through (--check).
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "daemon.h"

static const char USAGE[] =
    "usage: levanded [-c|--config FILE] [--role fetch,work,send,web] [--once]\n"
    "                [--now YYYY-MM-DDTHH:MM] [--check] [--help] [--version]\n";

static const struct role *const all_roles[] = {&fetch_role, &work_role, &send_role, &web_role};

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'}, {"role", required_argument, NULL, 'r'},
    {"once", no_argument, NULL, 'o'},         {"now", required_argument, NULL, 'n'},
    {"check", no_argument, NULL, 'k'},        {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0},
};

static bool add_role(struct daemon_options *options, const char *name)
{
    for (size_t i = 0; i < sizeof all_roles / sizeof all_roles[0]; i++) {
        if (strcmp(all_roles[i]->name, name) != 0)
            continue;
        for (size_t k = 0; k < options->role_count; k++)
            if (options->roles[k] == all_roles[i])
                return true;
        options->roles[options->role_count++] = all_roles[i];
        return true;
    }
    fprintf(stderr, "levanded: there is no role %s; expected fetch, work, send or web\n", name);
    return false;
}

static bool take_roles(struct daemon_options *options, const char *list)
{
    struct arena *a = arena_new();
    size_t count;
    char **names = text_split(a, list, ",", &count);
    bool known = true;
    for (size_t i = 0; known && i < count; i++)
        known = add_role(options, names[i]);
    if (count == 0)
        known = add_role(options, "");
    arena_free(&a);
    return known;
}

/* Those that --once runs when none is named: it ends, so it shows no pages. */
static void take_default_roles(struct daemon_options *options)
{
    size_t count = options->once ? 3 : 4;
    for (size_t i = 0; options->role_count == 0 && i < count; i++)
        options->roles[i] = all_roles[i];
    if (options->role_count == 0)
        options->role_count = count;
}

static void print_line(void *context, const char *line)
{
    fprintf(context, "%s\n", line);
}

/* A book that is not there is made when the service first starts, in a folder that has to be. */
static enum outcome check_folder(struct arena *a, const char *path, struct fault *f)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
    if (access(folder, W_OK | X_OK) == 0)
        return DONE;
    return fault_set(f, NEVER, EXIT_CONFIG, "%s: %s; expected a folder to make the case book in",
                     folder, strerror(errno));
}

/* Configuration, templates, area file and case book, and what it holds over them: all faults. */
static int check(const char *config)
{
    struct arena *a = arena_new();
    struct house house;
    struct fault f = {0};
    enum outcome o = house_read(a, config, true, print_line, stdout, &house, &f);
    if (o == DONE) {
        o = house_open_book(&house, DB_COMMAND, false, &f);
        if (o == NEVER && f.code == EXIT_NO_INPUT)
            o = check_folder(a, house.settings->database.path, &f);
        if (o != DONE)
            printf("%s:1: [database] url: %s\n", config, f.text);
    }
    if (o == DONE && house.db)
        o = house_take_book(&house, print_line, stdout, &f);
    if (o == DONE && house.db)
        o = db_sound(house.db, print_line, stdout, &f);
    bool forged_senders_are_trusted =
        o == DONE && house.settings->routing.automatic && !house.settings->library.authserv_id;
    house_close(&house);
    arena_free(&a);
    if (o == DONE)
        printf("%s: no faults\n", config);
    if (o == DONE && forged_senders_are_trusted)
        printf("%s: note: mode = automatic without authserv_id: whoever forges a sender of a "
               "trusted domain has the pool asked\n",
               config);
    return o == DONE ? EXIT_OK : EXIT_CONFIG;
}

static int run(struct daemon_options *options)
{
    take_default_roles(options);
    if (options->once)
        return daemon_once(options);
    if (options->role_count == 1)
        return daemon_run_role(options, options->roles[0], -1, -1);
    return daemon_supervise(options);
}

int main(int argc, char **argv)
{
    daemon_clean_environment();
    signal(SIGPIPE, SIG_IGN); /* a peer that goes away is an outcome, not an end */
    struct daemon_options options = {.config = "/etc/levande/levande.ini"};
    bool looks_only = false;
    int c;
    while ((c = getopt_long(argc, argv, "c:", long_options, NULL)) != -1) {
        switch (c) {
        case 'c':
            options.config = optarg;
            break;
        case 'r':
            if (!take_roles(&options, optarg))
                return EXIT_USAGE;
            break;
        case 'o':
            options.once = true;
            break;
        case 'n':
            options.now = optarg;
            break;
        case 'k':
            looks_only = true;
            break;
        case 'V':
            puts("levanded " LEVANDE_VERSION);
            return EXIT_OK;
        case 'h':
            fputs(USAGE, stdout);
            return EXIT_OK;
        default:
            fputs(USAGE, stderr);
            return EXIT_USAGE;
        }
    }
    if (optind < argc) {
        fputs(USAGE, stderr);
        return EXIT_USAGE;
    }
    struct civil now;
    if (options.now && (!civil_parse(options.now, &now) || now.hour < 0)) {
        fprintf(stderr, "levanded: --now %s: expected YYYY-MM-DDTHH:MM\n", options.now);
        return EXIT_USAGE;
    }
    return looks_only ? check(options.config) : run(&options);
}

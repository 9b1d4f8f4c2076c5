/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a role or a command is handed when it starts: settings, book, clock, random source, log.
 * Nothing in the program reaches for any of these by itself.
 */
#ifndef LEVANDE_HOUSE_H
#define LEVANDE_HOUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/secret.h"
#include "settings.h"
#include "store/db.h"

struct areas; /* reading.h */
struct shelf; /* letters.h */

struct layer;           /* what the book holds over the files: layer.c */
struct setting_version; /* store/versions.h */

/* What the files say, when something of the book lies over it. */
struct shipped {
    const struct settings *settings; /* NULL: nothing has been looked for in the book */
    const struct areas *areas;
    const struct shelf *shelf;
};

struct house {
    const struct settings *settings;
    const struct areas *areas;
    const struct shelf *shelf; /* NULL in roles that make no texts */
    const char *areas_text;    /* of the area file; NULL: areas cannot be changed */
    struct shipped shipped;
    struct layer *layer; /* NULL: the files alone hold */
    int64_t taken;       /* id of the newest version that has been looked at */
    struct db *db;
    struct clock clock;
    struct random_source random;
    struct log log;
    bool once;     /* --once: no waiting for news, go to the end and stop */
    int listen_fd; /* the web's listening socket, held by the supervisor; -1: none */
};

/*
 * Reads the configuration, the area file and, where texts is true, the templates; sets the
 * process's time zone. Each fault is told to report as "file:line: …", all of them; then NEVER,
 * EXIT_CONFIG. Everything lives in the arena, but for the shelf, which house_close() frees.
 */
enum outcome house_read(struct arena *a, const char *config, bool texts,
                        void (*report)(void *context, const char *line), void *context,
                        struct house *out, struct fault *f);

/* Opens the book for the role; made where there is none and create is true. */
enum outcome house_open_book(struct house *house, enum db_role role, bool create, struct fault *f);

/*
 * Lays what the book holds over what the files say (letters, answers for advice, pages of text,
 * areas, rules, amounts …): for when the book has been opened. Each fault is told to report; then
 * NEVER, EXIT_CONFIG, and the files alone hold.
 */
enum outcome house_take_book(struct house *house, void (*report)(void *context, const char *line),
                             void *context, struct fault *f);

/*
 * The same between two steps, where something has come since: costs next to nothing when nothing
 * has. What was there before stays readable until the next time. A version that does not fit is
 * logged, and what held holds on.
 */
void house_renew(struct house *house);

/*
 * Would the book's settings be whole with this version too? Nothing is changed. Each fault to
 * report; then NEVER, EXIT_DATA. Where all is well and look is not NULL, it is called with the
 * templates as they would be. Needs the shelf.
 */
enum outcome house_try(const struct house *house, const struct setting_version *version,
                       void (*report)(void *context, const char *line),
                       void (*look)(void *context, const struct shelf *shelf), void *context,
                       struct fault *f);

/*
 * What the files say of this name ("letters/sv/code.md", "areas/cancer", "rules",
 * "compensation.fixed"), and what holds now; in the arena. NULL: there is no such text.
 */
const char *house_shipped_text(const struct house *house, struct arena *a, const char *name);
const char *house_text(const struct house *house, struct arena *a, const char *name);

/* The area file's text with what the book holds over it. */
const char *house_areas_text(const struct house *house, struct arena *a);

/* The kind of a name that staff may change; NULL: they may not, or there is none. */
const char *house_kind(const struct house *house, const char *name);

/* Closes the book: the files alone hold again. */
void house_leave_book(struct house *house);

/* Closes book and shelf. */
void house_close(struct house *house);

/* Starts the clock at this local time ("YYYY-MM-DDTHH:MM"); false when it is not one. */
bool house_set_clock(struct house *house, const char *local);

/* What a step says of itself. */
struct wish {
    bool moved;      /* it did something: call again at once */
    bool more;       /* it did nothing yet, and has not looked at all: call again at once, too */
    int64_t wait_ms; /* else: call again after this time at the latest … */
    int fd;          /* … or when this descriptor is ready; -1: none */
    short events;    /* POLLIN, POLLOUT */
    bool blocked;    /* something is left that waits for a server (--once then ends with 75) */
    int64_t rate_ms; /* over 0: only a rate limit holds it up, and for this long */
};

/*
 * A role: opened once, then stepped. open() may take time (a connection to the book, templates);
 * a step is bounded: it does a small piece of work, never sleeps, and every call to a server in it
 * stands under a deadline. A step that returns NEVER ends the process; AGAIN has been logged, and
 * wish says when to come back.
 */
struct role {
    const char *name;
    enum db_role db_role;
    enum outcome (*open)(const struct house *house, void **state, struct fault *f);
    enum outcome (*step)(void *state, struct wish *wish, struct fault *f);
    /* What it did since it was opened, for --once: "3 mails stored"; lives in the arena. */
    const char *(*report)(const void *state, struct arena *a);
    void (*close)(void **state);
};

/* The four roles, each in its own module. web is also given the listening socket, by web.h. */
extern const struct role fetch_role, work_role, send_role, web_role;

#endif

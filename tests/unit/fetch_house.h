/* SPDX-License-Identifier: EUPL-1.2 */
/* A house for the role: a real case book in a folder of its own, and settings filled by hand. */
#ifndef LEVANDE_TESTS_FETCH_HOUSE_H
#define LEVANDE_TESTS_FETCH_HOUSE_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "fetch_script.h"
#include "fetch/take.h"

struct fetch_house {
    char folder[64], book[96];
    struct settings settings;
    struct house house;
    struct taking taking;
    struct seeded seed;
    struct fault f;
};

#define assert_done(call, f)                                                                       \
    do {                                                                                           \
        if ((call) != DONE)                                                                        \
            fail_msg("%s: %s", #call, (f).text);                                                   \
    } while (0)

static inline int fetch_house_make(void **state)
{
    struct fetch_house *h = calloc(1, sizeof *h);
    if (!h)
        return -1;
    /* In memory where there is such a place: these tests are about thousands of commits. */
    strcpy(h->folder, "/dev/shm/levande-fetch-XXXXXX");
    if (!mkdtemp(h->folder)) {
        strcpy(h->folder, "/tmp/levande-fetch-XXXXXX");
        if (!mkdtemp(h->folder))
            return -1;
    }
    snprintf(h->book, sizeof h->book, "%s/book", h->folder);
    h->settings.fetch.source = "imaps://example.org:993/INBOX";
    h->settings.fetch.folder = "INBOX";
    h->settings.fetch.done = DONE_MOVE;
    h->settings.fetch.done_folder = "Klart";
    h->settings.fetch.poll_seconds = 60;
    h->house = (struct house){.settings = &h->settings,
                              .random = random_seeded(&h->seed),
                              .log = {.role = "fetch"},
                              .once = true};
    struct db_options options = {.path = h->book, .role = DB_FETCH, .create = true};
    if (db_open(&options, &h->house.db, &h->f) != DONE) {
        fprintf(stderr, "%s\n", h->f.text);
        return -1;
    }
    *state = h;
    return 0;
}

/* Begins with a mailbox of this name, as a role that starts does. */
static inline void fetch_house_mailbox(struct fetch_house *h, const char *source)
{
    h->taking = (struct taking){.house = &h->house, .keep = h->settings.fetch.done == DONE_KEEP};
    assert_done(fetching_mailbox(h->house.db, source, &h->taking.mailbox, &h->f), h->f);
}

static inline int fetch_house_remove(const char *path, const struct stat *st, int type,
                                     struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline int fetch_house_clear(void **state)
{
    struct fetch_house *h = *state;
    db_close(&h->house.db);
    nftw(h->folder, fetch_house_remove, 16, FTW_DEPTH | FTW_PHYS);
    free(h);
    return 0;
}

#define with_house(test) cmocka_unit_test_setup_teardown(test, fetch_house_make, fetch_house_clear)

/* One number out of the book, by a connection of the test's own. */
static inline int64_t fetch_house_number(const struct fetch_house *h, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(h->book, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int64_t number =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

#endif

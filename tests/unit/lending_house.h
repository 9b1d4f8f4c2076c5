/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A whole house for tests of the one door: a configuration, the shipped areas and templates, a book
 * of its own opened as work does, a clock that the test sets and a random source with a seed. After
 * each step a test looks with house_sound() whether the invariants hold and the trail is whole.
 */
#ifndef LEVANDE_TESTS_LENDING_HOUSE_H
#define LEVANDE_TESTS_LENDING_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "base/text.h"
#include "lending.h"
#include "letters.h"
#include "store/associations.h"
#include "store/audit.h"
#include "store/people.h"

struct lending_house {
    char folder[64], path[96];
    struct arena *arena;
    struct settings settings; /* a test changes what it is about */
    struct seeded seed;
    struct house house;
    struct fault fault;
    char tokens[400][TOKEN_CHARS + 1]; /* by letter, kept when they leave the book */
    int mails;
};

static const char house_ini[] = "[library]\n"
                                "name = Levande bibliotek\n"
                                "address = levande.bibliotek@example.org\n"
                                "base_url = https://levande.example.org\n"
                                "legal_basis = consent\n"
                                "trusted_domains = vgregion.example\n"
                                "[database]\nurl = sqlite:unused.db\n"
                                "[fetch]\nsource = maildir:unused-in\n"
                                "[send]\ntarget = maildir:unused-out\n"
                                "reply_address = levande.bibliotek+{token}@example.org\n"
                                "[routing]\nmode = automatic\ndefault = both\n"
                                "[rule krav]\nareas = cancer\nroute = association\n";

/* Shared by all tests of a program: they are read once. */
static struct arena *house_arena;
static const struct settings *house_settings;
static struct areas *house_areas;
static struct shelf *house_shelf;

#define assert_did(call, h)                                                                        \
    do {                                                                                           \
        if ((call) != DONE)                                                                        \
            fail_msg("%s: %s", #call, (h)->fault.text);                                            \
    } while (0)

#define assert_refusal(call, h, wanted, words)                                                     \
    do {                                                                                           \
        assert_int_equal((call), NEVER);                                                           \
        if ((h)->fault.code != (wanted) || !strstr((h)->fault.text, (words)))                      \
            fail_msg("%s: got %d \"%s\"", #call, (int)(h)->fault.code, (h)->fault.text);           \
    } while (0)

static inline void house_tell(void *context, const char *line)
{
    (void)context;
    print_error("%s\n", line);
}

static inline int house_group(void **state)
{
    (void)state;
    struct fault f = {0};
    char path[] = "/tmp/levande-ini-XXXXXX", *text;
    size_t len;
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, house_ini, strlen(house_ini)) < 0 || close(fd) != 0)
        return -1;
    house_arena = arena_new();
    enum outcome o = settings_load(house_arena, path, house_tell, NULL, &house_settings, &f);
    unlink(path);
    if (o == DONE)
        o = file_read(house_arena, "config/areas.ini", 1 << 20, &text, &len, &f);
    if (o == DONE)
        o = areas_read(house_arena, "config/areas.ini", text, &house_areas, &f);
    if (o == DONE)
        o = shelf_open("config", house_tell, NULL, &house_shelf, &f);
    if (o != DONE)
        print_error("%s\n", f.text);
    mime_start();
    return o == DONE && calendar_zone("Europe/Stockholm") ? 0 : -1;
}

static inline int house_group_over(void **state)
{
    (void)state;
    shelf_free(&house_shelf);
    arena_free(&house_arena);
    return 0;
}

/* Local time, "2027-03-01T10:00". */
static inline void house_at(struct lending_house *h, const char *local)
{
    if (!house_set_clock(&h->house, local))
        fail_msg("%s is no time", local);
}

static inline int house_make(void **state)
{
    struct lending_house *h = calloc(1, sizeof *h);
    if (!h)
        return -1;
    strcpy(h->folder, "/tmp/levande-lending-XXXXXX");
    if (!mkdtemp(h->folder))
        return -1;
    snprintf(h->path, sizeof h->path, "%s/book", h->folder);
    h->arena = arena_new();
    h->settings = *house_settings;
    h->settings.database.path = h->path;
    h->seed.seed = 7;
    h->house = (struct house){.settings = &h->settings,
                              .areas = house_areas,
                              .shelf = house_shelf,
                              .random = random_seeded(&h->seed),
                              .log = {.least = LOG_ERROR + 1},
                              .listen_fd = -1};
    house_at(h, "2027-03-01T10:00"); /* a Monday */
    *state = h;
    assert_did(house_open_book(&h->house, DB_WORK, true, &h->fault), h);
    return 0;
}

static inline int house_over(void **state)
{
    struct lending_house *h = *state;
    db_close(&h->house.db);
    char **names = NULL;
    size_t count = 0;
    file_list(h->arena, h->folder, NULL, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        unlink(arena_printf(h->arena, "%s/%s", h->folder, names[i]));
    int failed = rmdir(h->folder);
    arena_free(&h->arena);
    free(h);
    return failed;
}

#define house_test(function) cmocka_unit_test_setup_teardown(function, house_make, house_over)

/* ---- Behind the book's back ---- */

static inline sqlite3 *house_engine(const struct lending_house *h)
{
    sqlite3 *engine = NULL;
    assert_int_equal(sqlite3_open(h->path, &engine), SQLITE_OK);
    sqlite3_busy_timeout(engine, 5000);
    sqlite3_db_config(engine, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return engine;
}

static inline void house_sql(const struct lending_house *h, const char *text)
{
    sqlite3 *engine = house_engine(h);
    char *why = NULL;
    if (sqlite3_exec(engine, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %.60s", why, text);
    sqlite3_close(engine);
}

/* The rows' first columns, joined by spaces; NULL counts as "-". */
static inline const char *house_value(const struct lending_house *h, const char *text)
{
    sqlite3 *engine = house_engine(h);
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(engine, text, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(engine));
    const char *all = "";
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *value = (const char *)sqlite3_column_text(row, 0);
        all = arena_printf(h->arena, "%s%s%s", all, *all ? " " : "", value ? value : "-");
    }
    sqlite3_finalize(row);
    sqlite3_close(engine);
    return all;
}

#define assert_book(h, text, wanted) assert_string_equal(house_value((h), (text)), (wanted))

/* Every row of every table, so that two states of the book can be compared. */
static inline const char *house_dump(const struct lending_house *h)
{
    const char *tables = house_value(
        h, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
    size_t count;
    char **names = text_split(h->arena, tables, " ", &count);
    char *text = NULL;
    size_t len = 0;
    FILE *all = open_memstream(&text, &len);
    assert_non_null(all);
    sqlite3 *engine = house_engine(h);
    for (size_t i = 0; i < count; i++) {
        sqlite3_stmt *row = NULL;
        const char *query = arena_printf(h->arena, "SELECT * FROM %s", names[i]);
        assert_int_equal(sqlite3_prepare_v2(engine, query, -1, &row, NULL), SQLITE_OK);
        while (sqlite3_step(row) == SQLITE_ROW) {
            fprintf(all, "\n%s", names[i]);
            for (int c = 0; c < sqlite3_column_count(row); c++) {
                const char *value = (const char *)sqlite3_column_text(row, c);
                fprintf(all, "|%s", value ? value : "-");
            }
        }
        sqlite3_finalize(row);
    }
    sqlite3_close(engine);
    fclose(all);
    const char *kept = arena_strdup(h->arena, text);
    free(text);
    return kept;
}

/* ---- What must always hold ---- */

static inline void house_breach(void *context, const char *line)
{
    const char **all = context;
    *all = arena_printf(house_arena, "%s%s%s", *all, **all ? "; " : "", line);
}

/* What `levande check` finds: "" where the book is sound. */
static inline const char *house_breaches(struct lending_house *h)
{
    const char *all = "";
    int64_t rows;
    struct fault f;
    checks_run(h->house.db, h->arena, house_breach, &all, &f);
    audit_walk(h->house.db, house_breach, &all, &rows, &f);
    return all;
}

static inline void house_sound(struct lending_house *h)
{
    assert_false(db_in_transaction(h->house.db));
    assert_string_equal(house_breaches(h), "");
}

/* ---- People and associations ---- */

static const char *const HOUSE_LABEL = "a test";

/* A person who may be asked, with consent. */
static inline int64_t house_person(struct lending_house *h, const char *name, const char *email,
                                   const char *area)
{
    struct person p = {.name = name,
                       .email = email,
                       .phone = "",
                       .postal_address = "Storgatan 1",
                       .perspective = "both",
                       .formats = "both",
                       .municipality = "Göteborg",
                       .travel_km = -1,
                       .languages = "sv",
                       .letter_language = "sv",
                       .ways = "",
                       .access_needs = "",
                       .story = "",
                       .conflicts = "",
                       .consent_date = "2027-01-01",
                       .consent_version = "1",
                       .consent_how = "mail",
                       .introduction_date = "2027-01-02",
                       .left_at = -1,
                       .erased_at = -1,
                       .areas = &area,
                       .area_count = 1};
    int64_t id;
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(people_save(h->house.db, h->arena, &p, clock_now(&h->house.clock), &id, &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    return id;
}

/* P1 … P<count>, all with the area: p1@example.net and so on. */
static inline void house_people(struct lending_house *h, int count, const char *area)
{
    for (int i = 1; i <= count; i++)
        house_person(h, arena_printf(h->arena, "Person %d", i),
                     arena_printf(h->arena, "p%d@example.net", i), area);
}

static inline int64_t house_association(struct lending_house *h, const char *name,
                                        const char *email, const char *area)
{
    struct association x = {.name = name,
                            .email = email,
                            .contact = "Eva Ek",
                            .municipalities = "",
                            .mandate = "",
                            .letter_language = "sv",
                            .left_at = -1,
                            .areas = &area,
                            .area_count = 1};
    int64_t id;
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(
        associations_save(h->house.db, h->arena, &x, clock_now(&h->house.clock), &id, &h->fault),
        h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    return id;
}

#endif

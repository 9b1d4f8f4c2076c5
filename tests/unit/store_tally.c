/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters by state, as the book keeps them: right whatever becomes of a letter; the oldest of those
 * that wait and of no others; and a number that is wrong is found.
 */
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
#include "store/desk.h"
#include "store/web.h"

struct book {
    char folder[64], path[80];
    struct arena *a;
    struct db *db;
    struct fault f;
};

static int make(void **state)
{
    struct book *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    strcpy(b->folder, "/tmp/levande-tally-XXXXXX");
    if (!mkdtemp(b->folder))
        return -1;
    snprintf(b->path, sizeof b->path, "%s/book", b->folder);
    b->a = arena_new();
    struct db_options options = {.path = b->path, .role = DB_WEB, .create = true};
    *state = b;
    return db_open(&options, &b->db, &b->f) == DONE ? 0 : -1;
}

static int over(void **state)
{
    struct book *b = *state;
    char **names = NULL;
    size_t count = 0;
    db_close(&b->db);
    file_list(b->a, b->folder, NULL, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        unlink(arena_printf(b->a, "%s/%s", b->folder, names[i]));
    int failed = rmdir(b->folder);
    arena_free(&b->a);
    free(b);
    return failed;
}

static void put(struct book *b, const char *text)
{
    sqlite3 *engine = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(b->path, &engine), SQLITE_OK);
    if (sqlite3_exec(engine, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %.60s", why, text);
    sqlite3_close(engine);
}

static void put_letter(struct book *b, int id, const char *state, int day)
{
    put(b, arena_printf(b->a,
                        "INSERT INTO letter (id, recipient, address, purpose, language, view,"
                        " state, message_id, queued_at, next_at) VALUES (%d, 'unit',"
                        " 'enhet@example.org', 'acknowledgement', 'sv', '{}', '%s',"
                        " '%d@example.org', '2027-03-%02dT08:00:00.000Z',"
                        " '2027-03-%02dT08:00:00.000Z')",
                        id, state, id, day, day));
}

/* "queued 2 2027-03-01, sent 1 -, " */
static const char *letters(struct book *b)
{
    struct figure *list;
    size_t count;
    const char *all = "";
    if (web_figures(b->db, b->a, &list, &count, &b->f) != DONE)
        fail_msg("%s", b->f.text);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, "letters") != 0)
            continue;
        const char *oldest = list[i].oldest < 0 ? "-" : instant_to_text(b->a, list[i].oldest);
        all = arena_printf(b->a, "%s%s %lld %.10s, ", all, list[i].label, (long long)list[i].value,
                           oldest);
    }
    return all;
}

static void first_breach(void *context, const char *line)
{
    const char **first = context;
    *first = *first ? *first : line;
}

static const char *breach(struct book *b)
{
    const char *first = NULL;
    (void)checks_run(b->db, b->a, first_breach, &first, &b->f);
    return first && strncmp(first, "figures: ", strlen("figures: ")) == 0 ? first : NULL;
}

static void what_becomes_of_a_letter_is_counted(void **state)
{
    struct book *b = *state;
    assert_string_equal(letters(b), "");
    put_letter(b, 1, "queued", 2);
    put_letter(b, 2, "queued", 1);
    put_letter(b, 3, "held", 3);
    assert_string_equal(letters(b), "held 1 2027-03-03, queued 2 2027-03-01, ");
    put(b, "UPDATE letter SET state = 'sending' WHERE id = 2");
    assert_string_equal(letters(b),
                        "held 1 2027-03-03, queued 1 2027-03-02, sending 1 2027-03-01, ");
    put(b, "UPDATE letter SET state = 'sent' WHERE id = 2");
    put(b, "UPDATE letter SET state = state, attempts = 1");
    assert_string_equal(letters(b), "held 1 2027-03-03, queued 1 2027-03-02, sent 1 -, ");
    put(b, "DELETE FROM letter WHERE id = 3");
    put(b, "UPDATE letter SET state = 'dropped'");
    assert_string_equal(letters(b), "dropped 2 -, ");
    assert_null(breach(b));
}

static void a_number_that_is_wrong_is_found(void **state)
{
    struct book *b = *state;
    put_letter(b, 1, "queued", 1);
    assert_null(breach(b));
    put(b, "UPDATE letter_tally SET count = 2");
    assert_non_null(strstr(breach(b), "2 letters kept as queued"));
    put(b, "UPDATE letter_tally SET count = 1");
    assert_null(breach(b));
    put(b, "INSERT INTO letter_tally (state, count) VALUES ('sent', 7)");
    assert_non_null(strstr(breach(b), "7 letters kept as sent"));
    put(b, "DELETE FROM letter_tally");
    assert_non_null(strstr(breach(b), "0 letters kept as queued"));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make, over)
    const struct CMUnitTest tests[] = {
        TEST(what_becomes_of_a_letter_is_counted),
        TEST(a_number_that_is_wrong_is_found),
    };
    return cmocka_run_group_tests_name("store_tally", tests, NULL, NULL);
}

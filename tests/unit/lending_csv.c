/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * CSV as spreadsheets write it, and files that are none: each fault with its line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"

struct seen {
    struct arena *a;
    struct csv csv;
    struct import_result result;
    char lines[1024];
};

static void tell(void *context, bool note, const char *text)
{
    struct seen *s = context;
    assert_false(note);
    strncat(s->lines, text, sizeof s->lines - strlen(s->lines) - 1);
    strncat(s->lines, "\n", sizeof s->lines - strlen(s->lines) - 1);
}

static void read_bytes(struct seen *s, const char *data, size_t len)
{
    *s = (struct seen){.a = arena_new()};
    /* A copy of its own size, so that a read past the end is seen. */
    char *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, data, len);
    csv_read(s->a, exact, len, &(struct import_report){.line = tell, .context = s}, &s->result,
             &s->csv);
    free(exact);
}

static void read_text(struct seen *s, const char *text)
{
    read_bytes(s, text, strlen(text));
}

static const char *cell(const struct seen *s, size_t row, size_t column)
{
    assert_true(row < s->csv.row_count);
    assert_true(column < s->csv.column_count);
    return s->csv.rows[row].cells[column];
}

static void commas_quotes_and_lines(void **state)
{
    (void)state;
    struct seen s;
    read_text(&s, "name,story\r\n\"Test, Anna\",\"säger \"\"ja\"\"\r\noch mer\"\r\nBo,\r\n");
    assert_string_equal(s.lines, "");
    assert_int_equal(s.csv.row_count, 2);
    assert_string_equal(cell(&s, 0, 0), "Test, Anna");
    assert_string_equal(cell(&s, 0, 1), "säger \"ja\"\r\noch mer");
    assert_int_equal(s.csv.rows[0].line, 2);
    assert_string_equal(cell(&s, 1, 0), "Bo");
    assert_string_equal(cell(&s, 1, 1), "");
    assert_int_equal(s.csv.rows[1].line, 4);
    arena_free(&s.a);
}

static void semicolons_a_mark_and_no_last_line_end(void **state)
{
    (void)state;
    struct seen s;
    read_text(&s, "\xEF\xBB\xBF Name ;\"a,b,c,d\";STORY\nEva; x ;1,5");
    assert_string_equal(s.lines, "");
    assert_string_equal(s.csv.columns[0], "name");
    assert_string_equal(s.csv.columns[1], "a,b,c,d");
    assert_string_equal(s.csv.columns[2], "story");
    assert_string_equal(cell(&s, 0, 1), "x");
    assert_string_equal(cell(&s, 0, 2), "1,5");
    arena_free(&s.a);
}

static void windows_1252_is_read_as_such(void **state)
{
    (void)state;
    struct seen s;
    read_text(&s, "name;story\n\xC5sa \xD6"
                  "berg;20 \x80 \x96 dyrt\n");
    assert_string_equal(s.lines, "");
    assert_string_equal(cell(&s, 0, 0), "Åsa Öberg");
    assert_string_equal(cell(&s, 0, 1), "20 € – dyrt");
    arena_free(&s.a);
}

static void empty_rows_are_left_out_and_old_line_ends_taken(void **state)
{
    (void)state;
    struct seen s;
    read_text(&s, "name;story\r\r;\rEva;x\r \t; \r");
    assert_string_equal(s.lines, "");
    assert_int_equal(s.csv.row_count, 1);
    assert_int_equal(s.csv.rows[0].line, 4);
    arena_free(&s.a);
}

static void faults_are_told_with_their_lines(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t len; /* 0: up to the NUL */
        const char *wanted;
    } table[] = {
        {"", 0, "the file is empty"},
        {"\n\n", 0, "the file is empty"},
        {"name,story\nA,b\nC\x00,d\n", 19, "line 3: there is a NUL"},
        {"\xFF\xFEn\0a\0", 6, "line 1: there is a NUL"},
        {"name\nÅsa\n\xC5sa\n", 0, "line 3: the file is UTF-8, but not here"},
        {"\xEF\xBB\xBFname\n\xC5sa\n", 0, "line 2: the file is UTF-8, but not here"},
        {"name\nA\n\x81\n", 0, "line 3: this is neither"},
        {"name,story\nA,b\n\"C,d\nE,f\n", 0, "line 3: a quotation mark is opened here or below"},
        {"name,story\nA,b \"c\" d\n", 0, "line 2: a quotation mark stands in the wrong place"},
        {"name,story\n\"A\"x,b\n", 0, "line 2: a quotation mark stands in the wrong place"},
        {"name,story\nA\nB,c,d\n", 0,
         "line 2: 1 cells, where the header has 2 columns\n"
         "line 3: 3 cells, where the header has 2 columns"},
        {"name,Name\nA,b\n", 0, "line 1: the column \"name\" stands twice"},
        {"name,,story\n", 0, "line 1: column 2 has no name"},
        {"name;story\n\"two\nlines\";x\nA;b;c\n", 0, "line 4: 3 cells"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct seen s;
        read_bytes(&s, table[i].data, table[i].len ? table[i].len : strlen(table[i].data));
        if (strncmp(s.lines, table[i].wanted, strlen(table[i].wanted)) != 0)
            fail_msg("case %zu: got \"%s\"", i, s.lines);
        assert_true(s.result.faults > 0);
        arena_free(&s.a);
    }
}

static void every_cut_of_a_file_is_survived(void **state)
{
    (void)state;
    static const char file[] = "\xEF\xBB\xBFname;story\r\n\"Å \"\"x\"\"\r\ny\";z\r\nEva;\xC5\r\n";
    for (size_t len = 0; len < sizeof file; len++) {
        struct seen s;
        read_bytes(&s, file, len);
        assert_true(s.result.faults > 0 || s.csv.column_count > 0);
        arena_free(&s.a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_quotes_and_lines),
        cmocka_unit_test(semicolons_a_mark_and_no_last_line_end),
        cmocka_unit_test(windows_1252_is_read_as_such),
        cmocka_unit_test(empty_rows_are_left_out_and_old_line_ends_taken),
        cmocka_unit_test(faults_are_told_with_their_lines),
        cmocka_unit_test(every_cut_of_a_file_is_survived),
    };
    return cmocka_run_group_tests_name("lending_csv", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Documents as PDF: their structure, where pages end, what hostile texts do to them, and what is
 * refused.
 *
 * The file is read as what it is: cairo writes its dictionaries plainly, so the tags can be looked
 * for in its bytes. With a folder as its argument this writes documents there and tests nothing:
 * poppler reads them in tests/system/documents.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "letters/document.h"

static const instant CREATED = 1803888900000; /* 2027-03-01T08:15Z */

static const char AGREEMENT[] =
    "{\"lang\": \"sv\", \"title\": \"Överenskommelse\", \"author\": \"Levande bibliotek\","
    " \"reference\": \"LB-2027-0001\", \"blocks\": ["
    " {\"type\": \"heading\", \"level\": 1, \"text\": \"Överenskommelse om medverkan\"},"
    " {\"type\": \"paragraph\", \"style\": \"lead\", \"text\": \"Vad är viktigt för dig?\"},"
    " {\"type\": \"quote\", \"text\": \"Att någon lyssnar.\"},"
    " {\"type\": \"heading\", \"level\": 2, \"text\": \"Uppdraget\"},"
    " {\"type\": \"pairs\", \"rows\": [{\"label\": \"När\", \"value\": \"torsdag 8 april\"},"
    "   {\"label\": \"Var\", \"value\": \"Göteborg\\nhus 2\"}]},"
    " {\"type\": \"list\", \"ordered\": true, \"items\": [\"Ett\", {\"text\": \"Två\","
    "   \"items\": [\"Djupt\"]}, {\"spans\": [{\"text\": \"Läs \"}, {\"text\": \"här\","
    "   \"link\": \"https://bibliotek.example/a?b=1\"}, {\"text\": \"!\", \"strong\": true}]}]},"
    " {\"type\": \"table\", \"head\": [\"Dag\", \"Kronor\"], \"align\": [\"left\", \"right\"],"
    "   \"rows\": [[\"8 april\", \"1 000\"]], \"foot\": [\"Summa\", \"1 000\"]},"
    " {\"type\": \"chart\", \"kind\": \"columns\", \"title\": \"Åren\", \"labels\": [\"2026\"],"
    "   \"series\": [{\"values\": [3]}]},"
    " {\"type\": \"signature\", \"parties\": [{\"role\": \"Enhet\", \"name\": \"Bo Ek\","
    "   \"accepted\": \"Godkänd 1 mars 2027\"}, {\"role\": \"Företrädare\"}]},"
    " {\"type\": \"rule\"}, {\"type\": \"page\"},"
    " {\"type\": \"paragraph\", \"style\": \"small\", \"text\": \"Slut.\"}]}";

struct pdf {
    struct arena *arena;
    char *bytes;
    size_t len;
    struct fault fault;
};

static enum outcome draw(struct pdf *p, json_t *tree)
{
    *p = (struct pdf){.arena = arena_new()};
    assert_non_null(tree);
    enum outcome o = document_make(p->arena, tree, CREATED, &p->bytes, &p->len, &p->fault);
    json_decref(tree);
    return o;
}

static void drawn(struct pdf *p, json_t *tree)
{
    if (draw(p, tree) != DONE)
        fail_msg("%s", p->fault.text);
    assert_true(p->len > 1000);
    assert_memory_equal(p->bytes, "%PDF-1.", 7);
}

static size_t count_of(const struct pdf *p, const char *word)
{
    size_t n = 0, len = strlen(word);
    for (size_t i = 0; i + len <= p->len; i++)
        n += memcmp(p->bytes + i, word, len) == 0;
    return n;
}

static size_t pages(const struct pdf *p)
{
    return count_of(p, "<< /Tabs /S /Type /Page ");
}

static json_t *document(json_t *block)
{
    return json_pack("{s:s, s:[o]}", "title", "T", "blocks", block);
}

static json_t *paragraph(const char *text)
{
    return document(json_pack("{s:s, s:s}", "type", "paragraph", "text", text));
}

static char *repeated(struct arena *a, const char *piece, size_t times)
{
    size_t len = strlen(piece);
    char *text = arena_alloc(a, len * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * len, piece, len);
    return text;
}

/* ---- Structure ---- */

static void is_tagged_named_and_dated(void **state)
{
    struct pdf p;
    (void)state;
    drawn(&p, json_loads(AGREEMENT, 0, NULL));
    static const struct {
        const char *word;
        size_t times;
    } words[] = {
        {"/Marked true", 1},
        {"/Lang (sv)", 1},
        {"/DisplayDocTitle true", 1},
        {"/StructTreeRoot", 2},
        {"/CreationDate (20270301081500Z)", 1},
        {"/S /Document\n", 1},
        {"/S /H1\n", 1},
        {"/S /H2\n", 1},
        {"/S /BlockQuote\n", 1},
        {"/S /L\n", 2},
        {"/S /LI\n", 4},
        {"/S /Lbl\n", 4},
        {"/S /LBody\n", 4},
        {"/S /Table\n", 3},
        {"/S /TR\n", 7},
        {"/Scope /Column", 4},
        {"/Scope /Row", 3},
        {"/S /TD\n", 7},
        {"/S /Figure\n", 1},
        {"/S /Link\n", 1},
        {"/URI (https://bibliotek.example/a?b=1)", 1},
        {"/Alt <FEFF00C500720065006E002E", 1}, /* "Åren." */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (count_of(&p, words[i].word) != words[i].times)
            fail_msg("%s: %zu", words[i].word, count_of(&p, words[i].word));
    assert_int_equal(count_of(&p, "/S /TH\n"), 7);
    assert_int_equal(pages(&p), 3);
    arena_free(&p.arena);
}

/* Every entry of the table of offsets points at its object. */
static void its_offsets_are_right(void **state)
{
    struct pdf p;
    (void)state;
    drawn(&p, json_loads(AGREEMENT, 0, NULL));
    const char *text = p.bytes + p.len - 40, *word = strstr(text, "startxref\n");
    assert_non_null(word);
    const char *table = p.bytes + strtoul(word + 10, NULL, 10);
    assert_memory_equal(table, "xref\n0 ", 7);
    size_t count = strtoul(table + 7, NULL, 10);
    const char *entry = strchr(table + 7, '\n') + 1 + 20;
    for (size_t i = 1; i < count; i++, entry += 20) {
        char *begins = arena_printf(p.arena, "%zu 0 obj\n", i);
        assert_memory_equal(p.bytes + strtoul(entry, NULL, 10), begins, strlen(begins));
    }
    assert_memory_equal(entry, "trailer", 7);
    arena_free(&p.arena);
}

static void the_same_tree_gives_the_same_bytes(void **state)
{
    struct pdf p, q;
    (void)state;
    drawn(&p, json_loads(AGREEMENT, 0, NULL));
    drawn(&q, json_loads(AGREEMENT, 0, NULL));
    assert_int_equal(p.len, q.len);
    assert_memory_equal(p.bytes, q.bytes, p.len);
    arena_free(&p.arena);
    arena_free(&q.arena);
}

/* ---- Pages ---- */

static void a_long_table_goes_on_with_its_head(void **state)
{
    struct pdf p;
    json_t *rows = json_array();
    (void)state;
    for (int i = 0; i < 200; i++)
        json_array_append_new(rows, json_pack("[s, s]", "dag", "100"));
    drawn(&p, document(json_pack("{s:s, s:[s, s], s:o}", "type", "table", "head", "Dag", "Kronor",
                                 "rows", rows)));
    assert_in_range(pages(&p), 4, 8);
    assert_int_equal(count_of(&p, "/S /Table\n"), 1);
    assert_int_equal(count_of(&p, "/S /TR\n"), 201); /* the head is tagged once */
    arena_free(&p.arena);
}

static void a_row_higher_than_a_page_goes_on(void **state)
{
    struct pdf p;
    struct arena *a = arena_new();
    (void)state;
    json_t *rows = json_pack("[[s, s]]", "kort", repeated(a, "ett ord till ", 1500));
    drawn(&p, document(json_pack("{s:s, s:[s, s], s:o}", "type", "table", "head", "A", "B", "rows",
                                 rows)));
    assert_in_range(pages(&p), 4, 20);
    arena_free(&p.arena);
    arena_free(&a);
}

/* A page of paragraphs that ends where the heading comes: heading and text go over together. */
static void no_heading_ends_a_page(void **state)
{
    (void)state;
    for (int lines = 40; lines < 50; lines++) {
        struct pdf with, without;
        json_t *blocks = json_array();
        for (int i = 0; i < lines; i++)
            json_array_append_new(blocks,
                                  json_pack("{s:s, s:s}", "type", "paragraph", "text", "Rad"));
        json_t *copy = json_deep_copy(blocks);
        json_array_append_new(
            blocks, json_pack("{s:s, s:i, s:s}", "type", "heading", "level", 2, "text", "Rubrik"));
        drawn(&without, json_pack("{s:s, s:o}", "title", "T", "blocks", copy));
        json_array_append_new(blocks, json_pack("{s:s}", "type", "page"));
        json_array_append_new(blocks, json_pack("{s:s, s:s}", "type", "paragraph", "text", "Ny"));
        drawn(&with, json_pack("{s:s, s:o}", "title", "T", "blocks", blocks));
        assert_true(pages(&with) > pages(&without));
        assert_int_equal(count_of(&with, "/S /H2\n"), 1);
        arena_free(&with.arena);
        arena_free(&without.arena);
    }
}

/* ---- Hostile texts ---- */

static void no_text_does_harm(void **state)
{
    static const char *const pieces[] = {
        "\x01\x02\x07\x1b[31m",
        "x",
        "ord ",
        "😀👩‍👩‍👧",
        "العربية ",
        "\u202Eabc\u202C ",
        "a\u0301\u0302\u0303",
        "\u200B",
        "한국어 ",
        "\uFDD0\uFFFE\U0010FFFF",
        "\t\r\n\v\f",
        "<b>&amp;%s",
        "a\n\n\n\n",
        "\\'\"",
    };
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct pdf p;
        drawn(&p, paragraph(repeated(a, pieces[i], 8000 / strlen(pieces[i]))));
        assert_true(pages(&p) >= 1);
        arena_free(&p.arena);
    }
    arena_free(&a);
}

static void malformed_bytes_are_mended(void **state)
{
    struct pdf p;
    (void)state;
    json_t *text = json_string_nocheck("a\xFF\xC3(b\xED\xA0\x80");
    drawn(&p, document(json_pack("{s:s, s:o}", "type", "paragraph", "text", text)));
    arena_free(&p.arena);
}

static void a_title_and_a_link_stay_in_their_place(void **state)
{
    struct pdf p;
    (void)state;
    json_t *tree = json_loads(
        "{\"title\": \") /Evil (\\n\", \"lang\": \") /Evil (\", \"blocks\": [{\"type\":"
        "\"paragraph\", \"spans\": [{\"text\": \"a\", \"link\": \"javascript:alert(1)\"},"
        "{\"text\": \"b\", \"link\": \"https://x.example/' dest='y\"},"
        "{\"text\": \"c\", \"link\": \"https://x.example/)/Evil(\"}]}]}",
        0, NULL);
    drawn(&p, tree);
    assert_int_equal(count_of(&p, "javascript"), 0);
    assert_int_equal(count_of(&p, "dest="), 0);
    assert_int_equal(count_of(&p, "/Lang (sv)"), 1);
    assert_int_equal(count_of(&p, "(https://x.example/%29/Evil%28)"), 1);
    arena_free(&p.arena);
}

static void what_goes_past_a_bound_is_refused(void **state)
{
    struct arena *a = arena_new();
    struct pdf p;
    (void)state;
    assert_int_equal(draw(&p, paragraph(repeated(a, "x", 10 * 1024 * 1024))), NEVER);
    assert_non_null(strstr(p.fault.text, "block 1"));
    arena_free(&p.arena);
    json_t *item = json_string("x");
    for (int i = 0; i < 100; i++)
        item = json_pack("{s:s, s:[o]}", "text", "x", "items", item);
    assert_int_equal(draw(&p, document(json_pack("{s:s, s:[o]}", "type", "list", "items", item))),
                     NEVER);
    arena_free(&p.arena);
    arena_free(&a);
}

static void what_is_not_as_it_should_be_is_refused(void **state)
{
    static const char *const blocks[] = {
        "7",
        "{}",
        "{\"type\": \"video\"}",
        "{\"type\": \"paragraph\"}",
        "{\"type\": \"paragraph\", \"text\": 7}",
        "{\"type\": \"heading\", \"spans\": []}",
        "{\"type\": \"paragraph\", \"spans\": [{\"text\": \"a\", \"strong\": 1}]}",
        "{\"type\": \"list\", \"items\": []}",
        "{\"type\": \"list\", \"items\": [7]}",
        "{\"type\": \"table\", \"rows\": [[]]}",
        "{\"type\": \"table\", \"head\": [\"a\"], \"rows\": [[\"a\", \"b\"]]}",
        "{\"type\": \"table\", \"rows\": [[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\","
        "\"10\",\"11\",\"12\",\"13\"]]}",
        "{\"type\": \"pairs\", \"rows\": [{\"label\": \"a\"}]}",
        "{\"type\": \"signature\", \"parties\": []}",
        "{\"type\": \"chart\", \"kind\": \"pie\"}",
        "{\"type\": \"address\", \"to\": [7]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        struct pdf p;
        if (draw(&p, document(json_loads(blocks[i], JSON_DECODE_ANY, NULL))) != NEVER)
            fail_msg("%s", blocks[i]);
        assert_non_null(strstr(p.fault.text, "block 1"));
        arena_free(&p.arena);
    }
    struct pdf p;
    assert_int_equal(draw(&p, json_loads("{\"blocks\": []}", 0, NULL)), NEVER);
    arena_free(&p.arena);
    assert_int_equal(draw(&p, json_loads("{\"title\": \"T\"}", 0, NULL)), NEVER);
    arena_free(&p.arena);
}

/* ---- Letters by post ---- */

static json_t *letter(struct arena *a)
{
    static const struct document_letter by_post = {
        .title = "Vill du vara med?",
        .from = "Levande bibliotek\nBox 1\n400 00 Göteborg",
        .to = "Alva Strand\nStorgatan 1\n123 45 ORTEN",
        .date = "1 mars 2027",
        .markdown = "Hej Alva!\n\nDet är **viktigt**.\nSvara:\nhttps://bibliotek.example/svar/x\n\n"
                    "- ett\n- två\n  1. djupt\n\n[Läs mer](https://bibliotek.example/mer) <b>x</b>"
                    "\n\n# Rubrik\n\n> citat\n\n![bild](https://x.example/p.png)\n",
    };
    return document_from_letter(a, &by_post);
}

static void a_letter_keeps_what_its_markdown_holds(void **state)
{
    struct arena *a = arena_new();
    struct pdf p;
    (void)state;
    json_t *tree = letter(a);
    char *text = json_dumps(tree, JSON_COMPACT);
    static const char *const pieces[] = {
        "{\"type\":\"address\",\"from\":[\"Levande bibliotek\",\"Box 1\",\"400 00 Göteborg\"],"
        "\"to\":[\"Alva Strand\",\"Storgatan 1\",\"123 45 ORTEN\"],\"date\":\"1 mars 2027\"",
        "{\"text\":\"viktigt\",\"strong\":true}",
        "{\"text\":\"https://bibliotek.example/svar/x\"}",
        "\"items\":[{\"spans\":[{\"text\":\"djupt\"}]",
        "{\"text\":\" (https://bibliotek.example/mer)\"",
        "{\"type\":\"heading\",\"level\":2,\"spans\":[{\"text\":\"Rubrik\"}]}",
        "{\"type\":\"quote\",\"spans\":[{\"text\":\"citat\"}]}",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (strstr(text, pieces[i]) == NULL)
            fail_msg("no %s in %s", pieces[i], text);
    assert_null(strstr(text, "<b>"));
    assert_null(strstr(text, "p.png"));
    free(text);
    drawn(&p, tree);
    assert_int_equal(pages(&p), 1);
    arena_free(&p.arena);
    arena_free(&a);
}

/* ---- For poppler ---- */

static int write_file(const char *folder, const char *name, json_t *tree)
{
    struct pdf p = {.arena = arena_new()};
    int failed = document_make(p.arena, tree, CREATED, &p.bytes, &p.len, &p.fault) != DONE;
    FILE *out = failed ? NULL : fopen(arena_printf(p.arena, "%s/%s", folder, name), "w");
    failed = out == NULL || fwrite(p.bytes, 1, p.len, out) != p.len || fclose(out) != 0;
    json_decref(tree);
    arena_free(&p.arena);
    return failed;
}

static int write_all(const char *folder)
{
    struct arena *a = arena_new();
    json_t *blocks = json_array(), *rows = json_array();
    for (int i = 1; i <= 120; i++)
        json_array_append_new(rows, json_pack("[s, s]", arena_printf(a, "rad%d.", i),
                                              i % 40 ? "Möte" : repeated(a, "långt ord ", 200)));
    json_array_append_new(blocks, json_pack("{s:s, s:s}", "type", "paragraph", "text",
                                            repeated(a, "Detärettlångtord", 40)));
    json_array_append_new(blocks, json_pack("{s:s, s:[s, s], s:o}", "type", "table", "head",
                                            "Huvud", "Vad", "rows", rows));
    int failed = write_file(folder, "agreement.pdf", json_loads(AGREEMENT, 0, NULL)) ||
                 write_file(folder, "long.pdf",
                            json_pack("{s:s, s:o}", "title", "Lång", "blocks", blocks)) ||
                 write_file(folder, "letter.pdf", letter(a));
    arena_free(&a);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc == 2)
        return write_all(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_tagged_named_and_dated),
        cmocka_unit_test(its_offsets_are_right),
        cmocka_unit_test(the_same_tree_gives_the_same_bytes),
        cmocka_unit_test(a_long_table_goes_on_with_its_head),
        cmocka_unit_test(a_row_higher_than_a_page_goes_on),
        cmocka_unit_test(no_heading_ends_a_page),
        cmocka_unit_test(no_text_does_harm),
        cmocka_unit_test(malformed_bytes_are_mended),
        cmocka_unit_test(a_title_and_a_link_stay_in_their_place),
        cmocka_unit_test(what_goes_past_a_bound_is_refused),
        cmocka_unit_test(what_is_not_as_it_should_be_is_refused),
        cmocka_unit_test(a_letter_keeps_what_its_markdown_holds),
    };
    return cmocka_run_group_tests_name("letters_pdf", tests, NULL, NULL);
}

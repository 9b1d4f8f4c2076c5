/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Mustache, clause by clause: what a template and a view render to, and what cannot be parsed.
 *
 * The table is our own reading of the public specification (1.x, without lambdas). Where the
 * environment variable MUSTACHE_SPEC names a folder with the specification's own *.json files,
 * those cases are run as well.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "letters.h"

enum { MAX_BYTES = 1 << 16 };

struct rendering {
    const char *clause, *template, *view, *expected;
    const char *partial; /* of the name "p"; NULL: there is none */
};

#define VALUE_VIEW                                                                                 \
    "{\"name\":\"Åsa\",\"html\":\"<b> & \\\"q\\\" 'x'\",\"n\":85,\"real\":1.21,\"neg\":-3,"       \
    "\"yes\":true,\"no\":false,\"nil\":null,\"a\":{\"b\":{\"c\":\"djup\"}},\"list\":[1,2,3],"      \
    "\"empty\":[],\"\":\"x\",\"lines\":\"<\\n->\"}"

static const struct rendering values[] = {
    {"text without tags stays", "Hej på dig.\n", "{}", "Hej på dig.\n", NULL},
    {"an empty template", "", "{}", "", NULL},
    {"a value", "Hej {{name}}!", VALUE_VIEW, "Hej Åsa!", NULL},
    {"a value is not parsed again", "{{t}}: {{{t}}}", "{\"t\":\"{{n}}\",\"n\":\"fel\"}",
     "{{n}}: {{n}}", NULL},
    {"a value is escaped", "{{html}}", VALUE_VIEW, "&lt;b&gt; &amp; &quot;q&quot; &#39;x&#39;",
     NULL},
    {"three braces: not escaped", "{{{html}}}", VALUE_VIEW, "<b> & \"q\" 'x'", NULL},
    {"ampersand: not escaped", "{{&html}} {{& html }}", VALUE_VIEW,
     "<b> & \"q\" 'x' <b> & \"q\" 'x'", NULL},
    {"whole number", "{{n}} {{{n}}} {{&n}} {{neg}}", VALUE_VIEW, "85 85 85 -3", NULL},
    {"decimal number", "{{real}} {{{real}}}", VALUE_VIEW, "1.21 1.21", NULL},
    {"null is nothing", "({{nil}}{{{nil}}}{{&nil}})", VALUE_VIEW, "()", NULL},
    {"truth values as words", "{{yes}} {{no}}", VALUE_VIEW, "true false", NULL},
    {"a miss is nothing", "({{x}}{{{x}}}{{&x}})", VALUE_VIEW, "()", NULL},
    {"an object or a list is nothing", "({{a}}{{list}})", VALUE_VIEW, "()", NULL},
    {"a dotted name", "{{a.b.c}} {{#a}}{{b.c}}{{/a}}", VALUE_VIEW, "djup djup", NULL},
    {"a dotted name without its end", "({{a.b.x}}{{a.x.c}}{{x.b.c}}{{name.b}})", VALUE_VIEW, "()",
     NULL},
    {"the first piece decides", "{{#a}}{{b.c}}{{/a}}", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"fel\"}}",
     "", NULL},
    {"a piece is looked for in its own value only", "({{a.b}})", "{\"a\":{},\"b\":\"fel\"}", "()",
     NULL},
    {"the implicit iterator", "{{.}} {{{.}}} {{&.}}", "\"a&b\"", "a&amp;b a&b a&b", NULL},
    {"white space around a value", "| {{name}} |\n  {{name}}\n", VALUE_VIEW, "| Åsa |\n  Åsa\n",
     NULL},
    {"white space inside a tag", "{{ name }}{{{\tname }}}{{&\n name\n}}", VALUE_VIEW, "ÅsaÅsaÅsa",
     NULL},
};

static const struct rendering sections[] = {
    {"true", "{{#yes}}ja{{/yes}}", VALUE_VIEW, "ja", NULL},
    {"false", "({{#no}}fel{{/no}})", VALUE_VIEW, "()", NULL},
    {"null and a miss", "({{#nil}}fel{{/nil}}{{#x}}fel{{/x}})", VALUE_VIEW, "()", NULL},
    {"an empty text and zero are no", "({{#t}}fel{{/t}}{{#z}}fel{{/z}})", "{\"t\":\"\",\"z\":0}",
     "()", NULL},
    {"an object becomes the context", "{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", VALUE_VIEW, "djup", NULL},
    {"outer names stay visible", "{{#a}}{{name}}{{/a}}", VALUE_VIEW, "Åsa", NULL},
    {"inner names go first", "{{#a}}{{n}}{{#b}}{{n}}{{/b}}{{/a}}",
     "{\"n\":0,\"a\":{\"n\":1,\"b\":{\"n\":2}}}", "12", NULL},
    {"null hides an outer value", "({{#a}}{{n}}{{/a}})", "{\"n\":\"fel\",\"a\":{\"n\":null}}", "()",
     NULL},
    {"a list, each in turn", "{{#l}}{{i}},{{/l}}", "{\"l\":[{\"i\":1},{\"i\":2}]}", "1,2,", NULL},
    {"an empty list", "({{#empty}}fel{{/empty}})", VALUE_VIEW, "()", NULL},
    {"the iterator in a list", "{{#list}}({{.}}){{/list}}", VALUE_VIEW, "(1)(2)(3)", NULL},
    {"the iterator escapes", "{{#l}}{{.}}{{{.}}}{{/l}}", "{\"l\":[\"<\"]}", "&lt;<", NULL},
    {"lists in lists", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "{\"l\":[[1,2],[3]]}", "(12)(3)", NULL},
    {"a list at the root", "{{#.}}({{v}}){{/.}}", "[{\"v\":\"a\"},{\"v\":\"b\"}]", "(a)(b)", NULL},
    {"a text as section", "{{#name}}{{.}}{{/name}}", VALUE_VIEW, "Åsa", NULL},
    {"a dotted section", "{{#a.b}}{{c}}{{/a.b}}({{#a.x}}fel{{/a.x}})", VALUE_VIEW, "djup()", NULL},
    {"the same name inside itself", "{{#yes}}{{#yes}}{{n}}{{/yes}}{{/yes}}", VALUE_VIEW, "85",
     NULL},
    {"two of one name", "{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#yes}}3{{/yes}}", VALUE_VIEW, "13",
     NULL},
    {"white space inside a section tag", "{{# yes }}ja{{/ yes }}", VALUE_VIEW, "ja", NULL},
    {"inverted: false, null, miss, empty",
     "{{^no}}1{{/no}}{{^nil}}2{{/nil}}{{^x}}3{{/x}}"
     "{{^empty}}4{{/empty}}{{^a.x}}5{{/a.x}}",
     VALUE_VIEW, "12345", NULL},
    {"inverted: true, object, list", "({{^yes}}fel{{/yes}}{{^a}}fel{{/a}}{{^list}}fel{{/list}})",
     VALUE_VIEW, "()", NULL},
    {"inverted keeps the context", "{{^no}}{{name}}{{/no}}", VALUE_VIEW, "Åsa", NULL},
};

static const struct rendering lines[] = {
    {"a section's lines vanish", "1\n{{#yes}}\n2\n{{/yes}}\n3\n", VALUE_VIEW, "1\n2\n3\n", NULL},
    {"indented ones too", "1\n  {{#yes}}\t\n2\n\t{{/yes}}  \n3\n", VALUE_VIEW, "1\n2\n3\n", NULL},
    {"an inverted section's lines", "1\n{{^no}}\n2\n{{/no}}\n3\n", VALUE_VIEW, "1\n2\n3\n", NULL},
    {"with CRLF", "1\r\n{{#yes}}\r\n2\r\n{{/yes}}\r\n3", VALUE_VIEW, "1\r\n2\r\n3", NULL},
    {"at the beginning of the text", "  {{#yes}}\n2{{/yes}}", VALUE_VIEW, "2", NULL},
    {"at the end of the text", "{{#yes}}2\n  {{/yes}}", VALUE_VIEW, "2\n", NULL},
    {"two tags on a line do not stand alone", "{{#yes}}{{/yes}}\n", VALUE_VIEW, "\n", NULL},
    {"with other text they do not stand alone", " {{#yes}}a\n b{{/yes}} \n", VALUE_VIEW,
     " a\n b \n", NULL},
    {"a value never stands alone", "1\n  {{name}}\n2\n", VALUE_VIEW, "1\n  Åsa\n2\n", NULL},
    {"a comment's line vanishes", "1\n  {{! sagt i förbigående }}\n2\n", "{}", "1\n2\n", NULL},
    {"a comment of several lines", "1\n{{!\n a\n b\n}}\n2\n", "{}", "1\n2\n", NULL},
    {"a comment in a line", "12{{! a }}3 {{!b}}\n", "{}", "123 \n", NULL},
    {"a comment is no value", "({{!name}}{{! name }})", VALUE_VIEW, "()", NULL},
    {"a change of delimiters has no line", "1\n{{=| |=}}\n|n|\n", VALUE_VIEW, "1\n85\n", NULL},
};

static const struct rendering delimiters[] = {
    {"new delimiters", "{{=<% %>=}}<%n%> {{n}}", VALUE_VIEW, "85 {{n}}", NULL},
    {"special characters", "({{=[ ]=}}[n])", VALUE_VIEW, "(85)", NULL},
    {"back again", "{{=| |=}}|n||={{ }}=|{{n}}", VALUE_VIEW, "8585", NULL},
    {"white space around them", "{{=  |\t|  =}}|n|", VALUE_VIEW, "85", NULL},
    {"sections under them", "{{=| |=}}|#yes||n|{{n}}|/yes|", VALUE_VIEW, "85{{n}}", NULL},
    {"inside a section they go on", "{{#yes}}{{=| |=}}|n||/yes||n|", VALUE_VIEW, "8585", NULL},
    {"a partial has its own", "{{=| |=}}|>p|-|n|", VALUE_VIEW, "85-85", "{{n}}"},
    {"and keeps them to itself", "{{>p}}-{{n}}|n|", VALUE_VIEW, "85-85|n|", "{{=| |=}}|n|"},
};

static const struct rendering partials[] = {
    {"a partial", "[{{>p}}]", VALUE_VIEW, "[Hej Åsa]", "Hej {{name}}"},
    {"one that is not there", "[{{>q}}]", VALUE_VIEW, "[]", "fel"},
    {"the context goes along", "{{#a}}{{>p}}{{/a}}", VALUE_VIEW, "djup Åsa", "{{b.c}} {{name}}"},
    {"one that calls itself", "{{>p}}", "{\"t\":\"x\",\"l\":[{\"t\":\"y\",\"l\":[]}]}", "x<y<>>",
     "{{t}}<{{#l}}{{>p}}{{/l}}>"},
    {"white space around it", "| {{> p }} |", VALUE_VIEW, "| \t|\t |", "\t|\t"},
    {"in a line it is not indented", "  {{n}}  {{>p}}\n", VALUE_VIEW, "  85  >\n>\n", ">\n>"},
    {"its line vanishes", "1\r\n{{>p}}\r\n2", VALUE_VIEW, "1\r\n>2", ">"},
    {"at the beginning", "  {{>p}}\n2", VALUE_VIEW, "  >\n  >2", ">\n>"},
    {"at the end", ">\n  {{>p}}", VALUE_VIEW, ">\n  >\n  >", ">\n>"},
    {"each line is indented, no value's", "\\\n {{>p}}\n/\n", VALUE_VIEW, "\\\n |\n <\n->\n |\n/\n",
     "|\n{{{lines}}}\n|\n"},
    {"sections inside are indented once", "  {{>p}}\n", VALUE_VIEW, "  1\n  2\n  3\n",
     "{{#list}}\n{{.}}\n{{/list}}\n"},
    {"one in a line of an indented one", "  {{>p}}\n", "{\"l\":[{\"l\":[]}]}", "   x\n x\n",
     "{{#l}}{{>p}}{{/l}} x\n"},
    {"a value inside a line", "  {{>p}}\n", VALUE_VIEW, "  a85b\n", "a{{n}}b\n"},
    {"after an empty section", "  {{>p}}\n", VALUE_VIEW, "   x\n", "{{#no}}a{{/no}} x\n"},
};

/* A template that is no template, and what must be said of it. */
static const struct {
    const char *template, *said;
} faults[] = {
    {"a\n{{name", "t.md:2: a tag begins with {{ and does not end with }}"},
    {"{{{name}}", "t.md:1: a tag begins with {{ and does not end with }}}"},
    {"{{#a}}\n{{b}}\n", "t.md:1: the section 'a' is not closed"},
    {"\n\n{{/a}}", "t.md:3: the section 'a' is closed but was not opened"},
    {"{{#a}}\n{{#b}}\n{{/a}}", "t.md:3: the section 'b' of line 2 is closed as 'a'"},
    {"{{^a}}x{{/b}}", "t.md:1: the section 'a' of line 1 is closed as 'b'"},
    {"{{}}", "t.md:1: a tag has no name"},
    {"{{# }}", "t.md:1: a tag has no name"},
    {"{{två ord}}", "t.md:1: the name 'två ord' holds a space"},
    {"{{a..b}}", "t.md:1: the name 'a..b' has nothing before or after a dot"},
    {"{{.a}}", "t.md:1: the name '.a' has nothing before or after a dot"},
    {"{{a.}}", "t.md:1: the name 'a.' has nothing before or after a dot"},
    {"{{a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a}}",
     "t.md:1: the name 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a' has too many dots"},
    {"{{=a=}}", "t.md:1: the change of delimiters 'a' cannot be read"},
    {"{{=a b c=}}", "t.md:1: the change of delimiters 'a b c' cannot be read"},
    {"{{=a= b=}}", "t.md:1: the change of delimiters 'a= b' cannot be read"},
    {"{{= =}}", "t.md:1: the change of delimiters '' cannot be read"},
    {"{{=a b}}", "t.md:1: a tag begins with {{ and does not end with =}}"},
    {"{{>}}", "t.md:1: '' is no name of a partial"},
    {"{{>*p}}", "t.md:1: '*p' is no name of a partial"},
    {"{{<p}}{{/p}}", "t.md:1: the tag '<p' is of a kind that is not known here"},
    {"{{$p}}{{/p}}", "t.md:1: the tag '$p' is of a kind that is not known here"},
};

static const struct mustache *one_partial(void *context, const char *name)
{
    return strcmp(name, "p") == 0 ? context : NULL;
}

static void check(const struct rendering *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *a = arena_new();
        struct mustache *t = NULL, *p = NULL;
        struct fault f = {0};
        char *out = NULL;
        json_t *view = json_loads(table[i].view, JSON_DECODE_ANY, NULL);
        assert_non_null(view);
        assert_int_equal(mustache_parse(a, "t", table[i].template, &t, &f), DONE);
        if (table[i].partial != NULL)
            assert_int_equal(mustache_parse(a, "p", table[i].partial, &p, &f), DONE);
        assert_int_equal(
            mustache_render(a, t, view, ESCAPE_HTML, one_partial, p, MAX_BYTES, &out, &f), DONE);
        if (strcmp(out, table[i].expected) != 0)
            fail_msg("%s: '%s' instead of '%s'", table[i].clause, out, table[i].expected);
        json_decref(view);
        arena_free(&a);
    }
}

#define CHECK(table) check(table, sizeof(table) / sizeof *(table))

static void renders_as_the_specification_says(void **state)
{
    (void)state;
    CHECK(values);
    CHECK(sections);
    CHECK(lines);
    CHECK(delimiters);
    CHECK(partials);
}

static void says_where_and_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct arena *a = arena_new();
        struct mustache *t = NULL;
        struct fault f = {0};
        assert_int_equal(mustache_parse(a, "t.md", faults[i].template, &t, &f), NEVER);
        assert_int_equal(f.code, EXIT_CONFIG);
        if (!text_starts(f.text, faults[i].said))
            fail_msg("'%s' instead of '%s'", f.text, faults[i].said);
        assert_null(t);
        arena_free(&a);
    }
}

/* Renders a template with itself as the partial p, and gives what is said of it. */
static enum outcome render_bounded(const char *template, const char *json, size_t max,
                                   struct fault *f)
{
    struct arena *a = arena_new();
    struct mustache *t = NULL;
    char *out = NULL;
    json_t *view = json_loads(json, 0, NULL);

    assert_int_equal(mustache_parse(a, "t", template, &t, f), DONE);
    enum outcome o = mustache_render(a, t, view, ESCAPE_NONE, one_partial, t, max, &out, f);
    json_decref(view);
    arena_free(&a);
    return o;
}

static void is_bounded(void **state)
{
    struct fault f = {0};

    (void)state;
    assert_int_equal(render_bounded("1234", "{}", 4, &f), DONE);
    assert_int_equal(render_bounded("12345", "{}", 4, &f), NEVER);
    assert_non_null(strstr(f.text, "more than 4 bytes"));
    assert_int_equal(render_bounded("{{x}}", "{\"x\":\"12345\"}", 4, &f), NEVER);
    assert_int_equal(render_bounded("{{>p}}", "{}", 4, &f), NEVER);
    assert_non_null(strstr(f.text, "partials lie more than 100 deep"));
    assert_int_equal(render_bounded("{{#l}}{{>p}}{{/l}}", "{\"l\":[1,2]}", 4, &f), NEVER);
}

static void multiplying_ends(void **state)
{
    char template[400] = "";
    struct fault f = {0};

    (void)state;
    for (int i = 0; i < 30; i++)
        strcat(template, "{{#l}}");
    for (int i = 0; i < 30; i++)
        strcat(template, "{{/l}}");
    assert_int_equal(render_bounded(template, "{\"l\":[1,2]}", 4, &f), NEVER);
    assert_non_null(strstr(f.text, "steps"));
}

static void deep_sections_are_refused(void **state)
{
    struct arena *a = arena_new();
    char *template = arena_alloc(a, 101 * 10 + 1);
    struct mustache *t = NULL;
    struct fault f = {0};

    (void)state;
    for (int i = 0; i < 101; i++)
        strcat(template, "{{#a}}");
    assert_int_equal(mustache_parse(a, "t", template, &t, &f), NEVER);
    assert_non_null(strstr(f.text, "100 deep"));
    arena_free(&a);
}

static void note(void *context, const char *name, int line)
{
    char *all = context;

    snprintf(all + strlen(all), 100, "%s:%d ", name, line);
}

static void names_are_told_with_their_lines(void **state)
{
    struct arena *a = arena_new();
    struct mustache *t = NULL;
    char names[1000] = "", called[1000] = "";

    (void)state;
    assert_int_equal(
        mustache_parse(a, "t", "{{a}}\n{{#b}}\n{{{c.d}}} {{>p}}\n{{/b}}\n{{^e}}{{/e}}", &t, NULL),
        DONE);
    mustache_names(t, note, names);
    mustache_partials(t, note, called);
    assert_string_equal(names, "a:1 b:2 c.d:3 e:5 ");
    assert_string_equal(called, "p:3 ");
    arena_free(&a);
}

/* ---- The specification's own files, where they are at hand ---- */

struct book {
    struct arena *arena;
    json_t *partials;
};

static const struct mustache *book_partial(void *context, const char *name)
{
    struct book *b = context;
    struct mustache *t = NULL;
    const char *text = json_string_value(json_object_get(b->partials, name));

    if (text != NULL)
        assert_int_equal(mustache_parse(b->arena, name, text, &t, NULL), DONE);
    return t;
}

static void run_case(const char *file, const json_t *test)
{
    struct book b = {arena_new(), json_object_get(test, "partials")};
    struct mustache *t = NULL;
    struct fault f = {0};
    char *out = NULL;
    const char *expected = json_string_value(json_object_get(test, "expected"));
    const char *template = json_string_value(json_object_get(test, "template"));

    if (mustache_parse(b.arena, "t", template, &t, &f) != DONE ||
        mustache_render(b.arena, t, json_object_get(test, "data"), ESCAPE_HTML, book_partial, &b,
                        MAX_BYTES, &out, &f) != DONE)
        fail_msg("%s: %s: %s", file, template, f.text);
    if (strcmp(out, expected) != 0)
        fail_msg("%s: %s: '%s' instead of '%s'", file,
                 json_string_value(json_object_get(test, "name")), out, expected);
    arena_free(&b.arena);
}

static void passes_the_specification(void **state)
{
    const char *folder = getenv("MUSTACHE_SPEC");
    struct arena *a = arena_new();
    char **names = NULL;
    size_t count = 0, i, cases = 0;
    json_t *test;

    (void)state;
    if (folder == NULL) {
        arena_free(&a);
        skip();
    }
    assert_int_equal(file_list(a, folder, ".json", &names, &count, NULL), DONE);
    for (size_t n = 0; n < count; n++) {
        if (names[n][0] == '~') /* optional modules */
            continue;
        json_t *spec = json_load_file(arena_printf(a, "%s/%s", folder, names[n]), 0, NULL);
        json_array_foreach(json_object_get(spec, "tests"), i, test)
        {
            run_case(names[n], test);
            cases++;
        }
        json_decref(spec);
    }
    print_message("%zu cases of the specification\n", cases);
    assert_true(cases > 100);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders_as_the_specification_says),
        cmocka_unit_test(says_where_and_what_is_wrong),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(multiplying_ends),
        cmocka_unit_test(deep_sections_are_refused),
        cmocka_unit_test(names_are_told_with_their_lines),
        cmocka_unit_test(passes_the_specification),
    };

    return cmocka_run_group_tests_name("letters_mustache", tests, NULL, NULL);
}

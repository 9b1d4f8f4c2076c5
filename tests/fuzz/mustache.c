/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzing of templates and of values in them.
 *
 * The input is a template, a NUL, and a view in JSON. The template, which is also its own partial
 * "p", must parse and render within its bounds or be refused. Then the whole input is a value in a
 * fixed letter: whatever it holds, its HTML has no tag but paragraph, line break and a link to an
 * address that it shows, and its text part no line that is too long.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letters.h"
#include "texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mustache *itself(void *context, const char *name)
{
    return strcmp(name, "p") == 0 ? context : NULL;
}

static void render_template(struct arena *a, const char *template, const char *json)
{
    static const enum escape escapes[] = {ESCAPE_HTML, ESCAPE_MARKDOWN, ESCAPE_NONE};
    struct mustache *t = NULL;
    json_t *view = json_loads(json, JSON_DECODE_ANY, NULL);

    if (mustache_parse(a, "t", template, &t, NULL) == DONE)
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
            char *out = NULL;
            if (mustache_render(a, t, view, escapes[i], itself, t, 1 << 14, &out, NULL) == DONE) {
                markdown_html(a, out);
                plain_line(a, out);
            }
        }
    json_decref(view);
}

static void expect_only_text(const char *html)
{
    static const char *const tags[] = {"<p>",
                                       "</p>",
                                       "<br />",
                                       "<a href=\"https://",
                                       "</a>",
                                       "<a href=\"http://",
                                       "<a href=\"mailto:"};

    for (; (html = strchr(html, '<')) != NULL; html++) {
        size_t i = 0, count = sizeof tags / sizeof *tags;
        while (i < count && !text_starts(html, tags[i]))
            i++;
        if (i == count)
            abort();
    }
}

static void expect_short_lines(const char *text)
{
    for (; *text != '\0'; text++) {
        size_t len = strcspn(text, "\n");
        if (len > LINE_BYTES)
            abort();
        text += len;
        if (*text == '\0')
            return;
    }
}

static void render_value(struct arena *a, const char *value)
{
    struct mustache *t = NULL;
    char *markdown = NULL;
    json_t *view = json_pack("{s:s}", "v", value);

    if (mustache_parse(a, "t", "Sa: {{v}} slut", &t, NULL) != DONE ||
        mustache_render(a, t, view, ESCAPE_MARKDOWN, NULL, NULL, 1 << 20, &markdown, NULL) != DONE)
        abort();
    expect_only_text(folded_html(a, markdown_html(a, markdown)));
    expect_short_lines(plain_text(a, value));
    json_decref(view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    char *template = arena_strndup(a, (const char *)data, size);
    size_t first = strlen(template);
    const char *json = first < size
                           ? arena_strndup(a, (const char *)data + first + 1, size - first - 1)
                           : "{\"a\":{\"b\":[1,2,\"<x>\"]},\"c\":\"*\\n\\n- y\",\"d\":0}";

    render_template(a, template, json);
    render_value(a, text_repair(a, (const char *)data, size));
    arena_free(&a);
    return 0;
}

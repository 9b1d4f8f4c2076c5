/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * document_html(): the same tree as a web page, for a screen and for a printer.
 *
 * One file that needs no other: its style stands in it, charts are SVG with their figures as a
 * table below, and nothing is fetched. What the PDF breaks into pages the printer does here.
 */
#include "letters/document.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "letters/chart.h"

enum { HTML_BYTES = 16 * 1024 * 1024 };

static const char style[] =
    ":root{color-scheme:light}"
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;color:#22272b;background:#fff;"
    "font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",\"Liberation Sans\","
    "sans-serif;overflow-wrap:break-word}"
    "h1,h2,h3{line-height:1.25;margin:2rem 0 .5rem;break-after:avoid}"
    ".lead{font-size:1.15rem}.small{font-size:.875rem;color:#50585c}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "caption{text-align:left;font-weight:600}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;"
    "border-bottom:1px solid #d5cdbf}"
    "thead{display:table-header-group}tr,figure{break-inside:avoid}"
    ".right{text-align:right;font-variant-numeric:tabular-nums}"
    "tfoot td{font-weight:600}figure{margin:1rem 0}svg{max-width:100%;height:auto}"
    "dt{font-weight:600}blockquote{border-left:.25rem solid #1b5a55;margin:1rem 0;"
    "padding-left:1rem}"
    ".page{break-before:page}@media print{body{margin:0;max-width:none;font-size:10.5pt}}";

struct writer {
    struct arena *a;
    struct buffer out;
    int charts;
};

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* Text as HTML; a line's end is a line's end. */
static void put_text(struct writer *w, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buffer_puts(&w->out, "&amp;");
            break;
        case '<':
            buffer_puts(&w->out, "&lt;");
            break;
        case '>':
            buffer_puts(&w->out, "&gt;");
            break;
        case '"':
            buffer_puts(&w->out, "&quot;");
            break;
        case '\n':
            buffer_puts(&w->out, "<br>");
            break;
        default:
            buffer_putc(&w->out, *text);
        }
    }
}

static void put_element(struct writer *w, const char *name, const char *text)
{
    buffer_printf(&w->out, "<%s>", name);
    put_text(w, text);
    buffer_printf(&w->out, "</%s>\n", name);
}

static bool is_link(const char *address)
{
    return text_starts(address, "https://") || text_starts(address, "http://") ||
           text_starts(address, "mailto:");
}

static void put_span(struct writer *w, const json_t *span)
{
    const char *link = member(span, "link");
    bool strong = json_is_true(json_object_get(span, "strong"));
    bool emphasis = json_is_true(json_object_get(span, "emphasis"));
    if (is_link(link)) {
        buffer_puts(&w->out, "<a href=\"");
        put_text(w, link);
        buffer_puts(&w->out, "\">");
    }
    buffer_printf(&w->out, "%s%s", strong ? "<strong>" : "", emphasis ? "<em>" : "");
    put_text(w, member(span, "text"));
    buffer_printf(&w->out, "%s%s%s", emphasis ? "</em>" : "", strong ? "</strong>" : "",
                  is_link(link) ? "</a>" : "");
}

/* "text", or "spans" instead; or the value is a text itself. */
static void put_words(struct writer *w, const json_t *block)
{
    size_t i;
    json_t *span, *spans = json_object_get(block, "spans");
    if (json_is_string(block))
        put_text(w, json_string_value(block));
    else if (!json_is_array(spans))
        put_text(w, member(block, "text"));
    json_array_foreach(spans, i, span)
    {
        put_span(w, span);
    }
}

static void put_heading(struct writer *w, const json_t *block)
{
    int level = (int)json_integer_value(json_object_get(block, "level"));
    level = level < 1 ? 1 : level > 3 ? 3 : level;
    buffer_printf(&w->out, "<h%d>", level);
    put_words(w, block);
    buffer_printf(&w->out, "</h%d>\n", level);
}

static void put_paragraph(struct writer *w, const json_t *block)
{
    const char *looks = member(block, "style");
    bool known = strcmp(looks, "lead") == 0 || strcmp(looks, "small") == 0;
    buffer_printf(&w->out, known ? "<p class=\"%s\">" : "<p>", looks);
    put_words(w, block);
    buffer_puts(&w->out, "</p>\n");
}

static void put_quote(struct writer *w, const json_t *block)
{
    buffer_puts(&w->out, "<blockquote><p>");
    put_words(w, block);
    buffer_puts(&w->out, "</p></blockquote>\n");
}

static void put_list(struct writer *w, const json_t *block, int depth)
{
    size_t i;
    json_t *item;
    const char *name = json_is_true(json_object_get(block, "ordered")) ? "ol" : "ul";
    buffer_printf(&w->out, "<%s>\n", name);
    json_array_foreach(json_object_get(block, "items"), i, item)
    {
        buffer_puts(&w->out, "<li>");
        put_words(w, item);
        if (json_object_get(item, "items") && depth < DOCUMENT_DEPTH)
            put_list(w, item, depth + 1);
        buffer_puts(&w->out, "</li>\n");
    }
    buffer_printf(&w->out, "</%s>\n", name);
}

static void put_pairs(struct writer *w, const json_t *block)
{
    size_t i;
    json_t *row;
    buffer_puts(&w->out, "<dl>\n");
    json_array_foreach(json_object_get(block, "rows"), i, row)
    {
        put_element(w, "dt", member(row, "label"));
        put_element(w, "dd", member(row, "value"));
    }
    buffer_puts(&w->out, "</dl>\n");
}

/* ---- Tables and charts ---- */

static void put_row(struct writer *w, const json_t *cells, const json_t *align, bool head)
{
    size_t i;
    json_t *cell;
    buffer_puts(&w->out, "<tr>");
    json_array_foreach(cells, i, cell)
    {
        const char *side = json_string_value(json_array_get(align, i));
        bool right = side && strcmp(side, "right") == 0;
        const char *words = json_string_value(cell);
        bool heads = (head || i == 0) && !(words && !*words); /* an empty head heads nothing */
        const char *name = heads ? "th" : "td";
        buffer_printf(&w->out, "<%s%s%s>", name,
                      !heads ? ""
                      : head ? " scope=\"col\""
                             : " scope=\"row\"",
                      right ? " class=\"right\"" : "");
        put_words(w, cell);
        buffer_printf(&w->out, "</%s>", name);
    }
    buffer_puts(&w->out, "</tr>\n");
}

static void put_table(struct writer *w, const json_t *block)
{
    size_t i;
    json_t *row, *align = json_object_get(block, "align");
    buffer_puts(&w->out, "<table>\n");
    if (json_array_size(json_object_get(block, "head")) > 0) {
        buffer_puts(&w->out, "<thead>");
        put_row(w, json_object_get(block, "head"), align, true);
        buffer_puts(&w->out, "</thead>\n");
    }
    buffer_puts(&w->out, "<tbody>\n");
    json_array_foreach(json_object_get(block, "rows"), i, row)
    {
        put_row(w, row, align, false);
    }
    buffer_puts(&w->out, "</tbody>\n");
    if (json_array_size(json_object_get(block, "foot")) > 0) {
        buffer_puts(&w->out, "<tfoot>");
        put_row(w, json_object_get(block, "foot"), align, false);
        buffer_puts(&w->out, "</tfoot>\n");
    }
    buffer_puts(&w->out, "</table>\n");
}

static enum outcome put_chart(struct writer *w, const json_t *block, struct fault *f)
{
    char *svg;
    const char *id = arena_printf(w->a, "chart-%d", ++w->charts);
    json_t *table = NULL;
    enum outcome o = chart_svg(w->a, block, id, &svg, f);
    if (o == DONE)
        table = chart_table(w->a, block, f);
    if (o != DONE || !table)
        return NEVER;
    buffer_printf(&w->out, "<figure>\n%s\n", svg);
    put_table(w, table);
    buffer_puts(&w->out, "</figure>\n");
    json_decref(table);
    return DONE;
}

/* ---- Signatures and addresses ---- */

static void put_signature(struct writer *w, const json_t *block)
{
    size_t i;
    json_t *party;
    buffer_puts(&w->out, "<dl>\n");
    json_array_foreach(json_object_get(block, "parties"), i, party)
    {
        const char *accepted = member(party, "accepted");
        put_element(w, "dt", member(party, "role"));
        put_element(w, "dd",
                    arena_printf(w->a, "%s\n%s", member(party, "name"),
                                 *accepted ? accepted : "______________________"));
    }
    buffer_puts(&w->out, "</dl>\n");
}

static void put_lines(struct writer *w, const json_t *lines)
{
    size_t i;
    json_t *line;
    buffer_puts(&w->out, "<p>");
    json_array_foreach(lines, i, line)
    {
        buffer_puts(&w->out, i > 0 ? "<br>" : "");
        put_words(w, line);
    }
    buffer_puts(&w->out, "</p>\n");
}

static void put_address(struct writer *w, const json_t *block)
{
    put_lines(w, json_object_get(block, "from"));
    put_lines(w, json_object_get(block, "to"));
    put_element(w, "p", member(block, "date"));
    put_element(w, "p", member(block, "reference"));
}

/* ---- The whole ---- */

static enum outcome put_block(struct writer *w, const json_t *block, size_t index, struct fault *f)
{
    static const struct {
        const char *type;
        void (*put)(struct writer *w, const json_t *block);
    } kinds[] = {{"heading", put_heading}, {"paragraph", put_paragraph},
                 {"quote", put_quote},     {"pairs", put_pairs},
                 {"table", put_table},     {"signature", put_signature},
                 {"address", put_address}};
    const char *type = member(block, "type");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].type, type) == 0) {
            kinds[i].put(w, block);
            return DONE;
        }
    if (strcmp(type, "chart") == 0)
        return put_chart(w, block, f);
    if (strcmp(type, "list") == 0)
        put_list(w, block, 1);
    else if (strcmp(type, "rule") == 0)
        buffer_puts(&w->out, "<hr>\n");
    else if (strcmp(type, "page") == 0)
        buffer_puts(&w->out, "<div class=\"page\"></div>\n");
    else
        return fault_set(f, NEVER, EXIT_DATA, "block %zu: there is no type \"%s\"", index + 1,
                         type);
    return DONE;
}

static enum outcome put_blocks(struct writer *w, const json_t *document, struct fault *f)
{
    size_t i;
    json_t *block;
    enum outcome o = DONE;
    json_array_foreach(json_object_get(document, "blocks"), i, block)
    {
        if (o == DONE)
            o = put_block(w, block, i, f);
    }
    if (o == DONE && !buffer_puts(&w->out, "\n"))
        return fault_set(f, NEVER, EXIT_DATA, "the document is too large to be a page");
    return o;
}

static enum outcome put_document(struct writer *w, const json_t *document, struct fault *f)
{
    const char *lang = member(document, "lang");
    buffer_puts(&w->out, "<!DOCTYPE html>\n<html lang=\"");
    put_text(w, *lang ? lang : "sv");
    buffer_puts(&w->out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n");
    put_element(w, "title", member(document, "title"));
    buffer_printf(&w->out, "<style>%s</style>\n</head>\n<body>\n<main>\n", style);
    enum outcome o = put_blocks(w, document, f);
    if (o == DONE && !buffer_puts(&w->out, "</main>\n</body>\n</html>\n"))
        return fault_set(f, NEVER, EXIT_DATA, "the document is too large to be a page");
    return o;
}

typedef enum outcome put_all(struct writer *w, const json_t *document, struct fault *f);

static enum outcome write_all(struct arena *a, const json_t *document, put_all *put, char **html,
                              struct fault *f)
{
    struct writer w = {.a = a};
    buffer_init(&w.out, HTML_BYTES);
    enum outcome o = put(&w, document, f);
    if (o == DONE)
        *html = arena_strdup(a, buffer_text(&w.out));
    buffer_free(&w.out);
    return o;
}

enum outcome document_html(struct arena *a, const json_t *document, char **html, struct fault *f)
{
    return write_all(a, document, put_document, html, f);
}

enum outcome document_html_blocks(struct arena *a, const json_t *document, char **html,
                                  struct fault *f)
{
    return write_all(a, document, put_blocks, html, f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Marks become an <svg> element. Looks are presentation attributes, never a style, and hatchings
 * are patterns of the element's own, so that it stands in a page under the strictest policy.
 */
#include "plan.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

enum { SVG_BYTES = 1024 * 1024, ID_CHARS = 40 };

static const char *const anchors[] = {"start", "middle", "end"};

static bool is_id(const char *id)
{
    size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && id[n] == '\0' && n <= ID_CHARS;
}

static void escaped(struct buffer *b, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buffer_puts(b, "&amp;");
            break;
        case '<':
            buffer_puts(b, "&lt;");
            break;
        case '>':
            buffer_puts(b, "&gt;");
            break;
        case '"':
            buffer_puts(b, "&quot;");
            break;
        default:
            buffer_putc(b, *text);
        }
    }
}

static void colour(struct buffer *b, int series)
{
    const struct look *l = &chart_looks[series];
    buffer_printf(b, "#%02x%02x%02x", (unsigned)lround(l->red * 255),
                  (unsigned)lround(l->green * 255), (unsigned)lround(l->blue * 255));
}

/* The fill of a series: its colour, or its hatching. */
static void fill(struct buffer *b, int series, const char *id)
{
    buffer_puts(b, " fill=\"");
    if (chart_looks[series].hatch != 0)
        buffer_printf(b, "url(#%s-p%d)", id, series);
    else
        colour(b, series);
    buffer_puts(b, "\"");
}

static void hatchings(struct buffer *b, const struct chart *c, const char *id)
{
    static const char *const paths[] = {"",       "M-2 2l4-4M0 8l8-8M6 10l4-4",
                                        "M0 4h8", "M-2 6l4 4M0 0l8 8M6-2l4 4",
                                        "M4 0v8", "M0 4h8M4 0v8"};
    buffer_puts(b, "<defs>");
    for (size_t s = 0; s < c->series_count; s++) {
        if (chart_looks[s].hatch == 0)
            continue;
        buffer_printf(b,
                      "<pattern id=\"%s-p%zu\" width=\"%d\" height=\"%d\" "
                      "patternUnits=\"userSpaceOnUse\"><rect width=\"%d\" height=\"%d\" fill=\"",
                      id, s, HATCH, HATCH, HATCH, HATCH);
        colour(b, (int)s);
        buffer_printf(b, "\"/><path d=\"%s\" stroke=\"#fff\" stroke-width=\"2\"/></pattern>",
                      paths[chart_looks[s].hatch]);
    }
    buffer_puts(b, "</defs>\n");
}

static void write_box(struct buffer *b, const struct mark *m, const char *id)
{
    buffer_printf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", m->x, m->y, m->w,
                  m->h);
    if (m->kind == MARK_PAPER) {
        buffer_puts(b, " fill=\"#fff\"/>\n");
        return;
    }
    fill(b, m->series, id);
    buffer_puts(b, " stroke=\"");
    colour(b, m->series);
    buffer_puts(b, "\"/>\n");
}

static void write_trace(struct buffer *b, const struct mark *m)
{
    const double *dashes = chart_looks[m->series].dashes;
    buffer_puts(b, "<polyline fill=\"none\" stroke-width=\"2.5\" stroke=\"");
    colour(b, m->series);
    if (dashes[0] > 0)
        buffer_printf(b, "\" stroke-dasharray=\"%.0f %.0f", dashes[0], dashes[1]);
    buffer_puts(b, "\" points=\"");
    for (size_t i = 0; i < m->point_count; i++)
        buffer_printf(b, "%s%.1f,%.1f", i > 0 ? " " : "", m->points[2 * i], m->points[2 * i + 1]);
    buffer_puts(b, "\"/>\n");
}

static void write_point(struct buffer *b, const struct mark *m)
{
    double corners[16];
    size_t n = chart_corners(m->series, m->x, m->y, corners);
    buffer_puts(b, "<polygon stroke=\"#fff\" fill=\"");
    colour(b, m->series);
    buffer_puts(b, "\" points=\"");
    for (size_t i = 0; i < n; i++)
        buffer_printf(b, "%s%.1f,%.1f", i > 0 ? " " : "", corners[2 * i], corners[2 * i + 1]);
    buffer_puts(b, "\"/>\n");
}

static void write_text(struct buffer *b, const struct mark *m)
{
    buffer_printf(b, "<text x=\"%.1f\" y=\"%.1f\"", m->x, m->y);
    if (m->anchor != ANCHOR_START)
        buffer_printf(b, " text-anchor=\"%s\"", anchors[m->anchor]);
    if (m->size > PLAN_TEXT)
        buffer_printf(b, " font-size=\"%.0f\"", m->size);
    if (m->strong)
        buffer_puts(b, " font-weight=\"bold\"");
    if (m->slanted)
        buffer_printf(b, " transform=\"rotate(-45 %.1f %.1f)\"", m->x, m->y);
    buffer_puts(b, ">");
    escaped(b, m->text);
    buffer_puts(b, "</text>\n");
}

static void write_mark(struct buffer *b, const struct mark *m, const char *id)
{
    switch (m->kind) {
    case MARK_BOX:
    case MARK_PAPER:
        write_box(b, m, id);
        break;
    case MARK_RULE:
        buffer_printf(b, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                      m->x, m->y, m->w, m->h, m->series == -1 ? "#333" : "#ccc");
        break;
    case MARK_TRACE:
        write_trace(b, m);
        break;
    case MARK_POINT:
        write_point(b, m);
        break;
    case MARK_TEXT:
        write_text(b, m);
        break;
    }
}

enum outcome chart_svg(struct arena *a, const json_t *chart, const char *id, char **svg,
                       struct fault *f)
{
    struct chart c;
    enum outcome o = chart_read(a, chart, &c, f);
    if (o != DONE)
        return o;
    if (!is_id(id))
        return fault_set(f, NEVER, EXIT_DATA, "the chart: its id is no word of a-z, 0-9 and '-'");
    struct plan plan = chart_plan(a, &c);
    struct buffer b;
    buffer_init(&b, SVG_BYTES);
    buffer_printf(&b,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" "
                  "aria-labelledby=\"%s-t %s-d\" viewBox=\"0 0 %d %.0f\" width=\"%d\" "
                  "height=\"%.0f\" font-family=\"sans-serif\" font-size=\"%d\" fill=\"#111\">\n"
                  "<title id=\"%s-t\">",
                  id, id, PLAN_WIDTH, plan.height, PLAN_WIDTH, plan.height, PLAN_TEXT, id);
    escaped(&b, c.title);
    buffer_printf(&b, "</title>\n<desc id=\"%s-d\">", id);
    escaped(&b, *c.desc ? c.desc : chart_words(a, &c));
    buffer_puts(&b, "</desc>\n");
    hatchings(&b, &c, id);
    for (size_t i = 0; i < plan.count; i++)
        write_mark(&b, &plan.marks[i], id);
    buffer_puts(&b, "</svg>\n");
    *svg = arena_strdup(a, buffer_text(&b));
    bool full = b.full;
    buffer_free(&b);
    return full ? fault_set(f, NEVER, EXIT_DATA, "the chart: it is too large") : DONE;
}

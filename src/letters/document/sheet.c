/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Pages: where the next piece stands, when a page ends, what its footer says, and the tags.
 *
 * A document is gone through twice, the first time without a cairo_t, to know how many pages there
 * are. Both times the same code decides where pages end, so what is counted is what is drawn.
 *
 * A heading is not drawn when it is met: it waits here until the block after it begins and tells
 * how much of it must stand on the same page. So no heading is ever the last on its page.
 *
 * What stands outside all tags (the footer, rules, a repeated table head) is not read aloud.
 */
#include "sheet.h"

#include <math.h>

#include "base/text.h"

static void footer(struct sheet *s)
{
    const char *format = text_equals_nocase(s->lang, "en") ? "Page %u of %u" : "Sida %u av %u";
    double y = PAGE_HEIGHT - MM(17);
    const char *left =
        *s->reference ? arena_printf(s->arena, "%s · %s", s->title, s->reference) : s->title;
    struct run run = {.text = arena_printf(s->arena, format, s->page, s->pages)};
    struct lines number = prose_set(s, &run, 1, STYLE_SMALL, BODY_WIDTH, true);
    struct lines title = prose_text(s, text_shorten(s->arena, left, 90), STYLE_SMALL,
                                    BODY_WIDTH - number.width - 20);
    sheet_rule(s, MARGIN, y - 6, BODY_WIDTH, 0.7);
    prose_draw(s, &title, 0, title.count > 2 ? 2 : title.count, MARGIN, y, false);
    prose_draw(s, &number, 0, number.count, MARGIN, y, false);
    prose_free(&title);
    prose_free(&number);
}

void sheet_begin(struct sheet *s)
{
    s->page = 1;
    s->y = BODY_TOP;
}

void sheet_end(struct sheet *s)
{
    if (s->cr == NULL)
        return;
    footer(s);
    cairo_show_page(s->cr);
}

void sheet_break(struct sheet *s)
{
    sheet_end(s);
    s->page++;
    s->y = BODY_TOP;
}

bool sheet_fresh(const struct sheet *s)
{
    return s->y <= BODY_TOP;
}

bool sheet_fits(const struct sheet *s, double height)
{
    return s->y + height <= BODY_BOTTOM;
}

void sheet_room(struct sheet *s, double height)
{
    if (!sheet_fits(s, height) && !sheet_fresh(s))
        sheet_break(s);
}

static double kept_height(const struct sheet *s)
{
    double height = 0;
    for (size_t i = 0; i < s->kept_count; i++)
        height += s->kept[i].lines.height + (i > 0 ? s->kept[i].above : 0);
    return height;
}

void sheet_start(struct sheet *s, double above, double least)
{
    size_t count = s->kept_count;
    double height = kept_height(s) + least;
    double space = count > 0 ? s->kept[0].above : above;
    if (count > 0)
        height += above;
    if (!sheet_fresh(s)) {
        if (sheet_fits(s, space + height))
            s->y += space;
        else
            sheet_break(s);
    }
    s->kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct kept *k = &s->kept[i];
        if (i > 0)
            s->y += k->above;
        prose_flow(s, k->tag, &k->lines, MARGIN);
        prose_free(&k->lines);
    }
    if (count > 0)
        s->y += above;
}

void sheet_keep(struct sheet *s, const char *tag, struct lines lines, double above)
{
    if (s->kept_count == KEPT)
        sheet_start(s, 0, 0);
    s->kept[s->kept_count++] = (struct kept){.lines = lines, .tag = tag, .above = above};
}

void sheet_open(struct sheet *s, const char *tag)
{
    if (s->cr != NULL)
        cairo_tag_begin(s->cr, tag, "");
}

void sheet_close(struct sheet *s, const char *tag)
{
    if (s->cr != NULL)
        cairo_tag_end(s->cr, tag);
}

void sheet_open_head(struct sheet *s, const char *scope)
{
    if (s->cr != NULL)
        marks_add(s->arena, &s->marks->scopes, &s->marks->scope_count, &s->marks->scope_cap, scope);
    sheet_open(s, "TH");
}

void sheet_open_figure(struct sheet *s, const char *alt)
{
    if (s->cr != NULL)
        marks_add(s->arena, &s->marks->alts, &s->marks->alt_count, &s->marks->alt_cap, alt);
    sheet_open(s, "Figure");
}

void sheet_rule(struct sheet *s, double x, double y, double width, double grey)
{
    if (s->cr == NULL)
        return;
    cairo_set_source_rgb(s->cr, grey, grey, grey);
    cairo_set_line_width(s->cr, 0.6);
    cairo_move_to(s->cr, x, y);
    cairo_line_to(s->cr, x + width, y);
    cairo_stroke(s->cr);
}

void sheet_shade(struct sheet *s, double x, double y, double width, double height)
{
    if (s->cr == NULL)
        return;
    cairo_set_source_rgb(s->cr, 0.93, 0.93, 0.93);
    cairo_rectangle(s->cr, x, y, width, height);
    cairo_fill(s->cr);
}

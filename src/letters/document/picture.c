/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A chart in a document: the marks of chart/plan.c painted with cairo, then the same figures as a
 * table. The picture is one Figure, whose text is what the chart says in words.
 */
#include "sheet.h"

#include "../chart/plan.h"

#include <math.h>

enum { GAP = 12 };

/* White lines over the box that is set as the clip. */
static void hatch(cairo_t *cr, const struct mark *m, int kind)
{
    double step = HATCH;
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_set_line_width(cr, 2);
    for (double at = -m->h; at < m->w + m->h && (kind == 1 || kind == 3); at += step) {
        cairo_move_to(cr, m->x + at, kind == 1 ? m->y + m->h : m->y);
        cairo_rel_line_to(cr, m->h, kind == 1 ? -m->h : m->h);
    }
    for (double at = step / 2; at < m->h && (kind == 2 || kind == 5); at += step) {
        cairo_move_to(cr, m->x, m->y + at);
        cairo_rel_line_to(cr, m->w, 0);
    }
    for (double at = step / 2; at < m->w && (kind == 4 || kind == 5); at += step) {
        cairo_move_to(cr, m->x + at, m->y);
        cairo_rel_line_to(cr, 0, m->h);
    }
    cairo_stroke(cr);
}

static void set_colour(cairo_t *cr, int series)
{
    const struct look *l = &chart_looks[series];
    cairo_set_source_rgb(cr, l->red, l->green, l->blue);
}

static void paint_box(cairo_t *cr, const struct mark *m)
{
    cairo_save(cr);
    cairo_rectangle(cr, m->x, m->y, m->w, m->h);
    if (m->kind == MARK_PAPER)
        cairo_set_source_rgb(cr, 1, 1, 1);
    else
        set_colour(cr, m->series);
    cairo_fill(cr);
    if (m->kind == MARK_BOX) {
        cairo_rectangle(cr, m->x, m->y, m->w, m->h);
        cairo_clip(cr);
        hatch(cr, m, chart_looks[m->series].hatch);
        cairo_reset_clip(cr);
        cairo_rectangle(cr, m->x, m->y, m->w, m->h);
        set_colour(cr, m->series);
        cairo_set_line_width(cr, 1);
        cairo_stroke(cr);
    }
    cairo_restore(cr);
}

static void paint_trace(cairo_t *cr, const struct mark *m)
{
    const double *dashes = chart_looks[m->series].dashes;
    set_colour(cr, m->series);
    cairo_set_line_width(cr, 2.5);
    cairo_set_dash(cr, dashes, dashes[0] > 0 ? 2 : 0, 0);
    for (size_t i = 0; i < m->point_count; i++)
        cairo_line_to(cr, m->points[2 * i], m->points[2 * i + 1]);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
}

static void paint_point(cairo_t *cr, const struct mark *m)
{
    double corners[16];
    size_t n = chart_corners(m->series, m->x, m->y, corners);
    for (size_t i = 0; i < n; i++)
        cairo_line_to(cr, corners[2 * i], corners[2 * i + 1]);
    cairo_close_path(cr);
    set_colour(cr, m->series);
    cairo_fill(cr);
}

static void paint_rule(cairo_t *cr, const struct mark *m)
{
    double grey = m->series == -1 ? 0.2 : 0.8;
    cairo_set_source_rgb(cr, grey, grey, grey);
    cairo_set_line_width(cr, 1);
    cairo_move_to(cr, m->x, m->y);
    cairo_line_to(cr, m->w, m->h);
    cairo_stroke(cr);
}

static void paint_text(struct sheet *s, const struct mark *m)
{
    cairo_t *cr = s->cr;
    struct lines l = prose_text(s, m->text, m->strong ? STYLE_HEAD : STYLE_CELL, 0);
    double size = m->size / 10; /* both styles are set at ten points */
    double shift = m->anchor == ANCHOR_START ? 0 : m->anchor == ANCHOR_END ? 1 : 0.5;
    cairo_save(cr);
    cairo_translate(cr, m->x, m->y);
    if (m->slanted)
        cairo_rotate(cr, -M_PI / 4);
    cairo_scale(cr, size, size);
    if (l.count > 0)
        prose_draw(s, &l, 0, 1, -l.width * shift, -l.at[0].ascent, false);
    cairo_restore(cr);
    prose_free(&l);
}

static void paint(struct sheet *s, const struct mark *m)
{
    switch (m->kind) {
    case MARK_BOX:
    case MARK_PAPER:
        paint_box(s->cr, m);
        break;
    case MARK_RULE:
        paint_rule(s->cr, m);
        break;
    case MARK_TRACE:
        paint_trace(s->cr, m);
        break;
    case MARK_POINT:
        paint_point(s->cr, m);
        break;
    case MARK_TEXT:
        paint_text(s, m);
        break;
    }
}

void picture_draw(struct sheet *s, const json_t *block)
{
    struct chart c;
    if (chart_read(s->arena, block, &c, NULL) != DONE)
        return;
    struct plan plan = chart_plan(s->arena, &c);
    double most = BODY_BOTTOM - BODY_TOP - 120, scale = BODY_WIDTH / PLAN_WIDTH;
    if (plan.height * scale > most)
        scale = most / plan.height;
    sheet_start(s, GAP, plan.height * scale);
    sheet_open_figure(
        s, arena_printf(s->arena, "%s. %s", c.title, *c.desc ? c.desc : chart_words(s->arena, &c)));
    if (s->cr != NULL) {
        cairo_save(s->cr);
        cairo_translate(s->cr, MARGIN, s->y);
        cairo_scale(s->cr, scale, scale);
        for (size_t i = 0; i < plan.count; i++)
            paint(s, &plan.marks[i]);
        cairo_restore(s->cr);
    }
    sheet_close(s, "Figure");
    s->y += plan.height * scale;
    json_t *table = chart_table(s->arena, block, NULL);
    grid_table(s, table);
    json_decref(table);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A chart becomes marks: where each box, line, figure and word stands.
 *
 * Nothing here knows a font; widths of texts are estimates on the generous side, so that a label
 * has room in any sans serif. Figures that have no room are left out of the picture; they stand in
 * the table beside it.
 */
#include "plan.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { PLOT_HEIGHT = 260, BAR = 18, PAD = 10 };

const struct look chart_looks[CHART_SERIES] = {
    {0.11, 0.35, 0.33, 0, {0, 0}},  {0.71, 0.37, 0.02, 1, {8, 4}}, {0.22, 0.46, 0.11, 2, {2, 3}},
    {0.45, 0.11, 0.28, 3, {12, 3}}, {0.27, 0.27, 0.27, 4, {4, 4}}, {0.04, 0.33, 0.58, 5, {1, 4}},
};

/* The field that values are drawn in, and its scale. */
struct field {
    double left, right, top, bottom;
    double most, step; /* the scale's end, and the space between two of its lines */
};

/* --- Marks -------------------------------------------------------------------------------------
 */

static void add(struct plan *p, struct mark m)
{
    if (p->count == p->cap) {
        struct mark *grown = arena_array(p->arena, p->cap = p->cap ? p->cap * 2 : 64, sizeof m);
        if (p->count > 0)
            memcpy(grown, p->marks, p->count * sizeof m);
        p->marks = grown;
    }
    p->marks[p->count++] = m;
}

static void text(struct plan *p, double x, double y, enum anchor anchor, const char *words)
{
    add(p,
        (struct mark){
            .kind = MARK_TEXT, .x = x, .y = y, .text = words, .size = PLAN_TEXT, .anchor = anchor});
}

static void rule(struct plan *p, double x, double y, double to_x, double to_y, bool axis)
{
    add(p, (struct mark){
               .kind = MARK_RULE, .series = axis ? -1 : -2, .x = x, .y = y, .w = to_x, .h = to_y});
}

static void box(struct plan *p, int series, double x, double y, double w, double h)
{
    if (h > 0 && w > 0)
        add(p, (struct mark){.kind = MARK_BOX, .series = series, .x = x, .y = y, .w = w, .h = h});
}

static double wide(const char *words)
{
    return (double)text_length(words) * PLAN_TEXT * 0.58;
}

size_t chart_corners(int series, double x, double y, double corners[16])
{
    static const double shapes[CHART_SERIES][16] = {
        {-3, -5, 3, -5, 5, -3, 5, 3, 3, 5, -3, 5, -5, 3, -5, -3}, /* round */
        {-5, -5, 5, -5, 5, 5, -5, 5},                             /* square */
        {0, -6, 6, 5, -6, 5},                                     /* triangle */
        {0, -7, 7, 0, 0, 7, -7, 0},                               /* lozenge */
        {-6, -5, 6, -5, 0, 6},                                    /* triangle, turned */
        {-7, -3, 7, -3, 7, 3, -7, 3},                             /* lying */
    };
    static const size_t counts[CHART_SERIES] = {8, 4, 3, 4, 3, 4};
    for (size_t i = 0; i < counts[series]; i++) {
        corners[2 * i] = x + shapes[series][2 * i];
        corners[2 * i + 1] = y + shapes[series][2 * i + 1];
    }
    return counts[series];
}

/* --- Around the field --------------------------------------------------------------------------
 */

/* Words on lines of at most width; gives the y below them. */
static double wrapped(struct plan *p, const char *words, double x, double y, double width,
                      double size, bool strong)
{
    size_t count;
    char **each = text_split(p->arena, words, " ", &count), *line = NULL;
    for (size_t i = 0; i <= count; i++) {
        char *longer = i == count ? NULL
                       : line     ? arena_printf(p->arena, "%s %s", line, each[i])
                                  : each[i];
        if (longer != NULL && (line == NULL || wide(longer) * size / PLAN_TEXT <= width)) {
            line = longer;
            continue;
        }
        if (line == NULL)
            break;
        text(p, x, y, ANCHOR_START, line);
        p->marks[p->count - 1].size = size;
        p->marks[p->count - 1].strong = strong;
        y += size * 1.3;
        line = i < count ? each[i] : NULL;
        if (i == count)
            break;
    }
    return y;
}

/* What the looks mean, when there is more than one. */
static double legend(struct plan *p, const struct chart *c, double y)
{
    double x = PAD;
    if (c->series_count < 2)
        return y;
    for (size_t s = 0; s < c->series_count; s++) {
        const char *name = text_shorten(p->arena, c->series[s].name, 60);
        double width = 30 + wide(name) + 18;
        if (x > PAD && x + width > PLAN_WIDTH) {
            x = PAD;
            y += 22;
        }
        if (c->kind == CHART_LINES) {
            double *points = arena_array(p->arena, 4, sizeof *points);
            memcpy(points, (double[]){x, y - 5, x + 24, y - 5}, 4 * sizeof *points);
            add(p, (struct mark){
                       .kind = MARK_TRACE, .series = (int)s, .points = points, .point_count = 2});
            add(p, (struct mark){.kind = MARK_POINT, .series = (int)s, .x = x + 12, .y = y - 5});
        } else {
            box(p, (int)s, x, y - 12, 22, 14);
        }
        text(p, x + 30, y, ANCHOR_START, name);
        x += width;
    }
    return y + 22;
}

static double head(struct plan *p, const struct chart *c)
{
    double y = wrapped(p, c->title, PAD, 24, PLAN_WIDTH - 2 * PAD, 17, true);
    return legend(p, c, y + 4);
}

static double note(struct plan *p, const struct chart *c, double y)
{
    if (c->hides) {
        text(p, PAD, y, ANCHOR_START, c->english ? "– = not shown" : "– = visas inte");
        y += 20;
    }
    return y;
}

/* --- The scale ---------------------------------------------------------------------------------
 */

static double total(const struct chart *c, size_t label)
{
    double sum = 0;
    for (size_t s = 0; s < c->series_count; s++)
        sum += c->series[s].hidden[label] ? 0 : c->series[s].values[label];
    return sum;
}

/* No part of a label's sum is hidden. */
static bool whole(const struct chart *c, size_t label)
{
    for (size_t s = 0; s < c->series_count; s++)
        if (c->series[s].hidden[label])
            return false;
    return true;
}

static void scale(const struct chart *c, struct field *f)
{
    double most = 0;
    for (size_t i = 0; i < c->label_count; i++) {
        for (size_t s = 0; s < c->series_count; s++)
            if (!c->series[s].hidden[i])
                most = fmax(most, c->series[s].values[i]);
        if (c->kind == CHART_STACKED)
            most = fmax(most, total(c, i));
    }
    double rough = most > 0 ? most / 5 : 1, ten = pow(10, floor(log10(rough)));
    double times = rough / ten;
    f->step = ten * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    if (most >= 1 && f->step < 1)
        f->step = most <= 2 ? 0.5 : 1;
    f->most = f->step * fmax(1, ceil(most / f->step - 1e-9));
}

static double height_of(const struct field *f, double value)
{
    return value / f->most * (f->bottom - f->top);
}

static void scale_lines(struct plan *p, const struct chart *c, struct field *f)
{
    double width = 0;
    size_t lines = (size_t)lround(f->most / f->step);
    for (size_t i = 0; i <= lines; i++)
        width = fmax(width, wide(chart_figure(p->arena, c, f->step * (double)i)));
    f->left = PAD + width + 8;
    for (size_t i = 0; i <= lines; i++) {
        double y = f->bottom - height_of(f, f->step * (double)i);
        rule(p, f->left, y, f->right, y, i == 0);
        text(p, f->left - 8, y + 5, ANCHOR_END, chart_figure(p->arena, c, f->step * (double)i));
    }
    if (*c->unit)
        text(p, PAD, f->top - 14, ANCHOR_START, c->unit);
}

/* The labels below the field, slanted where they have no room; gives the y below them. */
static double labels_below(struct plan *p, const struct chart *c, const struct field *f)
{
    double slot = (f->right - f->left) / (double)c->label_count, longest = 0;
    size_t every = slot < 20 ? (size_t)ceil(20 / slot) : 1;
    const char *shown[CHART_LABELS];
    for (size_t i = 0; i < c->label_count; i++) {
        shown[i] = text_shorten(p->arena, c->labels[i], LABEL_CHARS);
        longest = fmax(longest, wide(shown[i]));
    }
    bool slanted = longest > slot - 6;
    for (size_t i = 0; i < c->label_count; i += every) {
        double x = f->left + slot * ((double)i + 0.5);
        text(p, x, f->bottom + 20, slanted ? ANCHOR_END : ANCHOR_MIDDLE, shown[i]);
        p->marks[p->count - 1].slanted = slanted;
    }
    return f->bottom + (slanted ? 24 + fmin(longest, f->left + slot) * 0.72 + 8 : 34);
}

static struct field open_field(struct plan *p, const struct chart *c)
{
    double y = head(p, c);
    struct field f = {.right = PLAN_WIDTH - PAD, .top = y + (*c->unit ? 30 : 14)};
    f.bottom = f.top + PLOT_HEIGHT;
    scale(c, &f);
    scale_lines(p, c, &f);
    return f;
}

static void close_field(struct plan *p, const struct chart *c, const struct field *f)
{
    p->height = note(p, c, labels_below(p, c, f) + 6);
}

/* --- The kinds ---------------------------------------------------------------------------------
 */

/* A value's figure above its box, where it has room; a hidden one as a dash. */
static void figure(struct plan *p, const struct chart *c, size_t s, size_t i, double x, double y,
                   double room)
{
    const struct chart_series *series = &c->series[s];
    const char *words = series->hidden[i] ? "–" : chart_figure(p->arena, c, series->values[i]);
    if (wide(words) <= room)
        text(p, x, y - 5, ANCHOR_MIDDLE, words);
}

static void columns(struct plan *p, const struct chart *c)
{
    struct field f = open_field(p, c);
    double slot = (f.right - f.left) / (double)c->label_count;
    double width = fmin(slot * 0.76 / (double)c->series_count, 70);
    for (size_t i = 0; i < c->label_count; i++)
        for (size_t s = 0; s < c->series_count; s++) {
            double x = f.left + slot * ((double)i + 0.5) +
                       width * ((double)s - (double)c->series_count / 2);
            double h = c->series[s].hidden[i] ? 0 : height_of(&f, c->series[s].values[i]);
            box(p, (int)s, x + 0.5, f.bottom - h, width - 1, h);
            figure(p, c, s, i, x + width / 2, f.bottom - h,
                   c->series_count == 1 ? slot - 2 : width + 2);
        }
    close_field(p, c, &f);
}

static void stacked(struct plan *p, const struct chart *c)
{
    struct field f = open_field(p, c);
    double slot = (f.right - f.left) / (double)c->label_count, width = fmin(slot * 0.7, 80);
    for (size_t i = 0; i < c->label_count; i++) {
        double x = f.left + slot * ((double)i + 0.5), y = f.bottom;
        for (size_t s = 0; s < c->series_count; s++) {
            double h = c->series[s].hidden[i] ? 0 : height_of(&f, c->series[s].values[i]);
            const char *words = chart_figure(p->arena, c, c->series[s].values[i]);
            y -= h;
            box(p, (int)s, x - width / 2, y, width, h);
            if (h < 20 || wide(words) + 6 > width)
                continue;
            add(p, (struct mark){.kind = MARK_PAPER,
                                 .x = x - wide(words) / 2 - 2,
                                 .y = y + h / 2 - 8,
                                 .w = wide(words) + 4,
                                 .h = 16});
            text(p, x, y + h / 2 + 5, ANCHOR_MIDDLE, words);
        }
        const char *sum = whole(c, i) ? chart_figure(p->arena, c, total(c, i)) : "–";
        if (wide(sum) <= slot - 2)
            text(p, x, y - 5, ANCHOR_MIDDLE, sum);
    }
    close_field(p, c, &f);
}

/* One unbroken piece of a line, from a label on; gives the label after it. */
static size_t trace(struct plan *p, const struct chart *c, const struct field *f, size_t s,
                    size_t from)
{
    double slot = (f->right - f->left) / (double)c->label_count;
    double *points = arena_array(p->arena, 2 * c->label_count, sizeof *points);
    size_t n = 0, i = from;
    for (; i < c->label_count && !c->series[s].hidden[i]; i++, n++) {
        points[2 * n] = f->left + slot * ((double)i + 0.5);
        points[2 * n + 1] = f->bottom - height_of(f, c->series[s].values[i]);
    }
    add(p, (struct mark){.kind = MARK_TRACE, .series = (int)s, .points = points, .point_count = n});
    for (size_t at = 0; at < n; at++) {
        double x = points[2 * at], y = points[2 * at + 1];
        add(p, (struct mark){.kind = MARK_POINT, .series = (int)s, .x = x, .y = y});
        if (c->series_count == 1)
            figure(p, c, s, from + at, x, y - 5, slot - 2);
    }
    return i;
}

static void lines(struct plan *p, const struct chart *c)
{
    struct field f = open_field(p, c);
    double slot = (f.right - f.left) / (double)c->label_count;
    for (size_t s = 0; s < c->series_count; s++)
        for (size_t i = 0; i < c->label_count;) {
            if (c->series[s].hidden[i])
                figure(p, c, s, i, f.left + slot * ((double)i + 0.5), f.bottom, slot);
            i = c->series[s].hidden[i] ? i + 1 : trace(p, c, &f, s, i);
        }
    close_field(p, c, &f);
}

static void bars(struct plan *p, const struct chart *c)
{
    double y = head(p, c) + 8, longest = 0, room = 0, most = 0;
    for (size_t i = 0; i < c->label_count; i++) {
        longest = fmax(longest, wide(c->labels[i]));
        for (size_t s = 0; s < c->series_count; s++) {
            room = fmax(room, wide(chart_figure(p->arena, c, c->series[s].values[i])));
            most = fmax(most, c->series[s].values[i]);
        }
    }
    room += *c->unit ? wide(c->unit) + 8 : 0;
    double left = PAD + fmin(longest, PLAN_WIDTH * 0.4) + 12, top = y;
    double length = fmax(PLAN_WIDTH - PAD - left - room - 12, 60);
    for (size_t i = 0; i < c->label_count; i++) {
        double below = wrapped(p, c->labels[i], PAD, y + 14, left - PAD - 10, PLAN_TEXT, false);
        for (size_t s = 0; s < c->series_count; s++) {
            bool hidden = c->series[s].hidden[i];
            double w = hidden || most <= 0 ? 0 : c->series[s].values[i] / most * length;
            const char *words = hidden ? "–" : chart_figure(p->arena, c, c->series[s].values[i]);
            if (*c->unit && !hidden)
                words = arena_printf(p->arena, "%s %s", words, c->unit);
            box(p, (int)s, left, y + 1, w, BAR - 2);
            text(p, left + w + 6, y + 14, ANCHOR_START, words);
            y += BAR;
        }
        y = fmax(y, below - 8) + 8;
    }
    rule(p, left, top - 2, left, y - 6, true);
    p->height = note(p, c, y + 16);
}

struct plan chart_plan(struct arena *a, const struct chart *c)
{
    struct plan p = {.arena = a};
    switch (c->kind) {
    case CHART_COLUMNS:
        columns(&p, c);
        break;
    case CHART_BARS:
        bars(&p, c);
        break;
    case CHART_STACKED:
        stacked(&p, c);
        break;
    case CHART_LINES:
        lines(&p, c);
        break;
    }
    return p;
}

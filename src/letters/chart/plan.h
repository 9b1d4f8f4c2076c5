/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A chart as a list of marks, which two pens can draw: svg.c writes them, document/picture.c paints
 * them. Private to the letters module.
 *
 *   read.c   a tree becomes a struct chart; figures in words
 *   plan.c   a chart becomes marks, in a field PLAN_WIDTH wide
 *   svg.c    marks become an <svg> element
 */
#ifndef LEVANDE_LETTERS_CHART_PLAN_H
#define LEVANDE_LETTERS_CHART_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/fault.h"
#include "letters/chart.h"

enum { PLAN_WIDTH = 640, PLAN_TEXT = 14, LABEL_CHARS = 40 };

enum chart_kind { CHART_COLUMNS, CHART_BARS, CHART_STACKED, CHART_LINES };

struct chart_series {
    const char *name;
    double values[CHART_LABELS];
    bool hidden[CHART_LABELS]; /* not shown, since the group is small */
};

struct chart {
    enum chart_kind kind;
    const char *title, *desc, *unit, *what; /* what: of what kind the labels are */
    bool english;
    const char *labels[CHART_LABELS];
    size_t label_count;
    struct chart_series series[CHART_SERIES];
    size_t series_count;
    bool hides; /* a value is hidden */
};

enum mark_kind {
    MARK_BOX,   /* filled as its series is */
    MARK_PAPER, /* a white box behind a figure */
    MARK_RULE,  /* from x, y to w, h; series -1: an axis, -2: a thin line */
    MARK_TRACE, /* the line of a series, through points */
    MARK_POINT, /* its mark at x, y */
    MARK_TEXT,
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct mark {
    enum mark_kind kind;
    int series;
    double x, y, w, h;
    const char *text; /* its baseline is at y */
    double size;
    enum anchor anchor;
    bool strong, slanted; /* slanted: turned by 45 degrees, upwards to the right */
    const double *points; /* x, y, x, y … */
    size_t point_count;
};

struct plan {
    struct arena *arena;
    struct mark *marks;
    size_t count, cap;
    double height;
};

/* How the series look in print and on a screen; the hatching tells them apart without colour. */
struct look {
    double red, green, blue;
    int hatch;        /* 0 none, 1 '/', 2 '-', 3 '\', 4 '|', 5 both ways */
    double dashes[2]; /* of its line; 0: unbroken */
};
extern const struct look chart_looks[CHART_SERIES];

enum { HATCH = 8 }; /* between two lines of a hatching */

/* The tree as a chart; all texts are cleaned. NEVER when it is not as letters/chart.h says. */
enum outcome chart_read(struct arena *a, const json_t *tree, struct chart *c, struct fault *f);

/* A figure as the language writes it: "1 234,5". */
char *chart_figure(struct arena *a, const struct chart *c, double value);

/* All figures in words, for those who don't see the picture. */
char *chart_words(struct arena *a, const struct chart *c);

struct plan chart_plan(struct arena *a, const struct chart *c);

/* The corners of a series' mark around x, y, as x, y pairs; gives their number. */
size_t chart_corners(int series, double x, double y, double corners[16]);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Charts: figures as a picture, for a page on the web (SVG) and for a PDF (letters/document.h).
 *
 * The tree:
 *
 *   {"kind": "columns",            or "bars" (lying), "stacked" (columns on each other), "lines"
 *    "title": "Förfrågningar", "desc": "…",    title is needed
 *    "unit": "st",                 behind the figures of the scale; may be missing
 *    "lang": "sv",                 "en" writes figures as English does
 *    "what": "Månad",              of what kind the labels are: the head of their column
 *    "labels": ["januari", …],
 *    "series": [{"name": "Uppfyllda", "values": [3, 4.5, null]}, …]}
 *
 * Values are 0 or more; null is a figure that is not shown (a small group), and is said to be so
 * in words. What a colour tells is told by a pattern, a mark or a word too, so that a chart can be
 * read in black and white; the values stand as figures where there is room for them.
 */
#ifndef LEVANDE_LETTERS_CHART_H
#define LEVANDE_LETTERS_CHART_H

#include <jansson.h>

#include "base/arena.h"
#include "base/fault.h"

enum { CHART_LABELS = 60, CHART_SERIES = 6 };

/*
 * The chart as one <svg> element, to be set into a page: role="img" with title and desc, no script,
 * no inline style, nothing fetched. id is a word of a-z, 0-9 and '-', its own for each chart of a
 * page. The same tree gives the same bytes. NEVER (EXIT_DATA) when the tree is not as above, or
 * holds more than CHART_LABELS labels or CHART_SERIES series.
 */
enum outcome chart_svg(struct arena *a, const json_t *chart, const char *id, char **svg,
                       struct fault *f);

/*
 * The same figures as a table block of letters/document.h: a row for each label, a column for each
 * series. It is what those get who don't see the chart. The caller owns the reference; NULL with
 * the fault when the tree is not as above.
 */
json_t *chart_table(struct arena *a, const json_t *chart, struct fault *f);

#endif

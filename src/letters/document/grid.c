/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tables, and pairs of a label and its value, which are tables without a head.
 *
 * A column is as wide as its texts ask for; where there is not room for all, each gets the width
 * of its longest word and a share of the rest. A row stays on one page when a page can hold it;
 * else its cells go on over the next. The head is repeated on every page, outside the tags, so
 * that it is read aloud once.
 */
#include "sheet.h"

#include <string.h>

enum { PAD_X = 5, PAD_Y = 4, MEASURED_ROWS = 200, MEASURED_BYTES = 300 };

struct grid {
    size_t columns;
    double x[DOCUMENT_COLUMNS], width[DOCUMENT_COLUMNS]; /* with the padding */
    bool right[DOCUMENT_COLUMNS];
    const struct row *head; /* repeated on each page; NULL: none */
};

struct row {
    struct lines cells[DOCUMENT_COLUMNS];
    size_t next[DOCUMENT_COLUMNS]; /* the first line of each that is not drawn */
    double height;
    const char *scope;    /* of its heads: "Column" or "Row" */
    size_t heads;         /* so many of its first cells are TH */
    bool shaded, topline; /* drawn on grey; with a strong line above */
};

/* --- Widths ------------------------------------------------------------------------------------
 */

static char *longest_word(struct arena *a, const char *text)
{
    const char *best = "";
    size_t len = 0;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " \n");
        if (n > len) {
            best = p;
            len = n;
        }
        p += n + strspn(p + n, " \n");
    }
    return arena_strndup(a, best, len);
}

struct demand {
    double least[DOCUMENT_COLUMNS], whole[DOCUMENT_COLUMNS];
};

static void measure(struct sheet *s, const json_t *row, enum style style, struct demand *d)
{
    for (size_t i = 0; i < json_array_size(row) && i < DOCUMENT_COLUMNS; i++) {
        size_t count;
        struct run *runs = prose_runs(s->arena, json_array_get(row, i), &count);
        const char *text =
            arena_strndup(s->arena, runs[0].text, strnlen(runs[0].text, MEASURED_BYTES));
        double word = prose_width(s, longest_word(s->arena, text), style) + 2 * PAD_X + 1;
        double whole = prose_width(s, text, style) + 2 * PAD_X + 1;
        if (count > 1)
            whole = BODY_WIDTH / 2;
        d->least[i] = word > d->least[i] ? word : d->least[i];
        d->whole[i] = whole > d->whole[i] ? whole : d->whole[i];
    }
}

static void share_width(struct grid *g, struct demand *d)
{
    double least = 0, whole = 0, at = MARGIN, most = BODY_WIDTH / 2;
    for (size_t i = 0; i < g->columns; i++) {
        d->least[i] = d->least[i] < 2 * PAD_X + 12 ? 2 * PAD_X + 12 : d->least[i];
        d->least[i] = d->least[i] > most ? most : d->least[i];
        d->whole[i] = d->whole[i] < d->least[i] ? d->least[i] : d->whole[i];
        least += d->least[i];
        whole += d->whole[i];
    }
    for (size_t i = 0; i < g->columns; i++) {
        if (least >= BODY_WIDTH)
            g->width[i] = d->least[i] * BODY_WIDTH / least;
        else if (whole <= BODY_WIDTH)
            g->width[i] = d->whole[i] * BODY_WIDTH / whole;
        else
            g->width[i] =
                d->least[i] + (d->whole[i] - d->least[i]) * (BODY_WIDTH - least) / (whole - least);
        g->x[i] = at;
        at += g->width[i];
    }
}

/* --- Rows --------------------------------------------------------------------------------------
 */

static struct row set_row(struct sheet *s, const struct grid *g, const json_t *cells,
                          enum style style)
{
    struct row row = {0};
    for (size_t i = 0; i < g->columns; i++) {
        size_t count;
        struct run *runs = prose_runs(s->arena, json_array_get(cells, i), &count);
        row.cells[i] = prose_set(s, runs, count, style, g->width[i] - 2 * PAD_X, g->right[i]);
        double height = row.cells[i].height + 2 * PAD_Y;
        row.height = height > row.height ? height : row.height;
    }
    return row;
}

static void free_row(struct row *row, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        prose_free(&row->cells[i]);
}

/* How high the next lines of all cells are that have room; *whole: nothing is left after them. */
static double piece_height(const struct grid *g, const struct row *row, double room, bool *whole)
{
    double height = 0;
    *whole = true;
    for (size_t i = 0; i < g->columns; i++) {
        double used;
        size_t fit = prose_fit(&row->cells[i], row->next[i], room - 2 * PAD_Y, &used);
        *whole = *whole && row->next[i] + fit == row->cells[i].count;
        height = used > height ? used : height;
    }
    return height + 2 * PAD_Y;
}

static void draw_cell(struct sheet *s, const struct grid *g, struct row *row, size_t i,
                      double height, bool tagged)
{
    double used;
    bool head = i < row->heads;
    struct lines *cell = &row->cells[i];
    size_t fit = prose_fit(cell, row->next[i], height - 2 * PAD_Y + 0.01, &used);
    if (tagged && head)
        sheet_open_head(s, row->scope);
    else if (tagged)
        sheet_open(s, "TD");
    prose_draw(s, cell, row->next[i], row->next[i] + fit, g->x[i] + PAD_X, s->y + PAD_Y, false);
    if (tagged)
        sheet_close(s, head ? "TH" : "TD");
    row->next[i] += fit;
}

/* Draws as much of the row as is height high. */
static void draw_piece(struct sheet *s, const struct grid *g, struct row *row, double height,
                       bool tagged)
{
    if (row->shaded)
        sheet_shade(s, MARGIN, s->y, BODY_WIDTH, height);
    if (row->topline)
        sheet_rule(s, MARGIN, s->y, BODY_WIDTH, 0);
    if (tagged)
        sheet_open(s, "TR");
    for (size_t i = 0; i < g->columns; i++)
        draw_cell(s, g, row, i, height, tagged);
    if (tagged)
        sheet_close(s, "TR");
    s->y += height;
    sheet_rule(s, MARGIN, s->y, BODY_WIDTH, row->shaded ? 0.3 : 0.75);
}

static void turn_page(struct sheet *s, const struct grid *g)
{
    sheet_break(s);
    if (g->head == NULL)
        return;
    struct row head = *g->head;
    memset(head.next, 0, sizeof head.next);
    draw_piece(s, g, &head, head.height, false);
}

static void draw_row(struct sheet *s, const struct grid *g, struct row *row)
{
    double top = BODY_TOP + (g->head ? g->head->height : 0);
    if (!sheet_fits(s, row->height) && s->y > top && row->height <= BODY_BOTTOM - top)
        turn_page(s, g);
    for (bool whole = false; !whole && s->page <= DOCUMENT_PAGES;) {
        double room = BODY_BOTTOM - s->y;
        if (room < 2 * PAD_Y + 40 && s->y > top && room < row->height) {
            turn_page(s, g);
            room = BODY_BOTTOM - s->y;
        }
        double height = piece_height(g, row, room, &whole);
        draw_piece(s, g, row, height, true);
        if (!whole)
            turn_page(s, g);
    }
}

/* --- Both kinds --------------------------------------------------------------------------------
 */

static double least_height(const struct row *head, const struct row *first)
{
    double height = (head ? head->height : 0) + (first ? first->height : 0);
    return height < 120 ? height : 120;
}

/* The rows of a table, the head first where there is one, the foot last. */
static void draw_rows(struct sheet *s, struct grid *g, const json_t *rows, struct row *head,
                      struct row *foot)
{
    bool opened = false;
    const struct grid plain = *g; /* the head itself has no head above it */
    if (head != NULL && head->height < (BODY_BOTTOM - BODY_TOP) / 4)
        g->head = head;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        struct row row = set_row(s, g, json_array_get(rows, i), STYLE_CELL);
        if (!opened) {
            sheet_start(s, 10, least_height(head, &row));
            sheet_open(s, "Table");
            if (head != NULL)
                draw_row(s, &plain, head);
            opened = true;
        }
        draw_row(s, g, &row);
        free_row(&row, g->columns);
    }
    if (foot != NULL)
        draw_row(s, g, foot);
    if (opened)
        sheet_close(s, "Table");
    s->y += 4;
}

void grid_table(struct sheet *s, const json_t *block)
{
    const json_t *head = json_object_get(block, "head"), *foot = json_object_get(block, "foot");
    const json_t *rows = json_object_get(block, "rows"), *align = json_object_get(block, "align");
    struct grid g = {.columns = json_array_size(head ? head : json_array_get(rows, 0))};
    struct demand d = {0};
    if (json_array_size(rows) == 0)
        return;
    for (size_t i = 0; i < g.columns; i++) {
        const char *name = json_string_value(json_array_get(align, i));
        g.right[i] = name != NULL && strcmp(name, "right") == 0;
    }
    measure(s, head, STYLE_HEAD, &d);
    measure(s, foot, STYLE_HEAD, &d);
    for (size_t i = 0; i < json_array_size(rows) && i < MEASURED_ROWS; i++)
        measure(s, json_array_get(rows, i), STYLE_CELL, &d);
    share_width(&g, &d);
    struct row top = {0}, last = {0};
    if (head != NULL)
        top = set_row(s, &g, head, STYLE_HEAD);
    if (foot != NULL)
        last = set_row(s, &g, foot, STYLE_HEAD);
    top.scope = "Column";
    top.heads = g.columns;
    top.shaded = true;
    last.scope = "Row";
    last.heads = 1;
    last.topline = true;
    draw_rows(s, &g, rows, head ? &top : NULL, foot ? &last : NULL);
    free_row(&top, g.columns);
    free_row(&last, g.columns);
}

void grid_pairs(struct sheet *s, const json_t *block)
{
    struct grid g = {.columns = 2, .x = {MARGIN, MARGIN + BODY_WIDTH * 0.33}};
    g.width[0] = BODY_WIDTH * 0.33;
    g.width[1] = BODY_WIDTH - g.width[0];
    bool opened = false;
    size_t i;
    json_t *pair;
    json_array_foreach(json_object_get(block, "rows"), i, pair)
    {
        struct row row = {.scope = "Row", .heads = 1};
        row.cells[0] = prose_text(s, member(pair, "label"), STYLE_HEAD, g.width[0] - 2 * PAD_X);
        row.cells[1] = prose_text(s, member(pair, "value"), STYLE_CELL, g.width[1] - 2 * PAD_X);
        double height = row.cells[0].height;
        height = row.cells[1].height > height ? row.cells[1].height : height;
        row.height = height + 2 * PAD_Y;
        if (!opened) {
            sheet_start(s, 10, least_height(NULL, &row));
            sheet_open(s, "Table");
            opened = true;
        }
        draw_row(s, &g, &row);
        free_row(&row, 2);
    }
    if (opened)
        sheet_close(s, "Table");
    s->y += 4;
}

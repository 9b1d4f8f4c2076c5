/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Figures of a period: charts with a table behind each, for the desk with all groups; and what may
 * leave it, the report and the CSV file, without small ones.
 */
#include <string.h>

#include "base/text.h"
#include "desk_plan.h"
#include "letters/document.h"
#include "memo.h"
#include "view/statistics.h"

const struct field figures_asks[] = {
    {"fran", FIELD_DATE, .sv = "Från och med", .en = "From"},
    {"till", FIELD_DATE, .sv = "Till och med", .en = "To"},
    {0},
};

/* What is asked for; this year where nothing is. A period that ends before it begins is turned. */
static struct statistics_period period_of(const struct web_request *q)
{
    struct date today = civil_from_instant(clock_now(&q->house->clock)).date;
    struct statistics_period p = {{today.year, 1, 1}, today};
    if (*web_asked(q, "fran"))
        date_parse(web_asked(q, "fran"), &p.from);
    if (*web_asked(q, "till"))
        date_parse(web_asked(q, "till"), &p.to);
    if (date_compare(p.to, p.from) < 0)
        return (struct statistics_period){p.to, p.from};
    return p;
}

/* The figures are of one moment by themselves: the page's own look at the book ends before. */
static enum outcome figures_of(struct web_request *q, const struct statistics_period *p,
                               bool leaves, json_t **tree, struct fault *f)
{
    db_read_end(q->house->db);
    return view_statistics(q->arena, q->house, p, leaves, tree, f);
}

static void add_year(struct web_request *q, json_t *list, const char *name, int year)
{
    json_array_append_new(list, json_pack("{s:s, s:s}", "name", name, "href",
                                          arena_printf(q->arena, "%s?fran=%d-01-01&till=%d-12-31",
                                                       q->path, year, year)));
}

static json_t *years_view(struct web_request *q)
{
    int year = civil_from_instant(clock_now(&q->house->clock)).date.year;
    json_t *list = json_array();
    add_year(q, list, "I år", year);
    add_year(q, list, "Förra året", year - 1);
    add_year(q, list, arena_printf(q->arena, "%d", year - 2), year - 2);
    return list;
}

/* Charts and tables as HTML: as they were kept, or drawn anew. */
static enum outcome charts(struct web_request *q, const struct statistics_period *p,
                           const char *period, const char **html, struct fault *f)
{
    json_t *tree;
    char *blocks = NULL;
    size_t len;
    int64_t state, began = clock_ticks();
    const char *name = arena_printf(q->arena, "%s%s", q->path, period);
    enum outcome o = db_state(q->house->db, &state, f);
    const char *kept = o == DONE ? memo_find(q->memo, name, state, INT64_MAX, &len) : NULL;
    *html = kept ? arena_strdup(q->arena, kept) : NULL;
    if (o != DONE || kept)
        return o;
    o = figures_of(q, p, false, &tree, f);
    if (o != DONE)
        return o;
    json_t *document = view_statistics_report(q->arena, q->house, tree);
    json_decref(tree);
    o = document_html_blocks(q->arena, document, &blocks, f);
    json_decref(document);
    if (o == DONE)
        memo_keep(q->memo, name, state, blocks, strlen(blocks), clock_ticks() - began);
    *html = blocks;
    return o;
}

static enum outcome figures_json(struct web_request *q, const struct statistics_period *p,
                                 struct web_answer *out, struct fault *f)
{
    json_t *tree;
    enum outcome o = figures_of(q, p, false, &tree, f);
    return o == DONE ? web_show(q, "desk-figures", "Statistik", tree, out, f) : o;
}

enum outcome desk_figures(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct statistics_period p = period_of(q);
    const char *from = date_text(q->arena, p.from), *to = date_text(q->arena, p.to);
    const char *html, *period = arena_printf(q->arena, "?fran=%s&till=%s", from, to);
    if (q->json)
        return figures_json(q, &p, out, f);
    enum outcome o = charts(q, &p, period, &html, f);
    if (o != DONE)
        return o;
    json_t *view = json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:s}", "fran", from, "till", to,
                             "report", html, "years", years_view(q), "csv",
                             arena_printf(q->arena, "%s/siffror.csv%s", q->path, period), "file",
                             arena_printf(q->arena, "%s/rapport%s", q->path, period), "pdf",
                             arena_printf(q->arena, "%s/rapport.pdf%s", q->path, period));
    return web_show(q, "desk-figures", "Statistik", view, out, f);
}

/* ---- What leaves the desk ---- */

static enum outcome tree_that_leaves(struct web_request *q, json_t **tree, const char **name,
                                     struct fault *f)
{
    struct statistics_period p = period_of(q);
    *name = arena_printf(q->arena, "statistik-%s-%s", date_text(q->arena, p.from),
                         date_text(q->arena, p.to));
    return figures_of(q, &p, true, tree, f);
}

enum outcome desk_figures_csv(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *name;
    json_t *tree;
    enum outcome o = tree_that_leaves(q, &tree, &name, f);
    if (o != DONE)
        return o;
    out->body = view_statistics_csv(q->arena, tree);
    out->len = strlen(out->body);
    out->type = "text/csv; charset=utf-8";
    out->file = arena_printf(q->arena, "%s.csv", name);
    json_decref(tree);
    return DONE;
}

/* The tree that letters/document.h draws. */
static enum outcome report_that_leaves(struct web_request *q, json_t **document, const char **name,
                                       struct fault *f)
{
    json_t *tree;
    enum outcome o = tree_that_leaves(q, &tree, name, f);
    if (o != DONE)
        return o;
    *document = view_statistics_report(q->arena, q->house, tree);
    json_decref(tree);
    return DONE;
}

enum outcome desk_figures_report(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *name;
    char *html = NULL;
    json_t *document;
    enum outcome o = report_that_leaves(q, &document, &name, f);
    if (o != DONE)
        return o;
    o = document_html(q->arena, document, &html, f);
    json_decref(document);
    if (o != DONE)
        return o;
    out->body = html;
    out->len = strlen(html);
    out->type = "text/html; charset=utf-8";
    out->file = arena_printf(q->arena, "%s.html", name);
    return DONE;
}

enum outcome desk_figures_pdf(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *name;
    char *pdf = NULL;
    size_t len = 0;
    json_t *document;
    enum outcome o = report_that_leaves(q, &document, &name, f);
    if (o != DONE)
        return o;
    o = document_make(q->arena, document, clock_now(&q->house->clock), &pdf, &len, f);
    json_decref(document);
    if (o != DONE)
        return o;
    out->body = pdf;
    out->len = len;
    out->type = "application/pdf";
    out->file = arena_printf(q->arena, "%s.pdf", name);
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Förfrågningar: the board of states, and the list of one of them or of all, page by page. What is
 * asked for stands in the address, so that a list can be kept as a bookmark.
 */
#include "desk_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/desk_cases.h"

enum { A_PAGE = 50, LONGEST = 100 };

/* As in enum case_order. */
static const struct choice orders[] = {{"nyast", "Nyast först", NULL},
                                       {"aldst", "Äldst först", NULL},
                                       {"dag", "Efter första önskade dag", NULL},
                                       {"verksamhet", "Efter verksamhet", NULL},
                                       {0}};

const struct field cases_asks[] = {
    {"lage", FIELD_TEXT, .max = 20, .sv = "Läge"},
    {"sok", FIELD_TEXT, .max = LONGEST, .sv = "Sök"},
    {"ordning", FIELD_CHOICE, .choices = orders, .sv = "Ordning"},
    {"efter", FIELD_NUMBER, .min = 0, .max = 2000000000, .sv = "Efter"},
    {0},
};

/* With one thing asked for changed, and from the beginning. */
static json_t *here(const struct web_request *q, const char *name, const char *value)
{
    struct web_request first = *q;
    size_t count = q->asked.count;
    first.asked.values = arena_array(q->arena, count + 1, sizeof(char *));
    for (size_t i = 0; i < count; i++)
        if (strcmp(q->asked.fields[i].name, "efter") != 0)
            first.asked.values[i] = q->asked.values[i];
    return json_string(web_here(&first, name, value));
}

static json_t *board(struct web_request *q, const int64_t counts[STATE_COUNT])
{
    const char *wanted = web_asked(q, "lage");
    json_t *list = json_array();
    for (enum state s = 0; s < STATE_COUNT; s++) {
        const char *count = arena_printf(q->arena, counts[s] < CASES_COUNTED ? "%lld" : "%lld+",
                                         (long long)counts[s]);
        json_t *one = json_pack("{s:s, s:s, s:o}", "label", state_swedish(s), "count", count,
                                "href", here(q, "lage", state_name(s)));
        if (strcmp(state_name(s), wanted) == 0)
            json_object_set_new(one, "here", json_true());
        if (s >= STATE_CLOSED)
            json_object_set_new(one, "over", json_true());
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *rows(struct web_request *q, const struct case_row *list, size_t count)
{
    instant now = clock_now(&q->house->clock);
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, view_case_row(q->arena, &list[i], now));
    return array;
}

static json_t *order_links(struct web_request *q)
{
    const char *wanted = web_asked(q, "ordning");
    json_t *list = json_array();
    for (const struct choice *c = orders; c->value; c++) {
        json_t *one = json_pack("{s:s, s:o}", "label", c->sv, "href", here(q, "ordning", c->value));
        bool first = c == orders;
        if (strcmp(wanted, c->value) == 0 || (first && !*wanted))
            json_object_set_new(one, "here", json_true());
        json_array_append_new(list, one);
    }
    return list;
}

static enum case_order order_of(const struct web_request *q)
{
    for (enum case_order o = CASES_NEWEST; orders[o].value; o++)
        if (strcmp(web_asked(q, "ordning"), orders[o].value) == 0)
            return o;
    return CASES_NEWEST;
}

static json_t *view_of(struct web_request *q, const struct case_list *asked,
                       const struct case_row *list, size_t count, const int64_t counts[STATE_COUNT])
{
    size_t shown = count < A_PAGE ? count : A_PAGE;
    json_t *view = json_pack("{s:o, s:o, s:o, s:b, s:s, s:s, s:s, s:o}", "board", board(q, counts),
                             "orders", order_links(q), "rows", rows(q, list, shown), "has_rows",
                             shown > 0, "sok", asked->text, "lage", web_asked(q, "lage"), "ordning",
                             web_asked(q, "ordning"), "all", here(q, "lage", NULL));
    if (view && asked->state != STATE_COUNT)
        json_object_set_new(view, "state_label", json_string(state_swedish(asked->state)));
    if (view && (*asked->text || asked->state != STATE_COUNT))
        json_object_set_new(view, "narrowed", json_true());
    if (view && count > A_PAGE)
        json_object_set_new(
            view, "next",
            json_string(web_here(q, "efter",
                                 arena_printf(q->arena, "%lld", (long long)list[shown - 1].id))));
    return view;
}

enum outcome desk_cases(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t counts[STATE_COUNT];
    struct case_row *list;
    size_t count;
    struct case_list asked = {.state = state_by_name(web_asked(q, "lage")),
                              .text = web_asked(q, "sok"),
                              .order = order_of(q),
                              .after = strtoll(web_asked(q, "efter"), NULL, 10),
                              .max = A_PAGE + 1};
    enum outcome o = cases_count(q->house->db, counts, f);
    if (o == DONE)
        o = cases_list(q->house->db, q->arena, &asked, &list, &count, f);
    if (o != DONE)
        return o;
    return web_show(q, "desk-cases", "Förfrågningar", view_of(q, &asked, list, count, counts), out,
                    f);
}

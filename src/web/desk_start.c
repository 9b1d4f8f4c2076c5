/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The desk's first page, Att göra: what waits for a person, most pressing first, each with the one
 * action that settles it; and before all, what is wrong with the service itself.
 *
 * Of each kind a handful is shown and the rest counted; one kind by itself is paged by its id.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "view/desk_tasks.h"

enum { OF_EACH = 5, A_PAGE = 50 };

const struct field start_asks[] = {
    {"slag", FIELD_TEXT, .max = 40, .sv = "Slag", .en = "Kind"},
    {"efter", FIELD_NUMBER, .min = 0, .max = 2000000000, .sv = "Efter", .en = "After"},
    {0},
};

/* Where staff are to get in touch with the unit, its page has the telephone numbers. */
static enum outcome add_units(struct web_request *q, const char *kind, const struct task *tasks,
                              size_t count, json_t *group, struct fault *f)
{
    static const char *const kinds[] = {"unit_silent", "no_address", "unpaid", "outcome_owed"};
    json_t *list = json_object_get(group, "tasks");
    bool calls = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        calls = calls || strcmp(kind, kinds[i]) == 0;
    enum outcome o = DONE;
    for (size_t i = 0; calls && o == DONE && i < count; i++) {
        int64_t id = 0;
        if (tasks[i].request_id)
            o = units_of_request(q->house->db, tasks[i].request_id, &id, f);
        if (o == DONE && id)
            o = desk_add_unit(q, id, json_array_get(list, i), f);
    }
    return o;
}

static enum outcome add_kind(struct web_request *q, json_t *groups, const struct task_count *kind,
                             bool alone, struct fault *f)
{
    struct task *tasks;
    size_t count, max = alone ? A_PAGE : OF_EACH;
    int64_t after = alone ? strtoll(web_asked(q, "efter"), NULL, 10) : 0;
    enum outcome o =
        tasks_of_kind(q->house->db, q->arena, kind->kind, after, max + 1, &tasks, &count, f);
    if (o != DONE || count == 0)
        return o;
    size_t shown = count > max ? max : count;
    json_t *group = view_task_group(q->arena, kind, tasks, shown, web_may(q, ROLE_STAFF),
                                    clock_now(&q->house->clock));
    if (count > max && alone)
        json_object_set_new(
            group, "next",
            json_string(web_here(q, "efter",
                                 arena_printf(q->arena, "%lld", (long long)tasks[shown - 1].id))));
    if (count > max && !alone)
        json_object_set_new(group, "all", json_string(web_here(q, "slag", kind->kind)));
    o = add_units(q, kind->kind, tasks, shown, group, f);
    json_array_append_new(groups, group);
    return o;
}

static enum outcome collect(struct web_request *q, const struct task_count *kinds, size_t count,
                            json_t *groups, struct fault *f)
{
    const char *wanted = web_asked(q, "slag");
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++)
        if (!*wanted || strcmp(kinds[i].kind, wanted) == 0)
            o = add_kind(q, groups, &kinds[i], *wanted, f);
    return o;
}

static int64_t sum_of(const struct task_count *kinds, size_t count)
{
    int64_t waiting = 0;
    for (size_t i = 0; i < count; i++)
        waiting += kinds[i].count;
    return waiting;
}

/* How much waits, for a page that asks by itself. */
enum outcome desk_waits(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct task_count *kinds;
    size_t count;
    enum outcome o = tasks_count(q->house->db, q->arena, &kinds, &count, f);
    if (o != DONE)
        return o;
    q->json = true;
    return web_show(q, "desk-start", "Att göra",
                    json_pack("{s:I}", "count", (json_int_t)sum_of(kinds, count)), out, f);
}

enum outcome desk_start(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct task_count *kinds;
    struct health health;
    size_t count;
    instant now = clock_now(&q->house->clock);
    enum outcome o = tasks_count(q->house->db, q->arena, &kinds, &count, f);
    if (o == DONE)
        o = health_times(q->house->db, q->arena, now, -1, &health, f);
    if (o != DONE)
        return o;
    view_sort_kinds(kinds, count);
    json_t *groups = json_array();
    o = collect(q, kinds, count, groups, f);
    if (o != DONE) {
        json_decref(groups);
        return o;
    }
    view_open_bands(groups);
    json_t *view = json_pack(
        "{s:o, s:I, s:b, s:o}", "groups", groups, "count", (json_int_t)sum_of(kinds, count),
        "one_kind", *web_asked(q, "slag") != '\0', "alarms", view_alarms(q->arena, &health, now));
    if (web_may(q, ROLE_STAFF)) {
        struct form button = form_empty(q->arena, no_fields);
        json_object_set_new(view, "form", web_form(q, "/personal/uppgifter/klar", &button));
    }
    return web_show(q, "desk-start", "Att göra", view, out, f);
}

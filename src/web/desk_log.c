/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The log: the audit trail, the newest first, searched by request, by whom it is about, by who did
 * it and by day. Each row that is shown has been checked against the chain.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_plan.h"
#include "desk_roster.h"
#include "store/audit.h"
#include "store/staff.h"
#include "view/desk_log.h"
#include "view/people.h"

enum { A_PAGE = 50 };

const struct field log_asks[] = {
    {"forfragan", FIELD_TEXT, .max = 20, .sv = "Förfrågan", .en = "Request"},
    {"vem", FIELD_TEXT, .max = 20, .sv = "Vem det gäller", .en = "Whom it is about"},
    {"av", FIELD_TEXT, .max = 200, .sv = "Vem som gjorde det", .en = "Who did it"},
    {"dag", FIELD_DATE, .sv = "Till och med", .en = "Until"},
    {"fore", FIELD_NUMBER, .min = 1, .max = 2000000000, .sv = "Före", .en = "Before"},
    {0},
};

static const char *upper(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, text);
    for (char *at = out; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 0x20);
    return out;
}

/* A member of the staff by name, or a party by number; as the trail writes it. */
static enum outcome actor_of(struct web_request *q, const char *who, const char **actor,
                             struct fault *f)
{
    struct staff s;
    *actor = upper(q->arena, who);
    if (!*who || desk_number(who, 'P') || desk_number(who, 'A'))
        return DONE;
    enum outcome o = staff_by_name(q->house->db, q->arena, who, &s, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        *actor = "nobody";
        return DONE;
    }
    if (o == DONE)
        *actor = arena_printf(q->arena, "staff:%lld", (long long)s.id);
    return o;
}

/* Whoever the rows are about has been looked at. */
static enum outcome note_looks(struct web_request *q, const struct audit_line *lines, size_t count,
                               struct fault *f)
{
    const char *whom = "";
    for (size_t i = 0; i < count; i++) {
        const char *subject = lines[i].row.subject;
        if (desk_number(subject, 'P') && !strstr(whom, arena_printf(q->arena, "%s ", subject)))
            whom = arena_printf(q->arena, "%s%s ", whom, subject);
    }
    return *whom ? web_looked_at(q, text_trim(q->arena, whom), f) : DONE;
}

static json_t *filters_view(struct web_request *q)
{
    json_t *o = json_object();
    bool any = false;
    for (const struct field *x = log_asks; x->name; x++) {
        json_object_set_new(o, x->name, json_string(web_asked(q, x->name)));
        any = any || (strcmp(x->name, "fore") != 0 && *web_asked(q, x->name));
    }
    json_object_set_new(o, "any", json_boolean(any));
    return o;
}

enum outcome desk_log(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct audit_line *lines;
    size_t count;
    struct audit_filter filter = {.number = upper(q->arena, web_asked(q, "forfragan")),
                                  .subject = upper(q->arena, web_asked(q, "vem")),
                                  .day = web_asked(q, "dag"),
                                  .before = strtoll(web_asked(q, "fore"), NULL, 10)};
    enum outcome o = actor_of(q, web_asked(q, "av"), &filter.actor, f);
    if (o == DONE)
        o = audit_page(q->house->db, q->arena, &filter, A_PAGE + 1, &lines, &count, f);
    size_t shown = o != DONE ? 0 : count > A_PAGE ? A_PAGE : count;
    if (o == DONE)
        o = note_looks(q, lines, shown, f);
    if (o != DONE)
        return o;
    size_t broken = 0;
    for (size_t i = 0; i < shown; i++)
        broken += !lines[i].holds;
    json_t *view = json_pack("{s:o, s:b, s:o, s:b, s:I}", "lines", view_log(q->arena, lines, shown),
                             "found", shown > 0, "asked", filters_view(q), "whole", broken == 0,
                             "broken_count", (json_int_t)broken);
    if (count > A_PAGE)
        json_object_set_new(
            view, "next",
            json_string(web_here(q, "fore",
                                 arena_printf(q->arena, "%lld", (long long)lines[shown - 1].id))));
    return web_show(q, "desk-log", "Logg", view, out, f);
}

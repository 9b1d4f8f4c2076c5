/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One request at the desk (include/view/desk_cases.h): the contract's view of it, to which the
 * words and names are added that staff read. What is only a machine's is left where it is.
 */
#include "desk_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/invitations.h"
#include "store/occasions.h"
#include "view/desk_tasks.h"
#include "view/occasions.h"
#include "view/pay.h"

struct telling {
    struct arena *a;
    const struct house *house;
    instant now;
    const char *whom; /* whose data has been named so far */
};

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* "P12 P40", each once. */
static void note(struct telling *t, const char *who)
{
    if (*who != 'P')
        return;
    const char *padded = arena_printf(t->a, " %s ", t->whom);
    if (!strstr(padded, arena_printf(t->a, " %s ", who)))
        t->whom = *t->whom ? arena_printf(t->a, "%s %s", t->whom, who) : who;
}

static const char *name(struct telling *t, const char *who)
{
    note(t, who);
    return view_party(t->a, t->house, who);
}

/* The book's own time, as the contract writes it, in words. */
static void add_when(struct telling *t, json_t *object, const char *key, const char *said)
{
    struct civil c;
    const char *at = text_of(object, key);
    char *local = arena_strndup(t->a, at, strnlen(at, strlen("2027-03-01T09:00")));
    if (civil_parse(local, &c))
        set(object, said, json_string(view_when(t->a, civil_to_instant(c), t->now)));
}

/* ---- What was asked ---- */

static const char *origin_words(enum origin origin)
{
    static const char *const words[] = {[ORIGIN_MAIL] = "läst i mejlet",
                                        [ORIGIN_REPLY] = "läst i ett svar",
                                        [ORIGIN_FORM] = "ifyllt av verksamheten",
                                        [ORIGIN_STAFF] = "ifyllt av personalen"};
    return origin >= ORIGIN_MAIL && origin <= ORIGIN_STAFF ? words[origin] : "";
}

static json_t *facts_view(struct telling *t, const struct known_fact facts[FACT_COUNT])
{
    json_t *list = json_array();
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        const struct known_fact *x = &facts[key];
        if (text_blank(x->value))
            continue;
        json_t *o = json_pack("{s:s, s:s, s:s, s:s}", "key", fact_name(key), "label",
                              words_label(key, "sv"), "value",
                              words_value(t->a, t->house->areas, key, x->value, "sv"), "origin",
                              origin_words(x->origin));
        bool read = x->origin <= ORIGIN_REPLY && key != FACT_DESCRIPTION;
        if (read && !text_blank(x->source) && strcmp(x->source, x->value) != 0)
            set(o, "read_from", json_string(x->source));
        json_array_append_new(list, o);
    }
    return list;
}

/* Of a request that is over, or weeded, nothing is missing any more. */
static void add_missing(struct telling *t, const struct request *r, json_t *view,
                        const struct known_fact *facts)
{
    bool wanted = r->state <= STATE_CHOOSING;
    size_t count;
    enum fact_key *keys = view_missing(t->a, facts, &count);
    json_t *list = json_array();
    if (wanted && json_array_size(json_object_get(view, "missing")) > 0)
        for (size_t i = 0; i < count; i++)
            json_array_append_new(list, json_pack("{s:s, s:s}", "label", words_label(keys[i], "sv"),
                                                  "hint", words_hint(keys[i], "sv")));
    set(view, "has_missing", json_boolean(json_array_size(list) > 0));
    set(view, "missing_facts", list);
}

static void tell_proposals(struct telling *t, json_t *view)
{
    size_t i;
    json_t *x, *list = json_object_get(view, "proposals");
    json_array_foreach(list, i, x)
    {
        enum fact_key key = fact_by_name(text_of(x, "key"));
        if (key == FACT_COUNT)
            continue;
        set(x, "label", json_string(words_label(key, "sv")));
        set(x, "said",
            json_string(words_value(t->a, t->house->areas, key, text_of(x, "value"), "sv")));
    }
    set(view, "has_proposals", json_boolean(json_array_size(list) > 0));
}

/* ---- Who is asked, who is chosen ---- */

static void tell_people(struct telling *t, json_t *view, const char *key)
{
    size_t i;
    json_t *x, *list = json_object_get(view, key);
    json_array_foreach(list, i, x)
    {
        struct date day;
        const char *who = text_of(x, "who"), *from = text_of(x, "association");
        set(x, "name", json_string(name(t, who)));
        if (*from)
            set(x, "association_name", json_string(name(t, from)));
        if (*text_of(x, "speaks_for"))
            set(x, "speaks_for_name", json_string(name(t, text_of(x, "speaks_for"))));
        set(x, "standing", json_string(desk_standing(text_of(x, "state"))));
        if (*text_of(x, "outcome"))
            set(x, "came_of_it", json_string(desk_standing(text_of(x, "outcome"))));
        if (date_parse(text_of(x, "deadline"), &day))
            set(x, "answer_by",
                json_string(date_near(t->a, day, civil_from_instant(t->now).date, "sv")));
        add_when(t, x, "answered_at", "answered");
        add_when(t, x, "chosen_at", "chosen");
        if (*who == 'P')
            set(x, "person_href", json_string(arena_printf(t->a, "/personal/personer/%s", who)));
    }
    set(view, arena_printf(t->a, "has_%s", key), json_boolean(json_array_size(list) > 0));
}

static const char *accepted_words(const json_t *agreement, const char *when)
{
    return json_is_string(json_object_get(agreement, when)) ? "har godkänt" : "har inte godkänt";
}

static void tell_agreements(json_t *view)
{
    size_t i;
    json_t *x;
    json_array_foreach(json_object_get(view, "placements"), i, x)
    {
        json_t *agreement = json_object_get(x, "agreement");
        if (!json_is_object(agreement))
            continue;
        set(x, "unit_stands", json_string(accepted_words(agreement, "unit_accepted_at")));
        set(x, "person_stands",
            json_string(accepted_words(agreement, "representative_accepted_at")));
    }
}

static enum outcome add_occasions(struct telling *t, const struct request *r, json_t *view,
                                  struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = occasions_of_request(t->house->db, t->a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        json_t *one = view_occasion(t->a, &list[i], "sv");
        set(one, "standing", json_string(desk_standing(list[i].state)));
        json_array_append_new(array, one);
    }
    set(view, "has_occasions", json_boolean(o == DONE && count > 0));
    set(view, "times", array);
    return o;
}

static const char *paid_words(const char *paid)
{
    return !paid                      ? "inget besked om den är betald"
           : strcmp(paid, "yes") == 0 ? "betald"
           : strcmp(paid, "no") == 0  ? "inte betald"
                                      : "vill inte ha någon ersättning";
}

/* What each occasion pays: "who" is the id of its basis. */
static enum outcome add_payments(struct telling *t, const struct request *r, json_t *view,
                                 struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_request(t->house->db, t->a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct compensation *c = &list[i];
        struct date day = {0};
        date_parse(c->day, &day);
        json_array_append_new(
            array,
            json_pack("{s:s, s:s, s:s}", "who", arena_printf(t->a, "%lld", (long long)c->id),
                      "name",
                      arena_printf(t->a, "%s, %s", name(t, c->who), date_in_words(t->a, day, "sv")),
                      "standing",
                      arena_printf(t->a, "%s, %s", view_kronor(t->a, view_payment_total(c), "sv"),
                                   paid_words(c->paid))));
    }
    set(view, "has_payments", json_boolean(o == DONE && count > 0));
    set(view, "payments", array);
    return o;
}

static void tell_followups(struct telling *t, json_t *view)
{
    size_t i;
    json_t *x, *list = json_object_get(view, "followups");
    json_array_foreach(list, i, x)
    {
        set(x, "name", json_string(name(t, text_of(x, "party"))));
        add_when(t, x, "answered_at", "answered");
        add_when(t, x, "sent_at", "asked");
    }
    set(view, "has_followups", json_boolean(json_array_size(list) > 0));
}

/* ---- What has happened ---- */

static json_t *moment(struct telling *t, const char *at, const char *what, const char *who)
{
    json_t *x = json_pack("{s:s, s:s, s:s}", "at", at, "what", what, "who", who);
    add_when(t, x, "at", "when");
    return x;
}

static void add_letters(struct telling *t, json_t *view, json_t *line)
{
    size_t i;
    json_t *x, *list = json_object_get(view, "letters");
    json_array_foreach(list, i, x)
    {
        json_t *o = moment(t, text_of(x, "queued_at"), "Brev", name(t, text_of(x, "to")));
        set(o, "text",
            json_string(arena_printf(t->a, "%s – %s", view_purpose(text_of(x, "purpose")),
                                     view_letter_state(text_of(x, "state")))));
        set(o, "href",
            json_string(arena_printf(t->a, "/personal/utskick/L%lld",
                                     (long long)json_integer_value(json_object_get(x, "id")))));
        set(o, "is_letter", json_true());
        json_array_append_new(line, o);
    }
}

static enum outcome add_mails(struct telling *t, const struct request *r, json_t *line,
                              struct fault *f)
{
    struct mail *list;
    size_t count;
    enum outcome o = inbox_of_request(t->house->db, t->a, r->id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct mail *m = &list[i];
        const char *from = m->party && *m->party ? name(t, m->party) : m->from_address;
        json_t *x = moment(t, instant_local_text(t->a, m->stored_at), "Mejl", from);
        set(x, "text", json_string(m->subject));
        set(x, "href", json_string(arena_printf(t->a, "/personal/mejl/M%lld", (long long)m->id)));
        set(x, "is_mail", json_true());
        json_array_append_new(line, x);
    }
    return o;
}

static void add_events(struct telling *t, json_t *view, json_t *line)
{
    size_t i;
    json_t *x;
    json_array_foreach(json_object_get(view, "history"), i, x)
    {
        const char *event = text_of(x, "event"), *text = text_of(x, "text");
        const char *staff = text_of(x, "staff"), *subject = text_of(x, "subject");
        if (strcmp(event, "letter_sent") == 0) /* the letter itself stands in the line */
            continue;
        if (strcmp(event, "route") == 0 && words_route(text, "sv"))
            text = words_route(text, "sv");
        const char *who = *staff ? staff : name(t, text_of(x, "actor"));
        json_t *o = moment(t, text_of(x, "at"), desk_event(event), who);
        bool party = *subject == 'P' || *subject == 'A' || strcmp(subject, "unit") == 0;
        if (party)
            set(o, "about", json_string(name(t, subject)));
        if (*text)
            set(o, "text", json_string(text));
        enum state to = state_by_name(text_of(x, "to"));
        if (to != STATE_COUNT && strcmp(text_of(x, "from"), text_of(x, "to")) != 0)
            set(o, "to", json_string(state_swedish(to)));
        json_array_append_new(line, o);
    }
}

static int newest_first(const void *left, const void *right)
{
    const json_t *a = *(json_t *const *)left, *b = *(json_t *const *)right;
    return strcmp(text_of(b, "at"), text_of(a, "at"));
}

/* Newest first; times of one offset compare as texts, and an hour of the autumn's does no harm. */
static json_t *sorted(struct telling *t, json_t *line)
{
    size_t n = json_array_size(line);
    json_t **items = arena_array(t->a, n + 1, sizeof *items), *out = json_array();
    for (size_t i = 0; i < n; i++) /* of the same minute, what came last stands first */
        items[i] = json_array_get(line, n - 1 - i);
    if (n > 0)
        qsort(items, n, sizeof *items, newest_first);
    for (size_t i = 0; i < n; i++)
        json_array_append(out, items[i]);
    json_decref(line);
    return out;
}

static enum outcome add_line(struct telling *t, const struct request *r, json_t *view,
                             struct fault *f)
{
    json_t *line = json_array();
    add_events(t, view, line);
    add_letters(t, view, line);
    enum outcome o = add_mails(t, r, line, f);
    set(view, "timeline", sorted(t, line));
    return o;
}

static enum outcome add_tasks(struct telling *t, const struct request *r, json_t *view,
                              struct fault *f)
{
    struct task *list;
    size_t count;
    enum outcome o = cases_tasks(t->house->db, t->a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        const char *who = view_task_party(t->a, &list[i]);
        json_t *x = view_task(t->a, &list[i]);
        set(x, "text", json_string(view_task_words(t->a, &list[i], who ? name(t, who) : NULL)));
        set(x, "ago", json_string(view_ago(t->a, list[i].since, t->now)));
        json_t *act = view_task_act(t->a, &list[i]);
        if (act)
            set(x, "act", act);
        if (list[i].inbox_id)
            set(x, "href",
                json_string(
                    arena_printf(t->a, "/personal/mejl/M%lld", (long long)list[i].inbox_id)));
        json_array_append_new(array, x);
    }
    set(view, "has_tasks", json_boolean(o == DONE && count > 0));
    set(view, "tasks", array);
    return o;
}

enum outcome view_case(struct arena *a, const struct house *house, const struct request *r,
                       json_t **out, const char **whom, struct fault *f)
{
    struct telling t = {a, house, clock_now(&house->clock), ""};
    struct known_fact facts[FACT_COUNT];
    json_t *view = NULL;
    enum outcome o = view_request(a, house, r, &view, f);
    if (o == DONE)
        o = facts_load(house->db, a, r->id, facts, f);
    if (o != DONE)
        return o;
    set(view, "facts", facts_view(&t, facts));
    add_missing(&t, r, view, facts);
    tell_proposals(&t, view);
    tell_people(&t, view, "invitations");
    tell_people(&t, view, "nominations");
    tell_people(&t, view, "placements");
    tell_agreements(view);
    tell_followups(&t, view);
    set(view, "since", json_string(view_ago(a, r->state_since, t.now)));
    set(view, "received", json_string(view_when(a, r->received_at, t.now)));
    const char *route = words_route(r->route, "sv");
    set(view, "route_label", *r->route && route ? json_string(route) : json_null());
    o = add_occasions(&t, r, view, f);
    if (o == DONE)
        o = add_payments(&t, r, view, f);
    if (o == DONE)
        o = add_line(&t, r, view, f);
    if (o == DONE)
        o = add_tasks(&t, r, view, f);
    *out = view;
    *whom = t.whom;
    if (o != DONE)
        json_decref(view);
    return o;
}

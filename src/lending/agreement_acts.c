/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What parties and staff do to an agreement, each act in one transaction: looked at first, against
 * the book as it is inside the transaction, so that two browsers, a double click or a slow reader
 * never do half a thing.
 */
#include "lending/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/people.h"
#include "web_post.h"

static const char *const ACT = "an agreement";

/* ---- Loading ---- */

static const char *said(const struct known_fact *fact)
{
    return fact->value ? fact->value : "";
}

static enum outcome load_facts(const struct house *house, struct arena *a,
                               struct agreement_case *out, struct fault *f)
{
    struct known_fact facts[FACT_COUNT];
    enum outcome o = facts_load(house->db, a, out->request->id, facts, f);
    if (o != DONE)
        return o;
    const struct request *r = out->request;
    out->kind = facts[FACT_KIND].value;
    out->unit_contact = said(&facts[FACT_CONTACT_NAME]);
    out->unit_name = *said(&facts[FACT_UNIT]) ? said(&facts[FACT_UNIT]) : r->sender_name;
    out->unit_phone = said(&facts[FACT_CONTACT_PHONE]);
    out->unit_address = view_unit_address(r, facts);
    return o;
}

static enum outcome load_versions(const struct house *house, struct arena *a,
                                  struct agreement_case *out, struct fault *f)
{
    int64_t id = out->placement->id;
    struct agreement *versions;
    struct agreement_comment *comments;
    struct document *document = arena_alloc(a, sizeof *document);
    enum outcome o = agreements_of_placement(house->db, a, id, &versions, &out->version_count, f);
    if (o == DONE && out->version_count == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no agreement with %s yet",
                         out->placement->who);
    if (o == DONE)
        o = agreement_comments_of(house->db, a, id, &comments, &out->comment_count, f);
    if (o != DONE)
        return o;
    out->versions = versions;
    out->comments = comments;
    out->document = document;
    const char *subject = arena_printf(a, "%lld", (long long)versions[out->version_count - 1].id);
    return documents_find(house->db, a, "agreement", subject, document, f);
}

enum outcome lending_agreement(const struct house *house, struct arena *a, int64_t request_id,
                               const char *who, struct agreement_case *out, struct fault *f)
{
    struct request *r = arena_alloc(a, sizeof *r);
    struct placement *p = arena_alloc(a, sizeof *p);
    struct person *person = arena_alloc(a, sizeof *person);
    *out = (struct agreement_case){.request = r, .placement = p, .person = person};
    enum outcome o = requests_load(house->db, a, request_id, r, f);
    if (o == DONE)
        o = placements_find(house->db, a, request_id, who, p, f);
    if (o == DONE && p->id == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s was not chosen for %s", who, r->number);
    if (o == DONE)
        o = people_load(house->db, a, p->person_id, person, f);
    if (o == DONE)
        o = load_facts(house, a, out, f);
    return o == DONE ? load_versions(house, a, out, f) : o;
}

/* ---- Acting ---- */

struct acting {
    const struct house *house;
    struct arena *a;
    const struct agreement_act *act;
    struct agreement_case c;
    const struct agreement *newest;
    enum agreement_verdict verdict;
};

/* Whatever the act, the event names placement and speaker; a refusal by the rules is a verdict. */
static enum outcome offer(struct acting *x, struct event *event, struct fault *f)
{
    struct verdict verdict = {0};
    event->request_id = x->act->request_id;
    event->actor = x->act->actor;
    event->who = x->act->who;
    event->party = x->act->party;
    enum outcome o = lending_event(x->house, x->a, event, &verdict, f);
    if (o == NEVER && verdict.refused)
        x->verdict = AGREEMENT_OVER;
    return o;
}

typedef enum outcome deed_of_act(struct acting *x, struct fault *f);

/* Who was chosen no longer, and whose version is old, is told so before anything is done. */
static enum outcome look(struct acting *x, deed_of_act *then, struct fault *f)
{
    const struct agreement_act *act = x->act;
    enum outcome o = lending_agreement(x->house, x->a, act->request_id, act->who, &x->c, f);
    if (o != DONE)
        return o;
    x->newest = &x->c.versions[x->c.version_count - 1];
    if (!placement_stands(x->c.placement)) {
        x->verdict = AGREEMENT_OVER;
        return DONE;
    }
    return then(x, f);
}

/* A verdict is no fault: what the transaction held is undone, and the caller says it in words. */
static enum outcome transact(const struct house *house, struct arena *a,
                             const struct agreement_act *act, deed_of_act *then,
                             enum agreement_verdict *verdict, struct fault *f)
{
    struct acting x = {.house = house, .a = a, .act = act, .verdict = AGREEMENT_TAKEN};
    enum outcome o = db_begin(house->db, ACT, f);
    if (o != DONE)
        return o;
    o = page_finish(house, ACT, look(&x, then, f), f);
    *verdict = x.verdict;
    return o == NEVER && x.verdict == AGREEMENT_OVER ? DONE : o;
}

static bool is_stale(const struct acting *x)
{
    return x->act->version != 0 && x->act->version != x->newest->version;
}

/* ---- A change ---- */

static enum outcome write_fields(struct acting *x, json_t *body, struct fault *f)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)x->act->fields, name, value)
    {
        enum agreement_key key = agreement_by_name(name);
        if (key == AGREEMENT_COUNT || !agreement_is_written(key) || !json_is_string(value))
            return fault_set(f, NEVER, EXIT_DATA, "%s is no field that the parties write", name);
        char *text = agreement_clean(x->a, json_string_value(value));
        if (text_length(text) > AGREEMENT_CHARS)
            return fault_set(f, NEVER, EXIT_DATA, "%s is longer than %d characters", name,
                             AGREEMENT_CHARS);
        json_object_set_new(body, name, json_string(text));
    }
    return DONE;
}

static enum outcome offer_change(struct acting *x, const json_t *body, struct fault *f)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    struct event event = {.kind = EVENT_PROPOSE, .body = arena_strdup(x->a, text)};
    free(text);
    return offer(x, &event, f);
}

static enum outcome change(struct acting *x, struct fault *f)
{
    json_t *body = json_loads(x->newest->body, 0, NULL), *before = json_deep_copy(body);
    enum outcome o = write_fields(x, body, f);
    if (o == DONE && json_equal(body, before))
        x->verdict = AGREEMENT_SAME;
    else if (o == DONE && is_stale(x))
        x->verdict = AGREEMENT_STALE;
    else if (o == DONE)
        o = offer_change(x, body, f);
    json_decref(body);
    json_decref(before);
    return o;
}

enum outcome lending_agreement_change(const struct house *house, struct arena *a,
                                      const struct agreement_act *act,
                                      enum agreement_verdict *verdict, struct fault *f)
{
    return transact(house, a, act, change, verdict, f);
}

/* ---- A comment ---- */

static enum outcome comment(struct acting *x, struct fault *f)
{
    const struct agreement_case *c = &x->c;
    const char *text = agreement_clean(x->a, x->act->text);
    const struct agreement_comment *last =
        c->comment_count > 0 ? &c->comments[c->comment_count - 1] : NULL;
    if (*text == '\0' || text_length(text) > AGREEMENT_CHARS)
        return fault_set(f, NEVER, EXIT_DATA, "a comment has 1 to %d characters", AGREEMENT_CHARS);
    if (last && last->version == x->newest->version && strcmp(last->text, text) == 0 &&
        strcmp(last->written_by, x->act->party) == 0) {
        x->verdict = AGREEMENT_SAME;
        return DONE;
    }
    struct event event = {.kind = EVENT_COMMENT, .text = text};
    return offer(x, &event, f);
}

enum outcome lending_agreement_comment(const struct house *house, struct arena *a,
                                       const struct agreement_act *act,
                                       enum agreement_verdict *verdict, struct fault *f)
{
    return transact(house, a, act, comment, verdict, f);
}

/* ---- An acceptance ---- */

static enum outcome accept(struct acting *x, struct fault *f)
{
    bool unit = strcmp(x->act->party, "unit") == 0;
    const struct acceptance *own = unit ? &x->newest->unit : &x->newest->representative;
    if (is_stale(x)) {
        x->verdict = AGREEMENT_STALE;
        return DONE;
    }
    if (own->at >= 0) {
        x->verdict = AGREEMENT_SAME;
        return DONE;
    }
    struct event event = {.kind = EVENT_ACCEPT, .hash = x->newest->sha256, .how = x->act->how};
    return offer(x, &event, f);
}

enum outcome lending_agreement_accept(const struct house *house, struct arena *a,
                                      const struct agreement_act *act,
                                      enum agreement_verdict *verdict, struct fault *f)
{
    return transact(house, a, act, accept, verdict, f);
}

/* ---- A link ---- */

static enum outcome keep_link(const struct house *house, struct arena *a, int64_t request_id,
                              const char *party, const char *who, const char *token,
                              struct fault *f)
{
    struct placement p;
    instant now = clock_now(&house->clock);
    enum outcome o = placements_find(house->db, a, request_id, who, &p, f);
    if (o == DONE && (p.id == 0 || !placement_stands(&p)))
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s has no part in it", who);
    const struct token t = {.request_id = request_id,
                            .purpose = "agreement",
                            .party = party,
                            .subject = who,
                            .address = "",
                            .created_at = now,
                            .expires_at = now + DAYS(1),
                            .ended_at = -1};
    return o == DONE ? tokens_add(house->db, a, token_hash(a, token), &t, f) : o;
}

enum outcome lending_agreement_link(const struct house *house, struct arena *a, int64_t request_id,
                                    const char *party, const char *who, char token[TOKEN_CHARS + 1],
                                    struct fault *f)
{
    random_token(house->random, token);
    enum outcome o = db_begin(house->db, ACT, f);
    if (o != DONE)
        return o;
    return page_finish(house, ACT, keep_link(house, a, request_id, party, who, token, f), f);
}

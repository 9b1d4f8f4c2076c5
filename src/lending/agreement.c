/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Agreements inside the door: a version is made, and spoken about. Accepting it: acceptance.c.
 *
 * Every change makes a new version, which nobody has accepted yet; the placement is then no longer
 * agreed (invariant 10).
 */
#include "guardian.h"
#include "versions.h"

#include <stdlib.h>
#include <string.h>

#include "store/associations.h"
#include "store/occasions.h"
#include "store/people.h"
#include "view/agreement.h"

enum { STUCK_DAYS = 10 }; /* where nobody is reminded: then staff hear of it */

enum outcome versions_tell(struct deed *d, const struct placement *p, bool to_unit,
                           const char *purpose, const char *what, struct fault *f)
{
    bool reminds = strcmp(purpose, "agreement_reminder") == 0;
    struct about about = {.placement = p,
                          .purpose = purpose,
                          .cause = what,
                          .more =
                              json_pack("{s:b, s:b}", "to_unit", to_unit, "comment", *what == 'c'),
                          .urgency = reminds ? 1 : 0};
    return deed_write_placed(d, to_unit, &about, f);
}

/* Those who did not write it hear of it. */
static enum outcome tell_others(struct deed *d, const struct placement *p, const char *writer,
                                const char *what, struct fault *f)
{
    enum outcome o = DONE;
    if (strcmp(writer, "unit") != 0)
        o = versions_tell(d, p, true, "agreement_changed", what, f);
    if (o == DONE && strcmp(writer, "representative") != 0)
        o = versions_tell(d, p, false, "agreement_changed", what, f);
    return o;
}

/* ---- A version ---- */

enum outcome versions_timer(struct deed *d, const struct placement *p, const struct agreement *g,
                            struct fault *f)
{
    int days = d->house->settings->agreement.reminder_working_days;
    struct timer t = {.request_id = d->request.id,
                      .kind = "agree",
                      .subject = p->who,
                      .due_at = deed_in_working_days(d->now, days ? days : STUCK_DAYS),
                      .silence = g->representative.at < 0 ? p->who : "unit"};
    return timers_set(d->db, d->arena, &t, f);
}

static enum outcome add_version(struct deed *d, const struct placement *p, int version,
                                const json_t *body, const char *writer, struct fault *f)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    struct agreement g = {.placement_id = p->id,
                          .version = version,
                          .body = arena_strdup(d->arena, text),
                          .sha256 =
                              agreement_hash(d->arena, d->request.number, p->who, version, body),
                          .written_by = writer,
                          .unit = {.at = -1},
                          .representative = {.at = -1},
                          .created_at = d->now};
    free(text);
    enum outcome o = agreements_add(d->db, d->arena, &g, f);
    return o == DONE ? versions_timer(d, p, &g, f) : o;
}

static enum outcome first_body(struct deed *d, const struct placement *p, json_t **out, bool *young,
                               struct fault *f)
{
    struct person person;
    struct association x;
    struct occasion *list = NULL;
    struct agreement_source s = {.house = d->house,
                                 .request = &d->request,
                                 .facts = d->facts,
                                 .person = &person,
                                 .unit_address = deed_unit_address(d)};
    enum outcome o = people_load(d->db, d->arena, p->person_id, &person, f);
    if (o == DONE && p->speaks_for != 0) {
        o = associations_load(d->db, d->arena, p->speaks_for, &x, f);
        s.association = x.name;
    }
    if (o == DONE)
        o = occasions_of_request(d->db, d->arena, d->request.id, &list, &s.occasion_count, f);
    s.occasions = list;
    *young = s.young = o == DONE && guardian_needed(&person, d->now);
    *out = o == DONE ? agreement_first(d->arena, &s) : NULL;
    return o;
}

/* Chosen anew after a withdrawal: a version of its own, since what was accepted then is over. */
enum outcome deed_first_version(struct deed *d, const struct placement *p, struct fault *f)
{
    struct agreement newest;
    json_t *body = NULL;
    bool young = false;
    enum outcome o = agreements_newest(d->db, d->arena, p->id, &newest, f);
    if (o == DONE)
        o = first_body(d, p, &body, &young, f);
    if (o == DONE)
        o = add_version(d, p, newest.version + 1, body, "system", f);
    json_decref(body);
    return o == DONE && young ? guardian_ask(d->db, d->arena, p, d->now, f) : o;
}

/* What was agreed is so no longer; whoever is done stays done. */
static enum outcome no_longer_agreed(struct deed *d, struct placement *p, struct fault *f)
{
    if (strcmp(p->state, "agreed") == 0)
        p->state = "chosen";
    p->agreed_at = -1;
    return placements_save(d->db, d->arena, p, f);
}

enum outcome versions_find(struct deed *d, struct placement *p, struct agreement *newest,
                           struct fault *f)
{
    enum outcome o = placements_find(d->db, d->arena, d->request.id, d->event->who, p, f);
    if (o == DONE && (p->id == 0 || !placement_stands(p)))
        return fault_set(f, NEVER, EXIT_DATA, "%s has no part in %s", d->event->who,
                         d->request.number);
    if (o == DONE)
        o = agreements_newest(d->db, d->arena, p->id, newest, f);
    if (o == DONE && newest->id == 0)
        return fault_set(f, NEVER, EXIT_DATA, "there is no agreement with %s yet", p->who);
    return o;
}

/* What a party wrote becomes the next version. */
static enum outcome propose(struct deed *d, struct fault *f)
{
    struct placement p;
    struct agreement newest;
    enum outcome o = versions_find(d, &p, &newest, f);
    if (o != DONE)
        return o;
    json_t *body = json_loads(d->event->body, 0, NULL);
    if (!json_is_object(body)) {
        json_decref(body);
        return fault_set(f, NEVER, EXIT_INTERNAL, "the agreement's fields cannot be read");
    }
    int version = newest.version + 1;
    o = add_version(d, &p, version, body, d->event->party, f);
    json_decref(body);
    if (o == DONE)
        o = no_longer_agreed(d, &p, f);
    return o == DONE
               ? tell_others(d, &p, d->event->party, arena_printf(d->arena, "v%d", version), f)
               : o;
}

/* What the occasions pay is worded anew, unless the parties have worded it themselves. */
static enum outcome renew_pay(struct deed *d, const struct placement *p, json_t *body,
                              const json_t *now, struct fault *f)
{
    struct party person;
    const char *pay = agreement_name(AGREEMENT_COMPENSATION);
    enum outcome o = deed_party(d, p->who, &person, f);
    if (o != DONE)
        return o;
    const json_t *before = json_object_get(body, agreement_name(AGREEMENT_OCCASIONS));
    const char *was = agreement_pay(d->arena, d->house, d->facts, before, person.language);
    const char *is = agreement_pay(d->arena, d->house, d->facts, now, person.language);
    const char *stands = json_string_value(json_object_get(body, pay));
    if (stands && strcmp(stands, agreement_clean(d->arena, was)) == 0)
        json_object_set_new(body, pay, json_string(agreement_clean(d->arena, is)));
    return o;
}

/* The occasions of the placement's agreement are now these; who had accepted is asked again. */
static enum outcome renew_occasions(struct deed *d, struct placement *p,
                                    const struct occasion *list, size_t count, struct fault *f)
{
    struct agreement newest;
    const char *name = agreement_name(AGREEMENT_OCCASIONS);
    enum outcome o = agreements_newest(d->db, d->arena, p->id, &newest, f);
    if (o != DONE || newest.id == 0)
        return o;
    json_t *body = json_loads(newest.body, 0, NULL);
    json_t *now = agreement_occasions(d->arena, list, count);
    bool differs = !json_equal(json_object_get(body, name), now);
    o = renew_pay(d, p, body, now, f);
    json_object_set_new(body, name, now);
    const char *what = arena_printf(d->arena, "v%d", newest.version + 1);
    if (o == DONE && differs)
        o = add_version(d, p, newest.version + 1, body, "system", f);
    json_decref(body);
    if (o != DONE || !differs)
        return o;
    o = no_longer_agreed(d, p, f);
    if (o == DONE && newest.unit.at >= 0)
        o = versions_tell(d, p, true, "agreement_changed", what, f);
    if (o == DONE && newest.representative.at >= 0)
        o = versions_tell(d, p, false, "agreement_changed", what, f);
    return o;
}

/* An occasion that changed without changing any agreement leaves the request agreed. */
static enum outcome renew_all(struct deed *d, struct fault *f)
{
    struct placement *p;
    struct occasion *list;
    size_t count, occasions;
    bool agreed = true;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &p, &count, f);
    if (o == DONE)
        o = occasions_of_request(d->db, d->arena, d->request.id, &list, &occasions, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (!placement_stands(&p[i]))
            continue;
        o = renew_occasions(d, &p[i], list, occasions, f);
        agreed = agreed && strcmp(p[i].state, "agreed") == 0;
    }
    if (o == DONE && agreed && d->request.state == STATE_CONNECTED)
        d->request.state = STATE_AGREED;
    return o;
}

enum outcome deed_version(struct deed *d, struct fault *f)
{
    return d->event->kind == EVENT_OCCASION ? renew_all(d, f) : propose(d, f);
}

enum outcome deed_comment(struct deed *d, struct fault *f)
{
    struct placement p;
    struct agreement newest;
    enum outcome o = versions_find(d, &p, &newest, f);
    if (o != DONE)
        return o;
    struct agreement_comment c = {.placement_id = p.id,
                                  .version = newest.version,
                                  .written_by = d->event->party,
                                  .text = d->event->text,
                                  .at = d->now};
    o = agreement_comments_add(d->db, d->arena, &c, f);
    return o == DONE ? tell_others(d, &p, c.written_by,
                                   arena_printf(d->arena, "c%lld", (long long)c.id), f)
                     : o;
}

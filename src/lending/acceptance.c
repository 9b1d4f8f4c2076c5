/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Accepting an agreement: it stands when both have accepted the same version, by hash
 * (invariant 10). Whoever has not is reminded once a version; the second time it is a task, and the
 * first time where nobody is to be reminded.
 */
#include "versions.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/documents.h"
#include "store/people.h"
#include "view/agreement.h"

static const char *const REMINDER = "agreement_reminder";
static const char *const TASK = "agreement";

/* ---- Acceptance ---- */

static bool by_unit(const struct deed *d)
{
    return strcmp(d->event->party, "unit") == 0;
}

static enum outcome ask_for_document(struct deed *d, const struct placement *p,
                                     const struct agreement *g, struct fault *f)
{
    struct person person;
    const char *unit = d->facts[FACT_UNIT].value;
    struct agreement_case c = {.request = &d->request,
                               .placement = p,
                               .person = &person,
                               .unit_name = unit ? unit : d->request.sender_name,
                               .versions = g,
                               .version_count = 1};
    enum outcome o = people_load(d->db, d->arena, p->person_id, &person, f);
    if (o != DONE)
        return o;
    json_t *tree = view_agreement_document(d->arena, d->house, &c);
    char *view = json_dumps(tree, JSON_COMPACT);
    struct document document = {.request_id = d->request.id,
                                .kind = "agreement",
                                .subject = arena_printf(d->arena, "%lld", (long long)g->id),
                                .view = arena_strdup(d->arena, view),
                                .created_at = d->now};
    free(view);
    json_decref(tree);
    return documents_ask(d->db, d->arena, &document, f);
}

/* Both have accepted the same version. */
static enum outcome stands(struct deed *d, struct placement *p, const struct agreement *g,
                           struct fault *f)
{
    const char *what = arena_printf(d->arena, "v%d", g->version);
    if (strcmp(p->state, "chosen") == 0)
        p->state = "agreed";
    p->agreed_at = d->now;
    enum outcome o = placements_save(d->db, d->arena, p, f);
    if (o == DONE)
        o = timers_clear_one(d->db, d->request.id, "agree", p->who, f);
    if (o == DONE)
        o = tasks_close_about(d->db, d->arena, d->request.id, TASK, p->who, d->now, f);
    if (o == DONE)
        o = ask_for_document(d, p, g, f);
    if (o == DONE)
        o = versions_tell(d, p, true, "agreement_stands", what, f);
    return o == DONE ? versions_tell(d, p, false, "agreement_stands", what, f) : o;
}

/* What asks for the acceptance that has just been given, and has not left. */
static enum outcome overtake_reminder(struct deed *d, const struct placement *p, const char *what,
                                      struct fault *f)
{
    if (by_unit(d))
        return outbox_drop_cause(d->db, d->arena, d->request.id,
                                 arena_printf(d->arena, "%s:%s", p->who, what), d->now, f);
    return outbox_drop(d->db, d->arena, d->request.id, p->who, REMINDER, d->now, f);
}

enum outcome deed_accept(struct deed *d, struct fault *f)
{
    struct placement p;
    struct agreement g;
    enum outcome o = versions_find(d, &p, &g, f);
    if (o == DONE && strcmp(g.sha256, d->event->hash) != 0)
        return fault_set(f, NEVER, EXIT_DATA, "version %d of the agreement has come since",
                         g.version);
    if (o != DONE || agreement_accepted(&g))
        return o;
    const char *what = arena_printf(d->arena, "v%d", g.version);
    o = by_unit(d)
            ? agreements_accept_unit(d->db, d->arena, g.id, d->event->how, d->now, f)
            : agreements_accept_representative(d->db, d->arena, g.id, d->event->how, d->now, f);
    if (o == DONE)
        o = overtake_reminder(d, &p, what, f);
    if (o == DONE)
        o = agreements_newest(d->db, d->arena, p.id, &g, f);
    if (o != DONE)
        return o;
    return agreement_accepted(&g) ? stands(d, &p, &g, f) : versions_timer(d, &p, &g, f);
}

/* ---- Silence ---- */

static enum outcome was_reminded(struct deed *d, const struct placement *p, const char *what,
                                 bool *was, struct fault *f)
{
    struct letter *list;
    size_t count;
    const char *to_unit = arena_printf(d->arena, "%s:%s", p->who, what);
    enum outcome o = outbox_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    *was = false;
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool unit = strcmp(list[i].recipient, "unit") == 0;
        *was = *was || (strcmp(list[i].purpose, REMINDER) == 0 &&
                        (unit || strcmp(list[i].recipient, p->who) == 0) &&
                        strcmp(list[i].cause, unit ? to_unit : what) == 0);
    }
    return o;
}

static enum outcome open_task(struct deed *d, const struct placement *p, const struct agreement *g,
                              bool reminded, struct fault *f)
{
    const char *silent = g->unit.at >= 0             ? p->who
                         : g->representative.at >= 0 ? "Verksamheten"
                                                     : "Varken verksamheten eller";
    const char *also =
        g->unit.at < 0 && g->representative.at < 0 ? arena_printf(d->arena, " %s", p->who) : "";
    return deed_task(d, TASK, p->who,
                     arena_printf(d->arena,
                                  "%s%s har godkänt överenskommelsen (version %d)%s. Ring gärna "
                                  "och hör vad som behövs.",
                                  silent, also, g->version,
                                  reminded ? ", trots en påminnelse" : ""),
                     f);
}

enum outcome deed_remind_agreement(struct deed *d, struct fault *f)
{
    struct placement p;
    struct agreement g = {0};
    bool reminded = false;
    enum outcome o = placements_find(d->db, d->arena, d->request.id, d->event->who, &p, f);
    if (o == DONE && p.id != 0 && placement_stands(&p))
        o = agreements_newest(d->db, d->arena, p.id, &g, f);
    if (o != DONE || g.id == 0 || agreement_accepted(&g))
        return o;
    const char *what = arena_printf(d->arena, "v%d", g.version);
    bool unreachable = g.unit.at < 0 && !text_is_address(deed_unit_address(d));
    bool reminds = d->house->settings->agreement.reminder_working_days > 0;
    o = was_reminded(d, &p, what, &reminded, f);
    if (o != DONE || reminded || unreachable || !reminds)
        return o == DONE ? open_task(d, &p, &g, reminded, f) : o;
    if (g.unit.at < 0)
        o = versions_tell(d, &p, true, REMINDER, what, f);
    if (o == DONE && g.representative.at < 0)
        o = versions_tell(d, &p, false, REMINDER, what, f);
    return o == DONE ? versions_timer(d, &p, &g, f) : o;
}

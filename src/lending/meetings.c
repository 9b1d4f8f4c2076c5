/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Meetings of the pool (include/lending/meetings.h): made, moved, called off, answered. What is
 * written about them: meeting_letters.c.
 */
#include "lending/meetings.h"

#include <string.h>

#include "base/text.h"
#include "lending/occasions.h"
#include "roster.h"
#include "view/people.h"
#include "web_post.h"

enum { PLACE_CHARS = 200, ACCESS_CHARS = 2000 };

static const char *const MEETING = "a meeting";

static const char *subject_of(struct arena *a, int64_t id)
{
    return arena_printf(a, "occasion:%lld", (long long)id);
}

static struct hand hand_of(const struct house *house, struct arena *a, const char *actor)
{
    return (struct hand){
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
}

enum outcome lending_meeting_load(const struct house *house, struct arena *a, int64_t id,
                                  struct occasion *out, struct fault *f)
{
    enum outcome o = occasions_load(house->db, a, id, out, f);
    if (o == DONE && out->request_id != 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%lld is no meeting of the pool", (long long)id);
    return o;
}

bool lending_meeting_open(const struct occasion *m, instant now)
{
    return strcmp(m->state, "planned") == 0 && occasion_span(m).to > now;
}

static enum outcome must_be_open(const struct hand *hand, const struct occasion *m, struct fault *f)
{
    if (lending_meeting_open(m, hand->now))
        return DONE;
    return fault_set(f, NEVER, EXIT_DATA, "meeting %lld is over or called off", (long long)m->id);
}

/* ---- Made, moved, called off ---- */

static const char *in_form(struct arena *a, const char *time)
{
    struct civil c;
    return !text_blank(time) && civil_parse(time, &c) ? civil_text(a, c) : "";
}

static enum outcome check(const struct hand *hand, const struct occasion *m, struct fault *f)
{
    enum time_flaw flaw = occasion_flaw(m->starts, m->ends, hand->now);
    if (flaw != TIME_GOOD)
        return fault_set(f, NEVER, EXIT_DATA, "%s", occasion_flaw_words(flaw, true));
    if (!occasion_link_is_good(m->link))
        return fault_set(f, NEVER, EXIT_DATA,
                         "the link must begin with https:// and have no space");
    if (text_length(m->place) > PLACE_CHARS || text_length(m->access) > ACCESS_CHARS)
        return fault_set(f, NEVER, EXIT_DATA, "place: at most %d characters; access: at most %d",
                         PLACE_CHARS, ACCESS_CHARS);
    return DONE;
}

/* The meeting as it will be; what the change does not name stays, but an end goes with its start.
 */
static void apply(const struct hand *hand, const struct occasion_change *c, struct occasion *m)
{
    if (c->starts) {
        m->starts = in_form(hand->a, c->starts);
        m->ends = "";
    }
    m->ends = c->ends ? in_form(hand->a, c->ends) : m->ends;
    m->place = c->place ? text_trim(hand->a, c->place) : m->place;
    m->link = c->link ? text_trim(hand->a, c->link) : m->link;
    m->access = c->access ? text_trim(hand->a, c->access) : m->access;
}

static bool same(const struct occasion *x, const struct occasion *y)
{
    return strcmp(x->starts, y->starts) == 0 && strcmp(x->ends, y->ends) == 0 &&
           strcmp(x->place, y->place) == 0 && strcmp(x->link, y->link) == 0 &&
           strcmp(x->access, y->access) == 0;
}

static enum outcome make(const struct hand *hand, const char *kind, const struct occasion_change *c,
                         struct occasion *m, struct fault *f)
{
    char uid[TOKEN_CHARS + 1];
    random_name(hand->house->random, hand->now, uid);
    *m = (struct occasion){.kind = kind,
                           .uid = arena_printf(hand->a, "%s@%s", uid,
                                               text_domain(hand->house->settings->library.address)),
                           .starts = "",
                           .ends = "",
                           .place = "",
                           .link = "",
                           .access = "",
                           .state = "planned",
                           .created_at = hand->now,
                           .changed_at = hand->now};
    if (!kind || (strcmp(kind, "network") != 0 && strcmp(kind, "introduction") != 0))
        return fault_set(f, NEVER, EXIT_USAGE, "a meeting is of the kind network or introduction");
    apply(hand, c, m);
    enum outcome o = check(hand, m, f);
    if (o == DONE)
        o = occasions_add(hand->house->db, hand->a, m, f);
    return o == DONE ? roster_trail(hand, "meeting_added", subject_of(hand->a, m->id), NULL, f) : o;
}

static enum outcome change(const struct hand *hand, const struct occasion_change *c,
                           struct occasion *m, bool *changed, struct fault *f)
{
    bool cancels = c->what == OCCASION_CANCEL;
    enum outcome o = lending_meeting_load(hand->house, hand->a, c->id, m, f);
    *changed = false;
    if (o != DONE || (cancels && strcmp(m->state, "cancelled") == 0))
        return o;
    o = must_be_open(hand, m, f);
    struct occasion was = *m;
    if (cancels)
        m->state = "cancelled";
    else
        apply(hand, c, m);
    if (o != DONE || (!cancels && same(&was, m)))
        return o;
    o = cancels ? DONE : check(hand, m, f);
    m->sequence++;
    m->changed_at = hand->now;
    *changed = true;
    if (o == DONE)
        o = occasions_save(hand->house->db, hand->a, m, f);
    return o == DONE ? roster_trail(hand, cancels ? "meeting_cancelled" : "meeting_moved",
                                    subject_of(hand->a, m->id), NULL, f)
                     : o;
}

enum outcome lending_meeting(const struct house *house, struct arena *a, const char *actor,
                             const char *kind, const struct occasion_change *c, int64_t *id,
                             struct fault *f)
{
    struct hand hand = hand_of(house, a, actor);
    struct occasion m = {0};
    bool changed = true;
    enum outcome o = db_begin(house->db, MEETING, f);
    if (o != DONE)
        return o;
    o = c->what == OCCASION_ADD ? make(&hand, kind, c, &m, f) : change(&hand, c, &m, &changed, f);
    if (o == DONE && changed)
        o = meetings_tell(house->db, m.id, true, f);
    *id = m.id;
    return page_finish(house, MEETING, o, f);
}

/* ---- Answers ---- */

static enum outcome answer_in(const struct hand *hand, int64_t id, int64_t person,
                              const char *answer, const char *how, struct fault *f)
{
    struct occasion m;
    struct guest g = {.answer = ""};
    enum outcome o = lending_meeting_load(hand->house, hand->a, id, &m, f);
    if (o == DONE)
        o = must_be_open(hand, &m, f);
    if (o == DONE)
        o = guests_find(hand->house->db, hand->a, id, person, &g, f);
    if (o != DONE || strcmp(g.answer, answer) == 0)
        return o;
    if (g.invited_at < 0) { /* told by phone, before any letter */
        g.invited_at = hand->now;
        g.told = m.sequence;
    }
    g.answer = answer;
    g.how = how;
    g.answered_at = hand->now;
    o = guests_save(hand->house->db, hand->a, &g, f);
    return o == DONE
               ? roster_trail(hand, "meeting_answered", view_who(hand->a, 'P', person), NULL, f)
               : o;
}

enum outcome lending_meeting_answer(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, int64_t person, const char *answer, const char *how,
                                    struct fault *f)
{
    struct hand hand = hand_of(house, a, actor);
    struct person p;
    enum outcome o = db_begin(house->db, MEETING, f);
    if (o != DONE)
        return o;
    o = people_load(house->db, a, person, &p, f);
    if (o == DONE && p.erased_at >= 0)
        o = fault_set(f, NEVER, EXIT_NO_INPUT, "P%lld has been erased", (long long)person);
    if (o == DONE)
        o = answer_in(&hand, id, person, answer, how, f);
    return page_finish(house, MEETING, o, f);
}

enum outcome lending_meeting_guests(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, struct guest **out, size_t *count, struct fault *f)
{
    struct hand hand = hand_of(house, a, actor);
    struct occasion m;
    enum outcome o = db_begin(house->db, MEETING, f);
    if (o != DONE)
        return o;
    o = lending_meeting_load(house, a, id, &m, f);
    if (o == DONE)
        o = guests_of(house->db, a, id, out, count, f);
    if (o == DONE)
        o = roster_trail(&hand, "meeting_guests_listed", subject_of(a, id), NULL, f);
    return page_finish(house, MEETING, o, f);
}

/* ---- A link ---- */

static enum outcome keep_link(const struct hand *hand, int64_t id, int64_t person,
                              const char *token, struct fault *f)
{
    struct occasion m;
    struct guest g;
    enum outcome o = lending_meeting_load(hand->house, hand->a, id, &m, f);
    if (o == DONE)
        o = guests_find(hand->house->db, hand->a, id, person, &g, f);
    if (o == DONE && g.invited_at < 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "P%lld is not invited to it", (long long)person);
    const struct token t = {.purpose = "meeting",
                            .party = view_who(hand->a, 'P', person),
                            .subject = arena_printf(hand->a, "O%lld", (long long)id),
                            .address = "",
                            .created_at = hand->now,
                            .expires_at = hand->now + DAYS(1)};
    return o == DONE ? tokens_add(hand->house->db, hand->a, token_hash(hand->a, token), &t, f) : o;
}

enum outcome lending_meeting_link(const struct house *house, struct arena *a, int64_t id,
                                  int64_t person, char token[TOKEN_CHARS + 1], struct fault *f)
{
    struct hand hand = hand_of(house, a, view_who(a, 'P', person));
    random_token(house->random, token);
    enum outcome o = db_begin(house->db, MEETING, f);
    if (o != DONE)
        return o;
    return page_finish(house, MEETING, keep_link(&hand, id, person, token, f), f);
}

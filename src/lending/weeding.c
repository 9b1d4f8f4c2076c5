/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Weeding: once a day, what [retention] says is no longer to be kept is taken out of the book.
 *
 * A day's weeding is a walk through stages: the figures of what is over are kept first, so that
 * nothing is taken out before it has been counted; then each type of document, of requests and of
 * none; then people. A call does what fits into some milliseconds, in one transaction, and leaves a
 * mark in the caller's round; a process that dies between two begins the walk anew, and finds less.
 *
 * Every weeding is a row of the log and one of the trail, in the transaction that did it.
 */
#include "deed.h"

#include <string.h>

#include "store/people.h"
#include "store/statistics.h"
#include "store/weeding.h"

static const char *const WEED = "weeding";

enum {
    SLICE_MS = 6,      /* the piece under way and the commit come on top */
    BYTES_AT_ONCE = 4, /* pieces of a mail's bytes, 1 MiB each */
    LOOSE_AT_ONCE = 50,
    LOOK_MS = 60 * 1000,
};

/*
 * The walk's stages; from DOCUMENTS on two a type: of requests, and of none. The bytes of mails go
 * last, since they may take many transactions.
 */
enum { FIGURES, DOCUMENTS, PEOPLE = DOCUMENTS + 2 * WEED_PERSON, BYTES, OVER };

struct walk {
    const struct house *house;
    struct arena *a;
    instant now;
    struct weeding_round *round;
};

static int months_kept(const struct settings *s, enum weed what)
{
    const int months[WEED_COUNT] = {
        [WEED_MAIL] = s->retention.mail,           [WEED_REQUEST] = s->retention.request,
        [WEED_AGREEMENT] = s->retention.agreement, [WEED_LETTER] = s->retention.letter,
        [WEED_FOLLOWUP] = s->retention.followup,   [WEED_SEARCH] = s->retention.search,
        [WEED_ACCESS] = s->retention.access,       [WEED_PERSON] = s->retention.person};
    return months[what];
}

/* So many months before now, by the calendar: the 31st goes back to the last day there is. */
static instant months_before(instant now, int months)
{
    struct civil c = civil_from_instant(now);
    int month = c.date.year * 12 + c.date.month - 1 - months;
    c.date.year = month / 12;
    c.date.month = month % 12 + 1;
    while (!date_valid(c.date) && c.date.day > 28)
        c.date.day--;
    return civil_to_instant(c);
}

static enum outcome tell(struct walk *w, enum weed what, int64_t request_id, const char *subject,
                         int64_t n, const char *since, struct fault *f)
{
    int months = months_kept(w->house->settings, what);
    struct weeding row = {.at = w->now,
                          .what = weed_name(what),
                          .rule = arena_printf(w->a, "%d months after %s", months, since),
                          .request_id = request_id,
                          .subject = subject,
                          .n = n};
    struct audit_entry entry = {.actor = "system",
                                .event = "weed",
                                .request_id = request_id,
                                .subject =
                                    subject ? subject : arena_printf(w->a, "document:%s", row.what),
                                .now = w->now,
                                .random = w->house->random};
    enum outcome o = weeding_add(w->house->db, w->a, &row, f);
    return o == DONE ? audit_add(w->house->db, w->a, &entry, f) : o;
}

/* ---- The pieces: each does one thing; *more false when its stage is over ---- */

static enum outcome keep_one(struct walk *w, bool *more, struct fault *f)
{
    int64_t id;
    enum outcome o = statistics_unkept(w->house->db, &id, f);
    *more = o == DONE && id != 0;
    return *more ? statistics_keep(w->house->db, w->a, id, f) : o;
}

static enum outcome bytes_go(struct walk *w, bool *more, struct fault *f)
{
    int64_t n;
    enum outcome o = weeding_bytes(w->house->db, BYTES_AT_ONCE, &n, f);
    *more = o == DONE && n > 0;
    return o;
}

static enum outcome weed_request(struct walk *w, enum weed what, bool *more, struct fault *f)
{
    instant before = months_before(w->now, months_kept(w->house->settings, what));
    struct weed_due due;
    int64_t n;
    enum outcome o = weeding_due(w->house->db, w->a, what, before, w->round->after, &due, f);
    *more = o == DONE && due.id != 0;
    if (!*more)
        return o;
    w->round->after = due.id;
    o = weeding_request(w->house->db, w->a, what, due.id, w->now, &n, f);
    if (o != DONE || n == 0)
        return o;
    return tell(w, what, due.id, NULL, n, date_text(w->a, civil_from_instant(due.since).date), f);
}

static enum outcome weed_loose(struct walk *w, enum weed what, bool *more, struct fault *f)
{
    instant before = months_before(w->now, months_kept(w->house->settings, what));
    int64_t n;
    enum outcome o = weeding_loose(w->house->db, w->a, what, before, LOOSE_AT_ONCE, w->now, &n, f);
    *more = o == DONE && n > 0;
    return *more ? tell(w, what, 0, NULL, n, "their day", f) : o;
}

static enum outcome weed_person(struct walk *w, bool *more, struct fault *f)
{
    instant before = months_before(w->now, months_kept(w->house->settings, WEED_PERSON));
    int64_t id;
    enum outcome o = weeding_person_due(w->house->db, w->a, before, w->round->after, &id, f);
    *more = o == DONE && id != 0;
    if (!*more)
        return o;
    w->round->after = id;
    o = people_weed(w->house->db, id, w->now, f);
    if (o == DONE)
        o = weeding_person(w->house->db, id, f);
    return o == DONE ? tell(w, WEED_PERSON, 0, arena_printf(w->a, "P%lld", (long long)id), 1,
                            "the last contact", f)
                     : o;
}

static enum outcome piece(struct walk *w, bool *more, struct fault *f)
{
    int stage = w->round->stage;
    if (stage == FIGURES)
        return keep_one(w, more, f);
    if (stage == BYTES)
        return bytes_go(w, more, f);
    enum weed what = stage < PEOPLE ? (enum weed)((stage - DOCUMENTS) / 2) : WEED_PERSON;
    *more = false;
    if (months_kept(w->house->settings, what) < 0)
        return DONE;
    if (stage == PEOPLE)
        return weed_person(w, more, f);
    return (stage - DOCUMENTS) % 2 == 0 ? weed_request(w, what, more, f)
                                        : weed_loose(w, what, more, f);
}

/* ---- The walk ---- */

static void next_stage(struct weeding_round *round)
{
    round->stage++;
    round->after = 0;
}

static enum outcome walk_on(struct walk *w, struct fault *f)
{
    int64_t until = clock_ticks() + SLICE_MS;
    enum outcome o = DONE;
    do {
        bool more;
        o = piece(w, &more, f);
        if (o == DONE && !more)
            next_stage(w->round);
    } while (o == DONE && w->round->stage < OVER && clock_ticks() < until);
    return o;
}

static enum outcome slice(struct walk *w, const char *today, struct fault *f)
{
    struct weeding_round before = *w->round;
    enum outcome o = db_begin(w->house->db, WEED, f);
    if (o != DONE)
        return o;
    o = walk_on(w, f);
    if (o == DONE && w->round->stage == OVER)
        o = health_note(w->house->db, w->a, "weeded", today, w->now, f);
    o = db_end(w->house->db, WEED, o, f);
    if (o != DONE)
        *w->round = before;
    return o;
}

enum outcome lending_weed(const struct house *house, struct arena *a, struct weeding_round *round,
                          bool *moved, struct fault *f)
{
    struct walk w = {.house = house, .a = a, .now = clock_now(&house->clock), .round = round};
    const char *today = date_text(a, civil_from_instant(w.now).date);
    struct note last;
    if (round->stage == FIGURES && round->after == 0 && clock_ticks() < round->look_at)
        return DONE;
    enum outcome o = health_note_read(house->db, a, "weeded", &last, f);
    if (o != DONE)
        return o;
    if (last.value && strcmp(last.value, today) >= 0) {
        *round = (struct weeding_round){.look_at = clock_ticks() + LOOK_MS};
        return DONE;
    }
    o = slice(&w, today, f);
    if (o == DONE)
        *moved = true;
    if (o == DONE && round->stage == OVER)
        *round = (struct weeding_round){.look_at = clock_ticks() + LOOK_MS};
    return o;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The daily look at the pool (include/lending/care.h), in slices: who is asked whether all is still
 * right, who is reminded, who rests, whose pause is over.
 *
 * A note in the book says which day is being looked at and up to whom, so that a restart goes on
 * where it stopped. What people and staff do about it: willing.c.
 */
#include "care.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/guests.h"
#include "store/inbox.h"
#include "links.h"
#include "view/pages.h"
#include "view/people.h"
#include "web_post.h"

enum { SLICE = 10 };

static const char *const CARE = "care for the pool", *const NOTE = "pool.care";

/* ---- Letters ---- */

enum outcome care_write(const struct hand *hand, const struct person *p,
                        const struct care_letter *letter, struct fault *f)
{
    bool mail = text_is_address(p->email);
    if (!mail && text_blank(p->postal_address)) {
        json_decref(letter->view);
        return DONE;
    }
    json_t *view = view_link_letter(hand->a, hand->house, p->name, letter->path);
    if (letter->view)
        json_object_update(view, letter->view);
    json_decref(letter->view);
    const struct page_letter post = {.recipient = view_who(hand->a, 'P', p->id),
                                     .address = mail ? p->email : "",
                                     .name = p->name,
                                     .language = p->letter_language,
                                     .purpose = letter->purpose,
                                     .cause = letter->cause,
                                     .token_purpose = letter->token_purpose,
                                     .token_subject = letter->token_subject,
                                     .token_days = LINK_DAYS,
                                     .urgency = 1,
                                     .later = letter->later,
                                     .view = view};
    return page_letter_queue(hand->house, hand->a, &post, NULL, f);
}

bool lending_consent_owed(const struct settings *s, const struct person *p)
{
    return strcmp(s->library.legal_basis, "consent") == 0 && s->library.consent_version &&
           p->consent_date && strcmp(p->consent_version, s->library.consent_version) != 0;
}

bool care_searchable(const struct settings *s, const struct person *p)
{
    if (strcmp(s->library.legal_basis, "none") == 0 || p->deceased || p->rests_since)
        return false;
    return strcmp(s->library.legal_basis, "consent") == 0 ? p->consent_date != NULL : !p->objects;
}

static enum outcome write_renewal(const struct hand *hand, const struct person *p, bool reminder,
                                  struct fault *f)
{
    const struct care_letter letter = {
        .purpose = "renewal",
        .path = "/mina-uppgifter/",
        .token_purpose = "person",
        .view = json_pack("{s:b, s:b}", "reminder", reminder, "consent",
                          lending_consent_owed(hand->house->settings, p))};
    return care_write(hand, p, &letter, f);
}

enum outcome care_letter_left(const struct house *house, struct arena *a, const struct letter *l,
                              struct fault *f)
{
    enum { POST_DAYS = 4 };
    bool printed = strcmp(l->state, "printed") == 0;
    instant when = l->ended_at >= 0 ? l->ended_at : clock_now(&house->clock);
    struct date day = date_add(civil_from_instant(when).date, printed ? POST_DAYS : 0);
    if (strcmp(l->purpose, "renewal") != 0)
        return DONE;
    return people_renewal_left(house->db, strtoll(l->recipient + 1, NULL, 10), date_text(a, day),
                               f);
}

/* ---- One person ---- */

struct look {
    struct hand hand;
    struct date today;
    struct care_due due;
    bool certain;  /* the mailbox has been read to its end today */
    int64_t asked; /* today */
    size_t rested; /* in this slice */
};

static enum outcome end_pause(struct look *x, const struct person *p, struct person *after,
                              struct fault *f)
{
    const struct care_letter letter = {
        .purpose = "pause_over", .path = "/mina-uppgifter/", .token_purpose = "person"};
    after->paused_until = NULL;
    return care_searchable(x->hand.house->settings, p) ? care_write(&x->hand, p, &letter, f) : DONE;
}

/* Does the law's ground, or the person, still want the yearly question? */
static bool wants_question(const struct look *x, const struct person *p)
{
    const struct settings *s = x->hand.house->settings;
    bool reachable = text_is_address(p->email) || !text_blank(p->postal_address);
    bool withdrawn = strcmp(s->library.legal_basis, "consent") == 0 && !p->consent_date;
    return reachable && !withdrawn;
}

static enum outcome ask(struct look *x, const struct person *p, struct person *after,
                        struct fault *f)
{
    if (x->asked >= CARE_ASKS_A_DAY || !wants_question(x, p))
        return DONE;
    x->asked++;
    after->renewal_asked_on = x->due.today;
    return write_renewal(&x->hand, p, false, f);
}

/* The question stands: a reminder, or rest, unless its letter has yet to leave. */
static enum outcome follow(struct look *x, const struct person *p, struct person *after,
                           struct fault *f)
{
    bool waits;
    enum outcome o = people_letter_waits(x->hand.house->db, p->id, "renewal", &waits, f);
    if (o != DONE || waits || !x->certain)
        return o;
    if (!p->renewal_reminded_on) {
        after->renewal_reminded_on = x->due.today;
        return write_renewal(&x->hand, p, true, f);
    }
    if (strcmp(p->renewal_reminded_on, x->due.remind) > 0)
        return DONE;
    after->rests_since = x->due.today;
    x->rested++;
    return DONE;
}

static enum outcome look_at(struct look *x, int64_t id, struct fault *f)
{
    struct person p;
    bool changed;
    enum outcome o = people_load(x->hand.house->db, x->hand.a, id, &p, f);
    if (o != DONE)
        return o;
    struct person after = p;
    if (p.paused_until && strcmp(p.paused_until, x->due.today) < 0)
        o = end_pause(x, &p, &after, f);
    else if (p.renewal_asked_on && !p.rests_since)
        o = follow(x, &p, &after, f);
    else if (!p.rests_since)
        o = ask(x, &p, &after, f);
    return o == DONE ? roster_save_change(&x->hand, &p, &after, &changed, f) : o;
}

/* ---- The slice ---- */

/* One task says how many rest; a newer count takes the place of the older. */
static enum outcome tell_resting(struct look *x, struct fault *f)
{
    struct db *db = x->hand.house->db;
    int64_t count = 0;
    if (x->rested == 0)
        return DONE;
    enum outcome o = people_resting(db, &count, f);
    const struct task task = {
        .kind = "resting",
        .text = arena_printf(
            x->hand.a,
            "%lld i poolen vilar: de har inte svarat på om deras uppgifter stämmer (räknat "
            "%s).\nDe får inga förfrågningar, men allt finns kvar. Hör gärna av er till dem. Skriv "
            "in att uppgifterna stämmer, så är den som svarar ja med igen.",
            (long long)count, x->due.today),
        .since = x->hand.now};
    if (o == DONE)
        o = tasks_close_general(db, x->hand.a, "resting", "", x->hand.now, f);
    return o == DONE ? tasks_open(db, x->hand.a, &task, f) : o;
}

static const char *days_back(const struct look *x, int days)
{
    return date_text(x->hand.a, date_add(x->today, -days));
}

static const char *a_year_back(const struct look *x)
{
    struct date then = {x->today.year - 1, x->today.month, x->today.day};
    while (!date_valid(then))
        then.day--;
    return date_text(x->hand.a, then);
}

static enum outcome prepare(struct look *x, struct fault *f)
{
    const struct settings *s = x->hand.house->settings;
    bool consent = strcmp(s->library.legal_basis, "consent") == 0;
    instant midnight = civil_to_instant((struct civil){.date = x->today});
    x->due = (struct care_due){
        .today = date_text(x->hand.a, x->today),
        .remind = days_back(x, CARE_REMIND_DAYS),
        .rest = days_back(x, CARE_REST_DAYS),
        .renew = a_year_back(x),
        .version = consent && s->library.consent_version ? s->library.consent_version : ""};
    enum outcome o = inbox_caught_up(x->hand.house->db, x->hand.a, midnight, &x->certain, f);
    return o == DONE ? people_asked_on(x->hand.house->db, x->due.today, &x->asked, f) : o;
}

/* Where the day's look stands: the last id looked at, 0 at its beginning, -1 when it is done. */
static enum outcome read_place(struct look *x, int64_t *place, struct fault *f)
{
    struct note note;
    enum outcome o = health_note_read(x->hand.house->db, x->hand.a, NOTE, &note, f);
    const char *today = date_text(x->hand.a, x->today);
    *place = 0;
    if (o == DONE && note.value && strcmp(note.value, today) >= 0)
        *place =
            text_starts(note.value, today) ? strtoll(note.value + strlen(today), NULL, 10) : -1;
    return o;
}

static enum outcome slice(struct look *x, int64_t place, struct fault *f)
{
    struct db *db = x->hand.house->db;
    int64_t *ids;
    size_t count = 0;
    enum outcome o = prepare(x, f);
    if (o == DONE)
        o = people_care_due(db, x->hand.a, &x->due, place, SLICE, &ids, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = look_at(x, ids[i], f);
    if (o == DONE)
        o = tell_resting(x, f);
    int64_t next = count < SLICE ? -1 : ids[count - 1];
    if (o == DONE && next < 0) /* newcomers, reminders, and the end of those that are over */
        o = meetings_tell(db, 0, true, f);
    if (o == DONE)
        o = health_note(db, x->hand.a, NOTE,
                        arena_printf(x->hand.a, "%s %lld", x->due.today, (long long)next),
                        x->hand.now, f);
    return o;
}

enum outcome lending_care(const struct house *house, struct arena *a, bool *moved, struct fault *f)
{
    instant now = clock_now(&house->clock);
    struct look x = {
        .hand = {.house = house, .a = a, .actor = "system", .how = "system", .now = now},
        .today = civil_from_instant(now).date};
    int64_t place;
    enum outcome o = read_place(&x, &place, f);
    if (o != DONE || place < 0)
        return o;
    o = db_begin(house->db, CARE, f);
    if (o != DONE)
        return o;
    o = slice(&x, place, f);
    *moved = o == DONE;
    return page_finish(house, CARE, o, f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail that answers a letter of ours: the unit completes its request, or somebody who was asked
 * answers.
 *
 * Clear words only. What cannot be used as it stands is a task, and nothing is changed.
 */
#include "incoming.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/followups.h"
#include "store/people.h"
#include "store/placements.h"
#include "view.h"

/* What the unit's own words add; a fact that staff have settled otherwise is a conflict. */
struct news {
    struct fact facts[FACT_COUNT];
    size_t useful; /* of those that were missing */
    bool conflict;
};

static bool is_missing(const enum fact_key *missing, size_t count, enum fact_key key)
{
    for (size_t i = 0; i < count; i++)
        if (missing[i] == key || (missing[i] == FACT_PEOPLE_MIN && key == FACT_PEOPLE_MAX) ||
            (missing[i] == FACT_FORMAT && key == FACT_MUNICIPALITY))
            return true;
    return false;
}

/* The facts of the mail's own words: read again, since a reply is not read for facts at first. */
static void read_own_words(struct incoming *in, struct reading *out)
{
    const struct mime_message *m = in->message;
    const struct reading_input input = {.from_name = m->from.name,
                                        .from_address = m->from.address,
                                        .own_text = m->own_text,
                                        .date = m->local_date,
                                        .in_thread = true,
                                        .completes = true,
                                        .own_addresses =
                                            settings_own_addresses(in->arena, in->house->settings)};
    reading_read(in->arena, in->house->areas, &input, out);
}

static void weigh(struct incoming *in, const struct known_fact known[FACT_COUNT], struct news *news)
{
    size_t count;
    struct reading own;
    enum fact_key *missing = view_missing(in->arena, known, &count);
    read_own_words(in, &own);
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        const struct fact *said = &own.facts[key];
        bool silent = !said->value || strcmp(said->value, "unsaid") == 0;
        /* The description, the unit and the contact of a reply are its signature's and its first
         * line's: they complete, they never replace. */
        bool completes_only =
            key == FACT_DESCRIPTION || key == FACT_UNIT || key >= FACT_CONTACT_NAME;
        if (silent || (completes_only && known[key].value))
            continue;
        /* What staff have emptied is their word too. */
        if (known[key].origin > ORIGIN_REPLY &&
            (!known[key].value || !text_same(known[key].value, said->value))) {
            news->conflict = true;
            continue;
        }
        news->facts[key] = *said;
        if (is_missing(missing, count, key))
            news->useful++;
    }
}

static enum outcome take_facts(struct incoming *in, const struct news *news, struct fault *f)
{
    struct event event = {.kind = EVENT_FACTS,
                          .request_id = in->thread.request_id,
                          .actor = "unit",
                          .by_unit = true,
                          .inbox_id = in->mail->id,
                          .cause = arena_printf(in->arena, "mail:%lld", (long long)in->mail->id)};
    return lending_facts(in->house, in->arena, in->thread.request_id, ORIGIN_REPLY, news->facts,
                         in->mail->id, &event, NULL, f);
}

static enum outcome unit_replies(struct incoming *in, struct fault *f)
{
    struct request r;
    struct known_fact known[FACT_COUNT];
    enum outcome o = requests_load(in->house->db, in->arena, in->thread.request_id, &r, f);
    if (o == DONE)
        o = facts_load(in->house->db, in->arena, r.id, known, f);
    if (o != DONE)
        return o;
    struct news news = {0};
    weigh(in, known, &news);
    if (r.state == STATE_CLARIFYING && news.useful > 0)
        o = take_facts(in, &news, f);
    bool asks = strchr(in->message->own_text, '?') != NULL;
    if (o != DONE || (r.state == STATE_CLARIFYING && news.useful > 0 && !news.conflict && !asks))
        return o;
    return incoming_task(in, news.conflict ? "conflict" : "reply",
                         news.conflict
                             ? "Verksamheten skriver något annat än det som ni har fyllt i. Läs "
                               "svaret och avgör vad som gäller."
                             : "Verksamheten har svarat. Läs svaret.",
                         f);
}

/* Who is chosen answers no question of interest: a no would be a withdrawal, and is a person's. */
static enum outcome is_chosen(struct incoming *in, bool *chosen, struct fault *f)
{
    struct placement p;
    enum outcome o =
        placements_find(in->house->db, in->arena, in->thread.request_id, in->thread.party, &p, f);
    *chosen = o == DONE && placement_stands(&p);
    return o;
}

/* Whoever writes for somebody who has died, or is erased, says no yes that the rules could take. */
static enum outcome is_gone(struct incoming *in, bool *gone, struct fault *f)
{
    struct person p;
    *gone = false;
    if (*in->thread.party != 'P')
        return DONE;
    enum outcome o =
        people_load(in->house->db, in->arena, strtoll(in->thread.party + 1, NULL, 10), &p, f);
    *gone = o == DONE && (p.deceased || p.erased_at >= 0);
    return o;
}

static enum outcome asked_replies(struct incoming *in, struct fault *f)
{
    bool chosen, gone;
    enum outcome found = is_chosen(in, &chosen, f);
    if (found == DONE && chosen)
        return incoming_task(in, "answer",
                             arena_printf(in->arena,
                                          "%s är vald till uppdraget och har svarat på ett brev. "
                                          "Läs mejlet och svara. Vill personen avstå, så ta "
                                          "tillbaka valet.",
                                          in->thread.party),
                             f);
    if (found == DONE)
        found = is_gone(in, &gone, f);
    if (found != DONE)
        return found;
    if (gone)
        return incoming_task(
            in, "answer", "Brevet gällde någon som inte längre är med. Läs mejlet och svara.", f);
    enum answer answer = in->reading->answer;
    if (answer == ANSWER_NONE)
        answer = reading_answer(in->arena, in->message->own_text);
    bool clear = answer == ANSWER_NO || (answer == ANSWER_YES && *in->thread.party == 'P');
    struct event event = {.kind = EVENT_ANSWER,
                          .request_id = in->thread.request_id,
                          .actor = in->thread.party,
                          .who = in->thread.party,
                          .answer = answer,
                          .how = "mail",
                          .text = "",
                          .inbox_id = in->mail->id};
    if (clear) {
        bool taken;
        enum outcome o = lending_offer(in->house, in->arena, &event, &taken, f);
        if (o != DONE || taken)
            return o;
    }
    return incoming_task(in, "answer",
                         clear ? "Ett svar har kommit, men förfrågan tar inte emot svar nu. Läs "
                                 "mejlet och svara."
                               : "Svaret är inte ett tydligt ja eller nej. Läs mejlet och svara.",
                         f);
}

/*
 * Once the assignment has been carried out, a mail most likely tells how it went; it is for staff
 * to enter, since it may be about anything.
 */
static enum outcome follows_up(struct incoming *in, bool *taken, struct fault *f)
{
    struct request r;
    struct followup fu;
    *taken = false;
    enum outcome o = requests_load(in->house->db, in->arena, in->thread.request_id, &r, f);
    if (o == DONE)
        o = followups_find(in->house->db, in->arena, r.id, in->thread.party, &fu, f);
    if (o != DONE || fu.id == 0 || fu.sent_at < 0 || r.advice)
        return o;
    *taken = true;
    return incoming_task(in, "answer",
                         arena_printf(in->arena,
                                      "%s har svarat med ett mejl efter uppdraget. Läs det. Gäller "
                                      "det uppföljningen, skriv in svaret.",
                                      *in->thread.party == 'P' ? in->thread.party : "Verksamheten"),
                         f);
}

enum outcome incoming_reply(struct incoming *in, struct fault *f)
{
    bool taken;
    if (in->thread.request_id == 0)
        return incoming_task(in, "reply", "Svar på ett brev från oss. Läs det.", f);
    enum outcome o = follows_up(in, &taken, f);
    if (o != DONE || taken)
        return o;
    if (strcmp(in->thread.party, "unit") == 0)
        return unit_replies(in, f);
    if (*in->thread.party == 'P' || *in->thread.party == 'A')
        return asked_replies(in, f);
    return incoming_task(in, "reply", "Svar på ett brev från oss. Läs det.", f);
}

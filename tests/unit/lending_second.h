/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Steps of the second half of a loan, at random, for the walk: choosing, withdrawing, agreements,
 * occasions, follow-ups, payment, people who come and go; and what must hold between any two steps
 * beyond what `levande check` looks at.
 */
#ifndef LEVANDE_TESTS_LENDING_SECOND_H
#define LEVANDE_TESTS_LENDING_SECOND_H

#include "lending_steps.h"

#include "lending/followup.h"
#include "lending/occasions.h"
#include "lending/people.h"

static inline uint32_t below(struct lending_house *h, uint32_t bound)
{
    return random_below(h->house.random, bound);
}

/* One row of what the text finds, by chance; "" where there is none. */
static inline const char *one_of(struct lending_house *h, const char *text)
{
    size_t count;
    char **list = text_split(h->arena, house_value(h, text), " ", &count);
    return count && *list[0] ? list[below(h, (uint32_t)count)] : "";
}

static inline int64_t id_of(struct lending_house *h, const char *text)
{
    return atoll(one_of(h, text));
}

/* What is refused is refused for a reason, and leaves the book as it was. */
static inline void done_or_refused(struct lending_house *h, enum outcome o, const char *before)
{
    if (o == DONE)
        return;
    assert_int_equal(o, NEVER);
    if (h->fault.code != EXIT_DATA && h->fault.code != EXIT_NO_INPUT)
        fail_msg("refused with %d: %s", (int)h->fault.code, h->fault.text);
    assert_string_equal(house_dump(h), before);
}

static inline void happens(struct lending_house *h, struct event event)
{
    const char *before = house_dump(h);
    if (!event.actor)
        event.actor = "staff:1";
    done_or_refused(h, lending_event(&h->house, h->arena, &event, NULL, &h->fault), before);
}

static inline int64_t a_request(struct lending_house *h)
{
    return id_of(h, "SELECT id FROM request");
}

/* ---- The choice ---- */

static inline void somebody_says_yes(struct lending_house *h)
{
    int64_t request = id_of(h, "SELECT id FROM request WHERE state IN ('inviting', 'choosing')");
    const char *who = one_of(h, arena_printf(h->arena,
                                             "SELECT 'P' || person_id FROM invitation"
                                             " WHERE person_id IS NOT NULL AND request_id = %lld",
                                             (long long)request));
    if (*who)
        happens(h, (struct event){.kind = EVENT_ANSWER,
                                  .request_id = request,
                                  .who = who,
                                  .answer = below(h, 5) ? ANSWER_YES : ANSWER_NO,
                                  .how = "page",
                                  .actor = who,
                                  .text = ""});
}

static inline void a_choice(struct lending_house *h)
{
    int64_t request = a_request(h);
    const char *who = one_of(h, arena_printf(h->arena,
                                             "SELECT 'P' || person_id FROM invitation WHERE state"
                                             " = 'yes' AND person_id IS NOT NULL AND request_id ="
                                             " %lld",
                                             (long long)request));
    const char *const names[] = {who, who};
    happens(h, (struct event){.kind = EVENT_CHOOSE,
                              .request_id = request,
                              .names = names,
                              .name_count = *who ? 1 + below(h, 2) : 0,
                              .actor = below(h, 2) ? "unit" : "staff:1",
                              .finished = below(h, 3) == 0});
}

/* The request and the representative of a placement, whether it stands or not. */
static inline int64_t a_placement(struct lending_house *h, const char **who)
{
    const char *pair =
        one_of(h, "SELECT request_id || ':P' || person_id FROM placement ORDER BY id DESC LIMIT 6");
    const char *colon = strchr(pair, ':');
    *who = colon ? colon + 1 : "P1";
    return atoll(pair);
}

static inline void a_withdrawal(struct lending_house *h)
{
    static const char *const parties[] = {"unit", "representative", "staff"};
    const char *who, *party = parties[below(h, 3)];
    int64_t request = a_placement(h, &who);
    happens(h, (struct event){.kind = EVENT_WITHDRAW,
                              .request_id = request,
                              .who = who,
                              .party = party,
                              .actor = *party == 'u'   ? "unit"
                                       : *party == 'r' ? who
                                                       : "staff:1",
                              .text = ""});
}

/* ---- The agreement ---- */

static inline void an_agreement_step(struct lending_house *h)
{
    static const enum event_kind kinds[] = {EVENT_PROPOSE, EVENT_COMMENT, EVENT_ACCEPT,
                                            EVENT_ACCEPT, EVENT_ACCEPT};
    const char *who, *party = below(h, 2) ? "unit" : "representative";
    int64_t request = a_placement(h, &who);
    const char *newest = arena_printf(h->arena,
                                      "FROM agreement JOIN placement ON placement.id = placement_id"
                                      " WHERE request_id = %lld AND 'P' || person_id = '%s'"
                                      " ORDER BY version DESC LIMIT %u",
                                      (long long)request, who, 1 + below(h, 2));
    const char *text = arena_printf(h->arena, "Ord %u", below(h, 9));
    happens(h, (struct event){.kind = kinds[below(h, 5)],
                              .request_id = request,
                              .who = who,
                              .party = party,
                              .actor = *party == 'u' ? "unit" : who,
                              .hash = one_of(h, arena_printf(h->arena, "SELECT sha256 %s", newest)),
                              .how = "page",
                              .text = text,
                              .body = arena_printf(h->arena, "{\"task\":\"%s\"}", text)});
}

static inline void both_agree(struct lending_house *h)
{
    const char *who;
    int64_t request = a_placement(h, &who);
    const char *hash = house_value(
        h, arena_printf(h->arena,
                        "SELECT sha256 FROM agreement JOIN placement ON placement.id ="
                        " placement_id WHERE request_id = %lld AND 'P' || person_id = '%s'"
                        " ORDER BY version DESC LIMIT 1",
                        (long long)request, who));
    for (int i = 0; i < 2; i++)
        happens(h, (struct event){.kind = EVENT_ACCEPT,
                                  .request_id = request,
                                  .who = who,
                                  .party = i ? "unit" : "representative",
                                  .hash = hash,
                                  .how = "phone"});
}

/* ---- Occasions ---- */

static inline void an_occasion(struct lending_house *h)
{
    int64_t request = a_request(h);
    struct date day =
        date_add(civil_from_instant(clock_now(&h->house.clock)).date, (int)below(h, 30));
    const char *date = date_text(h->arena, day);
    struct occasion_change change = {
        .what = (int)below(h, 3),
        .id = id_of(h, arena_printf(h->arena, "SELECT id FROM occasion WHERE request_id = %lld",
                                    (long long)request)),
        .starts = arena_printf(h->arena, "%sT%02u:00", date, 8 + below(h, 6)),
        .ends = arena_printf(h->arena, "%sT%02u:00", date, 15 + below(h, 5))};
    if (change.what == OCCASION_MOVE && below(h, 2))
        change = (struct occasion_change){
            .what = OCCASION_MOVE, .id = change.id, .access = "Ring på klockan."};
    const char *before = house_dump(h);
    done_or_refused(h,
                    lending_occasion(&h->house, h->arena, request, below(h, 2) ? "unit" : "staff:1",
                                     &change, NULL, &h->fault),
                    before);
}

static inline void to_the_next_timer(struct lending_house *h)
{
    const char *due = house_value(h, "SELECT min(due_at) FROM timer");
    instant at = instant_from_text(due);
    if (at > clock_now(&h->house.clock))
        h->house.clock.offset += at - clock_now(&h->house.clock);
    timers_ring(h);
}

/* ---- What comes of it ---- */

static inline void a_followup(struct lending_house *h)
{
    static const char *const said[] = {"5", "1", "", "yes"};
    int64_t request = id_of(h, "SELECT DISTINCT request_id FROM followup");
    const char *party =
        one_of(h, arena_printf(h->arena, "SELECT party FROM followup WHERE request_id = %lld",
                               (long long)request));
    json_t *answers = json_object();
    if (strcmp(party, "unit") == 0)
        followup_put(h->arena, answers, party, "changed", below(h, 3) ? "Kallelsen är ny." : "",
                     &h->fault);
    else if (*party)
        followup_put(h->arena, answers, party, "process", said[below(h, 3)], &h->fault);
    if (*party && below(h, 2))
        followup_put(h->arena, answers, party, "paid", below(h, 2) ? "yes" : "no", &h->fault);
    struct followup_said x = {.request_id = request,
                              .party = *party ? party : "unit",
                              .answers = answers,
                              .adds = below(h, 2),
                              .how = below(h, 2) ? "page" : "phone",
                              .actor = "staff:1"};
    const char *before = house_dump(h);
    done_or_refused(h, lending_followup(&h->house, h->arena, &x, &h->fault), before);
    json_decref(answers);
}

static inline void a_payment(struct lending_house *h)
{
    static const char *const paid[] = {"yes", "no", "declined"};
    const char *pair = one_of(h, "SELECT request_id || ':' || compensation.id FROM compensation"
                                 " JOIN placement ON placement.id = placement_id");
    const char *colon = strchr(pair, ':');
    struct pay_report report = {.minutes = (int)below(h, 300),
                                .travel_minutes = -1,
                                .travel_km = (int)below(h, 40),
                                .travel_ore = -1,
                                .receipts = "Buss",
                                .f_tax = -1};
    happens(h, (struct event){.kind = below(h, 2) ? EVENT_PAID : EVENT_REPORT,
                              .request_id = atoll(pair),
                              .subject_id = colon ? atoll(colon + 1) : 1,
                              .party = below(h, 2) ? "unit" : "P1",
                              .paid = paid[below(h, 3)],
                              .report = &report});
}

static inline void an_end(struct lending_house *h)
{
    static const enum event_kind ends[] = {EVENT_DONE, EVENT_CLOSE, EVENT_CANCEL};
    if (below(h, 4))
        return;
    happens(h, (struct event){.kind = ends[below(h, 3)], .request_id = a_request(h), .text = ""});
}

/* ---- People come and go ---- */

static inline void a_nomination(struct lending_house *h)
{
    int64_t request = a_request(h);
    const char *who =
        one_of(h, arena_printf(h->arena,
                               "SELECT 'A' || association_id FROM invitation WHERE association_id"
                               " IS NOT NULL AND request_id = %lld",
                               (long long)request));
    unsigned n = below(h, 9);
    happens(h, (struct event){.kind = EVENT_NOMINATE,
                              .request_id = request,
                              .who = *who ? who : "A1",
                              .actor = *who ? who : "A1",
                              .text = arena_printf(h->arena, "Namn %u", n),
                              .email = arena_printf(h->arena, "n%u@example.com", n)});
}

static inline void a_person_changes(struct lending_house *h)
{
    const struct roster_change changes[] = {{"email", "other@example.net"},
                                            {"email", ""},
                                            {"paused_until", "2027-12-31"},
                                            {"paused_until", ""},
                                            {"deceased", "yes"}};
    int64_t id = id_of(h, "SELECT id FROM person WHERE erased_at IS NULL");
    size_t which = below(h, 8);
    if (which >= 4 && below(h, 2)) /* few are lost */
        return;
    const char *before = house_dump(h);
    enum outcome o = which > 6 ? roster_person_erase(&h->house, h->arena, "staff:1", id, &h->fault)
                               : roster_person_set(&h->house, h->arena, "staff:1", id,
                                                   &changes[which < 5 ? which : 0], 1, &h->fault);
    done_or_refused(h, o, before);
}

static inline void the_unit_moves(struct lending_house *h)
{
    struct fact facts[FACT_COUNT] = {{0}};
    static const char *const addresses[] = {"ny@vgregion.example", "annan@vgregion.example"};
    static const char *const people[] = {"1", "2", "3"};
    facts[FACT_CONTACT_EMAIL] = (struct fact){addresses[below(h, 2)], "staff:1"};
    if (below(h, 2))
        facts[FACT_PEOPLE_MIN] = (struct fact){people[below(h, 3)], "staff:1"};
    int64_t request = a_request(h);
    struct event event = {.kind = EVENT_FACTS, .request_id = request, .actor = "staff:1"};
    const char *before = house_dump(h);
    done_or_refused(h,
                    lending_facts(&h->house, h->arena, request, ORIGIN_STAFF, facts, 0, &event,
                                  NULL, &h->fault),
                    before);
}

/* ---- What holds between any two steps ---- */

#define STANDS "placement.state NOT IN ('withdrawn', 'cancelled')"
#define OPEN_TASK "SELECT 1 FROM task WHERE task.request_id = request.id AND closed_at IS NULL"
#define OF_REQUEST "SELECT 1 FROM placement WHERE placement.request_id = request.id AND " STANDS

static const struct {
    const char *what, *text;
} second_half_laws[] = {
    {"agreed: all who stand have agreed",
     "SELECT number FROM request WHERE state = 'agreed' AND (NOT EXISTS (" OF_REQUEST ")"
     " OR EXISTS (" OF_REQUEST " AND placement.state <> 'agreed'))"},
    {"connected: somebody stands, and has not agreed",
     "SELECT number FROM request WHERE state = 'connected' AND NOT EXISTS (" OF_REQUEST
     " AND placement.state = 'chosen')"},
    {"carried out: nobody is left as if it lay ahead",
     "SELECT number FROM request WHERE state IN ('carried_out', 'followed_up', 'closed')"
     " AND EXISTS (" OF_REQUEST " AND placement.state IN ('chosen', 'agreed'))"},
    {"nothing is forgotten: a timer, a task or a letter is on its way",
     "SELECT number || ':' || state FROM request WHERE state NOT IN ('closed', 'cancelled',"
     " 'declined', 'unfilled') AND NOT EXISTS (" OPEN_TASK ") AND NOT EXISTS (SELECT 1 FROM"
     " timer WHERE timer.request_id = request.id) AND NOT EXISTS (SELECT 1 FROM letter"
     " WHERE letter.request_id = request.id AND letter.state NOT IN ('sent', 'dropped',"
     " 'printed'))"},
    {"an occasion that lies ahead of somebody has its end",
     "SELECT occasion.id FROM occasion JOIN request ON request.id = request_id"
     " WHERE occasion.state = 'planned' AND request.state IN ('inviting', 'choosing',"
     " 'connected', 'agreed') AND EXISTS (" OF_REQUEST ") AND NOT EXISTS (SELECT 1 FROM timer"
     " WHERE timer.request_id = request.id AND kind = 'over'"
     " AND subject = CAST(occasion.id AS TEXT))"},
    {"an agreement that does not stand is minded",
     "SELECT placement.id FROM placement JOIN request ON request.id = request_id"
     " WHERE placement.state = 'chosen' AND NOT EXISTS (SELECT 1 FROM timer WHERE kind ="
     " 'agree' AND timer.request_id = request.id AND subject = 'P' || person_id)"
     " AND NOT EXISTS (" OPEN_TASK " AND kind = 'agreement' AND subject = 'P' || person_id)"},
    {"one who was chosen and stands has heard of it, or will",
     "SELECT placement.id FROM placement JOIN request ON request.id = request_id JOIN person"
     " ON person.id = person_id WHERE " STANDS " AND deceased = 0 AND erased_at IS NULL AND"
     " NOT EXISTS (SELECT 1 FROM letter WHERE letter.request_id = request.id AND purpose ="
     " 'connected_person' AND letter.state <> 'dropped' AND recipient = 'P' || person_id)"},
    {"no letter asks for what is over",
     "SELECT letter.id FROM letter JOIN request ON request.id = request_id WHERE letter.state"
     " IN ('queued', 'deferred') AND (purpose LIKE 'invitation_%' OR purpose IN"
     " ('reminder_answer', 'candidates')) AND request.state NOT IN ('inviting', 'choosing')"},
    {"no reminder of an agreement of one who has left",
     "SELECT letter.id FROM letter JOIN placement ON placement.request_id = letter.request_id"
     " WHERE letter.state IN ('queued', 'deferred') AND purpose IN ('agreement_reminder', "
     "'agreement_changed')"
     " AND NOT (" STANDS ") AND (recipient = 'P' || person_id"
     " OR cause LIKE 'P' || person_id || ':%')"},
    {"no letter to the dead",
     "SELECT letter.id FROM letter JOIN person ON recipient = 'P' || person.id"
     " WHERE letter.state IN ('queued', 'deferred') AND (deceased = 1 OR erased_at IS NOT"
     " NULL)"},
    {"what is owed is minded",
     "SELECT compensation.id FROM compensation JOIN placement ON placement.id = placement_id"
     " JOIN request ON request.id = request_id WHERE coalesce(paid, 'no') = 'no'"
     " AND request.state NOT IN ('closed')"
     " AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.request_id = request.id AND kind ="
     " 'paid' AND subject = CAST(compensation.id AS TEXT)) AND NOT EXISTS (" OPEN_TASK
     " AND kind = 'unpaid')"},
    {"private: no letter to a person names illness or unit",
     "SELECT id || ':' || purpose FROM letter WHERE recipient LIKE 'P%' AND purpose <>"
     " 'message' AND (view LIKE '%stroke%' OR view LIKE '%Södra sjukhuset%')"},
    {"private: no letter that names a representative names an illness",
     "SELECT id || ':' || purpose FROM letter WHERE recipient = 'unit' AND view LIKE '%Person"
     " _%' AND view LIKE '%stroke%'"},
    {"a task is about something that is not over",
     "SELECT number || ':' || task.kind FROM request JOIN task ON task.request_id = request.id"
     " WHERE request.state IN ('closed', 'cancelled', 'declined', 'unfilled') AND closed_at"
     " IS NULL AND task.kind IN ('choose', 'wave', 'nobody', 'short', 'route', 'unit_silent',"
     " 'agreement', 'no_occasions', 'guardian')"},
};

static inline void second_half_sound(struct lending_house *h)
{
    sqlite3 *engine = house_engine(h);
    for (size_t i = 0; i < sizeof second_half_laws / sizeof second_half_laws[0]; i++) {
        sqlite3_stmt *row = NULL;
        if (sqlite3_prepare_v2(engine, second_half_laws[i].text, -1, &row, NULL) != SQLITE_OK)
            fail_msg("%s: %s", second_half_laws[i].what, sqlite3_errmsg(engine));
        if (sqlite3_step(row) == SQLITE_ROW)
            fail_msg("%s: %s", second_half_laws[i].what, (const char *)sqlite3_column_text(row, 0));
        sqlite3_finalize(row);
    }
    sqlite3_close(engine);
}

#endif

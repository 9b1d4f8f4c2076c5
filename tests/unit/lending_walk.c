/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A walk at random: mails, staff, servers and the clock do what they can, in any order, and after
 * every step the invariants hold, the trail is whole, and nobody was asked twice. What is refused
 * leaves the book as it was. Four walks as a rule, as many as LEVANDE_WALKS says where it is set;
 * each tells its seed, so that it can be walked again.
 */
#include "lending_second.h"

enum { WALKS = 4, STEPS = 120, PEOPLE = 6, GROUPS = 2 };

static const char *anybody(struct lending_house *h)
{
    uint32_t n = below(h, PEOPLE + GROUPS + 1);
    if (n == 0)
        return "unit";
    return n <= PEOPLE ? arena_printf(h->arena, "P%u", n)
                       : arena_printf(h->arena, "A%u", n - PEOPLE);
}

static int64_t any_request(struct lending_house *h)
{
    int64_t most = atoll(house_value(h, "SELECT coalesce(max(id), 0) FROM request"));
    return most ? 1 + below(h, (uint32_t)most) : 0;
}

static const char *any_body(struct lending_house *h)
{
    static const char *const bodies[] = {
        whole_request, part_request,   the_rest, "Ja, gärna!\r\n",        "Nej tack.\r\n",
        "Kanske?\r\n", "Antal: 3\r\n", "",       "Vi ses på torsdag.\r\n"};
    return bodies[below(h, sizeof bodies / sizeof bodies[0])];
}

/* To the library, or to the token of a letter that was sent, from its reader or from another. */
static void a_mail(struct lending_house *h)
{
    static const char *const machines[] = {"", "", "", "Auto-Submitted: auto-replied\r\n",
                                           "Precedence: list\r\n"};
    int64_t most = atoll(house_value(h, "SELECT coalesce(max(id), 0) FROM letter"));
    const char *to = LIBRARY, *from = below(h, 4) ? UNIT : "x@elsewhere.example";
    letters_note(h);
    if (most && below(h, 3)) {
        int64_t id = 1 + below(h, (uint32_t)most);
        to = reply_address(h, h->tokens[id]);
        from = house_value(
            h, arena_printf(h->arena, "SELECT address FROM letter WHERE id = %lld", (long long)id));
    }
    mail_comes(h, .to = to, .from = *from ? from : UNIT, .body = any_body(h),
               .headers = machines[below(h, 5)]);
}

static void staff_act(struct lending_house *h)
{
    static const char *const routes[] = {"pool", "both", "association", "association_first"};
    const char *names[] = {anybody(h), anybody(h)};
    const char *who = anybody(h);
    enum event_kind kind =
        (enum event_kind)below(h, EVENT_NOMINATE); /* the rest: lending_second.h */
    if (kind == EVENT_LETTER_SENT || kind == EVENT_LETTER_FAILED)
        return; /* letters have steps of their own */
    if (kind == EVENT_INVITE && (*names[0] == 'u' || *names[1] == 'u'))
        return;
    if (kind == EVENT_CANCEL && below(h, 3))
        return;
    const char *before = house_dump(h);
    struct event event = {.kind = kind,
                          .request_id = any_request(h),
                          .actor = "staff:1",
                          .sure = below(h, 2),
                          .route = routes[below(h, 4)],
                          .route_by = "staff",
                          .text = arena_printf(h->arena, "Ord %d", h->mails),
                          .who = who,
                          .names = names,
                          .name_count = 2,
                          .answer = (enum answer)(ANSWER_YES + below(h, 3)),
                          .party = below(h, 2) ? "unit" : "representative",
                          .how = "staff"};
    enum outcome o = lending_event(&h->house, h->arena, &event, NULL, &h->fault);
    if (o == DONE)
        return;
    assert_int_equal(o, NEVER);
    assert_true(h->fault.code == EXIT_DATA || h->fault.code == EXIT_NO_INPUT);
    assert_string_equal(house_dump(h), before);
}

static void a_wave(struct lending_house *h)
{
    enum outcome o = lending_wave(&h->house, h->arena, any_request(h), "staff:1", NULL, &h->fault);
    assert_true(o == DONE || (o == NEVER && h->fault.code != EXIT_INTERNAL));
}

/* Some of what is queued leaves, fails, is uncertain, or is held. */
static void the_server(struct lending_house *h)
{
    static const char *const ends[] = {"sent", "sent", "sent", "failed", "unknown", "held"};
    const char *end = ends[below(h, 6)];
    const char *now = instant_to_text(h->arena, clock_now(&h->house.clock));
    letters_note(h);
    house_sql(h, arena_printf(h->arena,
                              "UPDATE letter SET state = '%s', made = 1, noticed = 0, ended_at ="
                              " '%s', begun_at = '%s', token = CASE WHEN '%s' = 'sent' THEN NULL"
                              " ELSE token END WHERE state = 'queued' AND id %% 2 = %u",
                              end, now, now, end, below(h, 2)));
    letters_notice(h);
}

static void somebody_sends_again(struct lending_house *h)
{
    int64_t most = atoll(house_value(h, "SELECT coalesce(max(id), 0) FROM letter"));
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    if (lending_send_again(&h->house, h->arena, 1 + below(h, (uint32_t)most + 1), &h->fault) ==
        DONE)
        assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    else
        db_rollback(h->house.db);
}

static void time_passes(struct lending_house *h)
{
    h->house.clock.offset += HOURS(1 + (int64_t)below(h, 48));
    timers_ring(h);
}

/* Asked, and two have said yes. */
static void begin_with_a_yes(struct lending_house *h)
{
    request_comes(h);
    happens(h, (struct event){
                   .kind = EVENT_ROUTE, .request_id = 1, .route = "pool", .route_by = "staff"});
    staff_invites(h, "P1 P2 P3 P4");
    letters_leave(h);
    for (int i = 1; i <= 2; i++)
        happens(h, (struct event){.kind = EVENT_ANSWER,
                                  .request_id = 1,
                                  .who = arena_printf(h->arena, "P%d", i),
                                  .answer = ANSWER_YES,
                                  .how = "page",
                                  .text = ""});
}

typedef void step(struct lending_house *h);

static void walk(struct lending_house *h)
{
    static step *const steps[] = {a_mail,
                                  a_mail,
                                  staff_act,
                                  staff_act,
                                  staff_act,
                                  a_wave,
                                  the_server,
                                  the_server,
                                  time_passes,
                                  somebody_sends_again,
                                  somebody_says_yes,
                                  somebody_says_yes,
                                  a_choice,
                                  a_choice,
                                  a_withdrawal,
                                  an_agreement_step,
                                  an_agreement_step,
                                  both_agree,
                                  an_occasion,
                                  to_the_next_timer,
                                  to_the_next_timer,
                                  a_followup,
                                  a_payment,
                                  an_end,
                                  a_nomination,
                                  a_person_changes,
                                  the_unit_moves};
    bool late = h->seed.seed % 2 == 0; /* half of them begin where somebody has said yes */
    h->settings.routing.automatic = below(h, 2);
    house_people(h, PEOPLE, "stroke");
    for (int i = 1; i <= GROUPS; i++)
        house_association(h, arena_printf(h->arena, "Förening %d", i),
                          arena_printf(h->arena, "a%d@example.net", i), "stroke");
    if (late)
        begin_with_a_yes(h);
    for (int i = 0; i < STEPS; i++) {
        steps[below(h, sizeof steps / sizeof steps[0])](h);
        house_sound(h);
        second_half_sound(h);
    }
    assert_book(h,
                "SELECT count(*) FROM (SELECT 1 FROM invitation GROUP BY request_id, person_id,"
                " association_id HAVING count(*) > 1)",
                "0");
    assert_book(h, "SELECT count(*) FROM search WHERE basis = ''", "0");
    assert_book(h,
                "SELECT count(*) FROM letter WHERE recipient = 'unit' AND purpose ="
                " 'acknowledgement' GROUP BY request_id HAVING count(*) > 1",
                "");
}

static void any_order_of_steps_keeps_the_invariants(void **state)
{
    (void)state;
    const char *wanted = getenv("LEVANDE_WALKS");
    uint64_t walks = wanted ? strtoull(wanted, NULL, 10) : WALKS;
    for (uint64_t seed = 1; seed <= walks; seed++) {
        void *own = NULL;
        assert_int_equal(house_make(&own), 0);
        struct lending_house *h = own;
        h->seed.seed = seed;
        print_message("walk %llu\n", (unsigned long long)seed);
        walk(h);
        assert_int_equal(house_over(&own), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_of_steps_keeps_the_invariants),
    };
    return cmocka_run_group_tests_name("lending_walk", tests, house_group, house_group_over);
}

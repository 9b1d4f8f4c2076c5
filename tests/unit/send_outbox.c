/* SPDX-License-Identifier: EUPL-1.2 */
/* Which letter goes next, and what is written of the last: on a real book. */
#include "send_book.h"

#include "store/sending.h"

static struct sending_policy policy_at(const char *when)
{
    return (struct sending_policy){.now = instant_from_text(when), .asks = true, .crash = UNSURE};
}

#define NOON "2027-03-01T12:00:00.000Z"

static struct sending_turn turn(struct book *b, const struct sending_result *last,
                                const struct sending_policy *p)
{
    struct sending_turn t;
    struct fault f = {0};
    if (sending_turn(b->db, b->arena, last, p, &t, &f) != DONE)
        fail_msg("%s", f.text);
    return t;
}

static void urgent_first_then_turn_about_between_requests(void **state)
{
    struct book *b = *state;
    static const struct row rows[] = {
        {1, 1, 1, 0, NULL, NULL}, {2, 1, 1, 1, NULL, NULL}, {3, 1, 1, 2, NULL, NULL},
        {4, 2, 1, 0, NULL, NULL}, {5, 2, 1, 1, NULL, NULL}, {6, 0, 0, 0, NULL, NULL},
        {7, 3, 1, 0, NULL, NULL},
    };
    static const int order[] = {6, 1, 4, 7, 2, 5, 3};
    for (size_t i = 0; i < 7; i++)
        book_letter(b, rows[i]);
    struct sending_policy p = policy_at(NOON);
    struct sending_result last = {0};
    for (size_t i = 0; i < 7; i++) {
        struct sending_turn t = turn(b, &last, &p);
        assert_true(t.has_letter);
        assert_int_equal(t.letter.id, order[i]);
        assert_value(b, "SELECT count(*) FROM letter WHERE state = 'sending'", "1");
        last = (struct sending_result){.id = t.letter.id, .outcome = DONE, .answer = "250 Ok"};
    }
    assert_false(turn(b, &last, &p).has_letter);
    assert_value(b, "SELECT count(*) FROM letter WHERE state = 'sent' AND noticed = 0", "7");
}

static void outside_the_hours_only_the_urgent_go(void **state)
{
    struct book *b = *state;
    book_letter(b, (struct row){1, 1, 1, 0, NULL, NULL});
    book_letter(b, (struct row){2, 1, 0, 0, NULL, NULL});
    struct sending_policy p = policy_at(NOON);
    p.asks = false;
    struct sending_turn t = turn(b, NULL, &p);
    assert_int_equal(t.letter.id, 2);
    const struct sending_result last = {.id = 2, .outcome = DONE, .answer = ""};
    t = turn(b, &last, &p);
    assert_false(t.has_letter);
    assert_int_equal(t.next_at, INSTANT_NEVER);
}

static void what_is_not_ready_waits(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    book_letter(b, (struct row){1, 1, 0, 0, NULL, "made = 0"});
    book_letter(b, (struct row){2, 1, 0, 0, NULL, "state = 'dropped'"});
    book_letter(b, (struct row){3, 1, 0, 0, NULL, "state = 'held'"});
    book_letter(b, (struct row){4, 1, 0, 0, NULL, "next_at = '2027-03-01T12:00:00.001Z'"});
    struct sending_turn t = turn(b, NULL, &p);
    assert_false(t.has_letter);
    assert_false(t.waiting);
    assert_int_equal(t.next_at, p.now + 1);
    p.now++;
    assert_int_equal(turn(b, NULL, &p).letter.id, 4);
}

/* Invariant 3: what a move dropped after the last look is not sent. */
static void a_letter_dropped_meanwhile_is_never_claimed(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    book_letter(b, (struct row){1, 1, 0, 0, NULL, NULL});
    book_letter(b, (struct row){2, 1, 0, 1, NULL, NULL});
    assert_int_equal(turn(b, NULL, &p).letter.id, 1);
    book_sql(b, "UPDATE letter SET state = 'dropped' WHERE id = 2");
    const struct sending_result last = {.id = 1, .outcome = DONE, .answer = ""};
    assert_false(turn(b, &last, &p).has_letter);
    assert_value(b, "SELECT state FROM letter WHERE id = 2", "dropped");
    assert_value(b, "SELECT attempts FROM letter WHERE id = 2", "0");
}

static void a_turn_settles_as_it_was_told(void **state)
{
    struct book *b = *state;
    static const struct {
        enum outcome outcome, crash;
        bool uncounted, given_up;
        const char *becomes, *attempts, *noticed;
    } table[] = {
        {DONE, UNSURE, false, false, "sent", "1", "0"},
        {AGAIN, UNSURE, false, false, "deferred", "1", "1"},
        {AGAIN, UNSURE, true, false, "deferred", "0", "1"},
        {AGAIN, UNSURE, false, true, "failed", "1", "0"},
        {NEVER, UNSURE, false, false, "failed", "1", "0"},
        {UNSURE, UNSURE, false, false, "unknown", "1", "0"},
        {UNSURE, AGAIN, false, false, "deferred", "1", "1"},
        {UNSURE, NEVER, false, false, "dropped", "1", "0"},
    };
    struct sending_policy p = policy_at(NOON);
    for (int i = 0; i < (int)(sizeof table / sizeof table[0]); i++) {
        book_letter(b, (struct row){i + 1, 0, 0, 0, NULL, NULL});
        assert_int_equal(turn(b, NULL, &p).letter.id, i + 1);
        p.crash = table[i].crash;
        p.only_settle = true;
        const struct sending_result last = {.id = i + 1,
                                            .outcome = table[i].outcome,
                                            .answer = "451 4.3.0 \x01later",
                                            .next_at = table[i].given_up ? INSTANT_NEVER
                                                                         : p.now + MINUTES(5),
                                            .uncounted = table[i].uncounted};
        struct sending_turn t = turn(b, &last, &p);
        assert_false(t.has_letter);
        assert_true(t.settled || table[i].noticed[0] == '1');
        assert_true(!t.settled || table[i].outcome != AGAIN || table[i].given_up);
        p.only_settle = false;
        const char *where = arena_printf(b->arena, " FROM letter WHERE id = %d", i + 1);
        assert_value(b, arena_printf(b->arena, "SELECT state%s", where), table[i].becomes);
        assert_value(b, arena_printf(b->arena, "SELECT attempts%s", where), table[i].attempts);
        assert_value(b, arena_printf(b->arena, "SELECT noticed%s", where), table[i].noticed);
        assert_value(b, arena_printf(b->arena, "SELECT answer%s", where), "451 4.3.0  later");
    }
}

static void what_nobody_knows_is_sent_again_twice_at_most(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.crash = AGAIN;
    book_letter(b, (struct row){1, 0, 0, 0, NULL, NULL});
    struct sending_result last = {0};
    int times = 0;
    for (; turn(b, &last, &p).has_letter && times < 10; times++)
        last = (struct sending_result){.id = 1, .outcome = UNSURE, .answer = "", .next_at = p.now};
    assert_int_equal(times, 3);
    assert_value(b, "SELECT state FROM letter", "unknown");
}

static void a_sent_letter_keeps_no_token(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    book_letter(b, (struct row){1, 0, 0, 0, NULL, NULL});
    struct sending_turn t = turn(b, NULL, &p);
    assert_string_equal(t.letter.reply_token, REPLY_TOKEN);
    assert_non_null(strstr(t.letter.raw, TOKEN));
    assert_string_equal(t.letter.address, "p1@example.net");
    const struct sending_result last = {.id = 1, .outcome = DONE, .answer = "250 Ok"};
    turn(b, &last, &p);
    assert_value(b, "SELECT token FROM letter", "");
    const char *raw = book_value(b, "SELECT raw FROM letter_body");
    assert_null(strstr(raw, TOKEN));
    assert_null(strstr(raw, REPLY_TOKEN));
    assert_non_null(strstr(raw, "Reply-To: l+xxxxxxxxxxxxxxxxxxxxxxxxxx@example.org"));
    assert_non_null(strstr(raw, "link xxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"));
}

static void caps_hold_letters_and_a_person_lets_them_past(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.address_per_day = 2;
    const char *earlier = "state = 'sent', begun_at = '2027-03-01T09:00:00.000Z'";
    book_letter(b, (struct row){1, 1, 0, 0, "a@example.net", earlier});
    book_letter(b, (struct row){2, 2, 0, 0, "a@example.net", earlier});
    book_letter(b, (struct row){3, 3, 0, 0, "a@example.net", NULL});
    book_letter(b, (struct row){4, 3, 0, 1, "a@example.net", "released = 1"});
    book_letter(b, (struct row){5, 3, 0, 2, "b@example.net", NULL});
    struct sending_turn t = turn(b, NULL, &p);
    assert_int_equal(t.letter.id, 4);
    assert_int_equal(t.held, 1);
    assert_true(t.settled);
    assert_value(b, "SELECT state || noticed || answer FROM letter WHERE id = 3",
                 "held0address_per_day");
    const struct sending_result last = {.id = 4, .outcome = DONE, .answer = ""};
    assert_int_equal(turn(b, &last, &p).letter.id, 5);
}

#define SENT_AT(purpose)                                                                           \
    "state = 'sent', begun_at = '2027-03-01T11:30:00.000Z', purpose = '" purpose "'"

/* Anybody may ask for a link to be sent to any address: it takes nothing from other letters. */
static void strangers_use_up_a_third_of_a_cap_and_no_more(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.address_per_day = 6;
    for (int i = 1; i <= 4; i++)
        book_letter(b, (struct row){i, 0, 0, 0, "a@example.net",
                                    i % 2 ? SENT_AT("new_link") : SENT_AT("confirm_request")});
    book_letter(b, (struct row){5, 0, 0, 0, "a@example.net", "purpose = 'new_link'"});
    book_letter(b, (struct row){6, 0, 0, 0, "a@example.net", "purpose = 'confirm_request'"});
    for (int i = 7; i <= 11; i++)
        book_letter(b, (struct row){i, 1, 0, 0, "a@example.net", SENT_AT("message")});
    book_letter(b, (struct row){12, 1, 0, 0, "a@example.net", NULL});
    assert_int_equal(turn(b, NULL, &p).letter.id, 12);
    assert_value(b, "SELECT group_concat(id) FROM letter WHERE state = 'held'", "5,6");
    p.address_per_day = 0;
    p.all_per_hour = 13;
    book_sql(b, "UPDATE letter SET state = 'queued' WHERE id IN (5, 6)");
    assert_false(turn(b, NULL, &p).has_letter);
    assert_value(b, "SELECT answer FROM letter WHERE id = 5", "all_per_hour");
}

/* A unit may want a new link long after: those of strangers are bounded by the day alone. */
static void what_strangers_ask_for_is_not_counted_for_a_request(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.request_per_address = 1;
    book_letter(b, (struct row){1, 1, 0, 0, "a@example.net", SENT_AT("new_link")});
    book_letter(b, (struct row){2, 1, 0, 0, "a@example.net", "cause = 'x', purpose = 'new_link'"});
    book_letter(b, (struct row){3, 1, 0, 0, "a@example.net", NULL});
    assert_int_equal(turn(b, NULL, &p).letter.id, 2);
    const struct sending_result last = {.id = 2, .outcome = DONE, .answer = ""};
    assert_int_equal(turn(b, &last, &p).letter.id, 3);
}

static void an_address_is_the_same_in_capitals(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.address_per_day = 1;
    book_letter(b, (struct row){1, 1, 0, 0, "Anna@Example.net", SENT_AT("message")});
    book_letter(b, (struct row){2, 1, 0, 0, "anna@example.net", NULL});
    assert_false(turn(b, NULL, &p).has_letter);
    p.address_per_day = 0;
    p.request_per_address = 1;
    book_letter(b, (struct row){3, 1, 0, 0, "ANNA@example.net", NULL});
    assert_false(turn(b, NULL, &p).has_letter);
    assert_value(b, "SELECT answer FROM letter WHERE id = 3", "request_per_address");
}

static void a_day_later_the_cap_of_a_day_is_over(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at("2027-03-02T09:00:00.001Z");
    p.address_per_day = 1;
    book_letter(b, (struct row){1, 1, 0, 0, "a@example.net",
                                "state = 'sent', begun_at = '2027-03-01T09:00:00.000Z'"});
    book_letter(b, (struct row){2, 2, 0, 0, "a@example.net", NULL});
    assert_int_equal(turn(b, NULL, &p).letter.id, 2);
}

static void each_cap_has_its_name(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    book_letter(b, (struct row){1, 1, 0, 0, "a@example.net",
                                "state = 'sent', begun_at = '2027-03-01T11:30:00.000Z'"});
    book_letter(b, (struct row){2, 1, 0, 0, "a@example.net", NULL});
    p.request_per_address = 1;
    assert_false(turn(b, NULL, &p).has_letter);
    assert_value(b, "SELECT answer FROM letter WHERE id = 2", "request_per_address");
    book_letter(b, (struct row){3, 2, 0, 0, "b@example.net", NULL});
    p.all_per_hour = 1;
    assert_false(turn(b, NULL, &p).has_letter);
    assert_value(b, "SELECT answer FROM letter WHERE id = 3", "all_per_hour");
}

static void one_turn_holds_a_hundred_at_most(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    p.address_per_day = 1;
    book_letter(b, (struct row){1, 1, 0, 0, "a@example.net",
                                "state = 'sent', begun_at = '2027-03-01T11:30:00.000Z'"});
    for (int i = 2; i < 122; i++)
        book_letter(b, (struct row){i, 1, 0, i, "a@example.net", NULL});
    assert_int_equal(turn(b, NULL, &p).held, 100);
    assert_int_equal(turn(b, NULL, &p).held, 20);
}

static void the_rate_says_how_long_to_wait(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at("2027-03-01T12:00:00.000Z");
    p.rate_per_minute = 2;
    struct sending_result last = {0};
    for (int i = 1; i <= 3; i++)
        book_letter(b, (struct row){i, 1, 0, i, NULL, NULL});
    for (int i = 1; i <= 2; i++) {
        struct sending_turn t = turn(b, &last, &p);
        assert_int_equal(t.letter.id, i);
        last = (struct sending_result){.id = i, .outcome = DONE, .answer = ""};
        p.now += SECONDS(10);
    }
    struct sending_turn t = turn(b, &last, &p);
    assert_false(t.has_letter);
    assert_int_equal(t.rate_ms, 40 * 1000);
    assert_value(b, "SELECT count(*) FROM letter WHERE state = 'sent'", "2");
    p.now += SECONDS(40);
    assert_int_equal(turn(b, NULL, &p).letter.id, 3);
}

static void recover_with(struct book *b, struct sending_policy p, const char *states)
{
    size_t count = 0;
    struct fault f = {0};
    book_sql(b, "DELETE FROM letter_body");
    book_sql(b, "DELETE FROM letter");
    book_letter(b, (struct row){1, 1, 0, 0, NULL, "state = 'sending', attempts = 1"});
    book_letter(b, (struct row){2, 1, 0, 0, NULL, "state = 'sending', attempts = 3"});
    book_letter(b, (struct row){3, 1, 0, 0, NULL, NULL});
    assert_int_equal(sending_recover(b->db, &p, &count, &f), DONE);
    assert_int_equal(count, 2);
    assert_value(b, "SELECT group_concat(state || noticed, ' ') FROM letter", states);
}

static void a_crash_is_settled_by_the_rule(void **state)
{
    struct book *b = *state;
    struct sending_policy p = policy_at(NOON);
    recover_with(b, p, "unknown0 unknown0 queued1");
    p.crash = AGAIN;
    recover_with(b, p, "queued1 unknown0 queued1");
    p.crash = NEVER;
    recover_with(b, p, "dropped0 dropped0 queued1");
    p.never_unknown = true;
    recover_with(b, p, "queued1 queued1 queued1");
    p.crash = UNSURE;
    recover_with(b, p, "queued1 queued1 queued1");
}

static void a_fault_is_noted_and_taken_back(void **state)
{
    struct book *b = *state;
    struct fault f = {0};
    assert_int_equal(sending_fault(b->db, "535 5.7.8", instant_from_text(NOON), &f), DONE);
    assert_value(b, "SELECT value FROM health_note WHERE name = 'send.fault'", "535 5.7.8");
    assert_int_equal(sending_fault(b->db, "", instant_from_text(NOON), &f), DONE);
    assert_value(b, "SELECT count(*) FROM health_note WHERE value = ''", "1");
}

#define ON_A_BOOK(test) cmocka_unit_test_setup_teardown(test, book_open, book_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_BOOK(urgent_first_then_turn_about_between_requests),
        ON_A_BOOK(outside_the_hours_only_the_urgent_go),
        ON_A_BOOK(what_is_not_ready_waits),
        ON_A_BOOK(a_letter_dropped_meanwhile_is_never_claimed),
        ON_A_BOOK(a_turn_settles_as_it_was_told),
        ON_A_BOOK(what_nobody_knows_is_sent_again_twice_at_most),
        ON_A_BOOK(a_sent_letter_keeps_no_token),
        ON_A_BOOK(caps_hold_letters_and_a_person_lets_them_past),
        ON_A_BOOK(strangers_use_up_a_third_of_a_cap_and_no_more),
        ON_A_BOOK(what_strangers_ask_for_is_not_counted_for_a_request),
        ON_A_BOOK(an_address_is_the_same_in_capitals),
        ON_A_BOOK(a_day_later_the_cap_of_a_day_is_over),
        ON_A_BOOK(each_cap_has_its_name),
        ON_A_BOOK(one_turn_holds_a_hundred_at_most),
        ON_A_BOOK(the_rate_says_how_long_to_wait),
        ON_A_BOOK(a_crash_is_settled_by_the_rule),
        ON_A_BOOK(a_fault_is_noted_and_taken_back),
    };
    return cmocka_run_group_tests_name("send_outbox", tests, NULL, NULL);
}

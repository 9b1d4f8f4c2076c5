/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Replies by mail: the unit completes its request, and those who were asked answer. What is not
 * clear is a task, and then nothing has changed.
 */
#include "lending_steps.h"

static const char *waiting_request(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    mail_comes(h, .body = part_request);
    const char *address = address_of(h, "unit", "acknowledgement");
    letters_leave(h);
    return address;
}

static void the_unit_completes_its_request(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    mail_comes(h, .to = to, .body = the_rest);
    assert_book(h, STATE, "triage");
    assert_book(h,
                "SELECT value || '/' || origin || '/' || inbox_id FROM fact"
                " WHERE key = 'municipality'",
                "Göteborg/2/2");
    assert_book(h, LETTERS, "unit:acknowledgement:sent unit:facts_complete:queued");
    assert_book(h, TASKS, "route");
    assert_book(h, TIMERS, "");
}

static void a_reply_that_falls_short_is_answered_with_what_is_left(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    mail_comes(h, .to = to, .body = "Hej!\r\n\r\nPlats: Göteborg\r\n\r\nHälsningar\r\nAnna\r\n");
    assert_book(h, STATE, "clarifying");
    assert_book(h, LETTERS, "unit:acknowledgement:sent unit:missing_facts:queued");
    struct letter l = letter_to(h, "unit", "missing_facts");
    assert_non_null(strstr(l.view, "\"has_missing\":true"));
    assert_book(h, TIMERS, "missing");
    /* The next overtakes the question that has not left. */
    mail_comes(h, .to = to, .body = "Antal: 2\r\n");
    assert_book(h, LETTERS,
                "unit:acknowledgement:sent unit:missing_facts:dropped"
                " unit:missing_facts:queued");
    mail_comes(h, .to = to, .body = the_rest);
    assert_book(h, STATE, "triage");
}

static void what_it_quotes_says_nothing(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    struct mail m = mail_comes(h, .to = to,
                               .body = "Tack för beskedet!\r\n\r\n> Tid: 2027-04-22 kl 13:00-15:00"
                                       "\r\n> Plats: Göteborg\r\n> Antal: 2\r\n");
    assert_string_equal(m.state, "waiting");
    assert_book(h, STATE, "clarifying");
    assert_book(h, "SELECT count(*) FROM fact WHERE origin = 2", "0");
    assert_book(h, TASKS, "reply");
}

static void a_question_is_for_a_person_too(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    struct mail m = mail_comes(
        h, .to = to, .body = arena_printf(h->arena, "%s\r\nGår det bra med fika?\r\n", the_rest));
    assert_string_equal(m.state, "waiting");
    assert_book(h, STATE, "triage");
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'reply' AND closed_at IS NULL", "1");
}

static void staffs_word_goes_first_and_a_conflict_is_a_task(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    assert_did(staff_sets(h, FACT_MUNICIPALITY, "Borås"), h);
    struct mail m = mail_comes(h, .to = to, .body = the_rest);
    assert_string_equal(m.state, "waiting");
    assert_book(h, "SELECT kind FROM task WHERE inbox_id = 2", "conflict");
    assert_book(h, "SELECT value FROM fact WHERE key = 'municipality' ORDER BY origin DESC LIMIT 1",
                "Borås");
}

static void what_staff_emptied_is_their_word_too(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    assert_did(staff_sets(h, FACT_MUNICIPALITY, ""), h);
    mail_comes(h, .to = to, .body = "Plats: Göteborg\r\n");
    assert_book(h, "SELECT count(*) FROM fact WHERE key = 'municipality' AND origin = 2", "0");
    assert_book(h, "SELECT kind FROM task WHERE inbox_id = 2", "conflict");
}

static void a_reply_after_the_asking_is_a_task(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    request_comes(h);
    const char *to = address_of(h, "unit", "acknowledgement");
    assert_did(staff_invites(h, "P1"), h);
    struct mail m = mail_comes(h, .to = to, .body = "Antal: 4\r\n");
    assert_string_equal(m.state, "waiting");
    assert_book(h, "SELECT count(*) FROM fact WHERE origin = 2", "0");
    assert_book(h, STATE, "inviting");
}

/* ---- Those who were asked ---- */

static const struct said {
    const char *body, *state, *task;
} answers[] = {
    {"Ja, gärna!\r\n", "yes", ""},
    {"Nej tack.\r\n", "no", ""},
    {"Yes, I would love to.\r\n", "yes", ""},
    {"Kan inte.\r\n\r\n> Vill du vara med? Svara ja eller nej.\r\n", "no", ""},
    {"Kanske, vilken tid är det?\r\n", "sent", "answer"},
    {"Hej på dig.\r\n", "sent", "answer"},
    {"Ja eller nej, jag vet inte\r\n", "sent", "answer"},
};

static void a_clear_answer_counts_and_no_other(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 7, "stroke");
    request_comes(h);
    assert_did(staff_sets(h, FACT_PEOPLE_MIN, "7"), h);
    assert_did(staff_invites(h, "P1 P2 P3 P4 P5 P6 P7"), h);
    letters_leave(h);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const char *who = arena_printf(h->arena, "P%zu", i + 1);
        const char *from = arena_printf(h->arena, "p%zu@example.net", i + 1);
        letters_note(h);
        struct letter l = letter_to(h, who, "invitation_person");
        const char *to = reply_address(h, h->tokens[l.id]);
        struct mail m = mail_comes(h, .to = to, .from = from, .body = answers[i].body);
        assert_string_equal(m.party, who);
        const char *text =
            arena_printf(h->arena, "SELECT state FROM invitation WHERE person_id = %zu", i + 1);
        if (strcmp(house_value(h, text), answers[i].state) != 0)
            fail_msg("\"%s\" became %s", answers[i].body, house_value(h, text));
        text =
            arena_printf(h->arena, "SELECT kind FROM task WHERE inbox_id = %lld", (long long)m.id);
        assert_book(h, text, answers[i].task);
    }
    assert_book(h, STATE, "inviting");
}

static void the_last_answer_wins_and_history_is_kept(void **state)
{
    struct lending_house *h = *state;
    house_people(h, 1, "stroke");
    h->settings.routing.automatic = false;
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    const char *to = address_of(h, "P1", "invitation_person");
    letters_leave(h);
    mail_comes(h, .to = to, .from = "p1@example.net", .body = "Ja!\r\n");
    mail_comes(h, .to = to, .from = "p1@example.net", .body = "Nej, jag kan inte.\r\n");
    assert_book(h, ASKED, "P1:no");
    assert_book(h, "SELECT answer FROM answer ORDER BY id", "yes no");
}

static void an_answer_too_late_is_a_task(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    const char *to = address_of(h, "P1", "invitation_person");
    letters_leave(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Inställt");
    struct mail m = mail_comes(h, .to = to, .from = "p1@example.net", .body = "Ja!\r\n");
    assert_string_equal(m.state, "waiting");
    assert_book(h, ASKED, "P1:cancelled");
    assert_book(h, "SELECT count(*) FROM answer", "0");
}

static void an_association_that_says_yes_is_for_a_person(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "A1"), h);
    const char *to = address_of(h, "A1", "invitation_association");
    letters_leave(h);
    mail_comes(h, .to = to, .from = "a1@example.net", .body = "Ja, gärna!\r\n");
    assert_book(h, ASKED, "A1:sent"); /* it nominates: a yes alone is no person */
    assert_book(h, TASKS, "answer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(the_unit_completes_its_request),
        house_test(a_reply_that_falls_short_is_answered_with_what_is_left),
        house_test(what_it_quotes_says_nothing),
        house_test(a_question_is_for_a_person_too),
        house_test(staffs_word_goes_first_and_a_conflict_is_a_task),
        house_test(what_staff_emptied_is_their_word_too),
        house_test(a_reply_after_the_asking_is_a_task),
        house_test(a_clear_answer_counts_and_no_other),
        house_test(the_last_answer_wins_and_history_is_kept),
        house_test(an_answer_too_late_is_a_task),
        house_test(an_association_that_says_yes_is_for_a_person),
    };
    return cmocka_run_group_tests_name("lending_reply", tests, house_group, house_group_over);
}

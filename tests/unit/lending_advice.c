/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Advice: a conversation with staff, answered from texts that they may edit, followed up some days
 * after the last of them, counted, and closed by itself.
 */
#include "lending_steps.h"

#include "lending/followup.h"

static const char asks_for_advice[] =
    "Hej!\r\n\r\nVi undrar hur man bäst arbetar tillsammans med patienter när vi gör om vår "
    "väntsal. Har ni tips och råd på metoder?\r\n\r\nVänliga hälsningar\r\nAnna Berg\r\n";

#define WRITTEN "SELECT purpose || ':' || state FROM letter WHERE recipient = 'unit' ORDER BY id"

/* Staff have made a request of the mail, and settled that it is advice. */
static void advised(struct lending_house *h)
{
    struct mail m = mail_comes(h, .body = asks_for_advice, .subject = "Goda tips");
    struct mime_message message;
    struct reading reading;
    char *raw;
    size_t len;
    assert_string_equal(m.intent, "advice");
    assert_book(h, TASKS, "advice");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(inbox_raw(h->house.db, h->arena, m.sha256, &raw, &len, &h->fault), h);
    lending_read(h->arena, &h->house, raw, len, &message, &reading);
    assert_did(lending_request_from(&h->house, h->arena, &m, &message, &reading, "staff:1", NULL,
                                    &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    house_sound(h);
    staff(h, .kind = EVENT_ADVICE);
    assert_book(h, STATE, "advised");
}

static const char *text_of(const char *language, const char *name)
{
    const char *text = shelf_advice(house_shelf, language, name);
    if (!text)
        fail_msg("there is no text %s", name);
    return text;
}

static void write_to_unit(struct lending_house *h, const char *text)
{
    staff(h, .kind = EVENT_WRITE, .who = "unit", .text = text);
    letters_leave(h);
}

static void at(struct lending_house *h, const char *local)
{
    house_at(h, local);
    timers_ring(h);
    letters_leave(h);
}

static void who_wants_advice_is_not_told_what_a_loan_lacks(void **state)
{
    struct lending_house *h = *state;
    advised(h);
    assert_book(h, WRITTEN, "");
    assert_book(h, TASKS, "advice");
    assert_book(h, "SELECT kind FROM request", "advice");
}

static void an_answer_is_followed_up_once_and_the_conversation_ends(void **state)
{
    struct lending_house *h = *state;
    advised(h);
    write_to_unit(h, text_of("sv", "komma-igang"));
    assert_book(h, TASKS, "");
    assert_string_equal(timer_due(h, "followup"), "2027-03-08T10:00");
    at(h, "2027-03-08T10:00");
    assert_book(h, WRITTEN, "message:sent advice_followup:sent");
    assert_string_equal(timer_due(h, "followup_end"), "2027-03-22T10:00");
    at(h, "2027-03-22T10:00");
    assert_book(h, STATE, "closed");
    assert_book(h, TIMERS, "");
    assert_book(h, WRITTEN, "message:sent advice_followup:sent");
}

static void each_letter_puts_the_follow_up_off(void **state)
{
    struct lending_house *h = *state;
    advised(h);
    write_to_unit(h, "Hej! Vad vill ni veta?");
    house_at(h, "2027-03-05T09:00");
    write_to_unit(h, "Pröva en fokusgrupp.");
    assert_string_equal(timer_due(h, "followup"), "2027-03-12T09:00");
    at(h, "2027-03-11T09:00");
    assert_book(h, WRITTEN, "message:sent message:sent");
}

static void a_note_to_somebody_else_is_no_answer(void **state)
{
    struct lending_house *h = *state;
    house_people(h, 1, "stroke");
    advised(h);
    staff(h, .kind = EVENT_WRITE, .who = "P1", .text = "Kan du ge dem ett råd?");
    assert_book(h, TASKS, "advice");
    assert_string_equal(timer_due(h, "followup"), "");
}

static void while_the_units_mail_waits_nobody_asks_whether_it_helped(void **state)
{
    struct lending_house *h = *state;
    advised(h);
    write_to_unit(h, "Hej! Pröva en fokusgrupp.");
    house_at(h, "2027-03-04T09:00");
    mail_comes(h, .to = address_of(h, "unit", "message"), .subject = "Sv: Tips",
               .body = "Tack! Men hur många ska vi vara?\r\n");
    assert_book(h, TASKS, "reply");
    at(h, "2027-03-09T10:00");
    assert_book(h, WRITTEN, "message:sent");
    int64_t task = atoll(house_value(h, "SELECT id FROM task WHERE closed_at IS NULL"));
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(tasks_done(h->house.db, h->arena, task, "staff:1", "", clock_now(&h->house.clock),
                          &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    write_to_unit(h, "Fem till åtta är lagom.");
    assert_string_equal(timer_due(h, "followup"), "2027-03-16T10:00");
}

static void an_answer_closes_it_and_a_wish_for_more_is_a_task(void **state)
{
    struct lending_house *h = *state;
    json_t *answers = json_pack("{s:i, s:s}", "helped", 2, "worry", "yes");
    struct followup_said said = {
        .request_id = 1, .party = "unit", .answers = answers, .how = "page"};
    advised(h);
    write_to_unit(h, text_of("en", "komma-igang"));
    at(h, "2027-03-08T10:00");
    assert_did(lending_followup(&h->house, h->arena, &said, &h->fault), h);
    house_sound(h);
    json_decref(answers);
    assert_book(h, STATE, "closed");
    assert_book(h, TASKS, "followup_worry");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'outcome_%'", "0");
}

static void conversations_are_counted(void **state)
{
    struct lending_house *h = *state;
    advised(h);
    write_to_unit(h, "Hej!");
    at(h, "2027-03-08T10:00");
    at(h, "2027-03-22T10:00");
    assert_book(h, "SELECT kind || ':' || state FROM request", "advice:closed");
}

/* Every text becomes a letter, in each language, without a hole. */
static void every_text_becomes_a_letter(void **state)
{
    static const char *const languages[] = {"sv", "sv-lattlast", "en"};
    struct lending_house *h = *state;
    advised(h);
    write_to_unit(h, "Hej!");
    json_t *view = json_loads(letter_to(h, "unit", "message").view, 0, NULL);
    size_t count;
    char **names = text_split(h->arena, shelf_advice_names(h->arena, house_shelf), ", ", &count);
    assert_true(count >= 6);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++) {
            struct letter_texts t;
            assert_did(letter_make(h->arena, house_shelf, languages[k], "message", view,
                                   text_of(languages[k], names[i]), &t, &h->fault),
                       h);
            assert_null(strstr(t.text, "{{"));
            assert_non_null(strstr(t.html, "<strong>"));
            assert_non_null(strstr(t.text, "levande.bibliotek@example.org"));
        }
    json_decref(view);
    assert_null(shelf_advice(house_shelf, "sv", "nosuch"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(who_wants_advice_is_not_told_what_a_loan_lacks),
        house_test(an_answer_is_followed_up_once_and_the_conversation_ends),
        house_test(each_letter_puts_the_follow_up_off),
        house_test(a_note_to_somebody_else_is_no_answer),
        house_test(while_the_units_mail_waits_nobody_asks_whether_it_helped),
        house_test(an_answer_closes_it_and_a_wish_for_more_is_a_task),
        house_test(conversations_are_counted),
        house_test(every_text_becomes_a_letter),
    };
    return cmocka_run_group_tests_name("lending_advice", tests, house_group, house_group_over);
}

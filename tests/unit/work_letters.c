/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Making letters: what they look like on the wire, and that one which cannot be made is shown to a
 * person while the others go on.
 */
#include "lending_steps.h"

#include "work.h"

static struct worker worker_of(struct lending_house *h)
{
    return (struct worker){.house = &h->house, .arena = h->arena};
}

static void asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    mail_comes(h, .id = "asks@vgregion.example", .body = whole_request);
    assert_did(staff_invites(h, "P1 P2 P3"), h);
    letters_note(h);
}

static void make_all(struct lending_house *h)
{
    struct worker w = worker_of(h);
    for (bool moved = true; moved;) {
        moved = false;
        assert_did(work_make_letters(&w, &moved, &h->fault), h);
        house_sound(h);
    }
}

static void notice_all(struct lending_house *h)
{
    struct worker w = worker_of(h);
    for (bool moved = true; moved;) {
        moved = false;
        assert_did(work_notice_letters(&w, &moved, &h->fault), h);
        house_sound(h);
    }
}

static struct mime_message made(struct lending_house *h, const char *who, const char *purpose,
                                char **raw)
{
    struct letter l = letter_to(h, who, purpose);
    struct mime_message m;
    size_t len;
    assert_did(outbox_raw(h->house.db, h->arena, l.id, raw, &len, &h->fault), h);
    assert_true(l.made);
    assert_int_equal(strlen(l.template_version), 2 * SHA256_BYTES);
    mime_read(h->arena, *raw, len, NULL, &m);
    assert_string_equal(m.message_id, l.message_id);
    assert_string_equal(m.from.address, LIBRARY);
    assert_int_equal(m.defect_count, 0);
    return m;
}

static void an_invitation_holds_what_the_contract_says(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    make_all(h);
    char *raw;
    struct mime_message m = made(h, "P1", "invitation_person", &raw);
    const char *token = h->tokens[letter_to(h, "P1", "invitation_person").id];
    assert_int_equal(m.recipient_count, 1);
    assert_string_equal(m.recipients[0], "p1@example.net");
    assert_string_equal(m.reply_to, reply_address(h, token));
    assert_null(strstr(m.reply_to, token));
    assert_null(strstr(m.subject, "LB-"));
    assert_int_equal(m.reference_count, 0);
    assert_non_null(strstr(raw, "Auto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(raw, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert_non_null(strstr(raw, "/paus/"));
    assert_non_null(
        strstr(m.text, arena_printf(h->arena, "https://levande.example.org/svar/%s", token)));
    assert_non_null(strstr(m.text, "22 april 2027"));
    assert_non_null(strstr(m.text, "8 mars 2027")); /* answer by */
    assert_non_null(strstr(m.text, "Göteborg"));
    assert_non_null(strstr(raw, "multipart/alternative"));
}

static void the_acknowledgement_is_a_reply_with_the_number(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    make_all(h);
    char *raw;
    struct mime_message m = made(h, "unit", "acknowledgement", &raw);
    assert_string_equal(m.references[0], "asks@vgregion.example");
    assert_non_null(strstr(m.subject, "[LB-2027-0001]"));
    assert_non_null(strstr(raw, "In-Reply-To: <asks@vgregion.example>\r\n"));
    assert_non_null(strstr(raw, "Auto-Submitted: auto-replied\r\n"));
    assert_null(strstr(raw, "List-Unsubscribe"));
    assert_int_equal(m.automatic, AUTOMATIC_AUTO_REPLY); /* and so no machine answers it */
}

/* Ways in which a letter changes while its bytes are being made. */
static const char *const changes[] = {
    "UPDATE letter SET view = json_set(view, '$.answer_by', 'i morgon')",
    "UPDATE letter SET own_text = 'Hej!'",
    "UPDATE letter SET token_hash = 'other'",
    "UPDATE letter SET state = 'dropped'",
};

static void bytes_of_a_letter_that_has_changed_meanwhile_are_not_laid_beside_it(void **state)
{
    struct lending_house *h = *state;
    struct db *db = h->house.db;
    asked(h);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        bool taken;
        struct letter l = letter_to(h, "P1", "invitation_person");
        house_sql(h, arena_printf(h->arena, "%s WHERE id = %lld", changes[i], (long long)l.id));
        assert_did(db_begin(db, HOUSE_LABEL, &h->fault), h);
        assert_did(outbox_made(db, &l, "old", 3, "1", &taken, &h->fault), h);
        assert_did(db_commit(db, HOUSE_LABEL, &h->fault), h);
        assert_false(taken);
        assert_book(h, "SELECT count(*) FROM letter_body", "0");
        assert_false(letter_to(h, "P1", "invitation_person").made);
    }
}

/* The attendee is who the letter goes to, not who the view had when it was frozen. */
static void a_calendar_in_the_view_is_attached(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    house_sql(h, "UPDATE letter SET view = json_set(view, '$.calendar', json('{\"method\":"
                 "\"REQUEST\", \"organizer\": {\"address\": \"bibliotek@example.org\"},"
                 "\"attendee\": {\"address\": \"gammal@example.net\"}, \"events\": ["
                 "{\"uid\": \"a@example.org\", \"starts\": \"2027-04-22T10:00\","
                 " \"summary\": \"Uppdrag\"}, {\"uid\": \"b@example.org\","
                 " \"starts\": \"2027-04-29\", \"summary\": \"Uppdrag\"}]}'))"
                 " WHERE recipient = 'P1'");
    make_all(h);
    char *raw;
    struct mime_message m = made(h, "P1", "invitation_person", &raw);
    assert_int_equal(m.attachment_count, 2);
    assert_string_equal(m.attachments[0].name, "uppdrag.ics");
    assert_string_equal(m.attachments[1].name, "uppdrag-2.ics");
    assert_string_equal(m.calendar_method, "REQUEST");
    assert_non_null(strstr(m.calendar, "mailto:p1@example.net"));
    assert_null(strstr(m.calendar, "gammal"));
    assert_non_null(strstr(m.calendar, "DTSTART;TZID=Europe/Stockholm:20270422T100000"));
    assert_null(strstr(m.calendar, "b@example.org"));
    assert_int_equal(made(h, "P3", "invitation_person", &raw).attachment_count, 0);
}

static const struct broken {
    const char *sql, *why;
} brokens[] = {
    {"UPDATE letter SET view = '{' WHERE recipient = 'P2'", "frozen view"},
    {"UPDATE letter SET view = '' WHERE recipient = 'P2'", "frozen view"},
    {"UPDATE letter SET view = '[]' WHERE recipient = 'P2'", ""},
    {"UPDATE letter SET view = '{}' WHERE recipient = 'P2'", ""},
    {"UPDATE letter SET token = NULL WHERE recipient = 'P2'", "link"},
    {"UPDATE letter SET purpose = 'invitation_nobody' WHERE recipient = 'P2'", ""},
    {"UPDATE letter SET own_text = 'Hej {{#nobody}}' WHERE recipient = 'P2'", ""},
    {"UPDATE letter SET own_text = 'Hej {{hole}}' WHERE recipient = 'P2'", "hole"},
    {"UPDATE letter SET view = json_set(view, '$.calendar', json('{\"events\": [{}]}'))"
     " WHERE recipient = 'P2'",
     "calendar"},
    {"UPDATE letter SET address = 'a@example.net' || char(10) || 'Bcc: x@example.net'"
     " WHERE recipient = 'P2'",
     ""},
};

static void one_that_cannot_be_made_is_a_task_and_the_others_go_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof brokens / sizeof brokens[0]; i++) {
        void *own = NULL;
        assert_int_equal(house_make(&own), 0);
        struct lending_house *h = own;
        asked(h);
        house_sql(h, brokens[i].sql);
        make_all(h);
        assert_book(h, "SELECT recipient || ':' || state || ':' || made FROM letter ORDER BY id",
                    "unit:queued:1 P1:queued:1 P2:failed:0 P3:queued:1");
        const char *answer = house_value(h, "SELECT answer FROM letter WHERE recipient = 'P2'");
        if (!*answer || !strstr(answer, brokens[i].why))
            fail_msg("%s: \"%s\"", brokens[i].sql, answer);
        notice_all(h);
        assert_book(h,
                    "SELECT count(*) FROM task WHERE kind = 'letter_failed' AND closed_at IS"
                    " NULL AND letter_id = 3",
                    "1");
        assert_book(h, "SELECT state FROM invitation WHERE person_id = 2", "bounced");
        assert_int_equal(house_over(&own), 0);
    }
}

static void a_letter_to_print_is_a_task(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_person(h, "Utan e-post", "", "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    make_all(h);
    assert_book(h, "SELECT state || made FROM letter WHERE recipient = 'P1'", "to_print1");
    assert_book(h, TASKS, "to_print");
}

/* By post: asked when it was printed, and four days more to answer in than the seven. */
static void once_printed_it_counts_as_asked(void **state)
{
    struct lending_house *h = *state;
    a_letter_to_print_is_a_task(state);
    assert_book(h, "SELECT state FROM invitation", "queued");
    house_at(h, "2027-03-02T09:00");
    struct db *db = h->house.db;
    assert_did(db_begin(db, HOUSE_LABEL, &h->fault), h);
    assert_did(tasks_done(db, h->arena,
                          atoll(house_value(h, "SELECT id FROM task WHERE kind = 'to_print'")),
                          "staff:1", "", clock_now(&h->house.clock), &h->fault),
               h);
    assert_did(db_commit(db, HOUSE_LABEL, &h->fault), h);
    letters_notice(h);
    assert_book(h, "SELECT state FROM letter WHERE recipient = 'P1'", "printed");
    assert_book(h, "SELECT state || ' ' || deadline FROM invitation", "sent 2027-03-13");
    assert_string_equal(timer_due(h, "deadline"), "2027-03-14T00:00");
    assert_book(h, TASKS, "");
}

static void what_was_overtaken_is_not_made(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Slut");
    make_all(h);
    assert_book(h, "SELECT recipient FROM letter WHERE made = 1", "unit");
    assert_book(h, "SELECT purpose FROM letter WHERE made = 1", "cancelled_unit");
}

/* The role itself, step by step, from a stored mail to made letters, and to rest. */
static void the_role_works_until_it_rests(void **state)
{
    struct lending_house *h = *state;
    house_people(h, 12, "stroke");
    char *raw = mail_text(h, &(struct mail_written){.body = whole_request});
    mail_store(h, raw, strlen(raw));
    void *work = NULL;
    struct wish wish = {.moved = true};
    int steps = 0;
    assert_did(work_role.open(&h->house, &work, &h->fault), h);
    while (wish.moved && steps++ < 100) {
        assert_did(work_role.step(work, &wish, &h->fault), h);
        house_sound(h);
    }
    assert_in_range(steps, 4, 20);
    assert_true(wish.wait_ms > 0 && !wish.blocked);
    assert_book(h, STATE, "inviting");
    assert_book(h, "SELECT count(*) FROM letter WHERE made = 0", "0");
    assert_true(atoi(house_value(h, "SELECT count(*) FROM invitation")) > 2);
    assert_non_null(strstr(work_role.report(work, h->arena), "1 mails read"));
    work_role.close(&work);
    assert_null(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(an_invitation_holds_what_the_contract_says),
        house_test(the_acknowledgement_is_a_reply_with_the_number),
        house_test(bytes_of_a_letter_that_has_changed_meanwhile_are_not_laid_beside_it),
        house_test(a_calendar_in_the_view_is_attached),
        cmocka_unit_test(one_that_cannot_be_made_is_a_task_and_the_others_go_on),
        house_test(a_letter_to_print_is_a_task),
        house_test(once_printed_it_counts_as_asked),
        house_test(what_was_overtaken_is_not_made),
        house_test(the_role_works_until_it_rests),
    };
    return cmocka_run_group_tests_name("work_letters", tests, house_group, house_group_over);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What machines send: nothing of it is ever answered (invariant 6), and a letter that came back is
 * known by its token or by its Message-ID.
 */
#include "lending_steps.h"

static void asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    letters_note(h);
    letters_leave(h);
}

/* A delivery report of that action, with the returned part's fields. */
static struct mail report_comes(struct lending_house *h, const char *to, const char *action,
                                const char *returned)
{
    return mail_raw_comes(
        h, arena_printf(h->arena,
                        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: %s\r\n"
                        "Subject: Undelivered Mail Returned to Sender %d\r\n"
                        "Date: Mon, 1 Mar 2027 10:05:00 +0100\r\nMIME-Version: 1.0\r\n"
                        "Content-Type: multipart/report; report-type=delivery-status;"
                        " boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
                        "Ledsen.\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
                        "Final-Recipient: rfc822; p1@example.net\r\nAction: %s\r\n"
                        "Status: %s\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
                        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n%s\r\n--b--\r\n",
                        to, ++h->mails, action, strcmp(action, "failed") == 0 ? "5.1.1" : "4.4.1",
                        returned));
}

static void a_bounce_is_known_by_its_token(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    report_comes(h, address_of(h, "P1", "invitation_person"), "failed", "Subject: x\r\n");
    assert_book(h, ASKED, "P1:bounced");
    assert_book(h, TASKS, "wave address"); /* nobody else was asked */
    assert_book(h, "SELECT answer FROM letter WHERE bounced_at IS NOT NULL", "550 no such user");
    assert_book(h, "SELECT state FROM inbox WHERE id = 2", "read");
    assert_book(h, "SELECT count(*) FROM letter", "2");
}

static void a_bounce_is_known_by_what_it_returns(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    struct letter l = letter_to(h, "P1", "invitation_person");
    report_comes(h, LIBRARY, "failed",
                 arena_printf(h->arena, "Message-ID: <%s>\r\n", l.message_id));
    assert_book(h, ASKED, "P1:bounced");
    /* The same letter comes back a second time: nothing new. */
    const char *tasks = house_value(h, TASKS), *trail = house_value(h, "SELECT max(id) FROM audit");
    report_comes(h, LIBRARY, "failed",
                 arena_printf(h->arena, "Message-ID: <%s>\r\n", l.message_id));
    assert_book(h, TASKS, tasks);
    assert_book(h, "SELECT max(id) FROM audit", trail);
}

static void a_delay_is_no_failure(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    const char *tasks = house_value(h, TASKS);
    report_comes(h, address_of(h, "P1", "invitation_person"), "delayed", "Subject: x\r\n");
    assert_book(h, ASKED, "P1:sent");
    assert_book(h, TASKS, tasks);
    assert_book(h, "SELECT count(*) FROM letter WHERE bounced_at IS NOT NULL", "0");
}

static void a_bounce_of_nothing_known_is_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    report_comes(h, LIBRARY, "failed", "Message-ID: <x@example.net>\r\n");
    assert_book(h, ASKED, "P1:sent");
    assert_book(h, TASKS, "bounce");
}

static void a_message_that_comes_back_leaves_the_ask_alone(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    staff(h, .kind = EVENT_WRITE, .who = "P1", .text = "En sak till.");
    const char *to = address_of(h, "P1", "message");
    letters_leave(h);
    report_comes(h, to, "failed", "Subject: x\r\n");
    assert_book(h, ASKED, "P1:sent");
    assert_book(h, "SELECT text FROM task WHERE kind = 'address'",
                "Brevet till P1 kom inte fram. Rätta adressen och skicka det igen.");
}

static void the_units_letter_that_comes_back_is_named_in_swedish(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    report_comes(h, address_of(h, "unit", "acknowledgement"), "failed", "Subject: x\r\n");
    assert_book(h, "SELECT text FROM task WHERE kind = 'address'",
                "Brevet till verksamheten kom inte fram. Rätta adressen och skicka det igen.");
}

/* ---- No echo ---- */

static const struct machine {
    const char *from, *headers;
} machines[] = {
    {UNIT, "Auto-Submitted: auto-replied\r\n"},
    {UNIT, "Auto-Submitted: auto-generated\r\n"},
    {UNIT, "Precedence: bulk\r\n"},
    {UNIT, "X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-replied\r\n"},
    {UNIT, "List-Id: <lista.vgregion.example>\r\n"},
    {UNIT, "List-Unsubscribe: <mailto:av@vgregion.example>\r\nPrecedence: list\r\n"},
    {"levande.bibliotek@example.org", ""},
    {"Levande.Bibliotek@Example.org", ""},
    {"levande.bibliotek+abcdefghijklmnopqrstuvwxyz@example.org", ""},
    {"bounces+abcdefghijklmnopqrstuvwxyz@example.org", ""},
    {"MAILER-DAEMON@vgregion.example", "Return-Path: <>\r\n"},
};

static void nothing_automatic_is_answered(void **state)
{
    struct lending_house *h = *state;
    h->settings.library.trusted_domains = "vgregion.example example.org";
    h->settings.send.return_address = "bounces+{token}@example.org";
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
        struct mail m = mail_comes(h, .from = machines[i].from, .headers = machines[i].headers);
        if (strcmp(house_value(h, LETTERS), "") != 0)
            fail_msg("%s, %s was answered", machines[i].from, machines[i].headers);
        assert_book(h, "SELECT count(*) FROM request", "0");
        assert_string_equal(m.state, "waiting");
    }
}

static void an_absence_is_no_answer(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    struct mail m = mail_comes(
        h, .to = address_of(h, "P1", "invitation_person"), .from = "p1@example.net",
        .headers = "Auto-Submitted: auto-replied\r\n", .body = "Ja, jag är på semester.\r\n");
    assert_string_equal(m.state, "read");
    assert_string_equal(m.automatic, "auto_reply");
    assert_book(h, ASKED, "P1:sent");
    assert_book(h, TASKS, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_bounce_is_known_by_its_token),
        house_test(a_bounce_is_known_by_what_it_returns),
        house_test(a_delay_is_no_failure),
        house_test(a_bounce_of_nothing_known_is_a_task),
        house_test(a_message_that_comes_back_leaves_the_ask_alone),
        house_test(the_units_letter_that_comes_back_is_named_in_swedish),
        house_test(nothing_automatic_is_answered),
        house_test(an_absence_is_no_answer),
    };
    return cmocka_run_group_tests_name("lending_automatic", tests, house_group, house_group_over);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Bounces, vacations, lists and people: each taken for what it is, and never for another. */
#include "mime_mail.h"

#define TOKEN "bibliotek+abcdefghijklmnopqrstuvwx23@example.org"
#define REPORT                                                                                     \
    "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n"                  \
    "--r\nContent-Type: text/plain\n\nYour letter is on its way, or not.\n"                        \
    "--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"

static void is_bounce(void **state, const char *raw, const char *action, const char *status,
                      const char *recipient)
{
    struct mime_message m = read_mail(state, raw);
    assert_int_equal(m.automatic, AUTOMATIC_BOUNCE);
    assert_string_equal(m.bounce.action, action);
    assert_string_equal(m.bounce.status ? m.bounce.status : "-", status);
    assert_string_equal(m.bounce.recipient ? m.bounce.recipient : "-", recipient);
}

static void is_kind(void **state, const char *raw, enum automatic kind)
{
    struct mime_message m = read_mail(state, raw);
    assert_int_equal(m.automatic, kind);
    assert_null(m.bounce.action);
    assert_int_equal(m.returned_id_count, 0);
}

static void reads_rfc_3464(void **state)
{
    struct mime_message m = read_mail(
        state,
        "Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nSubject: Undelivered\n"
        "Auto-Submitted: auto-replied\n" REPORT
        "Final-Recipient: rfc822; a@example.org\nAction: delivered\nStatus: 2.0.0\n\n"
        "Original-Recipient: rfc822;b@example.org\nFinal-Recipient: RFC822; <b@example.net>\n"
        "Action: failed (bad)\nStatus: 5.1.1 (no such)\n"
        "Diagnostic-Code: smtp; 550 5.1.1\n    User   unknown\n\n"
        "--r\nContent-Type: message/rfc822\n\nReturn-Path: <" TOKEN ">\nFrom: b@example.org\n"
        "Message-ID: <letter.1@example.org>\nReferences: <letter.0@example.org>\n\nHej\n--r--\n");
    assert_int_equal(m.automatic, AUTOMATIC_BOUNCE);
    assert_string_equal(m.bounce.status, "5.1.1");
    assert_string_equal(m.bounce.action, "failed");
    assert_string_equal(m.bounce.recipient, "b@example.net");
    assert_string_equal(m.bounce.diagnostic, "550 5.1.1 User unknown");
    assert_int_equal(m.returned_id_count, 2);
    assert_string_equal(m.returned_ids[0], "letter.1@example.org");
    assert_true(among(m.returned_addresses, m.returned_address_count, TOKEN));
    assert_string_equal(m.text, "Your letter is on its way, or not.");
}

static void knows_delays_and_deliveries(void **state)
{
    is_bounce(state,
              FROM REPORT
              "Final-Recipient: rfc822;a@example.net\nAction: delayed\nStatus: 4.4.1\n--r--\n",
              "delayed", "4.4.1", "a@example.net");
    is_bounce(state,
              FROM REPORT
              "Final-Recipient: rfc822;a@example.net\nAction: relayed\nStatus: 2.0.0\n--r--\n",
              "relayed", "2.0.0", "a@example.net");
    is_bounce(state,
              FROM REPORT
              "Final-Recipient: rfc822;a@example.net\nAction: error\nStatus: 5.0.0\n--r--\n",
              "failed", "5.0.0", "a@example.net");
    is_bounce(state,
              "From: Mail Delivery System <mailer-daemon@example.org>\n"
              "Subject: Warning: message delayed 2 days\n\nA message that you sent has not "
              "yet been delivered to:\n  <a@example.net>\n",
              "delayed", "-", "a@example.net");
}

static void reads_a_report_without_its_boundary(void **state)
{
    is_bounce(state,
              FROM "Content-Type: multipart/report; report-type=delivery-status;\n\tbo\n\n"
                   "--r\n\nThe following address failed\n\n--r\n"
                   "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
                   "Final-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.4.6\n--r--\n",
              "failed", "5.4.6", "a@example.net");
}

static void finds_the_token_in_headers_and_in_text(void **state)
{
    struct mime_message m =
        read_mail(state, FROM REPORT
                  "Final-Recipient: rfc822;a@example.net\nAction: failed\nStatus: 5.0.0\n"
                  "--r\nContent-Type: text/rfc822-headers\n\nMessage-ID:\n <letter.2@example.org>\n"
                  "Reply-To: <" TOKEN ">\n--r--\n");
    assert_true(among(m.returned_ids, m.returned_id_count, "letter.2@example.org"));
    assert_true(among(m.returned_addresses, m.returned_address_count, TOKEN));
    m = read_mail(state,
                  "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n"
                  "Hi. This is the qmail-send program at example.net.\n"
                  "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
                  "<a@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
                  "--- Below this line is a copy of the message.\n\nReturn-Path: <" TOKEN ">\n"
                  "Message-ID: <letter.3@example.org>\n\nHej\n");
    assert_int_equal(m.automatic, AUTOMATIC_BOUNCE);
    assert_string_equal(m.bounce.recipient, "a@example.net");
    assert_string_equal(m.bounce.status, "5.1.1");
    assert_true(among(m.returned_ids, m.returned_id_count, "letter.3@example.org"));
    assert_true(among(m.returned_addresses, m.returned_address_count, TOKEN));
}

static void knows_bounces_without_structure(void **state)
{
    is_bounce(state,
              "From: Microsoft Outlook <postmaster@vard.example>\nTo: b@example.org\n"
              "Subject: Olevererbart: Uppdrag\nContent-Type: text/html; charset=utf-8\n\n"
              "<p>Det gick inte att leverera till f&ouml;ljande mottagare:</p>"
              "<p><a href=\"mailto:eva@vard.example\">Eva</a> (eva@vard.example)</p>"
              "<p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'</p>",
              "failed", "5.1.10", "eva@vard.example");
    is_bounce(state,
              "From: Mail Delivery System <Mailer-Daemon@example.org>\nTo: b@example.org\n"
              "X-Failed-Recipients: a@example.net\nSubject: Mail delivery failed: returning "
              "message to sender\n\nA message that you sent could not be delivered to\n"
              "  a@example.net\n    550 5.7.1 rejected\n",
              "failed", "5.7.1", "a@example.net");
    is_bounce(state,
              "From: MAILER-DAEMON@yahoo.example\nTo: b@example.org\nSubject: Delivery failure\n\n"
              "Unable to deliver message to the following address(es).\n\n<a@yahoo.example>:\n"
              "This account is over quota.\n",
              "failed", "-", "a@yahoo.example");
    is_bounce(
        state,
        "From: \"Postmaster\" <postmaster@mail.example>\nTo: b@example.org\n"
        "Subject: Undeliverable Mail\nX-Mailer: <SMTP32 v8>\n\nUnknown user: a@mail.example\n\n"
        "Original message follows.\n",
        "failed", "-", "a@mail.example");
    is_bounce(
        state,
        "From: Postmaster@lotus.example\nTo: b@example.org\nPrecedence: bulk\n"
        "Subject: DELIVERY FAILURE: User a not listed\n\nYour message\n\n  Subject: Uppdrag\n\n"
        "was not delivered to:\n\n  a@lotus.example\n\nbecause:\n\n  not listed in Domino "
        "Directory\n",
        "failed", "-", "a@lotus.example");
    is_bounce(state,
              "From: System Administrator <postmaster@old.example>\nTo: b@example.org\n"
              "Subject: Undeliverable: Uppdrag\n\nYour message\n\n  To: list@example.org\n\n"
              "did not reach the following recipient(s):\n\na@old.example on Fri, 6 Nov\n",
              "failed", "-", "a@old.example");
}

static void knows_senders_of_reports_by_name(void **state)
{
    is_bounce(
        state,
        "From: \"Microsoft\" <MicrosoftExchange329e71ec@vard.example>\nSubject: Olevererbart: x\n\n"
        "Det gick inte att leverera till eva@vard.example\n",
        "failed", "-", "eva@vard.example");
    is_bounce(state,
              "From: \"Courier mail server\" <@>\nReturn-Path: <>\n"
              "Subject: NOTICE: mail delivery status.\n\nUNDELIVERABLE MAIL\n\n<a@example.net>:\n"
              "550 5.1.1 unknown\n",
              "failed", "5.1.1", "a@example.net");
}

static void knows_answering_machines(void **state)
{
    is_kind(state, "Return-Path: <>\n" FROM "Subject: Autosvar: Uppdrag\n\nJag är ledig.",
            AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Auto-Submitted: auto-replied\nSubject: Sv\n\nLedig.",
            AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Auto-Submitted: auto-generated (x)\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "X-Autoreply: yes\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "X-Autorespond: x\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "X-Auto-Response-Suppress: All\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Precedence: auto_reply\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Subject: Automatiskt svar: x\n\nLedig.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Subject: Out of Office: x\n\nAway.", AUTOMATIC_AUTO_REPLY);
    is_kind(state, FROM "Subject: =?utf-8?Q?Fr=C3=A5nvaro_till_9_nov?=\n\nLedig.",
            AUTOMATIC_AUTO_REPLY);
    is_kind(state,
            "Return-Path: <>\n" FROM "Subject: Autosvar\n\nMin postlåda är full och mejl "
            "kan inte levereras just nu.",
            AUTOMATIC_AUTO_REPLY);
    is_kind(state,
            FROM
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=r\n\n"
            "--r\n\nLäst\n--r\nContent-Type: message/disposition-notification\n\n"
            "Disposition: manual-action; displayed\n--r--\n",
            AUTOMATIC_AUTO_REPLY);
}

static void knows_lists(void **state)
{
    is_kind(state, FROM "List-Id: <nytt.example.org>\n\nNyheter", AUTOMATIC_LIST);
    is_kind(state,
            FROM "List-Unsubscribe: <https://example.org/x>\nAuto-Submitted: auto-generated\n\nN",
            AUTOMATIC_LIST);
    is_kind(state, FROM "Precedence: bulk\n\nNyheter", AUTOMATIC_LIST);
}

static void takes_people_for_people(void **state)
{
    is_kind(state, FROM "Subject: SV: Uppdrag\nAuto-Submitted: no\n\nJa tack", AUTOMATIC_NO);
    is_kind(state, FROM "Subject: SV: Autosvar: Uppdrag\n\nNu är jag tillbaka", AUTOMATIC_NO);
    is_kind(state,
            FROM "Subject: VB: Olevererbart: Uppdrag\n\nMitt mejl kunde inte levereras till "
                 "eva@vard.example, 550 5.1.1. Vad gör jag?",
            AUTOMATIC_NO);
    is_kind(state, FROM "Subject: Fråga\n\nDelivery failed to a@example.org, varför?",
            AUTOMATIC_NO);
    is_kind(state, FROM "Subject: =?utf-8?Q?Fr=C3=A5nvaron_bland_barn_med_diabetes?=\n\nVi söker",
            AUTOMATIC_NO);
    is_kind(state,
            FROM "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nSe bifogat\n"
                 "--m\nContent-Type: message/rfc822\n\nFrom: x@example.org\nMessage-ID: "
                 "<1@x>\n\nHej\n--m--\n",
            AUTOMATIC_NO);
}

static void names_the_kinds(void **state)
{
    (void)state;
    assert_null(automatic_name(AUTOMATIC_NO));
    assert_string_equal(automatic_name(AUTOMATIC_BOUNCE), "bounce");
    assert_string_equal(automatic_name(AUTOMATIC_AUTO_REPLY), "auto_reply");
    assert_string_equal(automatic_name(AUTOMATIC_LIST), "list");
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(reads_rfc_3464),
        TEST(knows_delays_and_deliveries),
        TEST(reads_a_report_without_its_boundary),
        TEST(finds_the_token_in_headers_and_in_text),
        TEST(knows_bounces_without_structure),
        TEST(knows_senders_of_reports_by_name),
        TEST(knows_answering_machines),
        TEST(knows_lists),
        TEST(takes_people_for_people),
        TEST(names_the_kinds),
    };
    return cmocka_run_group_tests_name("mime_bounce", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Headers, parts, alternatives, attachments, nested messages, flowed text. */
#include "mime_mail.h"

#define MIXED "Content-Type: multipart/mixed; boundary=m\n\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=a\n\n"

static void reads_the_headers(void **state)
{
    struct mime_message m = read_mail(
        state,
        "Return-Path: <bounce@Vard.Example>\n"
        "Authentication-Results: mx.example.org; spf=pass\n"
        "Authentication-Results: inner.example.org; dkim=fail\n"
        "From: \"Lisa, vid mottagningen\" <Lisa@VARD.example>\n"
        "Sender: sekr@vard.example\n"
        "Reply-To: Svar <svar@vard.example>\n"
        "To: Levande bibliotek <bibliotek@example.org>, grupp: a@example.org, b@example.org;\n"
        "Cc: BIBLIOTEK+abc@example.org\nDelivered-To: bibliotek@example.org\n"
        "X-Original-To: x@example.org\nEnvelope-To: y@example.org\n"
        "Message-ID: <1@vard.example>\n"
        "References: <a@example.org> <b@example.org>\n <a@example.org>\n"
        "In-Reply-To: <c@example.org>\n"
        "Date: Fri, 6 Nov 2026 00:30:00 +0100\nSubject: Hej\n\ntext");
    assert_string_equal(m.from.name, "Lisa, vid mottagningen");
    assert_string_equal(m.from.address, "Lisa@vard.example");
    assert_string_equal(m.sender.address, "sekr@vard.example");
    assert_string_equal(m.reply_to, "svar@vard.example");
    assert_string_equal(m.return_path, "bounce@Vard.Example");
    assert_string_equal(m.message_id, "1@vard.example");
    assert_int_equal(m.reference_count, 3);
    assert_string_equal(m.references[2], "c@example.org");
    assert_int_equal(m.recipient_count, 6);
    assert_true(among(m.recipients, m.recipient_count, "BIBLIOTEK+abc@example.org"));
    assert_true(among(m.recipients, m.recipient_count, "b@example.org"));
    assert_true(m.date == 1793921400000);
    assert_int_equal(m.local_date.year, 2026);
    assert_int_equal(m.local_date.month, 11);
    assert_int_equal(m.local_date.day, 6);
    assert_string_equal(m.auth_results, "mx.example.org; spf=pass\ninner.example.org; dkim=fail");
    assert_int_equal(m.automatic, AUTOMATIC_NO);
    assert_int_equal(m.defect_count, 0);
}

static void finds_addresses_in_broken_fields(void **state)
{
    struct mime_message m = read_mail(state, "From: Lisa [lisa@vard.example\n\nx");
    assert_string_equal(m.from.address, "lisa@vard.example");
    m = read_mail(state, "From: ingen adress\nDate: i går\n\nx");
    assert_string_equal(m.from.address, "");
    assert_true(has_defect(&m, "from_malformed"));
    assert_true(m.date == -1 && m.local_date.year == 0);
    m = read_mail(state, "Return-Path: <>\nSubject:\n\nx");
    assert_string_equal(m.return_path, "");
    assert_string_equal(m.subject, "");
    assert_true(has_defect(&m, "from_missing"));
}

static void shows_text_without_headers_and_nothing(void **state)
{
    struct mime_message m = read_mail(state, "Hej! Kan ni komma?\nPå torsdag");
    assert_non_null(strstr(m.text, "På torsdag"));
    m = read_mail(state, "");
    assert_string_equal(m.text, "");
    assert_true(has_defect(&m, "empty"));
    m = read_mail(state, FROM "\n");
    assert_true(has_defect(&m, "no_text"));
    m = read_mail(state, "From lisa@vard.example Fri Nov  6 09:31:00 2026\n" FROM "\nHej");
    assert_string_equal(m.from.address, "lisa@vard.example");
    assert_string_equal(m.text, "Hej");
}

static void prefers_the_plain_alternative(void **state)
{
    struct mime_message m =
        read_mail(state, FROM ALTERNATIVE
                  "--a\n" PLAIN "\nVi söker två patienter till en workshop.\n"
                  "--a\nContent-Type: text/html; charset=utf-8\n\n<p>HTML</p>\n--a--\n");
    assert_string_equal(m.text, "Vi söker två patienter till en workshop.");
    assert_string_equal(m.charset, "utf-8");
}

static void falls_back_to_html_when_plain_says_nothing(void **state)
{
    static const char html[] = "--a\nContent-Type: text/html; charset=iso-8859-1\n\n"
                               "<p>Vi s\xF6ker tv\xE5 patienter till en workshop om m\xE5ltider, "
                               "torsdagen den 8 april i Bor\xE5s. Arvode utg\xE5r.</p>\n--a--\n";
    static const char *const stubs[] = {"\n", "Detta meddelande kan bara visas som HTML.\n",
                                        "Visa i webbläsaren\n"};
    for (size_t i = 0; i < 3; i++) {
        struct mime_message m = read_mail(
            state, arena_printf(*state, FROM ALTERNATIVE "--a\n" PLAIN "\n%s%s", stubs[i], html));
        assert_true(text_starts(m.text, "Vi söker två patienter"));
        assert_string_equal(m.charset, "iso-8859-1");
    }
}

static void joins_text_parts_and_lists_files(void **state)
{
    struct mime_message m = read_mail(
        state, FROM MIXED
        "--m\n" PLAIN "\nFörst.\n"
        "--m\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment; filename*0*=utf-8''M%C3%B6te%20; filename*1=\"i "
        "dag.pdf\"\n\n"
        "QUJDREVG\n"
        "--m\nContent-Type: image/png; name=\"=?utf-8?B?w6U=?= =?utf-8?B?LnBuZw==?=\"\n\nxx\n"
        "--m\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Disposition: attachment; filename=\"../../etc/passwd\"\n\nroot\n"
        "--m\n" PLAIN "\nSedan.\n--m--\n");
    assert_string_equal(m.text, "Först.\n\nSedan.");
    assert_int_equal(m.attachment_count, 3);
    assert_string_equal(m.attachments[0].name, "Möte i dag.pdf");
    assert_string_equal(m.attachments[0].type, "application/pdf");
    assert_int_equal(m.attachments[0].bytes, 6);
    assert_string_equal(m.attachments[1].name, "å.png");
    assert_string_equal(m.attachments[2].name, "passwd");
}

static void shows_the_forwarded_mail_when_there_is_little_else(void **state)
{
    static const char nested[] =
        "--m\nContent-Type: message/rfc822\n\n"
        "From: Karin <karin@vard.example>\nSubject: =?utf-8?Q?F=C3=B6rfr=C3=A5gan?=\n" PLAIN
        "\nVi söker en närstående.\n--m--\n";
    struct mime_message m = read_mail(
        state,
        arena_printf(*state, FROM "Subject: VB\n" MIXED "--m\n" PLAIN "\nSe bifogat.\n%s", nested));
    assert_true(text_starts(m.text, "Se bifogat."));
    assert_non_null(strstr(m.text, "Ämne: Förfrågan"));
    assert_non_null(strstr(m.text, "Vi söker en närstående."));
    assert_string_equal(m.own_text, "Se bifogat.");
    assert_true(m.quotes);
    assert_int_equal(m.attachment_count, 1);
    assert_string_equal(m.attachments[0].type, "message/rfc822");
    assert_int_equal(m.automatic, AUTOMATIC_NO);
    m = read_mail(state, arena_printf(*state, FROM MIXED "%s", nested));
    assert_true(text_starts(m.text, "Från: Karin"));
    assert_string_equal(m.own_text, m.text);
}

static void unflows_flowed_text(void **state)
{
    struct mime_message m = read_mail(
        state,
        FROM "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
             "Vi söker två \npersoner.\n> citat som \n> går vidare\n From the start\n-- \nLisa\n");
    assert_string_equal(
        m.text, "Vi söker två personer.\n> citat som går vidare\nFrom the start\n-- \nLisa");
    m = read_mail(state,
                  FROM "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
                       "patient \nföreträdare och  \nmer\n");
    assert_string_equal(m.text, "patientföreträdare och mer");
}

static void notes_the_calendar_method(void **state)
{
    struct mime_message m =
        read_mail(state, FROM ALTERNATIVE "--a\n" PLAIN
                                          "\nJa\n--a\nContent-Type: text/calendar; method=reply\n\n"
                                          "BEGIN:VCALENDAR\nEND:VCALENDAR\n--a--\n");
    assert_string_equal(m.calendar_method, "REPLY");
    assert_string_equal(m.calendar, "BEGIN:VCALENDAR\nEND:VCALENDAR");
    m = read_mail(state, FROM "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:COUNTER\n");
    assert_string_equal(m.calendar_method, "COUNTER");
}

static void survives_broken_structure(void **state)
{
    struct mime_message m = read_mail(state, FROM MIXED "--m\n" PLAIN "\nIngen slutgräns");
    assert_string_equal(m.text, "Ingen slutgräns");
    m = read_mail(state, FROM "Content-Type: multipart/mixed\n\nHej ändå");
    assert_non_null(strstr(m.text, "Hej"));
    m = read_mail(state, FROM "Content-Type: text\nContent-Transfer-Encoding: bas64\n\nHej");
    assert_string_equal(m.text, "Hej");
    m = read_mail(state, FROM PLAIN "Content-Transfer-Encoding: base64\n\nHej, detta är text.\n");
    assert_string_equal(m.text, "Hej, detta är text.");
    m = read_mail(state, " " FROM "\nHej");
    assert_string_equal(m.from.address, "lisa@vard.example");
    m = read_mail(state, FROM "\n<html><body><p>Utan typ</p></body></html>");
    assert_string_equal(m.text, "Utan typ");
}

static void gives_the_content_of_each_file_that_it_lists(void **state)
{
    static const char raw[] =
        "From: a@example.org\n" MIXED "--m\n\nHej\n"
        "--m\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment; filename=\"../../x.html\"\n\nPGI+AAE=\n"
        "--m\nContent-Type: message/rfc822\n\nSubject: inner\n\ntext\n--m--\n";
    struct mime_attachment file;
    char *bytes;
    assert_true(mime_attachment(*state, raw, sizeof raw - 1, 0, 100, &file, &bytes));
    assert_string_equal(file.name, "x.html");
    assert_int_equal(file.bytes, 5);
    assert_memory_equal(bytes, "<b>\0\1", 5);
    assert_true(mime_attachment(*state, raw, sizeof raw - 1, 0, 2, &file, &bytes));
    assert_int_equal(file.bytes, 2);
    assert_true(mime_attachment(*state, raw, sizeof raw - 1, 1, 100, &file, &bytes));
    assert_non_null(memmem(bytes, file.bytes, "Subject: inner", 14));
    assert_false(mime_attachment(*state, raw, sizeof raw - 1, 2, 100, &file, &bytes));
    assert_false(mime_attachment(*state, "", 0, 0, 100, &file, &bytes));
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(reads_the_headers),
        TEST(finds_addresses_in_broken_fields),
        TEST(shows_text_without_headers_and_nothing),
        TEST(prefers_the_plain_alternative),
        TEST(falls_back_to_html_when_plain_says_nothing),
        TEST(joins_text_parts_and_lists_files),
        TEST(shows_the_forwarded_mail_when_there_is_little_else),
        TEST(unflows_flowed_text),
        TEST(notes_the_calendar_method),
        TEST(survives_broken_structure),
        TEST(gives_the_content_of_each_file_that_it_lists),
    };
    return cmocka_run_group_tests_name("mime_structure", tests, NULL, NULL);
}

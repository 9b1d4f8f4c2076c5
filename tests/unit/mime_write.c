/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters of ours: what is written can be read again, and nobody writes headers of their own. */
#include "mime_mail.h"

static struct mime_letter letter(void)
{
    return (struct mime_letter){
        .from_name = "Levande bibliotek",
        .from_address = "bibliotek@example.org",
        .to_name = "Åsa Öberg",
        .to_address = "asa@vard.example",
        .reply_to = "bibliotek+abc@example.org",
        .subject = "Förfrågan om uppdrag",
        .message_id = "letter.1@example.org",
        .in_reply_to = "request.1@vard.example",
        .references = "request.0@vard.example request.1@vard.example",
        .date = 1793921400000,
        .text = "Hej Åsa!\n\nVill du vara med?\n\n-- \nLevande bibliotek\n",
        .html = "<p>Hej Åsa!</p><p>Vill du vara med?</p>",
    };
}

static const char *written(void **state, const struct mime_letter *l, size_t *len)
{
    struct fault f;
    char *raw = NULL;
    assert_int_equal(mime_write(*state, l, &raw, len, &f), DONE);
    size_t line = 0;
    for (size_t i = 0; i < *len; i++) {
        assert_true((unsigned char)raw[i] < 0x7F);
        assert_true(raw[i] != '\n' || (i > 0 && raw[i - 1] == '\r'));
        line = raw[i] == '\n' ? 0 : line + 1;
        assert_true(line <= 999);
    }
    return raw;
}

static void comes_back_as_it_was(void **state)
{
    static const struct mime_header headers[] = {
        {"Auto-Submitted", "auto-generated"},
        {"List-Unsubscribe",
         "<https://levande.example.org/paus/abcdefghijklmnopqrstuvwx23abcdefghijklmnopqrstuvwx23>"},
        {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
    };
    struct mime_letter l = letter();
    l.headers = headers;
    l.header_count = 3;
    size_t len;
    const char *raw = written(state, &l, &len);
    assert_non_null(strstr(raw, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(raw, "\r\nList-Unsubscribe: <https://levande.example.org/paus/"
                                "abcdefghijklmnopqrstuvwx23abcdefghijklmnopqrstuvwx23>\r\n"));
    assert_non_null(strstr(raw, "\r\nMIME-Version: 1.0\r\n"));
    assert_non_null(strstr(raw, "\r\nMessage-ID: <letter.1@example.org>\r\n"));
    assert_non_null(strstr(raw, "multipart/alternative"));
    assert_non_null(strstr(raw, "text/html; charset=utf-8"));
    assert_null(strstr(raw, "iso-8859"));
    struct mime_message m = read_bytes(state, raw, len);
    assert_string_equal(m.from.name, l.from_name);
    assert_string_equal(m.from.address, l.from_address);
    assert_string_equal(m.reply_to, l.reply_to);
    assert_string_equal(m.recipients[0], l.to_address);
    assert_string_equal(m.subject, l.subject);
    assert_string_equal(m.message_id, l.message_id);
    assert_int_equal(m.reference_count, 2);
    assert_string_equal(m.references[1], l.in_reply_to);
    assert_true(m.date == l.date);
    assert_string_equal(m.text, "Hej Åsa!\n\nVill du vara med?\n\n-- \nLevande bibliotek");
    assert_int_equal(m.defect_count, 0);
}

static const struct mime_calendar calendars[] = {
    {"uppdrag.ics", "REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Möte\r\nEND:VCALENDAR\r\n"},
    {"uppdrag-2.ics", "REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Två\r\nEND:VCALENDAR\r\n"},
};

static void writes_the_same_bytes_twice(void **state)
{
    struct mime_letter l = letter();
    l.calendars = calendars;
    l.calendar_count = 2;
    size_t one, two;
    const char *a = written(state, &l, &one), *b = written(state, &l, &two);
    assert_int_equal(one, two);
    assert_memory_equal(a, b, one);
}

static void attaches_the_calendar(void **state)
{
    struct mime_letter l = letter();
    l.html = NULL;
    l.calendars = calendars;
    l.calendar_count = 1;
    size_t len;
    const char *raw = written(state, &l, &len);
    assert_non_null(strstr(raw, "SUMMARY:M=C3=B6te\r\nEND:VCALENDAR\r\n"));
    struct mime_message m = read_bytes(state, raw, len);
    assert_non_null(strstr(raw, "multipart/mixed"));
    assert_non_null(strstr(raw, "method=REQUEST"));
    assert_non_null(strstr(raw, "name=uppdrag.ics"));
    assert_string_equal(m.calendar_method, "REQUEST");
    assert_string_equal(m.calendar, calendars[0].text);
    assert_int_equal(m.attachment_count, 1);
    assert_string_equal(m.attachments[0].name, "uppdrag.ics");
    assert_string_equal(m.attachments[0].type, "text/calendar");
    assert_true(text_starts(m.text, "Hej Åsa!"));
}

static void attaches_several_calendars(void **state)
{
    struct mime_letter l = letter();
    l.calendars = calendars;
    l.calendar_count = 2;
    size_t len;
    const char *raw = written(state, &l, &len);
    struct mime_message m = read_bytes(state, raw, len);
    assert_int_equal(m.attachment_count, 2);
    assert_string_equal(m.attachments[1].name, "uppdrag-2.ics");
    assert_string_equal(m.calendar, calendars[0].text);
    assert_true(text_starts(m.text, "Hej Åsa!"));
}

static void refuses_a_calendar_that_breaks_out(void **state)
{
    static const struct mime_calendar bad[] = {
        {"a.ics", "A; x=y", "BEGIN:VCALENDAR\n"},
        {"a.ics\r\nBcc: c@example.org", "REQUEST", "BEGIN:VCALENDAR\n"},
        {"", "REQUEST", "BEGIN:VCALENDAR\n"},
        {"../å.ics", "REQUEST", "BEGIN:VCALENDAR\n"},
        {"a.ics", "REQUEST", "\xFF"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mime_letter l = letter();
        struct fault f;
        char *raw;
        size_t len;
        l.calendars = &bad[i];
        l.calendar_count = 1;
        assert_int_equal(mime_write(*state, &l, &raw, &len, &f), NEVER);
    }
}

static void carries_long_lines_and_dots(void **state)
{
    struct mime_letter l = letter();
    char *text = arena_alloc(*state, 5001), *subject = arena_strdup(*state, "");
    memset(text, 'x', 5000);
    memcpy(text + 2000, "\n.\n--=_\nFrom x\n", 15);
    for (int i = 0; i < 40; i++)
        subject = arena_printf(*state, "%sÄmnesordet ", subject);
    l.text = text;
    l.html = NULL;
    l.subject = text_trim(*state, subject);
    size_t len;
    const char *raw = written(state, &l, &len);
    struct mime_message m = read_bytes(state, raw, len);
    assert_string_equal(m.text, text);
    assert_string_equal(m.subject, l.subject);
}

static void refused(void **state, const struct mime_letter *l)
{
    struct fault f = {0};
    char *raw;
    size_t len;
    assert_int_equal(mime_write(*state, l, &raw, &len, &f), NEVER);
    assert_true(f.text[0] != '\0');
}

static void refuses_what_breaks_out(void **state)
{
    static const struct mime_header bad[] = {{"X-A", "b\r\nBcc: c@example.org"}, {"X A", "b"},
                                             {"Bcc", "c@example.org"},           {"", "b"},
                                             {"Content-Type", "text/html"},      {"X:A", "b"}};
    struct mime_letter l = letter();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        l.headers = &bad[i];
        l.header_count = 1;
        refused(state, &l);
    }
#define REFUSES(field, value)                                                                      \
    do {                                                                                           \
        l = letter();                                                                              \
        l.field = value;                                                                           \
        refused(state, &l);                                                                        \
    } while (0)
    REFUSES(subject, "a\nBcc: c@example.org");
    REFUSES(subject, NULL);
    REFUSES(to_name, "a\r\nBcc: c@example.org");
    REFUSES(from_name, "\x01");
    REFUSES(to_address, "a@example.org, b@example.org");
    REFUSES(to_address, "");
    REFUSES(from_address, "a@example.org\n");
    REFUSES(reply_to, "a b@example.org");
    REFUSES(message_id, "a@b>\n<c@d");
    REFUSES(message_id, "utan");
    REFUSES(in_reply_to, "<a@b>");
    REFUSES(references, "a@b\r\nBcc:c");
    REFUSES(text, "\xFF");
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(comes_back_as_it_was),        TEST(writes_the_same_bytes_twice),
        TEST(attaches_the_calendar),       TEST(attaches_several_calendars),
        TEST(refuses_what_breaks_out),     TEST(refuses_a_calendar_that_breaks_out),
        TEST(carries_long_lines_and_dots),
    };
    return cmocka_run_group_tests_name("mime_write", tests, NULL, NULL);
}

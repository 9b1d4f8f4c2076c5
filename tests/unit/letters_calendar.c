/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Calendar files: what goes out, line by line, and what is read of what comes in.
 *
 * With a folder as its argument this writes its files there and tests nothing: a second
 * implementation reads them in tests/system/documents.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "letters/calendar.h"

static const instant STAMP = 1803888900000; /* 2027-03-01T08:15Z */

static const char REQUEST[] =
    "{\"method\": \"REQUEST\","
    " \"organizer\": {\"name\": \"Levande bibliotek\", \"address\": \"bibliotek@example.org\"},"
    " \"attendee\": {\"name\": \"Åsa \\\"Assa\\\" Ek\", \"address\": \"asa@example.net\"},"
    " \"events\": ["
    "  {\"uid\": \"o1@example.org\", \"sequence\": 3, \"starts\": \"2027-03-26T10:00\","
    "   \"ends\": \"2027-03-26T12:00\", \"summary\": \"Uppdrag LB-2027-0001\","
    "   \"place\": \"Hus 2; plan 3, rum \\\\4\", \"number\": \"LB-2027-0001\","
    "   \"link\": \"https://bibliotek.example/overenskommelse/abc?a=1,2;3\","
    "   \"description\": \"Första raden\\nAndra: åäö åäö åäö åäö åäö åäö åäö åäö åäö åäö 😀\"},"
    "  {\"uid\": \"o2@example.org\", \"starts\": \"2027-03-30T10:00\","
    "   \"ends\": \"2027-03-30T12:00\", \"summary\": \"Uppdrag LB-2027-0001\"},"
    "  {\"uid\": \"o3@example.org\", \"starts\": \"2027-10-29\", \"summary\": \"Heldag\"},"
    "  {\"uid\": \"o4@example.org\", \"starts\": \"2027-11-02\", \"ends\": \"2027-11-03\","
    "   \"summary\": \"Två dagar\"}]}";

static struct calendar_file *make(struct arena *a, const char *json, size_t *count)
{
    json_error_t error;
    struct fault f = {0};
    struct calendar_file *files = NULL;
    json_t *tree = json_loads(json, 0, &error);
    assert_non_null(tree);
    if (calendar_make(a, tree, STAMP, &files, count, &f) != DONE)
        fail_msg("%s", f.text);
    json_decref(tree);
    return files;
}

/* The tree above with a member of the calendar, or of its first event, set to something else. */
static json_t *changed(const char *where, const char *member, const char *value)
{
    json_t *tree = json_loads(REQUEST, 0, NULL);
    json_t *event = json_array_get(json_object_get(tree, "events"), 0);
    json_t *holder = strcmp(where, "event") == 0 ? event : tree;
    json_object_set_new(holder, member, json_loads(value, JSON_DECODE_ANY, NULL));
    return tree;
}

static char *unfolded(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text), *to = copy;
    for (const char *p = copy; *p; p++) {
        if (text_starts(p, "\r\n "))
            p += 2;
        else
            *to++ = *p;
    }
    *to = '\0';
    return copy;
}

static void assert_holds(struct arena *a, const char *text, const char *line)
{
    if (strstr(unfolded(a, text), arena_printf(a, "\r\n%s\r\n", line)) == NULL)
        fail_msg("no line \"%s\" in\n%s", line, text);
}

/* ---- What goes out ---- */

static void a_request_has_a_file_for_each_occasion(void **state)
{
    struct arena *a = arena_new();
    size_t count;
    struct calendar_file *files = make(a, REQUEST, &count);
    (void)state;
    assert_int_equal(count, 4);
    assert_string_equal(files[0].name, "uppdrag.ics");
    assert_string_equal(files[3].name, "uppdrag-4.ics");
    assert_string_equal(files[0].method, "REQUEST");
    assert_true(text_starts(files[0].text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
    static const char *const lines[] = {
        "METHOD:REQUEST",
        "UID:o1@example.org",
        "DTSTAMP:20270301T081500Z",
        "SEQUENCE:3",
        "TZID:Europe/Stockholm",
        "DTSTART;TZID=Europe/Stockholm:20270326T100000",
        "DTEND;TZID=Europe/Stockholm:20270326T120000",
        "SUMMARY:Uppdrag LB-2027-0001",
        "LOCATION:Hus 2\\; plan 3\\, rum \\\\4",
        "URL:https://bibliotek.example/overenskommelse/abc?a=1,2;3",
        "DESCRIPTION:Första raden\\nAndra: åäö åäö åäö åäö åäö åäö åäö åäö åäö åäö 😀\\n\\n"
        "Ärende: LB-2027-0001\\nhttps://bibliotek.example/overenskommelse/abc?a=1\\,2\\;3",
        "ORGANIZER;CN=Levande bibliotek:mailto:bibliotek@example.org",
        "ATTENDEE;CN=Åsa 'Assa' Ek;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:"
        "mailto:asa@example.net",
        "STATUS:CONFIRMED",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_holds(a, files[0].text, lines[i]);
    assert_null(strstr(files[0].text, "o2@example.org"));
    arena_free(&a);
}

static void a_date_alone_is_the_whole_day(void **state)
{
    struct arena *a = arena_new();
    size_t count;
    struct calendar_file *files = make(a, REQUEST, &count);
    (void)state;
    assert_holds(a, files[2].text, "DTSTART;VALUE=DATE:20271029");
    assert_holds(a, files[2].text, "DTEND;VALUE=DATE:20271030");
    assert_holds(a, files[3].text, "DTSTART;VALUE=DATE:20271102");
    assert_holds(a, files[3].text, "DTEND;VALUE=DATE:20271104");
    arena_free(&a);
}

static void lines_are_folded_between_characters(void **state)
{
    struct arena *a = arena_new();
    size_t count, folded = 0;
    struct calendar_file *files = make(a, REQUEST, &count);
    (void)state;
    for (const char *line = files[0].text; *line;) {
        size_t len = strcspn(line, "\r");
        assert_true(len <= 75);
        assert_true(text_is_utf8(line, len));
        assert_true(text_starts(line + len, "\r\n"));
        folded += line[0] == ' ';
        line += len + 2;
    }
    assert_in_range(folded, 3, 20);
    arena_free(&a);
}

static void only_rules_that_hold_come_with_it(void **state)
{
    struct arena *a = arena_new();
    size_t count;
    struct calendar_file *files = make(a, REQUEST, &count);
    (void)state;
    assert_non_null(strstr(files[0].text, "BEGIN:VTIMEZONE"));
    assert_non_null(strstr(files[0].text, "RRULE:FREQ=YEARLY"));
    assert_null(strstr(files[0].text, "1879"));
    assert_null(strstr(files[0].text, "BYMONTH=9"));
    arena_free(&a);
}

static void a_cancellation_says_so_and_a_list_is_one_file(void **state)
{
    struct arena *a = arena_new();
    struct calendar_file *files;
    struct fault f;
    size_t count;
    json_t *tree = changed("calendar", "method", "\"CANCEL\"");
    (void)state;
    assert_int_equal(calendar_make(a, tree, STAMP, &files, &count, &f), DONE);
    assert_int_equal(count, 4);
    assert_holds(a, files[0].text, "METHOD:CANCEL");
    assert_holds(a, files[0].text, "STATUS:CANCELLED");
    assert_holds(
        a, files[0].text,
        "ATTENDEE;CN=Åsa 'Assa' Ek;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:asa@example.net");
    json_decref(tree);
    tree = changed("calendar", "method", "\"PUBLISH\"");
    assert_int_equal(calendar_make(a, tree, STAMP, &files, &count, &f), DONE);
    assert_int_equal(count, 1);
    assert_non_null(strstr(files[0].text, "o1@example.org"));
    assert_non_null(strstr(files[0].text, "o4@example.org"));
    assert_null(strstr(files[0].text, "ATTENDEE"));
    json_decref(tree);
    arena_free(&a);
}

static void the_same_tree_gives_the_same_bytes(void **state)
{
    struct arena *a = arena_new();
    size_t count;
    (void)state;
    const char *one = make(a, REQUEST, &count)[0].text, *two = make(a, REQUEST, &count)[0].text;
    assert_string_equal(one, two);
    arena_free(&a);
}

static void a_line_end_in_a_text_stays_in_its_text(void **state)
{
    struct arena *a = arena_new();
    struct calendar_file *files;
    struct fault f;
    size_t count;
    (void)state;
    static const char *const members[] = {"summary", "place", "description", "number", "link"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *tree = changed("event", members[i], "\"a\\r\\nATTENDEE:mailto:x@example.org\"");
        assert_int_equal(calendar_make(a, tree, STAMP, &files, &count, &f), DONE);
        assert_null(strstr(files[0].text, "\nATTENDEE:mailto:x"));
        json_decref(tree);
    }
    arena_free(&a);
}

static const struct refused {
    const char *where, *member, *value;
} refused[] = {
    {"calendar", "method", "\"REPLY\""},
    {"calendar", "method", "7"},
    {"calendar", "zone", "\"Europe/Mölle\""},
    {"calendar", "zone", "\"../../etc/passwd\""},
    {"calendar", "organizer", "{\"address\": \"a@example.org\\nX:y\"}"},
    {"calendar", "attendee", "{\"name\": \"utan\"}"},
    {"calendar", "attendee", "null"},
    {"calendar", "events", "[]"},
    {"calendar", "events", "[7]"},
    {"event", "uid", "\"\""},
    {"event", "uid", "\"a b\""},
    {"event", "uid", "\"a\\r\\nSUMMARY:x\""},
    {"event", "sequence", "-1"},
    {"event", "summary", "\"  \""},
    {"event", "starts", "\"i morgon\""},
    {"event", "starts", "\"2027-02-30T10:00\""},
    {"event", "ends", "\"2027-03-26T09:59\""},
    {"event", "ends", "\"2027-03-26\""},
    {"event", "ends", "\"sent\""},
};

static void what_is_not_as_it_should_be_is_refused(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct calendar_file *files;
        struct fault f = {0};
        size_t count;
        json_t *tree = changed(refused[i].where, refused[i].member, refused[i].value);
        if (calendar_make(a, tree, STAMP, &files, &count, &f) != NEVER || f.text[0] == '\0')
            fail_msg("%s %s", refused[i].member, refused[i].value);
        json_decref(tree);
    }
    arena_free(&a);
}

/* ---- What comes in ---- */

static struct calendar_reply reply_of(struct arena *a, const char *text)
{
    struct calendar_reply reply;
    calendar_read(a, text, strlen(text), &reply);
    return reply;
}

/* As calendar programs write it: folded, with an alarm inside, in lower case, quoted names. */
static void an_answer_is_read(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    struct calendar_reply r =
        reply_of(a, "BEGIN:VCALENDAR\r\nMETHOD:reply\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\n"
                    "TZID:W. Europe Standard Time\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
                    "BEGIN:VALARM\r\nUID:fel\r\nATTENDEE:mailto:fel@example.org\r\nEND:VALARM\r\n"
                    "attendee;CN=\"Ek; Åsa: PARTSTAT=x\";partstat=declined:MAIL\r\n"
                    " TO:Asa@example.net\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.net\r\n"
                    "COMMENT;LANGUAGE=sv:Jag är sjuk\\, tyvärr.\\nHälsa alla\r\n"
                    "UID:o1@exam\r\n\tple.org\r\nSEQUENCE:12\r\nDTSTAMP:20270302T093015Z\r\n"
                    "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:o2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_string_equal(r.method, "REPLY");
    assert_string_equal(r.uid, "o1@example.org");
    assert_string_equal(r.attendee, "Asa@example.net");
    assert_string_equal(r.partstat, "DECLINED");
    assert_string_equal(r.comment, "Jag är sjuk, tyvärr.\nHälsa alla");
    assert_int_equal(r.sequence, 12);
    assert_true(r.dtstamp == 1803979815000);
    arena_free(&a);
}

static void an_answer_may_name_its_address_beside(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    struct calendar_reply r = reply_of(
        a, "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;CN=Å;EMAIL=\"a@example.net\";PARTSTAT=ACCEPTED:"
           "/id/7\nEND:VEVENT\n");
    assert_string_equal(r.attendee, "a@example.net");
    assert_string_equal(r.partstat, "ACCEPTED");
    arena_free(&a);
}

static void what_cannot_be_read_is_empty(void **state)
{
    static const char *const texts[] = {
        "",
        "\r\n\r\n",
        "hej",
        "BEGIN:VEVENT",
        "END:VEVENT\nUID:x",
        "UID:x\nATTENDEE:mailto:a@b.c",
        "BEGIN:VEVENT\nUID\nATTENDEE;PARTSTAT\nSEQUENCE:1x\nDTSTAMP:20271340T000000Z",
        "BEGIN:VEVENT\nATTENDEE;\":mailto:a@example.org\nSEQUENCE:99999999999999999999\n"};
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct calendar_reply r = reply_of(a, texts[i]);
        assert_string_equal(r.method, "");
        assert_string_equal(r.uid, "");
        assert_string_equal(r.attendee, "");
        assert_string_equal(r.partstat, "");
        assert_int_equal(r.sequence, 0);
        assert_true(r.dtstamp == -1);
    }
    arena_free(&a);
}

static void hostile_bytes_do_no_harm(void **state)
{
    struct arena *a = arena_new();
    size_t len = 4 * 1024 * 1024;
    char *text = arena_alloc(a, len);
    struct calendar_reply r;
    (void)state;
    memset(text, ';', len);
    memcpy(text, "BEGIN:VEVENT\nATTENDEE", 21);
    calendar_read(a, text, len, &r);
    memset(text, 0xC3, len);
    memcpy(text, "BEGIN:VEVENT\nUID:", 17);
    calendar_read(a, text, len, &r);
    assert_true(text_is_utf8(r.uid, strlen(r.uid)) && strlen(r.uid) <= 4000);
    calendar_read(a, "BEGIN:VEVENT\nUID:a\0b\x01\x7F\\\x04\nEND:VEVENT", 36, &r);
    assert_string_equal(r.uid, "a\uFFFDb");
    arena_free(&a);
}

/* ---- For the second implementation ---- */

static int write_all(const char *folder)
{
    struct arena *a = arena_new();
    size_t count;
    struct calendar_file *files = make(a, REQUEST, &count);
    for (size_t i = 0; i < count; i++) {
        FILE *out = fopen(arena_printf(a, "%s/%s", folder, files[i].name), "w");
        if (out == NULL || fputs(files[i].text, out) < 0 || fclose(out) != 0)
            return 1;
    }
    arena_free(&a);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2)
        return write_all(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_has_a_file_for_each_occasion),
        cmocka_unit_test(a_date_alone_is_the_whole_day),
        cmocka_unit_test(lines_are_folded_between_characters),
        cmocka_unit_test(only_rules_that_hold_come_with_it),
        cmocka_unit_test(a_cancellation_says_so_and_a_list_is_one_file),
        cmocka_unit_test(the_same_tree_gives_the_same_bytes),
        cmocka_unit_test(a_line_end_in_a_text_stays_in_its_text),
        cmocka_unit_test(what_is_not_as_it_should_be_is_refused),
        cmocka_unit_test(an_answer_is_read),
        cmocka_unit_test(an_answer_may_name_its_address_beside),
        cmocka_unit_test(what_cannot_be_read_is_empty),
        cmocka_unit_test(hostile_bytes_do_no_harm),
    };
    return cmocka_run_group_tests_name("letters_calendar", tests, NULL, NULL);
}

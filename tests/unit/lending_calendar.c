/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What calendar programs answer: kept with the request, shown to a person when it says no, and
 * never more than that.
 */
#include "lending_steps.h"

/* P1 is chosen for 22 April; the letters have left. */
static void chosen(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1"), h);
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "P1", .answer = ANSWER_YES, .how = "staff");
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P1"}, .name_count = 1,
          .finished = true);
    letters_leave(h);
}

struct said {
    const char *from, *to, *method, *partstat, *uid, *comment, *headers;
};

static struct mail calendar_comes(struct lending_house *h, struct said s)
{
    struct arena *a = h->arena;
    const char *uid = s.uid ? s.uid : house_value(h, "SELECT uid FROM occasion");
    const char *from = s.from ? s.from : "p1@example.net";
    const char *comment = s.comment ? arena_printf(a, "COMMENT:%s\r\n", s.comment) : "";
    h->mails++;
    return mail_raw_comes(
        h, arena_printf(a,
                        "From: <%s>\r\nTo: %s\r\nSubject: Declined: Uppdrag\r\n"
                        "Message-ID: <calendar-%d@example.net>\r\n%s"
                        "Date: Mon, 1 Mar 2027 09:00:00 +0100\r\nMIME-Version: 1.0\r\n"
                        "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n"
                        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNej\r\n"
                        "--b\r\nContent-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n"
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//SV\r\nMETHOD:%s\r\n"
                        "BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20270301T080000Z\r\nSEQUENCE:0\r\n"
                        "ATTENDEE;PARTSTAT=%s:mailto:%s\r\n%s"
                        "END:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n",
                        from, s.to ? s.to : LIBRARY, h->mails, s.headers ? s.headers : "", s.method,
                        s.method, uid, s.partstat, from, comment));
}

/* Rows that an answer must leave as they are. */
static const char *the_book(struct lending_house *h)
{
    return arena_printf(h->arena, "%s %s %s %s", house_value(h, STATE), house_value(h, ASKED),
                        house_value(h, LETTERS),
                        house_value(h, "SELECT state || sequence FROM occasion"));
}

static void a_no_is_a_task_and_changes_nothing(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = the_book(h);
    struct mail m = calendar_comes(h, (struct said){.method = "REPLY", .partstat = "DECLINED"});
    assert_int_equal(m.request_id, 1);
    assert_string_equal(m.party, "P1");
    assert_string_equal(m.state, "waiting");
    assert_string_equal(the_book(h), before);
    const char *text = house_value(h, "SELECT text FROM task WHERE kind = 'calendar'");
    assert_non_null(strstr(text, "P1 tackar nej (tillfället torsdag 22 april 2027"));
    assert_non_null(strstr(text, "Ingenting har ändrats"));
}

/* Its words say no, it answers our letter, and still it is no answer to the question asked. */
static void in_a_thread_it_is_no_answer_either(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = the_book(h);
    calendar_comes(h, (struct said){.to = address_of(h, "P1", "invitation_person"),
                                    .method = "REPLY",
                                    .partstat = "DECLINED",
                                    .headers = "Auto-Submitted: auto-replied\r\n"});
    assert_string_equal(the_book(h), before);
    assert_book(h, "SELECT kind FROM task WHERE closed_at IS NULL AND kind = 'calendar'",
                "calendar");
}

static void a_yes_is_kept_and_words_are_read(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *tasks = house_value(h, TASKS), *before = the_book(h);
    struct mail m = calendar_comes(h, (struct said){.method = "REPLY", .partstat = "ACCEPTED"});
    assert_int_equal(m.request_id, 1);
    assert_string_equal(m.state, "read");
    assert_book(h, TASKS, tasks);
    calendar_comes(h, (struct said){.method = "REPLY",
                                    .partstat = "ACCEPTED",
                                    .comment = "Jag kommer tio minuter sent."});
    assert_non_null(strstr(house_value(h, TASKS), "calendar"));
    assert_string_equal(the_book(h), before);
}

static void another_time_is_proposed_to_a_person(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = the_book(h);
    struct mail m = calendar_comes(
        h, (struct said){.from = "x@elsewhere.example", .method = "COUNTER", .partstat = "NEEDS"});
    assert_string_equal(m.party, "");
    assert_non_null(strstr(house_value(h, "SELECT text FROM task WHERE kind = 'calendar'"),
                           "Någon föreslår en annan tid"));
    assert_string_equal(the_book(h), before);
}

static void an_unknown_one_is_a_task_without_a_request(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = the_book(h);
    calendar_comes(
        h, (struct said){.method = "REPLY", .partstat = "DECLINED", .uid = "x@elsewhere.example"});
    assert_book(h, "SELECT request_id FROM task WHERE kind = 'calendar'", "-");
    assert_string_equal(the_book(h), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_no_is_a_task_and_changes_nothing),
        house_test(in_a_thread_it_is_no_answer_either),
        house_test(a_yes_is_kept_and_words_are_read),
        house_test(another_time_is_proposed_to_a_person),
        house_test(an_unknown_one_is_a_task_without_a_request),
    };
    return cmocka_run_group_tests_name("lending_calendar", tests, house_group, house_group_over);
}

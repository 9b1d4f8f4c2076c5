/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The daily look at the pool: who is asked, reminded, at rest; what a word of theirs undoes; and
 * meetings, told of in slices.
 */
#include "lending_house.h"

#include "lending/care.h"
#include "lending/meetings.h"
#include "lending/people.h"

#define LETTERS                                                                                    \
    "SELECT coalesce(group_concat(recipient || ':' || purpose, ' '), '') FROM"                     \
    " (SELECT recipient, purpose FROM letter WHERE request_id IS NULL AND state <> 'dropped'"      \
    " ORDER BY id)"
#define assert_value(h, sql, wanted) assert_string_equal(house_value((h), (sql)), (wanted))

/* All that the day's look has to do, and all that is told of meetings. */
static void look(struct lending_house *h, const char *now)
{
    bool moved = true;
    house_at(h, now);
    while (moved) {
        moved = false;
        assert_did(lending_care(&h->house, h->arena, &moved, &h->fault), h);
        if (!moved)
            assert_did(lending_meetings_tell(&h->house, h->arena, &moved, &h->fault), h);
    }
}

/* Every letter leaves, and is noticed. */
static void leave(struct lending_house *h, const char *day)
{
    struct letter *list;
    size_t count;
    house_sql(h, arena_printf(h->arena,
                              "UPDATE letter SET state = 'sent', made = 1, token = NULL,"
                              " noticed = 0, ended_at = '%sT11:00:00.000Z' WHERE state = 'queued';"
                              "INSERT OR IGNORE INTO letter_body SELECT id, x'00' FROM letter",
                              day));
    assert_did(outbox_unnoticed(h->house.db, h->arena, 100, &list, &count, &h->fault), h);
    assert_did(db_begin(h->house.db, "notice", &h->fault), h);
    for (size_t i = 0; i < count; i++)
        assert_did(lending_notice(&h->house, h->arena, &list[i], &h->fault), h);
    assert_did(db_commit(h->house.db, "notice", &h->fault), h);
}

static void two_people(struct lending_house *h)
{
    house_at(h, "2027-03-01T10:00");
    house_person(h, "Anna Prov", "anna@example.org", "stroke");
    house_person(h, "Bo Prov", "bo@example.org", "stroke");
    house_sql(h, "UPDATE person SET created_at = '2027-03-01T10:00:00.000Z'");
}

static void a_year_is_a_year_and_a_leap_day_waits_for_none(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    house_sql(h, "UPDATE person SET renewed_on = '2028-02-29' WHERE id = 2");
    look(h, "2028-02-29T10:00");
    assert_value(h, LETTERS, "");
    look(h, "2028-03-01T10:00");
    assert_value(h, LETTERS, "P1:renewal");
    look(h, "2029-02-28T10:00");
    assert_value(h, "SELECT renewal_asked_on IS NULL FROM person WHERE id = 2", "1");
    look(h, "2029-03-01T10:00");
    assert_value(h, "SELECT renewal_asked_on FROM person WHERE id = 2", "2029-03-01");
}

static void a_question_that_has_not_left_is_not_followed_up(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    look(h, "2028-03-01T10:00");
    look(h, "2028-05-01T10:00");
    assert_value(h, LETTERS, "P1:renewal P2:renewal");
    leave(h, "2028-05-02");
    assert_value(h, "SELECT group_concat(renewal_asked_on) FROM person", "2028-05-02,2028-05-02");
    look(h, "2028-05-15T10:00");
    assert_value(h, LETTERS, "P1:renewal P2:renewal");
    look(h, "2028-05-16T10:00");
    assert_value(h, LETTERS, "P1:renewal P2:renewal P1:renewal P2:renewal");
}

static void a_late_reminder_gives_its_days_before_rest(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    look(h, "2028-03-01T10:00");
    leave(h, "2028-03-01");
    look(h, "2028-06-01T10:00"); /* nothing ran for three months */
    leave(h, "2028-06-01");
    look(h, "2028-06-14T10:00");
    assert_value(h, "SELECT count(*) FROM person WHERE rests_since IS NOT NULL", "0");
    look(h, "2028-06-15T10:00");
    assert_value(h, "SELECT count(*) FROM person WHERE rests_since IS NOT NULL", "2");
    assert_value(h, "SELECT group_concat(kind) FROM task WHERE closed_at IS NULL", "resting");
}

static void to_change_something_is_to_say_that_the_rest_is_right(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    look(h, "2028-03-01T10:00");
    assert_did(lending_confirm(&h->house, h->arena, "P1", 1, &h->fault), h);
    assert_value(h, LETTERS, "P2:renewal"); /* the unsent question is overtaken */
    assert_value(h, "SELECT renewed_on || coalesce(renewal_asked_on, '') FROM person WHERE id = 1",
                 "2028-03-01");
    house_sound(h);
}

static void who_has_withdrawn_is_not_asked_and_not_told_that_a_pause_ends(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    assert_did(lending_willing(&h->house, h->arena, "P1", 1, false, "page", &h->fault), h);
    house_sql(h, "UPDATE person SET paused_until = '2027-04-01'");
    look(h, "2027-04-02T10:00");
    assert_value(h, LETTERS, "P2:pause_over");
    assert_value(h, "SELECT count(*) FROM person WHERE paused_until IS NULL", "2");
    look(h, "2028-03-02T10:00");
    assert_value(h, LETTERS, "P2:pause_over P2:renewal");
    assert_value(h, "SELECT group_concat(given) FROM consent WHERE person_id = 1", "0");
    house_sound(h);
}

static void without_consent_as_basis_a_no_is_an_objection(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    h->settings.library.legal_basis = "Beslut 2027-0012";
    assert_did(lending_willing(&h->house, h->arena, "P1", 1, false, "page", &h->fault), h);
    assert_value(h, "SELECT objects || consent_date FROM person WHERE id = 1", "12027-01-01");
    assert_did(lending_willing(&h->house, h->arena, "P1", 1, true, "page", &h->fault), h);
    assert_value(h, "SELECT objects FROM person WHERE id = 1", "0");
}

/* ---- Meetings ---- */

static int64_t meeting(struct lending_house *h, const char *kind, const char *starts)
{
    const struct occasion_change change = {.what = OCCASION_ADD, .starts = starts};
    int64_t id = 0;
    assert_did(lending_meeting(&h->house, h->arena, "staff:1", kind, &change, &id, &h->fault), h);
    return id;
}

static void a_meeting_is_told_of_once_and_newcomers_hear_the_next_day(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    meeting(h, "network", "2027-04-20T17:00");
    look(h, "2027-03-01T10:00");
    look(h, "2027-03-01T11:00");
    assert_value(h, LETTERS, "P1:meeting_invitation P2:meeting_invitation");
    house_person(h, "Cia Prov", "cia@example.org", "stroke");
    look(h, "2027-03-02T10:00");
    assert_value(h, LETTERS, "P1:meeting_invitation P2:meeting_invitation P3:meeting_invitation");
    house_sound(h);
}

static void a_hundred_invitations_leave_at_once_and_the_rest_one_by_one(void **state)
{
    struct lending_house *h = *state;
    house_at(h, "2027-03-01T10:00");
    for (int i = 0; i < 103; i++)
        house_person(h, "Anna Prov", arena_printf(h->arena, "a%d@example.org", i), "stroke");
    meeting(h, "network", "2027-04-20T17:00");
    look(h, "2027-03-01T10:00");
    assert_value(h, "SELECT count(*) FROM letter", "103");
    assert_value(h, "SELECT count(*) FROM letter WHERE next_at <= queued_at", "100");
    assert_value(h, "SELECT count(DISTINCT next_at) FROM letter WHERE next_at > queued_at", "3");
}

static void what_cannot_be_is_refused(void **state)
{
    struct lending_house *h = *state;
    two_people(h);
    int64_t id = meeting(h, "network", "2027-04-20T17:00");
    const struct occasion_change gone = {.what = OCCASION_CANCEL, .id = id};
    const struct occasion_change late = {
        .what = OCCASION_MOVE, .id = id, .starts = "2027-05-20T17:00"};
    assert_did(lending_meeting(&h->house, h->arena, "x", NULL, &gone, &id, &h->fault), h);
    assert_did(lending_meeting(&h->house, h->arena, "x", NULL, &gone, &id, &h->fault), h);
    assert_refusal(lending_meeting(&h->house, h->arena, "x", NULL, &late, &id, &h->fault), h,
                   EXIT_DATA, "called off");
    assert_refusal(
        lending_meeting_answer(&h->house, h->arena, "P1", id, 1, "yes", "page", &h->fault), h,
        EXIT_DATA, "called off");
    assert_refusal(
        lending_meeting_answer(&h->house, h->arena, "P1", 77, 1, "yes", "page", &h->fault), h,
        EXIT_NO_INPUT, "77");
    look(h, "2027-03-01T10:00");
    assert_value(h, LETTERS, ""); /* nobody had been told, so nobody need hear that it is off */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_year_is_a_year_and_a_leap_day_waits_for_none),
        house_test(a_question_that_has_not_left_is_not_followed_up),
        house_test(a_late_reminder_gives_its_days_before_rest),
        house_test(to_change_something_is_to_say_that_the_rest_is_right),
        house_test(who_has_withdrawn_is_not_asked_and_not_told_that_a_pause_ends),
        house_test(without_consent_as_basis_a_no_is_an_objection),
        house_test(a_meeting_is_told_of_once_and_newcomers_hear_the_next_day),
        house_test(a_hundred_invitations_leave_at_once_and_the_rest_one_by_one),
        house_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests_name("lending_care", tests, house_group, house_group_over);
}

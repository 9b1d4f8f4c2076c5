/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An agreement through the door: changed, spoken about, accepted, reminded of, moved with its
 * occasions; stale, twice, too late. After each step the book is sound. The agreement as data:
 * lending_agreement.c.
 */
#include "lending_choice.h"

#include "lending/agreement.h"
#include "lending/occasions.h"
#include "lending/people.h"
#include "store/documents.h"

#define VERSIONS                                                                                   \
    "SELECT version || ':' || written_by || ':' || (unit_accepted_at IS NOT NULL) ||"              \
    " (representative_accepted_at IS NOT NULL) FROM agreement ORDER BY placement_id, version"
#define TOLD(purpose)                                                                              \
    "SELECT recipient || ':' || cause || ':' || state FROM letter WHERE purpose = '" purpose       \
    "' ORDER BY id"

#define STUCK "SELECT subject FROM task WHERE kind = 'agreement' AND closed_at IS NULL"

/* P1 is chosen for the one place; version 1 stands unaccepted. */
static void chosen(struct lending_house *h)
{
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", true);
    letters_leave(h);
}

typedef enum outcome act_function(const struct house *house, struct arena *a,
                                  const struct agreement_act *act, enum agreement_verdict *verdict,
                                  struct fault *f);

static enum agreement_verdict act(struct lending_house *h, act_function *function,
                                  struct agreement_act x)
{
    enum agreement_verdict verdict = AGREEMENT_TAKEN;
    x.request_id = 1;
    x.who = x.who ? x.who : "P1";
    x.actor = strcmp(x.party, "representative") == 0 ? x.who : x.party;
    x.how = x.how ? x.how : "page";
    assert_did(function(&h->house, h->arena, &x, &verdict, &h->fault), h);
    house_sound(h);
    return verdict;
}

static enum agreement_verdict changes(struct lending_house *h, const char *party, int version,
                                      const char *json)
{
    json_t *fields = json_loads(json, 0, NULL);
    enum agreement_verdict verdict =
        act(h, lending_agreement_change,
            (struct agreement_act){.party = party, .version = version, .fields = fields});
    json_decref(fields);
    return verdict;
}

static enum agreement_verdict accepts(struct lending_house *h, const char *party, int version)
{
    return act(h, lending_agreement_accept,
               (struct agreement_act){.party = party, .version = version});
}

static enum agreement_verdict says(struct lending_house *h, const char *party, const char *text)
{
    return act(h, lending_agreement_comment, (struct agreement_act){.party = party, .text = text});
}

/* ---- Both accept the same ---- */

static void it_stands_when_both_have_accepted_the_same_version(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    assert_int_equal(accepts(h, "unit", 1), AGREEMENT_TAKEN);
    assert_book(h, PLACED, "P1:chosen");
    assert_book(h, STATE, "connected");
    assert_int_equal(changes(h, "representative", 1, "{\"matters\":\"Pauser\"}"), AGREEMENT_TAKEN);
    assert_book(h, VERSIONS, "1:system:10 2:representative:00");
    assert_int_equal(accepts(h, "representative", 2), AGREEMENT_TAKEN);
    assert_book(h, PLACED, "P1:chosen");
    assert_int_equal(accepts(h, "unit", 2), AGREEMENT_TAKEN);
    assert_book(h, VERSIONS, "1:system:10 2:representative:11");
    assert_book(h, PLACED, "P1:agreed");
    assert_book(h, STATE, "agreed");
    assert_string_equal(timer_due(h, "agree"), "");
    assert_book(h, TOLD("agreement_stands"), "unit:P1:v2:queued P1:v2:queued");
    assert_book(h, "SELECT kind || subject FROM document", "agreement2");
    assert_book(h, "SELECT unit_accepted_how FROM agreement WHERE version = 2", "page");
}

static void a_change_asks_both_again(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    accepts(h, "unit", 1);
    accepts(h, "representative", 1);
    assert_book(h, STATE, "agreed");
    letters_leave(h);
    assert_int_equal(changes(h, "unit", 1, "{\"next\":\"Vi ringer.\"}"), AGREEMENT_TAKEN);
    assert_book(h, STATE, "connected");
    assert_book(h, PLACED, "P1:chosen");
    assert_book(h, TOLD("agreement_changed"), "P1:v2:queued");
    assert_string_equal(timer_due(h, "agree"), "2027-03-04T10:00");
    assert_book(h, "SELECT count(DISTINCT sha256) FROM agreement", "2");
}

static void staff_write_for_whoever_calls_and_both_hear_of_it(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    assert_int_equal(changes(h, "staff", 0, "{\"matters\":\"Pauser\"}"), AGREEMENT_TAKEN);
    assert_book(h, TOLD("agreement_changed"), "unit:P1:v2:queued P1:v2:queued");
    assert_int_equal(act(h, lending_agreement_accept,
                         (struct agreement_act){.party = "representative", .how = "phone"}),
                     AGREEMENT_TAKEN);
    assert_book(h, "SELECT representative_accepted_how FROM agreement WHERE version = 2", "phone");
}

/* ---- Nothing half done ---- */

static void an_old_version_is_neither_accepted_nor_written_over(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    changes(h, "unit", 1, "{\"support\":\"Maria möter upp.\"}");
    const char *before = house_dump(h);
    assert_int_equal(accepts(h, "representative", 1), AGREEMENT_STALE);
    assert_int_equal(accepts(h, "representative", 7), AGREEMENT_STALE);
    assert_int_equal(changes(h, "representative", 1, "{\"matters\":\"Pauser\"}"), AGREEMENT_STALE);
    assert_string_equal(house_dump(h), before);
    struct event e = {.kind = EVENT_ACCEPT,
                      .who = "P1",
                      .party = "representative",
                      .how = "page",
                      .hash = house_value(h, "SELECT sha256 FROM agreement WHERE version = 1")};
    assert_refusal(staff_event(h, e), h, EXIT_DATA, "version 2");
    assert_string_equal(house_dump(h), before);
}

static void the_same_twice_is_one(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    accepts(h, "unit", 1);
    assert_int_equal(accepts(h, "unit", 1), AGREEMENT_SAME);
    changes(h, "unit", 1, "{\"next\":\"Vi ringer.\"}");
    says(h, "unit", "Passar det?");
    const char *before = house_dump(h);
    assert_int_equal(changes(h, "unit", 1, "{\"next\":\"Vi ringer.  \\r\\n\"}"), AGREEMENT_SAME);
    assert_int_equal(says(h, "unit", "Passar det?\n"), AGREEMENT_SAME);
    assert_string_equal(house_dump(h), before);
    assert_book(h, TOLD("agreement_changed"), "P1:v2:queued P1:c1:queued");
    assert_int_equal(says(h, "representative", "Passar det?"), AGREEMENT_TAKEN);
    assert_book(h, TOLD("agreement_changed"), "P1:v2:queued P1:c1:queued unit:P1:c2:queued");
}

static void what_is_not_the_parties_to_word_is_refused(void **state)
{
    static const char *const bad[] = {"{\"withdrawal\":\"Aldrig\"}",  "{\"parties\":\"x\"}",
                                      "{\"occasions\":\"i morgon\"}", "{\"occasions\":[]}",
                                      "{\"nosuch\":\"x\"}",           "{\"matters\":3}"};
    struct lending_house *h = *state;
    chosen(h);
    const char *before = house_dump(h);
    struct agreement_act x = {.request_id = 1, .who = "P1", .party = "unit", .actor = "unit"};
    enum agreement_verdict verdict;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_t *fields = json_loads(bad[i], 0, NULL);
        x.fields = fields;
        assert_refusal(lending_agreement_change(&h->house, h->arena, &x, &verdict, &h->fault), h,
                       EXIT_DATA, "is no field");
        json_decref(fields);
    }
    char *much = arena_alloc(h->arena, AGREEMENT_CHARS + 2);
    memset(much, 'x', AGREEMENT_CHARS + 1);
    json_t *fields = json_pack("{s:s}", "matters", much);
    x.fields = fields;
    assert_refusal(lending_agreement_change(&h->house, h->arena, &x, &verdict, &h->fault), h,
                   EXIT_DATA, "longer than");
    json_decref(fields);
    assert_string_equal(house_dump(h), before);
}

static void who_has_left_has_no_agreement(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    withdraw(h, "P1", "representative");
    const char *before = house_dump(h);
    assert_int_equal(accepts(h, "unit", 1), AGREEMENT_OVER);
    assert_int_equal(changes(h, "unit", 1, "{\"next\":\"x\"}"), AGREEMENT_OVER);
    assert_int_equal(says(h, "unit", "Hallå?"), AGREEMENT_OVER);
    assert_string_equal(house_dump(h), before);
    assert_string_equal(timer_due(h, "agree"), "");
    struct agreement_case c;
    assert_refusal(lending_agreement(&h->house, h->arena, 1, "P2", &c, &h->fault), h, EXIT_NO_INPUT,
                   "was not chosen");
}

static void a_cancelled_request_takes_nothing_more(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Dagen är inställd.");
    assert_int_equal(accepts(h, "unit", 1), AGREEMENT_OVER);
    assert_book(h, VERSIONS, "1:system:00");
}

/* ---- Silence ---- */

static void who_is_silent_is_reminded_once_a_version_and_then_it_is_a_task(void **state)
{
    struct lending_house *h = *state;
    h->settings.agreement.reminder_working_days = 3;
    chosen(h);
    accepts(h, "unit", 1);
    house_at(h, "2027-03-04T10:00");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, TOLD("agreement_reminder"), "P1:v1:queued");
    assert_string_equal(timer_due(h, "agree"), "2027-03-09T10:00");
    letters_leave(h);
    house_at(h, "2027-03-09T10:00");
    timers_ring(h);
    assert_book(h, TOLD("agreement_reminder"), "P1:v1:sent");
    assert_book(h, STUCK, "P1");
    assert_string_equal(timer_due(h, "agree"), "");

    changes(h, "unit", 1, "{\"next\":\"Vi ringer.\"}");
    house_at(h, "2027-03-12T10:00");
    timers_ring(h);
    assert_book(h, TOLD("agreement_reminder"), "P1:v1:sent unit:P1:v2:queued P1:v2:queued");
    accepts(h, "representative", 2);
    assert_book(h, TOLD("agreement_reminder"), "P1:v1:sent unit:P1:v2:queued P1:v2:dropped");
    accepts(h, "unit", 2);
    assert_book(h, STUCK, "");
    assert_book(h, TOLD("agreement_reminder"), "P1:v1:sent unit:P1:v2:dropped P1:v2:dropped");
}

static void easter_is_no_time_to_remind(void **state)
{
    struct lending_house *h = *state;
    h->settings.agreement.reminder_working_days = 3;
    house_at(h, "2027-03-24T10:00"); /* Wednesday; Good Friday is the 26th */
    chosen(h);
    assert_string_equal(timer_due(h, "agree"), "2027-03-31T10:00");
}

/* Nobody is reminded, and staff hear of it all the same. */
static void no_days_means_a_task_and_no_reminder(void **state)
{
    struct lending_house *h = *state;
    h->settings.agreement.reminder_working_days = 0;
    chosen(h);
    assert_string_equal(timer_due(h, "agree"), "2027-03-15T10:00");
    house_at(h, "2027-03-15T10:01");
    timers_ring(h);
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'agreement_reminder'", "0");
    assert_book(h, "SELECT kind || ':' || subject FROM task WHERE kind = 'agreement'",
                "agreement:P1");
    assert_null(strstr(house_value(h, "SELECT text FROM task WHERE kind = 'agreement'"), "trots"));
}

/* ---- Occasions ---- */

static void moves(struct lending_house *h, const char *starts, const char *ends, const char *access)
{
    struct occasion_change change = {
        .what = OCCASION_MOVE, .id = 1, .starts = starts, .ends = ends, .access = access};
    assert_did(lending_occasion(&h->house, h->arena, 1, "unit", &change, NULL, &h->fault), h);
    house_sound(h);
}

static void a_moved_occasion_makes_a_version_with_its_pay(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    accepts(h, "unit", 1);
    accepts(h, "representative", 1);
    letters_leave(h);
    const char *pay = "SELECT json_extract(body, '$.compensation') FROM agreement"
                      " ORDER BY version DESC LIMIT 1";
    const char *before = house_value(h, pay);
    moves(h, "2027-04-23T09:00", "2027-04-23T15:00", NULL);
    assert_book(h, STATE, "connected");
    assert_book(h, VERSIONS, "1:system:11 2:system:00");
    assert_book(h, TOLD("agreement_changed"), "unit:P1:v2:queued P1:v2:queued");
    assert_non_null(strstr(house_value(h, pay), "en hel dag"));
    assert_string_not_equal(house_value(h, pay), before);
    changes(h, "unit", 2, "{\"compensation\":\"2 500 kronor\"}");
    moves(h, "2027-04-23T09:00", "2027-04-23T10:00", NULL);
    assert_book(h, pay, "2 500 kronor");
    assert_book(h, TOLD("agreement_changed"), "unit:P1:v2:queued P1:v2:queued P1:v3:queued");
}

static void how_to_get_in_is_no_new_agreement(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    accepts(h, "unit", 1);
    accepts(h, "representative", 1);
    moves(h, NULL, NULL, "Hiss till höger.");
    assert_book(h, STATE, "agreed");
    assert_book(h, VERSIONS, "1:system:11");
}

/* ---- What is stored of a person ---- */

static void what_was_agreed_is_shown_to_the_person_and_goes_with_them(void **state)
{
    struct lending_house *h = *state;
    struct person_record *records;
    size_t count, found = 0;
    chosen(h);
    changes(h, "representative", 1, "{\"matters\":\"Pauser\"}");
    says(h, "unit", "Vad bra!");
    accepts(h, "unit", 2);
    accepts(h, "representative", 2);
    assert_did(people_records(h->house.db, h->arena, 1, &records, &count, &h->fault), h);
    for (size_t i = 0; i < count; i++)
        found += strcmp(records[i].kind, "agreements") == 0 ||
                 strcmp(records[i].kind, "agreement_comments") == 0;
    assert_int_equal(found, 3);
    assert_did(roster_person_erase(&h->house, h->arena, "staff:1", 1, &h->fault), h);
    house_sound(h);
    assert_book(h, "SELECT body FROM agreement", "{} {}");
    assert_book(h, "SELECT length(text) FROM agreement_comment", "0");
    assert_book(h, "SELECT count(*) FROM document", "0");
    assert_book(h, VERSIONS, "1:system:00 2:representative:11");
    assert_book(h, PLACED, "P1:withdrawn");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(it_stands_when_both_have_accepted_the_same_version),
        house_test(a_change_asks_both_again),
        house_test(staff_write_for_whoever_calls_and_both_hear_of_it),
        house_test(an_old_version_is_neither_accepted_nor_written_over),
        house_test(the_same_twice_is_one),
        house_test(what_is_not_the_parties_to_word_is_refused),
        house_test(who_has_left_has_no_agreement),
        house_test(a_cancelled_request_takes_nothing_more),
        house_test(who_is_silent_is_reminded_once_a_version_and_then_it_is_a_task),
        house_test(easter_is_no_time_to_remind),
        house_test(no_days_means_a_task_and_no_reminder),
        house_test(a_moved_occasion_makes_a_version_with_its_pay),
        house_test(how_to_get_in_is_no_new_agreement),
        house_test(what_was_agreed_is_shown_to_the_person_and_goes_with_them),
    };
    return cmocka_run_group_tests_name("lending_versions", tests, house_group, house_group_over);
}

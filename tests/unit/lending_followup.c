/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The follow-up: each party is asked once and reminded once, what the unit says that changed goes
 * to everyone who took part, a reason to call is a task, and a request closes when nothing is left.
 */
#include "lending_steps.h"

#include "lending/followup.h"
#include "store/followups.h"
#include "view/followups.h"

#define FOLLOWUPS "SELECT party FROM followup ORDER BY id"
#define ANSWERED "SELECT party FROM followup WHERE answered_at IS NOT NULL ORDER BY id"
#define OF_FOLLOWUPS                                                                               \
    "SELECT recipient || ':' || purpose || ':' || state FROM letter WHERE purpose LIKE"            \
    " 'followup_%' OR purpose LIKE 'outcome_%' ORDER BY id"
#define REMINDS "SELECT subject FROM timer WHERE kind = 'followup_remind' ORDER BY id"
#define PLACED "SELECT state FROM placement ORDER BY id"
#define OWN_TASKS                                                                                  \
    "SELECT kind || ':' || subject FROM task WHERE closed_at IS NULL"                              \
    " AND kind IN ('outcome_owed', 'followup_worry', 'close', 'agreement') ORDER BY id"
#define OPEN_HERE "SELECT kind FROM task WHERE request_id = 1 AND closed_at IS NULL"
#define WORDS "Kallelsen är omskriven. Den går att förstå nu."

/* Both accept the agreement as it is, by phone. */
static void agree(struct lending_house *h, const char *who)
{
    const char *hash = house_value(
        h, arena_printf(h->arena,
                        "SELECT sha256 FROM agreement JOIN placement ON placement.id ="
                        " placement_id WHERE 'P' || person_id = '%s' ORDER BY version DESC LIMIT 1",
                        who));
    const char *const parties[] = {"unit", "representative"};
    for (size_t i = 0; i < 2; i++)
        staff(h, .kind = EVENT_ACCEPT, .who = who, .party = parties[i], .hash = hash,
              .how = "phone");
}

/* Two are wanted, on 22 April; P1 and P2 are chosen, P3 said yes too, P4 said no. */
static void connected(struct lending_house *h)
{
    const char *const both[] = {"P1", "P2"};
    h->settings.routing.automatic = false;
    house_people(h, 4, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2 P3 P4"), h);
    letters_leave(h);
    for (int i = 1; i <= 4; i++)
        staff(h, .kind = EVENT_ANSWER, .who = arena_printf(h->arena, "P%d", i),
              .answer = i < 4 ? ANSWER_YES : ANSWER_NO, .how = "staff");
    staff(h, .kind = EVENT_CHOOSE, .names = both, .name_count = 2);
    letters_leave(h);
}

static void at(struct lending_house *h, const char *local)
{
    house_at(h, local);
    timers_ring(h);
}

/* The last occasion is over. */
static void over(struct lending_house *h)
{
    connected(h);
    agree(h, "P1");
    agree(h, "P2");
    assert_book(h, STATE, "agreed");
    at(h, "2027-04-22T15:00");
    letters_leave(h);
    assert_book(h, STATE, "carried_out");
}

static void asked(struct lending_house *h)
{
    over(h);
    at(h, "2027-04-29T15:00");
    letters_leave(h);
}

/* "process=5|paid=yes" */
static enum outcome give(struct lending_house *h, const char *party, const char *how,
                         const char *said)
{
    size_t count;
    char **pairs = text_split(h->arena, said, "|", &count);
    json_t *answers = json_object();
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++) {
        char *equals = strchr(pairs[i], '=');
        *equals = '\0';
        o = followup_put(h->arena, answers, party, pairs[i], equals + 1, &h->fault);
    }
    struct followup_said x = {.request_id = 1,
                              .party = party,
                              .answers = answers,
                              .adds = strcmp(how, "page") != 0,
                              .how = how,
                              .actor = strcmp(how, "page") != 0 ? "staff:1" : NULL};
    if (o == DONE)
        o = lending_followup(&h->house, h->arena, &x, &h->fault);
    json_decref(answers);
    house_sound(h);
    return o;
}

#define says(h, party, said) assert_did(give((h), (party), "page", (said)), (h))

static const char *answers_of(struct lending_house *h, const char *party)
{
    return house_value(
        h, arena_printf(h->arena, "SELECT answers FROM followup WHERE party = '%s'", party));
}

/* ---- Asking and reminding ---- */

static void each_is_asked_once_and_reminded_once(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_book(h, FOLLOWUPS, "unit P1 P2");
    assert_book(h, PLACED, "done done");
    assert_string_equal(timer_due(h, "followup"), "2027-04-29T15:00");
    at(h, "2027-04-29T14:59");
    assert_book(h, OF_FOLLOWUPS, "");
    at(h, "2027-04-29T15:00");
    assert_book(h, OF_FOLLOWUPS,
                "unit:followup_unit:queued P1:followup_person:queued P2:followup_person:queued");
    letters_leave(h);
    assert_book(h, REMINDS, "unit P1 P2");
    at(h, "2027-05-06T15:00");
    letters_leave(h);
    assert_book(h,
                "SELECT recipient FROM letter WHERE purpose = 'followup_reminder'"
                " AND state = 'sent' ORDER BY id",
                "unit P1 P2");
    assert_string_equal(timer_due(h, "followup_end"), "2027-05-13T15:00");
    at(h, "2027-05-13T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, PLACED, "followed_up followed_up");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'followup_%'", "6");
    assert_book(h, OWN_TASKS, "outcome_owed:");
    at(h, "2027-06-30T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'followup_%'", "6");
}

static void days_count_from_when_the_letter_left(void **state)
{
    struct lending_house *h = *state;
    over(h);
    at(h, "2027-04-29T15:00");
    at(h, "2027-05-06T15:00"); /* the letters still wait for a server */
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "0");
    house_at(h, "2027-05-07T09:00");
    letters_leave(h);
    at(h, "2027-05-13T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "0");
    at(h, "2027-05-14T09:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "3");
    assert_book(h, STATE, "carried_out");
}

static void a_letter_by_post_has_four_days_more(void **state)
{
    struct lending_house *h = *state;
    over(h);
    house_sql(h, "UPDATE person SET email = '' WHERE id = 1");
    at(h, "2027-04-29T15:00");
    assert_book(h,
                "SELECT state FROM letter WHERE recipient = 'P1' AND purpose = 'followup_person'",
                "to_print");
    house_sql(h, "UPDATE letter SET state = 'printed', ended_at = queued_at"
                 " WHERE purpose = 'followup_person' AND recipient = 'P1'");
    letters_leave(h);
    at(h, "2027-05-06T15:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder' ORDER BY id",
                "unit P2");
    assert_book(h, "SELECT count(*) FROM timer WHERE kind = 'followup_end'", "0");
    at(h, "2027-05-10T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "3");
    assert_string_equal(timer_due(h, "followup_end"), "2027-05-17T15:00");
}

static void who_has_answered_is_not_reminded(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=4");
    assert_book(h, REMINDS, "unit P2");
    at(h, "2027-05-06T15:00");
    letters_leave(h);
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder' ORDER BY id",
                "unit P2");
    says(h, "P2", "process=4");
    says(h, "unit", "changed=" WORDS);
    assert_book(h, STATE, "followed_up");
    assert_book(h, "SELECT kind FROM timer WHERE kind LIKE 'followup%'", "");
}

static void an_answer_overtakes_the_letter_that_asks(void **state)
{
    struct lending_house *h = *state;
    over(h);
    at(h, "2027-04-29T15:00");
    assert_did(give(h, "P1", "phone", "process=5"), h);
    assert_book(h,
                "SELECT state FROM letter WHERE recipient = 'P1' AND purpose = 'followup_person'",
                "dropped");
    assert_book(h, "SELECT answer_how FROM followup WHERE party = 'P1'", "phone");
}

static void who_has_answered_before_is_not_asked(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_did(give(h, "unit", "phone", "changed=" WORDS), h);
    at(h, "2027-04-29T15:00");
    assert_book(h,
                "SELECT recipient FROM letter WHERE purpose IN ('followup_unit',"
                " 'followup_person') ORDER BY id",
                "P1 P2");
}

static void who_is_erased_is_not_waited_for(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(people_erase(h->house.db, 2, clock_now(&h->house.clock), &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    says(h, "unit", "changed=" WORDS);
    assert_book(h, STATE, "carried_out");
    says(h, "P1", "process=5");
    assert_book(h, STATE, "followed_up");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'outcome_person'", "P1");
}

/* ---- What the unit says ---- */

static void the_units_words_go_to_all_who_took_part_and_in_short_to_who_offered(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "unit", "changed=" WORDS "|aim=4|told=later");
    assert_book(h,
                "SELECT recipient || ':' || purpose FROM letter WHERE purpose LIKE 'outcome_%'"
                " ORDER BY id",
                "P1:outcome_person P2:outcome_person P3:outcome_short");
    assert_book(h,
                "SELECT purpose FROM token WHERE letter_id IN (SELECT id FROM letter WHERE"
                " purpose = 'outcome_short') AND purpose <> 'reply'",
                "outcome");
    says(h, "unit", "changed=Nu har vi även ändrat telefontiderna.|aim=4");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'outcome_%'", "3");
    const char *words;
    assert_did(lending_outcome(&h->house, h->arena, 1, &words, &h->fault), h);
    assert_string_equal(words, "Nu har vi även ändrat telefontiderna.");
}

static void no_letter_holds_the_words_or_tells_what_of(void **state)
{
    static const char *const silent[] = {"Kallelsen", "stroke", "Stroke", "Anna Berg", "LB-2027"};
    struct lending_house *h = *state;
    asked(h);
    says(h, "unit", "changed=" WORDS);
    const char *views = house_value(h, "SELECT view FROM letter WHERE recipient LIKE 'P%'"
                                       " AND (purpose LIKE 'followup_%' OR purpose LIKE"
                                       " 'outcome_%') ORDER BY id");
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (strstr(views, silent[i]))
            fail_msg("a letter holds %s: %s", silent[i], views);
    assert_non_null(strstr(views, "torsdag 22 april 2027"));
}

static void an_answer_without_the_words_is_a_debt(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_did(give(h, "unit", "phone", "aim=4|paid=yes"), h);
    assert_book(h, OWN_TASKS, "outcome_owed:");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'outcome_%'", "0");
    assert_did(give(h, "unit", "phone", "changed=" WORDS), h);
    assert_book(h, OWN_TASKS, "");
    assert_non_null(strstr(answers_of(h, "unit"), "\"aim\":4"));
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'outcome_person'", "2");
}

/* ---- A reason to call ---- */

static void a_low_figure_or_a_wish_to_be_called_is_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=3|support=3|text=Bra kaffe.");
    assert_book(h, OWN_TASKS, "");
    says(h, "P2", "process=2|support=5|text=Ingen mötte mig om min stroke.");
    assert_book(h, OWN_TASKS, "followup_worry:P2");
    const char *text = house_value(h, "SELECT text FROM task WHERE kind = 'followup_worry'");
    const char *line = strchr(text, '\n');
    assert_non_null(line);
    assert_non_null(strstr(line, "Ingen mötte mig"));
    assert_non_null(strstr(line, "Att vara med: 2 av 5"));
    assert_null(strstr(arena_strndup(h->arena, text, (size_t)(line - text)), "stroke"));
    says(h, "P1", "process=5|worry=yes");
    assert_book(h, OWN_TASKS, "followup_worry:P2 followup_worry:P1");
}

/* ---- Payment ---- */

static void what_is_said_of_pay_is_noted_where_it_belongs(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_book(h, "SELECT coalesce(paid, '-') FROM compensation ORDER BY placement_id", "- -");
    says(h, "P1", "process=5|paid=yes");
    assert_book(h, "SELECT coalesce(paid, '-') FROM compensation ORDER BY placement_id", "yes -");
    says(h, "P2", "process=5|paid=no");
    assert_book(h, "SELECT coalesce(paid, '-') FROM compensation ORDER BY placement_id", "yes no");
    says(h, "unit", "changed=" WORDS "|paid=yes");
    assert_book(h, "SELECT coalesce(paid, '-') FROM compensation ORDER BY placement_id", "yes yes");
}

/* ---- Closing ---- */

static void it_closes_by_itself_when_all_is_told_and_paid(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=4|paid=declined");
    says(h, "unit", "changed=" WORDS "|paid=yes");
    assert_book(h, STATE, "followed_up");
    assert_string_equal(timer_due(h, "close"), "2027-04-30T15:00");
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "closed");
    assert_book(h, TIMERS, "");
    assert_book(h, OPEN_HERE, "");
    letters_leave(h);
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'outcome_%' AND state = 'sent'",
                "3");
}

static void what_stands_in_the_way_is_a_task_until_it_is_gone(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=5|paid=yes");
    assert_did(give(h, "unit", "phone", "aim=4|paid=yes"), h);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, OWN_TASKS, "outcome_owed: close:");
    assert_non_null(strstr(house_value(h, "SELECT text FROM task WHERE kind = 'close'"),
                           "att berätta vad bidraget förändrade"));
    assert_did(give(h, "unit", "phone", "changed=" WORDS), h);
    assert_string_equal(timer_due(h, "close"), "2027-05-01T15:00");
    at(h, "2027-05-01T15:00");
    assert_book(h, STATE, "closed");
    assert_book(h, OPEN_HERE, "");
}

static void a_payment_that_is_asked_for_needs_no_task_yet(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5");
    says(h, "P2", "process=5|paid=yes");
    says(h, "unit", "changed=" WORDS);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, OWN_TASKS, "");
    says(h, "P1", "process=5|paid=yes");
    at(h, "2027-05-01T15:00");
    assert_book(h, STATE, "closed");
}

static void what_a_person_has_settled_is_settled(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=5|paid=yes");
    assert_did(give(h, "unit", "phone", "paid=yes"), h);
    int64_t task = atoll(house_value(h, "SELECT id FROM task WHERE kind = 'outcome_owed'"));
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(tasks_done(h->house.db, h->arena, task, "staff:1", "Berättat i telefon.",
                          clock_now(&h->house.clock), &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "closed");
}

static void an_assignment_that_was_never_agreed_is_followed_up_and_a_task(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    agree(h, "P1");
    at(h, "2027-04-22T15:00");
    assert_book(h, STATE, "carried_out");
    assert_book(h,
                "SELECT kind || ':' || subject FROM task WHERE closed_at IS NULL"
                " AND kind = 'agreement' AND text LIKE '%genomfört%'",
                "agreement:P2");
    assert_book(h, FOLLOWUPS, "unit P1 P2");
}

/* In short: whole sentences, as many as there is room for. */
static void the_first_sentences_of_a_text(void **state)
{
    static const struct {
        const char *text;
        size_t max;
        const char *wanted;
    } cuts[] = {
        {"Kort.", 280, "Kort."},
        {"Ett. Två! Tre? Fyra.", 10, "Ett. Två!"},
        {"Ett. Två! Tre? Fyra.", 9, "Ett. Två!"},
        {"Ett. Två! Tre? Fyra.", 8, "Ett."},
        {"Kl. 13.30 åt vi. Sedan gick vi.", 16, "Kl. 13.30 åt vi."},
        {"Åäö åäö.\nÅäö.", 8, "Åäö åäö."},
    };
    struct lending_house *h = *state;
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++)
        assert_string_equal(view_first_sentences(h->arena, cuts[i].text, cuts[i].max),
                            cuts[i].wanted);
    const char *cut = view_first_sentences(h->arena, "ett två tre fyra fem sex", 12);
    assert_true(text_length(cut) <= 12 && strncmp(cut, "ett två", strlen("ett två")) == 0);
}

/* ---- What an answer may be ---- */

static void the_same_answer_twice_changes_nothing(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=4|text=Tack.");
    const char *before = house_dump(h);
    says(h, "P1", "process=4|text=Tack.");
    assert_string_equal(house_dump(h), before);
}

static void a_page_takes_the_place_of_what_was_said_and_staff_add_to_it(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=4|text=Tack.|worry=yes");
    says(h, "P1", "process=5|text=Tack.|worry=");
    assert_string_equal(answers_of(h, "P1"), "{\"process\":5,\"text\":\"Tack.\"}");
    assert_did(give(h, "P1", "paper", "again=yes|text="), h);
    assert_string_equal(answers_of(h, "P1"), "{\"again\":\"yes\",\"process\":5}");
    assert_book(h, "SELECT count(*) FROM audit WHERE event = 'followup' AND subject = 'P1'", "3");
    assert_book(h, ANSWERED, "P1");
}

static void what_cannot_be_an_answer_is_refused(void **state)
{
    static const struct {
        const char *party, *said, *words;
    } wrong[] = {
        {"P1", "process=0", "from 1 to 5"},   {"P1", "process=6", "from 1 to 5"},
        {"P1", "process=33", "from 1 to 5"},  {"P1", "again=perhaps", "yes maybe no"},
        {"P1", "worry=true", "expected yes"}, {"P1", "changed=x", "not asked changed"},
        {"unit", "process=3", "not asked"},   {"unit", "paid=declined", "yes no"},
    };
    struct lending_house *h = *state;
    asked(h);
    const char *before = house_dump(h);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_refusal(give(h, wrong[i].party, "phone", wrong[i].said), h, EXIT_USAGE,
                       wrong[i].words);
    assert_refusal(give(h, "P3", "page", "process=3"), h, EXIT_DATA, "P3 has no follow-up");
    staff_refused(h, "says who, what and how", .kind = EVENT_FOLLOWUP, .party = "P1", .body = "[]",
                  .how = "page");
    staff_refused(h, "says who, what and how", .kind = EVENT_FOLLOWUP, .party = "P1");
    assert_string_equal(house_dump(h), before);
}

static void nothing_is_followed_up_before_it_is_carried_out(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    assert_refusal(give(h, "P1", "page", "process=3"), h, EXIT_DATA, "no follow-up");
    staff_refused(h, "does not take", .kind = EVENT_FOLLOWUP, .party = "P1", .body = "{}",
                  .how = "page");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(each_is_asked_once_and_reminded_once),
        house_test(days_count_from_when_the_letter_left),
        house_test(a_letter_by_post_has_four_days_more),
        house_test(who_has_answered_is_not_reminded),
        house_test(an_answer_overtakes_the_letter_that_asks),
        house_test(who_has_answered_before_is_not_asked),
        house_test(who_is_erased_is_not_waited_for),
        house_test(the_units_words_go_to_all_who_took_part_and_in_short_to_who_offered),
        house_test(no_letter_holds_the_words_or_tells_what_of),
        house_test(an_answer_without_the_words_is_a_debt),
        house_test(a_low_figure_or_a_wish_to_be_called_is_a_task),
        house_test(what_is_said_of_pay_is_noted_where_it_belongs),
        house_test(it_closes_by_itself_when_all_is_told_and_paid),
        house_test(what_stands_in_the_way_is_a_task_until_it_is_gone),
        house_test(a_payment_that_is_asked_for_needs_no_task_yet),
        house_test(what_a_person_has_settled_is_settled),
        house_test(an_assignment_that_was_never_agreed_is_followed_up_and_a_task),
        house_test(the_first_sentences_of_a_text),
        house_test(the_same_answer_twice_changes_nothing),
        house_test(a_page_takes_the_place_of_what_was_said_and_staff_add_to_it),
        house_test(what_cannot_be_an_answer_is_refused),
        house_test(nothing_is_followed_up_before_it_is_carried_out),
    };
    return cmocka_run_group_tests_name("lending_followup", tests, house_group, house_group_over);
}

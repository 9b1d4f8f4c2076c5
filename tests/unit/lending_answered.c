/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Answers to a follow-up: what the unit says that changed goes to everyone who took part, a reason
 * to call is a task, a word about pay is noted, and what cannot be an answer changes nothing.
 */
#include "lending_followups.h"

#include "view/followups.h"

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
        {"P1", "process=0", "from 1 to 5"},
        {"P1", "process=6", "from 1 to 5"},
        {"P1", "process=33", "from 1 to 5"},
        {"P1", "again=perhaps", "yes maybe no"},
        {"P1", "worry=true", "expected yes"},
        {"P1", "changed=x", "not asked changed"},
        {"P1", "text=Mitt konto är 8327-9, 123 456 789-0.", "payroll"},
        {"unit", "process=3", "not asked"},
        {"unit", "paid=declined", "yes no"},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(the_units_words_go_to_all_who_took_part_and_in_short_to_who_offered),
        house_test(no_letter_holds_the_words_or_tells_what_of),
        house_test(an_answer_without_the_words_is_a_debt),
        house_test(a_low_figure_or_a_wish_to_be_called_is_a_task),
        house_test(what_is_said_of_pay_is_noted_where_it_belongs),
        house_test(the_first_sentences_of_a_text),
        house_test(the_same_answer_twice_changes_nothing),
        house_test(a_page_takes_the_place_of_what_was_said_and_staff_add_to_it),
        house_test(what_cannot_be_an_answer_is_refused),
    };
    return cmocka_run_group_tests_name("lending_answered", tests, house_group, house_group_over);
}

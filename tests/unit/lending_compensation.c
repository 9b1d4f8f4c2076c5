/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Compensation through the door: a basis after each occasion, stated anew by reports, the year's
 * sum, and what becomes of one that is not paid.
 */
#include "lending_steps.h"

#include "view/pay.h"

#define BASES                                                                                      \
    "SELECT id || ':' || day || ':' || minutes || ':' || fee_ore || ':' || coalesce(paid, '-')"    \
    " FROM compensation ORDER BY id"
#define OF_PAYMENT                                                                                 \
    "SELECT recipient || ':' || purpose || ':' || cause FROM letter WHERE purpose LIKE"            \
    " 'payment%' ORDER BY id"
#define PAY_TASKS                                                                                  \
    "SELECT kind || '/' || subject FROM task WHERE closed_at IS NULL AND kind IN ('unpaid',"       \
    " 'pay_time', 'pay_amount', 'base_amount', 'recount') ORDER BY id"
#define PAY_TIMERS                                                                                 \
    "SELECT kind || '/' || subject || '/' || substr(due_at, 1, 10) FROM timer"                     \
    " WHERE kind = 'paid' ORDER BY id"

static const struct base_amount years[] = {{2026, 59200}, {2027, 60000}};

/* P1 and P2 are chosen for 22 April, 13 to 15; amounts of 2027 are known. */
static void chosen(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    h->settings.compensation.base_amounts = years;
    h->settings.compensation.base_amount_count = 2;
    house_people(h, 2, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2"), h);
    letters_leave(h);
    for (int i = 1; i <= 2; i++)
        staff(h, .kind = EVENT_ANSWER, .who = arena_printf(h->arena, "P%d", i),
              .answer = ANSWER_YES, .how = "staff");
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P1", "P2"}, .name_count = 2);
    letters_leave(h);
}

static void over(struct lending_house *h)
{
    chosen(h);
    house_at(h, "2027-04-22T15:01");
    timers_ring(h);
    letters_leave(h);
}

static enum outcome say(struct lending_house *h, int64_t basis, const char *by,
                        const struct pay_report *report, const char *paid)
{
    struct event event = {.kind = report ? EVENT_REPORT : EVENT_PAID,
                          .request_id = 1,
                          .subject_id = basis,
                          .actor = by,
                          .report = report,
                          .paid = paid};
    enum outcome o = lending_event(&h->house, h->arena, &event, NULL, &h->fault);
    house_sound(h);
    return o;
}

static const struct pay_report as_it_was = {
    .minutes = -1, .travel_minutes = -1, .travel_km = -1, .travel_ore = -1, .f_tax = -1};

/* report(h, 1, "P1", r.travel_minutes = 30): all else is as it was. */
#define report(h, basis, by, ...)                                                                  \
    do {                                                                                           \
        struct pay_report r = as_it_was;                                                           \
        (void)(__VA_ARGS__);                                                                       \
        assert_did(say((h), (basis), (by), &r, NULL), (h));                                        \
    } while (0)
#define paid(h, basis, by, word) assert_did(say((h), (basis), (by), NULL, (word)), (h))

static struct payment payment_of(struct lending_house *h, int64_t id)
{
    struct payment p;
    assert_did(view_payment_load(h->arena, &h->house, id, &p, &h->fault), h);
    return p;
}

/* ---- The basis ---- */

static void each_gets_a_basis_when_an_occasion_is_over(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_at(h, "2027-04-22T14:59");
    timers_ring(h);
    assert_book(h, BASES, "");
    house_at(h, "2027-04-22T15:01");
    timers_ring(h);
    assert_book(h, BASES, "1:2027-04-22:120:54000:- 2:2027-04-22:120:54000:-");
    assert_book(h, OF_PAYMENT,
                "unit:payment_basis:C1 P1:payment_report:C1 unit:payment_basis:C2"
                " P2:payment_report:C2");
    assert_book(h, "SELECT kind || subject FROM document WHERE kind = 'payment' ORDER BY id",
                "payment1 payment2");
    assert_book(h, PAY_TIMERS, "paid/1/2027-05-22 paid/2/2027-05-22");
    assert_book(h, PAY_TASKS, "");
    assert_book(h,
                "SELECT party || ':' || subject FROM token WHERE purpose = 'payment' ORDER BY id",
                "unit:C1 P1:C1 unit:C2 P2:C2");
}

static void a_letter_tells_no_amount_and_a_persons_no_unit(void **state)
{
    struct lending_house *h = *state;
    over(h);
    const char *const silent[] = {"540", "Stroke", "stroke", "Södra", "kronor", NULL};
    for (size_t i = 0; silent[i]; i++) {
        assert_null(strstr(letter_to(h, "P1", "payment_report").view, silent[i]));
        assert_null(strstr(letter_to(h, "unit", "payment_basis").view, silent[i]));
    }
    assert_null(strstr(letter_to(h, "P1", "payment_report").view, "LB-2027"));
}

static void a_year_without_an_amount_is_one_task(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    h->settings.compensation.base_amount_count = 1;
    house_at(h, "2027-04-22T15:01");
    timers_ring(h);
    assert_book(h, BASES, "1:2027-04-22:120:53300:- 2:2027-04-22:120:53300:-");
    assert_book(h, PAY_TASKS, "base_amount/2027");
    /* Once it is known, the next basis of that year is counted by it, and the other is a task. */
    h->settings.compensation.base_amount_count = 2;
    report(h, 1, "staff:1", r.travel_km = 1);
    assert_book(h, BASES, "1:2027-04-22:120:54000:- 2:2027-04-22:120:53300:-");
    assert_book(h, PAY_TASKS, "recount/C2");
    report(h, 2, "staff:1", r.minutes = 120);
    assert_book(h, BASES, "1:2027-04-22:120:54000:- 2:2027-04-22:120:54000:-");
    assert_book(h, PAY_TASKS, "");
}

static void a_model_without_an_amount_for_the_day_is_a_task(void **state)
{
    static const struct fixed_fee later[] = {{{2028, 1, 1}, 900, 1800}};
    struct lending_house *h = *state;
    chosen(h);
    h->settings.compensation.national = false;
    h->settings.compensation.fixed = later;
    h->settings.compensation.fixed_count = 1;
    house_at(h, "2027-04-22T15:01");
    timers_ring(h);
    assert_book(h, BASES, "1:2027-04-22:120:0:- 2:2027-04-22:120:0:-");
    assert_book(h, PAY_TASKS, "pay_amount/C1 pay_amount/C2");
}

static void where_nothing_is_paid_there_is_no_basis(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_sql(h, "UPDATE fact SET value = 'refused' WHERE key = 'compensation'");
    house_at(h, "2027-04-22T15:01");
    timers_ring(h);
    assert_book(h, BASES, "");
    assert_book(h, OF_PAYMENT, "");
}

static void without_hours_the_fee_waits_for_a_report(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_sql(h, "UPDATE occasion SET starts = '2027-04-22', ends = ''");
    house_at(h, "2027-04-23T09:00");
    timers_ring(h);
    assert_book(h, BASES, "1:2027-04-22:0:0:- 2:2027-04-22:0:0:-");
    assert_book(h, PAY_TASKS, "pay_time/C1 pay_time/C2");
    report(h, 1, "P1", r.minutes = 180, r.travel_minutes = 61);
    assert_book(h, BASES, "1:2027-04-22:241:216000:- 2:2027-04-22:0:0:-");
    assert_book(h, PAY_TASKS, "pay_time/C2");
    report(h, 2, "staff:1", r.minutes = 60);
    assert_book(h, PAY_TASKS, "");
}

/* ---- Reports ---- */

static void travel_lifts_the_class_and_the_unit_hears_of_it(void **state)
{
    struct lending_house *h = *state;
    over(h);
    const char *before = house_value(h, "SELECT view FROM document WHERE subject = '1'");
    report(h, 1, "P1", r.travel_minutes = 1, r.travel_km = 37, r.travel_ore = 8450,
           r.receipts = "tågbiljett");
    assert_book(h, BASES, "1:2027-04-22:121:108000:- 2:2027-04-22:120:54000:-");
    struct payment p = payment_of(h, 1);
    assert_int_equal(view_payment_total(&p.basis), 108000 + 9250 + 8450);
    assert_string_not_equal(house_value(h, "SELECT view FROM document WHERE subject = '1'"),
                            before);
    assert_int_equal(atoi(house_value(h, "SELECT count(*) FROM letter WHERE recipient = 'unit' AND"
                                         " cause = 'C1:2027-04-22'")),
                     1);
    /* The same once more, and another the same day: no second letter. */
    report(h, 1, "P1", r.travel_minutes = 1, r.travel_km = 37);
    report(h, 1, "P1", r.travel_minutes = 0);
    assert_book(h, BASES, "1:2027-04-22:120:54000:- 2:2027-04-22:120:54000:-");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'payment_basis'", "3");
}

static void f_tax_is_kept_for_the_next_occasion(void **state)
{
    struct lending_house *h = *state;
    over(h);
    report(h, 1, "P1", r.f_tax = 1);
    assert_book(h, "SELECT f_tax FROM compensation ORDER BY id", "1 0");
    assert_book(h, "SELECT f_tax FROM placement ORDER BY id", "1 0");
}

static void numbers_that_belong_to_payroll_are_refused(void **state)
{
    struct lending_house *h = *state;
    over(h);
    const char *before = house_dump(h);
    struct pay_report r = as_it_was;
    r.receipts = "pnr 811218-9876";
    assert_refusal(say(h, 1, "P1", &r, NULL), h, EXIT_DATA, "number");
    r.receipts = NULL;
    r.cost_ref = "bankgiro 5050-1055";
    assert_refusal(say(h, 1, "staff:1", &r, NULL), h, EXIT_DATA, "number");
    assert_string_equal(house_dump(h), before);
}

static void what_is_paid_only_staff_change(void **state)
{
    struct lending_house *h = *state;
    over(h);
    paid(h, 1, "unit", "yes");
    struct pay_report mine = {
        .minutes = -1, .travel_minutes = 30, .travel_km = -1, .travel_ore = -1, .f_tax = -1};
    assert_refusal(say(h, 1, "P1", &mine, NULL), h, EXIT_DATA, "staff");
    report(h, 1, "staff:1", r.travel_minutes = 30);
    assert_book(h, BASES, "1:2027-04-22:150:108000:yes 2:2027-04-22:120:54000:-");
}

static void a_basis_of_another_request_is_not_found(void **state)
{
    struct lending_house *h = *state;
    over(h);
    struct event event = {
        .kind = EVENT_PAID, .request_id = 1, .subject_id = 99, .actor = "unit", .paid = "yes"};
    assert_refusal(lending_event(&h->house, h->arena, &event, NULL, &h->fault), h, EXIT_NO_INPUT,
                   "no such");
}

/* ---- The year's sum ---- */

/* An earlier basis of P1, of another occasion. */
static void earlier(struct lending_house *h, int n, const char *day, int ore, const char *rest)
{
    house_sql(h, arena_printf(h->arena,
                              "INSERT INTO occasion (id, request_id, uid, starts, created_at,"
                              " changed_at) VALUES (%d, 1, 'u%d', '%s', '%s', '%s');"
                              "INSERT INTO compensation (placement_id, occasion_id, payer, day,"
                              " minutes, fee_ore, model, stated_at, changed_at) VALUES (1, %d,"
                              " (SELECT payer FROM compensation WHERE id = 1), '%s', 60, %d, '',"
                              " '', '');"
                              "UPDATE compensation SET %s WHERE occasion_id = %d",
                              100 + n, n, day, day, day, 100 + n, day, ore, rest, 100 + n));
}

static void the_years_sum_counts_what_it_should(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_int_equal(payment_of(h, 1).before_ore, 0);
    earlier(h, 1, "2026-12-31", 100000, "f_tax = 0");
    earlier(h, 2, "2027-04-23", 100000, "f_tax = 0");
    earlier(h, 3, "2027-01-10", 100000, "f_tax = 1");
    earlier(h, 4, "2027-01-11", 100000, "paid = 'declined'");
    earlier(h, 5, "2027-01-12", 100000, "payer = 'an other unit'");
    assert_int_equal(payment_of(h, 1).before_ore, 0);
    earlier(h, 6, "2027-01-01", 45999, "paid = 'yes'");
    struct payment p = payment_of(h, 1);
    assert_int_equal(p.before_ore, 45999);
    assert_int_equal(flow_fee_duty(p.before_ore, p.basis.fee_ore, false), DUTY_NONE);
    earlier(h, 7, "2027-04-21", 1, "paid = 'no'");
    p = payment_of(h, 1);
    assert_int_equal(flow_fee_duty(p.before_ore, p.basis.fee_ore, false), DUTY_REACHED);
    assert_int_equal(payment_of(h, 2).before_ore, 0);
}

static void who_is_erased_leaves_figures_alone(void **state)
{
    struct lending_house *h = *state;
    over(h);
    report(h, 1, "P1", r.travel_minutes = 1, r.receipts = "tågbiljett");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(people_erase(h->house.db, 1, clock_now(&h->house.clock), &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_book(h, "SELECT receipts || ':' || fee_ore FROM compensation ORDER BY id",
                ":108000 :54000");
    assert_book(h, "SELECT subject FROM document WHERE kind = 'payment'", "2");
    assert_string_equal(payment_of(h, 1).name, "P1");
    assert_string_equal(house_breaches(h), "");
}

static void a_missing_basis_is_found(void **state)
{
    struct lending_house *h = *state;
    over(h);
    house_sql(h, "DELETE FROM compensation WHERE id = 2");
    assert_non_null(strstr(house_breaches(h), "has no basis"));
}

/* ---- Paid, or not ---- */

static void the_unit_is_reminded_once_and_then_it_is_a_task(void **state)
{
    struct lending_house *h = *state;
    over(h);
    paid(h, 2, "unit", "yes");
    assert_book(h, PAY_TIMERS, "paid/1/2027-05-22");
    house_at(h, "2027-05-22T15:02");
    timers_ring(h);
    letters_leave(h);
    assert_book(h, "SELECT cause FROM letter WHERE purpose = 'payment_reminder'", "C1");
    assert_book(h, PAY_TASKS, "");
    assert_book(h, PAY_TIMERS, "paid/1/2027-06-04");
    house_at(h, "2027-06-04T15:02");
    timers_ring(h);
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'payment_reminder'", "1");
    assert_book(h, PAY_TASKS, "unpaid/C1");
    assert_book(h, PAY_TIMERS, "");
    paid(h, 1, "unit", "yes");
    assert_book(h, PAY_TASKS, "");
}

static void what_is_paid_asks_for_nobodys_help_though_the_other_is_not(void **state)
{
    struct lending_house *h = *state;
    over(h);
    house_at(h, "2027-05-22T15:02");
    timers_ring(h);
    letters_leave(h);
    house_at(h, "2027-06-04T15:02");
    timers_ring(h);
    assert_book(h, PAY_TASKS, "unpaid/C1 unpaid/C2");
    paid(h, 1, "unit", "yes");
    assert_book(h, PAY_TASKS, "unpaid/C2");
}

static void the_representatives_no_asks_the_unit_at_once(void **state)
{
    struct lending_house *h = *state;
    over(h);
    paid(h, 1, "unit", "no");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'payment_reminder'", "0");
    paid(h, 1, "P1", "no");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'payment_reminder'", "1");
    paid(h, 1, "P1", "no");
    assert_book(h, PAY_TASKS, "");
    paid(h, 1, "P1", "yes");
    assert_book(h, "SELECT state FROM letter WHERE purpose = 'payment_reminder'", "dropped");
    paid(h, 1, "P1", "no");
    assert_book(h, PAY_TASKS, "unpaid/C1");
}

static void a_declined_one_is_owed_no_longer(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_refusal(say(h, 1, "unit", NULL, "declined"), h, EXIT_DATA, "representative");
    assert_refusal(say(h, 1, "P1", NULL, "perhaps"), h, EXIT_DATA, "expected");
    paid(h, 1, "P1", "declined");
    paid(h, 1, "unit", "no");
    assert_book(h, BASES, "1:2027-04-22:120:54000:declined 2:2027-04-22:120:54000:-");
    assert_book(h, PAY_TIMERS, "paid/2/2027-05-22");
}

static void what_took_place_is_paid_after_a_cancellation_too(void **state)
{
    struct lending_house *h = *state;
    over(h);
    house_sql(h, "UPDATE request SET state = 'agreed'");
    staff(h, .kind = EVENT_CANCEL, .text = "Inget mer i år.");
    assert_book(h, PAY_TIMERS, "paid/1/2027-05-22 paid/2/2027-05-22");
    paid(h, 1, "unit", "yes");
    assert_book(h, PAY_TIMERS, "paid/2/2027-05-22");
}

/* ---- Paper ---- */

static void page_file_and_paper_say_the_same(void **state)
{
    struct lending_house *h = *state;
    over(h);
    report(h, 1, "P1", r.travel_minutes = 1, r.travel_ore = 8450, r.receipts = "=tåg; buss");
    struct payment p = payment_of(h, 1);
    const char *csv = view_payment_csv(h->arena, &p);
    assert_memory_equal(csv, "\xef\xbb\xbf\"Ärende\";", strlen("\xef\xbb\xbf\"Ärende\";"));
    assert_non_null(strstr(csv, ";1080,00;"));
    assert_non_null(strstr(csv, ";1164,50;"));
    assert_non_null(strstr(csv, ";\"'=tåg; buss\";"));
    json_t *page = view_payment(h->arena, &p, true, "sv");
    json_t *paper = view_payment_document(h->arena, &h->house, &p);
    char *shown = json_dumps(page, 0), *drawn = json_dumps(paper, 0);
    const char *const sums[] = {"1\u00a0080\u00a0kronor", "1\u00a0164,50\u00a0kronor",
                                "2\u00a0timmar 1\u00a0minut", NULL};
    for (size_t i = 0; sums[i]; i++)
        if (!strstr(shown, sums[i]) || !strstr(drawn, sums[i]))
            fail_msg("%s is missing in\n%s\nor\n%s", sums[i], shown, drawn);
    free(shown);
    free(drawn);
    json_decref(page);
    json_decref(paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(each_gets_a_basis_when_an_occasion_is_over),
        house_test(a_letter_tells_no_amount_and_a_persons_no_unit),
        house_test(a_year_without_an_amount_is_one_task),
        house_test(a_model_without_an_amount_for_the_day_is_a_task),
        house_test(where_nothing_is_paid_there_is_no_basis),
        house_test(without_hours_the_fee_waits_for_a_report),
        house_test(travel_lifts_the_class_and_the_unit_hears_of_it),
        house_test(f_tax_is_kept_for_the_next_occasion),
        house_test(numbers_that_belong_to_payroll_are_refused),
        house_test(what_is_paid_only_staff_change),
        house_test(a_basis_of_another_request_is_not_found),
        house_test(the_years_sum_counts_what_it_should),
        house_test(who_is_erased_leaves_figures_alone),
        house_test(a_missing_basis_is_found),
        house_test(the_unit_is_reminded_once_and_then_it_is_a_task),
        house_test(what_is_paid_asks_for_nobodys_help_though_the_other_is_not),
        house_test(the_representatives_no_asks_the_unit_at_once),
        house_test(a_declined_one_is_owed_no_longer),
        house_test(what_took_place_is_paid_after_a_cancellation_too),
        house_test(page_file_and_paper_say_the_same),
    };
    return cmocka_run_group_tests_name("lending_compensation", tests, house_group,
                                       house_group_over);
}

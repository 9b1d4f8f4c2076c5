/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Occasions and answer dates: every way of writing them that units use, over year ends and in years
 * of 53 weeks, and the dates that are none.
 */
#include "reading_mail.h"

static const struct fact_case occasions[] = {
    {"Vi ses torsdag 8 april kl 10-12.", "2027-04-08T10:00/2027-04-08T12:00"},
    {"Mötet är den 8 april kl. 14.30–16.", "2027-04-08T14:30/2027-04-08T16:00"},
    {"Tid: tis 9/3 kl 13-16", "2027-03-09T13:00/2027-03-09T16:00"},
    {"Workshopen är 2027-03-04 09.30-11.30.", "2027-03-04T09:30/2027-03-04T11:30"},
    {"Vi träffas kl 9-12 den 14 och 21 april.",
     "2027-04-14T09:00/2027-04-14T12:00 2027-04-21T09:00/2027-04-21T12:00"},
    {"Vi ses den 3 maj kl 14-15 och den 7 juni samma tid.",
     "2027-05-03T14:00/2027-05-03T15:00 2027-06-07T14:00/2027-06-07T15:00"},
    {"Start 24/8 kl 15-16.30, sen 7/9 o 21/9 samma tider.",
     "2027-08-24T15:00/2027-08-24T16:30 2027-09-07T15:00/2027-09-07T16:30 "
     "2027-09-21T15:00/2027-09-21T16:30"},
    {"Vi möts den 3 maj och den 7 juni, båda gångerna kl 14-15.30.",
     "2027-05-03T14:00/2027-05-03T15:30 2027-06-07T14:00/2027-06-07T15:30"},
    {"Den 1 mars har vi två pass, kl 10.15–12.00 och kl 13.15–15.00.",
     "2027-03-01T10:15/2027-03-01T12:00 2027-03-01T13:15/2027-03-01T15:00"},
    {"Mötet hålls den 15:e april, klockan tio till tolv.", "2027-04-15T10:00/2027-04-15T12:00"},
    {"Vår APT är 15/4 mellan 8.15 och 8.35.", "2027-04-15T08:15/2027-04-15T08:35"},
    {"Träffen är den 14 april kl 13.30, en timme.", "2027-04-14T13:30/2027-04-14T14:30"},
    {"Träffen är den 14 april kl 13, ca 90 minuter.", "2027-04-14T13:00/2027-04-14T14:30"},
    {"Workshopen är på Thursday 3 June, 1-4 pm.", "2027-06-03T13:00/2027-06-03T16:00"},
    {"Kursen hålls den 27–28 april.", "2027-04-27/2027-04-28"},
    {"Kursen hålls den 27–28 april. De behövs bara den 28:e, kl 9–11.30.",
     "2027-04-28T09:00/2027-04-28T11:30"},
    {"Intervjuerna görs under v. 10.", "2027-03-08/2027-03-12"},
    {"Testerna görs vecka 9 och 10.", "2027-03-01/2027-03-05 2027-03-08/2027-03-12"},
    {"Intervjuerna görs under v. 1.", "2028-01-03/2028-01-07"},
    {"Mötet är den 14 januari kl 9-10.", "2028-01-14T09:00/2028-01-14T10:00"},
    {"Vi träffas en halvdag i april.", NULL},
    {"Vi träffas tisdagar jämna veckor.", NULL},
    {"Jag har semester v. 28–31.", NULL},
    {"Filmen ska vara klar den 1 mars.", NULL},
    {"Broschyren går i tryck den 20 augusti.", NULL},
    {"Projektet pågår till och med den 31 augusti 2029.", NULL},
    {"Barnet ska vara fött före v. 32.", NULL},
    {"Dnr 2026-04417-01.", NULL},
    {"Vi har öppet till 22 och 18 platser.", NULL},
};

static const struct fact_case answers[] = {
    {"Svar senast 12/3.", "2027-03-12"},
    {"Vi vill gärna ha besked senast fredag den 26 februari.", "2027-02-26"},
    {"Återkom gärna, helst senast den 10 mars.", "2027-03-10"},
    {"Hör av er senast på fredag.", "2027-02-05"},
    {"Sista svarsdag: 4 juni", "2027-06-04"},
    {"Svar till oss: 9 april", "2027-04-09"},
    {"Sista dag att höra av sig är fredag 5 mars.", "2027-03-05"},
    {"Namnen behöver vi ha den 12 februari eftersom schemat publiceras då.", "2027-02-12"},
    {"Please let me know by 13 March.", "2027-03-13"},
    {"Meddela oss senast den 26 februari, inbjudan går ut den 1 mars.", "2027-02-26"},
    {"Svar senast 10 januari.", "2028-01-10"},
    {"Materialet ska vara hos tryckeriet senast den 3 mars.", NULL},
    {"Filmen ska vara klar senast 1 mars.", NULL},
};

static void occasions_are_read(void **state)
{
    (void)state;
    CHECK(FACT_OCCASIONS, occasions);
}

static void answer_dates_are_read(void **state)
{
    (void)state;
    CHECK(FACT_RESPOND_BY, answers);
}

static void week_53_is_of_its_year(void **state)
{
    (void)state;
    struct reading_input in = mail_of("", request_with("Intervjuerna görs under v. 53."));
    in.date = (struct date){2026, 12, 1};
    assert_string_equal(read_mail(&in).facts[FACT_OCCASIONS].value, "2026-12-28/2027-01-01");
    in.date = (struct date){2027, 2, 1};
    assert_null(read_mail(&in).facts[FACT_OCCASIONS].value);
}

static void a_weekday_that_does_not_fit_is_only_proposed(void **state)
{
    (void)state;
    struct reading_input in = mail_of("", request_with("Vi ses måndag 8 april kl 10-12."));
    struct reading r = read_mail(&in);
    assert_null(r.facts[FACT_OCCASIONS].value);
    assert_int_equal(r.proposal_count, 1);
    assert_int_equal(r.proposals[0].key, FACT_OCCASIONS);
    assert_string_equal(r.proposals[0].why, "weekday");
}

static void without_a_date_only_full_dates_are_read(void **state)
{
    (void)state;
    struct reading_input in = mail_of("", request_with("Vi ses 2027-04-08 kl 10-12."));
    in.date = (struct date){0, 0, 0};
    assert_string_equal(read_mail(&in).facts[FACT_OCCASIONS].value,
                        "2027-04-08T10:00/2027-04-08T12:00");
    in.text = request_with("Vi ses den 8 april kl 10-12.");
    assert_null(read_mail(&in).facts[FACT_OCCASIONS].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occasions_are_read),
        cmocka_unit_test(answer_dates_are_read),
        cmocka_unit_test(week_53_is_of_its_year),
        cmocka_unit_test(a_weekday_that_does_not_fit_is_only_proposed),
        cmocka_unit_test(without_a_date_only_full_dates_are_read),
    };
    return cmocka_run_group_tests_name("reading_dates", tests, open_areas, close_areas);
}

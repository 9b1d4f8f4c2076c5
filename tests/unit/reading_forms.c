/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Forms in words of their own, answers of a few words to a question of ours, and corrections of a
 * mail that is quoted below them.
 */
#include "reading_mail.h"

static void says(const struct reading *r, enum fact_key key, const char *value)
{
    const char *got = r->facts[key].value;
    if (!got != !value || (got && strcmp(got, value) != 0))
        fail_msg("%s is %s, expected %s", fact_name(key), got ? got : "empty",
                 value ? value : "empty");
}

static void a_form_need_not_say_patientforetradare(void **state)
{
    (void)state;
    struct reading_input in = mail_of("Beställning", "Namn på enhet: Hudmottagningen Borås\n"
                                                     "Ditt namn: Alva Strand\n"
                                                     "Vad gäller det? Föreläsning\n"
                                                     "Vilken diagnos gäller det? Psoriasis\n"
                                                     "Hur många personer? 1-2\n"
                                                     "När? 27 april 2027 kl 17.30-18.30\n"
                                                     "Ersättning utgår: Nej\n"
                                                     "Faktureringsreferens: HUD-12\n"
                                                     "Sista svarsdag: 19 mars 2027\n");
    struct reading r = read_mail(&in);
    assert_int_equal(r.intent, INTENT_REQUEST);
    says(&r, FACT_UNIT, "Hudmottagningen Borås");
    says(&r, FACT_CONTACT_NAME, "Alva Strand");
    says(&r, FACT_KIND, "lecture");
    says(&r, FACT_AREAS, "hud.psoriasis");
    says(&r, FACT_PEOPLE_MIN, "1");
    says(&r, FACT_PEOPLE_MAX, "2");
    says(&r, FACT_OCCASIONS, "2027-04-27T17:30/2027-04-27T18:30");
    says(&r, FACT_COMPENSATION, "refused");
    says(&r, FACT_COST_REF, "HUD-12");
    says(&r, FACT_RESPOND_BY, "2027-03-19");
}

static void a_description_goes_on_below_its_label(void **state)
{
    (void)state;
    struct reading_input in =
        mail_of("Förfrågan", "Enhet: Njurmottagningen Skövde\nAntal: 6\n"
                             "Beskrivning: Vi vill höra hur övergången\n"
                             "till dialys upplevs av dem det gäller.\nDatum: 2027-03-16\n");
    struct reading r = read_mail(&in);
    says(&r, FACT_DESCRIPTION,
         "Vi vill höra hur övergången till dialys upplevs av dem det gäller.");
    says(&r, FACT_PEOPLE_MIN, "6");
    says(&r, FACT_OCCASIONS, "2027-03-16/2027-03-16");
}

static struct reading answer(const char *text)
{
    struct reading_input in = mail_of("Sv: Tack för er förfrågan", text);
    in.in_thread = in.completes = true;
    return read_mail(&in);
}

static void an_answer_of_a_few_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum fact_key key;
        const char *value;
    } cases[] = {
        {"Vi blir två personer, det är i Skövde och arvode utgår. Mvh", FACT_PEOPLE_MIN, "2"},
        {"Vi blir två personer, det är i Skövde och arvode utgår. Mvh", FACT_MUNICIPALITY,
         "Skövde"},
        {"Vi blir två personer, det är i Skövde och arvode utgår. Mvh", FACT_COMPENSATION,
         "promised"},
        {"Antal: 2", FACT_PEOPLE_MAX, "2"},
        {"2 st", FACT_PEOPLE_MIN, "2"},
        {"Två stycken!", FACT_PEOPLE_MIN, "2"},
        {"Ja, arvode betalas", FACT_COMPENSATION, "promised"},
        {"Nej, vi har inget arvode.", FACT_COMPENSATION, "refused"},
        {"På plats i Borås", FACT_MUNICIPALITY, "Borås"},
        {"På plats i Borås", FACT_FORMAT, "on_site"},
        {"digitalt", FACT_FORMAT, "digital"},
        {"Den 22 april kl 13-15.", FACT_OCCASIONS, "2027-04-22T13:00/2027-04-22T15:00"},
        {"Tack så mycket!", FACT_PERSPECTIVE, NULL},
        {"Tack, vi återkommer.", FACT_PEOPLE_MIN, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r = answer(cases[i].text);
        says(&r, cases[i].key, cases[i].value);
    }
}

/* What a newer mail makes of two occasions, 9 and 16 March from 13 to 15. */
static void corrected(const char *newer, const char *occasions)
{
    const char *text = arena_printf(
        arena,
        "Hej igen!\n%s\nAlva Strand\n\nFrån: Alva Strand\nSkickat: den 1 februari 2027 09:00\n"
        "Till: Levande bibliotek\nÄmne: Workshop\n\nHej!\nVi söker två patienter med gikt till en "
        "workshop tisdag 9 mars kl 13-15 och tisdag 16 mars kl 13-15.\nAlva Strand\n",
        newer);
    struct reading_input in = mail_of("Ändring", text);
    struct reading r = read_mail(&in);
    says(&r, FACT_OCCASIONS, occasions);
}

static void a_correction_changes_what_it_names(void **state)
{
    (void)state;
    corrected("Mötet den 9 mars blir i stället den 11 mars, samma tid.",
              "2027-03-11T13:00/2027-03-11T15:00 2027-03-16T13:00/2027-03-16T15:00");
    corrected("Det blir inte den 16 utan 18 mars kl 9-11.", "2027-03-18T09:00/2027-03-18T11:00");
    corrected("Träffen den 16 mars ställs in.", "2027-03-09T13:00/2027-03-09T15:00");
    corrected("Vi lägger till ett tillfälle den 23 mars kl 13-15.",
              "2027-03-09T13:00/2027-03-09T15:00 2027-03-16T13:00/2027-03-16T15:00 "
              "2027-03-23T13:00/2027-03-23T15:00");
    corrected("Nya datum för mötena: 6 april kl 10-12 och 13 april kl 10-12.",
              "2027-04-06T10:00/2027-04-06T12:00 2027-04-13T10:00/2027-04-13T12:00");
    corrected("Mötet den 9 mars blir i stället den 11 mars. Den 16 mars ligger kvar.",
              "2027-03-11T13:00/2027-03-11T15:00 2027-03-16T13:00/2027-03-16T15:00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_need_not_say_patientforetradare),
        cmocka_unit_test(a_description_goes_on_below_its_label),
        cmocka_unit_test(an_answer_of_a_few_words),
        cmocka_unit_test(a_correction_changes_what_it_names),
    };
    return cmocka_run_group_tests_name("reading_forms", tests, open_areas, close_areas);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules of wider reach, each in sentences that differ: see the files of src/reading. */
#include "reading_mail.h"

static const struct fact_case perspectives[] = {
    {"Vi önskar kontakt med tre närstående till vuxna med hörselnedsättning. Vi har redan bra "
     "kontakt med våra patienter.",
     "relative"},
    {"Vi söker en förälder till ett barn som har epilepsi.", "relative"},
    {"Vi vill ha någon som levt nära en person med demens.", "relative"},
    {"Vi planerar en fokusgrupp för kvinnor med endometrios.", "patient"},
    {"Vi söker en kvinna och en man som brutit höften.", "patient"},
};

static const struct fact_case numbers[] = {
    {"Vi önskar fyra deltagare: två vuxna med adhd, en vuxen med autism samt en förälder.", "4"},
    {"Vi söker en kvinna och en man över 60.", "2"},
    {"Vi söker patienter med astma och med gikt, två av varje.", "4"},
    {"Det blir två fokusgrupper och vi söker fyra deltagare per grupp.", "8"},
    {"Vi söker minst sex och högst tio testpersoner.", "6"},
    {"Vi söker så många vi kan få, dock högst sex.", NULL},
};

static const struct fact_case occasions[] = {
    {"Workshopen börjar kl 16 den 4 mars (tar 1,5 timme).", "2027-03-04T16:00/2027-03-04T17:30"},
    {"Vi träffas den 4 mars. Klockan 18 har vi ert pass på ca 30 min.",
     "2027-03-04T18:00/2027-03-04T18:30"},
    {"Vi träffas den 4 mars, vi startar 9.00 och är klara 10.30.",
     "2027-03-04T09:00/2027-03-04T10:30"},
    {"Vi träffas i Skara 4 mars 16.30-18.00\n\nDeltagarna får fika.",
     "2027-03-04T16:30/2027-03-04T18:00"},
};

static const struct fact_case deadlines[] = {
    {"Återkom gärna inom två veckor.", "2027-02-17"},
    {"Svara senast den sista mars.", "2027-03-31"},
    {"Vi hoppas på svar före månadens slut.", "2027-02-28"},
    {"Hojta om ni har några, helst innan 5 mars.", "2027-03-05"},
    {"Ombyggnaden är klar inom två veckor.", NULL},
};

static const struct fact_case kinds[] = {
    {"De ska vara med i vårt förbättringsteam och göra om artrosskolan.", "improvement_work"},
    {"De blir filmade, inspelningen tar en timme.", "information_material"},
    {"Vi behöver en talare.", "lecture"},
};

static const struct fact_case experiences[] = {
    {"De ska ha erfarenhet av psykisk ohälsa i kombination med beroende.", "psyk psyk.beroende"},
    {"De ska ha haft cancer, helst bröstcancer.", "cancer.brost"},
    {"De har gått hos BUP.", "psyk.barn"},
    {"De ska utbilda ambulanspersonal om adhd.", "npf.adhd"},
    {"Önskad erfarenhet: Alkoholberoende", "psyk.beroende"},
};

static const struct fact_case routes[] = {
    {"Vi vill inte ha enskilda patienter utanför föreningen, fråga Prostatacancerförbundet.",
     "association"},
    {"Endometriosföreningen är tillfrågad men kunde inte hjälpa till, så vi vill låna ur er pool.",
     "pool"},
    {"Det gäller fyra enskilda intervjuer.", NULL},
    {"Fråga gärna Melanomföreningen. Vi tar också emot folk från ert nätverk.", "both"},
};

static const struct fact_case municipalities[] = {
    {"Vi ses på KSS.", "Skövde"},
    {"Vi ses på Ronnums herrgård i Vargön.", "Vänersborg"},
    {"Möten: 12 mars, Regionens Hus Göteborg.", "Göteborg"},
    {"Vi håller till på SÄS.", "Borås"},
    {"Vi ses i Tanums kommunhus.", "Tanum"},
    {"Mötet sänds även digitalt men hålls på SÄS Borås.", "Borås"},
    {"Vi jobbar i Vara.", NULL},
};

static const struct fact_case formats[] = {
    {"Vi ses hos oss i Lerum eller på video, det som passar.", "hybrid"},
    {"Vi ses på SÄS Borås. Mötet sänds även digitalt för personalen.", "on_site"},
    {"Vi ordnar två digitala fokusgrupper.", "digital"},
    {"Vi träffas i församlingshemmet.", "on_site"},
};

static const struct fact_case pay[] = {
    {"Timersättning 250 kr/h.", "promised"},
    {"De arvoderas.", "promised"},
    {"Tyvärr finns inga pengar.", "refused"},
    {"Ersättning betalas ej ut, men kaffe och reseersättning ges.", "refused"},
    {"Frågan om arvode är inte avgjord.", "unsaid"},
};

static const struct fact_case references[] = {
    {"Faktura till referens 8126 AFF.", "8126 AFF"},
    {"Referens: HVM 2201.", "HVM 2201"},
    {"Referenskod OR5512", "OR5512"},
    {"Kontering: 60112", "60112"},
};

static const struct fact_case units[] = {
    {"Det gäller oss. Vi på folktandvården i hjällbo vill mer.", "folktandvården i hjällbo"},
};

static void each_rule_reaches_wider(void **state)
{
    (void)state;
    CHECK(FACT_PERSPECTIVE, perspectives);
    CHECK(FACT_PEOPLE_MIN, numbers);
    CHECK(FACT_OCCASIONS, occasions);
    CHECK(FACT_RESPOND_BY, deadlines);
    CHECK(FACT_KIND, kinds);
    CHECK(FACT_AREAS, experiences);
    CHECK(FACT_ROUTE, routes);
    CHECK(FACT_MUNICIPALITY, municipalities);
    CHECK(FACT_FORMAT, formats);
    CHECK(FACT_COMPENSATION, pay);
    CHECK(FACT_COST_REF, references);
    CHECK(FACT_UNIT, units);
}

static void a_request_is_known_by_its_parts(void **state)
{
    (void)state;
    struct reading_input in =
        mail_of("Migränskola", "Hej!\nTvå patienter på vår workshop den 4 mars kl 13-15. Arvode "
                               "enligt riktlinjerna.\nAlva Strand\n");
    assert_int_equal(read_mail(&in).intent, INTENT_REQUEST);
    in = mail_of("Workshop", "Hej!\nHar ni någon mall för samtycke när en patientföreträdare är "
                             "med på bild? Hur brukar man göra?\nAlva Strand\n");
    assert_int_equal(read_mail(&in).intent, INTENT_ADVICE);
}

static void an_answer_that_quotes_without_a_head(void **state)
{
    (void)state;
    struct reading_input in =
        mail_of("Re: Fråga", "Nej tyvärr, jag ska på rehab.\nBosse\n\n> Hej Bo!\n> Vi söker en "
                             "person med KOL till en workshop onsdag 12 maj kl 13-16.\n");
    in.own_text = "Nej tyvärr, jag ska på rehab.\nBosse\n";
    in.in_thread = true;
    struct reading r = read_mail(&in);
    assert_int_equal(r.intent, INTENT_REPLY);
    assert_int_equal(r.answer, ANSWER_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_reaches_wider),
        cmocka_unit_test(a_request_is_known_by_its_parts),
        cmocka_unit_test(an_answer_that_quotes_without_a_head),
    };
    return cmocka_run_group_tests_name("reading_wider", tests, open_areas, close_areas);
}

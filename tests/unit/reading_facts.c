/* SPDX-License-Identifier: EUPL-1.2 */
/* The other facts, a table of sentences for each. */
#include "reading_mail.h"

static const struct fact_case least[] = {
    {"Vi behöver två personer.", "2"},
    {"Vi söker 4–5 st med KOL.", "4"},
    {"Vi söker minst tre patienter.", "3"},
    {"Vi söker max fem vuxna.", NULL},
    {"Vi vill ha ett par patienter.", "2"},
    {"Vi söker ett tiotal personer.", "10"},
    {"Vi söker en patient och en närstående.", "2"},
    {"Vi söker tre personer: två som själva har artros, och en förälder.", "3"},
    {"Vi söker tre patienter, en från SRF och två fristående ur er pool.", "3"},
    {"Vi söker ett par patienter med MS och ett par anhöriga till någon med ALS.", "4"},
    {"Vi skulle vilja ha ett föräldrapar.", "2"},
    {"Antal personer: 2", "2"},
    {"Vi söker 8 deltagare (4 patienter och 4 närstående).", "8"},
    {"Vi är ca 45 medarbetare och har 18 platser.", NULL},
    {"Arbetsgruppen består av sex personer från personalen.", NULL},
    {"Kan någon eller några med gikt läsa vår text?", NULL},
};

static const struct fact_case most[] = {
    {"Vi söker 4–5 st med KOL.", "5"},
    {"Vi söker minst tre patienter.", NULL},
    {"Vi söker max fem vuxna.", "5"},
    {"Vi söker två, max tre närstående.", "3"},
    {"Vi behöver en eller två patienter.", "2"},
};

static const struct fact_case kinds[] = {
    {"De ska vara med i en fokusgrupp.", "focus_group"},
    {"Det gäller en workshop om kallelser.", "workshop"},
    {"Det gäller en referensgrupp.", "reference_group"},
    {"De ska föreläsa.", "lecture"},
    {"De blir medforskare i projektet.", "research"},
    {"Vår styrgrupp behöver dem.", "management_group"},
    {"Det är en utvecklingsdag.", "development_day"},
    {"De ska vara med i en film.", "information_material"},
    {"Det är ett förbättringsarbete.", "improvement_work"},
    {"Hjälp oss.", NULL},
};

static const struct fact_case experiences[] = {
    {"De ska ha hjärtsvikt.", "hjarta.svikt"},
    {"Vi söker personer med IBD, inte IBS.", "mage.ibd"},
    {"Vi är inte ute efter typ 2 utan typ 1.", "diabetes.typ1"},
    {"Vi söker patienter med Crohn eller UC.", "mage.ibd"},
    {"Vi söker tre psoriatiker och en eksematiker.", "hud.psoriasis hud.eksem"},
    {"Vi söker dialyspatienter.", "njure"},
    {"Vi söker personer med alkoholberonde.", "psyk.beroende"},
    {"Vi söker personer som lever med sin sjukdom.", NULL},
    {"Hur många beror på: det blir olika beroende på lokalen.", NULL},
    {"Diagnosen spelar ingen roll.", "delaktighet"},
    {"Vi söker någon som överlevt bröstcancer.", "cancer.brost"},
};

static const struct fact_case routes[] = {
    {"Gärna någon från Reumatikerförbundet.", "association"},
    {"Ta gärna ur er pool.", "pool"},
    {"Gärna både via föreningarna och enskilda personer.", "both"},
    {"Det ska inte vara någon från föreningar, utan enskilda personer.", "pool"},
    {"De behöver inte företräda någon förening.", "pool"},
    {"Gå gärna via föreningen och inte via enskilda.", "association"},
    {"De ska ha astma.", NULL},
};

static const struct fact_case formats[] = {
    {"Vi ses på Skene lasarett.", "on_site"},
    {"Vi ses digitalt via Teams.", "digital"},
    {"Vi ses på Högsbo sjukhus i Göteborg, men den som vill kan vara med via Teams.", "hybrid"},
    {"Vi ses på Regnbågshuset i Göteborg. Inget digitalt den här gången.", "on_site"},
    {"Den som vill kan vara med digitalt.", "hybrid"},
    {"Det gäller digital vård.", NULL},
};

static const struct fact_case places[] = {
    {"Vi ses på Skene lasarett.", "Mark"},
    {"Plats: NÄL", "Trollhättan"},
    {"Vi träffas i Vara konserthus, i Vara.", "Vara"},
    {"Vi håller till i Mölnlycke.", "Härryda"},
    {"Vi ses på lasarettet i Alingsås (inte i Borås).", "Alingsås"},
    {"De kommer från Uddevalla.", NULL},
    {"Vi ses digitalt, jag sitter i Skövde.", NULL},
};

static const struct fact_case pay[] = {
    {"Arvode utgår.", "promised"},
    {"Arvode enligt regionens riktlinjer.", "promised"},
    {"Alla får ett presentkort på 300 kr.", "promised"},
    {"Timarvode betalas av högskolan (inte av regionen).", "promised"},
    {"Vi kan tyvärr inte betala något arvode, men lunch ingår.", "refused"},
    {"Inget arvode, däremot två biobiljetter.", "refused"},
    {"Arvode har vi inte.", "refused"},
    {"Vi bjuder på fika.", "unsaid"},
    {"Hur brukar ni göra med ersättning?", "unsaid"},
    {"Om vi kan ge någon ersättning är inte klart ännu.", "unsaid"},
    {"Ersättning: nej", "refused"},
};

static const struct fact_case costs[] = {
    {"Fakturan går till ansvar 43210.", "43210"},
    {"Ansvar=27503", "27503"},
    {"Kostnadsställe: 61902", "61902"},
    {"Referens vid fakturering: SH2207MAGT.", "SH2207MAGT"},
    {"Jag vet inte än vilket ansvar det blir.", NULL},
    {"Bokningsnr 2704-8815.", NULL},
};

static const struct fact_case views[] = {
    {"Vi söker två patienter.", "patient"},
    {"Vi söker två anhöriga.", "relative"},
    {"Vi söker en patient och en närstående.", "either"},
    {"Vi söker en person, mamma eller pappa, som har åkt ambulans med sitt barn.", "relative"},
    {"Vi söker anhöriga till personer med demens.", "relative"},
};

static void each_fact_is_read(void **state)
{
    (void)state;
    CHECK(FACT_PEOPLE_MIN, least);
    CHECK(FACT_PEOPLE_MAX, most);
    CHECK(FACT_KIND, kinds);
    CHECK(FACT_AREAS, experiences);
    CHECK(FACT_ROUTE, routes);
    CHECK(FACT_FORMAT, formats);
    CHECK(FACT_MUNICIPALITY, places);
    CHECK(FACT_COMPENSATION, pay);
    CHECK(FACT_COST_REF, costs);
}

static void perspective_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        struct reading_input in = mail_of("", views[i].says);
        assert_string_equal(read_mail(&in).facts[FACT_PERSPECTIVE].value, views[i].value);
    }
}

static const char WITH_SIGNATURE[] =
    "Hej!\n\nVi söker två patienter med gikt till en workshop.\n\nMed vänlig hälsning\n"
    "Alva Strand, överläkare\nReumatologmottagningen, Lasarettet i Norrby\n"
    "Tidbokning 031-390 06 01\nMobil 070-174 06 12\n\n"
    "Migränskolan startar den 5 maj! Fråga oss.\n";

static void a_signature_gives_unit_and_contact_alone(void **state)
{
    (void)state;
    struct reading_input in = mail_of("", WITH_SIGNATURE);
    struct reading r = read_mail(&in);
    assert_string_equal(r.facts[FACT_CONTACT_NAME].value, "Alva Strand");
    assert_string_equal(r.facts[FACT_CONTACT_PHONE].value, "070-174 06 12");
    assert_string_equal(r.facts[FACT_UNIT].value, "Reumatologmottagningen, Lasarettet i Norrby");
    assert_string_equal(r.facts[FACT_AREAS].value, "rorelse.reumatism");
    assert_null(r.facts[FACT_OCCASIONS].value);
}

static void a_named_contact_goes_before_the_signer(void **state)
{
    (void)state;
    struct reading_input in =
        mail_of("", "Hej!\nVi söker en patient. Kontakta vår samordnare Bo Ekdahl, 070-174 06 20, "
                    "bo.ekdahl@example.org.\n\nHälsningar\nAlva Strand\n031-390 06 30\n");
    struct reading r = read_mail(&in);
    assert_string_equal(r.facts[FACT_CONTACT_NAME].value, "Bo Ekdahl");
    assert_string_equal(r.facts[FACT_CONTACT_PHONE].value, "070-174 06 20");
    assert_string_equal(r.facts[FACT_CONTACT_EMAIL].value, "bo.ekdahl@example.org");
}

static const char FORWARDED[] =
    "Hej, kan ni hjälpa Bo? Själv är jag ledig från den 10 februari.\n/Alva\n\n"
    "Från: Bo Ekdahl <bo.ekdahl@example.org>\nSkickat: den 1 februari 2027 10:00\n"
    "Till: Alva Strand\nÄmne: Panel\n\nHej Alva!\n"
    "Vi söker två patienter med astma till ett seminarium den 9 april kl 13-15.\n\nMvh Bo\n"
    "Lungmottagningen Norrby\n";

static void a_forward_is_its_authors(void **state)
{
    (void)state;
    struct reading_input in = mail_of("VB: Panel", FORWARDED);
    struct reading r = read_mail(&in);
    assert_int_equal(r.intent, INTENT_REQUEST);
    assert_string_equal(r.facts[FACT_CONTACT_NAME].value, "Bo Ekdahl");
    assert_string_equal(r.facts[FACT_UNIT].value, "Lungmottagningen Norrby");
    assert_string_equal(r.facts[FACT_OCCASIONS].value, "2027-04-09T13:00/2027-04-09T15:00");
}

static const char CORRECTED[] =
    "Hej igen! Vi har fått flytta mötet till den 22 april kl 14-16.\nAlva\n\n"
    "Från: Alva Strand\nSkickat: den 1 februari 2027 10:00\nTill: Biblioteket\nÄmne: Fokusgrupp\n\n"
    "Vi söker sex personer med KOL till en fokusgrupp den 20 april kl 14-16.\n";

static void a_later_correction_holds(void **state)
{
    (void)state;
    struct reading_input in = mail_of("Fokusgrupp 20 april", CORRECTED);
    struct reading r = read_mail(&in);
    assert_string_equal(r.facts[FACT_OCCASIONS].value, "2027-04-22T14:00/2027-04-22T16:00");
    assert_string_equal(r.facts[FACT_PEOPLE_MIN].value, "6");
}

static void the_description_is_the_mails_own(void **state)
{
    (void)state;
    struct reading_input in = mail_of("", WITH_SIGNATURE);
    assert_string_equal(read_mail(&in).facts[FACT_DESCRIPTION].value,
                        "Vi söker två patienter med gikt till en workshop.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fact_is_read),
        cmocka_unit_test(perspective_is_read),
        cmocka_unit_test(a_signature_gives_unit_and_contact_alone),
        cmocka_unit_test(a_named_contact_goes_before_the_signer),
        cmocka_unit_test(a_forward_is_its_authors),
        cmocka_unit_test(a_later_correction_holds),
        cmocka_unit_test(the_description_is_the_mails_own),
    };
    return cmocka_run_group_tests_name("reading_facts", tests, open_areas, close_areas);
}

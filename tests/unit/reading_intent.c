/* SPDX-License-Identifier: EUPL-1.2 */
/* What a mail wants, and what a reply answers. */
#include "reading_mail.h"

static const struct {
    const char *subject, *text;
    enum intent intent;
} wants[] = {
    {"Fokusgrupp", "Hej! Vi söker fyra patienter med KOL till en fokusgrupp i maj.",
     INTENT_REQUEST},
    {"", "Hej, behvöer 2 patinter till intervjuer v 10. Kan nån av er fixa?", INTENT_REQUEST},
    {"Råd?",
     "Hej! Vi har två patientföreträdare i vår grupp och söker alltså inga fler, men undrar "
     "om ni har tips på arbetsformer.",
     INTENT_ADVICE},
    {"Metodstöd", "Har ni någon mall för en patientresa? Patienterna ordnar vi själva.",
     INTENT_ADVICE},
    {"Vill hjälpa till",
     "Hej, jag har haft bröstcancer och skulle gärna berätta om det. Hur gör man "
     "för att komma med i er pool?",
     INTENT_VOLUNTEER},
    {"", "Min man dog i ALS. Kan man få ställa upp hos er? Jag är van att prata inför folk.",
     INTENT_VOLUNTEER},
    {"Lånekortet", "Jag försöker låna om en ljudbok men mitt lånekort är spärrat.", INTENT_OTHER},
    {"Åtgärd krävs", "Din brevlåda är full. Verifiera ditt konto nu.", INTENT_OTHER},
    {"", "", INTENT_OTHER},
};

static void intents_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        struct reading_input in = mail_of(wants[i].subject, wants[i].text);
        enum intent got = read_mail(&in).intent;
        if (got != wants[i].intent)
            fail_msg("\"%s\" is %s, expected %s", wants[i].text, intent_name(got),
                     intent_name(wants[i].intent));
    }
}

static void headers_go_before_words(void **state)
{
    (void)state;
    struct reading_input in = mail_of("Fokusgrupp", "Vi söker fyra patienter till en fokusgrupp.");
    in.automatic = "bounce";
    assert_int_equal(read_mail(&in).intent, INTENT_BOUNCE);
    in.automatic = "auto_reply";
    assert_int_equal(read_mail(&in).intent, INTENT_AUTO_REPLY);
    in.automatic = "list";
    assert_int_equal(read_mail(&in).intent, INTENT_OTHER);
    in.automatic = NULL;
    in.subject = "Autosvar: Fokusgrupp";
    assert_int_equal(read_mail(&in).intent, INTENT_AUTO_REPLY);
}

static void nothing_but_a_request_has_facts(void **state)
{
    (void)state;
    struct reading_input in = mail_of(
        "Vill gärna bidra", "Jag har haft en stroke och vill komma med i er pool, gärna den "
                            "8 april kl 10-12 i Skövde.");
    struct reading r = read_mail(&in);
    assert_int_equal(r.intent, INTENT_VOLUNTEER);
    for (int key = 0; key < FACT_COUNT; key++)
        assert_null(r.facts[key].value);
}

static void a_reply_quotes_us(void **state)
{
    (void)state;
    struct reading_input in =
        mail_of("Re: Uppdrag",
                "Ja tack, jag är intresserad!\n\nDen tors 29 jan. 2027 kl 14:10 skrev Levande "
                "bibliotek <levande.bibliotek@example.org>:\n> Vi söker två patienter.\n");
    in.own_text = "Ja tack, jag är intresserad!";
    in.in_thread = true;
    struct reading r = read_mail(&in);
    assert_int_equal(r.intent, INTENT_REPLY);
    assert_true(r.intent_sure);
    assert_int_equal(r.answer, ANSWER_YES);
}

static const struct {
    const char *text;
    enum answer answer;
} replies[] = {
    {"Ja", ANSWER_YES},
    {"Ja tack, jag är intresserad! Behöver jag förbereda något?", ANSWER_YES},
    {"Gärna!", ANSWER_YES},
    {"Hej! Jag ställer gärna upp.\n\nHälsningar Bo", ANSWER_YES},
    {"Yes, count me in", ANSWER_YES},
    {"I would love to.", ANSWER_YES},
    {"Nej", ANSWER_NO},
    {"Nej tack", ANSWER_NO},
    {"Tyvärr kan jag inte den dagen. Men fråga mig gärna igen!", ANSWER_NO},
    {"Jag kan inte.", ANSWER_NO},
    {"Jag kan tyvärr inte vara med.", ANSWER_NO},
    {"Det passar inte.", ANSWER_NO},
    {"Jag vill inte.", ANSWER_NO},
    {"No thanks", ANSWER_NO},
    {"Unfortunately I cannot come.", ANSWER_NO},
    {"Ja, men bara om det går att vara med digitalt.", ANSWER_MAYBE},
    {"Kanske, jag måste kolla med jobbet.", ANSWER_MAYBE},
    {"Det kan nog gå men jag måste kolla först. Återkommer på torsdag.", ANSWER_MAYBE},
    {"Ja den 4:e, nej den 5:e.", ANSWER_MAYBE},
    {"Maybe, I need to check.", ANSWER_MAYBE},
    {"Vad är det för uppdrag?", ANSWER_UNCLEAR},
    {"Jag är ledig till den 6 november. Ja, jag är tillbaka den 9.", ANSWER_UNCLEAR},
    {"I am out of the office until Monday.", ANSWER_UNCLEAR},
    {"Hej på er", ANSWER_UNCLEAR},
    {"", ANSWER_UNCLEAR},
};

static void answers_are_clear_words_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        enum answer got = reading_answer(arena, replies[i].text);
        if (got != replies[i].answer)
            fail_msg("\"%s\" is %s, expected %s", replies[i].text, answer_name(got),
                     answer_name(replies[i].answer));
    }
    assert_int_equal(reading_answer(arena, NULL), ANSWER_UNCLEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intents_are_told_apart),
        cmocka_unit_test(headers_go_before_words),
        cmocka_unit_test(nothing_but_a_request_has_facts),
        cmocka_unit_test(a_reply_quotes_us),
        cmocka_unit_test(answers_are_clear_words_only),
    };
    return cmocka_run_group_tests_name("reading_intent", tests, open_areas, close_areas);
}

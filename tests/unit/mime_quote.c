/* SPDX-License-Identifier: EUPL-1.2 */
/* Where quoted mail begins, in the forms of the programs that people use; and where it does not. */
#include "mime_mail.h"

/* The text is own followed by quoted: the quote must begin between them. */
static void splits(void **state, const char *own, const char *quoted)
{
    char *text = arena_printf(*state, "%s%s", own, quoted);
    assert_int_equal(mime_quote_start(text), strlen(own));
    assert_string_equal(mime_own_text(*state, text), text_trim(*state, own));
}

static void whole(void **state, const char *text)
{
    assert_int_equal(mime_quote_start(text), strlen(text));
    assert_string_equal(mime_own_text(*state, text), text);
}

static void knows_outlook(void **state)
{
    splits(state, "Ja tack!\n\nLisa\n",
           "\nFrån: Levande bibliotek <b@example.org>\nSkickat: den 6 november 2026 09:31\n"
           "Till: Lisa\nÄmne: Uppdrag\n\nHej");
    splits(state, "Yes\n",
           "\n________________________________\nFrom: B\nSent: Friday\nTo: L\nSubject: S\n\nHi");
    splits(state, "Ja\n", "\n*Från:* B\n*Skickat:* i dag\n*Till:* L\n*Ämne:* S\n\nHej");
    splits(state, "Ja\n", "\n-----Ursprungligt meddelande-----\nFrån: B\nHej");
    splits(state, "Ja\n", "-----Original Message-----\nHi");
    splits(state, "Ja\n", "\nFrån: B\nDatum: fredag 6 november 2026\nTill: L\nÄmne: S\nHej");
}

static void knows_attributions(void **state)
{
    splits(state, "Nej\n",
           "\nDen fre 6 nov. 2026 kl 09:31 skrev B <b@example.org>:\n\n> Hej\n> du\n");
    splits(state, "Nej\n",
           "\nDen fre 6 nov. 2026 kl 09:31 skrev Levande bibliotek\n<b@example.org>:\n\n> Hej\n");
    splits(state, "Nej\n", "\nOn Fri, Nov 6, 2026 at 9:31 AM B <b@example.org> wrote:\nHi there\n");
    splits(state, "Nej\n",
           "\nOn Fri, Nov 6, 2026 at 9:31 AM Levande bibliotek\n<b@example.org>\nwrote:\n\n> Hi\n");
    splits(state, "Nej\n", "\n6 nov. 2026 kl. 09:31 skrev B <b@example.org>:\n\nHej\n");
    splits(state, "Nej\n", "\n> 6 nov. 2026 kl. 09:31 skrev B <b@example.org>:\n>\n> Hej\n");
    splits(state, "Nej\n", "\nB skrev:\n> Hej\n");
}

static void knows_marks_and_signatures(void **state)
{
    splits(state, "Ja\n", "\n> Hej\n> du\n\n> slut\n");
    assert_string_equal(mime_own_text(*state, "Ja\n-- \nLisa\n070-174 06 05\n"), "Ja");
    assert_string_equal(mime_own_text(*state, "-- \nLisa"), "-- \nLisa");
    assert_string_equal(mime_own_text(*state, "Ja\n\nSkickat från min iPhone\n"), "Ja");
    assert_string_equal(mime_own_text(*state, "Nej\nHämta Outlook för iOS <https://a.example>"),
                        "Nej");
    assert_string_equal(mime_own_text(*state, "Skickat från min iPhone"),
                        "Skickat från min iPhone");
}

static void keeps_inline_answers(void **state)
{
    static const char text[] =
        "B skrev:\n> Kan du torsdag?\nJa, gärna.\n> Behöver du tolk?\nNej.\n";
    assert_int_equal(mime_quote_start(text), strlen(text));
    assert_string_equal(mime_own_text(*state, text), "Ja, gärna.\nNej.");
}

static void is_not_fooled(void **state)
{
    whole(state, "Som du skrev:\nvi behöver två personer.");
    whole(state, "Lisa ringde den 3 mars och hon skrev att det går bra: vi kommer.");
    whole(state, "Förfrågan\n\nFrån: Barnmottagningen\nDatum: 8 april\nTid: 13-15\nPlats: Borås");
    whole(state, "Hon skrev följande 14.30:\nVi behöver två.");
    whole(state, "a -----\nb > c\n--- d");
}

static void never_empties_a_text(void **state)
{
    static const char *const texts[] = {
        "Från: K <k@example.org>\nSkickat: i dag\nTill: L\nÄmne: Förfrågan\n\nVi söker två.",
        "> Hej\n> du",
        "-----Ursprungligt meddelande-----\nHej",
        "Den 6 nov. 2026 kl 09:31 skrev B <b@example.org>:\n> Hej",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_string_equal(mime_own_text(*state, texts[i]), texts[i]);
        struct mime_message m = read_mail(
            state, arena_printf(*state, FROM "Subject: VB: Förfrågan\n" PLAIN "\n%s", texts[i]));
        assert_string_equal(m.text, texts[i]);
        assert_string_equal(m.own_text, texts[i]);
        assert_false(m.quotes);
    }
    assert_int_equal(mime_quote_start(""), 0);
    assert_string_equal(mime_own_text(*state, ""), "");
}

static void shows_in_the_message(void **state)
{
    struct mime_message m = read_mail(state, FROM PLAIN "\nJa!\n\n> Kan du?\n");
    assert_true(m.quotes);
    assert_string_equal(m.own_text, "Ja!");
    assert_string_equal(m.text, "Ja!\n\n> Kan du?");
    m = read_mail(state, FROM PLAIN "\nJa!\n");
    assert_false(m.quotes);
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(knows_outlook),        TEST(knows_attributions), TEST(knows_marks_and_signatures),
        TEST(keeps_inline_answers), TEST(is_not_fooled),      TEST(never_empties_a_text),
        TEST(shows_in_the_message),
    };
    return cmocka_run_group_tests_name("mime_quote", tests, NULL, NULL);
}

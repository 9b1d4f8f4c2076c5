/* SPDX-License-Identifier: EUPL-1.2 */
/* Charsets that are missing, wrong or unknown, in bodies and headers; and what people do not see.
 */
#include "mime_mail.h"

static const char swedish[] = "Möte på Östra, 300 kr\n";

static void body(void **state, const char *type, const char *bytes, const char *text,
                 const char *charset, const char *defect)
{
    char *raw = arena_printf(*state, FROM "Subject: x\n%s\n%s", type, bytes);
    struct mime_message m = read_mail(state, raw);
    assert_string_equal(m.text, text);
    assert_string_equal(m.charset, charset);
    if (defect != NULL)
        assert_true(has_defect(&m, defect));
    assert_int_equal(m.defect_count, 1 + (defect != NULL)); /* the date is missing in all */
}

static void reads_what_is_declared_rightly(void **state)
{
    body(state, PLAIN, swedish, "Möte på Östra, 300 kr", "utf-8", NULL);
    body(state, "Content-Type: text/plain; charset=\"ISO-8859-1\"\n", "M\xF6te\n", "Möte",
         "iso-8859-1", NULL);
    body(state, "Content-Type: text/plain; charset=iso-8859-15\n", "10 \xA4\n", "10 €",
         "iso-8859-15", NULL);
    body(state, "Content-Type: text/plain; charset=koi8-r\n", "\xC4\xC1\n", "да", "koi8-r", NULL);
    body(state, "Content-Type: text/plain; charset=shift_jis\n", "\x82\xA0\n", "あ", "shift_jis",
         NULL);
}

static void reads_utf8_behind_any_single_byte_label(void **state)
{
    body(state, "Content-Type: text/plain; charset=iso-8859-1\n", swedish, "Möte på Östra, 300 kr",
         "utf-8", "charset_wrong");
    body(state, "Content-Type: text/plain; charset=us-ascii\n", swedish, "Möte på Östra, 300 kr",
         "utf-8", "charset_wrong");
    body(state, "", swedish, "Möte på Östra, 300 kr", "utf-8", "charset_missing");
    body(state, "Content-Type: text/plain; charset=x-klingon\n", swedish, "Möte på Östra, 300 kr",
         "utf-8", "charset_unknown");
}

static void reads_windows_1252_behind_latin_1(void **state)
{
    body(state, "Content-Type: text/plain; charset=iso-8859-1\n", "\x93v\xE5rd\x94 \x96 5 \x80\n",
         "“vård” – 5 €", "windows-1252", "charset_wrong");
    body(state, "Content-Type: text/plain; charset=us-ascii\n", "sm\xF6rg\xE5s\n", "smörgås",
         "windows-1252", "charset_wrong");
    body(state, "", "sm\xF6rg\xE5s\n", "smörgås", "windows-1252", "charset_missing");
    body(state, "Content-Type: text/plain; charset=\"\"\n", "\x81g\n", "\xEF\xBF\xBDg",
         "windows-1252", "charset_missing");
}

static void reads_latin_1_behind_utf8(void **state)
{
    body(state, PLAIN, "sm\xF6rg\xE5s\n", "smörgås", "windows-1252", "charset_wrong");
    body(state, PLAIN, "Åsa och sm\xF6r\n", "Åsa och smör", "utf-8", "charset_wrong");
}

static void reads_text_that_is_utf16_in_name_alone(void **state)
{
    body(state, "Content-Type: text/plain; charset=utf-16\n", "Möte\n", "Möte", "utf-8",
         "charset_unknown");
}

static void replaces_what_iconv_refuses(void **state)
{
    body(state, "Content-Type: text/plain; charset=euc-jp\n",
         "a\xFF"
         "b\n",
         "a\xEF\xBF\xBD"
         "b",
         "euc-jp", "charset_wrong");
}

static void decodes_headers_however_they_are_written(void **state)
{
    struct mime_message m;
    m = read_mail(state, "Subject: =?iso-8859-1?Q?M=F6te_p=E5_=D6stra?=\n\nx");
    assert_string_equal(m.subject, "Möte på Östra");
    m = read_mail(state, "Subject: M\xF6te\n\nx");
    assert_string_equal(m.subject, "Möte");
    m = read_mail(state, "Subject: Möte\n\nx");
    assert_string_equal(m.subject, "Möte");
    m = read_mail(state, "Subject: =?iso-8859-1?Q?M=C3=B6te?=\n\nx");
    assert_string_equal(m.subject, "Möte");
    m = read_mail(state, "Subject: =?utf-8?Q?M=F6te_=96_nu?=\n\nx");
    assert_string_equal(m.subject, "Möte – nu");
    m = read_mail(state, "Subject: =?x-klingon?B?TcO2dGU=?=\n\nx");
    assert_string_equal(m.subject, "Möte");
    m = read_mail(state, "Subject: en\n   vikt rad\n\nx");
    assert_string_equal(m.subject, "en vikt rad");
    m = read_mail(state, "Subject: =?utf-8?Q?oavslutat\n\nx");
    assert_string_equal(m.subject, "=?utf-8?Q?oavslutat");
}

static void joins_neighbouring_words(void **state)
{
    struct mime_message m;
    /* padded base64 in the middle, as Outlook writes it */
    m = read_mail(state,
                  "Subject: =?utf-8?B?Zm9yZXRy?=\n =?utf-8?B?w6RkYXI=?=\n =?utf-8?B?ZQ==?=\n\nx");
    assert_string_equal(m.subject, "foreträdare");
    /* a letter split between two words */
    m = read_mail(state, "Subject: =?utf-8?Q?f=C3?= =?utf-8?Q?=B6r?=\n\nx");
    assert_string_equal(m.subject, "för");
    m = read_mail(state, "Subject: =?utf-8?Q?a?= och =?iso-8859-1?Q?=E5?=\n\nx");
    assert_string_equal(m.subject, "a och å");
    m = read_mail(state, "From: =?utf-8?B?w4U=?= =?utf-8?B?c2E=?= <asa@vard.example>\n\nx");
    assert_string_equal(m.from.name, "Åsa");
    assert_string_equal(m.from.address, "asa@vard.example");
}

static void shows_only_what_people_see(void **state)
{
    struct mime_message m;
    m = read_mail(state, FROM PLAIN "\npatient\xC2\xAD"
                                    "före\xE2\x80\x8B"
                                    "trädare 8\xC2\xA0"
                                    "april\x07  \n\n\n\n\nslut\n\n");
    assert_string_equal(m.text, "patientföreträdare 8 april\n\n\nslut");
    m = read_mail(state, FROM PLAIN "\n\xEF\xBB\xBFHej \xE2\x80\xAEgnirts\n");
    assert_string_equal(m.text, "Hej gnirts");
}

static void keeps_on_behind_nuls(void **state)
{
    static const char raw[] = FROM PLAIN "\nbefore\0after\n";
    struct mime_message m = read_bytes(state, raw, sizeof raw - 1);
    assert_string_equal(m.text, "beforeafter");
    assert_true(has_defect(&m, "nul_bytes"));
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(reads_what_is_declared_rightly),
        TEST(reads_utf8_behind_any_single_byte_label),
        TEST(reads_windows_1252_behind_latin_1),
        TEST(reads_latin_1_behind_utf8),
        TEST(reads_text_that_is_utf16_in_name_alone),
        TEST(replaces_what_iconv_refuses),
        TEST(decodes_headers_however_they_are_written),
        TEST(joins_neighbouring_words),
        TEST(shows_only_what_people_see),
        TEST(keeps_on_behind_nuls),
    };
    return cmocka_run_group_tests_name("mime_charset", tests, NULL, NULL);
}

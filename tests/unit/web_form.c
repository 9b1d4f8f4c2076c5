/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Forms: each type of field with what it takes and what it refuses; what is typed is kept; and a
 * request form as facts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "craft.h"

static const struct choice colours[] = {{"red", "Röd", "Red"}, {"blue", "Blå", "Blue"}, {0}};
static const struct choice ends[] = {{"1", "Inte bra", "Not good"}, {"5", "Bra", "Good"}, {0}};
static const struct field all[] = {
    {"text", FIELD_TEXT, .max = 10, .sv = "Text", .en = "Text"},
    {"lines", FIELD_LINES, .max = 20, .sv = "Rader", .en = "Lines"},
    {"choice", FIELD_CHOICE, .choices = colours, .sv = "Färg", .en = "Colour"},
    {"scale", FIELD_SCALE, .choices = ends, .sv = "Betyg", .en = "Mark"},
    {"number", FIELD_NUMBER, .min = 1, .max = 50, .sv = "Antal", .en = "Number"},
    {"date", FIELD_DATE, .sv = "Dag", .en = "Day"},
    {"time", FIELD_TIME, .sv = "Tid", .en = "Time"},
    {"email", FIELD_EMAIL, .sv = "E-post", .en = "E-mail"},
    {"phone", FIELD_PHONE, .sv = "Telefon", .en = "Phone"},
    {"tick", FIELD_TICK, .sv = "Ja", .en = "Yes"},
    {"code", FIELD_CODE, .sv = "Kod", .en = "Code"},
    {0},
};

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static struct form send_one(struct arena *a, const char *name, const char *value, size_t len)
{
    struct pair *pair = arena_alloc(a, sizeof *pair);
    *pair = (struct pair){.name = name, .value = value, .len = len};
    return form_read(a, all, pair, 1, NULL, false);
}

static const struct {
    const char *name, *value;
    bool good;
    const char *kept; /* NULL: as it was typed */
} typed[] = {
    {"text", "tio tecken", true, NULL},
    {"text", "elva tecken", false, NULL},
    {"text", "åäöåäöåäöå", true, NULL},
    {"text", "  två \t ord ", true, "två   ord"},
    {"text", "rad\r\nrad", true, "rad rad"},
    {"lines", "rad\r\nrad\rrad", true, "rad\nrad\nrad"},
    {"lines", "x\x01\x7fy", true, "xy"},
    {"choice", "red", true, NULL},
    {"choice", "green", false, NULL},
    {"choice", "Red", false, NULL},
    {"choice", "", true, NULL},
    {"scale", "1", true, NULL},
    {"scale", "5", true, NULL},
    {"scale", "0", false, NULL},
    {"scale", "6", false, NULL},
    {"scale", "55", false, NULL},
    {"scale", "Bra", false, NULL},
    {"number", "1", true, NULL},
    {"number", "50", true, NULL},
    {"number", "0", false, NULL},
    {"number", "51", false, NULL},
    {"number", "-1", false, NULL},
    {"number", "+1", false, NULL},
    {"number", "2.5", false, NULL},
    {"number", "0x10", false, NULL},
    {"number", "99999999999999999999", false, NULL},
    {"number", " 4 0 ", true, "40"},
    {"date", "2027-02-28", true, NULL},
    {"date", "28/2 2027", true, "2027-02-28"},
    {"date", "1.3.2027", true, "2027-03-01"},
    {"date", "1-3-2027", true, "2027-03-01"},
    {"date", "29/2 2027", false, "2027-02-29"},
    {"date", "1/3", false, NULL},
    {"date", "1/3 27", false, NULL},
    {"date", "-1/3 2027", false, NULL},
    {"date", "1/3 2027 kl", false, NULL},
    {"date", "2027-02-29", false, NULL},
    {"date", "27-02-28", false, NULL},
    {"date", "2027-02-28T10:00", false, NULL},
    {"date", "0001-01-01", false, NULL},
    {"time", "23:59", true, NULL},
    {"time", "13.30", true, "13:30"},
    {"time", "24:00", false, NULL},
    {"time", "12:60", false, NULL},
    {"time", "9:00", false, NULL},
    {"email", "namn@example.org", true, NULL},
    {"email", "namn@example", false, NULL},
    {"email", "a@b@example.org", false, NULL},
    {"email", "namn@example.org\nBcc: x@example.org", false, "namn@example.org Bcc: x@example.org"},
    {"phone", "031-390 06 11", true, NULL},
    {"phone", "+46 31 390 06 11", true, NULL},
    {"phone", "1234", false, NULL},
    {"phone", "ring mig 031390", false, NULL},
    {"lines", "pnr 811218-9876", false, NULL},
    {"lines", "bg 5050-1055", false, NULL},
    {"lines", "ring 0701740615", true, NULL},
    {"phone", "0701740615", true, NULL},
    {"tick", "yes", true, NULL},
    {"tick", "on", false, NULL},
    {"code", "123456", true, NULL},
    {"code", "123 456", true, "123456"},
    {"code", "12345", false, NULL},
    {"code", "12345a", false, NULL},
};

static void each_type_takes_and_refuses(void **state)
{
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        const char *value = typed[i].value;
        struct form form = send_one(a, typed[i].name, value, strlen(value));
        if ((form.fault_count == 0) != typed[i].good)
            fail_msg("%s '%s': %zu faults", typed[i].name, value, form.fault_count);
        assert_string_equal(form_given(&form, typed[i].name),
                            typed[i].kept ? typed[i].kept : value);
    }
}

static void what_is_no_text_is_refused_and_repaired(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {{"a\0b", 3}, {"\xe5\xe4", 2}, {"\xc0\xaf", 2}, {"\xed\xa0\x80", 3}, {"\xff", 1}};
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct form form = send_one(a, "text", cases[i].bytes, cases[i].len);
        assert_int_equal(form.fault_count, 1);
        const char *kept = form_given(&form, "text");
        assert_true(text_is_utf8(kept, strlen(kept)));
    }
}

static void strangers_and_doubles_refuse_the_whole(void **state)
{
    const struct pair stranger[] = {{"text", "a", 1, false}, {"admin", "1", 1, false}};
    const struct pair twice[] = {{"text", "a", 1, false}, {"text", "b", 1, false}};
    const struct pair two_tokens[] = {{"form", "a", 1, false}, {"form", "b", 1, false}};
    struct arena *a = *state;
    assert_true(form_read(a, all, stranger, 2, NULL, false).strange);
    assert_true(form_read(a, all, twice, 2, NULL, false).strange);
    assert_true(form_read(a, all, two_tokens, 2, NULL, false).strange);
    assert_false(form_read(a, all, stranger, 1, NULL, false).strange);
}

static void a_file_is_no_value(void **state)
{
    const struct pair file = {"text", "abc", 3, true};
    struct form form = form_read(*state, all, &file, 1, NULL, false);
    assert_int_equal(form.fault_count, 1);
    assert_string_equal(form_given(&form, "text"), "");
}

static void faults_speak_the_readers_language(void **state)
{
    const struct pair none = {"form", "x", 1, false};
    struct form sv = form_read(*state, address_fields, &none, 1, NULL, false);
    struct form en = form_read(*state, address_fields, &none, 1, NULL, true);
    assert_string_equal(sv.faults[0], "Fyll i det här.");
    assert_string_equal(en.faults[0], "Please fill this in.");
    json_t *view = form_view(*state, &sv, NULL, "sv");
    assert_true(json_is_true(json_object_get(view, "has_faults")));
    json_t *first = json_array_get(json_object_get(view, "faults"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "first")), "email");
    json_decref(view);
}

static const char *label_in(struct arena *a, const char *language)
{
    static const struct field spoken[] = {
        {"text", FIELD_TEXT, .max = 10, .sv = "Ämne", .en = "Subject", .easy = "Vad är det?"}, {0}};
    struct form form = form_empty(a, spoken);
    json_t *view = form_view(a, &form, NULL, language);
    json_t *group = json_array_get(json_object_get(view, "groups"), 0);
    json_t *field = json_array_get(json_object_get(group, "fields"), 0);
    const char *label = arena_strdup(a, json_string_value(json_object_get(field, "label")));
    json_decref(view);
    return label;
}

static void a_field_is_called_by_its_name_in_each_language(void **state)
{
    assert_string_equal(label_in(*state, "sv"), "Ämne");
    assert_string_equal(label_in(*state, "sv-lattlast"), "Vad är det?");
    assert_string_equal(label_in(*state, "en"), "Subject");
}

/* Of a form that is not done, what is wrong is wrong, and what lacks may lack. */
static void what_lacks_is_forgiven_and_what_is_wrong_is_not(void **state)
{
    const struct pair few[] = {{"title", "", 0, false}, {"date1", "2027-02-30", 10, false}};
    struct form form = form_read(*state, request_fields, few, 2, NULL, false);
    assert_true(form.fault_count > 1);
    form_forgive(&form);
    assert_int_equal(form.fault_count, 1);
    form_fault(&form, "title", "Fyll i det här.");
    assert_int_equal(form.fault_count, 2);
}

/* People are picked by one box each; all other fields may be sent once alone. */
static void several_may_be_picked(void **state)
{
    const struct pair picked[] = {
        {"who", "P1", 2, false}, {"who", "P12", 3, false}, {"done", "yes", 3, false}};
    struct form good = form_read(*state, choose_fields, picked, 3, NULL, false);
    assert_false(good.strange);
    assert_int_equal(good.fault_count, 0);
    assert_string_equal(form_given(&good, "who"), "P1 P12");
    const struct pair wrong[] = {{"who", "P1", 2, false}, {"who", "'; DROP", 7, false}};
    assert_int_equal(form_read(*state, choose_fields, wrong, 2, NULL, false).fault_count, 1);
    const struct pair twice[] = {{"done", "yes", 3, false}, {"done", "yes", 3, false}};
    assert_true(form_read(*state, choose_fields, twice, 2, NULL, false).strange);
}

static void put(struct form *form, const char *name, const char *value)
{
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].name, name) == 0)
            form->values[i] = value;
}

static void a_request_form_becomes_facts(void **state)
{
    struct form form = form_empty(*state, request_fields);
    put(&form, "title", "Samtal");
    put(&form, "description", "En workshop.");
    put(&form, "why", "Det behövs.");
    put(&form, "influence", "consult");
    put(&form, "people_min", "2");
    put(&form, "date1", "2027-04-08");
    put(&form, "from1", "13:00");
    put(&form, "to1", "15:00");
    put(&form, "date3", "2027-05-01");
    put(&form, "unit", "Avdelning 3");
    put(&form, "division", "Östra");
    struct form again = request_recall(*state, request_keep(*state, &form));
    struct page_request out;
    request_facts(*state, NULL, &again, false, &out);
    assert_string_equal(out.subject, "Samtal");
    assert_string_equal(out.facts[FACT_DESCRIPTION].value,
                        "En workshop.\nVarför, och vad vi hoppas på: Det behövs.\n"
                        "Roll: Lämna synpunkter");
    assert_string_equal(out.facts[FACT_OCCASIONS].value,
                        "2027-04-08T13:00/2027-04-08T15:00 2027-05-01/2027-05-01");
    assert_string_equal(out.facts[FACT_UNIT].value, "Avdelning 3, Östra");
    assert_string_equal(out.facts[FACT_PEOPLE_MIN].value, "2");
    assert_null(out.facts[FACT_AREAS].value);
    assert_null(out.facts[FACT_COMPENSATION].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_takes_and_refuses),
        cmocka_unit_test(what_is_no_text_is_refused_and_repaired),
        cmocka_unit_test(strangers_and_doubles_refuse_the_whole),
        cmocka_unit_test(a_file_is_no_value),
        cmocka_unit_test(faults_speak_the_readers_language),
        cmocka_unit_test(a_field_is_called_by_its_name_in_each_language),
        cmocka_unit_test(what_lacks_is_forgiven_and_what_is_wrong_is_not),
        cmocka_unit_test(several_may_be_picked),
        cmocka_unit_test(a_request_form_becomes_facts),
    };
    return cmocka_run_group_tests_name("web_form", tests, set_up, tear_down);
}

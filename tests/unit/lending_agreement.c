/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement as data: its canonical text and hash, the five questions, what differs, and what
 * the first version says. What parties do to it: lending_versions.c.
 */
#include "lending_choice.h"

#include "view/agreement.h"

static json_t *body_of(const char *json)
{
    json_t *body = json_loads(json, 0, NULL);
    assert_non_null(body);
    return body;
}

static const char *hash_of(struct lending_house *h, const char *number, const char *who,
                           int version, const char *json)
{
    json_t *body = body_of(json);
    const char *hash = agreement_hash(h->arena, number, who, version, body);
    json_decref(body);
    return hash;
}

#define HASH(h, json) hash_of((h), "LB-2027-0001", "P1", 2, (json))

/* ---- The canonical text ---- */

static const char sample[] =
    "{\"matters\":\"Att få pauser.\\nAtt någon möter mig.\",\"assignment\":\"Workshop\\n\\nOm "
    "väntan\",\"contact\":\"Maria Berg\",\"occasions\":[{\"starts\":\"2027-04-22T13:00\","
    "\"ends\":\"2027-04-22T15:00\",\"place\":\"Sal 3\"}]}";

static const char sample_text[] = "agreement LB-2027-0001 P1 version 2\n"
                                  "matters:\n"
                                  "\tAtt få pauser.\n"
                                  "\tAtt någon möter mig.\n"
                                  "parties:\n"
                                  "assignment:\n"
                                  "\tWorkshop\n"
                                  "\t\n"
                                  "\tOm väntan\n"
                                  "role:\n"
                                  "occasions:\n"
                                  "\tstarts 2027-04-22T13:00\n"
                                  "\tends 2027-04-22T15:00\n"
                                  "\tplace Sal 3\n"
                                  "next:\n"
                                  "time:\n"
                                  "preparation:\n"
                                  "contact:\n"
                                  "\tMaria Berg\n"
                                  "reach:\n"
                                  "support:\n"
                                  "compensation:\n"
                                  "travel:\n"
                                  "cost_ref:\n"
                                  "confidentiality:\n"
                                  "conflicts:\n"
                                  "quotation:\n"
                                  "hears:\n"
                                  "withdrawal:\n"
                                  "registration:\n";

static void the_canonical_text_and_its_hash_are_fixed(void **state)
{
    struct lending_house *h = *state;
    json_t *body = body_of(sample);
    assert_string_equal(agreement_canonical(h->arena, "LB-2027-0001", "P1", 2, body), sample_text);
    assert_string_equal(agreement_hash(h->arena, "LB-2027-0001", "P1", 2, body),
                        sha256_text(h->arena, sample_text));
    json_decref(body);
}

/* Pairs that say the same, and so have one hash. */
static void what_reads_alike_hashes_alike(void **state)
{
    static const char *const alike[][2] = {
        {"{\"matters\":\"a\",\"role\":\"b\"}", "{\"role\":\"b\",\"matters\":\"a\"}"},
        {"{\"matters\":\"a\\nb\"}", "{\"matters\":\"a\\r\\nb\"}"},
        {"{\"matters\":\"a\\nb\"}", "{\"matters\":\"a\\rb\"}"},
        {"{\"matters\":\"a\\nb\"}", "{\"matters\":\"a \\t\\nb  \\n\\n\"}"},
        {"{\"matters\":\"f\\u00e5\"}", "{\"matters\":\"fa\\u030a\"}"},
        {"{\"matters\":\"\"}", "{}"},
        {"{\"matters\":\" \\n \"}", "{}"},
        {"{\"occasions\":[]}", "{}"},
        {"{}", "{\"unknown\":\"x\"}"},
        {"{\"occasions\":[{\"starts\":\"2027-04-22\",\"place\":\"\"}]}",
         "{\"occasions\":[{\"starts\":\"2027-04-22\"}]}"},
    };
    struct lending_house *h = *state;
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++)
        assert_string_equal(HASH(h, alike[i][0]), HASH(h, alike[i][1]));
}

/* Pairs that an ill-made text would confuse. */
static void what_differs_hashes_differently(void **state)
{
    static const char *const unlike[][2] = {
        {"{\"matters\":\"a\"}", "{\"matters\":\"A\"}"},
        {"{\"matters\":\"a\"}", "{\"role\":\"a\"}"},
        {"{\"matters\":\"a\\nparties:\\nb\"}", "{\"matters\":\"a\",\"parties\":\"b\"}"},
        {"{\"matters\":\"a\\n\\nb\"}", "{\"matters\":\"a\\nb\"}"},
        {"{\"occasions\":[{\"starts\":\"2027-04-22\",\"place\":\"a\\nends b\"}]}",
         "{\"occasions\":[{\"starts\":\"2027-04-22\",\"place\":\"a\"},{\"ends\":\"b\"}]}"},
        {"{\"occasions\":[{\"starts\":\"2027-04-22\"},{\"starts\":\"2027-04-23\"}]}",
         "{\"occasions\":[{\"starts\":\"2027-04-23\"},{\"starts\":\"2027-04-22\"}]}"},
    };
    struct lending_house *h = *state;
    for (size_t i = 0; i < sizeof unlike / sizeof unlike[0]; i++)
        assert_string_not_equal(HASH(h, unlike[i][0]), HASH(h, unlike[i][1]));
    const char *hash = hash_of(h, "LB-2027-0001", "P1", 2, sample);
    assert_string_not_equal(hash, hash_of(h, "LB-2027-0002", "P1", 2, sample));
    assert_string_not_equal(hash, hash_of(h, "LB-2027-0001", "P2", 2, sample));
    assert_string_not_equal(hash, hash_of(h, "LB-2027-0001", "P1", 3, sample));
}

static void every_field_has_its_name_and_is_hashed(void **state)
{
    struct lending_house *h = *state;
    const char *none = HASH(h, "{}");
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        const char *name = agreement_name(key);
        assert_int_equal(agreement_by_name(name), key);
        assert_string_not_equal(agreement_label(key, "sv"), "");
        if (key != AGREEMENT_OCCASIONS)
            assert_string_not_equal(none, HASH(h, arena_printf(h->arena, "{\"%s\":\"x\"}", name)));
    }
    assert_int_equal(agreement_by_name("personnummer"), AGREEMENT_COUNT);
}

/* ---- The five questions ---- */

static void the_five_questions_tell_what_is_open(void **state)
{
    static const struct {
        const char *body, *today;
        unsigned open;
    } table[] = {
        {"{}", "2027-03-01", 31},
        {"{\"contact\":\"Maria\"}", "2027-03-01", 30},
        {"{\"contact\":\" \"}", "2027-03-01", 31},
        {"{\"matters\":\"pauser\"}", "2027-03-01", 29},
        {"{\"next\":\"Vi ringer\"}", "2027-03-01", 31},
        {"{\"next\":\"Vi ringer\",\"occasions\":[{\"starts\":\"2027-04-22\"}]}", "2027-03-01", 27},
        {"{\"reach\":\"031-390 06 10\"}", "2027-03-01", 23},
        {"{\"occasions\":[{\"starts\":\"2027-04-22\"}]}", "2027-03-01", 31},
        {"{\"occasions\":[{\"starts\":\"2027-04-22T13:00\"}]}", "2027-03-01", 15},
        {"{\"occasions\":[{\"starts\":\"2027-04-22T13:00\"}]}", "2027-04-22", 15},
        {"{\"occasions\":[{\"starts\":\"2027-04-22T13:00\"}]}", "2027-04-23", 31},
        {"{\"occasions\":[{\"starts\":\"2027-04-22T13:00\"},{\"starts\":\"2027-05-06T13:00\"}]}",
         "2027-04-23", 15},
        {"{\"occasions\":[{\"starts\":\"i vår\"}]}", "2027-03-01", 31},
        {"{\"contact\":\"M\",\"matters\":\"p\",\"next\":\"n\",\"reach\":\"r\",\"occasions\":"
         "[{\"starts\":\"2027-04-22T13:00\",\"ends\":\"2027-04-22T15:00\"}]}",
         "2027-03-01", 0},
    };
    struct lending_house *h = *state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct date today;
        json_t *body = body_of(table[i].body);
        assert_true(date_parse(table[i].today, &today));
        if (agreement_open(h->arena, body, today) != table[i].open)
            fail_msg("%s: %u, not %u", table[i].body, agreement_open(h->arena, body, today),
                     table[i].open);
        json_decref(body);
    }
}

static void each_side_is_asked_in_its_own_words(void **state)
{
    (void)state;
    assert_string_equal(agreement_question(1, false, "sv"),
                        "Utgår planen från det som är viktigt för dig?");
    assert_string_equal(agreement_question(1, true, "sv"),
                        "Utgår planen från det som är viktigt för patientföreträdaren?");
    for (size_t n = 0; n < AGREEMENT_QUESTIONS; n++)
        assert_string_not_equal(agreement_question(n, true, "sv"),
                                agreement_question(n, true, "en"));
}

/* ---- Difference ---- */

static void a_difference_names_each_field_that_differs(void **state)
{
    struct lending_house *h = *state;
    json_t *before = body_of("{\"matters\":\"\",\"role\":\"a\",\"travel\":\"t\",\"occasions\":"
                             "[{\"starts\":\"2027-04-22T13:00\",\"ends\":\"2027-04-22T15:00\"}]}");
    json_t *after = body_of("{\"matters\":\"Pauser\",\"role\":\"a\",\"travel\":\"\",\"occasions\":"
                            "[{\"starts\":\"2027-04-23T13:00\",\"ends\":\"2027-04-23T15:00\"}]}");
    json_t *list = agreement_difference(h->arena, before, after, "sv");
    char *text = json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(
        text,
        "[{\"after\":\"Pauser\",\"before\":null,\"key\":\"matters\",\"label\":\"Vad är viktigt för "
        "dig?\"},{\"after\":\"fredag 23 april 2027 kl. 13.00–15.00\",\"before\":\"torsdag 22 april "
        "2027 kl. 13.00–15.00\",\"key\":\"occasions\",\"label\":\"Tillfällen\"},{\"after\":null,"
        "\"before\":\"t\",\"key\":\"travel\",\"label\":\"Resor och utlägg\"}]");
    free(text);
    json_decref(list);
    list = agreement_difference(h->arena, after, after, "sv");
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
    json_decref(before);
    json_decref(after);
}

static void each_side_knows_what_it_wrote_accepted_or_spoke_about(void **state)
{
    (void)state;
    const struct acceptance no = {.at = -1}, yes = {.at = 1, .how = "page"};
    const struct agreement versions[] = {
        {.version = 1, .written_by = "system", .unit = yes, .representative = no},
        {.version = 2, .written_by = "representative", .unit = no, .representative = no},
        {.version = 3, .written_by = "unit", .unit = no, .representative = no},
        {.version = 4, .written_by = "staff", .unit = no, .representative = no},
    };
    const struct agreement_comment said = {.version = 3, .written_by = "representative"};
    assert_int_equal(agreement_known_to(true, versions, 2, NULL, 0), 1);
    assert_int_equal(agreement_known_to(true, versions, 4, NULL, 0), 3);
    assert_int_equal(agreement_known_to(false, versions, 1, NULL, 0), 0);
    assert_int_equal(agreement_known_to(false, versions, 4, NULL, 0), 2);
    assert_int_equal(agreement_known_to(false, versions, 4, &said, 1), 3);
    assert_int_equal(agreement_known_to(true, versions, 2, &said, 1), 1);
}

/* ---- The first version ---- */

static const char *field(struct lending_house *h, enum agreement_key key)
{
    json_t *body = body_of(
        house_value(h, "SELECT body FROM agreement ORDER BY version DESC, id DESC LIMIT 1"));
    const char *text = agreement_text(h->arena, body, key, "sv");
    json_decref(body);
    return text;
}

static void the_first_version_says_what_the_request_says(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", true);
    assert_string_equal(field(h, AGREEMENT_MATTERS), "");
    assert_string_equal(field(h, AGREEMENT_CONTACT), "Anna Berg");
    assert_string_equal(field(h, AGREEMENT_REGISTRATION), "LB-2027-0001");
    assert_non_null(strstr(field(h, AGREEMENT_ASSIGNMENT), "Workshop"));
    assert_non_null(strstr(field(h, AGREEMENT_REACH), "031-390 06 10"));
    assert_non_null(strstr(field(h, AGREEMENT_OCCASIONS), "torsdag 22 april 2027 kl. 13.00–15.00"));
    assert_non_null(strstr(field(h, AGREEMENT_COMPENSATION), "kronor"));
    assert_non_null(strstr(field(h, AGREEMENT_TRAVEL), "25 kronor per mil"));
    assert_non_null(strstr(field(h, AGREEMENT_WITHDRAWAL), "får avbryta när som helst"));
    assert_book(h, "SELECT written_by FROM agreement", "system");
    assert_string_equal(timer_due(h, "agree"), "2027-03-04T10:00");
}

static json_t *first_version(struct lending_house *h, const char *association, bool young)
{
    struct request r;
    struct person p;
    struct known_fact facts[FACT_COUNT];
    struct agreement_source s = {.house = &h->house,
                                 .request = &r,
                                 .facts = facts,
                                 .person = &p,
                                 .association = association,
                                 .young = young,
                                 .unit_address = ""};
    assert_did(requests_load(h->house.db, h->arena, 1, &r, &h->fault), h);
    assert_did(people_load(h->house.db, h->arena, 1, &p, &h->fault), h);
    assert_did(facts_load(h->house.db, h->arena, 1, facts, &h->fault), h);
    return agreement_first(h->arena, &s);
}

static void own_experience_and_mandate_are_never_worded_alike(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    assert_non_null(strstr(field(h, AGREEMENT_PARTIES), "sin egen erfarenhet"));
    assert_null(strstr(field(h, AGREEMENT_PARTIES), "mandat"));
    assert_null(strstr(field(h, AGREEMENT_ROLE), "medlemmar"));

    json_t *body = first_version(h, "Strokeföreningen Exempel", false);
    const char *parties = agreement_text(h->arena, body, AGREEMENT_PARTIES, "sv");
    assert_non_null(strstr(
        parties, "Person 1 företräder Strokeföreningen Exempel och har föreningens mandat."));
    assert_null(strstr(parties, "egen erfarenhet"));
    assert_null(strstr(agreement_text(h->arena, body, AGREEMENT_ROLE, "sv"), "egen erfarenhet"));
    json_decref(body);
}

static void with_the_young_a_guardian_agrees_as_well(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    for (int young = 0; young < 2; young++) {
        json_t *body = first_version(h, NULL, young);
        const char *parties = agreement_text(h->arena, body, AGREEMENT_PARTIES, "sv");
        assert_int_equal(strstr(parties, "\nDen som är under 18 år") != NULL, young);
        json_decref(body);
    }
}

static void an_occasion_over_midnight_tells_both_its_times(void **state)
{
    struct lending_house *h = *state;
    json_t *body = json_pack("{s:[{s:s, s:s, s:s}]}", "occasions", "starts", "2027-03-27T22:00",
                             "ends", "2027-03-28T04:00", "place", "");
    assert_string_equal(agreement_text(h->arena, body, AGREEMENT_OCCASIONS, "sv"),
                        "lördag 27 mars 2027 kl. 22.00 – söndag 28 mars 2027 kl. 04.00");
    assert_string_equal(agreement_text(h->arena, body, AGREEMENT_OCCASIONS, "en"),
                        "Saturday 27 March 2027 at 22:00 – Sunday 28 March 2027 at 04:00");
    json_decref(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(the_canonical_text_and_its_hash_are_fixed),
        house_test(what_reads_alike_hashes_alike),
        house_test(what_differs_hashes_differently),
        house_test(every_field_has_its_name_and_is_hashed),
        house_test(the_five_questions_tell_what_is_open),
        house_test(each_side_is_asked_in_its_own_words),
        house_test(a_difference_names_each_field_that_differs),
        house_test(each_side_knows_what_it_wrote_accepted_or_spoke_about),
        house_test(the_first_version_says_what_the_request_says),
        house_test(own_experience_and_mandate_are_never_worded_alike),
        house_test(with_the_young_a_guardian_agrees_as_well),
        house_test(an_occasion_over_midnight_tells_both_its_times),
    };
    return cmocka_run_group_tests_name("lending_agreement", tests, house_group, house_group_over);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Weeding: each type of document at its time and not before, the figures the same before and after,
 * the trail whole, and what waits for a person left alone.
 */
#include "lending_followups.h"

#include "store/statistics.h"
#include "store/weeding.h"
#include "view.h"

#define LOG                                                                                        \
    "SELECT what || ':' || coalesce(request_id, 0) || ':' || subject || ':' || n FROM weeding"     \
    " ORDER BY id"
#define BYTES "SELECT count(*) FROM inbox_chunk"

/* A whole day's weeding, in as many calls as it takes. */
static int weed_at(struct lending_house *h, const char *local)
{
    struct weeding_round round = {0};
    int calls = 0;
    house_at(h, local);
    for (bool moved = true; moved; calls++) {
        moved = false;
        assert_did(lending_weed(&h->house, h->arena, &round, &moved, &h->fault), h);
        house_sound(h);
        assert_true(calls < 1000);
    }
    return calls - 1;
}

static void keep_all(struct lending_house *h)
{
    h->settings.retention.mail = h->settings.retention.request = -1;
    h->settings.retention.agreement = h->settings.retention.letter = -1;
    h->settings.retention.followup = h->settings.retention.search = -1;
    h->settings.retention.access = h->settings.retention.person = -1;
}

/* A loan from the mail to its end, on 30 April 2027, with answers to weed. */
static void closed(struct lending_house *h)
{
    keep_all(h);
    asked(h);
    says(h, "P1", "process=5|paid=yes|text=Det var fint.");
    says(h, "P2", "process=4|again=yes|paid=declined");
    says(h, "unit", "aim=4|changed=" WORDS "|paid=yes");
    at(h, "2027-04-30T15:00");
    letters_leave(h);
    assert_book(h, STATE, "closed");
    assert_book(h, OPEN_HERE, "");
    house_sql(h, "UPDATE task SET closed_at = since WHERE closed_at IS NULL");
}

/* All figures of a period as one text. */
static const char *figures(struct lending_house *h)
{
    struct arena *a = h->arena;
    struct db *db = h->house.db;
    instant from = civil_to_instant((struct civil){{2027, 1, 1}, 0, 0});
    instant to = civil_to_instant((struct civil){{2028, 1, 1}, 0, 0});
    struct figure *list;
    struct figure_count *counts;
    struct spread *pool;
    size_t n;
    const char *all = "";
    assert_did(statistics_requests(db, a, from, to, &list, &n, &h->fault), h);
    for (size_t i = 0; i < n; i++)
        all = arena_printf(a, "%s%s %s %s %s %s %d/%d %lld %lld %lld %lld %lld\n", all,
                           list[i].state, list[i].unit, list[i].areas, list[i].kind, list[i].route,
                           list[i].taken, list[i].places, (long long)list[i].came,
                           (long long)list[i].asked, (long long)list[i].answered,
                           (long long)list[i].filled, (long long)list[i].closed);
    assert_did(statistics_counts(db, a, from, to, &counts, &n, &h->fault), h);
    const char *sums = "";
    struct figure_count *last = NULL;
    for (size_t i = 0; i < n; i++) {
        last = &counts[i];
        sums = arena_printf(a, "%s%s %s %s %lld %lld\n", sums, last->what, last->who, last->value,
                            (long long)last->n, (long long)last->amount);
    }
    assert_did(statistics_pool(db, a, from, to, &pool, &n, &h->fault), h);
    for (size_t i = 0; i < n; i++)
        all = arena_printf(a, "%s%lld:%lld ", all, (long long)pool[i].asks,
                           (long long)pool[i].assignments);
    return arena_printf(a, "%s\n%s", all, sums);
}

/* ---- Figures ---- */

static void figures_are_kept_when_a_request_closes(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    assert_book(h, "SELECT figured FROM request", "1");
    assert_book(h,
                "SELECT state || ' ' || unit || ' ' || areas || ' ' || places || '/' || taken"
                " FROM figure",
                "closed Strokeenheten, Södra sjukhuset stroke 2/2");
    assert_book(h,
                "SELECT who || ':' || value || ':' || sum(n) FROM figure_count WHERE what = 'ask'"
                " GROUP BY who, value ORDER BY 1",
                "own:no:1 own:yes:3");
    assert_book(h,
                "SELECT who || ':' || value || ':' || n || ':' || amount FROM figure_count"
                " WHERE what = 'item' AND who = 'own' ORDER BY value",
                "own:again=yes:1:0 own:paid=declined:1:0 own:paid=yes:1:0 own:process=4:1:4"
                " own:process=5:1:5");
    assert_book(h, "SELECT count(*) FROM figure_count WHERE value LIKE '%fint%'", "0");
}

static void the_same_are_read_before_and_after_keeping(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    const char *kept = figures(h);
    assert_non_null(strstr(kept, "item own process=5 1 5"));
    house_sql(h, "DELETE FROM figure_count; DELETE FROM figure; UPDATE request SET figured = 0");
    const char *now = figures(h);
    /* The same rows, in another order. */
    assert_int_equal(strlen(now), strlen(kept));
    weed_at(h, "2027-05-01T03:00");
    assert_book(h, "SELECT figured FROM request", "1");
    assert_string_equal(figures(h), kept);
}

static void weeding_changes_no_figure(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    const char *before = figures(h);
    h->settings.retention.mail = h->settings.retention.request = 24;
    h->settings.retention.letter = h->settings.retention.followup = 24;
    h->settings.retention.agreement = h->settings.retention.search = 24;
    h->settings.retention.access = h->settings.retention.person = 24;
    weed_at(h, "2032-01-01T03:00");
    assert_book(h, "SELECT count(*) FROM person WHERE erased_at IS NULL", "0");
    assert_book(h, "SELECT coalesce(request_id, 'none') FROM figure", "none");
    assert_string_equal(figures(h), before);
}

/* ---- Types ---- */

static void each_type_goes_at_its_time(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    h->settings.retention.mail = 24;
    h->settings.retention.followup = 12;
    weed_at(h, "2028-04-30T14:00"); /* the hour before */
    assert_book(h, LOG, "");
    assert_int_equal(weed_at(h, "2028-04-30T16:00"), 0); /* once a day */
    weed_at(h, "2028-05-01T03:00");
    assert_book(h, LOG, "followup:1::3");
    assert_book(h, "SELECT answers FROM followup", "{} {} {}");
    assert_book(h, BYTES, "1");
    weed_at(h, "2029-05-01T03:00");
    assert_book(h, LOG, "followup:1::3 mail:1::1");
    assert_book(h, BYTES, "0");
    assert_book(h, "SELECT from_address || subject || weeding FROM inbox", "0");
    assert_book(h, "SELECT rule FROM weeding WHERE what = 'mail'", "24 months after 2027-04-30");
    assert_book(h, "SELECT actor || ' ' || subject FROM audit WHERE event = 'weed' ORDER BY id",
                "system document:followup system document:mail");
}

static void a_weeded_request_keeps_number_state_and_dates(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    const char *kept = "SELECT number || state || state_since || received_at || mail_sha256"
                       " FROM request";
    const char *before = house_value(h, kept);
    h->settings.retention.request = 24;
    weed_at(h, "2029-05-01T03:00");
    assert_string_equal(house_value(h, kept), before);
    assert_book(h, "SELECT sender_address || sender_name || subject FROM request", "");
    assert_book(h, "SELECT count(*) FROM fact", "0");
    assert_book(h,
                "SELECT count(*) FROM audit_text JOIN audit ON audit.id = audit_id"
                " WHERE request_id = 1",
                "0");
    struct request r;
    json_t *view;
    assert_did(requests_by_number(h->house.db, h->arena, "LB-2027-0001", &r, &h->fault), h);
    assert_did(view_request(h->arena, &h->house, &r, &view, &h->fault), h);
    assert_string_equal(json_string_value(json_object_get(view, "state")), "closed");
    assert_int_equal(json_array_size(json_object_get(view, "missing")), 0);
    assert_int_equal(json_array_size(json_object_get(view, "weeded")), 1);
    json_decref(view);
}

static void agreements_stay_where_they_are_kept(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    h->settings.retention.request = h->settings.retention.letter = 1;
    weed_at(h, "2029-05-01T03:00");
    assert_book(h, "SELECT count(*) FROM agreement WHERE body = '{}'", "0");
    assert_book(h, "SELECT count(*) FROM letter WHERE address <> '' AND request_id = 1", "0");
    assert_book(h, "SELECT count(*) FROM letter_body", "0");
    h->settings.retention.agreement = 1;
    weed_at(h, "2029-05-02T03:00");
    assert_book(h, "SELECT count(*) FROM agreement WHERE body <> '{}'", "0");
    assert_book(h, "SELECT count(*) FROM agreement WHERE sha256 = ''", "0");
    assert_book(h, "SELECT count(*) FROM document WHERE kind IN ('agreement', 'payment')", "0");
}

static void what_waits_for_a_person_stays(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    h->settings.retention.mail = h->settings.retention.request = 1;
    house_sql(h, "INSERT INTO task (kind, request_id, since) VALUES ('note', 1, '2027-05-01')");
    weed_at(h, "2029-05-01T03:00");
    assert_book(h, "SELECT count(*) FROM weeding WHERE request_id = 1", "0");
    assert_book(h, BYTES, "1");
    house_sql(h, "UPDATE task SET closed_at = '2029-05-01T08:00:00.000Z'");
    weed_at(h, "2029-05-02T03:00");
    assert_non_null(strstr(house_value(h, LOG), "mail:1::1"));
}

static void a_request_under_way_is_left_alone(void **state)
{
    struct lending_house *h = *state;
    keep_all(h);
    over(h);
    h->settings.retention.mail = h->settings.retention.request = 1;
    h->settings.retention.person = 24;
    weed_at(h, "2035-05-01T03:00");
    /* P3 and P4 were asked, and their case is not over either. */
    assert_book(h, "SELECT count(*) FROM person WHERE erased_at IS NOT NULL", "0");
    assert_book(h, LOG, "");
}

static void people_go_after_the_last_contact(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    h->settings.retention.person = 24;
    house_sql(h, "UPDATE person SET renewed_on = '2029-03-01' WHERE id = 3");
    weed_at(h, "2029-04-30T16:00");

    assert_book(h, "SELECT id FROM person WHERE erased_at IS NULL ORDER BY id", "3");
    assert_book(h, "SELECT subject FROM weeding ORDER BY id", "P1 P2 P4");
    weed_at(h, "2031-03-02T03:00");
    assert_book(h, "SELECT count(*) FROM person WHERE erased_at IS NULL", "0");
}

/* ---- Of no request ---- */

static void what_belongs_to_no_request_goes_by_its_own_age(void **state)
{
    struct lending_house *h = *state;
    keep_all(h);
    h->settings.routing.automatic = false;
    mail_comes(h, .from = "maria@example.net", .subject = "Hej",
               .body = "Hej! Jag undrar när ni har semesterstängt.\r\n");
    assert_book(h, "SELECT count(*) FROM request", "0");
    h->settings.retention.mail = 24;
    weed_at(h, "2029-03-02T03:00");
    assert_book(h, BYTES, "1"); /* somebody has to look at it still */
    house_sql(h, "UPDATE task SET closed_at = '2027-03-02T08:00:00.000Z';"
                 " UPDATE inbox SET state = 'read'");
    weed_at(h, "2029-03-03T03:00");
    assert_book(h, BYTES, "0");
    assert_book(h, LOG, "mail:0::1");
    /* The same bytes are known when they come again. */
    assert_book(h, "SELECT count(*) FROM inbox WHERE sha256 <> '' AND bytes > 0", "1");
}

static void a_large_mail_goes_in_pieces(void **state)
{
    struct lending_house *h = *state;
    closed(h);
    h->settings.retention.mail = 24;
    for (int seq = 1; seq <= 9; seq++)
        house_sql(h, arena_printf(h->arena,
                                  "INSERT INTO inbox_chunk SELECT sha256, %d, zeroblob(1048576)"
                                  " FROM inbox; UPDATE inbox SET bytes = bytes + 1048576",
                                  seq));
    weed_at(h, "2029-05-01T03:00");
    assert_book(h, BYTES, "0");
    assert_book(h, "SELECT weeding FROM inbox", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(figures_are_kept_when_a_request_closes),
        house_test(the_same_are_read_before_and_after_keeping),
        house_test(weeding_changes_no_figure),
        house_test(each_type_goes_at_its_time),
        house_test(a_weeded_request_keeps_number_state_and_dates),
        house_test(agreements_stay_where_they_are_kept),
        house_test(what_waits_for_a_person_stays),
        house_test(a_request_under_way_is_left_alone),
        house_test(people_go_after_the_last_contact),
        house_test(what_belongs_to_no_request_goes_by_its_own_age),
        house_test(a_large_mail_goes_in_pieces),
    };
    return cmocka_run_group_tests_name("lending_weeding", tests, house_group, house_group_over);
}

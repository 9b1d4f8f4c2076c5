/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The right thread: by the token in an address, else by our Message-ID, never by subject; and never
 * for another sender than the one the letter went to (invariant 8).
 */
#include "lending_steps.h"

/* A request that lacks something, its acknowledgement sent; the address that answers go to. */
static const char *waiting_request(struct lending_house *h)
{
    mail_comes(h, .body = part_request);
    const char *address = address_of(h, "unit", "acknowledgement");
    letters_leave(h);
    return address;
}

static void assert_completed(struct lending_house *h, const struct mail *m)
{
    assert_int_equal(m->request_id, 1);
    assert_string_equal(m->party, "unit");
    assert_string_equal(m->state, "read");
    assert_book(h, "SELECT count(*) FROM request", "1");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'facts_complete'", "1");
}

/* The mail is a task, and nothing of the request has changed. */
static void assert_task_only(struct lending_house *h, const struct mail *m, const char *kind)
{
    assert_string_equal(m->state, "waiting");
    assert_book(h, TASKS, kind);
    assert_book(h, STATE, "clarifying");
    assert_book(h, "SELECT count(*) FROM fact WHERE origin <> 1", "0");
    assert_book(h, LETTERS, "unit:acknowledgement:sent");
}

static void a_token_in_to_finds_it(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    struct mail m = mail_comes(h, .to = to, .subject = "Hej", .body = the_rest);
    assert_completed(h, &m);
}

static void a_token_in_upper_case_finds_it(void **state)
{
    struct lending_house *h = *state;
    char *to = arena_strdup(h->arena, waiting_request(h));
    for (char *c = to; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    struct mail m = mail_comes(h, .to = to, .from = "Anna.Berg@VGREGION.example", .body = the_rest);
    assert_completed(h, &m);
}

static void a_token_in_cc_finds_it(void **state)
{
    struct lending_house *h = *state;
    const char *cc = arena_printf(h->arena, "Cc: x@example.net, %s\r\n", waiting_request(h));
    struct mail m = mail_comes(h, .headers = cc, .body = the_rest);
    assert_completed(h, &m);
}

static void a_token_that_only_the_server_noted_finds_it(void **state)
{
    struct lending_house *h = *state;
    const char *line = arena_printf(h->arena, "Delivered-To: %s\r\n", waiting_request(h));
    struct mail m =
        mail_comes(h, .to = "undisclosed@example.net", .headers = line, .body = the_rest);
    assert_completed(h, &m);
}

static void our_message_id_finds_it(void **state)
{
    struct lending_house *h = *state;
    waiting_request(h);
    struct letter l = letter_to(h, "unit", "acknowledgement");
    struct mail m = mail_comes(h, .in_reply_to = l.message_id, .body = the_rest);
    assert_completed(h, &m);
}

static void our_message_id_among_others_finds_it(void **state)
{
    struct lending_house *h = *state;
    waiting_request(h);
    struct letter l = letter_to(h, "unit", "acknowledgement");
    const char *line = arena_printf(
        h->arena, "References: <a@example.net> <%s>\r\n <b@example.net>\r\n", l.message_id);
    struct mail m =
        mail_comes(h, .in_reply_to = "b@example.net", .headers = line, .body = the_rest);
    assert_completed(h, &m);
}

static void a_subject_alone_finds_nothing(void **state)
{
    struct lending_house *h = *state;
    waiting_request(h);
    struct mail m = mail_comes(h, .subject = "Sv: Tack [LB-2027-0001]", .body = the_rest);
    assert_int_not_equal(m.request_id, 1);
    assert_book(h, "SELECT state FROM request WHERE id = 1", "clarifying");
    assert_book(h, "SELECT count(*) FROM fact WHERE request_id = 1 AND origin <> 1", "0");
}

static void another_sender_is_a_task(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    struct mail m = mail_comes(h, .to = to, .from = "chef@vgregion.example", .body = the_rest);
    assert_task_only(h, &m, "wrong_sender");
    struct letter l = letter_to(h, "unit", "acknowledgement");
    m = mail_comes(h, .in_reply_to = l.message_id, .from = "chef@vgregion.example",
                   .body = the_rest);
    assert_string_equal(m.state, "waiting");
    assert_book(h, STATE, "clarifying");
}

static void a_token_of_nobody_finds_nothing(void **state)
{
    struct lending_house *h = *state;
    waiting_request(h);
    struct mail m = mail_comes(h, .to = "levande.bibliotek+abcdefghijklmnopqrstuvwxyz@example.org",
                               .body = the_rest);
    assert_int_not_equal(m.request_id, 1);
    assert_book(h, "SELECT state FROM request WHERE id = 1", "clarifying");
}

/* It stands in the letter's text; an address with it is somebody's own making. */
static void the_token_of_a_link_finds_nothing(void **state)
{
    struct lending_house *h = *state;
    waiting_request(h);
    struct letter l = letter_to(h, "unit", "acknowledgement");
    const char *to = settings_address(h->arena, h->settings.send.reply_address, h->tokens[l.id]);
    struct mail m = mail_comes(h, .to = to, .body = the_rest);
    assert_int_not_equal(m.request_id, 1);
    assert_book(h, "SELECT state FROM request WHERE id = 1", "clarifying");
}

static void a_token_belongs_to_its_own_request(void **state)
{
    struct lending_house *h = *state;
    const char *first = waiting_request(h);
    mail_comes(h, .body = part_request, .id = "other@vgregion.example");
    struct mail m = mail_comes(h, .to = first, .body = the_rest);
    assert_int_equal(m.request_id, 1);
    assert_book(h, "SELECT state FROM request WHERE id = 2", "clarifying");
    /* Both at once: the address goes before the reference. */
    struct letter l = letter_to(h, "unit", "acknowledgement");
    assert_int_equal(l.request_id, 2);
    m = mail_comes(h, .to = first, .in_reply_to = l.message_id, .body = the_rest);
    assert_int_equal(m.request_id, 1);
}

static void an_expired_token_is_a_task(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    house_at(h, "2028-03-05T10:00");
    struct mail m = mail_comes(h, .to = to, .body = the_rest);
    assert_task_only(h, &m, "expired");
}

static void an_ended_token_is_a_task(void **state)
{
    struct lending_house *h = *state;
    const char *to = waiting_request(h);
    house_sql(h, "UPDATE token SET ended_at = '2027-03-01T09:30:00.000Z'");
    struct mail m = mail_comes(h, .to = to, .body = the_rest);
    assert_task_only(h, &m, "expired");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_token_in_to_finds_it),
        house_test(a_token_in_upper_case_finds_it),
        house_test(a_token_in_cc_finds_it),
        house_test(a_token_that_only_the_server_noted_finds_it),
        house_test(our_message_id_finds_it),
        house_test(our_message_id_among_others_finds_it),
        house_test(a_subject_alone_finds_nothing),
        house_test(another_sender_is_a_task),
        house_test(a_token_of_nobody_finds_nothing),
        house_test(the_token_of_a_link_finds_nothing),
        house_test(a_token_belongs_to_its_own_request),
        house_test(an_expired_token_is_a_task),
        house_test(an_ended_token_is_a_task),
    };
    return cmocka_run_group_tests_name("lending_thread", tests, house_group, house_group_over);
}

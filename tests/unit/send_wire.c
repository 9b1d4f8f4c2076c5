/* SPDX-License-Identifier: EUPL-1.2 */
/* Replies read, refusals judged, letters checked and made fit for the wire. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "wire.h"

static enum reply_state read_all(const char *text, struct reply *r, size_t *used)
{
    *r = (struct reply){0};
    return reply_read(r, text, strlen(text), used);
}

static void a_reply_is_read_to_its_end_and_no_further(void **state)
{
    (void)state;
    struct reply r;
    size_t used;
    assert_int_equal(read_all("250 2.0.0 Ok\r\n354 go\r\n", &r, &used), REPLY_WHOLE);
    assert_int_equal(used, 14);
    assert_int_equal(r.code, 250);
    assert_string_equal(r.text, "250 2.0.0 Ok");
    assert_int_equal(read_all("250-one\r\n250-two\r\n250 three\r\n", &r, &used), REPLY_WHOLE);
    assert_string_equal(r.text, "250-one two three");
    assert_int_equal(read_all("250\r\n", &r, &used), REPLY_WHOLE);
    assert_int_equal(read_all("250-one\r\n250\r\n", &r, &used), REPLY_WHOLE);
}

static void a_reply_may_come_byte_by_byte(void **state)
{
    (void)state;
    const char *text = "421-a\r\n421 b\r\n";
    struct reply r = {0};
    size_t used;
    for (const char *p = text; p[1]; p++)
        assert_int_equal(reply_read(&r, p, 1, &used), REPLY_MORE);
    assert_int_equal(reply_read(&r, "\n", 1, &used), REPLY_WHOLE);
    assert_int_equal(r.code, 421);
}

static void what_is_no_reply_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "hello\r\n",      "25 ok\r\n",   "2500 ok\r\n", "150 ok\r\n",   "650 ok\r\n",
        "250_ok\r\n",     "\r\n",        "250 ok\n",    "250 ok\r\r\n", "250-a\r\n251 b\r\n",
        "250-a\r\nb\r\n", " 250 ok\r\n", "+250 ok\r\n",
    };
    struct reply r;
    size_t used;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (read_all(bad[i], &r, &used) != REPLY_BAD)
            fail_msg("taken for a reply: %s", bad[i]);
    r = (struct reply){0};
    assert_int_equal(reply_read(&r, "250 a\0b\r\n", 9, &used), REPLY_BAD);
}

static void a_reply_has_bounds(void **state)
{
    (void)state;
    struct reply r = {0};
    size_t used;
    enum reply_state last = REPLY_MORE;
    for (int i = 0; i < REPLY_LINES + 1 && last == REPLY_MORE; i++)
        last = reply_read(&r, "250-x\r\n", 7, &used);
    assert_int_equal(last, REPLY_BAD);
    r = (struct reply){0};
    last = reply_read(&r, "250 ", 4, &used);
    for (int i = 0; i < REPLY_LINE && last == REPLY_MORE; i++)
        last = reply_read(&r, "x", 1, &used);
    assert_int_equal(last, REPLY_BAD);
    assert_int_equal(read_all("550 \x1b[31m\xc3\xa5\r\n", &r, &used), REPLY_WHOLE);
    assert_string_equal(r.text, "550 ?[31m??");
}

static struct delivery judged(const char *line, enum step step)
{
    struct reply r;
    size_t used;
    struct delivery d;
    char text[200];
    snprintf(text, sizeof text, "%s\r\n", line);
    assert_int_equal(read_all(text, &r, &used), REPLY_WHOLE);
    reply_judge(&r, step, &d);
    return d;
}

static void refusals_are_judged_by_whose_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum step step;
        enum outcome outcome;
        bool lasting;
    } table[] = {
        {"550 5.1.1 no such user", STEP_RCPT, NEVER, false},
        {"554 5.7.1 relay denied", STEP_RCPT, NEVER, false},
        {"450 4.2.0 greylisted", STEP_RCPT, AGAIN, false},
        {"421 4.3.2 closing", STEP_RCPT, AGAIN, false},
        {"530 5.7.0 log in", STEP_RCPT, AGAIN, true},
        {"550 5.7.60 not allowed to send as", STEP_DATA, AGAIN, true},
        {"553 5.7.1 not your address", STEP_MAIL, AGAIN, true},
        {"550 unknown sender", STEP_MAIL, AGAIN, true},
        {"552 too large", STEP_MAIL, NEVER, false},
        {"554 5.3.4 too large", STEP_MAIL, NEVER, false},
        {"554 5.6.0 refused", STEP_DATA, NEVER, false},
        {"250 sure", STEP_DATA, AGAIN, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct delivery d = judged(table[i].line, table[i].step);
        if (d.outcome != table[i].outcome || d.lasting != table[i].lasting)
            fail_msg("%s: %s lasting %d", table[i].line, outcome_name(d.outcome), d.lasting);
    }
    assert_int_equal(judged("421 x", STEP_RCPT).trouble, TROUBLE_BROKEN);
    assert_int_equal(judged("450 x", STEP_RCPT).trouble, TROUBLE_NONE);
}

static void line_ends_are_mended_and_dots_stuffed(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buffer b;
    size_t n;
    assert_string_equal(wire_mend(a, "a\nb\rc\r\n\n\r", 9, &n), "a\r\nb\r\nc\r\n\r\n\r\n");
    assert_int_equal(n, 13);
    assert_string_equal(wire_mend(a, "end", 3, &n), "end\r\n");
    assert_string_equal(wire_mend(a, "", 0, &n), "\r\n");
    const char *raw = ".\r\n..\r\nx.\n.\n";
    char *mended = wire_mend(a, raw, strlen(raw), &n);
    buffer_init(&b, 100);
    wire_stuff(&b, mended, n);
    assert_string_equal(buffer_text(&b), "..\r\n...\r\nx.\r\n..\r\n");
    buffer_free(&b);
    arena_free(&a);
}

static void commands_carry_what_was_offered(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buffer b;
    const struct wire_offers all = {true, true, true}, none = {false, false, false};
    buffer_init(&b, 1000);
    wire_mail(&b, a, "l@example.org", "a+b=c@example.org", 42, &all);
    wire_rcpt(&b, a, "a+b@example.net", &all);
    assert_string_equal(buffer_text(&b),
                        "MAIL FROM:<l@example.org> SIZE=42 RET=HDRS ENVID=a+2Bb+3Dc@example.org\r\n"
                        "RCPT TO:<a+b@example.net> NOTIFY=FAILURE,DELAY "
                        "ORCPT=rfc822;a+2Bb@example.net\r\n");
    buffer_clear(&b);
    wire_mail(&b, a, "l@example.org", "id", 42, &none);
    wire_rcpt(&b, a, "p@example.net", &none);
    assert_string_equal(buffer_text(&b),
                        "MAIL FROM:<l@example.org>\r\nRCPT TO:<p@example.net>\r\n");
    buffer_free(&b);
    assert_string_equal(wire_xtext(a, "\xc3\xa5 x"), "+C3+A5+20x");
    arena_free(&a);
}

#define HEAD "From: a\r\nTo: b\r\nDate: c\r\nMessage-ID: <id@example.org>\r\n"

static enum outcome sound(const char *address, const char *from, const char *raw, size_t len)
{
    struct outgoing l = {
        .address = address, .message_id = "id@example.org", .raw = raw, .len = len};
    struct fault f;
    return wire_sound(&l, from, &f);
}

static void letters_are_checked_before_they_leave(void **state)
{
    (void)state;
    const char *good = HEAD "Subject: x\r\n y\r\n\r\nbody Bcc: no field\r\n";
    const char *to = "p@example.net", *from = "l@example.org";
    assert_int_equal(sound(to, from, good, strlen(good)), DONE);
    assert_int_equal(sound("p@example.net>\r\nRCPT TO:<q@example.net", from, good, 99), NEVER);
    assert_int_equal(sound("", from, good, strlen(good)), NEVER);
    assert_int_equal(sound(to, "", good, strlen(good)), NEVER);
    static const char *const bad[] = {
        "",
        "From: a\r\nTo: b\r\nDate: c\r\n\r\n",
        "From: a\r\nTo: b\r\nDate: c\r\nMessage-ID: <other@example.org>\r\n\r\n",
        HEAD "Bcc: x@example.net\r\n\r\n",
        HEAD "Return-Path: <x@example.net>\r\n\r\n",
        HEAD "To: second\r\n\r\n",
        HEAD "Reply-To: x\r\nReply-To: y\r\n\r\n",
        HEAD "Resent-To: x\r\n\r\n",
        HEAD "no field\r\n\r\n",
        HEAD "\r\n\xc3\xa5\r\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (sound(to, from, bad[i], strlen(bad[i])) != NEVER)
            fail_msg("let through: %s", bad[i]);
    assert_int_equal(sound(to, from, HEAD "\r\na\0b\r\n", sizeof HEAD + 6), NEVER);
    char line[1300] = HEAD "\r\n";
    memset(line + strlen(line), 'x', 1100);
    assert_int_equal(sound(to, from, line, strlen(line)), NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_is_read_to_its_end_and_no_further),
        cmocka_unit_test(a_reply_may_come_byte_by_byte),
        cmocka_unit_test(what_is_no_reply_is_refused),
        cmocka_unit_test(a_reply_has_bounds),
        cmocka_unit_test(refusals_are_judged_by_whose_they_are),
        cmocka_unit_test(line_ends_are_mended_and_dots_stuffed),
        cmocka_unit_test(commands_carry_what_was_offered),
        cmocka_unit_test(letters_are_checked_before_they_leave),
    };
    return cmocka_run_group_tests_name("send_wire", tests, NULL, NULL);
}

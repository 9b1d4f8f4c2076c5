/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Mail that is built to hurt: it comes through quickly, and what was left out is named. The times
 * are wide, since the tests run with sanitizers on small machines; without a bound each of these
 * would take minutes or gigabytes.
 */
#include "mime_mail.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/clock.h"

enum { SLOW = 4000 };

static struct mime_message read_quickly(void **state, const struct buffer *b)
{
    struct mime_message m;
    int64_t start = clock_ticks();
    mime_read(*state, buffer_text(b), b->len, NULL, &m);
    assert_true(clock_ticks() - start < SLOW);
    assert_true(text_is_utf8(m.text, strlen(m.text)));
    return m;
}

static struct buffer repeated(const char *head, const char *piece, size_t times)
{
    struct buffer b;
    buffer_init(&b, 128u << 20);
    buffer_puts(&b, head);
    for (size_t i = 0; i < times; i++)
        buffer_puts(&b, piece);
    return b;
}

static void ten_thousand_parts(void **state)
{
    struct buffer b = repeated(FROM "Content-Type: multipart/mixed; boundary=b\n\n",
                               "--b\nContent-Type: text/plain\n\nrad\n", 10000);
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "parts_limit"));
    assert_true(text_starts(m.text, "rad\n\nrad"));
    assert_true(arena_used(*state) < 8u << 20);
    buffer_free(&b);
}

static void fifty_thousand_nested_parts(void **state)
{
    struct buffer b;
    buffer_init(&b, 16u << 20);
    buffer_puts(&b, FROM);
    for (int i = 0; i < 50000; i++)
        buffer_printf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n", i, i);
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "parts_limit"));
    assert_true(has_defect(&m, "depth_limit"));
    buffer_free(&b);
}

static void fifty_thousand_nested_messages(void **state)
{
    struct buffer b =
        repeated(FROM, "Content-Type: message/rfc822\n\nFrom: a@example.org\n", 50000);
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "parts_limit"));
    buffer_free(&b);
}

static void fifty_megabytes_of_file(void **state)
{
    struct buffer b =
        repeated(FROM "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b\n"
                      "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n",
                 "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n",
                 50u * 1024 * 1024 / 69);
    buffer_puts(&b, "--b--\n");
    struct mime_message m = read_quickly(state, &b);
    assert_string_equal(m.text, "Hej");
    assert_int_equal(m.attachment_count, 1);
    assert_true(m.attachments[0].bytes > 38u * 1000 * 1000);
    assert_true(arena_used(*state) < 1u << 20);
    buffer_free(&b);
}

static void fifty_megabytes_of_text(void **state)
{
    struct buffer b =
        repeated(FROM "Content-Type: text/plain; charset=iso-8859-1\n\n",
                 "En rad om v\xE5rd och h\xE4lsa som g\xE5r om och om igen\n", 1100000);
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "text_truncated"));
    assert_true(strlen(m.text) <= 1u << 20);
    assert_true(text_starts(m.text, "En rad om vård"));
    buffer_free(&b);
}

static void a_million_header_lines(void **state)
{
    struct buffer b = repeated(FROM, "X: y\n", 1000000);
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "header_limit"));
    assert_string_equal(m.from.address, "lisa@vard.example");
    buffer_free(&b);
}

static void a_subject_without_end(void **state)
{
    struct buffer b = repeated("Subject: ", "=?utf-8?Q?a", 200000);
    buffer_puts(&b, "\n" FROM "\nHej\n");
    struct mime_message m = read_quickly(state, &b);
    assert_true(has_defect(&m, "header_limit"));
    assert_string_equal(m.from.address, "lisa@vard.example");
    assert_string_equal(m.text, "Hej");
    assert_true(text_starts(m.subject, "=?utf-8?Q?a"));
    buffer_free(&b);
}

static void two_hundred_recipients_at_most(void **state)
{
    struct buffer b;
    buffer_init(&b, 1u << 20);
    buffer_puts(&b, FROM "Cc: x@example.org");
    for (int i = 0; i < 1000; i++)
        buffer_printf(&b, ",\n u%d@example.org", i);
    buffer_puts(&b, "\n\nHej\n");
    struct mime_message m = read_quickly(state, &b);
    assert_int_equal(m.recipient_count, 200);
    assert_string_equal(m.text, "Hej");
    buffer_free(&b);
}

static void keeps_to_the_limits_given(void **state)
{
    struct mime_limits limits = {.bytes = 60};
    struct mime_message m;
    const char *raw = FROM "\n0123456789012345678901234567890123456789";
    mime_read(*state, raw, strlen(raw), &limits, &m);
    assert_true(has_defect(&m, "truncated"));
    assert_true(strlen(m.text) < 20);
    limits = (struct mime_limits){.text_bytes = 5};
    mime_read(*state, raw, strlen(raw), &limits, &m);
    assert_true(has_defect(&m, "text_truncated"));
    assert_string_equal(m.text, "01234");
    limits = (struct mime_limits){.depth = 1};
    raw = FROM "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b--\n";
    mime_read(*state, raw, strlen(raw), &limits, &m);
    assert_true(has_defect(&m, "depth_limit"));
}

/* Every prefix and every single damaged byte of a varied mail comes out well-formed. */
static void any_damage_is_read(void **state)
{
    static const char mail[] =
        "From: =?utf-8?B?w4VzYQ==?= <a@example.org>\nSubject: =?iso-8859-1?Q?M=F6te?=\n"
        "Content-Type: multipart/mixed; boundary=\"m\"\n\n--m\nContent-Type: text/html; "
        "charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p style=3D\"display:none\">"
        "a</p>&aring;=C3=A5<b>=\n--m\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--m--\n";
    enum { LEN = sizeof mail - 1 };
    for (size_t i = 0; i < LEN; i++) {
        char copy[LEN];
        memcpy(copy, mail, LEN);
        copy[i] = (char)(copy[i] ^ (i % 2 ? 0x80 : 0x1F));
        read_bytes(state, copy, LEN);
        read_bytes(state, mail, i);
    }
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(ten_thousand_parts),
        TEST(fifty_thousand_nested_parts),
        TEST(fifty_thousand_nested_messages),
        TEST(fifty_megabytes_of_file),
        TEST(fifty_megabytes_of_text),
        TEST(a_million_header_lines),
        TEST(a_subject_without_end),
        TEST(two_hundred_recipients_at_most),
        TEST(keeps_to_the_limits_given),
        TEST(any_damage_is_read),
    };
    return cmocka_run_group_tests_name("mime_limits", tests, NULL, NULL);
}

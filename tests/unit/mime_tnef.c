/* SPDX-License-Identifier: EUPL-1.2 */
/* winmail.dat: its text in three forms, its files, and lengths that lie. */
#include "mime_mail.h"

#include "mime_private.h"

struct file {
    unsigned char data[4096];
    size_t len;
};

static void put(struct file *f, const void *data, size_t len)
{
    assert_true(f->len + len <= sizeof f->data);
    memcpy(f->data + f->len, data, len);
    f->len += len;
}

static void number(struct file *f, uint32_t n, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        put(f, &(unsigned char){(unsigned char)(n >> (8 * i))}, 1);
}

static void attribute(struct file *f, uint32_t id, const void *data, size_t len)
{
    number(f, 1, 1);
    number(f, id, 4);
    number(f, (uint32_t)len, 4);
    put(f, data, len);
    number(f, 0, 2);
}

/* A stream of one property with a length of its own. */
static struct file property(unsigned type, unsigned id, const void *data, size_t len)
{
    struct file f = {.len = 0};
    number(&f, 2, 4);
    number(&f, 0x0003, 2); /* a number before it, to be skipped */
    number(&f, 0x0E08, 2);
    number(&f, 42, 4);
    number(&f, type, 2);
    number(&f, id, 2);
    number(&f, 1, 4);
    number(&f, (uint32_t)len, 4);
    put(&f, data, len);
    put(&f, "\0\0\0", (4 - len % 4) % 4);
    return f;
}

static struct file winmail(void)
{
    struct file f = {.len = 0};
    number(&f, 0x223E9F78, 4);
    number(&f, 1, 2);
    return f;
}

static struct job a_job(void **state)
{
    static struct mime_message message;
    return (struct job){.arena = *state,
                        .message = &message,
                        .deadline = INT64_MAX,
                        .limits = {.text_bytes = 10000, .parts = 10},
                        .defects = {.max = 10}};
}

static const char *text_of(void **state, struct job *j, const struct file *f)
{
    *j = a_job(state);
    return tnef_read(j, (const char *)f->data, f->len);
}

static void reads_each_form_of_body(void **state)
{
    struct job j;
    struct file f = winmail();
    attribute(&f, 0x0002800C, "M\xF6te p\xE5 torsdag", 15);
    assert_string_equal(text_of(state, &j, &f), "Möte på torsdag");

    struct file p = property(0x1F, 0x1000, "M\0\xF6\0t\0e\0\0\0", 10);
    f = winmail();
    attribute(&f, 0x00069003, p.data, p.len);
    assert_string_equal(text_of(state, &j, &f), "Möte");

    p = property(0x102, 0x1013, "<p>M&ouml;te</p>", 16);
    f = winmail();
    attribute(&f, 0x00069003, p.data, p.len);
    assert_string_equal(text_of(state, &j, &f), "Möte");
    assert_int_equal(j.defects.count, 0);
}

/* The two examples that MS-OXRTFCP gives. */
static const unsigned char hello[] = {0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                                      0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
                                      0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
                                      0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
                                      0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
static const unsigned char wxyz[] = {0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                                     0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                                     0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};

static void unpacks_rtf(void **state)
{
    size_t len = 0;
    assert_string_equal(rtf_unpack(*state, hello, sizeof hello, 1000, &len),
                        "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    assert_int_equal(len, 43);
    assert_string_equal(rtf_unpack(*state, wxyz, sizeof wxyz, 1000, &len),
                        "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    assert_null(rtf_unpack(*state, wxyz, 15, 1000, &len));
    for (size_t n = 16; n < sizeof hello; n++)
        rtf_unpack(*state, hello, n, 1000, &len);
    rtf_unpack(*state, wxyz, sizeof wxyz, 5, &len);
    assert_int_equal(len, 5);
}

static void reads_rtf_in_a_winmail(void **state)
{
    struct job j;
    struct file p = property(0x102, 0x1009, hello, sizeof hello), f = winmail();
    attribute(&f, 0x00069003, p.data, p.len);
    assert_string_equal(text_of(state, &j, &f), "hello world");
}

static void makes_text_of_rtf(void **state)
{
    static const char *const cases[][2] = {
        {"{\\rtf1{\\fonttbl{\\f0 Arial;}}M\\'f6te\\par p\\u229 ?\\tab \\{x\\}}", "Möte\npå\t{x}"},
        {"{\\rtf1{\\*\\generator Word;}a\\line b\\~c}", "a\nb c"},
        {"{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\b dolt}\\htmlrtf0 M\\'f6te"
         "{\\*\\htmltag72 </p>}{\\*\\htmltag64 <p>}nu{\\*\\htmltag72 </p>}}",
         "Möte\n\nnu"},
        {"{{{{\\'", ""},
        {"}}}a", "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(rtf_to_text(*state, cases[i][0], strlen(cases[i][0]), 1000),
                            cases[i][1]);
}

static void lists_the_files(void **state)
{
    struct job j;
    struct file f = winmail(), p = property(0x1F, 0x3707, "\xC5\0.\0d\0o\0c\0\0\0", 12);
    attribute(&f, 0x00069002, "x", 1);
    attribute(&f, 0x00018010, "KORT~1.DOC", 10);
    attribute(&f, 0x0006800F, "12345", 5);
    attribute(&f, 0x00069005, p.data, p.len);
    attribute(&f, 0x00069002, "x", 1);
    attribute(&f, 0x00018010, "C:\\a\\b.txt", 10);
    assert_null(text_of(state, &j, &f));
    assert_int_equal(j.attachment_count, 2);
    assert_string_equal(j.attachments[0].name, "Å.doc");
    assert_int_equal(j.attachments[0].bytes, 5);
    assert_string_equal(j.attachments[1].name, "b.txt");
}

static void ends_where_a_length_lies(void **state)
{
    struct job j;
    struct file f = winmail();
    attribute(&f, 0x0002800C, "Hej", 3);
    number(&f, 1, 1);
    number(&f, 0x0002800C, 4);
    number(&f, 0xFFFFFFFF, 4);
    assert_string_equal(text_of(state, &j, &f), "Hej");
    assert_true(words_has(&j.defects, "tnef_broken"));
    struct file p = property(0x1F, 0x1000, "H\0e\0j\0", 6);
    f = winmail();
    attribute(&f, 0x00069003, p.data, p.len);
    for (size_t n = 0; n < f.len; n++) {
        j = a_job(state);
        tnef_read(&j, (const char *)f.data, n);
    }
    j = a_job(state);
    assert_null(tnef_read(&j, "inte", 4));
    assert_true(words_has(&j.defects, "tnef_broken"));
}

static void serves_as_the_body_of_a_mail(void **state)
{
    struct mime_message m = read_mail(
        state, FROM "Content-Type: application/ms-tnef; name=winmail.dat\n"
                    "Content-Transfer-Encoding: base64\n\neJ8+IgEAAQyAAgADAAAASGVqAAA=\n");
    assert_string_equal(m.text, "Hej");
    assert_int_equal(m.attachment_count, 1);
    assert_string_equal(m.attachments[0].name, "winmail.dat");
}

int main(void)
{
    mime_start();
    const struct CMUnitTest tests[] = {
        TEST(reads_each_form_of_body),
        TEST(unpacks_rtf),
        TEST(reads_rtf_in_a_winmail),
        TEST(makes_text_of_rtf),
        TEST(lists_the_files),
        TEST(ends_where_a_length_lies),
        TEST(serves_as_the_body_of_a_mail),
    };
    return cmocka_run_group_tests_name("mime_tnef", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Other people's ugly mail. LEVANDE_UGLY_MAIL names a folder; every file below it is read, and
 * what comes out must be well-formed whatever went in. Where a folder is named flufl.bounce, its
 * reports must be known as bounces, all but one. Without the variable the tests are skipped: the
 * collections have licences of their own and are no part of this project.
 *
 * Not bounces by nature, though they lie among them: a person's mail that once was mistaken for
 * one (groupwise_03), and an answering machine's (qmail_08).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "mime.h"

static struct {
    size_t files, reports, known, slow;
    size_t bytes;
    bool bad;
} seen;

static void check_text(const char *path, const char *what, const char *text)
{
    if (text == NULL || text_is_utf8(text, strlen(text)))
        return;
    printf("%s: %s is not UTF-8\n", path, what);
    seen.bad = true;
}

static void check_message(const char *path, const struct mime_message *m)
{
    check_text(path, "from", m->from.name);
    check_text(path, "address", m->from.address);
    check_text(path, "subject", m->subject);
    check_text(path, "text", m->text);
    check_text(path, "own text", m->own_text);
    check_text(path, "message id", m->message_id);
    check_text(path, "return path", m->return_path);
    check_text(path, "authentication", m->auth_results);
    check_text(path, "diagnostic", m->bounce.diagnostic);
    check_text(path, "recipient", m->bounce.recipient);
    for (size_t i = 0; i < m->attachment_count; i++) {
        check_text(path, "file name", m->attachments[i].name);
        check_text(path, "file type", m->attachments[i].type);
    }
    for (size_t i = 0; i < m->returned_id_count; i++)
        check_text(path, "returned id", m->returned_ids[i]);
    for (size_t i = 0; i < m->reference_count; i++)
        check_text(path, "reference", m->references[i]);
    if (m->text[0] != '\0' && m->own_text[0] == '\0') {
        printf("%s: the own text is empty\n", path);
        seen.bad = true;
    }
}

static void count_report(const char *path, const struct mime_message *m)
{
    static const char *const others[] = {"/groupwise_03.txt", "/qmail_08.txt"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (text_ends(path, others[i])) {
            if (m->automatic == AUTOMATIC_BOUNCE) {
                printf("%s: is no bounce\n", path);
                seen.bad = true;
            }
            return;
        }
    seen.reports++;
    seen.known += m->automatic == AUTOMATIC_BOUNCE;
    if (m->automatic != AUTOMATIC_BOUNCE)
        printf("%s: not known as a bounce\n", path);
    else if (getenv("LEVANDE_UGLY_MAIL_SHOW"))
        printf("%s: %s %s %s\n", strrchr(path, '/') + 1, m->bounce.action,
               m->bounce.status ? m->bounce.status : "-",
               m->bounce.recipient ? m->bounce.recipient : "-");
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    if (type != FTW_F)
        return 0;
    struct arena *a = arena_new();
    struct mime_message m;
    struct fault f;
    char *raw = NULL;
    size_t len = 0;
    if (file_read(a, path, 64u << 20, &raw, &len, &f) == DONE) {
        mime_read(a, raw, len, NULL, &m);
        seen.files++;
        seen.bytes += len;
        check_message(path, &m);
        if (strstr(path, "/flufl.bounce/") != NULL && !text_ends(path, "/copyright"))
            count_report(path, &m);
    }
    arena_free(&a);
    return 0;
}

static void reads_ugly_mail(void **state)
{
    (void)state;
    const char *folder = getenv("LEVANDE_UGLY_MAIL");
    if (folder == NULL || folder[0] == '\0') {
        print_message("mime_corpus: LEVANDE_UGLY_MAIL is not set\n");
        skip();
    }
    assert_int_equal(nftw(folder, visit, 16, FTW_PHYS), 0);
    print_message("mime_corpus: %zu files, %zu bytes; %zu of %zu reports known as bounces\n",
                  seen.files, seen.bytes, seen.known, seen.reports);
    assert_true(seen.files > 0);
    assert_false(seen.bad);
    assert_true(seen.reports - seen.known <= 1);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    mime_start();
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_ugly_mail)};
    return cmocka_run_group_tests_name("mime_corpus", tests, NULL, NULL);
}

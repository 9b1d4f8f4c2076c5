/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters into a Maildir: whole, named after themselves, and once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver.h"

struct box {
    char path[64];
    struct settings settings;
    struct driver *driver;
    struct arena *arena;
};

static int box_open(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    *state = b;
    strcpy(b->path, "/tmp/levande-maildir-XXXXXX");
    assert_non_null(mkdtemp(b->path));
    b->arena = arena_new();
    b->settings.library.address = "library@example.org";
    b->settings.send.kind = TARGET_MAILDIR;
    b->settings.send.return_address = "bounce+{token}@example.org";
    b->settings.send.server.path = b->path;
    const struct driver_options o = {.settings = &b->settings};
    struct fault f;
    assert_int_equal(maildir_open(&o, &b->driver, &f), DONE);
    return 0;
}

static int box_close(void **state)
{
    struct box *b = *state;
    char command[128];
    b->driver->close(b->driver);
    snprintf(command, sizeof command, "rm -rf %s", b->path);
    assert_int_equal(system(command), 0);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static size_t files_in(struct box *b, const char *folder)
{
    char **names;
    size_t count = 0;
    struct fault f;
    assert_int_equal(file_list(b->arena, arena_printf(b->arena, "%s/%s", b->path, folder), NULL,
                               &names, &count, &f),
                     DONE);
    return count;
}

static struct delivery deliver(struct box *b, const char *message_id, int attempts)
{
    static const char raw[] = "Subject: x\r\n\r\none\r\n.two\r\nbare\rcr\r\n";
    const struct outgoing l = {.id = 1,
                               .address = "p@example.net",
                               .message_id = message_id,
                               .reply_token = "abcdefghijklmnopqrstuvwx23",
                               .raw = raw,
                               .len = sizeof raw - 1,
                               .attempts = attempts};
    struct delivery d;
    b->driver->send(b->driver, &l, NULL, &d);
    return d;
}

static void a_letter_lies_whole_in_new(void **state)
{
    struct box *b = *state;
    char *data;
    size_t len;
    struct fault f;
    assert_int_equal(deliver(b, "one.1@example.org", 1).outcome, DONE);
    const char *path = arena_printf(b->arena, "%s/new/one.1@example.org", b->path);
    assert_int_equal(file_read(b->arena, path, 10000, &data, &len, &f), DONE);
    assert_string_equal(data, "Return-Path: <bounce+abcdefghijklmnopqrstuvwx23@example.org>\n"
                              "Delivered-To: p@example.net\n"
                              "Subject: x\n\none\n.two\nbare\rcr\n");
    assert_int_equal(files_in(b, "tmp"), 0);
    struct stat s;
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
}

/* What a crash cut off is done again: the same file. */
static void a_second_delivery_is_the_same_file(void **state)
{
    struct box *b = *state;
    deliver(b, "one@example.org", 1);
    int fd =
        open(arena_printf(b->arena, "%s/tmp/one@example.org", b->path), O_CREAT | O_WRONLY, 0600);
    assert_int_equal(write(fd, "half", 4), 4);
    close(fd);
    assert_int_equal(deliver(b, "one@example.org", 2).outcome, DONE);
    assert_int_equal(files_in(b, "new"), 1);
    assert_int_equal(files_in(b, "tmp"), 0);
}

static void a_letter_that_was_read_meanwhile_is_there(void **state)
{
    struct box *b = *state;
    deliver(b, "one@example.org", 1);
    deliver(b, "one@example.org.net", 1);
    assert_int_equal(rename(arena_printf(b->arena, "%s/new/one@example.org", b->path),
                            arena_printf(b->arena, "%s/cur/one@example.org:2,S", b->path)),
                     0);
    assert_int_equal(deliver(b, "one@example.org", 2).outcome, DONE);
    assert_int_equal(files_in(b, "new"), 1);
    assert_int_equal(files_in(b, "cur"), 1);
}

static void no_message_id_leads_out_of_the_folder(void **state)
{
    struct box *b = *state;
    assert_int_equal(deliver(b, "../../evil@example.org", 1).outcome, DONE);
    assert_int_equal(deliver(b, ".hidden@example.org", 1).outcome, DONE);
    assert_int_equal(deliver(b, "a:2,S@example.org", 1).outcome, DONE);
    assert_int_equal(files_in(b, "new"), 3);
    for (size_t i = 0; i < 3; i++) {
        char **names;
        size_t count;
        struct fault f;
        file_list(b->arena, arena_printf(b->arena, "%s/new", b->path), NULL, &names, &count, &f);
        assert_int_equal(strlen(names[i]), 64);
    }
}

static void a_folder_that_cannot_be_written_is_no_fault_of_the_letter(void **state)
{
    struct box *b = *state;
    close(open(arena_printf(b->arena, "%s/new", b->path), O_CREAT | O_WRONLY, 0600));
    struct delivery d = deliver(b, "one@example.org", 1);
    assert_int_equal(d.outcome, AGAIN);
    assert_int_equal(d.trouble, TROUBLE_BEFORE);
    assert_true(d.lasting);
}

#define IN_A_BOX(test) cmocka_unit_test_setup_teardown(test, box_open, box_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_BOX(a_letter_lies_whole_in_new),
        IN_A_BOX(a_second_delivery_is_the_same_file),
        IN_A_BOX(a_letter_that_was_read_meanwhile_is_there),
        IN_A_BOX(no_message_id_leads_out_of_the_folder),
        IN_A_BOX(a_folder_that_cannot_be_written_is_no_fault_of_the_letter),
    };
    return cmocka_run_group_tests_name("send_maildir", tests, NULL, NULL);
}

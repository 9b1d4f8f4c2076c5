/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files: read within a bound; written whole or not at all, even while someone reads and when the
 * disk takes no more; folders made and listed.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

enum { LARGE = 256 * 1024 };

/* Each test has a folder of its own, and stands in it. */
static int enter_folder(void **state)
{
    char folder[] = "/tmp/levande-file-XXXXXX";
    *state = arena_new();
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static void remove_all(struct arena *a, const char *folder)
{
    char **names;
    size_t count;
    assert_int_equal(file_list(a, folder, NULL, &names, &count, NULL), DONE);
    for (size_t i = 0; i < count; i++) {
        char *path = arena_printf(a, "%s/%s", folder, names[i]);
        if (unlink(path) != 0) {
            remove_all(a, path);
            assert_int_equal(rmdir(path), 0);
        }
    }
}

static int leave_folder(void **state)
{
    struct arena *a = *state;
    char folder[64];
    assert_non_null(getcwd(folder, sizeof folder));
    remove_all(a, ".");
    arena_free(&a);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void assert_holds(struct arena *a, const char *path, const char *expected)
{
    char *data;
    size_t len;
    assert_int_equal(file_read(a, path, LARGE, &data, &len, NULL), DONE);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(data, expected);
}

static void assert_count(struct arena *a, size_t expected)
{
    char **names;
    size_t count;
    assert_int_equal(file_list(a, ".", NULL, &names, &count, NULL), DONE);
    assert_int_equal(count, expected);
}

static void files_are_written_and_read_back(void **state)
{
    struct arena *a = *state;
    struct stat found;
    char *data;
    size_t len;
    assert_int_equal(file_write("a", "one\0two", 7, 0600, NULL), DONE);
    assert_int_equal(file_read(a, "a", 7, &data, &len, NULL), DONE);
    assert_int_equal(len, 7);
    assert_memory_equal(data, "one\0two", 8);
    assert_int_equal(stat("a", &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    assert_int_equal(file_write("a", "", 0, 0400, NULL), DONE);
    assert_holds(a, "a", "");
    assert_int_equal(stat("a", &found), 0);
    assert_int_equal(found.st_mode & 0777, 0400);
    assert_count(a, 1);
}

static void reading_is_bounded(void **state)
{
    struct arena *a = *state;
    struct fault f;
    char *data = NULL;
    size_t len = 99;
    assert_int_equal(file_write("a", "12345", 5, 0600, NULL), DONE);
    assert_int_equal(file_read(a, "a", 4, &data, &len, &f), NEVER);
    assert_int_equal(f.code, EXIT_NO_INPUT);
    assert_string_equal(f.text, "read a: more than 4 bytes");
    assert_int_equal(file_read(a, "/dev/zero", 100000, &data, &len, &f), NEVER);
    assert_int_equal(file_read(a, "missing", 4, &data, &len, &f), NEVER);
    assert_string_equal(f.text, "read missing: No such file or directory");
    assert_int_equal(file_read(a, ".", 4, &data, &len, &f), NEVER);
    assert_null(data);
    assert_int_equal(len, 99);
}

static void secrets_are_the_first_line(void **state)
{
    struct arena *a = *state;
    static const char *const files[][2] = {
        {"hemlig\n", "hemlig"},
        {"hemlig\r\nmer\n", "hemlig"},
        {"hemlig", "hemlig"},
        {" två ord \n", " två ord "},
        {"", ""},
        {"\nx", ""},
    };
    char *secret = NULL;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(file_write("s", files[i][0], strlen(files[i][0]), 0600, NULL), DONE);
        assert_int_equal(file_read_secret(a, "s", &secret, NULL), DONE);
        assert_string_equal(secret, files[i][1]);
    }
    assert_int_equal(file_write("s", "a\0b\n", 4, 0600, NULL), DONE);
    assert_int_equal(file_read_secret(a, "s", &secret, NULL), NEVER);
    assert_int_equal(file_write("s", arena_alloc(a, 8193), 8193, 0600, NULL), DONE);
    assert_int_equal(file_read_secret(a, "s", &secret, NULL), NEVER);
    assert_int_equal(file_read_secret(a, "missing", &secret, NULL), NEVER);
}

static void open_reader_keeps_the_old_content(void **state)
{
    (void)state;
    char text[8] = {0};
    assert_int_equal(file_write("a", "old", 3, 0600, NULL), DONE);
    FILE *reader = fopen("a", "re");
    assert_non_null(reader);
    assert_int_equal(file_write("a", "newer", 5, 0600, NULL), DONE);
    assert_int_equal(fread(text, 1, sizeof text, reader), 3);
    assert_string_equal(text, "old");
    fclose(reader);
}

static void failed_write_leaves_all_as_it_was(void **state)
{
    struct arena *a = *state;
    struct fault f;
    struct rlimit limit, least;
    assert_int_equal(file_write("a", "old", 3, 0600, NULL), DONE);
    char *large = arena_alloc(a, LARGE);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    least = limit;
    least.rlim_cur = LARGE / 2;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &least), 0);
    enum outcome outcome = file_write("a", large, LARGE, 0600, &f);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(outcome, NEVER);
    assert_int_equal(f.code, EXIT_CANT_CREATE);
    assert_string_equal(f.text, "write a: File too large");
    assert_holds(a, "a", "old");
    assert_count(a, 1);
}

/* What a process that was killed left behind, or what someone laid in the way. */
static void name_that_is_taken_is_left_alone(void **state)
{
    struct arena *a = *state;
    char *taken = arena_printf(a, "a.new-%ld-0", (long)getpid());
    assert_int_equal(file_write("other", "kept", 4, 0600, NULL), DONE);
    assert_int_equal(symlink("other", taken), 0);
    assert_int_equal(file_write("a", "new", 3, 0600, NULL), DONE);
    assert_holds(a, "a", "new");
    assert_holds(a, taken, "kept");
}

static void folder_is_not_replaced(void **state)
{
    struct arena *a = *state;
    assert_int_equal(file_mkdirs("folder", 0700, NULL), DONE);
    assert_int_equal(file_write("folder", "x", 1, 0600, NULL), NEVER);
    assert_int_equal(file_write("none/a", "x", 1, 0600, NULL), NEVER);
    assert_count(a, 1);
}

static void lack_that_may_pass_is_told_apart(void **state)
{
    (void)state;
    struct fault f;
    struct rlimit limit, least;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    least = limit;
    least.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &least), 0);
    enum outcome outcome = file_write("a", "x", 1, 0600, &f);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(outcome, AGAIN);
}

/* Writes two contents in turn until it is ended, or its parent is gone. */
static void write_in_turn(const char *path, pid_t parent)
{
    static char content[LARGE];
    for (int i = 0; getppid() == parent; i++) {
        memset(content, i % 2 ? 'a' : 'b', sizeof content);
        if (file_write(path, content, sizeof content, 0600, NULL) != DONE)
            _exit(1);
    }
    _exit(0);
}

static void reader_never_sees_half(void **state)
{
    (void)state;
    static char content[LARGE];
    memset(content, 'a', sizeof content);
    assert_int_equal(file_write("a", content, sizeof content, 0600, NULL), DONE);
    fflush(NULL);
    pid_t reader = getpid(), writer = fork();
    assert_true(writer >= 0);
    if (writer == 0)
        write_in_turn("a", reader);
    size_t seen[2] = {0};
    struct arena *a = arena_new();
    for (int i = 0; i < 20000 && (i < 100 || seen[0] < 5 || seen[1] < 5); i++) {
        char *data = NULL;
        size_t len = 0;
        assert_int_equal(file_read(a, "a", LARGE, &data, &len, NULL), DONE);
        assert_int_equal(len, LARGE);
        assert_int_equal(memcmp(data, data + 1, len - 1), 0);
        seen[data[0] == 'a']++;
        arena_reset(a);
    }
    arena_free(&a);
    assert_int_equal(kill(writer, SIGKILL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    assert_true(seen[0] > 0 && seen[1] > 0);
}

static void folders_are_made_with_those_above(void **state)
{
    struct arena *a = *state;
    struct stat found;
    struct fault f;
    assert_int_equal(file_mkdirs("x/y//z/", 0700, NULL), DONE);
    assert_int_equal(stat("x/y/z", &found), 0);
    assert_true(S_ISDIR(found.st_mode));
    assert_int_equal(found.st_mode & 0777, 0700);
    assert_int_equal(file_mkdirs("x/y/z", 0700, NULL), DONE);
    assert_int_equal(file_mkdirs("/", 0700, NULL), DONE);
    char here[64];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(file_mkdirs(arena_printf(a, "%s/p/q", here), 0700, NULL), DONE);
    assert_int_equal(stat("p/q", &found), 0);
    assert_int_equal(file_write("plain", "x", 1, 0600, NULL), DONE);
    assert_int_equal(file_mkdirs("plain", 0700, &f), NEVER);
    assert_int_equal(file_mkdirs("plain/below", 0700, &f), NEVER);
    assert_int_equal(f.code, EXIT_CANT_CREATE);
}

static void folders_are_listed_in_order(void **state)
{
    struct arena *a = *state;
    char **names;
    size_t count;
    assert_int_equal(file_list(a, ".", NULL, &names, &count, NULL), DONE);
    assert_int_equal(count, 0);
    for (int i = 39; i >= 0; i--)
        assert_int_equal(
            file_write(arena_printf(a, "%02d.%s", i, i % 2 ? "ini" : "md"), "", 0, 0600, NULL),
            DONE);
    assert_int_equal(file_list(a, ".", ".ini", &names, &count, NULL), DONE);
    assert_int_equal(count, 20);
    for (int i = 0; i < 20; i++)
        assert_string_equal(names[i], arena_printf(a, "%02d.ini", 2 * i + 1));
    assert_int_equal(file_list(a, ".", NULL, &names, &count, NULL), DONE);
    assert_int_equal(count, 40);
    struct fault f;
    assert_int_equal(file_list(a, "missing", NULL, &names, &count, &f), NEVER);
    assert_int_equal(f.code, EXIT_NO_INPUT);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(files_are_written_and_read_back),
        IN_FOLDER(reading_is_bounded),
        IN_FOLDER(secrets_are_the_first_line),
        IN_FOLDER(open_reader_keeps_the_old_content),
        IN_FOLDER(failed_write_leaves_all_as_it_was),
        IN_FOLDER(name_that_is_taken_is_left_alone),
        IN_FOLDER(folder_is_not_replaced),
        IN_FOLDER(lack_that_may_pass_is_told_apart),
        IN_FOLDER(reader_never_sees_half),
        IN_FOLDER(folders_are_made_with_those_above),
        IN_FOLDER(folders_are_listed_in_order),
    };
    return cmocka_run_group_tests_name("base_file", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The roles' locks, who holds them, and the wake file.
 */
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>

#include "base/clock.h"
#include "store_db_book.h"

static void a_second_of_a_role_is_refused_by_the_first_ones_number(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    int first, second, other;
    char number[32];
    snprintf(number, sizeof number, "process %d", (int)getpid());
    assert_int_equal(db_role_holder(p->book, "fetch"), 0);
    assert_done(db_role_lock(p->book, "fetch", &first, &f), f);
    assert_int_equal(db_role_holder(p->book, "fetch"), getpid());
    assert_fault(db_role_lock(p->book, "fetch", &second, &f), f, AGAIN, EXIT_TRY_AGAIN, number);
    assert_int_equal(second, -1);
    assert_done(db_role_lock(p->book, "work", &other, &f), f);
    db_role_unlock(&first);
    assert_int_equal(first, -1);
    db_role_unlock(&first);
    assert_int_equal(db_role_holder(p->book, "fetch"), 0);
    assert_done(db_role_lock(p->book, "fetch", &second, &f), f);
    db_role_unlock(&second);
    db_role_unlock(&other);
}

static void a_role_ends_with_its_process(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    int lock;
    pid_t pid = fork();
    if (pid == 0) {
        if (db_role_lock(p->book, "send", &lock, &f) != DONE)
            _exit(1);
        for (;;)
            pause();
    }
    int64_t deadline = clock_ticks() + 10000;
    while (db_role_holder(p->book, "send") == 0 && clock_ticks() < deadline)
        engine_pause(1000);
    assert_int_equal(db_role_holder(p->book, "send"), pid);
    assert_int_equal(db_role_lock(p->book, "send", &lock, &f), AGAIN);
    kill(pid, SIGKILL);
    assert_int_equal(child_end(pid), -SIGKILL);
    assert_int_equal(db_role_holder(p->book, "send"), 0);
    assert_done(db_role_lock(p->book, "send", &lock, &f), f);
    assert_int_equal(db_role_holder(p->book, "send"), getpid());
    db_role_unlock(&lock);
}

static void looking_refuses_nobody(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    int lock;
    assert_done(db_role_lock(p->book, "web", &lock, &f), f);
    db_role_unlock(&lock);
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            db_role_holder(p->book, "web");
    for (int i = 0; i < 2000; i++) {
        assert_done(db_role_lock(p->book, "web", &lock, &f), f);
        db_role_unlock(&lock);
    }
    kill(pid, SIGKILL);
    assert_int_equal(child_end(pid), -SIGKILL);
}

static void a_folder_that_is_missing_is_no_place_for_a_book(void **state)
{
    struct fault f = {0};
    int lock;
    (void)state;
    assert_fault(db_role_lock("/tmp/levande-no-such-folder/book.db", "work", &lock, &f), f, NEVER,
                 EXIT_CANT_CREATE, "No such file");
    assert_int_equal(lock, -1);
}

static void waking_is_seen(void **state)
{
    struct place *p = *state;
    struct db *db = book_open(p, DB_WORK, 0), *other = book_open(p, DB_FETCH, 0);
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    assert_true(inotify_add_watch(watch, db_wake_path(db), IN_ATTRIB) >= 0);
    struct pollfd ready = {.fd = watch, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 0), 0);
    db_wake(other);
    assert_int_equal(poll(&ready, 1, 1000), 1);
    close(watch);
    db_close(&db);
    db_close(&other);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(a_second_of_a_role_is_refused_by_the_first_ones_number),
        CASE(a_role_ends_with_its_process),
        CASE(looking_refuses_nobody),
        CASE(a_folder_that_is_missing_is_no_place_for_a_book),
        CASE(waking_is_seen),
    };
    return cmocka_run_group_tests_name("store_db_roles", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writers in turn: fair, limited in time, and free again when a writer is killed.
 */
#include <signal.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "store_db_book.h"

enum { WRITERS = 3, RACE_MS = 800, RATIO = 10 };

/* What forked writers tell each other and the test. */
struct shared {
    volatile int ready;
    volatile int start;
    volatile int held;
    volatile long commits[WRITERS];
};

static struct shared *shared_new(void)
{
    void *p = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                   -1, 0);
    assert_ptr_not_equal(p, MAP_FAILED);
    return p;
}

static void race(const struct place *p, struct shared *s, int me)
{
    struct db *db = book_open(p, DB_WORK, 0);
    struct fault f = {0};
    __atomic_fetch_add(&s->ready, 1, __ATOMIC_SEQ_CST);
    while (!s->start)
        engine_pause(100);
    int64_t end = clock_ticks() + RACE_MS;
    for (long i = 0; clock_ticks() < end; i++) {
        char name[48];
        snprintf(name, sizeof name, "writer %d person %ld", me, i);
        if (book_commit_person(db, name, &f) != DONE) {
            fprintf(stderr, "%s\n", f.text);
            _exit(1);
        }
        s->commits[me]++;
    }
    db_close(&db);
    _exit(0);
}

/*
 * Nobody may get `ratio` times as many turns as another. Without the turnstile one gets hundreds of
 * times as many; a machine with much else to do may keep one of them waiting for its processor.
 */
static void run_race(const struct place *p, int writers, int ratio)
{
    struct shared *s = shared_new();
    pid_t pids[WRITERS];
    struct db *db = book_open(p, DB_COMMAND, 0);
    db_close(&db);
    for (int i = 0; i < writers; i++)
        if ((pids[i] = fork()) == 0)
            race(p, s, i);
    int64_t deadline = clock_ticks() + 10000;
    while (s->ready < writers && clock_ticks() < deadline)
        engine_pause(1000);
    s->start = 1;
    long least = -1, most = 0, all = 0;
    for (int i = 0; i < writers; i++) {
        assert_int_equal(child_end(pids[i]), 0);
        long n = s->commits[i];
        print_message("  writer %d: %ld commits\n", i, n);
        least = least < 0 || n < least ? n : least;
        most = n > most ? n : most;
        all += n;
    }
    assert_true(least > 0);
    assert_true(most < ratio * least);
    db = book_open(p, DB_COMMAND, 0);
    assert_int_equal(book_count(db), all);
    assert_sound(db);
    db_close(&db);
    munmap(s, sizeof *s);
}

static void two_writers_share_the_turns(void **state)
{
    run_race(*state, 2, RATIO);
}

static void three_writers_share_the_turns(void **state)
{
    run_race(*state, 3, RATIO);
}

/* A child that stands in the middle of a transaction until it is killed. */
static pid_t hold(const struct place *p, struct shared *s)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct db *db = book_open(p, DB_FETCH, 0);
        db_begin(db, "held", NULL);
        engine_run(db, "INSERT INTO person (name) VALUES ('half done')", NULL);
        s->held = 1;
        for (;;)
            pause();
    }
    int64_t deadline = clock_ticks() + 10000;
    while (!s->held && clock_ticks() < deadline)
        engine_pause(1000);
    assert_int_equal(s->held, 1);
    return pid;
}

static void a_killed_writer_leaves_the_lock_free_and_the_book_sound(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct shared *s = shared_new();
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta", &f), f);
    pid_t pid = hold(*state, s);
    kill(pid, SIGKILL);
    assert_int_equal(child_end(pid), -SIGKILL);
    int64_t start = clock_ticks();
    assert_done(book_commit_person(db, "Bo", &f), f);
    assert_in_range(clock_ticks() - start, 0, 500);
    assert_int_equal(book_count(db), 2);
    assert_sound(db);
    db_close(&db);
    munmap(s, sizeof *s);
}

static void web_waits_one_second(void **state)
{
    struct db *db = book_open(*state, DB_WEB, 0);
    struct shared *s = shared_new();
    struct fault f = {0};
    pid_t pid = hold(*state, s);
    int64_t start = clock_ticks();
    assert_fault(book_commit_person(db, "Asta", &f), f, AGAIN, EXIT_TRY_AGAIN, "busy");
    assert_in_range(clock_ticks() - start, 950, 2000);
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(db), 0); /* reading goes on meanwhile */
    kill(pid, SIGKILL);
    assert_int_equal(child_end(pid), -SIGKILL);
    assert_done(book_commit_person(db, "Asta", &f), f);
    db_close(&db);
    munmap(s, sizeof *s);
}

/* Both locks in one process: a waiter in the turnstile keeps the last writer from coming back. */
static void the_one_in_the_turnstile_is_next(void **state)
{
    const struct place *p = *state;
    struct turn first, waiting;
    struct fault f = {0};
    assert_done(turn_open(&first, p->book, &f), f);
    assert_done(turn_open(&waiting, p->book, &f), f);
    assert_done(turn_take(&first, 10, &f), f);
    assert_fault(turn_take(&waiting, 10, &f), f, AGAIN, EXIT_TRY_AGAIN, "busy");
    turn_give(&waiting); /* was never its own: must not free the other's */
    assert_int_equal(turn_take(&waiting, 10, &f), AGAIN);
    turn_give(&first);
    assert_done(turn_take(&waiting, 10, &f), f);
    turn_give(&waiting);

    /* Another program that holds the engine's lock without ours: still bounded. */
    struct db *db = book_open(p, DB_WORK, 50);
    sqlite3 *other;
    assert_int_equal(sqlite3_open(p->book, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_fault(db_begin(db, "late", &f), f, AGAIN, EXIT_TRY_AGAIN, "late");
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    assert_done(book_commit_person(db, "Asta", &f), f);
    db_close(&db);
    turn_close(&first);
    turn_close(&waiting);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(two_writers_share_the_turns),
        CASE(three_writers_share_the_turns),
        CASE(a_killed_writer_leaves_the_lock_free_and_the_book_sound),
        CASE(web_waits_one_second),
        CASE(the_one_in_the_turnstile_is_next),
    };
    return cmocka_run_group_tests_name("store_db_turns", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The writer's lock: one writer at a time, in turn, over all processes.
 *
 * SQLite's own write lock is not enough for us: it is not fair (two processes that commit in a
 * loop share it thousands to one), and before 3.51.3 a checkpoint beside a commit can corrupt the
 * WAL. So whoever commits or checkpoints holds flock(PATH.lock) first.
 *
 * Fairness comes from a second lock, the turnstile PATH.turn. Who wants to write takes the
 * turnstile, waits there for the writer's lock, and lets the turnstile go once it has it. Whoever
 * stands in the turnstile is next: the writer who has just finished must come through the
 * turnstile too, and finds it taken. A writer alone holds the turnstile for a moment only, so that
 * a newcomer finds it free at one of its first looks. So with two writers each waits for at most
 * one transaction of the other, and with more the one in the turnstile is never overtaken.
 *
 * flock() has no time limit, so a waiter looks again and again, with pauses that grow from 50 µs
 * to 2 ms: short against a commit's fdatasync at first, cheap in a long wait. The kernel lets the
 * locks go when a process ends, however it ends. A process must not fork with an open book: its
 * child would share the locks.
 */
#include <errno.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine.h"

enum { PAUSE_FIRST_US = 50, PAUSE_MOST_US = 2000 };

void engine_pause(long microseconds)
{
    struct timespec t = {.tv_sec = microseconds / 1000000,
                         .tv_nsec = microseconds % 1000000 * 1000};
    nanosleep(&t, NULL);
}

enum outcome turn_open(struct turn *turn, const char *path, struct fault *f)
{
    *turn = (struct turn){.gate = -1, .lock = -1};
    enum outcome outcome = beside_open(path, ".turn", &turn->gate, f);
    if (outcome == DONE)
        outcome = beside_open(path, ".lock", &turn->lock, f);
    if (outcome != DONE)
        turn_close(turn);
    return outcome;
}

void turn_close(struct turn *turn)
{
    if (turn->gate >= 0)
        close(turn->gate);
    if (turn->lock >= 0)
        close(turn->lock);
    *turn = (struct turn){.gate = -1, .lock = -1};
}

/* Looks until the lock is ours (DONE) or the deadline has passed (AGAIN). */
static enum outcome take(int fd, int64_t deadline, struct fault *f)
{
    long pause = PAUSE_FIRST_US;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return engine_system_fault(errno, f, "the writer's lock");
        if (clock_ticks() >= deadline)
            return fault_set(f, AGAIN, EXIT_TRY_AGAIN,
                             "the case book is busy: another writer held it all the time");
        engine_pause(pause);
        pause = pause * 2 < PAUSE_MOST_US ? pause * 2 : PAUSE_MOST_US;
    }
    return DONE;
}

enum outcome turn_take(struct turn *turn, int wait_ms, struct fault *f)
{
    int64_t deadline = clock_ticks() + wait_ms;
    enum outcome outcome = take(turn->gate, deadline, f);
    if (outcome != DONE)
        return outcome;
    outcome = take(turn->lock, deadline, f);
    flock(turn->gate, LOCK_UN);
    turn->mine = outcome == DONE;
    return outcome;
}

void turn_give(struct turn *turn)
{
    if (!turn->mine)
        return;
    turn->mine = false;
    flock(turn->lock, LOCK_UN);
}

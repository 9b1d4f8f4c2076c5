/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * --once: fetch to the end, read, ring what is due, send, and again until nothing moves.
 *
 * The roles are stepped in turn in this process, each with its own connection and lock. What is
 * left at the end is done when it waits for a person, and is "try again" (75) when it waits for a
 * server. A rate limit is waited for, 60 seconds at most in all.
 */
#include "running.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

enum { RATE_PATIENCE_MS = 60 * 1000, ROUNDS_MOST = 10000 };

struct crew {
    struct running roles[4];
    size_t count;
    struct wish last[4];
};

/* Steps one role until it has nothing more to do; *moved when it did something. */
static enum outcome step_out(struct running *r, struct wish *wish, bool *moved, struct fault *f)
{
    enum outcome o;
    do {
        *wish = (struct wish){.fd = -1};
        house_renew(&r->house);
        o = r->role->step(r->state, wish, f);
        if (o == AGAIN)
            wish->blocked = true;
        *moved = *moved || wish->moved;
    } while (o == DONE && (wish->moved || wish->more));
    return o == AGAIN ? DONE : o;
}

static enum outcome one_round(struct crew *crew, bool *moved, struct fault *f)
{
    enum outcome o = DONE;
    *moved = false;
    for (size_t i = 0; o == DONE && i < crew->count; i++)
        o = step_out(&crew->roles[i], &crew->last[i], moved, f);
    return o;
}

static int64_t rate_wait(const struct crew *crew)
{
    int64_t wait = 0;
    for (size_t i = 0; i < crew->count; i++)
        if (crew->last[i].rate_ms > wait)
            wait = crew->last[i].rate_ms;
    return wait;
}

static enum outcome run_to_the_end(struct crew *crew, struct fault *f)
{
    int64_t patience = RATE_PATIENCE_MS;
    for (int round = 0; round < ROUNDS_MOST; round++) {
        bool moved;
        enum outcome o = one_round(crew, &moved, f);
        if (o != DONE)
            return o;
        int64_t wait = rate_wait(crew);
        if (!moved && (wait <= 0 || wait > patience))
            break;
        if (!moved) {
            patience -= wait;
            poll(NULL, 0, (int)wait);
        }
    }
    for (size_t i = 0; i < crew->count; i++)
        if (crew->last[i].blocked || crew->last[i].rate_ms > 0)
            return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%s waits for a server",
                             crew->roles[i].role->name);
    return DONE;
}

static void report(struct crew *crew)
{
    for (size_t i = 0; i < crew->count; i++) {
        struct running *r = &crew->roles[i];
        if (r->state)
            printf("%s: %s\n", r->role->name, r->role->report(r->state, r->arena));
    }
}

int daemon_once(const struct daemon_options *options)
{
    struct crew crew = {0};
    struct fault f = {0};
    enum outcome o = DONE;
    signal(SIGXFSZ, SIG_IGN);
    struct daemon_options same = *options;
    for (size_t i = 0; o == DONE && i < options->role_count; i++) {
        struct running *r = &crew.roles[crew.count++];
        o = running_open(r, &same, options->roles[i], -1, &f);
        same.offset = r->house.clock.offset;
        same.clock_set = o == DONE;
    }
    if (o == DONE)
        o = running_cage(crew.roles, crew.count, &f);
    if (o == DONE)
        o = run_to_the_end(&crew, &f);
    report(&crew);
    for (size_t i = 0; i < crew.count; i++)
        running_close(&crew.roles[i]);
    if (o == DONE)
        return EXIT_OK;
    fprintf(stderr, "levanded: %s\n", f.text);
    return f.code != EXIT_OK ? (int)f.code : EXIT_INTERNAL;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* A house with a real book and a handful of areas, for tests of lending with people. */
#ifndef LEVANDE_TESTS_POOL_HOUSE_H
#define LEVANDE_TESTS_POOL_HOUSE_H

#include "pool_book.h"

#include "house.h"
#include "reading.h"

static const char pool_areas[] = "[diabetes]\nsv = Diabetes\nen = Diabetes\n"
                                 "[diabetes.typ1]\nparent = diabetes\nsv = Typ 1\nen = Type 1\n"
                                 "[stroke]\nsv = Stroke\nen = Stroke\n"
                                 "[psyk]\nsv = Psykisk ohälsa\nen = Mental illness\n";

/* What a file was told to be like: the lines, joined by '\n'. */
struct told {
    char text[16384];
    size_t faults, notes;
};

struct pool_house {
    struct pool_book book; /* first, so that a test may see the one or the other */
    struct settings settings;
    struct seeded seed;
    struct house house;
    struct told told;
};

static inline void pool_tell(void *context, bool note, const char *line)
{
    struct told *t = context;
    size_t used = strlen(t->text);
    snprintf(t->text + used, sizeof t->text - used, "%s\n", line);
    if (note)
        t->notes++;
    else
        t->faults++;
}

static inline int pool_house_make(void **state)
{
    struct pool_house *h = calloc(1, sizeof *h);
    void *book = NULL;
    if (!h || pool_make(&book) != 0)
        return -1;
    h->book = *(struct pool_book *)book;
    free(book);
    struct areas *areas = NULL;
    assert_done(areas_read(h->book.arena, "areas", pool_areas, &areas, &h->book.fault),
                h->book.fault);
    assert_true(calendar_zone("Europe/Stockholm"));
    h->settings.library.legal_basis = "consent";
    const instant now = 1811851200000; /* 2027-06-01T12:00Z */
    struct clock system = {0};
    h->house = (struct house){.settings = &h->settings,
                              .areas = areas,
                              .db = h->book.db,
                              .clock = {.offset = now - clock_now(&system)},
                              .random = random_seeded(&h->seed)};
    *state = h;
    return 0;
}

static inline int pool_house_clear(void **state)
{
    return pool_clear(state);
}

#endif

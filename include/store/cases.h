/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: requests as the desk lists them, page by page.
 *
 * Every list is read by a key and ends after so many rows: a page costs the same in a book of a
 * hundred requests and in one of a hundred thousand. What is looked for is looked up in an index,
 * by how its words begin.
 */
#ifndef LEVANDE_STORE_CASES_H
#define LEVANDE_STORE_CASES_H

#include "store/desk.h"
#include "store/requests.h"

enum { CASES_COUNTED = 1000 }; /* so many of one state are counted, and no more */

/* How many requests are in each state, at most CASES_COUNTED. */
enum outcome cases_count(struct db *db, int64_t counts[STATE_COUNT], struct fault *f);

enum case_order {
    CASES_NEWEST, /* that came in last, first */
    CASES_OLDEST,
    CASES_BY_DAY,  /* by the first day that is wished for; those without one last */
    CASES_BY_UNIT, /* by its name; those without one last */
};

/* What a list shows; an empty text asks for nothing. */
struct case_list {
    enum state state; /* STATE_COUNT: any */
    /*
     * Words of the unit's, all of them (store/words.h); or the beginning of a number, "LB-2027"; or
     * somebody who was asked or nominated, "P12", "A3".
     */
    const char *text;
    enum case_order order;
    int64_t after; /* those behind this one in the order; 0: from the beginning */
    size_t max;
};
struct case_row {
    int64_t id;
    const char *number, *subject, *unit, *sender; /* unit: NULL where it is not known */
    enum state state;
    instant state_since, received_at;
    const char *first_day; /* that is wished for, "2027-03-01"; NULL: none */
    int64_t tasks;         /* that are open */
};
enum outcome cases_list(struct db *db, struct arena *a, const struct case_list *list,
                        struct case_row **out, size_t *count, struct fault *f);

/* The open tasks of a request, oldest first. */
enum outcome cases_tasks(struct db *db, struct arena *a, int64_t request_id, struct task **out,
                         size_t *count, struct fault *f);

/* The newest search over people for a request by this actor; 0: none. */
enum outcome cases_last_search(struct db *db, int64_t request_id, const char *actor, int64_t *id,
                               struct fault *f);

#endif

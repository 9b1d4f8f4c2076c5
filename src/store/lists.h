/* SPDX-License-Identifier: EUPL-1.2 */
/* The lists of SQL texts, one a file of store/, and two helpers that these files share. */
#ifndef LEVANDE_STORE_LISTS_H
#define LEVANDE_STORE_LISTS_H

#include "sql.h"

extern const struct sql_list inbox_sql, outbox_sql, requests_sql, facts_sql, invitations_sql,
    people_sql, associations_sql, staff_sql, tasks_sql, timers_sql, tokens_sql, audit_sql,
    searches_sql, health_sql, checks_sql, fetching_sql, sending_sql, caps_sql, web_sql,
    web_codes_sql, occasions_sql, nominations_sql, followups_sql, agreements_sql, documents_sql,
    compensations_sql, placements_sql, guests_sql, statistics_sql, weeding_sql, sessions_sql,
    signups_sql, versions_sql, desk_lists_sql, cases_sql, words_sql, units_sql, unit_lists_sql;

/* An array in an arena that grows as rows come; items may move, so no pointer into it is kept. */
struct grown {
    size_t size; /* of one item, set by the caller */
    void *items;
    size_t count, room;
};

/* Room for one more item, zeroed. */
void *grow(struct arena *a, struct grown *list);

/* For sql_number() where no row is no fault: turns EXIT_NO_INPUT into DONE with *value 0. */
enum outcome optional_number(enum outcome outcome, int64_t *value, struct fault *f);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/* The lists of SQL texts, one a file of store/. */
#ifndef LEVANDE_STORE_LISTS_H
#define LEVANDE_STORE_LISTS_H

#include "sql.h"

extern const struct sql_list inbox_sql, outbox_sql, requests_sql, facts_sql, invitations_sql,
    people_sql, associations_sql, units_sql, staff_sql, tasks_sql, timers_sql, tokens_sql,
    audit_sql, searches_sql, health_sql, checks_sql, fetching_sql, sending_sql;

#endif

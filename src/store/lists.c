/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The register of all SQL texts: what db_open() prepares. A list that is missing here is found at
 * the first use of one of its texts.
 */
#include "lists.h"

/* One a line, so that two who add one do not meet. */
/* clang-format off */
const struct sql_list *const sql_lists[] = {
    &inbox_sql,
    &outbox_sql,
    &requests_sql,
    &facts_sql,
    &invitations_sql,
    &people_sql,
    &associations_sql,
    &staff_sql,
    &tasks_sql,
    &timers_sql,
    &tokens_sql,
    &audit_sql,
    &searches_sql,
    &health_sql,
    &checks_sql,
    &fetching_sql,
    &sending_sql,
    &caps_sql,
    &web_sql,
    &web_codes_sql,
    &occasions_sql,
    &nominations_sql,
    &followups_sql,
    &agreements_sql,
    &documents_sql,
    &compensations_sql,
    &placements_sql,
    &guests_sql,
    &statistics_sql,
    &weeding_sql,
    &sessions_sql,
    &signups_sql,
    &versions_sql,
    &desk_lists_sql,
    &cases_sql,
    &words_sql,
    &units_sql,
    &unit_lists_sql,
    NULL,
};
/* clang-format on */

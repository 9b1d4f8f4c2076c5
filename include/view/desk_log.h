/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The audit trail in words, for staff.
 */
#ifndef LEVANDE_VIEW_DESK_LOG_H
#define LEVANDE_VIEW_DESK_LOG_H

#include "store/audit.h"
#include "view.h"

/* [{id, when, who, what, event, number, href, subject, from, to, text, broken}] */
json_t *view_log(struct arena *a, const struct audit_line *lines, size_t count);

#endif

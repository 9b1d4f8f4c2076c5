/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What waits for staff, as the desk shows it: kinds of tasks in the order of how pressing they are,
 * each with the one action that settles it, and what is wrong with the service.
 */
#ifndef LEVANDE_VIEW_DESK_TASKS_H
#define LEVANDE_VIEW_DESK_TASKS_H

#include <jansson.h>

#include "store/desk.h"

/* Most pressing first; kinds alike, the one whose oldest task is older. */
void view_sort_kinds(struct task_count *kinds, size_t count);

/*
 * {kind, title, pressing, count, many, tasks: [{id, kind, number, text, subject, since, ago,
 * action: {href, name}, closes, …}]}: of one kind, those of its tasks that are given. `many`: there
 * are more than were counted. `closes`: a task is settled by saying that it is done, and not by its
 * action alone. acts: who looks may act, and the action leads to where that is done.
 */
json_t *view_task_group(struct arena *a, const struct task_count *counted, const struct task *tasks,
                        size_t count, bool acts, instant now);

/* Where the request's own pages settle it: {href, name}; NULL: on none of them. */
json_t *view_task_act(struct arena *a, const struct task *t);

/* Marks of groups in their order those that begin a new band of how pressing they are: `band`. */
void view_open_bands(json_t *groups);

/* What is wrong with the service just now, in words; an empty array when all is well. */
json_t *view_alarms(struct arena *a, const struct health *health, instant now);

/* How long ago, in words: "nyss", "för 3 timmar sedan", "i går", "för 12 dagar sedan". */
char *view_ago(struct arena *a, instant at, instant now);

#endif

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
 * {kind, title, pressing, count, many, tasks: [{id, kind, number, asked, text, subject, since, ago,
 * action: {href, name}, closes, …}]}: of one kind, those of its tasks that are given. `many`: there
 * are more than were counted. `closes`: a task is settled by saying that it is done, and not by its
 * action alone. acts: who looks may act, and the action leads to where that is done.
 */
json_t *view_task_group(struct arena *a, const struct task_count *counted, const struct task *tasks,
                        size_t count, bool acts, instant now);

/* Where the request's own pages settle it: {href, name}; NULL: on none of them. */
json_t *view_task_act(struct arena *a, const struct task *t);

/* "P12", "A3" of a task that is about one such; NULL: it is not. */
const char *view_task_party(struct arena *a, const struct task *t);

/*
 * Its words, with "Doris Falk (P12)" for P12 where the first line, which is ours, says that; name
 * NULL: "en person i poolen (P12)", as a list says it that all who are logged in may read.
 */
const char *view_task_words(struct arena *a, const struct task *t, const char *name);

/* Marks of groups in their order those that begin a new band of how pressing they are: `band`. */
void view_open_bands(json_t *groups);

/* What is wrong with the service just now, in words; an empty array when all is well. */
json_t *view_alarms(struct arena *a, const struct health *health, instant now);

/* How long ago, in words: "nyss", "för 3 timmar sedan", "i går", "för 12 dagar sedan". */
char *view_ago(struct arena *a, instant at, instant now);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The pace of logins: who has failed waits, longer each time, and nobody else does. Private to
 * web/.
 */
#ifndef LEVANDE_WEB_PACE_H
#define LEVANDE_WEB_PACE_H

#include "craft.h"

struct pace *pace_new(struct random_source random);
void pace_free(struct pace **pace);

/*
 * How long, in milliseconds, this name waits that is tried from this network; 0: not at all.
 * now_ms: of a clock that never jumps.
 */
int64_t pace_wait(struct pace *pace, const char *name, const struct client *client, int64_t now_ms);
/* It failed: the third time costs a second, and each further twice as much, up to five minutes. */
void pace_failed(struct pace *pace, const char *name, const struct client *client, int64_t now_ms);
/* Both password and second factor were right: its failures are forgotten. */
void pace_passed(struct pace *pace, const char *name, const struct client *client);

/*
 * A turn to reckon one password: three at once and five a second in all, so that pages go on
 * between.
 * False: not just now.
 */
bool pace_turn(struct pace *pace, int64_t now_ms);

#endif

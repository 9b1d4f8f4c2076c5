/* SPDX-License-Identifier: EUPL-1.2 */
/* When letters may go, and when they come again. Pure but for the time zone. */
#ifndef LEVANDE_SEND_TIMING_H
#define LEVANDE_SEND_TIMING_H

#include "settings.h"
#include "store/sending.h"

/* What the configuration allows at this moment. */
struct sending_policy timing_policy(const struct settings *s, instant now);

/* Within [send] hours, local time, and on a day without a pause: asks and reminders may go. */
bool timing_asks(const struct settings *s, instant now);

/*
 * When a letter that was put off comes again: after 1, 2, 5, 15, 30 minutes, 1, 2, 4, 4 … hours.
 * INSTANT_NEVER once it has been tried for three days.
 */
instant timing_retry(const struct outgoing *letter, instant now);

/* How long the role waits after the nth trouble in a row with the server: 1 s, doubled to 5 min. */
int64_t timing_pause_ms(unsigned nth);

#endif

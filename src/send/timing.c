/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Hours, pauses and patience.
 *
 * Three days are counted from the first attempt, not from when the letter was queued: one that a
 * summer's pause has held back for weeks meets a server that asks for a minute's patience, and must
 * be given it. The book keeps the last attempt alone, so the time before that is the sum of the
 * pauses that were made.
 */
#include "timing.h"

static const int minutes[] = {1, 2, 5, 15, 30, 60, 120, 240};

static instant pause_after(int attempts)
{
    int last = (int)(sizeof minutes / sizeof minutes[0]);
    int n = attempts < 1 ? 1 : attempts > last ? last : attempts;
    return MINUTES(minutes[n - 1]);
}

instant timing_retry(const struct outgoing *letter, instant now)
{
    instant tried = 0;
    for (int n = 1; n < letter->attempts - 1 && tried < DAYS(3); n++)
        tried += pause_after(n);
    if (letter->attempts > 1 && letter->tried_at >= 0 && now > letter->tried_at)
        tried += now - letter->tried_at;
    return tried >= DAYS(3) ? INSTANT_NEVER : now + pause_after(letter->attempts);
}

int64_t timing_pause_ms(unsigned nth)
{
    const int64_t longest = 5 * 60 * 1000;
    int64_t pause = nth == 0 ? 0 : nth > 10 ? longest : (int64_t)1000 << (nth - 1);
    return pause < longest ? pause : longest;
}

bool timing_asks(const struct settings *s, instant now)
{
    struct civil local = civil_from_instant(now);
    if (settings_paused(s, local.date))
        return false;
    int minute = local.hour * 60 + local.minute, from = s->send.hours_from, to = s->send.hours_to;
    if (from == to)
        return true;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

struct sending_policy timing_policy(const struct settings *s, instant now)
{
    static const enum outcome crash[] = {
        [UNKNOWN_ASK] = UNSURE, [UNKNOWN_RESEND] = AGAIN, [UNKNOWN_DROP] = NEVER};
    return (struct sending_policy){
        .now = now,
        .asks = timing_asks(s, now),
        .rate_per_minute = s->send.rate_per_minute,
        .address_per_day = s->limits.address_per_day,
        .request_per_address = s->limits.request_per_address,
        .all_per_hour = s->limits.all_per_hour,
        .never_unknown = s->send.kind == TARGET_MAILDIR,
        .crash = crash[s->send.unknown],
    };
}

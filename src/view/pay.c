/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an assignment pays, in words: the fee for each occasion by the model of the configuration
 * and the occasion's date. Travel time may lift the class; that is said, since it is not known yet.
 */
#include "view/pay.h"
#include "words.h"

#include <string.h>

#include "base/text.h"

static struct fee_model model_of(struct arena *a, const struct settings *s)
{
    size_t bases = s->compensation.base_amount_count, fixed = s->compensation.fixed_count;
    struct fee_base *base = arena_array(a, bases + 1, sizeof *base);
    struct fee_fixed *amounts = arena_array(a, fixed + 1, sizeof *amounts);
    for (size_t i = 0; i < bases; i++)
        base[i] = (struct fee_base){s->compensation.base_amounts[i].year,
                                    s->compensation.base_amounts[i].kronor};
    for (size_t i = 0; i < fixed; i++)
        amounts[i] =
            (struct fee_fixed){s->compensation.fixed[i].from, s->compensation.fixed[i].half_day,
                               s->compensation.fixed[i].full_day};
    return (struct fee_model){s->compensation.national, base, bases, amounts, fixed};
}

struct fee view_fee(struct arena *a, const struct settings *s, struct date day, int minutes)
{
    struct fee_model model = model_of(a, s);
    return flow_fee(&model, day, minutes);
}

/* ---- Figures as they are written ---- */

enum { NUMBER_CHARS = 64 };

/* Groups of three with a space that does not break. */
static char *grouped(struct arena *a, int64_t n)
{
    char *digits = arena_printf(a, "%lld", (long long)n), *out = arena_alloc(a, NUMBER_CHARS);
    size_t len = strlen(digits), at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            memcpy(out + at, "\u00a0", 2);
            at += 2;
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

char *view_kronor(struct arena *a, int64_t ore, const char *language)
{
    bool english = words_english(language);
    char *whole = grouped(a, ore / 100);
    if (ore % 100 != 0)
        whole = arena_printf(a, "%s%c%02d", whole, english ? '.' : ',', (int)(ore % 100));
    return arena_printf(a, english ? "SEK\u00a0%s" : "%s\u00a0kronor", whole);
}

char *view_duration(struct arena *a, int minutes, const char *language)
{
    bool english = words_english(language);
    int hours = minutes / 60, left = minutes % 60;
    const char *hour =
        english ? (hours == 1 ? "hour" : "hours") : (hours == 1 ? "timme" : "timmar");
    const char *minute =
        english ? (left == 1 ? "minute" : "minutes") : (left == 1 ? "minut" : "minuter");
    if (left == 0)
        return arena_printf(a, "%d\u00a0%s", hours, hour);
    if (hours == 0)
        return arena_printf(a, "%d\u00a0%s", left, minute);
    return arena_printf(a, "%d\u00a0%s %d\u00a0%s", hours, hour, left, minute);
}

int view_minutes(const char *starts, const char *ends)
{
    struct civil from, to;
    if (!civil_parse(starts, &from) || !civil_parse(ends, &to) || from.hour < 0 || to.hour < 0)
        return 0;
    instant length = civil_to_instant(to) - civil_to_instant(from);
    return length > 0 && length <= DAYS(31) ? (int)(length / MINUTES(1)) : 0;
}

/* ---- How a fee was found ---- */

char *view_fee_words(struct arena *a, const struct fee *fee)
{
    static const char *const classes[] = {"högst 2 timmar", "halv dag, högst 4 timmar",
                                          "hel dag, mer än 4 timmar"};
    static const char *const shares[] = {"0,9", "1,8", "3,6"};
    if (fee->kronor < 0)
        return arena_strdup(a, "Det finns inget belopp för den dagen");
    if (fee->base_year == 0)
        return arena_printf(a, "Regionens belopp från %s: %s", date_text(a, fee->from),
                            fee->fee_class == FEE_FULL_DAY ? classes[FEE_FULL_DAY]
                                                           : classes[FEE_HALF_DAY]);
    return arena_printf(a, "Nationella modellen: %s, %s %% av prisbasbeloppet för %d (%s)",
                        classes[fee->fee_class], shares[fee->fee_class], fee->base_year,
                        view_kronor(a, fee->base_amount * 100, "sv"));
}

static const char *generally(bool english)
{
    return english ? "Compensation is paid by the region's rules, and your travel costs"
                   : "Ersättning betalas enligt regionens regler, och du får ersättning för resan";
}

static char *for_occasion(struct arena *a, const struct house *house, struct date day, int minutes,
                          bool english)
{
    static const char *const swedish[] = {"upp till 2 timmar", "en halv dag (högst 4 timmar)",
                                          "en hel dag (mer än 4 timmar)"};
    static const char *const in_english[] = {"up to 2 hours", "half a day (at most 4 hours)",
                                             "a full day (more than 4 hours)"};
    struct fee fee = view_fee(a, house->settings, day, minutes);
    if (fee.kronor < 0)
        return NULL;
    if (!house->settings->compensation.national && fee.fee_class == FEE_SHORT)
        fee.fee_class = FEE_HALF_DAY;
    return arena_printf(a,
                        english ? "%s for %s each time, travel time included, before tax, "
                                  "and also your travel costs"
                                : "%s per tillfälle för %s, restiden inräknad, före skatt, "
                                  "och dessutom ersättning för resan",
                        view_kronor(a, (int64_t)fee.kronor * 100, english ? "en" : "sv"),
                        english ? in_english[fee.fee_class] : swedish[fee.fee_class]);
}

char *view_occasion_pay(struct arena *a, const struct house *house, const char *starts,
                        const char *ends, const char *language)
{
    struct civil from;
    int minutes = view_minutes(starts, ends);
    char *words = NULL;
    if (minutes > 0 && civil_parse(starts, &from))
        words = for_occasion(a, house, from.date, minutes, words_english(language));
    return words ? words : arena_strdup(a, generally(words_english(language)));
}

const char *pay_words(struct arena *a, const struct house *house,
                      const struct known_fact facts[FACT_COUNT], const char *language)
{
    bool english = words_english(language);
    const char *said = facts[FACT_COMPENSATION].value;
    if (!said || strcmp(said, "unsaid") == 0)
        return NULL;
    if (strcmp(said, "refused") == 0)
        return english ? "No compensation is paid"
                       : "Ingen ersättning betalas för det här uppdraget";
    size_t count;
    struct occasion_time *times = view_occasions(a, facts[FACT_OCCASIONS].value, &count);
    if (count == 0)
        return generally(english);
    return view_occasion_pay(a, house, civil_text(a, times[0].start), civil_text(a, times[0].end),
                             language);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an assignment pays, in words: the fee for each occasion by the model of the configuration
 * and the occasion's date. Travel time may lift the class; that is said, since it is not known yet.
 */
#include "words.h"

#include <string.h>

#include "flow.h"

/* The fee in kronor for so long a time on that day; -1 where the model has no amount. */
static long fee_on(const struct settings *s, struct date day, enum fee_class fee_class)
{
    long fee = -1;
    if (s->compensation.national) {
        for (size_t i = 0; i < s->compensation.base_amount_count; i++)
            if (s->compensation.base_amounts[i].year <= day.year || i == 0)
                fee = flow_national_fee(fee_class, s->compensation.base_amounts[i].kronor);
        return fee;
    }
    for (size_t i = 0; i < s->compensation.fixed_count; i++)
        if (date_compare(s->compensation.fixed[i].from, day) <= 0)
            fee = fee_class == FEE_FULL_DAY ? s->compensation.fixed[i].full_day
                                            : s->compensation.fixed[i].half_day;
    return fee;
}

static char *kronor(struct arena *a, long amount)
{
    return amount >= 1000 ? arena_printf(a, "%ld\u00a0%03ld", amount / 1000, amount % 1000)
                          : arena_printf(a, "%ld", amount);
}

static const char *for_occasion(struct arena *a, const struct house *house,
                                const struct occasion_time *o, bool english)
{
    int minutes = (int)((civil_to_instant(o->end) - civil_to_instant(o->start)) / MINUTES(1));
    enum fee_class fee_class = flow_fee_class(minutes);
    long fee = fee_on(house->settings, o->start.date, fee_class);
    if (fee < 0)
        return NULL;
    static const char *const swedish[] = {"upp till 2 timmar", "en halv dag (högst 4 timmar)",
                                          "en hel dag (mer än 4 timmar)"};
    static const char *const in_english[] = {"up to 2 hours", "half a day (at most 4 hours)",
                                             "a full day (more than 4 hours)"};
    return arena_printf(a,
                        english ? "SEK %s for %s each time, travel time counted in, before tax; "
                                  "and your travel costs"
                                : "%s kronor per tillfälle för %s, restiden inräknad, före skatt. "
                                  "Dessutom ersättning för resan",
                        kronor(a, fee), english ? in_english[fee_class] : swedish[fee_class]);
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
    const char *words = NULL;
    if (count > 0 && times[0].start.hour >= 0 && times[0].end.hour >= 0)
        words = for_occasion(a, house, &times[0], english);
    if (words)
        return words;
    return english ? "Compensation is paid by the region's rules, and your travel costs"
                   : "Ersättning betalas enligt regionens regler, och du får ersättning för resan";
}

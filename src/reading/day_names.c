/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Names of months and weekdays, Swedish with its abbreviations, English, Danish and Norwegian.
 */
#include <string.h>

#include "when.h"

static const struct cue months[] = {
    {"januari", 1},   {"jan", 1},       {"january", 1}, {"januar", 1},    {"februari", 2},
    {"feb", 2},       {"february", 2},  {"februar", 2}, {"mars", 3},      {"mar", 3},
    {"march", 3},     {"marts", 3},     {"april", 4},   {"apr", 4},       {"maj", 5},
    {"may", 5},       {"mai", 5},       {"juni", 6},    {"jun", 6},       {"june", 6},
    {"juli", 7},      {"jul", 7},       {"july", 7},    {"augusti", 8},   {"aug", 8},
    {"august", 8},    {"september", 9}, {"sept", 9},    {"sep", 9},       {"oktober", 10},
    {"okt", 10},      {"october", 10},  {"oct", 10},    {"november", 11}, {"nov", 11},
    {"december", 12}, {"dec", 12},      {NULL, 0},
};

static const struct cue weekdays[] = {
    {"måndag*", 1},  {"mån", 1},       {"monday", 1},   {"mandag", 1},  {"tisdag*", 2},
    {"tis", 2},      {"tisd", 2},      {"tirsdag", 2},  {"tuesday", 2}, {"onsdag*", 3},
    {"ons", 3},      {"wednesday", 3}, {"torsdag*", 4}, {"tors", 4},    {"tor", 4},
    {"thursday", 4}, {"fredag*", 5},   {"fre", 5},      {"friday", 5},  {"lördag*", 6},
    {"lör", 6},      {"saturday", 6},  {"söndag*", 7},  {"sön", 7},     {"sunday", 7},
    {NULL, 0},
};

static int named(const struct cue *table, const char *word)
{
    for (; table->pattern; table++)
        if (*table->pattern == *word && word_fits(table->pattern, strlen(table->pattern), word))
            return table->what;
    return 0;
}

int month_named(const char *word)
{
    return named(months, word);
}

int weekday_named(const char *word)
{
    return named(weekdays, word);
}

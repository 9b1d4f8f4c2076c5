/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Clock times ("kl 9-12", "14.30–16", "klockan tio till tolv", "mellan 8.15 och 8.35", "2 pm") and
 * lengths ("två timmar", "90 minuter", "en och en halv timme").
 */
#include <string.h>

#include "when.h"

enum { HOUR = 60, DAY_MINUTES = 24 * 60, MORNING = 7 };

static bool word_at(const struct page *p, size_t i, const char *word)
{
    return i < p->count && strcmp(p->tokens[i].word, word) == 0;
}

/* "pm", "em", "am" after a time; moves the hour. */
static size_t half_of_day(const struct page *p, size_t i, int *minutes)
{
    if (word_at(p, i, "pm") || word_at(p, i, "em")) {
        if (*minutes < 12 * HOUR)
            *minutes += 12 * HOUR;
        return i + 1;
    }
    return word_at(p, i, "am") ? i + 1 : i;
}

/* An hour with or without minutes. The number of tokens, 0: none. */
static size_t time_at(const struct page *p, size_t i, bool words, int *minutes, bool *exact)
{
    if (i >= p->count || p->tokens[i].number < 0 || p->tokens[i].number > 24)
        return 0;
    const struct token *t = &p->tokens[i];
    if (t->kind == TOKEN_WORD && !words)
        return 0;
    if (t->kind == TOKEN_DIGITS && strlen(t->word) > 2)
        return 0;
    size_t end = i + 1;
    *minutes = t->number * HOUR;
    *exact = false;
    if (t->kind == TOKEN_DIGITS && (mark_at(p, end, ".") || mark_at(p, end, ":")) &&
        end + 1 < p->count && p->tokens[end + 1].kind == TOKEN_DIGITS && !p->tokens[end + 1].gap &&
        strlen(p->tokens[end + 1].word) == 2 && p->tokens[end + 1].number < 60) {
        *minutes += p->tokens[end + 1].number;
        *exact = true;
        end += 2;
    }
    end = half_of_day(p, end, minutes);
    return *minutes <= DAY_MINUTES ? end - i : 0;
}

static size_t joiner_at(const struct page *p, size_t i, bool between)
{
    if (mark_at(p, i, "-") || word_at(p, i, "till") || word_at(p, i, "to") ||
        word_at(p, i, "til") ||
        (between && (word_at(p, i, "och") || word_at(p, i, "and") || word_at(p, i, "o"))))
        return 1;
    if (word_at(p, i, "fram") && word_at(p, i + 1, "till"))
        return 2;
    return 0;
}

/* "kl 13 … slutar 16": the end is told by its own words, a few tokens later. */
static size_t told_end(const struct page *p, size_t i, int *minutes)
{
    static const struct cue ends[] = {
        {"slutar", 0},  {"avslutar", 0},   {"avslutas", 0}, {"håller på till", 0},
        {"klara", 0},   {"färdiga", 0},    {"sluttid", 0},  {"slut", 0},
        {"till ca", 0}, {"till cirka", 0}, {NULL, 0},
    };
    bool exact;
    size_t at;
    if (i >= p->count)
        return 0;
    size_t limit = p->sentences[p->tokens[i].sentence].end;
    if (!cue_in(p, i, i + 5 < limit ? i + 5 : limit, ends, &at))
        return 0;
    for (size_t j = at + 1; j < at + 6 && j < limit; j++) {
        size_t n = p->tokens[j].kind == TOKEN_DIGITS ? time_at(p, j, false, minutes, &exact) : 0;
        if (n)
            return j + n - i;
    }
    return 0;
}

/* The words that announce a clock time. */
static size_t opener_at(const struct page *p, size_t i, bool *between, bool *words)
{
    *between = word_at(p, i, "mellan") || word_at(p, i, "between");
    *words = word_at(p, i, "klockan") || *between;
    size_t n = 0;
    static const struct cue starts[] = {{"startar", 0}, {"börjar", 0}, {"start", 0}, {NULL, 0}};
    if (cue_of(p, i, starts) && i + 1 < p->count && p->tokens[i + 1].kind == TOKEN_DIGITS)
        n = 1;
    if (*words || word_at(p, i, "kl") || word_at(p, i, "at") || word_at(p, i, "klokken"))
        n = 1;
    if (n && word_at(p, i + 1, "klockan"))
        n = 2;
    if (n && word_at(p, i + 1, "kl"))
        n = 2;
    return n && mark_at(p, i + n, ".") ? n + 1 : n;
}

/* What a bare pair of numbers counts ("13-14 personer", "4-5 st") is no time. */
static bool counts_things(const struct page *p, size_t end)
{
    static const struct cue units[] = {
        {"st", 0},    {"person*", 0}, {"år*", 0},      {"patient*", 0}, {"delt*", 0}, {"veckor", 0},
        {"%", 0},     {"timmar", 0},  {"min*", 0},     {"månader", 0},  {"mil", 0},   {"kr*", 0},
        {"dagar", 0}, {"gånger", 0},  {"personer", 0}, {"november", 0}, {"tim", 0},   {NULL, 0},
    };
    return end > 0 && end < p->count && p->tokens[end].sentence == p->tokens[end - 1].sentence &&
           (cue_of(p, end, units) || month_named(p->tokens[end].word));
}

static bool implausible(const struct when *w)
{
    return w->end >= 0 && (w->end <= w->start || w->end - w->start > 14 * HOUR);
}

size_t clock_at(const struct page *p, size_t i, bool after_day, struct when *out)
{
    bool between, words, exact = false, exact_end = false;
    size_t open = opener_at(p, i, &between, &words);
    if (!open && (i > 0 && !p->tokens[i].gap && p->tokens[i - 1].kind != TOKEN_MARK))
        return 0;
    int start, end = -1;
    size_t n = time_at(p, i + open, words, &start, &exact);
    if (!n)
        return 0;
    size_t stop = i + open + n;
    size_t join = joiner_at(p, stop, between);
    if (join && cue_at(p, stop + join, "kl"))
        join += mark_at(p, stop + join + 1, ".") ? 2 : 1;
    size_t m = join ? time_at(p, stop + join, words, &end, &exact_end) : 0;
    if (m)
        stop += join + m;
    else
        end = -1;
    if (between && !m)
        return 0;
    bool afternoon = m && word_at(p, stop - 1, "pm");
    if (!open &&
        (!m || !(exact || exact_end || (after_day && (start >= MORNING * HOUR || afternoon))) ||
         counts_things(p, stop)))
        return 0;
    if (open && !m)
        stop += told_end(p, stop, &end);
    if (mark_at(p, i + open + n, "/") || counts_things(p, stop))
        return 0;
    *out = (struct when){.kind = WHEN_CLOCK, .start = start, .end = end, .first = i, .stop = stop};
    if (afternoon && end - start > 12 * HOUR)
        out->start += 12 * HOUR;
    return implausible(out) ? 0 : stop - i;
}

/* Minutes of a unit of time, 0: none. */
static int unit_minutes(const char *word)
{
    static const struct {
        const char *pattern;
        int minutes;
    } units[] = {
        {"timm*", HOUR}, {"tim", HOUR}, {"h", HOUR},     {"hour*", HOUR},
        {"minut*", 1},   {"min", 1},    {"timer", HOUR},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (word_fits(units[i].pattern, strlen(units[i].pattern), word))
            return units[i].minutes;
    return 0;
}

size_t length_at(const struct page *p, size_t i, struct when *out)
{
    int minutes = 0;
    size_t n = 0;
    if (word_at(p, i, "halvtimme") || cue_at(p, i, "halv timme")) {
        minutes = HOUR / 2;
        n = word_at(p, i, "halvtimme") ? 1 : 2;
    } else if (cue_at(p, i, "en kvart") || cue_at(p, i, "tre kvart") || cue_at(p, i, "trekvart")) {
        minutes = cue_at(p, i, "en kvart") ? HOUR / 4 : HOUR * 3 / 4;
        n = cue_at(p, i, "trekvart") ? 1 : 2;
    } else if (cue_at(p, i, "halvannan timme")) {
        minutes = HOUR + HOUR / 2;
        n = 2;
    } else if (i + 1 < p->count && p->tokens[i].number > 0 && p->tokens[i].number <= 600) {
        int half = 0;
        size_t unit = i + 1;
        if (cue_at(p, unit, "och en halv")) {
            half = 1;
            unit += 3;
        } else if (mark_at(p, unit, ",") && word_at(p, unit + 1, "5") && !p->tokens[unit].gap) {
            half = 1;
            unit += 2;
        }
        int each = unit < p->count ? unit_minutes(p->tokens[unit].word) : 0;
        if (!each || joiner_at(p, i ? i - 1 : 0, false) || mark_at(p, i ? i - 1 : 0, "."))
            return 0;
        minutes = p->tokens[i].number * each + half * each / 2;
        n = unit + 1 - i;
    }
    if (!n || minutes > 12 * HOUR)
        return 0;
    *out =
        (struct when){.kind = WHEN_LENGTH, .start = minutes, .end = -1, .first = i, .stop = i + n};
    return n;
}

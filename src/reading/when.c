/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Days and weeks as people write them: "torsdag 8 april", "den 14 och 21 januari", "27–28 april",
 * "12/2", "2027-03-12", "December 3", "den 28:e", "sista mars"; weeks.c finds "v. 19", "på fredag".
 *
 * A date without a year is the next one counted from the mail's date. A stated weekday must fit:
 * where it fits the past year only, the date has been; where it fits neither, it is dubious.
 */
#include "when.h"

#include <string.h>

#include "when_scan.h"
#include "zones.h"

enum { LIST_DAYS = 12 };

bool mark_at(const struct page *p, size_t i, const char *mark)
{
    return i < p->count && p->tokens[i].kind == TOKEN_MARK && strcmp(p->tokens[i].word, mark) == 0;
}

bool scan_word(const struct page *p, size_t i, const char *word)
{
    return i < p->count && strcmp(p->tokens[i].word, word) == 0;
}

bool scan_digits(const struct page *p, size_t i, size_t most, int low, int high)
{
    return i < p->count && p->tokens[i].kind == TOKEN_DIGITS && strlen(p->tokens[i].word) <= most &&
           p->tokens[i].number >= low && p->tokens[i].number <= high;
}

static bool year_at(const struct page *p, size_t i)
{
    return scan_digits(p, i, 4, 1990, 2099);
}

/* The next such day from the base on; a stated weekday decides between it and the one before. */
static void settle_year(const struct page *p, struct when *w, int year, int weekday)
{
    struct date base = p->date;
    w->from.year = year ? year : base.year;
    if (w->from.year && !year && date_compare(w->from, base) < 0)
        w->from.year++;
    if (!date_valid(w->from)) {
        w->from.year = 0;
        return;
    }
    if (weekday && date_weekday(w->from) != weekday) {
        struct date before = w->from;
        before.year--;
        if (!year && date_valid(before) && date_weekday(before) == weekday)
            w->from = before;
        else
            w->dubious = true;
    }
    w->past = base.year && date_compare(w->from, base) < 0;
}

void scan_add(struct scan *s, const struct when *w)
{
    if (s->count < MENTIONS)
        s->found[s->count++] = *w;
}

static void add_day(struct scan *s, int day, int month, int year, int weekday, size_t first,
                    size_t stop)
{
    struct when w = {.kind = WHEN_DAY,
                     .from = {0, month, day},
                     .start = -1,
                     .end = -1,
                     .first = first,
                     .stop = stop};
    settle_year(s->p, &w, year, weekday);
    w.to = w.from;
    if (w.from.year == 0)
        return;
    s->month = w.from.month;
    s->year = w.from.year;
    scan_add(s, &w);
}

/* ":e", ":a", "th" after a day's number. */
static size_t ordinal_at(const struct page *p, size_t i)
{
    if (mark_at(p, i, ":") && (scan_word(p, i + 1, "e") || scan_word(p, i + 1, "a")) &&
        !p->tokens[i + 1].gap)
        return 2;
    return (scan_word(p, i, "th") || scan_word(p, i, "st") || scan_word(p, i, "nd") ||
            scan_word(p, i, "rd") || scan_word(p, i, "e")) &&
           i < p->count && !p->tokens[i].gap;
}

struct days {
    int day[LIST_DAYS];
    size_t first[LIST_DAYS];
    size_t count;
    bool span;
};

/* "14 och 21", "8, 15 och 22", "27–28": days that share the month behind them. */
static size_t day_list(const struct page *p, size_t i, struct days *d)
{
    size_t at = i;
    d->count = 0;
    d->span = false;
    while (d->count < LIST_DAYS && scan_digits(p, at, 2, 1, 31)) {
        d->first[d->count] = at;
        d->day[d->count++] = p->tokens[at].number;
        at += 1;
        at += ordinal_at(p, at);
        if (mark_at(p, at, ".") && at + 1 < p->count && month_named(p->tokens[at + 1].word))
            at++;
        size_t next = at;
        if (mark_at(p, next, "-") || (scan_word(p, next, "till") && d->count == 1)) {
            d->span = true;
            next++;
        } else if (mark_at(p, next, ",") || scan_word(p, next, "och") || scan_word(p, next, "o") ||
                   scan_word(p, next, "eller") || scan_word(p, next, "samt") ||
                   mark_at(p, next, "&") || scan_word(p, next, "and") || scan_word(p, next, "or")) {
            next++;
            next += scan_word(p, next, "och");
        } else {
            break;
        }
        next += scan_word(p, next, "den");
        if (!scan_digits(p, next, 2, 1, 31))
            break;
        at = next;
    }
    return at - i;
}

static void add_list(struct scan *s, const struct days *d, int month, int year, int weekday,
                     size_t first, size_t stop)
{
    if (d->span && d->count == 2 && d->day[0] < d->day[1]) {
        struct when w = {.kind = WHEN_SPAN,
                         .from = {0, month, d->day[0]},
                         .start = -1,
                         .end = -1,
                         .first = first,
                         .stop = stop};
        settle_year(s->p, &w, year, weekday);
        w.to = (struct date){w.from.year, month, d->day[1]};
        s->month = month;
        s->year = w.from.year;
        if (w.from.year && date_valid(w.to))
            scan_add(s, &w);
        return;
    }
    for (size_t i = 0; i < d->count; i++)
        add_day(s, d->day[i], month, year, weekday, i ? d->first[i] : first, stop);
}

/* A two-digit or four-digit year behind "12/2": "12/2-27", "12/2 2027", "12/2/27". */
static size_t short_year(const struct page *p, size_t i, int *year)
{
    if (year_at(p, i)) {
        *year = p->tokens[i].number;
        return 1;
    }
    if ((mark_at(p, i, "-") || mark_at(p, i, "/")) && i + 1 < p->count && !p->tokens[i].gap &&
        !p->tokens[i + 1].gap) {
        int n = p->tokens[i + 1].number;
        if (p->tokens[i + 1].kind == TOKEN_DIGITS && strlen(p->tokens[i + 1].word) == 2 &&
            n >= 20 && n < 60 && !mark_at(p, i + 2, "/")) {
            *year = 2000 + n;
            return 2;
        }
        if (year_at(p, i + 1)) {
            *year = p->tokens[i + 1].number;
            return 2;
        }
    }
    return 0;
}

/* Behind a list of days: the month, by name or by number, and the year. */
static size_t month_after(const struct page *p, size_t at, int *month, int *year)
{
    size_t i = at;
    i += scan_word(p, i, "of");
    if (i < p->count && p->tokens[i].kind == TOKEN_WORD && month_named(p->tokens[i].word)) {
        *month = month_named(p->tokens[i].word);
        i++;
        i += mark_at(p, i, ".") && year_at(p, i + 1);
        i += mark_at(p, i, ",") && year_at(p, i + 1);
        if (year_at(p, i)) {
            *year = p->tokens[i].number;
            i++;
        }
        return i - at;
    }
    if (mark_at(p, i, "/") && !p->tokens[i].gap && scan_digits(p, i + 1, 2, 1, 12) &&
        !p->tokens[i + 1].gap) {
        *month = p->tokens[i + 1].number;
        return 2 + short_year(p, i + 2, year);
    }
    return 0;
}

static size_t iso_date(struct scan *s, size_t i, int weekday, size_t first)
{
    const struct page *p = s->p;
    if (!year_at(p, i) || !mark_at(p, i + 1, "-") || !scan_digits(p, i + 2, 2, 1, 12) ||
        !mark_at(p, i + 3, "-") || !scan_digits(p, i + 4, 2, 1, 31) || p->tokens[i + 4].gap)
        return 0;
    if (mark_at(p, i + 5, "-") && !p->tokens[i + 5].gap && i + 6 < p->count &&
        !p->tokens[i + 6].gap)
        return 0;
    add_day(s, p->tokens[i + 4].number, p->tokens[i + 2].number, p->tokens[i].number, weekday,
            first, i + 5);
    return 5;
}

/* "December 3, 2026", "november 24, 2026". */
static size_t month_first(struct scan *s, size_t i, int weekday, size_t first)
{
    const struct page *p = s->p;
    int month = p->tokens[i].kind == TOKEN_WORD ? month_named(p->tokens[i].word) : 0;
    if (!month || !scan_digits(p, i + 1, 2, 1, 31))
        return 0;
    size_t at = i + 2;
    at += ordinal_at(p, at);
    int year = 0;
    if (year_at(p, at + mark_at(p, at, ","))) {
        at += mark_at(p, at, ",");
        year = p->tokens[at++].number;
    } else if (mark_at(p, at, ":") || mark_at(p, at, ".")) {
        return 0;
    }
    add_day(s, p->tokens[i + 1].number, month, year, weekday, first, at);
    return at - i;
}

/* "den 28:e" where the month was said before. */
static size_t bare_day(struct scan *s, size_t i, size_t first)
{
    const struct page *p = s->p;
    if (!s->month || !scan_digits(p, i, 2, 1, 31) || !ordinal_at(p, i + 1))
        return 0;
    size_t stop = i + 1 + ordinal_at(p, i + 1);
    size_t had = s->count;
    add_day(s, p->tokens[i].number, s->month, s->year, 0, first, stop);
    if (s->count > had)
        s->found[had].bare_day = true;
    return stop - i;
}

/* "den sista september": the month's last day. */
static size_t last_day(struct scan *s, size_t i, size_t first)
{
    const struct page *p = s->p;
    int month = 0, year = 0;
    if (!scan_word(p, i, "sista") && !scan_word(p, i, "siste"))
        return 0;
    size_t used = i + 1 < p->count && p->tokens[i + 1].kind == TOKEN_WORD
                      ? month_after(p, i + 1, &month, &year)
                      : 0;
    if (!used)
        return 0;
    int day = 31;
    while (day > 28 && !date_valid((struct date){year ? year : p->date.year, month, day}))
        day--;
    add_day(s, day, month, year, 0, first, i + 1 + used);
    return 1 + used;
}

size_t scan_day(struct scan *s, size_t i)
{
    const struct page *p = s->p;
    size_t at = i;
    int weekday = p->tokens[i].kind == TOKEN_WORD ? weekday_named(p->tokens[i].word) : 0;
    if (weekday) {
        at++;
        at += mark_at(p, at, ".") || mark_at(p, at, ",");
        /* "måndagarna 8 och 15 mars" names them all, "tis-ons" none of them */
        if (mark_at(p, at, "-"))
            return 0;
    }
    at += scan_word(p, at, "den") || scan_word(p, at, "d") || scan_word(p, at, "the");
    at += mark_at(p, at, ".") && weekday;
    if (at >= p->count)
        return 0;
    size_t n = iso_date(s, at, weekday, i);
    if (!n)
        n = last_day(s, at, i);
    if (!n)
        n = month_first(s, at, weekday, i);
    if (n)
        return at + n - i;
    struct days d;
    int month = 0, year = 0;
    size_t list = day_list(p, at, &d);
    size_t tail = list ? month_after(p, at + list, &month, &year) : 0;
    if (tail) {
        add_list(s, &d, month, year, weekday, i, at + list + tail);
        return at + list + tail - i;
    }
    n = bare_day(s, at, i);
    return n ? at + n - i : 0;
}

/* Two days with a dash between them are one span. */
static void join_spans(struct scan *s)
{
    for (size_t i = 0; i + 1 < s->count; i++) {
        struct when *w = &s->found[i], *next = &s->found[i + 1];
        if (w->kind != WHEN_DAY || next->kind != WHEN_DAY || next->first != w->stop + 1 ||
            !mark_at(s->p, w->stop, "-") || date_compare(w->from, next->from) >= 0)
            continue;
        w->kind = WHEN_SPAN;
        w->to = next->from;
        w->stop = next->stop;
        memmove(next, next + 1, (s->count - i - 2) * sizeof *next);
        s->count--;
    }
}

/* "40 min med start kl 11", "kl 16 (tar 1,5 timme)": a length beside a clock gives its end. */
static void pair_lengths(struct scan *s)
{
    const struct token *tokens = s->p->tokens;
    for (size_t i = 0; i < s->count; i++) {
        struct when *clock = &s->found[i];
        if (clock->kind != WHEN_CLOCK || clock->end >= 0)
            continue;
        const struct when *near[] = {i + 1 < s->count ? clock + 1 : NULL, i ? clock - 1 : NULL};
        for (size_t n = 0; n < 2 && clock->end < 0; n++)
            if (near[n] && near[n]->kind == WHEN_LENGTH &&
                tokens[near[n]->first].sentence == tokens[clock->first].sentence &&
                clock->start + near[n]->start < 24 * 60)
                clock->end = clock->start + near[n]->start;
    }
}

static bool after_day(const struct scan *s, size_t i)
{
    if (form_label(s->p, i) == LABEL_TIME)
        return true;
    if (i && s->p->tokens[i - 1].kind == TOKEN_WORD && weekday_named(s->p->tokens[i - 1].word))
        return true; /* "torsdagar 13-15" */
    if (!s->count)
        return false;
    const struct when *w = &s->found[s->count - 1];
    return w->kind == WHEN_DAY && (w->stop == i || (w->stop + 1 == i && mark_at(s->p, i - 1, ",")));
}

struct when *when_all(const struct page *p, size_t *count)
{
    static const struct cue same[] = {
        {"samma tid*", 0}, {"samma klockslag", 0}, {"same time", 0}, {NULL, 0}};
    struct scan s = {.p = p, .found = arena_array(p->arena, MENTIONS, sizeof *s.found)};
    for (size_t i = 0; i < p->count;) {
        struct when w;
        size_t n = 0;
        if (p->tokens[i].zone >= ZONE_SIGNATURE) {
            i++;
            continue;
        }
        if ((n = scan_week(&s, i)) || (n = scan_day(&s, i)) || (n = scan_relative(&s, i)) ||
            (n = scan_within(&s, i))) {
            i += n;
            continue;
        }
        if ((n = cue_of(p, i, same) ? cue_at(p, i, cue_of(p, i, same)->pattern) : 0)) {
            w = (struct when){.kind = WHEN_SAME, .start = -1, .end = -1, .first = i, .stop = i + n};
            scan_add(&s, &w);
        } else if ((n = clock_at(p, i, after_day(&s, i), &w)) || (n = length_at(p, i, &w))) {
            scan_add(&s, &w);
        }
        i += n ? n : 1;
    }
    join_spans(&s);
    pair_lengths(&s);
    *count = s.count;
    return s.found;
}

struct date when_header_date(struct arena *a, const char *line)
{
    struct page *p = page_make(a, "", line);
    struct scan s = {.p = p, .found = arena_array(a, MENTIONS, sizeof *s.found)};
    p->sentences = arena_array(a, 1, sizeof *p->sentences);
    p->sentences[0].end = p->count;
    for (size_t i = 0; i < p->count;) {
        size_t n = scan_day(&s, i);
        if (s.count && s.found[0].from.year)
            return s.found[0].from;
        i += n ? n : 1;
    }
    return (struct date){0, 0, 0};
}

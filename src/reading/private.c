/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Personal numbers: six or eight figures of a day and four more, the last a check digit. (Accounts:
 * private_account.c.)
 *
 * A day and four figures are also what spans of days and points of time look like, and ten figures
 * in a row what phone numbers do; each has its rule below.
 */
#include "private_text.h"

#include <string.h>

#include "base/calendar.h"

/* D is a figure, - a separator; the first that fits is taken. */
static const char *const shapes[] = {"DDDDDDDDDDDD", "DDDDDDDD-DDDD", "DDDD-DD-DD-DDDD",
                                     "DDDDDDDDDD", "DDDDDD-DDDD"};

static const char *const person_cues[] = {"personnummer",
                                          "personnr",
                                          "person nr",
                                          "pers.nr",
                                          "pers nr",
                                          "persnr",
                                          "pnr",
                                          "p-nr",
                                          "p nr",
                                          "samordningsnummer",
                                          "född",
                                          "id-nummer",
                                          "idnummer",
                                          "personal number",
                                          NULL};

struct candidate {
    char digits[13];
    size_t count;
    bool dashed, plus; /* how the last four are set off */
};

/* Space, dash or both, at most three of them. */
static const char *past_separator(const char *at, struct candidate *c)
{
    const char *from = at;
    for (int i = 0; i < 3; i++) {
        size_t space = private_space(at), dash = private_dash(at);
        c->dashed = c->dashed || dash > 0 || *at == '+';
        c->plus = c->plus || *at == '+';
        at += space + dash + (*at == '+');
    }
    return at > from ? at : NULL;
}

/* What stands behind the candidate; NULL when the shape does not fit. */
static const char *fit(const char *at, const char *shape, struct candidate *c)
{
    memset(c, 0, sizeof *c);
    for (; *shape; shape++) {
        if (*shape == 'D' && private_digit(*at)) {
            c->digits[c->count++] = *at++;
            continue;
        }
        c->dashed = c->plus = false;
        at = *shape == '-' ? past_separator(at, c) : NULL;
        if (!at)
            return NULL;
    }
    bool goes_on = private_digit(*at) ||
                   (private_dash(at) && private_digit(at[private_dash(at)])) ||
                   (*at == ':' && private_digit(at[1]));
    return goes_on ? NULL : at;
}

static int two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* A coordination number has 60 added to its day. */
static bool day_exists(const struct candidate *c)
{
    const char *ten = c->digits + c->count - 10;
    int century = c->count == 12 ? two(c->digits) : 0, day = two(ten + 4);
    struct date d = {.month = two(ten + 2), .day = day > 60 ? day - 60 : day};
    if (c->count == 12 && (century < 18 || century > 20))
        return false;
    d.year = (century ? century : 20) * 100 + two(ten);
    bool exists = date_valid(d);
    d.year -= century ? 0 : 100;
    return exists || date_valid(d);
}

/* "260301-0305", "2026-03-01 09:00" without its colon: days or times that lie about now. */
static bool is_span(const struct candidate *c)
{
    const char *ten = c->digits + c->count - 10;
    int year = two(ten), first = two(ten + 6), second = two(ten + 8);
    if (year < 20 || year > 39 || (c->count == 12 && two(c->digits) != 20) || two(ten + 4) > 60)
        return false;
    bool is_day = first >= 1 && first <= 12 && second >= 1 && second <= 31;
    bool is_time = first <= 24 && second < 60 && second % 15 == 0;
    return is_day || is_time;
}

/* A letter, a sign of a link, or the fraction of a number before it: part of something else. */
static bool begins_here(const char *text, const char *at, bool called)
{
    if (at == text)
        return true;
    unsigned char before = (unsigned char)at[-1];
    if (private_digit(at[-1]) || strchr("/=_+#", before))
        return false;
    if ((before == '.' || before == ',') && at - text > 1 && private_digit(at[-2]))
        return false;
    return called || !private_letter(before);
}

static bool is_person(const char *text, const char *at)
{
    struct candidate c;
    bool called = private_called(text, at, person_cues, PRIVATE_NEAR);
    if (!begins_here(text, at, called))
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (!fit(at, shapes[i], &c) || !day_exists(&c))
            continue;
        if (!private_luhn(c.digits + c.count - 10, 10))
            continue;
        if (called || c.plus)
            return true;
        bool phone = c.count == 10 && c.digits[0] == '0' && !c.dashed;
        if (!phone && !is_span(&c))
            return true;
    }
    return false;
}

enum private_number reading_private_number(const char *text)
{
    for (const char *at = text; *at; at++) {
        if (private_digit(*at) && (at == text || !private_digit(at[-1])) && is_person(text, at))
            return PRIVATE_PERSON;
    }
    return private_account(text) ? PRIVATE_ACCOUNT : PRIVATE_NONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Numbers of accounts: IBAN by its check figures; Swedish ones by what the text calls them, since a
 * bare number of that form may as well be a year, a time or a cost reference.
 */
#include "private_text.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"

bool private_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool private_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

size_t private_space(const char *at)
{
    return *at == ' ' ? 1 : strncmp(at, "\u00a0", 2) == 0 ? 2 : 0;
}

size_t private_dash(const char *at)
{
    if (*at == '-')
        return 1;
    return strncmp(at, "\u2010", 3) == 0 || strncmp(at, "\u2011", 3) == 0 ||
                   strncmp(at, "\u2013", 3) == 0 || strncmp(at, "\u2212", 3) == 0
               ? 3
               : 0;
}

bool private_luhn(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int n = digits[count - 1 - i] - '0';
        if (i % 2 == 1)
            n = n * 2 > 9 ? n * 2 - 9 : n * 2;
        sum += n;
    }
    return sum % 10 == 0;
}

static bool whole_word(const char *text, const char *word, size_t len)
{
    return (word == text || !private_letter((unsigned char)word[-1])) &&
           (len > 3 || !private_letter((unsigned char)word[len]));
}

bool private_called(const char *text, const char *at, const char *const *words, size_t within)
{
    const char *from = (size_t)(at - text) > within ? at - within : text;
    for (const char *c = at; c > from; c--)
        if (c[-1] == '\n' || c[-1] == '!' || c[-1] == '?') {
            from = c;
            break;
        }
    for (; *words; words++) {
        const char *hit = from;
        size_t len = strlen(*words);
        while ((hit = text_find_nocase(hit, (size_t)(at - hit), *words))) {
            if (whole_word(text, hit, len))
                return true;
            hit++;
        }
    }
    return false;
}

/* ---- IBAN ---- */

/* The countries that money is likely to come from, and how long their numbers are. */
static const struct {
    char country[3];
    size_t length;
} ibans[] = {{"SE", 24}, {"NO", 15}, {"DK", 18}, {"FI", 18}, {"IS", 26}, {"DE", 22}, {"GB", 22},
             {"NL", 18}, {"BE", 16}, {"FR", 27}, {"ES", 24}, {"IT", 27}, {"PT", 25}, {"PL", 28},
             {"EE", 20}, {"LV", 21}, {"LT", 20}, {"AT", 20}, {"CH", 21}, {"IE", 22}, {"LU", 20},
             {"HU", 28}, {"CZ", 24}, {"RO", 24}, {"BG", 22}, {"GR", 27}, {"HR", 21}, {"MT", 31}};

enum { IBAN_MAX = 34 };

static bool iban_checks(const char *iban, size_t length)
{
    int rest = 0;
    for (size_t i = 0; i < length; i++) {
        char c = iban[(i + 4) % length];
        int value = private_digit(c) ? c - '0' : c - 'A' + 10;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

/* Letters and figures from here on, without single spaces between them; how many. */
static size_t collect(const char *at, size_t wanted, char *out)
{
    size_t n = 0;
    while (n < wanted) {
        char c = *at;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (private_digit(c) || (c >= 'A' && c <= 'Z')) {
            out[n++] = c;
            at++;
        } else if (n > 0 && (private_space(at) || private_dash(at))) {
            at += private_space(at) + private_dash(at);
            if (!private_digit(*at) && !private_letter((unsigned char)*at))
                return n;
        } else {
            return n;
        }
    }
    return private_digit(*at) || private_letter((unsigned char)*at) ? 0 : n;
}

static bool is_iban(const char *text, const char *at)
{
    char found[IBAN_MAX + 1];
    if (at > text && (private_digit(at[-1]) || private_letter((unsigned char)at[-1])))
        return false;
    for (size_t i = 0; i < sizeof ibans / sizeof ibans[0]; i++)
        if (text_starts_nocase(at, ibans[i].country) && private_digit(at[2]) &&
            private_digit(at[3]) && collect(at, ibans[i].length, found) == ibans[i].length)
            return iban_checks(found, ibans[i].length);
    return false;
}

/* ---- Swedish numbers ---- */

static const char *const giro_cues[] = {"bankgiro", "bankgirot", "bg",    "plusgiro", "plusgirot",
                                        "postgiro", "bg-nr",     "pg-nr", "pg",       NULL};
static const char *const clearing_cues[] = {"clearing", "sort code", NULL};
static const char *const account_cues[] = {
    "kontonummer", "kontonr",     "konto nr",       "kontot",     "bankkonto",    "lönekonto",
    "sparkonto",   "personkonto", "account number", "account no", "bank account", NULL};
static const char *const bank_cues[] = {
    "handelsbanken", "swedbank",      "nordea", "seb",  "danske bank", "ica banken", "sbab",
    "sparbanken",    "skandiabanken", "avanza", "bank", "banken",      "konto",      NULL};
static const char *const cost_cues[] = {"ansvar",    "kostnadsställe", "kst",
                                        "kontering", "projekt",        "verksamhet",
                                        "faktura",   "referens",       NULL};

struct number {
    char digits[24];
    size_t count;
    size_t first; /* figures before the first separator */
};

/* Figures with at most two separators between them: one number as people write it. */
static struct number number_at(const char *at)
{
    struct number n = {.count = 0};
    for (;;) {
        while (private_digit(*at) && n.count < sizeof n.digits)
            n.digits[n.count++] = *at++;
        if (n.first == 0)
            n.first = n.count;
        const char *next = at;
        for (int i = 0; i < 2; i++)
            next += private_space(next) + private_dash(next) + (*next == ',' || *next == '.');
        if (next == at || !private_digit(*next) || n.count == sizeof n.digits)
            return n;
        at = next;
    }
}

static bool is_giro(const struct number *n)
{
    return n->count >= 5 && n->count <= 8 && private_luhn(n->digits, n->count);
}

/* Swedbank's clearing numbers have a check digit of their own: 8327-9, 123 456 789-0. */
static bool is_swedbank(const char *at, const struct number *n)
{
    return n->first == 4 && n->digits[0] == '8' && private_dash(at + 4) == 1 &&
           private_digit(at[5]) && strchr(", ", at[6]) && at[6] && n->count >= 11 &&
           n->count <= 15 && private_luhn(n->digits, 5);
}

/* "2027-03-01", whatever figures follow. */
static bool is_date(const struct number *n)
{
    char text[] = "0000-00-00";
    struct date d;
    if (n->first != 4 || n->count < 8)
        return false;
    memcpy(text, n->digits, 4);
    memcpy(text + 5, n->digits + 4, 2);
    memcpy(text + 8, n->digits + 6, 2);
    return date_parse(text, &d) && d.year >= 1900 && d.year < 2100;
}

static bool is_swedish(const char *text, const char *at)
{
    struct number n = number_at(at);
    bool clearing = n.first == 4 || n.first == 5 || n.count >= 9;
    if (is_swedbank(at, &n))
        return true;
    if (is_date(&n))
        return false;
    if (n.digits[0] == '0')
        return private_called(text, at, account_cues, PRIVATE_BESIDE) && n.count >= 11;
    if (is_giro(&n) && private_called(text, at, giro_cues, PRIVATE_BESIDE))
        return true;
    if (clearing && private_called(text, at, clearing_cues, PRIVATE_BESIDE))
        return true;
    if (n.count >= 7 && n.count <= 16 && private_called(text, at, account_cues, PRIVATE_BESIDE))
        return true;
    return n.count >= 11 && n.count <= 16 && private_called(text, at, bank_cues, PRIVATE_BESIDE) &&
           !private_called(text, at, cost_cues, PRIVATE_NEAR);
}

bool private_account(const char *text)
{
    for (const char *at = text; *at; at++) {
        bool begins = at == text || !private_digit(at[-1]);
        if (private_digit(*at) && begins && is_swedish(text, at))
            return true;
        if (private_letter((unsigned char)*at) && is_iban(text, at))
            return true;
    }
    return false;
}

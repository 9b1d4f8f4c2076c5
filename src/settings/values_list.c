/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Values that are lists: domains, networks, areas, pauses, amounts by year or by date. A list is
 * refused whole when one of its pieces is, and the message names the piece.
 */
#include "conf.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Refuses a list for the sake of one piece. */
static bool piece_bad(struct loader *l, const char *piece)
{
    l->why = arena_printf(l->a, "\"%s\" is not valid", text_shorten(l->a, piece, 40));
    return false;
}

/* Letters, digits and hyphens in labels between single points. */
static bool is_domain(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    size_t len = strlen(text);
    if (len == 0 || len > 253 || strspn(text, allowed) != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (strchr(".-", text[i]) && (i == 0 || text[i - 1] == '.' || i + 1 == len))
            return false;
    return true;
}

bool conf_domains(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    size_t count = 0;
    const char *folded = text_fold(l->a, value);
    char **pieces = text_split(l->a, folded, " ,", &count);
    *(const char **)field = folded;
    for (size_t i = 0; i < count; i++)
        if (!is_domain(pieces[i]))
            return piece_bad(l, pieces[i]);
    return true;
}

/* An IPv4 or IPv6 address, or one with /BITS behind it. */
static bool is_network(struct arena *a, const char *text)
{
    unsigned char bytes[16];
    size_t len = strcspn(text, "/");
    const char *address = arena_strndup(a, text, len);
    long most = 0, bits;
    if (inet_pton(AF_INET, address, bytes) == 1)
        most = 32;
    else if (inet_pton(AF_INET6, address, bytes) == 1)
        most = 128;
    return most && (text[len] == '\0' || conf_digits(text + len + 1, 0, most, &bits));
}

bool conf_networks(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    size_t count = 0;
    char **pieces = text_split(l->a, value, " \t,", &count);
    *(const char **)field = arena_strdup(l->a, value);
    for (size_t i = 0; i < count; i++)
        if (!is_network(l->a, pieces[i]))
            return piece_bad(l, pieces[i]);
    return true;
}

bool conf_areas(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    size_t count = 0;
    char **pieces = text_split(l->a, value, " \t,", &count);
    for (size_t i = 0; i < count; i++)
        if (strspn(pieces[i], "abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(pieces[i]))
            return piece_bad(l, pieces[i]);
    l->rule->rule.areas = (const char *const *)pieces;
    l->rule->rule.area_count = count;
    return count > 0;
}

bool conf_pauses(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    size_t count = 0;
    char **pieces = text_split(l->a, value, " \t,", &count);
    struct date_range *pauses = arena_array(l->a, count, sizeof *pauses);
    for (size_t i = 0; i < count; i++) {
        const char *dots = strstr(pieces[i], "..");
        if (!dots ||
            !date_parse(arena_strndup(l->a, pieces[i], (size_t)(dots - pieces[i])),
                        &pauses[i].from) ||
            !date_parse(dots + 2, &pauses[i].to))
            return piece_bad(l, pieces[i]);
        if (date_compare(pauses[i].from, pauses[i].to) > 0) {
            l->why = arena_printf(l->a, "%s ends before it begins", pieces[i]);
            return false;
        }
    }
    l->s->invite.pauses = pauses;
    l->s->invite.pause_count = count;
    return true;
}

/* What stands before the mark, and behind it in *rest; NULL when the mark is not there. */
static const char *before(struct arena *a, const char *text, char mark, const char **rest)
{
    const char *at = strchr(text, mark);
    if (!at)
        return NULL;
    *rest = at + 1;
    return arena_strndup(a, text, (size_t)(at - text));
}

static int by_year(const void *a, const void *b)
{
    const struct base_amount *x = a, *y = b;
    return (x->year > y->year) - (x->year < y->year);
}

bool conf_base_amounts(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    size_t count = 0;
    char **pieces = text_split(l->a, value, " \t,", &count);
    struct base_amount *amounts = arena_array(l->a, count, sizeof *amounts);
    for (size_t i = 0; i < count; i++) {
        long year = 0;
        const char *kronor = NULL, *first = before(l->a, pieces[i], ':', &kronor);
        if (!first || !conf_digits(first, 1957, 9999, &year) ||
            !conf_digits(kronor, 1, 9999999, &amounts[i].kronor))
            return piece_bad(l, pieces[i]);
        amounts[i].year = (int)year;
    }
    qsort(amounts, count, sizeof *amounts, by_year);
    for (size_t i = 1; i < count; i++)
        if (amounts[i].year == amounts[i - 1].year) {
            l->why = arena_printf(l->a, "%d is given twice", amounts[i].year);
            return false;
        }
    l->s->compensation.base_amounts = amounts;
    l->s->compensation.base_amount_count = count;
    return true;
}

static int by_date(const void *a, const void *b)
{
    const struct fixed_fee *x = a, *y = b;
    return date_compare(x->from, y->from);
}

static bool fee_read(struct arena *a, const char *piece, struct fixed_fee *fee)
{
    const char *fees = NULL, *full = NULL;
    const char *date = before(a, piece, ':', &fees);
    const char *half = date ? before(a, fees, '/', &full) : NULL;
    return half && date_parse(date, &fee->from) && conf_digits(half, 0, 9999999, &fee->half_day) &&
           conf_digits(full, 0, 9999999, &fee->full_day);
}

bool conf_fixed_fees(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    size_t count = 0;
    char **pieces = text_split(l->a, value, " \t,", &count);
    struct fixed_fee *fees = arena_array(l->a, count, sizeof *fees);
    for (size_t i = 0; i < count; i++)
        if (!fee_read(l->a, pieces[i], &fees[i]))
            return piece_bad(l, pieces[i]);
    qsort(fees, count, sizeof *fees, by_date);
    for (size_t i = 1; i < count; i++)
        if (date_compare(fees[i].from, fees[i - 1].from) == 0) {
            l->why = arena_printf(l->a, "%s is given twice", date_text(l->a, fees[i].from));
            return false;
        }
    l->s->compensation.fixed = fees;
    l->s->compensation.fixed_count = count;
    return true;
}

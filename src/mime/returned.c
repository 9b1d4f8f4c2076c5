/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a bounce brings back of the mail it is about: ids and addresses, wherever they stand.
 *
 * The returned part may be a message, its headers alone, or plain text below a line of dashes. In
 * all of them header lines look alike, so one reader of header lines serves for all.
 */
#include "mime_private.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { FOLDS = 40, VALUE_BYTES = 8192 };

static bool local_char(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr(".!#$%&*+/=?^_`{|}~-", c) != NULL);
}

/* The address around the '@' at `at`, within [from, end); NULL when it is none. */
static char *address_around(struct arena *a, const char *from, const char *at, const char *end)
{
    const char *left = at, *right = at + 1;
    while (left > from && local_char(left[-1]))
        left--;
    while (right < end && (isalnum((unsigned char)*right) || *right == '.' || *right == '-'))
        right++;
    while (right > at && !isalnum((unsigned char)right[-1]))
        right--;
    if (right - left > 254 || right <= at)
        return NULL;
    const char *gateway = text_find_nocase(left, (size_t)(at - left), "smtp=");
    left = gateway ? gateway + 5 : left;
    while (left < at && !isalnum((unsigned char)*left) && *left != '_' && *left != '=')
        left++;
    char *address = arena_strndup(a, left, (size_t)(right - left));
    return text_is_address(address) ? address : NULL;
}

char *returned_address(struct arena *a, const char *text, size_t len)
{
    const char *from = text, *end = text + len;
    for (const char *p = from; (p = memchr(p, '@', (size_t)(end - p))) != NULL; p++) {
        char *address = address_around(a, from, p, end);
        if (address != NULL)
            return address;
        from = p + 1;
    }
    return NULL;
}

static void take_ids(struct job *j, const char *value)
{
    for (const char *p = value; (p = strchr(p, '<')) != NULL;) {
        const char *close = strchr(++p, '>');
        if (close == NULL)
            break;
        char *id = text_trim(j->arena, arena_strndup(j->arena, p, (size_t)(close - p)));
        if (strchr(id, '@') != NULL && strpbrk(id, " \n") == NULL)
            words_add(j->arena, &j->returned_ids, id);
        p = close;
    }
}

static void take_addresses(struct job *j, const char *value)
{
    const char *end = value + strlen(value);
    for (const char *p = strchr(value, '@'); p != NULL; p = strchr(p + 1, '@')) {
        char *address = address_around(j->arena, value, p, end);
        if (address != NULL)
            words_add(j->arena, &j->returned_addresses, address);
    }
}

static const struct {
    const char *name;
    void (*take)(struct job *j, const char *value);
} fields[] = {
    {"Message-ID", take_ids},
    {"References", take_ids},
    {"In-Reply-To", take_ids},
    {"Resent-Message-ID", take_ids},
    {"To", take_addresses},
    {"Reply-To", take_addresses},
    {"Return-Path", take_addresses},
    {"From", take_addresses},
    {"Sender", take_addresses},
    {"Errors-To", take_addresses},
    {"Delivered-To", take_addresses},
    {"X-Original-To", take_addresses},
    {"Envelope-To", take_addresses},
    {"X-Postfix-Sender", take_addresses},
    {"Original-Envelope-Id", take_ids},
};

/* The value that begins at p, with its folded lines; *next is the line behind it. */
static char *unfolded(struct arena *a, const char *p, const char *end, const char **next)
{
    const char *stop = p;
    for (int i = 0; i < FOLDS; i++) {
        const char *nl = memchr(stop, '\n', (size_t)(end - stop));
        stop = nl ? nl + 1 : end;
        if (stop >= end || (*stop != ' ' && *stop != '\t'))
            break;
    }
    *next = stop;
    size_t len = (size_t)(stop - p);
    return arena_strndup(a, p, len < VALUE_BYTES ? len : VALUE_BYTES);
}

void returned_harvest(struct job *j, const char *text, size_t len)
{
    const char *end = text + len;
    for (const char *p = text; p < end && !job_late(j);) {
        const char *nl = memchr(p, '\n', (size_t)(end - p)), *next = nl ? nl + 1 : end;
        while (p < next && (*p == '>' || *p == ' ' || *p == '|'))
            p++;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            size_t name = strlen(fields[i].name);
            if (text_starts_nocase(p, fields[i].name) && p[name] == ':') {
                fields[i].take(j, unfolded(j->arena, p + name + 1, end, &next));
                break;
            }
        }
        p = next;
    }
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Single values: texts, words, numbers, times, addresses, files. Each reader takes the value as it
 * stands in the file, without white space around it, and refuses what it does not wholly
 * understand.
 */
#include "conf.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { LOCAL_PART_MAX = 64, TOKEN_LENGTH = 26 };

static const char TOKEN_MARK[] = "{token}";

static void keep(struct loader *l, const char *value, void *field)
{
    *(const char **)field = value ? arena_strdup(l->a, value) : NULL;
}

bool conf_text(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    return value[0] != '\0';
}

bool conf_optional(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value[0] ? value : NULL, field);
    return true;
}

static const struct word *word_of(const struct key *k, const char *value)
{
    for (const struct word *w = k->words; w->text; w++)
        if (strcmp(w->text, value) == 0)
            return w;
    return NULL;
}

bool conf_word(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)l;
    const struct word *w = word_of(k, value);
    if (w)
        *(int *)field = w->value;
    return w != NULL;
}

bool conf_word_text(struct loader *l, const struct key *k, const char *value, void *field)
{
    keep(l, value, field);
    return word_of(k, value) != NULL;
}

bool conf_flag(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)l;
    const struct word *w = word_of(k, value);
    if (w)
        *(bool *)field = w->value != 0;
    return w != NULL;
}

bool conf_digits(const char *text, long least, long most, long *out)
{
    size_t len = strlen(text);
    if (len == 0 || len > 9 || strspn(text, "0123456789") != len)
        return false;
    *out = strtol(text, NULL, 10);
    return *out >= least && *out <= most;
}

bool conf_number(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)l;
    long n = 0;
    if (!conf_digits(value, k->least, k->most, &n))
        return false;
    *(int *)field = (int)n;
    return true;
}

bool conf_months(struct loader *l, const struct key *k, const char *value, void *field)
{
    if (strcmp(value, "keep") != 0)
        return conf_number(l, k, value, field);
    *(int *)field = -1;
    return true;
}

/* Read by hand: strtod() looks at the locale, and takes "inf", "0x1" and "1e-3" too. */
bool conf_share(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)l, (void)k;
    double share = 0, unit = 1;
    bool point = false, digit = false;
    for (const char *c = value; *c; c++) {
        if (*c == '.' && !point && digit) {
            point = true;
        } else if (*c >= '0' && *c <= '9') {
            digit = true;
            unit = point ? unit / 10 : unit;
            share = point ? share + (*c - '0') * unit : 10 * share + (*c - '0');
        } else {
            return false;
        }
    }
    *(double *)field = share;
    return share > 0 && share <= 1 && value[strlen(value) - 1] != '.';
}

bool conf_address(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    return text_is_address(value) && !strpbrk(value, "{}");
}

bool conf_address_optional(struct loader *l, const struct key *k, const char *value, void *field)
{
    if (value[0])
        return conf_address(l, k, value, field);
    keep(l, NULL, field);
    return true;
}

/* Looked at with a token in its place: so long a local part must still be one. */
bool conf_address_token(struct loader *l, const struct key *k, const char *value, void *field)
{
    const char *mark = strstr(value, TOKEN_MARK);
    if (!mark)
        return conf_address_optional(l, k, value, field);
    const char *at = strchr(value, '@');
    char token[TOKEN_LENGTH + 1];
    memset(token, 'a', TOKEN_LENGTH);
    token[TOKEN_LENGTH] = '\0';
    const char *filled = settings_address(l->a, value, token);
    keep(l, value, field);
    if (!at || mark > at || strpbrk(filled, "{}") || !text_is_address(filled))
        return false;
    if (strcspn(filled, "@") > LOCAL_PART_MAX)
        l->why = "with a token of 26 characters, more than 64 stand before the @";
    return !l->why;
}

/* A slip of the pen must not turn the search over people on: "concent" is no decision. */
bool conf_legal_basis(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    if (strcmp(value, "none") == 0 || strcmp(value, "consent") == 0)
        return true;
    return strpbrk(value, " \t0123456789") != NULL;
}

bool conf_zone(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    if (!value[0] || value[0] == '/' || strstr(value, ".."))
        return false;
    char magic[4] = "";
    FILE *file = fopen(arena_printf(l->a, "/usr/share/zoneinfo/%s", value), "re");
    bool known = file && fread(magic, 1, 4, file) == 4 && memcmp(magic, "TZif", 4) == 0;
    if (file)
        fclose(file);
    return known;
}

/* Looks whether a path can be read and is, or is not, a folder. */
static bool readable(struct loader *l, const char *path, bool folder)
{
    struct stat st;
    if (!path[0])
        return false;
    int gone = stat(path, &st);
    if (gone == 0 && S_ISDIR(st.st_mode) != folder)
        l->why = folder ? "this is not a folder" : "this is a folder";
    else if (gone != 0 || access(path, folder ? R_OK | X_OK : R_OK) != 0)
        l->why = arena_strdup(l->a, strerror(errno));
    return !l->why;
}

bool conf_file(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    return readable(l, value, false);
}

bool conf_file_optional(struct loader *l, const struct key *k, const char *value, void *field)
{
    if (value[0])
        return conf_file(l, k, value, field);
    keep(l, NULL, field);
    return true;
}

bool conf_folder(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    keep(l, value, field);
    return readable(l, value, true);
}

/* hh:mm at the start of the text, as minutes after midnight, 24:00 included; -1: it is not there.
 */
static int minutes(const char *text)
{
    static const char form[] = "dd:dd";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return -1;
    int hour = (text[0] - '0') * 10 + text[1] - '0';
    int minute = (text[3] - '0') * 10 + text[4] - '0';
    int sum = hour * 60 + minute;
    return minute < 60 && sum <= 24 * 60 ? sum : -1;
}

bool conf_hours(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    if (strlen(value) != strlen("hh:mm-hh:mm") || value[5] != '-')
        return false;
    l->s->send.hours_from = minutes(value);
    l->s->send.hours_to = minutes(value + 6);
    if (l->s->send.hours_from < 0 || l->s->send.hours_to < 0)
        return false;
    if (l->s->send.hours_from >= l->s->send.hours_to)
        l->why = "the first time is not before the second";
    return !l->why;
}

bool conf_time(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)l, (void)k;
    int *at = field;
    *at = value[0] ? minutes(value) : -1;
    return !value[0] || (strlen(value) == strlen("hh:mm") && *at >= 0 && *at < 24 * 60);
}

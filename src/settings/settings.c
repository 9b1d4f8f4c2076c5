/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Questions to settings that are already read: which rule fits, what day is a pause, and which
 * addresses are ours, with and without a token. Pure.
 */
#include "settings.h"

#include <string.h>
#include <strings.h>

#include "base/secret.h"
#include "base/text.h"

static const char MARK[] = "{token}";
enum { MARK_LENGTH = sizeof MARK - 1 };

/* True when one of the wanted areas is, or lies below, one of the rule's. */
static bool rule_fits(const struct routing_rule *rule, const char *const *areas, size_t count,
                      bool (*within)(const void *, const char *, const char *), const void *tree)
{
    for (size_t i = 0; i < rule->area_count; i++)
        for (size_t j = 0; j < count; j++)
            if (within(tree, areas[j], rule->areas[i]))
                return true;
    return false;
}

enum route
settings_rule_route(const struct settings *s, const char *const *areas, size_t area_count,
                    bool (*within)(const void *tree, const char *id, const char *ancestor),
                    const void *tree, const char **rule_name)
{
    for (size_t i = 0; i < s->routing.rule_count; i++) {
        const struct routing_rule *rule = &s->routing.rules[i];
        if (!rule_fits(rule, areas, area_count, within, tree))
            continue;
        if (rule_name)
            *rule_name = rule->name;
        return rule->route;
    }
    return ROUTE_NONE;
}

bool settings_paused(const struct settings *s, struct date d)
{
    for (size_t i = 0; i < s->invite.pause_count; i++)
        if (date_compare(s->invite.pauses[i].from, d) <= 0 &&
            date_compare(d, s->invite.pauses[i].to) <= 0)
            return true;
    return false;
}

char *settings_address(struct arena *a, const char *pattern, const char *token)
{
    const char *mark = strstr(pattern, MARK);
    if (!mark)
        return arena_strdup(a, pattern);
    return arena_printf(a, "%.*s%s%s", (int)(mark - pattern), pattern, token, mark + MARK_LENGTH);
}

char *settings_token(struct arena *a, const char *pattern, const char *address)
{
    const char *mark = strstr(pattern, MARK);
    if (!mark)
        return NULL;
    size_t before = (size_t)(mark - pattern), behind = strlen(mark + MARK_LENGTH);
    if (strlen(address) != before + TOKEN_CHARS + behind ||
        strncasecmp(address, pattern, before) != 0 ||
        strcasecmp(address + before + TOKEN_CHARS, mark + MARK_LENGTH) != 0)
        return NULL;
    char *token = arena_strndup(a, address + before, TOKEN_CHARS);
    for (char *c = token; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return token_formed(token) ? token : NULL;
}

/* The address behind a pattern: without {token} and the mark that parts it from the name. */
static char *bare(struct arena *a, const char *pattern)
{
    const char *mark = strstr(pattern, MARK);
    if (!mark)
        return arena_strdup(a, pattern);
    size_t before = (size_t)(mark - pattern);
    const char *behind = mark + MARK_LENGTH;
    if (before > 0 && strchr("+-_.=", pattern[before - 1]))
        before--;
    else if (before == 0 && *behind && strchr("+-_.=", *behind))
        behind++;
    return arena_printf(a, "%.*s%s", (int)before, pattern, behind);
}

/* True when the address is among those of a space-separated list. */
static bool listed(struct arena *a, const char *list, const char *address)
{
    size_t count = 0;
    char **pieces = text_split(a, list, " ", &count);
    for (size_t i = 0; i < count; i++)
        if (text_equals_nocase(pieces[i], address))
            return true;
    return false;
}

char *settings_own_addresses(struct arena *a, const struct settings *s)
{
    const char *const ours[] = {s->library.address, s->send.from, s->send.reply_address,
                                s->send.return_address};
    char *list = arena_strdup(a, "");
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        const char *address = bare(a, ours[i]);
        if (text_is_address(address) && !listed(a, list, address))
            list = arena_printf(a, "%s%s%s", list, *list ? " " : "", address);
    }
    return list;
}

instant settings_asks_since(const struct settings *s, instant now)
{
    struct civil c = civil_from_instant(now);
    int minute = c.hour * 60 + c.minute;
    if (minute < s->send.hours_from || minute >= s->send.hours_to || settings_paused(s, c.date))
        return -1;
    c.hour = s->send.hours_from / 60;
    c.minute = s->send.hours_from % 60;
    return civil_to_instant(c);
}

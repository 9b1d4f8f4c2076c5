/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * calendar_read(): what a calendar program answers, from a text that anybody may have written.
 *
 * Six properties are asked for, so they are read here, in one pass over the unfolded lines, and no
 * tree is built of what a stranger sent. Only the calendar's own METHOD counts, and the first
 * event's own properties: not those of an alarm inside it.
 */
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "letters/calendar.h"

enum { VALUE_BYTES = 4000 };

/* An unfolded line: NAME;PARAMETERS:VALUE. */
struct property {
    char *name, *parameters, *value;
};

struct reader {
    struct arena *arena;
    struct calendar_reply *reply;
    unsigned depth;   /* of components that are open */
    unsigned event;   /* the depth of the first event, while it is open */
    bool event_taken; /* the first event has begun */
};

/* --- Lines -------------------------------------------------------------------------------------
 */

/* Takes the line ends away that are followed by a blank, and all carriage returns. */
static void unfold(char *text)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (*p == '\r')
            continue;
        if (*p == '\n' && (p[1] == ' ' || p[1] == '\t'))
            p++;
        else
            *to++ = *p;
    }
    *to = '\0';
}

/* The first ':' outside quotes; NULL when there is none. */
static char *value_start(char *line)
{
    bool quoted = false;
    for (char *p = line; *p; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (*p == ':' && !quoted)
            return p;
    }
    return NULL;
}

static bool split(char *line, struct property *p)
{
    char *colon = value_start(line);
    if (colon == NULL)
        return false;
    *colon = '\0';
    char *semicolon = strchr(line, ';');
    p->parameters = semicolon ? semicolon + 1 : colon;
    if (semicolon != NULL)
        *semicolon = '\0';
    p->name = line;
    p->value = colon + 1;
    return true;
}

/* --- Values ------------------------------------------------------------------------------------
 */

/* Well-formed, cut at VALUE_BYTES, without control characters; "\n" is a line end or a space. */
static char *text_value(struct arena *a, const char *value, bool lines)
{
    size_t len = strnlen(value, VALUE_BYTES);
    while (len > 0 && ((unsigned char)value[len] & 0xC0) == 0x80)
        len--;
    char *copy = arena_strndup(a, value, len), *to = copy;
    for (const char *p = copy; *p; p++) {
        bool escaped = *p == '\\' && p[1] != '\0';
        p += escaped;
        if (escaped && (*p == 'n' || *p == 'N'))
            *to++ = lines ? '\n' : ' ';
        else if ((unsigned char)*p >= 0x20 && *p != 0x7F)
            *to++ = *p;
    }
    *to = '\0';
    return text_trim(a, copy);
}

static char *upper_value(struct arena *a, const char *value)
{
    char *copy = text_value(a, value, false);
    for (char *p = copy; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    return copy;
}

/* The value of a parameter without its quotes; NULL when it is not there. */
static char *parameter(struct arena *a, const char *parameters, const char *name)
{
    size_t len = strlen(name);
    for (const char *p = parameters; *p;) {
        bool here = text_find_nocase(p, strnlen(p, len), name) == p && p[len] == '=';
        bool quoted = false;
        const char *end = p;
        for (; *end && (quoted || *end != ';'); end++)
            quoted = quoted != (*end == '"');
        if (here) {
            const char *value = p + len + 1;
            size_t n = (size_t)(end - value);
            if (n >= 2 && value[0] == '"' && value[n - 1] == '"')
                return arena_strndup(a, value + 1, n - 2);
            return arena_strndup(a, value, n);
        }
        p = *end ? end + 1 : end;
    }
    return NULL;
}

static bool digits(const char *text, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + text[i] - '0';
    }
    return true;
}

/* "20270301T081500Z". */
static instant utc_value(const char *text)
{
    struct date d;
    int hour, minute, second;
    if (strlen(text) != 16 || text[8] != 'T' || text[15] != 'Z' || !digits(text, 4, &d.year) ||
        !digits(text + 4, 2, &d.month) || !digits(text + 6, 2, &d.day) ||
        !digits(text + 9, 2, &hour) || !digits(text + 11, 2, &minute) ||
        !digits(text + 13, 2, &second) || !date_valid(d) || hour > 23 || minute > 59 || second > 60)
        return -1;
    instant t = DAYS(date_to_days(d)) + HOURS(hour) + MINUTES(minute) + SECONDS(second);
    return t < 0 ? -1 : t;
}

static long count_value(const char *text)
{
    long value = 0;
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || value > 1000000)
            return 0;
        value = value * 10 + *p - '0';
    }
    return value;
}

/* The address of an attendee; some programs have it in a parameter beside an id of their own. */
static const char *address_value(struct arena *a, const struct property *p)
{
    static const char scheme[] = "mailto:";
    const char *value = text_value(a, p->value, false);
    if (text_starts_nocase(value, scheme))
        value += strlen(scheme);
    if (text_is_address(value))
        return value;
    const char *other = parameter(a, p->parameters, "EMAIL");
    return other != NULL && text_is_address(other) ? other : "";
}

/* --- Properties --------------------------------------------------------------------------------
 */

static void take_attendee(struct reader *r, const struct property *p)
{
    struct calendar_reply *reply = r->reply;
    if (*reply->attendee != '\0' || *reply->partstat != '\0')
        return;
    const char *status = parameter(r->arena, p->parameters, "PARTSTAT");
    reply->attendee = address_value(r->arena, p);
    reply->partstat = upper_value(r->arena, status ? status : "");
}

static void take_of_event(struct reader *r, const struct property *p)
{
    struct calendar_reply *reply = r->reply;
    if (text_equals_nocase(p->name, "UID") && *reply->uid == '\0')
        reply->uid = text_value(r->arena, p->value, false);
    else if (text_equals_nocase(p->name, "ATTENDEE"))
        take_attendee(r, p);
    else if (text_equals_nocase(p->name, "SEQUENCE"))
        reply->sequence = count_value(p->value);
    else if (text_equals_nocase(p->name, "DTSTAMP"))
        reply->dtstamp = utc_value(p->value);
    else if (text_equals_nocase(p->name, "COMMENT") && *reply->comment == '\0')
        reply->comment = text_value(r->arena, p->value, true);
}

static void take(struct reader *r, const struct property *p)
{
    if (text_equals_nocase(p->name, "BEGIN")) {
        r->depth++;
        if (!r->event_taken && text_equals_nocase(p->value, "VEVENT")) {
            r->event_taken = true;
            r->event = r->depth;
        }
    } else if (text_equals_nocase(p->name, "END")) {
        if (r->depth == r->event)
            r->event = 0;
        r->depth -= r->depth > 0;
    } else if (r->event != 0 && r->depth == r->event) {
        take_of_event(r, p);
    } else if (r->depth <= 1 && text_equals_nocase(p->name, "METHOD") &&
               *r->reply->method == '\0') {
        r->reply->method = upper_value(r->arena, p->value);
    }
}

void calendar_read(struct arena *a, const char *text, size_t len, struct calendar_reply *reply)
{
    *reply = (struct calendar_reply){
        .method = "", .uid = "", .attendee = "", .partstat = "", .comment = "", .dtstamp = -1};
    struct reader r = {.arena = a, .reply = reply};
    char *copy = text_repair(a, text, len < CALENDAR_READ_BYTES ? len : CALENDAR_READ_BYTES);
    unfold(copy);
    for (char *line = copy, *next; line != NULL; line = next) {
        struct property p;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        if (split(line, &p))
            take(&r, &p);
    }
}

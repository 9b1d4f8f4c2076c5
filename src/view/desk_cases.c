/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the desk's pages about requests share: a row of a list, a name for staff's eyes, times in
 * words, and a mail's text with the words marked that facts were read from.
 */
#include "desk_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/associations.h"
#include "store/people.h"
#include "view/desk_tasks.h"

char *view_when(struct arena *a, instant at, instant now)
{
    if (at < 0 || at == INSTANT_NEVER)
        return arena_strdup(a, "");
    return time_near(a, civil_from_instant(at), civil_from_instant(now).date);
}

json_t *view_case_row(struct arena *a, const struct case_row *r, instant now)
{
    json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "number", r->number, "subject",
                            text_blank(r->subject) ? "Utan ämne" : r->subject, "unit",
                            r->unit && *r->unit ? r->unit : r->sender, "state_label",
                            state_swedish(r->state), "since", view_ago(a, r->state_since, now),
                            "received", view_when(a, r->received_at, now), "href",
                            arena_printf(a, "/personal/forfragningar/%s", r->number));
    struct date first;
    if (row && r->first_day && date_parse(r->first_day, &first))
        json_object_set_new(row, "first_day",
                            json_string(date_near(a, first, civil_from_instant(now).date, "sv")));
    if (row && r->tasks > 0)
        json_object_set_new(row, "tasks", json_integer(r->tasks));
    return row;
}

const char *view_party(struct arena *a, const struct house *house, const char *who)
{
    struct fault f;
    int64_t id = who && *who ? strtoll(who + 1, NULL, 10) : 0;
    if (who && *who == 'P' && id > 0) {
        struct person p;
        if (people_load_alone(house->db, a, id, &p, &f) == DONE && !text_blank(p.name))
            return p.name;
    } else if (who && *who == 'A' && id > 0) {
        struct association x;
        if (associations_load(house->db, a, id, &x, &f) == DONE)
            return x.name;
    }
    if (who && strcmp(who, "unit") == 0)
        return "Verksamheten";
    if (who && strcmp(who, "staff") == 0)
        return "Personalen";
    if (who && strcmp(who, "system") == 0)
        return "Systemet";
    if (who && strcmp(who, "command") == 0)
        return "Kommandoraden";
    return who ? who : "";
}

/* ---- A mail with marks ---- */

struct mark {
    size_t from, to;
    enum fact_key key;
};

static int by_start(const void *x, const void *y)
{
    const struct mark *a = x, *b = y;
    return (a->from > b->from) - (a->from < b->from);
}

static size_t find_marks(const char *text, const struct known_fact facts[FACT_COUNT],
                         struct mark marks[FACT_COUNT])
{
    size_t n = 0;
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        const char *source = facts[key].value ? facts[key].source : NULL;
        bool whole = key == FACT_DESCRIPTION; /* all of the mail: a mark that tells nothing */
        const char *at = !text_blank(source) && !whole ? strstr(text, source) : NULL;
        if (at)
            marks[n++] =
                (struct mark){(size_t)(at - text), (size_t)(at - text) + strlen(source), key};
    }
    if (n > 0)
        qsort(marks, n, sizeof *marks, by_start);
    return n;
}

static void add_piece(struct arena *a, json_t *list, const char *from, size_t len, const char *key)
{
    if (len == 0)
        return;
    json_t *piece = json_pack("{s:s}", "text", arena_strndup(a, from, len));
    if (piece && key)
        json_object_set_new(piece, "key", json_string(key));
    json_array_append_new(list, piece);
}

json_t *view_marked(struct arena *a, const char *text, const struct known_fact facts[FACT_COUNT])
{
    struct mark marks[FACT_COUNT];
    size_t n = find_marks(text, facts, marks), at = 0;
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        if (marks[i].from < at)
            continue;
        add_piece(a, list, text + at, marks[i].from - at, NULL);
        add_piece(a, list, text + marks[i].from, marks[i].to - marks[i].from,
                  words_label(marks[i].key, "sv"));
        at = marks[i].to;
    }
    add_piece(a, list, text + at, strlen(text + at), NULL);
    return list;
}

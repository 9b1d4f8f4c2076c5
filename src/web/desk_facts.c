/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The facts of a request as staff correct them: areas in words, times a line each, and both back.
 * Only what was changed becomes staff's word; an emptied field takes the fact away.
 */
#include "desk_case.h"

#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "lending/web.h"
#include "view.h"
#include "view/pages.h"

static const char *clock_text(struct arena *a, struct civil c)
{
    return arena_printf(a, "%02d:%02d", c.hour, c.minute);
}

/* "2027-04-09 13:00-16:00"; over several days as the book has it. */
static const char *line_of(struct arena *a, const struct occasion_time *t)
{
    bool one_day = date_compare(t->start.date, t->end.date) == 0;
    const char *day = date_text(a, t->start.date);
    if (!one_day)
        return arena_printf(a, "%s/%s", civil_text(a, t->start), civil_text(a, t->end));
    if (t->start.hour < 0)
        return day;
    if (t->end.hour < 0 || civil_compare(t->start, t->end) == 0)
        return arena_printf(a, "%s %s", day, clock_text(a, t->start));
    return arena_printf(a, "%s %s-%s", day, clock_text(a, t->start), clock_text(a, t->end));
}

static const char *lines_of(struct arena *a, const char *value)
{
    size_t count;
    struct occasion_time *times = view_occasions(a, value, &count);
    const char *all = "";
    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? "\n" : "", line_of(a, &times[i]));
    return all;
}

/* A line back: "2027-04-09T13:00/2027-04-09T16:00". What is no such line is left to be refused. */
static const char *time_of(struct arena *a, const char *line)
{
    size_t count;
    char **words = text_split(a, line, " ", &count);
    if (count < 2 || count > 4)
        return line;
    const char *clock = count == 2   ? words[1]
                        : count == 3 ? arena_printf(a, "%s%s", words[1], words[2])
                                     : arena_printf(a, "%s%s%s", words[1], words[2], words[3]);
    size_t from = strcspn(clock, "-\xe2");
    const char *to = clock + from;
    to += *to == '-' ? 1 : text_starts(to, "–") ? strlen("–") : 0;
    const char *start = arena_printf(a, "%sT%.*s", words[0], (int)from, clock);
    return *to ? arena_printf(a, "%s/%sT%s", start, words[0], to) : start;
}

static const char *times_of(struct arena *a, const char *lines)
{
    size_t count;
    char **each = text_split(a, lines, "\n", &count);
    const char *all = "";
    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? " " : "", time_of(a, text_trim(a, each[i])));
    return all;
}

/* The fact as its field shows it. */
static const char *shown(struct web_request *q, enum fact_key key, const char *value)
{
    size_t count;
    char **ids;
    switch (key) {
    case FACT_OCCASIONS:
        return lines_of(q->arena, value);
    case FACT_AREAS:
        ids = text_split(q->arena, value, " ", &count);
        return view_areas_in_words(q->arena, q->house, (const char *const *)ids, count, "sv");
    default:
        return value;
    }
}

static enum outcome read_fact(struct web_request *q, enum fact_key key, const char *said,
                              const char **value, struct fault *f)
{
    if (key == FACT_OCCASIONS)
        said = times_of(q->arena, said);
    enum outcome o = fact_normalise(q->arena, q->house->areas, key, said, value, f);
    const char *areas =
        o != DONE && key == FACT_AREAS ? lending_areas_of(q->house, q->arena, said) : NULL;
    if (!areas)
        return o;
    *value = areas;
    return DONE;
}

static const char *field_of(struct web_request *q, enum fact_key key)
{
    return arena_printf(q->arena, "f_%s", fact_name(key));
}

enum outcome act_set_facts(struct web_request *q, const struct request *r, struct fault *f)
{
    struct known_fact known[FACT_COUNT];
    struct fact facts[FACT_COUNT] = {{0}};
    enum outcome o = facts_values(q->house->db, q->arena, r->id, known, f);
    if (o != DONE)
        return o;
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        const char *said = form_given(&q->form, field_of(q, key));
        const char *was = known[key].value ? shown(q, key, known[key].value) : "";
        if (key == FACT_ROUTE || strcmp(said, text_trim(q->arena, was)) == 0)
            continue;
        facts[key] = (struct fact){.value = "", .source = web_actor(q)};
        if (*said && read_fact(q, key, said, &facts[key].value, f) != DONE)
            form_fault(&q->form, field_of(q, key), "Det här gick inte att läsa. Se exemplet.");
    }
    if (q->form.fault_count > 0)
        return fault_set(f, NEVER, EXIT_USAGE, "a fact cannot be read");
    struct event event = {.kind = EVENT_FACTS, .request_id = r->id, .actor = web_actor(q)};
    return lending_facts(q->house, q->arena, r->id, ORIGIN_STAFF, facts, 0, &event, NULL, f);
}

void act_fill_facts(struct web_request *q, const struct request *r, struct form *form)
{
    struct known_fact known[FACT_COUNT];
    struct fault f;
    if (facts_values(q->house->db, q->arena, r->id, known, &f) != DONE)
        return;
    for (enum fact_key key = 0; key < FACT_COUNT; key++)
        if (!text_blank(known[key].value))
            form_fill(form, field_of(q, key), shown(q, key, known[key].value));
}

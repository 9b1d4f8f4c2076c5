/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Follow-ups, as their readers see them (include/view/followups.h).
 */
#include "view/followups.h"

#include <string.h>

#include "base/text.h"
#include "view/pages.h"
#include "words.h"

enum { SHORT_FORM = 280 };

const struct occasion *view_last_occasion(const struct occasion *list, size_t count)
{
    const struct occasion *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].state, "cancelled") != 0)
            last = &list[i];
    return last;
}

static json_t *day_in_words(struct arena *a, const struct occasion *o, const char *language)
{
    struct date day;
    if (!o || !date_parse(arena_strndup(a, o->starts, strlen("2027-03-01")), &day))
        return json_null();
    return json_string(date_in_words(a, day, language));
}

static const char *kind_words(const struct known_fact facts[FACT_COUNT], const char *language)
{
    const char *kind = words_kind(facts[FACT_KIND].value, language);
    if (kind)
        return kind;
    return words_english(language) ? "an assignment in care" : "ett uppdrag i vården";
}

json_t *view_followup_letter(struct arena *a, const struct house *house, const struct request *r,
                             const struct known_fact facts[FACT_COUNT], const char *name,
                             const char *language, const struct occasion *last, bool to_unit)
{
    json_t *view = view_link_letter(a, house, name, "/uppfoljning/");
    if (to_unit)
        json_object_set_new(view, "letter", json_pack("{s:s}", "number", r->number));
    json_object_set_new(view, "to_unit", json_boolean(to_unit));
    json_object_set_new(view, "kind_label", json_string(kind_words(facts, language)));
    json_object_set_new(view, "day", day_in_words(a, last, language));
    return view;
}

/* ---- The page ---- */

static bool ends_sentence(const char *at)
{
    return (*at == '.' || *at == '!' || *at == '?') && (at[1] == ' ' || at[1] == '\n' || !at[1]);
}

char *view_first_sentences(struct arena *a, const char *text, size_t max)
{
    size_t fits = 0, characters = 0;
    for (const char *at = text; *at && characters < max; at++) {
        characters += ((unsigned char)*at & 0xc0) != 0x80;
        if (ends_sentence(at))
            fits = (size_t)(at - text) + 1;
    }
    if (text_length(text) <= max)
        return arena_strdup(a, text);
    return fits > 0 ? arena_strndup(a, text, fits) : text_shorten(a, arena_strdup(a, text), max);
}

static void add_words(struct arena *a, json_t *view, const struct followup_page *page)
{
    const char *words = page->words;
    if (words && page->reader == FOLLOWUP_OFFERED)
        words = view_first_sentences(a, words, SHORT_FORM);
    if (page->reader == FOLLOWUP_REPRESENTATIVE || page->reader == FOLLOWUP_OFFERED)
        json_object_set_new(view, "words", view_text(words));
}

static void add_answer(struct arena *a, json_t *view, const struct followup_page *page)
{
    const struct followup *fu = page->followup;
    if (!fu || fu->answered_at < 0)
        return;
    struct date day = civil_from_instant(fu->answered_at).date;
    json_object_set_new(view, "answered_on", json_string(date_in_words(a, day, page->language)));
    json_t *answers = json_loads(fu->answers, 0, NULL);
    json_object_set_new(view, "calls", json_boolean(json_object_get(answers, "worry") != NULL));
    json_object_set_new(view, "answers", answers ? answers : json_object());
}

json_t *view_followup_page(struct arena *a, const struct request *r,
                           const struct known_fact facts[FACT_COUNT],
                           const struct followup_page *page)
{
    static const char *const readers[] = {[FOLLOWUP_REPRESENTATIVE] = "representative",
                                          [FOLLOWUP_UNIT] = "unit_page",
                                          [FOLLOWUP_ADVISED] = "advised",
                                          [FOLLOWUP_OFFERED] = "offered"};
    const char *language = page->language;
    json_t *view = json_pack(
        "{s:b, s:s, s:o, s:b}", readers[page->reader], 1, "kind_label", kind_words(facts, language),
        "day", day_in_words(a, page->last, language), "easy", strcmp(language, "sv-lattlast") == 0);
    if (page->reader == FOLLOWUP_UNIT || page->reader == FOLLOWUP_ADVISED)
        json_object_set_new(view, "number", json_string(r->number));
    else
        json_object_set_new(view, "by", view_text(facts[FACT_UNIT].value));
    add_words(a, view, page);
    add_answer(a, view, page);
    return view;
}

/* ---- The contract's JSON ---- */

json_t *view_followup_row(struct arena *a, const struct followup *fu)
{
    json_t *answers = json_loads(fu->answers, 0, NULL);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "party", fu->party, "due_at",
                     view_time(a, fu->due_at), "sent_at", view_time(a, fu->sent_at), "reminded_at",
                     view_time(a, fu->reminded_at), "answered_at", view_time(a, fu->answered_at),
                     "how", view_text(fu->answer_how), "answers",
                     answers ? answers : json_object());
}

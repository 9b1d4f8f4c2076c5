/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The audit trail in words (include/view/desk_log.h). An event without a word of its own is shown
 * as it is written.
 */
#include "view/desk_log.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "desk_words.h"

struct word {
    const char *id, *words;
};

static const char *word_of(const struct word *words, const char *id)
{
    for (; words->id; words++)
        if (strcmp(words->id, id) == 0)
            return words->words;
    return id;
}

/* What does not happen to a request; that is desk_event()'s. */
static const struct word events[] = {
    {"arrived", "Förfrågan kom"},
    {"people_listed", "Sökte bland personer"},
    {"people_imported", "Läste in personer från fil"},
    {"person_added", "Person tillagd"},
    {"person_changed", "Person ändrad"},
    {"person_merged", "Två personer blev en"},
    {"person_erased", "Person raderad"},
    {"association_added", "Förening tillagd"},
    {"association_changed", "Förening ändrad"},
    {"cooperation_begun", "Samarbete började"},
    {"cooperation_ended", "Samarbete slutade"},
    {"unit_changed", "Enhet ändrad"},
    {"unit_contact_added", "Kontakt tillagd hos en enhet"},
    {"unit_contact_changed", "Kontakt ändrad hos en enhet"},
    {"unit_contact_removed", "Kontakt borttagen hos en enhet"},
    {"unit_merged", "Två enheter blev en"},
    {"meeting_added", "Träff tillagd"},
    {"meeting_answered", "Svarade på träff"},
    {"meeting_guests_listed", "Såg vilka som är bjudna"},
    {"logged_in", "Loggade in"},
    {"recovery_code_used", "Loggade in med reservkod"},
    {"second_factor_enrolled", "Kopplade sin app"},
    {"recovery_codes", "Gjorde nya reservkoder"},
    {"staff_role", "Konto fick en annan roll"},
    {"staff_first_password", "Konto fick ett nytt första lösenord"},
    {"calendar_opened", "Började prenumerera på kalendern"},
    {"calendar_closed", "Slutade prenumerera på kalendern"},
    {"staff_added", "Konto tillagt"},
    {"staff_reset", "Konto återställt"},
    {"staff_disabled", "Konto stängt"},
    {"export", "Förfrågan exporterad"},
    {"weed", "Gallrat"},
    {"restore", "Återläst från säkerhetskopia"},
    {0},
};

static const char *event_words(const char *event)
{
    const char *own = word_of(events, event);
    return own == event ? desk_event(event) : own;
}

static const struct word actors[] = {
    {"system", "Systemet"}, {"unit", "Verksamheten"}, {"command", "Kommandoraden"}, {0}};

static const char *state_words(const char *id)
{
    enum state state = state_by_name(id);
    return state != STATE_COUNT ? state_swedish(state) : id;
}

/* "unit" → "verksamheten", "mail:87" → "mejl 87"; P12 and A3 are themselves. */
static const char *subject_words(struct arena *a, const char *subject)
{
    static const struct word kinds[] = {{"staff", "konto"},   {"mail", "mejl"},
                                        {"letter", "brev"},   {"occasion", "tillfälle"},
                                        {"meeting", "träff"}, {0}};
    const char *colon = strchr(subject, ':');
    if (strcmp(subject, "unit") == 0)
        return "verksamheten";
    if (!colon)
        return subject;
    char *kind = arena_strndup(a, subject, (size_t)(colon - subject));
    const char *said = word_of(kinds, kind);
    return said == kind ? subject : arena_printf(a, "%s %s", said, colon + 1);
}

/* A route by its name; answers of a follow-up, which are the page's, only as what they say. */
static const char *text_words(struct arena *a, const struct audit_row *r)
{
    if (r->text && strcmp(r->event, "route") == 0 && words_route(r->text, "sv"))
        return words_route(r->text, "sv");
    if (!r->text || *r->text != '{')
        return r->text;
    json_t *said = json_loads(r->text, 0, NULL);
    const char *own = json_string_value(json_object_get(said, "text"));
    const char *words = said ? arena_strdup(a, own ? own : "") : r->text;
    json_decref(said);
    return words;
}

/* Where the one it is about has a page at the desk; NULL: nowhere. */
static const char *page_of(struct arena *a, const char *subject)
{
    bool plain = *subject && subject[1] && strspn(subject + 1, "0123456789") == strlen(subject + 1);
    if (plain && *subject == 'P')
        return arena_printf(a, "/personal/personer/%s", subject);
    if (plain && *subject == 'U')
        return arena_printf(a, "/personal/enheter/%s", subject);
    return plain && *subject == 'A' ? arena_printf(a, "/personal/foreningar/%s", subject) : NULL;
}

static void set_text(json_t *o, const char *key, const char *text)
{
    if (!text_blank(text))
        json_object_set_new(o, key, json_string(text));
}

static json_t *line_view(struct arena *a, const struct audit_line *x)
{
    const struct audit_row *r = &x->row;
    struct civil at = civil_from_instant(r->at);
    json_t *o =
        json_pack("{s:I, s:s, s:s, s:s, s:s}", "id", (json_int_t)x->id, "when",
                  arena_printf(a, "%s kl. %02d.%02d", date_text(a, at.date), at.hour, at.minute),
                  "who", r->staff ? r->staff : word_of(actors, r->actor), "what",
                  event_words(r->event), "event", r->event);
    set_text(o, "number", x->number);
    set_text(o, "subject", subject_words(a, r->subject));
    set_text(o, "subject_page", page_of(a, r->subject));
    if (!text_blank(r->to_state)) {
        set_text(o, "from", state_words(r->from_state));
        set_text(o, "to", state_words(r->to_state));
    }
    set_text(o, "text", text_words(a, r));
    if (!x->holds)
        json_object_set_new(o, "broken", json_true());
    return o;
}

json_t *view_log(struct arena *a, const struct audit_line *lines, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, line_view(a, &lines[i]));
    return list;
}

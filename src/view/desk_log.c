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
    {"nominated", "Nominerad"},
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

static const struct word states[] = {{"received", "mottagen"},
                                     {"clarifying", "kompletteras"},
                                     {"triage", "väg väljs"},
                                     {"inviting", "frågor ute"},
                                     {"choosing", "val"},
                                     {"connected", "sammankopplad"},
                                     {"agreed", "överens"},
                                     {"carried_out", "genomförd"},
                                     {"followed_up", "uppföljd"},
                                     {"closed", "avslutad"},
                                     {"advised", "rådgiven"},
                                     {"declined", "avböjd"},
                                     {"cancelled", "inställd"},
                                     {"unfilled", "ingen kunde"},
                                     {0}};

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
    set_text(o, "subject", r->subject);
    set_text(o, "subject_page", page_of(a, r->subject));
    if (!text_blank(r->to_state)) {
        set_text(o, "from", word_of(states, r->from_state));
        set_text(o, "to", word_of(states, r->to_state));
    }
    set_text(o, "text", r->text);
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

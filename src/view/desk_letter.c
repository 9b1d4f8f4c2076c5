/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter of ours as staff see it.
 */
#include "view/desk_letter.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "store/requests.h"
#include "view/desk_cases.h"

static const struct {
    const char *state, *told;
    const char *decisions[3]; /* the likeliest first */
} states[] = {
    {"failed",
     "Brevet kunde inte skickas. Rätta adressen hos mottagaren först, om den är fel.",
     {"igen", "inte"}},
    {"unknown",
     "Förbindelsen bröts när brevet lämnades över. Ingen vet om det kom fram. Skickas det igen kan "
     "mottagaren få det två gånger.",
     {"igen", "inte"}},
    {"held",
     "Brevet hålls kvar: fler brev än gränsen tillåter, eller en återställd säkerhetskopia.",
     {"igen", "inte"}},
    {"to_print",
     "Mottagaren har ingen e-postadress. Skriv ut brevet och posta det.",
     {"postat", "inte"}},
    {"deferred",
     "Mottagarens server tog inte emot brevet än. Det skickas igen av sig självt.",
     {"inte"}},
};

static const char *decision_name(const char *decision)
{
    return strcmp(decision, "igen") == 0   ? "Skicka brevet igen"
           : strcmp(decision, "inte") == 0 ? "Skicka det inte"
                                           : "Det är postat";
}

static void add_decisions(json_t *view, const char *state)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(states[i].state, state) != 0)
            continue;
        json_object_set_new(view, "told", json_string(states[i].told));
        for (size_t k = 0; k < 3 && states[i].decisions[k]; k++)
            json_array_append_new(
                list, json_pack("{s:s, s:s, s:b}", "value", states[i].decisions[k], "name",
                                decision_name(states[i].decisions[k]), "first", k == 0));
    }
    json_object_set_new(view, "has_decisions", json_boolean(json_array_size(list) > 0));
    json_object_set_new(view, "decisions", list);
}

static void add_fact(json_t *facts, const char *label, const char *value)
{
    if (!text_blank(value))
        json_array_append_new(facts, json_pack("{s:s, s:s}", "label", label, "value", value));
}

static const char *day_and_time(struct arena *a, instant at)
{
    if (at < 0)
        return NULL;
    struct civil c = civil_from_instant(at);
    return arena_printf(a, "%s kl. %d.%02d", date_in_words(a, c.date, "sv"), c.hour, c.minute);
}

enum outcome view_desk_letter(struct arena *a, const struct house *house, const struct letter *l,
                              json_t **out, struct fault *f)
{
    struct request r = {0};
    enum outcome o = l->request_id != 0 ? requests_load(house->db, a, l->request_id, &r, f) : DONE;
    if (o != DONE)
        return o;
    json_t *facts = json_array();
    add_fact(facts, "Till", view_party(a, house, l->recipient));
    add_fact(facts, "Adress", *l->address ? l->address : "med post");
    add_fact(facts, "Läge", view_letter_state(l->state));
    add_fact(facts, "Skrevs", day_and_time(a, l->queued_at));
    add_fact(facts, "Skickades", strcmp(l->state, "sent") == 0 ? day_and_time(a, l->ended_at) : "");
    add_fact(facts, "Kom tillbaka", day_and_time(a, l->bounced_at));
    add_fact(facts, "Mottagarens server svarade", l->answer);
    *out = json_pack("{s:I, s:s, s:s, s:o}", "id", (json_int_t)l->id, "purpose",
                     view_purpose(l->purpose), "state", l->state, "facts", facts);
    if (l->request_id != 0)
        json_object_set_new(*out, "request",
                            json_pack("{s:s, s:s}", "number", r.number, "href",
                                      arena_printf(a, "/personal/forfragningar/%s", r.number)));
    add_decisions(*out, l->state);
    return DONE;
}

void view_hide_link(json_t *view)
{
    static const char hidden[] = "(mottagarens egen länk)";
    if (json_object_get(view, "code"))
        json_object_set_new(view, "code", json_string("(mottagarens kod)"));
    if (!json_object_get(view, "link_path"))
        return;
    json_object_set_new(view, "link", json_string(hidden));
    json_object_set_new(view, "links", json_pack("{s:s}", "answer", hidden));
}

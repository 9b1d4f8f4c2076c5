/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement as the archive keeps it: the tree of a document, with both acceptances and the
 * hash that they were given to. Swedish, since it goes to a Swedish archive; what the parties wrote
 * stands as they wrote it.
 */
#include "view/agreement.h"

#include <string.h>

#include "base/text.h"

static void add(json_t *blocks, json_t *block)
{
    json_array_append_new(blocks, block);
}

static void add_fields(struct arena *a, json_t *blocks, const json_t *body)
{
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        const char *text = agreement_text(a, body, key, "sv");
        if (text_blank(text))
            continue;
        add(blocks, json_pack("{s:s, s:i, s:s}", "type", "heading", "level", 2, "text",
                              agreement_label(key, "sv")));
        add(blocks, json_pack("{s:s, s:s}", "type",
                              key == AGREEMENT_MATTERS ? "quote" : "paragraph", "text", text));
    }
}

static const char *accepted(struct arena *a, const struct acceptance *x)
{
    const char *how = strcmp(x->how, "phone") == 0   ? "per telefon"
                      : strcmp(x->how, "paper") == 0 ? "på papper"
                                                     : "på den personliga sidan";
    struct civil at = civil_from_instant(x->at);
    return arena_printf(a, "Godkänd %s, %s kl. %02d.%02d", how, date_in_words(a, at.date, "sv"),
                        at.hour, at.minute);
}

static void add_party(struct arena *a, json_t *parties, const char *role, const char *name,
                      const struct acceptance *x)
{
    json_t *party = json_pack("{s:s, s:s}", "role", role, "name", name);
    if (x->at >= 0)
        json_object_set_new(party, "accepted", json_string(accepted(a, x)));
    json_array_append_new(parties, party);
}

json_t *view_agreement_document(struct arena *a, const struct house *house,
                                const struct agreement_case *c)
{
    const struct agreement *g = &c->versions[c->version_count - 1];
    json_t *body = json_loads(g->body, 0, NULL), *blocks = json_array(), *parties = json_array();
    const char *title = arena_printf(a, "Överenskommelse %s", c->request->number);
    add(blocks, json_pack("{s:s, s:i, s:s}", "type", "heading", "level", 1, "text", title));
    add(blocks,
        json_pack("{s:s, s:s, s:s}", "type", "paragraph", "style", "lead", "text",
                  arena_printf(a,
                               "Version %d. Verksamheten och patientföreträdaren har gjort den "
                               "tillsammans.",
                               g->version)));
    add_fields(a, blocks, body);
    add_party(a, parties, "Verksamheten", c->unit_name, &g->unit);
    add_party(a, parties, "Patientföreträdaren", c->person->name, &g->representative);
    add(blocks, json_pack("{s:s, s:o}", "type", "signature", "parties", parties));
    add(blocks, json_pack("{s:s, s:s, s:s}", "type", "paragraph", "style", "small", "text",
                          arena_printf(a,
                                       "Båda har godkänt samma text. Textens kontrollsumma "
                                       "(SHA-256): %s",
                                       g->sha256)));
    json_decref(body);
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "lang", "sv", "title", title, "author",
                     house->settings->library.name, "reference",
                     arena_printf(a, "%s, version %d", c->request->number, g->version), "blocks",
                     blocks);
}

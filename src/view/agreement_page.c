/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement as its parties read it on the page, and as --json prints it.
 *
 * The page says, in this order: how it stands and what the reader may do next; what is new since
 * the version that the reader knows; what is still open; the agreement itself, opening with what
 * matters to the representative; what has been said about it.
 */
#include "view/agreement.h"

#include <string.h>

#include "base/text.h"
#include "words.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* ---- Pieces ---- */

static json_t *paragraphs(struct arena *a, const char *text)
{
    json_t *list = json_array();
    size_t count;
    char **lines = text_split(a, text, "\n", &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(lines[i]));
    return list;
}

/* A field that is empty is shown as one, so that it is seen to be open. */
static json_t *section(struct arena *a, const json_t *body, enum agreement_key key,
                       const char *language)
{
    const char *text = agreement_text(a, body, key, language);
    return json_pack("{s:s, s:s, s:o, s:b, s:b}", "key", agreement_name(key), "label",
                     agreement_label(key, language), "paragraphs", paragraphs(a, text), "empty",
                     text_blank(text), "written", agreement_is_written(key));
}

static void add_sections(struct arena *a, json_t *view, const json_t *body, const char *language)
{
    json_t *list = json_array();
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++)
        if (key != AGREEMENT_MATTERS)
            json_array_append_new(list, section(a, body, key, language));
    set(view, "matters", section(a, body, AGREEMENT_MATTERS, language));
    set(view, "sections", list);
}

static void add_questions(struct arena *a, json_t *view, const json_t *body,
                          const struct agreement_reader *r)
{
    unsigned open = agreement_open(a, body, r->today);
    int count = 0;
    json_t *list = json_array();
    for (size_t n = 0; n < AGREEMENT_QUESTIONS; n++) {
        bool is_open = (open & 1u << n) != 0;
        count += is_open;
        json_array_append_new(list, json_pack("{s:s, s:b}", "text",
                                              agreement_question(n, r->unit, r->language), "open",
                                              is_open));
    }
    set(view, "questions", list);
    set(view, "has_open", json_boolean(count > 0));
    set(view, "open_count", json_integer(count));
}

/* ---- What is new ---- */

static const struct agreement *version_of(const struct agreement_case *c, int version)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].version == version)
            return &c->versions[i];
    return &c->versions[0];
}

static void add_changes(struct arena *a, json_t *view, const struct agreement_case *c,
                        const json_t *body, const struct agreement_reader *r)
{
    int known =
        agreement_known_to(r->unit, c->versions, c->version_count, c->comments, c->comment_count);
    const struct agreement *before = version_of(c, known);
    json_t *old = json_loads(before->body, 0, NULL);
    json_t *changes = agreement_difference(a, old, body, r->language);
    set(view, "has_changes", json_boolean(json_array_size(changes) > 0));
    set(view, "changes", changes);
    set(view, "since_version", json_integer(before->version));
    json_decref(old);
}

/* ---- Who has said what ---- */

static const char *party_words(const char *party, const struct agreement_reader *r)
{
    bool english = words_english(r->language);
    if (strcmp(party, r->unit ? "unit" : "representative") == 0)
        return english ? "You" : r->unit ? "Ni" : "Du";
    if (strcmp(party, "unit") == 0)
        return english ? "The unit" : "Verksamheten";
    if (strcmp(party, "representative") == 0)
        return english ? "The representative" : "Patientföreträdaren";
    return english ? "The library" : "Biblioteket";
}

static void add_comments(struct arena *a, json_t *view, const struct agreement_case *c,
                         const struct agreement_reader *r)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->comment_count; i++) {
        const struct agreement_comment *x = &c->comments[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:o, s:i}", "who", party_words(x->written_by, r), "on",
                            date_in_words(a, civil_from_instant(x->at).date, r->language),
                            "paragraphs", paragraphs(a, x->text), "version", x->version));
    }
    set(view, "has_comments", json_boolean(c->comment_count > 0));
    set(view, "comments", list);
}

static json_t *day_of(struct arena *a, instant at, const char *language)
{
    return at >= 0 ? json_string(date_in_words(a, civil_from_instant(at).date, language))
                   : json_null();
}

static void add_standing(struct arena *a, json_t *view, const struct agreement *g,
                         const struct agreement_reader *r)
{
    const struct acceptance *own = r->unit ? &g->unit : &g->representative;
    const struct acceptance *other = r->unit ? &g->representative : &g->unit;
    bool stands = agreement_accepted(g);
    set(view, "stands", json_boolean(stands));
    set(view, "accepted", json_boolean(own->at >= 0));
    set(view, "accepted_on", day_of(a, own->at, r->language));
    set(view, "other_accepted", json_boolean(other->at >= 0));
    set(view, "other_accepted_on", day_of(a, other->at, r->language));
    set(view, "waits_for_me", json_boolean(own->at < 0));
    set(view, "waits_for_other", json_boolean(own->at >= 0 && other->at < 0));
    set(view, "version", json_integer(g->version));
    set(view, "written_by", json_string(party_words(g->written_by, r)));
    set(view, "written_on", day_of(a, g->created_at, r->language));
    set(view, "hash", json_string(g->sha256));
}

/*
 * How to reach the other. Of a person with protected identity the unit is told nothing; the library
 * passes messages on.
 */
static void add_other(struct arena *a, json_t *view, const struct agreement_case *c,
                      const struct agreement_reader *r)
{
    const struct person *p = c->person;
    if (r->unit) {
        bool guarded = p->protected_identity;
        set(view, "other_name", json_string(p->name));
        set(view, "other_phone", guarded ? json_null() : view_text(p->phone));
        set(view, "other_email", guarded ? json_null() : view_text(p->email));
        set(view, "through_library", json_boolean(guarded));
        return;
    }
    set(view, "other_name",
        json_string(*c->unit_contact ? arena_printf(a, "%s, %s", c->unit_contact, c->unit_name)
                                     : c->unit_name));
    set(view, "other_phone", view_text(c->unit_phone));
    set(view, "other_email", view_text(c->unit_address));
}

static void add_document(json_t *view, const struct agreement_case *c)
{
    bool made = c->document && c->document->id != 0 && c->document->made_at >= 0;
    set(view, "has_pdf", json_boolean(made));
    set(view, "pdf_sha256", made ? json_string(c->document->sha256) : json_null());
}

json_t *view_agreement_page(struct arena *a, const struct agreement_case *c,
                            const struct agreement_reader *r)
{
    const struct agreement *g = &c->versions[c->version_count - 1];
    json_t *body = json_loads(g->body, 0, NULL);
    const char *kind = words_kind(c->kind, r->language);
    json_t *view = json_pack("{s:s, s:b, s:b, s:o, s:o}", "number", c->request->number, "unit",
                             r->unit, "person", !r->unit, "kind_label", view_text(kind), "topic",
                             view_text(c->request->subject));
    add_standing(a, view, g, r);
    add_changes(a, view, c, body, r);
    add_questions(a, view, body, r);
    add_sections(a, view, body, r->language);
    add_comments(a, view, c, r);
    add_other(a, view, c, r);
    add_document(view, c);
    json_decref(body);
    return view;
}

/* ---- --json ---- */

json_t *view_agreement_brief(struct arena *a, const struct agreement *g)
{
    if (g->id == 0)
        return json_null();
    return json_pack("{s:i, s:s, s:o, s:o}", "version", g->version, "hash", g->sha256,
                     "unit_accepted_at", view_time(a, g->unit.at), "representative_accepted_at",
                     view_time(a, g->representative.at));
}

static json_t *comments_json(struct arena *a, const struct agreement_case *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->comment_count; i++)
        json_array_append_new(list, json_pack("{s:o, s:s, s:i, s:s}", "at",
                                              view_time(a, c->comments[i].at), "by",
                                              c->comments[i].written_by, "version",
                                              c->comments[i].version, "text", c->comments[i].text));
    return list;
}

static json_t *versions_json(struct arena *a, const struct agreement_case *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->version_count; i++) {
        json_t *one = view_agreement_brief(a, &c->versions[i]);
        set(one, "written_by", json_string(c->versions[i].written_by));
        set(one, "written_at", view_time(a, c->versions[i].created_at));
        json_array_append_new(list, one);
    }
    return list;
}

json_t *view_agreement(struct arena *a, const struct agreement_case *c, struct date today)
{
    const struct agreement *g = &c->versions[c->version_count - 1];
    json_t *view = view_agreement_brief(a, g), *body = json_loads(g->body, 0, NULL);
    json_t *open = json_array();
    unsigned bits = agreement_open(a, body, today);
    for (size_t n = 0; n < AGREEMENT_QUESTIONS; n++)
        if (bits & 1u << n)
            json_array_append_new(open, json_string(agreement_question(n, true, "sv")));
    set(view, "number", json_string(c->request->number));
    set(view, "who", json_string(c->placement->who));
    set(view, "stands", json_boolean(agreement_accepted(g)));
    set(view, "unit_accepted_how", view_text(g->unit.how));
    set(view, "representative_accepted_how", view_text(g->representative.how));
    set(view, "fields", body);
    set(view, "open", open);
    set(view, "versions", versions_json(a, c));
    set(view, "comments", comments_json(a, c));
    set(view, "document_sha256",
        c->document && c->document->id != 0 ? view_text(c->document->sha256) : json_null());
    return view;
}

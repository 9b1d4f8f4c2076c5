/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the software reads in a mail, as the contract's JSON (`mail read`).
 */
#include "view.h"

static json_t *attachments_view(const struct mime_message *m)
{
    json_t *array = json_array();
    for (size_t i = 0; i < m->attachment_count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s, s:I}", "name", m->attachments[i].name,
                                               "type", m->attachments[i].type, "bytes",
                                               (json_int_t)m->attachments[i].bytes));
    return array;
}

static json_t *words_view(const char **words, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(words[i]));
    return array;
}

static json_t *proposals_view(const struct reading *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->proposal_count; i++) {
        const struct proposal *p = &r->proposals[i];
        json_t *one = json_pack("{s:s, s:s}", "key", fact_name(p->key), "value", p->value);
        json_object_set_new(one, "source", view_text(p->source));
        json_object_set_new(one, "why", view_text(p->why));
        json_array_append_new(array, one);
    }
    return array;
}

static void add_facts(struct arena *a, json_t *view, const struct reading *r)
{
    const char *values[FACT_COUNT];
    json_t *sources = json_object();
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        values[key] = r->facts[key].value;
        if (r->facts[key].value)
            json_object_set_new(sources, fact_name(key),
                                json_string(r->facts[key].source ? r->facts[key].source : ""));
    }
    json_t *facts = view_facts(a, values);
    json_object_update(view, facts);
    json_decref(facts);
    json_object_set_new(view, "sources", sources);
}

json_t *view_mail_reading(struct arena *a, const struct mime_message *m, const struct reading *r)
{
    json_t *view =
        json_pack("{s:s, s:b}", "intent", intent_name(r->intent), "intent_sure", r->intent_sure);
    add_facts(a, view, r);
    json_object_set_new(view, "proposals", proposals_view(r));
    json_object_set_new(view, "from", json_string(m->from.address));
    json_object_set_new(view, "from_name", json_string(m->from.name));
    json_object_set_new(view, "subject", json_string(m->subject));
    json_object_set_new(view, "text", json_string(m->text));
    json_object_set_new(view, "own_text", json_string(m->own_text));
    json_object_set_new(view, "charset", view_text(m->charset));
    json_object_set_new(view, "message_id", view_text(m->message_id));
    json_object_set_new(view, "date", view_time(a, m->date));
    json_object_set_new(view, "attachments", attachments_view(m));
    json_object_set_new(view, "automatic", view_text(automatic_name(m->automatic)));
    if (m->automatic == AUTOMATIC_BOUNCE) {
        json_t *bounce = json_object();
        json_object_set_new(bounce, "status", view_text(m->bounce.status));
        json_object_set_new(bounce, "action", view_text(m->bounce.action));
        json_object_set_new(bounce, "recipient", view_text(m->bounce.recipient));
        json_object_set_new(view, "bounce", bounce);
    }
    if (r->intent == INTENT_REPLY)
        json_object_set_new(view, "answer", view_text(answer_name(r->answer)));
    json_object_set_new(view, "defects", words_view(m->defects, m->defect_count));
    return view;
}

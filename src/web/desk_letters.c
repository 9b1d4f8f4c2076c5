/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters before they go: what an act would send is read from the book after the act has been done
 * in a transaction that may yet be undone.
 *
 * Letters that read alike but for the name are shown as one. Links are shown as {{link}}, which is
 * what staff leave standing when they word a letter anew. A letter that holds other braces of its
 * own, or comes after the eighth, is shown and cannot be worded: nothing that a stranger wrote is
 * ever read as a template.
 */
#include "desk_case.h"

#include <string.h>

#include "base/text.h"
#include "letters.h"
#include "store/outbox.h"
#include "view/desk_cases.h"

static const char *const LINK = "{{link}}", *const FIRST = "{{recipient.first_name}}";

/* One that stands in for all letters that read alike. */
struct sample {
    const char *purpose, *language, *subject;
    const char *common; /* its text with the name open */
    const char *text;   /* as the first of them reads */
    const char *to;     /* all their names */
    size_t count;
    int64_t *ids; /* of all */
};

enum outcome letters_before(struct web_request *q, const struct request *r,
                            struct letter_look *look, struct fault *f)
{
    *look = (struct letter_look){.whom = "", .seen = ""};
    return outbox_of_request(q->house->db, q->arena, r->id, &look->before, &look->before_count, f);
}

static bool waits(const struct letter *l)
{
    return strcmp(l->state, "queued") == 0 || strcmp(l->state, "to_print") == 0;
}

/* Is it the act that sends it? One that was dropped may have been taken up again. */
static bool is_new(const struct letter_look *look, const struct letter *l)
{
    if (!waits(l))
        return false;
    for (size_t i = 0; i < look->before_count; i++)
        if (look->before[i].id == l->id)
            return !waits(&look->before[i]);
    return true;
}

/* The text with its link, and where `open` its reader's first name, left open. */
static enum outcome render(struct web_request *q, const struct letter *l, bool open,
                           struct letter_texts *texts, struct fault *f)
{
    json_t *view = json_loads(l->view, 0, NULL);
    if (!view)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the frozen view cannot be read");
    if (json_object_get(view, "link_path")) {
        json_object_set_new(view, "link", json_string(LINK));
        json_object_set_new(view, "links", json_pack("{s:s}", "answer", LINK));
    }
    json_t *recipient = json_object_get(view, "recipient");
    const char *first = json_string_value(json_object_get(recipient, "first_name"));
    if (open && !text_blank(first))
        json_object_set_new(recipient, "first_name", json_string(FIRST));
    enum outcome o = letter_make(q->arena, q->house->shelf, l->language, l->purpose, view,
                                 l->own_text, texts, f);
    json_decref(view);
    return o;
}

/* Does it hold braces that are not ours? */
static bool has_braces(const char *text)
{
    for (const char *at = text; (at = strstr(at, "{{")) != NULL; at += 2)
        if (!text_starts(at, LINK) && !text_starts(at, FIRST))
            return true;
    return false;
}

static struct sample *find_sample(struct sample *list, size_t count, const struct letter *l,
                                  const char *common)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].purpose, l->purpose) == 0 &&
            strcmp(list[i].language, l->language) == 0 && strcmp(list[i].common, common) == 0)
            return &list[i];
    return NULL;
}

static enum outcome add_sample(struct web_request *q, const struct letter *l, size_t room,
                               struct sample *list, size_t *count, struct fault *f)
{
    struct letter_texts open, own;
    enum outcome o = render(q, l, true, &open, f);
    if (o == DONE)
        o = render(q, l, false, &own, f);
    if (o != DONE)
        return o;
    const char *name = text_blank(l->name) ? view_party(q->arena, q->house, l->recipient) : l->name;
    struct sample *s = find_sample(list, *count, l, open.text);
    if (s) {
        s->to = arena_printf(q->arena, "%s, %s", s->to, name);
    } else {
        s = &list[(*count)++];
        *s = (struct sample){.purpose = l->purpose,
                             .language = l->language,
                             .subject = open.subject,
                             .common = open.text,
                             .text = own.text,
                             .to = name};
        s->ids = arena_array(q->arena, room + 1, sizeof *s->ids);
    }
    s->ids[s->count++] = l->id;
    return DONE;
}

static json_t *ids_json(const struct sample *s)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < s->count; i++)
        json_array_append_new(ids, json_integer(s->ids[i]));
    return ids;
}

/* What is sent back and what is shown are compared by what this says of all of them. */
static void add_shown(struct web_request *q, struct letter_look *look, const struct sample *s,
                      size_t n)
{
    const char *text = s->count > 1 ? s->common : s->text;
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:o}", "purpose", view_purpose(s->purpose), "to",
                            s->to, "subject", s->subject, "text", text, "ids", ids_json(s));
    if (one && n < WORDED_LETTERS && !has_braces(text))
        json_object_set_new(one, "name", json_string(arena_printf(q->arena, "ord%zu", n + 1)));
    if (one && strstr(text, LINK))
        json_object_set_new(one, "has_link", json_true());
    if (one && s->count > 1)
        json_object_set_new(one, "many", json_true());
    json_array_append_new(look->letters, one);
    look->seen = sha256_text(q->arena, arena_printf(q->arena, "%s %s %s %s %s", look->seen,
                                                    s->purpose, s->language, s->to, s->common));
}

enum outcome letters_after(struct web_request *q, const struct request *r, struct letter_look *look,
                           struct fault *f)
{
    struct letter *all;
    size_t count, samples = 0;
    enum outcome o = outbox_of_request(q->house->db, q->arena, r->id, &all, &count, f);
    look->letters = json_array();
    if (o != DONE)
        return o;
    struct sample *list = arena_array(q->arena, count + 1, sizeof *list);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (is_new(look, &all[i])) {
            if (*all[i].recipient == 'P')
                look->whom = arena_printf(q->arena, "%s%s%s", look->whom, *look->whom ? " " : "",
                                          all[i].recipient);
            o = add_sample(q, &all[i], count, list, &samples, f);
        }
    for (size_t i = 0; o == DONE && i < samples; i++)
        add_shown(q, look, &list[i], i);
    return o;
}

enum outcome letters_word(struct web_request *q, const struct letter_look *look, struct fault *f)
{
    size_t i, k;
    json_t *one, *id;
    enum outcome o = DONE;
    json_array_foreach(look->letters, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "name"));
        const char *shown = json_string_value(json_object_get(one, "text"));
        const char *said = name ? form_given(&q->form, name) : "";
        struct mustache *parsed;
        if (text_blank(said) || strcmp(text_trim(q->arena, shown), said) == 0)
            continue;
        if (mustache_parse(q->arena, "own text", said, &parsed, f) != DONE)
            return fault_set(f, NEVER, EXIT_USAGE, "the letter's braces are no names");
        json_array_foreach(json_object_get(one, "ids"), k, id)
        {
            if (o == DONE)
                o = outbox_word(q->house->db, json_integer_value(id), said, f);
        }
    }
    return o;
}

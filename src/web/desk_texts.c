/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters, texts and values at the desk: the list of letters and texts, and one of them, read,
 * changed, looked at before it is kept, and gone back on.
 *
 * One page serves letters (/personal/brev/text) and values (/personal/installningar/varde); which
 * names it takes is decided by its path, so that nobody reaches by the one what takes the role of
 * the other. What is sent stands in the page again until it has been kept.
 */
#include "desk_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/settings.h"
#include "view/desk_texts.h"

enum { TEXT_MOST = 40000, NAME_MOST = 200, VERSION_MOST = 2000000000 };

static const char LETTERS[] = "/personal/brev";
static const char NEW_AREA[] = "parent = \nsv = \nen = \nwords = \n";

const struct field text_asks[] = {
    {"namn", FIELD_TEXT, .max = NAME_MOST, .sv = "Namn"},
    {"version", FIELD_NUMBER, .min = 1, .max = VERSION_MOST, .sv = "Version"},
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart"},
    {0},
};

static const struct choice acts[] = {
    {"visa", "Förhandsgranska", NULL}, {"spara", "Spara", NULL}, {0}};

const struct field text_fields[] = {
    {"namn", FIELD_TEXT, .needed = true, .max = NAME_MOST, .sv = "Namn"},
    {"sedd", FIELD_NUMBER, .needed = true, .min = 0, .max = VERSION_MOST, .sv = "Version"},
    {"text", FIELD_LINES, .max = TEXT_MOST, .sv = "Text"},
    {"gor", FIELD_CHOICE, .needed = true, .choices = acts, .sv = "Vad du vill göra"},
    {0},
};
const struct field text_restore_fields[] = {
    {"namn", FIELD_TEXT, .needed = true, .max = NAME_MOST, .sv = "Namn"},
    {"sedd", FIELD_NUMBER, .needed = true, .min = 0, .max = VERSION_MOST, .sv = "Version"},
    {0},
};

/* ---- Where one is ---- */

static bool of_letters(const struct web_request *q)
{
    return text_starts(q->path, LETTERS);
}

static const char *page_path(const struct web_request *q)
{
    return of_letters(q) ? "/personal/brev/text" : "/personal/installningar/varde";
}

static const char *restore_path(const struct web_request *q)
{
    return of_letters(q) ? "/personal/brev/aterstall" : "/personal/installningar/aterstall";
}

/* The text or value that the page is about; NULL: it is none of this page's. */
static const char *name_of(const struct web_request *q)
{
    bool sent = q->form.fields == text_fields || q->form.fields == text_restore_fields;
    const char *name = sent ? form_given(&q->form, "namn") : web_asked(q, "namn");
    bool letters = strchr(name, '/') && !text_starts(name, "areas/");
    return letters == of_letters(q) && house_kind(q->house, name) ? name : NULL;
}

/* ---- Shown ---- */

/* What there is to say of what was sent. */
struct said {
    struct web_request *q;
    const char *name;
    json_t *faults, *preview;
    bool conflict;
};

/* Several lines for a text, an area or the rules; one for a value. */
static bool has_lines(const char *name)
{
    return strchr(name, '/') || strcmp(name, "rules") == 0;
}

/* What stands in the box: what was sent, a version that was asked for, or what holds. */
static enum outcome text_in_box(struct web_request *q, const char *name, const char **text,
                                struct fault *f)
{
    struct setting_version v;
    int64_t version = strtoll(web_asked(q, "version"), NULL, 10);
    enum outcome o = DONE;
    *text = NULL;
    if (q->form.fields == text_fields) {
        *text = form_given(&q->form, "text");
        return DONE;
    }
    if (version > 0)
        o = versions_get(q->house->db, q->arena, name, version, &v, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        version = 0;
    else if (o != DONE)
        return o;
    if (version > 0)
        *text = v.shipped ? house_shipped_text(q->house, q->arena, name) : v.body;
    else
        *text = house_text(q->house, q->arena, name);
    if (!*text)
        *text = text_starts(name, "areas/") ? NEW_AREA : "";
    return DONE;
}

/* The version that the text in the box was made from; after a conflict, the one that stands. */
static enum outcome seen_version(struct web_request *q, const struct said *said, int64_t *seen,
                                 struct fault *f)
{
    struct setting_version last;
    if (q->form.fields == text_fields && !said->conflict) {
        *seen = strtoll(form_given(&q->form, "sedd"), NULL, 10);
        return DONE;
    }
    enum outcome o = versions_current(q->house->db, q->arena, said->name, &last, f);
    *seen = last.version;
    return o;
}

static void add_forms(struct web_request *q, json_t *view)
{
    struct form form = form_empty(q->arena, text_fields);
    struct form restore = form_empty(q->arena, text_restore_fields);
    if (!web_may(q, of_letters(q) ? ROLE_STAFF : ROLE_ADMIN))
        return;
    json_object_set_new(view, "form", web_form(q, page_path(q), &form));
    json_object_set_new(view, "restore", web_form(q, restore_path(q), &restore));
}

static enum outcome show(struct web_request *q, const struct said *said, struct web_answer *out,
                         struct fault *f)
{
    const char *text;
    json_t *view = NULL;
    int64_t seen = 0;
    enum outcome o = text_in_box(q, said->name, &text, f);
    if (o == DONE)
        o = seen_version(q, said, &seen, f);
    if (o == DONE)
        o = view_desk_text(q->arena, q->house, said->name, &view, f);
    if (o != DONE)
        return o;
    json_object_set_new(view, "text", json_string(text));
    json_object_set_new(view, "seen", json_integer(seen));
    json_object_set_new(view, "lines", json_boolean(has_lines(said->name)));
    json_object_set_new(view, "letters", json_boolean(of_letters(q)));
    const char *help = view_desk_value_help(said->name);
    json_object_set_new(view, "help", help ? json_string(help) : json_null());
    if (said->faults && json_array_size(said->faults) > 0) {
        json_object_set(view, "faults", said->faults);
        json_object_set_new(view, "faulty", json_true());
    }
    if (said->preview)
        json_object_set(view, "preview", said->preview);
    int64_t asked = strtoll(web_asked(q, "version"), NULL, 10);
    if (asked > 0 && asked != seen)
        json_object_set_new(view, "old", json_integer(asked));
    add_forms(q, view);
    if (strcmp(web_asked(q, "klart"), "sparat") == 0)
        desk_add_done(q, view, "Sparat. Det gäller från och med nu.");
    const char *title = json_string_value(json_object_get(view, "title"));
    return web_show(q, "desk-text", title, view, out, f);
}

static void keep_preview(void *context, const struct shelf *shelf)
{
    struct said *said = context;
    said->preview = view_desk_preview(said->q->arena, said->q->house, shelf, said->name);
}

/* The preview of what holds stands there from the start. */
enum outcome desk_text(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct said said = {.q = q, .name = name_of(q)};
    if (!said.name) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (!q->trouble && of_letters(q) && !*web_asked(q, "version"))
        keep_preview(&said, q->house->shelf);
    enum outcome o = show(q, &said, out, f);
    json_decref(said.preview);
    return o;
}

/* ---- Taken ---- */

static void note_fault(void *context, const char *line)
{
    struct said *said = context;
    json_array_append_new(said->faults, view_desk_text_fault(said->q->arena, line));
}

/* Refused: the page again, with what is wrong. */
static enum outcome refuse(struct web_request *q, struct said *said, struct web_answer *out,
                           struct fault *f)
{
    q->trouble = 422;
    said->conflict = strstr(f->text, "meanwhile") != NULL;
    if (said->conflict)
        q->notice = "Någon annan har ändrat det här medan du skrev. Läs den nyaste versionen i "
                    "listan längst ner. Spara igen om din text ska gälla.";
    else if (json_array_size(said->faults) > 0)
        q->notice = "Det sparades inte. Rätta det här först.";
    else
        q->notice = "Det går inte: området används av någon. Ta bort det hos dem först.";
    return show(q, said, out, f);
}

static enum outcome go_back(struct web_request *q, const char *name, struct web_answer *out)
{
    web_go(
        q,
        arena_printf(q->arena, "%s?namn=%s&klart=sparat", page_path(q), web_encode(q->arena, name)),
        out);
    return DONE;
}

/* text NULL: back to what is shipped. */
static enum outcome take(struct web_request *q, const char *text, bool keep, struct web_answer *out,
                         struct fault *f)
{
    struct said said = {.q = q, .name = name_of(q), .faults = json_array()};
    struct setting_edit edit = {.name = said.name,
                                .text = text,
                                .seen = strtoll(form_given(&q->form, "sedd"), NULL, 10),
                                .report = note_fault,
                                .look = keep ? NULL : keep_preview,
                                .context = &said};
    int64_t version;
    enum outcome o = DONE;
    if (!said.name)
        web_fault_page(q, 404, out);
    else if (keep)
        o = lending_setting_save(q->house, q->arena, web_actor(q), &edit, &version, f);
    else
        o = lending_setting_try(q->house, q->arena, &edit, f);
    if (o == NEVER && f->code == EXIT_DATA)
        o = refuse(q, &said, out, f);
    else if (o == DONE && said.name)
        o = keep ? go_back(q, said.name, out) : show(q, &said, out, f);
    json_decref(said.faults);
    json_decref(said.preview);
    return o;
}

enum outcome desk_text_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return take(q, form_given(&q->form, "text"), strcmp(form_given(&q->form, "gor"), "spara") == 0,
                out, f);
}

enum outcome desk_text_restore_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return take(q, NULL, true, out, f);
}

/* ---- The list ---- */

enum outcome desk_texts(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *view = NULL;
    enum outcome o = view_desk_texts(q->arena, q->house, &view, f);
    if (o == DONE)
        return web_show(q, "desk-texts", "Brev och mallar", view, out, f);
    json_decref(view);
    return o;
}

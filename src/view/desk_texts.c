/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters and texts as staff change them: the list of all, one with its fields and its versions,
 * and what it would look like.
 */
#include "view/desk_texts.h"

#include <string.h>

#include "base/text.h"
#include "letters.h"
#include "reading.h"
#include "view/desk_cases.h"
#include "view/settings.h"

enum { VERSIONS_SHOWN = 20 };

static const char PLACE[] = "/personal/brev/text?namn=";

static const struct {
    const char *code, *name;
} languages[] = {{"sv", "svenska"}, {"sv-lattlast", "lättläst svenska"}, {"en", "engelska"}};

enum { LANGUAGES = sizeof languages / sizeof languages[0] };

struct title {
    const char *name, *title;
};

static const struct title pages[] = {
    {"home", "Startsidan"},
    {"home-en", "Startsidan på engelska"},
    {"personuppgifter", "Personuppgifter"},
    {"personuppgifter-en", "Personuppgifter på engelska"},
    {"tillganglighet", "Tillgänglighet"},
    {"tillganglighet-en", "Tillgänglighet på engelska"},
    {NULL, NULL},
};

static const struct title parts_of_letters[] = {
    {"assignment", "Om uppdraget"},
    {"automatic", "Att brevet skickas automatiskt"},
    {"automatic_person", "Att brevet skickas automatiskt, till en person"},
    {"automatic_unit", "Att brevet skickas automatiskt, till en verksamhet"},
    {"greeting", "Hälsningen"},
    {"missing", "Det som saknas"},
    {"next_steps", "Det som händer sedan"},
    {"occasion", "Om tillfället"},
    {"signature", "Underskriften"},
    {"understood", "Det vi har förstått"},
    {NULL, NULL},
};

static const struct title advice[] = {
    {"aterkoppling", "Återkoppling"},
    {"bra-moten", "Bra möten"},
    {"ersattning", "Ersättning"},
    {"hitta-ratt", "Hitta rätt"},
    {"intervju-och-fokusgrupp", "Intervju och fokusgrupp"},
    {"komma-igang", "Komma igång"},
    {NULL, NULL},
};

/* Letters of one title are told apart by whom they go to, which their names end with. */
static const struct title readers[] = {
    {"_unit", "till verksamheten"},
    {"_person", "till representanten"},
    {"_asked", "till de tillfrågade"},
    {"_placed", "till de valda"},
    {NULL, NULL},
};

/* A name taken apart: "letters/sv/partials/greeting.md". */
struct parts {
    const char *kind; /* letters, advice, pages */
    const char *language;
    bool partial;
    const char *name; /* without its suffix */
};

static struct parts taken_apart(struct arena *a, const char *name)
{
    struct parts p = {.kind = "", .name = name};
    size_t count = 0;
    char **pieces = text_split(a, name, "/", &count);
    if (count < 2)
        return p;
    p.kind = pieces[0];
    p.language = count > 2 ? pieces[1] : NULL;
    p.partial = count > 3;
    char *last = pieces[count - 1], *dot = strrchr(last, '.');
    if (dot && strchr(name, '/'))
        *dot = '\0';
    p.name = last;
    return p;
}

/* A name that has no title is its own. */
static const char *look_up(const struct title *list, const char *name)
{
    while (list->name && strcmp(list->name, name) != 0)
        list++;
    return list->name ? list->title : name;
}

static const char *letter_title(struct arena *a, const char *name)
{
    const char *title = view_purpose(name);
    for (const struct title *r = readers; r->name; r++)
        if (text_ends(name, r->name))
            return arena_printf(a, "%s, %s", title, r->title);
    return title;
}

const char *view_desk_text_language(struct arena *a, const char *name)
{
    struct parts p = taken_apart(a, name);
    for (size_t i = 0; p.language && i < LANGUAGES; i++)
        if (strcmp(languages[i].code, p.language) == 0)
            return languages[i].name;
    return p.language;
}

static const char *title_of(struct arena *a, const struct parts *p)
{
    if (strcmp(p->kind, "pages") == 0)
        return look_up(pages, p->name);
    if (strcmp(p->kind, "advice") == 0)
        return look_up(advice, p->name);
    return p->partial ? look_up(parts_of_letters, p->name) : letter_title(a, p->name);
}

const char *view_desk_text_title(struct arena *a, const struct house *house, const char *name)
{
    struct parts p = taken_apart(a, name);
    if (text_starts(name, "areas/")) {
        const struct area *area = areas_find(house->areas, name + strlen("areas/"));
        return arena_printf(a, "Området %s", area ? area->sv : name + strlen("areas/"));
    }
    if (strchr(name, '/'))
        return title_of(a, &p);
    return view_desk_value_label(name);
}

/* ---- The list of all ---- */

enum group { LETTERS, PARTIALS, ADVICE, PAGES, GROUPS };

static const char *const titles[GROUPS][2] = {
    [LETTERS] = {"Brev", "Varje brev finns på svenska, lättläst svenska och engelska."},
    [PARTIALS] = {"Byggstenar", "Delar som flera brev har gemensamt. En ändring märks i alla."},
    [ADVICE] = {"Råd", "Svar till verksamheter som vill ha råd."},
    [PAGES] = {"Sidor på webben", "Sidor som bara är text."},
};

struct listing {
    struct arena *a;
    json_t *rows[GROUPS], *index;
};

static enum group group_of(const struct parts *p)
{
    if (strcmp(p->kind, "pages") == 0)
        return PAGES;
    if (strcmp(p->kind, "advice") == 0)
        return ADVICE;
    return p->partial ? PARTIALS : LETTERS;
}

/* The row of this text, whatever its language; made when it is the first. */
static json_t *row_of(struct listing *l, const struct parts *p)
{
    enum group group = group_of(p);
    const char *key = arena_printf(l->a, "%d/%s", (int)group, p->name);
    json_t *row = json_object_get(l->index, key);
    if (row)
        return row;
    row = json_pack("{s:s, s:s, s:[n,n,n]}", "title", title_of(l->a, p), "name", p->name, "texts");
    json_array_append_new(l->rows[group], row);
    json_object_set(l->index, key, row);
    return row;
}

static void list_one(void *context, const char *name, bool changed)
{
    struct listing *l = context;
    if (!strchr(name, '/') || text_starts(name, "areas/"))
        return;
    struct parts p = taken_apart(l->a, name);
    const char *language = view_desk_text_language(l->a, name);
    json_t *text = json_pack("{s:s, s:s, s:b}", "language", language ? language : "sidan", "href",
                             arena_printf(l->a, "%s%s", PLACE, name), "changed", changed);
    json_t *texts = json_object_get(row_of(l, &p), "texts");
    for (size_t i = 0; i < LANGUAGES; i++)
        if (!p.language || strcmp(languages[i].code, p.language) == 0) {
            json_array_set_new(texts, i, text);
            return;
        }
    json_array_append_new(texts, text);
}

/* Languages that a text is not in leave no place behind. */
static void close_gaps(json_t *rows)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        json_t *texts = json_object_get(row, "texts");
        for (size_t k = json_array_size(texts); k > 0; k--)
            if (json_is_null(json_array_get(texts, k - 1)))
                json_array_remove(texts, k - 1);
    }
}

enum outcome view_desk_texts(struct arena *a, const struct house *house, json_t **out,
                             struct fault *f)
{
    struct listing l = {.a = a, .index = json_object()};
    json_t *groups = json_array();
    for (size_t i = 0; i < GROUPS; i++) {
        l.rows[i] = json_array();
        json_array_append_new(groups,
                              json_pack("{s:s, s:s, s:o, s:I}", "title", titles[i][0], "about",
                                        titles[i][1], "rows", l.rows[i], "n", (json_int_t)i));
    }
    enum outcome o = view_setting_names(house, a, list_one, &l, f);
    for (size_t i = 0; i < GROUPS; i++)
        close_gaps(l.rows[i]);
    json_decref(l.index);
    *out = json_pack("{s:o}", "groups", groups);
    return o;
}

/* ---- One ---- */

/* Each {{…}} of the text, once: fields as they are written, partials by their name. */
static void collect(struct arena *a, const char *text, json_t *fields, json_t *partials)
{
    while ((text = strstr(text, "{{")) != NULL) {
        const char *end = strstr(text, "}}");
        if (!end)
            return;
        text += 2;
        char kind = strchr("#^/&>!{", *text) ? *text++ : ' ';
        char *name = text_trim(a, arena_strndup(a, text, (size_t)(end - text)));
        if (kind == '>')
            json_object_set_new(partials, name, json_true());
        else if (kind != '!' && kind != '/' && strcmp(name, ".") != 0 && !strchr(name, '}'))
            json_object_set_new(fields, name, json_true());
        text = end;
    }
}

static json_t *keys_of(json_t *object)
{
    json_t *list = json_array(), *value;
    const char *key;
    json_object_foreach(object, key, value) json_array_append_new(list, json_string(key));
    json_decref(object);
    return list;
}

/* What the shipped text uses, in whatever language: that the program fills in. */
static void add_fields(struct arena *a, const struct house *house, const char *name, json_t *view)
{
    struct parts p = taken_apart(a, name);
    json_t *fields = json_object(), *partials = json_object();
    for (size_t i = 0; i < (p.language ? LANGUAGES : 1); i++) {
        const char *other = p.language ? arena_printf(a, "%s/%s%s/%s.md", p.kind, languages[i].code,
                                                      p.partial ? "/partials" : "", p.name)
                                       : name;
        const char *text = house_shipped_text(house, a, other);
        if (text)
            collect(a, text, fields, partials);
    }
    json_object_set_new(view, "fields", keys_of(fields));
    json_object_set_new(view, "partials", keys_of(partials));
}

static json_t *version_row(struct arena *a, const struct house *house,
                           const struct setting_version *v, const char *place, bool newest)
{
    instant now = clock_now(&house->clock);
    return json_pack("{s:I, s:s, s:s, s:b, s:b, s:s}", "version", (json_int_t)v->version, "when",
                     view_when(a, v->at, now), "by", v->by_name ? v->by_name : "kommandoraden",
                     "shipped", v->shipped, "newest", newest, "href",
                     arena_printf(a, "%s%s&version=%lld", place, v->name, (long long)v->version));
}

const char *view_desk_text_place(const char *name)
{
    return strchr(name, '/') && !text_starts(name, "areas/")
               ? PLACE
               : "/personal/installningar/varde?namn=";
}

enum outcome view_desk_text(struct arena *a, const struct house *house, const char *name,
                            json_t **out, struct fault *f)
{
    struct setting_version *list;
    size_t count;
    enum outcome o = versions_list(house->db, a, name, 0, VERSIONS_SHOWN, &list, &count, f);
    if (o != DONE)
        return o;
    const char *shipped = house_shipped_text(house, a, name);
    const char *language = view_desk_text_language(a, name);
    bool changed = count > 0 && !list[0].shipped;
    json_t *view = json_pack("{s:s, s:o, s:s, s:b, s:b}", "name", name, "language",
                             view_text(language), "title", view_desk_text_title(a, house, name),
                             "changed", changed, "is_shipped", shipped != NULL);
    json_t *versions = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(versions,
                              version_row(a, house, &list[i], view_desk_text_place(name), i == 0));
    json_object_set_new(view, "has_versions", json_boolean(count > 0));
    json_object_set_new(view, "versions", versions);
    if (changed) {
        json_t *row = view_setting_version(a, house, &list[0]);
        json_object_set(view, "outdated", json_object_get(row, "outdated"));
        json_decref(row);
        json_object_set_new(view, "shipped_text", view_text(shipped));
    }
    bool is_text = strchr(name, '/') && !text_starts(name, "areas/");
    json_object_set_new(view, "is_text", json_boolean(is_text));
    if (is_text)
        add_fields(a, house, name, view);
    *out = view;
    return DONE;
}

/* ---- As it would be ---- */

json_t *view_desk_preview(struct arena *a, const struct house *house, const struct shelf *shelf,
                          const char *name)
{
    struct parts p = taken_apart(a, name);
    struct letter_texts texts;
    struct fault f;
    bool letter = strcmp(p.kind, "letters") == 0 && !p.partial;
    if (strcmp(p.kind, "pages") == 0 || !p.language)
        return NULL;
    json_t *view = view_sample_letter(a, house->settings, letter ? p.name : "message", p.language);
    const char *own = letter ? NULL : shelf_text(shelf, name);
    enum outcome o =
        letter_make(a, shelf, p.language, letter ? p.name : "message", view, own, &texts, &f);
    json_decref(view);
    if (o != DONE)
        return NULL;
    return json_pack("{s:o, s:s}", "subject", letter ? json_string(texts.subject) : json_null(),
                     "text", texts.text);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Showing: a view in its template, or as JSON; and the page for each thing that can go wrong.
 */
#include "craft.h"

#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "base/text.h"
#include "desk.h"
#include "letters.h"

bool web_english(const struct web_request *q)
{
    return q->language && text_starts(q->language, "en");
}

bool web_easy(const struct web_request *q)
{
    return q->language && strcmp(q->language, "sv-lattlast") == 0;
}

const char *web_word(const struct web_request *q, const char *sv, const char *en)
{
    return web_english(q) ? en : sv;
}

const char *web_plain(const struct web_request *q, const char *sv, const char *easy, const char *en)
{
    return web_english(q) ? en : easy && web_easy(q) ? easy : sv;
}

int64_t web_party_id(const struct web_request *q)
{
    return q->link.party && *q->link.party ? strtoll(q->link.party + 1, NULL, 10) : 0;
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value); /* the key is a word of ours */
}

/* ---- The frame ---- */

/* Where the same page is in that language. */
static const char *in_language(const struct web_request *q, const char *language)
{
    const char *path = q->path;
    if (!q->route || strcmp(path, "/en") == 0)
        path = "/"; /* what is asked for is no page: "//example.org" would lead away from here */
    const char *shown = q->trouble && q->route ? q->route->form_path : NULL;
    const char *hole = shown ? strstr(shown, "TOKEN") : NULL;
    if (!hole)
        return arena_printf(q->arena, "%s?lang=%s", shown ? shown : path, language);
    return arena_printf(q->arena, "%.*s%s%s?lang=%s", (int)(hole - shown), shown, q->token,
                        hole + strlen("TOKEN"), language);
}

/* The three that a reader may choose among, the one of the page marked. */
static json_t *languages(const struct web_request *q)
{
    static const struct {
        const char *name, *tag, *words;
    } all[] = {{"sv", "sv", "Svenska"}, {"sv-lattlast", "sv", "Lättläst"}, {"en", "en", "English"}};
    const char *here = web_english(q) ? "en" : web_easy(q) ? "sv-lattlast" : "sv";
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:b}", "href", in_language(q, all[i].name),
                                        "tag", all[i].tag, "words", all[i].words, "here",
                                        strcmp(all[i].name, here) == 0));
    return list;
}

static void add_frame(struct web_request *q, const char *title, json_t *view)
{
    const struct settings *s = q->house->settings;
    bool english = web_english(q);
    set(view, "lang", json_string(english ? "en" : "sv"));
    set(view, "title", json_string(title));
    set(view, "english", json_boolean(english));
    set(view, "statements", json_true());
    set(view, "files", json_string(arena_printf(q->arena, "/filer/%s", assets_version)));
    set(view, "easy", json_boolean(web_easy(q)));
    set(view, "languages", languages(q));
    set(view, "suffix",
        json_string(q->wished ? arena_printf(q->arena, "?lang=%s", q->wished) : ""));
    if (!json_object_get(view, "library"))
        set(view, "library",
            json_pack("{s:s, s:s, s:s, s:s}", "name", s->library.name, "region", s->library.region,
                      "address", s->library.address, "base_url", s->library.base_url));
    if (q->notice)
        set(view, "notice", json_string(q->notice));
}

static enum outcome answer_json(const struct web_request *q, const json_t *view,
                                struct web_answer *out)
{
    char *text = json_dumps(view, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    out->type = "application/json";
    out->body = arena_printf(q->arena, "%s\n", text ? text : "null");
    out->len = strlen(out->body);
    free(text);
    return DONE;
}

/* A page has a template of its own in English and in easy-to-read Swedish, or says both in one. */
static enum outcome answer_html(struct web_request *q, const char *page, const json_t *view,
                                struct web_answer *out, struct fault *f)
{
    const char *frame = desk_is(q) ? "desk-frame" : "frame";
    const char *tail = web_english(q) ? "en" : web_easy(q) ? "lattlast" : NULL;
    char *html = NULL;
    enum outcome o = NEVER;
    if (tail)
        o = page_render(q->arena, q->house->shelf, frame,
                        arena_printf(q->arena, "%s-%s", page, tail), view, &html, f);
    if (!tail || (o == NEVER && f->code == EXIT_NO_INPUT))
        o = page_render(q->arena, q->house->shelf, frame, page, view, &html, f);
    out->type = "text/html; charset=utf-8";
    out->body = html;
    out->len = html ? strlen(html) : 0;
    return o;
}

enum outcome web_show(struct web_request *q, const char *page, const char *title, json_t *view,
                      struct web_answer *out, struct fault *f)
{
    if (!view)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the view of %s is not text in UTF-8", page);
    json_object_set_new(view, "page_title", json_string(title));
    enum outcome o = DONE;
    if (q->trouble)
        out->status = q->trouble;
    out->retry = out->status == 503 || out->status == 429;
    if (q->json) {
        o = answer_json(q, view, out);
    } else {
        /* A refused form says so in the title, for those who hear the page. */
        const char *heard = q->trouble
                                ? arena_printf(q->arena, "%s: %s",
                                               web_word(q, "Något saknas", "Please check"), title)
                                : title;
        add_frame(q, heard, view);
        if (desk_is(q))
            desk_add_frame(q, view);
        o = answer_html(q, page, view, out, f);
    }
    json_decref(view);
    return o;
}

enum outcome web_say(struct web_request *q, unsigned status, const char *title, const char *text,
                     struct web_answer *out, struct fault *f)
{
    out->status = status;
    return web_show(q, "notice", title, json_pack("{s:s}", "text", text), out, f);
}

void web_go(struct web_request *q, const char *path, struct web_answer *out)
{
    out->status = 303;
    out->location = q->wished ? arena_printf(q->arena, "%s?lang=%s", path, q->wished)
                              : arena_strdup(q->arena, path);
    out->body = "";
    out->len = 0;
}

/* ---- Forms ---- */

json_t *web_form(struct web_request *q, const char *action, const struct form *form)
{
    json_t *view = form_view(q->arena, form, q->house->areas, q->language);
    const char *session = web_holder(q);
    set(view, "action",
        json_string(q->wished ? arena_printf(q->arena, "%s?lang=%s", action, q->wished) : action));
    set(view, "token",
        json_string(guard_make(q->arena, q->key, action, session, clock_now(&q->house->clock))));
    set(view, "english", json_boolean(web_english(q)));
    return view;
}

struct form web_form_of(const struct web_request *q, const struct field *fields)
{
    return q->trouble && q->form.fields == fields ? q->form : form_empty(q->arena, fields);
}

char *web_at(const struct web_request *q, const char *before, const char *after)
{
    return arena_printf(q->arena, "%s%s%s", before, q->token, after);
}

/* ---- What went wrong ---- */

static const struct {
    unsigned status;
    const char *sv, *text_sv, *text_easy, *en, *text_en;
} faults[] = {
    {403, "Sidan är inte öppen för dig", "Sidan är till för dem som sköter tjänsten.", NULL,
     "This page is not open from here", "The page is for those who run the service."},
    {404, "Sidan finns inte",
     "Adressen kan vara felskriven, eller så är länken inte längre den rätta. Öppna länken i ditt "
     "senaste brev från oss, eller hör av dig till oss.",
     "Länken är fel, eller för gammal. Titta i ditt senaste brev från oss. Öppna länken där. Eller "
     "skriv till oss.",
     "There is no such page",
     "The address may be mistyped, or the link is no longer the right one. Open the link in your "
     "latest letter from us, or get in touch with us."},
    {405, "Det går inte att göra så här", "Sidan kan bara visas.", NULL, "That cannot be done here",
     "The page can only be shown."},
    {410, "Länken har slutat gälla",
     "Länken är för gammal, eller så har den avslutats. Hör av dig till oss, så hjälper vi dig "
     "vidare. Du kan också be om en ny länk.",
     "Länken är för gammal. Be om en ny länk. Eller skriv till oss.", "The link is no longer valid",
     "The link is too old, or it has been ended. Get in touch with us and we will help you on. You "
     "can also ask for a new link."},
    {413, "Det blev för mycket på en gång",
     "Texten är längre än vad vi kan ta emot. Gå tillbaka och korta den, eller mejla den till oss.",
     "Texten är för lång. Gå tillbaka. Skriv lite mindre. Du kan också mejla texten till oss.",
     "That was too much at once",
     "The text is longer than we can take. Go back and shorten it, or send it to us by e-mail."},
    {414, "Adressen är för lång", "Öppna länken i ditt senaste brev från oss.", NULL,
     "The address is too long", "Open the link in your latest letter from us."},
    {429, "Vänta en liten stund",
     "Det har kommit ovanligt många frågor från din adress. Vänta en minut och försök igen.",
     "Vänta en minut. Försök sedan igen.", "Please wait a moment",
     "There have been unusually many requests from your address. Wait a minute and try again."},
    {500, "Något gick fel hos oss", "Försök gärna igen om en stund. Hör av dig om det fortsätter.",
     "Försök igen om en stund. Går det inte? Skriv till oss.", "Something went wrong with us",
     "Please try again in a while. Tell us if it goes on."},
    {503, "Det är mycket att göra just nu", "Försök igen om en liten stund.",
     "Vänta en liten stund. Försök sedan igen.", "There is a lot to do just now",
     "Please try again in a little while."},
};

static const char lost_at_desk[] = "Adressen kan vara felskriven, eller så finns det inte kvar: "
                                   "uppgifter gallras, och det som har "
                                   "slagits ihop finns på ett annat ställe. Sök efter det i menyn.";

void web_fault_page(struct web_request *q, unsigned status, struct web_answer *out)
{
    size_t i = 0, last = sizeof faults / sizeof faults[0] - 2; /* 500 */
    while (i < last + 1 && faults[i].status != status)
        i++;
    struct fault f;
    const char *allow = out->allow;
    *out = (struct web_answer){.status = status, .allow = allow};
    q->trouble = 0;
    q->notice = NULL;
    json_t *view =
        json_pack("{s:i, s:s, s:b, s:b}", "status", (int)status, "text",
                  status == 404 && desk_is(q)
                      ? lost_at_desk
                      : web_plain(q, faults[i].text_sv, faults[i].text_easy, faults[i].text_en),
                  "ended", status == 410, "wrong", status == 404);
    const char *title = web_word(q, faults[i].sv, faults[i].en);
    if (web_show(q, "error", title, view, out, &f) == DONE && out->body)
        return;
    out->type = "text/plain; charset=utf-8";
    out->body = arena_strdup(q->arena, title);
    out->len = strlen(out->body);
}

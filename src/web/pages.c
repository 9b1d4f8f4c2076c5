/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The open pages: what the library is, the stylesheet, and how the service does.
 */
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "store/desk.h"
#include "view.h"

static json_t *frame_view(const struct settings *s, const char *lang, const char *title)
{
    return json_pack("{s:s, s:s, s:b, s:{s:s, s:s, s:s, s:s}}", "lang", lang, "title", title,
                     "english", strcmp(lang, "en") == 0, "library", "name", s->library.name,
                     "region", s->library.region, "address", s->library.address, "base_url",
                     s->library.base_url);
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

static enum outcome show(const struct web_request *q, const char *page, const char *lang,
                         struct web_answer *out, struct fault *f)
{
    json_t *view = frame_view(q->house->settings, lang, q->house->settings->library.name);
    char *html = NULL;
    enum outcome o = DONE;
    if (q->json) {
        o = answer_json(q, view, out);
    } else {
        o = page_render(q->arena, q->house->shelf, page, view, &html, f);
        out->body = html;
        out->len = html ? strlen(html) : 0;
    }
    json_decref(view);
    return o;
}

enum outcome page_home(const struct web_request *q, struct web_answer *out, struct fault *f)
{
    return show(q, "home", "sv", out, f);
}

enum outcome page_home_en(const struct web_request *q, struct web_answer *out, struct fault *f)
{
    return show(q, "home-en", "en", out, f);
}

enum outcome page_style(const struct web_request *q, struct web_answer *out, struct fault *f)
{
    (void)f;
    out->type = "text/css; charset=utf-8";
    out->body = shelf_style(q->house->shelf);
    out->len = strlen(out->body);
    return DONE;
}

enum outcome page_health(const struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct health h;
    instant now = clock_now(&q->house->clock);
    enum outcome o =
        health_read(q->house->db, q->arena, now, settings_asks_since(q->house->settings, now), &h, f);
    if (o != DONE)
        return o;
    bool well;
    json_t *view = view_health(q->arena, &h, now, q->house->settings->fetch.poll_seconds, &well);
    out->status = well ? 200 : 503;
    answer_json(q, view, out);
    json_decref(view);
    return DONE;
}

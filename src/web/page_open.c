/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The open pages: what the library is, the statements, the stylesheet; and for machines, how the
 * service does.
 */
#include "desk.h"

#include <string.h>

#include "letters.h"
#include "view/pages.h"

enum outcome page_home(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_show(q, "home", q->house->settings->library.name, json_object(), out, f);
}

enum outcome page_home_en(struct web_request *q, struct web_answer *out, struct fault *f)
{
    q->language = q->wished = "en";
    return web_show(q, "home", q->house->settings->library.name, json_object(), out, f);
}

enum outcome page_accessibility(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_show(q, "tillganglighet", web_word(q, "Tillgänglighet", "Accessibility"),
                    json_object(), out, f);
}

/* What the text on personal data says hangs on the legal basis and the times of keeping. */
enum outcome page_personal_data(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const struct settings *s = q->house->settings;
    const char *basis = s->library.legal_basis;
    bool consent = strcmp(basis, "consent") == 0, none = strcmp(basis, "none") == 0;
    json_t *view = json_pack("{s:b, s:b, s:s}", "by_consent", consent, "by_decision",
                             !consent && !none, "basis", basis);
    if (s->retention.person > 0)
        json_object_set_new(view, "person_months", json_integer(s->retention.person));
    if (s->retention.request > 0)
        json_object_set_new(view, "request_months", json_integer(s->retention.request));
    return web_show(q, "personuppgifter", web_word(q, "Personuppgifter", "Personal data"), view,
                    out, f);
}

/* Its address holds what it is: the browser keeps it until the page names another. */
static enum outcome give(struct web_request *q, const char *type, const char *text,
                         struct web_answer *out)
{
    out->type = type;
    out->body = text;
    out->len = strlen(text);
    out->kept = strcmp(q->token, shelf_assets_version(q->house->shelf)) == 0;
    return DONE;
}

enum outcome page_style(struct web_request *q, struct web_answer *out, struct fault *f)
{
    (void)f;
    return give(q, "text/css; charset=utf-8", shelf_style(q->house->shelf), out);
}

enum outcome page_desk_style(struct web_request *q, struct web_answer *out, struct fault *f)
{
    (void)f;
    return give(q, "text/css; charset=utf-8", shelf_desk_style(q->house->shelf), out);
}

enum outcome page_icon(struct web_request *q, struct web_answer *out, struct fault *f)
{
    (void)f;
    return give(q, "image/svg+xml", shelf_icon(q->house->shelf), out);
}

/* Since when asks may leave today; -1 outside the hours and in a pause. */
static instant asks_since(const struct settings *s, instant now)
{
    struct civil c = civil_from_instant(now);
    int minute = c.hour * 60 + c.minute;
    if (minute < s->send.hours_from || minute >= s->send.hours_to || settings_paused(s, c.date))
        return -1;
    c.hour = s->send.hours_from / 60;
    c.minute = s->send.hours_from % 60;
    return civil_to_instant(c);
}

enum outcome page_health(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct health h;
    instant now = clock_now(&q->house->clock);
    enum outcome o =
        health_read(q->house->db, q->arena, now, asks_since(q->house->settings, now), &h, f);
    if (o != DONE)
        return o;
    bool well;
    json_t *view = view_health(q->arena, &h, now, q->house->settings->fetch.poll_seconds, &well);
    out->status = well ? 200 : 503;
    q->json = true;
    return web_show(q, "halsa", "halsa", view, out, f);
}

enum outcome page_metrics(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct figure *figures;
    size_t count;
    enum outcome o = web_figures(q->house->db, q->arena, &figures, &count, f);
    if (o != DONE)
        return o;
    out->type = "text/plain; version=0.0.4; charset=utf-8";
    out->body = view_metrics(q->arena, figures, count, clock_now(&q->house->clock),
                             db_version(q->house->db), LEVANDE_VERSION);
    out->len = strlen(out->body);
    return DONE;
}

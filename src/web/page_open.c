/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The open pages: what the library is, the statements, and what pages fetch beside themselves; and
 * for machines, how the service does.
 */
#include "craft.h"
#include "memo.h"

#include <string.h>

#include "assets.h"
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
    if (s->retention.access > 0)
        json_object_set_new(view, "access_months", json_integer(s->retention.access));
    return web_show(q, "personuppgifter", web_word(q, "Personuppgifter", "Personal data"), view,
                    out, f);
}

/* Its address holds what it is: the browser keeps it until the page names another. */
enum outcome page_asset(struct web_request *q, struct web_answer *out, struct fault *f)
{
    (void)f;
    for (size_t i = 0; i < asset_count; i++) {
        const struct asset *x = &assets[i];
        if (strcmp(x->name, q->part) != 0)
            continue;
        out->type = x->type;
        out->body = (const char *)x->body;
        out->len = x->len;
        out->packed = (const char *)x->packed;
        out->packed_len = x->packed_len;
        out->kept = strcmp(q->token, assets_version) == 0;
        return DONE;
    }
    web_fault_page(q, 404, out);
    return DONE;
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

static enum outcome reckon_metrics(struct web_request *q, int64_t state, const char **text,
                                   struct fault *f)
{
    struct figure *figures;
    size_t count;
    int64_t began = clock_ticks();
    enum outcome o = web_figures(q->house->db, q->arena, &figures, &count, f);
    if (o != DONE)
        return o;
    *text = view_metrics(q->arena, figures, count, clock_now(&q->house->clock),
                         db_version(q->house->db), LEVANDE_VERSION);
    memo_keep(q->memo, q->path, state, *text, strlen(*text), clock_ticks() - began);
    return DONE;
}

enum outcome page_metrics(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t state;
    size_t len;
    enum outcome o = db_state(q->house->db, &state, f);
    const char *text = o == DONE ? memo_find(q->memo, q->path, state, MEMO_AGE_MS, &len) : NULL;
    if (o == DONE && !text)
        o = reckon_metrics(q, state, &text, f);
    if (o != DONE)
        return o;
    out->type = "text/plain; version=0.0.4; charset=utf-8";
    out->body = arena_strdup(q->arena, text);
    out->len = strlen(out->body);
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The table of routes: path and handler. GET and HEAD alone, since looking changes nothing
 * (invariant 7).
 */
#include "pages.h"

#include <string.h>

#include "base/text.h"
#include "letters.h"

struct page_route {
    const char *path;
    web_handler *handler;
};

static const struct page_route routes[] = {
    {"/", page_home},
    {"/en", page_home_en},
    {"/style.css", page_style},
    {"/halsa", page_health},
};

static const struct {
    unsigned status;
    const char *title, *text;
} faults[] = {
    {404, "Sidan finns inte",
     "Adressen kan vara felskriven, eller så är länken inte längre den rätta. Öppna länken i ditt "
     "senaste brev från oss, eller hör av dig till oss."},
    {405, "Det går inte att göra så här", "Sidan kan bara visas."},
    {500, "Något gick fel hos oss", "Försök gärna igen om en stund. Hör av dig om det fortsätter."},
    {503, "Det är mycket att göra just nu", "Försök igen om en liten stund."},
};

void web_fault_page(const struct web_request *q, unsigned status, struct web_answer *out)
{
    size_t i = 0;
    while (i + 1 < sizeof faults / sizeof faults[0] && faults[i].status != status)
        i++;
    const struct settings *s = q->house->settings;
    json_t *view = json_pack("{s:i, s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s}}", "status", (int)status,
                             "title", faults[i].title, "text", faults[i].text, "lang", "sv",
                             "library", "name", s->library.name, "region", s->library.region,
                             "address", s->library.address, "base_url", s->library.base_url);
    struct fault f;
    char *html = NULL;
    if (page_render(q->arena, q->house->shelf, "error", view, &html, &f) != DONE)
        html = arena_strdup(q->arena, faults[i].title);
    json_decref(view);
    *out = (struct web_answer){
        .status = status, .type = "text/html; charset=utf-8", .body = html, .len = strlen(html)};
}

void web_answer(const struct web_request *q, struct web_answer *out)
{
    bool looks = strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0;
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (strcmp(routes[i].path, q->path) != 0)
            continue;
        struct fault f = {0};
        *out = (struct web_answer){.status = 200, .type = "text/html; charset=utf-8"};
        enum outcome o = looks ? routes[i].handler(q, out, &f) : DONE;
        if (!looks)
            web_fault_page(q, 405, out);
        else if (o != DONE)
            web_fault_page(q, o == AGAIN ? 503 : 500, out);
        if (o != DONE)
            log_event(&q->house->log, LOG_ERROR, "page_failed", "status=%u why=%s", out->status,
                      f.text);
        return;
    }
    web_fault_page(q, 404, out);
}

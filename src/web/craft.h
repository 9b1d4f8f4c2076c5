/* SPDX-License-Identifier: EUPL-1.2 */
/* The parts of the web role: requests, routes, answers. Private to web/. */
#ifndef LEVANDE_WEB_PAGES_H
#define LEVANDE_WEB_PAGES_H

#include "house.h"

/* A request as a handler sees it, and the answer that it gives; both live for the request. */
struct web_request {
    const struct house *house;
    struct arena *arena;
    const char *method, *path; /* path without query, decoded by the server */
    bool json;                 /* ".json" was added to the path */
};

struct web_answer {
    unsigned status;
    const char *type; /* of the content */
    const char *body;
    size_t len;
};

typedef enum outcome web_handler(const struct web_request *q, struct web_answer *out,
                                 struct fault *f);

/* Finds the route and answers; every fault becomes a page. */
void web_answer(const struct web_request *q, struct web_answer *out);

/* The pages. */
web_handler page_home, page_home_en, page_style, page_health;

/* A page that says what went wrong, in plain Swedish. */
void web_fault_page(const struct web_request *q, unsigned status, struct web_answer *out);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The frame of the desk's pages: where one is and where one can go, who is logged in; and the
 * addresses that lists link to. A place without a row in the table of routes, or not for the role
 * of who is logged in, is not shown.
 */
#include <string.h>

#include "base/text.h"
#include "desk.h"

static const char *const LOGOUT = "/personal/logga-ut";

static const struct place {
    const char *path, *name;
    const char *icon; /* a partial's word, "is_…" in the view */
} places[] = {
    {"/personal", "Att göra", "tasks"},
    {"/personal/forfragningar", "Förfrågningar", "requests"},
    {"/personal/personer", "Personer", "people"},
    {"/personal/foreningar", "Föreningar", "associations"},
    {"/personal/enheter", "Enheter", "units"},
    {"/personal/kalender", "Kalender", "calendar"},
    {"/personal/statistik", "Statistik", "figures"},
    {"/personal/brev", "Brev och mallar", "letters"},
    {"/personal/installningar", "Inställningar", "settings"},
    {"/personal/logg", "Logg", "log"},
};

bool desk_is(const struct web_request *q)
{
    static const char desk[] = "/personal";
    bool may_be = q->route || web_may(q, ROLE_READER); /* a wrong address of who is logged in */
    const char *path = q->route ? q->route->path : q->path;
    return may_be && text_starts(path, desk) && strchr("/", path[strlen(desk)]);
}

void desk_speak(struct web_request *q)
{
    if (!desk_is(q))
        return;
    q->language = "sv";
    q->wished = NULL;
}

/* ---- The frame ---- */

static bool is_open(const struct web_request *q, const char *path)
{
    for (size_t i = 0; i < web_route_count; i++)
        if (strcmp(web_routes[i].path, path) == 0 && strcmp(web_routes[i].method, "GET") == 0)
            return web_may(q, web_routes[i].role);
    return false;
}

/* The page itself, or one below it; the first of all is only itself. */
static bool is_here(const struct web_request *q, const struct place *p)
{
    size_t len = strlen(p->path);
    if (strcmp(q->path, p->path) == 0)
        return true;
    return p != places && text_starts(q->path, p->path) && q->path[len] == '/';
}

static json_t *navigation(const struct web_request *q)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!is_open(q, places[i].path))
            continue;
        json_t *o = json_pack("{s:s, s:s, s:b}", "href", places[i].path, "name", places[i].name,
                              "here", is_here(q, &places[i]));
        json_object_set_new(o, arena_printf(q->arena, "is_%s", places[i].icon), json_true());
        json_array_append_new(list, o);
    }
    return list;
}

const char *desk_role_name(const char *role)
{
    return strcmp(role, "admin") == 0   ? "administratör"
           : strcmp(role, "staff") == 0 ? "handläggare"
                                        : "läsare";
}

void desk_add_frame(struct web_request *q, json_t *view)
{
    if (q->session.id == 0)
        return;
    json_t *desk =
        json_pack("{s:s, s:s}", "who", q->session.name, "role", desk_role_name(q->session.role));
    if (q->session.passed) {
        struct form button = form_empty(q->arena, no_fields);
        json_object_set_new(desk, "logout", web_form(q, LOGOUT, &button));
        json_object_set_new(desk, "has_nav", json_boolean(!q->session.first));
        json_object_set_new(desk, "nav", navigation(q));
    }
    json_object_set_new(view, "desk", desk);
}

void desk_add_done(struct web_request *q, json_t *view, const char *words)
{
    (void)q;
    json_object_set_new(view, "done", json_string(words));
}

/* ---- Addresses ---- */

char *web_encode(struct arena *a, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_array(a, strlen(text) + 1, 3), *to = out;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (strchr(plain, *at)) {
            *to++ = (char)*at;
            continue;
        }
        *to++ = '%';
        *to++ = hex[*at >> 4];
        *to++ = hex[*at & 15];
    }
    return out;
}

/* What web_here() made holds nothing but this: all else in it is encoded. */
static bool is_plain(const char *path)
{
    for (const char *at = path; *at; at++)
        if (*at <= ' ' || *at > '~' || *at == '\\')
            return false;
    return !strstr(path, "//");
}

const char *web_own_path(const char *path)
{
    bool desk = text_starts(path, "/personal") && strchr("/?", path[strlen("/personal")]);
    return desk && is_plain(path) ? path : "/personal";
}

static char *add_pair(struct arena *a, char *address, const char *name, const char *value)
{
    return text_blank(value)
               ? address
               : arena_printf(a, "%s%c%s=%s", address, strchr(address, '?') ? '&' : '?',
                              web_encode(a, name), web_encode(a, value));
}

char *web_here(const struct web_request *q, const char *name, const char *value)
{
    struct arena *a = q->arena;
    char *address = arena_strdup(a, q->path);
    if (q->asked.fields) {
        for (size_t i = 0; i < q->asked.count; i++)
            if (!name || strcmp(q->asked.fields[i].name, name) != 0)
                address = add_pair(a, address, q->asked.fields[i].name,
                                   web_asked(q, q->asked.fields[i].name));
    } else {
        for (size_t i = 0; i < q->query_count; i++)
            if (text_is_utf8(q->query[i].value, q->query[i].len))
                address = add_pair(a, address, q->query[i].name, q->query[i].value);
    }
    return name ? add_pair(a, address, name, value) : address;
}

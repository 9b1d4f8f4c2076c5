/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Sessions of the staff.
 *
 * The cookie holds a random token and a seal: until when the session is not idle, under the guard's
 * key. So looking at a page makes the seal new and writes nothing (invariant 7); what a page asks
 * by itself, while nobody does, makes nothing new. The book holds the token's hash, whose it is,
 * and its end; it alone says that a session stands. The token is new when the password has been
 * given and again when the second factor has: whoever planted or saw an earlier one has nothing.
 */
#include "desk.h"

#include <string.h>

#include "base/text.h"

static const char *const SEAL = "desk session";
enum { WEED_DAYS = 30 };

static const char *cookie_of(struct web_request *q, const char *token, instant now)
{
    return arena_printf(q->arena, "%s.%s", token,
                        guard_seal(q->arena, q->key, SEAL, token, now + MINUTES(SESSION_IDLE)));
}

/* The token of a cookie whose seal holds; NULL: there is none. */
static const char *token_of(struct web_request *q, instant now, instant *until)
{
    const char *cookie = q->desk_cookie;
    if (!cookie || strlen(cookie) <= TOKEN_CHARS || cookie[TOKEN_CHARS] != '.')
        return NULL;
    const char *token = arena_strndup(q->arena, cookie, TOKEN_CHARS);
    bool holds =
        token_formed(token) && guard_sealed(q->arena, q->key, SEAL, token, now,
                                            MINUTES(SESSION_IDLE), cookie + TOKEN_CHARS + 1, until);
    return holds ? token : NULL;
}

bool session_held(struct web_request *q)
{
    instant until;
    return token_of(q, clock_now(&q->house->clock), &until) != NULL;
}

enum outcome session_find(struct web_request *q, struct fault *f)
{
    instant now = clock_now(&q->house->clock), until = 0;
    const char *token = token_of(q, now, &until);
    memset(&q->session, 0, sizeof q->session);
    if (!token)
        return DONE;
    enum outcome o =
        sessions_find(q->house->db, q->arena, sha256_text(q->arena, token), now, &q->session, f);
    bool by_itself = q->route && q->route->by_itself;
    if (o == DONE && q->session.id != 0 && !by_itself && until < now + MINUTES(SESSION_IDLE - 1))
        q->new_desk_cookie = cookie_of(q, token, now);
    return o;
}

void session_ask(struct web_request *q, struct web_answer *out)
{
    bool half = q->session.id != 0 && !q->session.passed;
    bool look = strcmp(q->route->method, "GET") == 0;
    const char *door = half ? "/personal/kod" : "/personal/logga-in";
    const char *back = look ? web_here(q, NULL, NULL) : "";
    if (q->session.passed)
        web_go(q, q->session.first ? "/personal/mitt-konto" : "/personal", out);
    else if (!look || q->route->who == WHO_HALF || strcmp(back, "/personal") == 0)
        web_go(q, door, out);
    else
        web_go(q, arena_printf(q->arena, "%s?till=%s", door, web_encode(q->arena, back)), out);
}

/* A new session; its token goes into the cookie. */
static enum outcome add(struct web_request *q, int64_t staff_id, instant expires, bool passed,
                        struct fault *f)
{
    instant now = clock_now(&q->house->clock);
    char *token = arena_alloc(q->arena, TOKEN_CHARS + 1);
    random_token(q->house->random, token);
    struct staff_session s = {.token_hash = sha256_text(q->arena, token),
                              .staff_id = staff_id,
                              .expires_at = expires,
                              .passed = passed};
    enum outcome o = sessions_add(q->house->db, q->arena, &s, now, f);
    if (o == DONE)
        o = sessions_find(q->house->db, q->arena, s.token_hash, now, &q->session, f);
    if (o == DONE)
        q->new_desk_cookie = cookie_of(q, token, now);
    return o;
}

static enum outcome finish(struct web_request *q, const char *label, enum outcome o,
                           struct fault *f)
{
    o = db_end(q->house->db, label, o, f);
    if (o != DONE)
        q->new_desk_cookie = NULL;
    return o;
}

/* The session that this browser had, if any, ends: it was another's, or the same one's before. */
static enum outcome end_old(struct web_request *q, instant now, struct fault *f)
{
    enum outcome o = session_find(q, f);
    q->new_desk_cookie = NULL;
    return o == DONE && q->session.id != 0
               ? sessions_end(q->house->db, q->arena, q->session.id, now, f)
               : o;
}

enum outcome session_begin(struct web_request *q, int64_t staff_id, struct fault *f)
{
    static const char label[] = "begin a session";
    instant now = clock_now(&q->house->clock);
    enum outcome o = db_begin(q->house->db, label, f);
    if (o != DONE)
        return o;
    o = end_old(q, now, f);
    if (o == DONE)
        o = sessions_weed(q->house->db, q->arena, now - DAYS(WEED_DAYS), f);
    if (o == DONE)
        o = add(q, staff_id, now + MINUTES(SESSION_HALF), false, f);
    return finish(q, label, o, f);
}

enum outcome session_pass(struct web_request *q, struct fault *f)
{
    instant now = clock_now(&q->house->clock);
    enum outcome o = sessions_end(q->house->db, q->arena, q->session.id, now, f);
    return o == DONE ? add(q, q->session.staff_id, now + HOURS(SESSION_HOURS), true, f) : o;
}

enum outcome session_end(struct web_request *q, struct fault *f)
{
    static const char label[] = "end a session";
    enum outcome o = db_begin(q->house->db, label, f);
    if (o != DONE)
        return o;
    o = sessions_end(q->house->db, q->arena, q->session.id, clock_now(&q->house->clock), f);
    o = finish(q, label, o, f);
    if (o == DONE)
        q->new_desk_cookie = "";
    return o;
}

/* ---- Who asks ---- */

bool web_may(const struct web_request *q, enum desk_role least)
{
    static const char *const names[] = {
        [ROLE_READER] = "reader", [ROLE_STAFF] = "staff", [ROLE_ADMIN] = "admin"};
    bool in = q->session.passed && !q->session.first;
    for (size_t role = least; in && role <= ROLE_ADMIN; role++)
        if (strcmp(q->session.role, names[role]) == 0)
            return true;
    return false;
}

const char *web_actor(const struct web_request *q)
{
    return arena_printf(q->arena, "staff:%lld", (long long)q->session.staff_id);
}

const char *web_holder(const struct web_request *q)
{
    if (q->session.id != 0)
        return q->session.token_hash;
    return q->token ? q->token : "";
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Caps: how many letters one address may get, about one request, and how many may leave in all.
 *
 * Anybody may have us write to an address, by asking on an open page for a link to confirm a
 * request or for a new one. Such letters are counted by themselves, against a third of each cap,
 * and count against no other letter: what the library has to say is never held because of
 * strangers. An address is the same in upper and lower case.
 */
#include "caps.h"

#include <string.h>

#include "lists.h"

enum { TO_ADDRESS, TO_REQUEST, TO_ALL, TO_ALL_FOR_STRANGERS };
enum { STRANGERS_PART = 3 };

#define FOR_STRANGERS                                                                              \
    "(purpose = 'confirm_request' OR purpose = 'new_link' OR purpose = 'confirm_signup')"

static const char *const texts[] = {
    [TO_ADDRESS] = "SELECT count(*) FROM letter WHERE lower(address) = lower($1)"
                   " AND begun_at > $2 AND id <> $3"
                   " AND CASE WHEN " FOR_STRANGERS " THEN 1 ELSE 0 END = $4",
    [TO_REQUEST] = "SELECT count(*) FROM letter WHERE request_id = $1"
                   " AND lower(address) = lower($2) AND begun_at IS NOT NULL AND id <> $3"
                   " AND NOT " FOR_STRANGERS,
    [TO_ALL] = "SELECT count(*) FROM letter WHERE begun_at > $1 AND id <> $2",
    [TO_ALL_FOR_STRANGERS] = "SELECT count(*) FROM letter WHERE begun_at > $1 AND id <> $2"
                             " AND " FOR_STRANGERS,
};
const struct sql_list caps_sql = {"caps", SLOT_CAPS, SQL_TEXTS(texts)};

struct count {
    struct db *db;
    struct arena *arena;
    const struct sending_policy *policy;
    const struct outgoing *letter;
    bool stranger; /* the letter is one that a stranger may have asked for */
};

static bool reached(const struct count *c, int64_t letters, int cap)
{
    int most = c->stranger ? cap / STRANGERS_PART : cap;
    return letters >= (most > 0 ? most : 1);
}

static enum outcome in_an_hour(const struct count *c, int64_t *n, struct fault *f)
{
    const struct sql_arg args[] = {TIME(c->arena, c->policy->now - HOURS(1)), INT(c->letter->id)};
    int64_t theirs = 0;
    enum outcome o = sql_number(c->db, &caps_sql, TO_ALL_FOR_STRANGERS, args, 2, &theirs, f);
    *n = theirs;
    if (o != DONE || c->stranger)
        return o;
    o = sql_number(c->db, &caps_sql, TO_ALL, args, 2, n, f);
    *n -= theirs;
    return o;
}

static enum outcome to_address(const struct count *c, int64_t *n, struct fault *f)
{
    return sql_number(c->db, &caps_sql, TO_ADDRESS,
                      SQL_ARGS(TEXT(c->letter->address), TIME(c->arena, c->policy->now - DAYS(1)),
                               INT(c->letter->id), INT(c->stranger)),
                      n, f);
}

/* A link that a stranger asks for is bounded by the day: the unit may want one months later. */
static enum outcome to_request(const struct count *c, int64_t *n, struct fault *f)
{
    *n = 0;
    if (c->stranger || c->letter->request_id == 0)
        return DONE;
    return sql_number(
        c->db, &caps_sql, TO_REQUEST,
        SQL_ARGS(INT(c->letter->request_id), TEXT(c->letter->address), INT(c->letter->id)), n, f);
}

enum outcome caps_passed(struct db *db, struct arena *a, const struct sending_policy *policy,
                         const struct outgoing *letter, const char **cap, struct fault *f)
{
    const struct {
        const char *key;
        int most;
        enum outcome (*count)(const struct count *c, int64_t *n, struct fault *f);
    } caps[] = {{"all_per_hour", policy->all_per_hour, in_an_hour},
                {"address_per_day", policy->address_per_day, to_address},
                {"request_per_address", policy->request_per_address, to_request}};
    struct count c = {db, a, policy, letter,
                      strcmp(letter->purpose, "confirm_request") == 0 ||
                          strcmp(letter->purpose, "new_link") == 0 ||
                          strcmp(letter->purpose, "confirm_signup") == 0};
    enum outcome o = DONE;
    *cap = NULL;
    for (size_t i = 0; o == DONE && !*cap && i < sizeof caps / sizeof caps[0]; i++) {
        int64_t n = 0;
        if (caps[i].most > 0)
            o = caps[i].count(&c, &n, f);
        if (o == DONE && caps[i].most > 0 && reached(&c, n, caps[i].most))
            *cap = caps[i].key;
    }
    return o;
}

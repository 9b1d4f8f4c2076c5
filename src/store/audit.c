/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The audit trail: rows in a chain of SHA-256.
 *
 * What is hashed: the previous hash, then each field preceded by its length, so that no two rows
 * give the same bytes. The last hash stands beside the chain (health_note "audit.head"), since
 * nothing in a chain tells that its end was cut off.
 */
#include "store/audit.h"

#include "base/calendar.h"
#include "lists.h"

#include <stdio.h>
#include <string.h>

enum {
    LAST,
    ADD,
    ADD_TEXT,
    SET_HEAD,
    HEAD,
    OF_REQUEST,
    WALK,
    PAGE,
    PAGE_REQUEST,
    PAGE_SUBJECT,
    PAGE_ACTOR,
    NEXT_TIME,
};

/* The columns that WALK has, then what only a page shows. */
#define PAGE_OF                                                                                    \
    "SELECT audit.id, at, actor, event, request_id, subject, from_state, to_state, text_hash,"     \
    " hash, salt, text,"                                                                           \
    " coalesce((SELECT earlier.hash FROM audit AS earlier WHERE earlier.id < audit.id"             \
    "  ORDER BY earlier.id DESC LIMIT 1), ''),"                                                    \
    " (SELECT number FROM request WHERE request.id = request_id),"                                 \
    " (SELECT name FROM staff WHERE actor = 'staff:' || CAST(staff.id AS TEXT))"                   \
    " FROM audit LEFT JOIN audit_text ON audit_text.audit_id = audit.id WHERE audit.id < $1 "

static const char *const texts[] = {
    [LAST] = "SELECT hash FROM audit ORDER BY id DESC LIMIT 1",
    [ADD] = "INSERT INTO audit (at, actor, event, request_id, subject, from_state, to_state,"
            " text_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    [ADD_TEXT] = "INSERT INTO audit_text (audit_id, salt, text) VALUES ($1, $2, $3)",
    [SET_HEAD] = "INSERT INTO health_note (name, value, at) VALUES ('audit.head', $1, $2)"
                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
    [HEAD] = "SELECT value FROM health_note WHERE name = 'audit.head'",
    [OF_REQUEST] = "SELECT at, actor, event, subject, from_state, to_state, audit_text.text,"
                   " (SELECT name FROM staff WHERE actor = 'staff:' || CAST(staff.id AS TEXT))"
                   " FROM audit LEFT JOIN audit_text ON audit_text.audit_id = audit.id"
                   " WHERE request_id = $1 ORDER BY audit.id",
    [WALK] = "SELECT audit.id, at, actor, event, request_id, subject, from_state, to_state,"
             " text_hash, hash, salt, text"
             " FROM audit LEFT JOIN audit_text ON audit_text.audit_id = audit.id ORDER BY audit.id",
    [PAGE] = PAGE_OF "ORDER BY audit.id DESC LIMIT $2",
    [PAGE_REQUEST] = PAGE_OF "AND request_id = (SELECT id FROM request WHERE number = $3)"
                             " ORDER BY audit.id DESC LIMIT $2",
    [PAGE_SUBJECT] = PAGE_OF "AND subject <> '' AND subject = $3 ORDER BY audit.id DESC LIMIT $2",
    [PAGE_ACTOR] = PAGE_OF "AND actor <> 'system' AND actor <> 'unit' AND actor <> 'command'"
                           " AND actor = $3 ORDER BY audit.id DESC LIMIT $2",
    [NEXT_TIME] = "SELECT at FROM audit WHERE id >= $1 ORDER BY id LIMIT 1",
};
const struct sql_list audit_sql = {"audit", SLOT_AUDIT, SQL_TEXTS(texts)};

/* The fields of a row that its hash covers, in their order. */
struct link {
    const char *before, *at, *actor, *event, *request, *subject, *from, *to, *text_hash;
};

static char *link_hash(struct arena *a, const struct link *l)
{
    const char *const fields[] = {l->before,  l->at,   l->actor, l->event,    l->request,
                                  l->subject, l->from, l->to,    l->text_hash};
    struct sha256 h;
    sha256_start(&h);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char head[32];
        int n = snprintf(head, sizeof head, "%zu:", strlen(fields[i]));
        sha256_add(&h, head, (size_t)n);
        sha256_add(&h, fields[i], strlen(fields[i]));
    }
    unsigned char digest[SHA256_BYTES];
    sha256_end(&h, digest);
    return hex_text(a, digest, sizeof digest);
}

static char *salted_hash(struct arena *a, const char *salt, const char *text)
{
    return sha256_text(a, arena_printf(a, "%s:%s", salt, text));
}

static char *request_text(struct arena *a, int64_t request_id)
{
    return request_id ? arena_printf(a, "%lld", (long long)request_id) : arena_strdup(a, "");
}

/* The hash that LAST or HEAD selects; "" for none. */
static enum outcome one_hash(struct db *db, struct arena *a, unsigned text, const char **hash,
                             struct fault *f)
{
    *hash = "";
    struct sql_row *row;
    enum outcome o = sql_query(db, &audit_sql, text, SQL_NO_ARGS, &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *hash = sql_text(row, 0, a);
        sql_end(row);
    }
    return o;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

enum outcome audit_add(struct db *db, struct arena *a, const struct audit_entry *e, struct fault *f)
{
    char salt[TOKEN_CHARS + 1] = "";
    const char *text_hash = "";
    if (e->text && *e->text) {
        random_token(e->random, salt);
        text_hash = salted_hash(a, salt, e->text);
    }
    struct link l = {.at = instant_to_text(a, e->now),
                     .actor = e->actor,
                     .event = e->event,
                     .request = request_text(a, e->request_id),
                     .subject = or_empty(e->subject),
                     .from = or_empty(e->from_state),
                     .to = or_empty(e->to_state),
                     .text_hash = text_hash};
    enum outcome o = one_hash(db, a, LAST, &l.before, f);
    if (o != DONE)
        return o;
    int64_t id;
    const char *hash = link_hash(a, &l);
    o = sql_number(db, &audit_sql, ADD,
                   SQL_ARGS(TEXT(l.at), TEXT(l.actor), TEXT(l.event), ID(e->request_id),
                            TEXT(l.subject), TEXT(l.from), TEXT(l.to), TEXT(text_hash), TEXT(hash)),
                   &id, f);
    if (o == DONE)
        o = sql_run(db, &audit_sql, SET_HEAD, SQL_ARGS(TEXT(hash), TEXT(l.at)), NULL, f);
    if (o == DONE && *text_hash)
        o = sql_run(db, &audit_sql, ADD_TEXT, SQL_ARGS(INT(id), TEXT(salt), TEXT(e->text)), NULL,
                    f);
    return o;
}

enum outcome audit_of_request(struct db *db, struct arena *a, int64_t request_id,
                              struct audit_row **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &audit_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct audit_row *r = grow(a, &list);
        r->at = sql_time(row, 0);
        r->actor = sql_text(row, 1, a);
        r->event = sql_text(row, 2, a);
        r->subject = sql_text(row, 3, a);
        r->from_state = sql_text(row, 4, a);
        r->to_state = sql_text(row, 5, a);
        r->text = sql_text(row, 6, a);
        r->staff = sql_text(row, 7, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

/* Checks one row against the hash before it, and gives its own hash on. */
static bool row_holds(struct sql_row *row, struct arena *a, const char *before, char **hash)
{
    struct link l = {.before = before,
                     .at = sql_text(row, 1, a),
                     .actor = sql_text(row, 2, a),
                     .event = sql_text(row, 3, a),
                     .request = request_text(a, sql_int(row, 4)),
                     .subject = sql_text(row, 5, a),
                     .from = sql_text(row, 6, a),
                     .to = sql_text(row, 7, a),
                     .text_hash = sql_text(row, 8, a)};
    *hash = sql_text(row, 9, a);
    const char *salt = sql_text(row, 10, a);
    if (salt && strcmp(salted_hash(a, salt, sql_text(row, 11, a)), l.text_hash) != 0)
        return false;
    return strcmp(link_hash(a, &l), *hash) == 0;
}

enum outcome audit_walk(struct db *db, void (*report)(void *context, const char *line),
                        void *context, int64_t *rows, struct fault *f)
{
    struct arena *a = arena_new();
    char before[2 * SHA256_BYTES + 1] = "";
    struct sql_row *row;
    bool whole = true;
    *rows = 0;
    enum outcome o = sql_query(db, &audit_sql, WALK, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        char *hash;
        if (!row_holds(row, a, before, &hash)) {
            report(context, arena_printf(a, "audit row %lld does not fit the chain",
                                         (long long)sql_int(row, 0)));
            whole = false;
        }
        snprintf(before, sizeof before, "%s", hash);
        (*rows)++;
        arena_reset(a);
    }
    const char *head;
    if (o == DONE)
        o = one_hash(db, a, HEAD, &head, f);
    if (o == DONE && strcmp(head, before) != 0) {
        report(context, "the audit trail does not end where it ended");
        whole = false;
    }
    arena_free(&a);
    if (o == DONE && !whole)
        return fault_set(f, NEVER, EXIT_DATA, "the audit trail is broken");
    return o;
}

/* ---- A page of the log ---- */

static enum outcome is_after(struct db *db, struct arena *a, int64_t id, const char *time,
                             bool *after, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &audit_sql, NEXT_TIME, SQL_ARGS(INT(id)), &row, f);
    *after = true;
    if (o == DONE && sql_next(row, &o, f)) {
        *after = strcmp(sql_text(row, 0, a), time) >= 0;
        sql_end(row);
    }
    return o;
}

/* The lowest id of a row of this time or later: ids and times rise together. */
static enum outcome first_from(struct db *db, struct arena *a, const char *time, int64_t *id,
                               struct fault *f)
{
    int64_t low = 1, high = (int64_t)1 << 40;
    enum outcome o = DONE;
    while (o == DONE && low < high) {
        int64_t middle = low + (high - low) / 2;
        bool after;
        o = is_after(db, a, middle, time, &after, f);
        if (after)
            high = middle;
        else
            low = middle + 1;
    }
    *id = low;
    return o;
}

static void read_line(struct sql_row *row, struct arena *a, struct audit_line *x)
{
    char *hash;
    x->id = sql_int(row, 0);
    x->holds = row_holds(row, a, sql_text(row, 12, a), &hash);
    x->number = sql_text(row, 13, a);
    x->row = (struct audit_row){.at = sql_time(row, 1),
                                .actor = sql_text(row, 2, a),
                                .event = sql_text(row, 3, a),
                                .subject = sql_text(row, 5, a),
                                .from_state = sql_text(row, 6, a),
                                .to_state = sql_text(row, 7, a),
                                .staff = sql_text(row, 14, a),
                                .text = sql_text(row, 11, a)};
}

/* Which text answers the filter, and what it is asked about. */
static unsigned page_text(const struct audit_filter *x, const char **about)
{
    if (x->number && *x->number) {
        *about = x->number;
        return PAGE_REQUEST;
    }
    if (x->subject && *x->subject) {
        *about = x->subject;
        return PAGE_SUBJECT;
    }
    *about = or_empty(x->actor);
    return **about ? PAGE_ACTOR : PAGE;
}

enum outcome audit_page(struct db *db, struct arena *a, const struct audit_filter *filter,
                        size_t max, struct audit_line **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    struct date day;
    const char *about;
    int64_t before = filter->before ? filter->before : INT64_MAX, until;
    enum outcome o = DONE;
    if (filter->day && date_parse(filter->day, &day)) {
        instant end = civil_to_instant((struct civil){.date = date_add(day, 1)});
        o = first_from(db, a, instant_to_text(a, end), &until, f);
        before = until < before ? until : before;
    }
    unsigned text = page_text(filter, &about);
    if (o == DONE)
        o = sql_query(db, &audit_sql, text,
                      (const struct sql_arg[]){INT(before), INT((int64_t)max), TEXT(about)},
                      text == PAGE ? 2 : 3, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_line(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The steps that a loan takes, for tests: a mail comes, letters leave, timers ring, staff act.
 * After each the book is looked through.
 */
#ifndef LEVANDE_TESTS_LENDING_STEPS_H
#define LEVANDE_TESTS_LENDING_STEPS_H

#include "lending_house.h"

/* ---- Mails ---- */

struct mail_written {
    int none; /* so that a mail of nothing but defaults can be written */
    const char *from, *to, *subject, *id, *in_reply_to, *headers, *body;
};

#define UNIT "anna.berg@vgregion.example"
#define LIBRARY "levande.bibliotek@example.org"

static const char whole_request[] =
    "Hej!\r\n\r\nVi på Strokeenheten, Södra sjukhuset, söker två patientföreträdare med "
    "erfarenhet av\r\nstroke till en workshop om hur vi tar emot patienter.\r\n\r\n"
    "Tid: 2027-04-22 kl 13:00-15:00\r\nPlats: Göteborg\r\nAntal: 2\r\n"
    "Ersättning: utgår enligt regionens regler\r\n"
    "Kontaktperson: Anna Berg, 031-390 06 10\r\n\r\n"
    "Vänliga hälsningar\r\nAnna Berg\r\nStrokeenheten, Södra sjukhuset\r\n";

/* Without number, time and place. */
static const char part_request[] =
    "Hej!\r\n\r\nVi söker patientföreträdare med erfarenhet av stroke till en workshop om hur vi "
    "tar emot\r\npatienter. Ersättning utgår enligt regionens regler.\r\n\r\n"
    "Vänliga hälsningar\r\nAnna Berg\r\nStrokeenheten, Södra sjukhuset\r\n";

static const char the_rest[] =
    "Hej!\r\n\r\nTid: 2027-04-22 kl 13:00-15:00\r\nPlats: Göteborg\r\nAntal: 2\r\n\r\n"
    "Vänliga hälsningar\r\nAnna Berg\r\n";

static inline char *mail_text(struct lending_house *h, const struct mail_written *d)
{
    struct arena *a = h->arena;
    h->mails++;
    const char *id = d->id ? d->id : arena_printf(a, "mail-%d@vgregion.example", h->mails);
    const char *reply =
        d->in_reply_to ? arena_printf(a, "In-Reply-To: <%s>\r\n", d->in_reply_to) : "";
    return arena_printf(
        a,
        "From: Anna Berg <%s>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s>\r\n%s%s"
        "Date: Mon, 1 Mar 2027 09:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s",
        d->from ? d->from : UNIT, d->to ? d->to : LIBRARY,
        d->subject ? d->subject : "=?utf-8?q?F=C3=B6rfr=C3=A5gan?=", id, reply,
        d->headers ? d->headers : "", d->body ? d->body : whole_request);
}

/* Lays the bytes into the inbox as fetch does; the mail's id. */
static inline int64_t mail_store(struct lending_house *h, const char *raw, size_t len)
{
    unsigned char digest[SHA256_BYTES];
    sha256(raw, len, digest);
    const char *hash = hex_text(h->arena, digest, sizeof digest);
    sqlite3 *engine = house_engine(h);
    sqlite3_stmt *row = NULL;
    int ok = sqlite3_prepare_v2(engine,
                                "INSERT OR IGNORE INTO inbox_chunk (inbox_sha256, seq, bytes)"
                                " VALUES (?, 0, ?)",
                                -1, &row, NULL);
    assert_int_equal(ok, SQLITE_OK);
    sqlite3_bind_text(row, 1, hash, -1, SQLITE_STATIC);
    sqlite3_bind_blob(row, 2, len ? raw : "", (int)len, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    const char *now = instant_to_text(h->arena, clock_now(&h->house.clock));
    char *text = arena_printf(h->arena,
                              "INSERT INTO inbox (sha256, bytes, stored_at, duplicate_of) VALUES"
                              " ('%s', %zu, '%s', (SELECT id FROM inbox WHERE sha256 = '%s'"
                              " AND duplicate_of IS NULL))",
                              hash, len, now, hash);
    assert_int_equal(sqlite3_exec(engine, text, NULL, NULL, NULL), SQLITE_OK);
    int64_t id = sqlite3_last_insert_rowid(engine);
    sqlite3_close(engine);
    return id;
}

/* Reads one stored mail through the door, as work does. */
static inline struct mail mail_take(struct lending_house *h, int64_t id)
{
    struct mail m;
    struct mime_message message;
    struct reading reading;
    char *raw;
    size_t len;
    struct db *db = h->house.db;
    assert_did(inbox_load(db, h->arena, id, &m, &h->fault), h);
    assert_did(inbox_raw(db, h->arena, m.sha256, &raw, &len, &h->fault), h);
    lending_read(h->arena, &h->house, raw, len, &message, &reading);
    assert_did(db_begin(db, HOUSE_LABEL, &h->fault), h);
    assert_did(db_savepoint(db, &h->fault), h);
    assert_did(lending_mail(&h->house, h->arena, &m, &message, &reading, &h->fault), h);
    assert_did(db_savepoint_keep(db, &h->fault), h);
    assert_did(db_commit(db, HOUSE_LABEL, &h->fault), h);
    house_sound(h);
    assert_did(inbox_load(db, h->arena, id, &m, &h->fault), h);
    return m;
}

static inline struct mail mail_raw_comes(struct lending_house *h, const char *raw)
{
    return mail_take(h, mail_store(h, raw, strlen(raw)));
}

/* mail_comes(h, .from = "…", .body = "…") */
#define mail_comes(h, ...) mail_raw_comes((h), mail_text((h), &(struct mail_written){__VA_ARGS__}))
#define request_comes(h) mail_comes((h), .body = whole_request)

/* ---- Letters ---- */

/* Remembers what is in clear only until a letter is sent. */
static inline void letters_note(struct lending_house *h)
{
    struct letter *list;
    size_t count;
    assert_did(outbox_list(h->house.db, h->arena, false, 400, &list, &count, &h->fault), h);
    for (size_t i = 0; i < count; i++)
        if (list[i].token && list[i].id < 400)
            strcpy(h->tokens[list[i].id], list[i].token);
}

static inline void letters_notice(struct lending_house *h)
{
    struct letter *list;
    size_t count;
    struct db *db = h->house.db;
    assert_did(outbox_unnoticed(db, h->arena, 400, &list, &count, &h->fault), h);
    for (size_t i = 0; i < count; i++) {
        assert_did(db_begin(db, HOUSE_LABEL, &h->fault), h);
        assert_did(lending_notice(&h->house, h->arena, &list[i], &h->fault), h);
        assert_did(db_commit(db, HOUSE_LABEL, &h->fault), h);
        house_sound(h);
    }
}

/* All that is queued leaves, and work notices it. */
static inline void letters_leave(struct lending_house *h)
{
    letters_note(h);
    const char *now = instant_to_text(h->arena, clock_now(&h->house.clock));
    house_sql(h, arena_printf(h->arena,
                              "UPDATE letter SET state = 'sent', made = 1, noticed = 0, token ="
                              " NULL, begun_at = '%s', ended_at = '%s'"
                              " WHERE state IN ('queued', 'sending')",
                              now, now));
    letters_notice(h);
}

/* The letter to that one of that purpose; the newest, of the newest request. */
static inline struct letter letter_to(struct lending_house *h, const char *who, const char *purpose)
{
    const char *id = house_value(
        h, arena_printf(h->arena,
                        "SELECT max(id) FROM letter WHERE recipient = '%s' AND purpose = '%s'", who,
                        purpose));
    struct letter l;
    if (strcmp(id, "-") == 0)
        fail_msg("there is no letter %s to %s", purpose, who);
    assert_did(outbox_load(h->house.db, h->arena, atoll(id), &l, &h->fault), h);
    return l;
}

/* The address that carries the letter's token for replies. */
static inline const char *reply_address(struct lending_house *h, const char *token)
{
    char reply[TOKEN_CHARS + 1];
    token_for_replies(token, reply);
    return settings_address(h->arena, h->settings.send.reply_address, reply);
}

/* The address that answers to that letter go to. */
static inline const char *address_of(struct lending_house *h, const char *who, const char *purpose)
{
    struct letter l = letter_to(h, who, purpose);
    letters_note(h);
    return reply_address(h, h->tokens[l.id]);
}

#define LETTERS "SELECT recipient || ':' || purpose || ':' || state FROM letter ORDER BY id"
#define TASKS "SELECT kind FROM task WHERE closed_at IS NULL ORDER BY id"
#define TIMERS "SELECT kind FROM timer ORDER BY due_at, id"
#define STATE "SELECT state FROM request ORDER BY id"
#define ASKED                                                                                      \
    "SELECT CASE WHEN person_id IS NULL THEN 'A' || association_id ELSE 'P' || person_id END ||"   \
    " ':' || state FROM invitation ORDER BY id"

/* ---- The clock ---- */

/* Rings what is due, until nothing more rings; how many rang. */
static inline int timers_ring(struct lending_house *h)
{
    int rang = 0;
    for (bool moved = true; moved;) {
        struct timer *list;
        size_t count;
        moved = false;
        assert_did(timers_due(h->house.db, h->arena, clock_now(&h->house.clock), NULL, 100, &list,
                              &count, &h->fault),
                   h);
        for (size_t i = 0; i < count; i++) {
            bool waits;
            assert_did(lending_ring(&h->house, h->arena, &list[i], &waits, &h->fault), h);
            house_sound(h);
            rang += !waits;
            moved = moved || !waits;
        }
    }
    return rang;
}

/* When the one timer of this kind is due, in local time: "2027-03-04T10:00"; "" for none. */
static inline const char *timer_due(struct lending_house *h, const char *kind)
{
    const char *due =
        house_value(h, arena_printf(h->arena, "SELECT due_at FROM timer WHERE kind = '%s'", kind));
    if (!*due)
        return "";
    return civil_text(h->arena, civil_from_instant(instant_from_text(due)));
}

/* ---- Staff ---- */

static inline enum outcome staff_event(struct lending_house *h, struct event event)
{
    if (!event.actor)
        event.actor = "staff:1";
    if (event.request_id == 0)
        event.request_id = 1;
    enum outcome o = lending_event(&h->house, h->arena, &event, NULL, &h->fault);
    house_sound(h);
    return o;
}

/* staff(h, .kind = EVENT_ROUTE, .route = "pool") */
#define staff(h, ...) assert_did(staff_event((h), (struct event){__VA_ARGS__}), (h))

/* The rules' refusal leaves the book byte for byte as it was. */
#define staff_refused(h, words, ...)                                                               \
    do {                                                                                           \
        const char *before_ = house_dump(h);                                                       \
        assert_refusal(staff_event((h), (struct event){__VA_ARGS__}), (h), EXIT_DATA, (words));    \
        assert_string_equal(house_dump(h), before_);                                               \
    } while (0)

static inline enum outcome staff_sets(struct lending_house *h, enum fact_key key, const char *value)
{
    struct fact facts[FACT_COUNT] = {{0}};
    facts[key] = (struct fact){value, "staff:1"};
    struct event event = {.kind = EVENT_FACTS, .request_id = 1, .actor = "staff:1"};
    enum outcome o =
        lending_facts(&h->house, h->arena, 1, ORIGIN_STAFF, facts, 0, &event, NULL, &h->fault);
    house_sound(h);
    return o;
}

static inline enum outcome staff_invites(struct lending_house *h, const char *names)
{
    size_t count;
    char **list = text_split(h->arena, names, " ", &count);
    enum outcome o = lending_invite(&h->house, h->arena, 1, "staff:1", (const char *const *)list,
                                    count, NULL, &h->fault);
    house_sound(h);
    return o;
}

#endif

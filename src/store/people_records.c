/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the book holds of a person beside the person's own row: consents, asks, letters, links.
 *
 * Erasing, merging and the right of access go through the same tables, so they stand side by side:
 * who adds a table about people adds a text to each of the three (people_texts.c).
 */
#include "store/people.h"

#include "people_texts.h"

enum outcome people_overtake(struct db *db, int64_t id, int least, instant now, int64_t *dropped,
                             struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome o = sql_run(db, &people_sql, PERSON_DROP_LETTERS,
                             SQL_ARGS(INT(id), INT(least), TIME(a, now)), dropped, f);
    if (o == DONE)
        o = sql_run(db, &people_sql, PERSON_CLOSE_DROPPED, SQL_ARGS(INT(id), TIME(a, now)), NULL,
                    f);
    if (o == DONE)
        o = sql_run(db, &people_sql, PERSON_CANCEL_UNSENT, SQL_ARGS(INT(id)), NULL, f);
    arena_free(&a);
    return o;
}

static enum outcome erase_all(struct db *db, struct arena *a, int64_t id, instant now,
                              struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &people_sql, PERSON_ERASE, SQL_ARGS(INT(id), TIME(a, now)), &changed, f);
    if (o == DONE && changed == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no person P%lld", (long long)id);
    for (int text = PERSON_ERASE_LETTERS; o == DONE && text <= PERSON_ERASE_LINKS; text++)
        o = sql_run(db, &people_sql, (unsigned)text, SQL_ARGS(INT(id), TIME(a, now)), NULL, f);
    for (int text = PERSON_ERASE_AREAS; o == DONE && text <= PERSON_ERASE_TRAIL; text++)
        o = sql_run(db, &people_sql, (unsigned)text, SQL_ARGS(INT(id)), NULL, f);
    return o;
}

enum outcome people_erase(struct db *db, int64_t id, instant now, struct fault *f)
{
    enum outcome o = people_overtake(db, id, 0, now, NULL, f);
    if (o != DONE)
        return o;
    struct arena *a = arena_new();
    o = erase_all(db, a, id, now, f);
    arena_free(&a);
    return o;
}

enum outcome people_weed(struct db *db, int64_t id, instant now, struct fault *f)
{
    static const unsigned dated[] = {PERSON_ERASE, PERSON_ERASE_LINKS};
    static const unsigned others[] = {PERSON_ERASE_AREAS, PERSON_ERASE_CONSENTS};
    struct arena *a = arena_new();
    enum outcome o = people_overtake(db, id, 0, now, NULL, f);
    for (size_t i = 0; o == DONE && i < sizeof dated / sizeof *dated; i++)
        o = sql_run(db, &people_sql, dated[i], SQL_ARGS(INT(id), TIME(a, now)), NULL, f);
    for (size_t i = 0; o == DONE && i < sizeof others / sizeof *others; i++)
        o = sql_run(db, &people_sql, others[i], SQL_ARGS(INT(id)), NULL, f);
    arena_free(&a);
    return o;
}

enum outcome people_merge(struct db *db, int64_t to, int64_t from, instant now, struct fault *f)
{
    int64_t shared;
    enum outcome o = sql_number(db, &people_sql, PERSON_SHARED_REQUESTS,
                                SQL_ARGS(INT(to), INT(from)), &shared, f);
    if (o == DONE && (shared > 0 || to == from))
        return fault_set(f, NEVER, EXIT_DATA,
                         "P%lld and P%lld have to do with the same request, so they cannot be "
                         "made one",
                         (long long)to, (long long)from);
    for (int text = PERSON_MERGE_INVITATIONS; o == DONE && text <= PERSON_MERGE_GUESTS; text++)
        o = sql_run(db, &people_sql, (unsigned)text, SQL_ARGS(INT(to), INT(from)), NULL, f);
    return o == DONE ? people_erase(db, from, now, f) : o;
}

enum outcome people_consent_add(struct db *db, struct arena *a, int64_t id,
                                const struct consent *consent, struct fault *f)
{
    return sql_run(db, &people_sql, PERSON_CONSENT_ADD,
                   SQL_ARGS(INT(id), TEXT(consent->version), INT(consent->given),
                            TEXT(consent->how), TIME(a, consent->at)),
                   NULL, f);
}

enum outcome people_consent_withdrawn(struct db *db, int64_t id, instant *at, struct fault *f)
{
    *at = -1;
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &people_sql, PERSON_CONSENT_WITHDRAWN, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    *at = sql_time(row, 0);
    sql_end(row);
    return DONE;
}

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* The kinds of things that are stored of a person, with the names of the texts' columns. */
static const struct kind {
    enum people_text text;
    const char *kind;
    const char *const *names;
} kinds[] = {
    {PERSON_RECORD_CONSENTS, "consents", NAMES("version", "given", "how", "at")},
    {PERSON_RECORD_INVITATIONS, "invitations",
     NAMES("number", "state", "queued_at", "asked_at", "deadline", "answered_at", "answer_how",
           "text", "score", "reminded_at", "outcome", "told_at")},
    {PERSON_RECORD_ANSWERS, "answers", NAMES("number", "answer", "how", "text", "at")},
    {PERSON_RECORD_NOMINATIONS, "nominations", NAMES("number", "association", "state", "at")},
    {PERSON_RECORD_PLACEMENTS, "placements", NAMES("number", "state", "chosen_at", "chosen_by")},
    {PERSON_RECORD_AGREEMENTS, "agreements",
     NAMES("number", "version", "written_by", "body", "sha256", "unit_accepted_at",
           "representative_accepted_at", "created_at")},
    {PERSON_RECORD_COMMENTS, "agreement_comments",
     NAMES("number", "version", "written_by", "text", "at")},
    {PERSON_RECORD_COMPENSATIONS, "compensations",
     NAMES("number", "day", "minutes", "travel_minutes", "travel_km", "travel_ore", "receipts",
           "fee_ore", "model", "f_tax", "paid", "paid_at", "stated_at")},
    {PERSON_RECORD_FOLLOWUPS, "followups",
     NAMES("number", "due_at", "sent_at", "answered_at", "answers")},
    {PERSON_RECORD_LETTERS, "letters",
     NAMES("number", "purpose", "address", "name", "state", "queued_at", "ended_at", "message_id",
           "own_text", "raw")},
    {PERSON_RECORD_MAILS, "mails", NAMES("number", "stored_at", "from", "from_name", "subject")},
    {PERSON_RECORD_LINKS, "links",
     NAMES("number", "purpose", "address", "created_at", "expires_at", "ended_at")},
    {PERSON_RECORD_SEARCHES, "searches", NAMES("number", "actor", "purpose", "basis", "at")},
    {PERSON_RECORD_MEETINGS, "meetings",
     NAMES("kind", "starts", "place", "invited_at", "answer", "answered_at", "how")},
    {PERSON_RECORD_TRAIL, "history", NAMES("number", "at", "actor", "event", "from", "to", "text")},
};

static enum outcome add_records(struct db *db, struct arena *a, const struct kind *kind, int64_t id,
                                struct grown *list, struct fault *f)
{
    size_t columns = 0;
    while (kind->names[columns])
        columns++;
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, kind->text, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct person_record *r = grow(a, list);
        r->kind = kind->kind;
        r->names = kind->names;
        r->count = columns;
        r->values = arena_array(a, columns, sizeof *r->values);
        for (size_t c = 0; c < columns; c++)
            r->values[c] = sql_text(row, (int)c, a);
    }
    return o;
}

enum outcome people_records(struct db *db, struct arena *a, int64_t id, struct person_record **out,
                            size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof kinds / sizeof kinds[0]; i++)
        o = add_records(db, a, &kinds[i], id, &list, f);
    *out = list.items;
    *count = list.count;
    return o;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What each role may write, as one table, enforced while a text is prepared.
 *
 * It guards against faults of ours (fetch that moves a request on, send that changes an address),
 * not against a captured process. Reading is free. Nobody attaches, changes the schema, sets a
 * pragma, loads an extension, or opens a transaction by a text of store/: the engine's own texts
 * do that (struct db, trusted), and even they cannot attach.
 */
#include <string.h>

#include "engine.h"

enum may { MAY_INSERT = 1, MAY_UPDATE = 2, MAY_DELETE = 4, MAY_ALL = 7 };

/* What a letter says and to whom: work's and lending's to decide. */
static const char *const letter_fixed[] = {"request_id", "recipient", "address",  "purpose",
                                           "cause",      "view",      "own_text", NULL};

/*
 * The row that names the table goes before the row for all tables (NULL); a table without a row is
 * only read. `fixed` are columns that the role may not update.
 */
static const struct authority {
    enum db_role role;
    const char *table;
    unsigned may;
    const char *const *fixed; /* ended by NULL */
} authorities[] = {
    {DB_FETCH, "mailbox", MAY_INSERT | MAY_UPDATE, NULL},
    {DB_FETCH, "inbox", MAY_INSERT | MAY_UPDATE, NULL},
    {DB_FETCH, "inbox_chunk", MAY_ALL, NULL},
    {DB_FETCH, "health_note", MAY_INSERT | MAY_UPDATE, NULL},

    {DB_WORK, NULL, MAY_ALL, NULL},
    {DB_WORK, "mailbox", 0, NULL},
    {DB_WORK, "inbox", MAY_UPDATE | MAY_DELETE, NULL},
    {DB_WORK, "inbox_chunk", MAY_UPDATE | MAY_DELETE, NULL},

    {DB_SEND, "letter", MAY_UPDATE, letter_fixed},
    {DB_SEND, "letter_body", MAY_UPDATE, NULL},
    {DB_SEND, "health_note", MAY_INSERT | MAY_UPDATE, NULL},

    {DB_WEB, NULL, MAY_ALL, NULL},
    {DB_WEB, "mailbox", 0, NULL},
    {DB_WEB, "inbox", MAY_UPDATE, NULL},
    {DB_WEB, "inbox_chunk", 0, NULL},

    {DB_COMMAND, NULL, MAY_ALL, NULL},
};

static const struct authority *authority_of(enum db_role role, const char *table)
{
    const struct authority *general = NULL;
    for (size_t i = 0; i < sizeof authorities / sizeof authorities[0]; i++) {
        const struct authority *a = &authorities[i];
        if (a->role != role)
            continue;
        if (!a->table)
            general = a;
        else if (strcmp(a->table, table) == 0)
            return a;
    }
    return general;
}

static int may_write(enum db_role role, const char *table, enum may what, const char *column)
{
    /* Asked when a virtual table is read for the first time; a true update the engine refuses. */
    if (what == MAY_UPDATE && strcmp(table, "sqlite_master") == 0)
        return SQLITE_OK;
    if (strncmp(table, "sqlite_", strlen("sqlite_")) == 0)
        return SQLITE_DENY;
    const struct authority *a = authority_of(role, table);
    if (!a || !(a->may & what))
        return SQLITE_DENY;
    for (size_t i = 0; column && a->fixed && a->fixed[i]; i++)
        if (strcmp(a->fixed[i], column) == 0)
            return SQLITE_DENY;
    return SQLITE_OK;
}

int authority_check(void *context, int action, const char *first, const char *second,
                    const char *database, const char *trigger)
{
    (void)database;
    const struct db *db = context;
    /* What the schema does by itself with a change that was allowed. */
    bool by_schema =
        trigger && (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE);
    if (by_schema && strncmp(first, "sqlite_", strlen("sqlite_")) != 0)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return SQLITE_DENY;
    case SQLITE_INSERT:
        return db->trusted ? SQLITE_OK : may_write(db->role, first, MAY_INSERT, NULL);
    case SQLITE_UPDATE:
        return db->trusted ? SQLITE_OK : may_write(db->role, first, MAY_UPDATE, second);
    case SQLITE_DELETE:
        return db->trusted ? SQLITE_OK : may_write(db->role, first, MAY_DELETE, NULL);
    default:
        return db->trusted ? SQLITE_OK : SQLITE_DENY;
    }
}

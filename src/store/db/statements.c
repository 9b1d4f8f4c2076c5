/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The texts of store/, prepared once, bound, stepped, read.
 *
 * Every text is prepared when the book is opened, so that a typo ends the start and not a night's
 * work. A text that the role may not run stays unprepared; using it is NEVER. A text has one use at
 * a time: starting it again before its end is refused, because the outer loop would lose its place.
 *
 * To SQLite "$1" is a name and not a number: parameters are counted in the order in which they
 * first appear. So arguments are bound by the number in the name, as PostgreSQL does, and the
 * numbers are checked to be 1 to n when the text is prepared.
 *
 * A text that writes runs within a write transaction only. That also holds when the engine has
 * undone the transaction after a fault: nothing slips past db_commit() as a commit of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* The number in "$7"; 0 when the parameter is not of that form. */
static int parameter_number(sqlite3_stmt *statement, int index)
{
    const char *name = sqlite3_bind_parameter_name(statement, index);
    if (!name || name[0] != '$' || name[1] < '1' || name[1] > '9')
        return 0;
    char *end;
    long number = strtol(name + 1, &end, 10);
    return *end == '\0' && number <= 999 ? (int)number : 0;
}

static enum outcome count_parameters(struct sql_row *row, struct fault *f)
{
    int count = sqlite3_bind_parameter_count(row->statement);
    row->parameters = (size_t)count;
    row->numbers = arena_array(row->db->arena, row->parameters, sizeof *row->numbers);
    for (int i = 1; i <= count; i++) {
        int number = parameter_number(row->statement, i);
        if (number < 1 || number > count)
            return fault_set(f, NEVER, EXIT_INTERNAL,
                             "SQL text %s:%u: the parameters are not $1 to $%d", row->list->name,
                             row->id, count);
        row->numbers[i - 1] = (unsigned short)number;
    }
    return DONE;
}

static enum outcome prepare(struct sql_row *row, struct fault *f)
{
    const char *text = row->list->texts[row->id], *rest = "";
    if (!text)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u is missing", row->list->name,
                         row->id);
    sqlite3 *engine = row->db->engine;
    int code =
        sqlite3_prepare_v3(engine, text, -1, SQLITE_PREPARE_PERSISTENT, &row->statement, &rest);
    if (code == SQLITE_AUTH)
        return DONE;
    if (code == SQLITE_ERROR)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u: %s", row->list->name, row->id,
                         sqlite3_errmsg(engine));
    if (code != SQLITE_OK)
        return engine_fault(engine, code, f, "SQL text %s:%u", row->list->name, row->id);
    if (!row->statement || rest[strspn(rest, " \n\t;")] != '\0')
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u is not one statement",
                         row->list->name, row->id);
    return count_parameters(row, f);
}

static enum outcome prepare_list(struct db *db, const struct sql_list *list, struct fault *f)
{
    struct statements *slot = &db->slots[list->slot];
    if (slot->list)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL lists %s and %s share a slot",
                         slot->list->name, list->name);
    slot->list = list;
    slot->rows = arena_array(db->arena, list->count, sizeof *slot->rows);
    for (unsigned i = 0; i < list->count; i++) {
        slot->rows[i] = (struct sql_row){.db = db, .list = list, .id = i};
        enum outcome outcome = prepare(&slot->rows[i], f);
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}

enum outcome statements_prepare(struct db *db, const struct sql_list *const *lists, struct fault *f)
{
    for (; *lists; lists++) {
        enum outcome outcome = prepare_list(db, *lists, f);
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}

void statements_finalize(struct db *db)
{
    statements_end(db, 0);
    for (size_t slot = 0; slot < SLOT_COUNT; slot++)
        for (size_t i = 0; db->slots[slot].list && i < db->slots[slot].list->count; i++)
            sqlite3_finalize(db->slots[slot].rows[i].statement);
    for (size_t i = 0; i < CONTROL_COUNT; i++)
        sqlite3_finalize(db->controls[i]);
}

static void began(struct sql_row *row)
{
    struct db *db = row->db;
    row->live = true;
    row->depth = db->depth;
    row->newer = NULL;
    row->older = db->live;
    if (db->live)
        db->live->newer = row;
    db->live = row;
}

void sql_end(struct sql_row *row)
{
    if (!row || !row->live)
        return;
    row->live = false;
    if (row->newer)
        row->newer->older = row->older;
    else
        row->db->live = row->older;
    if (row->older)
        row->older->newer = row->newer;
    sqlite3_reset(row->statement);
    sqlite3_clear_bindings(row->statement);
}

void statements_end(struct db *db, unsigned depth)
{
    while (db->live && db->live->depth >= depth)
        sql_end(db->live);
}

static int bind(sqlite3_stmt *statement, int index, const struct sql_arg *arg)
{
    switch (arg->type) {
    case ARG_INT:
        return sqlite3_bind_int64(statement, index, arg->number);
    case ARG_TEXT:
        return sqlite3_bind_text(statement, index, arg->text, -1, SQLITE_STATIC);
    case ARG_BLOB:
        return sqlite3_bind_blob64(statement, index, arg->blob, arg->len, SQLITE_STATIC);
    case ARG_NULL:
        break;
    }
    return sqlite3_bind_null(statement, index);
}

static enum outcome bind_all(struct sql_row *row, const struct sql_arg *args, size_t count,
                             struct fault *f)
{
    if (row->parameters != count)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u wants %zu arguments, not %zu",
                         row->list->name, row->id, row->parameters, count);
    for (size_t i = 0; i < count; i++) {
        int code = bind(row->statement, (int)i + 1, &args[row->numbers[i] - 1]);
        if (code != SQLITE_OK)
            return engine_fault(row->db->engine, code, f, "bind %s:%u", row->list->name, row->id);
    }
    return DONE;
}

static enum outcome check_use(const struct sql_row *row, struct fault *f)
{
    const struct db *db = row->db;
    if (!row->statement)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "SQL text %s:%u is not for the role %s",
                         row->list->name, row->id, db_role_name(db->role));
    if (row->live)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u is under way already",
                         row->list->name, row->id);
    if (sqlite3_stmt_readonly(row->statement))
        return DONE;
    if (!db->label)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u writes outside a transaction",
                         row->list->name, row->id);
    return transaction_stands(db, f);
}

enum outcome sql_query(struct db *db, const struct sql_list *list, unsigned id,
                       const struct sql_arg *args, size_t count, struct sql_row **row,
                       struct fault *f)
{
    *row = NULL;
    const struct statements *slot = &db->slots[list->slot];
    if (slot->list != list || id >= list->count)
        return fault_set(f, NEVER, EXIT_INTERNAL, "SQL text %s:%u is not registered", list->name,
                         id);
    struct sql_row *r = &slot->rows[id];
    enum outcome outcome = check_use(r, f);
    if (outcome == DONE)
        outcome = bind_all(r, args, count, f);
    if (outcome != DONE)
        return outcome;
    began(r);
    *row = r;
    return DONE;
}

bool sql_next(struct sql_row *row, enum outcome *outcome, struct fault *f)
{
    if (!row->live) {
        *outcome = fault_set(f, NEVER, EXIT_INTERNAL,
                             "SQL text %s:%u was ended before its last row was read",
                             row->list->name, row->id);
        return false;
    }
    int code = sqlite3_step(row->statement);
    if (code == SQLITE_ROW)
        return true;
    *outcome = code == SQLITE_DONE ? DONE
                                   : engine_fault(row->db->engine, code, f, "SQL text %s:%u",
                                                  row->list->name, row->id);
    sql_end(row);
    return false;
}

enum outcome sql_run(struct db *db, const struct sql_list *list, unsigned id,
                     const struct sql_arg *args, size_t count, int64_t *changed, struct fault *f)
{
    if (changed)
        *changed = 0;
    struct sql_row *row;
    enum outcome outcome = sql_query(db, list, id, args, count, &row, f);
    if (outcome != DONE)
        return outcome;
    bool writes = !sqlite3_stmt_readonly(row->statement);
    while (sql_next(row, &outcome, f))
        ;
    if (outcome == DONE && changed && writes)
        *changed = sqlite3_changes64(db->engine);
    return outcome;
}

enum outcome sql_number(struct db *db, const struct sql_list *list, unsigned id,
                        const struct sql_arg *args, size_t count, int64_t *value, struct fault *f)
{
    *value = 0;
    struct sql_row *row;
    enum outcome outcome = sql_query(db, list, id, args, count, &row, f);
    if (outcome != DONE)
        return outcome;
    if (sql_next(row, &outcome, f)) {
        *value = sql_int(row, 0);
        sql_end(row);
        return DONE;
    }
    if (outcome == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "SQL text %s:%u found nothing", list->name, id);
    return outcome;
}

bool sql_is_null(struct sql_row *row, int column)
{
    return sqlite3_column_type(row->statement, column) == SQLITE_NULL;
}

int64_t sql_int(struct sql_row *row, int column)
{
    return sqlite3_column_int64(row->statement, column);
}

/*
 * The bytes of a value, without a NUL behind them; NULL for no value. Asked for as a blob, a text
 * is given as it lies in the page; as a text it would be copied first, for the sake of the NUL.
 */
static const char *bytes_of(struct sql_row *row, int column, size_t *len)
{
    int type = sqlite3_column_type(row->statement, column);
    const char *bytes = type == SQLITE_TEXT
                            ? sqlite3_column_blob(row->statement, column)
                            : (const char *)sqlite3_column_text(row->statement, column);
    *len = (size_t)sqlite3_column_bytes(row->statement, column);
    return bytes || type == SQLITE_NULL ? bytes : "";
}

char *sql_text(struct sql_row *row, int column, struct arena *a)
{
    size_t len;
    const char *text = bytes_of(row, column, &len);
    return text ? arena_strndup(a, text, len) : NULL;
}

void *sql_blob(struct sql_row *row, int column, struct arena *a, size_t *len)
{
    *len = 0;
    if (sql_is_null(row, column))
        return NULL;
    const void *blob = sqlite3_column_blob(row->statement, column);
    *len = (size_t)sqlite3_column_bytes(row->statement, column);
    char *copy = arena_alloc(a, *len + 1);
    if (*len)
        memcpy(copy, blob, *len);
    return copy;
}

instant sql_time(struct sql_row *row, int column)
{
    char text[sizeof "2027-03-01T08:15:00.000Z"] = "";
    size_t len;
    const char *bytes = bytes_of(row, column, &len);
    if (!bytes || len >= sizeof text)
        return -1;
    memcpy(text, bytes, len);
    return instant_from_text(text);
}

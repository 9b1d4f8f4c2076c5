/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The engine's result codes as outcomes.
 *
 * What may pass by itself (busy, disk full, an I/O error) is AGAIN; what the data or a rule of the
 * schema refuses is NEVER with EXIT_DATA; the rest is a fault of ours or of the file. Messages
 * name tables and columns, never values: of the engine's own sentences only those about
 * constraints and those from preparing a constant text are quoted, since others can repeat a
 * search term.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

static const struct verdict {
    int code; /* primary result code */
    enum outcome outcome;
    enum exit_code exit;
    const char *why;
} verdicts[] = {
    {SQLITE_BUSY, AGAIN, EXIT_TRY_AGAIN, "the case book is busy"},
    {SQLITE_LOCKED, AGAIN, EXIT_TRY_AGAIN, "the case book is busy"},
    {SQLITE_PROTOCOL, AGAIN, EXIT_TRY_AGAIN, "the case book is busy"},
    {SQLITE_INTERRUPT, AGAIN, EXIT_TRY_AGAIN, "interrupted"},
    {SQLITE_FULL, AGAIN, EXIT_TRY_AGAIN, "the disk is full"},
    {SQLITE_IOERR, AGAIN, EXIT_TRY_AGAIN, "the disk cannot be read or written"},
    {SQLITE_CANTOPEN, AGAIN, EXIT_TRY_AGAIN, "a file of the case book cannot be opened"},
    {SQLITE_CONSTRAINT, NEVER, EXIT_DATA, NULL},
    {SQLITE_TOOBIG, NEVER, EXIT_DATA, "a text or blob is too large"},
    {SQLITE_AUTH, NEVER, EXIT_NOT_PERMITTED, "not permitted to this role"},
    {SQLITE_READONLY, NEVER, EXIT_CANT_CREATE, "the case book cannot be written"},
    {SQLITE_CORRUPT, NEVER, EXIT_INTERNAL, "the case book is damaged"},
    {SQLITE_NOTADB, NEVER, EXIT_INTERNAL, "the file is no database"},
    {SQLITE_ERROR, NEVER, EXIT_INTERNAL, "the engine refused the statement"},
};

static const struct verdict *verdict_of(int code)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        if (verdicts[i].code == (code & 0xFF))
            return &verdicts[i];
    return NULL;
}

enum outcome engine_fault(sqlite3 *engine, int code, struct fault *f, const char *fmt, ...)
{
    if ((code & 0xFF) == SQLITE_NOMEM) {
        fputs("out of memory in the database engine\n", stderr);
        abort();
    }
    const struct verdict *v = verdict_of(code);
    const char *why = v ? v->why : sqlite3_errstr(code);
    if (!why)
        why = engine ? sqlite3_errmsg(engine) : sqlite3_errstr(code);
    int number = engine ? sqlite3_system_errno(engine) : 0;
    bool of_system = number != 0 && v && v->outcome == AGAIN && (code & 0xFF) != SQLITE_BUSY;

    char what[200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return fault_set(f, v ? v->outcome : NEVER, v ? v->exit : EXIT_INTERNAL, "%s: %s (%d%s%s)",
                     what, why, code, of_system ? ", " : "", of_system ? strerror(number) : "");
}

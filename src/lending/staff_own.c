/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What each member of staff keeps of their own: recovery codes, and the calendar they subscribe to.
 */
#include <string.h>

#include "lending/staff.h"
#include "staff_deed.h"
#include "store/sessions.h"

char *staff_secret(const struct house *house, struct arena *a, size_t chars)
{
    char token[TOKEN_CHARS + 1];
    random_token(house->random, token);
    char *out = arena_alloc(a, chars + chars / 4 + 1), *to = out;
    for (size_t i = 0; i < chars && i < TOKEN_CHARS; i++) {
        if (i > 0 && i % 4 == 0)
            *to++ = '-';
        *to++ = token[i];
    }
    return out;
}

static char *without_lines(struct arena *a, const char *code)
{
    char *out = arena_alloc(a, strlen(code) + 1), *to = out;
    for (; *code; code++)
        if (*code != '-')
            *to++ = *code;
    return out;
}

static const char *actor_of(struct arena *a, int64_t id)
{
    return arena_printf(a, "staff:%lld", (long long)id);
}

static enum outcome new_codes(const struct house *house, struct arena *a, int64_t id,
                              const char *codes[RECOVERY_CODES], struct fault *f)
{
    enum outcome o = recovery_clear(house->db, id, f);
    for (size_t i = 0; o == DONE && i < RECOVERY_CODES; i++) {
        codes[i] = staff_secret(house, a, RECOVERY_CHARS);
        o = recovery_add(house->db, id, sha256_text(a, without_lines(a, codes[i])), f);
    }
    return o == DONE ? staff_trail(house, a, actor_of(a, id), "recovery_codes", id, f) : o;
}

enum outcome lending_staff_recovery(const struct house *house, struct arena *a, int64_t staff_id,
                                    const char *codes[RECOVERY_CODES], struct fault *f)
{
    if (db_in_transaction(house->db))
        return new_codes(house, a, staff_id, codes, f);
    enum outcome o = db_begin(house->db, STAFF_DEED, f);
    return o == DONE ? db_end(house->db, STAFF_DEED, new_codes(house, a, staff_id, codes, f), f)
                     : o;
}

/* ---- The calendar ---- */

enum outcome lending_staff_calendar(const struct house *house, struct arena *a, int64_t staff_id,
                                    char token[TOKEN_CHARS + 1], struct fault *f)
{
    random_token(house->random, token);
    enum outcome o = db_begin(house->db, STAFF_DEED, f);
    if (o != DONE)
        return o;
    o = staff_calendar_make(house->db, a, staff_id, sha256_text(a, token), clock_now(&house->clock),
                            f);
    if (o == DONE)
        o = staff_trail(house, a, actor_of(a, staff_id), "calendar_opened", staff_id, f);
    return db_end(house->db, STAFF_DEED, o, f);
}

enum outcome lending_staff_calendar_end(const struct house *house, struct arena *a,
                                        int64_t staff_id, struct fault *f)
{
    enum outcome o = db_begin(house->db, STAFF_DEED, f);
    if (o != DONE)
        return o;
    o = staff_calendar_end(house->db, staff_id, f);
    if (o == DONE)
        o = staff_trail(house, a, actor_of(a, staff_id), "calendar_closed", staff_id, f);
    return db_end(house->db, STAFF_DEED, o, f);
}

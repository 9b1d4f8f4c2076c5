/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which words staff find a request by: those of the unit's mails, and what is known of the request,
 * with its areas in words, too.
 *
 * What representatives and associations write is left out on purpose: a search here asks for no
 * reason, so it must not find people by what they have told (invariant 13).
 */
#include "words.h"

#include <string.h>

#include "base/text.h"
#include "store/inbox.h"
#include "store/words.h"
#include "view/pages.h"

static const char *const PUT_DOWN = "words of older requests";

enum outcome words_take_mail(const struct house *house, struct arena *a, const struct mail *m,
                             const struct mime_message *message, struct fault *f)
{
    bool of_unit = !m->party || !*m->party || strcmp(m->party, "unit") == 0;
    if (m->request_id == 0 || !of_unit)
        return DONE;
    const char *said[] = {message->subject, message->from.name, message->from.address,
                          message->text};
    return words_put(house->db, a, m->request_id, WORDS_OF_MAILS, said,
                     sizeof said / sizeof said[0], f);
}

static const char *areas_in_words(const struct house *house, struct arena *a, const char *ids)
{
    size_t count = 0;
    char **list = ids ? text_split(a, ids, " ", &count) : NULL;
    return view_areas_in_words(a, house, (const char *const *)list, count, "sv");
}

enum outcome words_take_request(const struct house *house, struct arena *a, int64_t request_id,
                                bool first, struct fault *f)
{
    static const enum fact_key told[] = {FACT_AREAS,        FACT_MUNICIPALITY, FACT_COST_REF,
                                         FACT_UNIT,         FACT_CONTACT_NAME, FACT_CONTACT_PHONE,
                                         FACT_CONTACT_EMAIL};
    enum { TOLD = sizeof told / sizeof told[0] };
    struct request r;
    struct known_fact facts[FACT_COUNT];
    enum outcome o = requests_load(house->db, a, request_id, &r, f);
    if (o == DONE)
        o = facts_load(house->db, a, request_id, facts, f);
    if (o != DONE)
        return o;
    const struct known_fact *text = &facts[FACT_DESCRIPTION];
    const char *said[TOLD + 5] = {r.subject, r.sender_name, r.sender_address};
    said[3] = text->origin == ORIGIN_MAIL ? NULL : text->value; /* the mail has those itself */
    said[4] = areas_in_words(house, a, facts[FACT_AREAS].value);
    for (size_t i = 0; i < TOLD; i++)
        said[5 + i] = facts[told[i]].value;
    return first ? words_put(house->db, a, request_id, WORDS_OF_REQUEST, said, TOLD + 5, f)
                 : words_replace(house->db, a, request_id, WORDS_OF_REQUEST, said, TOLD + 5, f);
}

/* ---- Requests of before there were words ---- */

static enum outcome take_again(const struct house *house, struct arena *a, const struct mail *m,
                               struct fault *f)
{
    char *raw;
    size_t len;
    struct mime_message message;
    enum outcome o = inbox_raw(house->db, a, m->sha256, &raw, &len, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        return DONE; /* it has been weeded */
    if (o != DONE)
        return o;
    mime_read(a, raw, len, NULL, &message);
    return words_take_mail(house, a, m, &message, f);
}

static enum outcome take_mails(const struct house *house, struct arena *a, int64_t request_id,
                               struct fault *f)
{
    struct mail *mails;
    size_t count;
    enum outcome o = inbox_of_request(house->db, a, request_id, &mails, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = take_again(house, a, &mails[i], f);
    return o;
}

static enum outcome take_all(const struct house *house, struct arena *a, int64_t request_id,
                             struct fault *f)
{
    enum outcome o = take_mails(house, a, request_id, f);
    if (o == DONE)
        o = words_take_request(house, a, request_id, false, f);
    return o == DONE ? words_there(house->db, request_id, f) : o;
}

enum outcome lending_words(const struct house *house, struct arena *a, bool *moved, struct fault *f)
{
    int64_t id;
    enum outcome o = words_missing(house->db, &id, f);
    if (o != DONE || id == 0)
        return o;
    o = db_begin(house->db, PUT_DOWN, f);
    if (o == DONE)
        o = take_all(house, a, id, f);
    o = db_end(house->db, PUT_DOWN, o, f);
    *moved = o == DONE;
    return o;
}

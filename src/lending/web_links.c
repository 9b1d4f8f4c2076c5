/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Links that are mailed anew, codes, and the pause.
 *
 * Promise: whoever asks for a link learns nothing. The page writes down what was asked for and
 * answers, alike and in the same time whether or not there is anybody with that address; work
 * looks, and what there is to tell is told by mail.
 */
#include "lending/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "deed.h"
#include "links.h"
#include "lending/people.h"
#include "view/pages.h"
#include "web_post.h"

enum {
    PERSON_LINK_DAYS = 30,
    REQUESTS_MOST = 5,
    PEOPLE_MOST = 5,
    WISHES_MOST = 100, /* that wait */
    LINKS_A_DAY = 3,   /* to one person: a stranger may ask, and must not spend the address's cap */
};

static const char *const LINK = "a link anew", *const CODE = "a code";

/* ---- Links ---- */

static bool is_open(enum state state)
{
    return state < STATE_CLOSED;
}

static enum outcome link_request(const struct house *house, struct arena *a, int64_t id,
                                 const char *address, struct fault *f)
{
    struct request r;
    struct known_fact facts[FACT_COUNT];
    enum outcome o = requests_load(house->db, a, id, &r, f);
    if (o == DONE)
        o = facts_load(house->db, a, id, facts, f);
    if (o != DONE || !is_open(r.state) ||
        !text_equals_nocase(view_unit_address(&r, facts), address))
        return o; /* a former contact gets no link */
    const char *name = view_unit_contact(&r, facts);
    char *at = instant_to_text(a, clock_now(&house->clock));
    at[strlen("2027-03-01T08:1")] = '\0'; /* one in ten minutes */
    struct page_letter letter = {.request_id = r.id,
                                 .recipient = "unit",
                                 .address = address,
                                 .name = name,
                                 .language = r.language,
                                 .purpose = "new_link",
                                 .cause = at,
                                 .token_purpose = "request",
                                 .token_days = LINK_DAYS,
                                 .view = view_link_letter(a, house, name, "/forfragan/")};
    json_object_set_new(letter.view, "letter", json_pack("{s:s}", "number", r.number));
    return page_letter_queue(house, a, &letter, NULL, f);
}

static enum outcome link_requests(const struct house *house, struct arena *a, const char *address,
                                  struct fault *f)
{
    int64_t *ids;
    size_t count;
    enum outcome o = web_requests_of(house->db, a, address, REQUESTS_MOST, &ids, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = link_request(house, a, ids[i], address, f);
    return o;
}

static enum outcome link_person(const struct house *house, struct arena *a, int64_t id,
                                struct fault *f)
{
    struct person p;
    int64_t recent = 0, today = 0;
    const char *who = arena_printf(a, "P%lld", (long long)id);
    instant now = clock_now(&house->clock);
    enum outcome o = people_load(house->db, a, id, &p, f);
    if (o == DONE)
        o = web_links_since(house->db, a, who, "person", now - MINUTES(10), &recent, f);
    if (o == DONE)
        o = web_links_since(house->db, a, who, "person", now - DAYS(1), &today, f);
    if (o != DONE || recent > 0 || today >= LINKS_A_DAY || p.deceased || !text_is_address(p.email))
        return o;
    struct page_letter letter = {.recipient = who,
                                 .address = p.email,
                                 .name = p.name,
                                 .language = p.letter_language,
                                 .purpose = "new_link",
                                 .token_purpose = "person",
                                 .token_days = PERSON_LINK_DAYS,
                                 .view = view_link_letter(a, house, p.name, "/mina-uppgifter/")};
    return page_letter_queue(house, a, &letter, NULL, f);
}

static enum outcome link_people(const struct house *house, struct arena *a, const char *address,
                                struct fault *f)
{
    int64_t *ids;
    size_t count;
    enum outcome o = people_with_email(house->db, a, address, &ids, &count, f);
    for (size_t i = 0; o == DONE && i < count && i < PEOPLE_MOST; i++)
        o = link_person(house, a, ids[i], f);
    return o;
}

enum outcome lending_link_ask(const struct house *house, struct arena *a, const char *kind,
                              const char *address, struct fault *f)
{
    const struct link_wish wish = {.kind = kind, .address = address};
    int64_t waiting = 0;
    enum outcome o = db_begin(house->db, LINK, f);
    if (o != DONE)
        return o;
    o = wishes_add(house->db, a, &wish, clock_now(&house->clock), &waiting, f);
    if (o == DONE && waiting > WISHES_MOST)
        o = fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%lld links wait to be mailed", (long long)waiting);
    return page_finish(house, LINK, o, f);
}

static enum outcome grant(const struct house *house, struct arena *a, const struct link_wish *w,
                          bool mail, struct fault *f)
{
    enum outcome o = db_begin(house->db, LINK, f);
    if (o != DONE)
        return o;
    if (mail && strcmp(w->kind, "request") == 0)
        o = link_requests(house, a, w->address, f);
    else if (mail)
        o = link_people(house, a, w->address, f);
    if (o == DONE)
        o = wishes_done(house->db, w->id, f);
    return page_finish(house, LINK, o, f);
}

/* One that cannot be granted is put away, so that those behind it are not held up. */
enum outcome lending_link_mail(const struct house *house, struct arena *a, bool *moved,
                               struct fault *f)
{
    struct link_wish w;
    enum outcome o = wishes_next(house->db, a, &w, f);
    if (o != DONE || w.id == 0)
        return o;
    o = grant(house, a, &w, true, f);
    if (o == NEVER) {
        log_event(&house->log, LOG_ERROR, "link_set_aside", "wish=%lld why=%s", (long long)w.id,
                  f->text);
        o = grant(house, a, &w, false, f);
    }
    *moved = o == DONE;
    return o;
}

/* ---- Codes ---- */

static char *code_hash(struct arena *a, const char *browser, const char *party, const char *code)
{
    return sha256_text(a, arena_printf(a, "%s %s %s", browser, party, code));
}

static enum code_state state_of(const struct code *c, instant now)
{
    if (c->id == 0)
        return CODE_NONE;
    if (c->passed_until >= 0)
        return now < c->passed_until ? CODE_PASSED : CODE_NONE;
    if (c->tries >= CODE_TRIES)
        return CODE_SPENT;
    return now < c->expires_at ? CODE_WAITS : CODE_NONE;
}

enum outcome lending_code_state(const struct house *house, struct arena *a, const char *party,
                                const char *browser, enum code_state *state, struct fault *f)
{
    struct code c = {0};
    enum outcome o = DONE;
    if (browser)
        o = codes_newest(house->db, a, sha256_text(a, browser), party, &c, f);
    *state = state_of(&c, clock_now(&house->clock));
    return o;
}

/* Who reads the code. */
struct reader {
    const char *recipient, *address, *name, *language;
};

static enum outcome unit_of(const struct house *house, struct arena *a, int64_t request_id,
                            struct reader *out, struct fault *f)
{
    struct deed d = {.house = house, .db = house->db, .arena = a};
    enum outcome o = requests_load(d.db, a, request_id, &d.request, f);
    if (o == DONE)
        o = facts_load(d.db, a, request_id, d.facts, f);
    if (o == DONE)
        *out = (struct reader){.recipient = "unit",
                               .address = deed_unit_address(&d),
                               .name = view_unit_contact(&d.request, d.facts),
                               .language = d.request.language};
    return o;
}

static enum outcome reader_of(const struct house *house, struct arena *a, const char *party,
                              struct reader *out, struct fault *f)
{
    struct person p;
    int64_t id = strtoll(party + 1, NULL, 10);
    if (*party == 'R')
        return unit_of(house, a, id, out, f);
    enum outcome o = people_load(house->db, a, id, &p, f);
    if (o == DONE)
        *out = (struct reader){party, p.email, p.name, p.letter_language};
    return o;
}

/* The code is made of the letter's token, and stands in clear nowhere but in its bytes. */
static enum outcome keep_code(const struct house *house, struct arena *a, const char *token,
                              const char *party, const char *browser, struct fault *f)
{
    instant now = clock_now(&house->clock);
    char digits[CODE_CHARS + 1];
    token_for_code(token, digits);
    struct code c = {.party = party,
                     .browser_hash = sha256_text(a, browser),
                     .code_hash = code_hash(a, browser, party, digits),
                     .created_at = now,
                     .expires_at = now + MINUTES(CODE_MINUTES)};
    return codes_add(house->db, a, &c, f);
}

static enum outcome send_code(const struct house *house, struct arena *a,
                              const struct reader *reader, const char *party, const char *browser,
                              struct fault *f)
{
    struct letter queued;
    struct page_letter letter = {.recipient = reader->recipient,
                                 .address = reader->address,
                                 .name = reader->name,
                                 .language = reader->language,
                                 .purpose = "code",
                                 .token_purpose = "message",
                                 .token_days = PERSON_LINK_DAYS,
                                 .view = view_link_letter(a, house, reader->name, NULL)};
    json_object_set_new(letter.view, "code", json_true());
    enum outcome o = page_letter_queue(house, a, &letter, &queued, f);
    return o == DONE ? keep_code(house, a, queued.token, party, browser, f) : o;
}

enum outcome lending_code_send(const struct house *house, struct arena *a, const char *party,
                               const char *browser, bool *mailed, struct fault *f)
{
    struct reader reader;
    int64_t recent = 0;
    *mailed = false;
    enum outcome o = db_begin(house->db, CODE, f);
    if (o != DONE)
        return o;
    o = codes_weed(house->db, a, clock_now(&house->clock) - DAYS(2), f);
    if (o == DONE)
        o = reader_of(house, a, party, &reader, f);
    if (o == DONE)
        o = codes_since(house->db, a, party, clock_now(&house->clock) - HOURS(1), &recent, f);
    if (o == DONE && recent < CODES_AN_HOUR && text_is_address(reader.address)) {
        o = send_code(house, a, &reader, party, browser, f);
        *mailed = o == DONE;
    }
    return page_finish(house, CODE, o, f);
}

static enum outcome pass(const struct house *house, struct arena *a, const struct code *c,
                         const char **fresh, struct fault *f)
{
    char *token = arena_alloc(a, TOKEN_CHARS + 1);
    random_token(house->random, token);
    *fresh = token;
    return codes_pass(house->db, a, c, sha256_text(a, token),
                      clock_now(&house->clock) + HOURS(CODE_HOURS), f);
}

static enum outcome try_code(const struct house *house, struct arena *a, const char *party,
                             const char *browser, const char *code, enum code_state *state,
                             const char **fresh, struct fault *f)
{
    struct code c;
    instant now = clock_now(&house->clock);
    enum outcome o = codes_newest(house->db, a, sha256_text(a, browser), party, &c, f);
    *state = state_of(&c, now);
    if (o != DONE || *state != CODE_WAITS)
        return o;
    bool right = strcmp(c.code_hash, code_hash(a, browser, party, code)) == 0;
    o = right ? pass(house, a, &c, fresh, f) : codes_try(house->db, c.id, f);
    if (right)
        *state = CODE_PASSED;
    else if (c.tries + 1 >= CODE_TRIES)
        *state = CODE_SPENT;
    return o;
}

enum outcome lending_code_enter(const struct house *house, struct arena *a, const char *party,
                                const char *browser, const char *code, enum code_state *state,
                                const char **fresh, struct fault *f)
{
    *fresh = NULL;
    enum outcome o = db_begin(house->db, CODE, f);
    if (o != DONE)
        return o;
    o = try_code(house, a, party, browser, code, state, fresh, f);
    return page_finish(house, CODE, o, f);
}

/* ---- The pause ---- */

/* The same day six months on, or the last of that month. */
static struct date in_six_months(struct date d)
{
    struct date then = {d.year + (d.month > 6), d.month > 6 ? d.month - 6 : d.month + 6, d.day};
    while (!date_valid(then))
        then.day--;
    return then;
}

enum outcome lending_pause(const struct house *house, struct arena *a, int64_t person,
                           const char **until, struct fault *f)
{
    struct person p;
    struct date today = civil_from_instant(clock_now(&house->clock)).date;
    *until = date_text(a, in_six_months(today));
    enum outcome o = people_load(house->db, a, person, &p, f);
    if (o != DONE)
        return o;
    if (p.paused_until && strcmp(p.paused_until, *until) >= 0) {
        *until = p.paused_until;
        return DONE;
    }
    struct roster_change change = {"paused_until", *until};
    return roster_person_set(house, a, arena_printf(a, "P%lld", (long long)person), person, &change,
                             1, f);
}

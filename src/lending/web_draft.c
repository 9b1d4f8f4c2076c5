/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A request that is written on the web: a draft until the link mailed to its sender is confirmed,
 * and from then on a request like one that came by mail.
 */
#include "lending/web.h"

#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "view/pages.h"
#include "web_post.h"
#include "words.h"

enum {
    DRAFT_DAYS = 7,
    DRAFTS_A_DAY = 3, /* of one address */
    DRAFTS_AN_HOUR =
        100, /* of all: well under the cap on all letters, which would stop those too */
};

static const char *const KEEP = "a draft", *const CONFIRM = "a draft confirmed";

/* No name in the letter: who fills in the form is unknown, and could write to others in ours. */
static enum outcome keep(const struct house *house, struct arena *a, const struct page_draft *d,
                         struct fault *f)
{
    instant now = clock_now(&house->clock);
    struct letter queued;
    struct page_letter letter = {.recipient = "unit",
                                 .address = d->address,
                                 .language = d->language,
                                 .purpose = "confirm_request",
                                 .token_purpose = "draft",
                                 .token_days = DRAFT_DAYS,
                                 .view = view_link_letter(a, house, NULL, "/forfragan/")};
    enum outcome o = page_letter_queue(house, a, &letter, &queued, f);
    if (o != DONE)
        return o;
    struct draft draft = {.token_hash = queued.token_hash,
                          .fields = d->fields,
                          .address = d->address,
                          .language = d->language,
                          .created_at = now,
                          .expires_at = now + DAYS(DRAFT_DAYS)};
    return drafts_add(house->db, a, &draft, f);
}

/* Strangers may not have so many letters sent that the cap holds everybody's. */
static enum outcome check_flood(const struct house *house, struct arena *a, instant now,
                                struct fault *f)
{
    int64_t count;
    enum outcome o = drafts_since(house->db, a, "", now - HOURS(1) + DAYS(DRAFT_DAYS), &count, f);
    if (o == DONE && count >= DRAFTS_AN_HOUR)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%lld drafts within an hour", (long long)count);
    return o;
}

enum outcome lending_draft(const struct house *house, struct arena *a, const struct page_draft *d,
                           bool *mailed, struct fault *f)
{
    instant now = clock_now(&house->clock);
    int64_t count = 0;
    *mailed = false;
    enum outcome o = db_begin(house->db, KEEP, f);
    if (o != DONE)
        return o;
    o = drafts_weed(house->db, a, now, f);
    if (o == DONE)
        o = check_flood(house, a, now, f);
    if (o == DONE)
        o = drafts_since(house->db, a, d->address, now - DAYS(1) + DAYS(DRAFT_DAYS), &count, f);
    if (o == DONE && count < DRAFTS_A_DAY) {
        o = keep(house, a, d, f);
        *mailed = o == DONE;
    }
    return page_finish(house, KEEP, o, f);
}

enum outcome lending_draft_change(const struct house *house, const struct draft *draft,
                                  const char *fields, struct fault *f)
{
    enum outcome o = db_begin(house->db, KEEP, f);
    if (o != DONE)
        return o;
    return page_finish(house, KEEP, drafts_save(house->db, draft->id, fields, f), f);
}

/* Own words for what is sought: read as a mail's would be, and only what is sure is used. */
static void read_areas(const struct house *house, struct arena *a, const char *experience,
                       struct reading *reading)
{
    memset(reading, 0, sizeof *reading);
    if (text_blank(experience))
        return;
    char *text = arena_printf(a, "Vi söker patientföreträdare med erfarenhet av %s.\n", experience);
    struct reading_input in = {.subject = "", .text = text, .own_text = text};
    reading_read(a, house->areas, &in, reading);
}

const char *lending_areas_of(const struct house *house, struct arena *a, const char *experience)
{
    struct reading reading;
    read_areas(house, a, experience, &reading);
    return reading.facts[FACT_AREAS].value;
}

static enum outcome put_facts(const struct house *house, struct arena *a, int64_t id,
                              const struct page_request *p, const struct reading *reading,
                              struct fault *f)
{
    instant now = clock_now(&house->clock);
    enum outcome o = DONE;
    for (enum fact_key key = 0; o == DONE && key < FACT_COUNT; key++)
        if (p->facts[key].value)
            o = facts_put(house->db, a, id, key, ORIGIN_FORM, p->facts[key].value,
                          p->facts[key].source, 0, now, f);
    for (size_t i = 0; o == DONE && i < reading->proposal_count; i++)
        if (reading->proposals[i].key == FACT_AREAS)
            o = proposals_put(house->db, id, &reading->proposals[i], f);
    return o;
}

static enum outcome add_row(const struct house *house, struct arena *a, const struct draft *d,
                            const struct page_request *p, struct request *r, struct fault *f)
{
    const struct settings *s = house->settings;
    instant now = clock_now(&house->clock);
    *r = (struct request){
        .state = STATE_RECEIVED,
        .state_since = now,
        .received_at = now,
        .source = "web",
        .subject = p->subject,
        .trusted = text_domain_within(text_domain(d->address), s->library.trusted_domains),
        .sender_address = d->address,
        .sender_name = p->sender_name,
        .message_id = "",
        .language = d->language,
        .route = "",
        .route_by = ""};
    enum outcome o = requests_add(house->db, a, r, civil_from_instant(now).date.year, f);
    if (o != DONE)
        return o;
    struct audit_entry entry = {.actor = "unit",
                                .event = "arrived",
                                .request_id = r->id,
                                .subject = arena_printf(a, "draft:%lld", (long long)d->id),
                                .to_state = state_name(STATE_RECEIVED),
                                .now = now,
                                .random = house->random};
    return audit_add(house->db, a, &entry, f);
}

static enum outcome become(const struct house *house, struct arena *a, const struct draft *d,
                           const struct page_request *given, int64_t *request_id, struct fault *f)
{
    struct page_request p = *given;
    struct reading reading;
    struct request r;
    read_areas(house, a, p.facts[FACT_AREAS].value ? "" : p.experience, &reading);
    if (reading.facts[FACT_AREAS].value)
        p.facts[FACT_AREAS] = (struct fact){reading.facts[FACT_AREAS].value, p.experience};
    enum outcome o = add_row(house, a, d, &p, &r, f);
    if (o == DONE)
        o = put_facts(house, a, r.id, &p, &reading, f);
    if (o == DONE)
        o = words_take_request(house, a, r.id, true, f);
    if (o == DONE)
        o = drafts_became(house->db, d->id, r.id, f);
    if (o != DONE)
        return o;
    *request_id = r.id;
    struct event read = {.kind = EVENT_READ, .request_id = r.id, .actor = "system", .sure = true};
    return lending_event(house, a, &read, NULL, f);
}

enum outcome lending_draft_confirm(const struct house *house, struct arena *a,
                                   const struct draft *draft, const struct page_request *request,
                                   int64_t *request_id, struct fault *f)
{
    struct draft now_there;
    enum outcome o = db_begin(house->db, CONFIRM, f);
    if (o != DONE)
        return o;
    o = drafts_find(house->db, a, draft->token_hash, &now_there, f);
    if (o == DONE && now_there.id == 0)
        o = fault_set(f, NEVER, EXIT_NO_INPUT, "there is no such draft");
    *request_id = now_there.request_id;
    if (o == DONE && now_there.request_id == 0)
        o = become(house, a, draft, request, request_id, f);
    return page_finish(house, CONFIRM, o, f);
}

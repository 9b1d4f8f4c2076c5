/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From the first page of a sign-up to a person of the pool (include/lending/signup.h).
 *
 * Whoever fills it in is nobody yet: the address may be another's, so nothing of it is shown,
 * searched or written to but the one link. The letter and its link become the person's own when
 * they are confirmed, so that they are found and erased with the rest.
 */
#include "lending/signup.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "fields.h"
#include "roster.h"
#include "store/desk.h"
#include "store/web.h"
#include "view/pages.h"
#include "view/people.h"
#include "web_post.h"

enum {
    LETTERS_A_DAY = 3, /* to one address */
    LETTERS_AN_HOUR_TO_ALL = 100,
    BEGUN_AN_HOUR = 500,
    OWN_LINK_DAYS = 30,
};

static const char *const BEGIN = "a sign-up", *const CONFIRM = "a sign-up confirmed";

bool lending_signup_asks_consent(const struct settings *s)
{
    return strcmp(s->library.legal_basis, "consent") == 0 ||
           strcmp(s->library.legal_basis, "none") == 0;
}

size_t lending_signup_kept(struct roster_change *changes, size_t count, bool consents)
{
    static const char *const always[] = {"name", "email", "phone", "postal_address",
                                         "letter_language"};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool may = consents;
        for (size_t k = 0; !may && k < sizeof always / sizeof always[0]; k++)
            may = strcmp(changes[i].key, always[k]) == 0;
        if (may)
            changes[kept++] = changes[i];
    }
    return kept;
}

/* ---- While it is being filled in ---- */

static enum outcome check_flood(const struct house *house, struct arena *a, instant now,
                                struct fault *f)
{
    int64_t begun;
    enum outcome o = signups_since(house->db, a, now - HOURS(1), &begun, f);
    if (o == DONE && begun >= BEGUN_AN_HOUR)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%lld sign-ups within an hour",
                         (long long)begun);
    return o;
}

/* Its pages stand behind a token like any link: what is written there is nobody else's to read. */
static enum outcome add(const struct house *house, struct arena *a, const struct signup_words *w,
                        const char *token, struct fault *f)
{
    instant now = clock_now(&house->clock);
    struct signup s = {.token_hash = token_hash(a, token),
                       .fields = w->fields,
                       .address = w->address,
                       .language = w->language,
                       .created_at = now,
                       .expires_at = now + HOURS(SIGNUP_HOURS)};
    struct token t = {.purpose = "signup",
                      .party = "applicant",
                      .address = "",
                      .created_at = now,
                      .expires_at = s.expires_at};
    enum outcome o = signups_add(house->db, a, &s, f);
    return o == DONE ? tokens_add(house->db, a, s.token_hash, &t, f) : o;
}

enum outcome lending_signup_begin(const struct house *house, struct arena *a,
                                  const struct signup_words *words, const char **token,
                                  struct fault *f)
{
    char *fresh = arena_alloc(a, TOKEN_CHARS + 1);
    instant now = clock_now(&house->clock);
    enum outcome o = db_begin(house->db, BEGIN, f);
    if (o != DONE)
        return o;
    random_token(house->random, fresh);
    *token = fresh;
    o = signups_weed(house->db, a, now, f);
    if (o == DONE)
        o = check_flood(house, a, now, f);
    if (o == DONE)
        o = add(house, a, words, fresh, f);
    return page_finish(house, BEGIN, o, f);
}

/* As it stands, with what has been written by now. */
static struct signup with_words(const struct signup *s, const struct signup_words *w)
{
    struct signup x = *s;
    x.fields = w->fields;
    x.address = w->address;
    x.language = w->language;
    return x;
}

enum outcome lending_signup_keep(const struct house *house, struct arena *a,
                                 const struct signup *signup, const struct signup_words *words,
                                 struct fault *f)
{
    struct signup s = with_words(signup, words);
    enum outcome o = db_begin(house->db, BEGIN, f);
    if (o != DONE)
        return o;
    return page_finish(house, BEGIN, signups_save(house->db, a, &s, f), f);
}

/* ---- Sent in ---- */

/* No name in the letter: whoever filled the pages in could write to others in ours. */
static enum outcome mail_link(const struct house *house, struct arena *a, struct signup *s,
                              struct fault *f)
{
    struct letter queued;
    struct page_letter letter = {.recipient = "applicant",
                                 .address = s->address,
                                 .language = s->language,
                                 .purpose = "confirm_signup",
                                 .token_purpose = "confirm_signup",
                                 .token_days = SIGNUP_DAYS,
                                 .view = view_link_letter(a, house, NULL, "/bli-levande-bok/")};
    enum outcome o = page_letter_queue(house, a, &letter, &queued, f);
    s->letter_hash = queued.token_hash;
    s->expires_at = clock_now(&house->clock) + DAYS(SIGNUP_DAYS);
    return o;
}

enum outcome lending_signup_send(const struct house *house, struct arena *a,
                                 const struct signup *signup, const struct signup_words *words,
                                 bool *mailed, struct fault *f)
{
    struct signup s = with_words(signup, words);
    instant now = clock_now(&house->clock);
    int64_t theirs = 0, all = 0;
    enum outcome o = db_begin(house->db, BEGIN, f);
    if (o != DONE)
        return o;
    o = signups_mailed(house->db, a, s.address, now - DAYS(1), &theirs, f);
    if (o == DONE)
        o = signups_mailed(house->db, a, "", now - HOURS(1), &all, f);
    if (o == DONE && all >= LETTERS_AN_HOUR_TO_ALL)
        o = fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%lld sign-ups were mailed within an hour",
                      (long long)all);
    *mailed = o == DONE && theirs < LETTERS_A_DAY;
    if (*mailed)
        o = mail_link(house, a, &s, f);
    if (o == DONE)
        o = signups_save(house->db, a, &s, f);
    return page_finish(house, BEGIN, o, f);
}

/* ---- Confirmed ---- */

/* One of the pool with this address and this name; 0: none. */
static enum outcome find_same(const struct hand *hand, const struct person *p, int64_t *same,
                              struct fault *f)
{
    int64_t *ids;
    size_t count;
    enum outcome o = people_with_email(hand->house->db, hand->a, p->email, &ids, &count, f);
    *same = 0;
    for (size_t i = 0; o == DONE && *same == 0 && i < count; i++) {
        struct person other;
        o = people_load_alone(hand->house->db, hand->a, ids[i], &other, f);
        if (o == DONE && other.via == 0 && text_same(other.name, p->name))
            *same = other.id;
    }
    return o;
}

static enum outcome welcome(const struct hand *hand, const struct person *p, const char *who,
                            struct fault *f)
{
    const struct house *house = hand->house;
    struct page_letter letter = {.recipient = who,
                                 .address = p->email,
                                 .name = p->name,
                                 .language = p->letter_language,
                                 .purpose = "welcome",
                                 .token_purpose = "person",
                                 .token_days = OWN_LINK_DAYS,
                                 .view =
                                     view_link_letter(hand->a, house, p->name, "/mina-uppgifter/")};
    return page_letter_queue(house, hand->a, &letter, NULL, f);
}

static enum outcome ask_to_greet(const struct hand *hand, const struct person *p, const char *who,
                                 struct fault *f)
{
    bool owed = lending_signup_asks_consent(hand->house->settings) && !p->consent_date;
    struct task task = {
        .kind = "greet",
        .subject = who,
        .text =
            arena_printf(hand->a,
                         "%s har anmält sig till poolen.%s Hör av dig och hälsa "
                         "välkommen.",
                         who, owed ? " Samtycke saknas, så bara namn och adress är sparade." : ""),
        .since = hand->now};
    return tasks_open(hand->house->db, hand->a, &task, f);
}

static enum outcome add_person(const struct hand *hand, const struct person *p, int64_t *id,
                               struct fault *f)
{
    struct db *db = hand->house->db;
    enum outcome o = people_save(db, hand->a, p, hand->now, id, f);
    if (o != DONE)
        return o;
    const char *who = view_who(hand->a, 'P', *id);
    o = roster_note_consent(hand, *id, p, f);
    if (o == DONE)
        o = roster_trail(hand, "person_added", who, NULL, f);
    if (o == DONE)
        o = ask_to_greet(hand, p, who, f);
    return o == DONE ? welcome(hand, p, who, f) : o;
}

/* The person as written, with the consent of today. */
static enum outcome read_person(const struct hand *hand, const struct roster_change *changes,
                                size_t count, bool consents, struct person *p, struct fault *f)
{
    const struct settings *s = hand->house->settings;
    bool asks = lending_signup_asks_consent(s);
    struct field_rules rules = field_rules_of(hand->house, hand->a, hand->now);
    struct roster_change *mine = arena_array(hand->a, count + 1, sizeof *mine);
    memcpy(mine, changes, count * sizeof *mine);
    size_t kept = lending_signup_kept(mine, count, consents || !asks);
    enum outcome o = DONE;
    *p = person_empty();
    for (size_t i = 0; o == DONE && i < kept; i++)
        o = person_field_set(&rules, p, mine[i].key, mine[i].value, f);
    const char *today = date_text(hand->a, civil_from_instant(hand->now).date);
    p->renewed_on = today;
    if (consents && asks) {
        p->consent_date = today;
        p->consent_version = s->library.consent_version ? s->library.consent_version : "";
        p->consent_how = "page";
    }
    return o;
}

/* Whoever stands in the pool already gets a new link instead: another says what is stored. */
static enum outcome become(const struct hand *hand, const struct signup *s, const struct person *p,
                           int64_t *person, struct fault *f)
{
    struct db *db = hand->house->db;
    int64_t same, waiting;
    enum outcome o = find_same(hand, p, &same, f);
    if (o == DONE && same != 0) {
        struct link_wish wish = {.kind = "person", .address = p->email};
        o = wishes_add(db, hand->a, &wish, hand->now, &waiting, f);
    } else if (o == DONE) {
        o = add_person(hand, p, person, f);
    }
    if (o != DONE)
        return o;
    int64_t id = same ? same : *person;
    return signups_became(db, hand->a, s, view_who(hand->a, 'P', id), id, hand->now, f);
}

enum outcome lending_signup_confirm(const struct house *house, struct arena *a,
                                    const struct signup *signup,
                                    const struct roster_change *changes, size_t count,
                                    bool consents, int64_t *person, struct fault *f)
{
    struct hand hand = {.house = house,
                        .a = a,
                        .actor = "applicant",
                        .how = "page",
                        .now = clock_now(&house->clock)};
    struct signup stands;
    struct person p;
    *person = 0;
    enum outcome o = read_person(&hand, changes, count, consents, &p, f);
    if (o == DONE)
        o = db_begin(house->db, CONFIRM, f);
    if (o != DONE)
        return o;
    o = signups_find(house->db, a, signup->letter_hash, &stands, f);
    if (o == DONE && stands.id == 0)
        o = fault_set(f, NEVER, EXIT_NO_INPUT, "there is no such sign-up");
    if (o == DONE && stands.person_id != 0)
        *person = stands.person_id;
    else if (o == DONE)
        o = become(&hand, &stands, &p, person, f);
    return page_finish(house, CONFIRM, o, f);
}

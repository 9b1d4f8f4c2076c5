/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail to what it says: the parts of the mail are cut into pages, the intent is settled, and for
 * a request each rule looks at each page.
 *
 * Of two parts that say different things the newer holds, since a later correction replaces what
 * is quoted below it (correction.c: of the occasions only those it speaks of). Unit and contact
 * are those of the part that holds the request, never of one who only forwarded it.
 */
#include "reading.h"

#include <string.h>

#include "base/text.h"
#include "correction.h"
#include "findings.h"
#include "parts.h"
#include "sentence.h"
#include "zones.h"

enum { REQUEST_POINTS = 3, SURE_POINTS = 6 };

struct mail {
    struct arena *a;
    const struct areas *areas;
    const struct reading_input *in;
    const char *subject;
    struct parts parts;
    struct page *pages[MOST_PARTS];
    const struct part *written[MOST_PARTS]; /* the part of each page */
    struct wishes wishes[MOST_PARTS];
    size_t count;   /* pages: the parts that the library did not write */
    size_t request; /* the page that holds the request */
    bool quotes_us; /* a letter of ours stands in it */
};

/* The subject without "SV:", "Re:", "VB:", "Fwd:" and marks in brackets. */
static const char *bare_subject(struct arena *a, const char *subject)
{
    static const char *const marks[] = {"sv:", "re:", "vb:", "fw:", "fwd:", "vs:", "ang:"};
    char *text = text_trim(a, subject ? subject : "");
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (text_starts_nocase(text, marks[i])) {
                text = text_trim(a, text + strlen(marks[i]));
                again = true;
            }
        char *close = *text == '[' ? strchr(text, ']') : NULL;
        if (close) {
            text = text_trim(a, close + 1);
            again = true;
        }
    }
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    return text;
}

static bool subject_says(const struct mail *m, const char *start)
{
    return m->in->subject && text_starts_nocase(text_trim(m->a, m->in->subject), start);
}

static bool is_forward(const struct mail *m)
{
    return subject_says(m, "vb:") || subject_says(m, "fw:") || subject_says(m, "fwd:");
}

static struct page *make_page(const struct mail *m, const struct part *part, const char *subject)
{
    struct page *p = page_make(m->a, subject, part->text);
    p->from_name = part->from_name;
    p->from_address = part->from_address;
    p->date = part->date;
    form_labels(p);
    page_zones(p);
    page_sentences(p);
    page_negations(p);
    mark_units(p);
    mark_sentences(p);
    /* what answers our question is about those who are wanted, without saying so again */
    for (size_t i = 0; i < p->sentence_count; i++)
        p->sentences[i].seeks = p->sentences[i].seeks || m->in->completes;
    return p;
}

static void make_pages(struct mail *m)
{
    parts_split(m->a, m->in, &m->parts);
    for (size_t i = 0; i < m->parts.count; i++) {
        const struct part *part = &m->parts.part[i];
        if (part->library) {
            m->quotes_us = true;
            continue;
        }
        struct page *p = make_page(m, part, m->subject);
        m->written[m->count] = part;
        m->wishes[m->count] = page_wishes(p);
        m->pages[m->count++] = p;
    }
}

/* The page that asks most plainly; on a tie the newer. */
static void find_request(struct mail *m)
{
    for (size_t i = 1; i < m->count; i++)
        if (m->wishes[i].request > m->wishes[m->request].request)
            m->request = i;
}

static bool holds(const struct mail *m, const char *what)
{
    const char *subject = m->in->subject ? m->in->subject : "";
    return text_find_nocase(subject, strlen(subject), what) != NULL;
}

/* Automatic answers and reports that no header gave away. */
static bool sounds_automatic(const struct mail *m, struct reading *out)
{
    static const char *const absent[] = {"autosvar",      "automatiskt svar",   "automatic reply",
                                         "out of office", "frånvaromeddelande", "auto-svar"};
    static const char *const failed[] = {
        "undeliver",     "olevererbar",      "delivery status notification",
        "returned mail", "delivery failure", "mail delivery failed"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (subject_says(m, absent[i]))
            out->intent = INTENT_AUTO_REPLY;
    const char *from = m->in->from_address ? m->in->from_address : "";
    bool daemon =
        text_starts_nocase(from, "mailer-daemon") || text_starts_nocase(from, "postmaster");
    for (size_t i = 0; i < sizeof failed / sizeof *failed && daemon; i++)
        if (holds(m, failed[i]))
            out->intent = INTENT_BOUNCE;
    return out->intent == INTENT_AUTO_REPLY || out->intent == INTENT_BOUNCE;
}

static bool from_headers(const struct mail *m, struct reading *out)
{
    const char *automatic = m->in->automatic;
    out->intent_sure = true;
    if (!automatic)
        return sounds_automatic(m, out);
    if (strcmp(automatic, "bounce") == 0)
        out->intent = INTENT_BOUNCE;
    else if (strcmp(automatic, "auto_reply") == 0)
        out->intent = INTENT_AUTO_REPLY;
    else
        out->intent = INTENT_OTHER;
    return true;
}

/* An answer in a conversation with us: our letter is quoted, or it answers something unquoted. */
static bool is_reply(const struct mail *m, const struct wishes *own)
{
    if (is_forward(m) && !m->quotes_us)
        return false;
    if (m->quotes_us)
        return own->request < 2 * SURE_POINTS;
    /* '>' lines of an unnamed author, in an answer: our letter without its head */
    bool unnamed = m->count == 2 && !*m->written[1]->from_name && !*m->written[1]->from_address;
    if (m->in->in_thread && unnamed)
        return own->request < SURE_POINTS;
    return m->in->in_thread && m->count == 1 && own->request < SURE_POINTS;
}

static void settle_intent(const struct mail *m, struct reading *out)
{
    struct wishes w = m->wishes[m->request];
    if (is_reply(m, &m->wishes[0])) {
        out->intent = INTENT_REPLY;
        out->intent_sure = m->in->in_thread || m->wishes[0].request < REQUEST_POINTS;
        return;
    }
    int most = w.request;
    out->intent = most >= REQUEST_POINTS ? INTENT_REQUEST : INTENT_OTHER;
    if (w.advice > most && w.advice >= REQUEST_POINTS) {
        out->intent = INTENT_ADVICE;
        most = w.advice;
    }
    if (w.volunteer > most && w.volunteer >= REQUEST_POINTS) {
        out->intent = INTENT_VOLUNTEER;
        most = w.volunteer;
    }
    if (w.other > most && w.other >= SURE_POINTS) {
        out->intent = INTENT_OTHER;
        most = w.other;
    }
    int rest = w.request + w.advice + w.volunteer + w.other - most;
    out->intent_sure = most >= SURE_POINTS && rest * 2 <= most && !m->quotes_us;
}

static void look(struct mail *m, const struct page *p, struct findings *f)
{
    *f = (struct findings){
        .arena = m->a, .areas = m->areas, .page = p, .completes = m->in->completes};
    f->own_addresses = m->in->own_addresses ? m->in->own_addresses : "";
    f->sender = m->in->from_address ? m->in->from_address : "";
    find_kind(f);
    find_areas(f);
    find_people(f);
    find_route(f);
    find_occasions(f);
    find_place(f);
    find_money(f);
    find_unit(f);
    find_contact(f);
    find_description(f);
}

/* What only the author of the request tells: who they are, and what they described. */
static bool authors_own(enum fact_key key)
{
    return key == FACT_UNIT || key == FACT_CONTACT_NAME || key == FACT_CONTACT_PHONE ||
           key == FACT_CONTACT_EMAIL || key == FACT_DESCRIPTION || key == FACT_KIND ||
           key == FACT_AREAS || key == FACT_PERSPECTIVE;
}

static void take_facts(const struct findings *f, bool request, bool forwarded, struct reading *out)
{
    for (int key = 0; key < FACT_COUNT; key++) {
        bool own = authors_own((enum fact_key)key);
        if (!out->facts[key].value && f->facts[key].value && (request || (!own && !forwarded)))
            out->facts[key] = f->facts[key];
    }
}

static void take_proposals(struct mail *m, const struct findings *f, struct reading *out)
{
    struct proposal *all =
        arena_array(m->a, out->proposal_count + f->proposal_count + 1, sizeof *all);
    if (out->proposal_count)
        memcpy(all, out->proposals, out->proposal_count * sizeof *all);
    memcpy(all + out->proposal_count, f->proposals, f->proposal_count * sizeof *all);
    out->proposals = all;
    out->proposal_count += f->proposal_count;
}

static void read_request(struct mail *m, struct reading *out)
{
    bool forwarded =
        m->request > 0 && !text_same(m->pages[0]->from_name, m->pages[m->request]->from_name);
    const struct page *newer = NULL;
    for (size_t i = 0; i <= m->request; i++) {
        struct findings f;
        /* the subject belongs to the part that holds the request */
        look(m, i == m->request ? m->pages[i] : make_page(m, m->written[i], ""), &f);
        struct fact now = out->facts[FACT_OCCASIONS], before = f.facts[FACT_OCCASIONS];
        take_facts(&f, i == m->request, forwarded, out);
        if (newer && before.value) {
            out->facts[FACT_OCCASIONS].value =
                correct_occasions(m->a, newer, now.value, before.value);
            if (now.source)
                out->facts[FACT_OCCASIONS].source = now.source;
        }
        newer = newer || forwarded ? newer : m->pages[i];
        if (i == m->request || !forwarded)
            take_proposals(m, &f, out);
    }
    if (!out->facts[FACT_COMPENSATION].value)
        out->facts[FACT_COMPENSATION] = (struct fact){"unsaid", ""};
    const char *format = out->facts[FACT_FORMAT].value;
    if (format && strcmp(format, "digital") == 0)
        out->facts[FACT_MUNICIPALITY] = (struct fact){NULL, NULL};
}

/* One who wants advice tells who they are and by when; nothing else is theirs to say. */
static void read_advice(struct mail *m, struct reading *out)
{
    static const enum fact_key kept[] = {FACT_UNIT,          FACT_CONTACT_NAME, FACT_CONTACT_PHONE,
                                         FACT_CONTACT_EMAIL, FACT_RESPOND_BY,   FACT_DESCRIPTION};
    struct findings f;
    look(m, m->pages[m->request], &f);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        out->facts[kept[i]] = f.facts[kept[i]];
}

void reading_read(struct arena *a, const struct areas *areas, const struct reading_input *in,
                  struct reading *out)
{
    struct reading_input own = *in;
    if (in->completes) {
        own.text = in->own_text ? in->own_text : in->text;
        own.subject = "";
    }
    struct mail m = {.a = a, .areas = areas, .in = &own, .subject = bare_subject(a, own.subject)};
    memset(out, 0, sizeof *out);
    if (from_headers(&m, out))
        return;
    make_pages(&m);
    if (!m.count)
        return;
    find_request(&m);
    settle_intent(&m, out);
    if (out->intent == INTENT_REQUEST || in->completes)
        read_request(&m, out);
    else if (out->intent == INTENT_ADVICE)
        read_advice(&m, out);
    else if (out->intent == INTENT_REPLY)
        out->answer = reading_answer(a, in->own_text ? in->own_text : in->text);
}

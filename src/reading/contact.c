/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The unit's contact person: whom the mail names as such, else who signed it; with phone and, when
 * it is another than the sender's, e-mail address.
 */
#include <string.h>

#include "base/text.h"
#include "findings.h"
#include "people_words.h"
#include "places.h"
#include "signature.h"
#include "when.h"
#include "zones.h"

enum { REACH = 9, MOST_PHONES = 12 };

static const struct cue named[] = {
    {"kontaktperson*", 0},
    {"kontakta", 0},
    {"hör * av er", 0},
    {"hör av er", 0},
    {"hör av dig", 0},
    {"hör av dej", 0},
    {"min kollega", 0},
    {"osa till", 0},
    {"osa", 0},
    {"vår kontakt", 0},
    {"ta kontakt med", 0},
    {"anmälan till", 0},
    {"anmäl till", 0},
    {"återkoppla till", 0},
    {"meddela", 0},
    {"nå", 0},
    {"hör * av er direkt", 0},
    {"vänd er", 0},
    {"ring", 0},
    {"mejla", 0},
    {"svara", 0},
    {"frågor", 0},
    {"prata med", 0},
    {"kontakt är", 0},
    {"ansvarig är", 0},
    {"håller i", 0},
    {"contact", 0},
    {"maila", 0},
    {"hör gärna av er", 0},
    {"besvaras av", 0},
    {"svar till", 0},
    {"återkom till", 0},
    {"kontaktas", 0},
    {NULL, 0},
};

static const struct cue oneself[] = {
    {"mig", 0}, {"undertecknad", 0}, {"mej", 0}, {"me", 0}, {"oss", 0}, {NULL, 0},
};

struct name {
    size_t first, end;
};

/* A person's name at i: two to four words with capitals, none of them a unit, place or number. */
static bool name_at(const struct page *p, size_t i, struct name *out)
{
    size_t at = i, words = 0, used;
    while (at < p->count && words < 4) {
        const struct token *t = &p->tokens[at];
        if (at > i && (t->line != p->tokens[i].line || t->sentence != p->tokens[i].sentence))
            break;
        if (mark_at(p, at, "-") && at > i && !t->gap) {
            at++;
            continue;
        }
        if (t->kind != TOKEN_WORD || !t->capital || t->unit || title_word(p, at) ||
            (t->capitals && strlen(t->word) < 5))
            break;
        if (at == i && place_at(p, at, &used) && used > 1)
            break;
        words++;
        at++;
    }
    *out = (struct name){i, at};
    return words >= 2;
}

/* The first name at i, when the mail elsewhere gives the full one. */
static bool known_first(const struct page *p, size_t i)
{
    size_t len = p->tokens[i].end - p->tokens[i].at;
    return p->tokens[i].capital && p->tokens[i].kind == TOKEN_WORD && *p->from_name &&
           strncmp(p->from_name, p->text + p->tokens[i].at, len) == 0;
}

static bool named_contact(const struct page *p, struct name *out)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct cue *c = p->tokens[i].zone == ZONE_BODY ? cue_of(p, i, named) : NULL;
        if (!c || p->tokens[i].negated || form_label(p, i) == LABEL_OTHER)
            continue;
        size_t from = i + cue_at(p, i, c->pattern);
        size_t end = p->sentences[p->tokens[i].sentence].end;
        for (size_t at = from; at < end && at < from + REACH; at++) {
            if (cue_of(p, at, oneself) || known_first(p, at))
                break;
            if (name_at(p, at, out))
                return true;
        }
    }
    return false;
}

/* "+46 70 174 06 38", "070/174 06 94", "031–390 06 91", "0701740684": where it ends; 0: none. */
static size_t phone_at(const struct page *p, size_t i)
{
    size_t at = i, digits = 0;
    bool plus = mark_at(p, i, "+");
    at += plus;
    if (at >= p->count || p->tokens[at].kind != TOKEN_DIGITS ||
        (!plus && p->tokens[at].word[0] != '0') ||
        (i && mark_at(p, i - 1, "-") && !p->tokens[i].gap))
        return 0;
    size_t end = at;
    while (at < p->count && p->tokens[at].line == p->tokens[i].line && digits < 13) {
        const struct token *t = &p->tokens[at];
        if (t->kind == TOKEN_DIGITS) {
            digits += strlen(t->word);
            end = ++at;
        } else if (t->kind == TOKEN_MARK && strchr("-/()", t->word[0]) && !t->word[1] &&
                   at + 1 < p->count &&
                   (p->tokens[at + 1].kind == TOKEN_DIGITS || mark_at(p, at + 1, "("))) {
            at++;
        } else {
            break;
        }
    }
    return digits >= 8 && digits <= 13 ? end : 0;
}

static const struct cue switchboards[] = {
    {"växel*", 0},
    {"tidbok*", 0},
    {"telefontid*", 0},
    {"reception*", 0},
    {"rådgivning*", 0},
    {"fax*", 0},
    {"patienter", 0},
    {"bokning*", 0},
    {"kundtjänst", 0},
    {"switchboard", 0},
    {"sjukvårdsrådgivningen", 0},
    {"expedition*", 0},
    {NULL, 0},
};

static const struct cue direct[] = {
    {"mobil*", 0},   {"direkt*", 0}, {"mitt", 0}, {"mig", 0}, {"ring", 0},
    {"till mig", 0}, {"för er", 0},  {"mob", 0},  {NULL, 0},
};

/* What stands before the number on its line (behind the number before it) says whose it is. */
static int phone_points(const struct page *p, size_t i, size_t end)
{
    size_t from = p->lines[p->tokens[i].line].first;
    for (size_t at = i; at-- > from;)
        if (p->tokens[at].kind == TOKEN_DIGITS && strlen(p->tokens[at].word) >= 2) {
            from = at + 1;
            break;
        }
    if (i - from > 12)
        from = i - 12;
    if (cue_in(p, from, i, switchboards, NULL) ||
        (mark_at(p, end, "(") && p->tokens[end].line == p->tokens[i].line &&
         cue_in(p, end, end + 3 < p->count ? end + 3 : p->count, switchboards, NULL)))
        return -1;
    if (form_label(p, i) == LABEL_PHONE || form_label(p, i) == LABEL_CONTACT)
        return 4;
    return cue_in(p, from, i, direct, NULL) ? 3 : 2;
}

static void find_phone(struct findings *f, const struct name *contact)
{
    const struct page *p = f->page;
    size_t best = 0, best_end = 0;
    int most = 0;
    for (size_t i = 0; i < p->count; i++) {
        size_t end = p->tokens[i].zone == ZONE_FOOTER ? 0 : phone_at(p, i);
        if (!end)
            continue;
        int points = phone_points(p, i, end);
        if (contact && points > 0 && i > contact->first && i < contact->end + 24)
            points += 5;
        else if (contact && points > 0)
            points = 1;
        if (points > most) {
            most = points;
            best = i;
            best_end = end;
        }
        i = end - 1;
    }
    if (!most)
        return;
    const char *value = page_slice(p, best, best_end);
    if (contact && most == 1)
        find_proposal(f, FACT_CONTACT_PHONE, value, value, "signature_only");
    else
        find_fact(f, FACT_CONTACT_PHONE, value, value);
}

/* An address in the text: its bytes around the '@'. */
static const char *address_around(const struct page *p, size_t at)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "._+-";
    size_t first = p->tokens[at].at, end = p->tokens[at].end, least = first > 64 ? first - 64 : 0;
    while (first > least && strchr(allowed, p->text[first - 1]))
        first--;
    while (end < first + 254 && p->text[end] && strchr(allowed, p->text[end]))
        end++;
    while (end > first && strchr(".-_+", p->text[end - 1]))
        end--;
    char *address = arena_strndup(p->arena, p->text + first, end - first);
    return text_is_address(address) ? address : NULL;
}

static void find_email(struct findings *f)
{
    const struct page *p = f->page;
    for (size_t i = 0; i < p->count; i++) {
        if (!mark_at(p, i, "@") || p->tokens[i].zone == ZONE_FOOTER)
            continue;
        const char *address = address_around(p, i);
        size_t count;
        char **ours = text_split(f->arena, f->own_addresses, " ,", &count);
        bool known = !address || text_equals_nocase(address, f->sender);
        for (size_t n = 0; n < count && !known; n++)
            known = text_equals_nocase(address, ours[n]);
        if (!known) {
            find_fact(f, FACT_CONTACT_EMAIL, address, page_sentence(p, i));
            return;
        }
    }
}

/* The signer's full name: the signature's, or the sender's where the signature gives a part. */
static const char *signer(const struct page *p, const char **source)
{
    struct signature s;
    signature_read(p, &s);
    for (size_t i = 0; i < s.count; i++) {
        struct name n;
        const struct piece *x = &s.pieces[i];
        if (x->kind == PIECE_NAME && name_at(p, x->first, &n)) {
            *source = page_slice(p, x->first, x->end);
            return page_slice(p, n.first, n.end);
        }
    }
    *source = p->from_name;
    return strchr(p->from_name, ' ') ? p->from_name : NULL;
}

static bool is_person(const struct page *p, const char *name)
{
    static const char *const units[] = {"mottagning", "avdelning", "klinik",        "enhet",
                                        "sjukhus",    "bibliotek", "funktionsbrev", "centrum",
                                        "info",       "region"};
    char *folded = text_fold(p->arena, name);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strstr(folded, units[i]))
            return false;
    return true;
}

void find_contact(struct findings *f)
{
    const struct page *p = f->page;
    const struct line *field = form_field(p, LABEL_CONTACT);
    struct name n;
    const char *source = "", *name = NULL;
    bool other = false;
    if (field && name_at(p, field->value, &n)) {
        name = page_slice(p, n.first, n.end);
        source = page_slice(p, field->first, field->end);
    } else if (named_contact(p, &n)) {
        name = page_slice(p, n.first, n.end);
        source = page_sentence(p, n.first);
        other = *p->from_name && strcmp(name, p->from_name) != 0;
    } else {
        name = signer(p, &source);
    }
    if (name && is_person(p, name))
        find_fact(f, FACT_CONTACT_NAME, name, source);
    find_phone(f, other ? &n : NULL);
    find_email(f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the rules find in one page, and the rules themselves, one per file.
 */
#ifndef LEVANDE_READING_FINDINGS_H
#define LEVANDE_READING_FINDINGS_H

#include "page.h"
#include "reading.h"

enum { MOST_PROPOSALS = 40 };

struct findings {
    struct arena *arena;
    const struct areas *areas; /* may be NULL: then no areas are found */
    const struct page *page;
    const char *own_addresses, *sender; /* addresses that are no contact of the unit */
    struct fact facts[FACT_COUNT];
    struct proposal proposals[MOST_PROPOSALS];
    size_t proposal_count;
    bool completes; /* the page answers our question about an earlier request */
    bool association_named;
    bool diagnosis; /* an area asked for is more than a setting */
};

/* Notes a fact, when none of this key was noted before. */
void find_fact(struct findings *f, enum fact_key key, const char *value, const char *source);

/* Notes a proposal; the same key and value only once, and never what is a fact already. */
void find_proposal(struct findings *f, enum fact_key key, const char *value, const char *source,
                   const char *why);

/* Marks the sentences that say that somebody is wanted, or name a kind of assignment. */
void mark_sentences(struct page *p);

/* Marks the tokens that are part of a unit's name. */
void mark_units(struct page *p);

/* The rules. Each looks at f->page and notes what it finds. */
void find_kind(struct findings *f);
void find_areas(struct findings *f);
void find_people(struct findings *f); /* how many, and patient or relative */
void find_route(struct findings *f);
void find_occasions(struct findings *f); /* and the date to answer by */
void find_place(struct findings *f);     /* format and municipality; after find_occasions() */
void find_money(struct findings *f);     /* compensation and cost reference */
void find_contact(struct findings *f);   /* name, phone, e-mail */
void find_unit(struct findings *f);
void find_description(struct findings *f);

/* What the page wants, and how plainly: points for each intent. */
struct wishes {
    int request, advice, volunteer, other;
};
struct wishes page_wishes(const struct page *p);

#endif

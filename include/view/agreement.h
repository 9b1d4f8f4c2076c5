/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement of a placement: its fields, its canonical text, what is still open in it, what
 * differs between two versions, and how it is shown.
 *
 * A version's body is a JSON object: a text for each field, and under "occasions" the times as
 * objects (starts, ends, place). How to get in and where to log in is told beside it: it may change
 * without anybody having to agree anew. Both parties accept the hash of the canonical text, which
 * depends on nothing else: not on labels, languages, the order of keys, the kind of line ends or
 * how a keyboard composes an å (invariant 10).
 *
 * The patientkontrakt is the model: it opens with what matters to the representative, and its five
 * questions, carried over to an assignment, tell what is still open. Nothing forbids accepting an
 * agreement in which something is open; but it is said.
 */
#ifndef LEVANDE_VIEW_AGREEMENT_H
#define LEVANDE_VIEW_AGREEMENT_H

#include "store/agreements.h"
#include "store/documents.h"
#include "store/occasions.h"
#include "store/people.h"
#include "store/placements.h"
#include "view.h"

/* In the order in which they are read. */
enum agreement_key {
    AGREEMENT_MATTERS, /* "Vad är viktigt för dig?" */
    AGREEMENT_PARTIES,
    AGREEMENT_ASSIGNMENT,
    AGREEMENT_ROLE,
    AGREEMENT_OCCASIONS,
    AGREEMENT_NEXT,
    AGREEMENT_TIME,
    AGREEMENT_PREPARATION,
    AGREEMENT_CONTACT,
    AGREEMENT_REACH,
    AGREEMENT_SUPPORT,
    AGREEMENT_COMPENSATION,
    AGREEMENT_TRAVEL,
    AGREEMENT_COST_REF,
    AGREEMENT_CONFIDENTIALITY,
    AGREEMENT_CONFLICTS,
    AGREEMENT_QUOTATION,
    AGREEMENT_HEARS,
    AGREEMENT_WITHDRAWAL,
    AGREEMENT_REGISTRATION,
    AGREEMENT_COUNT,
};

enum {
    AGREEMENT_CHARS = 8000,        /* of one field */
    AGREEMENT_BYTES = 1024 * 1024, /* of the whole, which no fields within their bounds reach */
};

/* The name of its member in the body, "matters"; and back (AGREEMENT_COUNT: none has it). */
const char *agreement_name(enum agreement_key key);
enum agreement_key agreement_by_name(const char *name);
const char *agreement_label(enum agreement_key key, const char *language);
/* May the parties write it? Parties, occasions and the right to withdraw are not theirs to word. */
bool agreement_is_written(enum agreement_key key);
/*
 * The field's text in the body, in the arena: "" where nothing is said; of the occasions, one in
 * words a line.
 */
const char *agreement_text(struct arena *a, const json_t *body, enum agreement_key key,
                           const char *language);

/* A text as it is kept: composed (NFC), lines ended by LF, no white space at line ends. */
char *agreement_clean(struct arena *a, const char *text);

/*
 * The canonical text: number, representative and version, then each field by its name, its lines
 * indented by a tab. And its SHA-256.
 */
char *agreement_canonical(struct arena *a, const char *number, const char *who, int version,
                          const json_t *body);
char *agreement_hash(struct arena *a, const char *number, const char *who, int version,
                     const json_t *body);

/* ---- The first version ---- */

struct agreement_source {
    const struct house *house;
    const struct request *request;
    const struct known_fact *facts; /* FACT_COUNT of them */
    const struct person *person;
    const char *association; /* whose mandate the person has; NULL: own experience only */
    bool young;              /* may be under eighteen: a guardian has to agree as well */
    const char *unit_address;
    const struct occasion *occasions;
    size_t occasion_count;
};

/* What the request says already, and the few rules that always hold, in the reader's language. */
json_t *agreement_first(struct arena *a, const struct agreement_source *s);
/*
 * What the occasions of a body pay, in words: once where all pay alike, else a line each. What the
 * request says where there are none.
 */
const char *agreement_pay(struct arena *a, const struct house *house,
                          const struct known_fact facts[FACT_COUNT], const json_t *occasions,
                          const char *language);
/* Those of the occasions that are not cancelled, as the body holds them. */
json_t *agreement_occasions(struct arena *a, const struct occasion *list, size_t count);

/* ---- The five questions ---- */

enum { AGREEMENT_QUESTIONS = 5 };

/* Bit n set: question n + 1 of the patientkontrakt is still open. A time before today is none. */
unsigned agreement_open(struct arena *a, const json_t *body, struct date today);
/* The question in words, to the unit or to the representative. */
const char *agreement_question(size_t n, bool to_unit, const char *language);

/* ---- Difference ---- */

/* Each field that differs: [{"key", "label", "before", "after"}, …], in the order of reading. */
json_t *agreement_difference(struct arena *a, const json_t *before, const json_t *after,
                             const char *language);

/* The version that a party has seen for certain: the newest it wrote, accepted or spoke about. */
int agreement_known_to(bool unit, const struct agreement *versions, size_t count,
                       const struct agreement_comment *comments, size_t comment_count);

/* ---- Shown ---- */

/* All that is shown of the agreement of one placement. */
struct agreement_case {
    const struct request *request;
    const struct placement *placement;
    const struct person *person;
    const char *kind; /* of assignment, as the fact has it; NULL: not said */
    const char *unit_name, *unit_contact, *unit_phone, *unit_address; /* "" where not known */
    const struct agreement *versions; /* oldest first; at least one */
    size_t version_count;
    const struct agreement_comment *comments;
    size_t comment_count;
    const struct document *document; /* of the newest version; NULL or id 0: none */
};

/* Who reads the page. */
struct agreement_reader {
    bool unit; /* else the representative */
    const char *language;
    struct date today;
};

/* The page: fields, what is open, what is new, who has accepted, what was said. */
json_t *view_agreement_page(struct arena *a, const struct agreement_case *c,
                            const struct agreement_reader *reader);

/* What `request show` has under "agreement" of a placement; null where there is no version. */
json_t *view_agreement_brief(struct arena *a, const struct agreement *newest);
/* `agreement show`: the brief, and its fields, what is open, versions and comments. */
json_t *view_agreement(struct arena *a, const struct agreement_case *c, struct date today);

/* The tree that letters/document.h draws: the archive's copy, with both acceptances. */
json_t *view_agreement_document(struct arena *a, const struct house *house,
                                const struct agreement_case *c);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Swedish mail text to facts, each with the piece of text it was read from. Pure.
 *
 * Promise: honest. A fact is only what an attentive reader would be sure of; what is less than
 * sure stands among the proposals, for a person; what the mail does not say is left empty. Nothing
 * is guessed.
 */
#ifndef LEVANDE_READING_H
#define LEVANDE_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/fault.h"

/* ---- The experience areas (config/areas.ini) ---- */

struct areas; /* the tree of areas with their words, ready for matching; immutable */

struct area {
    const char *id;     /* "cancer.brost" */
    const char *parent; /* "cancer", or "" for a root */
    const char *sv;     /* "Bröstcancer" */
    const char *en;     /* "Breast cancer" */
};

/*
 * Reads the text of an area file (INI: a section per id, keys `parent`, `sv`, `en`, `words`,
 * `phrases`, …). All of *out lives in the arena. NEVER with "file:line: …" for an unknown key, a
 * key given twice, a parent that does not exist, a loop among parents, a word that two areas claim.
 * name is the file's name, for messages.
 */
enum outcome areas_read(struct arena *a, const char *name, const char *text, struct areas **out,
                        struct fault *f);

size_t areas_count(const struct areas *areas);
const struct area *areas_at(const struct areas *areas, size_t i);
const struct area *areas_find(const struct areas *areas, const char *id); /* NULL: unknown */

/* True when id is ancestor, or lies anywhere below it. */
bool areas_within(const struct areas *areas, const char *id, const char *ancestor);

/* What staff wrote under [id] instead of what the area file has there. */
struct area_change {
    const char *id, *text;
};

/*
 * The area file's text with these sections instead of its own; areas that it does not have come
 * last. To be read by areas_read(), which alone says whether they are whole. NEVER, EXIT_DATA: an
 * id that is none, a heading within a section.
 */
enum outcome areas_over(struct arena *a, const char *text, const struct area_change *changes,
                        size_t count, char **out, struct fault *f);

/* What stands under [id] in the text; NULL: there is no such section. */
char *areas_section(struct arena *a, const char *text, const char *id);

/* Where a line of the text stands: "areas/cancer.brost:3", the third line under that heading. */
char *areas_place(struct arena *a, const char *text, int line);

/* ---- What a mail says ---- */

enum fact_key {
    FACT_KIND,         /* "workshop", "lecture" … */
    FACT_AREAS,        /* ids separated by spaces */
    FACT_PERSPECTIVE,  /* patient | relative | either */
    FACT_PEOPLE_MIN,   /* a number */
    FACT_PEOPLE_MAX,   /* a number */
    FACT_ROUTE,        /* association | pool | both */
    FACT_OCCASIONS,    /* "start/end start/end", each YYYY-MM-DD or YYYY-MM-DDTHH:MM */
    FACT_RESPOND_BY,   /* YYYY-MM-DD */
    FACT_FORMAT,       /* on_site | digital | hybrid */
    FACT_MUNICIPALITY, /* "Göteborg" */
    FACT_COMPENSATION, /* promised | refused | unsaid */
    FACT_COST_REF,
    FACT_UNIT,
    FACT_CONTACT_NAME,
    FACT_CONTACT_PHONE,
    FACT_CONTACT_EMAIL, /* when the mail names another address than its sender's */
    FACT_DESCRIPTION,   /* what the assignment is about, the mail's own words */
    FACT_COUNT,
};

/* "kind", "areas", … as in JSON and in `request set`; and back, FACT_COUNT for an unknown name. */
const char *fact_name(enum fact_key key);
enum fact_key fact_by_name(const char *name);

/*
 * Checks a value as it would be written by staff (`request set N KEY=VALUE`) and brings it to the
 * form above; NEVER with what is expected otherwise. areas may be NULL: ids are then not checked.
 */
enum outcome fact_normalise(struct arena *a, const struct areas *areas, enum fact_key key,
                            const char *value, const char **out, struct fault *f);

struct fact {
    const char *value;  /* NULL: the mail does not say */
    const char *source; /* the piece of the mail that it was read from; NULL when value is */
};

struct proposal {
    enum fact_key key;
    const char *value, *source;
    const char *why; /* a word: "ambiguous", "indirect", "signature_only", … */
};

enum intent {
    INTENT_OTHER = 0,
    INTENT_REQUEST,
    INTENT_ADVICE,
    INTENT_VOLUNTEER,
    INTENT_REPLY,
    INTENT_BOUNCE,
    INTENT_AUTO_REPLY,
};
const char *intent_name(enum intent intent);

enum answer { ANSWER_NONE = 0, ANSWER_YES, ANSWER_NO, ANSWER_MAYBE, ANSWER_UNCLEAR };
const char *answer_name(enum answer answer); /* NULL for ANSWER_NONE */

/* What reading is told of a mail; every pointer may be NULL where the mail has nothing. */
struct reading_input {
    const char *from_name, *from_address;
    const char *subject;
    const char *text;      /* whole body, LF line ends */
    const char *own_text;  /* without quotes and signature mark */
    struct date date;      /* of the Date header, local; year 0: unknown, then dates need a year */
    const char *automatic; /* NULL, "bounce", "auto_reply", "list" */
    bool in_thread;        /* it answers something (In-Reply-To, References) */
    bool completes; /* it completes a request: the facts of its own text are wanted, whatever its
                       intent; the subject, which is ours, says nothing */
    const char *own_addresses; /* the library's own, space-separated: never a contact */
};

struct reading {
    enum intent intent;
    bool intent_sure; /* false: a person should look before anything is done about it */
    struct fact facts[FACT_COUNT];
    struct proposal *proposals;
    size_t proposal_count;
    enum answer answer; /* for INTENT_REPLY: what the own text says, when it is clear */
};

/* Reads. Linear in the text's length; at most the first 256 KiB are looked at. Never fails. */
void reading_read(struct arena *a, const struct areas *areas, const struct reading_input *in,
                  struct reading *out);

/*
 * What the own text of a mail answers to a question of interest: clear words only, Swedish and
 * English ("ja", "gärna", "nej", "kan inte", "yes", "no thanks"); a condition, a question or both
 * a yes and a no give ANSWER_MAYBE or ANSWER_UNCLEAR.
 */
enum answer reading_answer(struct arena *a, const char *own_text);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Text in UTF-8: checked, folded, compared, escaped. Nothing here looks at the locale.
 */
#ifndef LEVANDE_BASE_TEXT_H
#define LEVANDE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* True when the len bytes are well-formed UTF-8 (no surrogates, nothing over U+10FFFF). */
bool text_is_utf8(const char *text, size_t len);

/*
 * Reads one code point at *text, which must be well-formed or end with a NUL, and moves *text
 * behind it. A malformed byte gives U+FFFD and is skipped. At the NUL: 0, and *text stays.
 */
uint32_t text_next(const char **text);

/* Writes cp as UTF-8 into out (4 bytes at most, no NUL); returns the number of bytes. */
size_t text_put(uint32_t cp, char out[4]);

/* A copy with every malformed byte and every NUL replaced by U+FFFD. */
char *text_repair(struct arena *a, const char *text, size_t len);

/*
 * The lower-case form of one code point: ASCII, Latin-1 and Latin Extended-A; others as they are.
 */
uint32_t text_lower(uint32_t cp);

/* A copy in lower case, white space (no-break space too) folded to single spaces, trimmed. */
char *text_fold(struct arena *a, const char *text);

/* True when both fold to the same. */
bool text_same(const char *a, const char *b);

/* A copy without white space at both ends. */
char *text_trim(struct arena *a, const char *text);

/* True for NULL, "" and white space only. */
bool text_blank(const char *text);

bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);

/* As both, with ASCII letters compared without case. */
bool text_starts_nocase(const char *text, const char *prefix);
bool text_equals_nocase(const char *a, const char *b);

/* Finds needle in the first len bytes of hay, ASCII without case; NULL when it is not there. */
const char *text_find_nocase(const char *hay, size_t len, const char *needle);

/* Letters, digits and '_' of the code points that Swedish words are made of. */
bool text_is_word(uint32_t cp);

/* Number of code points. */
size_t text_length(const char *text);

/* At most max code points, cut at a word's end with "…" where something was left out. */
char *text_shorten(struct arena *a, const char *text, size_t max);

/*
 * Splits at every character of seps, trims, leaves empty pieces out. Returns an array of *count
 * texts in the arena.
 */
char **text_split(struct arena *a, const char *text, const char *seps, size_t *count);

/*
 * An e-mail address that may stand in an SMTP command and a header: one '@', no white space, no
 * control characters, none of <>,;:"()[]\, at most 254 bytes, a dot-atom on both sides, ASCII only
 * (RFC 5321 section 4.1.2, without quoted local parts and without SMTPUTF8).
 */
bool text_is_address(const char *text);

/* The part after '@', or "" when there is none. */
const char *text_domain(const char *address);

/* True when domain is one of the space- or comma-separated domains, or lies below one of them. */
bool text_domain_within(const char *domain, const char *domains);

#endif

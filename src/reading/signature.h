/* SPDX-License-Identifier: EUPL-1.2 */
/* A signature in pieces: see signature.c. */
#ifndef LEVANDE_READING_SIGNATURE_H
#define LEVANDE_READING_SIGNATURE_H

#include "page.h"

enum { MOST_PIECES = 24 };

enum piece_kind { PIECE_NAME, PIECE_TITLE, PIECE_PHONE, PIECE_CLOSING, PIECE_ADDRESS, PIECE_OTHER };

struct piece {
    size_t first, end; /* tokens */
    enum piece_kind kind;
};

struct signature {
    struct piece pieces[MOST_PIECES];
    size_t count;
};

/* The signature's lines, those with name or title cut at their commas, each with what it is. */
void signature_read(const struct page *p, struct signature *out);

/* A title ("vårdenhetschef", "leg. sjuksköterska") is all that the tokens are. */
bool title_only(const struct page *p, size_t first, size_t end);

/* The word ends as titles do. */
bool title_word(const struct page *p, size_t i);

#endif

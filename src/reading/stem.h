/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Swedish stems, by libstemmer; the only place that knows it.
 */
#ifndef LEVANDE_READING_STEM_H
#define LEVANDE_READING_STEM_H

#include "base/arena.h"

struct stemmer;

/* A stemmer for Swedish in UTF-8; ends the process when memory is out. */
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer **s);

/* The stem of a folded word, in the arena. */
const char *stemmer_stem(struct stemmer *s, struct arena *a, const char *word);

#endif

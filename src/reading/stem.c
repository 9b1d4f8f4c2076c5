/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Swedish stems, by libstemmer's Snowball rules ("patienterna" and "patienter" to "patient").
 *
 * The stemmer keeps state between calls, so each reading makes its own; nothing is global.
 */
#include "stem.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 64 };

struct stemmer {
    struct sb_stemmer *snowball;
};

static void out_of_memory(void)
{
    fputs("reading: out of memory in the stemmer\n", stderr);
    abort();
}

struct stemmer *stemmer_new(void)
{
    struct stemmer *s = malloc(sizeof *s);
    if (!s)
        out_of_memory();
    s->snowball = sb_stemmer_new("swedish", "UTF_8");
    if (!s->snowball)
        out_of_memory();
    return s;
}

void stemmer_free(struct stemmer **s)
{
    if (*s) {
        sb_stemmer_delete((*s)->snowball);
        free(*s);
    }
    *s = NULL;
}

const char *stemmer_stem(struct stemmer *s, struct arena *a, const char *word)
{
    size_t len = strlen(word);
    if (len < 4 || len > LONGEST_WORD)
        return word;
    const sb_symbol *stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)word, (int)len);
    if (!stem)
        out_of_memory();
    return arena_strndup(a, (const char *)stem, (size_t)sb_stemmer_length(s->snowball));
}

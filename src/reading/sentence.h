/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences: see sentence.c. */
#ifndef LEVANDE_READING_SENTENCE_H
#define LEVANDE_READING_SENTENCE_H

#include "page.h"

/* Cuts the page into sentences; zones and labels of lines must be known. */
void page_sentences(struct page *p);

#endif

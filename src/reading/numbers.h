/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers in words: see numbers.c. */
#ifndef LEVANDE_READING_NUMBERS_H
#define LEVANDE_READING_NUMBERS_H

/* "tre" 3, "tolv" 12, "ett" 1, "three" 3; -1 when the folded word is no number. */
int number_word(const char *folded);

#endif

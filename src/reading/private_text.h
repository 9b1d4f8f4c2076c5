/* SPDX-License-Identifier: EUPL-1.2 */
/* Figures, their check digits, and what a text calls them. Private to reading/. */
#ifndef LEVANDE_READING_PRIVATE_TEXT_H
#define LEVANDE_READING_PRIVATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "reading/private.h"

bool private_digit(char c);
bool private_letter(unsigned char c); /* any byte of a letter beyond ASCII too */

/* Length of the space, or of the dash, that stands here; 0: none does. */
size_t private_space(const char *at);
size_t private_dash(const char *at);

/* Is the last of the figures the check digit of the others (modulus 10)? */
bool private_luhn(const char *digits, size_t count);

/* Bytes before a number in which a word says what it is. */
enum { PRIVATE_NEAR = 40, PRIVATE_BESIDE = 18 };

/*
 * Does one of the words (lower case, ended by NULL) stand whole at most so many bytes before `at`,
 * in the same line?
 */
bool private_called(const char *text, const char *at, const char *const *words, size_t within);

/* An account in the text? (private_account.c) */
bool private_account(const char *text);

#endif

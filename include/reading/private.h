/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Numbers that have no place here: of persons and of accounts. Whoever pays needs them and asks for
 * them; a form that gets one refuses it and says so. Pure.
 *
 * Honest in both directions: what a phone number, a date, a case number or a cost reference may
 * look like is let through, so that nobody is refused for nothing.
 */
#ifndef LEVANDE_READING_PRIVATE_H
#define LEVANDE_READING_PRIVATE_H

enum private_number { PRIVATE_NONE, PRIVATE_PERSON, PRIVATE_ACCOUNT };

/*
 * Does the text hold one?
 *
 * PRIVATE_PERSON: a Swedish personal or coordination number (day + 60), with or without century and
 * dash, whose day exists and whose check digit is right. Ten figures in a row that begin with 0 are
 * a phone number, unless the text calls them something else or a dash stands in its place.
 *
 * PRIVATE_ACCOUNT: an IBAN of the right length and check figures; a bank, clearing, bankgiro or
 * plusgiro number that the text calls so; a Swedbank clearing number of five figures with an
 * account behind it.
 */
enum private_number reading_private_number(const char *text);

#endif

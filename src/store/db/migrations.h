/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The steps that bring a case book's schema up to date, oldest first, numbered 1, 2, 3, …
 *
 * The array is made from src/store/db/migrations/NNN_name.sql by scripts/embed-sql when the
 * program is built, so that a program and its schema cannot part.
 */
#ifndef LEVANDE_STORE_DB_MIGRATIONS_H
#define LEVANDE_STORE_DB_MIGRATIONS_H

#include <stddef.h>

struct migration {
    int number;
    const char *name;
    const char *text; /* SQL statements; no BEGIN, no COMMIT */
};

extern const struct migration migrations[];
extern const size_t migration_count;

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/* A CSV file as rows of texts, and the telling of its faults. */
#ifndef LEVANDE_LENDING_ROWS_H
#define LEVANDE_LENDING_ROWS_H

#include "lending/import.h"

struct csv_row {
    unsigned long line; /* on which it begins; the header's is 1 */
    const char **cells; /* as many as there are columns, trimmed, UTF-8 */
};

struct csv {
    const char **columns; /* folded */
    size_t column_count;
    struct csv_row *rows; /* without the header, without rows that are empty throughout */
    size_t row_count;
};

/*
 * Counts and passes on one line about the file, in English or in Swedish as the report wants it:
 * both take the same values in the same order. line 0: about the file as a whole.
 */
void csv_tell(struct arena *a, const struct import_report *report, struct import_result *result,
              bool note, unsigned long line, const char *en, const char *sv, ...)
    __attribute__((format(printf, 6, 8), format(printf, 7, 8)));

/*
 * Reads the file; faults go to csv_tell(), and then *out holds the rows that could be read. A
 * table with a row that has too many or too few cells has a fault.
 */
void csv_read(struct arena *a, const char *data, size_t len, const struct import_report *report,
              struct import_result *result, struct csv *out);

#endif

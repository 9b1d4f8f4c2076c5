/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzes csv_read(): whatever the file, each cell is UTF-8 without NULs, each row has as many cells
 * as there are columns and stands on a later line than the one before it, or a fault was told.
 * Built with -fsanitize=fuzzer,address,undefined; dictionary csv.dict.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t told;

static void tell(void *context, bool note, const char *line)
{
    (void)context;
    if (note || !text_is_utf8(line, strlen(line)))
        abort();
    told++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct import_result result = {0};
    struct csv csv;
    told = 0;
    csv_read(a, (const char *)data, size, &(struct import_report){.line = tell}, &result, &csv);
    if (told != result.faults || (csv.column_count == 0 && told == 0))
        abort();
    unsigned long line = 1;
    for (size_t r = 0; r < csv.row_count; r++) {
        if (csv.rows[r].line <= line)
            abort();
        line = csv.rows[r].line;
        for (size_t c = 0; c < csv.column_count; c++)
            if (!text_is_utf8(csv.rows[r].cells[c], strlen(csv.rows[r].cells[c])))
                abort();
    }
    arena_free(&a);
    return 0;
}

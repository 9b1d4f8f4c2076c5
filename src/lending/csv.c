/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * CSV: bytes to rows, with the line on which each begins. libcsv does the quoting, strictly.
 *
 * What spreadsheets write is taken as it is: a byte order mark, Windows-1252, semicolons, cells
 * over several lines, empty rows at the end. What cannot be read with certainty is a fault and not
 * a guess: NULs (UTF-16), UTF-8 that is broken somewhere, a quote that is never closed. What the
 * cells mean is not known here (import_people.c, import_associations.c).
 */
#include "rows.h"

#include <csv.h>
#include <string.h>

#include "base/text.h"

void csv_tell(struct arena *a, const struct import_report *report, struct import_result *result,
              bool note, unsigned long line, const char *en, const char *sv, ...)
{
    bool swedish = report && report->swedish;
    va_list ap;
    va_start(ap, sv);
    const char *text = arena_vprintf(a, swedish ? sv : en, ap);
    va_end(ap);
    if (note)
        result->notes++;
    else
        result->faults++;
    if (report && report->line)
        report->line(report->context, note,
                     line ? arena_printf(a, "%s %lu: %s", swedish ? "Rad" : "line", line, text)
                          : text);
}

/* What is under way. */
struct reader {
    struct arena *a;
    const struct import_report *report;
    struct import_result *result;
    struct csv *out;
    size_t row_room;
    const char **cells; /* of the row under way */
    size_t cell_count, cell_room;
    unsigned long line;     /* the physical line that is being fed */
    unsigned long row_line; /* where the row under way begins */
    unsigned long done;     /* the last line of the row before */
    bool header;            /* the header has been read */
};

#define TELL(r, line, ...) csv_tell((r)->a, (r)->report, (r)->result, false, (line), __VA_ARGS__)

/* ---- encoding ---- */

static unsigned long line_of(const char *data, size_t at)
{
    unsigned long line = 1;
    for (size_t i = 0; i < at; i++)
        line += data[i] == '\n';
    return line;
}

/* The first byte that is not part of well-formed UTF-8; len when all are. */
static size_t utf8_until(const char *data, size_t len)
{
    size_t good = 0;
    while (good < len) {
        unsigned char c = (unsigned char)data[good];
        size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (n > len - good || !text_is_utf8(data + good, n))
            return good;
        good += n;
    }
    return len;
}

/* A UTF-8 letter of the Latin ones ("Ã¥" in Windows-1252), which nobody writes by chance. */
static bool has_utf8_letter(const char *data, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++)
        if ((unsigned char)data[i] == 0xC3 && ((unsigned char)data[i + 1] & 0xC0) == 0x80)
            return true;
    return false;
}

/* What Windows-1252 has at 0x80-0x9F; 0: nothing. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool from_windows_1252(struct reader *r, const char **data, size_t *len)
{
    char *text = arena_alloc(r->a, *len * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < *len; i++) {
        uint32_t cp = (unsigned char)(*data)[i];
        if (cp >= 0x80 && cp <= 0x9F)
            cp = windows_1252[cp - 0x80];
        if (cp == 0) {
            TELL(r, line_of(*data, i), "this is neither UTF-8 nor Windows-1252",
                 "tecknen går inte att läsa. Spara filen som CSV i UTF-8");
            return false;
        }
        n += text_put(cp, text + n);
    }
    *data = text;
    *len = n;
    return true;
}

static bool decode(struct reader *r, const char **data, size_t *len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *nul = *len ? memchr(*data, '\0', *len) : NULL;
    if (nul) {
        TELL(r, line_of(*data, (size_t)(nul - *data)),
             "there is a NUL byte; save the file as CSV in UTF-8",
             "filen är ingen CSV-fil. Spara den som CSV i UTF-8");
        return false;
    }
    bool marked = *len >= 3 && memcmp(*data, mark, 3) == 0;
    if (marked) {
        *data += 3;
        *len -= 3;
    }
    size_t good = utf8_until(*data, *len);
    if (good == *len)
        return true;
    if (marked || has_utf8_letter(*data, *len)) {
        TELL(r, line_of(*data, good), "the file is UTF-8, but not here",
             "här står ett tecken som inte går att läsa. Resten av filen är UTF-8");
        return false;
    }
    return from_windows_1252(r, data, len);
}

/* ---- rows ---- */

static unsigned long breaks_in(const char *text, size_t len)
{
    unsigned long n = 0;
    for (size_t i = 0; i < len; i++)
        n += text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'));
    return n;
}

static void on_cell(void *text, size_t len, void *context)
{
    struct reader *r = context;
    if (r->cell_count == 0)
        r->row_line = r->line - breaks_in(text ? text : "", len);
    if (r->cell_count == r->cell_room) {
        size_t room = r->cell_room ? r->cell_room * 2 : 32;
        const char **cells = arena_array(r->a, room, sizeof *cells);
        if (r->cell_count)
            memcpy(cells, r->cells, r->cell_count * sizeof *cells);
        r->cells = cells;
        r->cell_room = room;
    }
    r->cells[r->cell_count++] = text_trim(r->a, arena_strndup(r->a, text ? text : "", len));
}

static void take_header(struct reader *r)
{
    r->header = true;
    r->out->columns = r->cells;
    r->out->column_count = r->cell_count;
    for (size_t i = 0; i < r->cell_count; i++) {
        r->cells[i] = text_fold(r->a, r->cells[i]);
        if (*r->cells[i] == '\0')
            TELL(r, r->row_line, "column %zu has no name", "kolumn %zu saknar namn", i + 1);
        for (size_t j = 0; *r->cells[i] && j < i; j++)
            if (strcmp(r->cells[i], r->cells[j]) == 0)
                TELL(r, r->row_line, "the column \"%s\" stands twice",
                     "kolumnen \"%s\" finns två gånger", r->cells[i]);
    }
}

static bool row_empty(const struct reader *r)
{
    for (size_t i = 0; i < r->cell_count; i++)
        if (*r->cells[i])
            return false;
    return true;
}

static void take_row(struct reader *r)
{
    if (row_empty(r))
        return;
    if (r->cell_count != r->out->column_count) {
        TELL(r, r->row_line, "%zu cells, where the header has %zu columns",
             "raden har %zu fält, men den första raden har %zu kolumner", r->cell_count,
             r->out->column_count);
        return;
    }
    if (r->out->row_count == r->row_room) {
        size_t room = r->row_room ? r->row_room * 2 : 64;
        struct csv_row *rows = arena_array(r->a, room, sizeof *rows);
        if (r->out->row_count)
            memcpy(rows, r->out->rows, r->out->row_count * sizeof *rows);
        r->out->rows = rows;
        r->row_room = room;
    }
    r->out->rows[r->out->row_count++] = (struct csv_row){.line = r->row_line, .cells = r->cells};
}

static void on_row(int end, void *context)
{
    struct reader *r = context;
    (void)end;
    r->done = r->line;
    if (!r->header)
        take_header(r);
    else
        take_row(r);
    r->cells = NULL;
    r->cell_count = r->cell_room = 0;
}

/* The length of the first physical line, its end included: LF, CR LF, or CR. */
static size_t line_length(const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] == '\n')
            return i + 1;
        if (data[i] == '\r')
            return i + 1 < len && data[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return len;
}

/* The character that stands more often in the header line, outside of quotes. */
static unsigned char separator(const char *data, size_t len)
{
    size_t commas = 0, semicolons = 0, end = line_length(data, len);
    bool quoted = false;
    for (size_t i = 0; i < end; i++) {
        if (data[i] == '"')
            quoted = !quoted;
        commas += !quoted && data[i] == ',';
        semicolons += !quoted && data[i] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

/* Feeds line by line, so that the line is known when a cell or a row comes out. */
static void parse(struct reader *r, struct csv_parser *p, const char *data, size_t len)
{
    while (len > 0) {
        size_t n = line_length(data, len);
        r->line++;
        if (csv_parse(p, data, n, on_cell, on_row, r) != n) {
            TELL(r, r->line,
                 "a quotation mark stands in the wrong place; a cell with quotation marks is put "
                 "in quotation marks, and those within it are doubled",
                 "ett citattecken står på fel plats. Sätt hela fältet inom citattecken, och skriv "
                 "dem som står i texten dubbelt");
            return;
        }
        data += n;
        len -= n;
    }
    if (csv_fini(p, on_cell, on_row, r) != 0)
        TELL(r, r->done + 1, "a quotation mark is opened here or below and never closed",
             "ett citattecken börjar här eller längre ner och slutar aldrig");
}

void csv_read(struct arena *a, const char *data, size_t len, const struct import_report *report,
              struct import_result *result, struct csv *out)
{
    struct reader r = {.a = a, .report = report, .result = result, .out = out};
    *out = (struct csv){0};
    if (!decode(&r, &data, &len))
        return;
    struct csv_parser p;
    csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&p, separator(data, len));
    parse(&r, &p, data, len);
    csv_free(&p);
    if (!r.header && result->faults == 0)
        TELL(&r, 0, "the file is empty; its first line names the columns",
             "Filen är tom. Den första raden ska säga vad kolumnerna heter.");
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What cairo 1.16 leaves out of a tagged PDF, set in behind it: the document's language, that a
 * reader shows its title and not its file name, that tabbing follows the structure, whether a head
 * of a table is a row's or a column's, and the text that stands for a picture.
 *
 * All of these are entries of dictionaries that cairo writes plainly, one object each, so they are
 * put right behind the "<<" of their objects and the table of offsets is written anew. Heads and
 * pictures have their object numbers in the order in which they were begun. Where the file is not
 * as expected nothing is done: it is a good PDF without them too.
 */
#include "sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

enum { ENTRY_BYTES = 20, LANGUAGE_BYTES = 16 };

/* A text to be set in at an offset. */
struct insert {
    size_t at;
    const char *text;
    size_t len;
};

struct file {
    struct arena *arena;
    const char *pdf;
    size_t len;
    size_t table;           /* offset of "xref" */
    size_t entries;         /* offset of the first entry */
    size_t count;           /* of objects, the free one too */
    size_t *offsets;        /* of each object */
    struct insert *inserts; /* in the order of objects, then of offsets */
    size_t insert_count, th, figure;
};

void marks_add(struct arena *a, const char ***list, size_t *count, size_t *cap, const char *text)
{
    if (*count == *cap) {
        size_t more = *cap ? *cap * 2 : 16;
        const char **grown = arena_array(a, more, sizeof *grown);
        if (*count > 0)
            memcpy(grown, *list, *count * sizeof *grown);
        *list = grown;
        *cap = more;
    }
    (*list)[(*count)++] = text;
}

/* --- Reading the table of offsets --------------------------------------------------------------
 */

static const char *last_of(const char *pdf, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = len >= n ? len - n + 1 : 0; i-- > 0;)
        if (memcmp(pdf + i, word, n) == 0)
            return pdf + i;
    return NULL;
}

/* pdf ends with a NUL, so that numbers can be read with strtoumax(). */
static bool read_table(struct file *file)
{
    char *end;
    const char *word = last_of(file->pdf, file->len, "startxref\n");
    if (word == NULL)
        return false;
    file->table = (size_t)strtoumax(word + strlen("startxref\n"), &end, 10);
    if (file->table + 16 > file->len || memcmp(file->pdf + file->table, "xref\n0 ", 7) != 0)
        return false;
    file->count = (size_t)strtoumax(file->pdf + file->table + 7, &end, 10);
    file->entries = (size_t)(end - file->pdf) + 1;
    if (*end != '\n' || file->count > file->len / ENTRY_BYTES ||
        file->entries + file->count * ENTRY_BYTES > file->len)
        return false;
    file->offsets = arena_array(file->arena, file->count, sizeof *file->offsets);
    for (size_t i = 1; i < file->count; i++) {
        file->offsets[i] = (size_t)strtoumax(file->pdf + file->entries + i * ENTRY_BYTES, NULL, 10);
        if (file->offsets[i] >= file->table)
            return false;
    }
    return true;
}

/* --- What is set in ----------------------------------------------------------------------------
 */

/* A text as a PDF string: UTF-16 in hexadecimal. */
static char *pdf_string(struct arena *a, const char *text)
{
    struct buffer b;
    buffer_init(&b, strlen(text) * 8 + 8);
    buffer_puts(&b, "<FEFF");
    for (uint32_t cp; (cp = text_next(&text)) != 0;) {
        if (cp >= 0x10000)
            buffer_printf(&b, "%04X%04X", 0xD7C0u + (unsigned)(cp >> 10),
                          0xDC00u + (unsigned)(cp & 0x3FF));
        else
            buffer_printf(&b, "%04X", (unsigned)cp);
    }
    buffer_puts(&b, ">");
    char *copy = arena_strdup(a, buffer_text(&b));
    buffer_free(&b);
    return copy;
}

/* The text that an object gets, or NULL. body stands behind its "<<". */
static const char *addition(struct file *file, const char *body, const char *lang,
                            const struct marks *marks)
{
    struct arena *a = file->arena;
    if (text_starts(body, " /Type /Catalog\n"))
        return arena_printf(a, " /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>", lang);
    if (text_starts(body, " /Type /Page ") || text_starts(body, " /Type /Page\n"))
        return " /Tabs /S";
    if (text_starts(body, " /Type /StructElem\n   /S /TH\n") && file->th < marks->scope_count)
        return arena_printf(a, " /A << /O /Table /Scope /%s >>", marks->scopes[file->th++]);
    if (text_starts(body, " /Type /StructElem\n   /S /Figure\n") && file->figure < marks->alt_count)
        return arena_printf(a, " /Alt %s", pdf_string(a, marks->alts[file->figure++]));
    return NULL;
}

static bool collect(struct file *file, const char *lang, const struct marks *marks)
{
    file->inserts = arena_array(file->arena, file->count, sizeof *file->inserts);
    for (size_t i = 1; i < file->count; i++) {
        char begins[40];
        int n = snprintf(begins, sizeof begins, "%zu 0 obj\n<<", i);
        const char *object = file->pdf + file->offsets[i];
        if (strncmp(object, begins, (size_t)n) != 0)
            continue;
        const char *text = addition(file, object + n, lang, marks);
        if (text != NULL)
            file->inserts[file->insert_count++] = (struct insert){
                .at = file->offsets[i] + (size_t)n, .text = text, .len = strlen(text)};
    }
    return file->th == marks->scope_count && file->figure == marks->alt_count;
}

static int by_offset(const void *a, const void *b)
{
    const struct insert *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* --- Writing -----------------------------------------------------------------------------------
 */

/* How far what stood at the offset has moved. */
static size_t moved(const struct file *file, const size_t *before, size_t offset)
{
    size_t low = 0, high = file->insert_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (file->inserts[middle].at <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return before[low];
}

static char *write_file(struct file *file, size_t *len)
{
    struct buffer b;
    size_t *before = arena_array(file->arena, file->insert_count + 1, sizeof *before), from = 0;
    for (size_t i = 0; i < file->insert_count; i++)
        before[i + 1] = before[i] + file->inserts[i].len;
    buffer_init(&b, file->len + before[file->insert_count] + 64);
    for (size_t i = 0; i < file->insert_count; i++) {
        buffer_add(&b, file->pdf + from, file->inserts[i].at - from);
        buffer_add(&b, file->inserts[i].text, file->inserts[i].len);
        from = file->inserts[i].at;
    }
    buffer_add(&b, file->pdf + from, file->entries + ENTRY_BYTES - from);
    for (size_t i = 1; i < file->count; i++)
        buffer_printf(&b, "%010zu 00000 n \n",
                      file->offsets[i] + moved(file, before, file->offsets[i]));
    size_t rest = file->entries + file->count * ENTRY_BYTES;
    const char *word = last_of(file->pdf, file->len, "startxref\n");
    buffer_add(&b, file->pdf + rest, (size_t)(word - file->pdf) - rest);
    buffer_printf(&b, "startxref\n%zu\n%%%%EOF\n", file->table + before[file->insert_count]);
    char *copy = arena_strndup(file->arena, buffer_text(&b), b.len);
    *len = b.len;
    buffer_free(&b);
    return copy;
}

/* A language tag, as far as it can be one. */
static const char *language(struct arena *a, const char *lang)
{
    size_t n = strspn(lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    return n > 0 && n <= LANGUAGE_BYTES && lang[n] == '\0' ? arena_strdup(a, lang) : "sv";
}

char *finish_pdf(struct arena *a, const char *pdf, size_t *len, const char *lang,
                 const struct marks *marks)
{
    struct file file = {.arena = a, .pdf = arena_strndup(a, pdf, *len), .len = *len};
    if (!read_table(&file) || !collect(&file, language(a, lang), marks))
        return (char *)file.pdf;
    qsort(file.inserts, file.insert_count, sizeof *file.inserts, by_offset);
    return write_file(&file, len);
}

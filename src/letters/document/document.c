/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * document_make(): a tree of blocks becomes a PDF.
 *
 * The tree is checked, laid out once to learn how many pages there are, then laid out and drawn.
 * Every call has fonts of its own and gives them back, so that nothing grows in a role that lives
 * for months.
 */
#include "sheet.h"

#include <string.h>

#include <cairo-pdf.h>

#include "base/buffer.h"
#include "base/text.h"

enum { PDF_BYTES = 64 * 1024 * 1024 };

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int length)
{
    struct buffer *b = closure;
    return buffer_add(b, data, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void metadata(struct arena *a, cairo_surface_t *surface, const json_t *document,
                     instant created)
{
    static const struct {
        const char *name;
        cairo_pdf_metadata_t key;
    } texts[] = {{"title", CAIRO_PDF_METADATA_TITLE},
                 {"subject", CAIRO_PDF_METADATA_SUBJECT},
                 {"author", CAIRO_PDF_METADATA_AUTHOR}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = prose_clean(a, member(document, texts[i].name));
        if (!text_blank(text))
            cairo_pdf_surface_set_metadata(surface, texts[i].key, text_shorten(a, text, 300));
    }
    char *date = instant_to_text(a, created);
    char *fraction = strchr(date, '.');
    if (fraction != NULL)
        memcpy(fraction, "Z", 2);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

/* Goes through all blocks; draws them when the sheet has a cairo_t. */
static void go_through(struct sheet *s, const json_t *document)
{
    size_t i;
    json_t *block;
    sheet_begin(s);
    sheet_open(s, "Document");
    json_array_foreach(json_object_get(document, "blocks"), i, block)
    {
        if (s->page > DOCUMENT_PAGES)
            break;
        block_draw(s, block);
    }
    sheet_start(s, 0, 0);
    sheet_close(s, "Document");
    sheet_end(s);
}

static enum outcome draw(struct sheet *s, const json_t *document, instant created,
                         struct buffer *pdf, struct fault *f)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take, pdf, PAGE_WIDTH, PAGE_HEIGHT);
    metadata(s->arena, surface, document, created);
    s->cr = cairo_create(surface);
    go_through(s, document);
    cairo_status_t status = cairo_status(s->cr);
    cairo_destroy(s->cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the document cannot be drawn: %s",
                         cairo_status_to_string(status));
    return DONE;
}

static enum outcome make(struct sheet *s, const json_t *document, instant created, char **pdf,
                         size_t *len, struct fault *f)
{
    go_through(s, document);
    s->pages = s->page;
    if (s->pages > DOCUMENT_PAGES)
        return fault_set(f, NEVER, EXIT_DATA, "the document has more than %d pages",
                         DOCUMENT_PAGES);
    struct buffer raw;
    buffer_init(&raw, PDF_BYTES);
    enum outcome o = draw(s, document, created, &raw, f);
    if (o == DONE) {
        *len = raw.len;
        *pdf = finish_pdf(s->arena, buffer_text(&raw), len, s->lang, s->marks);
    }
    buffer_free(&raw);
    return o;
}

enum outcome document_make(struct arena *a, const json_t *document, instant created, char **pdf,
                           size_t *len, struct fault *f)
{
    enum outcome o = document_check(a, document, f);
    if (o != DONE)
        return o;
    struct marks marks = {0};
    const char *lang = member(document, "lang");
    struct sheet s = {.arena = a,
                      .lang = *lang ? lang : "sv",
                      .title = prose_clean(a, member(document, "title")),
                      .reference = prose_clean(a, member(document, "reference")),
                      .marks = &marks};
    s.pango = prose_context(s.lang);
    if (s.pango == NULL)
        return fault_set(f, NEVER, EXIT_INTERNAL, "there is no font map");
    o = make(&s, document, created, pdf, len, f);
    g_object_unref(s.pango);
    return o;
}

/* What fontconfig keeps of its configuration for the life of a process is no leak of ours. */
#ifdef __SANITIZE_ADDRESS__
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so\n";
}
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

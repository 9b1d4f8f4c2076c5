/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff wrote instead of what is shipped, laid over the shelf of the files.
 *
 * The result shares all that was not changed with the shelf below, which must outlive it, so that
 * taking a new wording costs little however many templates there are. It is looked through like
 * any shelf, and the fields of what was changed are held against those of what is shipped.
 */
#include "shelf.h"

#include <string.h>

#include "base/text.h"

/* The pages of mere text: whoever changes a form changes what the program is told. */
static const char *const changeable_pages[] = {
    "home",           "home-en",           "personuppgifter",
    "tillganglighet", "tillganglighet-en", "personuppgifter-en"};

enum { FOLDERS = 3 }; /* letters, advice, pages */

/* The folders of one kind. */
struct row {
    const struct folder *folders;
    size_t count;
};

static void rows_of(const struct shelf *s, struct row rows[FOLDERS])
{
    rows[0] = (struct row){s->languages, s->language_count};
    rows[1] = (struct row){s->advice, s->advice_count};
    rows[2] = (struct row){&s->pages, 1};
}

static const struct sheet *keyed(const struct sheet *sheets, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(sheets[i].key, key) == 0)
            return &sheets[i];
    return NULL;
}

/* The partials of advice are the letters' own, and are found there. */
static const struct sheet *sheet_of(const struct shelf *s, const char *key)
{
    struct row rows[FOLDERS];
    const struct sheet *found = NULL;

    rows_of(s, rows);
    for (size_t i = 0; i < FOLDERS; i++)
        for (size_t k = 0; found == NULL && k < rows[i].count; k++) {
            const struct folder *folder = &rows[i].folders[k];
            found = keyed(folder->sheets, folder->sheet_count, key);
            if (found == NULL)
                found = keyed(folder->partials, folder->partial_count, key);
        }
    return found;
}

const char *shelf_text(const struct shelf *s, const char *key)
{
    const struct sheet *sheet = sheet_of(s, key);

    return sheet == NULL ? NULL : sheet->text;
}

static bool is_changeable(const struct sheet *sheet)
{
    if (!text_starts(sheet->key, "pages/"))
        return true;
    for (size_t i = 0; i < sizeof changeable_pages / sizeof *changeable_pages; i++)
        if (strcmp(changeable_pages[i], sheet->name) == 0)
            return strncmp(sheet->key, "pages/partials/", strlen("pages/partials/")) != 0;
    return false;
}

bool shelf_may_change(const struct shelf *s, const char *key)
{
    const struct sheet *sheet = sheet_of(s, key);

    return sheet != NULL && is_changeable(sheet);
}

static void visit_all(const struct sheet *sheets, size_t count, shelf_visitor *visit, void *context)
{
    for (size_t i = 0; i < count; i++)
        visit(context, sheets[i].key, sheets[i].text, is_changeable(&sheets[i]));
}

void shelf_each(const struct shelf *s, shelf_visitor *visit, void *context)
{
    struct row rows[FOLDERS];

    rows_of(s, rows);
    for (size_t i = 0; i < FOLDERS; i++)
        for (size_t k = 0; k < rows[i].count; k++) {
            const struct folder *folder = &rows[i].folders[k];
            visit_all(folder->sheets, folder->sheet_count, visit, context);
            if (rows[i].folders != s->advice)
                visit_all(folder->partials, folder->partial_count, visit, context);
        }
    visit(context, s->frame.key, s->frame.text, false);
}

/* ---- The shelf above ---- */

static struct sheet *copy_sheets(struct arena *a, const struct sheet *from, size_t count)
{
    struct sheet *to = arena_array(a, count, sizeof *to);

    if (count > 0)
        memcpy(to, from, count * sizeof *to);
    return to;
}

static struct folder copy_folder(struct arena *a, const struct folder *from)
{
    struct folder to = *from;

    to.sheets = copy_sheets(a, from->sheets, from->sheet_count);
    to.partials = copy_sheets(a, from->partials, from->partial_count);
    return to;
}

static struct folder *copy_folders(struct arena *a, const struct folder *from, size_t count)
{
    struct folder *to = arena_array(a, count, sizeof *to);

    for (size_t i = 0; i < count; i++)
        to[i] = copy_folder(a, &from[i]);
    return to;
}

static struct shelf *copy_shelf(const struct shelf *shipped)
{
    struct arena *a = arena_new();
    struct shelf *s = arena_alloc(a, sizeof *s);

    *s = *shipped;
    s->arena = a;
    s->languages = copy_folders(a, shipped->languages, shipped->language_count);
    s->advice = copy_folders(a, shipped->advice, shipped->advice_count);
    s->pages = copy_folder(a, &shipped->pages);
    shelf_tie_advice(s);
    return s;
}

static void take_change(struct reader *r, const struct shelf_change *change)
{
    struct sheet *sheet = (struct sheet *)sheet_of(r->shelf, change->name); /* of our own copy */

    if (sheet == NULL || !is_changeable(sheet)) {
        shelf_fault(r, "%s:1: this is no text that may be changed", change->where);
        return;
    }
    if (strlen(change->text) > TEMPLATE_BYTES ||
        !text_is_utf8(change->text, strlen(change->text))) {
        shelf_fault(r, "%s:1: the text is longer than %d bytes, or is not UTF-8", change->where,
                    TEMPLATE_BYTES);
        return;
    }
    sheet->path = arena_strdup(r->shelf->arena, change->where);
    sheet->text = arena_strdup(r->shelf->arena, change->text);
    sheet->changed = true;
    shelf_parse(r, sheet, sheet->subject != NULL);
    if (text_starts(sheet->key, "pages/"))
        shelf_check_markup(r, sheet);
}

enum outcome shelf_over(const struct shelf *shipped, const struct shelf_change *changes,
                        size_t count, void (*report)(void *context, const char *line),
                        void *context, struct shelf **out, struct fault *f)
{
    struct reader r = {.shelf = copy_shelf(shipped), .report = report, .context = context};

    for (size_t i = 0; i < count; i++)
        take_change(&r, &changes[i]);
    if (r.faults == 0)
        shelf_check(&r, "the shipped templates");
    if (r.faults == 0)
        shelf_check_names(&r, shipped);
    if (r.faults > 0) {
        shelf_free(&r.shelf);
        return fault_set(f, NEVER, EXIT_DATA, "%zu faults in the texts", r.faults);
    }
    shelf_set_versions(r.shelf);
    *out = r.shelf;
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fields of a changed text: each is one that the program fills in, no letter asks for one that
 * it may lack, and none loses the link that its reader needs.
 *
 * What is shipped is the measure. A field that no shipped text of its kind uses is a slip of the
 * pen, and would be a hole without a word. A field outside every section must be one that the
 * shipped letter of that name has there in some language: then the view always holds it.
 */
#include "shelf.h"

#include <string.h>

#include "base/text.h"

enum { DEPTH_MAX = 20 }; /* partials in partials: what names itself ends here */

/* A walk through a template and its partials. */
struct walk {
    const struct folder *folder;
    bool outside; /* only what stands outside every section */
    void (*visit)(void *context, const char *name, int line, const char *path);
    void *context;
    int depth;
};

static void walk_nodes(struct walk *w, const struct node *n, const char *path)
{
    for (; n != NULL; n = n->next) {
        const struct sheet *partial = NULL;
        bool section = n->kind == NODE_SECTION || n->kind == NODE_INVERTED;
        if (n->kind == NODE_PARTIAL)
            partial = folder_partial(w->folder, n->text);
        else if (n->kind != NODE_TEXT && !(w->outside && section))
            w->visit(w->context, n->text, n->line, path);
        if (partial != NULL && partial->body != NULL && w->depth < DEPTH_MAX) {
            w->depth++;
            walk_nodes(w, partial->body->first, partial->path);
            w->depth--;
        }
        if (!(w->outside && section))
            walk_nodes(w, n->first, path);
    }
}

static void walk_sheet(struct walk *w, const struct sheet *sheet)
{
    if (sheet->subject != NULL)
        walk_nodes(w, sheet->subject->first, sheet->path);
    if (sheet->body != NULL)
        walk_nodes(w, sheet->body->first, sheet->path);
}

struct seek {
    const char *name;
    bool found;
};

static void compare(void *context, const char *name, int line, const char *path)
{
    struct seek *seek = context;

    (void)line, (void)path;
    seek->found = seek->found || strcmp(seek->name, name) == 0;
}

static bool sheet_uses(const struct folder *folder, const struct sheet *sheet, bool outside,
                       const char *name)
{
    struct seek seek = {name, false};
    struct walk w = {.folder = folder, .outside = outside, .visit = compare, .context = &seek};

    walk_sheet(&w, sheet);
    return seek.found;
}

static bool folder_uses(const struct folder *folder, const char *name)
{
    bool uses = false;

    for (size_t i = 0; !uses && i < folder->sheet_count; i++)
        uses = sheet_uses(folder, &folder->sheets[i], false, name);
    for (size_t i = 0; !uses && i < folder->partial_count; i++)
        uses = sheet_uses(folder, &folder->partials[i], false, name);
    return uses;
}

/* Does any shipped letter, of this name or (NULL) of any, use the field? */
static bool letters_use(const struct shelf *shipped, const char *letter, bool outside,
                        const char *name)
{
    bool uses = false;

    for (size_t i = 0; !uses && i < shipped->language_count; i++) {
        const struct folder *folder = &shipped->languages[i];
        const struct sheet *sheet = letter ? folder_sheet(folder, letter) : NULL;
        if (letter == NULL)
            uses = folder_uses(folder, name);
        else if (sheet != NULL)
            uses = sheet_uses(folder, sheet, outside, name);
    }
    return uses;
}

struct check {
    struct reader *reader;
    const struct shelf *shipped;
    const char *letter; /* NULL: a partial, an advice, a page */
    bool page;
};

static void check_known(void *context, const char *name, int line, const char *path)
{
    const struct check *c = context;
    bool known = strcmp(name, ".") == 0 || (c->page ? folder_uses(&c->shipped->pages, name)
                                                    : letters_use(c->shipped, NULL, false, name));

    if (!known)
        shelf_fault(c->reader, "%s:%d: there is no field '%s'", path, line, name);
}

static const char *const links[] = {"link", "code", NULL};

static bool is_link(const char *name)
{
    const char *const *l = links;

    while (*l != NULL && strcmp(*l, name) != 0)
        l++;
    return *l != NULL;
}

static void check_needed(void *context, const char *name, int line, const char *path)
{
    const struct check *c = context;
    bool outside = !is_link(name); /* what a letter brings at all, it always brings */

    if (!text_starts(name, "library.") && !letters_use(c->shipped, c->letter, outside, name))
        shelf_fault(c->reader,
                    "%s:%d: this letter may lack the field '%s'; expected it in a section of its "
                    "own",
                    path, line, name);
}

static void check_links(struct check *c, const struct folder *shipped, const struct folder *folder,
                        const struct sheet *sheet)
{
    const struct sheet *before = shipped ? folder_sheet(shipped, sheet->name) : NULL;

    for (size_t i = 0; before != NULL && links[i] != NULL; i++)
        if (sheet_uses(shipped, before, false, links[i]) &&
            !sheet_uses(folder, sheet, false, links[i]))
            shelf_fault(c->reader, "%s:1: the letter lacks the field '%s', which its reader needs",
                        sheet->path, links[i]);
}

static bool some_changed(const struct folder *folder)
{
    bool changed = false;

    for (size_t i = 0; i < folder->sheet_count; i++)
        changed = changed || folder->sheets[i].changed;
    for (size_t i = 0; i < folder->partial_count; i++)
        changed = changed || folder->partials[i].changed;
    return changed;
}

static void check_changed(struct check *c, const struct folder *folder, const struct sheet *sheets,
                          size_t count)
{
    struct walk w = {.folder = folder, .visit = check_known, .context = c};

    for (size_t i = 0; i < count; i++)
        if (sheets[i].changed)
            walk_sheet(&w, &sheets[i]);
}

/* A changed partial may spoil every letter that uses it: all of the language are looked at. */
static void check_language(struct check *c, const struct folder *folder)
{
    struct walk w = {.folder = folder, .outside = true, .visit = check_needed, .context = c};

    check_changed(c, folder, folder->sheets, folder->sheet_count);
    check_changed(c, folder, folder->partials, folder->partial_count);
    for (size_t i = 0; c->reader->faults == 0 && i < folder->sheet_count; i++) {
        c->letter = folder->sheets[i].name;
        walk_sheet(&w, &folder->sheets[i]);
        check_links(c, shelf_language(c->shipped, folder->name), folder, &folder->sheets[i]);
    }
    c->letter = NULL;
}

void shelf_check_names(struct reader *r, const struct shelf *shipped)
{
    struct check c = {.reader = r, .shipped = shipped};

    for (size_t i = 0; i < r->shelf->language_count; i++)
        if (some_changed(&r->shelf->languages[i]))
            check_language(&c, &r->shelf->languages[i]);
    for (size_t i = 0; i < r->shelf->advice_count; i++)
        check_changed(&c, &r->shelf->advice[i], r->shelf->advice[i].sheets,
                      r->shelf->advice[i].sheet_count);
    c.page = true;
    check_changed(&c, &r->shelf->pages, r->shelf->pages.sheets, r->shelf->pages.sheet_count);
}

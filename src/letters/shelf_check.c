/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What has to fit together on the shelf: each partial that is named is there, and so is each letter
 * that flow may ask for, in Swedish, in easy-to-read Swedish and in English. Other languages may
 * hold some letters only, and Swedish steps in.
 */
#include "shelf.h"

#include <string.h>

static const char *const needed_languages[] = {"sv", "sv-lattlast", "en"};

struct partial_check {
    struct reader *reader;
    const struct folder *folder;
    const struct sheet *sheet;
    bool page;
};

static void check_partial(void *context, const char *name, int line)
{
    const struct partial_check *c = context;

    if (folder_partial(c->folder, name) != NULL)
        return;
    if (c->page && strcmp(name, "content") == 0 && is_page_frame(c->sheet))
        return;
    shelf_fault(c->reader, "%s:%d: there is no partial '%s' in the folder partials/",
                c->sheet->path, line, name);
}

static void check_partials(struct reader *r, const struct folder *folder, bool page)
{
    struct partial_check c = {r, folder, NULL, page};

    for (size_t i = 0; i < folder->sheet_count + folder->partial_count; i++) {
        c.sheet = i < folder->sheet_count ? &folder->sheets[i]
                                          : &folder->partials[i - folder->sheet_count];
        if (c.sheet->subject != NULL)
            mustache_partials(c.sheet->subject, check_partial, &c);
        if (c.sheet->body != NULL)
            mustache_partials(c.sheet->body, check_partial, &c);
    }
}

static void check_letter(struct reader *r, const char *folder, const char *letter)
{
    for (size_t i = 0; i < sizeof needed_languages / sizeof *needed_languages; i++) {
        const struct folder *language = shelf_language(r->shelf, needed_languages[i]);
        if (language == NULL || folder_sheet(language, letter) == NULL)
            shelf_fault(
                r,
                "%s/letters/%s/%s.md:1: there is no such file; expected every letter in sv, "
                "sv-lattlast and en",
                folder, needed_languages[i], letter);
    }
}

static bool is_needed_letter(const char *name)
{
    for (const char *const *n = letter_names; *n != NULL; n++)
        if (strcmp(*n, name) == 0)
            return true;
    return false;
}

static void check_languages(struct reader *r, const char *folder)
{
    const struct folder *swedish = shelf_language(r->shelf, "sv");

    for (const char *const *name = letter_names; *name != NULL; name++)
        check_letter(r, folder, *name);
    for (size_t i = 0; swedish != NULL && i < swedish->sheet_count; i++)
        if (!is_needed_letter(swedish->sheets[i].name))
            check_letter(r, folder, swedish->sheets[i].name);
    for (size_t i = 0; i < r->shelf->language_count; i++)
        check_partials(r, &r->shelf->languages[i], false);
}

struct search {
    const char *name;
    bool found;
};

static void compare(void *context, const char *name, int line)
{
    struct search *search = context;

    (void)line;
    search->found = search->found || strcmp(name, search->name) == 0;
}

/* A frame without its content would make every letter or page an empty one. */
static void check_frames(struct reader *r, const char *folder)
{
    struct search body = {"body", false}, content = {"content", false};
    const struct sheet *pages = folder_sheet(&r->shelf->pages, "frame");

    if (r->shelf->frame.body != NULL) {
        mustache_names(r->shelf->frame.body, compare, &body);
        if (!body.found)
            shelf_fault(r, "%s:1: the frame has no place for the letter; expected {{{body}}}",
                        r->shelf->frame.path);
    }
    if (pages == NULL) {
        shelf_fault(r,
                    "%s/pages/frame.html:1: there is no such file; expected the frame of all "
                    "pages",
                    folder);
    } else if (pages->body != NULL) {
        mustache_partials(pages->body, compare, &content);
        if (!content.found)
            shelf_fault(r, "%s:1: the frame has no place for the page; expected {{>content}}",
                        pages->path);
    }
}

void shelf_check(struct reader *r, const char *folder)
{
    check_languages(r, folder);
    for (size_t i = 0; i < r->shelf->advice_count; i++)
        check_partials(r, &r->shelf->advice[i], false);
    check_partials(r, &r->shelf->pages, true);
    check_frames(r, folder);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The assignment in the mail's own words: the paragraphs that say what is wanted and about what,
 * without greeting, signature and form fields for other things, at most DESCRIPTION characters.
 */
#include "base/text.h"
#include "findings.h"
#include "zones.h"

enum { DESCRIPTION = 600 };

/* Paragraphs are parted by lines without tokens. */
static size_t paragraph_end(const struct page *p, size_t line)
{
    while (line < p->line_count && p->lines[line].first < p->lines[line].end &&
           p->lines[line].zone == ZONE_BODY)
        line++;
    return line;
}

static bool tells(const struct page *p, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct sentence *s = &p->sentences[p->tokens[i].sentence];
        if (s->seeks || s->topical)
            return true;
    }
    return false;
}

void find_description(struct findings *f)
{
    const struct page *p = f->page;
    const struct line *field = form_field(p, LABEL_DESCRIPTION);
    const char *all = "";
    if (field)
        all = form_value(p, field);
    for (size_t i = 1; i < p->line_count && !field; i++) {
        size_t end = paragraph_end(p, i);
        if (end == i)
            continue;
        size_t first = p->lines[i].first, stop = p->lines[end - 1].end;
        if (tells(p, first, stop) && text_length(all) < DESCRIPTION)
            all = arena_printf(f->arena, "%s%s%s", all, *all ? "\n\n" : "",
                               page_slice(p, first, stop));
        i = end;
    }
    if (!text_blank(all)) {
        const char *text = text_shorten(f->arena, all, DESCRIPTION);
        find_fact(f, FACT_DESCRIPTION, text, text);
    }
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a text of the tree holds becomes runs that a page can show: well-formed, without control
 * characters and without those that turn the direction of writing by force, since a paper that is
 * signed must say what it seems to say.
 */
#include "sheet.h"

#include <string.h>

#include "base/text.h"

enum { LINK_BYTES = 2000 };

/* Characters that turn the direction of what follows, or that no one sees. */
static bool is_unseen(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0xFEFF ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x206F) ||
           (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp >= 0xFFF9 && cp <= 0xFFFC) ||
           (cp & 0xFFFE) == 0xFFFE || cp >= 0xE0000;
}

char *prose_clean(struct arena *a, const char *text)
{
    const char *p = text_repair(a, text, strlen(text));
    size_t newlines = 0;
    char *out = arena_alloc(a, 2 * strlen(p) + 1), *to = out;
    for (uint32_t cp; (cp = text_next(&p)) != 0;) {
        if (cp == '\r' && *p == '\n')
            continue;
        if (cp == '\r' || cp == 0x0B || cp == 0x0C || cp == 0x85 || cp == 0x2028 || cp == 0x2029)
            cp = '\n';
        if (cp == '\t')
            cp = ' ';
        newlines = cp == '\n' ? newlines + 1 : 0;
        if (newlines == 1 && to > out && to[-1] != ' ')
            *to++ = ' '; /* between the words when the lines are read as one */
        if ((cp == '\n' && newlines <= 2) || (cp != '\n' && !is_unseen(cp)))
            to += text_put(cp, to);
    }
    *to = '\0';
    return out;
}

/*
 * An address that a reader may follow, or NULL when it is none. cairo writes it between parentheses
 * as it stands, so its own are written as percent-codes, which mean the same.
 */
static const char *link_uri(struct arena *a, const char *uri)
{
    if (uri == NULL || strlen(uri) > LINK_BYTES ||
        !(text_starts(uri, "https://") || text_starts(uri, "http://") ||
          text_starts(uri, "mailto:")))
        return NULL;
    char *out = arena_alloc(a, 3 * strlen(uri) + 1), *to = out;
    for (const char *p = uri; *p; p++) {
        if (*p <= ' ' || *p >= 0x7F || strchr("<>\"'\\`", *p) != NULL)
            return NULL;
        if (*p == '(' || *p == ')')
            to = mempcpy(to, *p == '(' ? "%28" : "%29", 3);
        else
            *to++ = *p;
    }
    *to = '\0';
    return out;
}

struct run *prose_runs(struct arena *a, const json_t *holder, size_t *count)
{
    const json_t *spans = json_object_get(holder, "spans");
    size_t n = json_array_size(spans);
    struct run *runs = arena_array(a, n + 1, sizeof *runs);
    const char *text = json_is_string(holder) ? json_string_value(holder) : member(holder, "text");
    runs[0].text = prose_clean(a, text);
    for (size_t i = 0; i < n; i++) {
        const json_t *span = json_array_get(spans, i);
        runs[i] = (struct run){
            .text = prose_clean(a, member(span, "text")),
            .link = link_uri(a, json_string_value(json_object_get(span, "link"))),
            .strong = json_is_true(json_object_get(span, "strong")),
            .emphasis = json_is_true(json_object_get(span, "emphasis")),
        };
    }
    *count = n > 0 ? n : 1;
    return runs;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Lists of texts, and the small notes that every step of a job makes: defects, attachments, time.
 */
#include "mime_private.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

bool words_has(const struct words *w, const char *text)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->items[i], text) == 0)
            return true;
    return false;
}

void words_addn(struct arena *a, struct words *w, const char *text, size_t len)
{
    if (len == 0 || w->count >= w->max)
        return;
    char *copy = arena_strndup(a, text, len);
    if (words_has(w, copy))
        return;
    if (w->count == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 8;
        const char **items = arena_array(a, cap, sizeof *items);
        if (w->count > 0)
            memcpy(items, w->items, w->count * sizeof *items);
        w->items = items;
        w->cap = cap;
    }
    w->items[w->count++] = copy;
}

void words_add(struct arena *a, struct words *w, const char *text)
{
    if (text != NULL)
        words_addn(a, w, text, strlen(text));
}

const char *phrase_find(const char *folded, const char *const *phrases)
{
    const char *first = NULL;
    for (; *phrases != NULL; phrases++) {
        const char *at = strstr(folded, *phrases);
        if (at != NULL && (first == NULL || at < first))
            first = at;
    }
    return first;
}

void job_defect(struct job *j, const char *word)
{
    words_add(j->arena, &j->defects, word);
}

bool job_late(struct job *j)
{
    if (clock_ticks() < j->deadline)
        return false;
    job_defect(j, "time_limit");
    return true;
}

/* The last component, for a name that may be a path of any system. */
static const char *without_folders(const char *name)
{
    const char *last = name;
    for (const char *p = name; *p; p++)
        if ((*p == '/' || *p == '\\') && p[1] != '\0')
            last = p + 1;
    return last;
}

static char *plain_name(struct arena *a, const char *name)
{
    char *clean = charset_header(a, without_folders(name ? name : ""));
    for (char *p = clean; *p; p++)
        if (*p == '/' || *p == '\\')
            *p = '_';
    return clean;
}

void job_attach(struct job *j, const char *name, const char *type, size_t bytes)
{
    if (j->attachment_count >= j->limits.parts) {
        job_defect(j, "parts_limit");
        return;
    }
    if (j->attachment_count == j->attachment_cap) {
        size_t cap = j->attachment_cap ? j->attachment_cap * 2 : 8;
        struct mime_attachment *more = arena_array(j->arena, cap, sizeof *more);
        if (j->attachment_count > 0)
            memcpy(more, j->attachments, j->attachment_count * sizeof *more);
        j->attachments = more;
        j->attachment_cap = cap;
    }
    j->attachments[j->attachment_count++] = (struct mime_attachment){
        .name = plain_name(j->arena, name), .type = arena_strdup(j->arena, type), .bytes = bytes};
}

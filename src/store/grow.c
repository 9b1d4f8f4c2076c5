/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Arrays that grow as rows come, and numbers that may be missing: what the files of store/ share.
 */
#include "lists.h"

#include <string.h>

void *grow(struct arena *a, struct grown *list)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 16;
        void *items = arena_array(a, room, list->size);
        if (list->count > 0)
            memcpy(items, list->items, list->count * list->size);
        list->items = items;
        list->room = room;
    }
    return (char *)list->items + list->size * list->count++;
}

enum outcome optional_number(enum outcome outcome, int64_t *value, struct fault *f)
{
    if (outcome == NEVER && f->code == EXIT_NO_INPUT) {
        *value = 0;
        return DONE;
    }
    return outcome;
}

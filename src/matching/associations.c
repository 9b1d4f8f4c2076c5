/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Associations for a request. An association speaks for many: what counts is its areas and where it
 * works, not how often it was asked.
 */
#include "weigh.h"

#include <string.h>

#include "base/text.h"

/* True when the request's place lies in the association's catchment, or place does not matter. */
static bool reaches(struct arena *a, const struct match_request *request,
                    const struct match_association *s)
{
    bool digital = request->format && strcmp(request->format, "digital") == 0;
    return digital || text_blank(request->municipality) || text_blank(s->municipalities) ||
           weigh_listed(a, s->municipalities, ",", request->municipality);
}

static const char *exclusion(struct arena *a, const struct match_request *request,
                             const struct match_association *s, match_within *within,
                             const void *tree)
{
    if (!s->has_address)
        return "no_address";
    if (s->already_asked)
        return "already_asked";
    if (!weigh_some_area(request, s->areas, s->area_count, within, tree))
        return "area";
    return reaches(a, request, s) ? NULL : "catchment";
}

static const char *who_of(const void *all, size_t i)
{
    const struct match_association *associations = all;
    return associations[i].who;
}

void match_associations(struct arena *a, const struct match_request *request,
                        const struct match_association *associations, size_t count,
                        match_within *within, const void *tree, struct match **out)
{
    struct match *matches = arena_array(a, count, sizeof *matches);
    for (size_t i = 0; i < count; i++) {
        const struct match_association *s = &associations[i];
        struct match *m = &matches[i];
        m->person = i;
        m->excluded = exclusion(a, request, s, within, tree);
        if (m->excluded)
            continue;
        weigh_start(a, request, m);
        weigh_add_areas(a, m, request, s->areas, s->area_count, within, tree);
        if (!text_blank(request->municipality) && !text_blank(s->municipalities) &&
            weigh_listed(a, s->municipalities, ",", request->municipality))
            weigh_add(m, IN_CATCHMENT);
    }
    rank_sort(a, request->number, matches, count, who_of, associations);
    *out = matches;
}

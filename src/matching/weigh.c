/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The weights: one const table, with the words that staff see.
 *
 * The scale: an area that fits exactly is 40. Every ask of the last year costs a tenth of that and
 * every assignment a quarter, without an end, so that whoever is asked steps back behind an equal,
 * and in the long run behind somebody a little less fitting. That is meant: the same few people
 * asked again and again is what everybody complains about.
 */
#include "weigh.h"

#include <string.h>

#include "base/text.h"

enum { BESIDE_AREAS = WEIGHTS, TIMES_MAX = 1000 };

static const struct {
    const char *key, *text;
    int weight;
} TABLE[WEIGHTS] = {
    [AREA_EXACT] = {"area_exact", "Har erfarenhet av just det som efterfrågas", 40},
    [AREA_BELOW] = {"area_near", "Har erfarenhet inom det område som efterfrågas", 30},
    [AREA_ABOVE] = {"area_near", "Har erfarenhet av det större område som det hör till", 15},
    [AREA_ANY] = {"area_any", "All erfarenhet av vård är välkommen i uppdraget", 20},
    [PERSPECTIVE] = {"perspective", "Har det perspektiv som efterfrågas", 10},
    [FORMAT] = {"format", "Kan delta på det sätt som uppdraget sker", 5},
    [SAME_MUNICIPALITY] = {"distance", "Bor i samma kommun", 15},
    [TRAVELS] = {"distance", "Bor i en annan kommun men reser gärna", 5},
    [STAYS] = {"distance", "Bor i en annan kommun och reser ogärna", -15},
    [INTRODUCED] = {"introduced", "Har gått introduktionen", 10},
    [SPEAKS] = {"language", "Talar det språk som behövs", 5},
    [INTERPRETER] = {"language", "Har inte angett svenska: tolk kan behövas", -10},
    [NEVER_ASKED] = {"fair", "Har aldrig blivit tillfrågad", 6},
    [NOT_ASKED_LATELY] = {"fair", "Har inte tillfrågats det senaste året", 3},
    [ASKED_LATELY] = {"asked_lately", "Tillfrågad det senaste året", -4},
    [ASSIGNED_LATELY] = {"assigned_lately", "Haft uppdrag det senaste året", -10},
    [IN_CATCHMENT] = {"catchment", "Verkar i kommunen", 10},
};

void weigh_start(struct arena *a, const struct match_request *request, struct match *m)
{
    m->reasons = arena_array(a, request->area_count + BESIDE_AREAS, sizeof *m->reasons);
}

static void add(struct match *m, enum weight w, const char *text, int weight)
{
    m->reasons[m->reason_count++] = (struct match_reason){TABLE[w].key, text, weight};
    m->score += weight;
}

void weigh_add(struct match *m, enum weight w)
{
    add(m, w, TABLE[w].text, TABLE[w].weight);
}

void weigh_add_times(struct arena *a, struct match *m, enum weight w, int times)
{
    if (times > TIMES_MAX)
        times = TIMES_MAX;
    add(m, w,
        times == 1 ? arena_printf(a, "%s: en gång", TABLE[w].text)
                   : arena_printf(a, "%s: %d gånger", TABLE[w].text, times),
        times * TABLE[w].weight);
}

enum area_fit weigh_area(const char *wanted, const char *const *areas, size_t count,
                         match_within *within, const void *tree)
{
    enum area_fit best = AREA_FIT_NONE;
    for (size_t i = 0; i < count; i++) {
        enum area_fit fit = strcmp(areas[i], wanted) == 0    ? AREA_FIT_EXACT
                            : within(tree, areas[i], wanted) ? AREA_FIT_BELOW
                            : within(tree, wanted, areas[i]) ? AREA_FIT_ABOVE
                                                             : AREA_FIT_NONE;
        best = fit > best ? fit : best;
    }
    return best;
}

bool weigh_any_area(const struct match_request *request)
{
    bool any = request->area_count == 0;
    for (size_t i = 0; i < request->area_count; i++)
        any = any || strcmp(request->areas[i], MATCH_ANY_AREA) == 0;
    return any;
}

bool weigh_some_area(const struct match_request *request, const char *const *areas, size_t count,
                     match_within *within, const void *tree)
{
    bool some = weigh_any_area(request);
    for (size_t i = 0; i < request->area_count && !some; i++)
        some = weigh_area(request->areas[i], areas, count, within, tree) != AREA_FIT_NONE;
    return some;
}

void weigh_add_areas(struct arena *a, struct match *m, const struct match_request *request,
                     const char *const *areas, size_t count, match_within *within, const void *tree)
{
    static const enum weight weights[] = {[AREA_FIT_ABOVE] = AREA_ABOVE,
                                          [AREA_FIT_BELOW] = AREA_BELOW,
                                          [AREA_FIT_EXACT] = AREA_EXACT};
    for (size_t i = 0; i < request->area_count; i++) {
        enum area_fit fit = weigh_area(request->areas[i], areas, count, within, tree);
        if (fit != AREA_FIT_NONE) {
            enum weight w = weights[fit];
            add(m, w, arena_printf(a, "%s (%s)", TABLE[w].text, request->areas[i]),
                TABLE[w].weight);
        }
    }
    if (weigh_any_area(request) && request->area_count > 0)
        weigh_add(m, AREA_ANY);
}

bool weigh_listed(struct arena *a, const char *list, const char *seps, const char *word)
{
    size_t count = 0;
    char **pieces = text_split(a, list, seps, &count);
    for (size_t i = 0; i < count; i++)
        if (text_same(pieces[i], word))
            return true;
    return false;
}

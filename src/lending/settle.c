/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Settling the route: the unit's stated wish, an existing cooperation with an association, the
 * rules, the default; in this order. In automatic mode that settles it; in assist mode it is a
 * proposal with its reason, for a person.
 */
#include "deed.h"

#include "base/text.h"
#include "store/associations.h"

struct proposal_of_route {
    const char *route, *by;
    const char *reason; /* in Swedish, for staff */
};

static bool area_within(const void *tree, const char *id, const char *ancestor)
{
    return areas_within(tree, id, ancestor);
}

static bool by_rule(struct deed *d, struct proposal_of_route *p)
{
    size_t count;
    char **ids = text_split(d->arena, d->facts[FACT_AREAS].value ? d->facts[FACT_AREAS].value : "",
                            " ", &count);
    const char *rule = NULL;
    enum route route = settings_rule_route(d->house->settings, (const char *const *)ids, count,
                                           area_within, d->house->areas, &rule);
    if (route == ROUTE_NONE)
        return false;
    *p = (struct proposal_of_route){
        .route = route_name(route),
        .by = "rule",
        .reason = arena_printf(d->arena, "regeln ”%s” i inställningarna", rule)};
    return true;
}

static enum outcome propose(struct deed *d, struct proposal_of_route *p, struct fault *f)
{
    if (d->facts[FACT_ROUTE].value) {
        *p = (struct proposal_of_route){d->facts[FACT_ROUTE].value, "unit",
                                        "verksamheten har önskat det"};
        return DONE;
    }
    int64_t association = 0;
    enum outcome o = DONE;
    if (d->facts[FACT_UNIT].value)
        o = associations_cooperating(
            d->db, d->arena, text_fold(d->arena, d->facts[FACT_UNIT].value), &association, f);
    if (o != DONE)
        return o;
    if (association != 0)
        *p = (struct proposal_of_route){"association", "cooperation",
                                        "verksamheten samarbetar redan med en förening"};
    else if (!by_rule(d, p))
        *p = (struct proposal_of_route){route_name(d->house->settings->routing.fallback), "default",
                                        "det är vår vanliga väg"};
    return DONE;
}

static const char *in_swedish(const char *route)
{
    switch (route_by_name(route)) {
    case ROUTE_ASSOCIATION:
        return "patientförening";
    case ROUTE_ASSOCIATION_FIRST:
        return "i första hand patientförening, sedan poolen";
    case ROUTE_POOL:
        return "poolen";
    default:
        return "både patientföreningar och poolen";
    }
}

enum outcome deed_settle(struct deed *d, struct fault *f)
{
    struct proposal_of_route p;
    enum outcome o = propose(d, &p, f);
    if (o != DONE)
        return o;
    if (d->house->settings->routing.automatic) {
        d->settled_route = p.route;
        d->settled_by = p.by;
        return DONE;
    }
    return deed_task(d, "route", "",
                     arena_printf(d->arena, "Stäm av vart frågan ska gå. Förslag: %s (%s), för %s.",
                                  in_swedish(p.route), p.route, p.reason),
                     f);
}

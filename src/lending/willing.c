/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What one in the pool says of it: all is right, search for me, search for me no more; and all that
 * is stored, to take along.
 *
 * To withdraw is as easy as to give: one button each, and both are done at once.
 */
#include "lending/care.h"

#include <string.h>

#include "lending/people.h"
#include "view/people.h"

static const char *today(const struct house *house, struct arena *a)
{
    return date_text(a, civil_from_instant(clock_now(&house->clock)).date);
}

enum outcome lending_confirm(const struct house *house, struct arena *a, const char *actor,
                             int64_t person, struct fault *f)
{
    const struct roster_change change = {"renewed_on", today(house, a)};
    return roster_person_set(house, a, actor, person, &change, 1, f);
}

static enum outcome consent(const struct house *house, struct arena *a, const char *actor,
                            int64_t person, bool given, const char *how, struct fault *f)
{
    const char *version = house->settings->library.consent_version;
    const struct roster_change give[] = {{"consent_date", today(house, a)},
                                         {"consent_version", version ? version : ""},
                                         {"consent_how", how},
                                         {"renewed_on", today(house, a)}};
    const struct roster_change withdraw[] = {
        {"consent_date", ""}, {"consent_version", ""}, {"consent_how", ""}};
    return given ? roster_person_set(house, a, actor, person, give, 4, f)
                 : roster_person_set(house, a, actor, person, withdraw, 3, f);
}

enum outcome lending_willing(const struct house *house, struct arena *a, const char *actor,
                             int64_t person, bool willing, const char *how, struct fault *f)
{
    if (strcmp(house->settings->library.legal_basis, "consent") == 0)
        return consent(house, a, actor, person, willing, how, f);
    const struct roster_change change = {"objects", willing ? "no" : "yes"};
    return roster_person_set(house, a, actor, person, &change, 1, f);
}

enum outcome lending_person_export(const struct house *house, struct arena *a, int64_t id,
                                   json_t **out, struct fault *f)
{
    struct person p;
    struct person_record *records;
    size_t count;
    *out = NULL;
    enum outcome o = people_load(house->db, a, id, &p, f);
    if (o == DONE)
        o = people_records(house->db, a, id, &records, &count, f);
    if (o == DONE)
        *out = view_person_export(a, &p, records, count);
    return o;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for people and associations: each change in one transaction with its audit row.
 *
 * Whoever changes the roster (the command line, a form, an import) comes through here. What a
 * change implies is done with it: a consent given or withdrawn is a row of its own; pausing,
 * objecting, withdrawing a consent, dying and erasing overtake the letters that must not go out any
 * more (invariant 3); no list of people without a purpose, a legal basis and a row (invariant 13).
 */
#ifndef LEVANDE_LENDING_PEOPLE_H
#define LEVANDE_LENDING_PEOPLE_H

#include "house.h"
#include "store/associations.h"
#include "store/people.h"

/* KEY=VALUE. An empty value takes away what stands there. */
struct roster_change {
    const char *key, *value;
};

/*
 * Adds a person of the pool. Keys: name (needed), email, phone, postal_address, areas, unwanted
 * (ids separated by spaces), perspective, formats, municipality, travel_km, languages,
 * letter_language, ways, access_needs, story, conflicts, birth_year, consent_date,
 * consent_version, consent_how, introduction_date, renewed_on, paused_until, objects,
 * protected_identity, deceased. NEVER EXIT_DATA tells which value is wrong and what is expected.
 */
enum outcome roster_person_add(const struct house *house, struct arena *a, const char *actor,
                               const struct roster_change *changes, size_t count, int64_t *id,
                               struct fault *f);

/* Changes a person; same keys. A value that stands already changes nothing and writes nothing. */
enum outcome roster_person_set(const struct house *house, struct arena *a, const char *actor,
                               int64_t id, const struct roster_change *changes, size_t count,
                               struct fault *f);

/*
 * Makes two people one: `from` becomes `to`, which keeps what it has and takes what it lacks; the
 * areas and conflicts of both; consent is that of `to`. NEVER EXIT_DATA when both have to do with
 * the same request.
 */
enum outcome roster_person_merge(const struct house *house, struct arena *a, const char *actor,
                                 int64_t to, int64_t from, struct fault *f);

/* Erases a person (people_erase()), and says so in the trail. */
enum outcome roster_person_erase(const struct house *house, struct arena *a, const char *actor,
                                 int64_t id, struct fault *f);

/*
 * All people of the pool, for a stated purpose, after the search has been written down. NEVER
 * EXIT_NOT_PERMITTED where the configuration names no legal basis; NEVER EXIT_USAGE without a
 * purpose. Left out: who has not consented, where consent is the basis; who objects, otherwise;
 * who is deceased. *left_out is their number.
 */
enum outcome roster_list(const struct house *house, struct arena *a, const char *actor,
                         const char *purpose, struct person **people, size_t *count,
                         size_t *left_out, struct fault *f);

/* What is looked for; "" leaves it open. Of the words the book keeps nothing. */
struct roster_query {
    const char *purpose;
    const char *words, *municipality;
    const char *area; /* an id of the area file */
};
enum { ROSTER_SEARCH_MOST = 200 };

/*
 * Searches the pool as roster_list() does, and keeps the first ROSTER_SEARCH_MOST by name as the
 * search's result: *id is the search, whose result may be shown (store/searches.h).
 */
enum outcome roster_search(const struct house *house, struct arena *a, const char *actor,
                           const struct roster_query *query, int64_t *id, struct fault *f);

/* Keys: name (needed), email, contact, areas, municipalities, mandate, reply_days,
 * letter_language. NEVER EXIT_DATA when an association has that name already. */
enum outcome roster_association_add(const struct house *house, struct arena *a, const char *actor,
                                    const struct roster_change *changes, size_t count, int64_t *id,
                                    struct fault *f);
enum outcome roster_association_set(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, const struct roster_change *changes, size_t count,
                                    struct fault *f);

/*
 * An existing cooperation between the association and a unit, by the unit's name: requests of that
 * unit are steered there (on), or no longer (off).
 */
enum outcome roster_cooperate(const struct house *house, struct arena *a, const char *actor,
                              int64_t id, const char *unit, bool on, struct fault *f);

#endif

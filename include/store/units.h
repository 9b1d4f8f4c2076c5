/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: care units, the names they are called by, and whom one writes to there.
 *
 * A unit is its names: each name, folded by text_fold(), is one unit's. Requests make units as they
 * name them; staff change them through lending/units.h, and nobody else.
 */
#ifndef LEVANDE_STORE_UNITS_H
#define LEVANDE_STORE_UNITS_H

#include "flow.h"
#include "store/db.h"

struct unit {
    int64_t id;
    const char *name, *division; /* division: hospital or administration, "" where not said */
    int64_t merged_into;         /* the unit that it has become a part of; 0: none */
};

/* NEVER EXIT_NO_INPUT when there is none. */
enum outcome units_load(struct db *db, struct arena *a, int64_t id, struct unit *out,
                        struct fault *f);
/* Its name and division, by staff: from now on it stays, with or without a request. */
enum outcome units_save(struct db *db, const struct unit *u, struct fault *f);
/* A new unit with this one name. */
enum outcome units_add(struct db *db, struct arena *a, const char *name, instant now, int64_t *id,
                       struct fault *f);

/* Whose name it is, folded by the caller; 0: nobody's. */
enum outcome units_named(struct db *db, const char *folded, int64_t *id, struct fault *f);
/* Another name for it, folded; nothing where the name is its own already. */
enum outcome units_name_add(struct db *db, int64_t id, const char *folded, struct fault *f);
/* All its names, folded. */
enum outcome units_names(struct db *db, struct arena *a, int64_t id, const char ***names,
                         size_t *count, struct fault *f);

/* Which unit's request it is; 0: no unit's yet. */
enum outcome units_of_request(struct db *db, int64_t request_id, int64_t *id, struct fault *f);
enum outcome units_set_request(struct db *db, int64_t request_id, int64_t unit_id, struct fault *f);
/* Takes a unit away that has no request left and that staff have not had a word about. */
enum outcome units_drop_unused(struct db *db, int64_t id, struct fault *f);

/* ---- Contacts ---- */

struct unit_contact {
    int64_t id, unit_id;
    const char *address, *name, *phone; /* "" where not known */
    instant seen_at;
};
/* A request names it: it is added, or what is known of it renewed; never over staff's word. */
enum outcome units_contact_seen(struct db *db, struct arena *a, const struct unit_contact *x,
                                struct fault *f);
/* The last seen first, at most max. */
enum outcome units_contacts(struct db *db, struct arena *a, int64_t unit_id, size_t max,
                            struct unit_contact **out, size_t *count, struct fault *f);
/* NEVER EXIT_NO_INPUT when the unit has no such contact. */
enum outcome units_contact_load(struct db *db, struct arena *a, int64_t unit_id, int64_t id,
                                struct unit_contact *out, struct fault *f);
/* The unit's contact with this address, in letters of any size; 0: none. */
enum outcome units_contact_at(struct db *db, int64_t unit_id, const char *address, int64_t *id,
                              struct fault *f);
/* By staff; id 0 adds it. */
enum outcome units_contact_save(struct db *db, struct arena *a, const struct unit_contact *x,
                                int64_t *id, struct fault *f);
enum outcome units_contact_remove(struct db *db, int64_t id, struct fault *f);

/*
 * `from` becomes a part of `to`, with its names, its requests and its contacts; of two contacts
 * with one address the one of `to` stays, and takes what it lacks from the other.
 */
enum outcome units_merge(struct db *db, int64_t to, int64_t from, struct fault *f);

/* ---- What the desk shows ---- */

/*
 * Ids by name, those after this one (0: from the first), at most max. words: in a name, the
 * division, or a contact's name or address; "": any.
 */
enum outcome units_page(struct db *db, struct arena *a, const char *words, int64_t after,
                        size_t max, int64_t **ids, size_t *count, struct fault *f);

/* How many requests a unit has, and the time of the newest (-1: none). */
enum outcome units_count(struct db *db, int64_t id, int64_t *requests, instant *newest,
                         struct fault *f);

struct unit_request {
    int64_t id;
    const char *number, *subject;
    enum state state;
    instant received_at;
    int64_t placed; /* representatives */
};
/* The newest first, those before this one (0: from the newest), at most max. */
enum outcome units_requests(struct db *db, struct arena *a, int64_t id, int64_t before, size_t max,
                            struct unit_request **out, size_t *count, struct fault *f);

/* A year of it: occasions that paid, how many took part, and their fees. */
struct unit_year {
    const char *year;
    int64_t occasions, people;
    int64_t paid_ore, owed_ore; /* what was declined is neither */
};
/* The newest first, at most ten. */
enum outcome units_years(struct db *db, struct arena *a, int64_t id, struct unit_year **out,
                         size_t *count, struct fault *f);

/* Associations that work with it already, or units that a contact of it writes for too. */
struct unit_link {
    int64_t id;
    const char *name;
};
enum outcome units_partners(struct db *db, struct arena *a, int64_t id, struct unit_link **out,
                            size_t *count, struct fault *f);
enum outcome units_twins(struct db *db, struct arena *a, int64_t id, struct unit_link **out,
                         size_t *count, struct fault *f);

#endif

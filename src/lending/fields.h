/* SPDX-License-Identifier: EUPL-1.2 */
/* Fields of people, associations and units as KEY=VALUE and CSV columns: checked, then set. */
#ifndef LEVANDE_LENDING_FIELDS_H
#define LEVANDE_LENDING_FIELDS_H

#include "house.h"
#include "store/associations.h"
#include "store/people.h"
#include "store/units.h"

/* What a check looks at. */
struct field_rules {
    struct arena *a;
    const struct areas *areas;
    struct date today;
    bool swedish; /* what is wrong is told in Swedish, for staff */
};
struct field_rules field_rules_of(const struct house *house, struct arena *a, instant now);

/*
 * Checks the value, brings it to its form and sets it; "" takes away what stands there. NEVER
 * EXIT_DATA with "KEY: what is wrong and what is expected", NEVER EXIT_USAGE for an unknown key.
 */
enum outcome person_field_set(const struct field_rules *rules, struct person *p, const char *key,
                              const char *value, struct fault *f);
enum outcome association_field_set(const struct field_rules *rules, struct association *x,
                                   const char *key, const char *value, struct fault *f);

enum outcome unit_field_set(const struct field_rules *rules, struct unit *u, const char *key,
                            const char *value, struct fault *f);
enum outcome unit_contact_field_set(const struct field_rules *rules, struct unit_contact *x,
                                    const char *key, const char *value, struct fault *f);

/* True for a key that may be a column of a CSV file; and the columns' names, for a message. */
bool person_field_is_column(const char *key);
bool association_field_is_column(const char *key);
extern const char person_columns[], association_columns[];

/* A person and an association of whom nothing is known yet. */
struct person person_empty(void);
struct association association_empty(void);

#endif

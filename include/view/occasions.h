/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of occasions: for pages, for letters, and the tree that calendar files are made of.
 *
 * The unit's views hold place, meeting link and access notes. Those that leave by mail to a
 * representative hold none of the unit's own words (invariant 9): the municipality, and a meeting
 * link that names neither unit nor area. On the representative's own page all of it stands.
 */
#ifndef LEVANDE_VIEW_OCCASIONS_H
#define LEVANDE_VIEW_OCCASIONS_H

#include "store/occasions.h"
#include "view.h"

/* "torsdag 8 april 2027 kl. 13.00–15.00" */
char *view_occasion_when(struct arena *a, const struct occasion *o, const char *language);

/* All of it: id, when, starts, ends, place, meeting_link, access, state. */
json_t *view_occasion(struct arena *a, const struct occasion *o, const char *language);

/* The occasions as the fact that follows them: "start/end start/end", without those called off. */
char *view_occasions_fact(struct arena *a, const struct occasion *list, size_t count);

/*
 * Where it is, as a representative may read it in a letter: the municipality, or online; NULL where
 * the unit's own words are all there is.
 */
const char *view_neutral_place(struct arena *a, const struct known_fact facts[FACT_COUNT],
                               const struct occasion *o, const char *language);
/* The meeting link, or NULL where there is none, or where it tells of the unit or an area. */
const char *view_neutral_link(struct arena *a, const struct house *house,
                              const struct known_fact facts[FACT_COUNT], const struct occasion *o);

/* Who reads a calendar file. */
struct calendar_reader {
    const char *name, *address, *language;
    bool neutral; /* it goes by mail to a representative */
};

/*
 * The tree of include/letters/calendar.h. Those called off are left out, but for the method CANCEL,
 * which is of all that it is given.
 */
json_t *view_calendar(struct arena *a, const struct house *house, const struct request *r,
                      const struct known_fact facts[FACT_COUNT], const char *method,
                      const struct occasion *list, size_t count,
                      const struct calendar_reader *reader);

#endif

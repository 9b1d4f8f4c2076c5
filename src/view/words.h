/* SPDX-License-Identifier: EUPL-1.2 */
/* Values in the reader's words. language "en" is English; all else is Swedish. */
#ifndef LEVANDE_VIEW_WORDS_H
#define LEVANDE_VIEW_WORDS_H

#include "view.h"

/* "workshop" → "workshop", "improvement_work" → "förbättringsarbete"; NULL for NULL. */
const char *words_kind(const char *kind, const char *language);
const char *words_label(enum fact_key key, const char *language); /* "Antal personer" */
const char *words_hint(enum fact_key key, const char *language);  /* what to write */
const char *words_route(const char *route, const char *language);
/* Any fact as its reader would say it. */
char *words_value(struct arena *a, const struct areas *areas, enum fact_key key, const char *value,
                  const char *language);
/* "torsdag 8 april 2027 kl. 10.00–12.00" */
char *words_occasion(struct arena *a, const struct occasion_time *o, const char *language);

/* "Göteborg", "digitalt", "Göteborg eller digitalt"; NULL where it is open. */
const char *words_where(struct arena *a, const struct known_fact facts[FACT_COUNT],
                        const char *language);

bool words_english(const char *language);

/* What the assignment pays, by the model of the configuration; NULL where the unit has not said. */
const char *pay_words(struct arena *a, const struct house *house,
                      const struct known_fact facts[FACT_COUNT], const char *language);

#endif

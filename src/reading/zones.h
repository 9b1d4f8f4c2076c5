/* SPDX-License-Identifier: EUPL-1.2 */
/* Form fields, greeting, signature and footer: see form.c and zones.c. */
#ifndef LEVANDE_READING_ZONES_H
#define LEVANDE_READING_ZONES_H

#include "page.h"

/* Finds "Label: value" lines and sets their labels. Before page_sentences(). */
void form_labels(struct page *p);

/* The label of the line that the token stands on, when the token belongs to the field's value. */
enum label form_label(const struct page *p, size_t token);

/* The first line with this label, or NULL. */
const struct line *form_field(const struct page *p, enum label label);

/* The value of a field as written, "" when it is empty. */
const char *form_value(const struct page *p, const struct line *field);

/* Finds greeting, signature and footer; sets the zones of lines and tokens. */
void page_zones(struct page *p);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/* What somebody tells of oneself, read from a form: on the own page, and when signing up. */
#ifndef LEVANDE_WEB_PAGE_SELF_H
#define LEVANDE_WEB_PAGE_SELF_H

#include "craft.h"

/* What there is to choose from, of a person. */
extern const struct choice self_perspectives[], self_formats[], self_letter_languages[];

/* The ids of what stands on the lines; *strange is the first line that says no area, or NULL. */
const char *self_areas(const struct web_request *q, const char *lines, const char **strange);

/* The field of this name holds areas, a line each; and the field "languages" languages. */
void self_check_areas(struct web_request *q, const char *name);
void self_check_languages(struct web_request *q);

/* To the own page: the assignments that stand, the meetings ahead, and a button to each. */
enum outcome own_add_open(struct web_request *q, json_t *view, struct fault *f);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of what staff may change: versions, names, values, and invented data that letters are shown
 * with.
 */
#ifndef LEVANDE_VIEW_SETTINGS_H
#define LEVANDE_VIEW_SETTINGS_H

#include <jansson.h>

#include "house.h"
#include "store/versions.h"

/* One version, without its text: name, version, shipped, by, at, outdated (the files have changed
 * since it was written). */
json_t *view_setting_version(struct arena *a, const struct house *house,
                             const struct setting_version *v);

/* Calls visit for each name that staff may change, and whether they have. */
enum outcome view_setting_names(const struct house *house, struct arena *a,
                                void (*visit)(void *context, const char *name, bool changed),
                                void *context, struct fault *f);

/* All that may be changed of the configuration, as a file would hold it. */
const char *view_settings_ini(struct arena *a, const struct settings *s);

/* What a letter of this name is shown with before it is kept: nobody and nothing of it is real. */
json_t *view_sample_letter(struct arena *a, const struct settings *s, const char *letter,
                           const char *language);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff may change, as the desk shows it: letters and texts, values, areas, staff; what is
 * wrong with a text, in their words.
 */
#ifndef LEVANDE_VIEW_DESK_TEXTS_H
#define LEVANDE_VIEW_DESK_TEXTS_H

#include <jansson.h>

#include "house.h"
#include "store/versions.h"

struct shelf;

/* {groups: [{title, about, rows: [{title, texts: [{language, href, changed}]}]}]}. */
enum outcome view_desk_texts(struct arena *a, const struct house *house, json_t **out,
                             struct fault *f);

/* "Kod", "Byggsten: greeting", "Ersättning per datum", "Området Cancer": what it is called. */
const char *view_desk_text_title(struct arena *a, const struct house *house, const char *name);

/* "svenska", "lättläst svenska", "engelska", or NULL where a name has no language. */
const char *view_desk_text_language(struct arena *a, const char *name);

/* What a value is called, and how it is written; help may be NULL. */
const char *view_desk_value_label(const char *name);
const char *view_desk_value_help(const char *name);

/* The address of the page where it is changed, up to its name. */
const char *view_desk_text_place(const char *name);

/* How one text or value stands: title, language, changed, outdated, versions, fields, partials. */
enum outcome view_desk_text(struct arena *a, const struct house *house, const char *name,
                            json_t **out, struct fault *f);

/* {subject, text} of the letter with invented data; NULL where there is nothing to show. */
json_t *view_desk_preview(struct arena *a, const struct house *house, const struct shelf *shelf,
                          const char *name);

/* "name:3: there is no field 'x'" → {line: 3, text: "…"} in Swedish. */
json_t *view_desk_text_fault(struct arena *a, const char *line);

/* {groups: [{title, rows: [{label, key, value, file, from, href}]}], rules, only_file: […]}. */
enum outcome view_desk_settings(struct arena *a, const struct house *house, json_t **out,
                                struct fault *f);

/* {areas: [{name, id, depth, href, changed}]}. */
enum outcome view_desk_areas(struct arena *a, const struct house *house, json_t **out,
                             struct fault *f);

/* One change in the list: {title, language, version, shipped, by, when, href}. */
json_t *view_desk_change(struct arena *a, const struct house *house,
                         const struct setting_version *v);

#endif

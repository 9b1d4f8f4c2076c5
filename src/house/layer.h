/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the book holds over the files, private to house: layer.c lays it, house.c drops it.
 */
#ifndef LEVANDE_HOUSE_LAYER_H
#define LEVANDE_HOUSE_LAYER_H

#include "house.h"

/* The areas that routing rules name must be there; where: how a fault names the rules' place. */
enum outcome layer_check_rules(struct arena *a, const char *where, const struct settings *s,
                               const struct areas *areas,
                               void (*report)(void *context, const char *line), void *context,
                               struct fault *f);

/* Frees what lies over the files; they alone hold again. */
void layer_drop(struct house *house);

#endif

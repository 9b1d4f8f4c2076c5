/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What pages fetch beside themselves: style, scripts and icon, from config/pages/, made a part of
 * the program when it is built (scripts/embed-assets). They go with the program that shows the
 * pages, and no file is read for them. Private to web/.
 */
#ifndef LEVANDE_WEB_ASSETS_H
#define LEVANDE_WEB_ASSETS_H

#include <stddef.h>

struct asset {
    const char *name, *type;
    const unsigned char *body;
    size_t len;
    const unsigned char *packed; /* by gzip */
    size_t packed_len;
};

extern const struct asset assets[];
extern const size_t asset_count;

/* A short hash of them all: it stands in their addresses, so that a browser may keep them. */
extern const char assets_version[];

#endif

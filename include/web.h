/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The web role's door to the outside: its listening socket, opened before the role and handed in.
 */
#ifndef LEVANDE_WEB_H
#define LEVANDE_WEB_H

#include "base/fault.h"
#include "settings.h"

/*
 * Opens the listening socket of [web] listen: close-on-exec, not blocking. *port gets the port (of
 * use when 0 was asked for). NEVER, EXIT_UNAVAILABLE when the address cannot be had.
 */
enum outcome web_listen(const struct settings *s, int *fd, int *port, struct fault *f);

/* True when the socket listens where [web] listen says. */
bool web_listens_at(int fd, const struct settings *s);

#endif

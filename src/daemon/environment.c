/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The environment: what a shell or a service manager exported is none of ours. A password of
 * another program's, a proxy for all connections, a library's switch: no role shall find it there.
 *
 * What goes is wiped where it stands, since a process shows its environment as it was started, and
 * hands the page on to those that it forks.
 */
#include "daemon.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* Programs and folders, language and zone, the roots of TLS, and whom the supervisor notifies. */
static const char *const kept[] = {
    "PATH=", "HOME=",          "TMPDIR=",       "LANG=",         "LC_",
    "TZ=",   "SSL_CERT_FILE=", "SSL_CERT_DIR=", "NOTIFY_SOCKET="};

static bool is_kept(const char *entry)
{
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (text_starts(entry, kept[i]))
            return true;
    return false;
}

void daemon_clean_environment(void)
{
    char **to = environ;
    for (char **from = environ; from && *from; from++) {
        if (is_kept(*from))
            *to++ = *from;
        else
            explicit_bzero(*from, strlen(*from));
    }
    if (to)
        *to = NULL;
}

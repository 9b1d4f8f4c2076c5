/* SPDX-License-Identifier: EUPL-1.2 */
/* The two kinds of mailbox that the role steps: an IMAP server and a Maildir. */
#ifndef LEVANDE_FETCH_SOURCE_H
#define LEVANDE_FETCH_SOURCE_H

#include "net.h"
#include "take.h"

/* How a connection is made; net_open() in operation, a script in a test. */
typedef enum outcome source_opener(void *context, struct net_stream **out, struct fault *f);

struct imap_source;
struct imap_source *imap_source_new(struct taking *t, source_opener *open, void *context);

/*
 * One bounded piece of work: connect and select, tell what was not told, list, one batch, or look
 * for news. AGAIN: the connection was dropped; call again after a pause. NEVER: the book is beyond
 * repair by trying.
 */
enum outcome imap_source_step(struct imap_source *s, struct wish *wish, struct fault *f);
void imap_source_free(struct imap_source **s);

struct maildir;
struct maildir *maildir_new(struct taking *t);
enum outcome maildir_step(struct maildir *d, struct wish *wish, struct fault *f);
void maildir_free(struct maildir **d);

#endif

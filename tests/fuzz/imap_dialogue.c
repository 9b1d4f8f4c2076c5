/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzing the IMAP dialogue: the input is all that a server says, read in pieces whose size its
 * first byte gives. Whatever it is, no command may read outside the response, a mail handed over
 * lies within it, and a search gives rising numbers within its bounds.
 */
#include <stdlib.h>
#include <string.h>

#include "fetch/imap.h"

struct script {
    struct net_stream stream; /* first */
    const char *says;
    size_t len, piece;
};

static enum net_got script_read(struct net_stream *s, void *into, size_t cap, size_t *got,
                                int64_t deadline)
{
    struct script *script = (struct script *)s;
    (void)deadline;
    size_t n = script->len < cap ? script->len : cap;
    n = n < script->piece ? n : script->piece;
    if (n == 0)
        return NET_ENDED;
    memcpy(into, script->says, n);
    script->says += n;
    script->len -= n;
    *got = n;
    return NET_BYTES;
}

static enum outcome script_write(struct net_stream *s, const void *data, size_t len,
                                 int64_t deadline, struct fault *f)
{
    (void)s, (void)data, (void)len, (void)deadline, (void)f;
    return DONE;
}

static void script_close(struct net_stream *s)
{
    (void)s;
}

static void must(bool promise)
{
    if (!promise)
        abort();
}

static void search(struct imap *m)
{
    struct arena *a = arena_new();
    uint32_t *uids;
    size_t count;
    if (imap_search(m, a, 5, 5000, &uids, &count, NULL) == ANSWER_OK)
        for (size_t i = 0; i < count; i++)
            must(uids[i] >= 5 && uids[i] <= 5000 && (i == 0 || uids[i - 1] < uids[i]));
    arena_free(&a);
}

static void fetch(struct imap *m)
{
    struct asked asked[3] = {{.uid = 5}, {.uid = 6}, {.uid = 8}};
    imap_sizes(m, asked, 3, NULL);
    imap_bodies(m, asked, 3, false, 1000, NULL);
    unsigned sum = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!asked[i].got)
            continue;
        must(asked[i].body.len == 0 ||
             (asked[i].body.data >= asked[i].held.data &&
              asked[i].body.data + asked[i].body.len <= asked[i].held.data + asked[i].held.len));
        for (size_t k = 0; k < asked[i].body.len; k++)
            sum += (unsigned char)asked[i].body.data[k];
    }
    must(sum != UINT32_MAX);
    asked_free(asked, 3);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    struct script script = {
        .stream = {.read = script_read, .write = script_write, .close = script_close, .fd = -1},
        .says = (const char *)data + 1,
        .len = size - 1,
        .piece = data[0] ? data[0] : SIZE_MAX};
    struct imap m;
    imap_init(&m, &script.stream);
    imap_capability(&m, NULL);
    imap_select(&m, "INBOX", NULL);
    search(&m);
    fetch(&m);
    if (imap_idle(&m, NULL) == ANSWER_OK && imap_idle_look(&m, NULL) == DONE)
        imap_idle_end(&m, NULL);
    imap_free(&m);
    return 0;
}

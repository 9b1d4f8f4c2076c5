/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the head of a request says beside method and path: for whom a proxy speaks, where the body
 * ends, what stands behind the "?", what the browser unpacks, and whether another site sent the
 * form.
 */
#include "server.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { QUERY_MAX = 40 };

/* X-Forwarded-For, all lines of it as one: a proxy may add a line below what the guest wrote. */
struct forwarded {
    struct arena *arena;
    const char *hops; /* NULL: no such line */
};

static enum MHD_Result add_hops(void *context, enum MHD_ValueKind kind, const char *name,
                                const char *value)
{
    struct forwarded *x = context;
    (void)kind;
    if (text_equals_nocase(name, "X-Forwarded-For"))
        x->hops = arena_printf(x->arena, "%s%s%s", x->hops ? x->hops : "", x->hops ? ", " : "",
                               value ? value : "");
    return MHD_YES;
}

const char *head_forwarded(struct arena *a, struct MHD_Connection *connection)
{
    struct forwarded x = {.arena = a};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_hops, &x);
    return x.hops;
}

/* What says where a body ends. */
struct framing {
    int lengths, encodings;
    bool strange;
};

static enum MHD_Result note_framing(void *context, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    struct framing *x = context;
    (void)kind;
    x->strange = x->strange || name[strcspn(name, " \t")] != '\0';
    x->lengths += text_equals_nocase(name, "Content-Length");
    if (!text_equals_nocase(name, "Transfer-Encoding"))
        return MHD_YES;
    x->encodings++;
    x->strange = x->strange || !value || !text_equals_nocase(value, "chunked");
    return MHD_YES;
}

bool head_ends_clearly(struct MHD_Connection *connection)
{
    struct framing x = {0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, note_framing, &x);
    return !x.strange && x.lengths + x.encodings <= 1;
}

/* What stands behind the "?" of the address. */
struct asking {
    struct arena *arena;
    struct pair *pairs;
    size_t count;
};

static enum MHD_Result add_asked(void *context, enum MHD_ValueKind kind, const char *key,
                                 size_t key_len, const char *value, size_t len)
{
    struct asking *x = context;
    (void)kind;
    if (x->count == QUERY_MAX || key_len > KEY_MAX)
        return MHD_NO;
    x->pairs[x->count++] = (struct pair){.name = arena_strndup(x->arena, key, key_len),
                                         .value = value ? value : "",
                                         .len = value ? len : 0};
    return MHD_YES;
}

void head_query(struct MHD_Connection *connection, struct web_request *q)
{
    if (MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, NULL, NULL) == 0)
        return;
    struct asking x = {.arena = q->arena,
                       .pairs = arena_array(q->arena, QUERY_MAX, sizeof(struct pair))};
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, add_asked, &x);
    q->query = x.pairs;
    q->query_count = x.count;
}

/* Of "gzip;q=0.5": is the weight more than nothing? */
static bool is_wanted(const char *at)
{
    at = strstr(at, "q=");
    return !at || strpbrk(at, "123456789");
}

bool head_takes_packed(struct MHD_Connection *connection)
{
    const char *all =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    enum { NO, YES, UNSAID } gzip = UNSAID;
    bool any = false;
    char one[32];
    for (const char *at = all ? all : ""; *at; at += *at == ',') {
        at += strspn(at, " \t");
        size_t len = strcspn(at, ","), name = strcspn(at, ",; \t");
        size_t held = len < sizeof one ? len : sizeof one - 1;
        memcpy(one, at, held);
        one[held] = '\0';
        if (name == 4 && strncasecmp(one, "gzip", 4) == 0)
            gzip = is_wanted(one) ? YES : NO;
        else if (name == 1 && *one == '*')
            any = is_wanted(one);
        at += len;
    }
    return gzip == UNSAID ? any : gzip == YES;
}

bool head_is_foreign(struct MHD_Connection *connection)
{
    const char *site = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
    return site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

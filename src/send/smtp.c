/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * SMTP in our own words, over a connection that net.h has opened, secured and logged in: the
 * engine `libcurl`, for port 465, OAuth2 and IPv6 literals, and for whoever prefers it.
 *
 * Where PIPELINING is offered, MAIL, RCPT and DATA leave in one write. What is read strictly is
 * never guessed at: before the final dot anything odd is "again", and the connection is dropped;
 * behind the dot it is "unsure". The text and its final dot are written apart, so that a write
 * which fails says on which side of the dot it happened.
 *
 * A connection is kept for the next letter; after a refusal RSET makes it clean. One that the
 * server has closed while it idled is opened anew, once, without the letter noticing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "wire.h"

enum {
    MOST_LETTERS = 100, /* over one connection */
    QUIT_MS = 2000,
    READ_BYTES = 4096,
};

struct smtp {
    struct driver driver;
    struct driver_options options;
    struct net_token token;
    struct net_stream *stream; /* NULL: not connected */
    struct wire_offers offers;
    unsigned letters; /* over this connection */
    int64_t used_at;  /* clock_ticks() of the last letter's end */
    char unread[READ_BYTES];
    size_t from, till; /* of unread */
};

/* ---------------------------------------------------------------- the dialogue's two verbs */

enum heard { HEARD, HEARD_NOTHING, HEARD_END, HEARD_NOISE };

static const char *const why_unheard[] = {
    [HEARD] = "",
    [HEARD_NOTHING] = "no reply in time",
    [HEARD_END] = "the connection was lost",
    [HEARD_NOISE] = "what came is no SMTP reply",
};

static bool say(struct smtp *s, const char *data, size_t len, int ms)
{
    return net_write(s->stream, data, len, clock_ticks() + ms, NULL) == DONE;
}

static bool fill(struct smtp *s, int64_t deadline, enum heard *why)
{
    s->from = s->till = 0;
    enum net_got got = net_read(s->stream, s->unread, sizeof s->unread, &s->till, deadline);
    *why = got == NET_QUIET ? HEARD_NOTHING : HEARD_END;
    return got == NET_BYTES;
}

/* Reads one reply, all of it before the deadline: a byte now and then does not stretch it. */
static enum heard hear(struct smtp *s, struct reply *r, int ms)
{
    int64_t deadline = clock_ticks() + ms;
    enum heard why;
    *r = (struct reply){0};
    for (;;) {
        if (s->from == s->till && !fill(s, deadline, &why))
            return why;
        size_t used;
        enum reply_state state = reply_read(r, s->unread + s->from, s->till - s->from, &used);
        s->from += used;
        if (state == REPLY_BAD)
            return HEARD_NOISE;
        if (state == REPLY_WHOLE)
            return HEARD;
        if (clock_ticks() >= deadline)
            return HEARD_NOTHING;
    }
}

/* ---------------------------------------------------------------- the connection */

static void drop(struct smtp *s)
{
    if (s->stream)
        net_close(&s->stream);
    s->from = s->till = 0;
    s->letters = 0;
}

static void quit(struct smtp *s)
{
    struct reply r;
    if (s->stream && say(s, "QUIT\r\n", 6, QUIT_MS))
        hear(s, &r, QUIT_MS);
    drop(s);
}

static bool connect_to(struct smtp *s, struct arena *a, struct delivery *out)
{
    const struct settings *settings = s->options.settings;
    struct fault f = {0};
    struct net_target target = {
        .protocol = settings->send.kind == TARGET_SMTPS ? NET_SMTPS : NET_SMTP,
        .server = &settings->send.server,
        .token = &s->token,
        .connect_ms = s->options.deadlines->connect,
        .total_ms = s->options.deadlines->connect + s->options.deadlines->command,
    };
    enum outcome o = s->options.open(&target, &s->stream, &f);
    if (o != DONE) {
        s->stream = NULL;
        delivery_set(out, AGAIN, TROUBLE_BEFORE, "%s", f.text);
        out->lasting = o == NEVER;
        return false;
    }
    s->offers = (struct wire_offers){
        .pipelining = net_offers(s->stream, a, "PIPELINING", NULL),
        .dsn = net_offers(s->stream, a, "DSN", NULL),
        .size = net_offers(s->stream, a, "SIZE", NULL),
    };
    return true;
}

/* Makes the connection clean for the next letter, or drops it. */
static void reset(struct smtp *s)
{
    struct reply r;
    int ms = s->options.deadlines->command;
    if (!say(s, "RSET\r\n", 6, ms) || hear(s, &r, ms) != HEARD || r.code != 250)
        drop(s);
}

/* ---------------------------------------------------------------- one letter */

/* What is said of one letter, and the replies to it. */
struct envelope {
    struct buffer mail, rcpt, body;
    struct reply replies[3]; /* by enum step */
    int heard;               /* how many of them */
};

static void compose(struct smtp *s, struct arena *a, const struct outgoing *l, struct envelope *e)
{
    size_t len;
    char *mended = wire_mend(a, l->raw, l->len, &len);
    buffer_init(&e->mail, 4096);
    buffer_init(&e->rcpt, 4096);
    buffer_init(&e->body, len * 2 + 16);
    wire_mail(&e->mail, a, driver_return_path(s->options.settings, l, a), l->message_id, len,
              &s->offers);
    wire_rcpt(&e->rcpt, a, l->address, &s->offers);
    wire_stuff(&e->body, mended, len);
}

static void discard(struct envelope *e)
{
    buffer_free(&e->mail);
    buffer_free(&e->rcpt);
    buffer_free(&e->body);
}

/* The dialogue broke before the final dot: nothing has been delivered. */
static void broke_before(struct smtp *s, enum heard why, struct delivery *out)
{
    drop(s);
    delivery_set(out, AGAIN, TROUBLE_BROKEN, "%s", why_unheard[why]);
}

/*
 * Says MAIL, RCPT and DATA and hears their replies; without PIPELINING it stops at the first
 * refusal. False: the connection broke.
 */
static bool say_envelope(struct smtp *s, struct envelope *e, struct delivery *out)
{
    static const char data[] = "DATA\r\n";
    int ms = s->options.deadlines->command;
    const char *parts[3] = {buffer_text(&e->mail), buffer_text(&e->rcpt), data};
    enum heard why = HEARD_END;
    if (s->offers.pipelining) {
        buffer_puts(&e->mail, parts[1]);
        buffer_puts(&e->mail, data);
        if (!say(s, buffer_text(&e->mail), e->mail.len, ms))
            return broke_before(s, why, out), false;
    }
    for (e->heard = 0; e->heard < 3;) {
        const char *part = parts[e->heard];
        struct reply *r = &e->replies[e->heard];
        if (!s->offers.pipelining && !say(s, part, strlen(part), ms))
            return broke_before(s, why, out), false;
        why = hear(s, r, e->heard == STEP_DATA ? s->options.deadlines->data : ms);
        if (why != HEARD)
            return broke_before(s, why, out), false;
        e->heard++;
        if (!s->offers.pipelining && reply_outcome(r->code) != DONE)
            break;
    }
    return true;
}

/* The letter was refused in its envelope; DATA may have been let through with nobody to go to. */
static void refused(struct smtp *s, struct envelope *e, enum step step, struct delivery *out)
{
    struct reply r;
    int ms = s->options.deadlines->dot;
    reply_judge(&e->replies[step], step, out);
    if (e->heard == 3 && e->replies[STEP_DATA].code == 354 &&
        (!say(s, ".\r\n", 3, ms) || hear(s, &r, ms) != HEARD))
        drop(s);
    else if (out->trouble == TROUBLE_BROKEN && !out->lasting)
        drop(s);
    else
        reset(s);
}

static void say_body(struct smtp *s, const struct envelope *e, struct delivery *out)
{
    const struct deadlines *d = s->options.deadlines;
    struct reply r;
    if (!say(s, e->body.data, e->body.len, d->body)) {
        broke_before(s, HEARD_END, out);
        return;
    }
    s->stream->patient = true; /* what is not heard now, nobody will know */
    enum heard why = say(s, ".\r\n", 3, d->body) ? hear(s, &r, d->dot) : HEARD_END;
    s->stream->patient = false;
    enum outcome o = why == HEARD ? reply_outcome(r.code) : UNSURE;
    if (o == UNSURE) {
        drop(s);
        delivery_set(out, UNSURE, TROUBLE_BROKEN, "%s after the letter's end",
                     why == HEARD ? "an odd reply came" : why_unheard[why]);
        return;
    }
    delivery_set(out, o, r.code == 421 ? TROUBLE_BROKEN : TROUBLE_NONE, "%s", r.text);
    if (r.code == 421)
        drop(s);
    else if (o != DONE)
        reset(s);
}

static void transact(struct smtp *s, struct envelope *e, struct delivery *out)
{
    bool whole = say_envelope(s, e, out);
    for (enum step step = STEP_MAIL; step <= STEP_RCPT && (int)step < e->heard; step++)
        if (reply_outcome(e->replies[step].code) != DONE) {
            if (whole)
                refused(s, e, step, out);
            else
                reply_judge(&e->replies[step], step, out);
            return;
        }
    if (!whole)
        return;
    if (e->replies[STEP_DATA].code == 354)
        say_body(s, e, out);
    else
        refused(s, e, STEP_DATA, out);
}

static void send_letter(struct driver *driver, const struct outgoing *l, const struct feed *feed,
                        struct delivery *out)
{
    (void)feed;
    struct smtp *s = (struct smtp *)driver;
    struct arena *a = arena_new();
    bool again = s->stream != NULL; /* an old connection may have ended meanwhile */
    do {
        if (!s->stream && !connect_to(s, a, out))
            break;
        bool fresh = s->letters == 0;
        struct envelope *e = arena_alloc(a, sizeof *e);
        compose(s, a, l, e);
        transact(s, e, out);
        again = again && !fresh && !s->stream && e->heard == 0 && out->outcome == AGAIN;
        discard(e);
    } while (again);
    if (s->stream && ++s->letters >= MOST_LETTERS)
        quit(s);
    s->used_at = clock_ticks();
    arena_free(&a);
}

static void rest(struct driver *driver)
{
    struct smtp *s = (struct smtp *)driver;
    if (s->stream && clock_ticks() - s->used_at >= s->options.deadlines->idle)
        quit(s);
}

static void close_driver(struct driver *driver)
{
    struct smtp *s = (struct smtp *)driver;
    quit(s);
    explicit_bzero(&s->token, sizeof s->token);
    free(s);
}

enum outcome smtp_open(const struct driver_options *o, struct driver **out, struct fault *f)
{
    struct smtp *s = calloc(1, sizeof *s);
    if (!s)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no memory for a connection");
    s->driver = (struct driver){send_letter, rest, close_driver};
    s->options = *o;
    if (!s->options.deadlines)
        s->options.deadlines = &deadlines_default;
    if (!s->options.open)
        s->options.open = net_open;
    *out = &s->driver;
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is written to an SMTP server, and the checks before it.
 *
 * libesmtp checks nothing that it is handed: a line end in a recipient would be a second command, a
 * bare LF before a dot a second letter. So everything is looked at here, once, for all engines.
 */
#include "wire.h"

#include <string.h>

#include "base/text.h"

/* ---------------------------------------------------------------- checks */

enum { LINE_BYTES = 998 };

/* Fields that must stand once, and those that must not stand at all. */
static const char *const once[] = {"From", "To", "Date", "Message-ID"};
static const char *const at_most_once[] = {"Subject", "Reply-To",   "Sender",
                                           "Cc",      "References", "In-Reply-To"};
static const char *const barred[] = {"Bcc", "Return-Path", "Original-Recipient", "Received"};

static bool is_field(const char *line, size_t n, const char *name)
{
    size_t len = strlen(name);
    return n > len && line[len] == ':' && text_starts_nocase(line, name);
}

struct fields {
    unsigned once[sizeof once / sizeof once[0]];
    unsigned at_most[sizeof at_most_once / sizeof at_most_once[0]];
    bool bad;
};

static void count_field(struct fields *c, const char *line, size_t n, const char *message_id)
{
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
        c->once[i] += is_field(line, n, once[i]);
    for (size_t i = 0; i < sizeof at_most_once / sizeof at_most_once[0]; i++)
        c->at_most[i] += is_field(line, n, at_most_once[i]);
    for (size_t i = 0; i < sizeof barred / sizeof barred[0]; i++)
        c->bad = c->bad || is_field(line, n, barred[i]);
    c->bad = c->bad || text_starts_nocase(line, "Resent-") || !memchr(line, ':', n);
    if (is_field(line, n, "Message-ID"))
        c->bad = c->bad || !memmem(line, n, message_id, strlen(message_id));
}

static bool header_sound(const struct outgoing *l)
{
    struct fields c = {0};
    const char *p = l->raw, *end = l->raw + l->len;
    for (size_t n; p < end; p += n + 1) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        n = (size_t)((lf ? lf : end) - p);
        if (n == 0 || (n == 1 && p[0] == '\r'))
            break;
        if (*p != ' ' && *p != '\t')
            count_field(&c, p, n, l->message_id);
    }
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
        c.bad = c.bad || c.once[i] != 1;
    for (size_t i = 0; i < sizeof at_most_once / sizeof at_most_once[0]; i++)
        c.bad = c.bad || c.at_most[i] > 1;
    return !c.bad;
}

static bool ascii(const char *raw, size_t len)
{
    unsigned char all = 0;
    for (size_t i = 0; i < len; i++)
        all |= (unsigned char)raw[i];
    return all <= 0x7F && !memchr(raw, '\0', len);
}

static bool bytes_sound(const char *raw, size_t len)
{
    const char *end = raw + len;
    for (const char *p = raw, *next; p < end; p = next) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        next = lf ? lf + 1 : end;
        if ((size_t)((lf ? lf : end) - p) > LINE_BYTES + 1)
            return false;
    }
    return len > 0 && ascii(raw, len);
}

enum outcome wire_sound(const struct outgoing *l, const char *return_path, struct fault *f)
{
    if (!l->address || !text_is_address(l->address))
        return fault_set(f, NEVER, EXIT_DATA, "the letter's address is malformed");
    if (!return_path || !text_is_address(return_path))
        return fault_set(f, NEVER, EXIT_DATA, "the return address is malformed");
    if (!l->raw || !bytes_sound(l->raw, l->len))
        return fault_set(f, NEVER, EXIT_DATA, "the letter's bytes are not plain lines of text");
    if (!l->message_id || !l->message_id[0] || !header_sound(l))
        return fault_set(f, NEVER, EXIT_DATA, "the letter's header is not whole");
    return DONE;
}

/* ---------------------------------------------------------------- bytes */

static size_t count_of(const char *raw, size_t len, char c)
{
    size_t n = 0;
    const char *end = raw + len;
    for (const char *p = raw; p < end && (p = memchr(p, c, (size_t)(end - p))); p++)
        n++;
    return n;
}

static char *put(char *out, const char *bytes, size_t len)
{
    memcpy(out, bytes, len);
    return out + len;
}

/* Line by line; within a line each CR that stands alone ends one, too. */
char *wire_mend(struct arena *a, const char *raw, size_t len, size_t *mended)
{
    const char *end = raw + len;
    char *start = arena_alloc(a, len + count_of(raw, len, '\n') + count_of(raw, len, '\r') + 3);
    char *out = start;
    for (const char *p = raw; p < end;) {
        const char *lf = memchr(p, '\n', (size_t)(end - p)), *stop = lf ? lf : end;
        const char *cr = memchr(p, '\r', (size_t)(stop - p));
        out = put(out, p, (size_t)((cr ? cr : stop) - p));
        if (cr || lf)
            out = put(out, "\r\n", 2);
        if (cr && cr + 1 != lf)
            p = cr + 1;
        else
            p = lf ? lf + 1 : end;
    }
    if (out - start < 2 || out[-1] != '\n')
        out = put(out, "\r\n", 2);
    *mended = (size_t)(out - start);
    return start;
}

void wire_stuff(struct buffer *b, const char *mended, size_t len)
{
    const char *end = mended + len;
    for (const char *p = mended, *next; p < end; p = next) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        next = lf ? lf + 1 : end;
        if (*p == '.')
            buffer_putc(b, '.');
        buffer_add(b, p, (size_t)(next - p));
    }
}

char *wire_xtext(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) * 3 + 1), *to = out;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p > ' ' && *p < 0x7F && *p != '+' && *p != '=') {
            *to++ = (char)*p;
            continue;
        }
        *to++ = '+';
        *to++ = "0123456789ABCDEF"[*p >> 4];
        *to++ = "0123456789ABCDEF"[*p & 15];
    }
    return out;
}

/* ---------------------------------------------------------------- commands */

/* RFC 3461 allows 100 characters of ENVID; a longer one is left out. */
enum { ENVID_CHARS = 100 };

void wire_mail(struct buffer *b, struct arena *a, const char *return_path, const char *envid,
               size_t size, const struct wire_offers *offers)
{
    buffer_printf(b, "MAIL FROM:<%s>", return_path);
    if (offers->size)
        buffer_printf(b, " SIZE=%zu", size);
    if (offers->dsn) {
        const char *id = wire_xtext(a, envid);
        buffer_puts(b, " RET=HDRS");
        if (id[0] && strlen(id) <= ENVID_CHARS)
            buffer_printf(b, " ENVID=%s", id);
    }
    buffer_puts(b, "\r\n");
}

void wire_rcpt(struct buffer *b, struct arena *a, const char *address,
               const struct wire_offers *offers)
{
    buffer_printf(b, "RCPT TO:<%s>", address);
    if (offers->dsn)
        buffer_printf(b, " NOTIFY=FAILURE,DELAY ORCPT=rfc822;%s", wire_xtext(a, address));
    buffer_puts(b, "\r\n");
}

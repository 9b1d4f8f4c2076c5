/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * winmail.dat (MS-OXTNEF): what Outlook wraps a mail in when it thinks that Outlook will read it.
 *
 * We take the text, in the order plain, HTML, compressed RTF, and the names and sizes of the
 * files inside. Everything is read through a cursor that knows its end, so a length that lies
 * ends the reading and nothing else.
 */
#include "mime_private.h"

#include <string.h>

enum {
    SIGNATURE = 0x223E9F78,
    ATT_BODY = 0x800C,
    ATT_MAPI_PROPS = 0x9003,
    ATT_ATTACH_REND_DATA = 0x9002,
    ATT_ATTACH_TITLE = 0x8010,
    ATT_ATTACH_DATA = 0x800F,
    ATT_ATTACHMENT = 0x9005,
    ATT_OEM_CODEPAGE = 0x9007,
    PROP_BODY = 0x1000,
    PROP_RTF = 0x1009,
    PROP_HTML = 0x1013,
    PROP_LONG_NAME = 0x3707,
    PROP_CODEPAGE = 0x3FDE,
    TYPE_STRING8 = 0x1E,
    TYPE_UNICODE = 0x1F,
    MULTIPLE = 0x1000,
};

struct cursor {
    const unsigned char *at, *end;
    bool broken;
};

struct span {
    const unsigned char *data;
    size_t len;
    bool wide; /* UTF-16 */
};

struct winmail {
    struct span body, html, rtf, name;
    unsigned codepage;
    size_t file_bytes;
    bool in_file;
};

static struct span take(struct cursor *c, size_t len)
{
    struct span s = {.data = c->at};
    if (len > (size_t)(c->end - c->at)) {
        c->broken = true;
        c->at = c->end;
        return s;
    }
    s.len = len;
    c->at += len;
    return s;
}

static uint32_t number(struct cursor *c, size_t bytes)
{
    struct span s = take(c, bytes);
    uint32_t n = 0;
    for (size_t i = s.len; i > 0; i--)
        n = n << 8 | s.data[i - 1];
    return n;
}

/* The size of a fixed type in the stream (padded to four bytes); 0 for those with a length. */
static size_t fixed_size(unsigned type)
{
    switch (type) {
    case 0x02:
    case 0x03:
    case 0x04:
    case 0x0A:
    case 0x0B:
        return 4;
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x14:
    case 0x40:
        return 8;
    case 0x48:
        return 16;
    default:
        return 0;
    }
}

static struct span padded(struct cursor *c, size_t len)
{
    struct span s = take(c, len);
    take(c, (4 - len % 4) % 4);
    return s;
}

/* Reads past a property's name, which those from 0x8000 on carry along. */
static void named(struct cursor *c)
{
    take(c, 16);
    if (number(c, 4) == 0)
        take(c, 4);
    else
        padded(c, number(c, 4));
}

static void keep(struct winmail *w, unsigned id, struct span s)
{
    if (id == PROP_BODY)
        w->body = s;
    else if (id == PROP_HTML)
        w->html = s;
    else if (id == PROP_RTF)
        w->rtf = s;
    else if (id == PROP_LONG_NAME && w->in_file)
        w->name = s;
    else if (id == PROP_CODEPAGE && s.len >= 4)
        w->codepage = (unsigned)(s.data[0] | s.data[1] << 8 | s.data[2] << 16);
}

static void properties(struct winmail *w, struct span all)
{
    struct cursor c = {.at = all.data, .end = all.data + all.len};
    uint32_t count = number(&c, 4);
    for (uint32_t i = 0; i < count && !c.broken; i++) {
        unsigned type = number(&c, 2), id = number(&c, 2);
        if (id >= 0x8000)
            named(&c);
        size_t size = fixed_size(type & ~(unsigned)MULTIPLE);
        uint32_t values = size == 0 || type & MULTIPLE ? number(&c, 4) : 1;
        for (uint32_t v = 0; v < values && !c.broken; v++) {
            struct span s = size ? take(&c, size) : padded(&c, number(&c, 4));
            s.wide = type == TYPE_UNICODE;
            if (v == 0 && !c.broken)
                keep(w, id, s);
        }
    }
}

static char *span_text(struct job *j, const struct winmail *w, struct span s)
{
    const char *charset = s.wide ? "utf-16le" : NULL, *data = (const char *)s.data;
    if (!s.wide && w->codepage == 65001)
        charset = "utf-8";
    else if (!s.wide && w->codepage >= 1250 && w->codepage <= 1258)
        charset = arena_printf(j->arena, "windows-%u", w->codepage);
    struct decoded d = charset_decode(j->arena, data, s.len, charset);
    return charset_tidy(j->arena, d.text, d.len);
}

/* The file that was being described is complete. */
static void end_file(struct job *j, struct winmail *w)
{
    if (w->in_file)
        job_attach(j, span_text(j, w, w->name), "application/octet-stream", w->file_bytes);
    w->in_file = false;
    w->name = (struct span){0};
    w->file_bytes = 0;
}

static void attribute(struct job *j, struct winmail *w, unsigned id, struct span s)
{
    switch (id) {
    case ATT_ATTACH_REND_DATA:
        end_file(j, w);
        w->in_file = true;
        break;
    case ATT_ATTACH_TITLE:
        w->name = s;
        break;
    case ATT_ATTACH_DATA:
        w->file_bytes = s.len;
        break;
    case ATT_BODY:
        w->body = s;
        break;
    case ATT_OEM_CODEPAGE:
        keep(w, PROP_CODEPAGE, s);
        break;
    case ATT_MAPI_PROPS:
    case ATT_ATTACHMENT:
        properties(w, s);
        break;
    default:
        break;
    }
}

/* Plain text first, then HTML, then RTF: the first that has anything to say. */
static char *best_text(struct job *j, const struct winmail *w)
{
    size_t max = j->limits.text_bytes;
    char *text = w->body.len ? span_text(j, w, w->body) : NULL;
    if (text != NULL && text[0] != '\0')
        return text;
    if (w->html.len > 0) {
        text = span_text(j, w, w->html);
        text = mime_html_to_text(j->arena, text, strlen(text), max);
    } else if (w->rtf.len > 0) {
        size_t len = 0;
        char *rtf = rtf_unpack(j->arena, w->rtf.data, w->rtf.len, max * 4, &len);
        text = rtf ? rtf_to_text(j->arena, rtf, len, max) : NULL;
    }
    return text != NULL && text[0] != '\0' ? text : NULL;
}

char *tnef_read(struct job *j, const char *data, size_t len)
{
    struct cursor c = {.at = (const unsigned char *)data, .end = (const unsigned char *)data + len};
    struct winmail w = {0};
    if (number(&c, 4) != SIGNATURE) {
        job_defect(j, "tnef_broken");
        return NULL;
    }
    take(&c, 2);
    while (c.at < c.end && !c.broken && !job_late(j)) {
        take(&c, 1);
        unsigned id = number(&c, 4) & 0xFFFF;
        struct span s = take(&c, number(&c, 4));
        take(&c, 2);
        if (s.len > 0)
            attribute(j, &w, id, s);
    }
    end_file(j, &w);
    if (c.broken)
        job_defect(j, "tnef_broken");
    return best_text(j, &w);
}

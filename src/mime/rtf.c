/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The RTF that Outlook puts into winmail.dat: unpacked (MS-OXRTFCP), and turned into text.
 *
 * An RTF that was made from HTML (MS-OXRTFEX) carries that HTML in \*\htmltag groups and switches
 * its own rendering off by \htmlrtf; then the HTML is put together and read as such. Otherwise
 * only what makes lines and letters is understood: \par, \line, \tab, \cell, \'hh, \uN.
 */
#include "mime_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    WINDOW = 4096,
    COMPRESSED = 0x75465A4C,
    UNCOMPRESSED = 0x414C454D,
    DEPTH = 100,
};

static const char preset[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static uint32_t little(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

struct window {
    unsigned char bytes[WINDOW];
    size_t at; /* where the next byte goes */
};

static void emit_byte(struct window *w, unsigned char byte, struct buffer *out)
{
    w->bytes[w->at] = byte;
    w->at = (w->at + 1) % WINDOW;
    buffer_putc(out, (char)byte);
}

/* LZ: references into the window, or literals, eight to a control byte. */
static void unpack(const unsigned char *p, const unsigned char *end, struct buffer *out)
{
    struct window w = {.at = sizeof preset - 1};
    memcpy(w.bytes, preset, sizeof preset - 1);
    while (p < end && !out->full) {
        unsigned control = *p++;
        for (int bit = 0; bit < 8 && p < end; bit++, control >>= 1) {
            if (!(control & 1)) {
                emit_byte(&w, *p++, out);
                continue;
            }
            if (end - p < 2)
                return;
            size_t from = (size_t)p[0] << 4 | p[1] >> 4, count = (p[1] & 0x0Fu) + 2;
            p += 2;
            if (from == w.at) /* the end mark */
                return;
            for (; count > 0; count--, from = (from + 1) % WINDOW)
                emit_byte(&w, w.bytes[from], out);
        }
    }
}

char *rtf_unpack(struct arena *a, const unsigned char *data, size_t len, size_t max, size_t *out)
{
    if (len < 16)
        return NULL;
    uint32_t size = little(data + 4), kind = little(data + 8);
    if (kind == UNCOMPRESSED) {
        *out = len - 16 < max ? len - 16 : max;
        return arena_strndup(a, (const char *)data + 16, *out);
    }
    if (kind != COMPRESSED)
        return NULL;
    struct buffer b;
    buffer_init(&b, size < max ? size : max);
    unpack(data + 16, data + len, &b);
    *out = b.len;
    char *rtf = arena_alloc(a, b.len + 1);
    memcpy(rtf, buffer_text(&b), b.len);
    buffer_free(&b);
    return rtf;
}

struct group {
    bool skip, tag; /* a destination without text; a \*\htmltag group */
    unsigned uc;    /* how many characters stand in for a \u */
};

struct rtf {
    const char *p, *end;
    struct buffer out;
    struct group stack[DEPTH];
    size_t depth, beyond; /* beyond: groups deeper than the stack */
    bool html, off;       /* wraps HTML; \htmlrtf is on */
    unsigned pass;        /* characters still to be left out behind a \u */
};

/* Surrogates, which Outlook writes in pairs, become one mark each. */
static void emit(struct rtf *r, uint32_t cp)
{
    const struct group *g = &r->stack[r->depth];
    char bytes[4];
    if (r->pass > 0)
        r->pass--;
    else if (!g->skip && !r->off)
        buffer_add(&r->out, bytes, text_put(cp >= 0xD800 && cp <= 0xDFFF ? 0xFFFD : cp, bytes));
}

static void emit_text(struct rtf *r, const char *text)
{
    r->pass = 0;
    while (*text)
        emit(r, (unsigned char)*text++);
}

static void obey(struct rtf *r, const char *word, bool has, long n)
{
    static const char *const silent[] = {"fonttbl", "colortbl", "stylesheet", "info",      "pict",
                                         "header",  "footer",   "object",     "themedata", NULL};
    struct group *g = &r->stack[r->depth];
    for (size_t i = 0; silent[i] != NULL; i++)
        if (strcmp(word, silent[i]) == 0)
            g->skip = true;
    if (strcmp(word, "fromhtml") == 0)
        r->html = true;
    else if (strcmp(word, "htmltag") == 0)
        g->skip = !(g->tag = true);
    else if (strcmp(word, "htmlrtf") == 0)
        r->off = !has || n != 0;
    else if (strcmp(word, "uc") == 0)
        g->uc = n >= 0 && n < 10 ? (unsigned)n : 1;
    else if (strcmp(word, "par") == 0 || strcmp(word, "line") == 0 || strcmp(word, "row") == 0)
        emit_text(r, "\n");
    else if (strcmp(word, "tab") == 0 || strcmp(word, "cell") == 0)
        emit_text(r, "\t");
    else if (strcmp(word, "u") == 0) {
        r->pass = 0;
        emit(r, n < 0 ? (uint32_t)(n + 65536) : (uint32_t)n);
        r->pass = g->uc;
    }
}

static int hex(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* Reads a control word or symbol; r->p stands behind the backslash. */
static void backslash(struct rtf *r)
{
    if (r->p >= r->end)
        return;
    if (*r->p == '\'' && r->end - r->p >= 3 && isxdigit((unsigned char)r->p[1]) &&
        isxdigit((unsigned char)r->p[2])) {
        emit(r, charset_c1((uint32_t)(hex(r->p[1]) * 16 + hex(r->p[2]))));
        r->p += 3;
        return;
    }
    if (!isalpha((unsigned char)*r->p)) {
        char c = *r->p++;
        if (c == '*')
            r->stack[r->depth].skip = true;
        else if (c == '~')
            emit(r, ' ');
        else if (c == '\\' || c == '{' || c == '}')
            emit(r, (unsigned char)c);
        return;
    }
    char word[32];
    size_t len = 0;
    for (; r->p < r->end && isalpha((unsigned char)*r->p); r->p++)
        if (len < sizeof word - 1)
            word[len++] = *r->p;
    word[len] = '\0';
    bool minus = r->p < r->end && *r->p == '-';
    const char *digits = r->p += minus;
    long n = 0;
    for (; r->p < r->end && isdigit((unsigned char)*r->p); r->p++)
        n = n > 1000000 ? n : n * 10 + (*r->p - '0');
    bool has = r->p > digits;
    r->p += r->p < r->end && *r->p == ' ';
    obey(r, word, has, minus ? -n : n);
}

static void open_group(struct rtf *r)
{
    if (r->beyond > 0 || r->depth + 1 == DEPTH) {
        r->beyond++;
        return;
    }
    r->stack[r->depth + 1] = r->stack[r->depth];
    r->depth++;
}

static void close_group(struct rtf *r)
{
    if (r->beyond > 0)
        r->beyond--;
    else if (r->depth > 0)
        r->depth--;
}

char *rtf_to_text(struct arena *a, const char *rtf, size_t len, size_t max)
{
    struct rtf *r = arena_alloc(a, sizeof *r);
    r->p = rtf;
    r->end = rtf + len;
    r->stack[0].uc = 1;
    buffer_init(&r->out, max * 4);
    while (r->p < r->end && !r->out.full) {
        char c = *r->p++;
        if (c == '{')
            open_group(r);
        else if (c == '}')
            close_group(r);
        else if (c == '\\')
            backslash(r);
        else if (c != '\r' && c != '\n' && c != '\0')
            emit(r, charset_c1((unsigned char)c));
    }
    const char *text = buffer_text(&r->out);
    char *plain = r->html ? mime_html_to_text(a, text, r->out.len, max)
                          : charset_cut(charset_tidy(a, text, r->out.len), max);
    buffer_free(&r->out);
    return plain;
}

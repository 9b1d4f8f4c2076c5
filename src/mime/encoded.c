/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Encoded words (RFC 2047) as they are really written.
 *
 * GMime loses what follows a padded base64 word when another word follows it directly, which is
 * how Outlook splits long subjects. So runs of words are put together here: the bytes of
 * neighbours in the same charset are joined before they are read, since some programs split in
 * the middle of a letter. Raw 8-bit text between them is read like an undeclared body.
 */
#include "tree.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

struct word {
    char charset[40];
    bool base64;
    const char *text, *end; /* the encoded text */
    const char *next;       /* behind the word's "?=" */
};

/* Reads the word that begins at p ("=?"); false when it is none. */
static bool read_word(const char *p, struct word *w)
{
    const char *charset = p + 2, *mark = strchr(charset, '?');
    if (mark == NULL || mark == charset || (size_t)(mark - charset) >= sizeof w->charset)
        return false;
    if (mark[1] == '\0' || strchr("BbQq", mark[1]) == NULL || mark[2] != '?')
        return false;
    memcpy(w->charset, charset, (size_t)(mark - charset));
    w->charset[mark - charset] = '\0';
    w->charset[strcspn(w->charset, "*")] = '\0'; /* a language may stand behind (RFC 2231) */
    w->base64 = mark[1] == 'B' || mark[1] == 'b';
    w->text = mark + 3;
    w->end = strstr(w->text, "?=");
    w->next = w->end ? w->end + 2 : NULL;
    return w->end != NULL;
}

/* Adds the word's decoded bytes. */
static void decode_word(struct arena *a, const struct word *w, struct buffer *bytes)
{
    size_t len = (size_t)(w->end - w->text);
    char *in = arena_strndup(a, w->text, len), *out = arena_alloc(a, len + 8);
    for (char *p = in; !w->base64 && *p; p++)
        *p = *p == '_' ? ' ' : *p;
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, w->base64 ? GMIME_CONTENT_ENCODING_BASE64
                                                  : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    buffer_add(bytes, out, g_mime_encoding_step(&state, in, len, out));
}

static void put_text(struct arena *a, struct buffer *out, const struct buffer *bytes,
                     const char *charset)
{
    struct decoded d = charset_decode(a, buffer_text(bytes), bytes->len, charset);
    buffer_add(out, d.text, d.len);
}

/* One word in UTF-8, for GMime to read. */
static void put_word(struct buffer *out, const struct buffer *text)
{
    char *base64 = g_base64_encode((const guchar *)buffer_text(text), text->len);
    buffer_printf(out, "=?utf-8?B?%s?=", base64);
    g_free(base64);
}

/* Reads the run of words at *p, moves *p behind it, and adds its text. */
static bool put_run(struct arena *a, const char **p, bool as_word, struct buffer *out)
{
    struct word w, next;
    if (!read_word(*p, &w))
        return false;
    struct buffer bytes, text;
    buffer_init(&bytes, out->max);
    buffer_init(&text, out->max);
    for (bool more = true; more; w = more ? next : w) {
        decode_word(a, &w, &bytes);
        const char *gap = w.next + strspn(w.next, " \t\r\n");
        more = gap[0] == '=' && gap[1] == '?' && read_word(gap, &next);
        if (!more || strcasecmp(w.charset, next.charset) != 0) {
            put_text(a, &text, &bytes, w.charset);
            buffer_clear(&bytes);
        }
    }
    *p = w.next;
    if (as_word)
        put_word(out, &text);
    else
        buffer_add(out, buffer_text(&text), text.len);
    buffer_free(&bytes);
    buffer_free(&text);
    return true;
}

static char *each_run(struct arena *a, const char *value, bool as_word)
{
    struct buffer out;
    buffer_init(&out, strlen(value) * 8 + 64);
    bool closes = strstr(value, "?=") != NULL;
    for (const char *p = value; *p;) {
        if (closes && p[0] == '=' && p[1] == '?' && put_run(a, &p, as_word, &out))
            continue;
        const char *stop = strstr(p + 1, "=?");
        size_t len = stop ? (size_t)(stop - p) : strlen(p);
        struct decoded d = charset_decode(a, p, len, NULL);
        buffer_add(&out, d.text, d.len);
        p += len;
    }
    char *text = text_repair(a, buffer_text(&out), out.len);
    buffer_free(&out);
    return text;
}

char *encoded_text(struct arena *a, const char *value)
{
    return each_run(a, value, false);
}

char *encoded_joined(struct arena *a, const char *value)
{
    return each_run(a, value, true);
}

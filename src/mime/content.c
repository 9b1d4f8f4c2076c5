/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One part's content: its bytes, its size, its text.
 *
 * Files are only counted, block by block; text is read as far as the limits go. What all text
 * parts of a mail together may cost is bounded by the job's budget, so that a thousand large parts
 * take no longer than one.
 */
#include "tree.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum {
    CHUNK = 65536,
    HTML_FACTOR = 8, /* an HTML part may be this much larger than the text that is kept of it */
};

/* False where text was only labelled base64: its first line holds what base64 cannot. */
static bool is_base64(GMimeStream *raw)
{
    char head[256];
    ssize_t n = g_mime_stream_read(raw, head, sizeof head);
    g_mime_stream_reset(raw);
    ssize_t i = 0;
    while (i < n && strchr(" \t\r\n", head[i]) != NULL)
        i++;
    for (; i < n && head[i] != '\r' && head[i] != '\n'; i++)
        if (!isalnum((unsigned char)head[i]) && strchr("+/= \t", head[i]) == NULL)
            return false;
        else if (head[i] == ' ' && i + 1 < n && isalnum((unsigned char)head[i + 1]))
            return false;
    return true;
}

/* The part's content, decoded, as a stream that the caller unrefs; NULL when it has none. */
static GMimeStream *open_content(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *raw = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (raw == NULL)
        return NULL;
    g_mime_stream_reset(raw);
    GMimeStream *stream = g_mime_stream_filter_new(raw);
    GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
    if (encoding == GMIME_CONTENT_ENCODING_BASE64 && GMIME_IS_TEXT_PART(part) && !is_base64(raw))
        encoding = GMIME_CONTENT_ENCODING_DEFAULT;
    if (encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_UUENCODE ||
        encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
        GMimeFilter *filter = g_mime_filter_basic_new(encoding, FALSE);
        g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
        g_object_unref(filter);
    }
    return stream;
}

size_t content_read(struct job *j, GMimePart *part, struct buffer *out)
{
    GMimeStream *stream = open_content(part);
    if (stream == NULL)
        return 0;
    char *chunk = g_malloc(CHUNK);
    size_t total = 0;
    for (ssize_t n; (n = g_mime_stream_read(stream, chunk, CHUNK)) > 0; total += (size_t)n) {
        if (out != NULL) {
            size_t room = out->max - out->len, want = (size_t)n < room ? (size_t)n : room;
            buffer_add(out, chunk, want);
            out->full |= want < (size_t)n;
        }
        if (job_late(j))
            break;
    }
    g_free(chunk);
    g_object_unref(stream);
    j->leaf_bytes += total;
    return total;
}

const char *content_parameter(GMimeObject *object, const char *name)
{
    const char *value = g_mime_object_get_content_type_parameter(object, name);
    return value ? value : "";
}

static bool says(GMimeObject *object, const char *name, const char *value)
{
    return strcasecmp(content_parameter(object, name), value) == 0;
}

/* The charset that an HTML page names in its <meta>, or NULL. */
static const char *meta_charset(struct arena *a, const char *html, size_t len)
{
    size_t head = len < 2048 ? len : 2048;
    const char *at = text_find_nocase(html, head, "charset=");
    if (at == NULL)
        return NULL;
    at += strlen("charset=");
    at += at < html + head && (*at == '"' || *at == '\'');
    size_t n = 0;
    while (at + n < html + head && n < 40 && strchr("\"'/> ;\r\n", at[n]) == NULL)
        n++;
    return arena_strndup(a, at, n);
}

static bool looks_like_html(const char *text)
{
    text += strspn(text, " \t\r\n");
    return text_starts_nocase(text, "<!doctype html") || text_starts_nocase(text, "<html");
}

void content_add(struct job *j, struct body *to, const char *text)
{
    if (text_blank(text))
        return;
    if (to->text.len > 0)
        buffer_puts(&to->text, "\n\n");
    size_t room = to->text.max - to->text.len;
    if (strlen(text) > room) {
        job_defect(j, "text_truncated");
        text = charset_cut(arena_strdup(j->arena, text), room);
    }
    buffer_puts(&to->text, text);
}

static void note_charset(struct job *j, struct body *to, const struct decoded *d)
{
    if (d->defect != NULL)
        job_defect(j, d->defect);
    if (to->charset == NULL && d->len > 0)
        to->charset = d->charset;
}

void content_text(struct job *j, GMimePart *part, bool html, struct body *to)
{
    GMimeObject *object = GMIME_OBJECT(part);
    struct buffer raw;
    size_t most = j->limits.text_bytes * (html ? HTML_FACTOR : 1);
    buffer_init(&raw, most < j->text_budget ? most : j->text_budget);
    content_read(j, part, &raw);
    j->text_budget -= raw.len;
    if (raw.full)
        job_defect(j, "text_truncated");
    const char *bytes = buffer_text(&raw), *charset = content_parameter(object, "charset");
    if (memchr(bytes, '\0', raw.len) != NULL && !text_starts_nocase(charset, "utf-16"))
        job_defect(j, "nul_bytes");
    if (html && text_blank(charset))
        charset = meta_charset(j->arena, bytes, raw.len);
    struct decoded d = charset_decode(j->arena, bytes, raw.len, charset);
    buffer_free(&raw);
    note_charset(j, to, &d);
    html |= looks_like_html(d.text);
    char *text;
    if (html)
        text = mime_html_to_text(j->arena, d.text, d.len, j->limits.text_bytes);
    else if (says(object, "format", "flowed"))
        text = flowed_join(j->arena, d.text, d.len, says(object, "delsp", "yes"));
    else
        text = d.text;
    if (html && strlen(text) + 4 > j->limits.text_bytes)
        job_defect(j, "text_truncated");
    to->html |= html && !text_blank(text);
    content_add(j, to,
                html ? text : charset_tidy(j->arena, text, text == d.text ? d.len : strlen(text)));
}

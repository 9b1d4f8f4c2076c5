/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * mime_write(): a letter of ours to bytes.
 *
 * All that goes into a header is looked at first: a line end in a name or a subject would let its
 * author write headers of their own, so such a letter is refused and not mended. Bodies are always
 * quoted-printable, so the boundaries, which hold "=_", cannot occur in them; they are made from
 * the Message-ID, so that the same letter gives the same bytes whenever it is written.
 */
#include "tree.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

enum { LINE_BYTES = 998, ID_BYTES = 250, VALUE_BYTES = 8000 };

/* --- Looking before writing --------------------------------------------------------------------
 */

/* No control characters, well-formed, not endless. */
static bool value_safe(const char *value)
{
    for (const char *p = value; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return false;
    size_t len = strlen(value);
    return len <= VALUE_BYTES && text_is_utf8(value, len);
}

/* What may stand between < and > as a message id. */
static bool id_safe(const char *id, size_t len)
{
    if (len == 0 || len > ID_BYTES || memchr(id, '@', len) == NULL)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)id[i] >= 0x7F || id[i] <= ' ' || id[i] == '<' || id[i] == '>')
            return false;
    return true;
}

static bool ids_safe(const char *ids)
{
    for (const char *p = ids + strspn(ids, " "); *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        if (!id_safe(p, len))
            return false;
        p += len;
    }
    return true;
}

/* A field name of ours: a token, and none of those that the letter itself decides. */
static bool name_safe(const char *name)
{
    static const char *const taken[] = {"From",   "To",         "Cc",          "Bcc",
                                        "Date",   "Subject",    "Message-ID",  "Reply-To",
                                        "Sender", "References", "In-Reply-To", "MIME-Version"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (text_equals_nocase(name, taken[i]))
            return false;
    for (const char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p) && *p != '-')
            return false;
    return name[0] != '\0' && strlen(name) < 70 && !text_starts_nocase(name, "Content-");
}

/* A calendar's parameters: words without white space, quotes and separators. */
static bool calendar_safe(const struct mime_calendar *c)
{
    for (const char *p = c->name; *p; p++)
        if (!isalnum((unsigned char)*p) && strchr("-_.", *p) == NULL)
            return false;
    return c->name[0] != '\0' && strlen(c->name) < 70 && name_safe(c->method) &&
           text_is_utf8(c->text, strlen(c->text));
}

static const char *what_is_wrong(const struct mime_letter *l)
{
    if (l->from_address == NULL || !text_is_address(l->from_address))
        return "the sender's address is malformed";
    if (l->to_address == NULL || !text_is_address(l->to_address))
        return "the recipient's address is malformed";
    if (l->reply_to != NULL && !text_is_address(l->reply_to))
        return "the reply address is malformed";
    if ((l->from_name && !value_safe(l->from_name)) || (l->to_name && !value_safe(l->to_name)))
        return "a display name holds a control character";
    if (l->subject == NULL || !value_safe(l->subject))
        return "the subject holds a control character";
    if (l->message_id == NULL || !id_safe(l->message_id, strlen(l->message_id)))
        return "the message id is malformed";
    if (l->in_reply_to != NULL && !id_safe(l->in_reply_to, strlen(l->in_reply_to)))
        return "the id replied to is malformed";
    if (l->references != NULL && !ids_safe(l->references))
        return "a referenced id is malformed";
    if (l->text == NULL || !text_is_utf8(l->text, strlen(l->text)))
        return "the text is missing or not UTF-8";
    for (size_t i = 0; i < l->calendar_count; i++)
        if (!calendar_safe(&l->calendars[i]))
            return "a calendar's name, method or text is malformed";
    for (size_t i = 0; i < l->header_count; i++)
        if (!name_safe(l->headers[i].name) || !value_safe(l->headers[i].value))
            return "a header field would break out of its line";
    return NULL;
}

/* --- Building ----------------------------------------------------------------------------------
 */

/* A copy with LF line ends: CRLF is made of them when all is written. */
static char *with_lf(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text), *to = copy;
    for (const char *p = copy; *p; p++)
        if (p[0] != '\r' || p[1] != '\n')
            *to++ = *p;
    *to = '\0';
    return copy;
}

static GMimeObject *text_part(struct arena *a, const char *subtype, const char *text)
{
    GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
    char *body = with_lf(a, text);
    size_t len = strlen(body);
    if (len == 0 || body[len - 1] != '\n')
        body = arena_printf(a, "%s\n", body);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(body, strlen(body));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(GMIME_PART(part), content);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

static GMimeObject *calendar_part(struct arena *a, const struct mime_calendar *calendar)
{
    GMimeObject *part = text_part(a, "calendar", calendar->text);
    g_mime_object_set_content_type_parameter(part, "method", calendar->method);
    g_mime_object_set_disposition(part, GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(GMIME_PART(part), calendar->name);
    return part;
}

/* A multipart of two; takes over the references to both. */
static GMimeObject *pair(struct arena *a, const char *subtype, const char *id, GMimeObject *first,
                         GMimeObject *second)
{
    uint64_t hash = 1469598103934665603u;
    for (const char *p = id; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(
        multipart, arena_printf(a, "=_%s_%016llx", subtype, (unsigned long long)hash));
    g_mime_multipart_add(multipart, first);
    g_mime_multipart_add(multipart, second);
    g_object_unref(first);
    g_object_unref(second);
    return GMIME_OBJECT(multipart);
}

static GMimeObject *body_of(struct arena *a, const struct mime_letter *l)
{
    GMimeObject *body = text_part(a, "plain", l->text);
    if (l->html != NULL)
        body = pair(a, "alternative", l->message_id, body, text_part(a, "html", l->html));
    if (l->calendar_count == 0)
        return body;
    body = pair(a, "mixed", l->message_id, body, calendar_part(a, &l->calendars[0]));
    for (size_t i = 1; i < l->calendar_count; i++) {
        GMimeObject *part = calendar_part(a, &l->calendars[i]);
        g_mime_multipart_add(GMIME_MULTIPART(body), part);
        g_object_unref(part);
    }
    return body;
}

static void add_address(InternetAddressList *list, const char *name, const char *address)
{
    const char *shown = name && name[0] ? name : NULL;
    InternetAddress *mailbox = internet_address_mailbox_new(shown, address);
    internet_address_set_charset(mailbox, "utf-8");
    internet_address_list_add(list, mailbox);
    g_object_unref(mailbox);
}

/* The date with the offset that the process's zone has at that time. */
static void set_date(GMimeMessage *message, instant date)
{
    time_t seconds = (time_t)(date / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    GTimeZone *zone = g_time_zone_new_offset((gint32)local.tm_gmtoff);
    GDateTime *utc = g_date_time_new_from_unix_utc(seconds);
    GDateTime *there = g_date_time_to_timezone(utc, zone);
    g_mime_message_set_date(message, there);
    g_date_time_unref(there);
    g_date_time_unref(utc);
    g_time_zone_unref(zone);
}

static void set_ids(struct arena *a, GMimeObject *object, const char *name, const char *ids)
{
    size_t count = 0;
    char **each = text_split(a, ids, " ", &count), *value = NULL;
    for (size_t i = 0; i < count; i++)
        value =
            value ? arena_printf(a, "%s <%s>", value, each[i]) : arena_printf(a, "<%s>", each[i]);
    if (value != NULL)
        g_mime_object_set_header(object, name, value, "utf-8");
}

/* Fields that hold a link stay on one line: folding inside it would break it. */
static void set_field(struct arena *a, GMimeObject *object, const struct mime_header *h)
{
    bool plain = text_length(h->value) == strlen(h->value) && strlen(h->value) < 900;
    g_mime_object_append_header(object, h->name, plain ? "" : h->value, "utf-8");
    if (!plain)
        return;
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    GMimeHeader *header = g_mime_header_list_get_header(list, h->name);
    g_mime_header_set_raw_value(header, arena_printf(a, " %s\n", h->value));
}

static GMimeMessage *build(struct arena *a, const struct mime_letter *l)
{
    GMimeMessage *message = g_mime_message_new(FALSE);
    GMimeObject *object = GMIME_OBJECT(message);
    add_address(g_mime_message_get_from(message), l->from_name, l->from_address);
    add_address(g_mime_message_get_to(message), l->to_name, l->to_address);
    if (l->reply_to != NULL)
        add_address(g_mime_message_get_reply_to(message), NULL, l->reply_to);
    g_mime_message_set_subject(message, l->subject, "utf-8");
    set_date(message, l->date);
    set_ids(a, object, "Message-ID", l->message_id);
    if (l->in_reply_to != NULL)
        set_ids(a, object, "In-Reply-To", l->in_reply_to);
    if (l->references != NULL)
        set_ids(a, object, "References", l->references);
    for (size_t i = 0; i < l->header_count; i++)
        set_field(a, object, &l->headers[i]);
    GMimeObject *body = body_of(a, l);
    g_mime_message_set_mime_part(message, body);
    g_object_unref(body);
    return message;
}

/* The message as bytes with CRLF line ends. */
static char *serialise(struct arena *a, GMimeMessage *message, size_t *len)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    *len = bytes->len;
    char *raw = arena_strndup(a, (const char *)bytes->data, bytes->len);
    g_object_unref(stream);
    g_mime_format_options_free(format);
    return raw;
}

/* ASCII alone, CRLF alone, no line too long. */
static bool lines_good(const char *raw, size_t len)
{
    size_t line = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)raw[i];
        if (c >= 0x7F || c == '\0' || (c == '\n' && (i == 0 || raw[i - 1] != '\r')))
            return false;
        if (c == '\r' && (i + 1 == len || raw[i + 1] != '\n'))
            return false;
        line = c == '\n' ? 0 : line + 1;
        if (line > LINE_BYTES + 1)
            return false;
    }
    return len >= 2 && raw[len - 1] == '\n';
}

enum outcome mime_write(struct arena *a, const struct mime_letter *letter, char **raw, size_t *len,
                        struct fault *f)
{
    const char *wrong = what_is_wrong(letter);
    if (wrong != NULL)
        return fault_set(f, NEVER, EXIT_DATA, "%s", wrong);
    GMimeMessage *message = build(a, letter);
    *raw = serialise(a, message, len);
    g_object_unref(message);
    if (!lines_good(*raw, *len))
        return fault_set(f, NEVER, EXIT_DATA, "the letter has a line that mail cannot carry");
    return DONE;
}

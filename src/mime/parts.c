/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The walk over a mail's parts: which of them are its text, which are files, and which report on
 * another mail.
 *
 * Of alternatives the plain one is taken, unless it is empty or a stub that only says that the
 * mail is HTML. Text parts that stand side by side are joined. A message inside the message is
 * listed as a file, and its text is kept apart: read.c shows it when there is little else, which
 * is how people forward mail.
 */
#include "tree.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum {
    STUB_CHARS = 400,
    TNEF_BYTES = 16 * 1024 * 1024,
    HEADERS_KEPT = 64 * 1024,
    CALENDAR_KEPT = 256 * 1024,
};

struct walk {
    struct job *j;
    struct harvest *h;
    unsigned depth;
    bool inside; /* in a message within the message */
    bool report; /* in a multipart/report */
};

static void walk(struct walk w, GMimeObject *object, struct body *to);

/* --- What a leaf is ----------------------------------------------------------------------------
 */

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *ct = g_mime_object_get_content_type(object);
    return ct != NULL && g_mime_content_type_is_type(ct, type, subtype);
}

static char *type_name(struct job *j, GMimeObject *object)
{
    GMimeContentType *ct = g_mime_object_get_content_type(object);
    char *name = ct ? g_mime_content_type_get_mime_type(ct) : NULL;
    char *folded = text_fold(j->arena, charset_header(j->arena, name ? name : ""));
    g_free(name);
    return folded;
}

/* A header field of a part with its encoded words joined, or NULL when it holds none. */
static char *joined_field(struct walk *w, GMimePart *part, const char *name)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(part));
    GMimeHeader *header = g_mime_header_list_get_header(list, name);
    const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
    if (raw == NULL || strstr(raw, "=?") == NULL || strlen(raw) > HEADERS_KEPT)
        return NULL;
    return encoded_joined(w->j->arena, raw);
}

/* The part's file name, or NULL. */
static const char *file_name(struct walk *w, GMimePart *part)
{
    struct arena *a = w->j->arena;
    char *field = joined_field(w, part, "Content-Disposition"), *name = NULL;
    if (field != NULL) {
        GMimeContentDisposition *d = g_mime_content_disposition_parse(w->h->options, field);
        name = arena_strdup(a, g_mime_content_disposition_get_parameter(d, "filename"));
        g_object_unref(d);
    } else if ((field = joined_field(w, part, "Content-Type")) != NULL) {
        GMimeContentType *t = g_mime_content_type_parse(w->h->options, field);
        name = arena_strdup(a, g_mime_content_type_get_parameter(t, "name"));
        g_object_unref(t);
    }
    return name ? name : g_mime_part_get_filename(part);
}

static bool is_wanted(const struct job *j)
{
    return j->wanted != NULL && j->attachment_count == j->wanted_at;
}

static void list_file(struct walk *w, GMimePart *part, size_t bytes)
{
    if (is_wanted(w->j))
        content_read(w->j, part, w->j->wanted);
    job_attach(w->j, file_name(w, part), type_name(w->j, GMIME_OBJECT(part)), bytes);
}

/* METHOD of a calendar part: of its type, else of its content. */
static const char *calendar_method(struct job *j, GMimePart *part, const char *text)
{
    static const char key[] = "\nMETHOD:";
    const char *method = content_parameter(GMIME_OBJECT(part), "method");
    const char *at = text_find_nocase(text, strlen(text), key);
    char *value = arena_strdup(j->arena, method);
    if (value[0] == '\0' && at != NULL) {
        at += strlen(key);
        value = arena_strndup(j->arena, at, strcspn(at, "\r\n"));
    }
    value = text_trim(j->arena, charset_header(j->arena, value));
    for (char *p = value; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    return value[0] != '\0' ? value : NULL;
}

/* The mail's first calendar is kept, so that its answer can be read; all are listed as files. */
static void read_calendar(struct walk *w, GMimePart *part)
{
    struct job *j = w->j;
    struct buffer raw;
    buffer_init(&raw, CALENDAR_KEPT);
    size_t bytes = content_read(j, part, &raw);
    if (j->message->calendar == NULL && !w->inside) {
        const char *charset = content_parameter(GMIME_OBJECT(part), "charset");
        struct decoded d = charset_decode(j->arena, buffer_text(&raw), raw.len,
                                          charset && *charset ? charset : NULL);
        j->message->calendar = text_repair(j->arena, d.text, d.len);
        j->message->calendar_method = calendar_method(j, part, j->message->calendar);
    }
    buffer_free(&raw);
    list_file(w, part, bytes);
}

static void read_tnef(struct walk *w, GMimePart *part, struct body *to)
{
    struct buffer raw;
    buffer_init(&raw, TNEF_BYTES);
    size_t bytes = content_read(w->j, part, &raw);
    list_file(w, part, bytes);
    const char *text = tnef_read(w->j, buffer_text(&raw), raw.len);
    if (text != NULL && text_blank(buffer_text(&to->text))) {
        content_add(w->j, to, text);
        to->charset = to->charset ? to->charset : "utf-8";
    }
    buffer_free(&raw);
}

/* A part that reports: kept as text, with LF line ends, for bounce.c and returned.c. */
static char *read_report(struct walk *w, GMimePart *part)
{
    struct buffer raw;
    buffer_init(&raw, HEADERS_KEPT);
    content_read(w->j, part, &raw);
    struct decoded d = charset_decode(w->j->arena, buffer_text(&raw), raw.len, NULL);
    buffer_free(&raw);
    return charset_tidy(w->j->arena, d.text, d.len);
}

static bool is_delivery_status(GMimeObject *object)
{
    return is_type(object, "message", "delivery-status") ||
           is_type(object, "message", "global-delivery-status");
}

static bool is_returned_headers(GMimeObject *object)
{
    return is_type(object, "text", "rfc822-headers") ||
           is_type(object, "message", "global-headers");
}

static void take_delivery_status(struct walk *w, GMimePart *part)
{
    const char *text = read_report(w, part);
    struct report *r = &w->j->report;
    if (w->inside) {
        r->inner_status_text = r->inner_status_text ? r->inner_status_text : text;
        return;
    }
    r->report = true;
    r->status_text =
        r->status_text ? arena_printf(w->j->arena, "%s\n\n%s", r->status_text, text) : text;
}

/* True when the type is no type, as "text": then it is taken for text. */
static bool is_typeless(GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    GMimeHeader *header = g_mime_header_list_get_header(list, "Content-Type");
    const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
    return raw != NULL && strchr(raw, '/') == NULL;
}

static bool is_tnef(GMimePart *part)
{
    const char *name = g_mime_part_get_filename(part);
    return is_type(GMIME_OBJECT(part), "application", "ms-tnef") ||
           is_type(GMIME_OBJECT(part), "application", "vnd.ms-tnef") ||
           (name != NULL && strcasecmp(name, "winmail.dat") == 0);
}

/* A text that is shown: plain or HTML, not sent as a file. */
static void walk_text(struct walk *w, GMimePart *part, bool html, struct body *to)
{
    if (!g_mime_part_is_attachment(part)) {
        size_t before = w->j->leaf_bytes;
        content_text(w->j, part, html, to);
        if (g_mime_part_get_filename(part) != NULL)
            list_file(w, part, w->j->leaf_bytes - before);
        return;
    }
    bool first = w->h->spare.text.len == 0 && !w->inside;
    size_t before = w->j->leaf_bytes;
    if (first)
        content_text(w->j, part, html, &w->h->spare);
    else
        content_read(w->j, part, NULL);
    list_file(w, part, w->j->leaf_bytes - before);
}

static void walk_leaf(struct walk *w, GMimePart *part, struct body *to)
{
    GMimeObject *object = GMIME_OBJECT(part);
    if (is_delivery_status(object)) {
        take_delivery_status(w, part);
    } else if (is_returned_headers(object)) {
        w->j->report.returned |= !w->inside;
        words_add(w->j->arena, &w->h->returned, read_report(w, part));
    } else if (is_tnef(part)) {
        read_tnef(w, part, to);
    } else if (is_type(object, "text", "calendar")) {
        read_calendar(w, part);
    } else if (is_type(object, "text", "html") || is_type(object, "text", "plain") ||
               is_type(object, "text", "enriched") || is_type(object, "text", "richtext") ||
               is_typeless(object)) {
        walk_text(w, part, is_type(object, "text", "*") && !is_type(object, "text", "plain"), to);
    } else {
        if (is_type(object, "application", "pkcs7-mime"))
            job_defect(w->j, "encrypted");
        if (w->report && is_type(object, "message", "disposition-notification"))
            w->j->report.receipt = true;
        list_file(w, part, content_read(w->j, part, NULL));
    }
}

/* --- Messages in messages ----------------------------------------------------------------------
 */

static char *header_block(struct job *j, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    struct buffer b;
    buffer_init(&b, HEADERS_KEPT);
    for (int i = 0; i < g_mime_header_list_get_count(list) && !b.full; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        const char *raw = g_mime_header_get_raw_value(header);
        buffer_printf(&b, "%s:%s", g_mime_header_get_name(header), raw ? raw : "\n");
    }
    char *block = text_repair(j->arena, buffer_text(&b), b.len);
    buffer_free(&b);
    return block;
}

/* "Från: …", "Ämne: …" above a nested message's text, as a forwarding mail program writes them. */
static void introduce(struct walk *w, GMimeMessage *message, struct body *to)
{
    static const char *const names[][2] = {
        {"From", "Från"}, {"Date", "Skickat"}, {"To", "Till"}, {"Subject", "Ämne"}};
    struct buffer b;
    buffer_init(&b, 8192);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
        GMimeHeader *header = g_mime_header_list_get_header(list, names[i][0]);
        const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
        if (raw != NULL)
            buffer_printf(&b, "%s: %.1000s\n", names[i][1], header_text(w->j, raw));
    }
    char *block = text_repair(w->j->arena, buffer_text(&b), b.len);
    buffer_free(&b);
    content_add(w->j, to, text_trim(w->j->arena, block));
}

static void walk_message(struct walk w, GMimeMessagePart *part)
{
    struct job *j = w.j;
    GMimeMessage *message = g_mime_message_part_get_message(part);
    const char *name =
        g_mime_object_get_disposition(GMIME_OBJECT(part)) != NULL
            ? g_mime_object_get_content_disposition_parameter(GMIME_OBJECT(part), "filename")
            : NULL;
    if (message == NULL)
        return;
    bool outermost = !w.inside;
    if (outermost) {
        j->report.returned = true;
        words_add(j->arena, &w.h->returned, header_block(j, message));
        introduce(&w, message, &w.h->nested);
    }
    size_t before = j->leaf_bytes, listed = j->attachment_count;
    if (is_wanted(j)) {
        char *whole = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
        buffer_add(j->wanted, whole, strlen(whole));
        g_free(whole);
    }
    job_attach(j, name, type_name(j, GMIME_OBJECT(part)), 0);
    w.inside = true;
    w.report = false;
    GMimeObject *content = g_mime_message_get_mime_part(message);
    if (content != NULL)
        walk(w, content, &w.h->nested);
    if (listed < j->attachment_count)
        j->attachments[listed].bytes = j->leaf_bytes - before;
}

/* --- Parts of parts ----------------------------------------------------------------------------
 */

static bool stub(const char *plain, const char *html)
{
    static const char *const phrases[] = {
        "html",          "multi-part message", "mime format",     "view this email", "visa i webb",
        "i webbläsaren", "din e-postklient",   "in your browser", "outlook-läsare",  NULL,
    };
    size_t written = strlen(plain), other = strlen(html);
    if (written >= STUB_CHARS || other < written * 2)
        return false;
    char folded[STUB_CHARS * 2] = "";
    size_t n = 0;
    for (const char *p = plain; *p && n + 4 < sizeof folded;)
        n += text_put(text_lower(text_next(&p)), folded + n);
    folded[n] = '\0';
    return phrase_find(folded, phrases) != NULL || (written < 30 && other > 300);
}

static void append(struct job *j, struct body *to, const struct body *from)
{
    content_add(j, to, buffer_text(&from->text));
    to->html |= from->html;
    if (to->charset == NULL)
        to->charset = from->charset;
}

/* The alternatives into bodies of their own, and the one to read into *to. */
static void walk_alternatives(struct walk w, GMimeMultipart *multipart, struct body *to)
{
    struct body plain = {0}, rich = {0};
    buffer_init(&plain.text, w.j->limits.text_bytes);
    buffer_init(&rich.text, w.j->limits.text_bytes);
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && !job_late(w.j); i++) {
        struct body one = {0};
        buffer_init(&one.text, w.j->limits.text_bytes);
        walk(w, g_mime_multipart_get_part(multipart, i), &one);
        struct body *kept = one.html ? &rich : &plain;
        if (one.text.len > 0 && kept->text.len == 0) {
            struct body swap = *kept;
            *kept = one;
            one = swap;
        }
        buffer_free(&one.text);
    }
    const char *a = buffer_text(&plain.text), *b = buffer_text(&rich.text);
    append(w.j, to, plain.text.len == 0 || (rich.text.len > 0 && stub(a, b)) ? &rich : &plain);
    buffer_free(&plain.text);
    buffer_free(&rich.text);
}

static void walk_multipart(struct walk w, GMimeMultipart *multipart, struct body *to)
{
    GMimeObject *object = GMIME_OBJECT(multipart);
    if (is_type(object, "multipart", "encrypted"))
        job_defect(w.j, "encrypted");
    if (is_type(object, "multipart", "report") && !w.inside) {
        const char *type = content_parameter(object, "report-type");
        w.report = true;
        w.j->report.report |= strcasecmp(type, "delivery-status") == 0;
        w.j->report.receipt |= type[0] != '\0' && strcasecmp(type, "delivery-status") != 0;
    }
    if (is_type(object, "multipart", "alternative")) {
        walk_alternatives(w, multipart, to);
        return;
    }
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && !job_late(w.j); i++)
        walk(w, g_mime_multipart_get_part(multipart, i), to);
}

static void walk(struct walk w, GMimeObject *object, struct body *to)
{
    if (object == NULL)
        return;
    if (++w.j->parts > w.j->limits.parts) {
        job_defect(w.j, "parts_limit");
        return;
    }
    if (++w.depth > w.j->limits.depth) {
        job_defect(w.j, "depth_limit");
        return;
    }
    if (GMIME_IS_MULTIPART(object))
        walk_multipart(w, GMIME_MULTIPART(object), to);
    else if (GMIME_IS_MESSAGE_PART(object))
        walk_message(w, GMIME_MESSAGE_PART(object));
    else if (GMIME_IS_PART(object))
        walk_leaf(&w, GMIME_PART(object), to);
}

void harvest_start(struct job *j, struct harvest *h)
{
    size_t max = j->limits.text_bytes;
    buffer_init(&h->body.text, max);
    buffer_init(&h->nested.text, max);
    buffer_init(&h->spare.text, max);
    h->returned.max = 20;
}

void parts_walk(struct job *j, GMimeObject *object, struct harvest *h)
{
    walk((struct walk){.j = j, .h = h}, object, &h->body);
}

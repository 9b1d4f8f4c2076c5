/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * mime_read(): from bytes to a message, in the order scan, parse, headers, parts, judgement.
 *
 * The raw bytes are parsed where they lie: GMime is given a stream over them and keeps offsets,
 * so that a mail of 50 MB costs little more than its text. Whatever goes wrong is a defect of the
 * message, not a fault of the reading.
 */
#include "tree.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum {
    MEBIBYTE = 1024 * 1024,
    DEFAULT_BYTES = 64 * MEBIBYTE,
    DEFAULT_TEXT = MEBIBYTE,
    DEFAULT_PARTS = 1000,
    DEFAULT_DEPTH = 50,
    DEFAULT_MILLIS = 5000,
    TEXT_BUDGET = 16, /* times text_bytes: of all text parts together */
    LITTLE_TEXT = 300,
};

const char *automatic_name(enum automatic automatic)
{
    static const char *const names[] = {
        [AUTOMATIC_NO] = NULL,
        [AUTOMATIC_BOUNCE] = "bounce",
        [AUTOMATIC_AUTO_REPLY] = "auto_reply",
        [AUTOMATIC_LIST] = "list",
    };
    return names[automatic];
}

void mime_start(void)
{
    g_mime_init();
    charset_start();
}

static struct mime_limits with_defaults(const struct mime_limits *given)
{
    struct mime_limits l = given ? *given : (struct mime_limits){0};
    l.bytes = l.bytes ? l.bytes : DEFAULT_BYTES;
    l.text_bytes = l.text_bytes ? l.text_bytes : DEFAULT_TEXT;
    l.parts = l.parts ? l.parts : DEFAULT_PARTS;
    l.depth = l.depth ? l.depth : DEFAULT_DEPTH;
    l.millis = l.millis ? l.millis : DEFAULT_MILLIS;
    if (l.bytes > INT32_MAX)
        l.bytes = INT32_MAX;
    return l;
}

/* A mailbox file's "From " line in front of the headers is no header. */
static size_t envelope_line(const char *raw, size_t len)
{
    size_t skip = len > 0 && raw[0] == '>';
    if (len < skip + 5 || memcmp(raw + skip, "From ", 5) != 0)
        return 0;
    const char *nl = memchr(raw, '\n', len);
    return nl ? (size_t)(nl - raw) + 1 : 0;
}

static GMimeParserOptions *parser_options(void)
{
    static const char *charsets[] = {"utf-8", "windows-1252", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    return options;
}

/*
 * Parses the bytes where they lie. *bytes and *stream live as long as the message, which keeps
 * offsets into them; the caller unrefs both. NULL when there is nothing to parse.
 */
static GMimeMessage *parse(GByteArray *bytes, GMimeStream **stream, GMimeParserOptions *options)
{
    *stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(*stream), bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(*stream);
    g_mime_parser_set_persist_stream(parser, TRUE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_object_unref(parser);
    return message;
}

/* Joins the mail's own text and, when that is little, those of the messages attached to it. */
static char *whole_text(struct job *j, struct harvest *h, const char **charset)
{
    const char *own = buffer_text(&h->body.text), *nested = buffer_text(&h->nested.text);
    bool report = j->report.report || j->message->automatic == AUTOMATIC_BOUNCE;
    *charset = h->body.charset;
    if (h->body.text.len == 0 && h->spare.text.len > 0) {
        own = buffer_text(&h->spare.text);
        *charset = h->spare.charset;
    }
    if (*charset == NULL)
        *charset = h->nested.charset;
    if (report || h->nested.text.len == 0 || text_length(own) >= LITTLE_TEXT)
        return arena_strdup(j->arena, own);
    static const char rule[] = "-----Vidarebefordrat meddelande-----";
    char *all = own[0] == '\0' ? arena_strdup(j->arena, nested)
                               : arena_printf(j->arena, "%s\n\n%s\n%s", own, rule, nested);
    return charset_cut(all, j->limits.text_bytes);
}

static bool has_marks(const char *text)
{
    return text[0] == '>' || strstr(text, "\n>") != NULL;
}

static void finish(struct job *j, struct harvest *h)
{
    struct mime_message *m = j->message;
    m->text = arena_strdup(j->arena, buffer_text(&h->body.text));
    automatic_decide(j);
    if (m->automatic == AUTOMATIC_BOUNCE) {
        bounce_fill(j);
        for (size_t i = 0; i < h->returned.count; i++)
            returned_harvest(j, h->returned.items[i], strlen(h->returned.items[i]));
        returned_harvest(j, m->text, strlen(m->text));
    }
    m->text = whole_text(j, h, &m->charset);
    if (m->text[0] == '\0')
        job_defect(j, "no_text");
    if (m->charset == NULL)
        m->charset = "us-ascii";
    m->own_text = mime_own_text(j->arena, m->text);
    m->quotes = strcmp(m->own_text, m->text) != 0 &&
                (mime_quote_start(m->text) < strlen(m->text) || has_marks(m->text));
}

static void publish(struct job *j)
{
    struct mime_message *m = j->message;
    m->references = j->references.items;
    m->reference_count = j->references.count;
    m->recipients = j->recipients.items;
    m->recipient_count = j->recipients.count;
    m->attachments = j->attachments;
    m->attachment_count = j->attachment_count;
    m->returned_ids = j->returned_ids.items;
    m->returned_id_count = j->returned_ids.count;
    m->returned_addresses = j->returned_addresses.items;
    m->returned_address_count = j->returned_addresses.count;
    m->defects = j->defects.items;
    m->defect_count = j->defects.count;
}

static struct job new_job(struct arena *a, const struct mime_limits *limits, struct mime_message *m)
{
    struct mime_limits l = with_defaults(limits);
    return (struct job){
        .arena = a,
        .limits = l,
        .deadline = clock_ticks() + l.millis,
        .message = m,
        .defects = {.max = 50},
        .references = {.max = 100},
        .recipients = {.max = 200},
        .returned_ids = {.max = 50},
        .returned_addresses = {.max = 50},
        .text_budget = l.text_bytes * TEXT_BUDGET,
    };
}

/* What of the mail is parsed: *len bytes from where it points. */
static const char *bounded(struct job *j, const char *raw, size_t *len)
{
    const char *cut = NULL;
    if (*len > j->limits.bytes)
        job_defect(j, "truncated");
    *len = *len < j->limits.bytes ? *len : j->limits.bytes;
    raw = scan_bound(j->arena, raw, len, &j->limits, &cut);
    if (cut != NULL)
        job_defect(j, cut);
    return raw;
}

/* Bytes without any structure, shown as a text. */
static void read_bytes(struct job *j, const char *raw, size_t len, struct harvest *h)
{
    len = len < j->limits.text_bytes ? len : j->limits.text_bytes;
    struct decoded d = charset_decode(j->arena, raw, len, NULL);
    content_add(j, &h->body, charset_tidy(j->arena, d.text, d.len));
    h->body.charset = d.charset;
}

/* A multipart without a boundary has no parts: then all behind the headers is shown. */
static void read_partless(struct job *j, const char *raw, size_t len, struct harvest *h)
{
    bool found = h->body.text.len + h->nested.text.len + h->spare.text.len > 0;
    const char *body = memmem(raw, len, "\n\n", 2);
    if (body == NULL)
        body = memmem(raw, len, "\r\n\r\n", 4);
    if (found || j->parts > 1 || j->attachment_count > 0 || j->report.status_text || body == NULL)
        return;
    read_bytes(j, body, len - (size_t)(body - raw), h);
    if (h->body.text.len > 0)
        job_defect(j, "structure_broken");
}

static void read_mail(struct job *j, const char *raw, size_t len)
{
    struct harvest h = {.options = parser_options()};
    size_t skip = envelope_line(raw, len);
    while (skip < len && (raw[skip] == ' ' || raw[skip] == '\t'))
        skip++;
    size_t size = len - skip;
    const char *mail = bounded(j, raw + skip, &size);
    GByteArray bytes = {.data = (guint8 *)(uintptr_t)mail, .len = (guint)size};
    GMimeStream *stream = NULL;
    GMimeMessage *message = size > 0 ? parse(&bytes, &stream, h.options) : NULL;
    harvest_start(j, &h);
    if (message != NULL) {
        headers_read(j, message, h.options);
        parts_walk(j, g_mime_message_get_mime_part(message), &h);
        read_partless(j, mail, size, &h);
    } else {
        read_bytes(j, mail, size, &h);
        job_defect(j, size > 0 ? "no_headers" : "empty");
    }
    finish(j, &h);
    publish(j);
    buffer_free(&h.body.text);
    buffer_free(&h.nested.text);
    buffer_free(&h.spare.text);
    if (message != NULL)
        g_object_unref(message);
    if (stream != NULL)
        g_object_unref(stream);
    g_mime_parser_options_free(h.options);
}

static const struct mime_message nothing = {
    .from = {"", ""}, .sender = {"", ""}, .subject = "", .date = -1};

void mime_read(struct arena *a, const char *raw, size_t len, const struct mime_limits *limits,
               struct mime_message *m)
{
    *m = nothing;
    struct job j = new_job(a, limits, m);
    read_mail(&j, raw, len);
}

bool mime_attachment(struct arena *a, const char *raw, size_t len, size_t n, size_t max,
                     struct mime_attachment *out, char **bytes)
{
    struct mime_message m = nothing;
    struct job j = new_job(a, NULL, &m);
    struct buffer content;
    buffer_init(&content, max);
    j.wanted = &content;
    j.wanted_at = n;
    read_mail(&j, raw, len);
    bool found = n < m.attachment_count;
    if (found) {
        *out = m.attachments[n];
        out->bytes = content.len;
        *bytes = arena_alloc(a, content.len + 1);
        memcpy(*bytes, buffer_text(&content), content.len);
    }
    buffer_free(&content);
    return found;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The header fields of a mail.
 *
 * One pass over the list, and a table that says what each field is for. GMime reads the
 * addresses; what it drops as malformed is looked at once more here, since a person whose mail
 * program writes odd addresses still wants an answer.
 */
#include "tree.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { LOOKED_AT = 16 * 1024, ADDRESSES_LOOKED_AT = 64 * 1024 };

/* --- Values ------------------------------------------------------------------------------------
 */

/* The first max bytes of a raw value on one line, without white space at its ends. */
static char *unfold(struct arena *a, const char *raw, size_t max)
{
    size_t len = strnlen(raw, max);
    char *line = arena_strndup(a, raw, len);
    for (char *p = line; *p; p++)
        if (*p == '\r' || *p == '\n' || *p == '\t')
            *p = ' ';
    return text_trim(a, line);
}

char *header_text(struct job *j, const char *raw)
{
    char *text = charset_header(j->arena, encoded_text(j->arena, unfold(j->arena, raw, LOOKED_AT)));
    char *to = text;
    for (const char *p = text; *p; p++)
        if (p[0] != ' ' || p[1] != ' ')
            *to++ = *p;
    *to = '\0';
    return text;
}

/* The address with its domain in lower case, or "" when it is none. */
static const char *clean_address(struct arena *a, const char *address)
{
    char *clean = text_trim(a, address ? address : "");
    for (char *p = strchr(clean, '@'); p != NULL && *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return text_is_address(clean) ? clean : "";
}

/* Calls each on every mailbox of the list, those of groups too. */
static void
each_mailbox(struct job *j, InternetAddressList *list,
             void (*each)(struct job *j, void *to, const char *name, const char *address), void *to)
{
    int count = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < count && i < 500; i++) {
        InternetAddress *ia = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(ia)) {
            InternetAddressGroup *group = INTERNET_ADDRESS_GROUP(ia);
            InternetAddressList *members = internet_address_group_get_members(group);
            int size = members ? internet_address_list_length(members) : 0;
            for (int m = 0; m < size && m < 500; m++) {
                InternetAddress *one = internet_address_list_get_address(members, m);
                if (INTERNET_ADDRESS_IS_MAILBOX(one))
                    each(j, to, internet_address_get_name(one),
                         internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
            }
        } else if (INTERNET_ADDRESS_IS_MAILBOX(ia)) {
            each(j, to, internet_address_get_name(ia),
                 internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia)));
        }
    }
}

static void take_first(struct job *j, void *to, const char *name, const char *address)
{
    struct mime_address *first = to;
    const char *clean = clean_address(j->arena, address);
    bool better = first->address[0] == '\0' && clean[0] != '\0';
    if (first->name[0] == '\0' || better)
        first->name = name ? charset_header(j->arena, name) : better ? "" : first->name;
    if (better)
        first->address = clean;
}

static void take_recipient(struct job *j, void *to, const char *name, const char *address)
{
    (void)name;
    words_add(j->arena, to, clean_address(j->arena, address));
}

static void parse_addresses(struct job *j, GMimeParserOptions *options, const char *raw,
                            void (*each)(struct job *, void *, const char *, const char *),
                            void *to)
{
    char *value = encoded_joined(j->arena, unfold(j->arena, raw, ADDRESSES_LOOKED_AT));
    InternetAddressList *list = internet_address_list_parse(options, value);
    each_mailbox(j, list, each, to);
    if (list != NULL)
        g_object_unref(list);
}

/* The first mailbox of a field; what GMime cannot read is searched for an address. */
static struct mime_address first_address(struct job *j, GMimeParserOptions *options,
                                         const char *raw)
{
    struct mime_address first = {.name = "", .address = ""};
    parse_addresses(j, options, raw, take_first, &first);
    if (first.address[0] != '\0')
        return first;
    char *value = header_text(j, raw);
    const char *found = returned_address(j->arena, value, strlen(value));
    first.address = clean_address(j->arena, found);
    if (first.name[0] == '\0')
        first.name = arena_strndup(j->arena, value, strcspn(value, "<"));
    first.name = text_trim(j->arena, first.name);
    return first;
}

/* Adds what stands in <>; where there are none, the first word with an '@'. */
static void take_ids(struct job *j, struct words *w, const char *raw)
{
    char *value = unfold(j->arena, raw, LOOKED_AT);
    const char *open = strchr(value, '<');
    if (open == NULL && strchr(value, '@') != NULL)
        words_addn(j->arena, w, value, strcspn(value, " "));
    for (; open != NULL; open = strchr(open, '<')) {
        const char *close = strchr(++open, '>');
        if (close == NULL)
            break;
        char *id = charset_header(j->arena, arena_strndup(j->arena, open, (size_t)(close - open)));
        words_add(j->arena, w, id);
        open = close;
    }
}

/* --- Fields ------------------------------------------------------------------------------------
 */

struct fields {
    struct job *job;
    GMimeParserOptions *options;
    const char *in_reply_to; /* raw: its ids come behind those of References */
    struct words auth_results;
    bool from_seen;
};

static void take_from(struct fields *f, const char *raw)
{
    struct job *j = f->job;
    if (j->message->from.address[0] == '\0')
        j->message->from = first_address(j, f->options, raw);
    f->from_seen = true;
}

static void take_sender(struct fields *f, const char *raw)
{
    f->job->message->sender = first_address(f->job, f->options, raw);
}

static void take_reply_to(struct fields *f, const char *raw)
{
    struct mime_address a = first_address(f->job, f->options, raw);
    if (f->job->message->reply_to == NULL && a.address[0] != '\0')
        f->job->message->reply_to = a.address;
}

static void take_return_path(struct fields *f, const char *raw)
{
    struct job *j = f->job;
    if (j->message->return_path != NULL)
        return;
    char *value = unfold(j->arena, raw, LOOKED_AT);
    size_t len = strlen(value);
    if (len >= 2 && value[0] == '<' && value[len - 1] == '>')
        value = text_trim(j->arena, arena_strndup(j->arena, value + 1, len - 2));
    j->message->return_path = charset_header(j->arena, value);
}

static void take_subject(struct fields *f, const char *raw)
{
    if (f->job->message->subject[0] == '\0')
        f->job->message->subject = header_text(f->job, raw);
}

static void take_message_id(struct fields *f, const char *raw)
{
    struct words ids = {.max = 1};
    take_ids(f->job, &ids, raw);
    if (f->job->message->message_id == NULL && ids.count > 0)
        f->job->message->message_id = ids.items[0];
}

static void take_references(struct fields *f, const char *raw)
{
    take_ids(f->job, &f->job->references, raw);
}

static void take_in_reply_to(struct fields *f, const char *raw)
{
    f->in_reply_to = raw;
}

static void take_recipients(struct fields *f, const char *raw)
{
    parse_addresses(f->job, f->options, raw, take_recipient, &f->job->recipients);
}

static void take_date(struct fields *f, const char *raw)
{
    struct mime_message *m = f->job->message;
    GDateTime *date = g_mime_utils_header_decode_date(unfold(f->job->arena, raw, 200));
    if (date == NULL)
        return;
    int year, month, day;
    g_date_time_get_ymd(date, &year, &month, &day);
    if (m->date < 0 && year >= 1970 && year < 2200) {
        m->date = g_date_time_to_unix(date) * 1000;
        m->local_date = (struct date){year, month, day};
    }
    g_date_time_unref(date);
}

static void take_auth_results(struct fields *f, const char *raw)
{
    words_add(f->job->arena, &f->auth_results, header_text(f->job, raw));
}

/* The first word of a value in lower case: "auto-replied" of "auto-replied (vacation)". */
static char *first_word(struct job *j, const char *raw)
{
    char *value = text_fold(j->arena, text_repair(j->arena, raw, strnlen(raw, 200)));
    value[strcspn(value, " ;(,")] = '\0';
    return value;
}

static void take_auto_submitted(struct fields *f, const char *raw)
{
    f->job->signs.auto_submitted = first_word(f->job, raw);
}

static void take_precedence(struct fields *f, const char *raw)
{
    f->job->signs.precedence = first_word(f->job, raw);
}

static void take_failed(struct fields *f, const char *raw)
{
    struct words failed = {.max = 1};
    parse_addresses(f->job, f->options, raw, take_recipient, &failed);
    if (failed.count > 0)
        f->job->signs.failed_recipient = failed.items[0];
}

static void take_auto_header(struct fields *f, const char *raw)
{
    char *word = first_word(f->job, raw);
    f->job->signs.auto_header |= strcmp(word, "no") != 0 && strcmp(word, "false") != 0;
}

static void take_suppress(struct fields *f, const char *raw)
{
    f->job->signs.suppress |= strcmp(first_word(f->job, raw), "none") != 0;
}

static void take_list(struct fields *f, const char *raw)
{
    f->job->signs.list |= !text_blank(raw);
}

static const struct {
    const char *name;
    void (*take)(struct fields *f, const char *raw);
} takers[] = {
    {"From", take_from},
    {"Sender", take_sender},
    {"Reply-To", take_reply_to},
    {"Return-Path", take_return_path},
    {"Subject", take_subject},
    {"Message-ID", take_message_id},
    {"References", take_references},
    {"In-Reply-To", take_in_reply_to},
    {"To", take_recipients},
    {"Cc", take_recipients},
    {"Delivered-To", take_recipients},
    {"X-Original-To", take_recipients},
    {"Envelope-To", take_recipients},
    {"Date", take_date},
    {"Authentication-Results", take_auth_results},
    {"Auto-Submitted", take_auto_submitted},
    {"Precedence", take_precedence},
    {"X-Precedence", take_precedence},
    {"X-Failed-Recipients", take_failed},
    {"X-Autoreply", take_auto_header},
    {"X-Auto-Reply", take_auto_header},
    {"X-Autorespond", take_auto_header},
    {"X-Autoresponder", take_auto_header},
    {"X-Auto-Respond", take_auto_header},
    {"X-AutoReply-From", take_auto_header},
    {"X-Mail-Autoreply", take_auto_header},
    {"X-Auto-Response-Suppress", take_suppress},
    {"List-Id", take_list},
    {"List-Unsubscribe", take_list},
    {"List-Post", take_list},
    {"Mailing-List", take_list},
};

static void take_field(struct fields *f, GMimeHeader *header)
{
    const char *name = g_mime_header_get_name(header);
    const char *raw = g_mime_header_get_raw_value(header);
    for (size_t i = 0; name && raw && i < sizeof takers / sizeof *takers; i++)
        if (strcasecmp(takers[i].name, name) == 0)
            takers[i].take(f, raw);
}

static char *join_lines(struct arena *a, const struct words *w)
{
    char *all = NULL;
    for (size_t i = 0; i < w->count; i++)
        all = all ? arena_printf(a, "%s\n%s", all, w->items[i]) : arena_strdup(a, w->items[i]);
    return all;
}

void headers_read(struct job *j, GMimeMessage *message, GMimeParserOptions *options)
{
    struct fields f = {.job = j, .options = options, .auth_results = {.max = 20}};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count && !job_late(j); i++)
        take_field(&f, g_mime_header_list_get_header_at(list, i));
    if (f.in_reply_to != NULL)
        take_ids(j, &j->references, f.in_reply_to);
    j->message->auth_results = join_lines(j->arena, &f.auth_results);
    if (count == 0)
        job_defect(j, "no_headers");
    else if (!f.from_seen)
        job_defect(j, "from_missing");
    else if (j->message->from.address[0] == '\0')
        job_defect(j, "from_malformed");
    if (j->message->date < 0)
        job_defect(j, "date_missing");
}

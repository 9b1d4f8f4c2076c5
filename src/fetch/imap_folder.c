/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One folder: what is in it, how large, and the bytes.
 *
 * BODY.PEEK[] marks nothing. Sizes are asked for first, so that a batch is bounded before it
 * comes; a server that lies about them meets the bound on literals. What it answers for messages
 * that were not asked for is passed over.
 */
#include "imap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void note_capability(void *context, struct imap *m, struct words *w)
{
    (void)context;
    struct bytes word;
    if (!words_take(w, "CAPABILITY"))
        return;
    while (!words_end(w) && words_atom(w, &word)) {
        m->can_idle = m->can_idle || bytes_are(&word, "IDLE");
        m->can_move = m->can_move || bytes_are(&word, "MOVE");
        m->can_uidplus = m->can_uidplus || bytes_are(&word, "UIDPLUS");
        m->can_esearch = m->can_esearch || bytes_are(&word, "ESEARCH");
    }
}

enum answer imap_capability(struct imap *m, struct fault *f)
{
    m->can_idle = m->can_move = m->can_uidplus = m->can_esearch = false;
    return imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, note_capability, NULL, "CAPABILITY",
                        f);
}

enum answer imap_select(struct imap *m, const char *folder, struct fault *f)
{
    struct buffer command;
    buffer_init(&command, 8 * 1024);
    buffer_puts(&command, "SELECT ");
    imap_folder_name(&command, folder);
    m->exists = m->uidvalidity = m->uidnext = 0;
    m->keywords = false;
    enum answer answer =
        imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, NULL, NULL, buffer_text(&command), f);
    buffer_free(&command);
    m->news = false;
    if (answer == ANSWER_OK && m->uidvalidity == 0)
        return imap_break(m, f, "the server tells no UIDVALIDITY");
    return answer;
}

/* ---- searching ---- */

struct found {
    struct arena *a;
    uint32_t from, to;
    uint32_t *uids;
    size_t count, cap;
    bool bad; /* not of the form, or more than a folder of this size can hold */
};

/* "n:*" is answered with the last message even when that lies below n: so each is looked at. */
static void found_add(struct found *found, uint32_t uid)
{
    if (uid < found->from || uid > found->to || found->bad)
        return;
    found->bad = found->count == IMAP_LIST_MAX;
    if (found->bad)
        return;
    if (found->count == found->cap) {
        uint32_t *old = found->uids;
        found->cap = found->cap ? found->cap * 2 : 256;
        found->uids = arena_array(found->a, found->cap, sizeof *found->uids);
        if (old)
            memcpy(found->uids, old, found->count * sizeof *old);
    }
    found->uids[found->count++] = uid;
}

/* "1:30,35" */
static void found_set(struct found *found, struct words *w)
{
    do {
        uint32_t first, last;
        if (!words_number(w, &first))
            break;
        last = first;
        if (words_char(w, ':') && !words_number(w, &last))
            break;
        if (last < first) {
            uint32_t swap = first;
            first = last;
            last = swap;
        }
        first = first < found->from ? found->from : first;
        last = last > found->to ? found->to : last;
        for (uint64_t uid = first; uid <= last && !found->bad; uid++)
            found_add(found, (uint32_t)uid);
    } while (words_char(w, ','));
}

/* ESEARCH (TAG "L5") UID ALL 1:30,35 */
static void note_esearch(struct found *found, struct words *w)
{
    if (words_char(w, '(')) {
        while (!words_char(w, ')') && words_skip(w))
            ;
    }
    words_take(w, "UID");
    while (!words_end(w) && !w->bad) {
        if (words_take(w, "ALL"))
            found_set(found, w);
        else if (!words_skip(w) || !words_skip(w))
            break;
    }
}

static void note_search(void *context, struct imap *m, struct words *w)
{
    (void)m;
    struct found *found = context;
    uint32_t uid;
    if (words_take(w, "ESEARCH"))
        note_esearch(found, w);
    else if (!words_take(w, "SEARCH"))
        return;
    while (!words_end(w) && *w->at != '(' && words_number(w, &uid))
        found_add(found, uid);
    found->bad = found->bad || w->bad;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Rising, each once. */
static size_t tidy(uint32_t *uids, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(uids, count, sizeof *uids, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || uids[kept - 1] != uids[i])
            uids[kept++] = uids[i];
    return kept;
}

/* "UID SEARCH criteria"; what lies outside found's bounds is left out. */
static enum answer search(struct imap *m, struct found *found, const char *criteria,
                          uint32_t **uids, size_t *count, struct fault *f)
{
    const char *how = m->can_esearch ? "UID SEARCH RETURN (ALL)" : "UID SEARCH";
    char *command = arena_printf(found->a, "%s %s", how, criteria);
    enum answer answer =
        imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, note_search, found, command, f);
    if (answer == ANSWER_OK && found->bad)
        return imap_break(m, f, "the server's list of messages makes no sense");
    *uids = found->uids;
    *count = tidy(found->uids, found->count);
    return answer;
}

enum answer imap_search(struct imap *m, struct arena *a, uint32_t from, uint32_t to,
                        uint32_t **uids, size_t *count, struct fault *f)
{
    struct found found = {.a = a, .from = from ? from : 1, .to = to};
    char *criteria = to == UINT32_MAX ? arena_printf(a, "UID %u:*", found.from)
                                      : arena_printf(a, "UID %u:%u", found.from, to);
    return search(m, &found, criteria, uids, count, f);
}

enum answer imap_search_since(struct imap *m, struct arena *a, struct date since, uint32_t **uids,
                              size_t *count, struct fault *f)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct found found = {.a = a, .from = 1, .to = UINT32_MAX};
    char *criteria =
        arena_printf(a, "SINCE %d-%s-%04d", since.day, months[since.month - 1], since.year);
    return search(m, &found, criteria, uids, count, f);
}

/* ---- fetching ---- */

struct asking {
    struct asked *asked;
    size_t count;
    size_t bytes; /* that have come; a server that lies about each size meets this bound */
};

static struct asked *asked_by_uid(struct asking *asking, uint32_t uid)
{
    for (size_t i = 0; i < asking->count; i++)
        if (asking->asked[i].uid == uid)
            return &asking->asked[i];
    return NULL;
}

/* What one FETCH response says of a message, as far as we asked. */
struct item {
    uint32_t uid, size;
    bool has_uid, has_size, has_body;
    struct bytes body;
};

static bool read_items(struct words *w, struct item *item)
{
    struct bytes name;
    if (!words_char(w, '('))
        return false;
    while (!words_char(w, ')')) {
        if (!words_atom(w, &name))
            return false;
        bool known = true;
        if (bytes_are(&name, "UID"))
            item->has_uid = words_number(w, &item->uid);
        else if (bytes_are(&name, "RFC822.SIZE"))
            item->has_size = words_number(w, &item->size);
        else if (bytes_are(&name, "BODY[]") || bytes_are(&name, "BODY[]<0>"))
            item->has_body = words_string(w, &item->body) && !item->body.nil;
        else
            known = false;
        if (!known && !words_skip(w))
            return false;
        if (w->bad)
            return false;
    }
    return true;
}

static void note_fetch(void *context, struct imap *m, struct words *w)
{
    struct item item = {0};
    uint32_t sequence;
    struct words ahead = *w;
    if (w->at == w->end || *w->at < '0' || *w->at > '9' || !words_number(&ahead, &sequence) ||
        !words_take(&ahead, "FETCH") || !read_items(&ahead, &item) || !item.has_uid)
        return;
    struct asked *asked = asked_by_uid(context, item.uid);
    if (!asked)
        return;
    asked->there = true;
    if (item.has_size)
        asked->size = item.size;
    if (!item.has_body || asked->got)
        return;
    /* The response's memory goes to the message, and the wire starts with a new one. */
    asked->got = true;
    asked->body = item.body;
    asked->held = m->wire.response;
    buffer_init(&m->wire.response, asked->held.max);
    struct asking *asking = context;
    asking->bytes += asked->held.len;
    if (asking->bytes > (size_t)IMAP_MAIL_MAX + IMAP_TEXT_MAX)
        imap_break(m, NULL, "the server sends more than was asked for");
}

void asked_free(struct asked *asked, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_free(&asked[i].held);
}

/* "UID FETCH set (UID what)" */
static enum answer fetch(struct imap *m, struct asking *asking, const char *what, int64_t budget_ms,
                         size_t literal_max, struct fault *f)
{
    struct buffer command;
    buffer_init(&command, 32 * 1024);
    uint32_t *uids = calloc(asking->count + 1, sizeof *uids);
    if (!uids)
        abort();
    for (size_t i = 0; i < asking->count; i++)
        uids[i] = asking->asked[i].uid;
    buffer_puts(&command, "UID FETCH ");
    imap_set(&command, uids, asking->count);
    free(uids);
    buffer_printf(&command, " (UID %s)", what);
    enum answer answer =
        imap_command(m, budget_ms, literal_max, note_fetch, asking, buffer_text(&command), f);
    buffer_free(&command);
    return answer;
}

enum answer imap_sizes(struct imap *m, struct asked *asked, size_t count, struct fault *f)
{
    struct asking asking = {.asked = asked, .count = count};
    return fetch(m, &asking, "RFC822.SIZE", IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, f);
}

enum answer imap_bodies(struct imap *m, struct asked *asked, size_t count, bool start,
                        uint64_t expected, struct fault *f)
{
    struct asking asking = {.asked = asked, .count = count};
    int64_t budget = IMAP_COMMAND_MS + (int64_t)(expected / IMAP_BYTES_PER_SECOND) * 1000;
    if (!start)
        return fetch(m, &asking, "BODY.PEEK[]", budget, IMAP_MAIL_MAX, f);
    char what[64];
    snprintf(what, sizeof what, "BODY.PEEK[]<0.%d>", IMAP_MAIL_START);
    return fetch(m, &asking, what, budget, IMAP_MAIL_START, f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Commands and answers.
 *
 * One command at a time: it goes out with a tag of its own, and all that comes before the answer
 * with that tag is untagged. Whatever else comes (another tag, a "+" nobody asked for, BYE, too
 * many responses) ends the connection: there is nothing to be guessed about a stream out of step.
 */
#include "imap.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

void imap_init(struct imap *m, struct net_stream *stream)
{
    *m = (struct imap){0};
    wire_init(&m->wire, stream);
}

void imap_free(struct imap *m)
{
    wire_free(&m->wire);
}

enum answer imap_break(struct imap *m, struct fault *f, const char *what)
{
    m->lost = true;
    m->why = what;
    fault_set(f, AGAIN, EXIT_DATA, "%s", what);
    return ANSWER_LOST;
}

/* "(\Seen $X \*)": may we set keywords of our own? */
static void note_flags(struct imap *m, struct words *w)
{
    struct bytes flag;
    m->keywords = false;
    if (!words_char(w, '('))
        return;
    while (!words_char(w, ')') && words_atom(w, &flag))
        if (bytes_are(&flag, "\\*") || bytes_are(&flag, "$LevandeKlar"))
            m->keywords = true;
}

/* The code in brackets at the start of a status text: "[UIDVALIDITY 7] ok". */
static void note_code(struct imap *m, struct words *w)
{
    m->code[0] = '\0';
    if (!words_char(w, '['))
        return;
    char *close = memchr(w->at, ']', (size_t)(w->end - w->at));
    if (!close)
        return;
    struct words code = {.at = w->at, .end = close};
    struct bytes name;
    if (!words_atom(&code, &name))
        return;
    snprintf(m->code, sizeof m->code, "%.*s", (int)(name.len < 31 ? name.len : 31), name.data);
    uint32_t number;
    if (bytes_are(&name, "UIDVALIDITY") && words_number(&code, &number))
        m->uidvalidity = number;
    else if (bytes_are(&name, "UIDNEXT") && words_number(&code, &number))
        m->uidnext = number;
    else if (bytes_are(&name, "PERMANENTFLAGS"))
        note_flags(m, &code);
}

/* "7 EXISTS" and "7 EXPUNGE"; false for another number's response. */
static bool note_count(struct imap *m, struct words *w)
{
    uint32_t number;
    if (w->at == w->end || *w->at < '0' || *w->at > '9')
        return false;
    struct words ahead = *w;
    if (!words_number(&ahead, &number))
        return false;
    if (words_take(&ahead, "EXISTS")) {
        m->news = m->news || number > m->exists;
        m->exists = number;
        return true;
    }
    if (words_take(&ahead, "EXPUNGE")) {
        m->exists -= m->exists > 0;
        return true;
    }
    return false;
}

/* True when the untagged response was of the general kind. */
static bool note_general(struct imap *m, struct words *w)
{
    if (note_count(m, w))
        return true;
    if (words_take(w, "BYE")) {
        imap_break(m, NULL, "the server said goodbye");
        return true;
    }
    if (!words_take(w, "OK") && !words_take(w, "NO") && !words_take(w, "BAD"))
        return false;
    note_code(m, w);
    return true;
}

/* The answer behind the tag. */
static enum answer read_answer(struct imap *m, struct words *w, struct fault *f)
{
    static const struct {
        const char *word;
        enum answer answer;
    } words[] = {{"OK", ANSWER_OK}, {"NO", ANSWER_NO}, {"BAD", ANSWER_BAD}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!words_take(w, words[i].word))
            continue;
        note_code(m, w);
        if (words[i].answer != ANSWER_OK)
            fault_set(f, AGAIN, EXIT_DATA, "the server refuses (%s%s%s)", words[i].word,
                      *m->code ? " " : "", m->code);
        return words[i].answer;
    }
    return imap_break(m, f, "the server's answer is neither OK, NO nor BAD");
}

/* Reads until the answer with the tag; "+" ends it too where it is awaited. */
static enum answer await(struct imap *m, const char *tag, bool go_on, int64_t deadline,
                         imap_untagged *on, void *context, struct fault *f)
{
    for (size_t count = 0; count < IMAP_RESPONSES_MAX; count++) {
        enum wire_got got = wire_read(&m->wire, deadline, f);
        if (got == WIRE_QUIET)
            return imap_break(m, f, "the server did not answer in time");
        if (got == WIRE_LOST) {
            m->lost = true;
            return ANSWER_LOST;
        }
        struct buffer *response = &m->wire.response;
        struct words w = words_of(response->data, response->len);
        if (words_char(&w, '+')) {
            if (go_on)
                return ANSWER_OK;
            return imap_break(m, f, "the server asks for more of a whole command");
        }
        if (words_take(&w, "*")) {
            words_char(&w, ' ');
            if (!note_general(m, &w) && on)
                on(context, m, &w);
            if (m->lost)
                return imap_break(m, f, m->why);
        } else if (words_take(&w, tag)) {
            return read_answer(m, &w, f);
        } else {
            return imap_break(m, f, "the server's answer has another tag");
        }
    }
    return imap_break(m, f, "the server sends too many responses");
}

/* Writes "tag command CRLF". */
static enum answer say(struct imap *m, const char *tag, const char *command, int64_t deadline,
                       struct fault *f)
{
    struct buffer line;
    buffer_init(&line, 64 * 1024);
    buffer_printf(&line, "%s%s%s\r\n", tag, *tag ? " " : "", command);
    enum outcome outcome = line.full ? fault_set(f, AGAIN, EXIT_INTERNAL, "a command is too long")
                                     : net_write(m->wire.stream, line.data, line.len, deadline, f);
    buffer_free(&line);
    m->lost = m->lost || outcome != DONE;
    return outcome == DONE ? ANSWER_OK : ANSWER_LOST;
}

enum answer imap_command(struct imap *m, int64_t budget_ms, size_t literal_max, imap_untagged *on,
                         void *context, const char *command, struct fault *f)
{
    if (m->lost)
        return imap_break(m, f, "the connection is lost");
    char tag[16];
    snprintf(tag, sizeof tag, "L%u", ++m->tag);
    int64_t deadline = clock_ticks() + budget_ms;
    m->wire.literal_max = literal_max;
    enum answer answer = say(m, tag, command, deadline, f);
    if (answer == ANSWER_OK)
        answer = await(m, tag, false, deadline, on, context, f);
    m->wire.literal_max = IMAP_LITERAL_SMALL;
    return answer;
}

enum answer imap_idle(struct imap *m, struct fault *f)
{
    int64_t deadline = clock_ticks() + IMAP_COMMAND_MS;
    snprintf(m->idle_tag, sizeof m->idle_tag, "L%u", ++m->tag);
    enum answer answer = say(m, m->idle_tag, "IDLE", deadline, f);
    if (answer == ANSWER_OK)
        answer = await(m, m->idle_tag, true, deadline, NULL, NULL, f);
    m->idling = answer == ANSWER_OK;
    return answer;
}

enum outcome imap_idle_look(struct imap *m, struct fault *f)
{
    for (size_t count = 0; count < IMAP_RESPONSES_MAX; count++) {
        enum wire_got got = wire_read(&m->wire, 0, f);
        if (got == WIRE_QUIET)
            return DONE;
        m->lost = m->lost || got == WIRE_LOST;
        if (got == WIRE_LOST)
            return AGAIN;
        struct words w = words_of(m->wire.response.data, m->wire.response.len);
        if (!words_take(&w, "*"))
            return imap_break(m, f, "the server answers what was not asked"), AGAIN;
        words_char(&w, ' ');
        note_general(m, &w);
        if (m->lost)
            return imap_break(m, f, m->why), AGAIN;
    }
    return imap_break(m, f, "the server sends too many responses"), AGAIN;
}

enum answer imap_idle_end(struct imap *m, struct fault *f)
{
    int64_t deadline = clock_ticks() + IMAP_COMMAND_MS;
    m->idling = false;
    enum answer answer = say(m, "", "DONE", deadline, f);
    return answer == ANSWER_OK ? await(m, m->idle_tag, false, deadline, NULL, NULL, f) : answer;
}

void imap_logout(struct imap *m)
{
    if (!m->lost)
        say(m, "L0", "LOGOUT", clock_ticks() + 1000, NULL);
}

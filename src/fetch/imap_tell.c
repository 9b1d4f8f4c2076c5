/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Telling the mailbox that messages are stored: moved away, or marked.
 *
 * \Seen is never touched: it belongs to the people who look into the mailbox. A plain EXPUNGE is
 * never sent: it would take away what others have marked. What was told before and is told again
 * (a crash between the telling and the note of it) does no harm: UID commands pass over messages
 * that are gone.
 */
#include "imap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

void imap_set(struct buffer *out, const uint32_t *uids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t last = i;
        while (last + 1 < count && uids[last + 1] == uids[last] + 1)
            last++;
        buffer_printf(out, "%s%u", i ? "," : "", uids[i]);
        if (last > i)
            buffer_printf(out, ":%u", uids[last]);
        i = last;
    }
}

/* ---- folder names ---- */

/* Bits of UTF-16 on their way into base64; `,` stands for `/`, and there is no padding. */
struct shift {
    struct buffer *out;
    uint32_t bits;
    int held;
    bool on;
};

static void shift_put(struct shift *s, uint32_t unit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    if (!s->on)
        buffer_putc(s->out, '&');
    s->on = true;
    s->bits = (s->bits << 16) | unit;
    s->held += 16;
    while (s->held >= 6) {
        s->held -= 6;
        buffer_putc(s->out, digits[(s->bits >> s->held) & 63]);
    }
    s->bits &= (1u << s->held) - 1;
}

static void shift_end(struct shift *s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    if (!s->on)
        return;
    if (s->held > 0)
        buffer_putc(s->out, digits[(s->bits << (6 - s->held)) & 63]);
    buffer_putc(s->out, '-');
    *s = (struct shift){.out = s->out};
}

void imap_utf7(struct buffer *out, const char *name)
{
    struct shift shift = {.out = out};
    for (uint32_t cp; (cp = text_next(&name)) != 0;) {
        if (cp >= 0x10000) {
            shift_put(&shift, 0xd800 + ((cp - 0x10000) >> 10));
            shift_put(&shift, 0xdc00 + ((cp - 0x10000) & 0x3ff));
        } else if (cp < 0x20 || cp > 0x7e) {
            shift_put(&shift, cp);
        } else {
            shift_end(&shift);
            buffer_putc(out, (char)cp);
            if (cp == '&')
                buffer_putc(out, '-');
        }
    }
    shift_end(&shift);
}

void imap_folder_name(struct buffer *out, const char *name)
{
    struct buffer coded;
    buffer_init(&coded, 4 * 1024);
    imap_utf7(&coded, name);
    buffer_putc(out, '"');
    for (const char *c = buffer_text(&coded); *c; c++) {
        if (*c == '"' || *c == '\\')
            buffer_putc(out, '\\');
        buffer_putc(out, *c);
    }
    buffer_putc(out, '"');
    buffer_free(&coded);
}

/* ---- telling ---- */

/* "before set behind" as a command. */
static enum answer with_set(struct imap *m, const char *before, const uint32_t *uids, size_t count,
                            const char *behind, struct fault *f)
{
    struct buffer command;
    buffer_init(&command, 32 * 1024);
    buffer_puts(&command, before);
    imap_set(&command, uids, count);
    buffer_puts(&command, behind);
    enum answer answer =
        imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, NULL, NULL, buffer_text(&command), f);
    buffer_free(&command);
    return answer;
}

/* UID MOVE or UID COPY; makes the folder when the server says that it is missing. */
static enum answer carry(struct imap *m, const char *verb, const uint32_t *uids, size_t count,
                         const char *folder, struct fault *f)
{
    struct buffer name, line;
    buffer_init(&name, 4 * 1024);
    buffer_init(&line, 8 * 1024);
    buffer_putc(&name, ' ');
    imap_folder_name(&name, folder);
    enum answer answer = with_set(m, verb, uids, count, buffer_text(&name), f);
    if (answer == ANSWER_NO && strcasecmp(m->code, "TRYCREATE") == 0) {
        buffer_printf(&line, "CREATE%s", buffer_text(&name));
        answer =
            imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, NULL, NULL, buffer_text(&line), f);
        buffer_clear(&line);
        buffer_printf(&line, "SUBSCRIBE%s", buffer_text(&name));
        if (answer == ANSWER_OK && imap_command(m, IMAP_COMMAND_MS, IMAP_LITERAL_SMALL, NULL, NULL,
                                                buffer_text(&line), f) == ANSWER_LOST)
            answer = ANSWER_LOST;
        if (answer == ANSWER_OK)
            answer = with_set(m, verb, uids, count, buffer_text(&name), f);
    }
    buffer_free(&name);
    buffer_free(&line);
    return answer;
}

enum answer imap_move(struct imap *m, const uint32_t *uids, size_t count, const char *folder,
                      struct fault *f)
{
    if (m->can_move)
        return carry(m, "UID MOVE ", uids, count, folder, f);
    if (!m->can_uidplus)
        return imap_flag(m, uids, count, f);
    enum answer answer = carry(m, "UID COPY ", uids, count, folder, f);
    if (answer == ANSWER_OK)
        answer = with_set(m, "UID STORE ", uids, count, " +FLAGS.SILENT (\\Deleted)", f);
    if (answer == ANSWER_OK)
        answer = with_set(m, "UID EXPUNGE ", uids, count, "", f);
    return answer;
}

enum answer imap_flag(struct imap *m, const uint32_t *uids, size_t count, struct fault *f)
{
    return with_set(m, "UID STORE ", uids, count,
                    m->keywords ? " +FLAGS.SILENT ($LevandeKlar)" : " +FLAGS.SILENT (\\Flagged)",
                    f);
}

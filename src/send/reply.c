/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * SMTP replies: read strictly, bounded, and judged.
 *
 * Strictly, because a reply that is taken for another's is how letters are lost: what is not a
 * reply ends the connection instead of being guessed at. Shared by both engines, since the
 * monitor of libesmtp's sessions reads with the same eyes.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "wire.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Adds a line to the text that is kept, as printable ASCII. */
static void keep(struct reply *r, const char *line, size_t len)
{
    size_t n = strlen(r->text);
    if (n > 0 && n < sizeof r->text - 1)
        r->text[n++] = ' ';
    for (size_t i = 0; i < len && n < sizeof r->text - 1; i++)
        r->text[n++] = line[i] >= ' ' && line[i] <= '~' ? line[i] : '?';
    r->text[n] = '\0';
}

/* One line, without its end. */
static enum reply_state take_line(struct reply *r)
{
    const char *l = r->line;
    size_t n = r->len;
    bool formed = n >= 3 && l[0] >= '2' && l[0] <= '5' && is_digit(l[1]) && is_digit(l[2]) &&
                  (n == 3 || l[3] == ' ' || l[3] == '-');
    if (!formed)
        return REPLY_BAD;
    int code = (l[0] - '0') * 100 + (l[1] - '0') * 10 + (l[2] - '0');
    if (r->lines > 0 && code != r->code)
        return REPLY_BAD;
    r->code = code;
    size_t skip = r->lines == 0 ? 0 : n < 4 ? n : 4;
    keep(r, l + skip, n - skip);
    r->lines++;
    r->len = 0;
    if (n == 3 || l[3] == ' ')
        return REPLY_WHOLE;
    return r->lines < REPLY_LINES ? REPLY_MORE : REPLY_BAD;
}

enum reply_state reply_read(struct reply *r, const char *data, size_t len, size_t *used)
{
    for (*used = 0; *used < len;) {
        char c = data[(*used)++];
        enum reply_state state = REPLY_MORE;
        if (r->cr) {
            if (c != '\n')
                return REPLY_BAD;
            r->cr = false;
            state = take_line(r);
        } else if (c == '\r') {
            r->cr = true;
        } else if (c == '\n' || c == '\0' || r->len == REPLY_LINE) {
            return REPLY_BAD;
        } else {
            r->line[r->len++] = c;
        }
        if (state != REPLY_MORE)
            return state;
    }
    return REPLY_MORE;
}

enum outcome reply_outcome(int code)
{
    switch (code / 100) {
    case 2:
        return DONE;
    case 4:
        return AGAIN;
    case 5:
        return NEVER;
    default:
        return UNSURE;
    }
}

bool reply_enhanced(const struct reply *r, const char *code)
{
    const char *text = r->text;
    if (strlen(text) < 4)
        return false;
    for (text += 3; *text == ' ' || *text == '-';)
        text++;
    if (!text_starts(text, code))
        return false;
    return code[strlen(code) - 1] == '.' || !is_digit(text[strlen(code)]);
}

/* "Log in first", "encrypt first", "wrong password": whatever the command it answers. */
static bool asks_for_login(const struct reply *r)
{
    return r->code == 530 || r->code == 534 || r->code == 535 || r->code == 538 ||
           (r->code == 550 && reply_enhanced(r, "5.7.60")) || reply_enhanced(r, "5.7.8") ||
           reply_enhanced(r, "5.7.9");
}

static bool about_size(const struct reply *r)
{
    return r->code == 552 || reply_enhanced(r, "5.3.4") || reply_enhanced(r, "5.2.3");
}

void reply_judge(const struct reply *r, enum step step, struct delivery *out)
{
    enum outcome o = reply_outcome(r->code);
    bool ours = o == NEVER && (asks_for_login(r) || (step == STEP_MAIL && !about_size(r)));
    if (ours || o == DONE || o == UNSURE) {
        delivery_set(out, AGAIN, TROUBLE_BROKEN, "%s", r->text);
        out->lasting = ours;
        return;
    }
    delivery_set(out, o, r->code == 421 ? TROUBLE_BROKEN : TROUBLE_NONE, "%s", r->text);
}

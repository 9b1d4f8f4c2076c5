/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Where the quoted part of a mail begins.
 *
 * Mail programs mark it in three ways: by a block of header lines (Outlook), by a line that says
 * who wrote and when (Apple, Gmail, Thunderbird), and by '>'. Each form is looked for from the top
 * and has to be complete: "som du skrev:" in a running text is no attribution, and a form's
 * "Datum:" is no header block. When in doubt nothing is quoted: too much is shown rather than too
 * little, and a text that would become empty is left whole.
 */
#include "mime_private.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { FOLDED = 400, HEADER_LINES = 12, WRAPPED = 3 };

struct line {
    const char *at, *end; /* without the line end */
    const char *next;     /* the next line, or the text's end */
};

static struct line line_at(const char *p)
{
    const char *nl = strchr(p, '\n');
    const char *end = nl ? nl : p + strlen(p);
    return (struct line){.at = p, .end = end, .next = nl ? nl + 1 : end};
}

static bool blank(struct line l)
{
    while (l.at < l.end && isspace((unsigned char)*l.at))
        l.at++;
    return l.at == l.end;
}

static bool marked(struct line l)
{
    while (l.at < l.end && (*l.at == ' ' || *l.at == '\t'))
        l.at++;
    return l.at < l.end && *l.at == '>';
}

/* Appends the line to out in lower case with single spaces; false when it does not fit. */
static bool fold(struct line l, char out[FOLDED])
{
    size_t n = strlen(out);
    bool space = n > 0;
    for (const char *p = l.at; p < l.end;) {
        uint32_t cp = text_lower(text_next(&p));
        if (cp == ' ' || cp == '\t') {
            space = true;
            continue;
        }
        if (n + 6 >= FOLDED)
            return false;
        if (space && n > 0)
            out[n++] = ' ';
        space = false;
        n += text_put(cp, out + n);
        out[n] = '\0';
    }
    return true;
}

/* --- Outlook: a block of header lines ----------------------------------------------------------
 */

enum { KEY_FROM = 1, KEY_SENT = 2, KEY_DATE = 4, KEY_TO = 8, KEY_SUBJECT = 16 };

static const struct {
    const char *name;
    int key;
} keys[] = {
    {"från:", KEY_FROM},     {"from:", KEY_FROM},       {"fra:", KEY_FROM},
    {"von:", KEY_FROM},      {"lähettäjä:", KEY_FROM},  {"avsändare:", KEY_FROM},
    {"de:", KEY_FROM},       {"skickat:", KEY_SENT},    {"sent:", KEY_SENT},
    {"sendt:", KEY_SENT},    {"gesendet:", KEY_SENT},   {"lähetetty:", KEY_SENT},
    {"envoyé:", KEY_SENT},   {"datum:", KEY_DATE},      {"date:", KEY_DATE},
    {"dato:", KEY_DATE},     {"till:", KEY_TO},         {"to:", KEY_TO},
    {"til:", KEY_TO},        {"an:", KEY_TO},           {"vastaanottaja:", KEY_TO},
    {"à:", KEY_TO},          {"ämne:", KEY_SUBJECT},    {"subject:", KEY_SUBJECT},
    {"emne:", KEY_SUBJECT},  {"betreff:", KEY_SUBJECT}, {"aihe:", KEY_SUBJECT},
    {"objet:", KEY_SUBJECT}, {"rubrik:", KEY_SUBJECT},
};

/* The line's first max bytes at most, cut at the end of a code point. */
static struct line head_of(struct line l, ptrdiff_t max)
{
    if (l.end - l.at > max) {
        l.end = l.at + max;
        while (l.end > l.at && (*l.end & 0xC0) == 0x80)
            l.end--;
    }
    return l;
}

/* Which header the line begins with; 0 for none. Bold marks ("*Från:*") do not count. */
static int header_key(struct line l)
{
    l.at += strspn(l.at, "*_ ");
    if (l.at >= l.end)
        return 0;
    l = head_of(l, 60);
    char folded[FOLDED] = "";
    fold(l, folded);
    char *colon = strchr(folded, ':');
    if (colon == NULL)
        return 0;
    while (colon > folded && (colon[-1] == '*' || colon[-1] == ' ')) {
        memmove(colon - 1, colon, strlen(colon) + 1);
        colon--;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_starts(folded, keys[i].name))
            return keys[i].key;
    return 0;
}

static bool header_block(struct line l)
{
    if (header_key(l) != KEY_FROM)
        return false;
    int seen = 0;
    for (int i = 0; i < HEADER_LINES && *l.next != '\0'; i++) {
        l = line_at(l.next);
        int key = header_key(l);
        if (key == KEY_FROM)
            break;
        seen |= key;
    }
    bool when = seen & (KEY_SENT | KEY_DATE), what = seen & (KEY_TO | KEY_SUBJECT);
    return when && what && (seen & (KEY_SENT | KEY_SUBJECT));
}

/* --- "-----Ursprungligt meddelande-----" -------------------------------------------------------
 */

static bool separator(struct line l)
{
    static const char *const phrases[] = {
        "ursprungligt meddelande",    "original message",
        "originalmeddelande",         "ursprungligt mejl",
        "vidarebefordrat meddelande", "vidarebefordrat brev",
        "forwarded message",          "forwarded by",
        "original appointment",       "ursprunglig avtalad tid",
        "opprinnelig melding",        "oprindelig meddelelse",
        "alkuperäinen viesti",        "ursprüngliche nachricht",
        "message d'origine",          NULL,
    };
    static const char *const begins[] = {
        "begin forwarded message:",       "vidarebefordrat brev:",
        "vidarebefordrat meddelande:",    "påbörja vidarebefordrat meddelande:",
        "påbörjat vidarebefordrat brev:", NULL,
    };
    char folded[FOLDED] = "";
    if (l.end - l.at > 120 || !fold(l, folded))
        return false;
    for (size_t i = 0; begins[i] != NULL; i++)
        if (strcmp(folded, begins[i]) == 0)
            return true;
    return text_starts(folded, "--") && phrase_find(folded, phrases) != NULL;
}

/* --- "Den 6 nov. 2026 skrev Anna:" -------------------------------------------------------------
 */

static bool has_clock(const char *p)
{
    for (; *p; p++)
        if (isdigit((unsigned char)p[0]) && (p[1] == ':' || p[1] == '.') &&
            isdigit((unsigned char)p[2]) && isdigit((unsigned char)p[3]))
            return true;
    return false;
}

/* How surely these words, folded, say who wrote: 0 not at all, 1 if '>' follows, 2 by itself. */
static int attribution_words(const char *folded)
{
    static const char *const wrote[] = {"skrev", "wrote", "schrieb", "a écrit", "kirjoitti", NULL};
    size_t len = strlen(folded);
    while (len > 0 && (folded[len - 1] == '*' || folded[len - 1] == ' '))
        len--;
    const char *verb = phrase_find(folded, wrote);
    if (len == 0 || folded[len - 1] != ':' || verb == NULL)
        return 0;
    if (strchr(folded, '@') != NULL || has_clock(folded))
        return strstr(verb, "följande") == NULL || strchr(folded, '@') != NULL ? 2 : 1;
    return 1;
}

/* Begins as an attribution may that goes on in the next line. */
static bool attribution_begins(const char *folded)
{
    return text_starts(folded, "den ") || text_starts(folded, "on ") ||
           text_starts(folded, "am ") || text_starts(folded, "le ") ||
           isdigit((unsigned char)folded[0]) || strchr(folded, '@') != NULL || has_clock(folded);
}

/* How surely an attribution begins at this line; *after is what follows it. */
static int attribution(struct line l, struct line *after)
{
    char folded[FOLDED] = "";
    for (int i = 0; i < WRAPPED && !blank(l) && !marked(l); i++) {
        if (!fold(l, folded))
            return 0;
        int sure = attribution_words(folded);
        *after = l;
        if (sure > 0)
            return sure;
        if (!attribution_begins(folded) || *l.next == '\0')
            return 0;
        l = line_at(l.next);
    }
    return 0;
}

/* --- '>' ---------------------------------------------------------------------------------------
 */

/* Where the '>' lines begin that the text ends with; the text's end when it does not. */
static const char *trailing_marks(const char *text)
{
    const char *run = NULL;
    for (const char *p = text; *p;) {
        struct line l = line_at(p);
        if (marked(l))
            run = run ? run : p;
        else if (!blank(l))
            run = NULL;
        p = l.next;
    }
    return run ? run : text + strlen(text);
}

static struct line next_written(struct line l)
{
    do
        l = line_at(l.next);
    while (blank(l) && *l.next != '\0');
    return l;
}

/* True when what begins here is quoted to the end of the text. */
static bool begins_quote(struct line l, const char *trailing)
{
    if (marked(l) || blank(l))
        return false;
    if (separator(l) || header_block(l))
        return true;
    struct line last;
    int sure = attribution(l, &last);
    if (sure == 0)
        return false;
    struct line follows = next_written(last);
    if (blank(follows) && trailing == follows.end)
        return sure == 2;
    return marked(follows) ? follows.at >= trailing : sure == 2;
}

/* Goes up over empty lines and rulers that stand above the quoted part. */
static const char *above(const char *text, const char *start)
{
    while (start > text) {
        const char *p = start - 1;
        while (p > text && p[-1] != '\n')
            p--;
        size_t len = strspn(p, "-_ \t\r");
        bool ruler = p + len >= start - 1 && (start - 1 - p >= 10 || len == strspn(p, " \t\r"));
        if (!ruler)
            break;
        start = p;
    }
    return start;
}

size_t mime_quote_start(const char *text)
{
    const char *trailing = trailing_marks(text);
    for (const char *p = text; *p && p < trailing;) {
        struct line l = line_at(p);
        if (begins_quote(l, trailing))
            return (size_t)(above(text, p) - text);
        p = l.next;
    }
    return (size_t)((*trailing ? above(text, trailing) : trailing) - text);
}

/* --- The sender's own text ---------------------------------------------------------------------
 */

static bool signature(struct line l)
{
    size_t len = (size_t)(l.end - l.at);
    return (len == 2 || (len == 3 && l.at[2] == ' ')) && l.at[0] == '-' && l.at[1] == '-';
}

/* "Skickat från min iPhone": what a telephone signs with. */
static bool telephone(struct line l)
{
    static const char *const begins[] = {"skickat från min ",
                                         "skickat från outlook",
                                         "hämta outlook för",
                                         "sent from my ",
                                         "get outlook for",
                                         "sent from outlook",
                                         NULL};
    char folded[FOLDED] = "";
    if (l.end - l.at > 80 || !fold(l, folded))
        return false;
    for (size_t i = 0; begins[i] != NULL; i++)
        if (text_starts(folded, begins[i]))
            return true;
    return false;
}

char *mime_own_text(struct arena *a, const char *text)
{
    const char *end = text + mime_quote_start(text);
    char *out = arena_alloc(a, strlen(text) + 2), *to = out;
    for (const char *p = text; p < end;) {
        struct line l = line_at(p), last;
        if (signature(l))
            break;
        if (attribution(l, &last) > 0 && marked(next_written(last))) {
            p = last.next;
            continue;
        }
        if (!marked(l) && !telephone(l)) {
            memcpy(to, p, (size_t)(l.next - p));
            to += l.next - p;
        }
        p = l.next;
    }
    *to = '\0';
    char *own = text_trim(a, out);
    return text_blank(own) ? arena_strdup(a, text) : own;
}

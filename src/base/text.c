/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Text in UTF-8, read code point by code point.
 *
 * One function, decode(), knows what is well-formed; all else is built on it. Folding is one
 * function too, fold_next(), so that a text compared and a text folded never disagree.
 * Characters that are put together from a letter and a combining mark are left as they are.
 * What makes an e-mail address is in text_address.c.
 */
#include "base/text.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD, REPLACEMENT_BYTES = 3 };

/*
 * The length of the well-formed sequence at s, of which avail bytes may be read, or 0. Stops at
 * the first byte that does not fit, so that a NUL ends the reading too. (Unicode, table 3-7.)
 */
static size_t decode(const unsigned char *s, size_t avail, uint32_t *cp)
{
    if (avail == 0)
        return 0;
    *cp = s[0];
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    size_t len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    unsigned char least = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char most = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    *cp = s[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if (i >= avail || s[i] < least || s[i] > most)
            return 0;
        *cp = *cp << 6 | (s[i] & 0x3FU);
        least = 0x80;
        most = 0xBF;
    }
    return len;
}

bool text_is_utf8(const char *text, size_t len)
{
    uint32_t cp;
    for (size_t i = 0, step; i < len; i += step) {
        step = decode((const unsigned char *)text + i, len - i, &cp);
        if (step == 0)
            return false;
    }
    return true;
}

uint32_t text_next(const char **text)
{
    if (**text == '\0')
        return 0;
    uint32_t cp;
    size_t len = decode((const unsigned char *)*text, 4, &cp);
    *text += len ? len : 1;
    return len ? cp : REPLACEMENT;
}

size_t text_put(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = REPLACEMENT;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF00U >> len & 0xFF) | cp);
    return len;
}

char *text_repair(struct arena *a, const char *text, size_t len)
{
    if (!memchr(text, '\0', len) && text_is_utf8(text, len))
        return arena_strndup(a, text, len);
    char *copy = arena_array(a, len + 1, REPLACEMENT_BYTES);
    size_t used = 0;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t step = decode((const unsigned char *)text + i, len - i, &cp);
        used += text_put(step == 0 || cp == 0 ? REPLACEMENT : cp, copy + used);
        i += step ? step : 1;
    }
    return copy;
}

/*
 * In Latin Extended-A a capital stands right before its small letter, but for İ and Ÿ; the pairs
 * begin at even numbers, in two stretches at odd ones.
 */
uint32_t text_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
    if (cp < 0x100)
        return cp >= 0xC0 && cp <= 0xDE && cp != 0xD7 ? cp + 0x20 : cp;
    if (cp == 0x130)
        return 'i';
    if (cp == 0x178)
        return 0xFF;
    bool odd = (cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E);
    bool even = cp <= 0x137 || (cp >= 0x14A && cp <= 0x177);
    if (odd)
        return cp % 2 ? cp + 1 : cp;
    return even && cp % 2 == 0 ? cp + 1 : cp;
}

static bool is_space(uint32_t cp)
{
    switch (cp) {
    case ' ':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
        return true;
    default:
        return (cp >= '\t' && cp <= '\r') || (cp >= 0x2000 && cp <= 0x200A);
    }
}

static const char *skip_space(const char *text)
{
    if (*text > ' ')
        return text;
    for (const char *next = text; is_space(text_next(&next));)
        text = next;
    return text;
}

/* The next code point of the folded text, or 0; the text must not begin with white space. */
static uint32_t fold_next(const char **text)
{
    uint32_t cp = text_next(text);
    if (!is_space(cp))
        return text_lower(cp);
    *text = skip_space(*text);
    return **text ? ' ' : 0;
}

char *text_fold(struct arena *a, const char *text)
{
    text = skip_space(text);
    char *copy = arena_array(a, strlen(text) + 1, REPLACEMENT_BYTES);
    size_t used = 0;
    for (uint32_t cp; (cp = fold_next(&text)) != 0;)
        used += text_put(cp, copy + used);
    return copy;
}

bool text_same(const char *a, const char *b)
{
    a = skip_space(a);
    b = skip_space(b);
    for (;;) {
        uint32_t ca = fold_next(&a), cb = fold_next(&b);
        if (ca != cb)
            return false;
        if (ca == 0)
            return true;
    }
}

/* The number of bytes before the white space that ends the first len bytes. */
static size_t trimmed_length(const char *text, size_t len)
{
    unsigned char last = len ? (unsigned char)text[len - 1] : 0;
    if (last > ' ' && last < 0x7F)
        return len;
    size_t kept = 0;
    for (const char *at = text; at < text + len;) {
        if (!is_space(text_next(&at)))
            kept = (size_t)(at - text);
    }
    return kept < len ? kept : len;
}

static char *trim_part(struct arena *a, const char *from, const char *end)
{
    const char *start = skip_space(from);
    if (start > end)
        start = end;
    return arena_strndup(a, start, trimmed_length(start, (size_t)(end - start)));
}

char *text_trim(struct arena *a, const char *text)
{
    return trim_part(a, text, text + strlen(text));
}

bool text_blank(const char *text)
{
    return !text || *skip_space(text) == '\0';
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t len = strlen(text), tail = strlen(suffix);
    return tail <= len && memcmp(text + len - tail, suffix, tail) == 0;
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_starts_nocase(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++) {
        if (lower_ascii(*text) != lower_ascii(*prefix))
            return false;
    }
    return true;
}

bool text_equals_nocase(const char *a, const char *b)
{
    return strlen(a) == strlen(b) && text_starts_nocase(a, b);
}

/* Where c stands first from `at` on, or the end. */
static const char *find_char(const char *at, const char *end, char c)
{
    const char *found = at < end ? memchr(at, c, (size_t)(end - at)) : NULL;
    return found ? found : end;
}

/* Goes from one place where the first letter stands, small or capital, to the next. */
const char *text_find_nocase(const char *hay, size_t len, const char *needle)
{
    size_t wanted = strlen(needle);
    if (wanted == 0 || wanted > len)
        return wanted == 0 ? hay : NULL;
    const char *end = hay + len - wanted + 1;
    char small = lower_ascii(*needle);
    char capital = small >= 'a' && small <= 'z' ? (char)(small - ('a' - 'A')) : small;
    const char *low = find_char(hay, end, small);
    const char *high = capital != small ? find_char(hay, end, capital) : end;
    while (low < end || high < end) {
        const char *at = low < high ? low : high;
        size_t n = 1;
        while (n < wanted && lower_ascii(at[n]) == lower_ascii(needle[n]))
            n++;
        if (n == wanted)
            return at;
        if (at == low)
            low = find_char(low + 1, end, small);
        else
            high = find_char(high + 1, end, capital);
    }
    return NULL;
}

bool text_is_word(uint32_t cp)
{
    if (cp < 0x80) {
        uint32_t lower = text_lower(cp);
        return (lower >= 'a' && lower <= 'z') || (cp >= '0' && cp <= '9') || cp == '_';
    }
    return cp >= 0xC0 && cp <= 0x17F && cp != 0xD7 && cp != 0xF7;
}

size_t text_length(const char *text)
{
    size_t n = 0;
    while (text_next(&text) != 0)
        n++;
    return n;
}

/* The "…" counts among the max. A text that begins with a longer word than that is cut inside it.
 */
char *text_shorten(struct arena *a, const char *text, size_t max)
{
    if (max == 0)
        return arena_strdup(a, "");
    const char *at = text, *word_end = NULL;
    for (size_t n = 0; n < max - 1 && *at; n++) {
        const char *next = at;
        if (is_space(text_next(&next)))
            word_end = at;
        at = next;
    }
    const char *last = at;
    if (text_next(&last) == 0 || *last == '\0')
        return arena_strdup(a, text);
    const char *next = at;
    if (!word_end || is_space(text_next(&next)))
        word_end = at;
    size_t kept = trimmed_length(text, (size_t)(word_end - text));
    return arena_printf(a, "%.*s…", (int)kept, text);
}

/* The bytes of the separator at `at`; 0 when none stands there. */
static size_t separator(const char *at, const char *seps)
{
    const char *next = at, *member = seps;
    uint32_t cp = text_next(&next);
    while (*member)
        if (text_next(&member) == cp)
            return (size_t)(next - at);
    return 0;
}

/* Where the next separator stands, or the end: no other byte than its first can begin one. */
static const char *next_separator(const char *at, const char *seps)
{
    at += strcspn(at, seps);
    while (*at && separator(at, seps) == 0) {
        at++;
        at += strcspn(at, seps);
    }
    return at;
}

char **text_split(struct arena *a, const char *text, const char *seps, size_t *count)
{
    size_t pieces = 1;
    for (const char *at = next_separator(text, seps); *at; pieces++)
        at = next_separator(at + separator(at, seps), seps);
    char **list = arena_array(a, pieces + 1, sizeof *list);
    *count = 0;
    for (const char *from = text; from;) {
        const char *end = next_separator(from, seps);
        char *piece = trim_part(a, from, end);
        if (*piece)
            list[(*count)++] = piece;
        from = *end ? end + separator(end, seps) : NULL;
    }
    return list;
}

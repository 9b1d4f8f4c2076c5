/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Text to tokens, lines and sentences. One pass over the bytes, and one over the tokens.
 *
 * A word is a run of letters; digits are tokens of their own, so that "kl9" and "9-12" fall apart
 * as a reader would see them; all else that is not white space is a mark. A sentence ends at a full
 * stop, question or exclamation mark, or bullet, at an empty line, and at the edge of a form field;
 * not at the stop of an abbreviation ("kl.", "ca.", "dvs.") or between digits.
 */
#include "page.h"

#include <string.h>

#include "base/text.h"
#include "numbers.h"
#include "stem.h"

static bool is_letter(uint32_t cp)
{
    return (text_is_word(cp) && !(cp >= '0' && cp <= '9')) && cp != '_';
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0xA0 || cp == 0x2009 ||
           cp == 0x202F || cp == 0xFEFF || cp == 0x200B;
}

/* The kind of the run that starts with cp. */
static enum token_kind kind_of(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return TOKEN_DIGITS;
    return is_letter(cp) ? TOKEN_WORD : TOKEN_MARK;
}

/* The end of the token at text: a run of its kind (soft hyphens belong to it), one mark. */
static const char *token_end(const char *text, enum token_kind kind)
{
    const char *next = text;
    text_next(&next);
    if (kind == TOKEN_MARK)
        return next;
    for (;;) {
        const char *after = next;
        uint32_t cp = text_next(&after);
        if (cp == 0 || (cp != 0xAD && kind_of(cp) != kind))
            return next;
        next = after;
    }
}

/* Dashes become '-', curly quotes straight ones, so that patterns need to know one of each. */
static const char *folded_mark(struct arena *a, const char *at, size_t len)
{
    const char *p = at;
    uint32_t cp = text_next(&p);
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
        return "-";
    if (cp == 0x2019 || cp == 0x2018)
        return "'";
    if (cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB)
        return "\"";
    if (cp == 0x2022 || cp == 0xB7)
        return "\xE2\x80\xA2";
    return arena_strndup(a, at, len);
}

static const char *folded_word(struct arena *a, const char *at, size_t len)
{
    char *out = arena_alloc(a, len + 4), *o = out;
    for (const char *p = at; p < at + len;) {
        uint32_t cp = text_next(&p);
        if (cp != 0xAD)
            o += text_put(text_lower(cp), o);
    }
    *o = '\0';
    return out;
}

static void note_capitals(struct token *t, const char *at, size_t len)
{
    size_t letters = 0, upper = 0;
    for (const char *p = at; p < at + len;) {
        uint32_t cp = text_next(&p);
        bool is_upper = text_lower(cp) != cp;
        if (letters++ == 0)
            t->capital = is_upper;
        upper += is_upper;
    }
    t->capitals = letters > 1 && upper == letters;
}

static int digits_value(const char *digits)
{
    int n = 0;
    if (strlen(digits) > 9)
        return -1;
    for (; *digits; digits++)
        n = n * 10 + (*digits - '0');
    return n;
}

static void token_fill(struct page *p, struct stemmer *s, struct token *t)
{
    const char *at = p->text + t->at;
    size_t len = t->end - t->at;
    t->number = -1;
    if (t->kind == TOKEN_MARK) {
        t->word = folded_mark(p->arena, at, len);
    } else if (t->kind == TOKEN_DIGITS) {
        t->word = arena_strndup(p->arena, at, len);
        t->number = digits_value(t->word);
    } else {
        t->word = folded_word(p->arena, at, len);
        t->stem = stemmer_stem(s, p->arena, t->word);
        t->number = number_word(t->word);
        note_capitals(t, at, len);
    }
}

static void cut_tokens(struct page *p)
{
    struct stemmer *s = stemmer_new();
    size_t room = 0;
    bool gap = true;
    int line = 0;
    for (const char *at = p->text; *at;) {
        const char *next = at;
        uint32_t cp = text_next(&next);
        if (is_space(cp)) {
            line += cp == '\n';
            gap = true;
            at = next;
            continue;
        }
        if (p->count == room) {
            size_t wider = room ? room * 2 : 256;
            struct token *more = arena_array(p->arena, wider, sizeof *more);
            if (room)
                memcpy(more, p->tokens, room * sizeof *more);
            p->tokens = more;
            room = wider;
        }
        struct token *t = &p->tokens[p->count++];
        t->kind = kind_of(cp);
        t->at = (uint32_t)(at - p->text);
        at = token_end(at, t->kind);
        t->end = (uint32_t)(at - p->text);
        t->line = line;
        t->gap = gap;
        gap = false;
        token_fill(p, s, t);
    }
    stemmer_free(&s);
    p->line_count = (size_t)line + 1;
}

static void cut_lines(struct page *p)
{
    p->lines = arena_array(p->arena, p->line_count, sizeof *p->lines);
    const char *at = p->text;
    size_t token = 0;
    for (size_t i = 0; i < p->line_count; i++) {
        struct line *l = &p->lines[i];
        const char *stop = strchrnul(at, '\n');
        l->at = (uint32_t)(at - p->text);
        l->stop = (uint32_t)(stop - p->text);
        l->first = token;
        while (token < p->count && p->tokens[token].line == (int)i)
            token++;
        l->end = token;
        l->zone = ZONE_BODY;
        at = *stop ? stop + 1 : stop;
    }
}

struct page *page_make(struct arena *a, const char *subject, const char *text)
{
    struct page *p = arena_alloc(a, sizeof *p);
    p->arena = a;
    p->text = arena_printf(a, "%s\n\n%s", subject, text);
    p->from_name = p->from_address = "";
    p->cues = arena_array(a, CUE_TABLES, sizeof(struct cue_index *));
    cut_tokens(p);
    cut_lines(p);
    return p;
}

const char *page_slice(const struct page *p, size_t first, size_t end)
{
    if (first >= end || end > p->count)
        return "";
    uint32_t at = p->tokens[first].at, stop = p->tokens[end - 1].end;
    char *out = arena_strndup(p->arena, p->text + at, stop - at), *o = out;
    bool space = false;
    for (const char *c = out; *c; c++) {
        bool no_break = c[0] == '\xC2' && c[1] == '\xA0';
        bool white = no_break || *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
        if (!white || !space)
            *o++ = white ? ' ' : *c;
        c += no_break;
        space = white;
    }
    *o = '\0';
    return out;
}

const char *page_sentence(const struct page *p, size_t token)
{
    const struct sentence *s = &p->sentences[p->tokens[token].sentence];
    return page_slice(p, s->first, s->end);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * HTML to plain text, in one pass.
 *
 * No tree is built: mail's HTML is rarely well-formed, and a tree is what has stopped mail
 * elsewhere. Each tag changes a small state (how many line ends are owed, how deep a quotation
 * is, whether something is hidden), and text is written as it comes. Each byte is looked at a
 * bounded number of times: a quotation mark that never closes is searched for once and then never
 * again.
 *
 * What a reader of the page would not see is left out; but when nothing is left, what was hidden
 * is shown after all, since an empty text helps nobody.
 */
#include "mime_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { LINK_BYTES = 500, QUOTE_DEPTH = 20 };

struct page {
    struct buffer out;
    const char *end;
    unsigned owed;        /* line ends owed before the next text */
    bool space;           /* a space is owed */
    bool bare;            /* nothing stands in the line but its marks */
    unsigned quotes, pre; /* depths */
    char skip[12];        /* the element whose content is left out, "" for none */
    unsigned skip_depth;
    bool show_hidden;
    bool dead; /* a quotation mark did not close: they count no more */
    bool open; /* no '>' is left */
    char link[LINK_BYTES + 1];
    size_t link_text; /* where in out the link's text began */
    unsigned cells;   /* of the table row so far */
    bool fresh;       /* a cell has begun and holds nothing yet */
};

static void start_line(struct page *g)
{
    for (unsigned i = 0; i < g->quotes && i < QUOTE_DEPTH; i++)
        buffer_puts(&g->out, "> ");
    g->bare = true;
}

/* Pays the line ends and the space that are owed. */
static void settle(struct page *g)
{
    if (g->owed > 0) {
        if (g->out.len > 0)
            for (unsigned i = 0; i < g->owed; i++) {
                buffer_putc(&g->out, '\n');
                if (i + 1 < g->owed && g->quotes > 0)
                    start_line(g);
            }
        start_line(g);
    } else if (g->space && !g->bare) {
        buffer_putc(&g->out, ' ');
    }
    g->owed = 0;
    g->space = false;
}

static void put(struct page *g, uint32_t cp)
{
    char bytes[4];
    settle(g);
    buffer_add(&g->out, bytes, text_put(cp, bytes));
    g->bare = g->fresh = false;
}

static void owe(struct page *g, unsigned lines)
{
    if (g->owed < lines)
        g->owed = lines;
    g->space = false;
}

/* A line end that counts even after another one: <br>, and line ends within <pre>. */
static void break_line(struct page *g)
{
    if (g->owed < 3)
        g->owed++;
    g->space = false;
}

static void put_word(struct page *g, const char *text)
{
    while (*text)
        put(g, text_next(&text));
}

/* --- Tags ------------------------------------------------------------------------------------ */

/* Where the tag that begins at p ('<') ends, behind its '>'; NULL when it never does. */
static const char *tag_end(struct page *g, const char *p)
{
    const char *plain = g->open ? NULL : memchr(p, '>', (size_t)(g->end - p));
    g->open = plain == NULL;
    if (g->open || g->dead)
        return g->open ? NULL : plain + 1;
    bool value = false;
    for (const char *at = p + 1; at < g->end; at++) {
        if (*at == '>')
            return at + 1;
        if (value && (*at == '"' || *at == '\'')) {
            at = memchr(at + 1, *at, (size_t)(g->end - at - 1));
            if (at == NULL)
                break;
        }
        value = *at == '=' || (value && isspace((unsigned char)*at));
    }
    g->dead = true;
    return plain + 1;
}

struct tag {
    char name[12];
    bool closing;
    const char *attributes, *end; /* between the name and '>' */
};

/* A letter, digit or one of "-_:" may stand in an attribute's name. */
static bool name_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':';
}

/* The attribute's value, unquoted, into out; false when the tag has none of this name. */
static bool attribute(const struct tag *t, const char *name, char *out, size_t size)
{
    const char *p = t->attributes;
    while (p < t->end) {
        while (p < t->end && !name_char(*p))
            p++;
        const char *from = p;
        while (p < t->end && name_char(*p))
            p++;
        size_t len = (size_t)(p - from);
        while (p < t->end && isspace((unsigned char)*p))
            p++;
        const char *value = p, *stop = p;
        if (p < t->end && *p == '=') {
            for (p++; p < t->end && isspace((unsigned char)*p);)
                p++;
            bool quoted = p < t->end && (*p == '"' || *p == '\'');
            char close = quoted ? *p++ : ' ';
            for (value = p; p < t->end && *p != close && (quoted || !isspace((unsigned char)*p));)
                p++;
            stop = p;
            p += quoted && p < t->end;
        }
        if (len == strlen(name) && strncasecmp(from, name, len) == 0) {
            size_t n = (size_t)(stop - value) < size - 1 ? (size_t)(stop - value) : size - 1;
            memcpy(out, value, n);
            out[n] = '\0';
            return true;
        }
    }
    return false;
}

static bool is(const struct tag *t, const char *names)
{
    size_t len = strlen(t->name);
    for (const char *p = strstr(names, t->name); p != NULL; p = strstr(p + 1, t->name))
        if ((p == names || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0') && len > 0)
            return true;
    return false;
}

/* True when the style of an element keeps it from being seen. */
static bool hidden(const struct tag *t)
{
    char style[512], squeezed[512];
    if (attribute(t, "hidden", style, sizeof style))
        return true;
    if (!attribute(t, "style", style, sizeof style))
        return false;
    size_t n = 0;
    for (const char *p = style; *p; p++)
        if (!isspace((unsigned char)*p))
            squeezed[n++] = (char)tolower((unsigned char)*p);
    squeezed[n] = '\0';
    return strstr(squeezed, "display:none") != NULL || strstr(squeezed, "mso-hide:all") != NULL;
}

static bool has_mso(const struct tag *t)
{
    char class[64];
    return attribute(t, "class", class, sizeof class) && strncasecmp(class, "Mso", 3) == 0;
}

/* A blockquote that quotes a mail, and not one that only indents. */
static bool quotes_mail(const struct tag *t)
{
    char value[256];
    if (attribute(t, "type", value, sizeof value) && text_equals_nocase(value, "cite"))
        return true;
    if (attribute(t, "class", value, sizeof value) && strstr(value, "quote") != NULL)
        return true;
    return attribute(t, "style", value, sizeof value) && strstr(value, "border-left") != NULL;
}

static void begin_link(struct page *g, const struct tag *t)
{
    char href[LINK_BYTES + 1];
    g->link[0] = '\0';
    g->link_text = g->out.len;
    if (!attribute(t, "href", href, sizeof href) || strlen(href) >= LINK_BYTES)
        return;
    if (!text_starts_nocase(href, "http") && !text_starts_nocase(href, "mailto:"))
        return;
    size_t n = 0;
    for (const char *p = href, *end = href + strlen(href); p < end;) {
        uint32_t cp = *p == '&' ? entity_read(&p, end) : 0;
        if (cp > 0x20 && cp < 0x7F)
            g->link[n++] = (char)cp;
        else if ((unsigned char)*p > 0x20)
            g->link[n++] = *p++;
        else
            p++;
    }
    g->link[n] = '\0';
    if (!text_is_utf8(g->link, n))
        g->link[0] = '\0';
}

/* The address behind its text, unless the text shows it already. */
static void end_link(struct page *g)
{
    const char *bare = strstr(g->link, "://") ? strstr(g->link, "://") + 3 : strchr(g->link, ':');
    char key[LINK_BYTES + 1] = "";
    if (bare != NULL && g->link[0] != '\0') {
        bare += *bare == ':';
        size_t n = strcspn(bare, "?");
        n -= n > 0 && bare[n - 1] == '/';
        memcpy(key, bare, n);
        key[n] = '\0';
    }
    size_t from = g->link_text < g->out.len ? g->link_text : g->out.len;
    const char *text = buffer_text(&g->out) + from;
    size_t left = g->out.len - from;
    if (key[0] != '\0' && left > 0 && text_find_nocase(text, left, key) == NULL) {
        g->space = true;
        put_word(g, "<");
        put_word(g, g->link);
        put_word(g, ">");
    }
    g->link[0] = '\0';
}

/* Leaves out all until the element's end. */
static void skip(struct page *g, const char *name)
{
    snprintf(g->skip, sizeof g->skip, "%s", name);
    g->skip_depth = 1;
}

static void table_tag(struct page *g, const struct tag *t)
{
    if (is(t, "table tr"))
        owe(g, 1);
    if (is(t, "tr"))
        g->cells = 0;
    if (!is(t, "td th") || t->closing)
        return;
    if (g->cells++ > 0 && g->out.len > 0) {
        g->owed = 0;
        g->space = false;
        if (!g->bare)
            put(g, '\t');
    }
    g->fresh = true;
}

static void quote_tag(struct page *g, const struct tag *t)
{
    owe(g, 1);
    if (!t->closing && (g->quotes > 0 || quotes_mail(t)))
        g->quotes++;
    else if (t->closing && g->quotes > 0)
        g->quotes--;
    g->fresh = !t->closing;
}

static void block_tag(struct page *g, const struct tag *t)
{
    if (g->fresh && !t->closing && is(t, "p div"))
        return;
    if (is(t, "br"))
        break_line(g);
    else if (is(t, "p"))
        owe(g, has_mso(t) || t->closing ? 1 : 2);
    else if (is(t, "h1 h2 h3 h4 h5 h6 ul ol dl"))
        owe(g, t->closing || is(t, "ul ol dl") ? 1 : 2);
    else
        owe(g, 1);
    if (is(t, "li") && !t->closing) {
        put_word(g, "- ");
        g->bare = true;
    }
    if (is(t, "hr"))
        put_word(g, "________________________________");
    if (is(t, "hr"))
        owe(g, 1);
}

static void take_tag(struct page *g, const struct tag *t)
{
    static const char none[] = "script style head title template noscript object";
    static const char empty[] = "br hr img input meta link col wbr";
    if (g->skip[0] != '\0') {
        if (strcmp(t->name, g->skip) == 0)
            g->skip_depth = t->closing ? g->skip_depth - 1 : g->skip_depth + !is(t, "p li td tr");
        if (g->skip_depth == 0)
            g->skip[0] = '\0';
    } else if (!t->closing && (is(t, none) || (!is(t, empty) && !g->show_hidden && hidden(t)))) {
        skip(g, t->name);
    } else if (is(t, "table tr td th")) {
        table_tag(g, t);
    } else if (is(t, "blockquote")) {
        quote_tag(g, t);
    } else if (is(t,
                  "br p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr section article header footer "
                  "address form fieldset center figure main nav")) {
        block_tag(g, t);
    } else if (is(t, "pre textarea")) {
        owe(g, 1);
        g->pre = t->closing ? g->pre - (g->pre > 0) : g->pre + 1;
    } else if (is(t, "a")) {
        if (t->closing)
            end_link(g);
        else
            begin_link(g, t);
    }
}

/* --- The page -------------------------------------------------------------------------------- */

/* Reads the markup at p ('<') and gives where the text goes on; p itself when it is no markup. */
static const char *markup(struct page *g, const char *p)
{
    if (g->end - p < 2)
        return p;
    bool raw = strcmp(g->skip, "script") == 0 || strcmp(g->skip, "style") == 0;
    if (!raw && g->end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
        const char *stop = text_find_nocase(p + 4, (size_t)(g->end - p - 4), "-->");
        return stop ? stop + 3 : g->end;
    }
    bool closing = p[1] == '/';
    if (raw && (!closing || strncasecmp(p + 2, g->skip, strlen(g->skip)) != 0))
        return p;
    if (!isalpha((unsigned char)p[1 + closing]) && p[1] != '!' && p[1] != '?' && !closing)
        return p;
    const char *stop = tag_end(g, p);
    if (stop == NULL)
        return p;
    struct tag t = {.closing = closing, .end = stop - 1};
    size_t n = 0;
    const char *at = p + 1 + closing;
    for (; at < t.end && name_char(*at); at++)
        if (n < sizeof t.name - 1)
            t.name[n++] = (char)tolower((unsigned char)*at);
    t.attributes = at;
    if (n > 0)
        take_tag(g, &t);
    return stop;
}

static void take_text(struct page *g, const char **p)
{
    uint32_t cp = **p == '&' ? entity_read(p, g->end) : 0;
    if (cp == 0 && **p == '\0') {
        (*p)++;
        return;
    }
    if (cp == 0)
        cp = text_next(p);
    if (cp == 0xAD || cp == 0xFEFF)
        return;
    if (g->pre > 0 && cp == '\n')
        break_line(g);
    else if (g->pre == 0 && (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f'))
        g->space = true;
    else if (cp != '\r')
        put(g, cp == 0xA0 ? ' ' : cp);
}

/* Where to go on in what is left out: behind p, or at the end tag of a script or style. */
static const char *skipped(struct page *g, const char *p)
{
    const char *next = memchr(p + 1, '<', (size_t)(g->end - p - 1));
    return next ? next : g->end;
}

static void run(struct page *g, const char *html)
{
    g->owed = 1;
    for (const char *p = html; p < g->end && !g->out.full;) {
        const char *next = *p == '<' ? markup(g, p) : p;
        if (next != p)
            p = next;
        else if (g->skip[0] != '\0')
            p = skipped(g, p);
        else
            take_text(g, &p);
    }
}

char *mime_html_to_text(struct arena *a, const char *html, size_t len, size_t max)
{
    char *good = text_is_utf8(html, len) ? arena_strndup(a, html, len) : text_repair(a, html, len);
    len = text_is_utf8(html, len) ? len : strlen(good);
    struct page g = {.end = good + len};
    buffer_init(&g.out, max);
    run(&g, good);
    if (text_blank(buffer_text(&g.out))) {
        buffer_free(&g.out);
        g = (struct page){.end = good + len, .show_hidden = true};
        buffer_init(&g.out, max);
        run(&g, good);
    }
    char *text = charset_tidy(a, buffer_text(&g.out), g.out.len);
    buffer_free(&g.out);
    return charset_cut(text, max);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The HTML of a page that staff have written: every tag that is opened is closed, in order, and
 * nothing in it acts (a script, a form, a handler), styles or is fetched from elsewhere.
 *
 * It guards against slips and against what the pages' security policy would silently stop; it is no
 * judge of good HTML.
 */
#include "shelf.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { OPEN_MAX = 64, NAME_MAX_BYTES = 16 };

static const char *const alone[] = {"br", "hr", "img", "wbr", NULL};
static const char *const refused[] = {"script", "style",  "iframe", "object",   "embed",
                                      "form",   "input",  "button", "textarea", "select",
                                      "link",   "meta",   "base",   "html",     "body",
                                      "head",   "applet", "frame",  NULL};

struct tags {
    struct reader *reader;
    const struct sheet *sheet;
    char open[OPEN_MAX][NAME_MAX_BYTES];
    int lines[OPEN_MAX];
    int depth, line;
    bool faulty;
};

static void tell(struct tags *t, int line, const char *what, const char *name)
{
    if (!t->faulty)
        shelf_fault(t->reader, "%s:%d: %s '%.40s'", t->sheet->path, line, what, name);
    t->faulty = true; /* what follows from the first fault is none */
}

static bool listed(const char *const *list, const char *name)
{
    while (*list != NULL && strcasecmp(*list, name) != 0)
        list++;
    return *list != NULL;
}

/* The end of "<…>", quoted values skipped; NULL: it has none. */
static const char *tag_end(const char *at)
{
    char quote = '\0';

    for (; *at != '\0' && (quote != '\0' || *at != '>'); at++) {
        if (quote != '\0' && *at == quote)
            quote = '\0';
        else if (quote == '\0' && (*at == '"' || *at == '\''))
            quote = *at;
    }
    return *at == '>' ? at : NULL;
}

/* True when the tag holds an attribute whose name begins, or is, this. */
static bool has_attribute(const char *tag, size_t len, const char *name, bool whole)
{
    size_t n = strlen(name);

    for (size_t i = 1; i + n < len; i++)
        if (strchr(" \t\n\r\"'/", tag[i - 1]) != NULL && strncasecmp(tag + i, name, n) == 0) {
            size_t end = i + n;
            while (end < len && isalnum((unsigned char)tag[end]))
                end++;
            if (tag[end] == '=' && (whole ? end == i + n : end > i + n))
                return true;
        }
    return false;
}

static bool holds(const char *tag, size_t len, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= len; i++)
        if (strncasecmp(tag + i, word, n) == 0)
            return true;
    return false;
}

static void check_attributes(struct tags *t, const char *tag, size_t len)
{
    if (has_attribute(tag, len, "style", true))
        tell(t, t->line, "a page takes no attribute", "style");
    if (has_attribute(tag, len, "on", false))
        tell(t, t->line, "a page takes no attribute", "on…");
    if (has_attribute(tag, len, "src", true) && holds(tag, len, "//"))
        tell(t, t->line, "a page fetches nothing from elsewhere; it holds", "src");
    if (holds(tag, len, "javascript:") || holds(tag, len, "data:"))
        tell(t, t->line, "a page takes no address", "javascript: / data:");
}

static void close_tag(struct tags *t, const char *name)
{
    if (t->depth == 0 || strcasecmp(t->open[t->depth - 1], name) != 0)
        tell(t, t->line, "this tag closes none that is open:", name);
    else
        t->depth--;
}

static void open_tag(struct tags *t, const char *name)
{
    if (listed(refused, name))
        tell(t, t->line, "a page of text takes no tag", name);
    if (listed(alone, name))
        return;
    if (t->depth == OPEN_MAX) {
        tell(t, t->line, "too many tags are open at", name);
        return;
    }
    memcpy(t->open[t->depth], name, strlen(name) + 1);
    t->lines[t->depth++] = t->line;
}

/* At '<'; gives what follows the tag. */
static const char *take_tag(struct tags *t, const char *at)
{
    const char *name = at + 1 + (at[1] == '/'), *end = tag_end(at);
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    char word[NAME_MAX_BYTES];

    if (end == NULL || n == 0 || n >= sizeof word) {
        tell(t, t->line, "this is no tag; a lone < is written &lt;:", at);
        return at + 1;
    }
    memcpy(word, name, n);
    word[n] = '\0';
    check_attributes(t, at, (size_t)(end - at));
    if (at[1] == '/')
        close_tag(t, word);
    else if (end[-1] != '/')
        open_tag(t, word);
    for (const char *c = at; c < end; c++)
        t->line += *c == '\n';
    return end + 1;
}

/* What a template says to itself ({{…}}) is passed over. */
static const char *skip_field(struct tags *t, const char *at)
{
    const char *end = strstr(at, "}}");

    if (end == NULL)
        return at + strlen(at);
    for (const char *c = at; c < end; c++)
        t->line += *c == '\n';
    return end + 2;
}

void shelf_check_markup(struct reader *r, const struct sheet *sheet)
{
    struct tags t = {.reader = r, .sheet = sheet, .line = 1};
    const char *at = sheet->text;

    while (*at != '\0' && !t.faulty) {
        if (*at == '<' && strncmp(at, "<!--", 4) == 0) {
            tell(&t, t.line, "a comment is written {{! … }}, not", "<!--");
        } else if (*at == '<') {
            at = take_tag(&t, at);
        } else if (at[0] == '{' && at[1] == '{') {
            at = skip_field(&t, at);
        } else {
            t.line += *at == '\n';
            at++;
        }
    }
    if (!t.faulty && t.depth > 0)
        tell(&t, t.lines[t.depth - 1], "this tag is never closed:", t.open[t.depth - 1]);
}

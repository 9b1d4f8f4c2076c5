/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Mustache, first half: text to tree.
 *
 * The text is read once from left to right. A tag whose line holds nothing else but white space
 * takes the whole line with it, unless it is a value ("standalone" in the specification); for a
 * partial the white space before it is kept as indentation.
 *
 * Beyond the specification a name must be readable (no spaces, no empty piece between dots), and
 * the tags of later extensions ({{<parent}}, {{$block}}, {{>*dynamic}}) are faults rather than
 * names that nothing answers to.
 */
#include "template.h"

#include <string.h>

struct parser {
    struct arena *arena;
    const char *name;    /* of the template, for messages */
    const char *text;    /* all of it */
    const char *at;      /* what is not read yet */
    const char *counted; /* lines are counted up to here */
    int line;
    const char *open, *close; /* delimiters */
    struct node *sections[SECTIONS_MAX];
    size_t depth;
    struct node **tails[SECTIONS_MAX + 1]; /* where the next node goes, per depth */
    struct fault *fault;
};

/* A tag as it stands in the text. */
struct tag {
    const char *start, *end; /* end: behind the closing delimiter */
    char sigil;              /* one of "#^/>!&{=", or 0 */
    const char *content;     /* without sigil and surrounding white space */
    int line;
    bool alone;
    const char *line_start; /* of the line that it is alone on */
    const char *line_end;   /* behind that line's newline */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

static int line_of(struct parser *p, const char *where)
{
    for (; p->counted < where; p->counted++)
        if (*p->counted == '\n')
            p->line++;
    return p->line;
}

#define parse_fault(p, at_line, ...)                                                               \
    (fault_set((p)->fault, NEVER, EXIT_CONFIG, __VA_ARGS__),                                       \
     fault_prefix((p)->fault, "%s:%d", (p)->name, (at_line)), NEVER)

static struct node *add_node(struct parser *p, enum node_kind kind, int line)
{
    struct node *n = arena_alloc(p->arena, sizeof *n);

    n->kind = kind;
    n->line = line;
    *p->tails[p->depth] = n;
    p->tails[p->depth] = &n->next;
    return n;
}

static void add_text(struct parser *p, const char *from, const char *to)
{
    if (from >= to)
        return;
    struct node *n = add_node(p, NODE_TEXT, 0);
    n->text = from;
    n->len = (size_t)(to - from);
}

static const char *trimmed(struct arena *a, const char *from, const char *to)
{
    while (from < to && is_space(*from))
        from++;
    while (to > from && is_space(to[-1]))
        to--;
    return arena_strndup(a, from, (size_t)(to - from));
}

/* Finds out whether the tag has its line, or lines, to itself. */
static void look_around(const struct parser *p, struct tag *t)
{
    const char *left = t->start, *right = t->end;

    while (left > p->text && is_blank(left[-1]))
        left--;
    while (is_blank(*right))
        right++;
    if (right[0] == '\r' && right[1] == '\n')
        right++;
    t->alone = (left == p->text || left[-1] == '\n') && (*right == '\n' || *right == '\0');
    t->line_start = left;
    t->line_end = *right == '\n' ? right + 1 : right;
}

/* Reads the tag that begins at start. */
static enum outcome read_tag(struct parser *p, const char *start, struct tag *t)
{
    const char *inside = start + strlen(p->open);
    const char *closing = p->close;

    *t = (struct tag){.start = start, .line = line_of(p, start)};
    if (*inside != '\0' && strchr("#^/>!&{=", *inside) != NULL)
        t->sigil = *inside++;
    if (t->sigil == '{' || t->sigil == '=')
        closing = arena_printf(p->arena, "%s%s", t->sigil == '{' ? "}" : "=", p->close);
    const char *end = strstr(inside, closing);
    if (end == NULL)
        return parse_fault(p, t->line, "a tag begins with %s and does not end with %s", p->open,
                           closing);
    t->content = trimmed(p->arena, inside, end);
    t->end = end + strlen(closing);
    if (t->sigil != '\0' && strchr("#^/>!=", t->sigil) != NULL)
        look_around(p, t);
    return DONE;
}

/* "<% %>": two words without an equals sign become the delimiters. */
static enum outcome set_delimiters(struct parser *p, const struct tag *t)
{
    const char *c = t->content;
    size_t first = strcspn(c, " \t\r\n");
    size_t gap = strspn(c + first, " \t\r\n");
    const char *second = c + first + gap;

    if (first == 0 || *second == '\0' || strpbrk(second, " \t\r\n") != NULL ||
        strchr(c, '=') != NULL)
        return parse_fault(p, t->line,
                           "the change of delimiters '%.40s' cannot be read; expected "
                           "two words without '=', as in {{=<%% %%>=}}",
                           c);
    p->open = arena_strndup(p->arena, c, first);
    p->close = second;
    return DONE;
}

/* Splits "a.b.c"; "." gives no piece at all. */
static enum outcome read_name(struct parser *p, const struct tag *t, struct part **parts)
{
    const char *c = t->content;
    size_t count = 0;

    if (*c == '\0')
        return parse_fault(p, t->line, "a tag has no name");
    if (strpbrk(c, " \t\r\n") != NULL)
        return parse_fault(p, t->line, "the name '%.40s' holds a space", c);
    if (strchr("<$*", *c) != NULL)
        return parse_fault(p, t->line, "the tag '%.40s' is of a kind that is not known here", c);
    *parts = arena_array(p->arena, NAME_PARTS_MAX + 1, sizeof **parts);
    if (strcmp(c, ".") == 0)
        return DONE;
    for (;; c++) {
        size_t len = strcspn(c, ".");
        if (len == 0 || count == NAME_PARTS_MAX)
            return parse_fault(p, t->line, "the name '%.40s' has %s", t->content,
                               len == 0 ? "nothing before or after a dot" : "too many dots");
        (*parts)[count++] = (struct part){arena_strndup(p->arena, c, len), len};
        c += len;
        if (*c == '\0')
            return DONE;
    }
}

static enum outcome open_section(struct parser *p, const struct tag *t)
{
    struct part *parts = NULL;

    if (read_name(p, t, &parts) != DONE)
        return NEVER;
    if (p->depth == SECTIONS_MAX)
        return parse_fault(p, t->line, "sections lie more than %d deep", SECTIONS_MAX);
    struct node *n = add_node(p, t->sigil == '#' ? NODE_SECTION : NODE_INVERTED, t->line);
    n->text = t->content;
    n->parts = parts;
    p->sections[p->depth++] = n;
    p->tails[p->depth] = &n->first;
    return DONE;
}

static enum outcome close_section(struct parser *p, const struct tag *t)
{
    if (p->depth == 0)
        return parse_fault(p, t->line, "the section '%.40s' is closed but was not opened",
                           t->content);
    const struct node *open = p->sections[p->depth - 1];
    if (strcmp(open->text, t->content) != 0)
        return parse_fault(p, t->line, "the section '%.40s' of line %d is closed as '%.40s'",
                           open->text, open->line, t->content);
    p->depth--;
    return DONE;
}

static enum outcome add_value(struct parser *p, const struct tag *t)
{
    struct part *parts = NULL;

    if (read_name(p, t, &parts) != DONE)
        return NEVER;
    struct node *n = add_node(p, t->sigil == '\0' ? NODE_VALUE : NODE_RAW, t->line);
    n->text = t->content;
    n->parts = parts;
    return DONE;
}

/* A partial's name is not split: dots and slashes in it mean nothing. */
static enum outcome add_partial(struct parser *p, const struct tag *t)
{
    if (*t->content == '\0' || strpbrk(t->content, " \t\r\n*") != NULL)
        return parse_fault(p, t->line, "'%.40s' is no name of a partial", t->content);
    struct node *n = add_node(p, NODE_PARTIAL, t->line);
    n->text = t->content;
    n->alone = t->alone;
    n->indent = "";
    if (t->alone)
        n->indent = arena_strndup(p->arena, t->line_start, (size_t)(t->start - t->line_start));
    return DONE;
}

static enum outcome take_tag(struct parser *p, const struct tag *t)
{
    switch (t->sigil) {
    case '#':
    case '^':
        return open_section(p, t);
    case '/':
        return close_section(p, t);
    case '>':
        return add_partial(p, t);
    case '=':
        return set_delimiters(p, t);
    case '!':
        return DONE;
    default:
        return add_value(p, t);
    }
}

static enum outcome parse_all(struct parser *p)
{
    const char *start;
    struct tag t;

    while ((start = strstr(p->at, p->open)) != NULL) {
        const char *from = p->at;
        if (read_tag(p, start, &t) != DONE)
            return NEVER;
        add_text(p, from, t.alone ? t.line_start : t.start);
        p->at = t.alone ? t.line_end : t.end;
        if (take_tag(p, &t) != DONE)
            return NEVER;
    }
    add_text(p, p->at, p->at + strlen(p->at));
    if (p->depth > 0) {
        const struct node *open = p->sections[p->depth - 1];
        return parse_fault(p, open->line, "the section '%.40s' is not closed", open->text);
    }
    return DONE;
}

enum outcome template_parse(struct arena *a, const char *name, int first_line, const char *text,
                            struct mustache **out, struct fault *f)
{
    struct mustache *m = arena_alloc(a, sizeof *m);
    struct parser *p = arena_alloc(a, sizeof *p);

    p->arena = a;
    p->name = m->name = arena_strdup(a, name);
    p->text = p->at = p->counted = arena_strdup(a, text);
    p->line = first_line;
    p->open = "{{";
    p->close = "}}";
    p->tails[0] = &m->first;
    p->fault = f;
    if (parse_all(p) != DONE)
        return NEVER;
    *out = m;
    return DONE;
}

enum outcome mustache_parse(struct arena *a, const char *name, const char *text,
                            struct mustache **out, struct fault *f)
{
    return template_parse(a, name, 1, text, out, f);
}

typedef void visitor(void *context, const char *name, int line);

static void visit_nodes(const struct node *n, bool partials, visitor *visit, void *context)
{
    for (; n != NULL; n = n->next) {
        if (n->kind != NODE_TEXT && (n->kind == NODE_PARTIAL) == partials)
            visit(context, n->text, n->line);
        visit_nodes(n->first, partials, visit, context);
    }
}

void mustache_names(const struct mustache *template, visitor *visit, void *context)
{
    visit_nodes(template->first, false, visit, context);
}

void mustache_partials(const struct mustache *template, visitor *visit, void *context)
{
    visit_nodes(template->first, true, visit, context);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Mustache, second half: tree and view to text.
 *
 * What the specification leaves to the language is settled so: false, null, "", 0, an empty array
 * and what is not there count as no; an object or array as a value renders as nothing; a number
 * as JSON writes it. What is rendered is bounded in bytes, in depth and in steps, so that no
 * template, however it refers to itself, keeps a process busy.
 *
 * Indentation of a partial goes before each line of the partial as it is written, not before the
 * lines of a value inside it: so it is added while rendering, where a line of the template begins.
 */
#include "template.h"

#include <string.h>

/* The context stack: the innermost value first. */
struct scope {
    const json_t *value;
    const struct scope *outer;
};

struct renderer {
    struct arena *arena;
    const struct manner *manner;
    struct buffer out;
    const char *name; /* of the template at work, for messages */
    const char *indent;
    bool line_start; /* the next piece of the template begins a line */
    int partials, sections;
    long steps;
    struct fault *fault;
};

static enum outcome render_nodes(struct renderer *r, const struct node *n, const struct scope *s);

static const json_t *find(const struct scope *s, const struct part *part)
{
    const json_t *value = NULL;

    if (part->text == NULL)
        return s->value;
    for (; s != NULL && value == NULL; s = s->outer)
        if (json_is_object(s->value))
            value = json_object_getn(s->value, part->text, part->len);
    for (part++; part->text != NULL && value != NULL; part++)
        value = json_object_getn(value, part->text, part->len); /* NULL for what is no object */
    return value;
}

static bool counts_as_yes(const json_t *value)
{
    switch (value == NULL ? JSON_NULL : json_typeof(value)) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_INTEGER:
    case JSON_REAL:
        return json_number_value(value) < 0 || json_number_value(value) > 0;
    default:
        return true;
    }
}

/* The value as text; NULL for what has none. */
static const char *text_of(struct renderer *r, const json_t *value)
{
    switch (value == NULL ? JSON_NULL : json_typeof(value)) {
    case JSON_STRING:
        return json_string_value(value);
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_INTEGER:
    case JSON_REAL: {
        char number[64];
        size_t len =
            json_dumpb(value, number, sizeof number, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        return arena_strndup(r->arena, number, len < sizeof number ? len : 0);
    }
    default:
        return NULL;
    }
}

static void begin_line(struct renderer *r)
{
    if (r->line_start)
        buffer_puts(&r->out, r->indent);
    r->line_start = false;
}

static void render_text(struct renderer *r, const struct node *n)
{
    const char *at = n->text, *end = n->text + n->len;

    if (*r->indent == '\0' && n->len > 0) {
        buffer_add(&r->out, at, n->len);
        r->line_start = end[-1] == '\n';
        return;
    }
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *next = newline == NULL ? end : newline + 1;
        begin_line(r);
        buffer_add(&r->out, at, (size_t)(next - at));
        r->line_start = newline != NULL;
        at = next;
    }
}

static enum outcome render_value(struct renderer *r, const struct node *n, const struct scope *s)
{
    const char *text = text_of(r, find(s, n->parts));

    begin_line(r);
    if (text == NULL && r->manner->whole && r->sections == 0)
        return fault_set(r->fault, NEVER, EXIT_DATA, "%s:%d: the view has no '%.60s'", r->name,
                         n->line, n->text);
    if (text != NULL)
        escape_add(&r->out, n->kind == NODE_RAW ? ESCAPE_NONE : r->manner->escape, text);
    return DONE;
}

static enum outcome render_section(struct renderer *r, const struct node *n, const struct scope *s)
{
    const json_t *value = find(s, n->parts);
    enum outcome o = DONE;
    size_t i;
    json_t *item;

    if (counts_as_yes(value) != (n->kind == NODE_SECTION))
        return DONE;
    if (++r->sections > SECTIONS_MAX)
        return fault_set(r->fault, NEVER, EXIT_CONFIG, "%s:%d: sections lie more than %d deep",
                         r->name, n->line, SECTIONS_MAX);
    if (n->kind == NODE_INVERTED)
        o = render_nodes(r, n->first, s);
    else if (!json_is_array(value))
        o = render_nodes(r, n->first, &(struct scope){value, s});
    else
        json_array_foreach(value, i, item)
        {
            o = render_nodes(r, n->first, &(struct scope){item, s});
            if (o != DONE)
                break;
        }
    r->sections--;
    return o;
}

static enum outcome render_partial(struct renderer *r, const struct node *n, const struct scope *s)
{
    const struct manner *m = r->manner;
    const struct mustache *partial = m->partial ? m->partial(m->context, n->text) : NULL;
    const char *name = r->name, *indent = r->indent;

    if (partial == NULL)
        return DONE;
    if (++r->partials > PARTIALS_MAX)
        return fault_set(r->fault, NEVER, EXIT_CONFIG, "%s:%d: partials lie more than %d deep",
                         name, n->line, PARTIALS_MAX);
    if (!n->alone)
        begin_line(r);
    r->name = partial->name;
    r->indent = n->alone ? arena_printf(r->arena, "%s%s", indent, n->indent) : "";
    r->line_start = n->alone;
    enum outcome o = render_nodes(r, partial->first, s);
    r->name = name;
    r->indent = indent;
    r->line_start = n->alone;
    r->partials--;
    return o;
}

static enum outcome render_node(struct renderer *r, const struct node *n, const struct scope *s)
{
    switch (n->kind) {
    case NODE_TEXT:
        render_text(r, n);
        return DONE;
    case NODE_VALUE:
    case NODE_RAW:
        return render_value(r, n, s);
    case NODE_SECTION:
    case NODE_INVERTED:
        return render_section(r, n, s);
    case NODE_PARTIAL:
        return render_partial(r, n, s);
    }
    return DONE;
}

static enum outcome render_nodes(struct renderer *r, const struct node *n, const struct scope *s)
{
    for (; n != NULL; n = n->next) {
        if (++r->steps > RENDER_STEPS)
            return fault_set(r->fault, NEVER, EXIT_CONFIG, "%s:%d: takes more than %d steps",
                             r->name, n->line, RENDER_STEPS);
        enum outcome o = render_node(r, n, s);
        if (o != DONE)
            return o;
        if (r->out.full)
            return fault_set(r->fault, NEVER, EXIT_CONFIG, "%s: gives more than %zu bytes", r->name,
                             r->manner->max);
    }
    return DONE;
}

enum outcome template_render(struct arena *a, const struct mustache *template, const json_t *view,
                             const struct manner *manner, char **out, struct fault *f)
{
    struct renderer r = {
        .arena = a,
        .manner = manner,
        .name = template->name,
        .indent = "",
        .line_start = true,
        .fault = f,
    };

    buffer_init(&r.out, manner->max);
    enum outcome o = render_nodes(&r, template->first, &(struct scope){view, NULL});
    if (o == DONE)
        *out = arena_strndup(a, buffer_text(&r.out), r.out.len);
    buffer_free(&r.out);
    return o;
}

enum outcome mustache_render(struct arena *a, const struct mustache *template, const json_t *view,
                             enum escape escape, mustache_partial *partial, void *context,
                             size_t max, char **out, struct fault *f)
{
    struct manner manner = {.escape = escape, .partial = partial, .context = context, .max = max};

    return template_render(a, template, view, &manner, out, f);
}

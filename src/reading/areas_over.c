/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff changed of the areas, laid over the text of the area file: section by section, so that
 * areas that a later version ships come along. The text that comes out is read like the file.
 */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "reading.h"

enum { TEXT_MOST = 1 << 20 };

/* One section: its id, and what stands under its heading. */
struct piece {
    const char *heading; /* the line; NULL: what stands before the first section */
    size_t heading_len;
    const char *body;
    size_t body_len;
};

static const char *line_end(const char *at)
{
    const char *end = strchr(at, '\n');
    return end ? end + 1 : at + strlen(at);
}

/* The piece that begins here; what follows it. */
static const char *next_piece(const char *at, struct piece *p)
{
    *p = (struct piece){.body = at};
    if (*at == '[') {
        p->heading = at;
        p->body = at = line_end(at);
        p->heading_len = (size_t)(at - p->heading);
    }
    while (*at && *at != '[')
        at = line_end(at);
    p->body_len = (size_t)(at - p->body);
    return at;
}

static bool is_section(struct arena *a, const struct piece *p, const char *id)
{
    if (!p->heading)
        return false;
    size_t len = strcspn(p->heading, "]");
    return len < p->heading_len &&
           strcmp(text_trim(a, arena_strndup(a, p->heading + 1, len - 1)), id) == 0;
}

char *areas_section(struct arena *a, const char *text, const char *id)
{
    struct piece p;
    if (text_starts(text, "\xEF\xBB\xBF"))
        text += 3;
    while (*text) {
        text = next_piece(text, &p);
        if (!is_section(a, &p, id))
            continue;
        while (p.body_len > 0 && strchr("\n\r \t", p.body[p.body_len - 1]))
            p.body_len--;
        return arena_printf(a, "%.*s\n", (int)p.body_len, p.body);
    }
    return NULL;
}

static enum outcome check(const struct area_change *c, struct fault *f)
{
    bool section = *c->text == '[' || strstr(c->text, "\n[");
    if (!*c->id || c->id[strspn(c->id, "abcdefghijklmnopqrstuvwxyz0123456789._-")])
        return fault_set(f, NEVER, EXIT_DATA,
                         "areas/%.60s:1: this is no id of an area: small letters, digits and dots",
                         c->id);
    if (section)
        return fault_set(f, NEVER, EXIT_DATA, "areas/%s:1: a section stands in the section", c->id);
    return DONE;
}

static void add_section(struct buffer *b, const struct area_change *c)
{
    buffer_printf(b, "[%s]\n%s%s\n", c->id, c->text, text_ends(c->text, "\n") ? "" : "\n");
}

static void add_piece(struct arena *a, struct buffer *b, const struct piece *p,
                      const struct area_change *changes, size_t count, bool *used)
{
    for (size_t i = 0; i < count; i++)
        if (is_section(a, p, changes[i].id)) {
            add_section(b, &changes[i]);
            used[i] = true;
            return;
        }
    if (p->heading)
        buffer_add(b, p->heading, p->heading_len);
    buffer_add(b, p->body, p->body_len);
}

enum outcome areas_over(struct arena *a, const char *text, const struct area_change *changes,
                        size_t count, char **out, struct fault *f)
{
    bool *used = arena_array(a, count, sizeof *used);
    enum outcome o = DONE;
    struct piece p;
    struct buffer b;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = check(&changes[i], f);
    if (o != DONE)
        return o;
    buffer_init(&b, TEXT_MOST);
    if (text_starts(text, "\xEF\xBB\xBF"))
        text += 3;
    while (*text) {
        text = next_piece(text, &p);
        add_piece(a, &b, &p, changes, count, used);
    }
    if (b.len > 0 && buffer_text(&b)[b.len - 1] != '\n')
        buffer_putc(&b, '\n');
    for (size_t i = 0; i < count; i++)
        if (!used[i]) {
            buffer_putc(&b, '\n');
            add_section(&b, &changes[i]);
        }
    if (b.full)
        o = fault_set(f, NEVER, EXIT_DATA, "the areas are more than %d bytes", TEXT_MOST);
    else
        *out = arena_strndup(a, buffer_text(&b), b.len);
    buffer_free(&b);
    return o;
}

char *areas_place(struct arena *a, const char *text, int line)
{
    const char *id = "";
    size_t len = 0;
    int within = 0;
    for (; line > 0 && *text; line--, text = line_end(text)) {
        within++;
        if (*text != '[')
            continue;
        id = text + 1;
        len = strcspn(id, "]\n");
        within = 0;
    }
    return arena_printf(a, "areas/%.*s:%d", (int)len, id, within > 0 ? within : 1);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Texts become lines, and lines are drawn.
 *
 * Pango does the shaping and the breaking. Its time for one paragraph grows with the square of its
 * length, so a long one is handed to it in slices, cut where a line or word ends. A word that is
 * longer than a line is broken without a hyphen: it is an address as often as a word, and a hyphen
 * would become part of it.
 */
#include "sheet.h"

#include <string.h>

enum { SLICE_BYTES = 4096, WORD_BYTES = 256 };

static const char FONT[] = "Liberation Sans, DejaVu Sans, sans-serif";

struct looks {
    double size, leading; /* points; a line's height as a multiple of the font's */
    double grey;
    bool strong, emphasis;
};

static const struct looks looks[STYLE_COUNT] = {
    [STYLE_BODY] = {.size = 11, .leading = 1.22},
    [STYLE_LEAD] = {.size = 13, .leading = 1.22},
    [STYLE_SMALL] = {.size = 9, .leading = 1.15, .grey = 0.25},
    [STYLE_QUOTE] = {.size = 11, .leading = 1.22, .emphasis = true},
    [STYLE_CELL] = {.size = 10, .leading = 1.15},
    [STYLE_HEAD] = {.size = 10, .leading = 1.15, .strong = true},
    [STYLE_POSTAL] = {.size = 10.5, .leading = 1.0},
    [STYLE_H1] = {.size = 20, .leading = 1.1, .strong = true},
    [STYLE_H2] = {.size = 14.5, .leading = 1.1, .strong = true},
    [STYLE_H3] = {.size = 12, .leading = 1.1, .strong = true},
};

/* Where links stand in a text, by bytes. */
struct links {
    struct link {
        size_t from, to;
        const char *uri;
    } * at;
    size_t count;
};

PangoContext *prose_context(const char *lang)
{
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map == NULL)
        return NULL;
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(lang));
    g_object_unref(map);
    return context;
}

/* --- Setting -----------------------------------------------------------------------------------
 */

/*
 * Where the slice that begins at from ends: behind a line end, a space, or a whole character; and
 * before WORD_BYTES without a space.
 */
static size_t slice_end(const char *text, size_t from, size_t len)
{
    size_t word = from, space = from, limit = len - from > SLICE_BYTES ? from + SLICE_BYTES : len;
    for (size_t i = from; i < limit; i++) {
        if (text[i] == '\n' && i - from > SLICE_BYTES / 4)
            return i + 1;
        if (text[i] == ' ' || text[i] == '\n')
            space = word = i + 1;
        else if (i - word >= WORD_BYTES && ((unsigned char)text[i] & 0xC0) != 0x80)
            return i;
    }
    return limit == len || space == from ? limit : space;
}

static void attribute(PangoAttrList *list, PangoAttribute *attr, size_t from, size_t to)
{
    attr->start_index = (guint)from;
    attr->end_index = (guint)to;
    pango_attr_list_insert(list, attr);
}

/* The looks of the runs that touch the slice [from, to). */
static void set_looks(PangoLayout *layout, const struct run *runs, size_t count, size_t from,
                      size_t to)
{
    PangoAttrList *list = pango_attr_list_new();
    attribute(list, pango_attr_insert_hyphens_new(FALSE), 0, to - from);
    size_t at = 0;
    for (size_t i = 0; i < count && at < to; i++) {
        size_t end = at + strlen(runs[i].text);
        size_t first = at > from ? at - from : 0, last = (end < to ? end : to) - from;
        if (end > from && runs[i].strong)
            attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), first, last);
        if (end > from && runs[i].emphasis)
            attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), first, last);
        if (end > from && runs[i].link != NULL)
            attribute(list, pango_attr_foreground_new(0x0A00, 0x4A00, 0x8500), first, last);
        at = end;
    }
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

static void set_font(PangoLayout *layout, enum style style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FONT);
    pango_font_description_set_size(font, (gint)(looks[style].size * PANGO_SCALE));
    if (looks[style].strong)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (looks[style].emphasis)
        pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/*
 * Pango takes the glyph of the space away at which it broke a line. It is put back, without width:
 * what reads a PDF aloud would else join the last word of a line with the first of the next.
 */
static void restore_spaces(const PangoLayoutLine *line, const char *text)
{
    for (GSList *node = line->runs; node != NULL; node = node->next) {
        const PangoLayoutRun *run = node->data;
        const char *item = text + run->item->offset;
        hb_codepoint_t space;
        if (!hb_font_get_nominal_glyph(pango_font_get_hb_font(run->item->analysis.font), ' ',
                                       &space))
            continue;
        for (int i = 0; i < run->glyphs->num_glyphs; i++)
            if (run->glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY &&
                item[run->glyphs->log_clusters[i]] == ' ')
                run->glyphs->glyphs[i].glyph = space;
    }
}

static void take_lines(struct lines *l, PangoLayout *layout, size_t base)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        double height = (double)logical.height / PANGO_SCALE;
        double baseline = (double)(pango_layout_iter_get_baseline(iter) - logical.y) / PANGO_SCALE;
        double leading = height * (looks[l->style].leading - 1);
        struct line *line = &l->at[l->count++];
        *line = (struct line){.line = pango_layout_iter_get_line_readonly(iter),
                              .base = base,
                              .x = (double)logical.x / PANGO_SCALE,
                              .ascent = baseline + leading / 2,
                              .height = height + leading};
        l->height += line->height;
        double width = (double)logical.width / PANGO_SCALE;
        l->width = width > l->width ? width : l->width;
        restore_spaces(line->line, pango_layout_get_text(layout));
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
}

/* The runs as one text; what they link to goes into *links when there is any. */
static char *join(struct arena *a, const struct run *runs, size_t count, struct links **links)
{
    size_t len = 0, linked = 0;
    for (size_t i = 0; i < count; i++) {
        len += strlen(runs[i].text);
        linked += runs[i].link != NULL;
    }
    char *text = arena_alloc(a, len + 1), *to = text;
    struct links *found = arena_alloc(a, sizeof *found);
    found->at = arena_array(a, linked, sizeof *found->at);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(runs[i].text), at = (size_t)(to - text);
        memcpy(to, runs[i].text, n);
        to += n;
        if (runs[i].link != NULL)
            found->at[found->count++] = (struct link){at, at + n, runs[i].link};
    }
    *links = linked > 0 ? found : NULL;
    return text;
}

struct lines prose_set(struct sheet *s, const struct run *runs, size_t count, enum style style,
                       double width, bool right)
{
    struct lines l = {.style = style};
    char *text = join(s->arena, runs, count, &l.links);
    size_t len = strlen(text), cap = 0;
    while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == ' '))
        len--;
    l.layouts = arena_array(s->arena, len / (WORD_BYTES / 2) + 2, sizeof(PangoLayout *));
    size_t from = 0;
    do {
        size_t to = slice_end(text, from, len);
        size_t shown = to > from && to < len && text[to - 1] == '\n' ? to - 1 : to;
        PangoLayout *layout = pango_layout_new(s->pango);
        set_font(layout, style);
        pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        pango_layout_set_text(layout, text + from, (int)(shown - from));
        set_looks(layout, runs, count, from, shown);
        size_t more = (size_t)pango_layout_get_line_count(layout);
        if (l.count + more > cap) {
            struct line *at = arena_array(s->arena, cap = (l.count + more) * 2, sizeof *at);
            if (l.count > 0)
                memcpy(at, l.at, l.count * sizeof *at);
            l.at = at;
        }
        take_lines(&l, layout, from);
        l.layouts[l.layout_count++] = layout;
        from = to;
    } while (from < len);
    return l;
}

struct lines prose_text(struct sheet *s, const char *text, enum style style, double width)
{
    struct run run = {.text = prose_clean(s->arena, text)};
    return prose_set(s, &run, 1, style, width, false);
}

double prose_width(struct sheet *s, const char *text, enum style style)
{
    struct lines l = prose_text(s, text, style, 0);
    double width = l.width;
    prose_free(&l);
    return width;
}

void prose_free(struct lines *l)
{
    for (size_t i = 0; i < l->layout_count; i++)
        g_object_unref(l->layouts[i]);
    *l = (struct lines){0};
}

/* --- Drawing -----------------------------------------------------------------------------------
 */

static const char *uri_at(const struct links *links, size_t at)
{
    for (size_t i = 0; i < links->count; i++)
        if (at >= links->at[i].from && at < links->at[i].to)
            return links->at[i].uri;
    return NULL;
}

static void begin_piece(struct sheet *s, const char *uri)
{
    if (uri == NULL)
        sheet_open(s, "Span");
    else
        cairo_tag_begin(s->cr, CAIRO_TAG_LINK, arena_printf(s->arena, "uri='%s'", uri));
}

/* A line that holds links, run by run: each link is a tag of its own. */
static void draw_linked(struct sheet *s, const struct lines *l, const struct line *line, double x,
                        double baseline)
{
    const char *open = NULL, *text = pango_layout_get_text(line->line->layout);
    bool any = false;
    for (GSList *node = line->line->runs; node != NULL; node = node->next) {
        PangoLayoutRun *run = node->data;
        const char *uri = uri_at(l->links, line->base + (size_t)run->item->offset);
        double width = (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
        if (!any || uri != open) {
            if (any)
                sheet_close(s, open ? CAIRO_TAG_LINK : "Span");
            begin_piece(s, uri);
            any = true;
            open = uri;
        }
        double red = uri ? 0.04 : 0, green = uri ? 0.29 : 0, blue = uri ? 0.52 : 0;
        cairo_set_source_rgb(s->cr, red, green, blue);
        cairo_move_to(s->cr, x, baseline);
        pango_cairo_show_glyph_item(s->cr, text, run);
        if (uri != NULL) {
            cairo_rectangle(s->cr, x, baseline + 1.4, width, 0.6);
            cairo_fill(s->cr);
        }
        x += width;
    }
    if (any)
        sheet_close(s, open ? CAIRO_TAG_LINK : "Span");
}

static void draw_line(struct sheet *s, const struct lines *l, const struct line *line, double x,
                      double baseline)
{
    double grey = looks[l->style].grey;
    cairo_set_source_rgb(s->cr, grey, grey, grey);
    cairo_move_to(s->cr, x, baseline);
    pango_cairo_show_layout_line(s->cr, line->line);
}

void prose_draw(struct sheet *s, const struct lines *l, size_t from, size_t to, double x, double y,
                bool nested)
{
    if (s->cr == NULL || from >= to)
        return;
    if (nested && l->links == NULL)
        sheet_open(s, "Span");
    for (size_t i = from; i < to; i++) {
        const struct line *line = &l->at[i];
        if (l->links != NULL)
            draw_linked(s, l, line, x + line->x, y + line->ascent);
        else
            draw_line(s, l, line, x + line->x, y + line->ascent);
        y += line->height;
    }
    if (nested && l->links == NULL)
        sheet_close(s, "Span");
}

size_t prose_fit(const struct lines *l, size_t from, double height, double *used)
{
    size_t i = from;
    for (*used = 0; i < l->count && *used + l->at[i].height <= height; i++)
        *used += l->at[i].height;
    return i - from;
}

double prose_least(const struct lines *l)
{
    double height = 0;
    for (size_t i = 0; i < l->count && i < (l->count == 3 ? 3 : 2); i++)
        height += l->at[i].height;
    return height;
}

void prose_flow(struct sheet *s, const char *tag, const struct lines *l, double x)
{
    double used;
    sheet_room(s, prose_least(l));
    bool nested = prose_fit(l, 0, BODY_BOTTOM - s->y, &used) < l->count;
    sheet_open(s, tag);
    for (size_t from = 0; from < l->count && s->page <= DOCUMENT_PAGES;) {
        size_t fit = prose_fit(l, from, BODY_BOTTOM - s->y, &used);
        if (fit == 0 && sheet_fresh(s)) {
            fit = 1;
            used = l->at[from].height;
        } else if (fit > 2 && l->count - from - fit == 1) {
            fit--; /* two lines go over to the next page rather than one */
            used -= l->at[from + fit].height;
        }
        prose_draw(s, l, from, from + fit, x, s->y, nested);
        s->y += used;
        from += fit;
        if (from < l->count)
            sheet_break(s);
    }
    sheet_close(s, tag);
}

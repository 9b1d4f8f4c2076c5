/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The blocks of a document but for tables and charts, each drawn where the one before it ended.
 */
#include "sheet.h"

#include <string.h>

#include "base/text.h"

enum { GAP = 8, INDENT = 18, ENVELOPE_LINES = 6 };

static struct lines set_holder(struct sheet *s, const json_t *holder, enum style style,
                               double width)
{
    size_t count;
    struct run *runs = prose_runs(s->arena, holder, &count);
    return prose_set(s, runs, count, style, width, false);
}

/* --- Prose -------------------------------------------------------------------------------------
 */

static void heading(struct sheet *s, const json_t *block)
{
    static const struct {
        const char *tag;
        enum style style;
        double above;
    } levels[] = {{"H1", STYLE_H1, 22}, {"H2", STYLE_H2, 20}, {"H3", STYLE_H3, 14}};
    json_int_t level = json_integer_value(json_object_get(block, "level"));
    size_t i = level >= 1 && level <= 3 ? (size_t)level - 1 : 0;
    sheet_keep(s, levels[i].tag, set_holder(s, block, levels[i].style, BODY_WIDTH),
               levels[i].above);
}

static void paragraph(struct sheet *s, const json_t *block)
{
    const char *name = member(block, "style");
    enum style style = strcmp(name, "lead") == 0    ? STYLE_LEAD
                       : strcmp(name, "small") == 0 ? STYLE_SMALL
                                                    : STYLE_BODY;
    struct lines lines = set_holder(s, block, style, BODY_WIDTH);
    sheet_start(s, GAP, prose_least(&lines));
    prose_flow(s, "P", &lines, MARGIN);
    prose_free(&lines);
}

static void quote(struct sheet *s, const json_t *block)
{
    struct lines lines = set_holder(s, block, STYLE_QUOTE, BODY_WIDTH - 2 * INDENT);
    sheet_start(s, GAP, prose_least(&lines));
    prose_flow(s, "BlockQuote", &lines, MARGIN + INDENT);
    prose_free(&lines);
}

static void rule(struct sheet *s)
{
    sheet_start(s, GAP + 4, 6);
    sheet_rule(s, MARGIN, s->y, BODY_WIDTH, 0.6);
    s->y += 6;
}

/* --- Lists -------------------------------------------------------------------------------------
 */

static void list(struct sheet *s, const json_t *block, double indent);

static void list_item(struct sheet *s, const json_t *item, const char *mark, double indent)
{
    double x = MARGIN + indent + INDENT;
    struct lines lines = set_holder(s, item, STYLE_BODY, BODY_WIDTH - indent - INDENT);
    struct lines label = prose_text(s, mark, STYLE_BODY, 0);
    bool deeper = json_array_size(json_object_get(item, "items")) > 0;
    sheet_room(s, prose_least(&lines));
    sheet_open(s, "LI");
    sheet_open(s, "Lbl");
    prose_draw(s, &label, 0, label.count, x - 6 - label.width, s->y, false);
    sheet_close(s, "Lbl");
    if (deeper)
        sheet_open(s, "LBody");
    prose_flow(s, deeper ? "P" : "LBody", &lines, x);
    if (deeper) {
        s->y += 2;
        list(s, item, indent + INDENT);
        sheet_close(s, "LBody");
    }
    sheet_close(s, "LI");
    prose_free(&label);
    prose_free(&lines);
}

static void list(struct sheet *s, const json_t *block, double indent)
{
    bool ordered = json_is_true(json_object_get(block, "ordered"));
    const json_t *items = json_object_get(block, "items");
    size_t i;
    json_t *item;
    sheet_open(s, "L");
    json_array_foreach(items, i, item)
    {
        if (i > 0 && !sheet_fresh(s))
            s->y += 3;
        list_item(s, item, ordered ? arena_printf(s->arena, "%zu.", i + 1) : "•", indent);
    }
    sheet_close(s, "L");
}

static void outer_list(struct sheet *s, const json_t *block)
{
    const json_t *first = json_array_get(json_object_get(block, "items"), 0);
    struct lines lines = set_holder(s, first, STYLE_BODY, BODY_WIDTH - INDENT);
    sheet_start(s, GAP, prose_least(&lines));
    prose_free(&lines);
    list(s, block, 0);
}

/* --- Signatures --------------------------------------------------------------------------------
 */

/* Lines for ink, with what belongs on them below. */
static void ink(struct sheet *s)
{
    bool english = text_equals_nocase(s->lang, "en");
    double half = (BODY_WIDTH - 24) / 2, right = MARGIN + half + 24;
    struct lines place =
        prose_text(s, english ? "Place and date" : "Ort och datum", STYLE_SMALL, half);
    struct lines name = prose_text(s, english ? "Signature" : "Namnteckning", STYLE_SMALL, half);
    s->y += 34;
    sheet_rule(s, MARGIN, s->y, half, 0);
    sheet_rule(s, right, s->y, half, 0);
    s->y += 3;
    sheet_open(s, "P");
    prose_draw(s, &place, 0, place.count, MARGIN, s->y, true);
    prose_draw(s, &name, 0, name.count, right, s->y, true);
    sheet_close(s, "P");
    s->y += place.height;
    prose_free(&place);
    prose_free(&name);
}

/* A party with how it accepted, or with room to sign; kept on one page where that is possible. */
static void party(struct sheet *s, const json_t *entry)
{
    const char *accepted = member(entry, "accepted");
    struct lines role = prose_text(s, member(entry, "role"), STYLE_HEAD, BODY_WIDTH);
    struct lines name = prose_text(s, member(entry, "name"), STYLE_BODY, BODY_WIDTH);
    struct lines how = prose_text(s, accepted, STYLE_CELL, BODY_WIDTH);
    double below = *accepted ? how.height : 56;
    sheet_start(s, GAP + 6, role.height + name.height + below);
    if (!text_blank(member(entry, "role")))
        prose_flow(s, "P", &role, MARGIN);
    if (!text_blank(member(entry, "name")))
        prose_flow(s, "P", &name, MARGIN);
    if (*accepted)
        prose_flow(s, "P", &how, MARGIN);
    else
        ink(s);
    prose_free(&role);
    prose_free(&name);
    prose_free(&how);
}

static void signature(struct sheet *s, const json_t *block)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(block, "parties"), i, entry)
    {
        party(s, entry);
    }
}

/* --- The head of a letter by post --------------------------------------------------------------
 */

/* A list of texts as lines of one text; at most max of them. */
static const char *joined(struct arena *a, const json_t *list_of_texts, size_t max)
{
    const char *text = "";
    size_t i;
    json_t *line;
    json_array_foreach(list_of_texts, i, line)
    {
        if (i < max)
            text = arena_printf(a, "%s%s%s", text, i > 0 ? "\n" : "", json_string_value(line));
    }
    return text;
}

static void postal(struct sheet *s, const char *text, double x, double y, double width, size_t max)
{
    if (text_blank(text))
        return;
    struct lines lines = prose_text(s, text, STYLE_POSTAL, width);
    sheet_open(s, "P");
    prose_draw(s, &lines, 0, lines.count < max ? lines.count : max, x, y, false);
    sheet_close(s, "P");
    prose_free(&lines);
}

/*
 * A4 folded once lies in a C5 envelope (229 by 162 mm) with up to 19 mm of play to the sides and
 * 13 mm up and down. Wherever it lies, an H2 window shows what stands 110 to 195 mm from the left
 * and 45 to 70 mm from the top; six lines have room there.
 */
static void address(struct sheet *s, const json_t *block)
{
    const char *date = member(block, "date"), *reference = member(block, "reference");
    bool both = *date && *reference;
    sheet_start(s, 0, 0);
    postal(s, joined(s->arena, json_object_get(block, "from"), 8), MARGIN, MM(18), MM(78), 8);
    postal(s, arena_printf(s->arena, "%s%s%s", date, both ? "\n" : "", reference), MM(110), MM(18),
           MM(80), 3);
    postal(s, joined(s->arena, json_object_get(block, "to"), ENVELOPE_LINES), MM(110), MM(46),
           MM(85), ENVELOPE_LINES);
    s->y = MM(92);
}

/* --- All of them -------------------------------------------------------------------------------
 */

static void page(struct sheet *s)
{
    sheet_start(s, 0, 0);
    if (!sheet_fresh(s))
        sheet_break(s);
}

void block_draw(struct sheet *s, const json_t *block)
{
    const char *type = member(block, "type");
    if (strcmp(type, "heading") == 0)
        heading(s, block);
    else if (strcmp(type, "paragraph") == 0)
        paragraph(s, block);
    else if (strcmp(type, "quote") == 0)
        quote(s, block);
    else if (strcmp(type, "list") == 0)
        outer_list(s, block);
    else if (strcmp(type, "pairs") == 0)
        grid_pairs(s, block);
    else if (strcmp(type, "table") == 0)
        grid_table(s, block);
    else if (strcmp(type, "signature") == 0)
        signature(s, block);
    else if (strcmp(type, "address") == 0)
        address(s, block);
    else if (strcmp(type, "chart") == 0)
        picture_draw(s, block);
    else if (strcmp(type, "rule") == 0)
        rule(s);
    else if (strcmp(type, "page") == 0)
        page(s);
}

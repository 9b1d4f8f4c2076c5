/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter's Markdown becomes a document, for those who have no e-mail.
 *
 * cmark reads it, as it does for the HTML part. What a printed page cannot do is put in words: a
 * link shows its address behind its text, since nobody can press paper. Raw HTML is left out, an
 * image becomes its description.
 */
#include <stdbool.h>
#include <string.h>

#include <cmark.h>
#include <jansson.h>

#include "base/text.h"
#include "letters/document.h"

enum { LISTS_DEEP = DOCUMENT_DEPTH - 1 };

/* What the spans of a block are gathered with. */
struct gather {
    struct arena *arena;
    json_t *spans;
    unsigned strong, emphasis;
    const char *link;
};

/* --- Texts -------------------------------------------------------------------------------------
 */

static void take_text(struct gather *g, const char *text)
{
    json_t *span = json_pack("{s:s}", "text", text);
    if (span == NULL)
        return;
    if (g->strong > 0)
        json_object_set_new(span, "strong", json_true());
    if (g->emphasis > 0)
        json_object_set_new(span, "emphasis", json_true());
    if (g->link != NULL)
        json_object_set_new(span, "link", json_string(g->link));
    json_array_append_new(g->spans, span);
}

/* The text of all that stands below a node. */
static char *plain(struct arena *a, cmark_node *node)
{
    char *text = arena_strdup(a, "");
    cmark_iter *iter = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        const char *literal = cmark_node_get_literal(cmark_iter_get_node(iter));
        if (event == CMARK_EVENT_ENTER && literal != NULL)
            text = arena_printf(a, "%s%s", text, literal);
    }
    cmark_iter_free(iter);
    return text;
}

/* " (address)" behind a link, unless its text is its address. */
static void take_address(struct gather *g, cmark_node *link)
{
    const char *url = cmark_node_get_url(link), *text = plain(g->arena, link);
    const char *shown = text_starts(url, "mailto:") ? url + strlen("mailto:") : url;
    if (*shown && strcmp(shown, text) != 0)
        take_text(g, arena_printf(g->arena, " (%s)", shown));
}

static void enter(struct gather *g, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        take_text(g, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        take_text(g, "\n");
        break;
    case CMARK_NODE_STRONG:
        g->strong++;
        break;
    case CMARK_NODE_EMPH:
        g->emphasis++;
        break;
    case CMARK_NODE_LINK:
        g->link = arena_strdup(g->arena, cmark_node_get_url(node));
        break;
    default:
        break;
    }
}

static void leave(struct gather *g, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_STRONG:
        g->strong--;
        break;
    case CMARK_NODE_EMPH:
        g->emphasis--;
        break;
    case CMARK_NODE_LINK:
        take_address(g, node);
        g->link = NULL;
        break;
    default:
        break;
    }
}

/* The inline content of a paragraph or heading as spans. */
static json_t *spans_of(struct arena *a, cmark_node *block)
{
    struct gather g = {.arena = a, .spans = json_array()};
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        if (event == CMARK_EVENT_ENTER)
            enter(&g, cmark_iter_get_node(iter));
        else
            leave(&g, cmark_iter_get_node(iter));
    }
    cmark_iter_free(iter);
    if (json_array_size(g.spans) == 0)
        take_text(&g, "");
    return g.spans;
}

/* --- Blocks ------------------------------------------------------------------------------------
 */

static void add_block(json_t *blocks, const char *type, json_t *spans)
{
    json_array_append_new(blocks, json_pack("{s:s, s:o}", "type", type, "spans", spans));
}

/* An item: its paragraphs are its text, the lists in it are its items. */
static json_t *item_of(struct arena *a, cmark_node *item, unsigned depth)
{
    json_t *spans = json_array(), *items = NULL;
    cmark_node *node = cmark_node_first_child(item);
    bool ordered = false;
    for (; node != NULL; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_LIST && depth < LISTS_DEEP) {
            ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
            items = items ? items : json_array();
            cmark_node *below = cmark_node_first_child(node);
            for (; below != NULL; below = cmark_node_next(below))
                json_array_append_new(items, item_of(a, below, depth + 1));
            continue;
        }
        if (json_array_size(spans) > 0)
            json_array_append_new(spans, json_pack("{s:s}", "text", "\n"));
        json_t *more = spans_of(a, node);
        json_array_extend(spans, more);
        json_decref(more);
    }
    if (json_array_size(spans) == 0)
        json_array_append_new(spans, json_pack("{s:s}", "text", ""));
    json_t *made = json_pack("{s:o, s:b}", "spans", spans, "ordered", ordered);
    if (items != NULL)
        json_object_set_new(made, "items", items);
    return made;
}

static void take_list(struct arena *a, cmark_node *list, json_t *blocks)
{
    json_t *items = json_array();
    bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    for (cmark_node *n = cmark_node_first_child(list); n != NULL; n = cmark_node_next(n))
        json_array_append_new(items, item_of(a, n, 1));
    json_array_append_new(
        blocks, json_pack("{s:s, s:b, s:o}", "type", "list", "ordered", ordered, "items", items));
}

static void take_quote(struct arena *a, cmark_node *quote, json_t *blocks)
{
    for (cmark_node *n = cmark_node_first_child(quote); n != NULL; n = cmark_node_next(n))
        add_block(blocks, "quote", spans_of(a, n));
}

/* Below the title, which is the first level. */
static void take_heading(struct arena *a, cmark_node *node, json_t *blocks)
{
    int level = cmark_node_get_heading_level(node) < 2 ? 2 : 3;
    json_array_append_new(blocks, json_pack("{s:s, s:i, s:o}", "type", "heading", "level", level,
                                            "spans", spans_of(a, node)));
}

static void take_blocks(struct arena *a, cmark_node *parent, json_t *blocks)
{
    for (cmark_node *n = cmark_node_first_child(parent); n != NULL; n = cmark_node_next(n)) {
        switch (cmark_node_get_type(n)) {
        case CMARK_NODE_PARAGRAPH:
            add_block(blocks, "paragraph", spans_of(a, n));
            break;
        case CMARK_NODE_HEADING:
            take_heading(a, n, blocks);
            break;
        case CMARK_NODE_LIST:
            take_list(a, n, blocks);
            break;
        case CMARK_NODE_BLOCK_QUOTE:
            take_quote(a, n, blocks);
            break;
        case CMARK_NODE_CODE_BLOCK:
            json_array_append_new(blocks, json_pack("{s:s, s:s}", "type", "paragraph", "text",
                                                    cmark_node_get_literal(n)));
            break;
        case CMARK_NODE_THEMATIC_BREAK:
            json_array_append_new(blocks, json_pack("{s:s}", "type", "rule"));
            break;
        default:
            break;
        }
    }
}

/* --- The letter --------------------------------------------------------------------------------
 */

static json_t *text_lines(struct arena *a, const char *text)
{
    size_t count;
    json_t *list = json_array();
    char **each = text_split(a, text ? text : "", "\n", &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(each[i]));
    return list;
}

static const char *given(const char *text)
{
    return text ? text : "";
}

json_t *document_from_letter(struct arena *a, const struct document_letter *letter)
{
    const char *markdown = given(letter->markdown);
    json_t *blocks = json_array();
    json_array_append_new(blocks, json_pack("{s:s, s:o, s:o, s:s, s:s}", "type", "address", "from",
                                            text_lines(a, letter->from), "to",
                                            text_lines(a, letter->to), "date", given(letter->date),
                                            "reference", given(letter->reference)));
    json_array_append_new(blocks, json_pack("{s:s, s:i, s:s}", "type", "heading", "level", 1,
                                            "text", given(letter->title)));
    cmark_node *root = cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_VALIDATE_UTF8);
    cmark_consolidate_text_nodes(root);
    take_blocks(a, root, blocks);
    cmark_node_free(root);
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "lang",
                     text_blank(letter->lang) ? "sv" : letter->lang, "title", given(letter->title),
                     "author", given(letter->author), "reference", given(letter->reference),
                     "blocks", blocks);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Markdown to HTML, by cmark in its safe mode.
 *
 * What cmark has read is changed in two places before it is written: images give way to their
 * descriptions, since a letter must not call home when it is opened; and an address that stands
 * alone on its line becomes a link, so that a template can give it bare and both parts look good.
 */
#include "texts.h"

#include <cmark.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool begins_or_ends_line(cmark_node *sibling)
{
    return sibling == NULL || cmark_node_get_type(sibling) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(sibling) == CMARK_NODE_LINEBREAK;
}

/* "https://…" of printable ASCII without spaces, quotes and angle brackets. */
static bool is_web_address(const char *text)
{
    if (!text_starts(text, "https://") && !text_starts(text, "http://"))
        return false;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text >= 0x7f || strchr("<>\"'\\`", *text) != NULL)
            return false;
    return true;
}

/* Turns a text node that is an address, alone on its line, into a link. */
static void link_address(struct arena *a, cmark_node *text)
{
    const char *address = cmark_node_get_literal(text), *url = NULL;

    if (cmark_node_get_type(cmark_node_parent(text)) != CMARK_NODE_PARAGRAPH ||
        !begins_or_ends_line(cmark_node_previous(text)) ||
        !begins_or_ends_line(cmark_node_next(text)))
        return;
    if (is_web_address(address))
        url = address;
    else if (text_is_address(address))
        url = arena_printf(a, "mailto:%s", address);
    if (url == NULL)
        return;
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, url);
    cmark_node_replace(text, link);
    cmark_node_append_child(link, text);
}

static void unfold_image(cmark_node *image)
{
    cmark_node *child;

    while ((child = cmark_node_first_child(image)) != NULL)
        cmark_node_insert_before(image, child);
    cmark_node_free(image);
}

/* Both changes touch only a node that the iterator has left behind. */
static void change(struct arena *a, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_TEXT)
            link_address(a, node);
        else if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            unfold_image(node);
    }
    cmark_iter_free(iter);
}

char *markdown_html(struct arena *a, const char *markdown)
{
    cmark_node *document =
        cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_VALIDATE_UTF8);

    cmark_consolidate_text_nodes(document);
    change(a, document);
    char *html = cmark_render_html(document, CMARK_OPT_HARDBREAKS);
    char *copy = arena_strdup(a, html);
    free(html);
    cmark_node_free(document);
    return copy;
}

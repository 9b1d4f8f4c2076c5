/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Is a document's tree as the contract says? What draws it can then take every member for what it
 * should be, and a missing text for "".
 *
 * A fault tells the block by its number and what was expected, never a text of the document.
 */
#include "sheet.h"

#include "../chart/plan.h"

#include <string.h>

enum { SPANS = 2000, PARTIES = 50, ADDRESS_LINES = 12 };

struct check {
    struct arena *arena;
    size_t bytes, rows;
    const char *wrong; /* what is wrong; NULL while nothing is */
};

static bool wrong(struct check *c, const char *what)
{
    if (c->wrong == NULL)
        c->wrong = what;
    return false;
}

/* A text, or nothing where none is needed. */
static bool text(struct check *c, const json_t *value, bool needed)
{
    if (value == NULL)
        return !needed || wrong(c, "a text is missing");
    if (!json_is_string(value))
        return wrong(c, "a text is no string");
    c->bytes += json_string_length(value);
    return c->bytes <= DOCUMENT_TEXT_BYTES || wrong(c, "the texts are too long together");
}

static bool flag(struct check *c, const json_t *value)
{
    return value == NULL || json_is_boolean(value) || wrong(c, "a flag is neither true nor false");
}

static bool is_list(struct check *c, const json_t *value, size_t least, size_t most)
{
    if (!json_is_array(value))
        return wrong(c, "a list is missing");
    if (json_array_size(value) < least)
        return wrong(c, "a list is empty");
    return json_array_size(value) <= most || wrong(c, "a list is too long");
}

static bool spans(struct check *c, const json_t *list)
{
    size_t i;
    json_t *span;
    if (!is_list(c, list, 1, SPANS))
        return false;
    json_array_foreach(list, i, span)
    {
        if (!text(c, json_object_get(span, "text"), true) ||
            !text(c, json_object_get(span, "link"), false) ||
            !flag(c, json_object_get(span, "strong")) ||
            !flag(c, json_object_get(span, "emphasis")))
            return false;
    }
    return true;
}

/* What has "text" or "spans". */
static bool prose(struct check *c, const json_t *holder)
{
    const json_t *list = json_object_get(holder, "spans");
    return list ? spans(c, list) : text(c, json_object_get(holder, "text"), true);
}

/* A text, or what holds one. */
static bool cell(struct check *c, const json_t *value)
{
    return json_is_string(value) ? text(c, value, true) : prose(c, value);
}

static bool texts(struct check *c, const json_t *list, size_t most)
{
    size_t i;
    json_t *value;
    if (list == NULL)
        return true;
    if (!is_list(c, list, 0, most))
        return false;
    json_array_foreach(list, i, value)
    {
        if (!text(c, value, true))
            return false;
    }
    return true;
}

static bool items(struct check *c, const json_t *holder, unsigned depth)
{
    size_t i;
    json_t *item;
    const json_t *list = json_object_get(holder, "items");
    if (depth > DOCUMENT_DEPTH)
        return wrong(c, "the lists are too deep");
    if (!is_list(c, list, 1, DOCUMENT_ROWS) || !flag(c, json_object_get(holder, "ordered")))
        return false;
    c->rows += json_array_size(list);
    json_array_foreach(list, i, item)
    {
        if (!cell(c, item))
            return false;
        if (json_object_get(item, "items") != NULL && !items(c, item, depth + 1))
            return false;
    }
    return true;
}

static bool cells(struct check *c, const json_t *row, size_t columns)
{
    size_t i;
    json_t *value;
    if (!json_is_array(row) || json_array_size(row) != columns)
        return wrong(c, "a row has not as many cells as the table has columns");
    json_array_foreach(row, i, value)
    {
        if (!cell(c, value))
            return false;
    }
    return true;
}

static bool table(struct check *c, const json_t *block)
{
    size_t i;
    json_t *row;
    const json_t *head = json_object_get(block, "head"), *foot = json_object_get(block, "foot");
    const json_t *rows = json_object_get(block, "rows");
    if (!is_list(c, rows, 0, DOCUMENT_ROWS))
        return false;
    c->rows += json_array_size(rows);
    size_t columns = json_array_size(head ? head : json_array_get(rows, 0));
    if (columns > DOCUMENT_COLUMNS || (columns == 0 && (head || json_array_size(rows) > 0)))
        return wrong(c, "a table has no columns, or too many");
    if ((head && !cells(c, head, columns)) || (foot && !cells(c, foot, columns)) ||
        !texts(c, json_object_get(block, "align"), columns))
        return false;
    json_array_foreach(rows, i, row)
    {
        if (!cells(c, row, columns))
            return false;
    }
    return true;
}

static bool pairs(struct check *c, const json_t *block)
{
    size_t i;
    json_t *pair;
    const json_t *rows = json_object_get(block, "rows");
    if (!is_list(c, rows, 0, DOCUMENT_ROWS))
        return false;
    c->rows += json_array_size(rows);
    json_array_foreach(rows, i, pair)
    {
        if (!text(c, json_object_get(pair, "label"), true) ||
            !text(c, json_object_get(pair, "value"), true))
            return false;
    }
    return true;
}

static bool parties(struct check *c, const json_t *block)
{
    size_t i;
    json_t *party;
    const json_t *list = json_object_get(block, "parties");
    if (!is_list(c, list, 1, PARTIES))
        return false;
    json_array_foreach(list, i, party)
    {
        if (!text(c, json_object_get(party, "role"), false) ||
            !text(c, json_object_get(party, "name"), false) ||
            !text(c, json_object_get(party, "accepted"), false))
            return false;
    }
    return true;
}

static bool address(struct check *c, const json_t *block)
{
    return texts(c, json_object_get(block, "from"), ADDRESS_LINES) &&
           texts(c, json_object_get(block, "to"), ADDRESS_LINES) &&
           text(c, json_object_get(block, "date"), false) &&
           text(c, json_object_get(block, "reference"), false);
}

static bool block_good(struct check *c, const json_t *block, size_t number)
{
    struct chart chart;
    const char *type = member(block, "type");
    if (strcmp(type, "heading") == 0)
        return prose(c, block);
    if (strcmp(type, "paragraph") == 0 || strcmp(type, "quote") == 0)
        return text(c, json_object_get(block, "style"), false) && prose(c, block);
    if (strcmp(type, "list") == 0)
        return items(c, block, 1);
    if (strcmp(type, "table") == 0)
        return table(c, block);
    if (strcmp(type, "pairs") == 0)
        return pairs(c, block);
    if (strcmp(type, "signature") == 0)
        return parties(c, block);
    if (strcmp(type, "address") == 0)
        return number == 1 ? address(c, block) : wrong(c, "the address is not the first block");
    if (strcmp(type, "chart") == 0)
        return chart_read(c->arena, block, &chart, NULL) == DONE ||
               wrong(c, "a chart is malformed");
    if (strcmp(type, "rule") == 0 || strcmp(type, "page") == 0)
        return true;
    return wrong(c, "there is no such type of block");
}

enum outcome document_check(struct arena *a, const json_t *document, struct fault *f)
{
    static const char *const names[] = {"lang", "subject", "author", "reference"};
    struct check c = {.arena = a};
    const json_t *blocks = json_object_get(document, "blocks");
    bool good = text(&c, json_object_get(document, "title"), true);
    for (size_t i = 0; good && i < sizeof names / sizeof *names; i++)
        good = text(&c, json_object_get(document, names[i]), false);
    if (!good || !is_list(&c, blocks, 0, DOCUMENT_BLOCKS))
        return fault_set(f, NEVER, EXIT_DATA, "the document: %s", c.wrong);
    size_t i;
    json_t *block;
    json_array_foreach(blocks, i, block)
    {
        good = block_good(&c, block, i + 1);
        if (good && c.rows > DOCUMENT_ROWS)
            good = wrong(&c, "the tables are too long together");
        if (!good)
            return fault_set(f, NEVER, EXIT_DATA, "block %zu of the document: %s", i + 1, c.wrong);
    }
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Statistics as CSV: a line a figure, "figure;key;label;value". The figure is named by where it
 * stands in the tree ("requests.by_unit.n"), the key by which row of a list it is of.
 *
 * A label may be what somebody wrote in a mail, so it is quoted as view_csv_cell() does.
 */
#include "view/statistics.h"

#include <string.h>

#include "base/buffer.h"
#include "view/pay.h"

enum { CSV_BYTES = 16 * 1024 * 1024 };

struct lines {
    struct arena *a;
    struct buffer out;
};

/* "2,5": a number that a sheet with Swedish settings can add up. */
static char *decimal_text(struct arena *a, double value)
{
    char *text = arena_printf(a, "%.3f", value), *end = text + strlen(text);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        *--end = '\0';
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    return text;
}

/* A figure that is hidden, or that nobody can have, is "..", as statistics have it. */
static const char *value_text(struct lines *l, const json_t *value)
{
    if (json_is_integer(value))
        return arena_printf(l->a, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return decimal_text(l->a, json_real_value(value));
    return json_is_string(value) ? json_string_value(value) : "..";
}

static void put_line(struct lines *l, const char *figure, const json_t *row, const json_t *value)
{
    const char *key = json_string_value(json_object_get(row, "key"));
    const char *label = json_string_value(json_object_get(row, "label"));
    buffer_printf(&l->out, "%s;%s;%s;%s\r\n", figure, view_csv_cell(l->a, key ? key : ""),
                  view_csv_cell(l->a, label ? label : ""), value_text(l, value));
}

/* row: the row of a list that the value is of, or NULL. */
static void put_value(struct lines *l, const char *figure, json_t *row, json_t *value)
{
    size_t i;
    json_t *inner;
    const char *name;
    if (json_is_array(value)) {
        json_array_foreach(value, i, inner)
        {
            put_value(l, figure, inner, inner);
        }
    } else if (json_is_object(value)) {
        json_object_foreach(value, name, inner)
        {
            bool names = value == row && (strcmp(name, "key") == 0 || strcmp(name, "label") == 0);
            if (!names)
                put_value(l, *figure ? arena_printf(l->a, "%s.%s", figure, name) : name, row,
                          inner);
        }
    } else {
        put_line(l, figure, row, value);
    }
}

char *view_statistics_csv(struct arena *a, const json_t *statistics)
{
    struct lines l = {.a = a};
    buffer_init(&l.out, CSV_BYTES);
    buffer_puts(&l.out, "\xEF\xBB\xBF" /* so that spreadsheets read it as UTF-8 */
                        "figure;key;label;value\r\n");
    put_value(&l, "", NULL, (json_t *)statistics); /* reads it only */
    char *text = arena_strdup(a, buffer_text(&l.out));
    buffer_free(&l.out);
    return text;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A tree becomes a chart whose every value is known to be a figure, and figures become words.
 */
#include "plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

enum { TEXT_BYTES = 2000, WORDS_BYTES = 64 * 1024 };

static const double LARGEST = 1e12;

/* One line without control characters; cut at TEXT_BYTES. */
static const char *line_of(struct arena *a, const json_t *value)
{
    const char *text = json_string_value(value);
    if (text == NULL)
        return "";
    char *copy = text_repair(a, text, strnlen(text, TEXT_BYTES));
    for (char *p = copy; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    return text_trim(a, copy);
}

static bool read_kind(const json_t *tree, enum chart_kind *kind)
{
    static const char *const names[] = {"columns", "bars", "stacked", "lines"};
    const char *name = json_string_value(json_object_get(tree, "kind"));
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *kind = (enum chart_kind)i;
            return true;
        }
    return false;
}

static const char *read_series(struct arena *a, const json_t *tree, struct chart *c,
                               struct chart_series *s)
{
    const json_t *values = json_object_get(tree, "values");
    s->name = line_of(a, json_object_get(tree, "name"));
    if (json_array_size(values) != c->label_count)
        return "a series has not as many values as there are labels";
    for (size_t i = 0; i < c->label_count; i++) {
        const json_t *value = json_array_get(values, i);
        s->hidden[i] = json_is_null(value);
        c->hides = c->hides || s->hidden[i];
        s->values[i] = json_number_value(value);
        if (!s->hidden[i] && (!json_is_number(value) || !isfinite(s->values[i]) ||
                              s->values[i] < 0 || s->values[i] > LARGEST))
            return "a value is no figure from 0 upwards";
    }
    return NULL;
}

static const char *read_all(struct arena *a, const json_t *tree, struct chart *c)
{
    const json_t *labels = json_object_get(tree, "labels");
    const json_t *series = json_object_get(tree, "series");
    if (!read_kind(tree, &c->kind))
        return "there is no such kind";
    if (*c->title == '\0')
        return "its title is missing";
    c->label_count = json_array_size(labels);
    c->series_count = json_array_size(series);
    if (c->label_count < 1 || c->label_count > CHART_LABELS || c->series_count < 1 ||
        c->series_count > CHART_SERIES)
        return "it has no labels or series, or too many";
    for (size_t i = 0; i < c->label_count; i++)
        c->labels[i] = line_of(a, json_array_get(labels, i));
    for (size_t i = 0; i < c->series_count; i++) {
        const char *wrong = read_series(a, json_array_get(series, i), c, &c->series[i]);
        if (wrong != NULL)
            return wrong;
    }
    return NULL;
}

enum outcome chart_read(struct arena *a, const json_t *tree, struct chart *c, struct fault *f)
{
    const char *lang = json_string_value(json_object_get(tree, "lang"));
    *c = (struct chart){
        .english = lang != NULL && text_equals_nocase(lang, "en"),
        .title = line_of(a, json_object_get(tree, "title")),
        .desc = line_of(a, json_object_get(tree, "desc")),
        .unit = line_of(a, json_object_get(tree, "unit")),
        .what = line_of(a, json_object_get(tree, "what")),
    };
    const char *wrong = read_all(a, tree, c);
    if (wrong != NULL)
        return fault_set(f, NEVER, EXIT_DATA, "the chart: %s", wrong);
    if (*c->what == '\0')
        c->what = c->english ? "What" : "Vad";
    return DONE;
}

char *chart_figure(struct arena *a, const struct chart *c, double value)
{
    double rounded = round(value * 100) / 100;
    char digits[40], out[80];
    int decimals = fabs(rounded - round(rounded)) < 0.001             ? 0
                   : fabs(rounded * 10 - round(rounded * 10)) < 0.001 ? 1
                                                                      : 2;
    snprintf(digits, sizeof digits, "%.*f", decimals, rounded);
    size_t whole = strcspn(digits, "."), n = 0;
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s", c->english ? "," : "\u00a0");
        out[n++] = digits[i] == '.' && !c->english ? ',' : digits[i];
    }
    return arena_strndup(a, out, n);
}

char *chart_words(struct arena *a, const struct chart *c)
{
    struct buffer b;
    buffer_init(&b, WORDS_BYTES);
    for (size_t s = 0; s < c->series_count; s++) {
        const struct chart_series *series = &c->series[s];
        if (*series->name)
            buffer_printf(&b, "%s%s: ", s > 0 ? " " : "", series->name);
        for (size_t i = 0; i < c->label_count; i++) {
            const char *figure = series->hidden[i] ? (c->english ? "not shown" : "visas inte")
                                                   : chart_figure(a, c, series->values[i]);
            buffer_printf(&b, "%s %s%s", c->labels[i], figure, i + 1 < c->label_count ? ", " : ".");
        }
    }
    char *words = arena_strdup(a, buffer_text(&b));
    buffer_free(&b);
    return words;
}

json_t *chart_table(struct arena *a, const json_t *tree, struct fault *f)
{
    struct chart c;
    if (chart_read(a, tree, &c, f) != DONE)
        return NULL;
    json_t *head = json_pack("[s]", c.what), *rows = json_array(),
           *align = json_pack("[s]", "left");
    for (size_t s = 0; s < c.series_count; s++) {
        const char *name = *c.series[s].name ? c.series[s].name : c.title;
        const char *text = *c.unit ? arena_printf(a, "%s (%s)", name, c.unit) : name;
        json_array_append_new(head, json_string(text));
        json_array_append_new(align, json_string("right"));
    }
    for (size_t i = 0; i < c.label_count; i++) {
        json_t *row = json_pack("[s]", c.labels[i]);
        for (size_t s = 0; s < c.series_count; s++)
            json_array_append_new(row,
                                  json_string(c.series[s].hidden[i]
                                                  ? (c.english ? "not shown" : "visas inte")
                                                  : chart_figure(a, &c, c.series[s].values[i])));
        json_array_append_new(rows, row);
    }
    return json_pack("{s:s, s:o, s:o, s:o}", "type", "table", "head", head, "rows", rows, "align",
                     align);
}

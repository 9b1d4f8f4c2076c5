/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What several nouns share (entries.h).
 *
 * People read the same tree that --json prints: as "key: value" lines, or in columns. Faults of an
 * imported file go to standard error, notes to the output.
 */
#include "entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum outcome entries_changes(struct command *c, int first, struct roster_change **changes,
                             size_t *count, struct fault *f)
{
    *count = 0;
    *changes = arena_array(c->arena, (size_t)c->argc, sizeof **changes);
    for (int i = first; i < c->argc; i++) {
        const char *equals = strchr(c->argv[i], '=');
        if (!equals || equals == c->argv[i])
            return fault_set(f, NEVER, EXIT_USAGE, "expected KEY=VALUE, not \"%s\"", c->argv[i]);
        (*changes)[*count].key = arena_strndup(c->arena, c->argv[i], (size_t)(equals - c->argv[i]));
        (*changes)[(*count)++].value = equals + 1;
    }
    return DONE;
}

const char *entries_option(const struct command *c, const char *name)
{
    size_t len = strlen(name);
    for (int i = 0; i < c->argc; i++) {
        if (strncmp(c->argv[i], name, len) != 0)
            continue;
        if (c->argv[i][len] == '=')
            return c->argv[i] + len + 1;
        if (c->argv[i][len] == '\0' && i + 1 < c->argc)
            return c->argv[i + 1];
    }
    return NULL;
}

/* ---- plain output ---- */

/* A value as a reader would write it; "" for what says nothing. */
static const char *plain(struct arena *a, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    if (json_is_true(value))
        return "ja";
    const char *joined = "";
    for (size_t i = 0; i < json_array_size(value); i++)
        joined = arena_printf(a, "%s%s%s", joined, *joined ? " " : "",
                              plain(a, json_array_get(value, i)));
    return joined;
}

/* Lines of a text that goes on stand under its first one. */
static void print_line(FILE *out, const char *key, const char *text)
{
    fprintf(out, "%s: ", key);
    for (; *text; text++) {
        if (*text == '\r')
            continue;
        fputc(*text, out);
        if (*text == '\n')
            fprintf(out, "    ");
    }
    fputc('\n', out);
}

enum outcome entries_print(struct command *c, json_t *value, struct fault *f)
{
    if (c->json)
        return command_print_json(c, value, f);
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member)
    {
        const char *text = plain(c->arena, member);
        if (*text)
            print_line(c->out, key, text);
    }
    json_decref(value);
    return DONE;
}

static size_t column_width(struct arena *a, const json_t *rows, const char *key)
{
    size_t width = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        size_t len = text_length(plain(a, json_object_get(row, key)));
        width = len > width ? len : width;
    }
    return width;
}

static void print_row(struct command *c, const json_t *row, const char *const *keys,
                      const size_t *widths)
{
    for (size_t k = 0; keys[k]; k++) {
        const char *text = plain(c->arena, json_object_get(row, keys[k]));
        fputs(text, c->out);
        if (keys[k + 1])
            fprintf(c->out, "%*s", (int)(widths[k] - text_length(text) + 2), "");
    }
    fputc('\n', c->out);
}

enum outcome entries_print_rows(struct command *c, json_t *rows, const char *const *keys,
                                struct fault *f)
{
    if (c->json)
        return command_print_json(c, rows, f);
    size_t count = 0;
    while (keys[count])
        count++;
    size_t *widths = arena_array(c->arena, count, sizeof *widths);
    for (size_t k = 0; k < count; k++)
        widths[k] = column_width(c->arena, rows, keys[k]);
    for (size_t i = 0; i < json_array_size(rows); i++)
        print_row(c, json_array_get(rows, i), keys, widths);
    json_decref(rows);
    return DONE;
}

/* ---- imports ---- */

struct told {
    struct command *c;
    json_t *faults, *notes;
};

static void tell(void *context, bool note, const char *line)
{
    struct told *t = context;
    json_array_append_new(note ? t->notes : t->faults, json_string(line));
    if (!t->c->json)
        fprintf(note ? t->c->out : stderr, "%s\n", line);
}

static void print_counts(struct command *c, const struct import_result *r)
{
    fprintf(c->out, "rows: %zu\nadded: %zu\nupdated: %zu\n", r->rows, r->added, r->updated);
}

static enum outcome print_json(struct command *c, const struct import_result *r,
                               const struct told *t, struct fault *f)
{
    json_t *o = json_object();
    json_object_set_new(o, "rows", json_integer((json_int_t)r->rows));
    json_object_set_new(o, "added", json_integer((json_int_t)r->added));
    json_object_set_new(o, "updated", json_integer((json_int_t)r->updated));
    json_object_set(o, "notes", t->notes);
    json_object_set(o, "faults", t->faults);
    return command_print_json(c, o, f);
}

enum outcome entries_import(struct command *c, entries_importer *importer, struct fault *f)
{
    char *data;
    size_t len;
    enum outcome o = file_read(c->arena, c->argv[0], IMPORT_MAX_BYTES, &data, &len, f);
    if (o != DONE)
        return o;
    struct told t = {.c = c, .faults = json_array(), .notes = json_array()};
    struct import_result result;
    o = importer(c->house, c->arena, c->actor, data, len,
                 &(struct import_report){.line = tell, .context = &t}, &result, f);
    if (c->json && (o == DONE || result.faults)) {
        enum outcome printed = print_json(c, &result, &t, o == DONE ? f : NULL);
        o = o == DONE ? printed : o;
    } else if (o == DONE) {
        print_counts(c, &result);
    }
    json_decref(t.faults);
    json_decref(t.notes);
    return o;
}

/* ---- Occasions and meetings ---- */

enum outcome entries_occasion(struct command *c, struct occasion_change *change, int least,
                              int most, struct fault *f)
{
    enum outcome o = command_option(c, "--place", &change->place, f);
    if (o == DONE)
        o = command_option(c, "--link", &change->link, f);
    if (o == DONE)
        o = command_option(c, "--access", &change->access, f);
    return o == DONE ? command_count(c, least, most, f) : o;
}

enum outcome entries_occasion_move(struct command *c, int at, struct occasion_change *change,
                                   struct fault *f)
{
    enum outcome o = entries_occasion(c, change, at + 1, at + 3, f);
    if (o == DONE)
        o = command_id(c->argv[at], '\0', &change->id, f);
    if (o != DONE)
        return o;
    change->starts = c->argc > at + 1 ? c->argv[at + 1] : NULL;
    change->ends = c->argc > at + 2 ? c->argv[at + 2] : NULL;
    if (!change->starts && !change->place && !change->link && !change->access)
        return fault_set(f, NEVER, EXIT_USAGE, "say the new time, --place, --link or --access");
    return DONE;
}

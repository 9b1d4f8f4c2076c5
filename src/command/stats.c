/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande stats`: the figures of a period, for the desk as a table or JSON with all of them; as
 * CSV and as a report without small groups, since these leave the desk.
 */
#include "command.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "letters/document.h"
#include "view/statistics.h"

enum { LABEL = 40 }; /* columns for a label */

static enum outcome day_option(struct command *c, const char *name, struct date *day,
                               struct fault *f)
{
    const char *text;
    enum outcome o = command_option(c, name, &text, f);
    *day = (struct date){0};
    if (o != DONE || !text)
        return o;
    if (!date_parse(text, day))
        return fault_set(f, NEVER, EXIT_USAGE, "%s expects a day, YYYY-MM-DD", name);
    return DONE;
}

/* ---- For people ---- */

static void print_number(struct command *c, const json_t *value)
{
    if (json_is_real(value))
        fprintf(c->out, "%.3g", json_real_value(value));
    else if (json_is_integer(value))
        fprintf(c->out, "%lld", (long long)json_integer_value(value));
    else
        fputs("-", c->out);
}

/* "yes 7  no 3": the figures of an object that are no trees of their own. */
static void print_members(struct command *c, json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (!json_is_number(value) && !json_is_null(value))
            continue;
        fprintf(c->out, "  %s ", key);
        print_number(c, value);
    }
    fputc('\n', c->out);
}

static void print_rows(struct command *c, json_t *list)
{
    size_t i;
    json_t *row, *values;
    json_array_foreach(list, i, row)
    {
        const char *label = json_string_value(json_object_get(row, "label"));
        if (!label)
            label = json_string_value(json_object_get(row, "key"));
        if (text_blank(label))
            label = "-";
        int width = (int)text_length(label);
        fprintf(c->out, "    %s%*s", label, width < LABEL ? LABEL - width : 1, "");
        values = json_object_get(row, "values");
        print_members(c, values ? values : row);
    }
}

static void print_part(struct command *c, const char *name, json_t *part, int depth)
{
    const char *key;
    json_t *value;
    fprintf(c->out, "%*s%-14s", depth, "", name);
    print_members(c, part);
    json_object_foreach(part, key, value)
    {
        if (json_is_object(value)) {
            print_part(c, key, value, depth + 2);
        } else if (json_is_array(value) && json_array_size(value) > 0) {
            fprintf(c->out, "%*s  %s\n", depth, "", key);
            print_rows(c, value);
        }
    }
}

static void print_table(struct command *c, json_t *tree)
{
    const char *key;
    json_t *value, *period = json_object_get(tree, "period");
    const char *from = json_string_value(json_object_get(period, "from"));
    fprintf(c->out, "%s – %s\n", from ? from : "",
            json_string_value(json_object_get(period, "to")));
    json_object_foreach(tree, key, value)
    {
        if (json_is_object(value) && value != period)
            print_part(c, key, value, 0);
    }
    fprintf(c->out, "advice          ");
    print_number(c, json_object_get(tree, "advice"));
    fputc('\n', c->out);
}

/* ---- What leaves the desk ---- */

static enum outcome write_report(struct command *c, const char *path, const json_t *tree,
                                 struct fault *f)
{
    char *bytes = NULL;
    size_t len = 0;
    json_t *document = view_statistics_report(c->arena, c->house, tree);
    enum outcome o;
    if (text_ends(path, ".pdf")) {
        o = document_make(c->arena, document, clock_now(&c->house->clock), &bytes, &len, f);
    } else {
        o = document_html(c->arena, document, &bytes, f);
        len = bytes ? strlen(bytes) : 0;
    }
    json_decref(document);
    return o == DONE ? file_write(path, bytes, len, 0644, f) : o;
}

static enum outcome put_out(struct command *c, json_t *tree, const char *report, bool csv,
                            struct fault *f)
{
    enum outcome o = DONE;
    if (report)
        o = write_report(c, report, tree, f);
    if (o == DONE && csv)
        fputs(view_statistics_csv(c->arena, tree), c->out);
    if (o == DONE && c->json && !csv)
        return command_print_json(c, json_incref(tree), f);
    if (o == DONE && !csv && !report)
        print_table(c, tree);
    return o;
}

static enum outcome stats(struct command *c, struct fault *f)
{
    struct statistics_period period;
    const char *report;
    json_t *tree;
    enum outcome o = day_option(c, "--from", &period.from, f);
    if (o == DONE)
        o = day_option(c, "--to", &period.to, f);
    if (o == DONE)
        o = command_option(c, "--report", &report, f);
    bool csv = command_flag(c, "--csv"), open = command_flag(c, "--public");
    if (o == DONE)
        o = command_count(c, 0, 0, f);
    if (o != DONE)
        return o;
    if (report && !text_ends(report, ".pdf") && !text_ends(report, ".html"))
        return fault_set(f, NEVER, EXIT_USAGE, "--report expects FILE.pdf or FILE.html");
    if (period.to.year && period.from.year && date_compare(period.to, period.from) < 0)
        return fault_set(f, NEVER, EXIT_USAGE, "--to lies before --from");
    o = view_statistics(c->arena, c->house, &period, open || csv || report, &tree, f);
    if (o != DONE)
        return o;
    o = put_out(c, tree, report, csv, f);
    json_decref(tree);
    return o;
}

const struct verb stats_verbs[] = {
    {"stats", "", "[--from D] [--to D] [--public] [--csv] [--report FILE.pdf|FILE.html]",
     "the figures of a period; without small groups where they leave the desk", stats, NEEDS_BOOK,
     0, 8},
    {0},
};

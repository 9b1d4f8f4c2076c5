/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Associations from a CSV file: checked whole, then saved in slices (include/lending/import.h).
 */
#include "lending/import.h"

#include <string.h>

#include "base/text.h"
#include "fields.h"
#include "roster.h"
#include "rows.h"
#include "slices.h"

struct import {
    struct hand hand;
    const struct import_report *report;
    struct import_result *result;
    struct csv csv;
    struct association *rows; /* as checked; id where the book knows the name */
};

#define FAULT(i, line, ...)                                                                        \
    csv_tell((i)->hand.a, (i)->report, (i)->result, false, (line), __VA_ARGS__)
#define NOTE(i, line, ...)                                                                         \
    csv_tell((i)->hand.a, (i)->report, (i)->result, true, (line), __VA_ARGS__)

static void check_columns(struct import *i)
{
    bool name = false;
    for (size_t c = 0; c < i->csv.column_count; c++) {
        const char *column = i->csv.columns[c];
        name |= strcmp(column, "name") == 0;
        if (*column && !association_field_is_column(column))
            FAULT(i, 1,
                  "there is no column \"%s\"; the columns, separated by comma or semicolon, "
                  "are: %s",
                  "det finns ingen kolumn \"%s\". Kolumnerna, med komma eller semikolon "
                  "emellan, är: %s",
                  text_shorten(i->hand.a, column, 60), association_columns);
    }
    if (i->csv.column_count > 0 && !name)
        FAULT(i, 1, "the column \"name\" is missing", "kolumnen \"name\" saknas");
}

/* Cells that say something are set; with all true the empty ones too, so that a name is asked for.
 */
static void set_cells(struct import *i, size_t r, bool all, struct association *x)
{
    struct field_rules rules = field_rules_of(i->hand.house, i->hand.a, i->hand.now);
    rules.swedish = i->report && i->report->swedish;
    const struct csv_row *row = &i->csv.rows[r];
    for (size_t c = 0; c < i->csv.column_count; c++) {
        struct fault f = {0};
        if ((all || *row->cells[c]) &&
            association_field_set(&rules, x, i->csv.columns[c], row->cells[c], &f) != DONE)
            FAULT(i, row->line, "%s", "%s", f.text);
    }
}

static void check_rows(struct import *i)
{
    i->rows = arena_array(i->hand.a, i->csv.row_count, sizeof *i->rows);
    i->result->rows = i->csv.row_count;
    for (size_t r = 0; r < i->csv.row_count; r++) {
        i->rows[r] = association_empty();
        set_cells(i, r, true, &i->rows[r]);
    }
}

/* Compares a row with another association's name and e-mail. */
static void compare_with(struct import *i, size_t r, const char *name, const char *email,
                         const char *where, bool in_file)
{
    const struct association *x = &i->rows[r];
    bool same_name = text_same(x->name, name);
    if (same_name && in_file)
        FAULT(i, i->csv.rows[r].line, "this is the same association as %s",
              "det här är samma förening som %s", where);
    else if (!same_name && *x->email && text_equals_nocase(x->email, email))
        NOTE(i, i->csv.rows[r].line, "the same e-mail as %s, with another name",
             "samma e-post som %s, men ett annat namn", where);
}

static enum outcome who_is_who(struct import *i, struct fault *f)
{
    struct association *known;
    size_t count;
    struct arena *a = i->hand.a;
    bool swedish = i->report && i->report->swedish;
    enum outcome o = associations_list(i->hand.house->db, a, &known, &count, f);
    for (size_t r = 0; o == DONE && r < i->csv.row_count; r++) {
        for (size_t k = 0; k < count; k++) {
            if (text_same(known[k].name, i->rows[r].name))
                i->rows[r].id = known[k].id;
            compare_with(i, r, known[k].name, known[k].email,
                         arena_printf(a, "A%lld", (long long)known[k].id), false);
        }
        for (size_t k = 0; k < r; k++)
            compare_with(
                i, r, i->rows[k].name, i->rows[k].email,
                arena_printf(a, swedish ? "på rad %lu" : "on line %lu", i->csv.rows[k].line), true);
    }
    return o;
}

static enum outcome save(void *context, size_t r, struct fault *f)
{
    struct import *i = context;
    struct association before, after = i->rows[r];
    int64_t id;
    bool changed = false, known = i->rows[r].id != 0;
    enum outcome o = DONE;
    if (known) {
        o = associations_load(i->hand.house->db, i->hand.a, i->rows[r].id, &before, f);
        after = before;
        if (o == DONE)
            set_cells(i, r, false, &after);
    }
    if (o == DONE)
        o = roster_save_association(&i->hand, known ? &before : NULL, &after, &id, &changed, f);
    i->result->added += o == DONE && !known;
    i->result->updated += o == DONE && known && changed;
    return o;
}

static enum outcome check_all(struct import *i, const char *data, size_t len, struct fault *f)
{
    csv_read(i->hand.a, data, len, i->report, i->result, &i->csv);
    check_columns(i);
    if (i->result->faults == 0 || i->csv.row_count > 0)
        check_rows(i);
    enum outcome o = i->result->faults ? DONE : who_is_who(i, f);
    if (o == DONE && i->result->faults)
        return fault_set(f, NEVER, EXIT_DATA, "%zu faults in the file; nothing was imported",
                         i->result->faults);
    return o;
}

enum outcome import_associations(const struct house *house, struct arena *a, const char *actor,
                                 const char *data, size_t len, const struct import_report *report,
                                 struct import_result *result, struct fault *f)
{
    struct import i = {.hand = {.house = house,
                                .a = a,
                                .actor = actor,
                                .how = "import",
                                .now = clock_now(&house->clock)},
                       .report = report,
                       .result = result};
    *result = (struct import_result){0};
    int lock;
    enum outcome o = db_role_lock(db_path(house->db), "import", &lock, f);
    if (o != DONE)
        return o;
    o = check_all(&i, data, len, f);
    if (o == DONE)
        o = slices_over(house->db, i.csv.row_count, save, &i, f);
    db_role_unlock(&lock);
    if (o == DONE)
        db_wake(house->db);
    return o;
}

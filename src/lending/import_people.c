/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People from a CSV file: checked whole, laid down unseen, then shown (include/lending/import.h).
 *
 * Who is who is settled by sorting the file's rows and the pool's people together by e-mail, name
 * and, where there is no e-mail, phone: neighbours are then the same person, or share an address.
 */
#include "lending/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fields.h"
#include "roster.h"
#include "rows.h"
#include "slices.h"
#include "view/people.h"

struct import {
    struct hand hand;
    const struct import_report *report;
    struct import_result *result;
    struct csv csv;
    struct person *people; /* of the rows, as checked */
    int64_t *known;        /* of the rows: who it is in the pool; 0: nobody yet */
};

#define FAULT(i, line, ...)                                                                        \
    csv_tell((i)->hand.a, (i)->report, (i)->result, false, (line), __VA_ARGS__)
#define NOTE(i, line, ...)                                                                         \
    csv_tell((i)->hand.a, (i)->report, (i)->result, true, (line), __VA_ARGS__)

/* ---- all rows are checked first ---- */

static void check_columns(struct import *i)
{
    bool name = false;
    for (size_t c = 0; c < i->csv.column_count; c++) {
        const char *column = i->csv.columns[c];
        name |= strcmp(column, "name") == 0;
        if (*column && !person_field_is_column(column))
            FAULT(i, 1,
                  "there is no column \"%s\"; the columns, separated by comma or semicolon, "
                  "are: %s",
                  "det finns ingen kolumn \"%s\". Kolumnerna, med komma eller semikolon "
                  "emellan, är: %s",
                  text_shorten(i->hand.a, column, 60), person_columns);
    }
    if (i->csv.column_count > 0 && !name)
        FAULT(i, 1, "the column \"name\" is missing", "kolumnen \"name\" saknas");
}

static void check_row(struct import *i, const struct field_rules *rules, size_t r)
{
    const struct csv_row *row = &i->csv.rows[r];
    struct person *p = &i->people[r];
    *p = person_empty();
    for (size_t c = 0; c < i->csv.column_count; c++) {
        struct fault f = {0};
        if (person_field_set(rules, p, i->csv.columns[c], row->cells[c], &f) != DONE)
            FAULT(i, row->line, "%s", "%s", f.text);
    }
}

static void check_rows(struct import *i)
{
    struct field_rules rules = field_rules_of(i->hand.house, i->hand.a, i->hand.now);
    rules.swedish = i->report && i->report->swedish;
    i->people = arena_array(i->hand.a, i->csv.row_count, sizeof *i->people);
    i->known = arena_array(i->hand.a, i->csv.row_count, sizeof *i->known);
    for (size_t r = 0; r < i->csv.row_count; r++)
        check_row(i, &rules, r);
    i->result->rows = i->csv.row_count;
}

/* ---- who is who ---- */

/* A row of the file (id 0) or a person of the book. */
struct key {
    const char *email, *name, *phone; /* folded; phone only where there is no e-mail */
    int64_t id;
    size_t row;
};

static struct key key_of(struct arena *a, const char *email, const char *name, const char *phone)
{
    bool addressed = !text_blank(email);
    return (struct key){.email = addressed ? text_fold(a, email) : "",
                        .name = text_fold(a, name),
                        .phone = addressed || !phone ? "" : text_fold(a, phone)};
}

static int compare_who(const struct key *x, const struct key *y)
{
    int c = strcmp(x->email, y->email);
    if (c == 0)
        c = strcmp(x->name, y->name);
    return c ? c : strcmp(x->phone, y->phone);
}

/* Those of the book stand before the rows that mean them. */
static int compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int c = compare_who(x, y);
    if (c)
        return c;
    if ((x->id == 0) != (y->id == 0))
        return x->id ? -1 : 1;
    if (x->id)
        return x->id < y->id ? -1 : x->id > y->id;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* One person: the people of the book and the rows of the file that mean them. */
static void settle_person(struct import *i, const struct key *keys, size_t count)
{
    size_t k = 0;
    while (k < count && keys[k].id)
        k++;
    if (k == count)
        return;
    size_t row = keys[k].row;
    unsigned long line = i->csv.rows[row].line;
    i->known[row] = k ? keys[0].id : 0;
    if (k > 1)
        FAULT(i, line, "%zu people in the pool have this name and address; merge them first",
              "%zu personer i poolen har det här namnet och den här adressen. Slå ihop dem först",
              k);
    for (size_t more = k + 1; more < count; more++)
        FAULT(i, i->csv.rows[keys[more].row].line, "this is the same person as on line %lu",
              "det här är samma person som på rad %lu", line);
}

/* Rows whose e-mail, or name without an e-mail, stands for somebody else too. */
static void note_others(struct import *i, const struct key *keys, size_t count)
{
    bool swedish = i->report && i->report->swedish;
    bool differ = compare_who(&keys[0], &keys[count - 1]) != 0;
    for (size_t k = 0; differ && k < count; k++) {
        if (keys[k].id || i->known[keys[k].row])
            continue;
        const struct key *other = &keys[compare_who(&keys[k], &keys[0]) ? 0 : count - 1];
        const char *who = other->id ? view_who(i->hand.a, 'P', other->id)
                                    : arena_printf(i->hand.a, swedish ? "rad %lu" : "line %lu",
                                                   i->csv.rows[other->row].line);
        if (*keys[k].email)
            NOTE(i, i->csv.rows[keys[k].row].line, "the same e-mail as %s, with another name",
                 "samma e-post som %s, men ett annat namn", who);
        else
            NOTE(i, i->csv.rows[keys[k].row].line,
                 "the same name as %s, without an e-mail and with another phone",
                 "samma namn som %s, utan e-post och med en annan telefon", who);
    }
}

static bool same_place(const struct key *x, const struct key *y)
{
    return strcmp(x->email, y->email) == 0 && (*x->email || strcmp(x->name, y->name) == 0);
}

static void settle_all(struct import *i, const struct key *keys, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && compare_who(&keys[from], &keys[to]) == 0; to++)
            ;
        settle_person(i, keys + from, to - from);
    }
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && same_place(&keys[from], &keys[to]); to++)
            ;
        note_others(i, keys + from, to - from);
    }
}

static enum outcome who_is_who(struct import *i, struct fault *f)
{
    struct arena *a = i->hand.a;
    struct person_key *pool;
    size_t pool_count, count = 0;
    enum outcome o = people_keys(i->hand.house->db, a, &pool, &pool_count, f);
    if (o != DONE)
        return o;
    struct key *keys = arena_array(a, pool_count + i->csv.row_count, sizeof *keys);
    for (size_t p = 0; p < pool_count; p++) {
        if (pool[p].via)
            continue;
        keys[count] = key_of(a, pool[p].email, pool[p].name, pool[p].phone);
        keys[count++].id = pool[p].id;
    }
    for (size_t r = 0; r < i->csv.row_count; r++) {
        const struct person *p = &i->people[r];
        keys[count] = key_of(a, p->email, p->name, p->phone);
        keys[count++].row = r;
    }
    qsort(keys, count, sizeof *keys, compare);
    settle_all(i, keys, count);
    return DONE;
}

/* ---- a person who is in the pool already ---- */

/* Cells that say something, over what the book has. */
static enum outcome overlay(struct import *i, size_t r, struct person *p, struct fault *f)
{
    struct field_rules rules = field_rules_of(i->hand.house, i->hand.a, i->hand.now);
    rules.swedish = i->report && i->report->swedish;
    const struct csv_row *row = &i->csv.rows[r];
    enum outcome o = DONE;
    for (size_t c = 0; o == DONE && c < i->csv.column_count; c++)
        if (*row->cells[c])
            o = person_field_set(&rules, p, i->csv.columns[c], row->cells[c], f);
    return o;
}

/* A consent that was withdrawn after it was given stays withdrawn. */
static enum outcome respect_withdrawal(struct import *i, size_t r, const struct person *before,
                                       struct person *after, struct fault *f)
{
    struct date withdrawn, given;
    enum outcome o = roster_withdrawn_on(&i->hand, before->id, &withdrawn, f);
    if (o != DONE || !withdrawn.year || !after->consent_date ||
        !date_parse(after->consent_date, &given) || date_compare(given, withdrawn) >= 0)
        return o;
    if (!before->consent_date)
        NOTE(i, i->csv.rows[r].line, "P%lld has withdrawn this consent since; it stays withdrawn",
             "P%lld har tagit tillbaka samtycket sedan dess. Det förblir återtaget",
             (long long)before->id);
    after->consent_date = before->consent_date;
    after->consent_version = before->consent_version;
    return DONE;
}

static enum outcome update(void *context, size_t r, struct fault *f)
{
    struct import *i = context;
    if (i->known[r] == 0)
        return DONE;
    struct person before, after;
    bool changed = false;
    enum outcome o = people_load(i->hand.house->db, i->hand.a, i->known[r], &before, f);
    after = before;
    if (o == DONE)
        o = overlay(i, r, &after, f);
    if (o == DONE)
        o = respect_withdrawal(i, r, &before, &after, f);
    if (o == DONE)
        o = roster_save_change(&i->hand, &before, &after, &changed, f);
    i->result->updated += changed;
    return o;
}

/* ---- new people ---- */

struct laying {
    struct import *import;
    int64_t id;
};

static enum outcome lay(void *context, size_t r, struct fault *f)
{
    struct laying *l = context;
    struct import *i = l->import;
    if (i->known[r])
        return DONE;
    int64_t id;
    enum outcome o =
        people_import_add(i->hand.house->db, i->hand.a, &i->people[r], l->id, i->hand.now, &id, f);
    return o == DONE ? roster_note_consent(&i->hand, id, &i->people[r], f) : o;
}

static enum outcome discard(void *context, size_t max, bool *more, struct fault *f)
{
    struct import *i = context;
    int64_t deleted;
    enum outcome o = people_import_discard(i->hand.house->db, max, &deleted, f);
    *more = deleted > 0;
    return o;
}

static enum outcome show(void *context, size_t max, bool *more, struct fault *f)
{
    struct laying *l = context;
    struct import *i = l->import;
    int64_t first, last;
    enum outcome o = people_import_show(i->hand.house->db, l->id, max, &first, &last, f);
    *more = last > 0;
    if (o != DONE || !*more)
        return o;
    const char *from = view_who(i->hand.a, 'P', first), *to = view_who(i->hand.a, 'P', last);
    return roster_trail(&i->hand, "people_imported",
                        first == last ? from : arena_printf(i->hand.a, "%s-%s", from, to), NULL, f);
}

static size_t new_people(const struct import *i)
{
    size_t count = 0;
    for (size_t r = 0; r < i->csv.row_count; r++)
        count += i->known[r] == 0;
    return count;
}

static enum outcome write_all(struct import *i, struct fault *f)
{
    struct db *db = i->hand.house->db;
    struct laying l = {.import = i};
    enum outcome o = slices_until_done(db, discard, i, f);
    if (o == DONE)
        o = people_import_id(db, &l.id, f);
    if (o == DONE)
        o = slices_over(db, i->csv.row_count, lay, &l, f);
    if (o == DONE)
        o = slices_over(db, i->csv.row_count, update, i, f);
    if (o == DONE)
        o = slices_until_done(db, show, &l, f);
    if (o == DONE)
        i->result->added = new_people(i);
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

enum outcome import_people(const struct house *house, struct arena *a, const char *actor,
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
        o = write_all(&i, f);
    db_role_unlock(&lock);
    if (o == DONE)
        db_wake(house->db);
    return o;
}

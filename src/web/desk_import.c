/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People and associations from a CSV file at the desk: all rows are checked, and one that is wrong
 * keeps all of them out, told by its line.
 *
 * A file here is a small one, so that no other page waits for it; the command line takes the large.
 */
#include <string.h>

#include "desk_roster.h"
#include "lending/import.h"

enum { KIB = 128, LINES_SHOWN = 40 };

const struct field import_fields[] = {
    {"fil", FIELD_FILE, .needed = true, .max = KIB, .sv = "Fil med kommatecken eller semikolon",
     .en = "CSV file",
     .hint_sv = "Högst 128 kB, ungefär tusen rader. En större fil läser driften in åt dig."},
    {0},
};

struct told {
    json_t *faults, *notes;
};

static void tell(void *context, bool note, const char *text)
{
    struct told *t = context;
    json_t *list = note ? t->notes : t->faults;
    if (json_array_size(list) < LINES_SHOWN)
        json_array_append_new(list, json_string(text));
}

typedef enum outcome importer(const struct house *house, struct arena *a, const char *actor,
                              const char *data, size_t len, const struct import_report *report,
                              struct import_result *result, struct fault *f);

static enum outcome show(struct web_request *q, bool people, json_t *view, struct web_answer *out,
                         struct fault *f)
{
    const char *at = people ? "/personal/personer/import" : "/personal/foreningar/import";
    struct form form = web_form_of(q, import_fields);
    json_object_set_new(view, "form", web_form(q, at, &form));
    json_object_set_new(view, "people", json_boolean(people));
    json_object_set_new(view, "back",
                        json_string(people ? "/personal/personer" : "/personal/foreningar"));
    return web_show(q, "desk-import", people ? "Läs in personer" : "Läs in föreningar", view, out,
                    f);
}

static enum outcome take(struct web_request *q, bool people, importer *import,
                         struct web_answer *out, struct fault *f)
{
    const char *data = form_given(&q->form, "fil");
    struct told t = {json_array(), json_array()};
    struct import_result r = {0};
    enum outcome o =
        import(q->house, q->arena, web_actor(q), data, strlen(data),
               &(struct import_report){.line = tell, .context = &t, .swedish = true}, &r, f);
    json_t *view = json_pack("{s:o, s:o}", "faults", t.faults, "notes", t.notes);
    if (o == NEVER && f->code == EXIT_DATA) {
        q->trouble = 422;
        q->notice = "Inget lästes in. Rätta raderna här nedanför och läs in filen igen.";
        if (json_array_size(t.faults) == 0)
            json_array_append_new(
                t.faults, json_string("Något i filen gick inte att spara. Läs in den igen."));
        if (r.faults > LINES_SHOWN)
            json_object_set_new(view, "more", json_integer((json_int_t)(r.faults - LINES_SHOWN)));
        json_object_set_new(view, "wrong", json_true());
        return show(q, people, view, out, f);
    }
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    json_object_set_new(view, "result",
                        json_pack("{s:I, s:I, s:I}", "rows", (json_int_t)r.rows, "added",
                                  (json_int_t)r.added, "updated", (json_int_t)r.updated));
    json_object_set_new(view, "has_notes", json_boolean(json_array_size(t.notes) > 0));
    return show(q, people, view, out, f);
}

enum outcome desk_people_import(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return show(q, true, json_object(), out, f);
}

enum outcome desk_people_import_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return take(q, true, import_people, out, f);
}

enum outcome desk_associations_import(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    return show(q, false, json_object(), out, f);
}

enum outcome desk_associations_import_take(struct web_request *q, struct web_answer *out,
                                           struct fault *f)
{
    return take(q, false, import_associations, out, f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The settings at the desk: what holds and where it comes from, the areas, who of the staff may log
 * in (their accounts: desk_staff.c), and who changed what.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_texts.h"
#include "store/staff.h"
#include "view/desk_texts.h"

enum { A_PAGE = 50, ID_MOST = 2000000000 };

static const char PLACE[] = "/personal/installningar";

const struct field changes_asks[] = {
    {"fore", FIELD_NUMBER, .min = 1, .max = ID_MOST, .sv = "Före"},
    {0},
};
const struct field area_new_fields[] = {
    {"id", FIELD_TEXT, .needed = true, .max = 60, .sv = "Områdets id",
     .hint_sv = "Små bokstäver a–z, siffror och punkter, till exempel cancer.brost. Det syns bara "
                "för er, och går inte att byta sedan."},
    {0},
};

/* ---- All that can be set ---- */

static enum outcome staff_rows(struct web_request *q, json_t **out, struct fault *f)
{
    struct staff *list;
    size_t count;
    enum outcome o = staff_list(q->house->db, q->arena, &list, &count, f);
    if (o != DONE)
        return o;
    *out = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(*out, json_pack("{s:s, s:s, s:s, s:b, s:s}", "name", list[i].name,
                                              "role", desk_role_name(list[i].role), "email",
                                              list[i].email, "disabled", list[i].disabled, "href",
                                              arena_printf(q->arena, "%s/personal/%lld", PLACE,
                                                           (long long)list[i].id)));
    return DONE;
}

enum outcome desk_settings(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *view = NULL, *staff = NULL;
    enum outcome o = view_desk_settings(q->arena, q->house, &view, f);
    if (o == DONE)
        o = staff_rows(q, &staff, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    json_object_set_new(view, "staff", staff);
    json_object_set_new(view, "may", json_boolean(web_may(q, ROLE_ADMIN)));
    return web_show(q, "desk-settings", "Inställningar", view, out, f);
}

/* ---- Areas ---- */

enum outcome desk_areas(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *view = NULL;
    struct form form = web_form_of(q, area_new_fields);
    enum outcome o = view_desk_areas(q->arena, q->house, &view, f);
    if (o != DONE)
        return o;
    if (web_may(q, ROLE_ADMIN))
        json_object_set_new(view, "form", web_form(q, "/personal/installningar/omraden", &form));
    return web_show(q, "desk-areas", "Områden", view, out, f);
}

/* Nothing is kept yet: the page where the area is described follows. */
enum outcome desk_area_new_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *id = form_given(&q->form, "id");
    (void)f;
    web_go(q,
           arena_printf(q->arena, "%s/varde?namn=%s", PLACE,
                        web_encode(q->arena, arena_printf(q->arena, "areas/%s", id))),
           out);
    return DONE;
}

/* ---- Who changed what ---- */

enum outcome desk_changes(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct setting_version *list;
    size_t count;
    int64_t before = strtoll(web_asked(q, "fore"), NULL, 10);
    enum outcome o =
        versions_list(q->house->db, q->arena, "", before, A_PAGE + 1, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count && i < A_PAGE; i++)
        json_array_append_new(rows, view_desk_change(q->arena, q->house, &list[i]));
    json_t *view = json_pack("{s:b, s:o}", "some", count > 0, "changes", rows);
    if (count > A_PAGE)
        json_object_set_new(view, "next",
                            json_string(arena_printf(q->arena, "%s/andringar?fore=%lld", PLACE,
                                                     (long long)list[A_PAGE - 1].id)));
    return web_show(q, "desk-changes", "Vem har ändrat vad", view, out, f);
}

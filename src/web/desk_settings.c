/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The settings at the desk: what holds and where it comes from, the areas, who of the staff may log
 * in, and who changed what.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_texts.h"
#include "store/audit.h"
#include "store/staff.h"
#include "view/desk_texts.h"
#include "view/people.h"

enum { A_PAGE = 50, ID_MOST = 2000000000 };

static const char PLACE[] = "/personal/installningar";

const struct field settings_asks[] = {
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart"},
    {0},
};
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
const struct field staff_close_fields[] = {
    {"namn", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn"},
    {0},
};

/* ---- All that can be set ---- */

static const char *role_name(const char *role)
{
    return strcmp(role, "admin") == 0   ? "administratör"
           : strcmp(role, "staff") == 0 ? "handläggare"
                                        : "läsare";
}

static enum outcome staff_rows(struct web_request *q, json_t **out, struct fault *f)
{
    struct staff *list;
    size_t count;
    enum outcome o = staff_list(q->house->db, q->arena, &list, &count, f);
    if (o != DONE)
        return o;
    *out = json_array();
    for (size_t i = 0; i < count; i++) {
        bool self = list[i].id == q->session.staff_id;
        json_array_append_new(*out,
                              json_pack("{s:s, s:s, s:s, s:b, s:b}", "name", list[i].name, "role",
                                        role_name(list[i].role), "email", list[i].email, "disabled",
                                        list[i].disabled, "closes",
                                        !list[i].disabled && !self && web_may(q, ROLE_ADMIN)));
    }
    return DONE;
}

enum outcome desk_settings(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *view = NULL, *staff = NULL;
    struct form close = form_empty(q->arena, staff_close_fields);
    enum outcome o = view_desk_settings(q->arena, q->house, &view, f);
    if (o == DONE)
        o = staff_rows(q, &staff, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    json_object_set_new(view, "staff", staff);
    json_object_set_new(view, "may", json_boolean(web_may(q, ROLE_ADMIN)));
    json_object_set_new(view, "close",
                        web_form(q, "/personal/installningar/personal/stang", &close));
    if (strcmp(web_asked(q, "klart"), "stangt") == 0)
        desk_add_done(q, view, "Kontot är stängt.");
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

/* ---- Staff ---- */

static enum outcome close_account(struct web_request *q, const char *name, struct fault *f)
{
    struct staff s;
    instant now = clock_now(&q->house->clock);
    enum outcome o = staff_by_name(q->house->db, q->arena, name, &s, f);
    if (o == DONE && s.id == q->session.staff_id)
        return fault_set(f, NEVER, EXIT_DATA, "nobody closes the account they use");
    if (o == DONE)
        o = staff_disable(q->house->db, q->arena, name, now, f);
    if (o == DONE)
        o = sessions_end_all(q->house->db, q->arena, s.id, now, f);
    if (o != DONE)
        return o;
    struct audit_entry entry = {.actor = web_actor(q),
                                .event = "staff_disabled",
                                .subject = arena_printf(q->arena, "staff:%lld", (long long)s.id),
                                .now = now,
                                .random = q->house->random};
    return audit_add(q->house->db, q->arena, &entry, f);
}

enum outcome desk_staff_close_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    static const char label[] = "close an account";
    enum outcome o = db_begin(q->house->db, label, f);
    if (o != DONE)
        return o;
    o = close_account(q, form_given(&q->form, "namn"), f);
    o = db_end(q->house->db, label, o, f);
    if (o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_NO_INPUT)) {
        q->trouble = 422;
        q->notice = "Det kontot går inte att stänga: det finns inte, eller så är det ditt eget.";
        return desk_settings(q, out, f);
    }
    if (o == DONE)
        web_go(q, "/personal/installningar?klart=stangt", out);
    return o;
}

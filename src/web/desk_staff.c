/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /personal/installningar/personal/…: the accounts of the staff, for administrators: a new one,
 * another role, a lost telephone, a lost password, an account that is closed.
 *
 * A first password is made here and shown once, to be handed over by voice or on paper: it is good
 * for a week, and for nothing but to choose another. So no mail carries a key to the desk, and who
 * made the account cannot use it later.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_texts.h"
#include "lending/staff.h"
#include "pace.h"

static const char SETTINGS[] = "/personal/installningar";
static const char PLACE[] = "/personal/installningar/personal";

static const struct choice roles[] = {
    {"reader", "Läsare: ser allt, ändrar ingenting", NULL},
    {"staff", "Handläggare: sköter förfrågningar, personer och föreningar", NULL},
    {"admin", "Administratör: sköter också inställningar och konton", NULL},
    {0},
};
const struct field staff_new_fields[] = {
    {"namn", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn",
     .hint_sv = "För- och efternamn. Det är också namnet att logga in med, och det går inte att "
                "byta."},
    {"epost", FIELD_EMAIL, .sv = "E-post", .hint_sv = "Dit går sammanfattningen varje morgon."},
    {"roll", FIELD_RADIO, .needed = true, .choices = roles, .sv = "Roll"},
    {0},
};
const struct field staff_role_fields[] = {
    {"roll", FIELD_RADIO, .needed = true, .choices = roles, .sv = "Roll"},
    {0},
};
const struct field staff_asks[] = {
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart"},
    {0},
};

static const char *place_of(struct web_request *q, int64_t id, const char *after)
{
    return arena_printf(q->arena, "%s/%lld%s", PLACE, (long long)id, after);
}

/* Whose account the path names; *there false: nobody's, and the answer is 404. */
static enum outcome load(struct web_request *q, struct staff *s, bool *there,
                         struct web_answer *out, struct fault *f)
{
    char *end;
    long long id = strtoll(q->token, &end, 10);
    bool number = id > 0 && !*end && *q->token >= '1' && *q->token <= '9';
    enum outcome o = number ? staff_load(q->house->db, q->arena, id, s, f) : DONE;
    *there = number && o == DONE;
    if (*there || o == AGAIN || (o == NEVER && f->code != EXIT_NO_INPUT))
        return o;
    web_fault_page(q, 404, out);
    return DONE;
}

/* In clear it is on this page and nowhere else. */
static enum outcome show_password(struct web_request *q, const char *name, const char *password,
                                  struct web_answer *out, struct fault *f)
{
    return web_show(q, "desk-staff-password", "Ett första lösenord",
                    json_pack("{s:s, s:s, s:i, s:s}", "name", name, "password", password, "days",
                              FIRST_DAYS, "back", SETTINGS),
                    out, f);
}

static enum outcome busy(struct web_request *q, web_handler *show, struct web_answer *out,
                         struct fault *f)
{
    q->trouble = 503;
    q->notice = "Flera loggar in på en gång. Försök igen om en liten stund.";
    return show(q, out, f);
}

/* ---- A new account ---- */

enum outcome desk_staff_new(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, staff_new_fields);
    form_fill(&form, "roll", "staff");
    json_t *view =
        json_pack("{s:o, s:s}", "form", web_form(q, arena_printf(q->arena, "%s/ny", PLACE), &form),
                  "back", SETTINGS);
    return web_show(q, "desk-staff-new", "Nytt konto", view, out, f);
}

enum outcome desk_staff_new_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct staff s = {.name = form_given(&q->form, "namn"),
                      .email = form_given(&q->form, "epost"),
                      .role = form_given(&q->form, "roll")};
    const char *password;
    if (!pace_turn(q->pace, clock_ticks()))
        return busy(q, desk_staff_new, out, f);
    staff_first_password(q->house, q->arena, &password, &s.password_hash, &s.first_until);
    enum outcome o = lending_staff_add(q->house, q->arena, web_actor(q), &s, f);
    if (o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_USAGE)) {
        form_fault(&q->form, "namn", "Någon har det namnet redan, eller så är det inget namn.");
        q->trouble = 422;
        return desk_staff_new(q, out, f);
    }
    return o == DONE ? show_password(q, s.name, password, out, f) : o;
}

/* ---- One account ---- */

static const char *done_words(const char *word)
{
    return strcmp(word, "roll") == 0  ? "Rollen är bytt."
           : strcmp(word, "app") == 0 ? "Appen är nollställd. En ny kopplas vid nästa inloggning."
           : strcmp(word, "stang") == 0 ? "Kontot är stängt."
                                        : NULL;
}

static void add_button(struct web_request *q, json_t *view, int64_t id, const char *what)
{
    struct form button = form_empty(q->arena, no_fields);
    const char *after = arena_printf(q->arena, "/%s", what);
    json_object_set_new(view, what, web_form(q, place_of(q, id, after), &button));
}

static void add_forms(struct web_request *q, json_t *view, const struct staff *s)
{
    bool self = s->id == q->session.staff_id;
    struct form form = web_form_of(q, staff_role_fields);
    form_fill(&form, "roll", s->role);
    if (s->disabled || self)
        return;
    json_object_set_new(view, "form", web_form(q, place_of(q, s->id, "/roll"), &form));
    add_button(q, view, s->id, "app");
    add_button(q, view, s->id, "losenord");
    add_button(q, view, s->id, "stang");
}

enum outcome desk_staff(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct staff s;
    struct second_factor factor;
    bool there;
    enum outcome o = load(q, &s, &there, out, f);
    if (o == DONE && there)
        o = factors_load(q->house->db, q->arena, s.id, &factor, f);
    if (o != DONE || !there)
        return o;
    json_t *view = json_pack("{s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:s}", "name", s.name, "email",
                             s.email, "role", desk_role_name(s.role), "disabled", s.disabled,
                             "self", s.id == q->session.staff_id, "enrolled", factor.secret != NULL,
                             "first", s.first_until >= 0, "back", SETTINGS);
    add_forms(q, view, &s);
    const char *done = done_words(web_asked(q, "klart"));
    if (done)
        desk_add_done(q, view, done);
    return web_show(q, "desk-staff", s.name, view, out, f);
}

/* ---- What is done to it ---- */

/* A refusal of the door in words; after a deed, the account as it is now. */
static enum outcome after(struct web_request *q, const struct staff *s, enum outcome o,
                          const char *done, struct web_answer *out, struct fault *f)
{
    if (o == NEVER && f->code == EXIT_DATA) {
        q->trouble = 409;
        q->notice = "Det går inte: kontot är ditt eget, eller den sista administratörens.";
        return desk_staff(q, out, f);
    }
    if (o == DONE)
        web_go(q, place_of(q, s->id, arena_printf(q->arena, "?klart=%s", done)), out);
    return o;
}

enum outcome desk_staff_role_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct staff s;
    bool there;
    enum outcome o = load(q, &s, &there, out, f);
    if (o != DONE || !there)
        return o;
    o = lending_staff_role(q->house, q->arena, web_actor(q), s.name, form_given(&q->form, "roll"),
                           f);
    return after(q, &s, o, "roll", out, f);
}

enum outcome desk_staff_app_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct staff s;
    bool there;
    enum outcome o = load(q, &s, &there, out, f);
    if (o != DONE || !there)
        return o;
    o = lending_staff_reset(q->house, q->arena, web_actor(q), s.name, f);
    return after(q, &s, o, "app", out, f);
}

enum outcome desk_staff_close_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct staff s;
    bool there;
    enum outcome o = load(q, &s, &there, out, f);
    if (o != DONE || !there)
        return o;
    o = lending_staff_disable(q->house, q->arena, web_actor(q), s.name, true, f);
    return after(q, &s, o, "stang", out, f);
}

enum outcome desk_staff_password_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    struct staff s;
    const char *password;
    bool there;
    enum outcome o = load(q, &s, &there, out, f);
    if (o != DONE || !there)
        return o;
    if (!pace_turn(q->pace, clock_ticks()))
        return busy(q, desk_staff, out, f);
    o = lending_staff_first(q->house, q->arena, web_actor(q), s.name, &password, f);
    return o == DONE ? show_password(q, s.name, password, out, f) : o;
}

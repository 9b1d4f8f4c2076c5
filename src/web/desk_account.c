/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /personal/mitt-konto: one's own password and recovery codes. The password that is there is asked
 * for first, by the login's own pace: an open browser that was left behind changes nothing.
 *
 * Who was let in by a first password sees this page alone until another has been chosen.
 */
#include <string.h>

#include "base/text.h"
#include "desk.h"
#include "lending/staff.h"
#include "pace.h"

static const char PLACE[] = "/personal/mitt-konto";

const struct field account_asks[] = {
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart"},
    {0},
};
const struct field own_password_fields[] = {
    {"gammalt", FIELD_SECRET, .needed = true, .sv = "Lösenordet du har nu",
     .autocomplete = "current-password"},
    {"nytt", FIELD_SECRET, .needed = true, .sv = "Nytt lösenord",
     .hint_sv = "Minst tolv tecken. Flera ord efter varandra är lätta att minnas.",
     .autocomplete = "new-password"},
    {"igen", FIELD_SECRET, .needed = true, .sv = "Det nya en gång till",
     .autocomplete = "new-password"},
    {0},
};
const struct field own_codes_fields[] = {
    {"losenord", FIELD_SECRET, .needed = true, .sv = "Ditt lösenord",
     .autocomplete = "current-password"},
    {0},
};

/* ---- The page ---- */

/* The refused form is the page's own, for its summary. */
static void add_form(struct web_request *q, json_t *view, const char *name, const char *path,
                     const struct field *fields)
{
    struct form form = web_form_of(q, fields);
    json_t *shown = web_form(q, arena_printf(q->arena, "%s/%s", PLACE, path), &form);
    json_object_set_new(view, name, json_pack("{s:o}", "form", shown));
    if (q->form.fields == fields)
        json_object_set(view, "form", shown);
}

enum outcome desk_account(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct second_factor factor;
    enum outcome o = factors_load(q->house->db, q->arena, q->session.staff_id, &factor, f);
    if (o != DONE)
        return o;
    json_t *view =
        json_pack("{s:s, s:s, s:s, s:I, s:b}", "name", q->session.name, "email", q->session.email,
                  "role", desk_role_name(q->session.role), "codes_left",
                  (json_int_t)factor.codes_left, "first", q->session.first);
    add_form(q, view, "password", "losenord", own_password_fields);
    if (!q->session.first)
        add_form(q, view, "codes", "koder", own_codes_fields);
    if (strcmp(web_asked(q, "klart"), "losenord") == 0)
        desk_add_done(q, view,
                      "Lösenordet är bytt. Var du inloggad någon annanstans är du det "
                      "inte längre.");
    return web_show(q, "desk-account", q->session.first ? "Välj ditt lösenord" : "Mitt konto", view,
                    out, f);
}

static enum outcome refuse(struct web_request *q, unsigned status, const char *notice,
                           struct web_answer *out, struct fault *f)
{
    q->trouble = status;
    q->notice = notice;
    return desk_account(q, out, f);
}

/* ---- The password that is there ---- */

/* *refused 0: it is the one. A wrong one stands as a fault of the field. */
static enum outcome ask_password(struct web_request *q, const char *field, unsigned *refused,
                                 const char **notice, struct fault *f)
{
    struct staff s;
    *notice = NULL;
    *refused = pace_wait(q->pace, q->session.name, &q->client, clock_ticks()) > 0 ? 429
               : !pace_turn(q->pace, clock_ticks())                               ? 503
                                                                                  : 0;
    if (*refused) {
        *notice =
            *refused == 429
                ? "Det har blivit fel flera gånger. Vänta några minuter och försök sedan igen."
                : "Flera loggar in på en gång. Försök igen om en liten stund.";
        return DONE;
    }
    enum outcome o = staff_load(q->house->db, q->arena, q->session.staff_id, &s, f);
    if (o == DONE && !password_matches(s.password_hash, form_given(&q->form, field))) {
        pace_failed(q->pace, q->session.name, &q->client, clock_ticks());
        form_fault(&q->form, field, "Lösenordet stämmer inte.");
        *refused = 422;
    }
    return o;
}

/* Passwords leave the memory once they have been used. */
static void wipe(struct web_request *q)
{
    for (size_t i = 0; i < q->form.count; i++)
        if (q->form.values[i] && q->form.fields[i].type == FIELD_SECRET)
            explicit_bzero((char *)q->form.values[i], strlen(q->form.values[i]));
}

/* ---- A new password ---- */

static void check_new(struct web_request *q)
{
    const char *new = form_given(&q->form, "nytt");
    if (!text_is_utf8(new, strlen(new)))
        form_fault(&q->form, "nytt", "Lösenordet går inte att läsa. Skriv det med vanliga tecken.");
    else if (text_length(new) < PASSWORD_LEAST)
        form_fault(&q->form, "nytt",
                   arena_printf(q->arena, "Lösenordet är för kort: det behöver minst %d tecken.",
                                PASSWORD_LEAST));
    else if (strcmp(new, form_given(&q->form, "gammalt")) == 0)
        form_fault(&q->form, "nytt", "Välj ett annat lösenord än det du har nu.");
    else if (strcmp(new, form_given(&q->form, "igen")) != 0)
        form_fault(&q->form, "igen", "De två är inte lika. Skriv det nya lösenordet igen.");
}

/* All sessions of theirs end; this browser goes on in a new one. */
static enum outcome change(struct web_request *q, const char *hash, struct fault *f)
{
    static const char label[] = "own password";
    struct db *db = q->house->db;
    enum outcome o = db_begin_around(db, label, f);
    if (o != DONE)
        return o;
    o = lending_staff_password(q->house, q->arena, web_actor(q), q->session.name, hash, f);
    if (o == DONE)
        o = session_pass(q, f);
    o = db_end(db, label, o, f);
    if (o != DONE)
        q->new_desk_cookie = NULL;
    return o;
}

enum outcome desk_own_password_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    unsigned refused = 0;
    const char *notice = NULL;
    bool first = q->session.first;
    check_new(q);
    if (q->form.fault_count > 0)
        return refuse(q, 422, NULL, out, f);
    enum outcome o = ask_password(q, "gammalt", &refused, &notice, f);
    if (o != DONE)
        return o;
    if (refused)
        return refuse(q, refused, notice, out, f);
    const char *hash = password_hash(q->arena, form_given(&q->form, "nytt"));
    wipe(q);
    o = change(q, hash, f);
    if (o == DONE)
        web_go(q, first ? "/personal" : arena_printf(q->arena, "%s?klart=losenord", PLACE), out);
    return o;
}

/* ---- New recovery codes ---- */

enum outcome desk_own_codes_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    unsigned refused = 0;
    const char *notice = NULL, *codes[RECOVERY_CODES];
    enum outcome o = ask_password(q, "losenord", &refused, &notice, f);
    if (o != DONE)
        return o;
    if (refused)
        return refuse(q, refused, notice, out, f);
    wipe(q);
    o = lending_staff_recovery(q->house, q->arena, q->session.staff_id, codes, f);
    return o == DONE
               ? desk_show_codes(q, codes, "De gamla koderna gäller inte längre.", PLACE, out, f)
               : o;
}

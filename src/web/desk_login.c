/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Logging in at the desk: name and password, then the second factor, or its enrolment the first
 * time; and logging out.
 *
 * An unknown name costs as much as a wrong password and is told in the same words. A wrong code
 * counts, committed before the answer is given: five end the session, and fifty in all close the
 * codes of a member of staff whose password somebody has; the recovery codes, which nobody can
 * guess, open even then.
 */
#include <string.h>

#include "base/text.h"
#include "base/totp.h"
#include "desk.h"
#include "lending/staff.h"
#include "pace.h"
#include "store/audit.h"

const struct field login_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn", .en = "Name",
     .autocomplete = "username"},
    {"password", FIELD_SECRET, .needed = true, .sv = "Lösenord", .en = "Password",
     .autocomplete = "current-password"},
    {0},
};
const struct field second_fields[] = {
    {"code", FIELD_TEXT, .needed = true, .max = 40, .sv = "Kod", .en = "Code",
     .hint_sv = "Sex siffror från appen, eller en av dina reservkoder.",
     .hint_en = "Six figures from the app, or one of your recovery codes.",
     .autocomplete = "one-time-code"},
    {0},
};
const struct field enrol_fields[] = {
    {"code", FIELD_CODE, .needed = true, .sv = "Koden som appen visar nu",
     .en = "The code that the app shows now", .autocomplete = "one-time-code"},
    {0},
};

/* ---- Where to afterwards: pages of the desk only ---- */

/* A refused form's address keeps "till" behind its "?", which no table of fields has read. */
static const char *wanted(const struct web_request *q)
{
    for (size_t i = 0; i < q->query_count; i++)
        if (strcmp(q->query[i].name, "till") == 0 && q->query[i].len < 500)
            return web_own_path(q->query[i].value);
    return "/personal";
}

static const char *with_wanted(struct web_request *q, const char *path)
{
    const char *to = wanted(q);
    return strcmp(to, "/personal") == 0
               ? path
               : arena_printf(q->arena, "%s?till=%s", path, web_encode(q->arena, to));
}

static json_t *form_at(struct web_request *q, const char *path, const struct form *form)
{
    json_t *view = web_form(q, path, form);
    json_object_set_new(view, "action", json_string(with_wanted(q, path)));
    return view;
}

/* ---- Name and password ---- */

enum outcome desk_login(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, login_fields);
    json_t *view = json_pack("{s:o}", "form", form_at(q, "/personal/logga-in", &form));
    return web_show(q, "desk-login", "Logga in", view, out, f);
}

static enum outcome refuse(struct web_request *q, unsigned status, const char *notice,
                           web_handler *show, struct web_answer *out, struct fault *f)
{
    q->trouble = status;
    q->notice = notice;
    return show(q, out, f);
}

/* s->id stays 0 when name and password do not belong to anybody who may log in. */
static enum outcome check_password(struct web_request *q, const char *name, const char *password,
                                   struct staff *s, struct fault *f)
{
    struct staff found = {0};
    memset(s, 0, sizeof *s);
    enum outcome o = staff_by_name(q->house->db, q->arena, name, &found, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        password_hash(q->arena, password);
        return DONE;
    }
    bool over = found.first_until >= 0 && found.first_until <= clock_now(&q->house->clock);
    if (o == DONE && password_matches(found.password_hash, password) && !found.disabled && !over)
        *s = found;
    return o;
}

static enum outcome wait_first(struct web_request *q, int64_t wait, struct web_answer *out,
                               struct fault *f)
{
    int64_t seconds = (wait + 999) / 1000;
    return refuse(q, 429,
                  seconds > 90 ? arena_printf(q->arena,
                                              "Det har blivit fel flera gånger. Vänta %lld minuter "
                                              "och försök sedan igen.",
                                              (long long)(seconds + 59) / 60)
                               : arena_printf(q->arena,
                                              "Det har blivit fel flera gånger. Vänta %lld "
                                              "sekunder och försök sedan igen.",
                                              (long long)seconds),
                  desk_login, out, f);
}

enum outcome desk_login_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *name = form_given(&q->form, "name");
    char *password = arena_strdup(q->arena, form_given(&q->form, "password"));
    struct staff s;
    int64_t wait = pace_wait(q->pace, name, &q->client, clock_ticks());
    if (wait > 0)
        return wait_first(q, wait, out, f);
    if (!pace_turn(q->pace, clock_ticks()))
        return refuse(q, 503, "Flera loggar in på en gång. Försök igen om en liten stund.",
                      desk_login, out, f);
    enum outcome o = check_password(q, name, password, &s, f);
    explicit_bzero(password, strlen(password));
    if (o != DONE)
        return o;
    if (s.id == 0) {
        pace_failed(q->pace, name, &q->client, clock_ticks());
        return refuse(q, 422, "Namnet eller lösenordet stämmer inte.", desk_login, out, f);
    }
    o = session_begin(q, s.id, f);
    if (o == DONE)
        web_go(q, with_wanted(q, "/personal/kod"), out);
    return o;
}

/* ---- The second factor ---- */

static enum outcome trail(struct web_request *q, const char *event, struct fault *f)
{
    return audit_add(q->house->db, q->arena,
                     &(struct audit_entry){.actor = web_actor(q),
                                           .event = event,
                                           .subject = web_actor(q),
                                           .now = clock_now(&q->house->clock),
                                           .random = q->house->random},
                     f);
}

enum outcome desk_second(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct second_factor factor;
    enum outcome o = factors_load(q->house->db, q->arena, q->session.staff_id, &factor, f);
    if (o != DONE)
        return o;
    if (!factor.secret) {
        web_go(q, with_wanted(q, "/personal/tvafaktor"), out);
        return DONE;
    }
    struct form form = web_form_of(q, second_fields);
    json_t *view = json_pack("{s:o, s:b}", "form", form_at(q, "/personal/kod", &form), "closed",
                             factor.faults >= SESSION_FAULTS);
    return web_show(q, "desk-code", "Visa att det är du", view, out, f);
}

/* A recovery code as it is kept: without what is written to make it readable. */
static const char *recovery_of(struct web_request *q, const char *typed)
{
    char *out = arena_alloc(q->arena, strlen(typed) + 1), *to = out;
    for (const char *at = text_fold(q->arena, typed); *at; at++)
        if (*at != ' ' && *at != '-')
            *to++ = *at;
    return strlen(out) == RECOVERY_CHARS ? out : NULL;
}

static enum outcome use_code(struct web_request *q, const char *typed, bool *right,
                             const char **event, struct fault *f)
{
    struct second_factor factor;
    unsigned char secret[TOTP_BYTES];
    int64_t step;
    instant now = clock_now(&q->house->clock);
    const char *recovery = recovery_of(q, typed);
    enum outcome o = factors_load(q->house->db, q->arena, q->session.staff_id, &factor, f);
    *right = false;
    *event = recovery ? "recovery_code_used" : "logged_in";
    if (o == DONE && recovery)
        return recovery_use(q->house->db, q->arena, q->session.staff_id,
                            sha256_text(q->arena, recovery), now, right, f);
    if (o == DONE && factor.secret && factor.faults < SESSION_FAULTS &&
        totp_secret_read(factor.secret, secret) &&
        totp_matches(secret, form_given(&q->form, "code"), now, factor.step, &step))
        o = factors_use(q->house->db, q->session.staff_id, step, right, f);
    return o;
}

static enum outcome note_wrong_code(struct web_request *q, struct fault *f)
{
    enum outcome o = factors_fault(q->house->db, q->session.id, q->session.staff_id, f);
    if (o == DONE && q->session.tries + 1 >= SESSION_TRIES)
        o = sessions_end(q->house->db, q->arena, q->session.id, clock_now(&q->house->clock), f);
    return o;
}

static enum outcome finish(struct web_request *q, const char *label, enum outcome o,
                           struct fault *f)
{
    o = db_end(q->house->db, label, o, f);
    if (o != DONE)
        q->new_desk_cookie = NULL;
    return o;
}

static enum outcome after_code(struct web_request *q, bool right, struct web_answer *out,
                               struct fault *f)
{
    if (right) {
        pace_passed(q->pace, q->session.name, &q->client);
        web_go(q, wanted(q), out);
        return DONE;
    }
    pace_failed(q->pace, q->session.name, &q->client, clock_ticks());
    if (q->session.tries + 1 >= SESSION_TRIES) {
        q->new_desk_cookie = "";
        web_go(q, with_wanted(q, "/personal/logga-in"), out);
        return DONE;
    }
    form_fault(&q->form, "code",
               "Koden stämmer inte. Vänta tills appen visar en ny, och skriv den.");
    return refuse(q, 422, NULL, desk_second, out, f);
}

enum outcome desk_second_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    static const char label[] = "second factor";
    const char *event;
    bool right = false;
    char *typed = arena_strdup(q->arena, form_given(&q->form, "code"));
    enum outcome o = db_begin(q->house->db, label, f);
    if (o != DONE)
        return o;
    o = use_code(q, typed, &right, &event, f);
    if (o == DONE)
        o = right ? trail(q, event, f) : note_wrong_code(q, f);
    if (o == DONE && right)
        o = session_pass(q, f);
    o = finish(q, label, o, f);
    return o == DONE ? after_code(q, right, out, f) : o;
}

/* ---- Enrolment ---- */

/* The secret offered hangs on the session, so that showing it writes nothing. */
static void offered(const struct web_request *q, unsigned char secret[TOTP_BYTES])
{
    static const char what[] = "second factor";
    unsigned char hash[SHA256_BYTES];
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, q->key, GUARD_KEY);
    sha256_add(&h, what, sizeof what);
    sha256_add(&h, q->session.token_hash, strlen(q->session.token_hash));
    sha256_end(&h, hash);
    memcpy(secret, hash, TOTP_BYTES);
    explicit_bzero(hash, sizeof hash);
}

/* In groups of four, which are easier to copy by hand. */
static char *in_groups(struct arena *a, const char *text)
{
    size_t len = strlen(text), at = 0;
    char *out = arena_alloc(a, len + len / 4 + 1);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = ' ';
        out[at++] = text[i];
    }
    return out;
}

enum outcome desk_enrol(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct second_factor factor;
    unsigned char secret[TOTP_BYTES];
    enum outcome o = factors_load(q->house->db, q->arena, q->session.staff_id, &factor, f);
    if (o != DONE)
        return o;
    if (factor.secret) {
        web_go(q, with_wanted(q, "/personal/kod"), out);
        return DONE;
    }
    offered(q, secret);
    const char *text = totp_secret_text(q->arena, secret);
    const char *issuer = web_encode(q->arena, q->house->settings->library.name);
    struct form form = web_form_of(q, enrol_fields);
    json_t *view =
        json_pack("{s:o, s:s, s:s}", "form", form_at(q, "/personal/tvafaktor", &form), "secret",
                  in_groups(q->arena, text), "link",
                  arena_printf(q->arena, "otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer,
                               web_encode(q->arena, q->session.name), text, issuer));
    return web_show(q, "desk-enrol", "Koppla en app till ditt konto", view, out, f);
}

static enum outcome enrol(struct web_request *q, const unsigned char secret[TOTP_BYTES],
                          int64_t step, const char *codes[RECOVERY_CODES], struct fault *f)
{
    static const char label[] = "enrol";
    bool took = false;
    enum outcome o = db_begin(q->house->db, label, f);
    if (o != DONE)
        return o;
    o = factors_enrol(q->house->db, q->session.staff_id, totp_secret_text(q->arena, secret), step,
                      &took, f);
    if (o == DONE && !took)
        o = fault_set(f, AGAIN, EXIT_TRY_AGAIN, "enrolled in another session meanwhile");
    if (o == DONE)
        o = lending_staff_recovery(q->house, q->arena, q->session.staff_id, codes, f);
    if (o == DONE)
        o = trail(q, "second_factor_enrolled", f);
    if (o == DONE)
        o = session_pass(q, f);
    return finish(q, label, o, f);
}

/* In clear they are on this page and nowhere else. */
enum outcome desk_show_codes(struct web_request *q, const char *const *codes, const char *words,
                             const char *onward, struct web_answer *out, struct fault *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        json_array_append_new(list, json_string(codes[i]));
    return web_show(q, "desk-recovery", "Dina reservkoder",
                    json_pack("{s:o, s:s, s:s}", "codes", list, "words", words, "onward", onward),
                    out, f);
}

enum outcome desk_enrol_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    unsigned char secret[TOTP_BYTES];
    int64_t step;
    offered(q, secret);
    if (!totp_matches(secret, form_given(&q->form, "code"), clock_now(&q->house->clock), 0,
                      &step)) {
        form_fault(&q->form, "code",
                   "Koden stämmer inte. Se efter att nyckeln är rätt avskriven och att telefonens "
                   "klocka går rätt.");
        return refuse(q, 422, NULL, desk_enrol, out, f);
    }
    const char *codes[RECOVERY_CODES];
    enum outcome o = enrol(q, secret, step, codes, f);
    if (o != DONE)
        return o;
    pace_passed(q->pace, q->session.name, &q->client);
    return desk_show_codes(q, codes, "Appen är kopplad, och du är inloggad.", wanted(q), out, f);
}

enum outcome desk_logout_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum outcome o = session_end(q, f);
    if (o == DONE)
        web_go(q, "/personal/logga-in", out);
    return o;
}

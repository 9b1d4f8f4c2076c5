/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The desk's craft: who of the staff asks, the frame of its pages, what is looked at; and the list
 * of its pages. Private to web/.
 *
 * A page of the desk is a row in routes.c with WHO_STAFF and the least role that may (DESK,
 * DESK_ASKS, DESK_FORM), a handler in desk_*.c, and a template desk-*.html. Its handler finds who
 * asks in q->session, what stands in the path in q->token and q->part, and what the address asks
 * for by web_asked().
 */
#ifndef LEVANDE_WEB_DESK_H
#define LEVANDE_WEB_DESK_H

#include "craft.h"

/* ---- Sessions (session.c) ---- */

enum {
    SESSION_HOURS = 12,  /* however busy it is */
    SESSION_IDLE = 60,   /* minutes */
    SESSION_HALF = 15,   /* minutes, until the second factor is shown */
    SESSION_TRIES = 5,   /* wrong codes in one session */
    SESSION_FAULTS = 50, /* wrong codes in all, until staff reset */
};

/* q->session by the cookie; its id 0: nobody's that stands. A cookie that holds is made new. */
enum outcome session_find(struct web_request *q, struct fault *f);
/* Does the cookie hold a seal of ours? Asks no book. */
bool session_held(struct web_request *q);
/* To the login, or to the second factor, and back here afterwards. */
void session_ask(struct web_request *q, struct web_answer *out);

/* Begins one with the password given; its cookie goes with the answer. */
enum outcome session_begin(struct web_request *q, int64_t staff_id, struct fault *f);
/*
 * The second factor was shown: the session goes on under a new name. In the caller's transaction,
 * which is committed before the answer.
 */
enum outcome session_pass(struct web_request *q, struct fault *f);
/* Ends it in the book, and its cookie. */
enum outcome session_end(struct web_request *q, struct fault *f);

/* ---- Who asks ---- */

/* May the one who is logged in do what this role may? Nobody before the password is their own. */
bool web_may(const struct web_request *q, enum desk_role least);
/* As the trail names them: "staff:3". */
const char *web_actor(const struct web_request *q);
/* Whose form it is: the session, or the link; "" of a page that is open to all. */
const char *web_holder(const struct web_request *q);

/* ---- The access log (access.c) ---- */

/*
 * Notes that this member of staff looks at these people's data ("P12", "P12 P40", "A3"): before the
 * answer is made, and no note, no look.
 */
enum outcome web_looked_at(struct web_request *q, const char *whom, struct fault *f);

/* ---- The frame (desk_frame.c) ---- */

/* Is it a page of the desk? Its words are Swedish. */
bool desk_is(const struct web_request *q);
void desk_speak(struct web_request *q);
/* "handläggare" of "staff". */
const char *desk_role_name(const char *role);
/* "desk": navigation, who is logged in, and the form to log out. */
void desk_add_frame(struct web_request *q, json_t *view);
/* What a page of the desk says once, after a form was taken: "?klart=sparat". Adds "done". */
void desk_add_done(struct web_request *q, json_t *view, const char *words);

/* ---- Addresses (desk_frame.c) ---- */

/* A page of the desk is itself; all else, which somebody may have slipped in, the desk's first. */
const char *web_own_path(const char *path);
/* Encoded for a query. */
char *web_encode(struct arena *a, const char *text);
/*
 * This page with what it was asked for, in which `name` is now `value`; NULL or "" takes it away.
 * For links to the next page of a list, another order, one filter less.
 */
char *web_here(const struct web_request *q, const char *name, const char *value);

/* ---- Pages ---- */

web_handler desk_login, desk_login_take, desk_second, desk_second_take, desk_enrol, desk_enrol_take,
    desk_logout_take;

extern const struct field login_fields[], second_fields[], enrol_fields[];
extern const struct field start_asks[], task_done_fields[];
web_handler desk_start, desk_waits, desk_task_done_take;

/* Recovery codes, shown once; `words` say what has just been done. */
enum outcome desk_show_codes(struct web_request *q, const char *const *codes, const char *words,
                             const char *onward, struct web_answer *out, struct fault *f);
/* One's own account (desk_account.c). */
extern const struct field account_asks[], own_password_fields[], own_codes_fields[];
web_handler desk_account, desk_own_password_take, desk_own_codes_take;

extern const struct field letter_fields[];
web_handler desk_letter, desk_letter_pdf, desk_letter_take;

extern const struct field cases_asks[], case_asks[], act_asks[], act_fields[], matches_asks[];
web_handler desk_matches, desk_match_take;
web_handler desk_cases, desk_case, desk_act, desk_act_take;
web_handler desk_mail, desk_mail_file, desk_mail_take;

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The web craft: requests, routes, forms, answers. Private to web/.
 *
 * A request goes through one table (routes.c): path and method, who may, which fields, and the
 * handler, which sees a form only when every field of it has been found good. Nothing here knows
 * the server library but server.c.
 */
#ifndef LEVANDE_WEB_CRAFT_H
#define LEVANDE_WEB_CRAFT_H

#include <jansson.h>

#include "house.h"
#include "lending/web.h"
#include "store/associations.h"
#include "store/desk.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/signups.h"

/* ---- Forms (form.c) ---- */

enum field_type {
    FIELD_TEXT,   /* one line; max: characters */
    FIELD_LINES,  /* several lines; max: characters */
    FIELD_CHOICE, /* one of choices, in a list */
    FIELD_RADIO,  /* one of choices, each shown */
    FIELD_SCALE,  /* 1 to 5; choices are the words at its two ends */
    FIELD_AREA,   /* an id of the area file */
    FIELD_NUMBER, /* whole, from min to max */
    FIELD_DATE,   /* YYYY-MM-DD */
    FIELD_TIME,   /* HH:MM */
    FIELD_EMAIL,
    FIELD_PHONE,
    FIELD_TICK,   /* "yes" or not sent */
    FIELD_PICKS,  /* people, by "P12": sent once for each, joined by spaces; a page shows its own */
    FIELD_CODE,   /* six figures */
    FIELD_SECRET, /* a password: taken as it is, and never shown again */
    FIELD_FILE,   /* a file's content, of any bytes but NUL; max: KiB. Its form is multipart */
};

struct choice {
    const char *value, *sv, *en;
};

struct field {
    const char *name; /* NULL ends a table of fields */
    enum field_type type;
    bool needed;
    bool narrow; /* stands beside its neighbours where there is room */
    int min, max;
    const struct choice *choices; /* ended by a NULL value */
    const char *sv, *en;          /* the label */
    const char *hint_sv, *hint_en;
    const char *easy, *hint_easy; /* label and hint in easy-to-read Swedish; NULL: as in Swedish */
    const char *autocomplete;
    const char *group_sv, *group_en; /* on the first field of a group: its legend */
};

/* A pair as the server library gives it: decoded, of any bytes. */
struct pair {
    const char *name;
    const char *value;
    size_t len;
    bool file; /* it came as a file */
};

struct form {
    const struct field *fields;
    size_t count;
    const char **values; /* beside fields; NULL: not sent */
    const char **faults; /* beside fields; NULL: good */
    size_t fault_count;
    bool sent;         /* values come from the sender */
    bool strange;      /* a field that the table does not know, or one sent twice */
    const char *token; /* against forgery; NULL: none came */
};

/* A form of these fields, with nothing in it. */
struct form form_empty(struct arena *a, const struct field *fields);

/*
 * Reads what was sent and checks it by the table; what is wrong is said in `faults`, in plain words
 * of the language, and what was typed is kept. areas and english: for choices and words.
 */
struct form form_read(struct arena *a, const struct field *fields, const struct pair *pairs,
                      size_t count, const struct areas *areas, bool english);

/* The value, "" where nothing was sent or there is no such field. */
const char *form_given(const struct form *form, const char *name);
bool form_has(const struct form *form, const char *name);
/* Puts a value where nothing was sent (a form that is shown for the first time). */
void form_fill(struct form *form, const char *name, const char *value);
/* A form of some of these fields alone, by their names separated by spaces. */
struct form form_pick(struct arena *a, const struct form *form, const char *names);
/* Adds a fault that only several fields together show. */
void form_fault(struct form *form, const char *name, const char *words);

/* What is needed and not there yet is no fault of a form that is not done. */
void form_forgive(struct form *form);

/* "form" of a view: action, token, notice, groups of fields, faults for the summary. */
json_t *form_view(struct arena *a, const struct form *form, const struct areas *areas,
                  const char *language);

/* ---- Limits (limits.c) ---- */

struct client {
    unsigned char bytes[16]; /* IPv6, or IPv4 mapped into it; the host part of IPv6 is zero */
    bool loopback;           /* this machine itself, and no proxy that speaks for another */
    bool machine;            /* that, and from no address of a proxy, whoever it speaks for */
};

/* What a request costs of its address's bucket. */
enum cost { COST_LOOK = 1, COST_FORM = 6, COST_WRONG_LINK = 12 };

struct limits; /* a fixed table of token buckets */
struct limits *limits_new(struct random_source random);
void limits_free(struct limits **limits);
/* Takes from the bucket; false when it is empty. now_ms: of a clock that never jumps. */
bool limits_take(struct limits *limits, const struct client *client, int cost, int64_t now_ms);
/* One of the letters that this network may have us send to anybody. */
enum { LETTERS_AN_HOUR = 20 };
bool limits_take_letter(struct limits *limits, const struct client *client, int64_t now_ms);

/*
 * Who asks. peer: the address text of the connection; forwarded: the X-Forwarded-For header or
 * NULL, believed only from trusted networks ("10.0.0.0/8 ::1"), from the right.
 */
struct client client_of(struct arena *a, const char *peer, const char *forwarded,
                        const char *trusted);

/* ---- Tokens against forgery (guard.c) ---- */

enum { GUARD_KEY = 32, GUARD_HOURS = 12 };

/* The key of the book, made when there is none: a restart does not break forms that are open. */
enum outcome guard_key(const struct house *house, unsigned char key[GUARD_KEY], struct fault *f);

/* A token for a form on this path, for whoever holds this link or session. */
char *guard_make(struct arena *a, const unsigned char key[GUARD_KEY], const char *path,
                 const char *session, instant now);
bool guard_holds(struct arena *a, const unsigned char key[GUARD_KEY], const char *path,
                 const char *session, instant now, const char *token);

/* What is kept at the guest's side: sealed with what it is and whose, until then. */
char *guard_seal(struct arena *a, const unsigned char key[GUARD_KEY], const char *what,
                 const char *session, instant until);
/* Is it one that holds now, and for no longer than `longest`? *until: as it says. */
bool guard_sealed(struct arena *a, const unsigned char key[GUARD_KEY], const char *what,
                  const char *session, instant now, instant longest, const char *seal,
                  instant *until);

/* ---- Requests and answers ---- */

struct pace;       /* of logins: pace.h */
struct access_log; /* access.h */
struct memo;       /* memo.h */

struct web_request {
    const struct house *house;
    const unsigned char *key; /* of the guard */
    struct limits *limits;
    struct arena *arena;
    const char *method, *path; /* decoded by the server; without ".json" */
    bool json;
    bool too_large; /* the body was, and has been thrown away */
    bool forwarded; /* a proxy speaks for another */
    struct client client;
    const char *cookie;       /* our cookie's value, if it is well formed; else NULL */
    const char *new_cookie;   /* its value from this answer on; NULL: it stays */
    const char *wished;       /* ?lang=…: "sv", "sv-lattlast", "en" or NULL */
    const char *remembered;   /* the language that this browser wished for before; NULL: none */
    const char *new_language; /* what it remembers from this answer on; NULL: as before */
    const char *language;     /* of the page: wished, remembered, the party's, or the library's */
    const struct pair *pairs;
    size_t pair_count;
    const struct pair *query; /* behind the "?" of the address */
    size_t query_count;
    bool takes_packed;           /* the browser unpacks what gzip has packed */
    const char *has;             /* tags of what it has from before; NULL: nothing */
    bool foreign;                /* the browser says that another site sent the form */
    const char *desk_cookie;     /* of a session of the staff; NULL: none */
    const char *new_desk_cookie; /* its value from this answer on; "": it is taken away */
    struct pace *pace;
    struct access_log *access;
    struct memo *memo;

    /* Settled by the table: */
    const struct web_route *route;
    const char *token;              /* in the path, where TOKEN stands; NULL: none */
    const char *part;               /* where PART stands behind it; NULL: none */
    struct form asked;              /* of a route that asks: what the address says */
    struct staff_session session;   /* of staff; id 0: nobody is logged in */
    struct token link;              /* what the book knows of it */
    struct person person;           /* of a link to a person */
    struct association association; /* of a link to an association */
    struct draft draft;             /* of a link to a draft; id 0: it is none */
    struct signup signup;           /* of a link to a sign-up; id 0: it is none, or over */
    struct form form;
    unsigned trouble;   /* the form was refused with this status; 0: no */
    const char *notice; /* trouble in words */
};

struct web_answer {
    unsigned status;
    const char *type;
    const char *body;
    size_t len;
    const char *location; /* of a redirect */
    const char *file;     /* the name under which it is kept; NULL: it is shown */
    const char *allow;    /* of a 405 */
    bool retry;           /* Retry-After */
    const char *packed;   /* the body by gzip, where that was made beforehand; else NULL */
    size_t packed_len;
    bool kept; /* by the browser, for as long as its address is named */
};

typedef enum outcome web_handler(struct web_request *q, struct web_answer *out, struct fault *f);

enum who {
    WHO_ALL,
    WHO_LINK,    /* who holds a personal link of one of these purposes and parties */
    WHO_MACHINE, /* this machine itself, or staff */
    WHO_STAFF,   /* who is logged in at the desk, and may do as much as the route's role */
    WHO_HALF,    /* who has given a password there, and no second factor yet */
};

/* What a member of staff may do at the desk: each may all that those before it may. */
enum desk_role { ROLE_READER, ROLE_STAFF, ROLE_ADMIN };

struct web_route {
    const char *method, *path; /* "/svar/TOKEN/…", "/personal/…/TOKEN/…/PART" */
    enum who who;
    enum desk_role role;            /* of WHO_STAFF: the least that may */
    const struct field *asks;       /* of a GET: what its address may ask for, "?state=…" */
    const char *purposes, *parties; /* of WHO_LINK: "answer person", "PA" */
    web_handler *handle;
    const struct field *fields;           /* of a POST */
    void (*check)(struct web_request *q); /* what several fields together must be; or NULL */
    const char *form_path; /* of a POST: where its form is shown, when not on its own path */
    bool no_token;         /* a mail program posts here, which cannot know a form token */
    bool free;             /* costs nothing */
    bool still;            /* of a GET: alike for all who may, until something is changed */
    bool own_words;        /* all that its page says is ours, or its reader's own */
    bool own;              /* of WHO_STAFF: open also before the password is one's own */
    bool by_itself;        /* a page asks this while nobody does: no session lasts longer for it */
    bool upload;           /* takes a file of up to two MiB, from who is logged in */
    bool half;  /* the form of form_path, not done yet: what is needed may lack; nothing is kept */
    bool mails; /* has us send a letter to whatever address is given */
};

extern const struct web_route web_routes[];
extern const size_t web_route_count;

/* Goes through the table; every fault becomes a page. */
void web_answer(struct web_request *q, struct web_answer *out);

/* May its body be large? Asked before the body is read. */
bool web_takes_file(struct web_request *q);

/* What the address asks for by this name of the route's `asks`; "" for nothing, or nothing good. */
const char *web_asked(const struct web_request *q, const char *name);

bool web_english(const struct web_request *q);
/* Easy-to-read Swedish. */
bool web_easy(const struct web_request *q);
/* The one of the two that the page's language wants. */
const char *web_word(const struct web_request *q, const char *sv, const char *en);
/* The one of the three; easy NULL: as in Swedish. */
const char *web_plain(const struct web_request *q, const char *sv, const char *easy,
                      const char *en);

/* ---- Showing (show.c) ---- */

/*
 * Shows config/pages/<page>.html (on English pages <page>-en.html where there is one), or the view
 * as JSON. Takes the reference. Adds what the frame needs, and the trouble of a refused form.
 */
enum outcome web_show(struct web_request *q, const char *page, const char *title, json_t *view,
                      struct web_answer *out, struct fault *f);

/* A page of a heading and a few words. */
enum outcome web_say(struct web_request *q, unsigned status, const char *title, const char *text,
                     struct web_answer *out, struct fault *f);

/* What went wrong, in plain words, by status. */
void web_fault_page(struct web_request *q, unsigned status, struct web_answer *out);

/* After a POST: go there and look (303). */
void web_go(struct web_request *q, const char *path, struct web_answer *out);

/* A form's view with action and token; the form is q's where its fields were sent. */
json_t *web_form(struct web_request *q, const char *action, const struct form *form);

/* The refused form, when it was of these fields; else an empty one of them. */
struct form web_form_of(const struct web_request *q, const struct field *fields);

/* A path with the link's token: web_at(q, "/svar/", ""). */
char *web_at(const struct web_request *q, const char *before, const char *after);

/* The party of the link as a number: 12 of "P12". */
int64_t web_party_id(const struct web_request *q);

/* ---- Codes (page_own.c) ---- */

/* Who is mailed a code: the link's person, "P12"; of a unit its request, "R7". */
const char *web_code_party(const struct web_request *q);
/* Tries the code in the form; a browser whose code passes gets a new cookie. */
enum outcome web_enter_code(struct web_request *q, enum code_state *state, struct fault *f);
/* Mails a code for this browser and goes back there; 429 in words when too many were asked for. */
enum outcome web_send_code(struct web_request *q, const char *back, struct web_answer *out,
                           struct fault *f);

/* ---- Pages ---- */

extern const struct field answer_fields[], nomination_fields[], request_fields[], facts_fields[],
    cancel_fields[], address_fields[], code_fields[], pause_fields[], no_fields[], paid_fields[],
    received_fields[], report_fields[], agreement_fields[], comment_fields[], accept_fields[],
    agreement_open_fields[], followup_person_fields[], followup_unit_fields[], advice_fields[],
    choose_fields[], withdraw_fields[];

web_handler page_home, page_home_en, page_asset, page_accessibility, page_personal_data,
    page_health, page_metrics;
web_handler page_asked, page_asked_take, page_nominate_take;
web_handler page_request, page_request_take, page_request_count_take, page_request_change,
    page_request_change_take, page_request_sent, page_link_sent;
/* Adds estimate and kind warnings of a request form to its page. */
void request_add_advice(struct web_request *q, const struct form *form, json_t *view);
web_handler page_case, page_case_take, page_confirm_take, page_cancel, page_cancel_take;
web_handler page_choose_code_take, page_choose_open_take, page_choose_take;
web_handler page_withdraw, page_withdraw_take;
web_handler page_unit_link, page_unit_link_take, page_own_link, page_own_link_take;
web_handler page_followup, page_followup_take;
web_handler page_agreement_open_take, page_agreement, page_agreement_code_take, page_agreement_pdf,
    page_accept_take;
web_handler page_change, page_change_take, page_comment_take;
web_handler page_pause, page_pause_take, page_own, page_own_take, page_code_take,
    page_own_open_take;
extern const struct field self_fields[], willing_fields[], own_open_fields[];
web_handler page_self_change, page_self_change_take, page_self_confirm_take, page_self_pause_take,
    page_self_go_on_take, page_self_willing_take, page_self_export, page_self_leave,
    page_self_leave_take;
extern const struct field meeting_fields[];
web_handler page_meeting, page_meeting_take, page_meeting_calendar;
void check_self(struct web_request *q);

web_handler page_payment, page_payment_take, page_paid_take, page_payment_csv, page_payment_pdf;

extern const struct field occasion_fields[], occasion_off_fields[];
web_handler page_occasions, page_occasion_take, page_occasion_off_take, page_calendar;
/* "times" of a page's view: the occasions that are not called off. */
struct occasion;
void web_add_times(struct web_request *q, const struct occasion *list, size_t count, json_t *view);

/* Checks of several fields together. */
void check_times(struct web_request *q);
void check_nominations(struct web_request *q), check_request(struct web_request *q),
    check_report(struct web_request *q);

/* ---- A request form as facts (request_facts.c) ---- */

/* What the form says, as facts, in the arena. The words of the description are in the language. */
void request_facts(struct arena *a, const struct areas *areas, const struct form *form,
                   bool english, struct page_request *out);
/* The form's values, as JSON: what a draft keeps; and back into an empty form. */
char *request_keep(struct arena *a, const struct form *form);
struct form request_recall(struct arena *a, const char *json);
/* What was filled in, as label and value. */
json_t *request_rows(struct arena *a, const struct areas *areas, const struct form *form,
                     bool english);

#endif

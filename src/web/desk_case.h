/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What can be done with a request at the desk. Private to web/.
 *
 * An act is a page with a form of its own, below the request's. What it does goes through the same
 * doors as the command line, in one transaction; letters that would follow are shown first, as they
 * will read, and may be worded anew, and only then does it happen.
 */
#ifndef LEVANDE_WEB_DESK_CASE_H
#define LEVANDE_WEB_DESK_CASE_H

#include "desk.h"
#include "flow.h"

struct act {
    const char *part;         /* in its address: "stall-in" */
    const char *title, *lead; /* of its page */
    const char *button;
    const char *fields, *needed; /* of act_fields, by name */
    const char *text;            /* what the field "text" is called here; NULL: as in the table */
    enum event_kind event;       /* it is offered while the rules take this event … */
    bool (*also)(const struct request *r); /* … and this holds; NULL: always */
    enum {
        PEOPLE_NONE,
        PEOPLE_ONE,
        PEOPLE_SOME,
        PEOPLE_FIRST, /* one, before the form: what it holds is theirs */
    } people;         /* whom it wants named … */
    bool (*among)(const json_t *view, const char *list, const json_t *one); /* … of these */
    enum outcome (*carry_out)(struct web_request *q, const struct request *r, struct fault *f);
    void (*fill)(struct web_request *q, const struct request *r, struct form *form);
    /* What else its page shows, of the one who was named first ("P12"); NULL: nothing. */
    enum outcome (*add)(struct web_request *q, const struct request *r, const char *who,
                        json_t *view, struct fault *f);
    const char *once; /* offered once the request has any of these: "placements"; NULL: always */
    bool quiet;       /* seldom needed: offered among the others */
};

extern const struct act acts[]; /* ended by a NULL part */
const struct act *act_named(const char *part);
bool act_is_offered(struct web_request *q, const struct act *act, const struct request *r);
/* The act that takes the request on from where it stands; NULL: it waits for somebody else. */
const struct act *act_next(const struct request *r);

/* What they do (desk_act_do.c); a field that is found wrong is said in the form. */
typedef enum outcome act_function(struct web_request *q, const struct request *r, struct fault *f);
act_function act_set_route, act_set_facts, act_ask_named, act_take_answer, act_nominate, act_choose,
    act_withdraw, act_accept, act_change_time, act_done, act_follow_up_unit, act_follow_up_person,
    act_write_letter, act_note, act_cancel, act_close_case;
/* What an occasion pays, and the agreement (desk_act_papers.c). */
act_function act_report_pay, act_paid, act_change_agreement;
void act_fill_pay(struct web_request *q, const struct request *r, struct form *form);
void act_fill_agreement(struct web_request *q, const struct request *r, struct form *form);
enum outcome act_add_versions(struct web_request *q, const struct request *r, const char *who,
                              json_t *view, struct fault *f);
void act_fill_facts(struct web_request *q, const struct request *r, struct form *form);
void act_fill_letter(struct web_request *q, const struct request *r, struct form *form);
enum outcome act_add_texts(struct web_request *q, const struct request *r, const char *who,
                           json_t *view, struct fault *f);

/* "/personal/forfragningar/LB-2027-0001", with "/vag" where part is given. */
char *act_path(struct arena *a, const char *number, const char *part);

/* The request that the path names; o NEVER EXIT_NO_INPUT: there is none. */
enum outcome case_load(struct web_request *q, struct request *r, struct fault *f);

/* ---- Letters before they go (desk_letters.c) ---- */

enum { WORDED_LETTERS = 8 };

struct letter_look {
    struct letter *before; /* what stood before the act */
    size_t before_count;
    json_t *letters;  /* what it would send: [{purpose, to, text, worded, name}] */
    const char *whom; /* the people that it would write to: "P12 P40" */
    const char *seen; /* what all of it amounts to, as a hash; "" where nothing is sent */
};
/* Before the act, and after it; within the transaction that holds it. */
enum outcome letters_before(struct web_request *q, const struct request *r,
                            struct letter_look *look, struct fault *f);
enum outcome letters_after(struct web_request *q, const struct request *r, struct letter_look *look,
                           struct fault *f);
/* Gives those that the form worded anew their words. */
enum outcome letters_word(struct web_request *q, const struct letter_look *look, struct fault *f);

#endif

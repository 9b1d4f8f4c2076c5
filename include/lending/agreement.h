/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement of a placement, as its parties and staff act on it: change, comment, accept.
 *
 * Each act names the version that it was made from. One that is no longer the newest is refused
 * before anything is done (AGREEMENT_STALE), so that nobody accepts, or writes over, what they
 * have not seen; the same act twice is one act (AGREEMENT_SAME).
 */
#ifndef LEVANDE_LENDING_AGREEMENT_H
#define LEVANDE_LENDING_AGREEMENT_H

#include "lending.h"
#include "view/agreement.h"

/* All of one placement's agreement; who is "P12". NEVER EXIT_NO_INPUT when there is none. */
enum outcome lending_agreement(const struct house *house, struct arena *a, int64_t request_id,
                               const char *who, struct agreement_case *out, struct fault *f);

struct agreement_act {
    int64_t request_id;
    const char *who;      /* whose agreement: "P12" */
    const char *party;    /* who speaks: unit | representative | staff */
    const char *actor;    /* as in the trail: "unit", "P12", "staff:NAME", "command" */
    const char *how;      /* of an acceptance: page | phone | paper */
    int version;          /* that it was made from; 0: the newest, whichever that is */
    const json_t *fields; /* a change: the texts that were written, by name; others stay */
    const char *text;     /* a comment */
};

enum agreement_verdict {
    AGREEMENT_TAKEN,
    AGREEMENT_SAME,  /* it stands so already; nothing was done */
    AGREEMENT_STALE, /* there is a newer version; nothing was done */
    AGREEMENT_OVER,  /* the assignment takes it no longer; nothing was done */
};

/*
 * Each is one transaction. NEVER EXIT_NO_INPUT when there is no such agreement, EXIT_DATA for a
 * field that is not the parties' to write or is longer than AGREEMENT_CHARS.
 */
enum outcome lending_agreement_change(const struct house *house, struct arena *a,
                                      const struct agreement_act *act,
                                      enum agreement_verdict *verdict, struct fault *f);
enum outcome lending_agreement_comment(const struct house *house, struct arena *a,
                                       const struct agreement_act *act,
                                       enum agreement_verdict *verdict, struct fault *f);
enum outcome lending_agreement_accept(const struct house *house, struct arena *a,
                                      const struct agreement_act *act,
                                      enum agreement_verdict *verdict, struct fault *f);

/*
 * A new link to the agreement for a party (unit, or "P12" itself) that has shown in this browser
 * who it is; good for a day, and never mailed. NEVER EXIT_NO_INPUT when who has no part in it.
 */
enum outcome lending_agreement_link(const struct house *house, struct arena *a, int64_t request_id,
                                    const char *party, const char *who, char token[TOKEN_CHARS + 1],
                                    struct fault *f);

#endif

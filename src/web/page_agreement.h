/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of an agreement share. Private to web/. */
#ifndef LEVANDE_WEB_PAGE_AGREEMENT_H
#define LEVANDE_WEB_PAGE_AGREEMENT_H

#include "craft.h"
#include "lending/agreement.h"

/* Whose link it is: the unit's, or the representative's. */
bool agreement_of_unit(const struct web_request *q);
/* The agreement that the link is about. */
enum outcome agreement_load(struct web_request *q, struct agreement_case *c, struct fault *f);
const struct agreement *agreement_newest_of(const struct agreement_case *c);
/* An act of the reader's, made from this version (0: the newest). */
struct agreement_act agreement_act_of(const struct web_request *q, int version);
/* 410 to who reads the agreement of an assignment that is left; 409 when it is over. */
enum outcome agreement_say_over(struct web_request *q, const struct agreement_case *c,
                                struct web_answer *out, struct fault *f);
/* To each of those chosen: how the agreement with them stands, in words. */
enum outcome agreement_add_standing(struct web_request *q, json_t *chosen, struct fault *f);

#endif

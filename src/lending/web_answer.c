/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An answer that is given on a page: yes with the text that the unit will see, no, maybe with a
 * question; an association's yes names people.
 *
 * A name is not yet that person's own word: whoever is named is asked to confirm (nominate.c).
 */
#include "lending/web.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/invitations.h"
#include "store/nominations.h"
#include "web_post.h"

static const char *const ANSWER = "an answer on a page";

struct answering {
    const struct house *house;
    struct arena *a;
    const struct page_answer *said;
    instant now;
};

/* The event, and beside the invitation the words that go with it. */
static enum outcome record(const struct answering *x, struct fault *f)
{
    const struct page_answer *said = x->said;
    struct event event = {.kind = EVENT_ANSWER,
                          .request_id = said->request_id,
                          .actor = said->actor ? said->actor : said->who,
                          .who = said->who,
                          .answer = said->answer,
                          .how = said->how ? said->how : "page",
                          .text = said->text};
    struct invitation i;
    enum outcome o = lending_event(x->house, x->a, &event, NULL, f);
    if (o == DONE)
        o = invitations_find(x->house->db, x->a, said->request_id, said->who, &i, f);
    if (o != DONE)
        return o;
    i.text = said->text;
    return invitations_save(x->house->db, x->a, &i, f);
}

static enum outcome open_task(const struct answering *x, const char *kind, const char *text,
                              struct fault *f)
{
    struct task t = {.kind = kind,
                     .request_id = x->said->request_id,
                     .subject = x->said->who,
                     .text = text,
                     .since = x->now};
    return tasks_open(x->house->db, x->a, &t, f);
}

/* The question has a line of its own: it may tell of an illness, and the digest has the first line
 * alone. */
static enum outcome pass_question_on(const struct answering *x, struct fault *f)
{
    return open_task(
        x, "question",
        arena_printf(x->a, "%s svarar kanske och frågar något.\n%s", x->said->who, x->said->text),
        f);
}

static bool stands(const struct nomination *list, size_t count, const struct page_nominee *n)
{
    for (size_t i = 0; i < count; i++)
        if (text_equals_nocase(list[i].email, n->email) && text_same(list[i].name, n->name))
            return true;
    return false;
}

static enum outcome nominate(const struct answering *x, struct fault *f)
{
    const struct page_answer *said = x->said;
    struct nomination *list;
    size_t count;
    enum outcome o = nominations_of(x->house->db, x->a, said->request_id,
                                    strtoll(said->who + 1, NULL, 10), &list, &count, f);
    for (size_t i = 0; o == DONE && i < said->nominee_count; i++) {
        if (stands(list, count, &said->nominees[i]))
            continue;
        struct event event = {.kind = EVENT_NOMINATE,
                              .request_id = said->request_id,
                              .actor = said->actor ? said->actor : said->who,
                              .who = said->who,
                              .text = said->nominees[i].name,
                              .email = said->nominees[i].email};
        o = lending_event(x->house, x->a, &event, NULL, f);
    }
    return o;
}

/* The same answer with the same words, and nobody new named: it has been given. */
static bool given_before(const struct page_answer *said, const struct invitation *i,
                         const struct nomination *list, size_t count)
{
    if (strcmp(i->state, answer_name(said->answer)) != 0 || strcmp(i->text, said->text) != 0)
        return false;
    for (size_t k = 0; k < said->nominee_count; k++)
        if (!stands(list, count, &said->nominees[k]))
            return false;
    return true;
}

static enum outcome look(const struct answering *x, bool *before, struct fault *f)
{
    struct invitation i;
    struct nomination *list;
    size_t count;
    enum outcome o = invitations_find(x->house->db, x->a, x->said->request_id, x->said->who, &i, f);
    if (o == DONE && i.id == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "that one was not asked");
    if (o == DONE)
        o = nominations_of(x->house->db, x->a, x->said->request_id, i.association_id, &list, &count,
                           f);
    *before = o == DONE && given_before(x->said, &i, list, count);
    return o;
}

enum outcome lending_page_answer(const struct house *house, struct arena *a,
                                 const struct page_answer *said, struct fault *f)
{
    struct answering x = {.house = house, .a = a, .said = said, .now = clock_now(&house->clock)};
    bool before = false;
    enum outcome o = db_begin(house->db, ANSWER, f);
    if (o != DONE)
        return o;
    o = look(&x, &before, f);
    if (o == DONE && !before)
        o = record(&x, f);
    if (o == DONE && !before && said->answer == ANSWER_MAYBE && !text_blank(said->text))
        o = pass_question_on(&x, f);
    if (o == DONE && !before && *said->who == 'A' && said->answer == ANSWER_YES)
        o = nominate(&x, f);
    return page_finish(house, ANSWER, o, f);
}

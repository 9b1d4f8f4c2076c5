/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The questions of a follow-up, and an answer to them on its way to the door.
 *
 * They are the library's own, and few: whoever answers may be tired. What an answer may hold is
 * checked here, whether it comes from a page or from staff.
 */
#include "lending/followup.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading/private.h"
#include "store/compensations.h"
#include "store/followups.h"
#include "web_post.h"

static const char *const SAID = "a follow-up is answered";

static const struct followup_item of_representatives[] = {
    {"process", ITEM_SCALE, NULL, "Att vara med"},
    {"support", ITEM_SCALE, NULL, "Stödet"},
    {"outcome", ITEM_SCALE, NULL, "Att det gör skillnad"},
    {"again", ITEM_WORD, "yes maybe no", "Vill vara med igen"},
    {"paid", ITEM_WORD, "yes no declined", "Har fått ersättning"},
    {"text", ITEM_TEXT, NULL, "Med egna ord"},
    {"worry", ITEM_TICK, NULL, "Vill att någon hör av sig"},
    {0},
};

/* "helped" is asked after advice. */
static const struct followup_item of_units[] = {
    {"aim", ITEM_SCALE, NULL, "Nådde det de ville"},
    {"changed", ITEM_TEXT, NULL, "Vad bidraget förändrade"},
    {"told", ITEM_WORD, "yes later no", "Har berättat för den som var med"},
    {"paid", ITEM_WORD, "yes no", "Har betalat ersättningen"},
    {"helped", ITEM_SCALE, NULL, "Hade nytta av råden"},
    {"text", ITEM_TEXT, NULL, "Med egna ord"},
    {"worry", ITEM_TICK, NULL, "Vill att någon hör av sig"},
    {0},
};

const struct followup_item *followup_items(const char *party)
{
    return strcmp(party, "unit") == 0 ? of_units : of_representatives;
}

static bool is_one_of(struct arena *a, const char *words, const char *value)
{
    size_t count;
    char **list = text_split(a, words, " ", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], value) == 0)
            return true;
    return false;
}

/* NULL when the item may hold the value; else what it may hold. */
static const char *expected(struct arena *a, const struct followup_item *item, const char *value)
{
    switch (item->type) {
    case ITEM_SCALE:
        return strlen(value) == 1 && *value >= '1' && *value <= '0' + FOLLOWUP_BEST
                   ? NULL
                   : "a figure from 1 to 5";
    case ITEM_WORD:
        return is_one_of(a, item->words, value) ? NULL : item->words;
    case ITEM_TICK:
        return strcmp(value, "yes") == 0 ? NULL : "yes";
    default:
        if (reading_private_number(value) != PRIVATE_NONE)
            return "no personal number and no account: these belong to the unit's payroll";
        return text_is_utf8(value, strlen(value)) && text_length(value) <= FOLLOWUP_TEXT_MAX
                   ? NULL
                   : "a text of at most 4000 characters";
    }
}

enum outcome followup_put(struct arena *a, json_t *answers, const char *party, const char *key,
                          const char *value, struct fault *f)
{
    const struct followup_item *item = followup_items(party);
    while (item->key && strcmp(item->key, key) != 0)
        item++;
    if (!item->key)
        return fault_set(f, NEVER, EXIT_USAGE, "%s is not asked %s", party, key);
    if (text_blank(value)) {
        json_object_set_new(answers, key, json_null());
        return DONE;
    }
    const char *wanted = expected(a, item, value);
    if (wanted)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected %s", key, wanted);
    json_object_set_new(answers, key,
                        item->type == ITEM_SCALE ? json_integer(*value - '0') : json_string(value));
    return DONE;
}

/* ---- An answer ---- */

/* What the book will hold: the new answers, over the former ones where they are added to them. */
static json_t *merged(const struct followup_said *said, const json_t *before)
{
    json_t *all = said->adds && before ? json_copy((json_t *)before) : json_object();
    json_object_update(all, (json_t *)said->answers); /* reads it only */
    for (const struct followup_item *item = followup_items(said->party); item->key; item++)
        if (json_is_null(json_object_get(all, item->key)))
            json_object_del(all, item->key);
    return all;
}

static enum outcome give(const struct house *house, struct arena *a,
                         const struct followup_said *said, const json_t *answers, struct fault *f)
{
    char *body = json_dumps(answers, JSON_COMPACT | JSON_SORT_KEYS);
    struct event event = {.kind = EVENT_FOLLOWUP,
                          .request_id = said->request_id,
                          .actor = said->actor ? said->actor : said->party,
                          .who = said->party,
                          .party = said->party,
                          .how = said->how,
                          .body = arena_strdup(a, body ? body : "{}"),
                          .text = arena_strdup(a, body ? body : "{}")};
    free(body);
    return lending_event(house, a, &event, NULL, f);
}

/* A word about payment is about all bases of that party; what contradicts another is a task. */
static enum outcome settle_pay(const struct house *house, struct arena *a,
                               const struct followup_said *said, const json_t *answers,
                               struct fault *f)
{
    struct compensation *list;
    size_t count;
    const char *paid = json_string_value(json_object_get(answers, "paid"));
    if (!paid)
        return DONE;
    enum outcome o = compensations_of_request(house->db, a, said->request_id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool about = strcmp(said->party, "unit") == 0 || strcmp(said->party, list[i].who) == 0;
        bool taken;
        if (!about)
            continue;
        struct event event = {.kind = EVENT_PAID,
                              .request_id = said->request_id,
                              .actor = said->actor ? said->actor : said->party,
                              .who = list[i].who,
                              .party = said->party,
                              .subject_id = list[i].id,
                              .paid = paid};
        o = lending_offer(house, a, &event, &taken, f);
    }
    return o;
}

static enum outcome take(const struct house *house, struct arena *a,
                         const struct followup_said *said, struct fault *f)
{
    struct followup before;
    enum outcome o = followups_find(house->db, a, said->request_id, said->party, &before, f);
    if (o != DONE)
        return o;
    if (before.id == 0)
        return fault_set(f, NEVER, EXIT_DATA, "%s has no follow-up here", said->party);
    json_t *former = json_loads(before.answers, 0, NULL);
    json_t *answers = merged(said, former);
    bool again = before.answered_at >= 0 && former && json_equal(former, answers);
    if (!again)
        o = give(house, a, said, answers, f);
    if (o == DONE && !again)
        o = settle_pay(house, a, said, answers, f);
    json_decref(former);
    json_decref(answers);
    return o;
}

enum outcome lending_followup(const struct house *house, struct arena *a,
                              const struct followup_said *said, struct fault *f)
{
    enum outcome o = db_begin(house->db, SAID, f);
    if (o != DONE)
        return o;
    return page_finish(house, SAID, take(house, a, said, f), f);
}

enum outcome lending_outcome(const struct house *house, struct arena *a, int64_t request_id,
                             const char **words, struct fault *f)
{
    struct followup fu;
    *words = NULL;
    enum outcome o = followups_find(house->db, a, request_id, "unit", &fu, f);
    if (o != DONE || fu.id == 0)
        return o;
    json_t *answers = json_loads(fu.answers, 0, NULL);
    const char *changed = json_string_value(json_object_get(answers, "changed"));
    if (!text_blank(changed))
        *words = arena_strdup(a, changed);
    json_decref(answers);
    return DONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande compensation …`: payment bases, for staff: what came by phone or letter is entered here.
 * A basis is named by request, representative and occasion.
 */
#include "entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "view/pay.h"

static void print_row(struct command *c, const struct compensation *x)
{
    fprintf(c->out, "%-5s tillfälle %-4lld %s  %s (%s)%s%s\n", x->who, (long long)x->occasion_id,
            x->day, view_kronor(c->arena, view_payment_total(x), "sv"), x->model,
            x->paid ? ", betald: " : "",
            !x->paid                      ? ""
            : strcmp(x->paid, "yes") == 0 ? "ja"
            : strcmp(x->paid, "no") == 0  ? "nej"
                                          : "avstår");
}

static enum outcome show(struct command *c, int64_t request_id, struct fault *f)
{
    json_t *view;
    struct compensation *list;
    size_t count;
    if (c->json) {
        enum outcome o = view_compensations(c->arena, c->house, request_id, NULL, &view, f);
        return o == DONE ? command_print_json(c, view, f) : o;
    }
    enum outcome o = compensations_of_request(c->house->db, c->arena, request_id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        print_row(c, &list[i]);
    return o;
}

static enum outcome compensation_show(struct command *c, struct fault *f)
{
    struct request r;
    enum outcome o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    return o == DONE ? show(c, r.id, f) : o;
}

/* The basis that N P OCCASION name. */
static enum outcome find(struct command *c, struct compensation *out, struct fault *f)
{
    struct request r;
    int64_t person;
    char *end;
    long long occasion = strtoll(c->argv[2], &end, 10);
    enum outcome o = command_id(c->argv[1], 'P', &person, f);
    if (o != DONE)
        return o;
    if (*end || end == c->argv[2])
        return fault_set(f, NEVER, EXIT_USAGE, "expected the id of an occasion, not \"%s\"",
                         c->argv[2]);
    o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    if (o == DONE)
        o = compensations_find(c->house->db, c->arena, r.id, c->argv[1], occasion, out, f);
    if (o == DONE && out->id == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s has no payment basis for occasion %lld",
                         c->argv[1], occasion);
    return o;
}

static enum outcome act(struct command *c, const struct compensation *basis, struct event *event,
                        struct fault *f)
{
    event->request_id = basis->request_id;
    event->subject_id = basis->id;
    event->who = basis->who;
    event->actor = c->actor;
    enum outcome o = lending_event(c->house, c->arena, event, NULL, f);
    return o == DONE ? show(c, basis->request_id, f) : o;
}

static enum outcome compensation_paid(struct command *c, struct fault *f)
{
    struct compensation basis;
    enum outcome o = find(c, &basis, f);
    struct event event = {.kind = EVENT_PAID, .paid = c->argv[3]};
    return o == DONE ? act(c, &basis, &event, f) : o;
}

/* ---- set ---- */

static bool read_number(const char *text, int *out)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (*end || end == text || n < 0 || n > 100000)
        return false;
    *out = (int)n;
    return true;
}

static bool read_yes_no(const char *text, int *out)
{
    *out = strcmp(text, "yes") == 0;
    return *out || strcmp(text, "no") == 0;
}

static enum outcome take(struct pay_report *r, const struct roster_change *x, struct fault *f)
{
    bool good = true;
    if (strcmp(x->key, "minutes") == 0)
        good = read_number(x->value, &r->minutes);
    else if (strcmp(x->key, "travel_minutes") == 0)
        good = read_number(x->value, &r->travel_minutes);
    else if (strcmp(x->key, "travel_km") == 0)
        good = read_number(x->value, &r->travel_km);
    else if (strcmp(x->key, "travel") == 0)
        good = flow_read_kronor(x->value, &r->travel_ore);
    else if (strcmp(x->key, "receipts") == 0)
        r->receipts = x->value;
    else if (strcmp(x->key, "cost_ref") == 0)
        r->cost_ref = x->value;
    else if (strcmp(x->key, "f_tax") == 0)
        good = read_yes_no(x->value, &r->f_tax);
    else
        return fault_set(f, NEVER, EXIT_USAGE,
                         "there is no key %s; expected minutes, travel_minutes, travel_km, travel, "
                         "receipts, cost_ref or f_tax",
                         x->key);
    return good ? DONE
                : fault_set(f, NEVER, EXIT_DATA, "%s: \"%s\" is no value for it", x->key, x->value);
}

static enum outcome compensation_set(struct command *c, struct fault *f)
{
    struct compensation basis;
    struct roster_change *changes;
    size_t count;
    struct pay_report report = {
        .minutes = -1, .travel_minutes = -1, .travel_km = -1, .travel_ore = -1, .f_tax = -1};
    enum outcome o = entries_changes(c, 3, &changes, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = take(&report, &changes[i], f);
    if (o == DONE)
        o = find(c, &basis, f);
    struct event event = {.kind = EVENT_REPORT, .report = &report};
    return o == DONE ? act(c, &basis, &event, f) : o;
}

const struct verb compensation_verbs[] = {
    {"compensation", "show", "N", "payment bases: what each occasion pays, and whether it was paid",
     compensation_show, NEEDS_BOOK, 1, 1},
    {"compensation", "paid", "N P OCCASION yes|no|declined",
     "notes whether a compensation has been paid; declined: the representative wants none",
     compensation_paid, NEEDS_BOOK, 4, 4},
    {"compensation", "set", "N P OCCASION KEY=VALUE ...",
     "time, travel and outlays of a payment basis; the fee is counted anew", compensation_set,
     NEEDS_BOOK, 4, -1},
    {0},
};

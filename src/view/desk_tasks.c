/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tasks at the desk. One table says of each kind how pressing it is, what it is called, and which
 * page settles it; a kind that the table does not know stands last, by its own words.
 */
#include "view/desk_tasks.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "view.h"

enum target { TO_REQUEST, TO_MAIL, TO_LETTER, TO_PERSON, TO_PEOPLE, TO_SETTINGS, TO_NOTHING };

enum pressing { AT_ONCE, SOMEBODY_WAITS, IN_ITS_TIME };

/* In the order in which they are shown. */
static const struct task_kind {
    const char *kind, *title;
    enum pressing pressing;
    enum target target;
    const char *action;
    bool closes; /* it is over when staff say so; others end with their cause */
} kinds[] = {
    {"followup_worry", "Någon mådde inte bra av uppdraget", AT_ONCE, TO_REQUEST,
     "Läs svaret och ring", true},
    {"short", "Mindre än ett dygn kvar att svara", AT_ONCE, TO_REQUEST, "Fråga nästa omgång", true},
    {"deadline", "Sista dagen att svara är nära", AT_ONCE, TO_REQUEST, "Se vilka som har svarat",
     true},
    {"timer_failed", "Något skedde inte av sig självt", AT_ONCE, TO_REQUEST, "Se vad som behövs",
     true},
    {"no_address", "Verksamheten går inte att nå", AT_ONCE, TO_REQUEST, "Ring och rätta adressen",
     true},
    {"letter_failed", "Brev som inte kunde skickas", AT_ONCE, TO_LETTER, "Rätta och skicka igen",
     false},
    {"letter_unknown", "Brev som kanske har kommit fram", AT_ONCE, TO_LETTER,
     "Avgör om det ska skickas igen", false},
    {"address", "Brev som kom tillbaka", AT_ONCE, TO_REQUEST, "Rätta adressen", true},
    {"letter_held", "Brev som hålls kvar", AT_ONCE, TO_LETTER, "Se efter och släpp brevet", false},
    {"nobody", "Ingen mer att fråga", AT_ONCE, TO_REQUEST, "Skriv till verksamheten", true},
    {"route", "Väg att välja", SOMEBODY_WAITS, TO_REQUEST, "Välj väg", false},
    {"choose", "Val av representant", SOMEBODY_WAITS, TO_REQUEST, "Välj", false},
    {"wave", "Nästa omgång att fråga", SOMEBODY_WAITS, TO_REQUEST, "Fråga nästa omgång", false},
    {"question", "Frågor från dem som är tillfrågade", SOMEBODY_WAITS, TO_REQUEST, "Svara", true},
    {"untrusted_sender", "Förfrågan från okänd avsändare", SOMEBODY_WAITS, TO_REQUEST,
     "Se vem som frågar", false},
    {"unsure", "Är det här en förfrågan?", SOMEBODY_WAITS, TO_REQUEST, "Läs och avgör", false},
    {"mail", "Mejl att läsa", SOMEBODY_WAITS, TO_MAIL, "Läs mejlet", true},
    {"answer", "Svar att tolka", SOMEBODY_WAITS, TO_REQUEST, "Läs och skriv in svaret", false},
    {"reply", "Svar från verksamheten", SOMEBODY_WAITS, TO_REQUEST, "Läs svaret", true},
    {"wrong_sender", "Svar från en annan adress", SOMEBODY_WAITS, TO_MAIL, "Läs och avgör", true},
    {"expired", "Svar som kom för sent", SOMEBODY_WAITS, TO_MAIL, "Läs och avgör", true},
    {"advice", "Någon vill ha råd", SOMEBODY_WAITS, TO_REQUEST, "Svara", true},
    {"volunteer", "Någon vill bli levande bok", SOMEBODY_WAITS, TO_MAIL, "Läs och svara", true},
    {"calendar", "Svar i en kalender", SOMEBODY_WAITS, TO_REQUEST, "Läs svaret", true},
    {"to_print", "Brev att skriva ut och posta", SOMEBODY_WAITS, TO_LETTER, "Skriv ut brevet",
     true},
    {"unit_silent", "Verksamheten svarar inte", SOMEBODY_WAITS, TO_REQUEST, "Hör av dig", true},
    {"nominated", "Nominerad av flera", SOMEBODY_WAITS, TO_REQUEST, "Läs och avgör", true},
    {"assignment", "Uppdrag att se över", SOMEBODY_WAITS, TO_REQUEST, "Se över", true},
    {"no_occasions", "Inget tillfälle kvar", SOMEBODY_WAITS, TO_REQUEST, "Lägg in en ny tid", true},
    {"agreement", "Överenskommelser som har fastnat", SOMEBODY_WAITS, TO_REQUEST,
     "Hjälp dem vidare", true},
    {"guardian", "En vårdnadshavare behöver säga ja", SOMEBODY_WAITS, TO_REQUEST,
     "Hör av dig till vårdnadshavaren", true},
    {"greet", "Nya i poolen att hälsa välkomna", SOMEBODY_WAITS, TO_PERSON, "Hör av dig", true},
    {"introduction", "Introduktion att boka", SOMEBODY_WAITS, TO_PERSON, "Boka ett samtal", true},
    {"introduced", "Introduktion som har varit", SOMEBODY_WAITS, TO_PEOPLE,
     "Skriv in vilka som kom", true},
    {"unpaid", "Ersättning som inte har kommit", SOMEBODY_WAITS, TO_REQUEST,
     "Hör av dig till verksamheten", true},
    {"bounce", "Mejl som kom tillbaka", IN_ITS_TIME, TO_MAIL, "Läs mejlet", true},
    {"outcome_owed", "Vad bidraget förändrade", IN_ITS_TIME, TO_REQUEST, "Skriv in svaret", true},
    {"pay_time", "Hur länge varade tillfället?", IN_ITS_TIME, TO_REQUEST, "Skriv in tiden", true},
    {"pay_amount", "Belopp saknas", IN_ITS_TIME, TO_SETTINGS, "Fyll i beloppet", true},
    {"base_amount", "Prisbasbelopp saknas", IN_ITS_TIME, TO_SETTINGS, "Fyll i beloppet", true},
    {"recount", "Ersättning att räkna om", IN_ITS_TIME, TO_REQUEST, "Stäm av och räkna om", true},
    {"close", "Uppföljda, men inte avslutade", IN_ITS_TIME, TO_REQUEST, "Se vad som återstår",
     true},
    {"perhaps_same", "Kanske samma mejl två gånger", IN_ITS_TIME, TO_MAIL, "Jämför", true},
    {"unreadable", "Mejl som är svåra att läsa", IN_ITS_TIME, TO_MAIL, "Läs mejlet", true},
    {"too_large", "Mejl som är för stora", IN_ITS_TIME, TO_MAIL, "Läs början", true},
    {"automatic", "Mejl från en maskin", IN_ITS_TIME, TO_MAIL, "Läs mejlet", true},
    {"document", "Dokument som inte kunde göras", IN_ITS_TIME, TO_REQUEST, "Se efter", true},
    {"resting", "De som vilar i poolen", IN_ITS_TIME, TO_PEOPLE, "Se vilka", true},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/*
 * Below the request's page, where a task of this kind is settled; a "P" or "C" at its end is the
 * person, or the payment basis, that the task is about. A kind that stands not here is settled on
 * the page itself.
 */
static const struct {
    const char *kind, *act;
} acts_of[] = {
    {"short", "fraga"},
    {"no_address", "uppgifter"},
    {"nobody", "skriv?till=unit"},
    {"route", "vag"},
    {"choose", "valj"},
    {"wave", "fraga"},
    {"question", "skriv?till=P"},
    {"advice", "skriv?till=unit"},
    {"unit_silent", "skriv?till=unit"},
    {"no_occasions", "tillfalle"},
    {"outcome_owed", "uppfoljning-verksamhet"},
    {"pay_time", "ersattning?till=C"},
    {"recount", "ersattning?till=C"},
};

static size_t place_of(const char *kind)
{
    size_t i = 0;
    while (i < KINDS && strcmp(kinds[i].kind, kind) != 0)
        i++;
    return i;
}

static int compare(const void *x, const void *y)
{
    const struct task_count *a = x, *b = y;
    size_t i = place_of(a->kind), k = place_of(b->kind);
    if (i != k)
        return i < k ? -1 : 1;
    return a->oldest < b->oldest ? -1 : a->oldest > b->oldest;
}

void view_sort_kinds(struct task_count *list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, compare);
}

char *view_ago(struct arena *a, instant at, instant now)
{
    long minutes = (long)((now - at) / MINUTES(1)), hours = minutes / 60;
    long days =
        date_to_days(civil_from_instant(now).date) - date_to_days(civil_from_instant(at).date);
    if (minutes < 5)
        return arena_strdup(a, "nyss");
    if (minutes < 60)
        return arena_printf(a, "för %ld minuter sedan", minutes);
    if (hours < 12)
        return arena_printf(a, hours == 1 ? "för %ld timme sedan" : "för %ld timmar sedan", hours);
    if (days <= 1)
        return arena_strdup(a, days == 0 ? "i dag" : "i går");
    if (days < 60)
        return arena_printf(a, "för %ld dagar sedan", days);
    return arena_printf(a, "för %ld månader sedan", days / 30);
}

/* ---- Where a task is settled ---- */

static bool is_person(const char *subject)
{
    return subject && *subject == 'P' && strspn(subject + 1, "0123456789") > 0;
}

/* "P12" of "P12:…". */
static const char *person_of(struct arena *a, const char *subject)
{
    return arena_strndup(a, subject, 1 + strspn(subject + 1, "0123456789"));
}

static const struct task_kind *kind_of(const char *name)
{
    size_t at = place_of(name);
    return at < KINDS ? &kinds[at] : NULL;
}

/* "skriv?till=P12" of "skriv?till=P" and a task about P12; NULL: it is about nobody such. */
static const char *about(struct arena *a, const char *act, const char *subject)
{
    size_t len = strlen(act);
    char last = act[len - 1];
    bool person = last == 'P';
    if (!person && last != 'C')
        return act;
    if (!subject || *subject != last || strspn(subject + 1, "0123456789") == 0)
        return NULL;
    const char *one = person_of(a, subject);
    return arena_printf(a, "%.*s%s", (int)len - 1, act, person ? one : one + 1);
}

json_t *view_task_act(struct arena *a, const struct task *t)
{
    const struct task_kind *kind = kind_of(t->kind);
    const char *act = NULL;
    for (size_t i = 0; kind && t->number && i < sizeof acts_of / sizeof acts_of[0]; i++)
        if (strcmp(acts_of[i].kind, t->kind) == 0)
            act = about(a, acts_of[i].act, t->subject);
    return act ? json_pack("{s:s, s:s}", "href",
                           arena_printf(a, "/personal/forfragningar/%s/%s", t->number, act), "name",
                           kind->action)
               : NULL;
}

/* NULL where the task has no such thing. */
static const char *address_of(struct arena *a, const struct task *t, enum target target)
{
    switch (target) {
    case TO_REQUEST:
        return t->number ? arena_printf(a, "/personal/forfragningar/%s", t->number) : NULL;
    case TO_MAIL:
        return t->inbox_id ? arena_printf(a, "/personal/mejl/M%lld", (long long)t->inbox_id) : NULL;
    case TO_LETTER:
        return t->letter_id ? arena_printf(a, "/personal/utskick/L%lld", (long long)t->letter_id)
                            : NULL;
    case TO_PERSON:
        return is_person(t->subject)
                   ? arena_printf(a, "/personal/personer/%s", person_of(a, t->subject))
                   : NULL;
    case TO_PEOPLE:
        return "/personal/personer";
    case TO_SETTINGS:
        return "/personal/installningar";
    default:
        return NULL;
    }
}

static json_t *action_view(struct arena *a, const struct task *t, enum target target,
                           const char *words)
{
    static const enum target others[] = {TO_REQUEST, TO_MAIL, TO_LETTER, TO_PERSON};
    const char *href = address_of(a, t, target);
    for (size_t i = 0; !href && i < sizeof others / sizeof others[0]; i++)
        href = address_of(a, t, others[i]);
    return href ? json_pack("{s:s, s:s}", "href", href, "name", words) : json_null();
}

/* ---- What it says ---- */

const char *view_task_party(struct arena *a, const struct task *t)
{
    const char *who = t->subject ? t->subject : "";
    size_t len = strcspn(who, ":");
    bool party =
        (*who == 'P' || *who == 'A') && len > 1 && strspn(who + 1, "0123456789") == len - 1;
    return party ? arena_strndup(a, who, len) : NULL;
}

const char *view_task_words(struct arena *a, const struct task *t, const char *name)
{
    const char *who = view_task_party(a, t);
    const char *at = who ? strstr(t->text, who) : NULL;
    if (!at || at > t->text + strcspn(t->text, "\n") || strspn(at + strlen(who), "0123456789") > 0)
        return t->text;
    const char *kind = *who == 'P' ? "n person i poolen" : "n förening";
    const char *one = name ? name : arena_printf(a, "%c%s", at == t->text ? 'E' : 'e', kind);
    return arena_printf(a, "%.*s%s (%s)%s", (int)(at - t->text), t->text, one, who,
                        at + strlen(who));
}

static json_t *task_view(struct arena *a, const struct task *t, const struct task_kind *kind,
                         bool acts, instant now)
{
    json_t *act = acts ? view_task_act(a, t) : NULL;
    json_t *view = view_task(a, t);
    json_object_set_new(view, "text", json_string(view_task_words(a, t, NULL)));
    if (!text_blank(t->asked))
        json_object_set_new(view, "asked", json_string(t->asked));
    json_object_set_new(view, "ago", json_string(view_ago(a, t->since, now)));
    json_object_set_new(view, "action",
                        act ? act
                            : action_view(a, t, kind ? kind->target : TO_REQUEST,
                                          kind ? kind->action : "Se efter"));
    if (!kind || kind->closes)
        json_object_set_new(view, "closes", json_true());
    return view;
}

json_t *view_task_group(struct arena *a, const struct task_count *counted, const struct task *tasks,
                        size_t count, bool acts, instant now)
{
    static const char *const words[] = {"Gör först", "Någon väntar", "I sinom tid"};
    const struct task_kind *kind = kind_of(counted->kind);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, task_view(a, &tasks[i], kind, acts, now));
    enum pressing pressing = kind ? kind->pressing : IN_ITS_TIME;
    json_t *view = json_pack("{s:s, s:s, s:s, s:I, s:o}", "kind", counted->kind, "title",
                             kind ? kind->title : counted->kind, "pressing", words[pressing],
                             "count", (json_int_t)counted->count, "tasks", list);
    if (counted->count >= TASKS_COUNTED)
        json_object_set_new(view, "many", json_true());
    if (pressing == AT_ONCE)
        json_object_set_new(view, "at_once", json_true());
    return view;
}

void view_open_bands(json_t *groups)
{
    const char *open = "";
    size_t i;
    json_t *group;
    json_array_foreach(groups, i, group)
    {
        const char *pressing = json_string_value(json_object_get(group, "pressing"));
        if (strcmp(pressing, open) != 0)
            json_object_set_new(group, "band", json_string(pressing));
        open = pressing;
    }
}

/* ---- The service ---- */

static void alarm_if(json_t *list, bool so, const char *words)
{
    if (so)
        json_array_append_new(list, json_string(words));
}

json_t *view_alarms(struct arena *a, const struct health *h, instant now)
{
    json_t *list = json_array();
    if (h->last_complete_fetch >= 0 && now - h->last_complete_fetch > HOURS(1))
        alarm_if(list, true,
                 arena_printf(a,
                              "Brevlådan lästes senast %s. Nya mejl kommer inte in. Säg till den "
                              "som sköter driften.",
                              view_ago(a, h->last_complete_fetch, now)));
    alarm_if(
        list, h->oldest_unread >= 0 && now - h->oldest_unread > MINUTES(15),
        "Mejl som har kommit in blir inte lästa av systemet. Säg till den som sköter driften.");
    alarm_if(list, h->oldest_due >= 0 && now - h->oldest_due > MINUTES(30),
             "Brev ligger kvar och blir inte skickade. Säg till den som sköter driften.");
    return list;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of the personal pages (include/view/pages.h): the letter's view, and beside it what only
 * stands behind the link.
 */
#include "view/pages.h"

#include <string.h>

#include "base/text.h"
#include "words.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value); /* the key is a word of ours */
}

json_t *view_link_letter(struct arena *a, const struct house *house, const char *name,
                         const char *link_path)
{
    const struct settings *s = house->settings;
    json_t *view = json_pack("{s:{s:s, s:s, s:s, s:s}, s:o}", "library", "name", s->library.name,
                             "region", s->library.region, "address", s->library.address, "base_url",
                             s->library.base_url, "recipient", view_recipient(a, name));
    if (link_path)
        set(view, "link_path", json_string(link_path));
    return view;
}

/* The unit's words as paragraphs; a line "Why: …" stands as one. */
static json_t *paragraphs(struct arena *a, const char *text)
{
    json_t *list = json_array();
    size_t count;
    char **lines = text_split(a, text ? text : "", "\n\r", &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(lines[i]));
    return list;
}

/* ---- Who is asked ---- */

static void add_answer(struct arena *a, json_t *view, const struct asked *asked,
                       const char *language)
{
    const struct invitation *i = asked->invitation;
    bool yes = strcmp(i->state, "yes") == 0, no = strcmp(i->state, "no") == 0;
    bool maybe = strcmp(i->state, "maybe") == 0;
    set(view, "answered", json_boolean(yes || no || maybe));
    set(view, "answer_yes", json_boolean(yes));
    set(view, "answer_no", json_boolean(no));
    set(view, "answer_maybe", json_boolean(maybe));
    set(view, "answered_on",
        i->answered_at >= 0 && (yes || no || maybe)
            ? json_string(date_in_words(a, civil_from_instant(i->answered_at).date, language))
            : json_null());
    set(view, "state", json_string(i->state));
    set(view, "text", view_text(i->text));
    json_t *named = json_array();
    for (size_t k = 0; k < asked->nomination_count; k++)
        json_array_append_new(named, json_pack("{s:s, s:s}", "name", asked->nominations[k].name,
                                               "email", asked->nominations[k].email));
    set(view, "has_nominations", json_boolean(asked->nomination_count > 0));
    set(view, "nominations", named);
}

json_t *view_asked_page(struct arena *a, const struct house *house, const struct request *r,
                        const struct known_fact facts[FACT_COUNT], const struct asked *asked,
                        bool open, const char *language)
{
    json_t *view = view_asked_letter(a, house, r, facts, asked->name, asked->association,
                                     asked->invitation->deadline, language);
    json_object_del(view, "link_path");
    struct date day;
    const char *deadline = asked->invitation->deadline;
    if (deadline && date_parse(deadline, &day))
        set(view, "answer_by",
            json_string(
                date_near(a, day, civil_from_instant(clock_now(&house->clock)).date, language)));
    const char *about = facts[FACT_DESCRIPTION].value;
    set(view, "topic", view_text(r->subject));
    set(view, "paragraphs", paragraphs(a, about));
    set(view, "has_paragraphs", json_boolean(!text_blank(about)));
    set(view, "unit", view_text(facts[FACT_UNIT].value));
    const char *who = facts[FACT_PERSPECTIVE].value;
    set(view, "perspective",
        who ? json_string(words_value(a, house->areas, FACT_PERSPECTIVE, who, language))
            : json_null());
    set(view, "open", json_boolean(open));
    set(view, "person", json_boolean(asked->association == NULL));
    set(view, "named_by", view_text(asked->named_by));
    set(view, "outcome", view_text(asked->invitation->outcome));
    add_answer(a, view, asked, language);
    return view;
}

/* ---- The unit ---- */

static const struct {
    const char *sv, *en, *state_en;
} meanings[STATE_COUNT] = {
    [STATE_RECEIVED] = {"Förfrågan har kommit in. En människa läser den innan vi går vidare.",
                        "Your request has come in. A person reads it before we go on.", "Received"},
    [STATE_CLARIFYING] = {"Vi behöver veta lite mer innan vi kan fråga någon.",
                          "We need to know a little more before we can ask anyone.",
                          "Waiting for details"},
    [STATE_TRIAGE] = {"Vi stämmer av vart frågan ska gå: till föreningar, till vår pool eller "
                      "till båda.",
                      "We are deciding who to ask: associations, our own pool, or both.",
                      "Being settled"},
    [STATE_INVITING] = {"Frågan har gått ut. Vi väntar på svar från dem som vi har frågat.",
                        "The question has gone out. We are waiting for answers.",
                        "Asking for interest"},
    [STATE_CHOOSING] = {"Det finns personer som vill vara med. Nu är det dags att välja.",
                        "There are people who would like to take part. It is time to choose.",
                        "Choosing"},
    [STATE_CONNECTED] = {"Ni är sammankopplade. Nu gör ni en överenskommelse tillsammans.",
                         "You are in touch. Now you draw up an agreement together.", "Connected"},
    [STATE_AGREED] = {"Överenskommelsen är klar.", "The agreement is settled.", "Agreed"},
    [STATE_CARRIED_OUT] = {"Uppdraget är genomfört.", "The assignment has been carried out.",
                           "Carried out"},
    [STATE_FOLLOWED_UP] = {"Uppdraget är uppföljt.", "The assignment has been followed up.",
                           "Followed up"},
    [STATE_CLOSED] = {"Förfrågan är avslutad.", "The request is closed.", "Closed"},
    [STATE_ADVISED] = {"Ni har fått råd av oss.", "You have had our advice.", "Advice given"},
    [STATE_DECLINED] = {"Den här gången kunde vi inte hjälpa till.", "We could not help this time.",
                        "Declined"},
    [STATE_CANCELLED] = {"Förfrågan är inställd. Ingen mer får frågan.",
                         "The request is cancelled. Nobody else will be asked.", "Cancelled"},
    [STATE_UNFILLED] = {"Vi hittade tyvärr ingen som kunde vara med.",
                        "We are sorry that we found nobody who could take part.", "Not filled"},
};

/* ---- The seven steps of a loan ---- */

enum { STEPS = 7 };

static const struct {
    const char *sv, *easy, *en;
} loan[STEPS] = {
    {"Ni frågar", "Ni frågar oss", "You ask"},
    {"Vi stämmer av vart frågan ska gå", "Vi bestämmer vem vi frågar", "We decide who to ask"},
    {"Frågan går ut", "Vi frågar", "The question goes out"},
    {"Ni kopplas samman", "Ni får kontakt med varandra", "You are put in touch"},
    {"Ni gör en överenskommelse", "Ni kommer överens", "You draw up an agreement"},
    {"Uppdraget genomförs och ersätts", "Ni gör uppdraget, och ni betalar",
     "The assignment is carried out and paid for"},
    {"Vi följer upp", "Vi frågar hur det gick", "We follow up"},
};

/* Where a request stands, from 1; STEPS + 1 when all is done; 0: it left the way. */
static int step_of(enum state state)
{
    static const int at[STATE_COUNT] = {
        [STATE_RECEIVED] = 1,      [STATE_CLARIFYING] = 1,  [STATE_TRIAGE] = 2,
        [STATE_INVITING] = 3,      [STATE_CHOOSING] = 4,    [STATE_CONNECTED] = 5,
        [STATE_AGREED] = 6,        [STATE_CARRIED_OUT] = 6, [STATE_FOLLOWED_UP] = 7,
        [STATE_CLOSED] = STEPS + 1};
    return at[state];
}

json_t *view_loan_steps(enum state state, const char *language)
{
    bool english = words_english(language), easy = strcmp(language, "sv-lattlast") == 0;
    int here = step_of(state);
    json_t *list = json_array();
    for (int i = 0; here != 0 && i < STEPS; i++)
        json_array_append_new(list, json_pack("{s:s, s:b, s:b}", "title",
                                              english ? loan[i].en
                                              : easy  ? loan[i].easy
                                                      : loan[i].sv,
                                              "done", i + 1 < here, "now", i + 1 == here));
    return list;
}

json_t *view_unit_page(struct arena *a, const struct house *house, const struct request *r,
                       const struct known_fact facts[FACT_COUNT], bool may_cancel,
                       const char *language)
{
    struct request reader = *r;
    reader.language = language;
    json_t *view = view_unit_letter(a, house, &reader, facts, NULL);
    json_object_del(view, "link_path");
    bool english = words_english(language);
    set(view, "number", json_string(r->number));
    set(view, "state", json_string(state_name(r->state)));
    set(view, "state_label",
        json_string(english ? meanings[r->state].state_en : state_swedish(r->state)));
    set(view, "meaning", json_string(english ? meanings[r->state].en : meanings[r->state].sv));
    set(view, "received",
        json_string(date_in_words(a, civil_from_instant(r->received_at).date, language)));
    json_t *steps = view_loan_steps(r->state, language);
    set(view, "has_steps", json_boolean(json_array_size(steps) > 0));
    set(view, "steps", steps);
    set(view, "ending", view_text(r->ending));
    set(view, "may_cancel", json_boolean(may_cancel));
    return view;
}

/* ---- Figures ---- */

static const struct {
    const char *name, *label, *help;
} kinds_of_figures[] = {
    {"requests", "state", "Requests by state."},
    {"advice", "state", "Conversations of advice, by state."},
    {"letters", "state", "Letters by state."},
    {"mails", "state", "Mails that have come, by state."},
    {"tasks", "kind", "Open tasks by kind."},
    {"timers", "kind", "Timers that stand, by kind."},
    {"invitations", "state", "Invitations by state."},
};

static char *one_family(struct arena *a, char *so_far, const struct figure *figures, size_t count,
                        instant now, size_t kind)
{
    const char *name = kinds_of_figures[kind].name, *label = kinds_of_figures[kind].label;
    char *values = arena_printf(a, "# HELP levande_%s %s\n# TYPE levande_%s gauge\n", name,
                                kinds_of_figures[kind].help, name);
    char *ages = arena_printf(a,
                              "# HELP levande_%s_oldest_seconds Age of the oldest of them.\n"
                              "# TYPE levande_%s_oldest_seconds gauge\n",
                              name, name);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(figures[i].name, name) != 0)
            continue;
        values = arena_printf(a, "%slevande_%s{%s=\"%s\"} %lld\n", values, name, label,
                              figures[i].label, (long long)figures[i].value);
        if (figures[i].oldest >= 0)
            ages =
                arena_printf(a, "%slevande_%s_oldest_seconds{%s=\"%s\"} %lld\n", ages, name, label,
                             figures[i].label, (long long)((now - figures[i].oldest) / 1000));
    }
    return arena_printf(a, "%s%s%s", so_far, values, ages);
}

char *view_metrics(struct arena *a, const struct figure *figures, size_t count, instant now,
                   int schema, const char *version)
{
    char *text = arena_printf(a,
                              "# HELP levande_up The web role answers.\n# TYPE levande_up gauge\n"
                              "levande_up 1\n"
                              "# HELP levande_schema The number of the case book's schema.\n"
                              "# TYPE levande_schema gauge\nlevande_schema %d\n"
                              "# HELP levande_build_info The program's version.\n"
                              "# TYPE levande_build_info gauge\n"
                              "levande_build_info{version=\"%s\"} 1\n",
                              schema, version);
    for (size_t k = 0; k < sizeof kinds_of_figures / sizeof kinds_of_figures[0]; k++)
        text = one_family(a, text, figures, count, now, k);
    return text;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The acts on a request: what each is called and asks for, when it is offered, and whom it may name
 * (desk_case.h).
 */
#include "desk_case.h"

#include <string.h>

#include "base/text.h"

/* ---- Whom an act may name ---- */

static bool list_is(const char *list, const char *name)
{
    return strcmp(list, name) == 0;
}

static const char *word(const json_t *one, const char *key)
{
    const char *text = json_string_value(json_object_get(one, key));
    return text ? text : "";
}

static bool among_asked(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    return list_is(list, "invitations") && !*word(one, "outcome");
}

static bool among_associations(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    return list_is(list, "invitations") && *word(one, "who") == 'A';
}

static bool among_willing(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    return list_is(list, "invitations") && *word(one, "who") == 'P' &&
           strcmp(word(one, "state"), "yes") == 0 && !*word(one, "outcome");
}

static bool among_chosen(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    const char *state = word(one, "state");
    return list_is(list, "placements") && strcmp(state, "withdrawn") != 0 &&
           strcmp(state, "cancelled") != 0;
}

static bool among_payments(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    (void)one;
    return list_is(list, "payments");
}

static bool among_all(const json_t *view, const char *list, const json_t *one)
{
    (void)view;
    (void)one;
    return list_is(list, "invitations") || list_is(list, "unit");
}

static bool has_route(const struct request *r)
{
    return *r->route != '\0';
}

#define OCCASION_FIELDS "tillfalle dag fran till plats lank tilltrade bort"
#define AGREEMENT_FIELDS                                                                           \
    "o_matters o_assignment o_role o_next o_time o_preparation o_contact o_reach o_support "       \
    "o_compensation o_travel o_cost_ref o_confidentiality o_conflicts o_quotation o_hears "        \
    "o_registration"
#define FACT_FIELDS                                                                                \
    "f_description f_kind f_areas f_perspective f_people_min f_people_max f_occasions "            \
    "f_respond_by f_format f_municipality f_compensation f_cost_ref f_unit f_contact_name "        \
    "f_contact_phone f_contact_email"

const struct act acts[] = {
    {.part = "vag",
     .title = "Välj väg",
     .lead = "Vart ska frågan gå? Är det råd de vill ha, eller något vi inte kan hjälpa till med, "
             "så säger du det här.",
     .button = "Välj väg",
     .fields = "vag text",
     .needed = "vag",
     .text = "Några ord om varför. Säger vi nej läser verksamheten dem.",
     .event = EVENT_ROUTE,
     .carry_out = act_set_route},
    {.part = "uppgifter",
     .title = "Rätta uppgifterna",
     .lead =
         "Skriv det som saknas och rätta det som är fel. Det du skriver går före det som står i "
         "mejlet.",
     .button = "Spara uppgifterna",
     .fields = FACT_FIELDS,
     .event = EVENT_FACTS,
     .carry_out = act_set_facts,
     .fill = act_fill_facts},
    {.part = "fraga",
     .title = "Fråga nästa omgång",
     .lead = "Systemet frågar dem som kommer härnäst, så många som behövs. Vill du välja själv, gå "
             "till förslagen.",
     .button = "Fråga",
     .fields = "vem",
     .event = EVENT_INVITE,
     .also = has_route,
     .carry_out = act_ask_named},
    {.part = "svar",
     .title = "Skriv in ett svar",
     .lead = "När någon har svarat på telefon eller i ett brev.",
     .button = "Spara svaret",
     .fields = "part svar hur text",
     .needed = "part svar",
     .text = "Det som verksamheten får läsa om den som säger ja, eller frågan från den som tvekar",
     .event = EVENT_ANSWER,
     .people = PEOPLE_ONE,
     .among = among_asked,
     .carry_out = act_take_answer},
    {.part = "nominera",
     .title = "Skriv in en nominering",
     .lead =
         "När en förening har nominerat någon på telefon eller i ett brev. Den som är nominerad "
         "får ett brev och bekräftar själv.",
     .button = "Spara nomineringen",
     .fields = "part namn epost",
     .needed = "part namn epost",
     .event = EVENT_NOMINATE,
     .people = PEOPLE_ONE,
     .among = among_associations,
     .carry_out = act_nominate,
     .quiet = true},
    {.part = "valj",
     .title = "Välj representant",
     .lead = "Här är de som har sagt ja. De som väljs och verksamheten får genast varandras "
             "kontaktuppgifter.",
     .button = "Välj",
     .fields = "vem fardig",
     .event = EVENT_CHOOSE,
     .people = PEOPLE_SOME,
     .among = among_willing,
     .carry_out = act_choose},
    {.part = "godkann",
     .title = "Skriv in ett godkännande",
     .lead = "När en part har godkänt överenskommelsen på telefon eller på papper.",
     .button = "Spara godkännandet",
     .fields = "part parti satt",
     .needed = "part parti satt",
     .once = "placements",
     .event = EVENT_ACCEPT,
     .people = PEOPLE_ONE,
     .among = among_chosen,
     .carry_out = act_accept},
    {.part = "overenskommelse",
     .title = "Ändra överenskommelsen",
     .lead =
         "När en part har sagt hur det ska stå. Det blir en ny version, och den gäller när båda "
         "har godkänt den.",
     .button = "Spara den nya versionen",
     .fields = "part skriver o_version " AGREEMENT_FIELDS,
     .needed = "part skriver",
     .once = "placements",
     .event = EVENT_PROPOSE,
     .people = PEOPLE_FIRST,
     .among = among_chosen,
     .carry_out = act_change_agreement,
     .fill = act_fill_agreement,
     .add = act_add_versions,
     .quiet = true},
    {.part = "tillfalle",
     .title = "Ändra tillfällen",
     .lead = "Lägg till, flytta eller ställ in ett tillfälle. Alla som berörs får veta det.",
     .button = "Spara tillfället",
     .fields = OCCASION_FIELDS,
     .event = EVENT_OCCASION,
     .carry_out = act_change_time},
    {.part = "genomford",
     .title = "Uppdraget är genomfört",
     .lead = "Säg till när uppdraget är över, om det är tidigare än det sista tillfället. Det som "
             "låg framåt ställs in.",
     .button = "Spara att det är genomfört",
     .fields = "",
     .once = "placements",
     .event = EVENT_DONE,
     .carry_out = act_done},
    {.part = "uppfoljning",
     .title = "Skriv in representantens uppföljning",
     .lead = "När den som var med har svarat på telefon, på papper eller i ett mejl.",
     .button = "Spara svaret",
     .fields = "part satt s_process s_support s_outcome s_again s_paid s_text s_worry",
     .needed = "part satt",
     .once = "placements",
     .event = EVENT_FOLLOWUP,
     .people = PEOPLE_ONE,
     .among = among_chosen,
     .carry_out = act_follow_up_person},
    {.part = "uppfoljning-verksamhet",
     .title = "Skriv in verksamhetens uppföljning",
     .lead = "När verksamheten har svarat på telefon, på papper eller i ett mejl.",
     .button = "Spara svaret",
     .fields = "satt s_aim s_changed s_told s_paid s_text s_worry",
     .needed = "satt",
     .once = "placements",
     .event = EVENT_FOLLOWUP,
     .carry_out = act_follow_up_unit},
    {.part = "ersattning",
     .title = "Skriv in tid, resor och utlägg",
     .lead =
         "När den som var med berättar på telefon eller i ett brev. Ersättningen räknas om. Det "
         "du lämnar tomt står kvar som det är.",
     .button = "Spara",
     .fields = "part e_timmar e_minuter e_restimmar e_resminuter e_km e_utlagg e_kvitton e_ref "
               "e_fskatt",
     .needed = "part",
     .once = "payments",
     .event = EVENT_REPORT,
     .people = PEOPLE_FIRST,
     .among = among_payments,
     .carry_out = act_report_pay,
     .fill = act_fill_pay},
    {.part = "betald",
     .title = "Skriv in om ersättningen är betald",
     .lead = "När verksamheten eller den som var med har sagt hur det är.",
     .button = "Spara",
     .fields = "part e_betald",
     .needed = "part e_betald",
     .once = "payments",
     .event = EVENT_PAID,
     .people = PEOPLE_ONE,
     .among = among_payments,
     .carry_out = act_paid,
     .fill = act_fill_pay},
    {.part = "avsluta",
     .title = "Avsluta",
     .lead = "Förfrågan läggs till dem som är klara. Står någon och väntar på svar får de veta att "
             "det inte blev något.",
     .button = "Avsluta",
     .fields = "",
     .event = EVENT_CLOSE,
     .carry_out = act_close_case,
     .quiet = true},
    {.part = "skriv",
     .title = "Skriv ett brev",
     .lead = "Med dina egna ord. Svaret kommer till förfrågan.",
     .button = "Skicka brevet",
     .fields = "part text",
     .needed = "part text",
     .text = "Brevet",
     .event = EVENT_WRITE,
     .people = PEOPLE_ONE,
     .among = among_all,
     .carry_out = act_write_letter,
     .fill = act_fill_letter,
     .add = act_add_texts,
     .quiet = true},
    {.part = "anteckna",
     .title = "Anteckna",
     .lead = "Det du skriver står i historiken. Bara personalen läser det.",
     .button = "Spara anteckningen",
     .fields = "text",
     .needed = "text",
     .text = "Anteckning",
     .event = EVENT_NOTE,
     .carry_out = act_note,
     .quiet = true},
    {.part = "avboka",
     .title = "Ta tillbaka ett val",
     .lead = "När någon som är vald inte kan vara med. Båda får veta det, och platsen blir ledig.",
     .button = "Ta tillbaka valet",
     .fields = "part text",
     .needed = "part",
     .text = "Varför?",
     .once = "placements",
     .event = EVENT_WITHDRAW,
     .people = PEOPLE_ONE,
     .among = among_chosen,
     .carry_out = act_withdraw,
     .quiet = true},
    {.part = "stall-in",
     .title = "Ställ in förfrågan",
     .lead = "Alla som är tillfrågade eller valda får veta det. Det går inte att ångra.",
     .button = "Ställ in",
     .fields = "text",
     .needed = "text",
     .text = "Varför? Verksamheten läser det du skriver.",
     .event = EVENT_CANCEL,
     .carry_out = act_cancel,
     .quiet = true},
    {0},
};

const struct act *act_named(const char *part)
{
    for (const struct act *x = acts; part && x->part; x++)
        if (strcmp(x->part, part) == 0)
            return x;
    return NULL;
}

/* Some moves want something known; one that the rules would take with any of it is offered. */
bool act_is_offered(struct web_request *q, const struct act *act, const struct request *r)
{
    bool takes = flow_decide(q->arena, r->state, act->event, 0).allowed ||
                 flow_decide(q->arena, r->state, act->event, ~0u).allowed ||
                 flow_decide(q->arena, r->state, act->event, KNOWN_PLACED).allowed;
    return takes && (!act->also || act->also(r));
}

const struct act *act_next(const struct request *r)
{
    static const char *const next[STATE_COUNT] = {[STATE_RECEIVED] = "vag",
                                                  [STATE_CLARIFYING] = "uppgifter",
                                                  [STATE_INVITING] = "svar",
                                                  [STATE_CHOOSING] = "valj",
                                                  [STATE_CONNECTED] = "godkann",
                                                  [STATE_AGREED] = "genomford",
                                                  [STATE_CARRIED_OUT] = "uppfoljning",
                                                  [STATE_FOLLOWED_UP] = "avsluta",
                                                  [STATE_ADVISED] = "skriv",
                                                  [STATE_UNFILLED] = "avsluta"};
    if (r->state == STATE_TRIAGE)
        return act_named(*r->route ? "fraga" : "vag");
    return act_named(next[r->state]);
}

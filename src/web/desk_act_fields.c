/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fields of the acts on a request (desk_case.h): one table, of which each act shows its own.
 */
#include "desk_case.h"

/* What the address may say already: whom it is about, and with which text a letter begins. */
const struct field act_asks[] = {
    {"till", FIELD_TEXT, .max = 20, .sv = "Till"},
    {"rad", FIELD_TEXT, .max = 60, .sv = "Text att börja med"},
    {0},
};

static const struct choice ways[] = {
    {"association", "Till föreningar", NULL},
    {"association_first", "Först till föreningar, sedan till poolen", NULL},
    {"pool", "Till poolen", NULL},
    {"both", "Till både föreningar och poolen", NULL},
    {"advice", "Det är rådgivning, inget lån", NULL},
    {"decline", "Vi kan inte hjälpa till", NULL},
    {0},
};
static const struct choice answers[] = {
    {"yes", "Ja", NULL}, {"no", "Nej", NULL}, {"maybe", "Kanske", NULL}, {0}};
static const struct choice by_phone[] = {
    {"phone", "På telefon", NULL}, {"letter", "I ett brev", NULL}, {0}};
static const struct choice on_paper[] = {
    {"phone", "På telefon", NULL}, {"paper", "På papper", NULL}, {"mail", "I ett mejl", NULL}, {0}};
static const struct choice parties[] = {
    {"unit", "Verksamheten", NULL}, {"representative", "Representanten", NULL}, {0}};
static const struct choice paid[] = {
    {"yes", "Ja", NULL}, {"no", "Nej", NULL}, {"declined", "Vill inte ha någon", NULL}, {0}};
static const struct choice told[] = {
    {"yes", "Ja", NULL}, {"later", "Ska göra det", NULL}, {"no", "Nej", NULL}, {0}};
static const struct choice little_much[] = {{"1", "inte alls", NULL}, {"5", "helt", NULL}, {0}};

static const struct choice writers[] = {
    {"unit", "Verksamheten", NULL},
    {"representative", "Representanten", NULL},
    {"staff", "Båda, i samtal med oss", NULL},
    {0},
};
static const struct choice yes_no[] = {{"yes", "Ja", NULL}, {"no", "Nej", NULL}, {0}};

static const struct choice kinds[] = {
    {"improvement_work", "Förbättringsarbete", NULL},
    {"education", "Utbildning", NULL},
    {"development_day", "Utvecklingsdag", NULL},
    {"workshop", "Workshop", NULL},
    {"seminar", "Seminarium", NULL},
    {"working_group", "Arbetsgrupp", NULL},
    {"management_group", "Ledningsgrupp", NULL},
    {"reference_group", "Referensgrupp", NULL},
    {"interview", "Intervju", NULL},
    {"focus_group", "Fokusgrupp", NULL},
    {"lecture", "Föreläsning", NULL},
    {"research", "Forskning", NULL},
    {"information_material", "Informationsmaterial", NULL},
    {"other", "Annat", NULL},
    {0},
};
static const struct choice perspectives[] = {
    {"patient", "Patient", NULL}, {"relative", "Närstående", NULL}, {"either", "Båda", NULL}, {0}};
static const struct choice formats[] = {
    {"on_site", "På plats", NULL}, {"digital", "Digitalt", NULL}, {"hybrid", "Båda", NULL}, {0}};
static const struct choice pays[] = {{"promised", "Ersättning betalas", NULL},
                                     {"refused", "Ingen ersättning betalas", NULL},
                                     {"unsaid", "Inte sagt", NULL},
                                     {0}};

#define WORDED(name_)                                                                              \
    {                                                                                              \
        .name = name_, .type = FIELD_LINES, .max = 8000, .sv = "Brevet"                            \
    }
#define FACT(name_, label_)                                                                        \
    {                                                                                              \
        .name = "f_" name_, .type = FIELD_TEXT, .max = 1000, .sv = label_                          \
    }

#define AGREED(name_, label_)                                                                      \
    {                                                                                              \
        .name = "o_" name_, .type = FIELD_LINES, .max = 5000, .sv = label_                         \
    }
#define AGREED_LINE(name_, label_)                                                                 \
    {                                                                                              \
        .name = "o_" name_, .type = FIELD_TEXT, .max = 200, .sv = label_                           \
    }

const struct field act_fields[] = {
    /* Where in the two steps it is, what was shown in the first, and what was worded anew. */
    {"steg", FIELD_TEXT, .max = 20, .sv = "Steg"},
    {"visat", FIELD_TEXT, .max = 64, .sv = "Visat"},
    WORDED("ord1"),
    WORDED("ord2"),
    WORDED("ord3"),
    WORDED("ord4"),
    WORDED("ord5"),
    WORDED("ord6"),
    WORDED("ord7"),
    WORDED("ord8"),

    {"vag", FIELD_RADIO, .choices = ways, .sv = "Vart ska frågan gå?"},
    {"vem", FIELD_PICKS, .sv = "Vem gäller det?"},
    {"part", FIELD_TEXT, .max = 20, .sv = "Vem gäller det?"},
    {"svar", FIELD_RADIO, .choices = answers, .sv = "Vad blev svaret?"},
    {"hur", FIELD_RADIO, .choices = by_phone, .sv = "Hur kom det?"},
    {"namn", FIELD_TEXT, .max = 200, .sv = "Den nominerades namn"},
    {"epost", FIELD_EMAIL, .sv = "Den nominerades e-post"},
    {"parti", FIELD_RADIO, .choices = parties, .sv = "Vem har godkänt?"},
    {"satt", FIELD_RADIO, .choices = on_paper, .sv = "Hur kom det?"},
    {"fardig", FIELD_TICK, .sv = "Inga fler behövs än dem som är valda"},
    {"tillfalle", FIELD_NUMBER, .min = 0, .max = 2000000000, .sv = "Vilket tillfälle?",
     .hint_sv = "Numret står vid tillfället. Lämna tomt för ett nytt tillfälle."},
    {"dag", FIELD_DATE, .narrow = true, .sv = "Dag"},
    {"fran", FIELD_TIME, .narrow = true, .sv = "Från"},
    {"till", FIELD_TIME, .narrow = true, .sv = "Till"},
    {"plats", FIELD_TEXT, .max = 300, .sv = "Plats"},
    {"lank", FIELD_TEXT, .max = 500, .sv = "Möteslänk"},
    {"tilltrade", FIELD_TEXT, .max = 500, .sv = "Bra att veta för att hitta in"},
    {"bort", FIELD_TICK, .sv = "Ställ in tillfället"},

    {"s_process", FIELD_SCALE, .choices = little_much, .sv = "Kändes det bra att vara med?"},
    {"s_support", FIELD_SCALE, .choices = little_much, .sv = "Räckte stödet?"},
    {"s_outcome", FIELD_SCALE, .choices = little_much, .sv = "Tror du att det gör skillnad?"},
    {"s_again", FIELD_RADIO, .choices = answers, .sv = "Vill vara med igen"},
    {"s_aim", FIELD_SCALE, .choices = little_much, .sv = "Nådde de det de ville?"},
    {"s_changed", FIELD_LINES, .max = 2000, .sv = "Vad förändrade bidraget?",
     .hint_sv = "Den som var med läser det precis som det står."},
    {"s_told", FIELD_RADIO, .choices = told, .sv = "Har de berättat det för den som var med?"},
    {"s_paid", FIELD_RADIO, .choices = paid, .sv = "Är ersättningen betald?"},
    {"s_text", FIELD_LINES, .max = 2000, .sv = "Med egna ord"},
    {"s_worry", FIELD_TICK, .sv = "Vill att någon hör av sig"},

    {"f_kind", FIELD_CHOICE, .choices = kinds, .sv = "Typ av uppdrag"},
    {"f_areas", FIELD_TEXT, .max = 1000, .sv = "Erfarenhet som söks",
     .hint_sv = "Med ord, till exempel: stroke, diabetes."},
    {"f_perspective", FIELD_CHOICE, .choices = perspectives, .sv = "Patient eller närstående"},
    {"f_people_min", FIELD_NUMBER, .narrow = true, .min = 1, .max = 99, .sv = "Antal personer"},
    {"f_people_max", FIELD_NUMBER, .narrow = true, .min = 1, .max = 99, .sv = "Högst"},
    {"f_occasions", FIELD_LINES, .max = 2000, .sv = "Tillfällen",
     .hint_sv = "Ett på varje rad, till exempel: 2027-04-09 13:00-16:00. Bara dagen går också."},
    {"f_respond_by", FIELD_DATE, .narrow = true, .sv = "Svar senast"},
    {"f_format", FIELD_CHOICE, .choices = formats, .sv = "På plats eller digitalt"},
    {"f_municipality", FIELD_TEXT, .max = 100, .sv = "Ort", .hint_sv = "Kommunen där ni ses."},
    {"f_compensation", FIELD_CHOICE, .choices = pays, .sv = "Ersättning"},
    FACT("cost_ref", "Ansvar eller referens"),
    FACT("unit", "Verksamhet"),
    FACT("contact_name", "Kontaktperson"),
    {"f_contact_phone", FIELD_PHONE, .sv = "Telefon"},
    {"f_contact_email", FIELD_EMAIL, .sv = "E-post"},
    {"f_description", FIELD_LINES, .max = 8000, .sv = "Uppdraget"},

    {"e_timmar", FIELD_NUMBER, .narrow = true, .max = 99, .sv = "Timmar på plats"},
    {"e_minuter", FIELD_NUMBER, .narrow = true, .max = 59, .sv = "Minuter på plats"},
    {"e_restimmar", FIELD_NUMBER, .narrow = true, .max = 99, .sv = "Timmar på resan",
     .hint_sv = "Fram och tillbaka."},
    {"e_resminuter", FIELD_NUMBER, .narrow = true, .max = 59, .sv = "Minuter på resan"},
    {"e_km", FIELD_NUMBER, .narrow = true, .max = 3000, .sv = "Kilometer med egen bil",
     .hint_sv = "Fram och tillbaka."},
    {"e_utlagg", FIELD_TEXT, .narrow = true, .max = 20, .sv = "Biljetter och utlägg, i kronor",
     .hint_sv = "Till exempel 84,50."},
    {"e_kvitton", FIELD_LINES, .max = 1000, .sv = "Vilka kvitton finns?"},
    {"e_ref", FIELD_TEXT, .max = 200, .sv = "Ansvar eller referens",
     .hint_sv = "Verksamhetens. Skriv aldrig personnummer eller kontonummer."},
    {"e_fskatt", FIELD_RADIO, .choices = yes_no, .sv = "Har F-skatt och skickar faktura"},
    {"e_betald", FIELD_RADIO, .choices = paid, .sv = "Är ersättningen betald?"},

    /* The agreement's own fields, labelled as there (agreement_label()) but for the first. */
    {"o_version", FIELD_NUMBER, .min = 1, .max = 100000, .sv = "Version"},
    {"skriver", FIELD_RADIO, .choices = writers, .sv = "Vem har sagt hur det ska stå?",
     .hint_sv = "Den andra får ett brev om det som är nytt."},
    AGREED("matters", "Vad är viktigt för patientföreträdaren?"),
    AGREED("assignment", "Uppdraget"),
    AGREED("role", "Patientföreträdarens roll"),
    AGREED("next", "Nästa steg"),
    AGREED("time", "Tid utöver tillfällena"),
    AGREED("preparation", "Förberedelser och material"),
    AGREED_LINE("contact", "Kontaktperson"),
    AGREED("reach", "Så når man kontaktpersonen"),
    AGREED("support", "Stöd vid tillfällena"),
    AGREED("compensation", "Ersättning"),
    AGREED("travel", "Resor och utlägg"),
    AGREED_LINE("cost_ref", "Kostnadsställe eller referens"),
    AGREED("confidentiality", "Information och sekretess"),
    AGREED("conflicts", "Jäv"),
    AGREED("quotation", "Citat och bilder"),
    AGREED("hears", "Besked om vad det ledde till"),
    AGREED_LINE("registration", "Diarienummer"),

    {"text", FIELD_LINES, .max = 8000, .sv = "Text"},
    {0},
};

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fields of every form but the request's: what may be sent, in which bounds, and how each is
 * called in both languages.
 */
#include "craft.h"

static const struct choice answers[] = {
    {"yes", "Ja, jag vill vara med", "Yes, I would like to take part"},
    {"no", "Nej, inte den här gången", "No, not this time"},
    {"maybe", "Kanske – jag vill fråga något först", "Maybe – I would like to ask something first"},
    {0},
};

const struct field answer_fields[] = {
    {"answer", FIELD_RADIO, .needed = true, .choices = answers,
     .hint_easy = "Du får svara nej. Du måste inte säga varför.", .sv = "Vill du vara med?",
     .en = "Would you like to take part?", .hint_sv = "Ett nej behöver inget skäl.",
     .hint_en = "A no needs no reason."},
    {"text", FIELD_LINES, .max = 4000, .sv = "Om du svarar ja: det här får verksamheten läsa",
     .en = "If you answer yes: this is what the unit will read",
     .hint_sv = "Precis den här texten, inget annat. Ändra den som du vill, eller ta bort den. Du "
                "väljer själv vad du berättar.",
     .hint_en = "This very text and nothing else. Change it as you like, or take it away. You "
                "choose what you tell.",
     .easy = "Svarar du ja? Det här får den som frågar läsa",
     .hint_easy = "Du kan ändra texten. Du kan ta bort den."},
    {"question", FIELD_LINES, .max = 2000, .sv = "Om du svarar kanske: vad undrar du över?",
     .en = "If you answer maybe: what would you like to know?",
     .hint_sv = "En människa läser din fråga och svarar.",
     .hint_en = "A person reads your question and answers.",
     .easy = "Svarar du kanske? Skriv vad du undrar"},
    {0},
};

static const struct choice nominations[] = {
    {"yes", "Ja, vi nominerar", "Yes, we nominate"},
    {"no", "Nej, inte den här gången", "No, not this time"},
    {"maybe", "Vi vill fråga något först", "We would like to ask something first"},
    {0},
};

#define NOMINEE(n, legend_sv, legend_en)                                                           \
    {"name" #n,                                                                                    \
     FIELD_TEXT,                                                                                   \
     .max = 200,                                                                                   \
     .narrow = true,                                                                               \
     .sv = "Namn",                                                                                 \
     .en = "Name",                                                                                 \
     .group_sv = legend_sv,                                                                        \
     .group_en = legend_en},                                                                       \
    {                                                                                              \
        "email" #n, FIELD_EMAIL, .narrow = true, .sv = "E-post", .en = "E-mail"                    \
    }

const struct field nomination_fields[] = {
    {"answer", FIELD_RADIO, .needed = true, .choices = nominations,
     .easy = "Vill ni föreslå någon?", .hint_easy = "Ni får svara nej. Ni måste inte säga varför.",
     .sv = "Vill ni nominera någon?", .en = "Would you like to nominate somebody?",
     .hint_sv = "Ett nej behöver inget skäl.", .hint_en = "A no needs no reason."},
    {"question", FIELD_LINES, .max = 2000, .easy = "Vill ni fråga något? Skriv det här",
     .sv = "Om ni vill fråga något: vad undrar ni över?",
     .en = "If you would like to ask: what would you like to know?"},
    NOMINEE(1, "Första personen", "First person"),
    NOMINEE(2, "Andra personen", "Second person"),
    NOMINEE(3, "Tredje personen", "Third person"),
    NOMINEE(4, "Fjärde personen", "Fourth person"),
    {"agreed", FIELD_TICK, .easy = "De som vi skriver här har själva sagt ja",
     .sv = "De som vi nominerar har själva sagt ja till det",
     .en = "Those we nominate have agreed to it themselves", .group_sv = "Bekräfta",
     .group_en = "Confirm"},
    {0},
};

const struct field cancel_fields[] = {
    {"reason", FIELD_LINES, .max = 1000, .sv = "Vill ni berätta varför?",
     .en = "Would you like to tell us why?"},
    {0},
};

const struct field address_fields[] = {
    {"email", FIELD_EMAIL, .needed = true, .sv = "Din e-postadress", .en = "Your e-mail address",
     .hint_sv = "Den adress som du brukar få våra brev till.",
     .hint_en = "The address that our letters come to.", .autocomplete = "email"},
    {0},
};

const struct field code_fields[] = {
    {"code", FIELD_CODE, .needed = true, .narrow = true, .sv = "Koden, sex siffror",
     .en = "The code, six figures", .autocomplete = "one-time-code"},
    {0},
};

/* RFC 8058: a mail program posts this and nothing else. */
static const struct choice one_click[] = {{"One-Click", "Pausa", "Pause"}, {0}};

const struct field pause_fields[] = {
    {"List-Unsubscribe", FIELD_CHOICE, .needed = true, .choices = one_click, .sv = "Pausa",
     .en = "Pause"},
    {0},
};

/* A button alone. */
const struct field no_fields[] = {{0}};

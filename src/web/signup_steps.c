/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The steps of a sign-up: what each page asks, and how. Nothing but a name and an address must be
 * filled in.
 */
#include "page_self.h"
#include "page_signup.h"

static const struct choice languages[] = {
    {"sv", "Svenska", "Swedish"},
    {"sv-lattlast", "Lättläst svenska", "Easy-to-read Swedish"},
    {"en", "Engelska", "English"},
    {0},
};
static const struct choice perspectives[] = {
    {"patient", "Patient, eller har varit", "A patient, now or before"},
    {"relative", "Närstående", "A relative"},
    {"both", "Både och", "Both"},
    {0},
};
static const struct choice formats[] = {
    {"on_site", "Träffas på plats", "Meet on site"},
    {"digital", "Ses digitalt", "Meet online"},
    {"both", "Båda går bra", "Either is fine"},
    {0},
};

const struct field signup_you_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Ditt namn", .en = "Your name",
     .hint_sv = "Det namn som du vill att vi använder.",
     .hint_en = "The name that you would like us to use.", .autocomplete = "name"},
    {"email", FIELD_EMAIL, .needed = true, .sv = "Din e-postadress", .en = "Your e-mail address",
     .hint_sv = "Hit skickar vi en länk, så att vi vet att det är du.",
     .hint_en = "We send a link here, so that we know it is you.", .autocomplete = "email"},
    {"phone", FIELD_PHONE, .sv = "Telefon", .en = "Phone",
     .hint_sv = "Om du hellre vill att vi ringer.", .hint_en = "If you would rather have us call.",
     .autocomplete = "tel"},
    {"letter_language", FIELD_RADIO, .choices = languages, .sv = "Hur vill du ha våra brev?",
     .en = "How would you like our letters?"},
    {0},
};

const struct field signup_experience_fields[] = {
    {"perspective", FIELD_RADIO, .choices = perspectives, .sv = "Är du patient eller närstående?",
     .en = "Are you a patient or a relative?"},
    {"areas", FIELD_LINES, .max = 2000, .easy = "Vad har du varit med om?",
     .hint_easy = "Skriv en sak på varje rad. Till exempel: stroke.",
     .sv = "Vad har du erfarenhet av?", .en = "What do you have experience of?",
     .hint_sv = "En sak på varje rad, till exempel stroke eller bröstcancer. Du väljer själv vad "
                "du nämner.",
     .hint_en = "One thing on each line, for example stroke or breast cancer. You choose what you "
                "mention."},
    {0},
};

const struct field signup_story_fields[] = {
    {"story", FIELD_LINES, .max = 20000, .easy = "Vill du berätta mer?",
     .hint_easy = "Skriv med egna ord. Några rader räcker. Ingen får läsa det om du inte har sagt "
                  "ja. Skriv inget personnummer.",
     .sv = "Vill du berätta lite mer?", .en = "Would you like to tell a little more?",
     .hint_sv = "Med egna ord. Några rader räcker. Ingen verksamhet läser det utan att du har sagt "
                "ja. Skriv inget personnummer.",
     .hint_en = "In your own words. A few lines will do. No care unit reads it unless you have "
                "said yes. Please give no personal number."},
    {"unwanted", FIELD_LINES, .max = 2000, .sv = "Är det något du inte vill få frågor om?",
     .en = "Is there anything you do not want to be asked about?",
     .hint_sv = "En sak på varje rad.", .hint_en = "One thing on each line."},
    {0},
};

const struct field signup_part_fields[] = {
    {"ways", FIELD_LINES, .max = 2000, .easy = "Hur vill du vara med?",
     .hint_easy = "Till exempel: berätta. Eller: läsa en text.", .sv = "Hur vill du bidra?",
     .en = "How would you like to contribute?",
     .hint_sv = "Till exempel berätta, vara med i en grupp, läsa en text eller tala vid en "
                "utbildning.",
     .hint_en = "For example tell your story, join a group, read a text or speak at a course."},
    {"formats", FIELD_RADIO, .choices = formats, .sv = "På plats eller digitalt?",
     .en = "On site or online?"},
    {"municipality", FIELD_TEXT, .max = 100, .sv = "Vilken kommun bor du i?",
     .en = "Which municipality do you live in?",
     .hint_sv = "Så frågar vi inte om uppdrag för långt bort.",
     .hint_en = "So that we do not ask about what is too far away."},
    {"travel_km", FIELD_NUMBER, .narrow = true, .min = 0, .max = 2000,
     .sv = "Så många kilometer kan du resa", .en = "How many kilometres you can travel"},
    {0},
};

const struct field signup_needs_fields[] = {
    {"languages", FIELD_TEXT, .max = 200, .sv = "Vilka språk talar du?",
     .en = "Which languages do you speak?", .hint_sv = "Till exempel svenska, finska.",
     .hint_en = "For example Swedish, Finnish."},
    {"access_needs", FIELD_LINES, .max = 2000, .sv = "Behöver du något för att kunna vara med?",
     .en = "Is there anything you need to take part?",
     .hint_sv = "Till exempel tolk, hiss eller korta pass.",
     .hint_en = "For example an interpreter, a lift or short sessions."},
    {0},
};

const struct field signup_send_fields[] = {
    {"consent", FIELD_TICK, .easy = "Ja, ni får spara det och leta bland det",
     .sv = "Ja, jag samtycker", .en = "Yes, I consent"},
    {0},
};

const struct signup_step signup_steps[SIGNUP_STEPS] = {
    {"du", signup_you_fields, "Vem är du?", NULL, "Who are you?",
     "Vi behöver ett namn och en e-postadress för att nå dig. Inget annat måste du fylla i.",
     "Skriv ditt namn och din e-postadress. Då kan vi nå dig.",
     "We need a name and an e-mail address to reach you. You need not fill in anything else."},
    {"erfarenhet", signup_experience_fields, "Vad har du erfarenhet av?", "Vad vet du mycket om?",
     "What do you have experience of?",
     "Det hjälper oss att bara fråga dig om sådant som rör dig. Vill du inte svara? Hoppa över.",
     "Då frågar vi dig om rätt saker. Du måste inte svara.",
     "It helps us to ask you only about what concerns you. If you would rather not say, skip "
     "this."},
    {"berattelse", signup_story_fields, "Vill du berätta?", NULL, "Would you like to tell us?",
     "Bara om du vill. Du kan skriva mer, eller ändra, när som helst.",
     "Skriv bara om du vill. Du kan ändra det sedan.",
     "Only if you like. You can write more, or change it, at any time."},
    {"medverkan", signup_part_fields, "Hur vill du vara med?", NULL,
     "How would you like to take part?",
     "Du bestämmer hur mycket och på vilket sätt. Det går bra att hoppa över det här.",
     "Du bestämmer hur mycket du vill vara med. Du måste inte svara.",
     "You decide how much and in what way. You may skip this."},
    {"behov", signup_needs_fields, "Vad behöver du?", NULL, "What do you need?",
     "Så att den som bjuder in dig kan ordna det i god tid.",
     "Vi vill att det ska fungera bra för dig.",
     "So that whoever invites you can arrange it in good time."},
};

void check_signup_experience(struct web_request *q)
{
    self_check_areas(q, "areas");
}

void check_signup_story(struct web_request *q)
{
    self_check_areas(q, "unwanted");
}

void check_signup_needs(struct web_request *q)
{
    self_check_languages(q);
}

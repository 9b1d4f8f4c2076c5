/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The request form: every field in its group. What must be there is little, so that a unit in a
 * hurry can begin; what an invitation needs and the form lacks is asked for afterwards.
 */
#include "craft.h"

static const struct choice kinds[] = {
    {"workshop", "Workshop", "Workshop"},
    {"improvement_work", "Förbättringsarbete", "Improvement work"},
    {"education", "Utbildning", "Education"},
    {"development_day", "Utvecklingsdag", "Development day"},
    {"seminar", "Seminarium", "Seminar"},
    {"working_group", "Arbetsgrupp", "Working group"},
    {"management_group", "Ledningsgrupp", "Management group"},
    {"reference_group", "Referensgrupp", "Reference group"},
    {"interview", "Intervju", "Interview"},
    {"focus_group", "Fokusgrupp", "Focus group"},
    {"lecture", "Föreläsning", "Lecture"},
    {"research", "Forskning", "Research"},
    {"information_material", "Informationsmaterial", "Information material"},
    {"other", "Något annat", "Something else"},
    {0},
};
static const struct choice influences[] = {
    {"inform", "Få information", "To be informed"},
    {"consult", "Lämna synpunkter", "To be consulted"},
    {"involve", "Vara delaktig i arbetet", "To be involved in the work"},
    {"collaborate", "Arbeta som en jämlik part", "To work as an equal partner"},
    {"decide", "Vara med och besluta", "To take part in decisions"},
    {0},
};
static const struct choice perspectives[] = {
    {"patient", "Patienter", "Patients"},
    {"relative", "Närstående", "Relatives"},
    {"either", "Patienter eller närstående", "Patients or relatives"},
    {0},
};
static const struct choice needs[] = {
    {"general", "Allmän erfarenhet av vården", "Experience of care in general"},
    {"specific", "En bestämd erfarenhet", "A specific experience"},
    {"story", "En personlig berättelse", "A personal story"},
    {"group", "En plats i en grupp", "A place in a group"},
    {0},
};
static const struct choice routes[] = {
    {"association", "Genom en patientförening", "Through a patient association"},
    {"pool", "Enskilda med egen erfarenhet", "Individuals with their own experience"},
    {"both", "Både föreningar och enskilda", "Both associations and individuals"},
    {0},
};
static const struct choice formats[] = {
    {"on_site", "På plats", "On site"},
    {"digital", "Digitalt", "Online"},
    {"hybrid", "På plats eller digitalt", "On site or online"},
    {0},
};
static const struct choice payments[] = {
    {"promised", "Ja, vi betalar ersättning", "Yes, we pay compensation"},
    {"refused", "Nej, ingen ersättning betalas", "No, no compensation is paid"},
    {"unsaid", "Det är inte klart än", "It is not settled yet"},
    {0},
};

#define DESCRIPTION_FIELD                                                                          \
    {                                                                                              \
        "description", FIELD_LINES,                                                                \
            .needed = true, .max = 4000, .sv = "Vad ska ni göra tillsammans?",                     \
            .en = "What will you do together?",                                                    \
            .hint_sv = "Beskriv uppdraget så att den som får frågan förstår vad det innebär.",     \
            .hint_en = "Describe the assignment so that whoever is asked understands it."          \
    }
#define EXPERIENCE_FIELDS(...)                                                                     \
    {"experience",                                                                                 \
     FIELD_TEXT,                                                                                   \
     .max = 300,                                                                                   \
     .easy = "Vad ska personen ha varit med om?",                                                  \
     .hint_easy = "Till exempel: stroke. Eller: vilken sjukdom som helst.",                        \
     .sv = "Vilken erfarenhet söker ni? Med egna ord",                                             \
     .en = "Which experience are you looking for? In your own words",                              \
     .hint_sv = "Till exempel: egen erfarenhet av stroke, eller vilken erfarenhet som helst.",     \
     .hint_en = "For example: own experience of stroke, or any experience of care.",               \
     __VA_ARGS__},                                                                                 \
    {                                                                                              \
        "area", FIELD_AREA, .easy = "Du kan också välja i listan",                                 \
                            .hint_easy = "Passar flera? Ta det som är störst.",                    \
                            .sv = "Eller välj ett område ur listan",                               \
                            .en = "Or choose an area from the list",                               \
                            .hint_sv = "Passar flera? Välj det vidaste.",                          \
                            .hint_en = "Does more than one fit? Choose the widest."                \
    }
#define PEOPLE_FIELDS                                                                              \
    {"people_min",                                                                                 \
     FIELD_NUMBER,                                                                                 \
     .min = 1,                                                                                     \
     .max = 50,                                                                                    \
     .narrow = true,                                                                               \
     .sv = "Minst antal personer",                                                                 \
     .en = "At least how many",                                                                    \
     .hint_sv = "Två är ett gott råd.",                                                            \
     .hint_en = "Two is good advice."},                                                            \
    {                                                                                              \
        "people_max", FIELD_NUMBER, .min = 1, .max = 50, .narrow = true,                           \
                                    .sv = "Högst antal personer", .en = "At most how many",        \
                                    .hint_sv = "Lämna tomt om det inte spelar någon roll.",        \
                                    .hint_en = "Leave empty if it does not matter."                \
    }
#define OCCASION_FIELDS(n, legend_sv, legend_en)                                                   \
    {"date" #n,                                                                                    \
     FIELD_DATE,                                                                                   \
     .narrow = true,                                                                               \
     .sv = "Dag",                                                                                  \
     .en = "Day",                                                                                  \
     .group_sv = legend_sv,                                                                        \
     .group_en = legend_en},                                                                       \
        {"from" #n, FIELD_TIME, .narrow = true, .sv = "Från", .en = "From"},                       \
    {                                                                                              \
        "to" #n, FIELD_TIME, .narrow = true, .sv = "Till", .en = "To"                              \
    }
#define PLACE_FIELDS(...)                                                                          \
    {"format",                                                                                     \
     FIELD_CHOICE,                                                                                 \
     .choices = formats,                                                                           \
     .sv = "På plats eller digitalt",                                                              \
     .en = "On site or online",                                                                    \
     __VA_ARGS__},                                                                                 \
    {                                                                                              \
        "municipality", FIELD_TEXT, .max = 80, .sv = "Kommun där ni ses",                          \
                                    .en = "Municipality where you meet",                           \
                                    .hint_sv = "Så frågar vi dem som bor nära nog.",               \
                                    .hint_en = "So that we ask those who live near enough."        \
    }
#define PAY_FIELDS(...)                                                                            \
    {"compensation",                                                                               \
     FIELD_CHOICE,                                                                                 \
     .choices = payments,                                                                          \
     .easy = "Betalar ni den som är med?",                                                         \
     .hint_easy = "Alla ska veta det innan de säger ja.",                                          \
     .sv = "Betalar ni ersättning?",                                                               \
     .en = "Do you pay compensation?",                                                             \
     .hint_sv = "Er verksamhet betalar den som deltar. Beskedet ska finnas innan någon säger ja.", \
     .hint_en = "Your unit pays those who take part. It is settled before anybody says yes.",      \
     __VA_ARGS__},                                                                                 \
    {                                                                                              \
        "cost_ref", FIELD_TEXT, .max = 100, .easy = "Vad ska stå på räkningen?",                   \
                                .hint_easy = "Fråga dem som sköter pengarna hos er.",              \
                                .sv = "Ansvar eller referens för fakturan",                        \
                                .en = "Cost reference for the invoice",                            \
                                .hint_sv = "Det som ekonomin hos er behöver för att betala.",      \
                                .hint_en = "What your finance office needs in order to pay."       \
    }
#define CONTACT_FIELDS(need, ...)                                                                  \
    {"contact_name",                                                                               \
     FIELD_TEXT,                                                                                   \
     .needed = need,                                                                               \
     .max = 120,                                                                                   \
     .easy = "Vem kan vi fråga?",                                                                  \
     .hint_easy = "Den som vet mest om uppdraget.",                                                \
     .sv = "Kontaktperson",                                                                        \
     .en = "Contact person",                                                                       \
     .hint_sv = "Den som svarar på frågor om uppdraget.",                                          \
     .hint_en = "Who answers questions about the assignment.",                                     \
     .autocomplete = "name",                                                                       \
     __VA_ARGS__},                                                                                 \
    {                                                                                              \
        "contact_phone", FIELD_PHONE, .sv = "Telefon", .en = "Phone", .autocomplete = "tel",       \
                                      .hint_sv = "Ett nummer där någon svarar på kontorstid.",     \
                                      .hint_en = "A number that is answered in office hours."      \
    }

const struct field request_fields[] = {
    {"title", FIELD_TEXT, .needed = true, .max = 120, .sv = "Vad handlar det om?",
     .en = "What is it about?",
     .hint_sv = "Några ord, till exempel: Bättre information efter en operation.",
     .hint_en = "A few words, for example: Better information after surgery.",
     .group_sv = "Uppdraget", .group_en = "The assignment"},
    {"kind", FIELD_CHOICE, .choices = kinds, .sv = "Typ av uppdrag", .en = "Kind of assignment",
     .hint_sv = "Välj det som ligger närmast.", .hint_en = "Choose the nearest."},
    DESCRIPTION_FIELD,
    {"why", FIELD_LINES, .max = 2000, .easy = "Varför gör ni det? Vad hoppas ni på?",
     .hint_easy = "Det vill den som vi frågar veta först.",
     .sv = "Varför gör ni det, och vad vore ett gott resultat?",
     .en = "Why are you doing it, and what would success look like?",
     .hint_sv = "Det är det första som den tillfrågade undrar över.",
     .hint_en = "It is the first thing that those you ask will wonder."},
    {"open", FIELD_LINES, .max = 2000, .easy = "Vad går att ändra? Vad är redan bestämt?",
     .hint_easy = "Det är viktigt att veta innan man säger ja.",
     .sv = "Vad går att påverka, och vad är redan bestämt?",
     .en = "What is open to influence, and what is decided already?",
     .hint_sv =
         "Det är viktigt att veta innan man säger ja. Skriv också det som inte går att ändra.",
     .hint_en = "People need to know before they say yes. Say also what cannot be changed."},
    {"influence", FIELD_CHOICE, .choices = influences, .easy = "Vad får den som är med göra?",
     .hint_easy = "Hur mycket får personen vara med och bestämma?",
     .sv = "Vilken roll får den som deltar?", .en = "What part does the representative have?",
     .hint_sv = "Hur mycket får den som deltar vara med och bestämma?",
     .hint_en = "How much may those who take part decide?"},

    EXPERIENCE_FIELDS(.group_sv = "Vem ni söker", .group_en = "Whom you are looking for"),
    {"need", FIELD_CHOICE, .choices = needs, .sv = "Vad behöver ni mest?",
     .en = "What do you need most?", .hint_sv = "En bestämd erfarenhet tar längre tid att hitta.",
     .hint_en = "A specific experience takes longer to find."},
    {"perspective", FIELD_CHOICE, .choices = perspectives, .sv = "Patienter eller närstående",
     .en = "Patients or relatives", .hint_sv = "Vems erfarenhet behöver ni?",
     .hint_en = "Whose experience do you need?"},
    PEOPLE_FIELDS,
    {"route", FIELD_CHOICE, .choices = routes, .easy = "Vem ska vi fråga?",
     .hint_easy = "En förening talar för många. En person talar för sig själv. Vet ni inte? Då "
                  "bestämmer vi tillsammans.",
     .sv = "Vart vill ni att frågan går?", .en = "Who would you like to be asked?",
     .hint_sv = "En förening talar för många, en enskild för sig själv. Är ni osäkra bestämmer vi "
                "tillsammans.",
     .hint_en = "An association speaks for many, an individual for themselves. If you are not "
                "sure, we settle it together."},
    {"languages", FIELD_TEXT, .max = 100, .sv = "Språk", .en = "Language",
     .hint_sv = "Om ni använder ett annat språk än svenska, eller har tolk.",
     .hint_en = "If you use another language than Swedish, or have an interpreter."},

    OCCASION_FIELDS(1, "Första tillfället", "First occasion"),
    OCCASION_FIELDS(2, "Andra tillfället", "Second occasion"),
    OCCASION_FIELDS(3, "Tredje tillfället", "Third occasion"),
    {"when_else", FIELD_TEXT, .max = 300, .sv = "Fler tillfällen, eller ungefär när",
     .en = "More occasions, or roughly when", .hint_sv = "Till exempel: varannan tisdag i höst.",
     .hint_en = "For example: every other Tuesday this autumn.", .group_sv = "Tid och plats",
     .group_en = "Time and place"},
    {"outside", FIELD_TEXT, .max = 300, .easy = "Tar det mer tid än mötena?",
     .sv = "Tid utanför mötena", .en = "Time outside the meetings",
     .hint_sv = "Till exempel att läsa ett utkast.", .hint_en = "For example to read a draft."},
    PLACE_FIELDS(.narrow = false),
    {"place", FIELD_TEXT, .max = 200, .sv = "Plats eller adress", .en = "Place or address",
     .hint_sv = "Rum, hus och gata. Är det digitalt: vilket verktyg.",
     .hint_en = "Room, house and street. If it is online: which tool."},
    {"participants", FIELD_TEXT, .max = 300, .sv = "Vilka andra är med?",
     .en = "Who else takes part?", .hint_sv = "Till exempel: två sjuksköterskor och en läkare.",
     .hint_en = "For example: two nurses and a doctor."},
    {"respond_by", FIELD_DATE, .narrow = true, .sv = "När behöver ni svar?",
     .en = "When do you need an answer?", .hint_sv = "Räkna med minst en vecka.",
     .hint_en = "Allow at least a week."},

    PAY_FIELDS(.group_sv = "Villkor och stöd", .group_en = "Terms and support"),
    {"support", FIELD_TEXT, .max = 300, .easy = "Vem hjälper den som är med?",
     .hint_easy = "Skriv ett namn. Skriv hur man når personen.",
     .sv = "Vem stödjer den som deltar?", .en = "Who supports the representative?",
     .hint_sv = "Ett namn, och hur man når personen på dagen.",
     .hint_en = "A name, and how to reach that person on the day."},
    {"accessibility", FIELD_TEXT, .max = 300, .easy = "Kan alla vara med?",
     .hint_easy = "Till exempel: finns det hiss? Blir det pauser?",
     .sv = "Tillgänglighet i lokalen eller på mötet",
     .en = "Accessibility of the place or the meeting",
     .hint_sv = "Till exempel hiss, hörslinga, pauser.",
     .hint_en = "For example a lift, a hearing loop, breaks."},
    {"confidentiality", FIELD_TEXT, .max = 300, .easy = "Är något hemligt?",
     .hint_easy = "Får den som är med höra något som ingen får berätta vidare?",
     .sv = "Sekretess eller tystnad som behövs", .en = "Confidentiality that is needed",
     .hint_sv = "Får den som deltar höra sådant som inte får föras vidare?",
     .hint_en = "Will those who take part hear what must not be passed on?"},

    {"unit", FIELD_TEXT, .needed = true, .max = 160, .easy = "Vad heter ni?",
     .hint_easy = "Det namn som andra känner till.", .sv = "Verksamhet", .en = "Unit",
     .hint_sv = "Det namn som andra känner er under.",
     .hint_en = "The name that others know you by.", .autocomplete = "organization",
     .group_sv = "Er verksamhet", .group_en = "Your unit"},
    {"division", FIELD_TEXT, .max = 160, .easy = "Vilken del av vården hör ni till?",
     .hint_easy = "Till exempel: Sahlgrenska universitetssjukhuset.",
     .sv = "Förvaltning eller område", .en = "Division",
     .hint_sv = "Till exempel: Sahlgrenska universitetssjukhuset.",
     .hint_en = "For example: the university hospital."},
    CONTACT_FIELDS(true, .narrow = false),
    {"contact_email", FIELD_EMAIL, .needed = true, .sv = "E-post", .en = "E-mail",
     .hint_sv = "Hit skickar vi en länk. Förfrågan är vår först när du har bekräftat den.",
     .hint_en = "We send a link here. The request reaches us once you have confirmed it.",
     .autocomplete = "email"},
    {0},
};

/* What a unit may fill in afterwards: of these the page shows those that are missing. */
const struct field facts_fields[] = {
    {"description", FIELD_LINES, .max = 4000, .sv = "Vad ska ni göra tillsammans?",
     .en = "What will you do together?"},
    EXPERIENCE_FIELDS(.narrow = false),
    PEOPLE_FIELDS,
    OCCASION_FIELDS(1, "Första tillfället", "First occasion"),
    OCCASION_FIELDS(2, "Andra tillfället", "Second occasion"),
    OCCASION_FIELDS(3, "Tredje tillfället", "Third occasion"),
    PLACE_FIELDS(.group_sv = "Plats och villkor", .group_en = "Place and terms"),
    PAY_FIELDS(.narrow = false),
    CONTACT_FIELDS(false, .narrow = false),
    {0},
};

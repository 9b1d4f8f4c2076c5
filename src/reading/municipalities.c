/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The 290 municipalities of Sweden.
 *
 * A name is found with or without a genitive s. Names that are common words too ("Vara", "Mark")
 * count only with a capital; that is for the caller to see, who has the token.
 */
#include <string.h>

#include "base/text.h"
#include "places.h"

static const char *const names[] = {
    "Ale",          "Alingsås",     "Alvesta",       "Aneby",
    "Arboga",       "Arjeplog",     "Arvidsjaur",    "Arvika",
    "Askersund",    "Avesta",       "Bengtsfors",    "Berg",
    "Bjurholm",     "Bjuv",         "Boden",         "Bollebygd",
    "Bollnäs",      "Borgholm",     "Borlänge",      "Borås",
    "Botkyrka",     "Boxholm",      "Bromölla",      "Bräcke",
    "Burlöv",       "Båstad",       "Dals-Ed",       "Danderyd",
    "Degerfors",    "Dorotea",      "Eda",           "Ekerö",
    "Eksjö",        "Emmaboda",     "Enköping",      "Eskilstuna",
    "Eslöv",        "Essunga",      "Fagersta",      "Falkenberg",
    "Falköping",    "Falun",        "Filipstad",     "Finspång",
    "Flen",         "Forshaga",     "Färgelanda",    "Gagnef",
    "Gislaved",     "Gnesta",       "Gnosjö",        "Gotland",
    "Grums",        "Grästorp",     "Gullspång",     "Gällivare",
    "Gävle",        "Göteborg",     "Götene",        "Habo",
    "Hagfors",      "Hallsberg",    "Hallstahammar", "Halmstad",
    "Hammarö",      "Haninge",      "Haparanda",     "Heby",
    "Hedemora",     "Helsingborg",  "Herrljunga",    "Hjo",
    "Hofors",       "Huddinge",     "Hudiksvall",    "Hultsfred",
    "Hylte",        "Håbo",         "Hällefors",     "Härjedalen",
    "Härnösand",    "Härryda",      "Hässleholm",    "Höganäs",
    "Högsby",       "Hörby",        "Höör",          "Jokkmokk",
    "Järfälla",     "Jönköping",    "Kalix",         "Kalmar",
    "Karlsborg",    "Karlshamn",    "Karlskoga",     "Karlskrona",
    "Karlstad",     "Katrineholm",  "Kil",           "Kinda",
    "Kiruna",       "Klippan",      "Knivsta",       "Kramfors",
    "Kristianstad", "Kristinehamn", "Krokom",        "Kumla",
    "Kungsbacka",   "Kungsör",      "Kungälv",       "Kävlinge",
    "Köping",       "Laholm",       "Landskrona",    "Laxå",
    "Lekeberg",     "Leksand",      "Lerum",         "Lessebo",
    "Lidingö",      "Lidköping",    "Lilla Edet",    "Lindesberg",
    "Linköping",    "Ljungby",      "Ljusdal",       "Ljusnarsberg",
    "Lomma",        "Ludvika",      "Luleå",         "Lund",
    "Lycksele",     "Lysekil",      "Malmö",         "Malung-Sälen",
    "Malå",         "Mariestad",    "Mark",          "Markaryd",
    "Mellerud",     "Mjölby",       "Mora",          "Motala",
    "Mullsjö",      "Munkedal",     "Munkfors",      "Mölndal",
    "Mönsterås",    "Mörbylånga",   "Nacka",         "Nora",
    "Norberg",      "Nordanstig",   "Nordmaling",    "Norrköping",
    "Norrtälje",    "Norsjö",       "Nybro",         "Nykvarn",
    "Nyköping",     "Nynäshamn",    "Nässjö",        "Ockelbo",
    "Olofström",    "Orsa",         "Orust",         "Osby",
    "Oskarshamn",   "Ovanåker",     "Oxelösund",     "Pajala",
    "Partille",     "Perstorp",     "Piteå",         "Ragunda",
    "Robertsfors",  "Ronneby",      "Rättvik",       "Sala",
    "Salem",        "Sandviken",    "Sigtuna",       "Simrishamn",
    "Sjöbo",        "Skara",        "Skellefteå",    "Skinnskatteberg",
    "Skurup",       "Skövde",       "Smedjebacken",  "Sollefteå",
    "Sollentuna",   "Solna",        "Sorsele",       "Sotenäs",
    "Staffanstorp", "Stenungsund",  "Stockholm",     "Storfors",
    "Storuman",     "Strängnäs",    "Strömstad",     "Strömsund",
    "Sundbyberg",   "Sundsvall",    "Sunne",         "Surahammar",
    "Svalöv",       "Svedala",      "Svenljunga",    "Säffle",
    "Säter",        "Sävsjö",       "Söderhamn",     "Söderköping",
    "Södertälje",   "Sölvesborg",   "Tanum",         "Tibro",
    "Tidaholm",     "Tierp",        "Timrå",         "Tingsryd",
    "Tjörn",        "Tomelilla",    "Torsby",        "Torsås",
    "Tranemo",      "Tranås",       "Trelleborg",    "Trollhättan",
    "Trosa",        "Tyresö",       "Täby",          "Töreboda",
    "Uddevalla",    "Ulricehamn",   "Umeå",          "Upplands Väsby",
    "Upplands-Bro", "Uppsala",      "Uppvidinge",    "Vadstena",
    "Vaggeryd",     "Valdemarsvik", "Vallentuna",    "Vansbro",
    "Vara",         "Varberg",      "Vaxholm",       "Vellinge",
    "Vetlanda",     "Vilhelmina",   "Vimmerby",      "Vindeln",
    "Vingåker",     "Vårgårda",     "Vänersborg",    "Vännäs",
    "Värmdö",       "Värnamo",      "Västervik",     "Västerås",
    "Växjö",        "Ydre",         "Ystad",         "Åmål",
    "Ånge",         "Åre",          "Årjäng",        "Åsele",
    "Åstorp",       "Åtvidaberg",   "Älmhult",       "Älvdalen",
    "Älvkarleby",   "Älvsbyn",      "Ängelholm",     "Öckerö",
    "Ödeshög",      "Örebro",       "Örkelljunga",   "Örnsköldsvik",
    "Östersund",    "Österåker",    "Östhammar",     "Östra Göinge",
    "Överkalix",    "Övertorneå",
};

enum { LONGEST_NAME = 64 };

static size_t folded_name(const char *name, char *out)
{
    size_t n = 0;
    while (*name && n + 4 < LONGEST_NAME) {
        uint32_t cp = text_lower(text_next(&name));
        n += text_put(cp, out + n);
    }
    out[n] = '\0';
    return n;
}

const char *municipality_named(const char *folded)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((names[i][0] | 0x20) != (*folded | 0x20)) /* a capital against its small letter */
            continue;
        char name[LONGEST_NAME];
        size_t len = folded_name(names[i], name);
        if (strncmp(name, folded, len) == 0 &&
            (!folded[len] || (folded[len] == 's' && !folded[len + 1])))
            return names[i];
    }
    return NULL;
}

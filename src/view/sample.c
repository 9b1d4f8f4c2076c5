/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a letter is shown with before its new wording is kept. Nobody and nothing of it is real.
 *
 * It holds every field that some letter uses, as one who has much to say would fill them in, so
 * that staff see each part of a letter that there can be. Which party a letter goes to is the
 * letter's own: those that go to both are shown as the unit's.
 */
#include "view/settings.h"

#include <string.h>

#include "base/text.h"

static const char swedish[] =
    "{\"letter\":{\"number\":\"LB-2027-0001\"},\"number\":\"LB-2027-0001\","
    "\"recipient\":{\"name\":\"Anna Exempel\",\"first_name\":\"Anna\"},"
    "\"subject\":\"Två patientföreträdare till en workshop\","
    "\"understood\":[{\"label\":\"Vad\",\"value\":\"workshop\"},"
    "{\"label\":\"Hur många\",\"value\":\"två personer\"}],"
    "\"missing\":[{\"label\":\"Plats\",\"hint\":\"kommun, eller digitalt\"},{\"label\":\"Tid\"}],"
    "\"has_missing\":true,\"complete\":false,"
    "\"lead_time\":{\"weeks\":2,\"text\":\"Det är 14 dagar kvar till första tillfället.\"},"
    "\"title\":\"Nätverksträff\",\"network\":true,"
    "\"day\":\"torsdag 8 april 2027\",\"occasion_when\":\"torsdag 8 april 2027 kl. 13.00–15.00\","
    "\"occasion_before\":\"onsdag 7 april 2027 kl. 13.00–15.00\",\"occasion_place\":\"Göteborg\","
    "\"meeting_link\":\"https://mote.example.org/exempel\",\"access\":\"Hiss finns.\","
    "\"kind_label\":\"workshop\",\"when\":[\"torsdag 8 april 2027\",\"fredag 9 april 2027\"],"
    "\"where\":\"Göteborg\",\"people\":\"två personer\",\"compensation\":\"1 066 kronor\","
    "\"answer_by\":\"torsdag 18 mars 2027\",\"answer_yes\":true,\"calendar\":{},"
    "\"association\":{\"name\":\"Exempelföreningen\"},\"other_first_name\":\"Kim\","
    "\"person\":\"Kim Exempel\",\"code\":\"123456\",\"consent\":true,\"reminder\":true,"
    "\"waits\":true,\"tasks\":[{\"number\":\"LB-2027-0001\",\"text\":\"Stäm av vägen.\","
    "\"since\":\"i går\"}],\"text\":\"Här står det som ni själva har skrivit.\","
    "\"alarms\":[\"Brevlådan har inte hämtats på en timme.\"]}";

static const char english[] =
    "{\"subject\":\"Two patient representatives for a workshop\","
    "\"understood\":[{\"label\":\"What\",\"value\":\"a workshop\"},"
    "{\"label\":\"How many\",\"value\":\"two people\"}],"
    "\"missing\":[{\"label\":\"Place\",\"hint\":\"municipality, or "
    "digital\"},{\"label\":\"Time\"}],"
    "\"lead_time\":{\"weeks\":2,\"text\":\"There are 14 days left until the first time.\"},"
    "\"title\":\"Network meeting\",\"day\":\"Thursday 8 April 2027\","
    "\"occasion_when\":\"Thursday 8 April 2027, 13:00–15:00\","
    "\"occasion_before\":\"Wednesday 7 April 2027, 13:00–15:00\",\"access\":\"There is a lift.\","
    "\"kind_label\":\"a workshop\",\"when\":[\"Thursday 8 April 2027\",\"Friday 9 April 2027\"],"
    "\"people\":\"two people\",\"answer_by\":\"Thursday 18 March 2027\","
    "\"text\":\"Here stands what you have written yourselves.\"}";

static bool goes_to_unit(const char *letter)
{
    static const char *const both[] = {
        "followup_reminder", "agreement_changed",  "agreement_reminder", "agreement_stands",
        "occasion_changed",  "occasion_cancelled", "occasion_reminder"};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (strcmp(both[i], letter) == 0)
            return true;
    return false;
}

json_t *view_sample_letter(struct arena *a, const struct settings *s, const char *letter,
                           const char *language)
{
    json_t *view = json_loads(swedish, 0, NULL);
    json_t *other = strcmp(language, "en") == 0 ? json_loads(english, 0, NULL) : NULL;
    const char *link =
        arena_printf(a, "%s/exempel/abcdefghijklmnopqrstuvwxyz", s->library.base_url);
    if (other)
        json_object_update(view, other);
    json_decref(other);
    json_object_set_new(view, "to_unit", json_boolean(goes_to_unit(letter)));
    json_object_set_new(view, "link", json_string(link));
    json_object_set_new(view, "library",
                        json_pack("{s:s, s:s, s:s, s:s}", "name", s->library.name, "region",
                                  s->library.region, "address", s->library.address, "base_url",
                                  s->library.base_url));
    return view;
}

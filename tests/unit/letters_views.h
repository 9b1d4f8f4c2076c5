/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views for tests of the shipped letters: with all that a letter may be told, with as little as it
 * can do with, with what it must be silent about, and with what does harm; and which letters go to
 * whom. For tests/unit/letters_config.c alone.
 */
#ifndef LEVANDE_TESTS_LETTERS_VIEWS_H
#define LEVANDE_TESTS_LETTERS_VIEWS_H

#include <stddef.h>

#define LINK "https://levande.example.org/svar/abcdefghijklmnopqrstuvwxyz"
#define COMMON                                                                                     \
    "\"library\":{\"name\":\"Levande bibliotek\",\"region\":\"Region Exempel\","                   \
    "\"address\":\"bibliotek@example.org\",\"base_url\":\"https://levande.example.org\"},"         \
    "\"code\":\"123456\",\"link\":\"" LINK "\",\"other_first_name\":\"Kim\","                      \
    "\"title\":\"Nätverksträff\",\"occasion_when\":\"torsdag 8 april 2027 kl. 13.00–15.00\","

/* All that a letter may be told. */
static const char full[] =
    "{" COMMON "\"letter\":{\"number\":\"LB-2027-0001\"},"
    "\"recipient\":{\"name\":\"Anna Åkesson\",\"first_name\":\"Anna\"},"
    "\"subject\":\"Två patientföreträdare\","
    "\"understood\":[{\"label\":\"Vad\",\"value\":\"workshop\"},{\"label\":\"Antal\","
    "\"value\":\"två\"}],"
    "\"missing\":[{\"label\":\"Plats\",\"hint\":\"kommun, eller digitalt\"},{\"label\":\"Tid\"}],"
    "\"has_missing\":true,\"complete\":false,"
    "\"lead_time\":{\"weeks\":2,\"text\":\"Tillfället är om två veckor.\"},"
    "\"day\":\"torsdag 8 april 2027\","
    "\"kind_label\":\"workshop\",\"when\":[\"torsdag 8 april 2027\",\"fredag 9 april 2027\"],"
    "\"where\":\"Göteborg\",\"people\":\"två personer\",\"compensation\":\"1 066 kronor\","
    "\"answer_by\":\"torsdag 18 mars 2027\",\"answer_yes\":true,"
    "\"occasion_before\":\"onsdag 7 april 2027\",\"occasion_place\":\"Göteborg\","
    "\"meeting_link\":\"https://mote.example.org/a\",\"access\":\"Ring på klockan.\","
    "\"calendar\":{\"method\":\"REQUEST\"},\"reminder\":true,\"consent\":true,"
    "\"text\":\"Ett stycke.\\n\\nEtt till.\",\"alarms\":[\"Brevlådan svarar inte.\"]}";

/* Only what each letter cannot do without; what is empty or open says so. */
static const char minimal[] =
    "{" COMMON "\"letter\":{\"number\":\"LB-2027-0001\"},\"recipient\":{\"name\":\"\"},"
    "\"subject\":\"\",\"understood\":[],\"missing\":[{\"label\":\"Tid\"}],\"has_missing\":false,"
    "\"complete\":true,"
    "\"lead_time\":null,\"kind_label\":\"annat\",\"when\":[],\"when_open\":true,\"where\":\"\","
    "\"where_open\":true,\"people\":\"\",\"compensation\":\"\",\"compensation_unsaid\":true,"
    "\"answer_by\":\"18 mars\",\"text\":\"Hej.\",\"alarms\":[\"x\"]}";

/* What a person's letter must be silent about, offered to it in every way that a view could. */
static const char indiscreet[] =
    "{" COMMON "\"letter\":{\"number\":\"LB-2027-0001\"},"
    "\"recipient\":{\"name\":\"Anna Åkesson\",\"first_name\":\"Anna\",\"area\":\"bröstcancer\"},"
    "\"subject\":\"Om bröstcancer\",\"area\":\"bröstcancer\",\"areas\":[\"bröstcancer\"],"
    "\"unit\":\"Kirurgkliniken\",\"why\":\"bröstcancer\",\"description\":\"bröstcancer\","
    "\"text\":\"Kirurgkliniken\",\"understood\":[{\"label\":\"Område\",\"value\":\"bröstcancer\"}],"
    "\"contact_name\":\"Kirurgkliniken\",\"association\":null,"
    "\"kind_label\":\"workshop\",\"when\":[\"8 april\"],\"where\":\"digitalt\",\"people\":\"två\","
    "\"compensation\":\"533 kronor\",\"answer_by\":\"18 mars\"}";

static const char hostile[] =
    "{" COMMON "\"letter\":{\"number\":\"LB-2027-0001\"},"
    "\"recipient\":{\"first_name\":\"<script>alert(1)</script>\\n\\n# x\"},"
    "\"subject\":\"a\\r\\nBcc: b@example.org\\r\\n\\r\\n<script>\","
    "\"other_first_name\":\"<b>\\r\\nBcc: b@example.org\\r\\n\\r\\n<script>\","
    "\"understood\":[{\"label\":\"![x](https://ond.example/p.png)\","
    "\"value\":\"[x](javascript:alert(1))\\n\\n- y\\n\\n<img src=x>\"}],"
    "\"day\":\"<b>[x](javascript:alert(1))\","
    "\"missing\":[{\"label\":\"<b>\",\"hint\":\"{{library.name}}\"}],\"has_missing\":true,"
    "\"lead_time\":{\"weeks\":1,\"text\":\"<style>\"},\"kind_label\":\"<img>\","
    "\"when\":[\"<iframe>\"],\"where\":\"<svg>\",\"people\":\"<a href=x>\","
    "\"compensation\":\"`x` *y*\",\"answer_by\":\"<br>\",\"answer_yes\":true,"
    "\"text\":\"<script>\\n\\n    kod\\n\\n[x]: https://ond.example\",\"alarms\":[\"<script>\"]}";

static const char *const languages[] = {"sv", "sv-lattlast", "en", NULL};
static const char *const unit_letters[] = {"acknowledgement",
                                           "missing_facts",
                                           "facts_complete",
                                           "declined",
                                           "cancelled_unit",
                                           "candidates",
                                           "connected_unit",
                                           "withdrawn_unit",
                                           "payment_basis",
                                           "payment_reminder",
                                           "followup_unit",
                                           "advice_followup",
                                           NULL};
static const char *const person_letters[] = {"invitation_person",
                                             "invitation_association",
                                             "invitation_nominee",
                                             "reminder_answer",
                                             "answer_received",
                                             "cancelled_asked",
                                             "connected_person",
                                             "not_chosen",
                                             "filled",
                                             "nominee_chosen",
                                             "invitation_reopened",
                                             "withdrawn_person",
                                             "cancelled_placed",
                                             "payment_report",
                                             "renewal",
                                             "confirm_signup",
                                             "welcome",
                                             "pause_over",
                                             "introduction",
                                             "meeting_invitation",
                                             "meeting_changed",
                                             "meeting_cancelled",
                                             "meeting_reminder",
                                             "followup_person",
                                             "followup_reminder",
                                             "outcome_person",
                                             "outcome_short",
                                             NULL};

#endif

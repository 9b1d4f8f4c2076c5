/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the book's own words are called at the desk: letters, events, answers, exclusions. A word
 * that the table lacks is shown as it is.
 */
#include "desk_words.h"

#include <string.h>

struct word {
    const char *id, *said;
};

static const struct word purposes[] = {
    {"acknowledgement", "Kvittens"},
    {"missing_facts", "Fråga om det som saknas"},
    {"facts_complete", "Tack, allt finns"},
    {"invitation_person", "Fråga om uppdraget"},
    {"invitation_nominee", "Fråga till den som är nominerad"},
    {"invitation_association", "Fråga till föreningen"},
    {"invitation_reopened", "Ny fråga: en plats är ledig"},
    {"declined", "Vi kan inte hjälpa till"},
    {"changed", "Tid, plats eller villkor är ändrade"},
    {"unfilled_unit", "Ingen kunde vara med"},
    {"cancelled_unit", "Förfrågan är inställd"},
    {"cancelled_asked", "Uppdraget är inställt"},
    {"cancelled_placed", "Uppdraget är inställt"},
    {"message", "Brev med egna ord"},
    {"answer_received", "Tack för svaret"},
    {"reminder_answer", "Påminnelse om att svara"},
    {"followup_person", "Uppföljning"},
    {"followup_unit", "Uppföljning"},
    {"followup_reminder", "Påminnelse om uppföljningen"},
    {"outcome_person", "Vad bidraget förändrade"},
    {"outcome_short", "Vad som blev av det"},
    {"advice_followup", "Hade ni nytta av rådet?"},
    {"occasion_changed", "Nytt eller ändrat tillfälle"},
    {"occasion_cancelled", "Tillfället är inställt"},
    {"occasion_reminder", "Påminnelse dagen före"},
    {"agreement_changed", "Något nytt i överenskommelsen"},
    {"agreement_reminder", "Påminnelse om överenskommelsen"},
    {"agreement_stands", "Överenskommelsen gäller"},
    {"candidates", "Er tur att välja"},
    {"connected_unit", "Ni är sammankopplade"},
    {"connected_person", "Du är vald"},
    {"not_chosen", "Andra blev valda"},
    {"filled", "Platserna är fyllda"},
    {"nominee_chosen", "Den ni nominerade är vald"},
    {"withdrawn_unit", "Representanten är inte med"},
    {"withdrawn_person", "Du är inte med"},
    {"payment_basis", "Underlag för ersättning"},
    {"payment_reminder", "Påminnelse om ersättning"},
    {"payment_report", "Resor och utlägg"},
    {"new_link", "Ny länk"},
    {"confirm_request", "Bekräfta förfrågan"},
    {"code", "Kod"},
    {"digest", "Sammanfattning till personalen"},
    {"renewal", "Stämmer allt fortfarande?"},
    {"pause_over", "Pausen är slut"},
    {"introduction", "Ett första möte"},
    {"meeting_invitation", "Inbjudan till träff"},
    {"meeting_changed", "Träffen är ändrad"},
    {"meeting_cancelled", "Träffen är inställd"},
    {"meeting_reminder", "Påminnelse om träffen"},
    {"operator_alarm", "Larm till den som sköter tjänsten"},
    {"confirm_signup", "Bekräfta anmälan"},
    {"welcome", "Välkommen"},
    {0},
};

static const struct word letter_states[] = {
    {"queued", "väntar på att skickas"},
    {"sending", "skickas nu"},
    {"sent", "skickat"},
    {"deferred", "skickas igen senare"},
    {"failed", "kunde inte skickas"},
    {"unknown", "oklart om det kom fram"},
    {"held", "hålls kvar"},
    {"dropped", "behövdes inte"},
    {"to_print", "ska skrivas ut och postas"},
    {"printed", "postat"},
    {0},
};

static const struct word events[] = {
    {"arrived", "Kom in"},
    {"read", "Förfrågan lästes"},
    {"facts", "Uppgifter kom in"},
    {"route", "Väg vald"},
    {"advice", "Blev rådgivning"},
    {"decline", "Avböjd"},
    {"invite", "Frågade"},
    {"nobody", "Ingen mer att fråga"},
    {"short_notice", "För kort tid för brev"},
    {"letter_sent", "Brev skickat"},
    {"letter_failed", "Brev kom inte fram"},
    {"answer", "Svar"},
    {"timer_missing", "Påminde om det som saknas"},
    {"timer_silent", "Verksamheten är tyst"},
    {"timer_remind", "Påminde om att svara"},
    {"timer_wave", "Svarstiden är slut"},
    {"cancel", "Inställd"},
    {"close", "Avslutad"},
    {"note", "Anteckning"},
    {"write", "Brev med egna ord"},
    {"nominate", "Nominering"},
    {"nominated", "Nominerad"},
    {"choose", "Val av representant"},
    {"withdraw", "Avstod"},
    {"propose", "Överenskommelsen ändrades"},
    {"comment", "Kommentar till överenskommelsen"},
    {"accept", "Överenskommelsen godkändes"},
    {"timer_agree", "Påminde om överenskommelsen"},
    {"occasion", "Tillfälle ändrat"},
    {"timer_eve", "Påminde dagen före"},
    {"timer_over", "Tillfället är över"},
    {"done", "Genomfört"},
    {"timer_followup", "Dags att följa upp"},
    {"timer_followup_remind", "Påminde om uppföljningen"},
    {"timer_followup_end", "Uppföljningen avslutades"},
    {"followup", "Uppföljning besvarad"},
    {"report", "Tid och utlägg angivna"},
    {"paid", "Ersättning"},
    {"timer_paid", "Ersättning har inte kommit"},
    {"timer_close", "Allt är uppföljt"},
    {0},
};

/* Of invitations, placements and nominations. */
static const struct word standings[] = {
    {"queued", "frågan är på väg"},
    {"sent", "väntar på svar"},
    {"unknown", "oklart om frågan kom fram"},
    {"bounced", "frågan kom inte fram"},
    {"yes", "ja"},
    {"no", "nej"},
    {"maybe", "kanske"},
    {"expired", "svarade inte"},
    {"cancelled", "inställt"},
    {"chosen", "vald"},
    {"not_chosen", "inte vald"},
    {"filled", "platserna fylldes"},
    {"agreed", "överenskommen"},
    {"done", "genomfört"},
    {"followed_up", "uppföljd"},
    {"withdrawn", "är inte med"},
    {"named", "nominerad, har inte bekräftat"},
    {"confirmed", "nominerad och bekräftad"},
    {"declined", "avböjde nomineringen"},
    {"planned", "planerat"},
    {0},
};

static const struct word exclusions[] = {
    {"no_consent", "har inte samtyckt"},
    {"objects", "har sagt nej till att bli tillfrågad"},
    {"protected", "har skyddade personuppgifter"},
    {"deceased", "är avliden"},
    {"left", "har lämnat poolen"},
    {"paused", "har paus"},
    {"conflict", "vill inte möta den här verksamheten"},
    {"already_asked", "är redan tillfrågad"},
    {"no_address", "har ingen adress"},
    {"unwanted_area", "vill inte berätta om det området"},
    {"area", "har ingen erfarenhet av området"},
    {"perspective", "har ett annat perspektiv"},
    {"format", "kan inte vara med på det sättet"},
    {"language", "talar ett annat språk"},
    {"resting", "har fått många frågor nyligen"},
    {"unconfirmed", "har inte bekräftat sina uppgifter"},
    {0},
};

static const char *look_up(const struct word *table, const char *id)
{
    for (; id && table->id; table++)
        if (strcmp(table->id, id) == 0)
            return table->said;
    return id;
}

const char *view_purpose(const char *purpose)
{
    return look_up(purposes, purpose);
}

const char *view_letter_state(const char *state)
{
    return look_up(letter_states, state);
}

const char *desk_event(const char *event)
{
    return look_up(events, event);
}

const char *desk_standing(const char *state)
{
    return look_up(standings, state);
}

const char *view_exclusion(const char *word)
{
    return look_up(exclusions, word);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The names of states and events: as the book and JSON spell them, and as users read them.
 */
#include "flow.h"

#include <string.h>

static const struct {
    const char *name, *swedish;
} states[STATE_COUNT] = {
    [STATE_RECEIVED] = {"received", "Inkommen"},
    [STATE_CLARIFYING] = {"clarifying", "Väntar på komplettering"},
    [STATE_TRIAGE] = {"triage", "Avstämning"},
    [STATE_INVITING] = {"inviting", "Intresse efterfrågas"},
    [STATE_CHOOSING] = {"choosing", "Val av representant"},
    [STATE_CONNECTED] = {"connected", "Sammankopplad"},
    [STATE_AGREED] = {"agreed", "Överenskommen"},
    [STATE_CARRIED_OUT] = {"carried_out", "Genomförd"},
    [STATE_FOLLOWED_UP] = {"followed_up", "Uppföljd"},
    [STATE_CLOSED] = {"closed", "Avslutad"},
    [STATE_ADVISED] = {"advised", "Rådgivning given"},
    [STATE_DECLINED] = {"declined", "Avböjd"},
    [STATE_CANCELLED] = {"cancelled", "Inställd"},
    [STATE_UNFILLED] = {"unfilled", "Ej tillsatt"},
};

static const char *const events[EVENT_COUNT] = {
    [EVENT_READ] = "read",
    [EVENT_FACTS] = "facts",
    [EVENT_ROUTE] = "route",
    [EVENT_ADVICE] = "advice",
    [EVENT_DECLINE] = "decline",
    [EVENT_INVITE] = "invite",
    [EVENT_NOBODY] = "nobody",
    [EVENT_SHORT_NOTICE] = "short_notice",
    [EVENT_LETTER_SENT] = "letter_sent",
    [EVENT_LETTER_FAILED] = "letter_failed",
    [EVENT_ANSWER] = "answer",
    [EVENT_TIMER_MISSING] = "timer_missing",
    [EVENT_TIMER_SILENT] = "timer_silent",
    [EVENT_TIMER_REMIND] = "timer_remind",
    [EVENT_TIMER_WAVE] = "timer_wave",
    [EVENT_CANCEL] = "cancel",
    [EVENT_CLOSE] = "close",
    [EVENT_NOTE] = "note",
    [EVENT_WRITE] = "write",
    [EVENT_NOMINATE] = "nominate",
    [EVENT_CHOOSE] = "choose",
    [EVENT_WITHDRAW] = "withdraw",
    [EVENT_PROPOSE] = "propose",
    [EVENT_COMMENT] = "comment",
    [EVENT_ACCEPT] = "accept",
    [EVENT_TIMER_AGREE] = "timer_agree",
    [EVENT_OCCASION] = "occasion",
    [EVENT_TIMER_EVE] = "timer_eve",
    [EVENT_TIMER_OVER] = "timer_over",
    [EVENT_DONE] = "done",
    [EVENT_TIMER_FOLLOWUP] = "timer_followup",
    [EVENT_TIMER_FOLLOWUP_REMIND] = "timer_followup_remind",
    [EVENT_TIMER_FOLLOWUP_END] = "timer_followup_end",
    [EVENT_FOLLOWUP] = "followup",
    [EVENT_REPORT] = "report",
    [EVENT_PAID] = "paid",
    [EVENT_TIMER_PAID] = "timer_paid",
    [EVENT_TIMER_CLOSE] = "timer_close",
};

const char *state_name(enum state state)
{
    return state < STATE_COUNT ? states[state].name : "";
}

const char *state_swedish(enum state state)
{
    return state < STATE_COUNT ? states[state].swedish : "";
}

enum state state_by_name(const char *name)
{
    enum state state = 0;
    while (state < STATE_COUNT && strcmp(states[state].name, name) != 0)
        state++;
    return state;
}

const char *event_name(enum event_kind event)
{
    return event < EVENT_COUNT ? events[event] : "";
}

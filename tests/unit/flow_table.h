/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the rules of lending are expected to say, in words of its own, from the description of the
 * states and of the mails: so that a change of the rules is seen by flow_moves.c.
 */
#ifndef LEVANDE_TESTS_FLOW_TABLE_H
#define LEVANDE_TESTS_FLOW_TABLE_H

#include "flow.h"

/* "trusted !sure": what must be known, and what must not. next "": the state stays. */
static const struct line {
    const char *states, *event, *when, *next, *effects;
} lines[] = {
    /* A new request: strangers and doubts wait for a person, all others are acknowledged. */
    {"received", "read", "!trusted", "", "task_untrusted"},
    {"received", "read", "!sure", "", "task_unsure"},
    {"received", "read", "complete", "triage", "acknowledge settle"},
    {"received", "read", "!complete", "clarifying", "acknowledge timer_missing"},

    /* The unit completes its request, in one reply or in several; so may staff, by telephone. */
    {"clarifying", "facts", "complete by_unit", "triage",
     "overtake_reminders close_tasks thank_complete settle"},
    {"clarifying", "facts", "complete", "triage", "overtake_reminders close_tasks settle"},
    {"clarifying", "facts", "by_unit", "",
     "overtake_reminders close_tasks ask_missing timer_missing"},
    {"received clarifying triage", "facts", "", "", ""},
    {"inviting choosing", "facts", "changed !placed", "inviting", "close_tasks tell_changed"},
    {"inviting", "facts", "!changed enough", "choosing", "stop_asking close_tasks choice"},
    {"choosing", "facts", "!changed !enough", "inviting", "close_tasks wave"},
    /* Who is chosen has an agreement and occasions: they change, and the facts no more. */
    {"inviting choosing connected agreed carried_out followed_up", "facts", "!changed", "", ""},

    /* Silence: one reminder after three working days, and a person after as many more. */
    {"clarifying", "timer_missing", "", "", "ask_missing timer_silent"},
    {"clarifying choosing", "timer_silent", "", "", "task_silent"},

    /* The route; whom nobody has answered yet is answered now. */
    {"received clarifying triage", "route", "!acknowledged", "triage",
     "overtake_reminders close_tasks acknowledge set_route wave"},
    {"received clarifying triage", "route", "acknowledged", "triage",
     "overtake_reminders close_tasks set_route wave"},
    {"inviting", "route", "", "", "close_tasks set_route wave"},
    {"received clarifying triage", "advice", "", "advised", "overtake_all close_tasks task_advice"},
    {"received clarifying triage", "decline", "", "declined",
     "overtake_all close_tasks tell_declined"},

    /* Asking. */
    {"received clarifying triage", "invite", "!acknowledged", "inviting",
     "overtake_reminders close_tasks acknowledge invite"},
    {"received clarifying triage inviting choosing", "invite", "", "inviting",
     "overtake_reminders close_tasks invite"},
    {"triage inviting", "nobody", "pool_waits", "", "pool_turn wave"},
    {"inviting", "nobody", "!pool_waits outstanding", "", ""},
    {"triage inviting", "nobody", "!pool_waits", "", "close_tasks task_nobody"},
    {"triage inviting", "short_notice", "", "", "close_tasks task_short"},

    /* What becomes of the letters that ask: a late one is told that it came too late. */
    {"inviting", "letter_sent", "", "", "record_sent timer_deadline timer_remind"},
    {"cancelled unfilled connected agreed carried_out followed_up closed", "letter_sent", "", "",
     "record_sent tell_late"},
    {"any", "letter_sent", "", "", "record_sent"},
    {"inviting", "letter_failed", "enough !outstanding", "choosing",
     "record_bounce task_address stop_asking close_tasks choice"},
    {"inviting", "letter_failed", "pool_waits !outstanding", "",
     "record_bounce task_address pool_turn wave"},
    {"inviting", "letter_failed", "!outstanding", "", "record_bounce task_address wave"},
    {"any", "letter_failed", "", "", "record_bounce task_address"},

    /* Answers, and their end. Where associations come first, the pool's turn comes after them. */
    {"inviting", "timer_remind", "!enough", "", "remind"},
    {"inviting", "answer", "enough", "choosing", "record_answer stop_asking close_tasks choice"},
    {"inviting", "answer", "pool_waits declined_all", "", "record_answer pool_turn wave"},
    {"inviting", "answer", "!outstanding", "", "record_answer wave"},
    {"inviting", "answer", "", "", "record_answer"},
    {"choosing", "answer", "enough", "", "record_answer"},
    {"choosing", "answer", "!enough", "inviting", "record_answer close_tasks wave"},
    {"inviting", "timer_wave", "enough", "choosing", "expire stop_asking close_tasks choice"},
    {"inviting", "timer_wave", "unsent", "", "expire"},
    {"inviting", "timer_wave", "pool_waits", "", "expire pool_turn wave"},
    {"inviting", "timer_wave", "!pool_waits", "", "expire wave"},
    {"inviting choosing", "nominate", "", "", "nominate"},

    /* The choice. Until all places are taken nobody but the chosen hears of it. */
    {"inviting choosing connected agreed", "choose", "filled all_agreed", "agreed",
     "stop_asking close_tasks place tell_choice"},
    {"inviting choosing connected agreed", "choose", "filled !all_agreed", "connected",
     "stop_asking close_tasks place tell_choice"},
    {"agreed", "choose", "placed !all_agreed", "connected", "place"},
    {"inviting choosing connected agreed", "choose", "placed !filled", "", "place"},

    /* A withdrawal: others who said yes are at hand, or enough stand still; or a place is free. */
    {"inviting choosing", "withdraw", "enough", "choosing", "withdraw close_tasks choice"},
    {"connected agreed", "withdraw", "filled all_agreed", "agreed", "withdraw"},
    {"connected agreed", "withdraw", "filled", "", "withdraw"},
    {"inviting choosing connected agreed", "withdraw", "", "inviting",
     "withdraw close_tasks reopen"},

    /* The agreement. */
    {"agreed", "propose", "", "connected", "version"},
    {"inviting choosing connected carried_out", "propose", "", "", "version"},
    {"inviting choosing connected agreed carried_out", "comment", "", "", "comment"},
    {"connected", "accept", "all_agreed", "agreed", "accept"},
    {"inviting choosing connected agreed carried_out followed_up", "accept", "", "", "accept"},
    {"inviting choosing connected agreed carried_out", "timer_agree", "", "", "remind_agreement"},

    /* Occasions: another time is another agreement, and those still asked hear of it. */
    {"inviting choosing", "occasion", "changed", "inviting",
     "close_tasks occasions version tell_changed"},
    {"agreed", "occasion", "changed", "connected", "occasions version"},
    {"connected", "occasion", "changed", "", "occasions version"},
    {"inviting choosing connected agreed", "occasion", "!changed", "", "occasions"},
    {"inviting choosing connected agreed", "timer_eve", "", "", "remind_occasion"},
    {"inviting choosing connected agreed", "timer_over", "placed last_over", "carried_out",
     "stop_asking close_tasks tell_choice occasion_over carried_out timer_followup"},
    {"inviting choosing connected agreed", "timer_over", "", "", "occasion_over"},
    {"inviting choosing connected agreed", "done", "placed", "carried_out",
     "stop_asking close_tasks tell_choice occasion_over carried_out timer_followup"},

    /* The follow-up, and the money. */
    {"carried_out advised", "timer_followup", "", "", "ask_followup"},
    {"carried_out", "timer_followup_remind", "", "", "remind_followup"},
    {"carried_out", "timer_followup_end", "", "followed_up", "end_followup timer_close"},
    {"carried_out", "followup", "all_answered", "followed_up", "followup timer_close"},
    {"followed_up", "followup", "", "", "followup timer_close"},
    {"carried_out closed", "followup", "", "", "followup"},
    {"inviting choosing connected agreed carried_out followed_up closed cancelled", "report", "",
     "", "report"},
    {"followed_up", "paid", "", "", "paid timer_close"},
    {"inviting choosing connected agreed carried_out closed cancelled", "paid", "", "", "paid"},
    {"inviting choosing connected agreed carried_out followed_up closed cancelled", "timer_paid",
     "", "", "task_unpaid"},
    {"followed_up", "timer_close", "settled", "closed", "clear_timers close_tasks"},
    {"followed_up", "timer_close", "!settled", "", "task_close"},

    /* Advice is asked about as well, and ends by itself. */
    {"advised", "timer_followup_end", "", "closed", "clear_timers close_tasks"},
    {"advised", "followup", "", "closed", "clear_timers close_tasks followup"},
    {"advised", "write", "", "", "write timer_followup"},

    /* Ends: whoever was asked is told, and so is whoever was chosen. */
    {"carried_out", "cancel", "!by_unit", "cancelled",
     "overtake_all close_tasks tell_cancelled cancel_placements"},
    {"received clarifying triage inviting choosing connected agreed", "cancel", "", "cancelled",
     "overtake_all close_tasks tell_cancelled cancel_placements"},
    {"inviting choosing", "close", "!placed", "unfilled", "overtake_all close_tasks tell_unfilled"},
    {"advised unfilled followed_up", "close", "", "closed", "clear_timers close_tasks"},

    /* Staff's own words, whenever. */
    {"any", "note", "", "", ""},
    {"any", "write", "", "", "write"},
};

/* The bits by their names, in their order. */
static const char *const effect_words[] = {"overtake_all",
                                           "overtake_reminders",
                                           "close_tasks",
                                           "acknowledge",
                                           "ask_missing",
                                           "thank_complete",
                                           "tell_declined",
                                           "tell_cancelled",
                                           "tell_unfilled",
                                           "record_answer",
                                           "record_sent",
                                           "record_bounce",
                                           "tell_late",
                                           "expire",
                                           "stop_asking",
                                           "tell_changed",
                                           "settle",
                                           "set_route",
                                           "pool_turn",
                                           "invite",
                                           "wave",
                                           "choice",
                                           "remind",
                                           "write",
                                           "timer_missing",
                                           "timer_silent",
                                           "timer_deadline",
                                           "timer_remind",
                                           "task_untrusted",
                                           "task_unsure",
                                           "task_advice",
                                           "task_silent",
                                           "task_nobody",
                                           "task_short",
                                           "task_address",
                                           "clear_timers",
                                           "nominate",
                                           "place",
                                           "tell_choice",
                                           "withdraw",
                                           "reopen",
                                           "cancel_placements",
                                           "version",
                                           "comment",
                                           "accept",
                                           "remind_agreement",
                                           "occasions",
                                           "remind_occasion",
                                           "occasion_over",
                                           "carried_out",
                                           "timer_followup",
                                           "ask_followup",
                                           "remind_followup",
                                           "end_followup",
                                           "followup",
                                           "paid",
                                           "task_unpaid",
                                           "timer_close",
                                           "task_close",
                                           "report"};
static const char *const known_words[] = {
    "trusted",      "sure",      "complete",     "by_unit", "acknowledged", "pool_waits",
    "declined_all", "enough",    "outstanding",  "changed", "placed",       "filled",
    "all_agreed",   "last_over", "all_answered", "settled", "unsent"};

#endif

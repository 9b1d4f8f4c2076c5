/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Checks: the invariants, as far as the data can show a breach.
 *
 * Each row is a name and a text that selects what breaks it: an id and a word of what it is. An
 * empty result is what is hoped for.
 */
#include "store/desk.h"

#include "lists.h"

enum {
    STORED_WHOLE,
    ONE_REQUEST_A_MAIL,
    MOVE_WITH_TRAIL,
    ASKED_ONCE,
    ASKED_WITH_LETTER,
    ENDED_AND_TOLD,
    CHOSEN_AND_PLACED,
    ENDED_AND_PLACED,
    GONE_AND_PLACED,
    ENDED_AND_QUIET,
    TOKENS_IN_CLEAR,
    LETTERS_MADE,
    SEARCH_WITH_REASON,
    AGREED_BY_BOTH,
    TRAIL_BY_ID,
    TOLD_WHAT_CHANGED,
    FOLLOWED_UP,
    PAY_STATED,
    LETTERS_COUNTED,
    CHECK_COUNT,
};

static const char *const names[CHECK_COUNT] = {
    [STORED_WHOLE] = "stored first: the bytes of this mail are not whole",
    [ONE_REQUEST_A_MAIL] = "one request per mail: these bytes made more than one",
    [MOVE_WITH_TRAIL] = "together: the state is not the last that the trail tells",
    [ASKED_ONCE] = "asked once: the same letter stands twice",
    [ASKED_WITH_LETTER] = "together: an invitation without its letter",
    [ENDED_AND_TOLD] = "nobody left unanswered: asked, the asking is over, and not told",
    [CHOSEN_AND_PLACED] = "together: chosen, and no placement says so",
    [ENDED_AND_PLACED] = "together: a placement stands, and the request is called off",
    [GONE_AND_PLACED] = "together: an assignment waits for somebody who is gone",
    [ENDED_AND_QUIET] = "together: the request is over and a timer still stands",
    [TOKENS_IN_CLEAR] = "private: a token in clear in a letter that has been sent",
    [LETTERS_MADE] = "together: a letter was sent that was never made",
    [SEARCH_WITH_REASON] = "searches: no reason or no basis",
    [AGREED_BY_BOTH] =
        "agreement: a placement is agreed without both acceptances of its newest version",
    [TRAIL_BY_ID] = "nothing forged: the trail names staff by something else than an id",
    [TOLD_WHAT_CHANGED] =
        "nobody left unanswered: took part, was not told what it changed, and no task says so",
    [FOLLOWED_UP] =
        "followed up: an assignment was carried out, and one who took part is not asked",
    [PAY_STATED] = "compensation: an occasion took place, and one who was there has no basis",
    [LETTERS_COUNTED] = "figures: the letters of this state are not as many as is kept",
};

#define OVER "('cancelled', 'declined', 'advised', 'closed', 'unfilled')"

static const char *const texts[CHECK_COUNT] = {
    [STORED_WHOLE] = "SELECT inbox.id, 'mail' FROM inbox WHERE duplicate_of IS NULL AND cut = 0"
                     " AND weeded_at IS NULL AND bytes <>"
                     " coalesce((SELECT sum(length(inbox_chunk.bytes)) FROM inbox_chunk"
                     " WHERE inbox_sha256 = sha256), 0)",
    [ONE_REQUEST_A_MAIL] = "SELECT min(id), 'request' FROM request WHERE mail_sha256 IS NOT NULL"
                           " GROUP BY mail_sha256 HAVING count(*) > 1",
    [MOVE_WITH_TRAIL] =
        "SELECT request.id, number FROM request WHERE state <> coalesce((SELECT to_state FROM audit"
        " WHERE request_id = request.id AND to_state <> '' ORDER BY audit.id DESC LIMIT 1), '')",
    [ASKED_ONCE] = "SELECT min(id), 'letter' FROM letter WHERE request_id IS NOT NULL"
                   " GROUP BY request_id, recipient, purpose, cause HAVING count(*) > 1",
    [ASKED_WITH_LETTER] =
        "SELECT invitation.id, 'invitation' FROM invitation WHERE NOT EXISTS (SELECT 1 FROM letter"
        " WHERE letter.request_id = invitation.request_id AND purpose LIKE 'invitation_%'"
        " AND recipient = CASE WHEN person_id IS NULL THEN 'A' || association_id"
        " ELSE 'P' || person_id END)",
    [ENDED_AND_TOLD] =
        "SELECT invitation.id, number FROM invitation JOIN request ON request.id = request_id"
        " WHERE request.state NOT IN ('inviting', 'choosing')"
        " AND invitation.asked_at IS NOT NULL AND invitation.state <> 'bounced'"
        " AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = person_id"
        " AND (deceased = 1 OR erased_at IS NOT NULL))"
        " AND (outcome IS NULL OR (told_at IS NULL AND NOT EXISTS (SELECT 1 FROM letter"
        " WHERE letter.request_id = invitation.request_id AND purpose IN ('cancelled_asked',"
        " 'cancelled_placed', 'not_chosen', 'filled', 'nominee_chosen', 'connected_person',"
        " 'withdrawn_person')"
        " AND state <> 'dropped' AND recipient = CASE WHEN person_id IS NULL"
        " THEN 'A' || association_id ELSE 'P' || person_id END)))",
    [CHOSEN_AND_PLACED] =
        "SELECT invitation.id, 'invitation' FROM invitation WHERE outcome = 'chosen'"
        " AND person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM placement"
        " WHERE placement.request_id = invitation.request_id"
        " AND placement.person_id = invitation.person_id)",
    [ENDED_AND_PLACED] =
        "SELECT placement.id, number FROM placement JOIN request ON request.id = request_id"
        " WHERE request.state IN ('cancelled', 'declined', 'unfilled')"
        " AND placement.state NOT IN ('withdrawn', 'cancelled')",
    [GONE_AND_PLACED] =
        "SELECT placement.id, number FROM placement JOIN request ON request.id = request_id"
        " JOIN person ON person.id = placement.person_id"
        " WHERE request.state IN ('inviting', 'choosing', 'connected', 'agreed')"
        " AND placement.state IN ('chosen', 'agreed')"
        " AND (deceased = 1 OR erased_at IS NOT NULL)",
    /* What was carried out is paid in any case, and advice is followed up. */
    [ENDED_AND_QUIET] = "SELECT request.id, number FROM request JOIN timer"
                        " ON timer.request_id = request.id WHERE state IN " OVER
                        " AND timer.kind <> 'paid' AND NOT (state = 'advised'"
                        " AND timer.kind IN ('followup', 'followup_end'))",
    [TOKENS_IN_CLEAR] = "SELECT id, purpose FROM letter WHERE token IS NOT NULL"
                        " AND state IN ('sent', 'dropped')",
    [LETTERS_MADE] = "SELECT id, purpose FROM letter WHERE state = 'sent' AND NOT EXISTS"
                     " (SELECT 1 FROM letter_body WHERE letter_id = letter.id) AND made = 0",
    [SEARCH_WITH_REASON] = "SELECT id, actor FROM search WHERE purpose = '' OR basis = ''",
    [AGREED_BY_BOTH] =
        "SELECT placement.id, 'placement' FROM placement WHERE state = 'agreed' AND NOT EXISTS"
        " (SELECT 1 FROM agreement WHERE placement_id = placement.id AND version ="
        " (SELECT max(version) FROM agreement AS newest WHERE newest.placement_id = placement.id)"
        " AND unit_accepted_at IS NOT NULL AND representative_accepted_at IS NOT NULL)",
    [TRAIL_BY_ID] =
        "SELECT id, 'audit row' FROM audit"
        " WHERE (actor LIKE 'staff:%' AND NOT substr(actor, 7, 1) BETWEEN '0' AND '9')"
        " OR (subject LIKE 'staff:%' AND NOT substr(subject, 7, 1) BETWEEN '0' AND '9')",
    [TOLD_WHAT_CHANGED] =
        "SELECT placement.id, number FROM placement JOIN request ON request.id = request_id"
        " WHERE request.state IN ('followed_up', 'closed')"
        " AND placement.state IN ('done', 'followed_up') AND NOT EXISTS (SELECT 1 FROM letter"
        " WHERE letter.request_id = request.id AND purpose = 'outcome_person'"
        " AND letter.state <> 'dropped' AND recipient = 'P' || CAST(person_id AS TEXT))"
        " AND NOT EXISTS (SELECT 1 FROM task WHERE task.request_id = request.id"
        " AND kind = 'outcome_owed')"
        " AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = person_id"
        " AND (deceased = 1 OR erased_at IS NOT NULL))",
    [FOLLOWED_UP] = "SELECT placement.id, 'P' || CAST(person_id AS TEXT) FROM placement"
                    " WHERE state IN ('done', 'followed_up') AND NOT EXISTS (SELECT 1 FROM followup"
                    " WHERE followup.request_id = placement.request_id"
                    " AND party = 'P' || CAST(person_id AS TEXT))",
    /* Where no compensation is promised there is none; who was chosen later was not there. */
    [PAY_STATED] =
        "SELECT placement.id, number FROM placement JOIN request ON request.id ="
        " placement.request_id JOIN occasion ON occasion.request_id = placement.request_id"
        " WHERE occasion.state = 'done' AND request.weeded = 0"
        " AND placement.state NOT IN ('withdrawn', 'cancelled')"
        " AND chosen_at < occasion.changed_at AND NOT EXISTS (SELECT 1 FROM compensation"
        " WHERE placement_id = placement.id AND occasion_id = occasion.id)"
        " AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.request_id = placement.request_id"
        " AND key = 'compensation' AND value = 'refused')",
    [LETTERS_COUNTED] =
        "SELECT coalesce(kept.count, 0), 'letters kept as ' || state FROM (SELECT state, count(*)"
        " AS n FROM letter GROUP BY state) AS now FULL JOIN letter_tally AS kept USING (state)"
        " WHERE coalesce(n, 0) <> coalesce(kept.count, 0)",
};
const struct sql_list checks_sql = {"checks", SLOT_CHECKS, SQL_TEXTS(texts)};

enum outcome checks_run(struct db *db, struct arena *a,
                        void (*report)(void *context, const char *line), void *context,
                        struct fault *f)
{
    int breaches = 0;
    for (unsigned i = 0; i < CHECK_COUNT; i++) {
        struct sql_row *row;
        enum outcome o = sql_query(db, &checks_sql, i, SQL_NO_ARGS, &row, f);
        while (o == DONE && sql_next(row, &o, f)) {
            report(context, arena_printf(a, "%s: %lld %s", names[i], (long long)sql_int(row, 0),
                                         sql_text(row, 1, a)));
            breaches++;
        }
        if (o != DONE)
            return o;
    }
    if (breaches > 0)
        return fault_set(f, NEVER, EXIT_DATA, "%d breaches of the invariants", breaches);
    return DONE;
}

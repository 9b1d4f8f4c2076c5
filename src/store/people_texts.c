/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The SQL texts about people.
 *
 * Visible is who belongs to no unfinished import; of the pool is who also was not nominated by an
 * association (via) and has neither left nor been erased. 'P12' is a party's name as letters,
 * links, timers and the trail write it.
 */
#include "store/people.h"

#include "people_texts.h"

#define COLUMNS                                                                                    \
    "name, email, phone, postal_address, perspective, formats, municipality, travel_km, "          \
    "languages, letter_language, ways, access_needs, story, conflicts, birth_year, "               \
    "consent_date, consent_version, consent_how, introduction_date, renewed_on, paused_until, "    \
    "objects, protected_identity, deceased, left_at, via, renewal_asked_on, "                      \
    "renewal_reminded_on, rests_since"
#define VISIBLE "import_id IS NULL AND erased_at IS NULL"
#define OF_POOL VISIBLE " AND via IS NULL AND left_at IS NULL"
#define PARTY(parameter) "'P' || CAST(" parameter " AS TEXT)"
#define OF_PARTY(parameter) "party NOT IN ('', 'unit') AND party = " PARTY(parameter)
#define TRAIL_OF(parameter)                                                                        \
    "(SELECT id FROM audit WHERE subject <> '' AND subject = " PARTY(                              \
        parameter) " UNION SELECT id FROM audit WHERE actor <> 'system' AND actor <> 'unit'"       \
                   " AND actor <> 'command' AND actor = " PARTY(parameter) ")"
#define REQUEST_NUMBER "(SELECT number FROM request WHERE request.id = request_id)"
#define DISCARDED "(SELECT id FROM person WHERE import_id IS NOT NULL ORDER BY id LIMIT $1)"

static const char *const texts[PERSON_TEXT_COUNT] = {
    [PERSON_LOAD] = "SELECT id, " COLUMNS ", erased_at FROM person"
                    " WHERE id = $1 AND import_id IS NULL",
    [PERSON_AREAS] = "SELECT area, unwanted FROM person_area WHERE person_id = $1 ORDER BY area",
    [PERSON_INSERT] = "INSERT INTO person (import_id, " COLUMNS ", created_at) VALUES ("
                      "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
                      " $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)"
                      " RETURNING id",
    [PERSON_UPDATE] =
        "UPDATE person SET name = $2, email = $3, phone = $4, postal_address = $5,"
        " perspective = $6, formats = $7, municipality = $8, travel_km = $9, languages = $10,"
        " letter_language = $11, ways = $12, access_needs = $13, story = $14, conflicts = $15,"
        " birth_year = $16, consent_date = $17, consent_version = $18, consent_how = $19,"
        " introduction_date = $20, renewed_on = $21, paused_until = $22, objects = $23,"
        " protected_identity = $24, deceased = $25, left_at = $26, via = $27,"
        " renewal_asked_on = $28, renewal_reminded_on = $29, rests_since = $30"
        " WHERE id = $1 AND " VISIBLE,
    [PERSON_AREAS_CLEAR] = "DELETE FROM person_area WHERE person_id = $1",
    [PERSON_AREA_ADD] = "INSERT INTO person_area (person_id, area, unwanted) VALUES ($1, $2, $3)"
                        " ON CONFLICT (person_id, area) DO UPDATE SET unwanted = excluded.unwanted",
    [PERSON_IDS] = "SELECT id FROM person WHERE " OF_POOL " ORDER BY id",
    [PERSON_WITH_AREA] = "SELECT id FROM person_area JOIN person ON person.id = person_id"
                         " WHERE area = $1 AND unwanted = 0 AND " OF_POOL " ORDER BY id",
    [PERSON_WITH_EMAIL] = "SELECT id FROM person WHERE lower(email) = lower($1) AND email <> ''"
                          " AND " VISIBLE " ORDER BY id",
    [PERSON_HISTORY] =
        "SELECT count(CASE WHEN queued_at >= $2 THEN 1 END),"
        " count(CASE WHEN queued_at >= $3 THEN 1 END),"
        " substr(max(coalesce(asked_at, queued_at)), 1, 10),"
        " (SELECT count(*) FROM placement WHERE placement.person_id = $1 AND chosen_at >= $2"
        "  AND state NOT IN ('withdrawn', 'cancelled'))"
        " FROM invitation WHERE person_id = $1 AND state <> 'bounced'"
        " AND (state <> 'cancelled' OR asked_at IS NOT NULL)",
    [PERSON_CARE_DUE] =
        "SELECT id FROM person WHERE id > $6 AND " OF_POOL " AND deceased = 0"
        " AND (paused_until < $1"
        " OR (renewal_asked_on IS NOT NULL AND rests_since IS NULL AND NOT EXISTS"
        "  (SELECT 1 FROM inbox WHERE state = 'waiting' AND email <> ''"
        "   AND lower(from_address) = lower(email))"
        "  AND ((renewal_reminded_on IS NULL AND renewal_asked_on <= $2)"
        "  OR renewal_asked_on <= $3))"
        " OR (renewal_asked_on IS NULL AND rests_since IS NULL AND paused_until IS NULL"
        "  AND (coalesce(renewed_on, substr(created_at, 1, 10)) <= $4"
        "  OR ($5 <> '' AND consent_date IS NOT NULL AND consent_version <> $5))))"
        " ORDER BY id LIMIT $7",
    [PERSON_ASKED_ON] = "SELECT count(*) FROM person WHERE renewal_asked_on = $1",
    [PERSON_RESTING] = "SELECT count(*) FROM person WHERE rests_since IS NOT NULL AND " OF_POOL,
    [PERSON_LETTER_WAITS] = "SELECT count(*) FROM letter WHERE recipient = " PARTY(
        "$1") " AND purpose = $2"
              " AND state IN ('queued', 'sending', 'deferred', 'held', 'to_print')",
    [PERSON_WAS_WRITTEN] = "SELECT count(*) FROM letter WHERE recipient = " PARTY(
        "$1") " AND purpose = $2 AND state <> 'dropped'",
    [PERSON_DROP_PURPOSE] = "UPDATE letter SET state = 'dropped', ended_at = $3, token = NULL"
                            " WHERE recipient = " PARTY(
                                "$1") " AND request_id IS NULL AND purpose = $2"
                                      " AND state IN ('queued', 'deferred', 'held', 'to_print')",
    [PERSON_RENEWAL_LEFT] = "UPDATE person SET renewal_asked_on = $2 WHERE id = $1"
                            " AND renewal_asked_on IS NOT NULL AND renewal_reminded_on IS NULL",
    [PERSON_ANSWER_RATE] = "SELECT count(*), count(CASE WHEN state = 'yes' THEN 1 END)"
                           " FROM invitation WHERE person_id IS NOT NULL"
                           " AND (state = 'yes' OR state = 'no' OR state = 'maybe'"
                           " OR state = 'expired') AND queued_at >= $1",

    [PERSON_DROP_LETTERS] = "UPDATE letter SET state = 'dropped', ended_at = $3, token = NULL"
                            " WHERE recipient = " PARTY(
                                "$1") " AND urgency >= $2"
                                      " AND state IN ('queued', 'deferred', 'held', 'to_print')",
    [PERSON_CLOSE_DROPPED] = "UPDATE task SET closed_at = $2, closed_by = 'system'"
                             " WHERE closed_at IS NULL AND letter_id IN (SELECT id FROM letter"
                             " WHERE state = 'dropped' AND recipient = " PARTY("$1") ")",
    [PERSON_CANCEL_UNSENT] = "UPDATE invitation SET state = 'cancelled'"
                             " WHERE person_id = $1 AND state = 'queued' AND NOT EXISTS"
                             " (SELECT 1 FROM letter WHERE recipient = " PARTY(
                                 "$1") " AND letter.request_id = invitation.request_id"
                                       " AND state IN ('sending', 'unknown'))",

    [PERSON_CONSENT_ADD] = "INSERT INTO consent (person_id, version, given, how, at)"
                           " VALUES ($1, $2, $3, $4, $5)",
    [PERSON_CONSENT_WITHDRAWN] = "SELECT max(at) FROM consent WHERE person_id = $1 AND given = 0",

    [PERSON_KEYS] = "SELECT id, via, name, email, phone FROM person WHERE " VISIBLE " ORDER BY id",
    [PERSON_IMPORT_ID] = "SELECT coalesce(max(import_id), 0) + 1 FROM person",
    [PERSON_IMPORT_RANGE] = "SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM"
                            " (SELECT id FROM person WHERE import_id = $1 ORDER BY id LIMIT $2)"
                            " AS slice",
    [PERSON_IMPORT_SHOW] = "UPDATE person SET import_id = NULL"
                           " WHERE import_id = $1 AND id BETWEEN $2 AND $3",
    [PERSON_DISCARD_AREAS] = "DELETE FROM person_area WHERE person_id IN " DISCARDED,
    [PERSON_DISCARD_CONSENTS] = "DELETE FROM consent WHERE person_id IN " DISCARDED,
    [PERSON_DISCARD] = "DELETE FROM person WHERE id IN " DISCARDED,

    [PERSON_RECORD_CONSENTS] = "SELECT version, given, how, at FROM consent"
                               " WHERE person_id = $1 ORDER BY id",
    [PERSON_RECORD_INVITATIONS] =
        "SELECT " REQUEST_NUMBER ", state, queued_at, asked_at, deadline, answered_at, answer_how,"
        " text, score, reminded_at, outcome, told_at FROM invitation"
        " WHERE person_id = $1 ORDER BY id",
    [PERSON_RECORD_ANSWERS] =
        "SELECT " REQUEST_NUMBER ", answer, how, answer.text, at FROM answer"
        " JOIN invitation ON invitation.id = invitation_id WHERE person_id = $1 ORDER BY answer.id",
    [PERSON_RECORD_NOMINATIONS] =
        "SELECT " REQUEST_NUMBER ", 'A' || CAST(association_id AS TEXT), state, at"
        " FROM nomination WHERE person_id = $1 ORDER BY id",
    [PERSON_RECORD_PLACEMENTS] = "SELECT " REQUEST_NUMBER ", state, chosen_at, chosen_by"
                                 " FROM placement WHERE person_id = $1 ORDER BY id",
    [PERSON_RECORD_AGREEMENTS] =
        "SELECT " REQUEST_NUMBER ", version, written_by, body, sha256, unit_accepted_at,"
        " representative_accepted_at, created_at FROM agreement"
        " JOIN placement ON placement.id = placement_id WHERE person_id = $1"
        " ORDER BY agreement.id",
    [PERSON_RECORD_COMMENTS] =
        "SELECT " REQUEST_NUMBER ", version, written_by, agreement_comment.text, at"
        " FROM agreement_comment JOIN placement ON placement.id = placement_id"
        " WHERE person_id = $1 ORDER BY agreement_comment.id",
    [PERSON_RECORD_COMPENSATIONS] =
        "SELECT " REQUEST_NUMBER ", day, minutes, travel_minutes, travel_km, travel_ore, receipts,"
        " fee_ore, model, compensation.f_tax, paid, paid_at, stated_at FROM compensation"
        " JOIN placement ON placement.id = placement_id WHERE person_id = $1"
        " ORDER BY compensation.id",
    [PERSON_RECORD_FOLLOWUPS] = "SELECT " REQUEST_NUMBER ", due_at, sent_at, answered_at, answers"
                                " FROM followup WHERE party = " PARTY("$1") " ORDER BY id",
    [PERSON_RECORD_LETTERS] =
        "SELECT " REQUEST_NUMBER ", purpose, address, name, state, queued_at, ended_at, message_id,"
        " own_text,"
        " (SELECT raw FROM letter_body WHERE letter_id = letter.id AND token IS NULL"
        "  AND state IN ('sent', 'printed')) FROM letter"
        " WHERE recipient = " PARTY("$1") " ORDER BY id",
    [PERSON_RECORD_MAILS] = "SELECT " REQUEST_NUMBER ", stored_at, from_address, from_name, subject"
                            " FROM inbox WHERE " OF_PARTY("$1") " ORDER BY id",
    [PERSON_RECORD_LINKS] = "SELECT " REQUEST_NUMBER ", purpose, address, created_at, expires_at,"
                            " ended_at FROM token WHERE party = " PARTY("$1") " ORDER BY id",
    [PERSON_RECORD_SEARCHES] = "SELECT " REQUEST_NUMBER ", actor, purpose, basis, at FROM search"
                               " WHERE result LIKE '%\"P' || CAST($1 AS TEXT) || '\"%' ORDER BY id",
    [PERSON_RECORD_MEETINGS] =
        "SELECT kind, starts, place, invited_at, answer, answered_at, how FROM guest"
        " JOIN occasion ON occasion.id = occasion_id WHERE person_id = $1 ORDER BY occasion_id",
    [PERSON_RECORD_TRAIL] =
        "SELECT " REQUEST_NUMBER ", at, actor, event, from_state, to_state, text FROM audit"
        " LEFT JOIN audit_text ON audit_id = audit.id"
        " WHERE audit.id IN " TRAIL_OF("$1") " ORDER BY audit.id",

    [PERSON_ERASE] =
        "UPDATE person SET name = '', email = '', phone = '', postal_address = '',"
        " perspective = '', formats = '', municipality = '', travel_km = -1, languages = '',"
        " letter_language = 'sv', ways = '', access_needs = '', story = '', conflicts = '',"
        " birth_year = NULL, consent_date = NULL, consent_version = '', consent_how = '',"
        " introduction_date = NULL, renewed_on = NULL, paused_until = NULL, objects = 0,"
        " renewal_asked_on = NULL, renewal_reminded_on = NULL, rests_since = NULL,"
        " protected_identity = 0, deceased = 0, left_at = coalesce(left_at, $2), via = NULL,"
        " last_contact_at = NULL, erased_at = $2 WHERE id = $1 AND " VISIBLE,
    [PERSON_ERASE_AREAS] = "DELETE FROM person_area WHERE person_id = $1",
    [PERSON_ERASE_CONSENTS] = "UPDATE consent SET how = '' WHERE person_id = $1",
    [PERSON_ERASE_LETTERS] =
        "UPDATE letter SET address = '', name = '', view = '{}', own_text = NULL, token = NULL,"
        " answer = '', ended_at = coalesce(ended_at, $2),"
        " state = CASE WHEN state = 'unknown' THEN 'dropped' ELSE state END"
        " WHERE recipient = " PARTY("$1"),
    [PERSON_ERASE_BODIES] = "DELETE FROM letter_body WHERE letter_id IN"
                            " (SELECT id FROM letter WHERE recipient = " PARTY("$1") ")",
    [PERSON_ERASE_LINKS] = "UPDATE token SET address = '', ended_at = coalesce(ended_at, $2)"
                           " WHERE party = " PARTY("$1"),
    [PERSON_ERASE_ASKS] = "UPDATE invitation SET state = 'cancelled' WHERE person_id = $1"
                          " AND state IN ('queued', 'sent', 'unknown', 'maybe')",
    [PERSON_ERASE_ASK_TEXTS] = "UPDATE invitation SET text = '' WHERE person_id = $1",
    [PERSON_ERASE_ANSWERS] = "UPDATE answer SET text = ''"
                             " WHERE invitation_id IN (SELECT id FROM invitation"
                             " WHERE person_id = $1)",
    [PERSON_ERASE_PLACEMENTS] = "UPDATE placement SET ended_why = '' WHERE person_id = $1",
    /* That it stood, and when, stays; what was agreed on goes. */
    [PERSON_ERASE_AGREEMENTS] = "UPDATE agreement SET body = '{}' WHERE placement_id IN"
                                " (SELECT id FROM placement WHERE person_id = $1)",
    [PERSON_ERASE_COMMENTS] = "UPDATE agreement_comment SET text = '' WHERE placement_id IN"
                              " (SELECT id FROM placement WHERE person_id = $1)",
    [PERSON_ERASE_DOCUMENTS] = "DELETE FROM document WHERE kind = 'agreement' AND subject IN"
                               " (SELECT CAST(agreement.id AS TEXT) FROM agreement"
                               " JOIN placement ON placement.id = placement_id"
                               " WHERE person_id = $1)",
    [PERSON_ERASE_FOLLOWUPS] = "UPDATE followup SET answers = '{}'"
                               " WHERE party = " PARTY("$1"),
    [PERSON_ERASE_RECEIPTS] = "UPDATE compensation SET receipts = '' WHERE placement_id IN"
                              " (SELECT id FROM placement WHERE person_id = $1)",
    [PERSON_ERASE_PAYMENTS] = "DELETE FROM document WHERE kind = 'payment' AND subject IN"
                              " (SELECT CAST(compensation.id AS TEXT) FROM compensation"
                              " JOIN placement ON placement.id = placement_id"
                              " WHERE person_id = $1)",
    [PERSON_ERASE_TASKS] = "UPDATE task SET text = '', closed_text = ''"
                           " WHERE subject <> '' AND subject = " PARTY("$1"),
    [PERSON_ERASE_TRAIL] = "DELETE FROM audit_text WHERE audit_id IN " TRAIL_OF("$1"),

    [PERSON_SHARED_REQUESTS] =
        "SELECT count(*) FROM (SELECT request_id FROM"
        " (SELECT request_id, person_id FROM invitation WHERE person_id IN ($1, $2)"
        " UNION SELECT request_id, person_id FROM nomination WHERE person_id IN ($1, $2)"
        " UNION SELECT request_id, person_id FROM placement WHERE person_id IN ($1, $2))"
        " AS asked GROUP BY request_id"
        " HAVING count(DISTINCT person_id) > 1) AS shared",
    [PERSON_MERGE_GUESTS] = "UPDATE guest SET person_id = $1 WHERE person_id = $2 AND NOT EXISTS"
                            " (SELECT 1 FROM guest AS other WHERE other.person_id = $1"
                            " AND other.occasion_id = guest.occasion_id)",
    [PERSON_MERGE_INVITATIONS] = "UPDATE invitation SET person_id = $1 WHERE person_id = $2",
    [PERSON_MERGE_NOMINATIONS] = "UPDATE nomination SET person_id = $1 WHERE person_id = $2",
    [PERSON_MERGE_PLACEMENTS] = "UPDATE placement SET person_id = $1 WHERE person_id = $2",
    [PERSON_MERGE_FOLLOWUPS] =
        "UPDATE followup SET party = " PARTY("$1") " WHERE party = " PARTY("$2"),
    [PERSON_MERGE_LETTERS] =
        "UPDATE letter SET recipient = " PARTY("$1") " WHERE recipient = " PARTY("$2"),
    [PERSON_MERGE_MAILS] = "UPDATE inbox SET party = " PARTY("$1") " WHERE " OF_PARTY("$2"),
    [PERSON_MERGE_LINKS] = "UPDATE token SET party = " PARTY("$1") " WHERE party = " PARTY("$2"),
    [PERSON_MERGE_SUBJECTS] =
        "UPDATE token SET subject = " PARTY("$1") " WHERE subject <> ''"
                                                  " AND subject = " PARTY("$2"),
    [PERSON_MERGE_TIMERS] =
        "UPDATE timer SET subject = " PARTY("$1") " WHERE subject = " PARTY("$2"),
    [PERSON_MERGE_SILENCE] =
        "UPDATE timer SET silence = " PARTY("$1") " WHERE silence = " PARTY("$2"),
    [PERSON_MERGE_TASKS] =
        "UPDATE task SET subject = " PARTY("$1") " WHERE subject <> '' AND subject = " PARTY("$2"),
    [PERSON_MERGE_CONSENTS] = "UPDATE consent SET person_id = $1 WHERE person_id = $2",
};
const struct sql_list people_sql = {"people", SLOT_PEOPLE, SQL_TEXTS(texts)};

# SPDX-License-Identifier: EUPL-1.2
"""What must hold after a life: each a query of the book, or a second calculation of its own.

Every function gives the list of what breaks its promise; an empty list is what is hoped for.
"""

import configparser
import datetime
import decimal
import re

from lib.house import ROOT

OVER = "('carried_out', 'followed_up', 'closed', 'cancelled', 'unfilled', 'declined')"
BASE_AMOUNTS = {2025: 58800, 2026: 59200}  # regionuppsala.se; a later year takes the latest known


def answered_without_outcome(life):
    return life.rows(
        "SELECT number, invitation.id, invitation.state FROM invitation JOIN request ON"
        " request.id = request_id WHERE request.state IN " + OVER +
        " AND invitation.state IN ('yes', 'no', 'maybe', 'expired', 'sent') AND outcome IS NULL")


def answered_and_not_told(life):
    """A yes or a maybe hears by a letter what came of it."""
    return life.rows(
        "SELECT number, person_id FROM invitation JOIN request ON request.id = request_id"
        " JOIN person ON person.id = person_id WHERE request.state IN " + OVER +
        " AND invitation.state IN ('yes', 'maybe') AND erased_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM letter WHERE letter.request_id = request.id AND recipient = 'P' ||"
        " person_id AND purpose IN ('connected_person', 'not_chosen', 'filled', 'cancelled_asked',"
        " 'cancelled_placed') AND letter.state = 'sent')")


def asked_twice(life):
    """One ask a request and address, whatever path led there; asked again only on a new cause."""
    return life.rows(
        "SELECT request_id, lower(address), count(*) FROM letter WHERE purpose LIKE 'invitation_%'"
        " AND state = 'sent' AND address <> '' GROUP BY 1, 2 HAVING count(*) > 1")


def agreements_that_hang(life):
    return life.rows(
        "SELECT number, person_id FROM placement JOIN request ON request.id = request_id"
        " WHERE placement.state NOT IN ('withdrawn', 'cancelled') AND NOT EXISTS"
        " (SELECT 1 FROM agreement WHERE placement_id = placement.id AND unit_accepted_at IS NOT"
        " NULL AND representative_accepted_at IS NOT NULL AND version = (SELECT max(version) FROM"
        " agreement other WHERE other.placement_id = placement.id)) AND NOT EXISTS"
        " (SELECT 1 FROM task WHERE task.request_id = request.id AND kind = 'agreement')")


def agreed_by_one(life):
    return life.rows(
        "SELECT id FROM placement WHERE state = 'agreed' AND NOT EXISTS (SELECT 1 FROM agreement"
        " WHERE placement_id = placement.id AND unit_accepted_at IS NOT NULL AND"
        " representative_accepted_at IS NOT NULL)")


def done_without_followup(life):
    return life.rows(
        "SELECT number, 'P' || person_id FROM placement JOIN request ON request.id = request_id"
        " WHERE placement.state IN ('done', 'followed_up') AND request.state IN ('followed_up',"
        " 'closed') AND (NOT EXISTS (SELECT 1 FROM followup WHERE followup.request_id = request.id"
        " AND party = 'P' || person_id AND sent_at IS NOT NULL) OR NOT EXISTS (SELECT 1 FROM"
        " followup WHERE followup.request_id = request.id AND party = 'unit' AND sent_at IS NOT"
        " NULL))")


def done_without_basis(life):
    return life.rows(
        "SELECT number, 'P' || person_id, occasion.id FROM placement JOIN request ON request.id ="
        " placement.request_id JOIN occasion ON occasion.request_id = request.id WHERE"
        " placement.state IN ('done', 'followed_up') AND occasion.state = 'done' AND"
        " placement.chosen_at < occasion.starts AND NOT EXISTS (SELECT 1 FROM compensation WHERE"
        " placement_id = placement.id AND occasion_id = occasion.id)")


def took_part_and_heard_nothing(life):
    return life.rows(
        "SELECT number, 'P' || person_id FROM placement JOIN request ON request.id = request_id"
        " WHERE placement.state IN ('done', 'followed_up') AND request.state IN ('followed_up',"
        " 'closed') AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.request_id = request.id AND"
        " recipient = 'P' || person_id AND purpose = 'outcome_person' AND letter.state = 'sent')"
        " AND NOT EXISTS (SELECT 1 FROM task WHERE task.request_id = request.id AND kind ="
        " 'outcome_owed')")


def forgotten(life):
    """A request that is not over has a timer or a task, or waits for the unit to choose."""
    return life.rows(
        "SELECT number, state, (SELECT group_concat(event || ' ' || substr(at, 1, 10)) FROM (SELECT"
        " event, at FROM audit WHERE request_id = request.id ORDER BY id DESC LIMIT 6)) FROM"
        " request WHERE state NOT IN ('closed', 'cancelled', 'unfilled', 'declined', 'advised')"
        " AND NOT EXISTS (SELECT 1 FROM timer WHERE request_id = request.id) AND NOT EXISTS"
        " (SELECT 1 FROM task WHERE request_id = request.id AND closed_at IS NULL)")


def fee_by_our_own_reckoning(starts, ends, travel_minutes):
    begin, end = (datetime.datetime.fromisoformat(t) for t in (starts, ends))
    hours = decimal.Decimal((end - begin).seconds) / 3600 + decimal.Decimal(travel_minutes) / 60
    share = decimal.Decimal("0.009" if hours <= 2 else "0.018" if hours <= 4 else "0.036")
    base = BASE_AMOUNTS[max(y for y in BASE_AMOUNTS if y <= begin.year)]
    return int((base * share).quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP)) * 100


def sums_that_differ(life):
    """Each payment basis against a calculation of this test's own, and their sum."""
    found, ours, theirs = [], 0, 0
    for basis, starts, ends, travel, fee in life.rows(
            "SELECT compensation.id, starts, ends, travel_minutes, fee_ore FROM compensation JOIN"
            " occasion ON occasion.id = occasion_id"):
        reckoned = fee_by_our_own_reckoning(starts, ends, travel)
        ours, theirs = ours + reckoned, theirs + fee
        if reckoned != fee:
            found.append((basis, starts, ends, travel, fee, reckoned))
    return found if ours == theirs else found + [("sum", ours, theirs)]


# ---- Privacy: no letter ties a person to an illness ----

def areas_in_words():
    """Every name and synonym of every area, as patterns of whole words."""
    parser = configparser.RawConfigParser(interpolation=None, strict=False,
                                          inline_comment_prefixes=None)
    parser.optionxform = str
    parser.read(ROOT + "/config/areas.ini", encoding="utf-8")
    found = set()
    for section in parser.sections():
        keys = parser[section]
        if keys.get("setting") == "yes" or keys.get("beside") == "yes":
            continue
        found.update(w for w in keys.get("words", "").split())
        found.update(w + "*" for w in keys.get("stems", "").split())
        for key in ("sv", "en"):
            if keys.get(key):
                found.add(keys[key])
        found.update(p.strip() for p in keys.get("phrases", "").replace("\n", " ").split(","))
    return {w.lower() for w in found if len(w.strip("*")) > 2}


def template_words():
    """What the templates say to everybody ties nobody to anything."""
    import glob
    text = ""
    for path in glob.glob(ROOT + "/config/letters/*/*.md") + glob.glob(
            ROOT + "/config/letters/*/partials/*.md"):
        with open(path, encoding="utf-8") as template:
            text += template.read().lower()
    return text


def said(word, text, tokens):
    """A beginning ("dialys*"), a word, or several words, in a text that is in lower case."""
    if word.endswith("*"):
        return any(token.startswith(word[:-1]) for token in tokens)
    return word in tokens if re.fullmatch(r"\w+", word) else word in text


def letters_that_tell(life):
    """Each letter to a person or an association, searched for every area, synonym and unit."""
    shipped = template_words()
    tokens = set(re.findall(r"\w+", shipped))
    words = [w for w in areas_in_words() if not said(w, shipped, tokens)]
    words += sorted({w.unit.lower() for w in life.wishes})
    plain = {w for w in words if re.fullmatch(r"\w+", w)}
    others = [w for w in words if w not in plain]
    life.collect()
    found = []
    for who, purpose, message in life.rows(
            "SELECT recipient, purpose, message_id FROM letter WHERE state = 'sent' AND recipient"
            " NOT IN ('unit', 'staff', 'operator')"):
        letter = life.files["<%s>" % message]
        text = "%s\n%s" % (letter["Subject"], "\n".join(
            str(part.get_content()) for part in letter.walk()
            if part.get_content_maintype() == "text"))
        text = re.sub(r"https?://\S+", "", text.lower())
        tokens = set(re.findall(r"\w+", text))
        hits = sorted(plain & tokens) + [w for w in others if said(w, text, tokens)]
        if hits:
            found.append((who, purpose, hits[:3]))
    return found


PROMISES = {
    "nobody who answered is without an outcome": answered_without_outcome,
    "nobody who said yes or maybe has heard nothing": answered_and_not_told,
    "nobody was asked twice for the same": asked_twice,
    "no request is forgotten": forgotten,
    "every agreement has both acceptances, or a task": agreements_that_hang,
    "none is agreed by one party alone": agreed_by_one,
    "every done assignment has its follow-ups": done_without_followup,
    "every done occasion has its payment basis": done_without_basis,
    "everyone who took part heard what came of it, or a task says who owes it":
        took_part_and_heard_nothing,
    "the sums of compensation are those of a second calculation": sums_that_differ,
    "no letter ties a person to an illness or a unit": letters_that_tell,
}

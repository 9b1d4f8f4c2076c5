#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Occasions: added, moved and called off, with letters and calendar files to all concerned; the
working day before; the last one; what calendars answer; and the unit's own page for all that.

As waves.py: `levanded --once --now …` over Maildirs, read by `levande request show`. A calendar
file is unfolded and read here line by line, by nothing of the program's own.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
UNIT = "enheten@privat.example"
DECIDED = "2027-03-02T10:00"
LATER = "2027-03-03T10:00"


class Assignment(Loan):
    """P1 and P2 are chosen for 20 April, 13 to 16; their letters have left."""

    def __init__(self, **sections):
        sections.setdefault("routing", {"mode": "assist"})
        super().__init__(people=3, **sections)

    def chosen(self, **facts):
        self.begin(people_min="2", **facts)
        self.who = sorted(self.asked())
        for who in self.who:
            self.do(DECIDED, "answer", who, "yes")
        self.do(DECIDED, "choose", *self.who)
        self.at(DECIDED)
        assert self.state() == "connected", self.state()
        return self

    def occasion(self, now, verb, *words, **more):
        return self.levande("--now", now, "occasion", verb, self.number, *words, **more)

    def newest(self, who, purpose):
        return self.letters_to(who, purpose)[-1]


def calendars(letter):
    """The calendar files of a letter: each a dict of its properties, with METHOD and TZIDs."""
    found = []
    for part in letter.walk():
        if part.get_content_type() != "text/calendar":
            continue
        text = re.sub(r"\r?\n[ \t]", "", part.get_content())
        event = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT")]
        values = dict(re.findall(r"^([A-Z-]+)(?:;[^:\r\n]*)?:(.*?)\r?$", event, re.M))
        values["method"] = part.get_param("method")
        values["METHOD"] = re.search(r"^METHOD:(\S+)", text, re.M).group(1)
        values["zone"] = re.search(r"^TZID:(\S+)", text, re.M).group(1)
        values["attendee"] = (re.search(r"^ATTENDEE[^\r\n]*", event, re.M) or [""])[0]
        found.append(values)
    return found


def neutral(letter):
    """A representative's letter and calendar, searched for what they must not hold."""
    whole = letter.as_string() + text_of(letter) + "".join(str(c) for c in calendars(letter))
    for word in ("stroke", "Strokeenheten", "Kirurgen", "patienter till"):
        assert word.lower() not in whole.lower(), word


# ---- Letters and calendars ----

@cases.case("who is chosen gets the time as a calendar file")
def connected():
    with Assignment() as loan:
        loan.chosen()
        for who in loan.who:
            (file,) = calendars(loan.newest(who, "connected_person"))
            assert file["method"] == file["METHOD"] == "REQUEST" and file["SEQUENCE"] == "0", file
            assert file["DTSTART"] == "20270420T130000" and file["DTEND"] == "20270420T160000"
            assert file["zone"] == "Europe/Stockholm" and loan.number in file["SUMMARY"], file
            assert "RSVP=FALSE" in file["attendee"], file["attendee"]
        loan.check()


@cases.case("moved: all hear of it, with the same UID, a raised SEQUENCE and a new DTSTAMP")
def moved():
    with Assignment() as loan:
        loan.chosen()
        (before,) = calendars(loan.newest(loan.who[0], "connected_person"))
        listed = loan.occasion(LATER, "move", "1", "2027-04-22T09:00", "2027-04-22T12:00",
                               "--place", "Strokeenheten, Göteborg", "--access", "Ring Kirurgen.")
        assert [o["starts"] for o in listed] == ["2027-04-22T09:00"], listed
        loan.at(LATER)
        for who in [*loan.who, "unit"]:
            letter = loan.newest(who, "occasion_changed")
            (file,) = calendars(letter)
            assert file["METHOD"] == "REQUEST" and file["UID"] == before["UID"], file
            assert file["SEQUENCE"] == "1" and file["DTSTAMP"] > before["DTSTAMP"], file
            assert file["DTSTART"] == "20270422T090000", file
            assert "torsdag 22 april 2027 kl. 09.00–12.00" in text_of(letter)
            assert "tisdag 20 april 2027 kl. 13.00–16.00" in text_of(letter)
        for who in loan.who:
            neutral(loan.newest(who, "occasion_changed"))
        assert "Strokeenheten" in text_of(loan.newest("unit", "occasion_changed"))
        assert "[%s]" % loan.number in loan.newest("unit", "occasion_changed")["Subject"]
        assert loan.show()["occasions"] == [{"start": "2027-04-22T09:00",
                                             "end": "2027-04-22T12:00"}]
        loan.check()


@cases.case("called off: CANCEL to all, and a task when no time is left")
def cancelled():
    with Assignment() as loan:
        loan.chosen()
        loan.occasion(LATER, "add", "2027-05-04T09:00", "2027-05-04T11:00")
        loan.occasion(LATER, "cancel", "1")
        loan.at(LATER)
        for who in [*loan.who, "unit"]:
            (file,) = calendars(loan.newest(who, "occasion_cancelled"))
            assert file["METHOD"] == "CANCEL" and file["SEQUENCE"] == "1", file
            assert "20 april" in text_of(loan.newest(who, "occasion_cancelled"))
        assert "no_occasions" not in loan.kinds()
        loan.occasion(LATER, "cancel", "2")
        loan.occasion(LATER, "cancel", "2")
        loan.at(LATER)
        assert "no_occasions" in loan.kinds(), loan.kinds()
        assert loan.purposes()["occasion_cancelled"] == 6, loan.purposes()
        loan.occasion(LATER, "move", "2", "2027-05-05T09:00", expected=65)
        loan.check()


@cases.case("with the whole request, what lay ahead is taken out of every calendar")
def request_cancelled():
    with Assignment() as loan:
        loan.chosen()
        loan.do(LATER, "cancel", "--text", "Vi måste ställa in.")
        loan.at(LATER)
        for who, purpose in ((loan.who[0], "cancelled_placed"), ("unit", "cancelled_unit")):
            (file,) = calendars(loan.newest(who, purpose))
            assert file["METHOD"] == "CANCEL" and file["SEQUENCE"] == "1", file
        assert {o["state"] for o in loan.occasion(LATER, "list")} == {"cancelled"}
        loan.check()


@cases.case("before anybody is chosen, all who were asked hear of another time")
def before_the_choice():
    with Assignment() as loan:
        loan.begin(people_min="2")
        loan.occasion(DECIDED, "move", "1", "2027-04-22T09:00", "2027-04-22T12:00")
        loan.at(DECIDED)
        assert loan.purposes()["changed"] == 2, loan.purposes()
        assert loan.purposes()["occasion_changed"] == 0
        loan.occasion(DECIDED, "add", "2027-02-22T09:00", expected=65)
        loan.occasion(DECIDED, "add", "2027-03-28T02:30", expected=65)
        loan.occasion(DECIDED, "add", "2027-10-31T02:30", expected=65)
        loan.occasion(DECIDED, "add", "2027-04-23T09:00", "2027-04-23T08:00", expected=65)
        loan.occasion(DECIDED, "cancel", "7", expected=66)


# ---- The day before, and afterwards ----

@cases.case("a reminder the working day before, within the hours; the last one over ends it")
def reminded():
    with Assignment(send={"hours": "07:30-18:00"}) as loan:
        loan.chosen(occasions="2027-03-30T09:00/2027-03-30T11:00 2027-04-26T13:00/2027-04-26T16:00")
        loan.at("2027-03-25T07:29")
        assert loan.purposes()["occasion_reminder"] == 0
        loan.at("2027-03-25T07:30")  # the Thursday before Easter
        assert loan.purposes()["occasion_reminder"] == 3, loan.purposes()
        letter = loan.newest(loan.who[0], "occasion_reminder")
        assert "tisdag 30 mars 2027 kl. 09.00–11.00" in letter["Subject"] and "[" not in \
            letter["Subject"]
        assert re.search(r"/overenskommelse/[a-z2-7]{26}", text_of(letter))
        neutral(letter)
        loan.at("2027-03-30T11:00")
        assert [o["state"] for o in loan.occasion(LATER, "list")] == ["done", "planned"]
        assert loan.state() == "connected"
        loan.at("2027-04-23T07:30")
        assert loan.purposes()["occasion_reminder"] == 6
        loan.at("2027-04-26T15:59")
        assert loan.state() == "connected"
        loan.at("2027-04-26T16:00")
        assert loan.state() == "carried_out"
        loan.check()


@cases.case("somebody says that it is done: what still lay ahead is called off")
def done():
    with Assignment() as loan:
        loan.chosen(occasions="2027-03-30T09:00/2027-03-30T11:00 2027-04-26T13:00/2027-04-26T16:00")
        loan.at("2027-03-30T11:00")
        loan.do("2027-03-31T09:00", "done")
        loan.at("2027-03-31T09:00")
        assert loan.state() == "carried_out"
        assert [o["state"] for o in loan.occasion(LATER, "list")] == ["done", "cancelled"]
        assert loan.purposes()["occasion_cancelled"] == 3, loan.purposes()
        loan.check()


# ---- What calendars answer ----

@cases.case("a calendar that says no is a task, and changes nothing")
def declined():
    with Assignment() as loan:
        loan.chosen()
        letter = loan.newest(loan.who[0], "connected_person")
        (file,) = calendars(letter)
        address = letter["To"].addresses[0].addr_spec
        before = loan.show()
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//SV", "METHOD:REPLY",
                 "BEGIN:VEVENT", "UID:" + file["UID"], "DTSTAMP:20270303T080000Z", "SEQUENCE:0",
                 "ATTENDEE;PARTSTAT=DECLINED:mailto:" + address, "END:VEVENT", "END:VCALENDAR", ""]
        head = ["From: <%s>" % address, "To: <levande@example.org>", "Subject: Nej: Uppdrag",
                "Message-ID: <svar-1@example.org>", "Date: Wed, 3 Mar 2027 09:00:00 +0100",
                "MIME-Version: 1.0", "Content-Type: text/calendar; charset=utf-8; method=REPLY", ""]
        loan.deliver("\r\n".join(head + lines).encode("utf-8"))
        loan.at(LATER)
        task = next(t for t in loan.tasks() if t["kind"] == "calendar")
        assert loan.who[0] in task["text"] and "tackar nej" in task["text"], task
        after = loan.show()
        for key in ("state", "invitations", "placements", "letters", "occasions"):
            assert after[key] == before[key], key
        kept = [m["party"] for m in loan.levande("mail", "list")["inbox"]]
        assert loan.who[0] in kept, kept


# ---- The unit's page ----

def link(letter, path):
    return re.search(r"/%s/[a-z2-7]{26}" % path, text_of(letter)).group(0)


def form_on(site, path, ends):
    """The page, and its form whose action ends so."""
    page = site.get(path)
    assert page.status == 200, (path, page.status)
    form = next(f for f in forms_of(page.text) if f["action"].endswith(ends))
    page.action, page.token = form["action"], form["fields"]["form"]
    return page


@cases.case("the unit adds, moves and calls off on its page; what cannot be is said beside it")
def page():
    with Assignment() as loan:
        loan.chosen()
        loan.start("--role", "web", "--now", LATER)
        site = Site(loan.port)
        unit = link(loan.newest("unit", "acknowledgement"), "forfragan")
        times = unit + "/tillfallen"
        assert times in site.get(unit).text
        before = loan.occasion(LATER, "list")
        wrong = [({"occasion": "0"}, "date"),
                 ({"occasion": "0", "date": "2027-02-22"}, "date"),
                 ({"occasion": "0", "date": "2027-03-28", "from": "02:30"}, "date"),
                 ({"occasion": "0", "date": "2027-10-31", "from": "02:30"}, "date"),
                 ({"occasion": "0", "date": "2027-04-22", "from": "13:00", "to": "12:00"}, "to"),
                 ({"occasion": "0", "date": "2027-04-22", "to": "12:00"}, "from"),
                 ({"occasion": "1", "from": "17:00"}, "to"),
                 ({"occasion": "1", "link": "javascript:alert(1)"}, "link"),
                 ({"occasion": "1"}, "date")]
        for fields, name in wrong:
            refused = site.send(form_on(site, times, "tillfallen"), fields)
            assert refused.status == 422, (fields, refused.status)
            assert 'id="%s-fault"' % name in refused.text, (fields, name)
        for fields in ({"date": "2027-04-22"}, {"occasion": "99", "date": "2027-04-22"}):
            refused = site.send(form_on(site, times, "tillfallen"), fields)
            assert refused.status == 422 and 'role="alert"' in refused.text, fields
        assert loan.occasion(LATER, "list") == before
        site.send(form_on(site, times, "tillfallen"), {"occasion": "1", "date": "2027-04-21"})
        (kept,) = loan.occasion(LATER, "list")
        assert (kept["starts"], kept["ends"]) == ("2027-04-21T13:00", "2027-04-21T16:00"), kept
        site.send(form_on(site, times, "tillfallen"), {"occasion": "1", "to": "15:00"})
        (kept,) = loan.occasion(LATER, "list")
        assert (kept["starts"], kept["ends"]) == ("2027-04-21T13:00", "2027-04-21T15:00"), kept
        moved = {"occasion": "1", "date": "2027-04-22", "from": "09:00", "to": "12:00",
                 "place": "Storgatan 5, Göteborg", "link": "https://mote.example.org/a1",
                 "access": "Ring på."}
        sent = site.send(form_on(site, times, "tillfallen"), moved)
        assert sent.status == 303 and sent.location == times, (sent.status, sent.text)
        again = site.send(form_on(site, times, "tillfallen"), moved)
        assert again.status == 303
        added = site.send(form_on(site, times, "tillfallen"),
                          {"occasion": "0", "date": "2027-05-04", "from": "09.00", "to": "11.00"})
        assert added.status == 303
        unsure = site.send(form_on(site, times, "stall-in"), {"occasion": "2"})
        assert unsure.status == 422 and "sure-fault" in unsure.text
        off = site.send(form_on(site, times, "stall-in"), {"occasion": "2", "sure": "yes"})
        assert off.status == 303
        listed = loan.occasion(LATER, "list")
        assert [(o["starts"], o["state"]) for o in listed] == \
            [("2027-04-22T09:00", "planned"), ("2027-05-04T09:00", "cancelled")], listed
        loan.at("2027-03-03T10:05")
        assert loan.purposes()["occasion_changed"] == 3, loan.purposes("sent", "dropped")
        assert loan.purposes()["occasion_cancelled"] == 3
        both_sides(loan, site)
        assert site.get("/forfragan/" + "a" * 26 + "/tillfallen").status == 404
        loan.check()


def both_sides(loan, site):
    """The representative's page has what the letter has not, and all of it as a calendar file."""
    own = link(loan.newest(loan.who[0], "connected_person"), "overenskommelse")
    page = site.get(own)
    assert page.status == 200 and "Storgatan 5, Göteborg" in page.text and "Ring på." in page.text
    assert "https://mote.example.org/a1" in page.text
    file = site.get(own + "/kalender.ics")
    assert file.status == 200 and file.headers["Content-Type"].startswith("text/calendar")
    assert "METHOD:PUBLISH" in file.text and "Storgatan 5" in file.text
    assert file.text.count("BEGIN:VEVENT") == 1, "what is called off is not in it"


if __name__ == "__main__":
    sys.exit(cases.run())

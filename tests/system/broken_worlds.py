#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The second half of the loan in a broken world: every link where it does not belong, too old, and
with a form of a megabyte; people who are erased or die, or are under age; assignments that go on
without what they need. A clear answer each time, and nothing half done.

What belongs to one page alone is tried beside it: choosing.py, agreement.py, occasions.py,
compensation.py, followup.py.
"""

import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
CHOSEN, AGREED, LATER = "2027-03-02T11:00", "2027-03-03T10:00", "2027-03-04T10:00"
OVER, ASKED, ENDED = "2027-04-20T16:30", "2027-04-27T16:30", "2027-05-11T16:30"
# Path, who reads it, the letter that brings it, and the pages and forms that it opens.
LINKS = (("forfragan", "unit", "candidates",
          ("", "/stall-in", "/tillfallen"), ("/kod", "/oppna", "/valj", "/tillfallen")),
         ("svar", "P1", "invitation_person", ("",), ("",)),
         ("overenskommelse", "P1", "connected_person",
          ("", "/andra", "/kalender.ics", "/avsta"), ("/andra", "/kommentar", "/kod", "/godkann")),
         ("overenskommelse", "unit", "connected_unit", ("", "/andra", "/avsta"), ("/avsta",)),
         ("ersattning", "P1", "payment_report", ("",), ("", "/betald")),
         ("ersattning", "unit", "payment_basis", ("", "/underlag.csv"), ("/betald",)),
         ("uppfoljning", "P1", "followup_person", ("",), ("",)),
         ("uppfoljning", "unit", "followup_unit", ("",), ("",)))


def chosen(*who, people=3, **facts):
    """Those named are chosen, of as many as have been asked; their letters have left."""
    loan = Loan(people=people, invite={"max_wave": "3"}, routing={"mode": "assist"},
                compensation={"price_base_amount": "2026:59200, 2027:60000"})
    loan.begin(people_min=str(len(who)), compensation="promised", **facts)
    for one in loan.asked():
        loan.do("2027-03-02T10:00", "answer", one, "yes")
    loan.at("2027-03-02T10:00")
    loan.do(CHOSEN, "choose", *who)
    loan.at(CHOSEN)
    assert loan.state() == "connected", loan.state()
    return loan


def accepted(loan, *who):
    for one in who:
        for party in ("unit", "representative"):
            loan.levande("--now", AGREED, "agreement", "accept", loan.number, one, party)
    return loan


def link(loan, path, who, purpose):
    letter = loan.letters_to(who, purpose)[-1]
    return re.search(r"/%s/[a-z2-7]{26}" % path, text_of(letter)).group(0)


def dump(loan):
    tables = [name for name, in loan.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: loan.rows("SELECT * FROM " + name) for name in tables}


def placed(loan):
    return {p["who"]: p for p in loan.show()["placements"]}


# ---- Links ----

class Scene:
    """P1 and P2 have taken part, the follow-up is asked for; every link there is, in two hands."""

    def __init__(self):
        self.loan = accepted(chosen("P1", "P2"), "P1", "P2")
        try:
            self.begin()
        except BaseException:  # no server outlives a scene that could not be set
            self.loan.__exit__(True)
            raise

    def begin(self):
        self.loan.at(OVER)
        self.loan.at(ASKED)
        self.loan.start("--role", "web", "--now", ASKED)
        self.site = Site(self.loan.port)
        self.links = {(path, who): link(self.loan, path, who, purpose)
                      for path, who, purpose, _, _ in LINKS}
        self.other = {path: link(self.loan, path, "P2", purpose)
                      for path, who, purpose, _, _ in LINKS if who == "P1"}

    def post(self, path, said):
        return self.site.post(path, urllib.parse.urlencode(said))


def readable(page, *words):
    """A page for people: a heading, in Swedish, with a way to get help."""
    assert "<h1" in page.text and "levande@example.org" in page.text, page.text
    for word in words:
        assert word in page.text, (word, page.text)


scene = Scene()


@cases.case("a link opens its own pages, and no other page at all")
def own_pages():
    before = dump(scene.loan)
    for path, who, _, pages, _ in LINKS:
        here = scene.links[path, who]
        for tail in pages:
            answer = scene.site.get(here + tail)
            over = tail in ("/avsta", "/stall-in")  # what has been carried out is not called off
            assert answer.status in ((303, 409) if over else (200,)), (here + tail, answer.status)
        token = here.split("/")[-1]
        for other, _, _, tails, forms in LINKS:
            if other == path:
                continue
            for tail in tails:
                wrong = scene.site.get("/%s/%s%s" % (other, token, tail))
                assert wrong.status == 404, (path, other, tail, wrong.status)
            for tail in forms:
                wrong = scene.post("/%s/%s%s" % (other, token, tail), {"form": "x"})
                assert wrong.status == 404, (path, other, tail, wrong.status)
    for path, who, _, pages, _ in LINKS:
        for unknown in ("a" * 26, "a" * 25, "A" * 26, "%2e%2e", "1" * 26):
            wrong = scene.site.get("/%s/%s%s" % (path, unknown, pages[-1]))
            assert wrong.status == 404, (path, unknown, wrong.status)
        readable(wrong)
    assert dump(scene.loan) == before


@cases.case("a form of another's page is refused, and its own reader may send it again")
def anothers_form():
    before = dump(scene.loan)
    for path, who, _, _, forms in LINKS:
        page = scene.site.get(scene.links[path, who])
        for form in forms_of(page.text):
            if "form" not in form["fields"] or who != "P1":
                continue
            tail = form["action"].split("?")[0].removeprefix(scene.links[path, who])
            refused = scene.post(scene.other[path] + tail, form["fields"])
            assert refused.status == 403, (path, tail, refused.status)
            readable(refused)
    assert dump(scene.loan) == before


@cases.case("a form of one megabyte is 413 on every page, and nothing is half done")
def one_megabyte():
    before = dump(scene.loan)
    for path, who, _, _, forms in LINKS:
        for tail in forms:
            answer = scene.post(scene.links[path, who] + tail, {"form": "x", "text": "x" * 1000000})
            assert answer.status == 413, (path, tail, answer.status)
            readable(answer)
    assert dump(scene.loan) == before


@cases.case("a link that has run out, or was ended, is 410, to look at and to send")
def run_out():
    held = scene.loan.rows("SELECT id, ended_at, expires_at FROM token")
    for column in ("expires_at", "ended_at"):
        scene.loan.change("UPDATE token SET %s = created_at" % column)
        before = dump(scene.loan)
        for path, who, _, pages, forms in LINKS:
            for tail in pages:
                gone = scene.site.get(scene.links[path, who] + tail)
                assert gone.status == 410, (column, path, tail, gone.status)
            readable(gone)
            for tail in forms:
                gone = scene.post(scene.links[path, who] + tail, {"form": "x"})
                assert gone.status == 410, (column, path, tail, gone.status)
        assert dump(scene.loan) == before
        for number, ended, expires in held:
            scene.loan.change("UPDATE token SET ended_at = ?, expires_at = ? WHERE id = ?", ended,
                              expires, number)
    scene.loan.check()


@cases.case("the links of one who has been erased open nothing; the unit's say no name any more")
def erased():
    scene.loan.levande("--now", ASKED, "person", "erase", "P1")
    before = dump(scene.loan)
    for path, who, _, pages, forms in LINKS:
        for tail in pages:
            answer = scene.site.get(scene.links[path, who] + tail)
            expected = (404, 410) if who == "P1" else (200, 303, 409)
            assert answer.status in expected, (path, who, tail, answer.status)
            assert "Person 1" not in answer.text and "p1@" not in answer.text, (path, who, tail)
        for tail in forms if who == "P1" else ():
            answer = scene.post(scene.links[path, who] + tail, {"form": "x"})
            assert answer.status in (404, 410), (path, tail, answer.status)
    assert dump(scene.loan) == before
    scene.loan.check()


# ---- People ----

@cases.case("who dies, or is erased, when the assignment is over is written to no more")
def gone_afterwards():
    with accepted(chosen("P1", "P2"), "P1", "P2") as loan:
        loan.at(OVER)
        loan.levande("--now", "2027-04-21T10:00", "person", "set", "P1", "deceased=yes")
        loan.levande("--now", "2027-04-21T10:00", "person", "erase", "P2")
        before = len(loan.letters_to("P1")) + len(loan.letters_to("P2"))
        loan.at(ASKED)
        loan.levande("--now", ASKED, "followup", "answer", loan.number, "unit",
                     "changed=Brevet är omskrivet.", "paid=yes")
        for later in (ENDED, "2027-06-20T10:00"):
            loan.at(later)
        assert len(loan.letters_to("P1")) + len(loan.letters_to("P2")) == before
        asked = {m["to"] for m in loan.show()["letters"] if m["purpose"].startswith("followup_")}
        assert asked <= {"unit"}, asked
        assert loan.state() == "closed", (loan.state(), loan.tasks())
        loan.check()


@cases.case("who is erased when all is agreed leaves the place, and the unit is told")
def erased_when_agreed():
    with accepted(chosen("P1", "P2"), "P1", "P2") as loan:
        loan.at(AGREED)
        own = link(loan, "overenskommelse", "P1", "connected_person")
        theirs = link(loan, "overenskommelse", "unit", "connected_unit")
        assert loan.state() == "agreed"
        loan.levande("--now", LATER, "person", "erase", "P1")
        loan.at(LATER)
        assert placed(loan)["P1"]["state"] == "withdrawn" and loan.state() == "inviting"
        assert loan.purposes()["withdrawn_unit"] == 1 and loan.purposes()["withdrawn_person"] == 0
        loan.start("--role", "web", "--now", LATER)
        site = Site(loan.port)
        assert site.get(own).status == 410
        assert "Person 1" not in site.get(theirs).text
        loan.check()


@cases.case("who turns out to be in the pool twice keeps place, agreement, links and follow-up")
def merged():
    with accepted(chosen("P1", "P2"), "P1", "P2") as loan:
        loan.at(AGREED)
        own = link(loan, "overenskommelse", "P1", "connected_person")
        loan.levande("person", "add", "name=Person Ett", "email=p1@example.net")
        loan.levande("--now", LATER, "person", "merge", "P4", "P1")
        assert loan.state() == "agreed"
        assert {who: p["state"] for who, p in placed(loan).items()} == {"P2": "agreed",
                                                                        "P4": "agreed"}
        loan.start("--role", "web", "--now", LATER)
        assert "Överenskommelsen gäller" in Site(loan.port).get(own).text
        loan.at(OVER)
        loan.at(ASKED)
        basis, asked = (loan.letters_to("P4", purpose) for purpose in ("payment_report",
                                                                       "followup_person"))
        assert len(basis) == len(asked) == 1, loan.show()["letters"]
        assert "p1@example.net" in asked[0]["To"]
        loan.check()


@cases.case("a minor: the agreement says that a guardian has to agree, and a task sees to it")
def minor():
    with Loan(people=3, invite={"max_wave": "3"}, routing={"mode": "assist"}) as loan:
        for who, year in (("P1", "2010"), ("P2", "2009"), ("P3", "2008")):
            loan.levande("person", "set", who, "birth_year=" + year)
        loan.begin(people_min="3")
        for who in ("P1", "P2", "P3"):
            loan.do("2027-03-02T10:00", "answer", who, "yes")
        loan.do(CHOSEN, "choose", "P1", "P2", "P3")
        loan.at(CHOSEN)
        wait = [t for t in loan.tasks() if t["kind"] == "guardian"]
        assert sorted(t["subject"] for t in wait) == ["P1", "P2"], "who may still be seventeen"
        assert "vårdnadshavare" in wait[0]["text"], wait
        for who, young in (("P1", True), ("P2", True), ("P3", False)):
            shown = loan.levande("agreement", "show", loan.number, who)["fields"]["parties"]
            assert ("vårdnadshavare" in shown) == young, (who, shown)
            assert "20" not in shown, "the year of birth is nobody's business"
        loan.do(LATER, "withdraw", "P2")
        loan.levande("--now", LATER, "task", "done", str(wait[0]["id"]))
        left = [t["subject"] for t in loan.tasks() if t["kind"] == "guardian"]
        assert left == [], "who is no longer chosen needs nobody's consent"
        loan.check()


# ---- Assignments ----

@cases.case("over before its agreement stood: carried out all the same, and a task says what lacks")
def over_too_soon():
    with chosen("P1") as loan:
        loan.levande("--now", AGREED, "agreement", "accept", loan.number, "P1", "unit")
        loan.at(OVER)
        assert loan.state() == "carried_out" and placed(loan)["P1"]["state"] == "done"
        assert len(placed(loan)["P1"]["compensation"]) == 1
        assert "agreement" in loan.kinds(), loan.kinds()
        loan.start("--role", "web", "--now", OVER)
        page = Site(loan.port).get(link(loan, "overenskommelse", "P1", "connected_person"))
        assert page.status == 200
        loan.at(ASKED)
        assert loan.purposes()["followup_person"] == loan.purposes()["followup_unit"] == 1
        loan.levande("--now", ASKED, "agreement", "accept", loan.number, "P1", "representative")
        assert "agreement" not in loan.kinds(), loan.kinds()
        assert loan.state() == "carried_out" and placed(loan)["P1"]["state"] == "done"
        loan.check()


@cases.case("called off while the other has the agreement open: 410, and nothing is accepted")
def called_off():
    with chosen("P1") as loan:
        loan.start("--role", "web", "--now", CHOSEN)
        site = Site(loan.port)
        own = link(loan, "overenskommelse", "P1", "connected_person")
        page = site.get(own)
        form = next(f for f in forms_of(page.text) if f["action"].endswith("/kommentar"))
        loan.do(LATER, "cancel", "--text", "Lokalen brann.")
        late = site.post(form["action"], urllib.parse.urlencode({**form["fields"], "text": "Hej"}))
        assert late.status == 410, late.status
        readable(late)
        assert placed(loan)["P1"]["agreement"]["representative_accepted_at"] is None
        assert loan.levande("agreement", "show", loan.number, "P1")["comments"] == []
        loan.at(LATER)
        assert loan.state() == "cancelled" and loan.purposes()["cancelled_placed"] == 1
        loan.check()


@cases.case("occasions across the summer-time change: told in wall time, over by the clock")
def summer_time():
    with chosen("P1", occasions="2027-03-27T22:00/2027-03-28T04:00") as loan:
        page = link(loan, "overenskommelse", "P1", "connected_person")
        loan.start("--role", "web", "--now", CHOSEN)
        text = Site(loan.port).get(page).text
        assert "22.00" in text, text
        loan.at("2027-03-28T03:59")
        assert loan.state() == "connected"
        loan.at("2027-03-28T04:00")
        assert loan.state() == "carried_out"
        basis = placed(loan)["P1"]["compensation"][0]
        assert basis["minutes"] == 300, "the night is an hour shorter: %s" % basis
        loan.check()


with scene.loan:
    code = cases.run()
sys.exit(code)

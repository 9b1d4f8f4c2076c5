#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Two whole loans through pages alone, in a real browser, from the form to `closed`.

Nobody answers a letter by mail: they are opened for their links and codes. Staff settle the route
and let ask, and that is all they do. One loan is made without scripts, by keyboard alone or on a
telephone of 320 pixels; the other with scripts and by pointing. Everyone has a browser of their
own, and every page that is met must be sound (lib/sound.mjs).
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402

KEYS, PHONE = {"scripts": False, "keyboard": True}, {"scripts": False, "narrow": True}
WAYS = {"karin": KEYS, "anna": KEYS, "bertil": PHONE, "cecilia": dict(PHONE, dark=True)}
# The pages' clock, and the one that sends what they have asked for: it is ahead of them.
CAME, SOON = "2027-03-01T10:00", "2027-03-01T10:10"
CHOICE, CHOSEN = "2027-03-02T10:00", "2027-03-02T10:10"
AGREED, AGREED_SOON = "2027-03-03T10:00", "2027-03-03T10:10"
OVER, OVER_SOON = "2027-04-09T16:30", "2027-04-09T16:40"
ASKED, TOLD, CLOSED = "2027-04-16T16:40", "2027-04-17T10:00", "2027-05-04T10:00"
WORDS = "Brevet är omskrivet efter det ni sa.\n\nNu vet den som åker hem vem den kan ringa."
SEND, SAVE = 'button:has-text("Skicka")', 'button:has-text("Spara")'
REQUEST = {
    "title": "Bättre samtal inför hemgång", "kind": "workshop",
    "description": "En eftermiddag går vi igenom brevet och samtalet inför hemgången tillsammans.",
    "why": "Många ringer oss efteråt.", "date1": "2027-04-09", "from1": "13:00", "to1": "16:00",
    "format": "on_site", "municipality": "Göteborg", "unit": "Avdelning 3",
    "contact_name": "Karin Holm", "contact_phone": "031-390 06 11",
}


class World:
    """The library, the browser, and the two loans."""

    def __init__(self):
        self.library = Levande(routing={"mode": "assist"}, invite={"max_wave": "4"},
                               compensation={"price_base_amount": "2026:59200, 2027:60000"})
        self.hands = browser.Hands(self.library.port, WAYS)
        self.broken, self.web = False, None
        self.loans = [Loan(self, "karin", "stroke", ("anna", "bertil", "cecilia")),
                      Loan(self, "per", "diabetes", ("david", "eva", "filip"))]

    def end(self):
        self.hands.__exit__(None, None, None)
        self.library.__exit__(self.broken or None)

    def at(self, now):
        """All that there is to do at this time; the pages are served at it from then on."""
        if self.web:
            self.library.stop(self.web)
        self.library.once("--now", now)
        self.web = self.library.start("--role", "web", "--now", now)

    def once(self, now):
        """What the pages have asked for is done, beside them."""
        self.library.once("--role", "fetch,work,send", "--now", now)


class Loan:
    """One unit's request, those whom it asks, and what the steps hand on to each other."""

    def __init__(self, world, unit, area, people):
        self.library, self.hands = world.library, world.hands
        self.unit, self.area, self.people = unit, area, people
        self.number, self.own, self.theirs = None, None, None
        self.ids = {}

    def do(self, who, look=None, **command):
        """A step of somebody's; the pages are drawn once, for the first of the loans."""
        return self.hands.do(who, look=look if self.unit == "karin" else None, **command)

    def staff(self, *words):
        self.library.levande("--now", SOON, "request", words[0], self.number, *words[1:])

    def letter(self, to, subject):
        address = to + ("@vgregion.example" if to == self.unit else "@example.org")
        return [m for m in self.library.letters()
                if address in m["To"] and subject in m["Subject"]][-1]

    def link(self, to, subject, path):
        return re.search(r"/%s/[a-z2-7]{26}" % path, text_of(self.letter(to, subject))).group(0)

    def code(self, to):
        return re.search(r"^(\d{6})\s*$", text_of(self.letter(to, "Din kod")), re.M).group(1)

    def show(self):
        return self.library.levande("request", "show", self.number)

    def state(self):
        return self.show()["state"]


# ---- The request ----

def request(world):
    for loan in world.loans:
        for name in loan.people:
            loan.ids[name] = "P%d" % (sum(len(x.ids) for x in world.loans) + 1)
            loan.library.levande("person", "add", "name=%s Ek" % name.capitalize(),
                                 "areas=" + loan.area, "perspective=patient",
                                 "email=%s@example.org" % name, "municipality=Göteborg",
                                 "formats=both", "languages=sv", "consent_date=2026-01-14",
                                 "consent_version=1", "introduction_date=2026-02-10",
                                 "story=Jag blev sjuk när jag var 52 år.")
    world.at(CAME)
    for loan in world.loans:
        loan.do(loan.unit, path="/forfragan", look="hela-forfragan")
        loan.do(loan.unit, status=422, fill={"contact_email": loan.unit}, send=SEND,
                look="hela-forfragan-fel")
        page = loan.do(loan.unit, fill=dict(
            REQUEST, experience="egen erfarenhet av " + loan.area,
            contact_email=loan.unit + "@vgregion.example"), send=SEND, look="hela-skickad")
        assert "Vi har skickat ett brev" in page["text"]
    world.once(SOON)
    for loan in world.loans:
        loan.do(loan.unit, path=loan.link(loan.unit, "Bekräfta", "forfragan"), look="hela-utkast")
        page = loan.do(loan.unit, send="main button.button", look="hela-arende-saknas")
        loan.number = re.search(r"LB-2027-\d{4}", page["title"]).group(0)
        assert loan.state() == "clarifying" and "Det här saknas" in page["text"], loan.state()


def completed(world):
    for loan in world.loans:
        missing = loan.show()["missing"]
        assert set(missing) == {"people_min", "compensation"}, missing
        page = loan.do(loan.unit, fill={"people_min": "2", "compensation": "promised",
                                        "cost_ref": "Ansvar 4711"}, send=SEND, look="hela-arende")
        assert "Det här saknas" not in page["text"] and loan.state() == "triage"
        loan.staff("route", "pool")
        loan.staff("invite")
    world.once(SOON)
    assert [loan.state() for loan in world.loans] == ["inviting"] * 2


def answered(world):
    for loan in world.loans:
        for name in loan.people:
            page = loan.do(name, path=loan.link(name, "fråga till dig", "svar"), look="hela-svar")
            assert "Avdelning 3" in page["text"] and "egen erfarenhet" not in page["title"]
            page = loan.do(name, press=["label[for=answer-yes]"], send=SEND, look="hela-svar-tack",
                           fill={"text": "Ord av %s." % name.capitalize()})
            assert "ditt ja har kommit fram" in page["text"]
        assert loan.state() == "choosing"


# ---- Choosing and agreeing ----

def chosen(world):
    world.at(CHOICE)
    for loan in world.loans:
        path = loan.link(loan.unit, "er tur att välja", "forfragan")
        assert "Ord av" not in loan.do(loan.unit, path=path, look="hela-val-kod")["text"]
        loan.do(loan.unit, send='button:has-text("Skicka en kod")', look="hela-val-kod-skriv")
    world.once(CHOSEN)
    for loan in world.loans:
        page = loan.do(loan.unit, fill={"code": loan.code(loan.unit)},
                       send='button:has-text("Visa dem")', look="hela-val")
        for name in loan.people:
            assert "Ord av %s." % name.capitalize() in page["text"], page["text"]
        loan.do(loan.unit, press=["label[for=val-%s]" % loan.ids[n] for n in loan.people[:2]],
                send='button:has-text("Välj")', look="hela-vald")
        assert loan.state() == "connected"
    world.once(CHOSEN)
    for loan in world.loans:
        outcomes = {i["who"]: i["outcome"] for i in loan.show()["invitations"]}
        assert [outcomes[loan.ids[name]] for name in loan.people] == [
            "chosen", "chosen", "not_chosen"], outcomes


def changed(world):
    world.at(AGREED)
    for loan in world.loans:
        first, unit = loan.people[0], loan.unit
        own = loan.own = loan.link(first, "Du är vald", "overenskommelse")
        page = loan.do(first, path=own, look="hela-overenskommelse")
        assert "Karin Holm" in page["text"] and "Ansvar 4711" in page["text"]
        loan.do(first, send='a:has-text("Ändra eller fyll i")', look="hela-andra")
        page = loan.do(first, fill={"matters": "Att jag får en paus mitt i."}, send=SAVE)
        assert "Att jag får en paus mitt i." in page["text"]
        theirs = loan.theirs = loan.link(unit, "med %s" % first.capitalize(), "overenskommelse")
        page = loan.do(unit, path=theirs, look="hela-overenskommelse-ny")
        assert "Det här är nytt" in page["text"]
        page = loan.do(unit, fill={"text": "Det ordnar vi."},
                       send='button:has-text("kommentaren")')
        assert "Det ordnar vi." in page["text"]
        loan.do(first, path=own)
        loan.do(first, send='a:has-text("Avstå")', look="hela-avsta")


def agreed(world):
    """A code opens the first agreement that each of them accepts."""
    ask, accept = 'button:has-text("skicka en kod")', 'button:has-text("Godkänn överenskommelsen")'
    for loan in world.loans:
        first, second = loan.people[:2]
        for who, path in ((first, loan.own), (loan.unit, loan.theirs),
                          (second, loan.link(second, "Du är vald", "overenskommelse"))):
            loan.do(who, path=path)
            page = loan.do(who, send=ask, look="hela-godkann")
            assert "kod med sex siffror" in page["text"]
    world.once(AGREED_SOON)
    for loan in world.loans:
        first, second = loan.people[:2]
        for who in (first, second):
            page = loan.do(who, fill={"code": loan.code(who)}, send=accept)
            assert "ditt godkännande har kommit fram" in page["text"], page["text"]
        page = loan.do(loan.unit, fill={"code": loan.code(loan.unit)}, send=accept)
        assert "Överenskommelsen gäller" in page["text"] and loan.state() == "connected"
        loan.do(loan.unit, path=loan.link(loan.unit, "med %s" % second.capitalize(),
                                          "overenskommelse"))
        page = loan.do(loan.unit, send=accept)
        assert "Överenskommelsen gäller" in page["text"] and loan.state() == "agreed"
        loan.do(first, path=loan.own, look="hela-overenskommelse-galler")


# ---- Paying, following up ----

def paid(world):
    world.at(OVER)
    for loan in world.loans:
        first = loan.people[0]
        assert loan.state() == "carried_out"
        page = loan.do(first, path=loan.link(first, "Din ersättning", "ersattning"),
                       look="hela-ersattning-egen")
        assert "1\u00a0080" in page["text"], page["text"]
        loan.do(first, fill={"travel_hours": "1", "travel_minutes": "30"}, send=SAVE)
    world.once(OVER_SOON)
    for loan in world.loans:
        links = [re.search(r"/ersattning/[a-z2-7]{26}", text_of(m)).group(0)
                 for m in loan.library.letters()
                 if "Betalningsunderlag" in m["Subject"] and loan.unit in m["To"]]
        assert len(links) == 3, "one for each who was there, and one that says what has changed"
        for path in links[:2]:
            loan.do(loan.unit, path=path, look="hela-ersattning")
            loan.do(loan.unit, press=["label[for=paid-yes]"], send=SAVE)
        assert "Betald" in loan.do(loan.unit, path=links[2])["text"]
        sums = sorted((c["paid"], c["total_ore"]) for p in loan.show()["placements"]
                      for c in p["compensation"])
        assert sums == [("yes", 108000), ("yes", 216000)], sums


def followed(world):
    world.at(ASKED)
    for loan in world.loans:
        for name in loan.people[:2]:
            loan.do(name, path=loan.link(name, "Hur var det att vara med?", "uppfoljning"),
                    look="hela-uppfoljning")
            page = loan.do(name, press=["label[for=process-5]", "label[for=again-yes]",
                                        "label[for=paid-yes]"], send=SEND)
            assert "Tack, ditt svar har kommit fram" in page["text"]
        loan.do(loan.unit, path=loan.link(loan.unit, "Hur gick det?", "uppfoljning"),
                look="hela-uppfoljning-enhet")
        loan.do(loan.unit, fill={"changed": WORDS}, press=["label[for=aim-4]"], send=SEND,
                look="hela-uppfoljning-tack")
        assert loan.state() == "followed_up"


def closed(world):
    world.at(TOLD)
    for loan in world.loans:
        for name, subject in ((loan.people[0], "Det här ledde det till"),
                              (loan.people[2], "Så gick det sedan")):
            page = loan.do(name, path=loan.link(name, subject, "uppfoljning"), look="hela-" + name)
            assert "Brevet är omskrivet" in page["text"]
    world.at(CLOSED)
    assert world.library.tasks() == [], world.library.tasks()
    for loan in world.loans:
        assert loan.state() == "closed"
        page = loan.do(loan.unit, path=loan.link(loan.unit, "er tur att välja", "forfragan"),
                       look="hela-avslutad")
        assert "Avslutad" in page["text"]
    assert world.library.levande("mail", "list")["inbox"] == [], "nobody wrote a mail"
    world.library.check()


STEPS = (
    ("a request is written, and confirmed by the link that was mailed", request),
    ("what is missing is filled in, and three are asked", completed),
    ("they answer yes, each in own words", answered),
    ("the unit chooses two behind a code", chosen),
    ("the agreement is changed and talked about", changed),
    ("both sides accept it, with a code", agreed),
    ("travel is reported, and the unit marks what is paid", paid),
    ("the follow-up is answered by all", followed),
    ("all hear what it changed, and the request closes by itself", closed),
)


def main():
    if not browser.installed():
        print("skip - two whole loans through pages: run scripts/setup --test")
        return 0
    world, cases = World(), Cases()
    cases.tell(world, STEPS)
    try:
        return cases.run()
    finally:
        world.end()


if __name__ == "__main__":
    sys.exit(main())

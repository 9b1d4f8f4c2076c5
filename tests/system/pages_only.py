#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A whole loan through pages alone, in a real browser, from the form to `closed`.

Nobody answers a letter by mail: they are opened for their links and codes. Staff settle the route
and let ask, and that is all they do. Everyone has a browser of their own; each page that is met
for the first time is looked at there, at a desk and on a telephone, and must be sound and without
scripts.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402

UNIT = "karin.holm@vgregion.example"
NAMES = ("anna", "bertil", "cecilia")
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
    "why": "Många ringer oss efteråt.", "experience": "egen erfarenhet av stroke",
    "date1": "2027-04-09", "from1": "13:00", "to1": "16:00", "format": "on_site",
    "municipality": "Göteborg", "unit": "Strokeavdelning 3", "contact_name": "Karin Holm",
    "contact_phone": "031-390 06 11", "contact_email": UNIT,
}


class Story:
    """The library, the browser, and what the steps hand on to each other."""

    def __init__(self):
        self.library = Levande(routing={"mode": "assist"}, invite={"max_wave": "4"},
                               compensation={"price_base_amount": "2026:59200, 2027:60000"})
        self.hands = browser.Hands(self.library.port)
        self.do, self.broken, self.number, self.web = self.hands.do, False, None, None

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

    def staff(self, *words):
        self.library.levande("--now", SOON, "request", words[0], self.number, *words[1:])

    def letter(self, to, subject):
        address = UNIT if to == "unit" else to + "@example.org"
        return [m for m in self.library.letters()
                if address in m["To"] and subject in m["Subject"]][-1]

    def link(self, to, subject, path):
        return re.search(r"/%s/[a-z2-7]{26}" % path, text_of(self.letter(to, subject))).group(0)

    def code(self, to, now):
        self.once(now)
        return re.search(r"^(\d{6})\s*$", text_of(self.letter(to, "Din kod")), re.M).group(1)

    def show(self):
        return self.library.levande("request", "show", self.number)

    def state(self):
        return self.show()["state"]


# ---- The request ----

def request(story):
    for name in NAMES:
        story.library.levande("person", "add", "name=%s Ek" % name.capitalize(), "areas=stroke",
                              "perspective=patient", "email=%s@example.org" % name,
                              "municipality=Göteborg", "formats=both", "languages=sv",
                              "consent_date=2026-01-14", "consent_version=1",
                              "introduction_date=2026-02-10",
                              "story=Jag fick en stroke när jag var 52 år.")
    story.at(CAME)
    story.do("unit", path="/forfragan", look="hela-forfragan")
    story.do("unit", fill=REQUEST, send=SEND)
    assert "Vi har skickat ett brev" in story.do("unit", look="hela-skickad")["text"]
    story.once(SOON)
    story.do("unit", path=story.link("unit", "Bekräfta", "forfragan"), look="hela-utkast")
    page = story.do("unit", send="main button.button", look="hela-arende-saknas")
    story.number = re.search(r"LB-2027-\d{4}", page["title"]).group(0)
    assert story.state() == "clarifying" and "Det här saknas" in page["text"], story.state()


def completed(story):
    missing = story.show()["missing"]
    assert set(missing) == {"people_min", "compensation"}, missing
    page = story.do("unit", fill={"people_min": "2", "compensation": "promised",
                                  "cost_ref": "Ansvar 4711"}, send=SEND, look="hela-arende")
    assert "Det här saknas" not in page["text"] and story.state() == "triage"
    story.staff("route", "pool")
    story.staff("invite")
    story.once(SOON)
    assert story.state() == "inviting"


def answered(story):
    for n, name in enumerate(NAMES):
        look = {"look": "hela-svar"} if n == 0 else {}
        page = story.do(name, path=story.link(name, "fråga till dig", "svar"), **look)
        assert "Strokeavdelning 3" in page["text"] and "egen erfarenhet" not in page["title"]
        look = {"look": "hela-svar-tack"} if n == 0 else {}
        page = story.do(name, press=["label[for=answer-yes]"],
                        fill={"text": "Ord av %s." % name.capitalize()}, send=SEND, **look)
        assert "ditt ja har kommit fram" in page["text"]
    assert story.state() == "choosing"


# ---- Choosing and agreeing ----

def chosen(story):
    story.at(CHOICE)
    path = story.link("unit", "er tur att välja", "forfragan")
    assert "Ord av" not in story.do("unit", path=path, look="hela-val-kod")["text"]
    story.do("unit", send='button:has-text("Skicka en kod")', look="hela-val-kod-skriv")
    page = story.do("unit", fill={"code": story.code("unit", CHOSEN)},
                    send='button:has-text("Visa dem")', look="hela-val")
    assert "Ord av Anna." in page["text"] and "Ord av Cecilia." in page["text"]
    story.do("unit", press=["label[for=val-P1]", "label[for=val-P2]"],
             send='button:has-text("Välj")', look="hela-vald")
    assert story.state() == "connected"
    story.once(CHOSEN)
    assert {i["who"]: i["outcome"] for i in story.show()["invitations"]} == {
        "P1": "chosen", "P2": "chosen", "P3": "not_chosen"}


def changed(story):
    story.at(AGREED)
    own = story.own = story.link("anna", "Du är vald", "overenskommelse")
    page = story.do("anna", path=own, look="hela-overenskommelse")
    assert "Karin Holm" in page["text"] and "Ansvar 4711" in page["text"]
    story.do("anna", path=own + "/andra", look="hela-andra")
    page = story.do("anna", fill={"matters": "Att jag får en paus mitt i."}, send=SAVE)
    assert "Att jag får en paus mitt i." in page["text"]
    theirs = story.theirs = story.link("unit", "sammankopplade med Anna", "overenskommelse")
    page = story.do("unit", path=theirs, look="hela-overenskommelse-ny")
    assert "Det här är nytt" in page["text"]
    page = story.do("unit", fill={"text": "Det ordnar vi."}, send='button:has-text("kommentaren")')
    assert "Det ordnar vi." in page["text"]
    story.do("anna", path=own + "/avsta", look="hela-avsta")


def accept(story, who, path, **look):
    """Accepts on the page; with a code, the first time that a party does."""
    page, said = story.do(who, path=path), {}
    if "skicka en kod" in page["text"]:
        page = story.do(who, send='button:has-text("skicka en kod")', **look)
        assert "kod med sex siffror" in page["text"]
        said = {"fill": {"code": story.code(who, AGREED_SOON)}}
    return story.do(who, send='button:has-text("Godkänn överenskommelsen")', **said)


def agreed(story):
    page = accept(story, "anna", story.own, look="hela-godkann")
    assert "ditt godkännande har kommit fram" in page["text"], page["text"]
    page = accept(story, "unit", story.theirs)
    assert "Överenskommelsen gäller" in page["text"] and story.state() == "connected"
    theirs = story.link("unit", "sammankopplade med Bertil", "overenskommelse")
    accept(story, "bertil", story.link("bertil", "Du är vald", "overenskommelse"))
    page = accept(story, "unit", theirs)
    assert "Överenskommelsen gäller" in page["text"], page["text"]
    assert story.state() == "agreed", (story.state(), story.show()["placements"])
    story.once(AGREED_SOON)
    story.do("anna", path=story.own, look="hela-overenskommelse-galler")


# ---- Paying, following up ----

def paid(story):
    story.at(OVER)
    assert story.state() == "carried_out"
    page = story.do("anna", path=story.link("anna", "Din ersättning", "ersattning"),
                    look="hela-ersattning-egen")
    assert "1\u00a0080" in page["text"], page["text"]
    story.do("anna", fill={"travel_hours": "1", "travel_minutes": "30"}, send=SAVE)
    story.once(OVER_SOON)
    links = [re.search(r"/ersattning/[a-z2-7]{26}", text_of(m)).group(0)
             for m in story.library.letters() if "Betalningsunderlag" in m["Subject"]]
    assert len(links) == 3, "one for each who was there, and one that says what has changed"
    for n, path in enumerate(links[:2]):
        story.do("unit", path=path, **({} if n else {"look": "hela-ersattning"}))
        story.do("unit", press=["label[for=paid-yes]"], send=SAVE)
    assert "Betald" in story.do("unit", path=links[2])["text"]
    sums = {p["who"]: [(c["paid"], c["total_ore"]) for c in p["compensation"]]
            for p in story.show()["placements"]}
    assert sums == {"P1": [("yes", 216000)], "P2": [("yes", 108000)]}, sums


def followed(story):
    story.at(ASKED)
    for n, name in enumerate(("anna", "bertil")):
        look = {} if n else {"look": "hela-uppfoljning"}
        story.do(name, path=story.link(name, "Hur var det att vara med?", "uppfoljning"), **look)
        page = story.do(name, press=["label[for=process-5]", "label[for=again-yes]",
                                     "label[for=paid-yes]"], send=SEND)
        assert "Tack, ditt svar har kommit fram" in page["text"]
    story.do("unit", path=story.link("unit", "Hur gick det?", "uppfoljning"),
             look="hela-uppfoljning-enhet")
    story.do("unit", fill={"changed": WORDS}, press=["label[for=aim-4]"], send=SEND,
             look="hela-uppfoljning-tack")
    assert story.state() == "followed_up"


def closed(story):
    story.at(TOLD)
    for name, subject in (("anna", "Det här ledde det till"), ("cecilia", "Så gick det sedan")):
        page = story.do(name, path=story.link(name, subject, "uppfoljning"), look="hela-" + name)
        assert "Brevet är omskrivet" in page["text"]
    story.at(CLOSED)
    assert (story.state(), story.library.tasks()) == ("closed", []), story.library.tasks()
    page = story.do("unit", path=story.link("unit", "er tur att välja", "forfragan"),
                    look="hela-avslutad")
    assert "Avslutad" in page["text"]
    assert story.library.levande("mail", "list")["inbox"] == [], "nobody wrote a mail"
    story.library.check()


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
        print("skip - a whole loan through pages: run scripts/setup --test")
        return 0
    story, cases = Story(), Cases()
    cases.tell(story, STEPS)
    try:
        return cases.run()
    finally:
        story.end()


if __name__ == "__main__":
    sys.exit(main())

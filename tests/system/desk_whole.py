#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Two requests at the desk, in a real browser: from the mail to closed, without leaving it.

Maria has no scripts and works by keyboard alone; Erik has scripts and points. Both log in with a
password and the code of a telephone, take what waits, and carry their request through every state;
the other roles run beside them, and the clock is moved past the occasions. Every page that is met
must be sound (lib/sound.mjs).
"""

import datetime
import os
import re
import sys
import time
import zoneinfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import PASSWORD, add_staff, code_of  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.mails import mail, request_mail  # noqa: E402

WAYS = {"Maria Ek": {"scripts": False, "keyboard": True}, "Erik Alm": {}}
DAY = datetime.date(2027, 3, 1)
CAME, SOON = "2027-03-01T10:00", "2027-03-01T10:30"
OVER, OVER_SOON = "2027-05-03T10:00", "2027-05-03T10:30"
ON = 'button:has-text("skicka brev")'
LETTER = "Hej!\n\nVill du vara med? Svara här:\n\n{{link}}\n\nHälsningar\nMaria"


class World:
    """The library, the browser, the clock of the pages, and the two requests."""

    def __init__(self):
        self.library = Loan(people=2, routing={"mode": "assist"}, invite={"max_wave": "1"})
        self.hands = browser.Hands(self.library.port, WAYS)
        self.broken, self.web, self.now, self.ready = False, None, None, 0
        self.cases = [Case(self, name, "LB-2027-000%d" % n) for n, name in enumerate(WAYS, 1)]

    def end(self):
        self.hands.__exit__(None, None, None)
        self.library.__exit__(self.broken or None)

    def at(self, now):
        """All that there is to do at this time; the pages are served from it on."""
        if self.web:
            self.library.stop(self.web)
        self.library.once("--now", now)
        self.web = self.library.start("--role", "web", "--now", now)
        self.now, self.ready = now, time.time()

    def clock(self):
        local = datetime.datetime.fromisoformat(self.now)
        begun = local.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Stockholm")).timestamp()
        return begun + time.time() - self.ready

    def once(self, now=SOON):
        """The other roles do what there is to do."""
        self.library.once("--role", "fetch,work,send", "--now", now)

    def states(self):
        return {self.library.levande("request", "show", c.number)["state"] for c in self.cases}


class Case:
    """A request and the one who takes it."""

    def __init__(self, world, staff, number):
        self.world, self.staff, self.number = world, staff, number
        self.secret, self.who = None, None

    def do(self, look=None, **command):
        """A step at the desk; the pages are drawn once, for the first of the two."""
        return self.world.hands.do(self.staff, look=look if self.staff == "Maria Ek" else None,
                                   **command)

    def password(self):
        """Name and password; a queue of logins may ask for a moment's patience."""
        return self.do(fill={"name": self.staff, "password": PASSWORD},
                       send='button:has-text("Logga in")')

    def code(self):
        """What the telephone shows: of the step to come, so that a slow hand is in time."""
        return {"code": code_of(self.secret, self.world.clock() + 30)}

    def act(self, link, press=(), fill=None, button=None, letters=True, look=None):
        """An act of the request's page, the letters that it shows, and back."""
        self.do(send='a:has-text("%s")' % link, look=look)
        page = self.do(press=list(press), fill=fill or {},
                       send='main form.form button:has-text("%s")' % (button or link), look=look)
        assert letters == ("Läs innan det skickas" in page["title"]), (link, page["title"])
        if letters:
            page = self.do(send=ON)
        assert "Klart" in page["text"], page["text"]
        return page


# ---- The door ----

def log_in(world):
    for case in world.cases:
        add_staff(world.library, case.staff)
    world.at(CAME)
    for case in world.cases:
        page = case.do(path="/personal", look="hela-desk-login")
        assert page["url"] == "/personal/logga-in", page["url"]
        case.do(status=422, send='button:has-text("Logga in")', look="hela-desk-login-fel")
        page = case.password()
        case.secret = re.search(r"\b((?:[A-Z2-7]{4} ?){8})", page["text"]).group(1).strip()
        case.do(status=422, fill={"code": "12"}, send='button:has-text("Koppla")')
        page = case.do(fill=case.code(), send='button:has-text("Koppla")', look="hela-desk-koder")
        assert len(re.findall(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b", page["text"])) == 10
        page = case.do(send='a:has-text("Jag har sparat koderna")', look="hela-desk-tomt")
        assert "Inget väntar på dig" in page["text"], page["text"]


def arrive(world):
    sent = datetime.datetime(2027, 3, 1, 9, 0).astimezone()
    for n in (1, 2):
        world.library.deliver(request_mail(n, sender="enheten%d@privat.example" % n, days=39,
                                           today=DAY, date=sent))
    world.library.deliver(mail("Hej! Ringer ni mig?", "Hej", "nagon@annan.example", date=sent))
    world.once()
    for case in world.cases:
        page = case.do(path="/personal", look="hela-desk-att-gora")
        assert case.number in page["text"], page["text"]
        page = case.do(send='li.task:has-text("%s") a.button' % case.number,
                       look="hela-desk-forfragan")
        assert page["url"].endswith(case.number) and "Strokeenheten" in page["text"], page
    assert world.states() == {"received"}


# ---- Who is asked ----

def routed(world):
    for case in world.cases:
        case.do(send='a:has-text("Rätta uppgifterna")', look="hela-desk-uppgifter")
        case.do(status=409, fill={"f_occasions": "en dag i maj"}, send='button:has-text("Spara")')
        page = case.do(fill={"f_people_min": "1", "f_people_max": "", "f_areas": "stroke",
                             "f_compensation": "promised", "f_format": "on_site",
                             "f_occasions": "2027-04-09 13:00-16:00"},
                       send='button:has-text("Spara")')
        assert "Klart" in page["text"], page["text"]
        case.do(send='a:has-text("Välj väg")')
        case.do(status=422, send='button:has-text("Välj väg")')
        page = case.do(press=["label[for=vag-pool]"], send='button:has-text("Välj väg")',
                       look="hela-desk-brev")
        assert "Kvittens" in page["text"]
        case.do(send=ON)
    assert world.states() == {"triage"}


def asked(world):
    for n, case in enumerate(world.cases, 1):
        case.who = "P%d" % n
        page = case.do(send='button:has-text("Visa förslag")', look="hela-desk-forslag")
        assert "Person %d" % n in page["text"], page["text"]
        case.do(press=["label[for=val-%s]" % case.who], send='button:has-text("Fråga")')
        case.do(fill={"ord1": LETTER}, send=ON)
    world.once()
    assert world.states() == {"inviting"}
    letters = [text_of(m) for m in world.library.letters() if "@example.org" in m["To"]]
    assert len(letters) == 2 and all("Vill du vara med? Svara" in m for m in letters), letters


def answered(world):
    for case in world.cases:
        page = case.act("Skriv in ett svar", look="hela-desk-svar", button="Spara",
                        press=["label[for=vem-%s]" % case.who, "label[for=svar-yes]",
                               "label[for=hur-phone]"], fill={"text": "Jag vill gärna berätta."})
        assert "Jag vill gärna berätta." in page["text"]
    world.once()
    assert world.states() == {"choosing"}


# ---- Who meets whom, and when ----

def chosen(world):
    for case in world.cases:
        case.act("Välj representant", press=["label[for=vem-%s]" % case.who,
                                             "label[for=fardig]"], button="Välj",
                 look="hela-desk-valj")
    world.once()
    assert world.states() == {"connected"}


def agreed(world):
    for case in world.cases:
        page = case.act("Ändra tillfällen", button="Spara", look="hela-desk-tillfalle",
                        fill={"dag": "2027-04-12", "fran": "13:00", "till": "15:00",
                              "plats": "Sal 3"})
        assert "Sal 3" in page["text"], page["text"]
        for party in ("unit", "representative"):
            case.do(send='a:has-text("Skriv in ett godkännande")', look="hela-desk-godkann")
            page = case.do(send='button:has-text("Spara")', press=[
                "label[for=%s]" % i for i in ("vem-" + case.who, "parti-" + party, "satt-phone")])
            if "Läs innan" in page["title"]:
                case.do(send=ON)
    world.once()
    assert world.states() == {"agreed"}


# ---- What came of it ----

def over(world):
    world.at(OVER)
    assert world.states() == {"carried_out"}
    for case in world.cases:
        page = case.do(path="/personal/forfragningar/" + case.number)
        assert page["url"] == "/personal/logga-in", "an hour without a look ends the session"
        case.password()
        case.do(status=422, fill={"code": "12"}, send='button:has-text("Fortsätt")',
                look="hela-desk-kod-fel")
        page = case.do(fill=case.code(), send='button:has-text("Fortsätt")')
        assert page["url"].endswith(case.number), "back to where one was going"


def followed(world):
    for case in world.cases:
        case.do(send='a:has-text("Skriv in representantens uppföljning")',
                look="hela-desk-uppfoljning")
        case.do(press=["label[for=%s]" % i for i in (
            "vem-" + case.who, "satt-phone", "s_process-5", "s_again-yes")],
            send='button:has-text("Spara")')
        case.do(send='a:has-text("Skriv in verksamhetens uppföljning")')
        page = case.do(press=["label[for=%s]" % i for i in ("satt-phone", "s_aim-4",
                                                            "s_told-yes")],
                       fill={"s_changed": "Brevet är nytt."}, send='button:has-text("Spara")')
        if "Läs innan" in page["title"]:
            case.do(send=ON)
    world.once(OVER_SOON)
    assert world.states() == {"followed_up"}


def closed(world):
    for case in world.cases:
        case.act("Anteckna", fill={"text": "Allt är klart."}, button="Spara", letters=False)
        case.do(send='a:has-text("Avsluta")', look="hela-desk-avsluta")
        page = case.do(send='button:has-text("Avsluta")', look="hela-desk-avslutad")
        assert "Avslutad" in page["text"] and "Allt är klart." in page["text"]
        assert case.staff in page["text"], "the history names who did it"
    assert world.states() == {"closed"}
    for case in world.cases:
        page = case.do(send='button:has-text("Logga ut")')
        assert page["url"] == "/personal/logga-in"
    world.library.check()


STEPS = (
    ("the desk is opened by password and telephone, and nothing waits", log_in),
    ("what has come by mail waits, and its one action leads to it", arrive),
    ("facts are settled and the route chosen; its letter is read first", routed),
    ("somebody who is proposed is asked, in words of staff's", asked),
    ("an answer by telephone is written in", answered),
    ("a choice is made", chosen),
    ("an occasion is added, and both sides accept the agreement", agreed),
    ("after an hour the desk asks who it is, and leads on to where one was going", over),
    ("both follow-ups are written in", followed),
    ("a note, the end, and out through the door", closed),
)


def main():
    if not browser.installed():
        print("skip - two requests at the desk: run scripts/setup --test")
        return 0
    world, cases = World(), Cases()
    cases.tell(world, STEPS)
    try:
        return cases.run()
    finally:
        world.end()


if __name__ == "__main__":
    sys.exit(main())

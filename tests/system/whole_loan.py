#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A whole loan on real mail servers: from a unit's mail to `closed`.

Four are asked and two are wanted; one says yes and is not chosen, one never answers. Mails go
through a real Postfix and a real Dovecot, the letters' links are opened as their readers open them,
and time is moved by `--once --now`. What is asserted is what the outside can see: letters in the
mailboxes, pages, `request show`.
"""

import datetime
import email.utils
import os
import re
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails, post  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.ports import wait_for  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

UNIT = "enheten@example.net"
NAMES = {"anna": "Anna Ek", "bertil": "Bertil Alm", "cecilia": "Cecilia Dahl",
         "david": "David Friis"}
WHO = {name: "P%d" % n for n, name in enumerate(NAMES, 1)}
CAME = datetime.date(2027, 3, 1)  # a Monday; Good Friday is the 26th
ASKED, ANSWERED, CHOICE = "2027-03-01T10:00", "2027-03-02T10:00", "2027-03-03T10:00"
AGREED, EVE, OVER = "2027-03-04T10:00", "2027-04-08T09:00", "2027-04-09T16:30"
FOLLOWED, DONE, CLOSED = "2027-04-16T16:30", "2027-04-17T10:00", "2027-05-04T10:00"
WORDS = "Kallelsen är omskriven efter det ni sa.\n\nDen som får den vet nu vad den ska ta med sig."
SECRETS = ("stroke", "strokeenheten", "östra sjukhuset", "sundqvist", "kallelsen")


def minutes_after(now, minutes=5):
    """By a clock that is ahead of the page's, what a page has queued is due."""
    later = datetime.datetime.fromisoformat(now) + datetime.timedelta(minutes=minutes)
    return later.isoformat(timespec="minutes")


class Story:
    """The servers, the library, and what the steps hand on to each other."""

    def __init__(self):
        self.post = post.Post("levande", "enheten", *NAMES)
        self.library = Levande(library={"trusted_domains": "example.net"},
                               routing={"mode": "assist"}, invite={"max_wave": "4"},
                               compensation={"price_base_amount": "2026:59200, 2027:60000"},
                               **self.post.settings())
        self.broken, self.number, self.web, self.now, self.mails = False, None, None, None, 0

    def end(self):
        self.library.__exit__(self.broken or None)
        if self.broken:
            print("\n".join("# " + line for line in self.post.log().splitlines()))
        self.post.stop()

    # ---- time ----

    def at(self, now):
        """All that there is to do at this time; the pages are served at it from then on."""
        if self.web:
            self.library.stop(self.web)
        self.library.once("--now", now)
        self.web = self.library.start("--role", "web", "--now", now)
        self.now, self.site = now, Site(self.library.port)

    def go_on(self):
        """What the pages have asked for is done, beside them."""
        self.library.once("--role", "fetch,work,send", "--now", minutes_after(self.now))

    def do(self, verb, *words, noun="request"):
        return self.library.levande("--now", self.now, noun, verb, self.number, *words)

    # ---- mail ----

    def mail(self, user, text, letter):
        """Somebody answers a letter by mail, which is in the library's mailbox afterwards."""
        self.mails += 1
        sender = UNIT if user == "enheten" else user + "@example.org"
        when = datetime.datetime.fromisoformat(self.now).astimezone()
        self.hand_in(user, mails.mail(text, subject="Sv: " + letter["Subject"], sender=sender,
                                      number="svar-%d" % self.mails, to=letter["Reply-To"],
                                      date=when, In_Reply_To=letter["Message-ID"]),
                     letter["Reply-To"])

    def hand_in(self, user, mail, to):
        before = len(self.post.mailbox("levande"))
        self.post.write(user, mail, to)
        wait_for(lambda: len(self.post.mailbox("levande")) > before, 40, "the mail to arrive")

    def link(self, user, subject, path):
        """The personal link in the one letter with these words in its subject."""
        letter = self.post.arrives(user, subject)
        return re.search(r"http://127\.0\.0\.1:\d+(/%s/[a-z2-7]{26})" % path,
                         text_of(letter)).group(1)

    def code(self, user, known):
        """The code that a page has just asked for, out of the mailbox."""
        self.go_on()
        wait_for(lambda: len(self.codes(user)) > known, 40, "a code to " + user)
        return self.codes(user)[-1]

    def codes(self, user):
        return [re.search(r"^(\d{6})\s*$", text_of(m), re.M).group(1)
                for m in self.post.mailbox(user) if "Din kod" in m["Subject"]]

    # ---- pages ----

    def page(self, path, status=200):
        page = self.site.get(path)
        assert page.status == status, (path, page.status)
        return page

    def send(self, path, tail, **said):
        """Fills in the form on the page whose action ends so; what is not said stands."""
        form = next(f for f in forms_of(self.page(path).text)
                    if f["action"].split("?")[0].endswith(tail))
        pairs = [(k, v) for k, vs in {**form["fields"], **said}.items()
                 for v in (vs if isinstance(vs, list) else [vs])]
        answer = self.site.post(form["action"], urllib.parse.urlencode(pairs))
        assert answer.status == 303, (answer.status, answer.text)

    # ---- what the outside sees ----

    def show(self):
        return self.library.levande("request", "show", self.number)

    def invitations(self):
        return {i["who"]: i for i in self.show()["invitations"]}

    def placements(self):
        return {p["who"]: p for p in self.show()["placements"]}

    def got(self, user, *subjects):
        """Each of these letters has arrived, once."""
        return [self.post.arrives(user, subject) for subject in subjects]


# ---- From the mail to the answers ----

def request(story):
    for name, full in NAMES.items():
        story.library.levande("person", "add", "name=" + full, "email=%s@example.org" % name,
                              "areas=stroke", "perspective=patient", "municipality=Göteborg",
                              "formats=both", "languages=sv", "consent_date=2026-01-14",
                              "consent_version=1", "introduction_date=2026-02-10",
                              "phone=070-174 06 11")
    when = datetime.datetime.fromisoformat(ASKED).astimezone()
    story.hand_in("enheten", mails.request_mail(1, today=CAME, days=39, date=when, sender=UNIT,
                                                subject="Workshop i april"), mails.LIBRARY)
    story.at(ASKED)
    letter = story.post.arrives("enheten", "Workshop i april")
    assert letter["In-Reply-To"] == "<mail-1@example.net>"
    story.number = re.search(r"\[(LB-2027-\d{4})\]", letter["Subject"]).group(1)
    shown = story.show()
    assert shown["state"] == "triage" and shown["missing"] == [], shown["state"]
    assert (shown["people_min"], shown["areas"]) == (2, ["stroke"]), shown
    assert shown["occasions"] == [{"start": "2027-04-09T13:00", "end": "2027-04-09T16:00"}]
    page = story.page(story.link("enheten", "Workshop i april", "forfragan"))
    assert story.number in page.text and "Avstämning" in page.text
    assert len(story.post.mailbox("levande", "Klart")) == 1


def ask(story):
    story.do("route", "pool")
    story.do("invite")
    story.at(ASKED)
    assert story.show()["state"] == "inviting"
    assert set(story.invitations()) == set(WHO.values())
    for name in NAMES:
        asked, = story.got(name, "fråga till dig")
        assert "/svar/" in text_of(asked) and "tisdag" not in asked["Subject"]
        page = story.page(story.link(name, "fråga till dig", "svar"))
        assert "Strokeenheten" in page.text, "the page tells what the letter does not"


def answers(story):
    story.now = ANSWERED
    for name in ("anna", "bertil", "cecilia"):
        letter, = story.got(name, "fråga till dig")
        story.mail(name, "Ja tack, gärna!\n\n> " + text_of(letter).replace("\n", "\n> "), letter)
    story.at(ANSWERED)
    states = {who: i["state"] for who, i in story.invitations().items()}
    assert states == {"P1": "yes", "P2": "yes", "P3": "yes", "P4": "sent"}, states
    assert story.show()["state"] == "choosing"
    story.got("enheten", "er tur att välja")


# ---- Choosing and agreeing ----

def choice(story):
    story.at(CHOICE)
    path = story.link("enheten", "er tur att välja", "forfragan")
    assert "Bertil" not in story.page(path).text, "nobody is shown before the code"
    story.send(path, "/kod")
    story.send(path, "/oppna", code=story.code("enheten", 0))
    page = story.page(path)
    assert "Anna" in page.text and "Cecilia" in page.text and "David" not in page.text
    assert "Alm" not in page.text, "first names alone"
    story.send(path, "/valj", who=["P1", "P2"])
    assert story.show()["state"] == "connected"
    story.at(minutes_after(CHOICE, 10))
    outcomes = {who: i["outcome"] for who, i in story.invitations().items()}
    assert outcomes == {"P1": "chosen", "P2": "chosen", "P3": "not_chosen", "P4": "filled"}
    assert all(i["told_at"] for i in story.invitations().values())
    story.got("cecilia", "Besked om uppdraget")
    story.got("david", "Platserna är fyllda")
    story.got("enheten", "sammankopplade med Anna", "sammankopplade med Bertil")
    for name in ("anna", "bertil"):
        letter, = story.got(name, "Du är vald")
        assert calendar(letter)["DTSTART"] == "20270409T130000", calendar(letter)


def calendar(letter):
    """The properties of the event in the letter's one calendar file."""
    part, = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    text = re.sub(r"\r?\n[ \t]", "", part.get_content())
    event = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT")]
    return dict(re.findall(r"^([A-Z-]+)(?:;[^:\r\n]*)?:(.*?)\r?$", event, re.M))


def agree(story):
    story.at(AGREED)
    for name in ("anna", "bertil"):
        other = NAMES[name].split()[0]
        own = story.link(name, "Du är vald", "overenskommelse")
        theirs = story.link("enheten", "sammankopplade med " + other, "overenskommelse")
        assert "Marie Sundqvist" in story.page(own).text
        assert name + "@example.org" in story.page(theirs).text
        story.send(own, "/andra", matters="Att jag får en paus mitt i.")
        assert "Att jag får en paus mitt i." in story.page(theirs).text
        for user, path in ((name, own), ("enheten", theirs)):
            first = user != "enheten" or name == "anna"
            known = len(story.codes(user))
            if "/kod" in story.page(path).text:
                story.send(path, "/kod")
                story.send(path, "/godkann", code=story.code(user, known))
            else:
                assert not first
                story.send(path, "/godkann")
        agreement = story.placements()[WHO[name]]["agreement"]
        assert agreement["version"] == 2 and agreement["unit_accepted_at"], agreement
        assert agreement["representative_accepted_at"] and len(agreement["hash"]) == 64
    assert story.show()["state"] == "agreed"
    story.at(minutes_after(AGREED, 20))
    for name in ("anna", "bertil"):
        story.got(name, "Överenskommelsen är klar")
        own = story.link(name, "Du är vald", "overenskommelse")
        assert "Överenskommelsen gäller" in story.page(own).text
        with urllib.request.urlopen("http://127.0.0.1:%d%s/pdf" % (story.library.port, own)) as pdf:
            assert pdf.read(5) == b"%PDF-"


# ---- Carrying out, paying, following up ----

def carry_out(story):
    story.at(EVE)
    for user in ("anna", "bertil", "enheten"):
        story.got(user, "Påminnelse: fredag 9 april")
    story.at(OVER)
    assert story.show()["state"] == "carried_out"
    assert {p["state"] for p in story.placements().values()} == {"done"}
    for name in ("anna", "bertil"):
        story.got(name, "Din ersättning")
    wait_for(lambda: sum("Betalningsunderlag" in m["Subject"]
                         for m in story.post.mailbox("enheten")) == 2, 40, "the payment bases")
    bases = [re.search(r"/ersattning/[a-z2-7]{26}", text_of(m)).group(0)
             for m in story.post.mailbox("enheten") if "Betalningsunderlag" in m["Subject"]]
    for path in bases:
        page = story.page(path)
        assert "1\u00a0080\u00a0kronor" in page.text and "41207" in page.text, page.text
        story.send(path, "/betald", paid="yes")
    assert [c["paid"] for p in story.placements().values() for c in p["compensation"]] == [
        "yes", "yes"]


def follow_up(story):
    story.at(FOLLOWED)
    for name in ("anna", "bertil"):
        story.send(story.link(name, "Hur var det att vara med?", "uppfoljning"), "", process="5",
                   support="4", again="yes", paid="yes")
    story.send(story.link("enheten", "Hur gick det?", "uppfoljning"), "", aim="4", changed=WORDS,
               paid="yes")
    assert all(f["answered_at"] for f in story.show()["followups"]), story.show()["followups"]
    assert story.show()["state"] == "followed_up"


def outcome(story):
    story.at(DONE)
    for name in ("anna", "bertil"):
        page = story.page(story.link(name, "Det här ledde det till", "uppfoljning"))
        assert "Den som får den vet nu" in page.text
    story.got("cecilia", "Så gick det sedan")
    assert not [m for m in story.post.mailbox("david") if "ledde" in m["Subject"]]


def close(story):
    story.at(CLOSED)
    shown = story.show()
    assert (shown["state"], story.library.tasks()) == ("closed", []), story.library.tasks()
    states = [h["to"] for h in shown["history"] if h["to"] and h["to"] != h["from"]]
    assert states == ["received", "triage", "inviting", "choosing", "connected", "agreed",
                      "carried_out", "followed_up", "closed"], states
    assert {m["state"] for m in shown["letters"]} <= {"sent", "dropped"}, shown["letters"]
    story.library.check()


def neutral(story):
    """Every letter of the loan that lies in a mailbox, searched."""
    seen = 0
    for name in NAMES:
        for letter in story.post.mailbox(name):
            seen += 1
            whole = letter["Subject"] + text_of(letter) + "".join(
                p.get_content() for p in letter.walk()
                if p.get_content_type() in ("text/html", "text/calendar"))
            for word in SECRETS:
                assert word not in whole.lower(), (letter["Subject"], word)
            assert len(email.utils.getaddresses([letter["To"]])) == 1 and not letter["Cc"]
            assert letter["Auto-Submitted"] and letter["Message-ID"]
    assert seen >= 2 * 8 + 4, seen


STEPS = (
    ("a unit's mail becomes a request, acknowledged as a reply, with a page of its own", request),
    ("staff settle the route, and four are asked by letter", ask),
    ("three say yes by mail, and it is the unit's turn", answers),
    ("the unit chooses two behind a code; all four hear what came of it", choice),
    ("both sides of both agreements accept the same version, with codes by mail", agree),
    ("reminded the day before; over: payment bases that the unit marks as paid", carry_out),
    ("the follow-up is asked for and answered by all", follow_up),
    ("those who took part hear what it changed, and so, in short, does who offered to", outcome),
    ("it closes by itself: nothing is owed, and the case book is sound", close),
    ("no letter of the loan ties anybody to an illness or a unit", neutral),
)


def main():
    if not post.installed():
        print("skip - a whole loan: it needs Postfix, Dovecot and root")
        return 0
    story, cases = Story(), Cases()
    cases.tell(story, STEPS)
    try:
        story.post.start()
        return cases.run()
    finally:
        story.end()


if __name__ == "__main__":
    sys.exit(main())

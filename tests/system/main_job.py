#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The main job on real servers: from a unit's mail to the answers of those who were asked.

A Dovecot (IMAPS with IDLE and MOVE, LMTP) and a Postfix (TLS, login) on loopback ports, with a
certificate authority of their own. Mails travel as they would: by SMTP to Postfix, by LMTP into a
mailbox, by IDLE to levanded, whose letters go back the same way. Everything is played once with
libesmtp over STARTTLS and once with libcurl over implicit TLS. Polling is set to ten minutes: what
comes sooner came by IDLE.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails, post  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.ports import wait_for  # noqa: E402

USERS = ("levande", "enheten", "anna", "bertil", "forening")
UNIT = "enheten@example.net"
PATIENCE = 40
COMPLETION = """Hej!

Vi behöver två personer. Vi ses på Östra sjukhuset i Göteborg, och ersättning betalas enligt
regionens riktlinjer.

Hälsningar
Marie Sundqvist

> Tack för att ni vill ta vara på patienters och närståendes erfarenheter.
> Innan vi kan fråga någon behöver vi också veta:
"""


class Story:
    """The servers, the library, and what the steps hand on to each other."""

    def __init__(self, engine, scheme):
        self.post = post.Post(*USERS)
        served = self.post.settings(engine, scheme)
        served["fetch"]["poll_seconds"] = "600"
        self.library = Levande(library={"trusted_domains": "example.net"}, **served)
        self.write, self.mailbox = self.post.write, self.post.mailbox
        self.arrives = self.post.arrives
        self.broken, self.daemon, self.number = False, None, None

    def end(self):
        self.library.__exit__(self.broken or None)
        if self.broken:
            print("\n".join("# " + line for line in self.post.log().splitlines()))
        self.post.stop()

    def show(self):
        return self.library.levande("request", "show", self.number)

    def invitation_of(self, who):
        return next(i for i in self.show()["invitations"] if i["who"] == who)


def starts(story):
    library = story.library
    for name, address in (("Anna Ek", "anna"), ("Bertil Alm", "bertil"),
                          ("Sven Borta", "finns-inte")):
        library.levande("person", "add", "name=" + name, "email=%s@example.org" % address,
                        "areas=stroke", "perspective=patient", "municipality=Göteborg",
                        "formats=both", "languages=sv", "consent_date=2026-01-14",
                        "consent_version=1")
    library.levande("association", "add", "name=Strokekamraterna",
                    "email=forening@example.org", "contact=Maria Edling", "areas=stroke")
    story.daemon = library.start()
    status, page = library.get("/")
    assert status == 200 and "Levande bibliotek" in page
    wait_for(lambda: library.get("/halsa")[0] == 200, PATIENCE, "health")


def acknowledges(story):
    request = mails.request_mail(1, complete=False, sender=UNIT, subject="Workshop om stroke")
    story.write("enheten", request, mails.LIBRARY)
    letter = story.ack = story.arrives("enheten", "Workshop om stroke")
    assert letter["In-Reply-To"] == "<mail-1@example.net>", letter["In-Reply-To"]
    story.number = re.search(r"\[(LB-\d{4}-\d{4})\]", letter["Subject"]).group(1)
    shown, text = story.show(), text_of(letter)
    assert shown["state"] == "clarifying" and story.number in text
    assert set(shown["missing"]) == {"people_min", "format", "compensation"}, shown["missing"]
    for word in ("många", "igital", "rsättning"):
        assert word in text, "what is missing: %s\n%s" % (word, text)
    assert letter["Auto-Submitted"] and "levande+" in letter["Reply-To"]
    wait_for(lambda: len(story.mailbox("levande", "Klart")) == 1, PATIENCE,
             "the mail to lie in Klart")


def completes(story):
    reply = mails.mail(COMPLETION, subject="Sv: " + story.ack["Subject"], sender=UNIT, number=2,
                       to=story.ack["Reply-To"], In_Reply_To=story.ack["Message-ID"])
    story.write("enheten", reply, story.ack["Reply-To"])
    wait_for(lambda: story.show()["state"] == "inviting", PATIENCE, "the wave")
    moves = [(h["from"], h["to"]) for h in story.show()["history"] if h["to"]]
    assert moves == [(None, "received"), ("received", "clarifying"), ("clarifying", "triage"),
                     ("triage", "inviting")], moves
    assert len(story.library.requests()) == 1


def invites(story):
    for user in ("anna", "bertil"):
        letter = story.arrives(user, "fråga till dig")
        assert letter["List-Unsubscribe"] and "/paus/" in letter["List-Unsubscribe"]
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        is_private(letter, user + "@example.org")
    is_private(story.arrives("forening", "nominera"), "forening@example.org")
    envelope = story.mailbox("anna")[0]["Return-Path"]
    assert re.fullmatch(r"<levande\+[a-z2-7]{26}@example\.org>", envelope), envelope


def is_private(letter, address):
    """No illness, unit or number in subject or text; nobody else among the recipients."""
    raw = letter.as_string().lower() + letter["Subject"].lower() + text_of(letter).lower()
    raw += letter.get_body(("html",)).get_content().lower()
    for word in ("stroke", "östra", "sundqvist", "enheten", "lb-20"):
        assert word not in raw.replace("strokekamraterna", ""), word
    assert [a.addr_spec for a in letter["To"].addresses] == [address], letter["To"]
    assert not letter["Cc"] and not letter["Bcc"]
    assert letter["Message-ID"] and letter["Date"] and letter["Auto-Submitted"]


def says_yes(story):
    letter = story.arrives("anna", "fråga till dig")
    reply = mails.mail("Ja tack!\n\n> " + text_of(letter).replace("\n", "\n> "),
                       subject="Sv: " + letter["Subject"], sender="anna@example.org", number=3,
                       to=letter["Reply-To"], In_Reply_To=letter["Message-ID"])
    story.write("anna", reply, letter["Reply-To"])
    wait_for(lambda: story.invitation_of("P1")["state"] == "yes", PATIENCE, "the yes")
    assert story.invitation_of("P1")["answered_at"]
    assert story.invitation_of("P2")["state"] == "sent"


def comes_back(story):
    wait_for(lambda: story.invitation_of("P3")["state"] == "bounced", PATIENCE, "the bounce")
    lost = next(m for m in story.show()["letters"] if m["to"] == "P3")
    tasks = [t for t in story.library.tasks() if t["letter"] == lost["id"]]
    assert len(tasks) == 1 and tasks[0]["number"] == story.number, tasks
    inbox = story.library.levande("mail", "list")["inbox"]
    bounce = next(m for m in inbox if m["automatic"] == "bounce")
    raw = story.library.run("mail", "show", "M%d" % bounce["id"], "--raw").stdout.lower()
    assert b"original-recipient: rfc822;" in raw, "no DSN was asked for"
    assert b"text/rfc822-headers" in raw, "the bounce brings the whole letter back"
    shown = story.library.levande("mail", "show", "M%d" % bounce["id"])["reading"]["bounce"]
    assert shown["status"].startswith("5.1") and "finns-inte" in shown["recipient"], shown


def ends(story):
    letters = story.library.levande("mail", "list")["outbox"]
    assert {entry["state"] for entry in letters} == {"sent"}, letters
    purposes = [entry["purpose"] for entry in letters]
    for purpose, count in (("acknowledgement", 1), ("invitation_person", 3),
                           ("invitation_association", 1)):
        assert purposes.count(purpose) == count, purposes
    assert story.library.get("/halsa")[0] == 200
    story.library.check()
    assert story.library.stop(story.daemon) == 0, story.library.log()
    story.library.check()
    assert post.SECRET not in story.library.log()
    for word in ("anna", "example.net", "sundqvist", "stroke"):
        assert word not in story.library.log().lower(), "the log says " + word


STEPS = (
    ("it starts: all roles, / and /halsa answer", starts),
    ("a unit's mail is acknowledged as a reply, with its number and what is missing", acknowledges),
    ("the unit's answer completes the request, which goes on by itself", completes),
    ("invitations arrive, each to one, with nothing in them that tells of an illness", invites),
    ("a “ja tack” by mail is recorded", says_yes),
    ("a bounce comes home by its token and makes a task", comes_back),
    ("SIGTERM stops it cleanly, and the case book is sound", ends),
)


def main():
    if not post.installed():
        print("skip - the main job: it needs Postfix, Dovecot and root")
        return 0
    failed = 0
    for engine, scheme in (("libesmtp", "smtp"), ("libcurl", "smtps")):
        story = Story(engine, scheme)
        cases = Cases()
        cases.tell(story, STEPS, engine + ": ")
        try:
            story.post.start()
            failed += cases.run()
        finally:
            story.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Whose mail is it? Threads, duplicates, echoes, caps: what answers what, and what must not.

Invariants 2 (one request per mail), 5 (nobody left unanswered), 6 (no echo), 8 (the right thread)
and the caps of section [limits], seen from outside over a pair of Maildirs.
"""

import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.sink import Sink  # noqa: E402

cases = Cases()
UNIT = "marie.sundqvist@vgregion.example"


def to(library, address):
    """The letters to an address."""
    return [m for m in library.letters() if m["To"].addresses[0].addr_spec == address]


def invited(library):
    """One request that asks; its number and the letters to persons and to associations."""
    library.pool()
    library.deliver(mails.request_mail(1))
    library.once()
    asks = [m for m in library.letters() if "LB-" not in m["Subject"]]
    return (library.requests()[0]["number"], [m for m in asks if "nominera" not in m["Subject"]],
            [m for m in asks if "nominera" in m["Subject"]])


def answer(letter, text, number, sender=None, token=True, reply=True):
    """A mail that answers a letter, as its receiver or another writes it."""
    more = {"In_Reply_To": letter["Message-ID"]} if reply else {}
    return mails.mail(text, subject="Sv: " + letter["Subject"], number=number,
                      sender=sender or letter["To"].addresses[0].addr_spec,
                      to=letter["Reply-To"] if token else mails.LIBRARY, **more)


def states(library, number):
    return {i["who"]: i["state"] for i in
            library.levande("request", "show", number)["invitations"]}


@cases.case("answers: yes, no and what is unclear; by token, or by our Message-ID")
def answers():
    with Levande() as library:
        number, people, groups = invited(library)
        library.set("routing", mode="assist")  # so that nobody is connected by itself
        library.deliver(answer(people[0], "Ja tack!", 11),
                        answer(people[1], "Nej tyvärr, jag kan inte.", 12, token=False),
                        answer(people[2], "Gärna.", 13, reply=False),
                        answer(people[3], "Får man ta med sin hund? Hur långt är det?", 14),
                        answer(groups[0], "Nej tack", 15))
        library.once()
        found = sorted(states(library, number).values())
        assert found == ["no", "no", "sent", "yes", "yes"], found
        unclear = [t for t in library.tasks() if t["kind"] == "answer"]
        assert len(unclear) == 1 and unclear[0]["number"] == number, library.tasks()
        library.deliver(answer(people[0], "Nej, jag kan inte längre.", 16))
        library.once()
        found = sorted(states(library, number).values())
        assert found == ["no", "no", "no", "sent", "yes"], "the last answer wins: %s" % found
        library.check()


@cases.case("a token in the hands of another sender, or none we know, goes to staff")
def foreign_token():
    with Levande() as library:
        number, people, _ = invited(library)
        before = states(library, number)
        library.deliver(
            answer(people[0], "Ja tack!", 11, sender="nagon.annan@example.com"),
            answer(people[1], "Ja tack!", 12, token=False, reply=False),
            mails.mail("Ja tack!", number=13, sender="nagon@example.com",
                       to="levande+%s@example.org" % ("a" * 26)),
            mails.mail("Ja!", subject="Sv: [%s]" % number, number=14, sender="bo@example.com"))
        library.once()
        assert states(library, number) == before
        assert len(library.tasks()) == 4, library.tasks()
        assert len(library.requests()) == 1
        library.check()


@cases.case("the same mail twice is one request; the same Message-ID with other bytes is shown")
def duplicates():
    with Levande() as library:
        mail = mails.request_mail(1, complete=False)
        library.deliver(mail, mail)
        library.once()
        library.deliver(mail, mail.replace(b"workshop om stroke", b"workshop om diabetes"))
        library.once()
        requests, letters = library.requests(), library.letters()
        acknowledged = [m for m in letters if m["In-Reply-To"] == "<mail-1@vgregion.example>"]
        assert len(letters) == len(acknowledged) == 1, "it was answered twice"
        assert sorted(r["state"] for r in requests) == ["clarifying", "received"], requests
        assert library.tasks(), "the other mail is not shown to staff"
        assert len(library.mails()) >= 2
        library.check()


@cases.case("no echo: nothing automatic is answered, nor our own mail that comes back")
def no_echo():
    text = mails.INCOMPLETE.format(day=mails.swedish(mails.day_in(40)))
    with Levande() as library:
        library.deliver(
            mails.mail(text, number=1, sender=UNIT, Auto_Submitted="auto-replied"),
            mails.mail(text, number=2, sender=UNIT, List_Id="<lista.vgregion.example>",
                       Precedence="list"),
            mails.mail(text, number=3, sender=UNIT, Return_Path="<>"),
            mails.mail(text, number=4, sender=UNIT, X_Autoreply="yes", Precedence="auto_reply"),
            mails.mail(text, number=5, sender="levande@example.org"),
            mails.mail(text, number=6, sender="levande+abcdef@example.org"),
            mails.mail(text, number=7, sender="MAILER-DAEMON@vgregion.example",
                       subject="Undelivered Mail Returned to Sender"))
        library.once()
        assert library.letters() == [], [m["To"] for m in library.letters()]
        library.deliver(mails.mail(text, number=8, sender=UNIT))
        library.once()
        letters = library.letters()
        assert len(letters) == 1
        library.deliver(answer(letters[0], "Jag är borta till den 3 maj.", 9).replace(
            b"\r\n\r\n", b"\r\nAuto-Submitted: auto-replied\r\n\r\n", 1), letters[0].as_bytes())
        library.once()
        assert len(library.letters()) == 1, "an automatic reply was answered"
        assert len(library.requests()) <= 2
        library.check()


@cases.case("a stranger's request waits for staff; their route acknowledges it")
def stranger():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False, sender="enheten@privat.example"))
        library.once()
        request = library.requests()[0]
        assert request["state"] == "received" and library.letters() == []
        assert [t["number"] for t in library.tasks()] == [request["number"]]
        library.pool()
        library.levande("request", "route", request["number"], "both")
        library.once()
        assert len(to(library, "enheten@privat.example")) == 1
        assert library.tasks() == [], "the task did not close itself"
        assert library.levande("request", "show", request["number"])["state"] == "inviting"


@cases.case("a cancelled request: who was asked is told, who was not is left in peace")
def cancelled():
    with Levande(send={"hours": "07:00-19:00"}) as library:
        library.pool()
        library.deliver(mails.request_mail(1, today=mails.day_in(0)))
        day = "%sT" % mails.day_in(3)
        library.once("--now", day + "12:00")
        number = library.requests()[0]["number"]
        asked = len(library.letters()) - 1
        assert asked > 1
        library.levande("--now", day + "12:10", "request", "cancel", number, "--text", "Inställt")
        library.once("--now", day + "12:20")
        assert len(library.letters()) == 2 * (asked + 1), "not all were told"
        outcomes = {i["outcome"] for i in library.levande("request", "show", number)["invitations"]}
        assert outcomes == {"cancelled"}, outcomes
        library.deliver(mails.request_mail(2, today=mails.day_in(0), subject="Diabetes",
                                           ).replace(b"stroke", b"diabetes"))
        library.once("--now", day + "20:00")
        count = len(library.letters())
        second = next(r["number"] for r in library.requests() if r["number"] != number)
        library.levande("--now", day + "20:10", "request", "cancel", second, "--text", "Inställt")
        library.once("--now", "%sT12:00" % mails.day_in(5))
        assert len(library.letters()) == count + 1, "somebody who was never asked was told"
        library.check()


@cases.case("caps: what is beyond them is held with a task, and goes when it is released")
def caps():
    with Levande(limits={"address_per_day": "2"}) as library:
        library.deliver(*(mails.request_mail(n, complete=False) for n in range(1, 6)))
        library.once("--now", "2027-03-01T10:00")
        assert len(library.letters()) == 2
        held = [m for m in library.levande("mail", "list")["outbox"] if m["state"] == "held"]
        assert len(held) == 3 and library.tasks(), (held, library.tasks())
        library.levande("--now", "2027-03-01T10:10", "mail", "release")
        library.once("--now", "2027-03-01T10:20")
        assert len(library.letters()) == 5
        assert library.tasks() == [], library.tasks()
        library.check()


@cases.case("a refused address makes a task; put right it gets the same letter, the task closes")
def corrected_address():
    with Sink(refuse="borta") as sink, Levande() as library:
        library.set("send", target="smtp://127.0.0.1:%d" % sink.port, tls="none")
        library.levande("person", "add", "name=Anna Ek", "email=borta@example.org", "areas=stroke",
                        "perspective=patient", "municipality=Göteborg", "formats=both",
                        "languages=sv", "consent_date=2026-01-14", "consent_version=1")
        library.deliver(mails.request_mail(1, sender="enheten.borta@vgregion.example"))
        library.once()
        number = library.requests()[0]["number"]
        outbox = {m["to"]: m for m in library.levande("mail", "list")["outbox"]}
        assert {m["state"] for m in outbox.values()} == {"failed"} and sink.letters == []
        assert states(library, number) == {"P1": "bounced"}
        assert {m["id"] for m in outbox.values()} <= {t["letter"] for t in library.tasks()}
        library.levande("person", "set", "P1", "email=anna@example.org")
        library.levande("request", "set", number, "contact_email=ratt@vgregion.example")
        for letter in outbox.values():
            library.levande("mail", "retry", "L%d" % letter["id"])
        library.once()
        came = {m["To"].addresses[0].addr_spec: m["Message-ID"].strip("<>") for m in (
            email.message_from_bytes(raw, policy=email.policy.default) for raw in sink.letters)}
        assert came == {"anna@example.org": outbox["P1"]["message_id"],
                        "ratt@vgregion.example": outbox["unit"]["message_id"]}, came
        assert states(library, number) == {"P1": "sent"}
        assert [t for t in library.tasks() if t["letter"]] == [], library.tasks()
        library.check()


@cases.case("people without e-mail: a letter to print, a task, and nothing waits")
def to_print():
    with Levande() as library:
        library.levande("person", "add", "name=Elsa Utan", "phone=070-174 06 05", "areas=stroke",
                        "postal_address=Stora gatan 1, 411 01 Göteborg",
                        "perspective=patient", "municipality=Göteborg", "formats=both",
                        "consent_date=2026-01-14", "consent_version=1", "languages=sv")
        library.deliver(mails.request_mail(1))
        library.once()
        outbox = library.levande("mail", "list")["outbox"]
        assert sorted(m["state"] for m in outbox) == ["sent", "to_print"], outbox
        assert len(library.letters()) == 1 and library.tasks(), library.tasks()
        letter = next(m for m in outbox if m["state"] == "to_print")
        assert "Elsa" in library.levande("mail", "show", "L%d" % letter["id"])["text"]
        library.check()


if __name__ == "__main__":
    sys.exit(cases.run())

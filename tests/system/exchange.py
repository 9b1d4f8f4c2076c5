#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Mail servers with habits of their own, Exchange before all: no plus addresses, another sender
than the library's address, a return address apart, and whose word counts for who sent a mail.
"""

import datetime
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.loan import START, Loan  # noqa: E402

cases = Cases()
PLAIN = {"reply_address": "levande@example.org"}
TODAY = datetime.date(2027, 3, 1)
LATER = "2027-03-02T10:00"


def answer(letter, text, number, **more):
    headers = {"In_Reply_To": letter["Message-ID"], **more}
    return mails.mail(text, subject="SV: " + letter["Subject"], number=number,
                      sender=headers.pop("sender", letter["To"].addresses[0].addr_spec),
                      to=letter["Reply-To"] or letter["From"],
                      **{key: value for key, value in headers.items() if value})


@cases.case("no plus addresses: an answer is found by our Message-ID, and only by that")
def by_message_id():
    with Loan(people=5, send=dict(PLAIN), invite={"max_wave": "5"}) as loan:
        loan.begin(people_min="3")
        letters = {who: loan.letters_to(who)[0] for who in loan.asked()}
        for letter in letters.values():
            assert str(letter["Reply-To"]) == "levande@example.org"
        loan.deliver(
            answer(letters["P1"], "Ja tack!", 1),
            answer(letters["P2"], "Nej, jag kan inte.", 2, In_Reply_To=None,
                   References="<annat@example.org> " + letters["P2"]["Message-ID"]),
            answer(letters["P3"], "Ja tack!", 3, In_Reply_To=None),
            answer(letters["P4"], "Ja tack!", 4, sender="nagon.annan@example.com"))
        loan.at(LATER)
        assert loan.states() == {"P1": "yes", "P2": "no", "P3": "sent", "P4": "sent",
                                 "P5": "sent"}, loan.states()
        assert len(loan.tasks()) == 2 and "wrong_sender" in loan.kinds(), loan.kinds()
        loan.check()


@cases.case("no plus addresses: a unit completes, a reminder is answered, a change confirmed")
def whole_story():
    with Loan(people=2, send=dict(PLAIN)) as loan:
        loan.deliver(mails.request_mail(1, complete=False, today=TODAY))
        loan.at(START)
        loan.number = loan.requests()[0]["number"]
        assert loan.state() == "clarifying"
        loan.deliver(answer(loan.letters_to("unit")[0],
                            "Vi behöver två personer. Vi ses på Östra sjukhuset i Göteborg, och "
                            "ersättning betalas enligt regionens riktlinjer.\n", 2))
        loan.at(START)
        assert loan.state() == "inviting" and sorted(loan.asked()) == ["P1", "P2"], loan.state()
        loan.at("2027-03-04T10:05")
        loan.deliver(answer(loan.letters_to("P1", "reminder_answer")[0], "Ja tack!", 3))
        loan.at("2027-03-05T10:00")
        assert loan.states() == {"P1": "yes", "P2": "sent"} and loan.state() == "inviting"
        loan.set_facts("2027-03-05T11:00", format="digital")
        loan.at("2027-03-05T11:00")
        for n, who in enumerate(("P1", "P2"), 4):
            loan.deliver(answer(loan.letters_to(who, "changed")[0], "Ja, gärna!", n))
        loan.at("2027-03-05T12:00")
        assert loan.state() == "connected" and loan.kinds() == [], loan.kinds()


@cases.case("no plus addresses: a bounce is found by the Message-ID in its returned part")
def bounce_by_message_id():
    with Loan(people=1, send=dict(PLAIN)) as loan:
        loan.begin()
        loan.bounce("P1")
        loan.at(LATER)
        assert loan.states() == {"P1": "bounced"} and "address" in loan.kinds()


@cases.case("no plus addresses: out-of-office and our own letters that come back are no answers")
def no_echo():
    with Loan(people=2, send=dict(PLAIN)) as loan:
        loan.begin()
        before = len(loan.letters())
        loan.deliver(answer(loan.letters_to("P1")[0], "Ja, jag är ledig till den 3 maj.", 1,
                            Auto_Submitted="auto-replied"),
                     answer(loan.letters_to("P2")[0], "Ja, jag är ledig till den 3 maj.", 2,
                            X_Auto_Response_Suppress="All"),
                     loan.letters_to("P1")[0].as_bytes())
        loan.at(LATER)
        assert set(loan.states().values()) == {"sent"} and len(loan.letters()) == before


@cases.case("from and return_address: who the letters say they come from, and where they come back")
def sender_addresses():
    with Loan(people=1, send={"from": "levande.utskick@example.net",
                              "return_address": "studs+{token}@example.net",
                              "reply_address": "svar@example.net"}) as loan:
        loan.begin()
        letter = loan.letters_to("P1")[0]
        assert letter["From"].addresses[0].addr_spec == "levande.utskick@example.net"
        assert str(letter["Reply-To"]) == "svar@example.net"
        path = str(letter["Return-Path"]).strip("<>")
        assert path.startswith("studs+") and len(path) == len("studs+@example.net") + 26, path
        report = mails.bounce(letter, 1).replace(b"To: svar@example.net", b"To: " + path.encode())
        loan.deliver(report.replace(letter["Message-ID"].encode(), b"<okand@example.net>"))
        loan.at(LATER)
        assert loan.states() == {"P1": "bounced"}, "by the token alone"
        before = len(loan.letters())
        for n, ours in enumerate(("levande.utskick@example.net", path, "svar@example.net"), 2):
            loan.deliver(mails.mail("Hej!", number=n, sender=ours))
        loan.at("2027-03-03T10:00")
        assert len(loan.letters()) == before, "our own addresses are never answered"
        loan.check()


@cases.case("an answer from another address than the one on record goes to staff, who enter it")
def other_address():
    with Loan(people=2, send=dict(PLAIN)) as loan:
        loan.begin()
        loan.deliver(answer(loan.letters_to("P1")[0], "Ja tack!", 1, sender="p1@arbetet.example"))
        loan.at(LATER)
        assert loan.states()["P1"] == "sent" and loan.kinds() == ["wrong_sender"]
        loan.at("2027-03-09T10:00")
        assert loan.states()["P1"] == "sent", "it waits for staff: no silence"
        loan.do("2027-03-09T11:00", "answer", "P1", "yes")
        loan.at("2027-03-09T11:00")
        assert loan.state() == "connected"


# ---- Whose word counts ----

OURS = "mx.example.org"
DOMAIN = "vgregion.example"
RESULTS = (
    # what is tried, the fields from the top, trusted
    ("none at all", (), False),
    ("our server's DMARC pass", (OURS + "; dmarc=pass header.from=" + DOMAIN,), True),
    ("our server's DKIM pass, aligned", (OURS + "; dkim=pass header.d=mail." + DOMAIN,), True),
    ("our server's SPF pass, aligned", (OURS + "; spf=pass smtp.mailfrom=x@" + DOMAIN,), True),
    ("a pass for another domain", (OURS + "; dkim=pass header.d=bluff.example",), False),
    ("a fail", (OURS + "; dmarc=fail header.from=" + DOMAIN,), False),
    ("another server's pass", ("mx.bluff.example; dmarc=pass header.from=" + DOMAIN,), False),
    ("a server whose name begins like ours",
     (OURS + ".bluff.example; dmarc=pass header.from=" + DOMAIN,), False),
    ("the sender's own claim below our server's fail",
     (OURS + "; dmarc=fail header.from=" + DOMAIN, OURS + "; dmarc=pass header.from=" + DOMAIN),
     False),
    ("a pass in a comment", (OURS + "; dmarc=fail (dmarc=pass header.from=%s)" % DOMAIN,), False),
    ("a pass in a quoted address",
     (OURS + '; spf=fail smtp.mailfrom="; dmarc=pass header.from=%s"' % DOMAIN,), False),
)


@cases.case("authserv_id: only our own server's aligned pass makes a trusted domain trusted")
def authentication_results():
    with Levande(library={"authserv_id": OURS}) as library:
        for n, (_, fields, _) in enumerate(RESULTS):
            raw = mails.request_mail(n, complete=False, today=TODAY)
            head = "".join("Authentication-Results: %s\r\n" % field for field in fields)
            library.deliver(head.encode() + raw)
        library.once("--now", START)
        found = {r["subject"]: r["state"] for r in library.requests()}
        for n, (what, _, trusted) in enumerate(RESULTS):
            state = found["Workshop om stroke %d" % n]
            assert state == ("clarifying" if trusted else "received"), (what, state)
        trusted = sum(t for _, _, t in RESULTS)
        assert len(library.letters()) == trusted
        assert len(library.tasks()) == len(RESULTS) - trusted
        library.check()


if __name__ == "__main__":
    sys.exit(cases.run())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a wave: enough yes, a yes taken back, a change, nobody left, and letters that
have been overtaken.

As waves.py: `levanded --once --now …` over Maildirs, read by `levande request show`.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from waves import OFFICE, everyone_says_no, march  # noqa: E402

cases = Cases()
MOVED = "2027-05-11T09:00/2027-05-11T12:00"


# ---- Enough yes ----

@cases.case("enough yes: the choice is a task, and nobody is told anything before it is made")
def choosing():
    with Loan(people=5, routing={"mode": "assist"}) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.reply(first, "Ja tack!")
        loan.at(march(2))
        assert loan.state() == "choosing" and loan.kinds() == ["choose"], loan.kinds()
        loan.at(march(9))
        assert loan.states() == {first: "yes", second: "sent"}, "the silent are left in peace"
        assert set(loan.purposes()) == {"acknowledgement", "invitation_person", "answer_received",
                                        "candidates"}, loan.purposes()
        assert {i["outcome"] for i in loan.asked().values()} == {None}
        loan.check()


@cases.case("enough yes: asks that have not left are dropped")
def unsent_asks_dropped():
    with Loan(people=4, send=dict(OFFICE)) as loan:
        loan.begin(now=march(1, "20:00"))
        first, second = sorted(loan.asked())
        assert set(loan.states().values()) == {"queued"}
        loan.do(march(1, "20:10"), "answer", first, "yes")
        loan.at(march(2))
        assert loan.purposes()["invitation_person"] == 0
        assert loan.states() == {first: "yes", second: "cancelled"}, loan.states()


@cases.case("who has answered by phone does not get the ask that had not left")
def answered_before_asked():
    with Loan(people=4, send=dict(OFFICE)) as loan:
        loan.begin(now=march(1, "20:00"), people_min="2")
        first, second = sorted(loan.asked())
        loan.do(march(1, "20:10"), "answer", first, "no")
        loan.at(march(2))
        assert loan.states() == {first: "no", second: "sent"}
        assert loan.letters_to(first) == [] and len(loan.letters_to(second)) == 1


@cases.case("a yes taken back: asking begins again, by itself or as a task")
def taken_back():
    for mode, kinds, found, back in (("assist", ["wave"], "choosing", ("answer", "no")),
                                     ("automatic", [], "connected", ("withdraw",))):
        with Loan(people=5, routing={"mode": mode}) as loan:
            loan.begin()
            first, second = sorted(loan.asked())
            loan.do(march(2), "answer", second, "no")
            loan.do(march(2), "answer", first, "yes")
            assert loan.state() == found
            loan.do(march(3), back[0], first, *back[1:])
            loan.at(march(3))
            assert loan.state() == "inviting" and loan.kinds() == kinds, (mode, loan.kinds())
            assert len(loan.asked(wave=2)) == (2 if mode == "automatic" else 0)


@cases.case("the last answer wins, and the history keeps them all")
def last_answer_wins():
    with Loan(people=5) as loan:
        loan.begin(people_min="2")
        first = sorted(loan.asked())[0]
        for text in ("Ja tack!", "Nej, jag kan inte.", "Ja tack!"):
            loan.reply(first, text, "invitation_person")
            loan.at(march(2))
        assert loan.states()[first] == "yes"
        answers = [h for h in loan.show()["history"] if h["event"] == "answer"]
        assert len(answers) == 3 and {h["actor"] for h in answers} == {first}


@cases.case("late answers count while the request is open")
def late_answers():
    with Loan(people=5) as loan:
        loan.begin(people_min="2")
        first, second = sorted(loan.asked())
        loan.at(march(9))
        assert loan.states(wave=1) == {first: "expired", second: "expired"}
        loan.reply(first, "Ja tack!")
        loan.reply(second, "Ja, gärna!")
        loan.at(march(10))
        assert loan.states(wave=1) == {first: "yes", second: "yes"}
        assert loan.state() == "connected" and set(loan.states(wave=2).values()) == {"cancelled"}
        assert {i["outcome"] for i in loan.asked(wave=2).values()} == {"filled"}


@cases.case("when staff change how many are needed, that decides at once")
def places_change():
    with Loan(people=5, routing={"mode": "assist"}) as loan:
        loan.begin(people_min="2")
        first = sorted(loan.asked())[0]
        loan.do(march(2), "answer", first, "yes")
        assert loan.state() == "inviting"
        loan.set_facts(march(2), people_min="1")
        loan.at(march(2))
        assert loan.state() == "choosing" and loan.kinds() == ["choose"]
        loan.set_facts(march(2), people_min="2")
        loan.at(march(2))
        assert loan.state() == "inviting" and loan.kinds() == ["wave"], (loan.state(), loan.kinds())


@cases.case("staff may ask more while they choose; at the deadline it is the choice again")
def more_to_choose_from():
    with Loan(people=5, routing={"mode": "assist"}) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.do(march(2), "answer", first, "yes")
        third = sorted(set("P1 P2 P3 P4 P5".split()) - {first, second})[0]
        loan.do(march(2), "invite", third)
        loan.at(march(2))
        assert loan.states()[third] == "sent" and loan.state() == "inviting"
        loan.at(march(10))
        assert loan.state() == "choosing" and loan.kinds() == ["choose"], (loan.state(),
                                                                          loan.kinds())
        assert loan.states() == {first: "yes", second: "expired", third: "expired"}


# ---- Changes ----

@cases.case("a change of time, place, format or pay: each who was asked is told, and each yes is "
            "asked for again")
def changed():
    for facts in ({"occasions": MOVED}, {"municipality": "Borås"}, {"format": "digital"},
                  {"compensation": "refused"}):
        with Loan(people=5, invite={"max_wave": "3"}, routing={"mode": "assist"}) as loan:
            loan.begin(people_min="2")
            people = sorted(loan.asked())
            loan.do(march(2), "answer", people[0], "yes")
            loan.do(march(2), "answer", people[1], "yes")
            assert loan.state() == "choosing"
            loan.set_facts(march(3), **facts)
            loan.at(march(3))
            assert loan.state() == "inviting" and loan.kinds() == [], (facts, loan.kinds())
            assert set(loan.states().values()) == {"sent"}, loan.states()
            assert loan.purposes()["changed"] == 3, facts
            assert {i["deadline"] for i in loan.asked().values()} == {"2027-03-10"}
            assert loan.asked(wave=2) == {}, "they may still answer"
            loan.reply(people[0], "Ja tack!", "changed")
            loan.do(march(4), "answer", people[1], "yes")
            loan.at(march(4))
            assert loan.state() == "choosing"


@cases.case("any other fact changes nothing for those who were asked")
def other_facts():
    with Loan() as loan:
        loan.begin()
        loan.set_facts(march(2), cost_ref="41300", unit="Strokeenheten Västra")
        loan.at(march(2))
        assert loan.purposes()["changed"] == 0 and set(loan.states().values()) == {"sent"}


@cases.case("a second change is told too; one that is taken back before it left is not lost")
def changed_twice():
    with Loan(people=2) as loan:
        loan.begin()
        for n, facts in enumerate(({"occasions": MOVED}, {"format": "digital"}), 1):
            loan.set_facts(march(1 + n), **facts)
            loan.at(march(1 + n))
            assert loan.purposes()["changed"] == 2 * n
        assert set(loan.states().values()) == {"sent"}
        loan.check()


@cases.case("whose time was over hears of a change, and may answer anew")
def changed_after_expiry():
    with Loan(people=2) as loan:
        loan.begin()
        loan.at(march(9))
        assert set(loan.states().values()) == {"expired"} and loan.kinds() == ["nobody"]
        loan.set_facts(march(10), occasions=MOVED)
        loan.at(march(10))
        assert loan.kinds() == [] and loan.purposes()["changed"] == 2
        assert set(loan.states().values()) == {"sent"}
        loan.at(march(18))
        assert set(loan.states().values()) == {"expired"} and loan.kinds() == ["nobody"]


@cases.case("an ask that has not left is made anew from the new facts, and nothing else is sent")
def unsent_ask_made_anew():
    with Loan(people=2, send=dict(OFFICE)) as loan:
        loan.begin(now=march(1, "20:00"))
        loan.set_facts(march(1, "21:00"), occasions=MOVED)
        loan.at(march(2))
        assert loan.purposes("sent", "queued")["changed"] == 0
        for who in loan.asked():
            letters = loan.letters_to(who)
            assert len(letters) == 1 and "11 maj" in text_of(letters[0]), text_of(letters[0])
            assert "20 april" not in text_of(letters[0])


@cases.case("a cancellation overtakes asks, reminders and changes that have not left")
def cancel_overtakes():
    with Loan(people=3, send=dict(OFFICE)) as loan:
        loan.begin(now=march(1, "18:55"))
        loan.at(march(4, "19:05"))
        loan.do(march(4, "20:00"), "invite", (set("P1 P2 P3".split()) - set(loan.asked())).pop())
        loan.do(march(4, "20:10"), "cancel", "--text", "Inställt")
        loan.at(march(5))
        assert loan.purposes("queued") == {} and loan.state() == "cancelled"
        assert loan.purposes()["reminder_answer"] == 0
        told = [m["to"] for m in loan.show()["letters"] if m["purpose"] == "cancelled_asked"]
        reached = [w for w, i in loan.asked().items() if i["asked_at"]]
        assert sorted(told) == sorted(reached) and len(told) == 2, (told, reached)
        for _ in range(2):
            loan.at(march(20))
        assert loan.purposes()["cancelled_asked"] == 2, "told twice"


# ---- Nobody left ----

@cases.case("nobody left: a task; closed it is unfilled, and everyone who was asked is told")
def unfilled():
    for mode in ("assist", "automatic"):
        with Loan(people=2, routing={"mode": mode}) as loan:
            loan.begin()
            first, second = sorted(loan.asked())
            loan.do(march(2), "answer", first, "no")
            loan.at(march(9))
            if mode == "assist":
                assert loan.kinds() == ["wave"], loan.kinds()
                loan.do(march(9), "invite")
            assert loan.kinds() == ["nobody"] and loan.state() == "inviting"
            loan.do(march(9), "close")
            assert loan.state() == "unfilled" and loan.kinds() == []
            loan.at(march(9, "10:10"))
            asked = loan.asked()
            assert {i["state"] for i in asked.values()} == {"no", "expired"}, asked
            assert all(i["outcome"] and i["told_at"] for i in asked.values()), asked
            assert loan.purposes()["unfilled_unit"] == 1
            assert [len(loan.letters_to(who)) for who in (first, second)] == [2, 2]
            loan.at(march(20))
            loan.do(march(20), "close")
            assert loan.state() == "closed"
            loan.check()


@cases.case("nobody to ask from the start: the same task")
def nobody_from_the_start():
    with Loan(people=0) as loan:
        loan.begin()
        assert loan.kinds() == ["nobody"] and loan.asked() == {}
        assert loan.state() in ("triage", "inviting")


@cases.case("without a legal basis nobody of the pool is asked, and it is a task")
def no_legal_basis():
    with Loan(people=3, library={"legal_basis": "none"}) as loan:
        loan.begin()
        assert loan.asked() == {} and loan.kinds() != []


@cases.case("a letter that comes back counts as nobody to wait for; a corrected one as asked")
def bounced():
    with Loan(people=4) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.do(march(2), "answer", first, "no")
        loan.bounce(second)
        loan.at(march(2))
        assert loan.states(wave=1) == {first: "no", second: "bounced"}
        assert len(loan.asked(wave=2)) == 2, "the next are asked"
        loan.levande("person", "set", second, "email=ratt@example.org")
        letter = next(m["id"] for m in loan.show()["letters"] if m["to"] == second)
        loan.levande("--now", march(3), "mail", "retry", "L%d" % letter)
        loan.at(march(3))
        assert loan.states(wave=1)[second] == "sent" and loan.kinds() == [], loan.kinds()
        assert loan.letters_to(second)[-1]["To"].addresses[0].addr_spec == "ratt@example.org"
        loan.reply(second, "Ja tack!")
        loan.at(march(4))
        assert loan.state() == "connected"


@cases.case("the same wave is not asked twice, however many times it is told to")
def asked_once():
    with Loan(people=2) as loan:
        loan.begin()
        for words in (("invite",), ("route", "pool"), ("invite",)):
            loan.do(march(2), *words)
            loan.at(march(2))
        loan.do(march(2), "invite", "P1", expected=65)
        assert loan.purposes()["invitation_person"] == 2 and len(loan.asked()) == 2
        everyone_says_no(loan, march(3))
        assert loan.kinds() == ["nobody"]


if __name__ == "__main__":
    sys.exit(cases.run())

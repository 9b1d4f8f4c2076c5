#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The rules of waves, as tables of cases: how many, until when, who is reminded, who comes next.

Each is played by `levanded --once --now …` over Maildirs and read by `levande request show`. What
becomes of a wave (the choice, a change, the end) is in waves_ends.py.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.loan import Loan  # noqa: E402

cases = Cases()
DAY = "2027-03-%02dT%s"
OFFICE = {"hours": "07:00-19:00"}


def march(day, time="10:00"):
    return DAY % (day, time)


# ---- Places to fill ----

@cases.case("places: people_min, else people_max, else one")
def places():
    for low, high, wanted in (("2", "3", 2), ("3", "", 3), ("", "2", 2), ("", "", 1)):
        with Loan(people=4, invite={"max_wave": "20"}) as loan:
            loan.begin(people_min=low, people_max=high)
            asked = sorted(loan.asked())
            assert len(asked) == 4, asked
            for n, who in enumerate(asked[:wanted], 1):
                shown = loan.do(march(2), "answer", who, "yes")
                found = shown["state"]
                assert (found == "connected") == (n == wanted), (low, high, n, found)


@cases.case("a wave asks as many as fill the places with the wanted probability, max_wave at most")
def size():
    # one place, and no answers known: a third are taken to say yes; 1 - (2/3)^n ≥ p
    for probability, most, wanted in (("0.9", "20", 6), ("0.5", "20", 2), ("0.9", "4", 4)):
        with Loan(people=8, invite={"max_wave": most, "fill_probability": probability}) as loan:
            found = len(loan.begin().asked())
            assert found == wanted, (probability, most, found)


# ---- Deadlines ----

DEADLINES = (
    # what is tried, now, facts, configuration, the deadline or None: a task instead
    ("seven days after sending", march(1), {}, {}, "2027-03-08"),
    ("as many days as are configured", march(1), {}, {"invite": {"answer_days": "14"}},
     "2027-03-15"),
    ("the unit's respond_by is earlier", march(1), {"respond_by": "2027-03-05"}, {}, "2027-03-05"),
    ("respond_by is later", march(1), {"respond_by": "2027-03-12"}, {}, "2027-03-08"),
    ("two working days before the first occasion", march(1),
     {"occasions": "2027-04-02 2027-03-05T13:00/2027-03-05T15:00"}, {}, "2027-03-03"),
    ("two working days before, over a weekend", march(1), {"occasions": "2027-03-08"}, {},
     "2027-03-04"),
    ("two working days before, over Easter", march(22), {"occasions": "2027-03-31"}, {},
     "2027-03-25"),
    ("it would fall in a pause: the first working day after it", march(1), {},
     {"invite": {"pauses": "2027-03-06..2027-03-12"}}, "2027-03-15"),
    ("respond_by in a pause stands: the unit has said so", march(1), {"respond_by": "2027-03-09"},
     {"invite": {"pauses": "2027-03-06..2027-03-12"}}, "2027-03-09"),
    ("in the evening the ask leaves in the morning, and the days count from then",
     march(1, "20:00"), {}, {"send": OFFICE}, "2027-03-09"),
    ("asked in a pause, the days count from its end", march(6), {},
     {"invite": {"pauses": "2027-03-05..2027-03-12"}, "send": OFFICE}, "2027-03-20"),
    ("tomorrow: more than 24 hours are left", march(1), {"respond_by": "2027-03-02"}, {},
     "2027-03-02"),
    ("today: less than 24 hours are left", march(1), {"respond_by": "2027-03-01"}, {}, None),
    ("respond_by has passed", march(5), {"respond_by": "2027-03-03"}, {}, None),
    ("the occasion is in two working days", march(1), {"occasions": "2027-03-03"}, {}, None),
    ("less than 24 hours are left when the ask can leave", march(1, "20:00"),
     {"respond_by": "2027-03-02"}, {"send": OFFICE}, None),
    ("respond_by passes before the ask can leave", march(1, "20:00"), {"respond_by": "2027-03-01"},
     {"send": OFFICE}, None),
    ("respond_by passes while asks are paused", march(6), {"respond_by": "2027-03-10"},
     {"invite": {"pauses": "2027-03-05..2027-03-12"}}, None),
)


def deadline(now, facts, configuration, wanted):
    with Loan(**{k: dict(v) for k, v in configuration.items()}) as loan:
        loan.begin(now=now, **facts)
        found = {i["deadline"] for i in loan.asked().values()}
        kinds = loan.kinds()
        if wanted:
            assert found == {wanted} and kinds == [], (found, kinds)
        else:
            assert found == set() and kinds == ["short"], (found, kinds)
            loan.do(now, "invite")  # a person may ask all the same
            assert loan.asked() and loan.kinds() == [], loan.kinds()


for what, *row in DEADLINES:
    cases.case("deadline: " + what)(lambda row=tuple(row): deadline(*row))


# ---- Reminders ----

@cases.case("one reminder, after reminder_days, and never a second one")
def reminded_once():
    with Loan(people=2) as loan:
        loan.begin()
        loan.at(march(4, "09:55"))
        assert loan.purposes()["reminder_answer"] == 0
        for day in (4, 5, 6, 7, 8):
            loan.at(march(day, "10:05"))
            assert loan.purposes()["reminder_answer"] == 2, "on the %dth" % day
        loan.check()


@cases.case("a reminder only while two days remain")
def two_days_remain():
    for by, wanted in (("2027-03-05", 0), ("2027-03-06", 2)):
        with Loan(people=2) as loan:
            loan.begin(respond_by=by)
            for day in (4, 5):
                loan.at(march(day, "10:05"))
            assert loan.purposes()["reminder_answer"] == wanted, by


@cases.case("a reminder whose deadline is due too is skipped")
def reminder_too_late():
    for now in (march(7), march(9, "00:05")):
        with Loan(people=2) as loan:
            loan.begin()
            loan.at(now)
            assert loan.purposes("sent", "queued")["reminder_answer"] == 0, now


@cases.case("a reminder whose day is in a pause leaves after it, if two days remain then")
def reminder_in_a_pause():
    for end, wanted in ((12, 2), (16, 0)):
        with Loan(people=2, send=dict(OFFICE), invite={
                "answer_days": "14", "pauses": "2027-03-06..2027-03-%d" % end}) as loan:
            loan.begin(now=march(4))
            for day in (7, 8, end):
                loan.at(march(day, "10:05"))
                assert loan.purposes()["reminder_answer"] == 0, day
            for day in (end + 1, end + 2):
                loan.at(march(day, "10:05"))
            assert loan.purposes()["reminder_answer"] == wanted, (end, loan.purposes())


@cases.case("nobody is reminded after an answer, by mail or by phone, whatever it was")
def no_reminder_after_answer():
    with Loan(people=5, invite={"max_wave": "5"}) as loan:
        loan.begin(people_min="4")
        people = sorted(loan.asked())
        loan.reply(people[0], "Ja tack!")
        loan.reply(people[1], "Nej, jag kan inte.")
        loan.at(march(2))
        loan.do(march(2), "answer", people[2], "maybe", "--text", "Hur långt är det?")
        loan.do(march(2), "answer", people[3], "no")
        loan.at(march(4, "10:05"))
        reminded = [m["to"] for m in loan.show()["letters"] if m["purpose"] == "reminder_answer"]
        assert reminded == [people[4]], reminded


@cases.case("nobody is reminded when enough have said yes, nor after a cancellation")
def no_reminder_after_enough():
    for verb, more, state in (("answer", ("P1", "yes"), "connected"),
                              ("cancel", ("--text", "Inställt"), "cancelled")):
        with Loan(people=3, invite={"max_wave": "3"}) as loan:
            loan.begin()
            loan.do(march(2), verb, *more)
            loan.at(march(4, "10:05"))
            assert loan.state() == state
            assert loan.purposes("sent", "queued")["reminder_answer"] == 0


@cases.case("a reminder that has not left is dropped: by the answer, by enough yes, by a cancel, "
            "by the deadline")
def reminder_overtaken():
    for how in ("no", "enough", "cancel", "deadline"):
        with Loan(people=2, send=dict(OFFICE)) as loan:
            loan.begin(now=march(1, "18:59"))
            loan.at(march(4, "19:05"))
            assert loan.purposes("queued")["reminder_answer"] == 2, how
            loan.set("send", hours="07:00-07:01")  # it goes on waiting
            if how == "cancel":
                loan.do(march(4, "20:00"), "cancel", "--text", "Inställt")
            elif how == "enough":
                loan.do(march(4, "20:00"), "answer", "P2", "yes")
            elif how == "no":
                loan.reply("P1", "Nej tyvärr, jag kan inte.")
            loan.at(march(9 if how == "deadline" else 4, "21:00"))
            left = [m["to"] for m in loan.show()["letters"]
                    if m["purpose"] == "reminder_answer" and m["state"] == "queued"]
            assert left == (["P2"] if how == "no" else []), (how, left)
            loan.set("send", **OFFICE)
            loan.at(march(10, "08:00"))
            loan.check()


# ---- Silence ----

@cases.case("a yes that lies unread in the inbox at the deadline is counted first")
def unread_yes():
    with Loan() as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.reply(first, "Ja, gärna!")
        loan.at(march(9, "00:05"))
        assert loan.states() == {first: "yes", second: "cancelled"}, loan.states()
        assert loan.state() == "connected" and loan.kinds() == [], loan.kinds()


@cases.case("a no that lies unread at the deadline is a no, and not a silence")
def unread_no():
    with Loan() as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.reply(first, "Nej tack.")
        loan.at(march(9, "00:05"))
        assert loan.states(wave=1) == {first: "no", second: "expired"}
        assert len(loan.asked(wave=2)) == 2


@cases.case("no silence is acted on before the mailbox was read to its end after the due time")
def not_read_to_its_end():
    with Loan(people=3) as loan:
        loan.begin()
        for day in (4, 9, 12):
            loan.at(march(day, "11:00"), "--role", "work,send")
        assert set(loan.states().values()) == {"sent"}
        assert loan.purposes("sent", "queued")["reminder_answer"] == 0
        loan.at(march(12, "11:10"))
        assert set(loan.states(wave=1).values()) == {"expired"} and loan.asked(wave=2)


@cases.case("nor while a mail of one who was asked waits for staff")
def waits_for_staff():
    with Loan(people=3) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.reply(first, "Får man ta med sin hund? Hur långt är det?")
        loan.at(march(3))
        assert loan.kinds() == ["answer"], loan.kinds()
        for day in (4, 9, 12):
            loan.at(march(day, "11:00"))
            assert loan.states() == {first: "sent", second: "sent"}, day
        assert loan.purposes()["reminder_answer"] == 1, "the other one was reminded"
        loan.do(march(12, "12:00"), "answer", first, "no")
        loan.at(march(12, "12:05"))
        assert loan.kinds() == [] and loan.states(wave=1) == {first: "no", second: "expired"}


@cases.case("an out-of-office answer is a silence like any other")
def out_of_office():
    with Loan(people=3) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.reply(first, "Ja, jag är ledig till den 20 mars.")
        with open(loan.folder + "/in/new/" + os.listdir(loan.folder + "/in/new")[0], "r+b") as f:
            raw = f.read().replace(b"\r\n\r\n", b"\r\nAuto-Submitted: auto-replied\r\n\r\n", 1)
            f.seek(0)
            f.write(raw)
        loan.at(march(2))
        assert loan.states() == {first: "sent", second: "sent"}
        loan.at(march(9, "00:05"))
        assert loan.states(wave=1) == {first: "expired", second: "expired"}


# ---- The next wave ----

def everyone_says_no(loan, now):
    for who, state in loan.states().items():
        if state == "sent":
            loan.do(now, "answer", who, "no")
    loan.at(now)


@cases.case("automatic: the next wave when no ask is outstanding, and not sooner")
def next_when_all_declined():
    with Loan(people=5) as loan:
        loan.begin()
        first, second = sorted(loan.asked())
        loan.do(march(2), "answer", first, "no")
        loan.at(march(2))
        assert len(loan.asked()) == 2, "somebody may still say yes"
        loan.do(march(3), "answer", second, "no")
        loan.at(march(3))
        assert len(loan.asked(wave=2)) == 2 and loan.state() == "inviting"
        assert {i["deadline"] for i in loan.asked(wave=2).values()} == {"2027-03-10"}
        assert loan.kinds() == []
        loan.check()


@cases.case("automatic: the next wave at the deadline, by itself")
def next_at_deadline():
    with Loan(people=5) as loan:
        loan.begin()
        loan.at(march(8, "23:55"))
        assert set(loan.states().values()) == {"sent"}
        loan.at(march(9, "00:01"))
        assert set(loan.states(wave=1).values()) == {"expired"}
        assert set(loan.states(wave=2).values()) == {"sent"} and loan.kinds() == []


@cases.case("assist: a task with the next wave ready, at the deadline and when all have declined")
def next_in_assist():
    for silent in (True, False):
        with Loan(people=5, routing={"mode": "assist"}) as loan:
            loan.begin()
            assert loan.kinds() == [] and len(loan.asked()) == 2
            if not silent:
                everyone_says_no(loan, march(9))
            loan.at(march(9, "10:05"))
            assert loan.kinds() == ["wave"], (silent, loan.kinds())
            assert len(loan.asked()) == 2, "nobody is asked without staff's word"
            loan.do(march(10), "invite")
            loan.at(march(10))
            assert loan.kinds() == [] and len(loan.asked(wave=2)) == 2


@cases.case("the next wave is as large as the places that are left")
def next_is_smaller():
    with Loan(people=12, invite={"max_wave": "4", "fill_probability": "0.5"}) as loan:
        loan.begin(people_min="2")
        people = sorted(loan.asked())
        assert len(people) > 1
        loan.do(march(2), "answer", people[0], "yes")
        for who in people[1:]:
            loan.do(march(2), "answer", who, "no")
        loan.at(march(2))
        assert 0 < len(loan.asked(wave=2)) < len(people), (people, loan.asked(wave=2))


@cases.case("short notice holds for a further wave too: a task, and nobody is asked")
def next_is_too_late():
    with Loan(people=5) as loan:
        loan.begin(respond_by="2027-03-05")
        everyone_says_no(loan, march(5, "12:00"))
        assert loan.asked(wave=2) == {} and loan.kinds() == ["short"], loan.kinds()


@cases.case("nobody is asked in a pause, nor outside the hours")
def pauses_and_hours():
    with Loan(people=3, send=dict(OFFICE),
              invite={"pauses": "2027-03-05..2027-03-12"}) as loan:
        loan.begin(now=march(4, "20:00"))
        for now in (march(5, "08:00"), march(12, "12:00"), march(13, "06:55")):
            loan.at(now)
            assert loan.purposes()["invitation_person"] == 0, now
        loan.at(march(13, "07:05"))
        assert loan.purposes()["invitation_person"] == 2
        assert {i["deadline"] for i in loan.asked().values()} == {"2027-03-20"}


# ---- Associations ----

@cases.case("both: associations and the pool at once, and an association's yes fills no place")
def both():
    with Loan(people=3, groups=1) as loan:
        loan.begin("both")
        assert set(loan.asked(wave=1)) >= {"A1"} and len(loan.asked(wave=1)) == 3
        loan.do(march(2), "answer", "A1", "yes")
        loan.at(march(2))
        assert loan.state() == "inviting" and loan.states()["A1"] == "yes"
        person = next(who for who in loan.asked() if who[0] == "P")
        loan.do(march(3), "answer", person, "yes")
        assert loan.state() == "connected"


@cases.case("association_first: the pool when all associations have declined, and not before")
def first_declines():
    with Loan(people=3, groups=2) as loan:
        loan.begin("association_first")
        assert sorted(loan.asked()) == ["A1", "A2"]
        loan.do(march(2), "answer", "A1", "no")
        loan.at(march(2))
        assert sorted(loan.asked()) == ["A1", "A2"]
        loan.do(march(3), "answer", "A2", "no")
        loan.at(march(3))
        assert len(loan.asked(wave=2)) == 2 and {w[0] for w in loan.asked(wave=2)} == {"P"}


@cases.case("association_first: the pool at the deadline, and when their letters come back")
def first_is_silent():
    with Loan(people=3, groups=2) as loan:
        loan.begin("association_first")
        loan.at(march(9, "00:05"))
        assert loan.states(wave=1) == {"A1": "expired", "A2": "expired"}
        assert {w[0] for w in loan.asked(wave=2)} == {"P"}
    with Loan(people=3, groups=1) as loan:
        loan.begin("association_first")
        loan.bounce("A1")
        loan.at(march(2))
        assert loan.states(wave=1) == {"A1": "bounced"} and "address" in loan.kinds()
        assert {w[0] for w in loan.asked(wave=2)} == {"P"}


@cases.case("association: no turn for the pool, but a task when all have declined")
def association_only():
    with Loan(people=3, groups=1) as loan:
        loan.begin("association")
        loan.do(march(2), "answer", "A1", "no")
        loan.at(march(2))
        assert list(loan.asked()) == ["A1"] and loan.kinds() == ["nobody"], loan.kinds()


@cases.case("an association's yes and a maybe are waited for until the deadline, and not for ever")
def waited_for():
    for route, who, answer in (("association", "A1", "yes"), ("pool", "P1", "maybe")):
        with Loan(people=1, groups=1) as loan:
            loan.begin(route)
            loan.do(march(2), "answer", who, answer)
            loan.at(march(2))
            assert "nobody" not in loan.kinds(), (route, loan.kinds())
            loan.at(march(9))
            assert loan.kinds() == ["nobody"] and loan.states() == {who: answer}, loan.kinds()


if __name__ == "__main__":
    sys.exit(cases.run())

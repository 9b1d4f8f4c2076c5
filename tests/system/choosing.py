#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The choice from outside: by the command with `--once --now`, and through the page with its code.

Two of four are wanted. Whatever happens after that, everyone who was asked is told what came of it,
no letter ties anybody to an illness, and the book is sound.
"""

import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
ANSWERED, CHOSEN, LATER = "2027-03-02T10:00", "2027-03-02T11:00", "2027-03-03T10:00"
SOON = "2027-03-02T11:30"  # by a clock that is ahead of the page's: what it queued is due
ENDINGS = {"connected_person", "withdrawn_person", "cancelled_placed", "cancelled_asked",
           "not_chosen", "filled", "nominee_chosen"}
SECRETS = ("stroke", "Strokeenheten", "Bättre samtal")


def answered(*yes, people=4, wanted="2", **sections):
    """All have been asked; those named said yes, with words of their own."""
    loan = Loan(people=people, invite={"max_wave": "6"}, routing={"mode": "assist"}, **sections)
    loan.begin(people_min=wanted)
    for who in yes:
        loan.do(ANSWERED, "answer", who, "yes", "--text", "Ord av %s om stroke." % who)
    loan.at(ANSWERED)
    return loan


def told(loan):
    """The last that each one who was asked was told, of what has left."""
    last = {}
    for letter in loan.show()["letters"]:
        if letter["purpose"] in ENDINGS and letter["state"] == "sent":
            last[letter["to"]] = letter["purpose"]
    return last


def sound(loan):
    """Nobody is left without an outcome and its letter, and no letter gives anything away."""
    over = loan.state() not in ("inviting", "choosing")
    for who, i in loan.asked().items():
        if over and i["asked_at"]:
            assert i["outcome"] and i["told_at"], (who, i)
    for letter in loan.letters():
        if "enheten@" not in letter["To"]:
            for secret in SECRETS:
                assert secret not in text_of(letter) + letter["Subject"], (
                    secret, letter["Subject"])
    done = loan.run("check")
    assert done.returncode == 0, done.stdout


def outcomes(loan):
    return {who: i["outcome"] for who, i in loan.asked().items()}


def places(loan):
    return {p["who"]: p["state"] for p in loan.show()["placements"]}


# ---- By the command ----

@cases.case("staff choose one by one; nobody is refused before all places are taken")
def _():
    with answered("P1", "P2", "P3") as loan:
        assert loan.state() == "choosing" and loan.kinds() == ["choose"], loan.kinds()
        assert loan.purposes()["candidates"] == 1
        loan.do(CHOSEN, "choose", "P4", expected=65)
        loan.do(CHOSEN, "choose", "P1", "P4", expected=65)
        assert places(loan) == {}, "nothing happens when one of them has not said yes"
        loan.do(CHOSEN, "choose", "P3")
        loan.at(CHOSEN)
        assert loan.state() == "choosing" and told(loan) == {"P3": "connected_person"}
        loan.do(CHOSEN, "choose", "P1")
        loan.at(CHOSEN)
        assert loan.state() == "connected" and loan.kinds() == [], loan.kinds()
        assert told(loan) == {"P1": "connected_person", "P2": "not_chosen",
                              "P3": "connected_person", "P4": "filled"}, told(loan)
        assert outcomes(loan) == {"P1": "chosen", "P2": "not_chosen", "P3": "chosen",
                                  "P4": "filled"}
        assert loan.purposes()["connected_unit"] == 2, "one letter per placement"
        placement = loan.show()["placements"][0]
        assert placement["agreement"]["version"] == 1 and placement["compensation"] == []
        sound(loan)


@cases.case("--done goes on with those found")
def _():
    with answered("P2") as loan:
        loan.do(CHOSEN, "choose", "--done", expected=65)
        loan.do(CHOSEN, "choose", "P2", "--done")
        loan.at(CHOSEN)
        assert loan.state() == "connected" and places(loan) == {"P2": "chosen"}
        assert told(loan) == {"P1": "filled", "P2": "connected_person", "P3": "filled",
                              "P4": "filled"}
        sound(loan)


@cases.case("a withdrawal tells both and asks those who were not chosen again")
def _():
    with answered("P1", "P2", "P3") as loan:
        loan.do(CHOSEN, "choose", "P1", "P2")
        loan.at(CHOSEN)
        loan.do(LATER, "withdraw", "P4", expected=65)
        loan.do(LATER, "withdraw", "P2", "--text", "Ringde i dag")
        loan.at(LATER)
        assert loan.state() == "inviting" and places(loan)["P2"] == "withdrawn"
        assert loan.purposes()["withdrawn_unit"] == 1
        assert loan.purposes()["withdrawn_person"] == 1
        assert loan.asked()["P3"]["state"] == "sent" and outcomes(loan)["P3"] is None
        assert loan.asked()["P3"]["deadline"] == "2027-03-10"
        sound(loan)
        loan.reply("P3", "Ja, gärna!", "invitation_reopened")
        loan.at("2027-03-04T10:00")
        assert loan.state() == "choosing", loan.state()
        loan.do("2027-03-04T11:00", "choose", "P3")
        loan.at("2027-03-04T11:00")
        assert loan.state() == "connected"
        assert outcomes(loan) == {"P1": "chosen", "P2": "chosen", "P3": "chosen", "P4": "filled"}
        sound(loan)


@cases.case("in automatic mode those who fit are connected without a choice")
def _():
    with Loan(people=4, invite={"max_wave": "4"}, routing={"mode": "automatic"}) as loan:
        loan.begin(people_min="2")
        loan.reply("P1", "Ja")
        loan.reply("P4", "Ja tack, gärna")
        loan.at(ANSWERED)
        assert loan.state() == "connected" and places(loan) == {"P1": "chosen", "P4": "chosen"}
        assert loan.purposes()["candidates"] == 0
        assert told(loan)["P2"] == "filled" and told(loan)["P3"] == "filled"
        loan.reply("P2", "Ja")
        loan.at(LATER)
        assert loan.kinds() == ["answer"], "a yes that comes too late waits for a person"
        sound(loan)


@cases.case("one of two places is filled when the last occasion is over")
def _():
    with answered("P1") as loan:
        loan.do(CHOSEN, "choose", "P1")
        loan.at(CHOSEN)
        assert loan.state() == "inviting"
        loan.at("2027-04-20T17:00")
        assert loan.state() == "carried_out" and places(loan) == {"P1": "done"}, loan.show()
        assert set(outcomes(loan).values()) == {"chosen", "filled"}
        sound(loan)


@cases.case("a cancellation at any point tells everyone what they are owed")
def _():
    points = {
        "choosing": ([], {"P1": "cancelled_asked", "P2": "cancelled_asked",
                          "P3": "cancelled_asked", "P4": "cancelled_asked"}),
        "one chosen": ([("choose", "P1")],
                       {"P1": "cancelled_placed", "P2": "cancelled_asked",
                        "P3": "cancelled_asked", "P4": "cancelled_asked"}),
        "connected": ([("choose", "P1", "P2")],
                      {"P1": "cancelled_placed", "P2": "cancelled_placed", "P3": "not_chosen",
                       "P4": "filled"}),
        "withdrawn": ([("choose", "P1", "P2"), ("withdraw", "P1")],
                      {"P1": "withdrawn_person", "P2": "cancelled_placed",
                       "P3": "cancelled_asked", "P4": "filled"}),
    }
    for point, (steps, expected) in points.items():
        with answered("P1", "P2", "P3") as loan:
            for step in steps:
                loan.do(CHOSEN, *step)
                loan.at(CHOSEN)
            loan.do(LATER, "cancel", "--text", "Lokalen brann.")
            loan.at(LATER)
            assert loan.state() == "cancelled"
            assert told(loan) == expected, (point, told(loan))
            assert not {"chosen", "agreed", "done"} & set(places(loan).values()), places(loan)
            sound(loan)


@cases.case("one who dies, and one who is erased, leave the place and are not written to")
def _():
    with answered("P1", "P2", "P3", "P4") as loan:
        loan.do(CHOSEN, "choose", "P1", "P2")
        loan.at(CHOSEN)
        loan.levande("--now", LATER, "person", "set", "P1", "deceased=yes")
        assert loan.state() == "inviting" and places(loan)["P1"] == "withdrawn"
        loan.levande("--now", LATER, "person", "erase", "P2")
        assert places(loan)["P2"] == "withdrawn"
        loan.at(LATER)
        assert loan.purposes()["withdrawn_unit"] == 2
        assert loan.purposes()["withdrawn_person"] == 0
        assert loan.purposes()["invitation_reopened"] == 2, "the next in line are asked"
        sound(loan)


# ---- Through the page ----

def code_of(loan):
    """The figures of the newest code that went to the unit."""
    letter = [m for m in loan.letters() if "enheten@" in m["To"] and "kod" in m["Subject"]][-1]
    return re.search(r"^(\d{6})$", text_of(letter), re.MULTILINE).group(1)


class Unit:
    """A browser of the unit's, on its own page."""

    def __init__(self, loan, link):
        self.loan, self.link = loan, link
        self.site = Site(loan.port)

    def page(self):
        page = self.site.get(self.link)
        assert page.status == 200, page.status
        return page

    def press(self, page, end, fields):
        """Sends the form of the page whose address ends so."""
        form = next(f for f in forms_of(page.text) if f["action"].endswith(end))
        said = list(fields) + [("form", form["fields"]["form"])]
        return self.site.post(form["action"], urllib.parse.urlencode(said))

    def choose(self, page, *who, done=False):
        return self.press(page, "/valj", [("who", w) for w in who] + [("done", "yes")] * done)

    def open(self):
        """Asks for the code, reads it in the letter, and gives it."""
        assert self.press(self.page(), "/kod", []).status == 303
        self.loan.once("--role", "fetch,work,send", "--now", SOON)
        code = code_of(self.loan)
        wrong = "%06d" % ((int(code) + 1) % 1000000)
        assert self.press(self.page(), "/oppna", [("code", wrong)]).status == 422
        assert self.press(self.page(), "/oppna", [("code", code)]).status == 303
        return self.page()


def link_in(letter, path):
    return re.search(r"/%s/[a-z2-7]{26}" % path, text_of(letter)).group(0)


def unit_of(loan):
    return Unit(loan, link_in(loan.letters_to("unit", "candidates")[-1], "forfragan"))


@cases.case("the unit chooses behind a code, and an old page changes nothing")
def _():
    with answered("P1", "P2", "P3") as loan:
        daemon = loan.start("--role", "web", "--now", CHOSEN)
        first, second = unit_of(loan), unit_of(loan)
        closed = first.page()
        for word in ("Ord av", "val-P1", "/valj"):
            assert word not in closed.text, "nobody is shown before the code: " + word
        page, other = first.open(), second.open()
        assert "Ord av P1 om stroke." in page.text and "Ord av P3" in page.text
        assert "p1@example.org" not in page.text and "P4" not in page.text
        assert first.choose(page).status == 422, "nobody is ticked"
        assert first.choose(page, "P1", "P4").status == 409, "P4 has not said yes"
        assert first.choose(page, "P1", "X9").status == 422
        assert places(loan) == {}
        loan.do(CHOSEN, "answer", "P3", "no")
        late = first.choose(page, "P1", "P3")  # who took the yes back a second ago
        assert late.status == 409 and "ingen är vald" in late.text and places(loan) == {}
        assert "Ord av P3" not in late.text
        assert first.choose(page, "P1", "P2").status == 303
        assert loan.state() == "connected"
        assert first.choose(page, "P1", "P2").status == 303, "a double click"
        loan.do(CHOSEN, "withdraw", "P2")
        loan.do(CHOSEN, "answer", "P3", "yes")
        assert second.choose(other, "P3").status == 303, "another browser, and a place is free"
        assert loan.state() == "connected"
        back = first.choose(page, "P1", "P2")  # the back button
        assert back.status == 409 and "redan gjort" in back.text, back.status
        assert places(loan) == {"P1": "chosen", "P2": "withdrawn", "P3": "chosen"}
        after = first.page()
        assert "/valj" not in after.text and "<strong>Person</strong>" in after.text
        assert first.site.json(first.link)["choice"]["chosen"][0]["who"] == "P1"
        assert first.site.get(first.link + "/valj").status == 405
        loan.stop(daemon)
        loan.at(LATER)
        sound(loan)


@cases.case("a page that was open when its code ran out chooses nobody")
def _():
    with answered("P1", "P2") as loan:
        daemon = loan.start("--role", "web", "--now", CHOSEN)
        unit = unit_of(loan)
        page = unit.open()
        stranger = Unit(loan, unit.link)  # the link was passed on, the cookie was not
        answer = stranger.choose(page, "P1", "P2")
        assert answer.status == 303 and places(loan) == {}
        assert "Ord av" not in stranger.page().text
        loan.stop(daemon)


@cases.case("the page that asks for the code, and the one to withdraw on, are sound in a browser")
def _():
    with answered("P1", "P2", "P3") as loan:
        loan.do(CHOSEN, "choose", "P1")
        loan.at(CHOSEN)
        daemon = loan.start("--role", "web", "--now", CHOSEN)
        own = link_in(loan.letters_to("P1", "connected_person")[0], "overenskommelse")
        look_at(loan.port, {"valj-kod": unit_of(loan).link, "avsta": own + "/avsta"})
        loan.stop(daemon)


@cases.case("either side withdraws on its own page, in two steps, and may press twice")
def _():
    with answered("P1", "P2", "P3") as loan:
        loan.do(CHOSEN, "choose", "P1", "P2")
        loan.at(CHOSEN)
        daemon = loan.start("--role", "web", "--now", CHOSEN)
        links = {"P1": link_in(loan.letters_to("P1", "connected_person")[0], "overenskommelse")}
        about = {m["Subject"]: m for m in loan.letters_to("unit", "connected_unit")}
        assert all("Person" in subject for subject in about)
        for letter in loan.letters_to("unit", "connected_unit"):
            links.setdefault("unit", link_in(letter, "overenskommelse"))
        site = Site(loan.port)
        assert links["P1"] + "/avsta" in site.get(links["P1"]).text
        before = loan.rows("SELECT count(*) FROM audit")
        page = site.get(links["P1"] + "/avsta")
        assert page.status == 200 and loan.rows("SELECT count(*) FROM audit") == before
        left = site.send(page, {"reason": "Jag orkar inte."})
        assert left.status == 303 and places(loan)["P1"] == "withdrawn", left.status
        assert "Tack" in site.get(left.location).text
        assert site.send(page, {"reason": ""}).status == 303
        assert loan.rows("SELECT count(*) FROM audit WHERE event = 'withdraw'") == [(1,)]
        assert site.get(links["P1"]).status == 410
        assert "Jag orkar inte" not in site.get(links["unit"]).text
        standing = next(w for w, state in places(loan).items() if state == "chosen")
        subject = loan.rows("SELECT subject FROM token WHERE purpose = 'agreement'"
                            " AND party = 'unit' ORDER BY id")[0][0]
        if subject == standing:
            back = site.send(site.get(links["unit"] + "/avsta"), {})
            assert back.status == 303 and places(loan)[standing] == "withdrawn"
        loan.stop(daemon)
        loan.at(LATER)
        sound(loan)


if __name__ == "__main__":
    sys.exit(cases.run())

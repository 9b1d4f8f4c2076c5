#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The agreement from outside: both sides' pages, the code, what is new and what is open, an old
version, two browsers at once, links that open nothing, silence, the phone, the archive's copy.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.report import skip  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
NOW = "2027-03-02T10:00"  # a Tuesday
SOON = "2027-03-02T10:05"  # what pages have asked for is sent by then
UNIT = {"contact_name": "Maria Berg", "contact_phone": "031-390 06 11", "unit": "Rehab Exempel",
        "description": "Vi vill veta hur det är att vänta.", "compensation": "promised",
        "format": "on_site", "municipality": "Göteborg", "kind": "workshop", "cost_ref": "Kst 77"}
OWN = "Att jag får pauser.\nAtt någon möter mig i entrén."


@contextlib.contextmanager
def chosen(web=True):
    """P1 is chosen for one place; both have their link, and pages are served at that time."""
    with Loan(people=2, routing={"mode": "assist"}) as loan:
        loan.begin(**UNIT)
        loan.do(NOW, "answer", "P1", "yes")
        loan.do(NOW, "choose", "P1")
        loan.at(NOW)
        if web:
            loan.start("--role", "web", "--now", NOW)
        yield loan


def link(loan, who, purpose=None):
    purpose = purpose or ("connected_unit" if who == "unit" else "connected_person")
    return re.search(r"/overenskommelse/[a-z2-7]{26}",
                     text_of(loan.letters_to(who, purpose)[-1])).group(0)


def agreement(loan):
    return loan.levande("agreement", "show", loan.number, "P1")


def form_to(page, tail):
    """The page's form whose action ends so; None when there is none."""
    return next((f for f in forms_of(page.text) if f["action"].split("?")[0].endswith(tail)), None)


def send(site, page, tail, **fields):
    """Fills in that form, all else as it stands on the page, and sends it."""
    form = form_to(page, tail)
    assert form, "no form %s on the page" % tail
    return site.post(form["action"], urllib.parse.urlencode({**form["fields"], **fields}))


class Reader:
    """A party at its own browser."""

    def __init__(self, loan, who):
        self.loan, self.who = loan, who
        self.path, self.site = link(loan, who), Site(loan.port)

    def page(self):
        page = self.site.get(self.path)
        assert page.status == 200, page.status
        return page

    def change(self, **fields):
        form = self.site.get(self.path + "/andra")
        assert form.status == 200, form.status
        return send(self.site, form, "/andra", **fields)

    def code(self):
        """Asks for a code, and reads it in the letter."""
        before = len(self.codes())
        asked = send(self.site, self.page(), "/kod")
        assert asked.status == 303, asked.status
        self.loan.at(SOON)
        codes = self.codes()
        assert len(codes) == before + 1, codes
        return codes[-1]

    def codes(self):
        """The codes that have been mailed to this one's address, oldest first."""
        to = "enheten@privat.example" if self.who == "unit" else "p1@example.org"
        letters = [x for x in self.loan.letters() if x["To"].addresses[0].addr_spec == to]
        return [c for x in letters for c in re.findall(r"^(\d{6})\s*$", text_of(x), re.M)]

    def accept(self, **fields):
        return send(self.site, self.page(), "/godkann", **fields)


# ---- Drawn up together ----

@cases.case("it opens with what matters; what is open and what is new are shown to each side")
def together():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        page = person.page()
        assert page.text.index("Vad är viktigt för dig?") < page.text.index("Uppdraget</dt>")
        for words in ("Maria Berg", "031-390 06 11", "Rehab Exempel", "tisdag 20 april 2027",
                      "Kst 77", "deltar med sin egen erfarenhet", "Öppet:"):
            assert words in page.text, words
        assert "mandat" not in page.text
        assert "p1@example.org" in unit.page().text
        assert len(agreement(loan)["open"]) == 2, agreement(loan)["open"]

        assert send(person.site, page, "/andra", matters=OWN).status == 303
        page = unit.page()
        assert "Det här är nytt" in page.text and "Att jag får pauser." in page.text
        assert "Det här är nytt" not in person.page().text
        assert unit.change(next="Vi ringer dagen före.").status == 303
        assert "Vi ringer dagen före." in person.page().text
        assert agreement(loan)["open"] == [] and "Öppet:" not in unit.page().text

        said = send(unit.site, unit.page(), "/kommentar", text="Går det bra med tåg?")
        assert said.status == 303 and "Går det bra med tåg?" in person.page().text
        loan.at(SOON)
        assert [m["purpose"] for m in loan.show()["letters"]].count("agreement_changed") == 3


@cases.case("a code by mail before the first acceptance; a change asks both again; it stands")
def accepted():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        assert form_to(unit.page(), "/godkann") is None
        code = unit.code()
        wrong = unit.accept(code="%06d" % ((int(code) + 1) % 1000000))
        assert wrong.status == 422 and "Koden stämmer inte" in wrong.text
        assert agreement(loan)["unit_accepted_at"] is None
        assert unit.accept(code=code).status == 303
        assert "Väntar på Person 1" in unit.page().text

        assert person.change(matters=OWN).status == 303
        assert "Väntar på er" in unit.page().text and agreement(loan)["version"] == 2
        assert unit.accept().status == 303  # no code: this one has accepted before
        assert loan.state() == "connected"
        assert person.accept(code=person.code()).status == 303
        now = agreement(loan)
        assert now["stands"] and now["version"] == 2 and loan.state() == "agreed"
        assert [v["unit_accepted_at"] is not None for v in now["versions"]] == [True, True]
        loan.at(SOON)
        assert loan.purposes()["agreement_stands"] == 2
        assert "Överenskommelsen gäller" in person.page().text
        archive(loan, person, now["hash"])

        assert unit.change(support="Maria möter i entrén.").status == 303
        assert loan.state() == "connected" and not agreement(loan)["stands"]
        assert person.site.get(person.path + "/pdf").status == 404
        loan.check()


def archive(loan, reader, agreed):
    """The document: drawn by work, fetched behind the link, with the hash that the book keeps."""
    with urllib.request.urlopen("http://127.0.0.1:%d%s/pdf" % (loan.port, reader.path)) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        pdf = answer.read()
    assert hashlib.sha256(pdf).hexdigest() == agreement(loan)["document_sha256"]
    if not shutil.which("pdftotext") or not shutil.which("pdfinfo"):
        skip("the archive's copy read with pdftotext: poppler-utils is not installed")
        return

    def read(*command):
        return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True,
                              timeout=30).stdout.decode("utf-8")
    text = " ".join(read("pdftotext", "-", "-").split())
    for words in ("Överenskommelse LB-2027-0001", "Vad är viktigt för dig?", "Att jag får pauser.",
                  "Maria Berg", "Att avbryta", "Godkänd på den personliga sidan"):
        assert words in text, words
    assert agreed in text.replace(" ", ""), text
    assert re.search(r"^Tagged:\s+yes$", read("pdfinfo", "-"), re.M)
    structure = read("pdfinfo", "-struct", "-")
    for tag in ("Document", "H1", "H2", "P"):
        assert re.search(r"\b%s\b" % tag, structure), tag


# ---- Nothing half done ----

@cases.case("an old version is never accepted: 409, with what is new, and nothing is done")
def stale():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        code = person.code()
        old = person.page()
        unit.change(travel="Taxi ordnas av oss.")
        late = send(person.site, old, "/godkann", code=code)
        assert late.status == 409 and "Inget är godkänt än" in late.text, late.status
        assert "Taxi ordnas av oss." in late.text
        assert agreement(loan)["representative_accepted_at"] is None
        assert send(person.site, late, "/godkann").status == 303
        assert agreement(loan)["representative_accepted_at"] is not None


@cases.case("two browsers at once: what was typed is kept, what the other wrote is put in")
def two_browsers():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        old = unit.site.get(unit.path + "/andra")
        person.change(matters=OWN, support="Min syster följer med.")
        late = send(unit.site, old, "/andra", next="Vi ringer.", support="Maria möter upp.")
        assert late.status == 409 and "Inget är sparat än" in late.text
        assert agreement(loan)["version"] == 2
        held = form_to(late, "/andra")["fields"]
        assert held["next"] == "Vi ringer." and held["support"] == "Maria möter upp."
        assert held["matters"].replace("\r", "") == OWN and "Min syster följer med." in late.text
        assert send(unit.site, late, "/andra").status == 303
        fields = agreement(loan)["fields"]
        assert agreement(loan)["version"] == 3 and fields["matters"] == OWN
        assert (fields["next"], fields["support"]) == ("Vi ringer.", "Maria möter upp.")


@cases.case("a double click is one click; the back button and a form of a megabyte do no harm")
def twice():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        form = person.site.get(person.path + "/andra")
        for _ in range(2):
            assert send(person.site, form, "/andra", matters=OWN).status == 303
        assert agreement(loan)["version"] == 2
        page = unit.page()
        for _ in range(2):
            assert send(unit.site, page, "/kommentar", text="Välkommen!").status == 303
        assert len(agreement(loan)["comments"]) == 1
        code, page = unit.code(), unit.page()
        for _ in range(2):
            assert send(unit.site, page, "/godkann", code=code).status == 303
        before = agreement(loan)
        assert send(person.site, form, "/andra", matters="x" * (1 << 20)).status == 413
        many = send(person.site, form, "/andra", matters="x" * 2001)
        assert many.status == 422 and "2001" in many.text
        assert send(person.site, form, "/andra", parties="Ingen").status == 422
        forged = person.site.post(person.path + "/godkann", "version=2&form=x")
        assert forged.status == 403, forged.status
        assert agreement(loan) == before
        loan.check()


@cases.case("links: wrong, of another page, ended and expired; who has left is told so")
def links():
    with chosen() as loan:
        person, unit = Reader(loan, "P1"), Reader(loan, "unit")
        asked = re.search(r"/svar/([a-z2-7]{26})",
                          text_of(loan.letters_to("P1", "invitation_person")[-1])).group(1)
        wrong = ("/overenskommelse/" + "a" * 26, "/overenskommelse/x", "/overenskommelse/" + asked,
                 person.path + "/pdf")
        for path in wrong:
            assert person.site.get(path).status == 404, path
        assert person.site.get("/svar/" + person.path.split("/")[-1]).status == 404
        page = unit.page()
        loan.do(NOW, "withdraw", "P1")
        for reader in (person, unit):
            gone = reader.site.get(reader.path)
            assert gone.status == 410 and "inte längre" in gone.text, gone.status
            assert reader.site.get(reader.path + "/andra").status == 410
        assert send(unit.site, page, "/kommentar", text="Hallå?").status == 410
        assert agreement(loan)["comments"] == []
    with chosen(web=False) as loan:
        loan.start("--role", "web", "--now", "2028-03-10T10:00")
        assert Site(loan.port).get(link(loan, "P1")).status == 410


@cases.case("the unit finds its agreements on its own page, once it has shown who it is")
def from_own_page():
    with chosen() as loan:
        unit = Reader(loan, "unit")
        text = text_of(loan.letters_to("unit", "acknowledgement")[-1])
        unit.path = re.search(r"/forfragan/[a-z2-7]{26}", text).group(0)
        assert form_to(unit.page(), "/overenskommelse") is None
        code = unit.code()
        assert send(unit.site, unit.page(), "/oppna", code=code).status == 303
        page = unit.page()
        assert "Överenskommelsen väntar på er." in page.text
        opened = send(unit.site, page, "/overenskommelse")
        assert opened.status == 303 and opened.location.startswith("/overenskommelse/")
        there = unit.site.get(opened.location)
        assert there.status == 200 and "Vad är viktigt för Person 1?" in there.text, there.status
        assert send(unit.site, page, "/overenskommelse", who="P2").status == 404
        stranger = send(Site(loan.port), page, "/overenskommelse")
        assert stranger.status == 303 and stranger.location == unit.path


# ---- Silence, the phone, and what letters say ----

@cases.case("who is silent is reminded on the third working day; then a task; the phone settles it")
def silence():
    with chosen(web=False) as loan:
        def phone(now, *words):
            return loan.levande("--now", now, "agreement", "accept", loan.number, "P1", *words)
        phone(NOW, "unit", "--how", "paper")
        loan.at("2027-03-05T09:00")
        assert loan.purposes()["agreement_reminder"] == 0
        loan.at("2027-03-05T10:30")
        assert [m["to"] for m in loan.show()["letters"]
                if m["purpose"] == "agreement_reminder"] == ["P1"]
        loan.at("2027-03-09T09:00")
        assert "agreement" not in loan.kinds()
        loan.at("2027-03-10T11:00")
        assert "agreement" in loan.kinds(), loan.kinds()
        done = phone("2027-03-10T12:00", "representative")
        assert done["stands"] and done["unit_accepted_how"] == "paper"
        assert done["representative_accepted_how"] == "phone" and "agreement" not in loan.kinds()
        loan.at("2027-03-10T12:30")
        assert loan.purposes()["agreement_stands"] == 2
        said = loan.levande("--now", NOW, "agreement", "set", loan.number, "P1",
                            "withdrawal=aldrig", expected=65)
        assert said is None and agreement(loan)["version"] == 1
        for letter in loan.letters_to("P1"):
            words = (letter["Subject"] + text_of(letter)).lower()
            for secret in ("stroke", "rehab exempel", "hur det är", "lb-2027"):
                if letter["Subject"].startswith(("Överens", "En påminnelse om")):
                    assert secret not in words, (secret, letter["Subject"])


if __name__ == "__main__":
    sys.exit(cases.run())

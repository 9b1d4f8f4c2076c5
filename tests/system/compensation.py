#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Compensation from outside: after each occasion a basis for the unit and a page for who was there;
page, CSV and PDF say the same sums, which are counted a second time here; what is not paid is asked
for once, and then by a person; a number of a person or an account is refused by every form.
"""

import csv
import datetime
import http.client
import io
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
BASE = {2026: 59200, 2027: 60000}
NBSP = "\u00a0"
# Two and a half hours, then a short one on another day.
OCCASIONS = "2027-04-20T13:00/2027-04-20T15:30 2027-04-27T09:00/2027-04-27T10:00"


def fee(year, minutes):
    """The national model, counted by other means: in per mille of the base amount, by decimals."""
    share = 0.009 if minutes <= 120 else 0.018 if minutes <= 240 else 0.036
    return int(BASE[year] * share + 0.5)


def kronor(amount, ore=0):
    whole = "{:,}".format(amount).replace(",", NBSP)
    return whole + (",%02d" % ore if ore else "") + NBSP + "kronor"


def instant(utc):
    return datetime.datetime.fromisoformat(utc + "+00:00").timestamp()


def person_path(letter):
    return re.search(r"/ersattning/[a-z2-7]{26}", text_of(letter)).group(0)


def rows_of(page):
    """The page's rows by id, from its view as JSON."""
    return {row["id"]: row["value"] for row in page["rows"]}


class Scene:
    """P1 and P2 were there on the first occasion; the pages stand open on that evening."""

    def __init__(self):
        self.loan = Loan(people=3, routing={"mode": "assist"}, invite={"max_wave": "3"},
                         compensation={"price_base_amount": "2026:59200, 2027:60000"})
        loan = self.loan
        loan.begin(people_min="2", occasions=OCCASIONS, compensation="promised",
                   unit="Enheten Ekot", cost_ref="Ansvar 4711", contact_email="enheten@example.org")
        for who in ("P1", "P2"):
            loan.do("2027-03-02T09:00", "answer", who, "yes")
        loan.do("2027-03-02T09:00", "choose", "P1", "P2", "--done")
        self.at("2027-04-20T15:31")
        self.start("2027-04-20T18:00")

    def start(self, now):
        self.daemon = self.loan.start("--role", "web", "--now", now)
        self.site = Site(self.loan.port)

    def at(self, now):
        self.loan.at(now, "--role", "fetch,work,send")

    def bases(self):
        return self.loan.levande("compensation", "show", self.loan.number)

    def unit_path(self, n=0):
        return person_path(self.loan.letters_to("unit", "payment_basis")[n])

    def own_path(self, who):
        return person_path(self.loan.letters_to(who, "payment_report")[-1])

    def send(self, path, form, fields):
        page = self.site.get(path)
        forms = forms_of(page.text)
        said = dict(forms[form]["fields"], **fields)
        page.action, page.token = forms[form]["action"], said.pop("form")
        return self.site.send(page, {k: v for k, v in said.items() if v != ""})

    def bytes_of(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.loan.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()

    def close(self):
        self.loan.__exit__(None, None, None)


@cases.case("after an occasion each gets a basis, and its letters tell neither amount nor topic")
def _(scene):
    bases = scene.bases()
    assert [(b["who"], b["day"], b["minutes"], b["fee_ore"]) for b in bases] == [
        ("P1", "2027-04-20", 150, fee(2027, 150) * 100),
        ("P2", "2027-04-20", 150, fee(2027, 150) * 100)], bases
    unit = scene.loan.letters_to("unit", "payment_basis")
    assert len(unit) == 2, unit
    for letter in unit + scene.loan.letters_to("P1", "payment_report"):
        words = (letter["Subject"] + text_of(letter)).lower()
        assert "tisdag 20 april 2027 kl. 13.00" in words, words
        for word in ("stroke", "1 080", "1" + NBSP + "080", "ekot"):
            assert word not in words, words
    assert "LB-" not in scene.loan.letters_to("P1", "payment_report")[0]["Subject"]


@cases.case("a representative reports travel, and it lifts the class")
def _(scene):
    path = scene.own_path("P1")
    shown = scene.site.get(path)
    assert shown.status == 200 and kronor(fee(2027, 150)) in shown.text, shown.text
    answer = scene.send(path, 0, {"travel_hours": "1", "travel_minutes": "31", "km": "84",
                                  "outlays": "129,50", "receipts": "Parkering"})
    assert answer.status == 303, answer.text
    basis = scene.bases()[0]
    assert (basis["minutes"], basis["fee_ore"]) == (241, fee(2027, 241) * 100), basis
    assert basis["total_ore"] == fee(2027, 241) * 100 + 84 * 250 + 12950, basis
    again = scene.site.get(path).text
    assert kronor(fee(2027, 241)) in again and "129,50" in again, again


@cases.case("page, CSV and PDF say the same sums")
def _(scene):
    scene.at("2027-04-20T18:05")
    path = scene.unit_path()
    rows = rows_of(scene.site.json(path))
    total = fee(2027, 241) * 100 + 84 * 250 + 12950
    assert rows["name"] == "Person 1" and rows["cost_ref"] == "Ansvar 4711", rows
    assert rows["fee"] == kronor(fee(2027, 241)), rows
    assert rows["total"] == kronor(total // 100, total % 100), rows
    assert rows["year_after"] == kronor(fee(2027, 241)), rows
    assert rows["duty"].startswith("Ja, från första kronan"), rows
    status, kind, raw = scene.bytes_of(path + "/underlag.csv")
    assert status == 200 and kind == "text/csv; charset=utf-8" and raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 2
    line, = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    assert line["Summa i kronor"] == "%d,%02d" % divmod(total, 100), line
    assert line["Arvode i kronor"] == "%d,00" % fee(2027, 241), line
    assert line["Egen bil i kronor"] == "210,00" and line["Arbetsgivaravgift"] == "ja", line
    if not shutil.which("pdftotext"):
        raise Skip("there is no pdftotext")
    status, kind, raw = scene.bytes_of(path + "/underlag.pdf")
    assert status == 200 and kind == "application/pdf" and raw.startswith(b"%PDF-"), raw[:200]
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=raw, check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    plain = text.replace(NBSP, " ")
    for value in (rows["fee"], rows["total"], rows["name"], "Ansvar 4711"):
        assert value.replace(NBSP, " ") in plain, (value, text)


@cases.case("a form with a personal number or an account is refused and says where it belongs")
def _(scene):
    before = scene.bases()
    path = scene.own_path("P2")
    for text, word in (("Mitt personnummer är 811218-9876", "personnumret"),
                       ("Kontonummer 6123-123 456 789", "kontonumret"),
                       ("SE45 5000 0000 0583 9825 7466", "kontonumret")):
        answer = scene.send(path, 0, {"receipts": text})
        assert answer.status == 422 and "Ta bort " + word in answer.text, answer.text
        assert "den som ska betala" in answer.text
    assert scene.bases() == before
    answer = scene.send(path, 0, {"receipts": "Tåg 2027-04-20, LB-2027-0001, ring 070-174 06 15"})
    assert answer.status == 303, answer.text


@cases.case("what is no amount is asked about again, and what was typed is kept")
def _(scene):
    answer = scene.send(scene.own_path("P2"), 0, {"outlays": "ganska mycket"})
    assert answer.status == 422 and "ganska mycket" in answer.text, answer.text
    answer = scene.send(scene.own_path("P2"), 0, {"km": "-3"})
    assert answer.status == 422, answer.text


@cases.case("each link opens its own basis alone")
def _(scene):
    own, unit = scene.own_path("P2"), scene.unit_path(1)
    assert scene.site.get(own + "/underlag.csv").status == 404
    assert scene.site.get("/ersattning/" + "a" * 26).status == 404
    assert "Person 2" in scene.site.get(unit).text
    assert "Person 1" not in scene.site.get(unit).text
    for other in ("/overenskommelse/", "/mina-uppgifter/", "/svar/"):
        assert scene.site.get(own.replace("/ersattning/", other)).status == 404


@cases.case("the unit marks what is paid, twice if need be, and a paid basis stands")
def _(scene):
    path = scene.unit_path()
    for _ in range(2):
        assert scene.send(path, 0, {"paid": "yes"}).status == 303
    assert [b["paid"] for b in scene.bases()] == ["yes", None]
    assert "Betald" in rows_of(scene.site.json(path))["paid"]
    own = scene.site.get(scene.own_path("P1"))
    assert len([f for f in forms_of(own.text) if "form" in f["fields"]]) == 1


@cases.case("the year's sum grows with the next occasion")
def _(scene):
    scene.at("2027-04-27T10:01")
    bases = scene.bases()
    assert [(b["who"], b["day"]) for b in bases[2:]] == [("P1", "2027-04-27"),
                                                         ("P2", "2027-04-27")], bases
    assert [b["year_before_ore"] for b in bases] == [0, 0, fee(2027, 241) * 100,
                                                     fee(2027, 150) * 100], bases
    assert bases[3]["fee_ore"] == fee(2027, 60) * 100


@cases.case("staff enter at the desk what is told on the telephone, and what stays empty stays")
def _(scene):
    loan = scene.loan
    begun = time.time()
    desk = Desk(loan, "Maria Ek", clock=lambda: instant("2027-04-20T16:00") + time.time() - begun)
    desk.enrol()
    place = "/personal/forfragningar/" + loan.number
    case = desk.get(place)
    assert case.text.count("/ersattning?till=") == 4 and "vill inte ha" not in case.text
    fourth = re.findall(r"/ersattning\?till=(\d+)", case.text)[3]

    def through(part, fields):
        answer = desk.send_form(desk.get(place + part), place + part.split("?")[0], fields)
        if answer.status == 200:
            assert "Läs innan det skickas" in answer.text, answer.text
            answer = desk.send_form(answer, place + part.split("?")[0], {})
        return answer

    before = scene.bases()[3]
    wrong = through("/ersattning?till=" + fourth, {"e_utlagg": "mycket"})
    assert wrong.status == 409 and "Skriv beloppet i kronor" in wrong.text, wrong.status
    private = through("/ersattning?till=" + fourth, {"e_kvitton": "811218-9876"})
    assert private.status == 422 and "personnumret" in private.text, private.status
    assert scene.bases()[3] == before
    done = through("/ersattning?till=" + fourth, {"e_km": "40", "e_utlagg": "84,50"})
    assert done.status == 303, (done.status, done.text)
    after = scene.bases()[3]
    assert (after["total_ore"], after["minutes"]) == (
        before["total_ore"] + 40 * 250 + 8450, before["minutes"]), after
    assert "Vem gäller det?" in desk.get(place + "/ersattning?till=4711").text
    third = re.findall(r"/betald\?till=(\d+)", case.text)[2]
    assert through("/betald?till=" + third, {"e_betald": "declined"}).status == 303
    assert scene.bases()[2]["paid"] == "declined"
    assert "vill inte ha någon ersättning" in desk.get(place).text
    other = desk.get(place + "/betald?till=" + third)
    assert desk.send_form(other, place + "/betald", {"part": "4711"}).status == 409
    look_at(loan.port, {"desk-act-pay": place + "/ersattning?till=" + fourth,
                        "desk-act-whom": place + "/ersattning",
                        "desk-act-agreement": place + "/overenskommelse?till=P1"},
            cookie=desk.cookie)


@cases.case("what is not paid is asked for once at the unit, and then a task")
def _(scene):
    loan = scene.loan
    scene.at("2027-05-28T09:00")
    assert loan.purposes()["payment_reminder"] == 2, loan.purposes()
    assert "unpaid" not in loan.kinds()
    scene.at("2027-06-20T09:00")
    assert loan.purposes()["payment_reminder"] == 2, loan.purposes()
    assert loan.kinds().count("unpaid") == 2, loan.kinds()
    for basis in scene.bases()[1::2]:
        loan.levande("compensation", "paid", loan.number, "P2", str(basis["occasion"]), "yes")
    assert "unpaid" not in loan.kinds()


if __name__ == "__main__":
    stage = Scene()
    try:
        outcome = cases.run(stage)
    finally:
        stage.close()
    sys.exit(outcome)

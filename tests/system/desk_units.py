#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Care units at the desk: whose requests they are, whom one writes to there, and two names that are
one unit; and the requests in the order of their days and of their units."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import request_mail  # noqa: E402

cases = Cases()
library = Levande(routing={"mode": "assist"})
library.deliver(*[request_mail(i, days=20 + i) for i in range(1, 5)])
library.once("--role", "fetch,work,send")
library.start("--role", "web")
desk = Desk(library, "Karin Holm").enrol()
reader = Desk(library, "Rut Läsare", "reader").enrol()
numbers = [n for n, in library.rows("SELECT number FROM request ORDER BY id")]
LIST = "/personal/forfragningar"


def set_facts(number, **facts):
    library.levande("request", "set", number, *["%s=%s" % fact for fact in facts.items()])


def listed(asked):
    """The numbers that the list shows, in its order."""
    page = desk.get(LIST + "?" + asked)
    assert page.status == 200, (asked, page.status)
    return re.findall(r'<a class="number" href="[^"]*/(LB-[0-9-]+)"', page.text)


@cases.case("requests are listed by their first day and by their unit, of one state too")
def _():
    one, two, three, four = numbers
    set_facts(one, unit="Öron näsa hals", occasions="2031-05-02/2031-05-02")
    set_facts(two, unit="barnmottagningen",
              occasions="2031-06-01/2031-06-01 2031-04-30T09:00/2031-04-30T10:00")
    set_facts(three, unit="Allergin", occasions="2031-05-01/2031-05-03")
    set_facts(four, unit="Allergin", occasions="2032-01-01/2032-01-01")
    assert listed("ordning=nyast") == listed("") == [four, three, two, one]
    assert listed("ordning=aldst") == numbers
    assert listed("ordning=dag") == [two, three, one, four], "the earliest day counts"
    assert listed("ordning=verksamhet") == [three, four, two, one], "large letters are as small"
    state, = {s for s, in library.rows("SELECT state FROM request")}
    assert listed("lage=%s&ordning=dag" % state) == [two, three, one, four]
    assert listed("lage=%s&ordning=verksamhet" % state) == [three, four, two, one]
    assert listed("lage=closed&ordning=dag") == []
    assert listed("sok=allergin&ordning=dag") == [three, four]
    after, = library.rows("SELECT id FROM request WHERE number = ?", three)[0]
    assert listed("ordning=dag&efter=%d" % after) == [one, four]
    assert listed("ordning=verksamhet&efter=%d" % after) == [four, two, one]
    page = desk.get(LIST + "?ordning=dag")
    assert "30 april 2031" in page.text and 'ordning=dag" aria-current="true"' in page.text


def unit(name):
    """The page of the unit that is called so."""
    (found,), = library.rows("SELECT unit_id FROM unit_name WHERE folded = ?", name.lower())
    return "/personal/enheter/U%d" % found


@cases.case("units are listed by name, found by a contact, and their requests are theirs")
def _():
    page = desk.get("/personal/enheter")
    assert 'aria-current="page">Enheter' in page.text
    names = re.findall(r'/personal/enheter/U[0-9]+">([^<]*)</a>', page.text)
    assert names == ["Allergin", "barnmottagningen", "Öron näsa hals"], names
    for asked in ("ord=%C3%96RON", "ord=sundqvist%20", "ord=marie.sundqvist"):
        assert "Öron näsa hals" in desk.get("/personal/enheter?" + asked).text, asked
    assert "Ingen enhet passar" in desk.get("/personal/enheter?ord=finns%25inte").text
    first = desk.get("/personal/enheter?efter=" + unit("allergin").rsplit("U", 1)[1])
    assert "barnmottagningen" in first.text and "Allergin" not in first.text
    page = desk.get(unit("allergin"))
    assert numbers[2] in page.text and numbers[3] in page.text and numbers[0] not in page.text
    assert "marie.sundqvist@" in page.text and "031-390 06 21" in page.text
    assert unit("allergin") in desk.get(LIST + "/" + numbers[2]).text, "the request leads there"
    assert desk.get("/personal/enheter/U4711").status == 404
    assert desk.get("/personal/enheter/DROP").status == 404


@cases.case("a unit is renamed, and keeps the names it had; a taken name is told")
def _():
    path = unit("allergin")
    page = desk.get(path + "/andra")
    refused = desk.send_form(page, path + "/andra", {"name": "Barnmottagningen"})
    assert refused.status == 422 and "Så heter redan enheten U" in refused.text, refused.text
    assert desk.send_form(page, path + "/andra", {"name": ""}).status == 422
    sent = desk.send_form(page, path + "/andra",
                          {"name": "<b>Akutmottagningen</b>", "division": "Östra sjukhuset"})
    assert sent.status == 303, (sent.status, sent.text)
    page = desk.get(sent.location)
    assert "Det är sparat" in page.text and "&lt;b&gt;Akut" in page.text
    assert "Östra sjukhuset" in page.text and "<dd>allergin</dd>" in page.text
    assert "Östra sjukhuset" in desk.get("/personal/enheter?ord=%C3%B6stra").text
    log = desk.get("/personal/logg?vem=" + path.rsplit("/", 1)[1])
    assert "Enhet ändrad" in log.text and path in log.text


@cases.case("contacts are added, changed and taken away")
def _():
    path = unit("allergin")
    page = desk.get(path)
    empty = desk.send_form(page, path + "/kontakt", {})
    assert empty.status == 422 and "Fyll i ett namn" in empty.text
    twice = desk.send_form(page, path + "/kontakt",
                           {"address": "Marie.Sundqvist@vgregion.example"})
    assert twice.status == 422 and "redan en kontakt" in twice.text
    added = desk.send_form(page, path + "/kontakt", {"name": "Växeln", "phone": "031-390 06 30"})
    assert added.status == 303, (added.status, added.text)
    page = desk.get(path)
    edit = re.search(r'href="(%s/kontakt/K[0-9]+)">Ändra<span class="unseen">: Växeln' % path,
                     page.text).group(1)
    assert desk.send_form(desk.get(edit), edit, {"phone": "031-390 06 31"}).status == 303
    assert "031-390 06 31" in desk.get(path).text
    assert desk.get(unit("barnmottagningen") + edit[len(path):]).status == 404, "another unit's"
    gone = desk.send_form(page, path + "/kontakt-bort", {"kontakt": edit.rsplit("/", 1)[1]})
    assert gone.status == 303 and "Växeln" not in desk.get(path).text


@cases.case("two that are one are seen, compared and made one, and nothing is lost")
def _():
    stays, goes = unit("allergin"), unit("öron näsa hals")
    library.levande("association", "add", "name=Hörselföreningen", "email=horsel@example.org")
    library.levande("association", "cooperate", "A1", "Öron näsa hals")
    number = goes.rsplit("/", 1)[1]
    twin = stays + "/sla-ihop?med=" + number
    assert twin in desk.get(stays).text.replace("&#x3D;", "="), "one address, two units"
    assert goes in desk.get("/personal/foreningar/A1").text
    assert "Det finns ingen annan" in desk.get(stays + "/sla-ihop?med=U4711").text
    page = desk.get(twin)
    assert "Öron näsa hals" in page.text and "Hörselföreningen" in page.text
    merged = desk.send_form(page, stays + "/sla-ihop", {})
    assert merged.status == 303, (merged.status, merged.text)
    page = desk.get(merged.location)
    for what in ("De två är nu en", numbers[0], numbers[2], "öron näsa hals", "Hörselföreningen"):
        assert what in page.text, what
    assert desk.get(goes).location == stays
    assert unit("öron näsa hals") == stays
    assert library.levande("unit", "show", stays.rsplit("/", 1)[1])["requests"] == 3
    assert desk.get(stays + "/sla-ihop?med=" + number).text.count("Det finns ingen annan") == 1


@cases.case("a reader sees, and changes nothing")
def _():
    path = unit("allergin")
    page = reader.get(path)
    assert page.status == 200 and "Ändra uppgifterna" not in page.text
    assert "Ta bort" not in page.text and "Lägg till" not in page.text
    for closed in ("/andra", "/sla-ihop", "/kontakt/K1"):
        assert reader.get(path + closed).status == 403, closed
    for form in ("/andra", "/sla-ihop", "/kontakt", "/kontakt-bort", "/kontakt/K1"):
        assert reader.post(path + form, "name=X").status == 403, form
    assert desk.post(path + "/andra", "name=X").status == 403, "a form without its token"


@cases.case("the same from the command line")
def _():
    units = library.levande("unit", "list")
    assert [u["name"] for u in units] == ["<b>Akutmottagningen</b>", "barnmottagningen"], units
    number = units[1]["id"]
    library.levande("unit", "set", number, "division=Drottning Silvia")
    shown = library.levande("unit", "show", number)
    assert shown["division"] == "Drottning Silvia" and shown["names"] == ["barnmottagningen"]
    assert [c["address"] for c in shown["contacts"]] == ["marie.sundqvist@vgregion.example"], shown
    library.levande("unit", "merge", number, units[0]["id"])
    assert [u["requests"] for u in library.levande("unit", "list", "ALLERGIN")] == [4]


@cases.case("the pages are sound to look at and to hear")
def _():
    path = unit("allergin")
    set_facts(numbers[1], unit="Barnakuten")
    other = unit("barnakuten")
    contact, = library.rows("SELECT id FROM unit_contact WHERE unit_id = ?", path.split("U")[1])[0]
    look_at(library.port, {
        "desk-units": "/personal/enheter", "desk-unit": path,
        "desk-unit-form": path + "/kontakt/K%d" % contact,
        "desk-unit-merge": path + "/sla-ihop?med=" + other.rsplit("/", 1)[1],
        "desk-cases-by-unit": LIST + "?ordning=verksamhet"}, cookie=desk.cookie)


@cases.case("the book is sound")
def _():
    library.check()


with library:
    code = cases.run()
sys.exit(code)

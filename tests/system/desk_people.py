#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""People and associations at the desk: found with a purpose that is written down, changed, paused,
imported, made one, erased; and who may."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.site import forms_of  # noqa: E402

cases = Cases()
library = Levande(library={"legal_basis": "consent"})
library.start("--role", "web")
desk = Desk(library, "Karin Holm").enrol()
reader = Desk(library, "Rut Läsare", "reader").enrol()


def person(name, *more):
    """Adds somebody who has consented; returns "P12"."""
    return library.levande("person", "add", "name=" + name, "consent_date=2025-01-04",
                           "consent_version=1", *more)["id"]


def searched(browser, **fields):
    """The page of a search's result."""
    answer = browser.send_form(browser.get("/personal/personer"), "/personal/personer",
                               dict({"syfte": "Ringa om höstträffen"}, **fields))
    assert answer.status == 303, (answer.status, answer.text)
    return browser.get(answer.location), answer.location


def looks():
    with open(library.book + ".access.log", encoding="utf-8") as log:
        return [line.split() for line in log]


def upload(page, path, name, content):
    """Sends a form with one file, as a browser does."""
    token = next(f for f in forms_of(page.text) if f["action"] == path)["fields"]["form"]
    edge = "----edge"
    body = ('--%s\r\nContent-Disposition: form-data; name="form"\r\n\r\n%s\r\n'
            '--%s\r\nContent-Disposition: form-data; name="fil"; filename="%s"\r\n'
            'Content-Type: text/csv\r\n\r\n%s\r\n--%s--\r\n'
            % (edge, token, edge, name, content, edge))
    return desk.post(path, body, "multipart/form-data; boundary=" + edge)


@cases.case("a search has a purpose, is written down, and shows its result to who made it alone")
def _():
    anna = person("Åsa Ek", "email=asa@example.org", "areas=stroke", "municipality=Borås")
    person("Bo Alm", "email=bo@example.org", "areas=stroke")
    hidden = library.levande("person", "add", "name=Åsa Utan Samtycke", "areas=stroke")["id"]
    refused = desk.send_form(desk.get("/personal/personer"), "/personal/personer", {"ord": "åsa"})
    assert refused.status == 422 and "Fyll i det" in refused.text, refused.status
    before = len(library.rows("SELECT id FROM search"))
    page, path = searched(desk, ord="åsa")
    assert "Åsa Ek" in page.text and "Bo Alm" not in page.text, page.text
    assert hidden not in page.text, "who has not consented is not found"
    (actor, purpose, basis, result), = library.rows(
        "SELECT actor, purpose, basis, result FROM search ORDER BY id")[before:]
    assert actor.startswith("staff:") and basis == "consent", (actor, basis)
    assert purpose == "Ringa om höstträffen" and json.loads(result) == [{"who": anna}]
    assert looks()[-1][1:] == [actor, "GET", path, anna], looks()[-1]
    assert reader.get(path).status == 403, "a colleague has a purpose of their own"
    assert desk.get("/personal/personer/sokning/4711").status == 404
    page, _ = searched(desk, omrade="stroke", kommun="borås")
    assert "Åsa Ek" in page.text and "Bo Alm" not in page.text
    page, _ = searched(desk, ord="100%_")
    assert "Ingen passade in" in page.text, "signs of the language of the book are only signs"


@cases.case("who knows whom it is about opens the person by number or address")
def _():
    cia = person("Cia Berg", "email=cia@example.org")
    page = desk.get("/personal/personer")
    for who in (cia, cia.lower(), "CIA@example.org"):
        answer = desk.send_form(page, "/personal/personer/oppna", {"vem": who})
        assert (answer.status, answer.location) == (303, "/personal/personer/" + cia), who
    answer = desk.send_form(page, "/personal/personer/oppna", {"vem": "ingen@example.org"})
    assert answer.status == 422 and "Det finns ingen person" in answer.text
    assert desk.get("/personal/personer/P4711").status == 404
    assert desk.get("/personal/personer/DROP").status == 404
    assert desk.get("/personal/personer/" + cia).status == 200
    assert looks()[-1][2:] == ["GET", "/personal/personer/" + cia, cia]


@cases.case("somebody is added and changed by forms; what is wrong is said beside the field")
def _():
    page = desk.get("/personal/personer/ny")
    answer = desk.send_form(page, "/personal/personer/ny",
                            {"name": "<b>Dan</b> Ask", "areas": "något okänt xyz"})
    assert answer.status == 422 and "Vi känner inte igen" in answer.text
    assert "&lt;b&gt;Dan" in answer.text and "<b>Dan" not in answer.text
    answer = desk.send_form(page, "/personal/personer/ny",
                            {"name": "Dan Ask", "email": "dan@example.org", "areas": "stroke"})
    assert answer.status == 303, (answer.status, answer.text)
    path = answer.location.split("?")[0]
    shown = desk.get(answer.location)
    assert "Det är sparat" in shown.text and "dan@example.org" in shown.text
    assert "Har inte samtyckt" in shown.text
    change = desk.get(path + "/andra")
    answer = desk.send_form(change, path + "/andra", {"email": "dan.ask@example.org"})
    assert answer.status == 303, (answer.status, answer.text)
    known = library.levande("person", "show", path.rsplit("/", 1)[1])
    assert known["email"] == "dan.ask@example.org" and known["areas"] == ["stroke"], known
    assert known["languages"] == ["sv"], known["languages"]


@cases.case("pause, consent and a file of everything, as somebody rings")
def _():
    eva = person("Eva Dahl", "email=eva@example.org", "story=Jag var med om det.")
    path = "/personal/personer/" + eva
    page = desk.get(path)
    answer = desk.send_form(page, path + "/paus", {"till": "2020-01-01"})
    assert answer.status == 422 and "Skriv en dag som kommer" in answer.text
    assert desk.send_form(page, path + "/paus", {"till": "2099-01-01"}).status == 303
    assert library.levande("person", "show", eva)["paused_until"] == "2099-01-01"
    page = desk.get(path)
    assert "Har paus till och med" in page.text
    assert desk.send_form(page, path + "/fortsatt", {}).status == 303
    assert library.levande("person", "show", eva)["paused_until"] is None
    assert desk.send_form(page, path + "/samtycke", {"far": "no", "hur": "phone"}).status == 303
    assert library.levande("person", "show", eva)["consent_date"] is None
    file = desk.get(path + "/uppgifter")
    assert "attachment" in file.headers["Content-Disposition"]
    assert json.loads(file.text)["story"] == "Jag var med om det."
    assert desk.send_form(page, path + "/samtycke", {"far": "yes", "hur": "phone"}).status == 303
    assert library.levande("person", "show", eva)["consent_date"] is not None


@cases.case("two entries with one address are seen, compared and made one")
def _():
    first = person("Fia Lund", "email=fia@example.org", "phone=031-390 06 01")
    second = person("Sofia Lund", "email=fia@example.org", "municipality=Borås")
    path = "/personal/personer/" + first
    assert path + "/sla-ihop?med=" + second in desk.get(path).text.replace("&#x3D;", "=")
    assert "Det finns ingen annan" in desk.get(path + "/sla-ihop?med=" + first).text
    page = desk.get(path + "/sla-ihop?med=" + second)
    assert "Fia Lund" in page.text and "Sofia Lund" in page.text
    assert desk.send_form(page, path + "/sla-ihop", {}).status == 303
    both = library.levande("person", "show", first)
    assert (both["municipality"], both["phone"]) == ("Borås", "031-390 06 01"), both
    assert desk.get("/personal/personer/" + second).status == 410


@cases.case("erasing asks once, and leaves nothing")
def _():
    gun = person("Gun Radera", "email=gun@example.org")
    path = "/personal/personer/%s/radera" % gun
    page = desk.get(path)
    assert desk.send_form(page, path, {}).status == 422, "the box is not ticked"
    assert desk.send_form(page, path, {"saker": "yes"}).status == 200
    assert library.rows("SELECT name, email FROM person WHERE id = ?", gun[1:]) == [("", "")]
    assert desk.get("/personal/personer/" + gun).status == 410


@cases.case("a file is taken whole or not at all, and each wrong row is told")
def _():
    path = "/personal/personer/import"
    page = desk.get(path)
    wrong = upload(page, path, "folk.csv",
                   "name;email\nHans Gren;hans@example.org\n;ingen@example.org\n")
    assert wrong.status == 422 and "Rad 3: name: ett namn behövs" in wrong.text, wrong.text
    assert library.rows("SELECT id FROM person WHERE name = 'Hans Gren'") == []
    good = upload(page, path, "folk.csv", "name;email\nHans Gren;hans@example.org\n")
    assert good.status == 200 and "1 rader, 1 nya och 0 ändrade" in good.text, good.text
    huge = upload(page, path, "folk.csv", "name;email\n" + "x" * (200 << 10))
    assert huge.status == 422 and "för stort" in huge.text, huge.status


@cases.case("associations are listed, added, changed and tied to units")
def _():
    answer = desk.send_form(desk.get("/personal/foreningar/ny"), "/personal/foreningar/ny",
                            {"name": "Strokeföreningen", "email": "stroke@example.org",
                             "areas": "stroke"})
    assert answer.status == 303, (answer.status, answer.text)
    path = answer.location.split("?")[0]
    again = desk.send_form(desk.get("/personal/foreningar/ny"), "/personal/foreningar/ny",
                           {"name": "Strokeföreningen"})
    assert again.status == 422 and "redan en förening" in again.text
    assert desk.send_form(desk.get(path + "/andra"), path + "/andra",
                          {"contact": "Ulla Å"}).status == 303
    assert desk.send_form(desk.get(path), path + "/samarbete",
                          {"enhet": "Strokeenheten"}).status == 303
    page = desk.get(path)
    assert "Ulla Å" in page.text and "strokeenheten" in page.text
    assert desk.send_form(page, path + "/samarbete-slut", {}).status == 303
    assert "strokeenheten" not in desk.get(path).text
    for n in range(60):
        library.levande("association", "add", "name=Förening %02d" % n)
    first = desk.get("/personal/foreningar?ord=förening".replace("ö", "%C3%B6"))
    assert "Förening 49" in first.text and "Förening 50" not in first.text
    assert "ulla" not in first.text and "efter=" in first.text
    found = desk.get("/personal/foreningar?ord=ulla")
    assert "Strokeföreningen" in found.text and "Förening 01" not in found.text


@cases.case("a reader looks and changes nothing; protected addresses are not for readers")
def _():
    ida = person("Ida Skydd", "email=ida@example.org", "protected_identity=yes")
    path = "/personal/personer/" + ida
    assert "ida@example.org" not in reader.get(path).text
    assert "ida@example.org" in desk.get(path).text
    assert "Ändra uppgifterna" not in reader.get(path).text
    for closed in ("/andra", "/radera", "/uppgifter", "/sla-ihop"):
        assert reader.get(path + closed).status == 403, closed
    for form in ("/paus", "/fortsatt", "/samtycke", "/stammer", "/radera", "/andra"):
        assert reader.post(path + form, "till=2099-01-01").status == 403, form
    assert desk.post(path + "/fortsatt", "").status == 403, "a form without its token"
    page, _ = searched(reader, ord="ida")
    assert "Ida Skydd" in page.text and "ida@example.org" not in page.text


@cases.case("the pages are sound to look at and to hear")
def _():
    one = person("Lo Sund", "email=lo@example.org", "areas=stroke", "story=Det var en tid.")
    two = person("Lo Sundh", "email=lo@example.org")
    found, = library.rows("SELECT max(id) FROM search WHERE actor = 'staff:1'")[0]
    at = "/personal/personer/"
    look_at(library.port, {
        "desk-people": "/personal/personer", "desk-people-new": at + "ny",
        "desk-people-import": at + "import", "desk-people-found": at + "sokning/%d" % found,
        "desk-person": at + one, "desk-person-merge": at + one + "/sla-ihop?med=" + two,
        "desk-person-erase": at + one + "/radera", "desk-associations": "/personal/foreningar",
        "desk-association": "/personal/foreningar/A1"}, cookie=desk.cookie)


@cases.case("the book is sound")
def _():
    library.check()


with library:
    code = cases.run()
sys.exit(code)

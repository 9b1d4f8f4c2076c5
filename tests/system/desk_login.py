#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The desk's door: who gets in, how, for how long; and what is refused at it."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.desk import PASSWORD, Desk, add_staff, code_of  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import mail, request_mail  # noqa: E402
from lib.site import Site  # noqa: E402

cases = Cases()
library = Levande(web={"trusted_proxies": "127.0.0.1"})
library.start("--role", "web")


def dump():
    """All that stands in the book."""
    tables = [name for name, in library.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: library.rows("SELECT * FROM " + name) for name in tables}


def from_network(address):
    return {"X-Forwarded-For": address}


@cases.case("without a session every page of the desk leads to the login, and back afterwards")
def _():
    guest = Site(library.port)
    assert (guest.get("/personal").status, guest.get("/personal").location) == (
        303, "/personal/logga-in")
    assert guest.get("/personal.json").status == 303
    asked = guest.get("/personal?slag=mail")
    assert asked.location == "/personal/logga-in?till=%2Fpersonal%3Fslag%3Dmail", asked.location
    sent = guest.post("/personal/uppgifter/klar", "uppgift=1")
    assert (sent.status, sent.location) == (303, "/personal/logga-in"), sent.status
    assert guest.get("/personal/kod").location == "/personal/logga-in"
    desk = Desk(library, "Karin Holm").enrol()
    desk.cookie = None
    answer = desk.send(desk.get(asked.location), {"name": desk.name, "password": PASSWORD})
    answer = desk.send(desk.get(answer.location), {"code": desk.next_code()})
    assert answer.location == "/personal?slag=mail", answer.location
    assert desk.get(answer.location).status == 200


@cases.case("the first login couples an app and gives ten recovery codes, shown once")
def _():
    desk = Desk(library, "Maria Edling", "admin")
    answer = desk.give_password()
    assert answer.location == "/personal/kod", answer.location
    for said in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert said in answer.headers["Set-Cookie"], answer.headers["Set-Cookie"]
    half = desk.cookie
    assert desk.get("/personal").location == "/personal/kod", "half a login opens nothing"
    desk = Desk(library, "Maria Edling", None).enrol()
    assert len(set(desk.recovery)) == 10, desk.recovery
    page = desk.get("/personal")
    assert page.status == 200 and "Maria Edling" in page.text and "administratör" in page.text
    assert page.text.count('aria-current="page"') == 1 and 'class="skip"' in page.text
    assert desk.get("/personal/tvafaktor").location == "/personal", "the key is shown once"
    stored = str(library.rows("SELECT * FROM recovery_code"))
    assert not any(code.replace("-", "") in stored for code in desk.recovery)
    desk.cookie = half
    assert desk.get("/personal/kod").location in (None, "/personal/kod"), "the half one stays half"


@cases.case("the cookie is new after the password and again after the code")
def _():
    desk = Desk(library, "Eva Lind").enrol()
    desk.cookie = None
    answer = desk.give_password()
    first = desk.cookie
    desk.send(desk.get(answer.location), {"code": desk.next_code()})
    assert desk.get("/personal").status == 200
    second, desk.cookie = desk.cookie, first
    assert desk.get("/personal").location == "/personal/logga-in"
    desk.cookie = second
    for forged in (second[:-1] + ("0" if second[-1] != "0" else "1"),
                   second.replace("=", "=a", 1), second.split(".")[0], second + "0",
                   second.split(".")[0] + ".99999999" + second[second.rindex("-"):]):
        desk.cookie = forged
        assert desk.get("/personal").status == 303, forged


@cases.case("a wrong password and an unknown name are told alike, and cost waiting")
def _():
    add_staff(library, "Nils Berg")
    known = Desk(library, "Nils Berg", None, headers=from_network("192.0.2.7"))
    unknown = Desk(library, "Ingen Alls", None, headers=from_network("192.0.2.7"))
    first, other = known.give_password("fel fel fel fel"), unknown.give_password("fel fel fel fel")
    assert first.status == other.status == 422
    said = "Namnet eller lösenordet stämmer inte."
    assert said in first.text and said in other.text
    assert "fel fel fel fel" not in first.text, "a password is never shown again"
    known.give_password("fel fel fel fel")
    known.give_password("fel fel fel fel")
    waits = known.give_password()
    assert waits.status == 429 and waits.headers["Retry-After"], waits.status
    elsewhere = Desk(library, "Nils Berg", None, headers=from_network("198.51.100.9"))
    assert elsewhere.give_password().status == 303, "nobody is locked out from elsewhere"
    assert unknown.give_password("fel fel fel fel").status == 422, "another name goes on"


@cases.case("a code counts once, and a recovery code once")
def _():
    desk = Desk(library, "Anders Ek").enrol()
    desk.cookie = None
    answer = desk.give_password()
    used = code_of(desk.secret, desk.clock() - 30)
    again = desk.send(desk.get(answer.location), {"code": used})
    assert again.status == 422 and "Koden stämmer inte" in again.text
    spaced = desk.recovery[0].upper().replace("-", " ")
    passed = desk.send(desk.get("/personal/kod"), {"code": spaced})
    assert passed.status == 303 and desk.get("/personal").status == 200
    desk.cookie = None
    desk.give_password()
    assert desk.send(desk.get("/personal/kod"), {"code": desk.recovery[0]}).status == 422
    assert desk.send(desk.get("/personal/kod"), {"code": desk.recovery[1]}).status == 303


@cases.case("five wrong codes end the login, and fifty close the codes but not the recovery codes")
def _():
    desk = Desk(library, "Siv Ro", headers=from_network("203.0.113.5")).enrol()
    desk.cookie = None
    desk.give_password()
    for _ in range(4):
        assert desk.send(desk.get("/personal/kod"), {"code": "000000"}).status == 422
    last = desk.send(desk.get("/personal/kod"), {"code": "000000"})
    assert (last.status, last.location) == (303, "/personal/logga-in"), last.status
    assert desk.get("/personal/kod").location == "/personal/logga-in"
    library.change("UPDATE staff SET code_faults = 50 WHERE name = 'Siv Ro'")
    desk.headers = from_network("203.0.113.6")
    desk.give_password()
    closed = desk.send(desk.get("/personal/kod"), {"code": desk.next_code()})
    assert closed.status == 422 and "reservkod" in closed.text
    assert desk.send(desk.get("/personal/kod"), {"code": desk.recovery[0]}).status == 303


@cases.case("logging out ends the session in the book, and so does losing the account")
def _():
    desk = Desk(library, "Ulla Ström").enrol()
    kept = desk.cookie
    out = desk.send_form(desk.get("/personal"), "/personal/logga-ut", {})
    assert (out.status, out.location) == (303, "/personal/logga-in")
    assert "Max-Age=0" in out.headers["Set-Cookie"]
    desk.cookie = kept
    assert desk.get("/personal").status == 303, "a cookie that was kept opens nothing"
    desk.cookie = None
    desk.log_in()
    library.levande("staff", "disable", "Ulla Ström")
    assert desk.get("/personal").status == 303
    assert desk.give_password().status == 422


@cases.case("staff reset lets somebody couple a new telephone, and staff password a new password")
def _():
    desk = Desk(library, "Olle Dahl").enrol()
    library.levande("staff", "reset", "Olle Dahl")
    assert desk.get("/personal").status == 303
    assert library.rows("SELECT count(*) FROM recovery_code JOIN staff ON staff.id = staff_id"
                        " WHERE name = 'Olle Dahl'") == [(0,)]
    desk.steps = 0
    before = desk.secret
    desk.cookie = None
    desk.enrol()
    assert desk.secret != before and desk.get("/personal").status == 200
    library.levande("staff", "password", "Olle Dahl", stdin=b"ett helt annat ord\n")
    assert desk.get("/personal").status == 303
    assert desk.give_password().status == 422
    assert desk.give_password("ett helt annat ord").status == 303
    library.levande("staff", "reset", "Ingen Alls", expected=66)


@cases.case("a form of another site, without its token, or in another's session is refused")
def _():
    desk = Desk(library, "Hanna Vik").enrol()
    assert desk.post("/personal/logga-ut", "").status == 403
    foreign = Site(library.port, {"Sec-Fetch-Site": "cross-site"})
    login = foreign.get("/personal/logga-in")
    refused = foreign.send(login, {"name": desk.name, "password": PASSWORD})
    assert refused.status == 403 and foreign.cookie is None
    theirs = Desk(library, "Per Gran").enrol().get("/personal")
    answer = desk.send_form(theirs, "/personal/logga-ut", {})
    assert answer.status == 403, "a token belongs to one session"
    assert desk.get("/personal").status == 200


@cases.case("the way back never leads away from the desk")
def _():
    desk = Desk(library, "Lars Hed").enrol()
    for step, wild in enumerate(("//example.com/", "https://example.com/", "/personuppgifter",
                                 "/personal//example.com", "/personal\\example.com",
                                 "/personal/%09x", "/personal/%0d%0aSet-Cookie:x=1",
                                 "/personal/%01%7f%ff")):
        desk.cookie = None
        answer = desk.give_password(path="/personal/logga-in?till=" + wild)
        assert answer.location == "/personal/kod", answer.location
        answer = desk.send(desk.get("/personal/kod?till=" + wild), {"code": desk.recovery[step]})
        assert answer.location == "/personal", answer.location


@cases.case("what waits stands on the first page, each with its action, and is done by a button")
def _():
    library.deliver(mail("Hej! Ringer ni mig?", "Hej", "nagon@annan.example"))
    library.once("--role", "fetch,work,send")
    desk = Desk(library, "Greta Falk").enrol()
    before = dump()
    page = desk.get("/personal")
    assert dump() == before, "looking changes nothing"
    tasks = [t for group in desk.json("/personal")["groups"] for t in group["tasks"]]
    assert len(tasks) == 1 and tasks[0]["action"]["href"], tasks
    assert page.text.count('class="task"') == 1
    reader = Desk(library, "Rut Lund", "reader").enrol()
    seen = reader.get("/personal")
    assert seen.status == 200 and "/personal/uppgifter/klar" not in seen.text
    assert reader.post("/personal/uppgifter/klar", "uppgift=1").status == 403
    assert library.levande("tasks"), "a reader changes nothing"
    done = desk.send_form(page, "/personal/uppgifter/klar", {})
    assert (done.status, done.location) == (303, "/personal"), done.status
    assert library.levande("tasks") == []
    assert "Inget väntar på dig" in desk.get("/personal").text
    library.check()


@cases.case("a letter shows what it says without its link, and is settled by those who may")
def _():
    library.deliver(request_mail(1, days=40))
    library.once("--role", "fetch,work,send")
    letter, = library.rows("SELECT id FROM letter WHERE recipient = 'unit'")
    desk = Desk(library, "Berit Os").enrol()
    shown = desk.get("/personal/utskick/L%d" % letter)
    assert shown.status == 200 and "Kvittens" in shown.text, shown.text
    assert "marie.sundqvist@vgregion.example" in shown.text
    assert "(mottagarens egen länk)" in shown.text
    assert 'name="beslut"' not in shown.text, "a letter that is sent needs no decision"
    refused = desk.post("/personal/utskick/L%d" % letter, "beslut=igen")
    assert refused.status == 403, "without a token"
    library.change("UPDATE letter SET state = 'unknown' WHERE id = ?", letter[0])
    page = desk.get("/personal/utskick/L%d" % letter)
    assert page.text.count('name="beslut"') == 2
    done = desk.send(page, {"beslut": "inte"})
    assert (done.status, done.location) == (303, "/personal"), done.status
    assert library.rows("SELECT state FROM letter WHERE id = ?", letter[0]) == [("dropped",)]
    again = desk.send(page, {"beslut": "igen"})
    assert again.status == 422 and "Det går inte längre" in again.text
    for wild in ("L0", "L", "L01", "M1", "L1x", "L99999999", "%00", "..%2f..%2fetc"):
        assert desk.get("/personal/utskick/" + wild).status == 404, wild
    reader = Desk(library, "Mia Sten", "reader").enrol()
    assert 'name="beslut"' not in reader.get("/personal/utskick/L%d" % letter).text
    assert reader.get("/personal/utskick/L%d/brev.pdf" % letter).status == 403


with library:
    code = cases.run()
sys.exit(code)

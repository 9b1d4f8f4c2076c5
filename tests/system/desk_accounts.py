#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
# time limit: 120 s
"""Accounts kept at the desk: a first password, one's own, another role, and the last keys."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import PASSWORD, Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402

cases = Cases()
library = Levande()
library.start("--role", "web")
admin = Desk(library, "Maria Ek", "admin").enrol()
STAFF = "/personal/installningar/personal"
MINE = "/personal/mitt-konto"
OWN = "ett eget långt lösenord"


def shown(page):
    assert page.status == 200, (page.status, page.text)
    return re.search(r"<code>([a-z2-7-]{19})</code>", page.text).group(1)


def place_of(name):
    return "%s/%d" % (STAFF, library.rows("SELECT id FROM staff WHERE name = ?", name)[0][0])


def eventually(send):
    """Three passwords are reckoned at once; the next waits for its turn."""
    answer = send()
    while answer.status == 503:
        answer = send()
    return answer


@cases.case("a new colleague gets a first password, and chooses another before anything else")
def _():
    form = {"namn": "Nils Berg", "epost": "nils@example.org", "roll": "staff"}
    page = eventually(lambda: admin.send(admin.get(STAFF + "/ny"), form))
    password = shown(page)
    assert page.headers["Cache-Control"] == "no-store"
    again = eventually(lambda: admin.send(admin.get(STAFF + "/ny"), form))
    assert again.status == 422 and "det namnet redan" in again.text
    assert "har inte valt eget" in admin.get(place_of("Nils Berg")).text
    look_at(library.port, {"desk-staff": place_of("Nils Berg"), "desk-staff-new": STAFF + "/ny",
                           "desk-account": MINE, "desk-settings": "/personal/installningar"},
            cookie=admin.cookie)
    nils = Desk(library, "Nils Berg", None)
    assert nils.give_password("fel lösenord här").status == 422
    nils.give_password(password)
    page = nils.get(nils.get("/personal/kod").location)
    nils.secret = re.search(r'class="key">([A-Z2-7 ]+)<', page.text).group(1)
    assert nils.send(page, {"code": nils.next_code()}).status == 200
    for path in ("/personal", "/personal/personer", "/personal/logg", "/personal/kalender"):
        assert nils.get(path).location == MINE, path
    assert nils.get("/metrics").status == 200, "this machine"
    page = nils.get(MINE)
    assert "Välj ditt lösenord" in page.text and 'class="places"' not in page.text
    assert nils.post(MINE + "/koder", "losenord=" + password).status == 303
    look_at(library.port, {"desk-account-first": MINE}, cookie=nils.cookie)
    change = {"gammalt": password, "nytt": OWN, "igen": OWN}
    for wrong, words in (({"gammalt": "något annat"}, "stämmer inte"), ({"igen": "x"}, "inte lika"),
                         ({"nytt": "kort", "igen": "kort"}, "minst 12 tecken"),
                         ({"nytt": password, "igen": password}, "annat lösenord"),
                         ({"nytt": ""}, "")):
        answer = eventually(lambda: nils.send(nils.get(MINE), dict(change, **wrong)))
        assert answer.status == 422 and words in answer.text, (wrong, answer.status)
        assert password not in answer.text and OWN not in answer.text
    before = nils.cookie
    answer = eventually(lambda: nils.send(nils.get(MINE), change))
    assert (answer.status, answer.location) == (303, "/personal"), answer.status
    assert nils.get("/personal").status == 200 and nils.cookie != before
    other = Desk(library, "Nils Berg", None)
    assert other.give_password(password).status == 422, "the first one is over"
    assert other.give_password(OWN).status == 303


@cases.case("a first password that nobody used in a week opens nothing")
def _():
    form = {"namn": "Sen Tid", "roll": "reader"}
    password = shown(eventually(lambda: admin.send(admin.get(STAFF + "/ny"), form)))
    library.change("UPDATE staff SET first_until = '2020-01-01T00:00:00.000Z'"
                   " WHERE name = 'Sen Tid'")
    late = Desk(library, "Sen Tid", None)
    answer = late.give_password(password)
    assert answer.status == 422 and "stämmer inte" in answer.text


@cases.case("new recovery codes ask for the password, and the old ones are over")
def _():
    vera = Desk(library, "Vera Lind").enrol()
    answer = eventually(lambda: vera.send_form(vera.get(MINE), MINE + "/koder",
                                               {"losenord": "inte det"}))
    assert answer.status == 422 and "stämmer inte" in answer.text
    page = eventually(lambda: vera.send_form(vera.get(MINE), MINE + "/koder",
                                             {"losenord": PASSWORD}))
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", page.text)
    assert len(set(codes)) == 10 and not set(codes) & set(vera.recovery)
    vera.cookie = None
    vera.give_password()
    assert vera.send(vera.get("/personal/kod"), {"code": vera.recovery[0]}).status == 422
    assert vera.send(vera.get("/personal/kod"), {"code": codes[0]}).status == 303


@cases.case("an administrator gives another role, a new telephone, a new password, and closes")
def _():
    olle = Desk(library, "Olle Dahl", "reader").enrol()
    place = place_of("Olle Dahl")
    assert olle.get("/personal/logg").status == 403
    done = admin.send_form(admin.get(place), place + "/roll", {"roll": "staff"})
    assert (done.status, done.location) == (303, place + "?klart=roll")
    assert olle.get("/personal/logg").status == 200, "at once"
    assert "Rollen är bytt" in admin.get(done.location).text
    assert admin.send_form(admin.get(place), place + "/app", {}).status == 303
    assert olle.get("/personal").status == 303 and "inte kopplad" in admin.get(place).text
    first = shown(eventually(lambda: admin.send_form(admin.get(place), place + "/losenord", {})))
    olle.cookie = None
    assert olle.give_password().status == 422 and olle.give_password(first).status == 303
    assert admin.send_form(admin.get(place), place + "/stang", {}).status == 303
    assert "stängt" in admin.get(place).text and "Stäng kontot" not in admin.get(place).text
    assert olle.give_password(first).status == 422
    events = [x[0] for x in library.rows(
        "SELECT event FROM audit WHERE actor = 'staff:1' AND subject = ? ORDER BY id",
        "staff:" + place.rsplit("/", 1)[1])]
    assert events == ["staff_role", "second_factor_reset", "staff_first_password",
                      "staff_disabled"], events


@cases.case("nobody closes or lessens the account they use, and only administrators see accounts")
def _():
    mine = place_of("Maria Ek")
    page = admin.get(mine)
    assert "ditt eget konto" in page.text and "/stang" not in page.text
    second = Desk(library, "Per Gran", "admin").enrol()
    theirs = second.get(place_of("Nils Berg"))
    for act, fields in (("stang", {}), ("roll", {"roll": "reader"})):
        wild = second.send_form(theirs, place_of("Nils Berg") + "/" + act, fields)
        assert wild.status == 303, wild.status
    library.change("UPDATE staff SET disabled_at = NULL WHERE name = 'Nils Berg'")
    staff = Desk(library, "Lars Hed").enrol()
    for path in (STAFF + "/ny", mine, place_of("Nils Berg")):
        assert staff.get(path).status == 403, path
    assert staff.post(mine + "/stang", "").status == 403
    assert "Nytt konto" not in staff.get("/personal/installningar").text
    for wild in ("0", "01", "x", "99999", "1x", "-1", "99999999999999999999"):
        assert admin.get(STAFF + "/" + wild).status == 404, wild
    library.check()


with library:
    code = cases.run()
sys.exit(code)

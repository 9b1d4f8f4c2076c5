#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Letters, texts and settings: changed at the desk and by the command, seen by every role."""

import os
import signal
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.house import ROOT  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import INCOMPLETE, day_in, mail, swedish  # noqa: E402
from lib.ports import wait_for  # noqa: E402

cases = Cases()
library = Levande()
daemon = library.start()
admin = Desk(library, "Siv Ek", "admin").enrol()
staff = Desk(library, "Maria Lund").enrol()
reader = Desk(library, "Lars Ny", "reader").enrol()

ACK = "letters/sv/acknowledgement.md"
TEXT = "/personal/brev/text"
VALUE = "/personal/installningar/varde"
WORDS = """Subject: Tack [{{letter.number}}]

%s

{{link}}
"""


def ask(number):
    """A request comes in; its acknowledgement as it was sent."""
    library.deliver(mail(INCOMPLETE.format(day=swedish(day_in(40 + number))), number=number))
    wait_for(lambda: len(library.letters()) >= number, 30, "letter %d" % number)
    return library.letters()[number - 1].get_body(("plain",)).get_content()


def change(desk, path, name, text, act="spara"):
    page = desk.get("%s?namn=%s" % (path, name))
    assert page.status == 200, page.status
    return desk.send_form(page, path, {"text": text, "gor": act})


def versions():
    return library.rows("SELECT name, version, shipped, by_staff FROM setting_version ORDER BY id")


def letter_versions():
    return [row[0] for row in library.rows(
        "SELECT template FROM letter WHERE purpose = 'acknowledgement' ORDER BY id")]


@cases.case("a letter changed at the desk is what the next mail is answered with, and no earlier")
def _():
    first = ask(1)
    answer = change(staff, TEXT, ACK, WORDS % "Vi har er fråga.", act="visa")
    assert answer.status == 200 and "Vi har er fråga." in answer.text, answer.status
    assert versions() == [], "a look keeps nothing"
    answer = change(staff, TEXT, ACK, WORDS % "Vi har er fråga.")
    assert answer.status == 303, answer.text
    shown = staff.get(answer.location)
    assert "Sparat" in shown.text and "gäller nu" in shown.text and "Maria Lund" in shown.text
    second = ask(2)
    assert "Vi har er fråga." in second and "Vi har er fråga." not in first, second
    before, after = letter_versions()
    assert before != after and len(after) == 64, (before, after)
    page = staff.get("%s?namn=%s" % (TEXT, ACK))
    assert staff.send_form(page, "/personal/brev/aterstall", {}).status == 303
    third = ask(3)
    same = "Så här har vi förstått den:"
    assert same in first and same in third and same not in second, third
    assert letter_versions() == [before, after, before], "each keeps what it was made with"
    assert versions() == [(ACK, 1, 0, 2), (ACK, 2, 1, 2)]


@cases.case("a broken letter is refused in plain words, with what was typed, and nothing is kept")
def _():
    known = versions()
    for text, words in (("Hej {{link}}", "Första raden ska vara ämnet"),
                        ("Subject: x\n\n{{#missing}}\n{{link}}", "öppnas men stängs aldrig"),
                        ("Subject: x\n\n{{link}}\n{{nam}}", "Rad 4</a>: Det finns inget fält"),
                        ("Subject: x\n\n{{link}}\n{{>hej}}", "ingen byggsten som heter"),
                        ("Subject: x\n\nHej", "saknar fältet ”link”"),
                        ("Subject: x\n\n{{link}} {{code}}", "finns inte alltid"),
                        ("", "Första raden ska vara ämnet"),
                        ("Subject: x\n\n<script>alert(1)</script>{{/x}}", "&lt;script&gt;")):
        answer = change(staff, TEXT, ACK, text)
        assert answer.status == 422 and words in answer.text, (text, answer.status, answer.text)
        assert "<script>" not in answer.text
        assert versions() == known
    assert change(staff, TEXT, "pages/home.html", "<p onclick=\"x\">Hej</p>").status == 422
    assert change(staff, TEXT, ACK, "x" * 41000).status == 422
    assert change(staff, TEXT, ACK, "Subject: x\0\n\n{{link}}").status == 422
    assert versions() == known
    assert library.holder("work") and daemon.poll() is None


@cases.case("who changes what somebody else just changed is told, and can look before going on")
def _():
    name = "letters/sv/declined.md"
    mine = staff.get("%s?namn=%s" % (TEXT, name))
    text = library.levande("settings", "show", name)["text"]
    assert change(admin, TEXT, name, text + "\nHälsningar från Siv.\n").status == 303
    answer = staff.send_form(mine, TEXT, {"text": text + "\nMarias ord.\n", "gor": "spara"})
    assert answer.status == 422 and "Någon annan har ändrat" in answer.text
    assert "Marias ord." in answer.text and "Siv Ek" in answer.text
    assert "Siv." in library.levande("settings", "show", name)["text"]
    again = staff.send_form(answer, TEXT, {"gor": "spara"})
    assert again.status == 303, again.text
    assert "Marias ord." in library.levande("settings", "show", name)["text"]
    old = staff.get("%s?namn=%s&version=1" % (TEXT, name))
    assert "Hälsningar från Siv." in old.text and "Du läser version 1" in old.text


@cases.case("each role may what is its own: readers look, staff write letters, admins set values")
def _():
    for path in ("/personal/brev", TEXT + "?namn=" + ACK, "/personal/installningar",
                 VALUE + "?namn=rules", "/personal/installningar/omraden",
                 "/personal/installningar/andringar"):
        assert reader.get(path).status == 200, path
    assert 'name="text"' not in reader.get(TEXT + "?namn=" + ACK).text
    assert 'name="text"' not in staff.get(VALUE + "?namn=rules").text
    known = versions()
    for desk in (reader, staff):
        answer = desk.post(VALUE, "namn=rules&sedd=0&text=&gor=spara")
        assert answer.status == 403, answer.status
    assert reader.post(TEXT, "namn=%s&sedd=0&text=x&gor=spara" % ACK).status == 403
    for path, name in ((TEXT, "rules"), (TEXT, "areas/cancer"), (VALUE, ACK), (TEXT, "x"),
                       (VALUE, "library.legal_basis"), (TEXT, "pages/frame.html"),
                       (TEXT, "../levande.ini"), (VALUE, "")):
        assert admin.get("%s?namn=%s" % (path, name)).status == 404, name
    assert versions() == known


@cases.case("a value, an area and a rule of the book decide from the next step on")
def _():
    assert change(admin, VALUE, "retention.mail", "x").status == 422
    answer = change(admin, VALUE, "compensation.fixed", "i morgon: mer")
    assert answer.status == 422 and "Så här ska det se ut" in answer.text
    assert change(admin, VALUE, "retention.mail", "6").status == 303
    answer = change(admin, VALUE, "areas/trams", "sv = Tramsfot\nwords = tramsfot cancer\n")
    assert answer.status == 422 and "hör redan till området ”cancer”" in answer.text, answer.text
    page = admin.get("/personal/installningar/omraden")
    answer = admin.send_form(page, "/personal/installningar/omraden", {"id": "trams"})
    assert answer.location == VALUE + "?namn=areas%2Ftrams", answer.location
    assert "finns inte än" in admin.get(answer.location).text
    assert change(admin, VALUE, "areas/trams", "sv = Tramsfot\nwords = tramsfot\n").status == 303
    wrong = change(admin, VALUE, "rules", "[rule t]\nareas = finns.inte\nroute = pool")
    assert wrong.status == 422 and "som inte finns" in wrong.text, wrong.text
    assert change(admin, VALUE, "rules", "[rule t]\nareas = trams\nroute = pool").status == 303
    shown = admin.get("/personal/installningar").text
    assert "filen säger 24" in shown and "areas = trams" in shown
    text = INCOMPLETE.replace("stroke", "tramsfot").replace("Stroke", "Ortoped")
    library.deliver(mail(text.format(day=swedish(day_in(50))), number=40, subject="Tramsfot"))
    wait_for(lambda: len(library.letters()) >= 4, 30, "the letter")
    newest = max(request["number"] for request in library.requests())
    shown = library.levande("request", "show", newest)
    assert shown["areas"] == ["trams"], shown
    page = admin.get(VALUE + "?namn=areas/trams")
    answer = admin.send_form(page, "/personal/installningar/aterstall", {})
    assert answer.status == 422 and "trams" in answer.text, "a rule names it"
    changes = admin.get("/personal/installningar/andringar").text
    assert "Området Tramsfot" in changes and "Regler för vägval" in changes


@cases.case("the command shows, sets, resets and writes out, by the same door")
def _():
    name = "advice/sv/ersattning.md"
    done = library.run("settings", "set", name, "--file", "-", stdin="{{nam}}\n".encode())
    assert done.returncode == 65 and b"there is no field 'nam'" in done.stderr, done.stderr
    assert library.run("settings", "set", "send.target", "x").returncode == 77
    assert library.run("settings", "set", "finns.inte", "x").returncode == 66
    library.levande("settings", "set", name, "--file", "-", stdin="Fråga oss.\n".encode())
    assert library.levande("settings", "show", name)["text"] == "Fråga oss.\n"
    listed = {row["name"]: row for row in library.levande("settings", "list")}
    assert listed[name]["version"] == 1 and "retention.mail" in listed
    library.levande("settings", "export", library.folder + "/export")
    out = library.folder + "/export/"
    with open(out + name, encoding="utf-8") as text:
        assert text.read() == "Fråga oss.\n"
    with open(out + "areas.ini", encoding="utf-8") as text:
        assert "[trams]\nsv = Tramsfot\n" in text.read()
    with open(out + "settings.ini", encoding="utf-8") as text:
        ini = text.read()
        assert "\nmail = 6\n" in ini and "[rule t]\nareas = trams\nroute = pool\n" in ini
    with open(out + ACK, encoding="utf-8") as mine, open(ROOT + "/config/" + ACK,
                                                         encoding="utf-8") as shipped:
        assert mine.read() == shipped.read()
    assert library.run("settings", "export", library.folder + "/export").returncode == 73
    library.levande("settings", "reset", name)
    assert name not in {row["name"] for row in library.levande("settings", "list")}
    library.check()


@cases.case("what no longer fits is told by --check, refused at reload and start, and repaired")
def _():
    book = sqlite3.connect(library.book)
    book.execute("INSERT INTO setting_version (kind, name, version, body, at) VALUES"
                 " ('template', 'letters/en/code.md', 1, 'x', '2027-01-01T00:00:00.000Z')")
    book.commit()
    book.close()
    wait_for(lambda: "work setting_refused" in library.log(), 20, "the running role to tell")
    assert admin.get("/personal").status == 200, "what held holds on"
    code, said = library.daemon("--check")
    assert code == 78 and "letters/en/code.md (version 1):1: the first line is no subject" in said
    daemon.send_signal(signal.SIGHUP)
    wait_for(lambda: "configuration_refused" in library.log(), 20, "the reload to be refused")
    library.stop(daemon)
    code, said = library.daemon("--once")
    assert code == 78 and "letters/en/code.md (version 1):1:" in said, said
    library.levande("settings", "reset", "letters/en/code.md")
    code, said = library.daemon("--check")
    assert code == 0, said
    library.once()
    library.start()


@cases.case("the pages are sound in a browser, on a phone and on a desk")
def _():
    browser.look_at(library.port, {
        "desk-texts": "/personal/brev",
        "desk-text": TEXT + "?namn=" + ACK,
        "desk-settings": "/personal/installningar",
        "desk-value": VALUE + "?namn=rules",
        "desk-areas": "/personal/installningar/omraden",
        "desk-changes": "/personal/installningar/andringar",
    }, cookie=admin.cookie)


with library:
    code = cases.run()
sys.exit(code)

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The desk's log, figures and calendar: searched, checked, and nothing small leaves."""

import datetime
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import installed, look_at  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import request_mail  # noqa: E402
from lib.site import Site  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
cases = Cases()
library = Levande(library={"legal_basis": "consent"})
library.deliver(request_mail(1, days=40))
library.once("--role", "fetch,work,send")
library.start("--role", "web")
desk = Desk(library, "Karin Holm").enrol()
reader = Desk(library, "Rut Läsare", "reader").enrol()
number, = library.rows("SELECT number FROM request")[0]


@cases.case("the log shows what has happened, the newest first, and each row is checked")
def _():
    person = library.levande("person", "add", "name=Anna Ek")["id"]
    page = desk.get("/personal/logg")
    assert page.status == 200 and "Person tillagd" in page.text and "Kopplade sin app" in page.text
    assert page.text.index("Person tillagd") < page.text.index("Kopplade sin app")
    assert "är kontrollerad" in page.text and "Raden är ändrad" not in page.text
    assert "Anna Ek" not in page.text, "the trail names nobody"
    about = desk.json("/personal/logg")["lines"][0]
    assert (about["event"], about["subject"]) == ("person_added", person), about
    with open(library.book + ".access.log", encoding="utf-8") as log:
        assert log.readlines()[-1].split()[2:] == ["GET", "/personal/logg", person]


@cases.case("the log is searched by request, by person, by who did it, and by day")
def _():
    def lines(query):
        return json.loads(desk.get("/personal/logg.json?" + query).text)["lines"]

    found = lines("forfragan=" + number.lower())
    assert found and {x["number"] for x in found} == {number}, found
    found = lines("vem=p1")
    assert [x["event"] for x in found] == ["person_added"], found
    found = lines("av=Karin+Holm")
    assert found and {x["who"] for x in found} == {"Karin Holm"}, found
    assert lines("av=Ingen+Alls") == []
    assert lines("dag=2001-01-01") == []
    assert lines("dag=2199-01-01") != []
    assert "Inget att visa" in desk.get("/personal/logg?vem=P4711").text


@cases.case("the log is paged by its rows, and no row comes twice")
def _():
    for n in range(60):
        library.levande("association", "add", "name=Förening %d" % n)
    seen, path = [], "/personal/logg"
    while path:
        page = json.loads(desk.get(path.replace("/logg", "/logg.json", 1)).text)
        seen += [x["id"] for x in page["lines"]]
        path = page.get("next")
    assert seen == sorted(set(seen), reverse=True), "each once, the newest first"
    assert len(seen) == library.rows("SELECT count(*) FROM audit")[0][0]


@cases.case("a row that somebody changed is seen on the page")
def _():
    victim, event = library.rows("SELECT id, event FROM audit ORDER BY id DESC LIMIT 1")[0]
    library.change("UPDATE audit SET event = 'nothing' WHERE id = ?", victim)
    page = desk.get("/personal/logg")
    assert "Raden är ändrad" in page.text and "skrevs: 1." in page.text
    library.change("UPDATE audit SET event = ? WHERE id = ?", event, victim)
    assert "Raden är ändrad" not in desk.get("/personal/logg").text
    assert reader.get("/personal/logg").status == 403, "its free texts are not for readers"


@cases.case("figures are charts with a table behind each; nothing small leaves the desk")
def _():
    page = reader.get("/personal/statistik")
    assert page.status == 200, page.text
    assert "<svg" in page.text and 'role="img"' in page.text and "<table>" in page.text
    assert page.text.count("<h1") == 1 and "<style" not in page.text
    assert "1 förfrågningar kom" in page.text, page.text
    none = reader.get("/personal/statistik?fran=2001-01-01&till=2001-12-31")
    assert "0 förfrågningar kom" in none.text
    turned = reader.get("/personal/statistik?fran=2001-12-31&till=2001-01-01")
    assert "2001-01-01 till 2001-12-31" in turned.text
    csv = reader.get("/personal/statistik/siffror.csv")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in csv.headers["Content-Disposition"]
    unit = library.requests()[0]["unit"]
    assert unit in page.text
    rows = [line for line in csv.text.splitlines() if unit in line]
    assert rows and all(line.endswith(";..") for line in rows), "a group of one does not leave"
    report = reader.get("/personal/statistik/rapport")
    assert "attachment" in report.headers["Content-Disposition"]
    assert "Grupper med färre än fem visas inte" in report.text.replace("\n", " ")


@cases.case("the calendar shows occasions and last days to answer, by month and by week")
def _():
    library.levande("person", "add", "name=Bo Alm", "email=bo@example.org")
    row, = library.rows("SELECT id FROM request")
    library.change("INSERT INTO occasion (request_id, uid, starts, ends, place, created_at,"
                   " changed_at) VALUES (?, 'a@example.org', '2031-05-14T13:00',"
                   " '2031-05-14T15:00', 'Sal <1>', '2027-01-01', '2027-01-01')", row[0])
    library.change("INSERT INTO invitation (request_id, person_id, wave, state, queued_at,"
                   " deadline) VALUES (?, 1, 1, 'sent', '2027-01-01T00:00:00.000Z',"
                   " '2031-05-31')", row[0])
    month = reader.get("/personal/kalender?dag=2031-05-02")
    assert month.status == 200 and "maj 2031" in month.text
    assert "kl. 13.00–15.00" in month.text and "Uppdrag " + number in month.text
    assert "Sal &lt;1&gt;" in month.text and "Sal <1>" not in month.text
    assert "Sista svarsdag för %s: 1 har inte svarat" % number in month.text
    assert month.text.count('<li class="day') == 35, "whole weeks"
    days = json.loads(reader.get("/personal/kalender.json?dag=2031-05-02").text)["days"]
    assert (days[0]["date"], days[-1]["date"]) == ("2031-04-28", "2031-06-01")
    week = reader.get("/personal/kalender?vy=vecka&dag=2031-05-14")
    assert week.text.count('<li class="day') == 7 and "Sista svarsdag" not in week.text
    assert "vy=vecka&amp;dag=2031-05-19" in week.text.replace("&#x3D;", "=").replace("&#61;", "=")
    assert "Inget står i kalendern" in reader.get("/personal/kalender?dag=2032-01-01").text
    december = reader.get("/personal/kalender?dag=2031-12-31")
    assert "dag=2032-01-01" in december.text and "dag=2031-11-30" in december.text
    assert reader.get("/personal/kalender?dag=strunt").status == 200
    look_at(library.port, {
        "desk-calendar": "/personal/kalender?dag=2031-05-02", "desk-log": "/personal/logg",
        "desk-calendar-week": "/personal/kalender?vy=vecka&dag=2031-05-14",
        "desk-figures": "/personal/statistik"}, cookie=desk.cookie)
    library.change("DELETE FROM occasion")
    library.change("DELETE FROM invitation")


def read_calendar(text):
    """What ical.js, the second reader, finds in a calendar."""
    if not installed() and not shutil.which("node"):
        raise Skip("there is no node: run scripts/setup --test")
    with tempfile.TemporaryDirectory(prefix="levande-calendar-") as folder:
        path = os.path.join(folder, "kalender.ics")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        done = subprocess.run(["node", os.path.join(HERE, "calendar.mjs"), path], check=True,
                              stdout=subprocess.PIPE, env=dict(os.environ, TZ="Europe/Stockholm"))
    return json.loads(done.stdout)[0]


def day(days):
    return (datetime.date.today() + datetime.timedelta(days)).isoformat()


@cases.case("each has a calendar to subscribe to, that names nobody and closes with the account")
def _():
    row, = library.rows("SELECT id FROM request")
    for n, days in enumerate((-300, -20, 30, 500)):
        library.change("INSERT INTO occasion (request_id, uid, starts, ends, place, created_at,"
                       " changed_at) VALUES (?, ?, ?, ?, 'Sal 3, Åvägen', '2026-01-01',"
                       " '2026-01-01')", row[0], "o%d@example.org" % n, day(days) + "T13:00",
                       day(days) + "T15:00")
    library.change("INSERT INTO invitation (request_id, person_id, wave, state, queued_at,"
                   " deadline) SELECT ?, id, 1, 'sent', '2026-01-01T00:00:00.000Z', ?"
                   " FROM person WHERE name = 'Bo Alm'", row[0], day(10))
    nils = Desk(library, "Nils Subb", "reader").enrol()
    page = nils.get("/personal/kalender")
    assert "Skapa en adress" in page.text and "Sluta prenumerera" not in page.text
    made = nils.send_form(page, "/personal/kalender/adress", {})
    assert made.status == 200, made.status
    path = re.search(r"/kalender/[a-z2-7]{26}\.ics", made.text).group(0)
    assert path not in nils.get("/personal/kalender").text, "shown once"
    assert "Byt adress" in nils.get("/personal/kalender").text
    other = Site(library.port)
    feed = other.get(path)
    assert feed.status == 200 and feed.headers["Content-Type"].startswith("text/calendar")
    told = read_calendar(feed.text)
    assert told["method"] == "PUBLISH" and told["zones"] == ["Europe/Stockholm"], told
    assert [(e["summary"], e["location"], e["starts"][:10]) for e in told["events"]] == [
        ("Uppdrag " + number, "Sal 3, Åvägen", day(-20)),
        ("Sista svarsdag " + number, None, day(10)),
        ("Uppdrag " + number, "Sal 3, Åvägen", day(30))], told["events"]
    assert told["events"][1]["starts"] == day(10) and told["events"][1]["ends"] == day(11)
    assert [e["uid"] for e in told["events"]] == [
        "o1@example.org", "%s-%s@example.org" % (number, day(10)), "o2@example.org"]
    private = feed.text.lower()
    for word in ("bo alm", "stroke", "bröst", "cancer", "@vgregion"):
        assert word not in private, word
    again = other.ask("GET", path, headers={"If-None-Match": feed.headers["ETag"]})
    assert (again.status, again.text) == (304, "")
    library.change("UPDATE occasion SET place = 'Sal 4' WHERE uid = 'o2@example.org'")
    moved = other.ask("GET", path, headers={"If-None-Match": feed.headers["ETag"]})
    assert moved.status == 200 and "Sal 4" in moved.text
    for wild in (path[:-4], path + "x", "/kalender/" + "a" * 26 + ".ics", "/kalender/.ics"):
        assert other.get(wild).status == 404, wild
    look_at(library.port, {"desk-calendar-mine": "/personal/kalender"}, cookie=nils.cookie)
    newer = nils.send_form(nils.get("/personal/kalender"), "/personal/kalender/adress", {})
    second = re.search(r"/kalender/[a-z2-7]{26}\.ics", newer.text).group(0)
    assert other.get(path).status == 404 and other.get(second).status == 200
    library.change("DELETE FROM invitation")
    library.change("DELETE FROM occasion")
    assert read_calendar(other.get(second).text) == {
        "method": "PUBLISH", "zones": ["Europe/Stockholm"], "events": []}
    closed = nils.send_form(nils.get("/personal/kalender"), "/personal/kalender/avsluta", {})
    assert closed.status == 303 and other.get(second).status == 404
    assert "Adressen är stängd" in nils.get(closed.location).text
    last = nils.send_form(nils.get("/personal/kalender"), "/personal/kalender/adress", {})
    third = re.search(r"/kalender/[a-z2-7]{26}\.ics", last.text).group(0)
    assert other.get(third).status == 200
    library.levande("staff", "disable", "Nils Subb")
    assert other.get(third).status == 404
    with open(library.book, "rb") as book:
        assert path[10:-4].encode() not in book.read(), "the book keeps hashes"


@cases.case("the yearly report is there as a PDF, without small groups")
def _():
    connection = http.client.HTTPConnection("127.0.0.1", library.port, timeout=20)
    connection.request("GET", "/personal/statistik/rapport.pdf", headers={"Cookie": desk.cookie})
    answer = connection.getresponse()
    raw = answer.read()
    connection.close()
    assert answer.status == 200 and raw.startswith(b"%PDF-"), raw[:20]
    assert "statistik-" in answer.headers["Content-Disposition"]
    if not shutil.which("pdftotext"):
        raise Skip("there is no pdftotext")
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=raw, check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    assert "Grupper med färre än fem visas inte" in " ".join(text.split()), text
    assert library.requests()[0]["unit"] not in text or ".." in text


@cases.case("the book is sound")
def _():
    library.check()


with library:
    code = cases.run()
sys.exit(code)

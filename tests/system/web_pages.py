#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The pages from outside: forms, links, codes, and what is refused.

A library of the test's own with `levanded --role web` beside runs of `--once`, which read, make and
send. What goes in and out are HTTP and Maildirs; the book is looked at only to see that nothing
changed in it.
"""

import http.client
import os
import re
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.ca import make_ca, make_cert  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.ports import wait_for  # noqa: E402
from lib.site import Site, fields_of  # noqa: E402

cases = Cases()
UNIT = "karin.holm@vgregion.example"
REQUEST = {
    "title": "Bättre samtal efter stroke", "kind": "workshop",
    "description": "Vi ska förbättra samtalet vid hemgång från avdelningen.",
    "why": "Många säger att de inte förstod vad som gällde.", "experience": "stroke",
    "people_min": "4", "date1": "2027-04-08", "from1": "13.00", "to1": "15:00",
    "format": "on_site", "municipality": "Göteborg", "compensation": "promised",
    "unit": "Strokeavdelning 3", "contact_name": "Karin Holm", "contact_phone": "031-390 06 11",
    "contact_email": UNIT,
}


def new_library(**sections):
    library = Levande(**sections)
    for name in ("Anna Ek", "Bertil Alm", "Cecilia Dahl"):
        address = name.split()[0].lower()
        library.levande("person", "add", "name=" + name, "email=%s@example.org" % address,
                        "areas=stroke", "perspective=patient", "municipality=Göteborg",
                        "formats=both", "languages=sv", "consent_date=2026-01-14",
                        "consent_version=1", "story=Jag är %s och har haft stroke." % name)
    library.levande("association", "add", "name=Strokekamraterna", "email=forening@example.org",
                    "contact=Maria Edling", "areas=stroke")
    return library


def link_in(letter, path):
    return re.search(r"/%s/([a-z2-7]{26})" % path, text_of(letter)).group(0)


def letters_to(library, address):
    return [m for m in library.letters() if address in m["To"]]


def newest(library, address, word):
    return [m for m in letters_to(library, address) if word in m["Subject"]][-1]


class Scene:
    """A request written on the web, confirmed, and everybody asked."""

    def __init__(self):
        self.library = new_library()
        self.now = "2027-03-01T09:00"
        self.daemon = self.library.start("--role", "web", "--now", self.now)
        self.site = Site(self.library.port)

    def once(self):
        """All that is due is made and sent, by a clock that is ahead of the pages'."""
        return self.library.once("--role", "fetch,work,send", "--now", "2027-03-01T09:30")

    def dump(self):
        """All that stands in the book."""
        tables = [name for name, in self.library.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: self.library.rows("SELECT * FROM " + name) for name in tables}


scene = Scene()
library, site = scene.library, scene.site


@cases.case("the request form keeps what was typed and says what is wrong beside each field")
def _():
    page = site.get("/forfragan")
    assert page.status == 200 and fields_of(page.text)["title"] == ""
    typed = dict(REQUEST, contact_email="karin", people_min="många", date1="2027-02-30", title="")
    refused = site.send(page, typed)
    assert refused.status == 422, refused.status
    kept = fields_of(refused.text)
    assert kept["description"] == REQUEST["description"] and kept["people_min"] == "många"
    for name in ("title", "contact_email", "people_min", "date1"):
        assert 'href="#%s"' % name in refused.text, name
        assert 'id="%s-fault"' % name in refused.text, name
    assert library.rows("SELECT count(*) FROM draft") == [(0,)]


@cases.case("a draft is mailed a link, and becomes a request when it is confirmed")
def _():
    sent = site.send(site.get("/forfragan"), REQUEST)
    assert sent.status == 303 and sent.location == "/forfragan/skickad", (sent.status, sent.text)
    assert site.get(sent.location).status == 200
    assert library.requests() == []
    scene.once()
    letter = newest(library, UNIT, "Bekräfta")
    scene.draft = link_in(letter, "forfragan")
    page = site.get(scene.draft)
    assert page.status == 200 and "Bättre samtal efter stroke" in page.text
    assert library.requests() == []
    confirmed = site.send(page, {})
    assert confirmed.status == 303, confirmed.status
    again = site.send(page, {})
    assert again.status == 303, again.status
    assert len(library.requests()) == 1
    scene.number = library.requests()[0]["number"]
    shown = library.levande("request", "show", scene.number)
    assert shown["source"] == "web" and shown["unit"] == "Strokeavdelning 3", shown
    assert shown["areas"] == ["stroke"] and shown["people_min"] == 4 and shown["missing"] == []
    assert shown["occasions"] == [{"start": "2027-04-08T13:00", "end": "2027-04-08T15:00"}]
    status = site.get(scene.draft)
    assert status.status == 200 and scene.number in status.text


@cases.case("an invitation's page tells all that its letter did not")
def _():
    scene.once()
    scene.links = {}
    for who in ("anna", "bertil", "cecilia"):
        letter = newest(library, who + "@example.org", "fråga")
        assert "stroke" not in text_of(letter).lower()
        scene.links[who] = link_in(letter, "svar")
        scene.reply = letter["Reply-To"].split("+")[1].split("@")[0]
    scene.links["forening"] = link_in(newest(library, "forening@example.org", "nominera"), "svar")
    page = site.get(scene.links["anna"])
    assert page.status == 200
    for piece in ("Bättre samtal efter stroke", "Strokeavdelning 3", "torsdag 8 april 2027",
                  "Göteborg", "förstod vad som gällde", "533 kronor"):
        assert piece in page.text.replace("\u00a0", " "), piece
    assert fields_of(page.text)["text"] == "Jag är Anna Ek och har haft stroke."
    view = site.json(scene.links["anna"])
    assert view["topic"] == "Bättre samtal efter stroke" and view["answered"] is False


@cases.case("a scanner that opens every link twice changes nothing")
def _():
    links = list(scene.links.values()) + [scene.draft, scene.draft + "/stall-in", "/", "/en",
                                          "/forfragan", "/mina-uppgifter", "/forfragan/lank"]
    links += [link.replace("svar", "paus") for link in scene.links.values()]
    before = scene.dump()
    for link in links * 2:
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = site.ask(method, link)
            assert answer.status in (200, 204, 404, 405), (method, link, answer.status)
            assert method != "HEAD" or answer.text == ""
        site.ask("GET", link + ".json")
    assert scene.dump() == before


@cases.case("a yes shows the unit exactly the text that was sent")
def _():
    page = site.get(scene.links["anna"])
    words = "Jag berättar gärna om samtalet vid hemgång.\nInte om annat."
    done = site.send(page, {"answer": "yes", "text": words, "question": ""})
    assert done.status == 303 and done.location == scene.links["anna"]
    assert "ditt ja har kommit fram" in site.get(scene.links["anna"]).text
    asked = invitation("anna")
    assert asked["state"] == "yes" and asked["text"] == words, asked


def invitation(who):
    person = {"anna": "P1", "bertil": "P2", "cecilia": "P3", "forening": "A1"}[who]
    shown = library.levande("request", "show", scene.number)
    return next(i for i in shown["invitations"] if i["who"] == person)


def answers(who):
    return library.rows("SELECT answer, text FROM answer WHERE invitation_id = (SELECT id FROM"
                        " invitation WHERE person_id = ?) ORDER BY id",
                        {"anna": 1, "bertil": 2, "cecilia": 3}[who])


@cases.case("the same answer sent twice is one answer")
def _():
    page = site.get(scene.links["bertil"])
    form = {"answer": "maybe", "text": "", "question": "Finns det hiss?"}
    assert site.send(page, form).status == 303
    assert site.send(page, form).status == 303
    assert answers("bertil") == [("maybe", "Finns det hiss?")], answers("bertil")
    questions = [t for t in library.tasks() if t["kind"] == "question"]
    assert len(questions) == 1 and "Finns det hiss?" in questions[0]["text"], questions


@cases.case("the last answer wins and the history is kept")
def _():
    for answer in ("no", "yes"):
        page = site.get(scene.links["bertil"])
        assert site.send(page, {"answer": answer, "text": "Ja tack", "question": ""}).status == 303
    assert invitation("bertil")["state"] == "yes"
    assert [a for a, _ in answers("bertil")] == ["maybe", "no", "yes"]


@cases.case("two browsers at once are both answered, and the book is sound")
def _():
    pages = [site.get(scene.links["cecilia"]) for _ in range(6)]
    got = []

    def press(page, answer):
        other = Site(library.port)
        got.append(other.send(page, {"answer": answer, "text": "", "question": ""}).status)

    threads = [threading.Thread(target=press, args=(page, ("yes", "no")[i % 2]))
               for i, page in enumerate(pages)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [303] * 6, got
    assert invitation("cecilia")["state"] in ("yes", "no")
    library.check()


@cases.case("an association nominates, and only with everybody's own word")
def _():
    page = site.get(scene.links["forening"])
    form = {"answer": "yes", "name1": "Doris Falk", "email1": "doris@example.org",
            "name2": "Erik Gran", "email2": ""}
    refused = site.send(page, form)
    assert refused.status == 422 and 'href="#email2"' in refused.text
    assert 'href="#agreed"' in refused.text and fields_of(refused.text)["name1"] == "Doris Falk"
    form.update(email2="erik@example.org", agreed="yes")
    for _ in range(2):
        assert site.send(page, form).status == 303
    shown = library.levande("request", "show", scene.number)["nominations"]
    assert [(n["association"], n["who"], n["state"]) for n in shown] == [
        ("A1", "P4", "named"), ("A1", "P5", "named")], shown
    named = library.levande("person", "show", "P4")
    assert named["name"] == "Doris Falk" and named["via"] == "A1", named
    asked = [(t["to"], t["purpose"]) for t in library.levande("request", "show",
                                                              scene.number)["letters"]]
    assert asked.count(("P4", "invitation_nominee")) == asked.count(("P5", "invitation_nominee")) \
        == 1, asked
    assert "Doris Falk" in site.get(scene.links["forening"]).text


@cases.case("links that are wrong, of another kind, or another's")
def _():
    token = scene.links["anna"].rsplit("/", 1)[1]
    other = "a" * 26
    for path in ("/svar/" + other, "/svar/" + token[:-1], "/svar/" + token.upper(), "/svar/",
                 "/forfragan/" + token, "/mina-uppgifter/" + token, "/svar/%00" + token,
                 "/svar/../" + token, "/svar/" + token + "/x",
                 "/paus" + scene.links["forening"][5:]):
        assert site.get(path).status == 404, path
    for page in ("svar", "paus", "mina-uppgifter", "forfragan"):
        assert site.get("/%s/%s" % (page, scene.reply)).status == 404, "an answer's address opens"
    assert site.get("/" + "x" * 600).status == 414
    page = site.get(scene.links["anna"])
    stolen = page.on(scene.links["cecilia"])
    before = scene.dump()
    assert site.send(stolen, {"answer": "no", "text": "", "question": ""}).status == 403
    assert scene.dump() == before


@cases.case("a link that has expired or was ended says so")
def _():
    for column, value in (("expires_at", "2027-02-01T00:00:00.000Z"),
                          ("ended_at", "2027-02-01T00:00:00.000Z")):
        old = library.rows("SELECT id, %s FROM token WHERE party = 'P3'" % column)[0]
        library.change("UPDATE token SET %s = ? WHERE id = ?" % column, value, old[0])
        ended = site.get(scene.links["cecilia"])
        assert ended.status == 410 and "slutat gälla" in ended.text, ended.status
        library.change("UPDATE token SET %s = ? WHERE id = ?" % column, old[1], old[0])
    assert site.get(scene.links["cecilia"]).status == 200


@cases.case("a forged form is refused and what was typed is kept")
def _():
    page = site.get(scene.links["anna"])
    before = scene.dump()
    for token in (None, "", "1-abc", page.token[:-1] + ("0" if page.token[-1] != "0" else "1"),
                  "99999999999" + page.token[page.token.index("-"):]):
        forged = site.send(page.with_token(token),
                           {"answer": "no", "text": "Min text", "question": ""})
        assert forged.status == 403, (token, forged.status)
        assert fields_of(forged.text)["text"] == "Min text"
    assert scene.dump() == before
    sound = site.send(forged, {"answer": "yes", "text": "Min text", "question": ""})
    assert sound.status == 303, "the page of a refused form holds a sound token"


@cases.case("a restart breaks no form that is open")
def _():
    page = site.get(scene.links["anna"])
    library.stop(scene.daemon)
    scene.daemon = library.start("--role", "web", "--now", scene.now)
    assert site.send(page, {"answer": "yes", "text": "Efter omstart", "question": ""}).status == 303


@cases.case("what no form sends is refused: unknown and doubled fields, NUL, bad UTF-8, files")
def _():
    page = site.get(scene.links["anna"])
    sound = "answer=yes&text=a&question=&form=" + page.token
    before = scene.dump()
    for body in (sound + "&admin=1", sound + "&answer=no", sound.replace("text=a", "text=a%00b"),
                 sound.replace("text=a", "text=%E5%E4"), sound.replace("answer=yes", "answer=ja"),
                 sound.replace("text=a", "text=" + "x" * 4001), "form=" + page.token):
        assert site.post(page.action, body).status == 422, body[:60]
    files = ("--grans\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n%s\r\n"
             "--grans\r\nContent-Disposition: form-data; name=\"answer\"\r\n\r\nno\r\n"
             "--grans\r\nContent-Disposition: form-data; name=\"text\"; filename=\"x\"\r\n"
             "\r\nabc\r\n"
             "--grans--\r\n" % page.token)
    assert site.post(page.action, files, "multipart/form-data; boundary=grans").status == 422
    assert site.post(page.action, "{}", "application/json").status == 403
    assert scene.dump() == before


@cases.case("too much at once is refused with 413, and more than that is cut off")
def _():
    page = site.get("/forfragan")
    big = "form=" + page.token + "&description=" + "x" * (1 << 20)
    assert site.post("/forfragan", big).status == 413
    many = "form=" + page.token + "".join("&f%d=1" % i for i in range(200))
    assert site.post("/forfragan", many).status == 413
    try:
        status = site.post("/forfragan", "x" * (8 << 20)).status
    except (ConnectionError, http.client.HTTPException):
        status = 413
    assert status == 413
    assert site.get("/").status == 200


@cases.case("other methods are told what may be done")
def _():
    for method, path, allow in (("POST", "/", "GET, HEAD"),
                                ("PUT", "/forfragan", "GET, HEAD, POST"),
                                ("DELETE", scene.links["anna"], "GET, HEAD, POST"),
                                ("GET", scene.links["anna"].replace("svar", "paus"), "POST")):
        answer = site.ask(method, path)
        assert answer.status == 405 and answer.headers["Allow"] == allow, (method, path,
                                                                          answer.status)
    options = site.ask("OPTIONS", "/forfragan")
    assert options.status == 204 and options.headers["Allow"] == "GET, HEAD, POST"


@cases.case("every page keeps to itself")
def _():
    for path in ("/", "/forfragan", scene.links["anna"], "/finns-inte", "/halsa"):
        headers = site.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        kept = "private, no-cache" if path == "/" else "no-store"  # that one is alike for all
        for name, value in (("Cache-Control", kept), ("Referrer-Policy", "no-referrer"),
                            ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff")):
            assert headers[name] == value, (name, headers[name])
        assert "Set-Cookie" not in headers


@cases.case("one click pauses the asks for six months, and only a POST does")
def _():
    path = scene.links["bertil"].replace("svar", "paus")
    shown = site.get(path)
    assert shown.status == 405 and "Ta en paus" in shown.text
    assert library.levande("person", "show", "P2")["paused_until"] is None
    assert site.post(path, "List-Unsubscribe=Two").status == 422
    for _ in range(2):
        assert site.post(path, "List-Unsubscribe=One-Click").status == 200
    body = ("--grans\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
            "One-Click\r\n--grans--\r\n")
    assert site.post(path, body, "multipart/form-data; boundary=grans").status == 200
    assert library.levande("person", "show", "P2")["paused_until"] == "2027-09-01"


@cases.case("a new link is mailed, and the page says the same to all")
def _():
    answers_seen = set()
    counted = "SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM token)"
    before = library.rows(counted)
    for address in ("anna@example.org", "ingen@example.net"):
        sent = site.send(site.get("/mina-uppgifter"), {"email": address})
        assert sent.status == 303
        page = site.get(sent.location)
        answers_seen.add((sent.status, sent.location, sent.text, page.text))
    assert len(answers_seen) == 1, answers_seen
    site.send(site.get("/forfragan/lank"), {"email": UNIT.upper()})
    site.send(site.get("/forfragan/lank"), {"email": UNIT})
    assert library.rows(counted) == before, "what takes longer for one tells who is here"
    scene.once()
    assert library.rows("SELECT count(*) FROM link_wish") == [(0,)]
    assert letters_to(library, "ingen@example.net") == []
    scene.own = link_in(newest(library, "anna@example.org", "nya länk"), "mina-uppgifter")
    fresh = [m for m in letters_to(library, UNIT) + letters_to(library, UNIT.upper())
             if "nya länk" in m["Subject"]]
    assert len(fresh) == 1, "one letter in ten minutes"
    assert site.get(link_in(fresh[0], "forfragan")).status == 200


def newest_code(address):
    return re.search(r"^(\d{6})$", text_of(newest(library, address, "kod")), re.M).group(1)


@cases.case("a code opens what is stored, once it was mailed, in one browser, for twelve hours")
def _():
    browser = Site(library.port)
    page = browser.get(scene.own)
    assert page.status == 200 and "har haft stroke" not in page.text
    sent = browser.send(page, {})
    assert sent.status == 303
    cookie = sent.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Strict", "Max-Age=43200"):
        assert word in cookie, cookie
    scene.once()
    code = newest_code("anna@example.org")
    for view, raw in library.rows("SELECT view, raw FROM letter JOIN letter_body ON letter_id = id"
                                  " WHERE purpose = 'code'"):
        assert code not in view and code.encode() not in raw, "kept after it was sent"
        assert b"xxxxxx" in raw
    wrong = "%06d" % ((int(code) + 1) % 1000000)
    page = browser.get(scene.own)
    refused = browser.send(page, {"code": wrong})
    assert refused.status == 422 and "stämmer inte" in refused.text
    assert Site(library.port).send(page, {"code": code}).status == 422, "another browser"
    opened = browser.send(page, {"code": code[:3] + " " + code[3:]})
    assert opened.status == 303, opened.status
    assert "har haft stroke" in browser.get(scene.own).text
    assert "har haft stroke" not in site.get(scene.own).text


@cases.case("a code that was wrong five times is spent, and too old it is nothing")
def _():
    browser = Site(library.port)
    browser.send(browser.get(scene.own), {})
    scene.once()
    code = newest_code("anna@example.org")
    wrong = "%06d" % ((int(code) + 1) % 1000000)
    page = browser.get(scene.own)
    for _ in range(5):
        assert browser.send(page, {"code": wrong}).status == 422
    assert browser.send(page, {"code": code}).status == 422
    assert "många gånger" in browser.get(scene.own).text
    late = Site(library.port)
    late.send(late.get(scene.own), {})
    scene.once()
    page = late.get(scene.own)
    library.change("UPDATE code SET expires_at = '2027-01-01T00:00:00.000Z'"
                   " WHERE passed_until IS NULL")
    assert late.send(page, {"code": newest_code("anna@example.org")}).status == 422


@cases.case("no more than five codes an hour leave for one person")
def _():
    got = [Site(library.port).send(Site(library.port).get(scene.own), {}).status for _ in range(5)]
    assert got[-1] == 429 and 303 in got, got


@cases.case("the unit fills in what is missing, and the request goes on")
def _():
    few = {k: REQUEST[k] for k in ("title", "description", "unit", "contact_name", "contact_email")}
    site.send(site.get("/forfragan"), dict(few, contact_email="per.ek@vgregion.example",
                                           experience="det som är svårt"))
    scene.once()
    link = link_in(newest(library, "per.ek@vgregion.example", "Bekräfta"), "forfragan")
    assert site.send(site.get(link), {}).status == 303
    page = site.get(link)
    form = fields_of(page.text)
    assert {"area", "people_min", "date1", "format", "compensation"} <= set(form), form
    assert "description" not in form and "contact_name" not in form
    refused = site.send(page, {"experience": "något svårt", "people_max": "0"})
    assert refused.status == 422 and fields_of(refused.text)["experience"] == "något svårt"
    given = {"area": "diabetes", "people_min": "1", "people_max": "3", "date1": "2027-05-04",
             "format": "digital", "compensation": "promised"}
    assert site.send(page, given).status == 303
    number = [r["number"] for r in library.requests() if r["number"] != scene.number][0]
    shown = library.levande("request", "show", number)
    assert shown["missing"] == [] and shown["areas"] == ["diabetes"], shown["missing"]
    assert shown["state"] != "clarifying" and fields_of(site.get(link).text).keys() <= {"form"}


@cases.case("the unit cancels in two steps, and late answers meet a kind page")
def _():
    asked = site.get(scene.links["cecilia"])
    other = "no" if invitation("cecilia")["state"] == "yes" else "yes"  # the same again is no news
    step = site.get(scene.draft + "/stall-in")
    assert step.status == 200
    assert library.levande("request", "show", scene.number)["state"] != "cancelled"
    assert site.send(step, {"reason": "Vi har fått förhinder."}).status == 303
    assert site.send(step, {"reason": "Vi har fått förhinder."}).status == 303
    assert library.levande("request", "show", scene.number)["state"] == "cancelled"
    late = site.send(asked, {"answer": other, "text": "", "question": ""})
    assert late.status == 410 and "inte längre öppet" in late.text, late.status
    assert site.get(scene.links["cecilia"]).status == 410
    assert "Inställd" in site.get(scene.draft).text
    scene.once()
    library.check()


@cases.case("an address in another's name gets three letters a day and no more")
def _():
    for _ in range(5):
        sent = site.send(site.get("/forfragan"), dict(REQUEST, contact_email="offer@example.net"))
        assert sent.status == 303 and sent.location == "/forfragan/skickad"
    scene.once()
    assert len(letters_to(library, "offer@example.net")) == 3


@cases.case("a request from a domain that is not trusted waits for a person")
def _():
    link = link_in(letters_to(library, "offer@example.net")[0], "forfragan")
    assert site.send(site.get(link), {}).status == 303
    assert "untrusted_sender" in [t["kind"] for t in library.tasks()]


@cases.case("pages in English where the reader, or the request, is English")
def _():
    page = site.get("/forfragan?lang=en")
    assert '<html lang="en">' in page.text and "Write a request" in page.text
    assert page.action == "/forfragan?lang=en"
    refused = site.send(page, {"title": ""})
    assert refused.status == 422 and "Please fill this in" in refused.text
    library.levande("person", "set", "P3", "letter_language=en")
    assert '<html lang="en">' in site.get(scene.links["cecilia"]).text
    assert '<html lang="sv">' in site.get(scene.links["cecilia"] + "?lang=sv").text


@cases.case("metrics and health for machines, and for this machine alone")
def _():
    metrics = site.get("/metrics")
    assert metrics.status == 200 and "levande_up 1" in metrics.text
    assert 'levande_requests{state="cancelled"} 1' in metrics.text
    assert re.search(r"^levande_schema \d+$", metrics.text, re.M)
    assert site.ask("GET", "/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status == 403
    assert site.get("/halsa").status in (200, 503)


@cases.case("while the book is busy a form is kept and a page still shown")
def _():
    import fcntl
    page = site.get("/forfragan")
    with open(library.book + ".lock", "rb+") as lock, open(library.book + ".turn", "rb+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX)
        busy = site.send(page, REQUEST)
        assert busy.status == 503 and fields_of(busy.text)["title"] == REQUEST["title"]
        assert "Retry-After" in busy.headers and site.get("/").status == 200
    assert site.send(busy, dict(REQUEST, contact_email="sen@example.net")).status == 303


@cases.case("connections that drip are ended, and others are served meanwhile")
def _():
    drips = []
    for _ in range(20):
        s = socket.create_connection(("127.0.0.1", library.port))
        s.sendall(b"POST /forfragan HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\nContent-Type:"
                  b" application/x-www-form-urlencoded\r\n\r\n")
        drips.append(s)
    ended = set()

    def drip():
        assert site.get("/").status == 200
        for s in drips:
            if s in ended:
                continue
            try:
                s.sendall(b"a")
                s.settimeout(0.01)
                if s.recv(1) == b"":
                    ended.add(s)
            except socket.timeout:
                pass
            except OSError:
                ended.add(s)
        return len(ended) == len(drips)

    wait_for(drip, 45, "all slow connections to be ended")


@cases.case("limits by address, told through a proxy that is trusted")
def _():
    library.set("web", trusted_proxies="127.0.0.1")
    library.stop(scene.daemon)
    scene.daemon = library.start("--role", "web", "--now", scene.now)
    got = [site.ask("GET", "/", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.1"}).status
           for _ in range(150)]
    assert got[0] == 200 and got[-1] == 429, (got[0], got[-1])
    assert site.ask("GET", "/", headers={"X-Forwarded-For": "192.0.2.2"}).status == 200
    assert site.ask("GET", "/halsa", headers={"X-Forwarded-For": "192.0.2.1"}).status != 429
    wrong = [site.ask("GET", "/svar/" + "b" * 26, headers={"X-Forwarded-For": "192.0.2.3"}).status
             for _ in range(15)]
    assert wrong[0] == 404 and wrong[-1] == 429, wrong


@cases.case("TLS where a certificate is named, and a key that does not belong to it is refused")
def _():
    ca = make_ca(library.folder, "prov")
    cert, key = make_cert(library.folder, ca, ["localhost"])
    library.set("web", trusted_proxies=None, tls_cert_file=cert, tls_key_file=key)
    library.stop(scene.daemon)
    scene.daemon = library.start("--role", "web", "--now", scene.now)
    context = ssl.create_default_context(cafile=ca[0])
    connection = http.client.HTTPSConnection("localhost", library.port, timeout=20, context=context)
    connection.request("GET", "/forfragan")
    assert connection.getresponse().status == 200
    connection.close()
    other = make_cert(library.folder, ca, ["annan.example"])
    library.stop(scene.daemon)
    library.set("web", tls_cert_file=cert, tls_key_file=other[1])
    code, said = library.daemon("--role", "web", seconds=20)
    assert code != 0 and "belong together" in said, (code, said)


def main():
    failed = 1
    try:
        failed = cases.run()
    finally:
        library.__exit__(failed or None)
    return failed


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
# time limit: 120 s
"""The desk under attack: by the mails that it shows, by pages elsewhere, by who guesses and forges.

(What each page does with each field, role and link: tests/unit/web_enemy.c and web_doors.c. The
login as it should be: desk_login.py. The public pages: web_hostile.py.)
"""

import base64
import http.client
import os
import re
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import mail, request_mail  # noqa: E402
from lib.site import Site  # noqa: E402

cases = Cases()
library = Levande(web={"trusted_proxies": "127.0.0.1"})
library.start("--role", "web")
SCRIPT = "<script>alert(1)</script>"
EVIL = SCRIPT + "<img src=x onerror=alert(2)>\"'{{{x}}}"
NAMES = [b"../../x.html", b"..\\..\\x.exe", b'a"; filename="evil.html', b"a\tb.html", b".htaccess",
         b"", b"=?utf-8?B?" + base64.b64encode(b"a\r\nSet-Cookie: x=1.html") + b"?=",
         ("æ\u202efdp.exe" * 40).encode("utf-8"), b"CON", b"x" * 500 + b".html"]
PARTS = {
    "Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}


def hostile_mail():
    """Markup wherever a mail has words, and files whose names want to be paths and headers."""
    head = [
        b"From: =?utf-8?B?%s?= <x@example.net>" % base64.b64encode(
            (EVIL + "\r\nBcc: offer@example.net").encode()),
        b"To: levande@example.org", b"Date: Mon, 1 Mar 2027 09:00:00 +0100",
        b"Subject: " + EVIL.encode() + b"\r\n\t=?utf-8?Q?=0D=0ABcc:_offer@example.net?=",
        b"Message-ID: <\"" + SCRIPT.encode() + b"\"@example.net>",
        b"Reply-To: x@example.net,\r\n y@example.net",
        b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=B", b"", b""]
    parts = [b"--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + EVIL.encode()
             + b"&lt;script&gt;alert(3)&lt;/script&gt;</p>\r\n"]
    for name in NAMES:
        parts.append(b"--B\r\nContent-Type: text/html\r\nContent-Disposition: attachment; "
                     b'filename="' + name.replace(b'"', b'\\"') + b'"\r\n\r\n'
                     + EVIL.encode() + b"\r\n")
    return b"\r\n".join(head) + b"".join(parts) + b"--B--\r\n"


def plain(page):
    """Nothing of what was sent in has become markup; a script is a file of ours."""
    return "<img" not in page.text and not re.search(r'<script(?! src="/filer/)', page.text)


def dump():
    tables = [name for name, in library.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: library.rows("SELECT * FROM " + name) for name in tables}


def raw(head):
    """All that comes back for these bytes, until the other side closes."""
    with socket.create_connection(("127.0.0.1", library.port), timeout=20) as s:
        s.sendall(head)
        got = b""
        try:
            while piece := s.recv(65536):
                got += piece
        except ConnectionError:
            pass
    return got


library.deliver(hostile_mail(), request_mail(1, days=40))
library.once("--role", "fetch,work,send")
desk = Desk(library, "Karin Holm", "admin").enrol()
mail_id, = library.rows("SELECT id FROM inbox WHERE from_address = 'x@example.net'")[0]


@cases.case("a mail full of markup is words on every page that shows it")
def _():
    pages = ["/personal", "/personal/mejl/M%d" % mail_id, "/personal/forfragningar",
             "/personal/forfragningar?sok=script", "/personal/logg"]
    shown = 0
    for path in pages:
        page = desk.get(path)
        assert page.status == 200, (path, page.status)
        assert plain(page), path
        assert "onerror=" not in re.sub(r">[^<]*", "", page.text), path
        shown += page.text.count("&lt;script&gt;")
        for name, value in PARTS.items():
            assert value in page.headers[name], (path, name, page.headers[name])
        assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert shown > 1, "it is shown, as words"
    made = desk.send_form(desk.get(pages[1]), pages[1] + "/forfragan", {})
    assert made.status == 303, made.status
    page = desk.get(made.location)
    assert page.status == 200 and plain(page)
    assert "&lt;script&gt;" in page.text


@cases.case("a file is kept under a name that is none of a path, a header or a page")
def _():
    page = desk.get("/personal/mejl/M%d" % mail_id)
    files = sorted(set(re.findall(r'href="(/personal/mejl/M\d+/bilaga-\d+)"', page.text)))
    assert len(files) == len(NAMES), files
    for path in files + ["/personal/mejl/M%d/original" % mail_id]:
        answer = desk.get(path)
        assert answer.status == 200, (path, answer.status)
        said = answer.headers["Content-Disposition"]
        name = re.fullmatch(r'attachment; filename="([A-Za-z0-9_.-]{1,90})"', said)
        assert name and not name.group(1).startswith("."), said
        assert answer.headers.get_content_type() == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers.get_all("Content-Security-Policy")
        assert answer.headers["Set-Cookie"] is None or "x=1" not in answer.headers["Set-Cookie"]
    for part in ("bilaga-0", "bilaga-99", "bilaga-1x", "..", "..%2f..%2fetc%2fpasswd"):
        assert desk.get("/personal/mejl/M%d/%s" % (mail_id, part)).status == 404, part


@cases.case("no letter has a head that a stranger wrote")
def _():
    library.once("--role", "work,send")
    for letter in library.letters():
        assert letter["Bcc"] is None and "offer@" not in str(letter.items()), letter.items()
        assert all("\n" not in v and "\r" not in v for v in letter.values()), letter.items()
    person = {"name": "Anna\r\nBcc: offer@example.net", "email": "anna@example.org"}
    site = Site(library.port)
    for name in person["name"], "Anna\nBcc: offer@example.net", "Anna\u2028Bcc: x", "Anna\x0bBcc":
        page = site.get("/bli-levande-bok/borja")
        site.send(page, dict(person, name=name))
    for address in ("a@example.org\r\nBcc: offer@example.net", "a@example.org,b@example.org",
                    "a@example.org b@example.org", "<a@example.org>", "a@example.org\0",
                    "\"a\r\n\"@example.org", "a@[127.0.0.1]", "-oQ/tmp@x"):
        page = site.get("/mina-uppgifter")
        answer = site.send(page, {"email": address})
        assert answer.status == 422, (address, answer.status)
    library.once("--role", "work,send")
    assert all("offer@" not in str(m.items()) for m in library.letters())


@cases.case("what the head of a request claims leads nobody elsewhere and opens nothing")
def _():
    head = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil",
            "X-Forwarded-Proto": "https", "X-Original-URL": "/personal/logg",
            "X-Rewrite-URL": "/personal/logg", "Origin": "https://evil.example"}
    guest = Site(library.port, head)
    for path in ("/", "/personal", "/forfragan", "/personal/logga-in"):
        page = guest.get(path)
        assert "evil" not in page.text and "evil" not in str(page.headers), path
        assert page.headers["Access-Control-Allow-Origin"] is None
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "X"):
        connection = http.client.HTTPConnection("127.0.0.1", library.port, timeout=20)
        connection.request(method, "/personal/logga-ut", headers={"Cookie": desk.cookie})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status in (400, 405, 501), (method, answer.status)
        assert desk.cookie.split("=")[1][:26].encode() not in said, "no echo of a cookie"
        connection.close()
    before = dump()
    override = Site(library.port, {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE",
                                   "Cookie": desk.cookie})
    assert override.get("/personal/logga-ut?_method=POST").status == 405
    assert override.ask("OPTIONS", "/personal").status == 204
    assert dump() == before and desk.get("/personal").status == 200


@cases.case("no trick with a path opens a page of the desk, or a file")
def _():
    for path in ("/personal/", "//personal", "/./personal", "/x/../personal", "/%2e%2e/personal",
                 "/personal%2f", "/personal;x", "/PERSONAL", "/personal/../personal/logg",
                 "/filer/x/../../../etc/passwd", "/filer/..%2f..%2fetc%2fpasswd/style.css",
                 "/personal/logg%00.css", "/personal/logg/style.css", "/personal/logg%20",
                 "/personal.json", "/personal/logg.json", "/personal/forfragningar.json",
                 "/personal/mejl/M1.json", "/personal/mejl/M1/original.json", "/%70ersonal",
                 "/personal%23", "/personal?x=1", "http://evil.example/personal"):
        got = raw(b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % path.encode())
        status = int(got[9:12])
        assert status in (303, 400, 404), (path, got[:60])
        assert b"root:" not in got and b"x@example.net" not in got, path
        if status == 303:
            assert b"Location: /personal/logga-in" in got, (path, got[:300])
    for size in (2000, 20000, 70000):
        got = raw(b"GET /personal/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  % (b"a/" * (size // 2)))
        assert got[9:12] in (b"404", b"414", b"431", b""), got[:60]


def cpu(pid):
    """Nanoseconds that a process has reckoned: what else runs on the machine is not in it."""
    with open("/proc/%d/schedstat" % pid, encoding="ascii") as spent:
        return int(spent.read().split()[0])


@cases.case("an unknown name costs as much as a wrong password")
def _():
    pid = library.holder("web")
    spent = {}
    for name in ("Karin Holm", "Ingen Alls", "Karin Holm'--", "k" * 200):
        guest = Desk(library, name, None, headers={"X-Forwarded-For": "198.51.100.%d" % len(name)})
        page = guest.get("/personal/logga-in")
        begun = cpu(pid)
        answer = guest.give_password("fel fel fel fel")
        spent[name] = cpu(pid) - begun
        assert answer.status == 422, (name, answer.status)
        assert page.status == 200
    assert min(spent.values()) * 2 > max(spent.values()), spent


@cases.case("who guesses waits, and whoever has the same name elsewhere does not")
def _():
    flood = Desk(library, "Karin Holm", None, headers={"X-Forwarded-For": "203.0.113.7"})
    got = []
    while len(got) < 6 and 429 not in got:
        got.append(flood.give_password("gissning %d" % len(got)).status)
    assert got[:2] == [422, 422] and got[-1] == 429, got
    away = Desk(library, "Karin Holm", None, headers={"X-Forwarded-For": "203.0.113.99"})
    assert away.give_password().status == 303
    for wild in ("203.0.113.7, 203.0.113.8", "unknown", "1.2.3.4\t", "::ffff:203.0.113.7"):
        flood.headers = {"X-Forwarded-For": wild}
        answer = flood.give_password("gissning")
        assert answer.status in (422, 429), (wild, answer.status)


@cases.case("a session that was planted, or kept after logging out, opens nothing")
def _():
    planted = "levande-desk=" + "a" * 26 + ".99999999-" + "0" * 64
    victim = Desk(library, "Siv Ro")
    victim.cookie = planted
    victim.enrol()
    assert "a" * 26 not in victim.cookie
    thief = Site(library.port)
    thief.cookie = planted
    assert thief.get("/personal").status == 303
    both = Site(library.port, {"Cookie": planted + "; " + victim.cookie})
    assert both.get("/personal").status in (200, 303)
    kept = victim.cookie
    assert victim.send_form(victim.get("/personal"), "/personal/logga-ut", {}).status == 303
    thief.cookie = kept
    assert thief.get("/personal").status == 303
    assert thief.post("/personal/uppgifter/klar", "uppgift=1").location == "/personal/logga-in"


@cases.case("a form that was sent does no more when it is sent again, or in another's session")
def _():
    library.deliver(mail("Hej! Ringer ni mig?", "Hej", "nagon@annan.example"))
    library.once("--role", "fetch,work")
    (number,), = library.rows("SELECT id FROM inbox WHERE from_address = 'nagon@annan.example'")
    path = "/personal/mejl/M%d" % number
    page = desk.get(path)
    other = Desk(library, "Per Gran", "admin").enrol()
    before = dump()
    assert other.send_form(page, path + "/lagg-undan", {}).status == 403
    assert desk.send_form(page, path + "/lagg-undan", {"form": "1-1"}).status == 403
    assert dump() == before
    assert desk.send_form(page, path + "/lagg-undan", {}).status == 303
    before = dump()
    assert desk.send_form(page, path + "/lagg-undan", {}).status == 409
    assert dump() == before, "the same once more changes nothing"


@cases.case("the log and the pages of faults tell no path, token, cookie or words")
def _():
    library.levande("person", "add", "name=" + EVIL, "email=anna@example.org", "areas=stroke")
    shown = desk.get("/personal/personer/P1")
    assert shown.status == 200 and plain(shown)
    assert desk.get("/personal/personer/P1%0aX%20staff:1%20GET%20forged").status == 404
    log = library.log()
    for secret in [desk.cookie.split("=")[1][:26], "alert(1)", "x@example.net", "gissning",
                   "fel fel", desk.secret.replace(" ", ""), "page_failed", "Karin", *desk.recovery]:
        assert secret not in log, secret
    with open(library.book + ".access.log", encoding="utf-8") as looks:
        lines = looks.read().splitlines()
    assert lines and all(re.fullmatch(r"\S+ staff:\d+ (GET|POST) \S+ [PA]\d+", x) for x in lines)
    library.check()


if __name__ == "__main__":
    with library:
        code = cases.run()
    sys.exit(code)

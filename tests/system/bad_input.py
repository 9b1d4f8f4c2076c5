#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Bad files: configuration, templates, areas, CSV. Each fault is told with its file and line, and
nothing is changed by it. (Bad mails: bad_mails.py.)
"""

import os
import re
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.house import ROOT  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402

cases = Cases()

# A section, and a line put behind its head: what is wrong stands in that very line.
LINES = [
    ("library", b"nam = X"), ("library", b"name"), ("library", b"= X"), ("library", b"  indented"),
    ("library", b"language = sv ; a comment"), ("library", b"language = a\0b"),
    ("library", b"language = s\xe5"), ("library", b"language = a\x07b"),
    ("library", b"language = " + b"x" * 20000), ("library", b"[send"), ("library", b"[send] x"),
    ("library", b"[sektion]"), ("library", b"[rule]"), ("library", b"language = klingon"),
    ("library", b"timezone = Europa/Stockholm"), ("library", b"operator_address = drift"),
    ("library", b"operator_address = a@example.org, b@example.org"),
    ("library", b"address = twice@example.org"), ("database", b"url = sqlite:/twice.db"),
    ("fetch", b"done = burn"), ("fetch", b"done = move:"), ("fetch", b"tls = maybe"),
    ("fetch", b"ca_file = /finns/inte.pem"), ("fetch", b"password_file = /finns/inte"),
    ("fetch", b"oauth2_token_url = http://login.example.org/"),
    ("send", b"engine = pigeon"), ("send", b"rate_per_minute = -1"),
    ("send", b"rate_per_minute = "), ("send", b"hours = 19:00-07:00"), ("send", b"hours = 25:00"),
    ("send", b"from = ingen"), ("send", b"return_address = studs"), ("send", b"unknown = perhaps"),
    ("web", b"tls_cert_file = /finns/inte.pem"), ("web", b"trusted_proxies = 300.1.1.1"),
    ("routing", b"default = cirka"), ("routing", b"mode = manual"),
    ("invite", b"answer_days = 0"), ("invite", b"answer_days = 7.5"),
    ("invite", b"answer_days = 99999999999999999999"), ("invite", b"reminder_days = tre"),
    ("invite", b"fill_probability = 1.5"), ("invite", b"fill_probability = 0"),
    ("invite", b"max_wave = 0"), ("invite", b"topic_in_mail = kanske"),
    ("invite", b"pauses = 2027-08-06..2027-07-05"), ("invite", b"pauses = juli"),
    ("agreement", b"reminder_working_days = x"), ("followup", b"after_days = x"),
    ("compensation", b"model = gratis"), ("compensation", b"price_base_amount = 2025=58800"),
    ("compensation", b"fixed = 2019-13-01:900/1800"), ("limits", b"all_per_hour = -5"),
    ("staff", b"digest = 8"), ("staff", b"digest = 24:30"), ("retention", b"mail = forever"),
    ("retention", b"person = 0"), ("retention", b"cake = 12"),
]
# Keys with another value than the good one; the fault is in the line of the key.
VALUES = [
    ("library", "address", "ingen adress"), ("library", "base_url", "levande.example.org"),
    ("library", "base_url", "ftp://example.org"), ("library", "trusted_domains", "@@"),
    ("database", "url", "oracle:x"), ("database", "url", "sqlite:"),
    ("fetch", "source", "gopher://example.org/"), ("fetch", "source", "imaps://:993/INBOX"),
    ("fetch", "source", "imaps://imap.example.org:99999/INBOX"),
    ("fetch", "poll_seconds", "0"), ("fetch", "poll_seconds", "ofta"),
    ("send", "target", "http://example.org"), ("send", "target", "smtp://example.org:0"),
    ("send", "reply_address", "svar"), ("web", "listen", "ingenstans"),
    ("web", "listen", "127.0.0.1:http"), ("routing", "mode", ""),
    ("files", "areas", "/finns/inte.ini"), ("files", "templates", "/finns/inte"),
]
# What is wrong between keys, or lacks: some line of the file is told.
TOGETHER = [
    {"library": {"address": None}}, {"library": {"base_url": None}}, {"fetch": {"source": None}},
    {"send": {"target": None}},
    {"fetch": {"source": "imaps://imap.example.org/INBOX"}},
    {"fetch": {"source": "imap://imap.example.org/INBOX", "user": "x", "tls": "none"}},
    {"send": {"target": "smtp://smtp.example.org", "tls": "none"}},
    {"send": {"target": "smtps://smtp.example.org", "engine": "libesmtp"}},
    {"web": {"tls_cert_file": "CERT"}},
    {"rule x": {"route": "both"}}, {"rule x": {"areas": "stroke", "route": "fram"}},
    {"rule x": {"areas": "finnsinte", "route": "pool"}},
]


def told(library, output, line):
    """A fault of the configuration, at this line (or any), with what was expected."""
    where = re.findall(r"^%s:(\d+): .*expected" % re.escape(library.file), output, re.M)
    return str(line) in where if line else bool(where)


def refuses(library, what, line):
    code, said = library.daemon("--check")
    assert code == 78 and told(library, said, line), "%s: exit %d, line %s: %s" % (
        what, code, line, said)


@cases.case("configuration: every malformed line is told with file and line, exit 78")
def malformed_lines():
    with Levande() as library:
        sections = {**library.sections}
        for name in ("invite", "agreement", "followup", "compensation", "limits", "staff",
                     "retention"):
            sections.setdefault(name, {})
        library.sections = sections
        library.write()
        with open(library.file, "rb") as good:
            good = good.read().split(b"\n")
        for section, line in LINES:
            at = good.index(b"[%s]" % section.encode()) + 1
            twice = line.split(b"=")[0].strip() in (b"address", b"url")
            number = at + 1 if not twice else at + 1 + next(
                n for n, text in enumerate(good[at:], 1)
                if text.startswith(line.split(b"=")[0].strip()))
            with open(library.file, "wb") as out:
                out.write(b"\n".join(good[:at] + [line] + good[at:]))
            refuses(library, line, number)


@cases.case("configuration: every bad value is told with file and line, exit 78")
def bad_values():
    with Levande() as library:
        for section, key, value in VALUES:
            good = library.sections[section][key]
            library.set(section, **{key: value})
            with open(library.file, encoding="utf-8") as lines:
                number = next(n for n, text in enumerate(lines, 1)
                              if text.startswith(key + " = " + value))
            refuses(library, "%s = %s" % (key, value), number)
            library.set(section, **{key: good})


@cases.case("configuration: what lacks or does not go together is told with a line, exit 78")
def together():
    with Levande() as library:
        good = {name: {**keys} for name, keys in library.sections.items()}
        for change in TOGETHER:
            library.sections = {name: {**keys} for name, keys in good.items()}
            for section, keys in change.items():
                for key, value in keys.items():
                    library.set(section, **{key: library.file if value == "CERT" else value})
            refuses(library, change, None)


@cases.case("configuration: all faults are told at once, and a missing or empty file too")
def at_once():
    with Levande() as library:
        library.set("fetch", poll_seconds="x", done="y")
        library.set("web", listen="z")
        code, said = library.daemon("--check")
        assert code == 78 and len(re.findall(r"^\S+:\d+: .*expected", said, re.M)) == 3, said
        code, said = library.daemon()
        assert code == 78 and len(re.findall(r"^\S+:\d+: .*expected", said, re.M)) == 3, said
        done = library.run("request", "list")
        assert done.returncode == 78 and done.stderr.count(b"expected") == 3, done
        for content in (b"", b"\xff\xfe[\0l\0", b"\0" * 500, b"\n" * 9999 + b"x"):
            with open(library.file, "wb") as out:
                out.write(content)
            refuses(library, content[:9], None)
        os.remove(library.file)
        code, said = library.daemon("--check")
        assert code == 78 and library.file in said, (code, said)
        assert not os.path.exists(library.book)


@cases.case("configuration: the same good file passes, with and without a case book")
def good():
    with Levande() as library:
        assert library.daemon("--check")[0] == 0 and not os.path.exists(library.book)
        library.once()
        assert library.daemon("--check")[0] == 0
        with open(library.book, "r+b") as book:
            book.write(b"this is no database at all, is it?" * 100)
        code, said = library.daemon("--check")
        assert code == 78 and library.file + ":" in said, (code, said)
        library.set("database", url="sqlite:%s/no/such/folder/book.db" % library.folder)
        refuses(library, "a case book in no folder", 1)


def own_texts(library):
    """Templates and areas of the test's own; returns their folder."""
    own = library.folder + "/config"
    shutil.copytree(ROOT + "/config", own)
    library.set("files", areas=own + "/areas.ini", templates=own)
    return own


@cases.case("a broken template is told with file and line; SIGHUP refuses it")
def template():
    with Levande() as library:
        own = own_texts(library)
        daemon = library.start()
        for name, text, line in (
                ("letters/sv/acknowledgement.md", "Subject: X\n\nHej\n{{#open}}\n", 4),
                ("letters/en/missing_facts.md", "Subject: X\n\n{{name\n", 3),
                ("letters/sv/partials/greeting.md", "Hej\n{{/closed}}\n", 2),
                ("letters/sv/message.md", "Hej utan ämne\n", 1),
                ("pages/home.html", "<p>{{#a}}{{/b}}</p>\n", 1)):
            path = "%s/%s" % (own, name)
            with open(path, "rb") as file:
                shipped = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            code, said = library.daemon("--check")
            assert code == 78 and "%s:%d: " % (path, line) in said, (name, code, said)
            refusals = library.log().count("configuration_refused")
            daemon.send_signal(signal.SIGHUP)
            wait_for(lambda: library.log().count("configuration_refused") > refusals, 30,
                     "the refusal of " + name)
            with open(path, "wb") as file:
                file.write(shipped)
        assert library.log().count("role_ended") == 0 and library.get("/")[0] == 200
        assert library.stop(daemon) == 0
        os.remove(own + "/letters/sv/acknowledgement.md")
        code, said = library.daemon("--check")
        assert code == 78 and "acknowledgement" in said, (code, said)
        code, said = library.daemon("--once")
        assert code == 78, (code, said)


@cases.case("an area file with a loop, or other faults, is told with file and line")
def areas():
    with Levande() as library:
        own = own_texts(library)
        for text, line in (
                ("[a]\nparent = b\nsv = A\nen = A\n\n[b]\nparent = a\nsv = B\nen = B\n", 2),
                ("[a]\nparent = a\nsv = A\nen = A\n", 2),
                ("[a]\nparent = finnsinte\nsv = A\nen = A\n", 2),
                ("[a]\nsv = A\nen = A\n\n[a]\nsv = A\nen = A\n", 5),
                ("[a]\nsv = A\nen = A\nfärg = blå\n", 4),
                ("sv = A\n", 1), ("[a\n", 1), ("[a]\nsv = A\nsv = B\nen = A\n", 3)):
            with open(own + "/areas.ini", "w", encoding="utf-8") as out:
                out.write(text)
            code, said = library.daemon("--check")
            assert code == 78 and "%s/areas.ini:%d: " % (own, line) in said, (text, code, said)
            assert library.run("request", "list").returncode == 78


HEAD = "name,email,areas,consent_date,consent_version\n"
CSV_FAULTS = [
    (HEAD.encode() + b"Anna,anna@example.org,stroke,2026-01-01,1\nBo,ingen adress,stroke,,\n", 3),
    (HEAD.encode() + b"Anna,anna@example.org,finnsinte,,\n", 2),
    (HEAD.encode() + b"Anna,anna@example.org,stroke,2026-02-30,1\n", 2),
    (HEAD.encode() + b",anna@example.org,stroke,,\n", 2),
    (HEAD.encode() + b"Anna,anna@example.org\n", 2),
    (HEAD.encode() + b"Anna,anna@example.org,stroke,,,,,\n", 2),
    (HEAD.encode() + b'Anna,"anna@example.org,stroke,,\n', 2),
    (b"name,email,skostorlek\nAnna,anna@example.org,38\n", 1),
    (b"email,areas\nanna@example.org,stroke\n", 1),
    (b"name,name\nAnna,Anna\n", 1),
    (b"name\temail\nAnna\tanna@example.org\n", 1),
    (b"name|email\nAnna|anna@example.org\n", 1),
    ("name,email\nÅsa,a@example.org\n".encode("utf-16"), 1),
    (b"name,email\nAn\0na,a@example.org\n", 2),
    (b"name,email\n\xc3\x85sa,a@example.org\nBo\x81\x8d,b@example.org\n", 3),
    (b"", None), (b"\n\n", None), (bytes(range(256)) * 4, None),
]


@cases.case("CSV: a bad row, encoding or separator is told with its line and nothing is imported")
def csv_faults():
    with Levande() as library:
        path = library.folder + "/pool.csv"
        for content, line in CSV_FAULTS:
            with open(path, "wb") as out:
                out.write(content)
            done = library.run("person", "import", path)
            said = (done.stdout + done.stderr).decode("utf-8")
            assert done.returncode == 65, (content, done)
            assert "line %d: " % line in said if line else said, (content, said)
            faults = library.levande("person", "import", path, expected=65)["faults"]
            assert faults and (not line or faults[0].startswith("line %d: " % line)), faults
        assert library.levande("person", "list", "--why", "prov") == []
        assert library.run("person", "import", "/finns/inte.csv").returncode == 66
        library.check()


@cases.case("CSV: comma and semicolon, UTF-8 with a mark and Windows-1252 are the same file")
def csv_good():
    table = HEAD + "Åsa Öberg,asa@example.org,stroke,2026-01-01,1\n"
    for content in (table.encode(), b"\xef\xbb\xbf" + table.encode(), table.encode("cp1252"),
                    table.replace(",", ";").encode("cp1252"),
                    table.replace("\n", "\r\n").encode()):
        with Levande() as library:
            path = library.folder + "/pool.csv"
            with open(path, "wb") as out:
                out.write(content)
            counts = library.levande("person", "import", path)
            assert (counts["rows"], counts["added"]) == (1, 1), counts
            assert library.levande("person", "import", path)["added"] == 0
            people = library.levande("person", "list", "--why", "prov")
            assert [p["name"] for p in people] == ["Åsa Öberg"], people


if __name__ == "__main__":
    sys.exit(cases.run())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The command as scripts rely on it: with --json each verb prints one value with the keys of the
contract; refusals have their exit codes, a reason on standard error, and change nothing.
"""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.house import ROOT  # noqa: E402
from lib.levande import BIN, Levande  # noqa: E402

cases = Cases()
FACTS = set("""intent kind areas perspective people_min people_max route occasions respond_by format
    municipality compensation cost_ref unit contact_name contact_phone""".split())
READING = FACTS | set("""from subject text charset message_id attachments automatic defects sources
    proposals""".split())
REQUEST = (FACTS - {"intent"}) | set("""number state missing source received_at invitations
    nominations placements followups letters history""".split())
ROW = set("number state subject unit received_at waits_for".split())
INVITATION = set("who state asked_at answered_at text outcome told_at".split())
LETTER = set("to purpose state message_id".split())
HISTORY = set("at actor event from to".split())
CANDIDATE = set("who name score reasons excluded".split())
TASK = set("id kind number since text".split())
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
BOUNCE = b"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: levande@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

No such user.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; borta@example.org
Action: failed
Status: 5.1.1

--B--
"""


class Shelf(Levande):
    """A library with a pool, one request that asks and one that waits for facts."""

    def __enter__(self):
        try:
            return self.fill()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise

    def fill(self):
        self.pool()
        self.deliver(mails.request_mail(1), mails.request_mail(2, complete=False),
                     mails.mail("Hej, vad gör ni?", sender="x@example.com", subject="Fråga",
                                number=3))
        self.once()
        rows = {r["subject"]: r["number"] for r in self.requests()}
        self.asking, self.owing = rows["Workshop om stroke 1"], rows["Workshop om stroke 2"]
        return self

    def show(self, number):
        return self.levande("request", "show", number)


def has(keys, value, what):
    assert keys <= set(value), "%s lacks %s" % (what, sorted(keys - set(value)))


def refused(library, code, *words, **more):
    done = library.run(*words, **more)
    assert done.returncode == code and done.stderr.strip(), (words, done)
    done = library.run("--json", *words, **more)
    assert done.returncode == code, (words, done)


@cases.case("mail read: all keys, from a file and from standard input, without a configuration")
def mail_read():
    with Levande() as library:
        raw, path = mails.request_mail(1), library.folder + "/mail.eml"
        with open(path, "wb") as out:
            out.write(raw)
        value = library.levande("mail", "read", path, config=False, cwd=ROOT)
        assert value == library.levande("mail", "read", "-", stdin=raw)
        has(READING, value, "mail read")
        assert value["intent"] == "request" and value["areas"] == ["stroke"]
        assert (value["people_min"], value["people_max"]) == (2, 2)
        assert value["municipality"] == "Göteborg" and value["automatic"] is None
        assert value["from"] and value["message_id"] and value["sources"]["people_min"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT13:00", value["occasions"][0]["start"])
        assert not os.path.exists(library.book), "a book was made"
        bounce = library.levande("mail", "read", "-", stdin=BOUNCE)
        assert bounce["automatic"] == "bounce"
        assert bounce["bounce"] == {"status": "5.1.1", "action": "failed",
                                    "recipient": "borta@example.org"}, bounce["bounce"]
        for text, answer in (("Ja tack, gärna!", "yes"), ("Nej, jag kan inte.", "no"),
                             ("Får jag tänka?", "unclear")):
            reply = library.levande("mail", "read", "-", stdin=mails.mail(
                text, subject="Sv: En fråga till dig", In_Reply_To="<a@example.org>"))
            assert reply["answer"] in (answer, "maybe" if answer == "unclear" else answer), reply


@cases.case("request list and show: the keys of the contract, times with offset")
def request_views():
    with Shelf() as library:
        rows = library.requests()
        for row in rows:
            has(ROW, row, "request list")
            assert re.fullmatch(r"LB-\d{4}-\d{4}", row["number"])
            assert re.fullmatch(TIME, row["received_at"])
        assert [r["number"] for r in library.levande("request", "list", "--state", "inviting")] \
            == [library.asking]
        shown = library.show(library.asking)
        has(REQUEST, shown, "request show")
        for key, keys in (("invitations", INVITATION), ("letters", LETTER), ("history", HISTORY)):
            assert shown[key], key
            for entry in shown[key]:
                has(keys, entry, key)
        assert all(re.fullmatch(TIME, i["asked_at"]) for i in shown["invitations"])
        assert {i["who"][0] for i in shown["invitations"]} == {"P", "A"}
        assert shown["source"] == "mail" and shown["missing"] == []
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT13:00", shown["occasions"][0]["start"])
        assert set(library.show(library.owing)["missing"]) == {"people_min", "format",
                                                               "compensation"}


@cases.case("request match: best first, the reasons add up, and the search is recorded")
def match():
    with Shelf() as library:
        found = library.levande("request", "match", library.owing)
        assert len(found) > 10
        for entry in found:
            has(CANDIDATE, entry, "request match")
            assert sum(r["weight"] for r in entry["reasons"]) == entry["score"], entry
            assert all({"key", "text", "weight"} <= set(r) for r in entry["reasons"])
        fit = [e["score"] for e in found if e["excluded"] is None]
        assert fit and fit == sorted(fit, reverse=True)
        assert len(library.levande("request", "match", library.owing, "--limit", "2")) == 2
        assert library.rows("SELECT count(*) FROM search")[0][0] >= 2
        library.check()


@cases.case("each verb of requests prints one value, and the request as it then stands")
def request_verbs():
    with Shelf() as library:
        path = library.folder + "/mail.eml"
        with open(path, "wb") as out:
            out.write(mails.request_mail(9, sender="nagon@example.com"))
        made = library.levande("request", "read", path)
        assert made["source"] == "command" and made["trusted"] is False
        steps = (
            (library.owing, "set", ["people_min=3", "municipality=Borås"]),
            (library.owing, "note", ["ringde, återkommer på torsdag"]),
            (library.owing, "write", ["unit", "--text", "Vi ringer i morgon."]),
            (library.owing, "route", ["pool"]),
            (library.owing, "invite", ["P20"]),
            (library.owing, "invite", []),
            (library.owing, "answer", ["P20", "yes", "--text", "på telefon"]),
            (library.owing, "cancel", ["--text", "Workshopen blir inte av."]),
        )
        for number, verb, words in steps:
            shown = library.levande("request", verb, number, *words)
            has(REQUEST, shown, "request " + verb)
            assert shown["number"] == number
        shown = library.show(library.owing)
        assert shown["people_min"] == 3 and shown["municipality"] == "Borås"
        assert shown["state"] == "cancelled"
        answered = next(i for i in shown["invitations"] if i["who"] == "P20")
        assert answered["state"] == "yes" and answered["outcome"] == "cancelled", answered
        library.once()
        assert next(i for i in library.show(library.owing)["invitations"] if i["who"] == "P20")[
            "outcome"] == "cancelled"
        advised = library.levande("request", "route", made["number"], "advice", "--text", "Ring!")
        assert advised["state"] == "advised"
        assert library.levande("request", "close", made["number"])["state"] == "closed"
        library.check()


@cases.case("people, associations and staff: each verb prints one value")
def entries():
    with Shelf() as library:
        added = library.levande("person", "add", "name=Åsa Ek", "email=asa@example.org",
                                "areas=stroke")
        who = "P%s" % str(added["id"]).lstrip("P")
        assert library.levande("person", "show", who)["name"] == "Åsa Ek"
        assert library.levande("person", "set", who, "municipality=Borås")[
            "municipality"] == "Borås"
        assert library.levande("person", "pause", who, "2099-01-01")["paused_until"]
        assert isinstance(library.levande("person", "export", who), dict)
        assert isinstance(library.levande("person", "list", "--why", "årlig genomgång"), list)
        library.levande("person", "erase", who)
        assert "Åsa Ek" not in str(library.levande("person", "list", "--why", "prov"))
        group = library.levande("association", "add", "name=Prov", "email=prov@example.org",
                                "areas=stroke")
        name = "A%s" % str(group["id"]).lstrip("A")
        assert library.levande("association", "set", name, "contact=Bo Ek")["contact"] == "Bo Ek"
        assert library.levande("association", "show", name)["name"] == "Prov"
        assert any(a["name"] == "Prov" for a in library.levande("association", "list"))
        library.levande("staff", "add", "karin", "--email", "karin@example.org",
                        stdin=b"ett-langt-losenord-4711\n")
        assert [s["name"] for s in library.levande("staff", "list")] == ["karin"]
        assert "losenord" not in str(library.levande("staff", "list"))
        library.levande("staff", "disable", "karin")
        library.check()


@cases.case("staff who act are known by name to the reader, and by number to the trail")
def actors():
    with Shelf() as library:
        library.levande("staff", "add", "Karin Ek", stdin=b"ett-langt-losenord-4711\n")
        library.deliver(mails.request_mail(4))
        library.once("--role", "fetch,work")
        number = library.requests()[0]["number"]
        as_karin = {"env": {**os.environ, "LEVANDE_ACTOR": "Karin Ek"}}
        library.levande("request", "note", number, "Ringde.", **as_karin)
        note, = [h for h in library.levande("request", "show", number)["history"]
                 if h["event"] == "note"]
        assert (note["actor"], note["staff"]) == ("staff:1", "Karin Ek"), note
        nobody = {"env": {**os.environ, "LEVANDE_ACTOR": "Bo"}}
        library.levande("request", "note", number, "x", expected=77, **nobody)
        library.levande("staff", "disable", "Karin Ek", **as_karin)
        library.levande("request", "note", number, "x", expected=77, **as_karin)
        trail = library.rows("SELECT actor, subject FROM audit")
        assert not any("Karin" in word for row in trail for word in row), trail
        assert ("staff:1", "staff:1") in trail, trail
        library.check()


@cases.case("mail and tasks: each verb prints one value")
def mail_verbs():
    with Shelf() as library:
        library.deliver(mails.request_mail(4, complete=False))
        library.once("--role", "fetch,work")
        listed = library.levande("mail", "list")
        letter = next(m for m in listed["outbox"] if m["state"] == "queued")
        has(LETTER | {"id"}, letter, "mail list")
        mail = next(m for m in listed["inbox"] if m["subject"] == "Fråga")
        waiting = library.levande("mail", "list", "--unread")
        assert [m["id"] for m in waiting["inbox"]] == [mail["id"]], waiting
        has(READING, library.levande("mail", "show", "M%d" % mail["id"])["reading"], "mail show")
        assert len(library.run("mail", "show", "M%d" % mail["id"], "--raw").stdout) == \
            mail["bytes"]
        assert library.levande("mail", "show", "L%d" % letter["id"])["text"]
        tasks = library.tasks()
        assert tasks and all(TASK <= set(t) for t in tasks), tasks
        assert re.fullmatch(TIME, tasks[0]["since"]) and tasks[0]["number"] is None
        assert library.levande("mail", "drop", "L%d" % letter["id"])["state"] == "dropped"
        assert library.levande("mail", "retry", "M%d" % mail["id"])["state"] == "unread"
        assert library.tasks() == []
        library.once("--role", "work")
        tasks = library.tasks()
        assert library.levande("task", "done", str(tasks[0]["id"]), "--text", "läst")["done"]
        assert library.tasks() == []
        library.deliver(mails.mail("Hej igen", sender="x@example.com", number=5))
        library.once("--role", "fetch,work")
        number = "M%d" % library.levande("mail", "list", "--unread")["inbox"][0]["id"]
        assert library.levande("mail", "drop", number)["state"] == "dropped"
        assert library.tasks() == []
        assert library.levande("mail", "release") == {"released": 0}
        assert library.levande("check")["sound"] is True


@cases.case("64: a command line that is wrong")
def usage():
    with Shelf() as library:
        for words in ((), ("frobnicate",), ("request",), ("request", "dance"), ("request", "show"),
                      ("request", "show", library.asking, "extra"), ("--frob", "tasks"),
                      ("request", "list", "--state", "happy"), ("request", "list", "--state"),
                      ("request", "set", library.asking, "people_min"),
                      ("request", "set", library.asking, "shoes=42"),
                      ("request", "route", library.owing, "sideways"),
                      ("request", "answer", library.asking, "P1", "perhaps"),
                      ("request", "answer", library.asking, "X1", "yes"),
                      ("request", "cancel", library.asking),
                      ("request", "match", library.asking, "--limit", "-1"),
                      ("request", "write", library.asking, "unit"),
                      ("person", "show", "12"), ("person", "pause", "P1", "igår"),
                      ("mail", "show", "Q1"), ("mail", "read"), ("task", "done", "x"),
                      ("tasks", "all"), ("--now", "igår", "tasks"), ("check", "now")):
            refused(library, 64, *words)
        library.check()


@cases.case("65: moves that the rules refuse, and values that are none")
def rules():
    with Shelf() as library:
        before = library.show(library.asking)
        for words in (("request", "close", library.owing),
                      ("request", "route", library.asking, "advice"),
                      ("request", "answer", library.asking, "P39", "yes"),
                      ("request", "invite", library.owing),
                      ("request", "set", library.owing, "people_min=många"),
                      ("request", "set", library.owing, "areas=finnsinte"),
                      ("request", "read", "M1"), ("mail", "retry", "M1"), ("mail", "retry", "L1"),
                      ("person", "add", "name=X", "areas=finnsinte")):
            refused(library, 65, *words)
        assert library.show(library.asking) == before
        library.levande("request", "cancel", library.asking, "--text", "Inställt.")
        refused(library, 65, "request", "route", library.asking, "pool")
        refused(library, 65, "request", "cancel", library.asking, "--text", "Igen.")
        library.check()


@cases.case("66: what is not there")
def missing():
    with Shelf() as library:
        for words in (("request", "show", "LB-2099-0001"), ("request", "show", "hej"),
                      ("request", "route", "LB-2099-0001", "pool"),
                      ("request", "match", "LB-2099-0001"),
                      ("request", "answer", "LB-2099-0001", "P1", "yes"),
                      ("request", "invite", library.owing, "P9999"),
                      ("request", "invite", library.owing, "A9999"),
                      ("request", "write", library.owing, "P9999", "--text", "Hej"),
                      ("request", "read", "/finns/inte.eml"), ("request", "read", "M9999"),
                      ("person", "show", "P9999"), ("person", "set", "P9999", "name=X"),
                      ("association", "show", "A9999"), ("staff", "disable", "ingen"),
                      ("mail", "read", "/finns/inte.eml"), ("mail", "show", "M9999"),
                      ("mail", "show", "L9999"), ("mail", "retry", "L9999"),
                      ("mail", "drop", "M9999"), ("task", "done", "9999"),
                      ("restore", "/finns/inte")):
            refused(library, 66, *words)
        library.check()


@cases.case("77: without a legal basis nobody searches the pool; associations can be asked")
def no_basis():
    with Levande(library={"legal_basis": "none"}) as library:
        library.pool()
        library.deliver(mails.request_mail(1))
        library.once()
        number = library.requests()[0]["number"]
        shown = library.levande("request", "show", number)
        assert {i["who"][0] for i in shown["invitations"]} == {"A"}, shown["invitations"]
        refused(library, 77, "person", "list", "--why", "prov")
        refused(library, 77, "request", "invite", number, "P1")
        assert {m["who"][0] for m in library.levande("request", "match", number)} == {"A"}
        library.levande("request", "route", number, "pool")
        refused(library, 77, "request", "match", number)
        library.set("routing", default="pool")
        library.deliver(mails.request_mail(2))
        library.once()
        second = library.requests()[0]["number"]
        assert second != number and second in {t["number"] for t in library.tasks()}, \
            "nobody is told that nobody can be asked"
        assert library.levande("request", "show", second)["invitations"] == []
        library.check()


@cases.case("output: plain words without --json, help names every verb, a full output is told")
def output():
    with Shelf() as library:
        for words in (("request", "list"), ("request", "show", library.asking), ("tasks",),
                      ("request", "match", library.asking), ("mail", "list"), ("check",),
                      ("mail", "show", "M1"), ("mail", "show", "L1"), ("association", "list")):
            done = library.run(*words)
            assert done.returncode == 0 and done.stdout.strip() and not done.stderr, (words, done)
        assert library.run("tasks", "--json").stdout.lstrip().startswith(b"[")
        usage_text = library.run("--help", config=False).stdout.decode()
        for verb in ("request list", "request invite", "mail release", "person erase", "backup",
                     "association import", "staff disable", "task done", "check"):
            assert re.search(r"^  %s( |$)" % verb, usage_text, re.M), verb
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BIN + "/levande", "-c", library.file, "--json", "request",
                                   "list"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 73, done


if __name__ == "__main__":
    sys.exit(cases.run())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Many at one case book: commands, imports, backups and pages beside the working roles; and what
/halsa says of it all.
"""

import datetime
import json
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import BIN, Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402

PATIENCE = 60
cases = Cases()


def many(library, commands):
    """Starts all these commands at once; their exit codes."""
    running = [subprocess.Popen([BIN + "/levande", "-c", library.file, *words],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
               for words in commands]
    ended = [(p.communicate(timeout=PATIENCE)[1], p.returncode) for p in running]
    assert all(code == 0 for _, code in ended), [e for e in ended if e[1] != 0]


@cases.case("sixteen commands at once beside the service: each is done, once")
def commands():
    with Levande() as library:
        library.pool()
        library.deliver(mails.request_mail(1), mails.request_mail(2, complete=False))
        daemon = library.start()
        wait_for(lambda: len(library.requests()) == 2, PATIENCE, "the requests")
        number = library.requests()[0]["number"]
        library.deliver(*(mails.request_mail(n, complete=n % 3 == 0) for n in range(3, 20)))
        many(library, [("request", "note", number, "rad %d" % n) for n in range(8)] +
             [("person", "set", "P%d" % (n + 1), "municipality=Borås") for n in range(8)])
        wait_for(lambda: len(library.requests()) == 19, PATIENCE, "all requests")
        history = library.levande("request", "show", number)["history"]
        notes = sorted(h["text"] for h in history if h["event"] == "note")
        assert notes == ["rad %d" % n for n in range(8)], notes
        assert library.stop(daemon) == 0
        library.check()


@cases.case("a large import holds nobody up: pages answer and mails are acknowledged meanwhile")
def large_import():
    with Levande() as library:
        path = library.folder + "/pool.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("name,email,areas,municipality,consent_date,consent_version\n")
            for n in range(5000):
                out.write("Person %d,p%d@example.net,stroke diabetes,Borås,2026-01-14,1\n" % (n, n))
        daemon = library.start()
        importer = subprocess.Popen([BIN + "/levande", "-c", library.file, "person", "import",
                                     path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        slowest, answers = 0, []
        library.deliver(mails.request_mail(1, complete=False))
        while importer.poll() is None:
            begun = time.monotonic()
            answers += [library.get("/halsa")[0], library.get("/")[0]]
            slowest = max(slowest, time.monotonic() - begun)
        assert importer.wait() == 0, importer.stderr.read()
        importer.stderr.close()
        assert set(answers) == {200}, sorted(set(answers))
        assert slowest < 3, "two pages took %.1f s" % slowest
        wait_for(library.letters, PATIENCE, "the acknowledgement")
        assert library.stop(daemon) == 0
        assert len(library.levande("person", "list", "--why", "prov")) == 5000
        library.check()


@cases.case("an import that is killed leaves nothing of itself to be seen, and can be repeated")
def killed_import():
    with Levande() as library:
        library.once()
        path = library.folder + "/pool.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("name,email,areas,consent_date,consent_version\n")
            for n in range(4000):
                out.write("Person %d,p%d@example.net,stroke,2026-01-14,1\n" % (n, n))
        importer = subprocess.Popen([BIN + "/levande", "-c", library.file, "person", "import",
                                     path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: importer.poll() is not None or
                 library.rows("SELECT count(*) FROM person")[0][0] > 100, PATIENCE, "some rows")
        importer.kill()
        cut = importer.wait() != 0
        seen = library.levande("person", "list", "--why", "prov")
        assert seen == [] or not cut and len(seen) == 4000, len(seen)
        library.check()
        library.levande("person", "import", path)
        assert len(library.levande("person", "list", "--why", "prov")) == 4000
        library.check()


@cases.case("backups and checks at work disturb nobody")
def backups():
    with Levande() as library:
        library.pool()
        daemon = library.start()
        stop, failed = threading.Event(), []

        def look():
            number = 0
            while not stop.is_set():
                number += 1
                for words in (("backup", "%s/copy-%d" % (library.folder, number)), ("check",)):
                    done = library.run(*words)
                    if done.returncode != 0:
                        failed.append(done)
        looker = threading.Thread(target=look)
        looker.start()
        try:
            library.deliver(*(mails.request_mail(n, complete=n % 4 == 0) for n in range(1, 41)))
            wait_for(lambda: len(library.letters()) >= 40, PATIENCE, "forty acknowledgements")
        finally:
            stop.set()
            looker.join()
        assert failed == [], failed
        assert "role_ended" not in library.log() and "ERROR" not in library.log()
        assert library.stop(daemon) == 0
        library.check()


def health(library, now):
    """(status, view) of /halsa at this moment."""
    web = library.start("--role", "web", "--now", now)
    try:
        status, text = library.get("/halsa")
        return status, json.loads(text)
    finally:
        assert library.stop(web) == 0


@cases.case("/halsa: 503 with the reason when fetching, reading or sending has come to a halt")
def halted():
    with Levande() as library:
        assert health(library, "2027-03-01T09:00")[0] == 200, "a new book"
        library.once("--now", "2027-03-01T10:00")
        status, view = health(library, "2027-03-01T10:10")
        assert (status, view["status"]) == (200, "ok"), view
        status, late = health(library, "2027-03-01T10:20")
        assert status == 503 and late["status"] != "ok", late
        library.once("--role", "fetch", "--now", "2027-03-01T10:21")
        assert health(library, "2027-03-01T10:22")[0] == 200
        library.deliver(mails.request_mail(1, complete=False))
        library.once("--role", "fetch", "--now", "2027-03-01T10:25")
        assert health(library, "2027-03-01T10:30")[0] == 200
        library.once("--role", "fetch", "--now", "2027-03-01T10:41")
        status, unread = health(library, "2027-03-01T10:41")
        assert status == 503 and unread != late, unread
        library.once("--role", "work", "--now", "2027-03-01T10:42")
        assert health(library, "2027-03-01T10:43")[0] == 200
        library.once("--role", "fetch,work", "--now", "2027-03-01T11:13")
        status, unsent = health(library, "2027-03-01T11:13")
        assert status == 503, unsent
        library.once("--now", "2027-03-01T11:14")
        assert health(library, "2027-03-01T11:15")[0] == 200


@cases.case("/halsa: what waits for the hours or for a person is no halt")
def no_halt():
    with Levande(send={"hours": "07:00-19:00"}) as library:
        library.pool()
        library.deliver(mails.request_mail(1, today=datetime.date(2027, 3, 1)),
                        mails.mail("Hej?", sender="x@example.com", number=2))
        library.once("--now", "2027-03-01T20:00")
        states = {m["state"] for m in library.levande("mail", "list")["outbox"]}
        assert states == {"sent", "queued"} and library.tasks(), states
        library.once("--now", "2027-03-01T23:00")
        status, view = health(library, "2027-03-01T23:01")
        assert status == 200, view


if __name__ == "__main__":
    sys.exit(cases.run())

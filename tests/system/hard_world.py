#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A hard world: robots that answer each other, caps, clocks that jump, a book that is locked or has
no room, a mailbox that is closed for a week, and mail servers with habits of their own.

Whatever they do, nothing is lost, nothing is said twice, and `levande check` finds nothing.
(Servers that misbehave: fetch_misbehaving.py, send_refusals.py; crashes: survival.py.)
"""

import collections
import contextlib
import datetime
import fcntl
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import dovecot, mails  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.loan import START, Loan  # noqa: E402
from lib.ports import free_port, wait_for  # noqa: E402
from lib.site import Site  # noqa: E402

cases = Cases()
PATIENCE = 60


def march(day, time="10:00"):
    return "2027-03-%02dT%s" % (day, time)


# ---- Robots ----

class Robots:
    """They answer every letter that comes, each in its own way, and never tire."""

    def __init__(self, library, habits):
        self.library, self.habits, self.heard, self.said = library, habits, set(), 0

    def speak(self):
        """All answer what is new to them; how many letters that was."""
        fresh = [m for m in self.library.letters() if m["Message-ID"] not in self.heard]
        for letter in fresh:
            self.heard.add(letter["Message-ID"])
            habit = self.habits.get(letter["To"].addresses[0].addr_spec)
            if habit:
                self.said += 1
                self.library.deliver(habit(letter, self.said))
        return len(fresh)


def answer(letter, text, number, **headers):
    return mails.mail(text, subject="Sv: " + letter["Subject"], number="robot-%d" % number,
                      sender=letter["To"].addresses[0].addr_spec, to=letter["Reply-To"],
                      In_Reply_To=letter["Message-ID"], **headers)


def vacation(letter, n):
    return answer(letter, "Jag är ledig till den 3 maj.", n, Auto_Submitted="auto-replied")


def vacation_unmarked(letter, n):
    return answer(letter, "Jag är på semester och läser inte min e-post.", n)


def eager(letter, n):
    return answer(letter, "Ja tack!", n)


def fickle(letter, n):
    return answer(letter, "Nej, jag kan inte." if n % 2 else "Ja tack!", n)


def mailing_list(letter, n):
    return answer(letter, "Ja tack!\n\n" + text_of(letter), n, List_Id="<lista.example.org>",
                  Precedence="list")


def bouncer(letter, n):
    return mails.bounce(letter, n)


def bouncer_with_a_sender(letter, n):
    return mails.bounce(letter, n, sender="<mailer-daemon@example.org>")


def ticket_system(letter, n):
    """It opens a new request of every letter that it gets."""
    return mails.request_mail("arende-%d" % n, complete=False, subject="Workshop, ärende %d" % n,
                              sender=letter["To"].addresses[0].addr_spec)


@cases.case("robots that answer everything, and each other, go silent within the caps")
def robots():
    habits = {"p1@example.org": vacation, "p2@example.org": vacation_unmarked,
              "p3@example.org": eager, "p4@example.org": mailing_list, "p5@example.org": bouncer,
              "p6@example.org": bouncer_with_a_sender, "p7@example.org": fickle,
              "marie.sundqvist@vgregion.example": ticket_system}
    with Loan(people=7, routing={"mode": "assist"}, limits={  # nobody is connected by itself
            "address_per_day": "6", "request_per_address": "5", "all_per_hour": "500"}) as loan:
        loan.deliver(mails.request_mail(1, today=datetime.date(2027, 3, 1)))
        loan.at(START)
        loan.number = loan.requests()[0]["number"]
        loan.do(START, "route", "pool")
        loan.do(START, "invite", *("P%d" % n for n in range(1, 8)))
        loan.at(START)
        robots_here = Robots(loan, habits)
        rounds = 0
        while robots_here.speak() and rounds < 30:
            rounds += 1
            loan.at(march(1, "10:%02d" % rounds))
        assert rounds < 30, "they have not gone silent"
        got = collections.Counter(m["To"].addresses[0].addr_spec for m in loan.letters())
        assert max(got.values()) <= 6, got
        assert got["marie.sundqvist@vgregion.example"] == 6, "the ticket system reached its cap"
        assert got["p7@example.org"] == 5, "%s: as did the one who can't make up its mind" % got
        for quiet in ("p1", "p2", "p4", "p5", "p6"):
            assert got[quiet + "@example.org"] == 1, got
        assert "letter_held" in loan.kinds(), loan.kinds()
        loan.check()


@cases.case("a bounce of a bounce, and a bounce of nothing of ours, is a task and no letter")
def bounces_of_bounces():
    with Loan(people=2) as loan:
        loan.begin()
        letter = loan.letters_to("P1")[0]
        first = mails.bounce(letter, 1)
        again = mails.bounce(letter, 2).replace(letter["Message-ID"].encode(),
                                                b"<bounce-1@example.org>").replace(
            letter["Reply-To"].encode(), b"levande@example.org")
        before = len(loan.letters())
        loan.deliver(first, first.replace(b"bounce-1@", b"bounce-3@"), again)
        loan.at(march(1, "10:05"))
        assert len(loan.letters()) == before
        assert loan.states()["P1"] == "bounced" and loan.kinds() == ["address", "bounce"]
        loan.deliver(mails.bounce(loan.letters_to("P2")[0], 4, status="4.4.1", action="delayed"))
        loan.at(march(1, "10:10"))
        assert loan.states()["P2"] == "sent", "a delay is no failure"
        assert len(loan.letters()) == before
        loan.check()


# ---- Caps ----

@cases.case("each cap holds what is beyond it, with a task; released it goes, and the task closes")
def caps():
    for key, allowed in (("address_per_day", 2), ("request_per_address", 2), ("all_per_hour", 4)):
        with Loan(people=2, limits={key: str(allowed)}) as loan:
            loan.begin()
            for n in range(4):
                loan.do(march(1, "10:%d0" % (n + 1)), "write", "P1", "--text", "Hej igen.")
            loan.at(march(1, "10:50"))
            to_p1 = [m["state"] for m in loan.show()["letters"] if m["to"] == "P1"]
            sent = loan.purposes("sent").total()
            wanted = allowed if key == "all_per_hour" else allowed + 2
            assert sent == wanted and set(to_p1) == {"sent", "held"}, (key, sent, to_p1)
            assert set(loan.kinds()) == {"letter_held"}, loan.kinds()
            loan.at(march(3))
            assert loan.purposes("sent").total() == wanted, "time alone lets nothing go"
            loan.levande("--now", march(3), "mail", "release")
            loan.at(march(3, "10:05"))
            assert loan.purposes("sent").total() == 7 and loan.kinds() == [], key
            loan.check()


# ---- Clocks ----

@cases.case("a clock that jumps: forward, missed runs collapse into one; back, nothing twice")
def clock():
    with Loan(people=4) as loan:
        loan.at("2031-01-01T10:00")
        loan.begin()
        assert len(loan.asked()) == 2
        for now in ("2026-11-01T10:00", march(2), "2027-01-01T10:00", march(4, "10:05")):
            loan.at(now)
        assert loan.purposes() == {"acknowledgement": 1, "invitation_person": 2,
                                   "reminder_answer": 2}
        loan.at("2029-01-01T10:00")
        assert set(loan.states().values()) == {"expired"}, "asked of nobody when the day is past"
        assert loan.kinds() == ["short"], loan.kinds()
        before = loan.purposes()
        for now in (march(5), "2029-01-01T10:00", START):
            loan.at(now)
        assert loan.purposes() == before
        loan.check()


@cases.case("silence counts by the mailbox as it was read last, whatever the clock said before")
def clock_and_silence():
    with Loan(people=4) as loan:
        loan.at("2031-01-01T10:00")
        loan.begin()
        loan.at(march(9), "--role", "work,send")
        assert set(loan.states().values()) == {"sent"}


@cases.case("summer time: a deadline's day ends at midnight by the wall")
def summer_time():
    with Loan(people=4) as loan:
        loan.begin(now="2027-03-23T10:00", occasions="2027-05-20", respond_by="2027-03-28")
        loan.at("2027-03-28T23:59")
        assert set(loan.states().values()) == {"sent"}
        loan.at("2027-03-29T00:01")
        assert set(loan.states(wave=1).values()) == {"expired"}


# ---- A locked book, a second daemon ----

@contextlib.contextmanager
def locked(library):
    with open(library.book + ".turn", "rb+") as turn, open(library.book + ".lock", "rb+") as lock:
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cases.case("a locked book: pages are shown, forms get 503, commands 75, and nothing is lost")
def locked_book():
    with Levande() as library:
        daemon = library.start()
        site = Site(library.port)
        page = site.get("/forfragan/lank")
        with locked(library):
            library.deliver(*(mails.request_mail(n, complete=False) for n in range(1, 6)))
            busy = site.send(page, {"email": "marie@vgregion.example"})
            assert busy.status == 503 and "Retry-After" in busy.headers, busy.status
            assert site.get("/").status == 200
            done = library.run("person", "add", "name=Anna Ek", "email=anna@example.org")
            assert done.returncode == 75, (done.returncode, done.stderr)
            assert library.rows("SELECT count(*) FROM inbox") == [(0,)]
        wait_for(lambda: len(library.letters()) == 5, PATIENCE, "all to be acknowledged")
        assert len(library.requests()) == 5 and daemon.poll() is None
        assert library.stop(daemon) == 0
        assert "role_ended" not in library.log(), library.log()
        with locked(library):
            library.deliver(mails.request_mail(6, complete=False))
            library.once(expected=75)
        library.once()
        assert len(library.letters()) == 6
        library.check()


@cases.case("a second levanded on the book is refused, whatever path it takes, and harms nothing")
def second_daemon():
    with Levande() as library:
        daemon = library.start()
        os.symlink(library.book, library.folder + "/link.db")
        for url in ("sqlite:" + library.book, "sqlite:%s/link.db" % library.folder,
                    "sqlite:%s/../%s/levande.db" % (library.folder,
                                                    os.path.basename(library.folder))):
            library.set("database", url=url)
            library.set("web", listen="127.0.0.1:%d" % free_port())
            for arguments in ((), ("--once",)):
                code, said = library.daemon(*arguments, seconds=20)
                assert code == 75, (url, arguments, code, said)
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "the first one to work on")
        assert library.stop(daemon) == 0
        library.check()


@cases.case("a role that dies after it has done something is started anew at once, web as well")
def started_anew():
    with Levande() as library:
        daemon = library.start()
        for _ in range(3):
            pid = library.holder("web")
            for _ in range(2):  # the second comes when the first is over and told of
                assert library.get("/")[0] == 200
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda: library.holder("web") != pid, PATIENCE, "web to be started again")
        assert library.stop(daemon) == 0
        assert set(re.findall(r"pause_ms=(\d+)", library.log())) == {"0"}, library.log()


# ---- No room ----

@contextlib.contextmanager
def small_disk(size):
    """A disk of its own, so small that it can be filled."""
    folder = tempfile.mkdtemp(prefix="levande-disk-")
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "tmpfs", folder],
                              stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise Skip("it needs root and a mount of its own: %s" % done.stderr.decode().strip())
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill_up(folder):
    with open(folder + "/filler", "wb", buffering=0) as out:
        with contextlib.suppress(OSError):
            while True:
                out.write(b"\0" * 4096)


@cases.case("a full disk: the roles go on trying, and when there is room again all is done once")
def full_disk():
    with small_disk(24 << 20) as disk, Levande() as library:
        library.book = disk + "/levande.db"
        library.set("database", url="sqlite:" + library.book)
        for part in ("tmp", "new", "cur"):
            os.makedirs("%s/out/%s" % (disk, part))
        library.set("send", target="maildir:%s/out" % disk)
        shutil.rmtree(library.folder + "/out")
        os.symlink(disk + "/out", library.folder + "/out")
        daemon = library.start()
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "the first letter")
        fill_up(disk)
        begun = len(library.log())
        library.deliver(*(mails.request_mail(n, complete=n % 2) for n in range(2, 12)))
        wait_for(lambda: re.search(r"full|disk|space", library.log()[begun:]), PATIENCE,
                 "somebody to say that the disk is full")
        assert library.get("/")[0] == 200 and daemon.poll() is None
        assert len(library.letters()) == 1
        os.remove(disk + "/filler")
        wait_for(lambda: len(library.letters()) == 11, PATIENCE, "all letters: %s" %
                 library.log()[-3000:])
        assert os.listdir(disk + "/out/tmp") == [], "a part of a letter was left"
        assert len({m["Message-ID"] for m in library.letters()}) == 11
        assert len(library.requests()) == 11 and len(library.mails()) == 11
        assert library.stop(daemon) == 0, library.log()
        library.check()


@cases.case("a file that may grow no more: --once says so and ends, and a later one does the rest")
def no_room_for_once():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        with contextlib.closing(sqlite3.connect(library.book)) as engine:
            engine.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log has no room of before
        book = os.path.getsize(library.book)
        library.deliver(*(mails.mail("Hej!\n\n" + "En rad till.\n" * 20000,
                                     sender="x%d@example.com" % n, number=n)
                          for n in range(2, 12)))

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (book + 40960, resource.RLIM_INFINITY))

        code, said = library.daemon("--once", preexec_fn=limit)
        assert code in (73, 74, 75), (code, said)
        assert re.search("full|room|space|large|disk|grow", said), said
        library.once()
        assert len(library.mails()) == 11 and len(library.tasks()) == 10
        library.check()


# ---- A mailbox that is closed for a week ----

class ByImap(Loan):
    """The same loan, from an IMAP mailbox."""

    server = None

    def deliver(self, *some):
        self.server.append("levande", some)


@cases.case("a mailbox closed for a week: no silence is acted on, and then the answers count first")
def closed_for_a_week():
    if not dovecot.installed():
        raise Skip("it needs Dovecot")
    folder = tempfile.mkdtemp(prefix="levande-week-")
    try:
        with dovecot.Dovecot(folder, {"levande": "hemligt"}) as server, ByImap(people=5) as loan:
            loan.server = server
            loan.set("fetch", source="imap://127.0.0.1:%d/INBOX" % server.imap, tls="none",
                     user="levande", password_file=loan.secret("password", "hemligt"))
            loan.begin(people_min="2")
            first, second = sorted(loan.asked())
            loan.reply(first, "Ja tack!")
            server.stop()
            for day in (3, 5, 9, 11):
                loan.at(march(day), expected=75)
                assert set(loan.states().values()) == {"sent"}, day
            assert loan.purposes("sent", "queued")["reminder_answer"] == 0
            server.start()
            loan.reply(second, "Ja, gärna!")
            loan.at(march(12))
            assert loan.states() == {first: "yes", second: "yes"} and loan.state() == "connected"
            assert loan.purposes()["reminder_answer"] == 0
            assert loan.kinds() == [], loan.tasks()
            loan.check()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(cases.run())

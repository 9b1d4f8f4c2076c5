#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""kill -9 of fetch, of work and of send, at twenty random moments each, while mails flow in and
letters flow out, under the supervisor.

It starts them anew. Afterwards every mail is in the book once, every request stands once, every
letter has come once but for those that the outbox shows as unknown, and the book is sound. Into a
Maildir nothing at all is unknown. The role that was left alone, web, never stops.

LEVANDE_KILLS says how many moments a role gets, LEVANDE_SEED repeats a run.
"""

import collections
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import dovecot, mails  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.levande import BIN, Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402
from lib.sink import Sink  # noqa: E402

KILLS = int(os.environ.get("LEVANDE_KILLS", "20"))
SEED = int(os.environ.get("LEVANDE_SEED", random.SystemRandom().randrange(1 << 30)))
PATIENCE = 90
LEFT = {  # what a role has still to do
    "fetch": "SELECT %d - count(*) FROM inbox",
    "work": "SELECT (SELECT count(*) FROM inbox WHERE state = 'unread')"
            " + (SELECT count(*) FROM letter WHERE NOT made)",
    "send": "SELECT count(*) FROM letter WHERE made AND state IN ('queued', 'sending')",
}
REACH = {"fetch": 0.04, "work": 0.09, "send": 0.15}  # how soon it feels a new mail, in seconds
cases = Cases()


class Storm:
    """Mails in, kills, and what must be true in the end."""

    def __init__(self, library, put, seed):
        self.library, self.put, self.moments = library, put, random.Random(seed)
        self.mails = []

    def feed(self, count):
        """So many mails more; one in six asks at once, the others owe something."""
        fresh = []
        for _ in range(count):
            number = len(self.mails) + len(fresh) + 1
            fresh.append(mails.request_mail(number, days=30 + number % 40,
                                            complete=number % 6 == 0))
        self.put(fresh)
        self.mails += fresh

    def left(self, role):
        sql = LEFT[role] % len(self.mails) if "%d" in LEFT[role] else LEFT[role]
        rows = self.library.rows(sql)
        return rows[0][0] if rows else 1

    def kill(self, role, before):
        """One in four soon after it has begun, with all that has gathered before it; the others
        when it had been through with that and new mails come."""
        library = self.library
        pid = wait_for(lambda: library.holder(role) not in (None, before) and library.holder(role),
                       PATIENCE, "%s to be started again" % role)
        end = time.monotonic() + 2
        if self.moments.random() < 0.75:
            while self.left(role) > 0 and time.monotonic() < end:
                time.sleep(0.005)
        self.feed(2)
        time.sleep(self.moments.uniform(0, REACH[role]))  # the moment itself, and not a wait
        os.kill(pid, signal.SIGKILL)
        return pid

    def rage(self, roles):
        order = [role for role in roles for _ in range(KILLS)]
        self.moments.shuffle(order)
        killed = dict.fromkeys(roles)
        for role in order:
            killed[role] = self.kill(role, killed[role])
        self.feed(3)

    def settled(self):
        """In the order in which one makes the next: mails make requests, these waves, and these
        letters. Looked at the other way round, a letter could be made after the look at letters."""
        rows = self.library.rows
        if rows("SELECT count(*) FROM inbox WHERE state <> 'unread'") != [(len(self.mails),)]:
            return False
        if rows("SELECT count(*) FROM timer WHERE kind = 'wave'") != [(0,)]:
            return False
        return {s for s, in rows("SELECT DISTINCT state FROM letter")} <= {"sent", "unknown",
                                                                            "dropped"}

    def everything_once(self):
        stored = collections.Counter(raw for _, raw in self.library.mails())
        assert stored == collections.Counter(self.mails), (
            "%d mails stored, %d kinds, of %d" % (sum(stored.values()), len(stored),
                                                 len(self.mails)))
        subjects = collections.Counter(r["subject"] for r in self.library.requests())
        wanted = {"Workshop om stroke %d" % (n + 1): 1 for n in range(len(self.mails))}
        assert subjects == wanted, (subjects - collections.Counter(wanted),
                                    collections.Counter(wanted) - subjects)

    def letters_once(self, arrived):
        """The outbox against what has come; how many are unknown."""
        outbox = self.library.levande("mail", "list")["outbox"]
        unknown = 0
        for letter in outbox:
            came = arrived[letter["message_id"]]
            if letter["state"] == "unknown":
                unknown += 1
                assert came <= 1, "an unknown letter came %d times" % came
            else:
                assert letter["state"] == "sent" and came == 1, (letter, came)
        assert len(arrived) <= len(outbox) and len(outbox) >= len(self.mails)
        acks = collections.Counter(r for r, in self.library.rows(
            "SELECT request_id FROM letter WHERE purpose = 'acknowledgement'"))
        assert len(acks) == len(self.mails) and set(acks.values()) == {1}, acks
        assert self.library.rows("SELECT max(wave) FROM invitation") == [(1,)], "a second wave"
        return unknown


def survives(library, put, arrived, roles):
    """The storm over these roles of one installation; returns how many letters are unknown."""
    storm = Storm(library, put, SEED)
    library.pool()
    daemon = library.start()
    web = library.holder("web")
    storm.rage(roles)
    wait_for(storm.settled, PATIENCE, "all to settle: %s" % library.log()[-2000:])
    storm.everything_once()
    unknown = storm.letters_once(arrived())
    assert library.get("/")[0] == 200 and library.holder("web") == web
    library.check()
    assert library.stop(daemon) == 0
    library.check()
    ended = collections.Counter(line.split("role=")[1].split()[0]
                                for line in library.log().splitlines() if "role_ended" in line)
    assert ended == dict.fromkeys(roles, KILLS), ended
    print("# %d mails, %d letters, %d unknown" % (
        len(storm.mails), len(library.rows("SELECT id FROM letter")), unknown), flush=True)
    return unknown


def settle_unknown(library, sink):
    """A person settles the unknown: sent again they keep their Message-ID."""
    for letter in library.levande("mail", "list")["outbox"]:
        if letter["state"] != "unknown":
            continue
        before = sink.counts()[letter["message_id"]]
        library.levande("mail", "retry", "L%d" % letter["id"])
        library.once("--role", "send")
        assert sink.counts()[letter["message_id"]] == before + 1
        break
    library.check()


def by_smtp(source, put, engine, roles):
    with Sink(SEED) as sink:
        with Levande(**source, send={"target": "smtp://127.0.0.1:%d" % sink.port, "tls": "none",
                                     "engine": engine}) as library:
            assert survives(library, put or (lambda m: library.deliver(*m)),
                            sink.counts, roles) <= KILLS
            settle_unknown(library, sink)


@cases.case("kill -9: from IMAP to SMTP, nothing lost and nothing twice")
def imap():
    if not dovecot.installed():
        raise Skip("it needs Dovecot")
    folder = tempfile.mkdtemp(prefix="levande-survival-")
    try:
        with dovecot.Dovecot(folder, {"levande": "hemligt"}) as server:
            secret = folder + "/password"
            with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w",
                      encoding="ascii") as out:
                out.write("hemligt\n")
            by_smtp({"fetch": {"source": "imap://127.0.0.1:%d/INBOX" % server.imap,
                               "tls": "none", "user": "levande", "password_file": secret}},
                    lambda m: server.append("levande", m), "libesmtp", ("fetch", "work", "send"))
            left, done = server.mails("levande"), server.mails("levande", "Klart")
            assert left == [], "%d mails lie in INBOX still" % len(left)
            bodies = collections.Counter(body for _, _, body in done)
            assert set(bodies.values()) == {1}, "a mail lies in Klart twice"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cases.case("kill -9: from Maildir to SMTP by libcurl, nothing lost and nothing twice")
def maildir_and_smtp():
    by_smtp({}, None, "libcurl", ("send",))


@cases.case("kill -9: from Maildir to Maildir, nothing is even unknown")
def maildirs():
    with Levande() as library:
        def arrived():
            return collections.Counter(m["Message-ID"].strip("<>") for m in library.letters())
        assert survives(library, lambda m: library.deliver(*m), arrived, ("fetch", "send")) == 0


@cases.case("kill -9: of --once and of commands, as cron would start them, all is done in the end")
def cron():
    moments = random.Random(SEED)
    with Levande() as library:
        library.pool()
        storm = Storm(library, lambda m: library.deliver(*m), SEED)
        for _ in range(KILLS):
            storm.feed(3)
            words = [library.command("--once")]
            newest = library.rows("SELECT number FROM request ORDER BY id DESC LIMIT 1")
            if newest:
                verb, *more = moments.choice((["route", "pool"], ["note", "ringde"],
                                              ["cancel", "--text", "Inställt"]))
                words.append([BIN + "/levande", "-c", library.file, "request", verb,
                              newest[0][0], *more])
            for line, reach in zip(words, (0.6, 0.15)):
                with subprocess.Popen(line, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL) as process:
                    time.sleep(moments.uniform(0.02, reach))
                    process.kill()
        library.once()
        storm.everything_once()
        arrived = [m["Message-ID"] for m in library.letters()]
        assert len(arrived) == len(set(arrived))
        states = {m["state"] for m in library.levande("mail", "list")["outbox"]}
        assert states <= {"sent", "dropped"}, states
        assert library.rows("SELECT max(wave) FROM invitation") == [(1,)], "a second wave"
        assert os.listdir(library.folder + "/out/tmp") == [], "a part of a letter was left"
        library.check()


if __name__ == "__main__":
    print("# seed %d, %d kills of each role" % (SEED, KILLS), flush=True)
    sys.exit(cases.run())

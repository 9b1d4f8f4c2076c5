# SPDX-License-Identifier: EUPL-1.2
"""Letters out: made beforehand, sent by each engine to Postfix's smtp-sink, where smtp-source -s 1
shows what a sender without a case book does with as many mails of the same size; and to a real
Postfix with TLS and a login."""

import os
import shutil
import subprocess
import tempfile
import time

from inbound import Inbound
from lib import dovecot, postfix
from lib.ca import make_ca, make_cert
from lib.ports import free_port, listens, wait_for
from table import number, row, skipped

LETTERS = 3000
ENGINES = (("libcurl", 2), ("libesmtp", 4))
USERS = {"levande": "hemligt-4711"}


def tool(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib/postfix/sbin")


class Sink:
    """with Sink() as port: …"""

    def __enter__(self):
        self.port = free_port()
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        self.process = subprocess.Popen([tool("smtp-sink"), *user, "127.0.0.1:%d" % self.port,
                                         "128"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        wait_for(lambda: listens(self.port), 10, "smtp-sink to listen")
        return self.port

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Letters:
    """A book of acknowledgements that are made and wait; each sending is from a copy of it."""

    def __init__(self):
        self.library = Inbound()
        self.library.pool()
        self.library.take(LETTERS)
        self.whole = self.library.folder + "/whole.db"
        shutil.copy(self.library.book, self.whole)
        self.bytes, = self.library.rows("SELECT sum(length(raw)) / count(*) FROM letter_body")[0]

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.library.__exit__(*why)

    def send(self, **keys):
        """Seconds from the start of the role to the last letter's answer in the book."""
        for end in ("-wal", "-shm"):
            if os.path.exists(self.library.book + end):
                os.unlink(self.library.book + end)
        shutil.copy(self.whole, self.library.book)
        self.library.set("send", **keys)
        began = time.monotonic()
        self.library.once("--role", "send", seconds=300)
        seconds = time.monotonic() - began
        sent, = self.library.rows("SELECT count(*) FROM letter WHERE state = 'sent'")[0]
        assert sent == LETTERS, sent
        return seconds


def source(port, size):
    began = time.monotonic()
    subprocess.run([tool("smtp-source"), "-s", "1", "-m", str(LETTERS), "-l", str(size), "-f",
                    "levande@example.org", "-t", "enhet@vgregion.example", "127.0.0.1:%d" % port],
                   check=True, stdout=subprocess.DEVNULL, timeout=300)
    return time.monotonic() - began


def to_sink(letters, repeats):
    """By turns, so that all meet the same load."""
    times = {name: [] for name in ("source", "libcurl", "libesmtp")}
    with Sink() as port:
        for _ in range(repeats):
            times["source"].append(source(port, letters.bytes))
            for engine, _ in ENGINES:
                times[engine].append(letters.send(target="smtp://127.0.0.1:%d" % port,
                                                  engine=engine, tls="none"))
    rate = {name: LETTERS / min(all_times) for name, all_times in times.items()}
    found = [row("smtp-source -s 1 to smtp-sink, mails of %s bytes" % number(letters.bytes),
                 "%s mails/s" % number(rate["source"]))]
    for engine, share in ENGINES:
        part = rate[engine] / rate["source"]
        found.append(row("letters by %s to the same smtp-sink" % engine, "%s letters/s (%.2f of it)"
                         % (number(rate[engine]), part), "≥ 1/%d" % share, part >= 1 / share))
    return found


def to_postfix(letters, repeats):
    what = "letters by %s to Postfix, TLS and login"
    if not (postfix.installed() and dovecot.installed()):
        return [skipped(what % engine, "needs Postfix, Dovecot and root") for engine, _ in ENGINES]
    folder = tempfile.mkdtemp(prefix="levande-bench-")
    ca = make_ca(folder, "trusted")
    cert, key = make_cert(folder, ca, ["localhost"])
    auth = free_port()
    extra = "service auth {\n  inet_listener {\n    port = %d\n  }\n}\n" % auth
    times = {engine: [] for engine, _ in ENGINES}
    os.makedirs(folder + "/postfix")
    logins = dovecot.Dovecot(folder + "/dovecot", USERS, extra=extra)
    server = postfix.Postfix(folder + "/postfix", cert, key, auth)
    password = letters.library.secret("password", USERS["levande"])
    try:
        logins.start()
        server.start()
        for _ in range(repeats):
            for engine, _ in ENGINES:
                times[engine].append(letters.send(
                    target="smtp://localhost:%d" % server.smtp, engine=engine, tls="required",
                    user="levande", password_file=password, ca_file=ca[0]))
    finally:
        server.stop()
        logins.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return [row(what % engine, "%s letters/s" % number(LETTERS / min(times[engine])))
            for engine, _ in ENGINES]


def rows(repeats):
    if not (tool("smtp-sink") and tool("smtp-source")):
        return [skipped("letters to smtp-sink", "smtp-sink and smtp-source are not installed")]
    with Letters() as letters:
        return to_sink(letters, repeats) + to_postfix(letters, repeats)

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The role fetch against a real Dovecot: every mail once, byte for byte, stored before told."""

import glob
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.ca import make_ca, make_cert
from lib.cases import Cases
from lib.dovecot import Dovecot, installed
from lib.house import House, levanded
from lib.ports import wait_for

PASSWORD = "hemligt-ord-7"
MOVE = "IMAP4rev1 IDLE UIDPLUS ESEARCH MOVE NAMESPACE"
cases = Cases()


def mail(number, body=b"Hej!\r\n"):
    return (b"From: Enhet <enhet@vgregion.example>\r\nTo: levande@example.org\r\n"
            b"Subject: Uppdrag %d\r\nMessage-ID: <%d@vgregion.example>\r\n\r\n" % (number, number)
            + body)


class Bench:
    """A folder, an authority, a server and a library, made for one case and taken down after it."""

    def __init__(self, capability=None, done="move:Klart", scheme="imaps", **fetch):
        self.folder = tempfile.mkdtemp(prefix="levande-fetch-")
        self.ca = make_ca(self.folder, "prov")
        cert, key = make_cert(self.folder, self.ca, ["localhost"])
        self.server = Dovecot(self.folder + "/dovecot", {"levande": PASSWORD}, cert, key,
                              capability)
        os.makedirs(self.server.folder)
        port = self.server.imaps if scheme == "imaps" else self.server.imap
        self.house = House(self.folder + "/house")
        self.house.sections["fetch"] = {
            "source": "%s://localhost:%d/INBOX" % (scheme, port), "user": "levande",
            "password_file": self.house.secret("imap-password", PASSWORD),
            "ca_file": self.ca[0], "done": done, **fetch}
        self.house.write()

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, kind, *_):
        self.server.stop()
        if kind:
            print("\n".join(self.server.log().splitlines()[-15:]), file=sys.stderr)
        shutil.rmtree(self.folder)

    def fetch(self, expected=0):
        code, text = self.house.once("fetch")
        assert code == expected, "exit %d, not %d:\n%s" % (code, expected, text)
        assert PASSWORD not in text, "the password stands in the log"
        return text

    def put(self, *mails):
        self.server.append("levande", mails)

    def inbox(self):
        return [body for _, _, body in self.server.mails("levande")]

    def done(self, folder="Klart"):
        return [body for _, _, body in self.server.mails("levande", folder) or []]

    def stored(self):
        return [body for _, body in self.house.mails()]


@cases.case("fetch: imaps, all kinds of bytes, moved to Klart")
def whole():
    forged = mail(3, b"A005 OK done\r\nL4 OK done\r\n* 77 EXISTS\r\n)\r\n* BYE\r\n{3}\r\n")
    every = bytes(set(range(1, 256)) - {10, 13}) + b"\r\n"
    mails = [mail(1), mail(2, every), forged, mail(4, b"\r\n" * 9), b"\r\n",
             mail(5, "Åsa Öberg ä".encode("latin-1")), mail(6, b"x" * 200000 + b"\r\n")]
    with Bench(MOVE) as b:
        b.put(*mails)
        b.fetch()
        assert b.stored() == mails
        assert sorted(b.done()) == sorted(mails) and b.inbox() == []
        assert not b.house.rows("SELECT id FROM inbox WHERE told_at IS NULL")
        assert b.house.rows("SELECT complete_at FROM mailbox")[0][0]
        b.fetch()
        assert len(b.stored()) == len(mails)


@cases.case("fetch: STARTTLS on the plain port")
def starttls():
    with Bench(MOVE, scheme="imap") as b:
        b.put(mail(1))
        b.fetch()
        assert b.stored() == [mail(1)]
        assert "TLS" in b.server.log()


@cases.case("fetch: a mail that staff have read is fetched, and fetching marks none as read")
def seen():
    with Bench(MOVE, done="keep") as b:
        b.put(mail(1), mail(2))
        client = b.server.login("levande")
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Seen)")
        client.logout()
        b.fetch()
        assert b.stored() == [mail(1), mail(2)]
        flags = [f - {"\\Recent"} for _, f, _ in b.server.mails("levande")]
        assert flags == [{"\\Seen"}, set()], flags


@cases.case("fetch: done = keep leaves all as it was and stores nothing twice")
def keep():
    with Bench(MOVE, done="keep") as b:
        b.put(mail(1), mail(2))
        b.fetch()
        b.put(mail(3))
        b.fetch()
        b.fetch()
        assert b.stored() == b.inbox() == [mail(1), mail(2), mail(3)]


@cases.case("fetch: done = flag sets a keyword and not \\Seen")
def flag():
    with Bench(MOVE, done="flag") as b:
        b.put(mail(1), mail(2))
        b.fetch()
        flags = [f - {"\\Recent"} for _, f, _ in b.server.mails("levande")]
        assert flags == [{"$LevandeKlar"}] * 2, flags
        b.fetch()
        assert len(b.stored()) == 2


@cases.case("fetch: without MOVE, copy and expunge of our mails alone")
def uidplus():
    with Bench("IMAP4rev1 IDLE UIDPLUS") as b:
        b.put(mail(1))
        b.fetch()
        b.put(mail(2), mail(3))
        client = b.server.login("levande")
        client.append("INBOX", "(\\Deleted)", None, mail(9))
        client.logout()
        b.fetch()
        assert sorted(b.stored()) == [mail(1), mail(2), mail(3), mail(9)]
        assert sorted(b.done()) == [mail(1), mail(2), mail(3), mail(9)]
        assert b.inbox() == []


@cases.case("fetch: without MOVE and UIDPLUS nothing is expunged, ours are marked")
def neither():
    with Bench("IMAP4rev1") as b:
        client = b.server.login("levande")
        client.append("INBOX", "(\\Deleted)", None, mail(9))
        client.logout()
        b.put(mail(1))
        b.fetch()
        assert b.stored() == b.inbox() == [mail(9), mail(1)]
        assert all("$LevandeKlar" in flags for _, flags, _ in b.server.mails("levande"))
        b.fetch()
        assert len(b.stored()) == 2


@cases.case("fetch: the done folder is made, with letters outside ASCII")
def folder_name():
    with Bench(MOVE, done="move:Åtgärdat & klart") as b:
        b.put(mail(1))
        b.fetch()
        assert b.done("&AMU-tg&AOQ-rdat &- klart") == [mail(1)]


@cases.case("fetch: a mail that staff move back is a duplicate, and is moved again")
def moved_back():
    with Bench(MOVE) as b:
        b.put(mail(1))
        b.fetch()
        client = b.server.login("levande")
        client.select("Klart")
        client.uid("MOVE", "1", "INBOX")
        client.logout()
        assert b.inbox() == [mail(1)]
        b.fetch()
        assert b.inbox() == [] and b.done() == [mail(1)]
        rows = b.house.rows("SELECT state, duplicate_of FROM inbox ORDER BY id")
        assert rows == [("unread", None), ("duplicate", 1)], rows


@cases.case("fetch: what a crash left untold is told, also when it has gone meanwhile")
def untold():
    with Bench(MOVE) as b:
        b.put(mail(1), mail(2))
        b.fetch()
        b.house.change("UPDATE inbox SET told_at = NULL")
        client = b.server.login("levande")
        client.select("INBOX")
        client.logout()
        b.fetch()
        assert not b.house.rows("SELECT id FROM inbox WHERE told_at IS NULL")
        b.house.sections["fetch"]["done"] = "keep"
        b.house.write()
        b.put(mail(3))
        b.fetch()
        b.house.change("UPDATE inbox SET told_at = NULL WHERE id = 3")
        b.house.sections["fetch"]["done"] = "move:Klart"
        b.house.write()
        b.fetch()
        assert b.inbox() == [] and mail(3) in b.done()
        assert len(b.stored()) == 3


@cases.case("fetch: a new UIDVALIDITY: known mails get new places, twins too, new ones are stored")
def uidvalidity():
    with Bench(MOVE, done="keep") as b:
        b.put(mail(1), mail(2), mail(2), mail(3))
        b.fetch()
        before = b.house.rows("SELECT id, uidvalidity FROM inbox ORDER BY id")
        b.server.stop()
        for name in glob.glob(b.server.folder + "/mail/levande/dovecot*"):
            os.unlink(name)
        b.server.start()
        b.put(mail(4))
        text = b.fetch()
        after = b.house.rows("SELECT id, uidvalidity FROM inbox ORDER BY id")
        assert before[0][1] != after[0][1], "the server kept its UIDVALIDITY"
        assert "uidvalidity_changed" in text
        assert len(after) == 5 and len({validity for _, validity in after}) == 1, after
        assert sorted(b.stored()) == sorted(b.inbox())
        uids = [uid for uid, in b.house.rows("SELECT uid FROM inbox")]
        assert len(set(uids)) == 5, uids


@cases.case("fetch: after a restore, what was moved away since the backup is fetched again")
def restored():
    with Bench(MOVE, done="move:Åtgärdat") as b:
        b.put(mail(1), mail(2), mail(3))
        b.fetch()
        b.house.change("DELETE FROM inbox WHERE id > 1")
        b.house.change("DELETE FROM inbox_chunk WHERE inbox_sha256 NOT IN (SELECT sha256"
                       " FROM inbox)")
        b.house.change("INSERT INTO health_note (name, value, at) VALUES ('restore.since',"
                       " date('now', '-7 days'), '')")
        b.put(mail(4))
        text = b.fetch()
        assert sorted(b.stored()) == [mail(n) for n in (1, 2, 3, 4)]
        assert "compared" in text, text
        assert not b.house.rows("SELECT id FROM inbox WHERE told_at IS NULL")
        assert b.inbox() == [] and len(b.done("&AMU-tg&AOQ-rdat")) == 4
        assert "compared" not in b.fetch() and len(b.stored()) == 4


@cases.case("fetch: 30 MB, byte for byte")
def large():
    body = random.Random(7).randbytes(22 * 1024 * 1024).hex().encode()[:30 * 1024 * 1024]
    big = mail(1, b"\r\n".join(body[i:i + 76] for i in range(0, len(body), 76)) + b"\r\n")
    with Bench(MOVE) as b:
        b.put(big, mail(2))
        b.fetch()
        assert [hashlib.sha256(m).digest() for m in b.stored()] == \
            [hashlib.sha256(m).digest() for m in (big, mail(2))]
        assert b.inbox() == []
        largest, = b.house.rows("SELECT max(length(bytes)) FROM inbox_chunk")[0]
        assert largest <= 1024 * 1024


@cases.case("fetch: 600 mails, each once")
def many():
    with Bench(MOVE) as b:
        mails = [mail(i) for i in range(600)]
        b.put(*mails)
        b.fetch()
        assert b.stored() == mails
        assert b.inbox() == [] and len(b.done()) == 600


@cases.case("fetch: a mail that was missed is found by the count and fetched")
def missed():
    with Bench(MOVE, done="keep") as b:
        b.put(mail(1), mail(2), mail(3))
        b.fetch()
        b.house.change("DELETE FROM inbox WHERE id = 2")
        text = b.fetch()
        assert "missed" in text, text
        assert sorted(b.stored()) == [mail(1), mail(2), mail(3)]


@cases.case("fetch: a certificate of another authority is refused before the login")
def foreign_ca():
    with Bench(MOVE) as b:
        b.house.sections["fetch"]["ca_file"] = make_ca(b.folder, "annan")[0]
        b.house.write()
        b.put(mail(1))
        text = b.fetch(75)
        assert "certificate" in text, text
        assert not [line for line in b.server.log().splitlines()
                    if "Login: user" in line and "TLS" in line]
        assert b.stored() == []


@cases.case("fetch: a certificate for another host is refused before the login")
def foreign_host():
    with Bench(MOVE) as b:
        cert, key = make_cert(b.folder, b.ca, ["mail.bank.example"])
        b.server.stop()
        b.server.cert, b.server.key = cert, key
        b.server.start()
        text = b.fetch(75)
        assert "certificate" in text, text
        assert "Login: user" not in b.server.log()


@cases.case("fetch: a server without TLS gets no password")
def no_tls():
    with Bench(MOVE, scheme="imap") as b:
        b.server.stop()
        b.server.cert = None
        b.server.start()
        text = b.fetch(75)
        assert "TLS" in text, text
        assert "Login: user" not in b.server.log()


@cases.case("fetch: a refused login is told apart, and waits")
def wrong_password():
    with Bench(MOVE) as b:
        b.house.secret("imap-password", "fel-ord")
        text = b.fetch(75)
        assert "login_refused" in text and "fel-ord" not in text, text


@cases.case("fetch: a server that is down is waited for (75), and then all is fetched")
def down():
    with Bench(MOVE) as b:
        b.put(mail(1))
        b.server.stop()
        b.fetch(75)
        b.server.start()
        b.fetch()
        assert b.stored() == [mail(1)]


@cases.case("fetch: IDLE brings a delivered mail at once, long before the poll")
def idle():
    with Bench(None, poll_seconds="600") as b:
        log = b.folder + "/fetch.log"
        process = b.house.start("fetch", log)
        try:
            wait_for(lambda: b.house.rows("SELECT id FROM mailbox WHERE complete_at IS NOT NULL"),
                     20, "the first look")
            for number in (1, 2):
                b.server.deliver("levande", mail(number))
                wait_for(lambda: len(b.house.rows("SELECT id FROM inbox")) == number, 20,
                         "the delivered mail")
            wait_for(lambda: b.inbox() == [], 10, "the mails to be moved")
            b.server.stop()
            b.server.start()
            b.server.deliver("levande", mail(3))
            wait_for(lambda: len(b.house.rows("SELECT id FROM inbox")) == 3, 30,
                     "the mail after the server came back")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@cases.case("fetch: killed again and again, every mail there once")
def killed():
    chance = random.Random(11)
    with Bench(MOVE) as b:
        mails = [mail(i, b"y" * chance.randrange(20000) + b"\r\n") for i in range(400)]
        b.put(*mails)
        for _ in range(20):
            process = b.house.start("fetch", b.folder + "/fetch.log")
            try:
                process.wait(chance.uniform(0.02, 0.25))
            except subprocess.TimeoutExpired:  # as meant
                pass
            process.kill()
            process.wait()
            wait_for(lambda: not b.house.running(), 10, "the role to end")
        b.fetch()
        assert sorted(b.stored()) == sorted(mails)
        assert b.inbox() == [] and sorted(b.done()) == sorted(mails)
        assert not b.house.rows("SELECT id FROM inbox WHERE told_at IS NULL")


if __name__ == "__main__":
    missing = [name for name, there in (("dovecot", installed()),
                                        ("levanded", os.path.exists(levanded()))) if not there]
    if missing:
        print("skip - fetch against Dovecot: no " + " and no ".join(missing))
        sys.exit(0)
    sys.exit(cases.run())

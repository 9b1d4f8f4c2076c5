#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Mails as none should be, and a disk that is full: nothing is lost and the next one goes on."""

import os
import random
import resource
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402

cases = Cases()
FROM = b"From: Enheten <enheten@vgregion.example>\nTo: levande@example.org\nMessage-ID: <%d@x>\n"


def parts(count):
    head = FROM % 10000 + b"Subject: delar\nMIME-Version: 1.0\n"
    head += b"Content-Type: multipart/mixed; boundary=B\n\n"
    return head + b"".join(b"--B\nContent-Type: text/plain\n\ndel %d\n" % n
                           for n in range(count)) + b"--B--\n"


def nested(depth):
    text = FROM % 1000 + b"Subject: djup\nMIME-Version: 1.0\n"
    for n in range(depth):
        text += b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n)
    return text + b"Content-Type: text/plain\n\nlangst in\n" + b"".join(
        b"--B%d--\n" % n for n in range(depth - 1, -1, -1))


def letters_within(depth):
    text = FROM % 500 + b"Subject: i brev\nMIME-Version: 1.0\n"
    for _ in range(depth):
        text += b"Content-Type: message/rfc822\n\n" + FROM % 501 + b"MIME-Version: 1.0\n"
    return text + b"Content-Type: text/plain\n\nlangst in\n"


def strange():
    noise = random.Random(4711).randbytes(200000)
    big = FROM % 50 + b"Subject: stor\nContent-Type: application/pdf\n"
    big += b"Content-Transfer-Encoding: base64\n\n"
    return {
        "zero bytes": b"",
        "one byte": b"x",
        "empty lines": b"\r\n" * 100,
        "no headers": b"\nHej, vi vill boka en patient!\n",
        "headers only": FROM % 1 + b"Subject: bara huvuden\n",
        "NULs": FROM % 2 + b"Subject: a\0b\n\nHej\0 da\0\n" + b"\0" * 5000,
        "noise": noise,
        "noise behind headers": FROM % 3 + b"Subject: brus\n\n" + noise,
        "bytes of no charset": FROM % 4 + b"Subject: \xff\xfe\xc3\n\n\xe5\xe4\xf6 \xc3\x28\xa0\n",
        "a wrong charset": FROM % 5 + b"Content-Type: text/plain; charset=utf-32-klingon\n\n\xe5\n",
        "a long line": FROM % 6 + b"Subject: rad\n\n" + b"x" * 3000000 + b"\n",
        "a long header": FROM % 7 + b"Subject: " + b"y" * 1000000 + b"\n\nHej\n",
        "100,000 headers": FROM % 8 + b"X-A: b\n" * 100000 + b"\nHej\n",
        "many recipients": FROM % 9 + b"Cc: " + b"a@example.org, " * 20000 + b"\n\nHej\n",
        "bad base64": FROM % 11 + b"Content-Transfer-Encoding: base64\n\n!!!! ==== \xff\n",
        "no end of parts": parts(3)[:-9],
        "10,000 parts": parts(10000),
        "1,000 nested": nested(1000),
        "500 letters in letters": letters_within(500),
        "open HTML": FROM % 12 + b"Content-Type: text/html\n\n" + b"<div><table><b>" * 50000,
        "50 MB": big + (b"QUJD" * 18 + b"\n") * (50 * 1024 * 1024 // 73),
    }


@cases.case("strange mails: all stored byte for byte, each a task or a request, the next goes on")
def all_kinds():
    kinds = strange()
    with Levande() as library:
        library.deliver(*kinds.values(), mails.request_mail(1, complete=False))
        said = library.once(seconds=200)
        assert "role_ended" not in said and "ERROR" not in said, said[-3000:]
        inbox = {m["id"]: m for m in library.levande("mail", "list")["inbox"]}
        assert len(inbox) == len(kinds) + 1, len(inbox)
        by_bytes = {}
        for number in inbox:
            raw = library.run("mail", "show", "M%d" % number, "--raw")
            assert raw.returncode == 0, raw.stderr
            by_bytes[raw.stdout] = number
        tasks = library.tasks()
        with_task = {t.get("mail") for t in tasks} | {t.get("inbox_id") for t in tasks}
        for name, raw in kinds.items():
            assert raw in by_bytes, "%s: other bytes" % name
            number = by_bytes[raw]
            shown = library.levande("mail", "show", "M%d" % number)
            assert inbox[number]["state"] in ("read", "waiting"), (name, inbox[number])
            assert inbox[number]["state"] == "read" or "M%d" % number in with_task or \
                number in with_task, "%s: no task among %s" % (name, tasks)
            assert isinstance(shown["reading"]["defects"], list), name
        assert len(library.requests()) == [m["state"] for m in inbox.values()].count("read")
        assert [m for m in library.letters() if "LB-" in m["Subject"]], "the next mail waits"
        library.check()


@cases.case("the same mail read from a file gives the same reading, whatever its kind")
def read_from_file():
    with Levande() as library:
        for name, raw in strange().items():
            if len(raw) > 10 << 20:
                continue
            value = library.levande("mail", "read", "-", stdin=raw)
            assert {"intent", "subject", "text", "defects", "automatic"} <= set(value), name


class Disk:
    """A small disk: a tmpfs, where we may mount one."""

    def __init__(self, path, size):
        self.path = path
        os.makedirs(path)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%s" % size, "tmpfs", path],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise Skip("no tmpfs can be mounted here")

    def resize(self, size):
        subprocess.run(["mount", "-o", "remount,size=%s" % size, self.path], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=False)


def big_mail(number, megabytes=1):
    return mails.mail("Hej!\n" + ("ett ord " * 9 + "\n") * (megabytes << 20 >> 6), number=number,
                      subject="Stort %d" % number, sender="x@example.com")


@cases.case("a full disk loses nothing, and all goes on when there is room")
def full_disk():
    with Levande() as library, Disk(library.folder + "/disk", "4m") as disk:
        library.set("database", url="sqlite:%s/levande.db" % disk.path)
        library.book = disk.path + "/levande.db"
        daemon = library.start()
        sent = [big_mail(n) for n in range(6)] + [mails.request_mail(7, complete=False)]
        library.deliver(*sent)
        wait_for(lambda: "full" in library.log() or "busy" in library.log()
                 or "role_ended" in library.log(), 60, "somebody to notice the full disk")
        assert library.get("/")[0] in (200, 503)
        disk.resize("200m")
        wait_for(lambda: sorted(raw for _, raw in library.mails()) == sorted(sent), 90,
                 "all mails to be stored")
        wait_for(library.letters, 60, "the acknowledgement")
        assert daemon.poll() is None and library.stop(daemon) == 0
        assert len(library.requests()) == 1
        library.check()


@cases.case("a full disk at --once: 75 or a fault, and a later run goes on")
def full_disk_once():
    with Levande() as library, Disk(library.folder + "/disk", "3m") as disk:
        library.set("database", url="sqlite:%s/levande.db" % disk.path)
        library.book = disk.path + "/levande.db"
        sent = [big_mail(n) for n in range(5)]
        library.deliver(*sent)
        code, said = library.daemon("--once")
        assert code != 0, said
        assert code in (73, 75), (code, said)
        disk.resize("200m")
        library.once()
        assert sorted(raw for _, raw in library.mails()) == sorted(sent)
        library.check()


@cases.case("a limit on the size of files is met like a full disk")
def file_limit():
    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
    with Levande() as library:
        sent = [big_mail(n) for n in range(4)]
        library.deliver(*sent)
        code, said = library.daemon("--once", preexec_fn=limited)
        assert code in (73, 75), (code, said)
        library.once()
        assert sorted(raw for _, raw in library.mails()) == sorted(sent)
        library.check()


@cases.case("an outgoing Maildir that cannot be written keeps its letters for later")
def no_way_out():
    with Levande() as library, Disk(library.folder + "/disk", "1m") as disk:
        library.set("send", target="maildir:%s/out" % disk.path)
        with open(disk.path + "/filler", "wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096) == 4096:
                    pass
            except OSError:
                pass  # it is full
        library.deliver(mails.request_mail(1, complete=False))
        code, said = library.daemon("--once", "--now", "2027-03-01T10:00")
        assert code == 75, (code, said)
        states = [m["state"] for m in library.levande("mail", "list")["outbox"]]
        assert states in (["deferred"], ["queued"]), states
        os.remove(disk.path + "/filler")
        library.once("--now", "2027-03-01T12:00")
        assert len(os.listdir(disk.path + "/out/new")) == 1
        library.check()


if __name__ == "__main__":
    sys.exit(cases.run())

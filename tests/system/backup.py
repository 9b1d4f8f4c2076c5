#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore: a whole book at any moment, and no letter that goes out twice by itself."""

import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402

cases = Cases()


def outbox(library):
    return {m["message_id"]: m["state"] for m in library.levande("mail", "list")["outbox"]}


@cases.case("a backup taken at work is a whole and sound book")
def at_work():
    with Levande() as library:
        library.pool()
        daemon = library.start()
        library.deliver(*(mails.request_mail(n, complete=n % 5 == 0) for n in range(1, 31)))
        copies = []
        while len(library.letters()) < 30:
            copies.append("%s/copy-%d" % (library.folder, len(copies)))
            assert library.levande("backup", copies[-1]) == {"backup": copies[-1]}
        assert library.stop(daemon) == 0
        sizes = []
        for copy in copies:
            library.set("database", url="sqlite:" + copy)
            library.check()
            sizes.append(len(library.requests()))
            assert os.stat(copy).st_mode & 0o077 == 0, "others can read the backup"
        assert sizes == sorted(sizes), sizes


@cases.case("restore: what was not sent then is held until released, and later mail comes again")
def restores():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        library.deliver(mails.request_mail(2, complete=False))
        library.once("--role", "fetch,work")
        states = sorted(outbox(library).values())
        assert states == ["queued", "sent"], states
        copy = library.folder + "/copy"
        library.levande("backup", copy)
        library.once()
        library.deliver(mails.request_mail(3, complete=False))
        library.once()
        assert len(library.letters()) == 3
        told = library.levande("restore", copy)
        assert told == {"restored": copy, "held": 1}, told
        assert sorted(outbox(library).values()) == ["held", "sent"]
        assert len(library.requests()) == 2
        library.check()
        library.once()
        assert sorted(r["subject"] for r in library.requests()) == [
            "Workshop om stroke %d" % n for n in (1, 2, 3)], library.requests()
        assert "held" in outbox(library).values(), "a letter of the past went by itself"
        assert library.levande("mail", "release") == {"released": 1}
        library.once()
        assert set(outbox(library).values()) == {"sent"}
        assert len({m["Message-ID"] for m in library.letters()}) == len(library.letters())
        library.check()


@cases.case("restore is refused while a role runs, and says which")
def role_runs():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        copy = library.folder + "/copy"
        library.levande("backup", copy)
        for role in ("fetch", "work", "send", "web"):
            daemon = library.start("--role", role)
            done = library.run("restore", copy)
            assert done.returncode == 75, (role, done)
            assert str(daemon.pid).encode() in done.stderr and role.encode() in done.stderr, done
            assert library.stop(daemon) == 0
        library.levande("restore", copy)


@cases.case("restore of what is no case book is refused and changes nothing")
def no_book():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        copy, other = library.folder + "/copy", library.folder + "/other"
        library.levande("backup", copy)
        with open(copy, "rb") as file:
            whole = file.read()
        foreign = sqlite3.connect(library.folder + "/foreign")
        with foreign:
            foreign.execute("CREATE TABLE animal (name TEXT)")
        foreign.close()
        with open(library.folder + "/foreign", "rb") as file:
            foreign = file.read()
        middle = len(whole) // 2
        for content in (b"", b"not a database\n", whole[:middle], foreign, os.urandom(65536),
                        whole[:8192] + os.urandom(len(whole) - 8192)):
            with open(other, "wb") as out:
                out.write(content)
            done = library.run("restore", other)
            assert done.returncode in (65, 66) and done.stderr, (content[:20], done)
            assert len(library.requests()) == 1
            library.check()
        assert library.run("restore", library.folder + "/finns-inte").returncode == 66
        assert library.run("restore", library.folder).returncode in (65, 66)
        library.check()
        library.deliver(mails.request_mail(2, complete=False))
        library.once()
        assert len(library.requests()) == 2


@cases.case("a backup goes over no other file, and one that fails leaves nothing behind")
def nothing_overwritten():
    with Levande() as library:
        library.once()
        copy = library.folder + "/copy"
        with open(copy, "wb") as out:
            out.write(b"dear")
        assert library.run("backup", copy).returncode == 73
        with open(copy, "rb") as file:
            assert file.read() == b"dear"
        assert library.run("backup", library.folder + "/no/such/folder").returncode == 73
        assert library.run("backup", "/dev/full").returncode == 73
        assert [name for name in os.listdir(library.folder) if "partial" in name] == []


@cases.case("a restored book goes on: roles start, mails and letters flow")
def goes_on():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        copy = library.folder + "/copy"
        library.levande("backup", copy)
        for name in os.listdir(library.folder):
            if name.startswith("levande.db"):
                os.remove("%s/%s" % (library.folder, name))
        library.levande("restore", copy)  # the disk was lost, the backup was not
        daemon = library.start()
        library.deliver(mails.request_mail(2, complete=False))
        wait_for(lambda: len(library.letters()) == 2, 30, "the second acknowledgement")
        assert library.stop(daemon) == 0
        library.check()


if __name__ == "__main__":
    sys.exit(cases.run())

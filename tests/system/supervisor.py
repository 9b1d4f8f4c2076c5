#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The supervisor and roles that do not do as they are told: one that hangs gets ten seconds, at a
renewal as at a stop, and is then killed; nothing waits for it longer than that."""

import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.ports import wait_for  # noqa: E402

PATIENCE = 10
ROLES = ("fetch", "work", "send", "web")
cases = Cases()


def killed(library):
    return re.findall(r"supervisor role_killed role=(\w+) pid=(\d+)", library.log())


@cases.case("SIGHUP: a role that hangs is killed, and all are renewed, one after another")
def renewal():
    with Levande() as library:
        daemon = library.start()
        before = {role: library.holder(role) for role in ROLES}
        os.kill(before["work"], signal.SIGSTOP)
        began = time.monotonic()
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: all(library.holder(role) != before[role] for role in ROLES),
                 PATIENCE + 30, "every role to be another process")
        assert time.monotonic() - began >= PATIENCE - 1, "it was given no time to end by itself"
        assert killed(library) == [("work", str(before["work"]))], library.log()
        order = re.findall(r"^<\d> (fetch|work|send|web) ready", library.log(), re.M)[-4:]
        assert order == list(ROLES), order
        assert "role_ended" not in library.log(), "an end that was asked for is no fault"
        assert library.get("/halsa")[0] in (200, 503)
        assert library.stop(daemon) == 0


@cases.case("SIGTERM: a role that hangs holds up the stop for ten seconds and no more")
def stop():
    with Levande() as library:
        daemon = library.start()
        hangs = library.holder("send")
        os.kill(hangs, signal.SIGSTOP)
        began = time.monotonic()
        assert library.stop(daemon) == 0
        assert PATIENCE - 1 <= time.monotonic() - began < PATIENCE + 10
        assert killed(library) == [("send", str(hangs))], library.log()


if __name__ == "__main__":
    sys.exit(cases.run())

# SPDX-License-Identifier: EUPL-1.2
"""The service at rest and at its start: memory, wake-ups, and how soon it is ready."""

import os
import re
import socket
import subprocess
import time

import book
from inbound import Inbound
from table import number, row

MAILS = 200
WATCHED = 10  # seconds
REQUESTS = PEOPLE = 100000
BOUND_MIB, BOUND_WAKES, BOUND_READY = 40, 5, 0.1


def _children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as pids:
        return [int(child) for child in pids.read().split()]


def _pss(pid):
    with open("/proc/%d/smaps_rollup" % pid, encoding="ascii") as lines:
        return int(re.search(r"^Pss:\s+(\d+) kB", lines.read(), re.M).group(1)) / 1024


def _switches(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as lines:
        return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", lines.read(), re.M).group(1))


def idle(repeats):
    """All four roles after some mails, letters and a page, with nothing left to do."""
    wakes = []
    with Inbound() as library:
        library.set("fetch", poll_seconds="60")
        library.set("send", rate_per_minute="0")
        library.pool()
        library.take(MAILS)
        daemon = library.start()
        library.get("/")
        library.wait_sent()
        pids = [daemon.pid, *_children(daemon.pid)]
        assert len(pids) == 5, pids
        for _ in range(repeats):
            before = {pid: _switches(pid) for pid in pids}
            time.sleep(WATCHED)
            wakes.append(sum(_switches(pid) - before[pid] for pid in pids) / WATCHED)
        memory = sum(_pss(pid) for pid in pids)
        library.stop(daemon)
    return [row("supervisor and four roles idle: memory together (PSS)", "%.1f MiB" % memory,
                "< %d MiB" % BOUND_MIB, memory < BOUND_MIB),
            row("… wake-ups together", "%.1f a second" % min(wakes),
                "≤ %d a second" % BOUND_WAKES, min(wakes) <= BOUND_WAKES)]


def _ready(library):
    """Seconds from the start of the supervisor to its READY=1."""
    path = library.folder + "/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(path)
        told.settimeout(60)
        with open(library.log_file, "ab") as log:
            began = time.monotonic()
            daemon = subprocess.Popen(library.command(), cwd=library.folder, stdout=log, stderr=log,
                                      env={**os.environ, "NOTIFY_SOCKET": path})
        library.daemons.append(daemon)
        while b"READY=1" not in told.recv(4096):
            pass
        seconds = time.monotonic() - began
        library.stop(daemon)
    os.unlink(path)
    return seconds


def start(repeats):
    with Inbound() as library:
        library.pool()
        library.take(1000)
        book.grow_requests(library.book, REQUESTS)
        book.grow_people(library.book, PEOPLE)
        best = min(_ready(library) for _ in range(max(repeats, 3)))
    return [row("start to ready with %s requests and %s people" % (number(REQUESTS),
                                                                   number(PEOPLE)),
                "%.0f ms" % (best * 1000), "< %.0f ms" % (BOUND_READY * 1000), best < BOUND_READY)]


def rows(repeats):
    return idle(repeats) + start(repeats)

# SPDX-License-Identifier: EUPL-1.2
"""The desk on a large book: how long each page takes for one who is alone, how many pages fifty at
a time get, and what memory that takes, a login included."""

import re
import urllib.parse

import book
import wrk
from inbound import Inbound
from lib.desk import Desk
from table import number, row, skipped

MAILS = 1000
REQUESTS = PEOPLE = 100000
LETTERS = 1000000
SECONDS, CROWD = 5, 50
BOUND_PAGE, BOUND_CROWD, BOUND_RATE, BOUND_MIB = 0.010, 0.200, 500, 64
LIST = "/personal/forfragningar"


def _fill(library):
    library.pool()
    library.take(MAILS)
    book.grow_requests(library.book, REQUESTS)
    book.grow_people(library.book, PEOPLE)
    book.grow_letters(library.book, LETTERS)


def _pages(library):
    """[(what, paths)]: a page of one kind, in as many shapes as it has."""
    requests = [LIST + "/" + n for n, in library.rows(
        "SELECT number FROM request WHERE id % 997 = 0 ORDER BY id LIMIT 97")]
    most, = library.rows("SELECT state FROM request GROUP BY state ORDER BY count(*) DESC"
                         " LIMIT 1")[0]
    last, = library.rows("SELECT max(id) FROM request")[0]

    def asked(**words):
        return LIST + "?" + urllib.parse.urlencode(words)

    return [
        ("what waits, /personal", ["/personal"]),
        ("the board and the newest requests", [LIST, asked(efter=last // 2)]),
        ("all of one state, oldest first",
         [asked(lage=most, ordning="aldst"),
          asked(lage=most, ordning="aldst", efter=last // 2)]),
        ("a request, one of 97", requests),
        ("a search that finds", [asked(sok=words) for words in (
            "workshop", "stroke", "enhet prov", "vgregion", "diabetes", "cancer work")]),
        ("a search for a word that nobody has", [asked(sok="xylofonkvartett")]),
        ("the figures of the year", ["/personal/statistik"]),
        ("/metrics", ["/metrics"]),
    ]


def _alone(library, cookie, what, paths, repeats):
    """The best of the runs; the first only warms up, as a working day's first page does."""
    wrk.load(library.port, paths, library.folder, 1, 1, cookie)
    best = min((wrk.load(library.port, paths, library.folder, 1, SECONDS, cookie)
                for _ in range(repeats)), key=lambda load: load.p99)
    return row("… %s: half, 99 of 100" % what, "%.1f ms, %.1f ms" % (best.p50 * 1e3,
                                                                    best.p99 * 1e3),
               "p99 < %d ms" % (BOUND_PAGE * 1e3), best.p99 < BOUND_PAGE)


def _memory(pid):
    """What the process has had at most, in MiB."""
    with open("/proc/%d/status" % pid, encoding="ascii") as lines:
        return int(re.search(r"^VmHWM:\s+(\d+) kB", lines.read(), re.M).group(1)) / 1024


def rows(repeats):
    what = "the desk, with %s requests, %s people, %s letters" % (
        number(REQUESTS), number(PEOPLE), number(LETTERS))
    if not wrk.there():
        return [skipped(what, "wrk is not installed")]
    with Inbound() as library:
        _fill(library)
        daemon = library.start("--role", "web")
        desk = Desk(library, "Maria Ek", "admin").enrol()
        pages = _pages(library)
        found = [row(what, "one connection")]
        found += [_alone(library, desk.cookie, *page, repeats) for page in pages]
        mixed = [path for _, paths in pages[:6] for path in paths[:6]]
        crowd = max((wrk.load(library.port, mixed, library.folder, CROWD, 2 * SECONDS, desk.cookie)
                     for _ in range(repeats)), key=lambda load: load.rate)
        Desk(library, "Bo Alm").enrol()
        memory = _memory(daemon.pid)
        library.stop(daemon)
    met = crowd.rate >= BOUND_RATE and crowd.p99 < BOUND_CROWD
    return found + [
        row("… the first six by turns, %d connections: together, 99 of 100" % CROWD,
            "%s pages/s, %.0f ms" % (number(crowd.rate), crowd.p99 * 1e3),
            "≥ %d, p99 < %d ms" % (BOUND_RATE, BOUND_CROWD * 1e3), met),
        row("… the web role's memory at its most, two logins included (resident)",
            "%.1f MiB" % memory, "< %d MiB" % BOUND_MIB, memory < BOUND_MIB)]

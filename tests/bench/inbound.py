# SPDX-License-Identifier: EUPL-1.2
"""Mails in: from a Maildir through `fetch` and `work`, two processes, to a request each with its
acknowledgement queued. And whether a mail costs more in a large book than in a small one."""

import os
import resource
import sqlite3
import time

import book
import mails
from lib.levande import Levande
from lib.ports import wait_for
from table import number, row

SUSTAINED = 10000
PIECE = 2000
SMALL, LARGE = 1000, 100000


class Inbound(Levande):
    """An installation in assist mode whose mailbox is filled from a heap of mails beside it."""

    def __init__(self):
        super().__init__(routing={"mode": "assist"})
        self.written = 0
        os.makedirs(self.folder + "/heap/tmp")
        os.makedirs(self.folder + "/heap/new")

    def heap(self, count):
        """Writes mails to be delivered later."""
        mails.deliver(self.folder + "/heap", count, self.written)
        self.written += count

    def pour(self):
        """Moves the heap into the mailbox."""
        for name in os.listdir(self.folder + "/heap/new"):
            os.rename("%s/heap/new/%s" % (self.folder, name), "%s/in/new/%s" % (self.folder, name))

    def newest(self):
        return self.rows("SELECT coalesce(max(id), 0) FROM request")[0][0]

    def take(self, count):
        """Lets fetch and work take so many mails: seconds until the last has its request, seconds
        until all letters are made, too, and the processor's seconds in both processes."""
        self.heap(count)
        before = self.newest()
        self.pour()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        daemon = self.start("--role", "fetch,work")
        db = sqlite3.connect("file:%s?mode=ro" % self.book, uri=True, timeout=10)
        wait_for(lambda: db.execute("SELECT coalesce(max(id), 0) FROM request").fetchone()[0]
                 >= before + count, 600, "all requests")
        seconds = time.monotonic() - began
        wait_for(lambda: not db.execute("SELECT 1 FROM letter WHERE made = 0 AND state IN"
                                        " ('queued', 'to_print') LIMIT 1").fetchone(),
                 600, "the letters to be made")
        made = time.monotonic() - began
        db.close()
        self.stop(daemon)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (now.ru_utime + now.ru_stime) - (spent.ru_utime + spent.ru_stime)
        self.verify(before, count)
        return seconds, made, cpu

    def wait_sent(self):
        """Waits until no letter is left that could go."""
        wait_for(lambda: self.rows("SELECT count(*) FROM letter WHERE state IN"
                                   " ('queued', 'deferred', 'sending')") == [(0,)], 120,
                 "the letters to be sent")

    def verify(self, before, count):
        told, = self.rows("SELECT count(*) FROM letter WHERE request_id > ? AND"
                          " purpose = 'acknowledgement' AND state = 'queued'", before)[0]
        unread, = self.rows("SELECT count(*) FROM inbox WHERE state = 'unread'")[0]
        assert told == count and unread == 0, (told, unread)


def sustained(repeats):
    best = (1e9, 1e9)
    for _ in range(repeats):
        with Inbound() as library:
            library.pool()
            queued, made, _ = library.take(SUSTAINED)
            best = min(best, (queued, made))
    rate = SUSTAINED / best[0]
    return [row("%s mails through fetch and work: stored, read, a request each, acknowledgement "
                "queued" % number(SUSTAINED), "%s mails/s" % number(rate), "≥ 1 000",
                rate >= 1000),
            row("the same, and all acknowledgements made into mails",
                "%s mails/s" % number(SUSTAINED / best[1]))]


def flat(repeats):
    """The same mails in a small and in a large book, by turns, so that both meet the same load."""
    with Inbound() as small, Inbound() as large:
        costs = {small: [], large: []}
        for library in costs:
            library.pool()
            library.take(SMALL)
        book.grow_requests(large.book, LARGE)
        for _ in range(repeats):
            for library in costs:
                costs[library].append(library.take(PIECE))
    def best(library, index):
        return min(cost[index] for cost in costs[library]) / PIECE * 1e6
    wall, cpu = ([best(library, index) for library in (small, large)] for index in (0, 2))
    more = wall[1] / wall[0] - 1
    return [row("time for a mail after %s requests, and after %s" % (number(SMALL), number(LARGE)),
                "%s µs, %s µs (%+.0f %%)" % (number(wall[0]), number(wall[1]), 100 * more),
                "within 20 %", more <= 0.2),
            row("… processor time, letters made and all", "%s µs, %s µs (%+.0f %%)" % (
                number(cpu[0]), number(cpu[1]), 100 * (cpu[1] / cpu[0] - 1)))]


def rows(repeats):
    return sustained(repeats) + flat(repeats)

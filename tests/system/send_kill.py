#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""kill -9 of `send` at twenty random moments while letters flow (invariant 4).

Every letter that the book calls sent has arrived once; none has arrived twice; at most one a kill
is `unknown`. Into a Maildir nothing is unknown, and every letter lies there once.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.outbox import Outbox  # noqa: E402
from lib.peer import Peer  # noqa: E402
from lib.report import run  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="levande-kill-")
LETTERS, KILLS = 800, 20


def kill_at_random_moments(box):
    """Each run is killed a moment after it has done something new, or has ended by itself."""
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    print("# seed %d" % seed, flush=True)
    for _ in range(KILLS):
        before = box.query("SELECT total(attempts) FROM letter")
        process = box.start()
        end = time.monotonic() + 20
        while (process.poll() is None and time.monotonic() < end
               and box.query("SELECT total(attempts) FROM letter") == before):
            time.sleep(0.001)
        time.sleep(moments.uniform(0, 0.02))  # the moment itself, and not something waited for
        process.send_signal(signal.SIGKILL)
        process.wait()


def a_server(engine):
    peer = Peer()
    try:
        port = peer.behave("good")
        folder = tempfile.mkdtemp(dir=FOLDER)
        box = Outbox(folder, {"target": "maildir:" + folder})
        box.configure({"target": "smtp://127.0.0.1:%d" % port, "engine": engine, "tls": "none"})
        added = box.add_many(LETTERS)
        kill_at_random_moments(box)
        code, said = box.run()
        assert code == 0, said
        states = box.states()
        assert set(states) <= {"sent", "unknown"} and states.get("unknown", 0) <= KILLS, states
        arrived = peer.seen()["letters"]
        counts = {message_id: sum("<%s>" % message_id in letter for letter in arrived)
                  for _, _, message_id in added}
        sent = {row[0] for row in box.query("SELECT message_id FROM letter WHERE state = 'sent'")}
        assert max(counts.values()) == 1, "a letter came twice"
        assert all(counts[message_id] == 1 for message_id in sent), "a sent letter is missing"
        assert box.query("PRAGMA integrity_check") == [("ok",)]
    finally:
        peer.stop()


def a_maildir():
    folder = tempfile.mkdtemp(dir=FOLDER)
    box = Outbox(folder, {"target": "maildir:%s/out" % folder})
    added = box.add_many(LETTERS)
    kill_at_random_moments(box)
    code, said = box.run()
    assert code == 0 and box.states() == {"sent": LETTERS}, (code, box.states(), said)
    names = sorted(os.listdir(folder + "/out/new"))
    assert names == sorted(message_id for _, _, message_id in added)
    for name in names:
        with open(os.path.join(folder, "out", "new", name), encoding="ascii") as letter:
            assert letter.read().endswith("line 19 of the letter\n"), name


if __name__ == "__main__":
    try:
        run([("kill -9 of send with libesmtp: nothing lost, nothing twice",
              lambda: a_server("libesmtp")),
             ("kill -9 of send with libcurl: nothing lost, nothing twice",
              lambda: a_server("libcurl")),
             ("kill -9 of send into a Maildir: every letter once, none unknown", a_maildir)])
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)

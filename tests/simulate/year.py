#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A whole year of the library, lived day by day, and what must hold after it.

    SIMULATE_REQUESTS (200) SIMULATE_PEOPLE (60) SIMULATE_ASSOCIATIONS (15) SIMULATE_DAYS (365)
    SIMULATE_SEED (7)   a life of the same seed is the same life

It prints what happened as a table and ends with 1 when a promise is broken. A shorter life is part
of the tests: tests/system/year.py.
"""

import collections
import datetime
import os
import platform
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("LEVANDE_BIN", ROOT + "/build")
sys.path[:0] = [ROOT + "/tests/simulate", ROOT + "/tests/system"]
sys.dont_write_bytecode = True

import judge  # noqa: E402
from life import Life  # noqa: E402


def number(name, default):
    return int(os.environ.get("SIMULATE_" + name, default))


def figures(life):
    yield "requests", ", ".join("%d %s" % (count, state) for state, count in life.rows(
        "SELECT state, count(*) FROM request GROUP BY state ORDER BY 2 DESC"))
    for name, sql in (("people asked", "SELECT count(*) FROM invitation WHERE person_id > 0"),
                      ("yes", "SELECT count(*) FROM answer WHERE answer = 'yes'"),
                      ("placements", "SELECT count(*) FROM placement"),
                      ("occasions over", "SELECT count(*) FROM occasion WHERE state = 'done'"),
                      ("compensation, kronor",
                       "SELECT coalesce(sum(fee_ore), 0) / 100 FROM compensation"),
                      ("follow-ups answered",
                       "SELECT count(*) FROM followup WHERE answered_at IS NOT NULL"),
                      ("letters sent", "SELECT count(*) FROM letter WHERE state = 'sent'"),
                      ("tasks made", "SELECT count(*) FROM task"),
                      ("tasks open", "SELECT count(*) FROM task WHERE closed_at IS NULL")):
        yield name, life.rows(sql)[0][0]


def main():
    seed, begun = number("SEED", 7), time.monotonic()
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"],
                            stdout=subprocess.PIPE, check=False).stdout.decode().strip()
    print("machine %s, %s, commit %s, seed %d" % (platform.machine(),
                                                  datetime.date.today(), commit or "-", seed))
    broken = 0
    with Life(number("REQUESTS", 200), number("PEOPLE", 60), number("ASSOCIATIONS", 15), seed,
              datetime.date(2026, 1, 12), number("DAYS", 365)) as life:
        life.live()
        for name, value in figures(life):
            print("%-22s %s" % (name, value))
        print("%-22s %s" % ("refused by the rules",
                            ", ".join("%s %d" % pair for pair in
                                      collections.Counter(life.refused).most_common()) or "none"))
        for promise, breaches in judge.PROMISES.items():
            found = breaches(life)
            broken += bool(found)
            print("%s - %s%s" % ("not ok" if found else "ok", promise,
                                 ": %s" % found[:5] if found else ""))
        life.check()
        print("ok - levande check finds nothing")
    print("%-22s %.0f s" % ("lived in", time.monotonic() - begun))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

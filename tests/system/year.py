#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A short life of the library, lived day by day, and what must hold after it.

The whole year is `make simulate`; this is a few weeks of the same life (tests/simulate/).
"""

import datetime
import os
import sys

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/simulate"]

if "LEVANDE_PLAIN" in os.environ:  # thousands of steps: what is tried are the promises
    os.environ["LEVANDE_BIN"] = os.environ["LEVANDE_PLAIN"]

from lib.cases import Cases  # noqa: E402

import judge  # noqa: E402
from life import Life  # noqa: E402

cases = Cases()


def must_hold(life, promise):
    found = judge.PROMISES[promise](life)
    assert found == [], "%d breaches: %s" % (len(found), found[:5])


with Life(12, 20, 5, 7, datetime.date(2026, 1, 12), 25) as lived:
    lived.live(more=100, every_day=False)
    for name in judge.PROMISES:
        cases.case(name)(lambda promise=name: must_hold(lived, promise))

    @cases.case("it was a life: there were assignments, follow-ups and payments")
    def _():
        for table in ("placement WHERE state = 'followed_up'", "compensation WHERE paid = 'yes'",
                      "followup WHERE answered_at IS NOT NULL", "request WHERE state = 'closed'"):
            assert lived.rows("SELECT count(*) FROM " + table)[0][0] >= 2, table

    @cases.case("levande check finds nothing")
    def _():
        lived.check()

    sys.exit(cases.run())

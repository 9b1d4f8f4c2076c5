#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""How well mails are read, as a ratchet: the labelled mails of tests/data/reading, key by key.

The mails are invented, in wordings that the rules were not made from; a key that falls below its
least number of right values, or rises above its most wrong ones, fails. A rule that lifts a figure
lifts its line here too. scripts/score-reading tells which mails differ (--errors).
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("LEVANDE_BIN", ROOT + "/build/san")
MAILS = ROOT + "/tests/data/reading"

# Of each key: at least so many right, at most so many wrong. What is neither is left empty.
FIGURES = {
    "intent": (133, 0),
    "kind": (130, 2),
    "areas": (133, 0),
    "perspective": (130, 3),
    "people_min": (129, 1),
    "people_max": (128, 2),
    "route": (131, 2),
    "occasions": (133, 0),
    "respond_by": (132, 0),
    "format": (129, 2),
    "municipality": (130, 0),
    "compensation": (133, 0),
    "cost_ref": (133, 0),
    "unit": (133, 0),
    "contact_name": (133, 0),
    "contact_phone": (132, 0),
}

cases = Cases()


def figures():
    score = [ROOT + "/scripts/score-reading", MAILS, "--json",
             "--command", BIN + "/levande --json mail read"]
    done = subprocess.run(score, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def holds(key):
    """The case for one key; the figures are those of all mails, read once."""

    def check(read):
        least, most = FIGURES[key]
        right, wrong = read[key]["right"], read[key]["wrong"]
        if right < least or wrong > most:
            raise AssertionError("%s: %d right, %d wrong; before %d right, %d wrong"
                                 % (key, right, wrong, least, most))
        if right > least or wrong < most:
            print("%s: now %d right, %d wrong" % (key, right, wrong))

    return check


for name in FIGURES:
    cases.case("%s is read as well as before" % name)(holds(name))


@cases.case("every key of the labels has a figure")
def _(read):
    assert set(read) == set(FIGURES), sorted(set(read) ^ set(FIGURES))


if __name__ == "__main__":
    sys.exit(cases.run(figures()))

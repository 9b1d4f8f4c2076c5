# SPDX-License-Identifier: EUPL-1.2
"""Test cases of a system test: each prints `ok - name`, `not ok - name` or `skip - name`."""

import sys
import traceback


class Skip(Exception):
    """Raised by a case that cannot run here, with the reason."""


class Cases:
    """cases = Cases(); @cases.case("what is promised") def …; sys.exit(cases.run())"""

    def __init__(self):
        self.all = []

    def case(self, name):
        def add(function):
            self.all.append((name, function))
            return function
        return add

    def tell(self, story, steps, prefix=""):
        """A story in order: each step is a case, and none is tried after one that has failed;
        story.broken says whether one has."""
        story.broken = False

        def play(step):
            assert not story.broken, "an earlier step failed"
            story.broken = True
            step(story)
            story.broken = False
        for name, step in steps:
            self.case(prefix + name)(lambda step=step: play(step))

    def run(self, *arguments):
        """Runs all, or those whose name holds a word of the command line; 1 when one failed."""
        failed = 0
        words = sys.argv[1:]
        for name, function in self.all:
            if words and not any(word in name for word in words):
                continue
            try:
                function(*arguments)
                print("ok - " + name, flush=True)
            except Skip as why:
                print("skip - %s: %s" % (name, why), flush=True)
            except Exception:  # a test that fails in any way has failed
                failed += 1
                traceback.print_exc()
                print("not ok - " + name, flush=True)
        return 1 if failed else 0

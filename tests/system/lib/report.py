# SPDX-License-Identifier: EUPL-1.2
"""Lines for scripts/run-tests: `ok - name`, `not ok - name`, `skip - name`."""

import sys
import traceback

_failed = []


def run(tests):
    """Runs (name, function) pairs, tells of each, and ends the program."""
    for name, test in tests:
        try:
            test()
            print("ok - " + name, flush=True)
        except Exception:  # every fault of a test is told, and the next one runs
            print("not ok - " + name, flush=True)
            traceback.print_exc()
            _failed.append(name)
    sys.exit(1 if _failed else 0)


def skip(name):
    print("skip - " + name, flush=True)

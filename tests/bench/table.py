# SPDX-License-Identifier: EUPL-1.2
"""The table of figures: what was measured, what was wanted, and on what machine."""

import collections
import datetime
import os
import platform
import subprocess

from lib.house import ROOT

Row = collections.namedtuple("Row", "what figure wanted verdict")


def row(what, figure, wanted="", met=None):
    """met: True, False, or None for a figure that is only told."""
    return Row(what, figure, wanted, "" if met is None else "ok" if met else "short")


def skipped(what, why):
    return Row(what, "not measured: " + why, "", "")


def number(value):
    """1234.5 as "1 234"; small ones keep a decimal."""
    return "%.1f" % value if value < 20 else "{:,.0f}".format(value).replace(",", " ")


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    return platform.machine()


def _memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _commit():
    def git(*words):
        done = subprocess.run(["git", "-C", ROOT, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "include")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" and changes" if changed else "")


def show(rows, repeats):
    """Prints the table as Markdown, so that it can stand in README.md as it is."""
    print("%s, commit %s, on %d × %s, %.0f GiB, %s %s\n" % (
        datetime.date.today().isoformat(), _commit(), os.cpu_count(), _processor(), _memory(),
        platform.system(), platform.release().split("-")[0]))
    print("| what | figure | wanted | |\n| --- | --- | --- | --- |")
    for r in rows:
        print("| %s |" % " | ".join(r))
    print("\nEach figure is the best of %d: other programs ran on the machine meanwhile (load %.1f "
          "at the end)." % (repeats, os.getloadavg()[0]))

# SPDX-License-Identifier: EUPL-1.2
"""Pages on a slow telephone line: when the first words are seen, and what came over the line."""

import json
import os
import subprocess

from lib import browser
from lib.levande import Levande
from page import answer_page
from table import row, skipped

HERE = os.path.dirname(os.path.abspath(__file__))
OPEN = ("/", "/forfragan", "/bli-levande-bok")
BOUND_MS, BOUND_KB = 2000, 40


def rows(repeats):
    what = "first contentful paint, Chromium on Fast 3G, nothing cached: %s"
    if not browser.installed():
        return [skipped(what % "the public pages", "there is no browser")]
    with Levande() as library:
        link = answer_page(library)
        daemon = library.start("--role", "web")
        done = subprocess.run(["node", HERE + "/paint.mjs", "http://127.0.0.1:%d" % library.port,
                               str(repeats), *OPEN, link], stdout=subprocess.PIPE, check=True,
                              text=True, timeout=300)
        library.stop(daemon)
    found = []
    for page in json.loads(done.stdout):
        name = page["path"] if page["path"] in OPEN else "/svar/TOKEN"
        kilobytes = page["bytes"] / 1024
        found.append(row(what % name, "%.2f s, %.1f kB in all" % (page["paint"] / 1000, kilobytes),
                         "< 2 s, ≤ 40 kB", page["paint"] < BOUND_MS and kilobytes <= BOUND_KB))
    return found

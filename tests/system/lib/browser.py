# SPDX-License-Identifier: EUPL-1.2
"""Pages in a real browser, by lib/look.mjs; skipped where there is none."""

import json
import os
import shutil
import subprocess
import tempfile

from lib.cases import Skip
from lib.house import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))


def look_at(port, pages, form=None):
    """Every page must be sound; pages: {name: path}. form: see look.mjs."""
    modules = os.path.isdir(HERE + "/../node_modules/playwright-core")
    if not (modules and shutil.which("node") and shutil.which("chromium")):
        raise Skip("there is no browser: run scripts/setup --test")
    shots = ROOT + "/build/screenshots"
    os.makedirs(shots, exist_ok=True)
    told = json.dumps({"base": "http://127.0.0.1:%d" % port, "shots": shots, "pages": pages,
                       "form": form})
    with tempfile.TemporaryDirectory(prefix="levande-browser-") as home:
        done = subprocess.run(["node", HERE + "/look.mjs", told], cwd=HERE, timeout=120,
                              check=False, env=dict(os.environ, HOME=home),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")

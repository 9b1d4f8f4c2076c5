# SPDX-License-Identifier: EUPL-1.2
"""Pages in a real browser, by lib/look.mjs and lib/hands.mjs; skipped where there is none."""

import json
import os
import select
import shutil
import subprocess
import tempfile

from lib.cases import Skip
from lib.house import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
SHOTS = ROOT + "/build/screenshots"


def installed():
    modules = HERE + "/../node_modules/"
    return (os.path.isdir(modules + "playwright-core") and os.path.isdir(modules + "html-validate")
            and shutil.which("node") and shutil.which("chromium"))


def told(port, **more):
    os.makedirs(SHOTS, exist_ok=True)
    return json.dumps({"base": "http://127.0.0.1:%d" % port, "shots": SHOTS, **more})


def look_at(port, pages, form=None, cookie=None):
    """Every page must be sound; pages: {name: path}. form: see look.mjs; cookie: "name=value"."""
    if not installed():
        raise Skip("there is no browser: run scripts/setup --test")
    with tempfile.TemporaryDirectory(prefix="levande-browser-") as home:
        done = subprocess.run(["node", HERE + "/look.mjs", told(port, pages=pages, form=form,
                                                               cookie=cookie)],
                              cwd=HERE, timeout=300, check=False, env=dict(os.environ, HOME=home),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")


class Hands:
    """with Hands(port) as hands: hands.do("anna", path="/", fill={…}, press=[…], look="home")

    What a page says is in the answer's "text"; whatever is wrong with it fails. ways: how each
    meets the pages, as {"anna": {"scripts": False, "keyboard": True, "narrow": True}}. Needs
    installed().
    """

    def __init__(self, port, ways=None):
        self.ways = ways or {}
        self.home = tempfile.mkdtemp(prefix="levande-browser-")
        self.process = subprocess.Popen(["node", HERE + "/hands.mjs", told(port)], cwd=HERE,
                                        env=dict(os.environ, HOME=self.home),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def do(self, who, status=200, **command):
        command.update({"who": who, "as": self.ways.get(who, {})})
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()
        assert select.select([self.process.stdout], [], [], 150)[0], "the browser hangs"
        line = self.process.stdout.readline()
        assert line, "the browser has ended"
        answer = json.loads(line)
        assert answer["wrong"] == [], (command, answer["wrong"])
        assert answer["status"] in (status, None), (command, answer["status"], answer["text"])
        return answer

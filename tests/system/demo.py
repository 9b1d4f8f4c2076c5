#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
# runs alone
"""The demonstration, as a newcomer meets it: scripts/demo, in a folder of the test's own.

Within a minute of the start the pages answer, the sample mails have become requests in several
states, and letters lie in the outgoing Maildir. Ctrl-C stops it cleanly, and a second start keeps
what is there.
"""

import email
import email.policy
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.ports import wait_for  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("LEVANDE_BIN", ROOT + "/build/san")
SAMPLES = len(os.listdir(ROOT + "/config/sample/mails"))
cases = Cases()


class Demo:
    """A tree with the parts that scripts/demo takes, and the service it starts there."""

    def __init__(self):
        self.tree = tempfile.mkdtemp(prefix="levande-demo-")
        for part in ("scripts", "config"):
            shutil.copytree(f"{ROOT}/{part}", f"{self.tree}/{part}")
        os.symlink(BIN, self.tree + "/build")
        self.home = self.tree + "/var/demo"
        self.service = None

    def start(self):
        with open(self.tree + "/log", "ab") as log:
            self.service = subprocess.Popen([self.tree + "/scripts/demo"], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, start_new_session=True)

    def stop(self):
        """Ctrl-C: the whole process group gets SIGINT. Returns the exit code."""
        os.killpg(self.service.pid, signal.SIGINT)
        code = self.service.wait(30)
        self.service = None
        return code

    def end(self):
        if self.service:
            os.killpg(self.service.pid, signal.SIGKILL)
            self.service.wait()
        shutil.rmtree(self.tree)

    def log(self):
        with open(self.tree + "/log", encoding="utf-8", errors="replace") as log:
            return log.read()

    def setting(self, key):
        with open(self.home + "/levande.ini", encoding="utf-8") as ini:
            return next(line.split(" = ")[1].strip() for line in ini if line.startswith(key + " "))

    def get(self, path):
        """Status and text of a page; None while nobody answers."""
        try:
            with urllib.request.urlopen(self.setting("base_url") + path, timeout=5) as answer:
                return answer.status, answer.read().decode("utf-8")
        except OSError:
            return None
        except StopIteration:
            return None

    def levande(self, *words):
        done = subprocess.run(["build/levande", "-c", "var/demo/levande.ini", "--json", *words],
                              cwd=self.tree, stdout=subprocess.PIPE, check=False)
        assert done.returncode == 0, f"levande {words}: exit {done.returncode}"
        return json.loads(done.stdout)

    def letters(self):
        """Every letter in the outgoing Maildir, by file name."""
        folder = self.home + "/outbox/new"
        found = {}
        for name in sorted(os.listdir(folder)):
            with open(f"{folder}/{name}", "rb") as letter:
                found[name] = email.message_from_binary_file(letter, policy=email.policy.default)
        return found

    def settled(self):
        """All sample mails are read, some ask somebody, and no letter waits to be sent."""
        mail = self.levande("mail", "list")
        came = [m["state"] for m in mail["inbox"]]
        goes = [letter["state"] for letter in mail["outbox"]]
        asked = any("[LB-" not in str(letter["Subject"]) for letter in self.letters().values())
        return len(came) == SAMPLES and "unread" not in came and asked and set(goes) == {"sent"}


@cases.case("demo: pages and health answer within a minute")
def answers(demo):
    demo.start()
    wait_for(lambda: os.path.exists(demo.home + "/pid"), 60, "the first start: " + demo.log())
    status, page = wait_for(lambda: demo.get("/"), 60, "the front page")
    assert status == 200 and "Levande bibliotek" in page
    status, health = demo.get("/halsa")
    assert status == 200 and json.loads(health)["status"] == "ok", health


@cases.case("demo: sample mails become requests in several states, and letters go out")
def works(demo):
    wait_for(demo.settled, 60, "all mails read and all letters sent")
    states = {r["state"] for r in demo.levande("request", "list")}
    assert {"received", "clarifying", "inviting"} <= states, states
    subjects = [str(letter["Subject"]) for letter in demo.letters().values()]
    assert any("[LB-" in subject for subject in subjects), subjects
    assert any("[LB-" not in subject for subject in subjects), subjects
    assert len(demo.levande("mail", "list")["inbox"]) == SAMPLES
    assert demo.levande("tasks"), "a mail from elsewhere makes a task"


@cases.case("demo: the printed words say where to look and how to log in")
def tells(demo):
    said = demo.log()
    assert demo.setting("base_url") in said and "var/demo/outbox" in said
    with open(demo.home + "/password", encoding="ascii") as password:
        secret = password.read().strip()
    assert len(secret) >= 16 and secret not in said
    assert os.stat(demo.home + "/password").st_mode & 0o077 == 0


@cases.case("demo: a second one beside it is refused")
def refused(demo):
    second = subprocess.run([demo.tree + "/scripts/demo"], stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, timeout=30, check=False)
    assert second.returncode == 75 and b"running already" in second.stderr, second


@cases.case("demo: Ctrl-C stops it cleanly, and a second start keeps what is there")
def again(demo):
    requests, letters = demo.levande("request", "list"), set(demo.letters())
    assert demo.stop() == 0, demo.log()
    check = subprocess.run(["build/levande", "-c", "var/demo/levande.ini", "check"], cwd=demo.tree,
                           stdout=subprocess.DEVNULL, check=False)
    assert check.returncode == 0
    demo.start()
    wait_for(lambda: demo.get("/"), 60, "the front page after the second start")
    numbers = [r["number"] for r in demo.levande("request", "list")]
    assert numbers == [r["number"] for r in requests], numbers
    assert letters <= set(demo.letters())
    assert demo.stop() == 0, demo.log()


if __name__ == "__main__":
    it = Demo()
    try:
        failed = cases.run(it)
        if failed:
            print(it.log()[-4000:])
    finally:
        it.end()
    sys.exit(failed)

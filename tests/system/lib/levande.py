# SPDX-License-Identifier: EUPL-1.2
"""A whole installation of the test's own: configuration, Maildirs or servers, daemon, command.

What a test knows of the program comes through the contract: exit codes, --json, pages, mails. The
programs are those in the folder $LEVANDE_BIN, build/san when that is not set.
"""

import email
import email.policy
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

from lib.house import ROOT, House
from lib.ports import free_port, wait_for

BIN = os.environ.get("LEVANDE_BIN", ROOT + "/build/san")


class Levande(House):
    """with Levande(send={"target": …}) as library: …

    Keys given by section go before the defaults: Maildirs for both ways, a free port, no limits on
    rate or hours, automatic mode, consent as legal basis, vgregion.example trusted.
    """

    command_folder = BIN

    def __init__(self, **sections):
        folder = tempfile.mkdtemp(prefix="levande-system-")
        self.port = free_port()
        self.daemons = []
        self.log_file = folder + "/log"
        for way in ("in", "out"):
            for part in ("tmp", "new", "cur"):
                os.makedirs("%s/%s/%s" % (folder, way, part))
        given = {
            "library": {"base_url": "http://127.0.0.1:%d" % self.port, "legal_basis": "consent",
                        "trusted_domains": "vgregion.example"},
            "fetch": {"poll_seconds": "1"},
            "send": {"rate_per_minute": "0", "hours": "00:00-24:00",
                     "reply_address": "levande+{token}@example.org"},
            "web": {"listen": "127.0.0.1:%d" % self.port},
            "routing": {"mode": "automatic"},
            "limits": {"address_per_day": "0", "request_per_address": "0", "all_per_hour": "0"},
            "files": {"areas": ROOT + "/config/areas.ini", "templates": ROOT + "/config"},
        }
        for section, keys in sections.items():
            given.setdefault(section, {}).update(keys)
        super().__init__(folder, **given)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            print("\n".join("# " + line for line in self.log().splitlines()[-40:]), flush=True)
        for daemon in self.daemons:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait()
        for role in ("fetch", "work", "send", "web"):  # orphans end by their parent's death
            self.wait_for_end(self.holder(role))
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- the configuration ----

    def set(self, section, **keys):
        """Changes keys (None takes one away) and writes the file."""
        for key, value in keys.items():
            if value is None:
                self.sections[section].pop(key, None)
            else:
                self.sections.setdefault(section, {})[key] = value
        self.write()

    # ---- the programs ----

    def command(self, *arguments):
        return [BIN + "/levanded", "-c", self.file, *arguments]

    def daemon(self, *arguments, seconds=120, **more):
        """levanded run to its end: (exit code, all that it wrote)."""
        done = subprocess.run(self.command(*arguments), cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds,
                              check=False, **more)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def once(self, *arguments, expected=0, seconds=120):
        """levanded --once, which must end with the expected code; what it wrote."""
        code, said = self.daemon("--once", *arguments, seconds=seconds)
        assert code == expected, "--once %s: exit %d, not %d: %s" % (arguments, code, expected,
                                                                    said)
        return said

    def start(self, *arguments, seconds=60, **more):
        """levanded in the background, once all its roles are ready; its process."""
        begins = len(self.log())
        with open(self.log_file, "ab") as log:
            daemon = subprocess.Popen(self.command(*arguments), cwd=self.folder,
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        self.daemons.append(daemon)
        wait_for(lambda: " ready " in self.log()[begins:] and self.all_ready(begins, arguments)
                 or daemon.poll() is not None, seconds, "levanded to be ready")
        assert daemon.poll() is None, "levanded ended with %d: %s" % (daemon.returncode, self.log())
        return daemon

    def all_ready(self, begins, arguments):
        who = "supervisor" if "--role" not in arguments or "," in arguments[
            arguments.index("--role") + 1] else arguments[arguments.index("--role") + 1]
        return re.search(r"^<\d> %s ready " % who, self.log()[begins:], re.M)

    def stop(self, daemon, kind=signal.SIGTERM):
        """A clean stop; the exit code."""
        daemon.send_signal(kind)
        return daemon.wait(30)

    def log(self):
        if not os.path.exists(self.log_file):
            return ""
        with open(self.log_file, encoding="utf-8", errors="replace") as log:
            return log.read()

    def holder(self, role):
        """The process that runs a role now, as its last line of readiness says; None before."""
        pids = re.findall(r"^<\d> %s ready .*?pid=(\d+)" % role, self.log(), re.M)
        return int(pids[-1]) if pids else None

    def wait_for_end(self, pid):
        """Waits until a role is gone: a supervisor that was killed takes its roles along."""
        def gone():
            try:
                with open("/proc/%s/cmdline" % pid, "rb") as line:
                    return self.file.encode() not in line.read()
            except OSError:
                return True
        if pid:
            wait_for(gone, 30, "process %s to end" % pid)

    def run(self, *words, stdin=b"", config=True, **more):
        """The command as it is typed: subprocess' CompletedProcess, with bytes."""
        named = ["-c", self.file] if config else []
        return subprocess.run([self.command_folder + "/levande", *named, *words], input=stdin,
                              cwd=more.pop("cwd", self.folder), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, timeout=120, **more)

    def levande(self, *words, expected=0, **more):
        """The command with --json: its value; None where it refused and said nothing."""
        done = self.run("--json", *words, **more)
        assert done.returncode == expected, "levande %s: exit %d, not %d: %s" % (
            " ".join(words), done.returncode, expected, done.stderr.decode("utf-8", "replace"))
        return json.loads(done.stdout) if done.stdout.strip() else None

    def check(self):
        """`levande check`, which must find nothing."""
        found = self.levande("check")
        assert found["sound"] and found["findings"] == [], found

    # ---- what comes and goes ----

    def deliver(self, *mails):
        """Puts mails (bytes) into the incoming Maildir, as a mail server would."""
        for mail in mails:
            self.delivered = getattr(self, "delivered", 0) + 1
            name = "%010d.M%d.test" % (self.delivered, os.getpid())
            with open("%s/in/tmp/%s" % (self.folder, name), "wb") as out:
                out.write(mail)
            os.rename("%s/in/tmp/%s" % (self.folder, name), "%s/in/new/%s" % (self.folder, name))

    def letters(self):
        """The letters in the outgoing Maildir, parsed, in order of their names."""
        found = []
        for name in sorted(os.listdir(self.folder + "/out/new")):
            with open("%s/out/new/%s" % (self.folder, name), "rb") as letter:
                found.append(email.message_from_binary_file(letter, policy=email.policy.default))
        return found

    def requests(self):
        return self.levande("request", "list")

    def tasks(self):
        return self.levande("tasks")

    def pool(self, people=True, associations=True):
        """The sample pool and its associations."""
        if people:
            self.levande("person", "import", ROOT + "/config/sample/people.csv")
        if associations:
            self.levande("association", "import", ROOT + "/config/sample/associations.csv")

    def get(self, path, seconds=10):
        """(status, text) of a page."""
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d%s" % (self.port, path),
                                        timeout=seconds) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode("utf-8", "replace")


def text_of(letter):
    """The text part of a parsed letter."""
    return letter.get_body(("plain",)).get_content()

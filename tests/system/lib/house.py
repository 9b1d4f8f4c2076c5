# SPDX-License-Identifier: EUPL-1.2
"""A library of the test's own: its configuration file, its book, and runs of levanded."""

import os
import sqlite3
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def levanded():
    """The program under test: $LEVANDED, or build/levanded."""
    return os.environ.get("LEVANDED", ROOT + "/build/levanded")


class House:
    """House(folder, fetch={"source": …}): sections as dictionaries, defaults filled in."""

    def __init__(self, folder, **sections):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.book = folder + "/levande.db"
        self.file = folder + "/levande.ini"
        self.sections = {
            "library": {"name": "Levande bibliotek", "region": "Provregionen",
                        "address": "levande@example.org", "base_url": "http://127.0.0.1:8080"},
            "database": {"url": "sqlite:" + self.book},
            "fetch": {"source": "maildir:%s/in" % folder},
            "send": {"target": "maildir:%s/out" % folder},
        }
        for name, keys in sections.items():
            self.sections.setdefault(name, {}).update(keys)
        self.write()

    def write(self):
        with open(self.file, "w", encoding="utf-8") as out:
            for name, keys in self.sections.items():
                out.write("[%s]\n" % name)
                for key, value in keys.items():
                    out.write("%s = %s\n" % (key, value))

    def secret(self, name, text):
        """A file with a secret; returns its path."""
        path = "%s/%s" % (self.folder, name)
        with open(path, "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as out:
            out.write(text + "\n")
        return path

    def command(self, *arguments):
        return [levanded(), "-c", self.file, *arguments]

    def once(self, role, seconds=60, *arguments):
        """Runs one role to its end: (exit code, what it wrote)."""
        done = subprocess.run(self.command("--role", role, "--once", *arguments), cwd=ROOT,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def start(self, role, log):
        """Starts one role to stay; what it writes goes to the file `log`. The caller ends it."""
        with open(log, "ab") as out:
            return subprocess.Popen(self.command("--role", role), cwd=ROOT,
                                    stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def running(self):
        """True while a process of ours runs: a role outlives a supervisor that was killed a bit."""
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % process, "rb") as line:
                    if self.file.encode() in line.read():
                        return True
            except OSError:  # it has just ended
                pass
        return False

    def rows(self, sql, *values):
        """Rows of the book; an empty list while there is no book yet."""
        if not os.path.exists(self.book):
            return []
        db = sqlite3.connect("file:%s?mode=ro" % self.book, uri=True, timeout=10)
        try:
            return db.execute(sql, values).fetchall()
        except sqlite3.OperationalError as why:
            if "no such table" in str(why):
                return []
            raise
        finally:
            db.close()

    def change(self, sql, *values):
        """Changes the book behind the program's back, into a state that a crash would leave."""
        db = sqlite3.connect(self.book, timeout=10)
        with db:
            db.execute(sql, values)
        db.close()

    def mails(self):
        """The inbox as (state, bytes), oldest first; a duplicate has the bytes of its first."""
        found = []
        for state, sha in self.rows("SELECT state, sha256 FROM inbox ORDER BY id"):
            pieces = self.rows("SELECT bytes FROM inbox_chunk WHERE inbox_sha256 = ? ORDER BY seq",
                               sha)
            found.append((state, b"".join(piece for piece, in pieces)))
        return found

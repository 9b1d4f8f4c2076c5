# SPDX-License-Identifier: EUPL-1.2
"""A case book with letters in its outbox, and levanded's role `send` run over it."""

import base64
import hashlib
import os
import random
import sqlite3
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
LEVANDED = os.environ.get("LEVANDED", os.path.join(ROOT, "build", "levanded"))
LONG_AGO = "2020-01-01T00:00:00.000Z"


def reply_token(token):
    """The token for replies that belongs to a link's token."""
    digest = hashlib.sha256(b"reply " + token.encode()).digest()[:16]
    return base64.b32encode(digest).decode().lower().rstrip("=")


class Outbox:
    """A book in a folder of its own; `send` and `limits` are keys of the configuration."""

    def __init__(self, folder, send, limits=None):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.path = folder, os.path.join(folder, "levande.db")
        self.config = os.path.join(folder, "levande.ini")
        self.configure(send, limits or {})
        self.run()  # makes the book

    def configure(self, send, limits=None):
        sections = {
            "library": {"name": "Levande bibliotek", "region": "Region Exempel",
                        "address": "levande@example.org", "base_url": "https://levande.example.org",
                        "trusted_domains": "example.org"},
            "database": {"url": "sqlite:" + self.path},
            "fetch": {"source": "maildir:" + os.path.join(self.folder, "in")},
            "send": {"rate_per_minute": "0", "hours": "00:00-23:59",
                     "reply_address": "levande+{token}@example.org", **send},
            "limits": {"address_per_day": "0", "request_per_address": "0", "all_per_hour": "0",
                       **(limits or {})},
            "files": {"areas": os.path.join(ROOT, "config", "areas.ini"),
                      "templates": os.path.join(ROOT, "config")},
        }
        os.makedirs(os.path.join(self.folder, "in"), exist_ok=True)
        with open(self.config, "w", encoding="utf-8") as out:
            for section, keys in sections.items():
                out.write("[%s]\n" % section)
                out.writelines("%s = %s\n" % pair for pair in keys.items())

    def secret(self, text):
        """A file that holds the secret, for a …_file key."""
        path = os.path.join(self.folder, "secret-%d" % len(os.listdir(self.folder)))
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as out:
            out.write(text + "\n")
        return path

    def run(self, env=None, timeout=60):
        """One run to the end; returns (exit code, what it said)."""
        done = subprocess.run([LEVANDED, "-c", self.config, "--role", "send", "--once"],
                              env={**os.environ, **(env or {})}, timeout=timeout, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def start(self):
        return subprocess.Popen([LEVANDED, "-c", self.config, "--role", "send", "--once"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _book(self):
        return sqlite3.connect(self.path, timeout=30)

    def add(self, address, urgency=0, lines=20):
        """Queues a finished letter; returns (id, token, Message-ID)."""
        with self._book() as book:
            added = self._add(book, address, urgency, lines)
        book.close()
        return added

    def add_many(self, count):
        """As add(), for as many people, in one transaction."""
        with self._book() as book:
            added = [self._add(book, "p%d@example.net" % n, 0, 20) for n in range(count)]
        book.close()
        return added

    @staticmethod
    def _add(book, address, urgency, lines):
        token = "".join(random.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))
        message_id = "%s.letter@example.org" % token[:12]
        raw = "\r\n".join([
            "From: Levande bibliotek <levande@example.org>", "To: <%s>" % address,
            "Reply-To: levande+%s@example.org" % reply_token(token),
            "Date: Mon, 01 Mar 2027 08:00:00 +0100",
            "Message-ID: <%s>" % message_id, "Subject: Ett uppdrag", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "",
            "https://levande.example.org/svar/%s=\r\n%s" % (token[:7], token[7:]),
            ".a line with a dot", ".", *("line %d of the letter" % n for n in range(lines)), ""])
        row = book.execute(
            "INSERT INTO letter (recipient, address, purpose, language, view, urgency, made,"
            " message_id, token, queued_at, next_at)"
            " VALUES ('P1', ?, 'acknowledgement', 'sv', '{}', ?, 1, ?, ?, ?, ?)",
            (address, urgency, message_id, token, LONG_AGO, LONG_AGO))
        book.execute("INSERT INTO letter_body VALUES (?, ?)", (row.lastrowid, raw.encode()))
        return row.lastrowid, token, message_id

    def query(self, sql, *arguments):
        book = self._book()
        rows = book.execute(sql, arguments).fetchall()
        book.close()
        return rows

    def states(self):
        """How many letters are in each state."""
        return dict(self.query("SELECT state, count(*) FROM letter GROUP BY state"))

    def letter(self, number):
        """State, the server's words, token and bytes of one letter."""
        return self.query("SELECT state, answer, token, raw, attempts FROM letter"
                          " JOIN letter_body ON letter_id = id WHERE id = ?", number)[0]

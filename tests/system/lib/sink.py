# SPDX-License-Identifier: EUPL-1.2
"""An SMTP server that accepts letters and remembers each before it says so.

    with Sink() as sink: … "smtp://127.0.0.1:%d" % sink.port … sink.count("id@example.org")

It has no TLS and asks for no login. A letter counts when its final dot has come, whether or not
the sender lives to hear the answer: what it has twice, a person would have got twice.
"""

import collections
import random
import re
import socketserver
import threading
import time


class _Session(socketserver.StreamRequestHandler):
    recipients = 0  # that were accepted since the last letter

    def say(self, text):
        self.wfile.write(text.encode("ascii") + b"\r\n")

    def handle(self):
        try:
            self.say("220 sink.example.org ESMTP")
            while True:
                line = self.rfile.readline()
                word = line[:4].upper().strip()
                if not line or word == b"QUIT":
                    if line:
                        self.say("221 2.0.0 bye")
                    return
                if word == b"EHLO":
                    self.say("250-sink.example.org\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-DSN\r\n"
                             "250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800")
                elif word == b"RCPT":
                    known = self.server.sink.refuse not in line
                    self.recipients += known
                    self.say("250 2.1.5 ok" if known else "550 5.1.1 no such user")
                elif word == b"DATA" and not self.recipients:
                    self.say("554 5.5.1 no valid recipients")
                elif word == b"DATA":
                    self.recipients = 0
                    self.say("354 go on")
                    if not self.take():
                        return
                else:
                    if word in (b"MAIL", b"RSET"):
                        self.recipients = 0
                    self.say("250 2.0.0 ok")
        except OSError:
            return  # the sender was killed

    def take(self):
        lines = []
        while True:
            line = self.rfile.readline()
            if not line.endswith(b"\n"):
                return False  # killed within the letter: it has not come
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        letter = b"".join(lines)
        self.server.sink.keep(letter)
        time.sleep(self.server.sink.pace.uniform(0, 0.01))  # an honest server takes its time
        self.say("250 2.0.0 queued")
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


class Sink:
    """refuse: a part of the addresses that it does not know."""

    def __init__(self, seed=1, refuse="nobody@"):
        self.refuse = refuse.encode("ascii")
        self.pace = random.Random(seed)
        self.lock = threading.Lock()
        self.letters = []
        self.server = _Server(("127.0.0.1", 0), _Session)
        self.server.sink = self
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def keep(self, letter):
        with self.lock:
            self.letters.append(letter)

    def counts(self):
        """How often each Message-ID has come, without its angles."""
        with self.lock:
            return collections.Counter(
                re.search(rb"^Message-ID:\s*<([^>]+)>", letter, re.M | re.I).group(1).decode()
                for letter in self.letters)

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Letters through a real Postfix, with TLS and a login, into the mailboxes of a real Dovecot.

Both engines over STARTTLS, and the one that knows it over implicit TLS. What is looked at is what
arrived: each letter once, its bytes whole, the envelope sender with the letter's token.
"""

import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import dovecot, postfix  # noqa: E402
from lib.ca import make_ca, make_cert  # noqa: E402
from lib.outbox import Outbox, reply_token  # noqa: E402
from lib.ports import free_port, wait_for  # noqa: E402
from lib.report import run, skip  # noqa: E402

USERS = {"levande": "hemligt-4711", "anna": "a"}
LETTERS = 12


class Place:
    """The servers, and a folder for everything."""

    def __init__(self, folder):
        self.folder = folder
        ca = make_ca(folder, "trusted")
        cert, key = make_cert(folder, ca, ["localhost"])
        self.ca, auth = ca[0], free_port()
        extra = "service auth {\n  inet_listener {\n    port = %d\n  }\n}\n" % auth
        self.dovecot = dovecot.Dovecot(folder + "/dovecot", USERS, extra=extra)
        self.dovecot.start()
        self.postfix = {
            kind: postfix.Postfix("%s/postfix-%s" % (folder, kind), cert, key, auth,
                                  self.dovecot.lmtp, discard)
            for kind, discard in (("chunking", ""), ("plain", "chunking"))}
        for server in self.postfix.values():
            os.makedirs(server.folder, exist_ok=True)
            server.start()

    def stop(self):
        for server in self.postfix.values():
            server.stop()
        self.dovecot.stop()

    def outbox(self, engine, kind, scheme="smtp", password=USERS["levande"]):
        folder = tempfile.mkdtemp(dir=self.folder)
        box = Outbox(folder, {"target": "maildir:" + folder})
        port = getattr(self.postfix[kind], scheme)
        box.configure({"target": "%s://localhost:%d" % (scheme, port), "engine": engine,
                       "user": "levande", "password_file": box.secret(password),
                       "ca_file": self.ca})
        return box

    def arrived(self, message_ids):
        """The mails with these Message-IDs, once all have arrived."""
        def look():
            mails = [raw for _, _, raw in self.dovecot.mails("anna")]
            found = [raw for raw in mails if any(m.encode() in raw for m in message_ids)]
            return found if len(found) >= len(message_ids) else None
        return wait_for(look, 30, "the letters to arrive")


def letters_arrive(place, engine, kind, scheme="smtp"):
    box = place.outbox(engine, kind, scheme)
    added = [box.add("anna@example.net", lines=n * 30) for n in range(LETTERS)]
    code, said = box.run()
    assert code == 0 and box.states() == {"sent": LETTERS}, (code, box.states(), said)
    mails = place.arrived([message_id for _, _, message_id in added])
    assert len(mails) == LETTERS, "a letter came twice"
    for n, (number, token, message_id) in enumerate(added):
        mail = next(m for m in mails if message_id.encode() in m)
        reply = reply_token(token).encode()
        assert b"levande+%s@example.org" % reply in mail.split(b"\n")[0], mail[:200]
        body = mail.split(b"\r\n\r\n", 1)[1]
        assert b"\r\n.a line with a dot\r\n.\r\nline 0" in body or n == 0, body[:200]
        assert body.count(b"of the letter\r\n") == n * 30
        state, answer, kept, raw, _ = box.letter(number)
        assert answer.startswith("250 2.0.0") and kept is None, (state, answer, kept)
        plain = raw.replace(b"=\r\n", b"")
        assert token.encode() not in plain and reply not in plain and b"x" * 26 in raw


def refusals_are_told_apart(place, engine, kind):
    box = place.outbox(engine, kind)
    later, _, _ = box.add("tempfail@example.net", lines=200)
    never, _, _ = box.add("nobody@example.net", lines=200)
    good, _, message_id = box.add("anna@example.net", lines=200)
    code, _ = box.run()
    assert code == 75
    assert box.letter(later)[0] == "deferred" and box.letter(later)[1].startswith("450 4.2.0")
    assert box.letter(never)[0] == "failed" and box.letter(never)[1].startswith("550 5.1.1")
    assert box.letter(good)[0] == "sent"
    assert len(place.arrived([message_id])) == 1


def a_wrong_password_stops_all(place, engine):
    box = place.outbox(engine, "chunking", password="fel")
    for _ in range(3):
        box.add("anna@example.net")
    code, said = box.run()
    assert code == 75 and set(box.states()) == {"deferred", "queued"}, (code, box.states())
    assert box.query("SELECT value FROM health_note WHERE name = 'send.fault'")[0][0]
    assert "lasting=1" in said and "anna" not in said
    box.configure({**{"target": "smtp://localhost:%d" % place.postfix["chunking"].smtp},
                   "engine": engine, "user": "levande", "ca_file": place.ca,
                   "password_file": box.secret(USERS["levande"])})
    code, _ = box.run()
    assert code == 0 and box.states() == {"sent": 3}, (code, box.states())
    assert box.query("SELECT value FROM health_note WHERE name = 'send.fault'") == [("",)]


def main():
    if not (postfix.installed() and dovecot.installed()):
        skip("letters through Postfix: it needs Postfix, Dovecot and root")
        return
    folder = tempfile.mkdtemp(prefix="levande-postfix-")
    place = Place(folder)
    tests = []
    for engine in ("libesmtp", "libcurl"):
        for kind in ("chunking", "plain"):
            tests += [
                ("%s, server with %s: letters arrive once and whole" % (engine, kind),
                 lambda e=engine, k=kind: letters_arrive(place, e, k)),
                ("%s, server with %s: refusals are told apart" % (engine, kind),
                 lambda e=engine, k=kind: refusals_are_told_apart(place, e, k)),
            ]
        tests.append(("%s: a wrong password stops all and is mended" % engine,
                      lambda e=engine: a_wrong_password_stops_all(place, e)))
    tests.append(("libcurl: letters over implicit TLS",
                  lambda: letters_arrive(place, "libcurl", "chunking", "smtps")))
    try:
        run(tests)
    finally:
        place.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

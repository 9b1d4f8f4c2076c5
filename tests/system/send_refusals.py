#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A server that is not who it should be: refused by both engines, and no password sent.

The peer records every byte it gets, in clear and within TLS; the password must be in none of them,
in no encoding that a login has. Each letter is put off and stays in the book with its token.
"""

import base64
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.ca import make_ca, make_cert  # noqa: E402
from lib.outbox import Outbox  # noqa: E402
from lib.peer import Peer  # noqa: E402
from lib.report import run  # noqa: E402

USER, PASSWORD = "levande", "hemligt-losenord-4711"
OFFERS = "PIPELINING,DSN,SIZE 1000000,ENHANCEDSTATUSCODES,AUTH PLAIN LOGIN"
FOLDER = tempfile.mkdtemp(prefix="levande-refusals-")
CA = make_ca(FOLDER, "trusted")
OTHER_CA = make_ca(FOLDER, "foreign")


def password_in(seen):
    forms = [PASSWORD, base64.b64encode(PASSWORD.encode()).decode(),
             base64.b64encode(("\0%s\0%s" % (USER, PASSWORD)).encode()).decode()]
    return any(form in seen["clear"] + seen["secret"] for form in forms)


def attempt(engine, cert, behaviour, host="localhost", offers=OFFERS, env=None, tls="required"):
    """Sends one letter; returns the outbox, the letter's row, what the peer saw, the exit code."""
    peer = Peer(cert)
    try:
        port = peer.behave(behaviour, offers)
        folder = tempfile.mkdtemp(dir=FOLDER)
        box = Outbox(folder, {"target": "maildir:" + folder})
        box.configure({"target": "smtp://%s:%d" % (host, port), "engine": engine, "tls": tls,
                       "user": USER, "password_file": box.secret(PASSWORD), "ca_file": CA[0]})
        number, token, _ = box.add("anna@example.net")
        code, said = box.run(env=env)
        assert "anna@" not in said and token not in said, said
        return box, box.letter(number), peer.seen(), code
    finally:
        peer.stop()


def refused(engine, cert, behaviour, note=None, **more):
    box, letter, seen, code = attempt(engine, cert, behaviour, **more)
    state, answer, token, _, attempts = letter
    assert seen["connections"] > 0, "the peer was not reached"
    assert not password_in(seen), "the password was sent: %r" % seen
    assert seen["letters"] == [] and "MAIL FROM" not in seen["clear"] + seen["secret"], seen
    assert state == "deferred" and token and attempts == 0, letter
    assert code == 75, code
    if note is not None:
        rows = box.query("SELECT value FROM health_note WHERE name = 'send.fault'")
        assert rows and rows[0][0], (rows, answer)
        assert PASSWORD not in rows[0][0]


def cases(engine):
    good = make_cert(FOLDER, CA, ["localhost", "127.0.0.1"])
    spoofed = make_cert(FOLDER, CA, ["attacker.example"])
    foreign = make_cert(FOLDER, OTHER_CA, ["localhost"])
    address = make_cert(FOLDER, CA, ["127.0.0.1"])

    def delivered(cert, host, **more):
        box, letter, seen, code = attempt(engine, cert, "good", host=host, **more)
        assert letter[0] == "sent" and code == 0, (letter[:2], code)
        assert letter[2] is None and len(seen["letters"]) == 1
        assert password_in(seen) and PASSWORD not in seen["clear"]
        assert "AUTH" not in seen["clear"] and "MAIL" not in seen["clear"], seen["clear"]
        assert box.query("SELECT value FROM health_note WHERE name = 'send.fault'") in ([], [("",)])

    def auth_refused():
        box, letter, seen, code = attempt(engine, good, "auth_535")
        assert letter[0] == "deferred" and letter[4] == 0 and code == 75, letter
        assert "MAIL FROM" not in seen["secret"] and seen["letters"] == []
        assert seen["secret"].count("AUTH ") == 1, "a second guess is a second failure"
        assert box.query("SELECT value FROM health_note WHERE name = 'send.fault'")[0][0]

    tests = [
        ("the right certificate is taken, the password goes inside TLS",
         lambda: delivered(good, "localhost")),
        ("an address in a certificate is known", lambda: delivered(address, "127.0.0.1")),
        ("a certificate for another name is refused",
         lambda: refused(engine, spoofed, "good", note=True)),
        ("a certificate of a foreign authority is refused",
         lambda: refused(engine, foreign, "good", note=True)),
        ("an answer injected behind STARTTLS is refused",
         lambda: refused(engine, good, "starttls_injects")),
        ("an answer injected behind a long STARTTLS is refused",
         lambda: refused(engine, good, "starttls_injects_quietly")),
        ("a server without STARTTLS is refused",
         lambda: refused(engine, good, "no_starttls", note=True)),
        ("STARTTLS put off is no leave to go on in clear",
         lambda: refused(engine, good, "starttls_454")),
        ("a wrong password ends the session at once", auth_refused),
        ("without a login offered nothing is sent",
         lambda: refused(engine, good, "auth_not_offered")),
        ("the home folder's certificates are not looked at",
         lambda: delivered(good, "localhost", env={"HOME": "/dev/null"})),
    ]
    return [("%s: %s" % (engine, name), test) for name, test in tests]


if __name__ == "__main__":
    try:
        run(cases("libesmtp") + cases("libcurl"))
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The role fetch against a server that misbehaves, one case a misbehaviour, and with OAuth2."""

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases
from lib.house import House, ROOT, levanded
from lib.ports import wait_for

cases = Cases()
MAILS = [b"Subject: 1\r\n\r\nett\r\n",
         b"Subject: 2\r\n\r\nL3 OK\r\n* 99 EXISTS\r\nA005 OK\r\n)\r\n\0\xff\r\n" + b"x" * 5000,
         b'a "quoted" back\\slash',
         b""]


class Peer:
    """imap-peer and a library that fetches from it."""

    def __init__(self, *arguments, **fetch):
        self.folder = tempfile.mkdtemp(prefix="levande-peer-")
        self.box = self.folder + "/box"
        os.makedirs(self.box)
        for number, mail in enumerate(MAILS, 1):
            self.put("%d.eml" % number, mail)
        self.arguments, self.fetch_keys = arguments, fetch

    def put(self, name, mail):
        with open(self.box + "/" + name, "wb") as out:
            out.write(mail)

    def __enter__(self):
        self.log = self.folder + "/peer.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [ROOT + "/tests/peers/imap-peer", self.box, *self.arguments],
                stdout=subprocess.PIPE, stderr=log)
        port = int(self.process.stdout.readline().split()[1])
        self.house = House(self.folder + "/house")
        self.house.sections["fetch"] = {
            "source": "imap://127.0.0.1:%d/INBOX" % port, "user": "levande", "tls": "none",
            "done": "move:Klart", **self.fetch_keys}
        if "oauth2_token_url" not in self.fetch_keys:
            self.house.sections["fetch"]["password_file"] = self.house.secret("word", "ord")
        self.house.write()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder)

    def heard(self):
        with open(self.log, encoding="utf-8") as lines:
            return lines.read()

    def stay_until(self, predicate, what, seconds=30):
        """Lets the role stay until something is true, then ends it; returns what it wrote."""
        log = self.folder + "/fetch.log"
        process = self.house.start("fetch", log)
        try:
            wait_for(lambda: process.poll() is not None or predicate(), seconds, what)
            assert process.poll() is None, "fetch ended by itself"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        with open(log, encoding="utf-8") as lines:
            return lines.read()

    def all_told(self):
        return self.house.rows("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"
                               )[:1] == [(len(MAILS),)]

    def check_all_there_once(self):
        stored = [body for _, body in self.house.mails()]
        assert sorted(stored) == sorted(MAILS), stored
        moved = sorted(os.listdir(self.box + "/moved"))
        assert moved == ["%d.eml" % n for n in range(1, len(MAILS) + 1)], moved


def recovers(word, times):
    """The server misbehaves some times, then behaves: fetch comes back and all is there once."""
    def case():
        with Peer("--misbehave", word, "--times", str(times)) as peer:
            text = peer.stay_until(peer.all_told, "all mails after " + word)
            assert "fault" in text, text
            peer.check_all_there_once()
    cases.case("fetch: comes back after " + word)(case)


for misbehaviour, count in (("short-literal", 1), ("long-literal", 1), ("endless-line", 1),
                            ("bye-in-fetch", 2), ("drop-in-fetch", 2), ("wrong-tag", 2),
                            ("no-validity", 1), ("login-later", 1), ("dies-after-move", 1)):
    recovers(misbehaviour, count)


def takes(word):
    """What the server does is odd but no fault: all is fetched at once."""
    def case():
        with Peer("--misbehave", word) as peer:
            code, text = peer.house.once("fetch")
            assert code == 0 and "fault" not in text, text
            peer.check_all_there_once()
    cases.case("fetch: takes %s in its stride" % word)(case)


for misbehaviour in ("search-lies", "size-lies", "unasked", "quoted"):
    takes(misbehaviour)


@cases.case("fetch: one mail that is never handed over keeps no other out")
def poison():
    with Peer("--misbehave", "poison") as peer:
        code, text = peer.house.once("fetch")
        assert code == 0, text
        assert "left uid=2" in text, text
        assert sorted(body for _, body in peer.house.mails()) == sorted(
            mail for mail in MAILS if mail != MAILS[1])
        assert os.path.exists(peer.box + "/2.eml")


@cases.case("fetch: a refused move stops nothing and is made good later")
def refused():
    with Peer("--misbehave", "move-refused", "--times", "2") as peer:
        code, text = peer.house.once("fetch")
        assert code == 0 and "mailbox_refuses" in text, text
        assert len(peer.house.mails()) == len(MAILS)
        code, text = peer.house.once("fetch")
        assert code == 0, text
        peer.check_all_there_once()


@cases.case("fetch: NULs and empty mails, byte for byte, and IDLE hears of a new one")
def idle():
    with Peer(poll_seconds="600") as peer:
        delivered = []

        def late():
            if peer.all_told() and not delivered:
                delivered.append("5.eml")
                peer.put("5.eml", b"late\0\r\n")
            return os.path.exists(peer.box + "/moved/5.eml")
        peer.stay_until(late, "the late mail")
        assert [body for _, body in peer.house.mails()] == [*MAILS, b"late\0\r\n"]
        assert "IDLE" in peer.heard()


class Tokens(http.server.BaseHTTPRequestHandler):
    """A token endpoint: gives out what its server's `answers` say, in turn, the last for ever."""

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.forms.append(form)
        answers = self.server.answers
        status, answer = answers.pop(0) if len(answers) > 1 else answers[0]
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class OAuth(Peer):
    """A peer that takes a token alone, and an endpoint that gives tokens out."""

    def __init__(self, peer_token, *answers):
        self.endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
        self.endpoint.answers, self.endpoint.forms = list(answers), []
        threading.Thread(target=self.endpoint.serve_forever, daemon=True).start()
        super().__init__("--token", peer_token)
        secret = self.folder + "/secret"
        with open(secret, "w", encoding="ascii") as out:
            out.write("hem&lig+het\n")
        self.fetch_keys = {
            "oauth2_token_url":
                "http://127.0.0.1:%d/token" % self.endpoint.server_address[1],
            "oauth2_client_id": "levande-app", "oauth2_client_secret_file": secret,
            "oauth2_scope": "https://mail.example/.default", "poll_seconds": "1"}

    def __exit__(self, *arguments):
        self.endpoint.shutdown()
        self.endpoint.server_close()
        super().__exit__(*arguments)


def token(text, **more):
    return 200, {"access_token": text, "token_type": "Bearer", "expires_in": 3600, **more}


@cases.case("fetch: logs in with a token by client credentials, and writes it nowhere")
def oauth():
    with OAuth("tok-EN.1~a/b+c==", token("tok-EN.1~a/b+c==")) as peer:
        code, text = peer.house.once("fetch")
        assert code == 0, text
        peer.check_all_there_once()
        assert peer.endpoint.forms == [{
            "grant_type": ["client_credentials"], "client_id": ["levande-app"],
            "client_secret": ["hem&lig+het"], "scope": ["https://mail.example/.default"]}]
        assert "tok-EN" not in text and "hem&lig" not in text


@cases.case("fetch: a token endpoint that is down is waited for, one that refuses is told apart")
def oauth_refused():
    with OAuth("t", (503, b"busy"), (401, {"error": "invalid_client"}), (200, b"no json"),
               (200, {"access_token": "a\r\nL1 LOGOUT"}), token("wrong"), token("t")) as peer:
        for word in ("unavailable", "invalid_client", "holds none", "holds none", "login_refused"):
            code, text = peer.house.once("fetch")
            assert code == 75 and word in text, (word, text)
        assert peer.heard().count("AUTHENTICATE") == 1, peer.heard()
        code, text = peer.house.once("fetch")
        assert code == 0, text
        peer.check_all_there_once()


@cases.case("fetch: a token that is soon over is not used again")
def oauth_expires():
    with OAuth("t", token("t", expires_in=61), token("t2", expires_in="3600")) as peer:
        def done():
            if not peer.all_told():
                return False
            with open(peer.box + "/token", "w", encoding="ascii") as out:
                out.write("t2")
            return True
        peer.stay_until(done, "the first look")
        assert len(peer.endpoint.forms) == 1
        code, text = peer.house.once("fetch")
        assert code == 0, text


if __name__ == "__main__":
    if not os.path.exists(levanded()):
        print("skip - fetch against a misbehaving server: no levanded")
        sys.exit(0)
    sys.exit(cases.run())

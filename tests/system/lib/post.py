# SPDX-License-Identifier: EUPL-1.2
"""The mail servers of a small town: a Postfix, and a Dovecot with a mailbox for each user.

Mails travel as they would: by SMTP over TLS with a login to Postfix, by LMTP into a mailbox, by
IMAPS out of it. The certificate authority is the town's own; all of it lies in one folder.
"""

import email
import email.policy
import os
import shutil
import smtplib
import ssl
import tempfile

from lib import dovecot, postfix
from lib.ca import make_ca, make_cert
from lib.ports import free_port, wait_for

SECRET = "hemligt-4711"
IDLE = "IMAP4rev1 IDLE UIDPLUS ESEARCH MOVE NAMESPACE"
AUTH = "service auth {\n  inet_listener {\n    port = %d\n  }\n}\n"


def installed():
    return postfix.installed() and dovecot.installed()


class Post:
    """post = Post("levande", "anna"); post.start(); …; post.stop(). The library is "levande"."""

    def __init__(self, *users):
        self.folder = tempfile.mkdtemp(prefix="levande-post-")
        ca = make_ca(self.folder, "prov")
        self.ca = ca[0]
        cert, key = make_cert(self.folder, ca, ["localhost"])
        auth = free_port()
        self.dovecot = dovecot.Dovecot(self.folder + "/dovecot", dict.fromkeys(users, SECRET),
                                       cert, key, IDLE, AUTH % auth)
        self.postfix = postfix.Postfix(self.folder + "/postfix", cert, key, auth,
                                       self.dovecot.lmtp)

    def settings(self, engine="auto", scheme="smtp"):
        """The sections [fetch] and [send] of a library that uses these servers."""
        password = self.folder + "/password"
        with open(password, "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as out:
            out.write(SECRET + "\n")
        port = self.postfix.smtps if scheme == "smtps" else self.postfix.smtp
        shared = {"user": "levande", "ca_file": self.ca, "password_file": password}
        return {"fetch": {"source": "imaps://localhost:%d/INBOX" % self.dovecot.imaps,
                          "done": "move:Klart", **shared},
                "send": {"target": "%s://localhost:%d" % (scheme, port), "engine": engine,
                         **shared}}

    def start(self):
        for server in (self.dovecot, self.postfix):
            os.makedirs(server.folder)
            server.start()

    def stop(self):
        self.postfix.stop()
        self.dovecot.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        """The last that both servers said."""
        if not self.postfix.process:
            return ""
        return "\n".join(self.postfix.log().splitlines()[-15:] +
                         self.dovecot.log().splitlines()[-15:])

    def write(self, user, mail, to):
        """Somebody sends a mail: to Postfix, over STARTTLS, with a login."""
        context = ssl.create_default_context(cafile=self.ca)
        with smtplib.SMTP("localhost", self.postfix.smtp) as server:
            server.starttls(context=context)
            server.login(user, SECRET)
            server.sendmail(email.message_from_bytes(mail)["From"], [to], mail)

    def mailbox(self, user, folder="INBOX"):
        """What lies in somebody's mailbox, parsed, oldest first."""
        return [email.message_from_bytes(raw, policy=email.policy.default)
                for _, _, raw in self.dovecot.mails(user, folder) or []]

    def arrives(self, user, subject, seconds=40):
        """The one letter in a mailbox whose subject holds these words, once it is there."""
        found = wait_for(lambda: [m for m in self.mailbox(user) if subject in m["Subject"]],
                         seconds, "a letter “%s” to %s" % (subject, user))
        assert len(found) == 1, "%d letters “%s” to %s" % (len(found), subject, user)
        return found[0]

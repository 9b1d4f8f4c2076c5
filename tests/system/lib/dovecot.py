# SPDX-License-Identifier: EUPL-1.2
"""A private Dovecot in a folder of the test's own: IMAP, IMAPS and LMTP on free ports.

It needs nothing in /etc/dovecot and leaves nothing behind. Users live in a passwd file; each has a
Maildir, FOLDER/mail/USER, owned by an account that is not root, whom Dovecot does not serve.
"""

import imaplib
import os
import pwd
import shutil
import smtplib
import subprocess

from lib.ports import free_port, listens, wait_for

CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
protocol imap {{
  mail_max_userip_connections = 50
  {capability}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = {ssl}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
{extra}
"""


def installed():
    """Where the server is, or None."""
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class Dovecot:
    """with Dovecot(folder, {"levande": "hemligt"}, cert=…, key=…) as server: …

    capability: what IMAP says it offers, instead of the server's own list; extra: lines for the
    end of the configuration (an auth service for Postfix, say).
    """

    def __init__(self, folder, users, cert=None, key=None, capability=None, extra=""):
        self.folder, self.users = folder, users
        self.imap, self.imaps, self.lmtp = free_port(), free_port(), free_port()
        self.cert, self.key, self.capability, self.extra = cert, key, capability, extra
        self.process = None

    def _write(self):
        root = os.getuid() == 0
        self.account = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        me = self.account.pw_name
        os.makedirs(self.folder + "/mail", exist_ok=True)
        os.chown(self.folder + "/mail", self.account.pw_uid, self.account.pw_gid)
        above = self.folder
        while above not in ("/", "/tmp"):  # temporary folders are made for their owner alone
            if os.stat(above).st_uid == os.getuid():
                os.chmod(above, os.stat(above).st_mode | 0o711)
            above = os.path.dirname(above)
        with open(self.folder + "/users", "w", encoding="utf-8") as out:
            for name, password in self.users.items():
                out.write("%s:{PLAIN}%s\n" % (name, password))
        os.chmod(self.folder + "/users", 0o644)
        certificate = "ssl_cert = <%s\nssl_key = <%s" % (self.cert, self.key) if self.cert else ""
        with open(self.folder + "/dovecot.conf", "w", encoding="utf-8") as out:
            out.write(CONFIG.format(
                folder=self.folder, ssl="yes" if self.cert else "no", certificate=certificate,
                internal="dovecot" if root else me, login="dovenull" if root else me,
                internal_group="dovecot" if root else self.account.pw_gid,
                owner=self.account.pw_uid, group=self.account.pw_gid, imap=self.imap,
                imaps=self.imaps, lmtp=self.lmtp, extra=self.extra,
                capability="imap_capability = " + self.capability if self.capability else ""))

    def start(self):
        self._write()
        self.process = subprocess.Popen([installed(), "-F", "-c", self.folder + "/dovecot.conf"],
                                        stdin=subprocess.DEVNULL)
        wait_for(lambda: self.process.poll() is not None or
                 listens(self.imap) and listens(self.lmtp), 20, "Dovecot to listen")
        if self.process.poll() is not None:
            raise RuntimeError("Dovecot ended: see %s/dovecot.log" % self.folder)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def log(self):
        with open(self.folder + "/dovecot.log", encoding="utf-8", errors="replace") as lines:
            return lines.read()

    def login(self, user):
        """An imaplib connection in clear, over the loopback address."""
        client = imaplib.IMAP4("127.0.0.1", self.imap)
        client.login(user, self.users[user])
        return client

    def deliver(self, user, mail, sender="verksamhet@vgregion.example"):
        """Hands one mail (bytes) in by LMTP, as a mail server would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
            lmtp.sendmail(sender, [user + "@example.org"], mail)

    def append(self, user, mails, folder="INBOX"):
        """Puts mails (bytes) into a folder exactly as they are."""
        client = self.login(user)
        for mail in mails:
            kind, answer = client.append(folder, None, None, mail)
            if kind != "OK":
                raise RuntimeError("append: %r" % answer)
        client.logout()

    def mails(self, user, folder="INBOX"):
        """What is in a folder: a list of (uid, flags, bytes); None when there is no such folder."""
        client = self.login(user)
        kind, _ = client.select('"%s"' % folder, readonly=True)
        if kind != "OK":
            client.logout()
            return None
        _, answer = client.uid("SEARCH", "ALL")
        found = []
        for uid in answer[0].split():
            _, parts = client.uid("FETCH", uid, "(FLAGS BODY.PEEK[])")
            head, body = next(p for p in parts if isinstance(p, tuple))
            tail = b" ".join(p for p in parts if isinstance(p, bytes))
            flags = imaplib.ParseFlags(head) + imaplib.ParseFlags(tail)
            found.append((int(uid), {f.decode() for f in flags}, body))
        client.logout()
        return found

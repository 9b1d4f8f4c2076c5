# SPDX-License-Identifier: EUPL-1.2
"""A private Postfix in a folder of the test's own: SMTP with STARTTLS and AUTH, and implicit TLS.

It needs nothing in /etc/postfix and leaves nothing behind. Logins are checked by a Dovecot's auth
service; mail for example.net and example.org goes to that Dovecot by LMTP, all else is discarded.
tempfail@ and nobody@example.net are refused with 450 and 550. It must be started as root (Postfix
changes to its own user) and with a folder that this user can reach.
"""

import os
import pwd
import shutil
import subprocess

from lib.ports import free_port, listens, wait_for

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.net, example.org
virtual_transport = {transport}
default_transport = discard
maillog_file = {folder}/postfix.log
maillog_file_prefixes = /tmp, /var
recipient_delimiter = +
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
  check_recipient_access inline:{{
    {{ tempfail@example.net = 450 4.2.0 later }},
    {{ nobody@example.net = 550 5.1.1 no such user }} }},
  permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_discard_ehlo_keywords = {discard}
"""

MASTER = """
{smtp} inet n - n - - smtpd
{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def installed():
    """Where the server is; None when it is not there, or when we may not start it."""
    if os.getuid() != 0:
        return None
    return shutil.which("postfix", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Postfix:
    """with Postfix(folder, cert, key, auth=PORT, lmtp=PORT or None) as server: …

    discard: words that it shall not offer after EHLO ("chunking").
    """

    def __init__(self, folder, cert, key, auth, lmtp=None, discard=""):
        self.folder, self.cert, self.key = folder, cert, key
        self.auth, self.lmtp, self.discard = auth, lmtp, discard
        self.smtp, self.smtps = free_port(), free_port()
        self.process = None

    def _write(self):
        owner = pwd.getpwnam("postfix")
        for name in ("queue", "data"):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        os.chown(os.path.join(self.folder, "data"), owner.pw_uid, owner.pw_gid)
        above = self.folder
        while above not in ("/", "/tmp"):
            os.chmod(above, os.stat(above).st_mode | 0o711)
            above = os.path.dirname(above)
        daemons = "/usr/lib/postfix/sbin"
        with open(self.folder + "/main.cf", "w", encoding="utf-8") as out:
            out.write(MAIN.format(
                folder=self.folder, daemons=daemons, cert=self.cert, key=self.key, auth=self.auth,
                transport="lmtp:inet:127.0.0.1:%d" % self.lmtp if self.lmtp else "discard",
                discard=self.discard))
        with open(self.folder + "/master.cf", "w", encoding="utf-8") as out:
            out.write(MASTER.format(smtp="127.0.0.1:%d" % self.smtp,
                                    smtps="127.0.0.1:%d" % self.smtps))

    def start(self):
        self._write()
        with open(self.folder + "/start.log", "w", encoding="utf-8") as out:
            self.process = subprocess.Popen([installed(), "-c", self.folder, "start-fg"],
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        wait_for(lambda: self.process.poll() is not None or
                 listens(self.smtp) and listens(self.smtps), 20, "Postfix to listen")
        if self.process.poll() is not None:
            raise RuntimeError("Postfix ended: see %s" % self.folder)

    def stop(self):
        if self.process:
            subprocess.run([installed(), "-c", self.folder, "stop"], check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                self.process.wait(15)
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
        with open(self.folder + "/postfix.log", encoding="utf-8", errors="replace") as lines:
            return lines.read()

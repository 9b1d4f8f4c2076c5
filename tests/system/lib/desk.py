# SPDX-License-Identifier: EUPL-1.2
"""A member of the staff at the desk: an account, a telephone that shows codes, a browser."""

import base64
import hashlib
import hmac
import re
import struct
import time
import urllib.parse

from lib.site import Site, forms_of

PASSWORD = "en mycket lång sommardag"


def code_of(secret, at):
    """The code that a telephone shows at this time (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start:start + 4])[0] & 0x7FFFFFFF
    return "%06d" % (number % 1000000)


def add_staff(library, name, role="staff"):
    library.levande("staff", "add", name, "--role", role,
                    stdin=(PASSWORD + "\n").encode("utf-8"))


class Desk(Site):
    """desk = Desk(library, "Maria Ek", "admin").enrol(): logged in, with its telephone's secret."""

    def __init__(self, library, name, role="staff", clock=time.time, headers=None):
        super().__init__(library.port, headers)
        self.name, self.clock, self.secret, self.recovery = name, clock, None, []
        self.steps = 0  # a code counts once: each login shows the code of a later step
        if role:
            add_staff(library, name, role)

    def give_password(self, password=PASSWORD, path="/personal/logga-in"):
        """Three are reckoned at once, and then each waits for its turn."""
        while True:
            answer = self.send(self.get(path), {"name": self.name, "password": password})
            if answer.status != 503:
                return answer
            time.sleep(0.2)

    def next_code(self):
        """A code that has not been used: of the step before, of this one, or of the next."""
        self.steps += 1
        return code_of(self.secret, self.clock() + 30 * (self.steps - 2))

    def enrol(self):
        """The first login: password, the telephone's app, and the recovery codes kept."""
        answer = self.give_password()
        assert answer.status == 303, (answer.status, answer.text)
        page = self.get(self.get(answer.location).location)
        self.secret = re.search(r'class="key">([A-Z2-7 ]+)<', page.text).group(1)
        shown = self.send(page, {"code": self.next_code()})
        assert shown.status == 200, (shown.status, shown.text)
        self.recovery = re.findall(r"<code>([a-z2-7-]{19})</code>", shown.text)
        return self

    def log_in(self):
        """A later login, with password and code."""
        answer = self.give_password()
        assert answer.status == 303, (answer.status, answer.text)
        answer = self.send(self.get(answer.location), {"code": self.next_code()})
        assert answer.status == 303, (answer.status, answer.text)
        return self.get(answer.location)

    def send_form(self, page, action, fields):
        """Fills in the page's form with this action: what it holds, with these changes."""
        form = next(f for f in forms_of(page.text)
                    if (f["action"] or "").split("?")[0] == action)
        said = {name: value for name, value in form["fields"].items() if value != ""}
        said.update(fields)
        return self.post(form["action"], urllib.parse.urlencode(said))

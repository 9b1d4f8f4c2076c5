# SPDX-License-Identifier: EUPL-1.2
"""Request mails in any number: those of tests/data/reading, each time from somebody else.

What the units wrote stays as it is, in its charset and its MIME parts; From, To and Message-ID are
new for each mail, so that no two are alike and all senders are of a trusted domain.
"""

import json
import os
import re

from lib.house import ROOT

DATA = ROOT + "/tests/data/reading"
SENDERS = 2000


def templates():
    """(headers, body) of every mail there that is a request, in a fixed order."""
    found = []
    with open(DATA + "/labels.jsonl", encoding="utf-8") as labels:
        names = sorted(row["file"] for row in map(json.loads, filter(str.strip, labels))
                       if row["intent"] == "request")
    for name in names:
        with open(os.path.join(DATA, name), "rb") as mail:
            raw = mail.read().replace(b"\r\n", b"\n")
        head, body = raw.split(b"\n\n", 1)
        own = re.sub(rb"^(From|To|Cc|Reply-To|Return-Path|Message-ID|In-Reply-To|References|"
                     rb"Authentication-Results):.*\n([ \t].*\n)*", b"", head + b"\n",
                     flags=re.M | re.I)
        found.append((own, body))
    return found


def deliver(folder, count, first=0):
    """Puts the mails numbered `first` onwards into the Maildir; how many bytes they are together.

    Each is linked in from tmp/, as a mail server would; their names sort in their order."""
    bases, size = templates(), 0
    for number in range(first, first + count):
        head, body = bases[number % len(bases)]
        mail = b"".join((
            b"From: Enhet Prov <enhet.%d@vgregion.example>\n" % (number % SENDERS),
            b"To: levande@example.org\nMessage-ID: <bench-%d@vgregion.example>\n" % number,
            head, b"\n", body))
        name = "%010d.M%d.bench" % (number, os.getpid())
        with open("%s/tmp/%s" % (folder, name), "wb") as out:
            out.write(mail)
        os.rename("%s/tmp/%s" % (folder, name), "%s/new/%s" % (folder, name))
        size += len(mail)
    return size

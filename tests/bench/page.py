# SPDX-License-Identifier: EUPL-1.2
"""The answer page, /svar/TOKEN, against a program that serves the same bytes from memory."""

import re
import shutil
import subprocess
import urllib.request

from lib.levande import BIN, Levande
from lib.mails import request_mail
from lib.ports import free_port, listens, wait_for
from table import number, row, skipped

SECONDS, CONNECTIONS = 5, 16
SHARE = 10
BARE = BIN + "/tests/bench/bare_page"


def _rate(url):
    """Requests a second that wrk counts; none may fail."""
    done = subprocess.run(["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", "%ds" % SECONDS, url],
                          stdout=subprocess.PIPE, check=True, text=True, timeout=SECONDS + 30)
    assert "Non-2xx" not in done.stdout and "Socket errors" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout).group(1))


def answer_page(library):
    """The path of a person's answer page, by the link in a letter that has not been sent yet."""
    library.pool()
    library.deliver(request_mail())
    library.once("--role", "fetch,work")
    found = library.rows("SELECT token FROM letter WHERE purpose = 'invitation_person'"
                         " AND token IS NOT NULL ORDER BY id LIMIT 1")
    assert found, "nobody was asked"
    return "/svar/" + found[0][0]


def rows(repeats):
    what = "the answer page, /svar/TOKEN"
    if not shutil.which("wrk"):
        return [skipped(what, "wrk is not installed")]
    with Levande() as library:
        path = answer_page(library)
        daemon = library.start("--role", "web")
        url = "http://127.0.0.1:%d%s" % (library.port, path)
        with urllib.request.urlopen(url, timeout=10) as answer:
            page = answer.read()
        with open(library.folder + "/page.html", "wb") as out:
            out.write(page)
        port = free_port()
        bare = subprocess.Popen([BARE, str(port), library.folder + "/page.html"],
                                stdin=subprocess.PIPE)
        try:
            wait_for(lambda: listens(port), 10, "the bare program to listen")
            rates = [(_rate("http://127.0.0.1:%d/" % port), _rate(url)) for _ in range(repeats)]
        finally:
            bare.stdin.close()
            bare.wait()
        library.stop(daemon)
    most, ours = (max(column) for column in zip(*rates))
    part = ours / most
    return [row("bare libmicrohttpd, %s bytes from memory" % number(len(page)),
                "%s pages/s" % number(most)),
            row(what, "%s pages/s (%.2f of it)" % (number(ours), part), "≥ 1/%d" % SHARE,
                part >= 1 / SHARE)]

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
# time limit: 90 s
"""The little that scripts do, in a real browser; and what a page asks by itself from the server."""

import datetime
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import mail  # noqa: E402

cases = Cases()
HERE = os.path.dirname(os.path.abspath(__file__))
NOW, LATER = "2027-03-01T09:00", "2027-03-01T09:10"
library = Levande(routing={"mode": "assist"}, compensation={"price_base_amount": "2027:60000"})


def in_a_browser(**told):
    if not browser.installed():
        raise Skip("there is no browser: run scripts/setup --test")
    done = subprocess.run(["node", HERE + "/lib/scripts.mjs",
                           json.dumps({"base": "http://127.0.0.1:%d" % library.port, **told})],
                          cwd=HERE, timeout=80, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0 and done.stdout == "ok\n", done.stdout


@cases.case("what waits is told as a number, to staff alone, and makes no session last longer")
def _():
    library.deliver(mail("Hej! Ringer ni mig?", "Hej", "nagon@annan.example"))
    library.once("--role", "fetch,work,send", "--now", NOW)
    daemon = library.start("--role", "web", "--now", NOW)
    at = datetime.datetime(2027, 3, 1, 8, tzinfo=datetime.timezone.utc).timestamp()  # NOW, in UTC
    cases.desk = Desk(library, "Maria Ek", "reader", clock=lambda: at).enrol()
    answer = cases.desk.get("/personal/vantar")
    assert json.loads(answer.text)["count"] == len(library.tasks()) == 1, answer.text
    library.stop(daemon)
    library.start("--role", "web", "--now", LATER)
    assert cases.desk.get("/personal/vantar").headers["Set-Cookie"] is None
    assert cases.desk.get("/personal").headers["Set-Cookie"] is not None
    stranger = Desk(library, "Karin Holm", None)
    assert stranger.get("/personal/vantar").status == 303


@cases.case("scripts come from us alone, by name, and nothing on a page acts but they")
def _():
    page = cases.desk.get("/forfragan")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "connect-src 'self';" in policy, policy
    assert page.text.count("<script") == page.text.count('<script src="/filer/') == 1
    assert cases.desk.get("/personal").text.count('<script src="/filer/') == 2


@cases.case("beside the request form: what is left, what it would cost, what would be lost")
def _():
    in_a_browser(part="open")


@cases.case("at the desk: what waits, and short cuts once they are turned on")
def _():
    in_a_browser(part="desk", cookie=cases.desk.cookie)


def main():
    with library:
        return cases.run()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The desk's door and its first page in a real browser: at a desk, on a telephone, in the dark."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import mail, request_mail  # noqa: E402

cases = Cases()
library = Levande(routing={"mode": "assist"})
library.pool()
library.start("--role", "web")


@cases.case("the login, the second factor and its enrolment are sound to look at and to hear")
def _():
    desk = Desk(library, "Karin Holm")
    desk.give_password()
    look_at(library.port, {"desk-login": "/personal/logga-in", "desk-enrol": "/personal/tvafaktor"},
            cookie=desk.cookie)
    desk = Desk(library, "Karin Holm", None).enrol()
    desk.cookie = None
    desk.give_password()
    look_at(library.port, {"desk-code": "/personal/kod"}, cookie=desk.cookie)


@cases.case("what waits, nothing that waits, and a letter are sound to look at and to hear")
def _():
    desk = Desk(library, "Maria Ek", "admin").enrol()
    look_at(library.port, {"desk-empty": "/personal"}, cookie=desk.cookie)
    library.deliver(mail("Hej! Ringer ni mig?", "Hej", "nagon@annan.example"),
                    *[request_mail(i, days=30 + i) for i in range(1, 9)])
    library.once("--role", "fetch,work,send")
    letter, = library.rows("SELECT min(id) FROM letter")[0]
    library.change("UPDATE letter SET state = 'unknown' WHERE id = ?", letter)
    library.change("INSERT INTO task (kind, letter_id, text, since) SELECT 'letter_unknown', id,"
                   " 'Brevet kan ha kommit fram.', queued_at FROM letter WHERE id = ?", letter)
    look_at(library.port, {"desk-start": "/personal", "desk-kind": "/personal?slag=route",
                           "desk-letter": "/personal/utskick/L%d" % letter}, cookie=desk.cookie)


with library:
    code = cases.run()
sys.exit(code)

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
# time limit: 60 s
"""Care units at the desk: whose requests they are, whom one writes to there, and two names that are
one unit; and the requests in the order of their days and of their units."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.mails import request_mail  # noqa: E402

cases = Cases()
library = Levande(routing={"mode": "assist"})
library.deliver(*[request_mail(i, days=20 + i) for i in range(1, 5)])
library.once("--role", "fetch,work,send")
library.start("--role", "web")
desk = Desk(library, "Karin Holm").enrol()
reader = Desk(library, "Rut Läsare", "reader").enrol()
numbers = [n for n, in library.rows("SELECT number FROM request ORDER BY id")]
LIST = "/personal/forfragningar"


def set_facts(number, **facts):
    library.levande("request", "set", number, *["%s=%s" % fact for fact in facts.items()])


def listed(asked):
    """The numbers that the list shows, in its order."""
    page = desk.get(LIST + "?" + asked)
    assert page.status == 200, (asked, page.status)
    return re.findall(r'<a class="number" href="[^"]*/(LB-[0-9-]+)"', page.text)


@cases.case("requests are listed by their first day and by their unit, of one state too")
def _():
    one, two, three, four = numbers
    set_facts(one, unit="Öron näsa hals", occasions="2031-05-02/2031-05-02")
    set_facts(two, unit="barnmottagningen",
              occasions="2031-06-01/2031-06-01 2031-04-30T09:00/2031-04-30T10:00")
    set_facts(three, unit="Allergin", occasions="2031-05-01/2031-05-03")
    set_facts(four, unit="Allergin", occasions="2032-01-01/2032-01-01")
    assert listed("ordning=nyast") == listed("") == [four, three, two, one]
    assert listed("ordning=aldst") == numbers
    assert listed("ordning=dag") == [two, three, one, four], "the earliest day counts"
    assert listed("ordning=verksamhet") == [three, four, two, one], "large letters are as small"
    state, = {s for s, in library.rows("SELECT state FROM request")}
    assert listed("lage=%s&ordning=dag" % state) == [two, three, one, four]
    assert listed("lage=%s&ordning=verksamhet" % state) == [three, four, two, one]
    assert listed("lage=closed&ordning=dag") == []
    assert listed("sok=allergin&ordning=dag") == [three, four]
    after, = library.rows("SELECT id FROM request WHERE number = ?", three)[0]
    assert listed("ordning=dag&efter=%d" % after) == [one, four]
    assert listed("ordning=verksamhet&efter=%d" % after) == [four, two, one]
    page = desk.get(LIST + "?ordning=dag")
    assert "30 april 2031" in page.text and 'ordning=dag" aria-current="true"' in page.text


with library:
    code = cases.run()
sys.exit(code)

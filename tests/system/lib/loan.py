# SPDX-License-Identifier: EUPL-1.2
"""One request, an invented pool, and the steps of a loan at times that a test chooses.

The request comes from a stranger, so that nobody is asked before staff have settled its facts: what
is tried here are the rules and not the reading.
"""

import collections
import os

from lib import mails
from lib.levande import BIN, Levande

START = "2027-03-01T10:00"  # a Monday; Good Friday is the 26th, Easter Monday the 29th
FACTS = {"people_min": "1", "people_max": "", "respond_by": "",
         "occasions": "2027-04-20T13:00/2027-04-20T16:00"}
PEOPLE = ("name;email;areas;perspective;municipality;languages;formats;consent_date;"
          "consent_version;introduction_date\n")
GROUPS = "name;email;contact;areas;municipalities\n"


class Loan(Levande):
    """with Loan(people=4, groups=1, invite={"max_wave": "2"}) as loan: loan.begin(…)"""

    command_folder = os.environ.get("LEVANDE_PLAIN", BIN)  # what is tried are the rules

    def __init__(self, people=4, groups=0, **sections):
        sections.setdefault("invite", {}).setdefault("max_wave", "2")
        super().__init__(**sections)
        self.number = None
        self.sent_mails = 0
        self.fill("person", PEOPLE, (
            "Person %d;p%d@example.org;stroke;patient;Göteborg;sv;both;2026-01-14;1;2026-02-05\n"
            % (n, n) for n in range(1, people + 1)))
        self.fill("association", GROUPS, ("Förening %d;a%d@example.net;Maria Edling;stroke;\n"
                                          % (n, n) for n in range(1, groups + 1)))

    def fill(self, noun, header, rows):
        path = "%s/%s.csv" % (self.folder, noun)
        rows = list(rows)
        with open(path, "w", encoding="utf-8") as out:
            out.write(header + "".join(rows))
        if rows:
            self.levande(noun, "import", path)

    # ---- steps ----

    def request(self, now=START, **facts):
        """The request arrives, and staff settle its facts; nobody is asked yet."""
        self.deliver(mails.request_mail(1, sender="enheten@privat.example"))
        self.at(now)
        self.number = self.requests()[0]["number"]
        self.set_facts(now, **{**FACTS, **facts})
        return self

    def begin(self, route="pool", now=START, **facts):
        """… and get their route; the first are asked, in assist mode by staff's word."""
        self.request(now, **facts)
        self.do(now, "route", route)
        self.at(now)
        if self.sections["routing"]["mode"] == "assist":
            self.do(now, "invite")
            self.at(now)
        return self

    def at(self, now, *arguments, **more):
        """All that there is to do at this time."""
        return self.once(*arguments, "--now", now, **more)

    def do(self, now, verb, *words, **more):
        """A verb of `levande request` on the request."""
        return self.levande("--now", now, "request", verb, self.number, *words, **more)

    def set_facts(self, now, **facts):
        return self.do(now, "set", *("%s=%s" % pair for pair in facts.items()))

    def reply(self, who, text, purpose=None):
        """A mail from somebody who was asked, in answer to the newest letter of that purpose."""
        letter = self.letters_to(who, purpose)[-1]
        self.sent_mails += 1
        self.deliver(mails.mail(text, subject="Sv: " + letter["Subject"],
                                sender=letter["To"].addresses[0].addr_spec,
                                number="svar-%d" % self.sent_mails, to=letter["Reply-To"],
                                In_Reply_To=letter["Message-ID"]))

    def bounce(self, who, purpose=None):
        """A letter to somebody comes back for good, as a server would say it."""
        letter = self.letters_to(who, purpose)[-1]
        self.sent_mails += 1
        self.deliver(mails.bounce(letter, self.sent_mails))

    # ---- what has become of it ----

    def show(self):
        return self.levande("request", "show", self.number)

    def state(self):
        return self.show()["state"]

    def asked(self, wave=None):
        """Those asked (in a wave), as {who: invitation}."""
        return {i["who"]: i for i in self.show()["invitations"] if wave in (None, i["wave"])}

    def states(self, wave=None):
        return {who: i["state"] for who, i in self.asked(wave).items()}

    def kinds(self):
        """The kinds of the open tasks."""
        return sorted(t["kind"] for t in self.tasks())

    def purposes(self, *states):
        """How many letters of each purpose that are in one of these states: sent, if none."""
        return collections.Counter(m["purpose"] for m in self.show()["letters"]
                                   if m["state"] in (states or ("sent",)))

    def letters_to(self, who, purpose=None):
        """The letters that have gone to somebody, oldest first, parsed."""
        ids = ["<%s>" % m["message_id"] for m in self.show()["letters"]
               if m["to"] == who and purpose in (None, m["purpose"])]
        found = {m["Message-ID"]: m for m in self.letters()}
        return [found[i] for i in ids if i in found]

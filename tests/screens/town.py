# SPDX-License-Identifier: EUPL-1.2
"""An invented library in the middle of its work, for its pages to be looked at.

Half a year is lived by the dice of tests/simulate/, so that there are figures, a calendar and a
history. Then a week is lived by hand, so that each kind of page has something to show: requests at
every step, an agreement with two versions, tasks of many kinds. All names are invented.
"""

import datetime
import random
import re
import time

import world
from life import Life
from lib import mails
from lib.house import ROOT
from lib.levande import text_of

FIRST, DAYS, NOW = datetime.date(2026, 8, 31), 172, "2027-03-03T09:00"
SOON = "2027-03-03T09:10"  # what pages have asked for is sent by then
UNITS = ("Strokeenheten Östra", "Diabetesmottagningen Borås", "Lungmottagningen Skövde",
         "Kirurgkliniken Uddevalla", "Rehabkoordinatorerna Väst", "Vårdcentralen Åsen",
         "Neurologkliniken Trollhättan", "Utvecklingsenheten", "Minnesmottagningen Mölndal")

LETTER = """Hej!

Vi på {unit} {why}
Vi söker {people} med egen erfarenhet av {area}, patienter eller närstående går lika bra.

Tid: {day} kl. {hours}
Plats: {place}
{count}Ersättning betalas enligt regionens riktlinjer, ansvar 41207.

Ni behöver inte förbereda något. Vi vill höra hur det var, och vad som borde ha sagts tidigare.

Vänliga hälsningar

{name}
{unit}
031-390 06 {phone}
"""
ASKED = {
    "stroke": dict(
        subject="Workshop om samtalet vid hemgång", unit="Strokeenheten Östra",
        why="ska göra om samtalet vid hemgång, så att alla förstår vad som gäller.",
        people="två personer", area="stroke", days=17, hours="13.00-16.00", count="Antal: 2\n",
        place="Östra sjukhuset i Göteborg", name="Marie Sundqvist", phone="21"),
    "diabetes": dict(
        subject="Fokusgrupp om övergången till vuxenvården", unit="Diabetesmottagningen Borås",
        why="vill förstå hur det är att byta från barnmottagningen till vuxenvården.",
        people="tre personer", area="diabetes", days=22, hours="10.00-12.00", count="Antal: 3\n",
        place="Södra Älvsborgs sjukhus i Borås", name="Per Adolfsson", phone="34"),
    "heart": dict(
        subject="Föreläsning för nya sjuksköterskor", unit="Utvecklingsenheten",
        why="utbildar nya sjuksköterskor i att möta den som har hjärtsvikt.",
        people="en person", area="hjärtsvikt", days=26, hours="09.00-11.00", count="Antal: 1\n",
        place="Göteborg", name="Karin Holm", phone="11"),
    "lungs": dict(
        subject="Arbetsgrupp om lungrehabilitering", unit="Lungmottagningen Skövde",
        why="börjar om med vår lungrehabilitering och vill göra det tillsammans med er.",
        people="några", area="KOL", days=36, hours="13.00-15.00", count="",
        place="bestämmer vi tillsammans", name="Lisbeth Orre", phone="47"),
    "breast": dict(
        subject="Läsa ett utkast till patientbroschyr", unit="Kirurgkliniken Uddevalla",
        why="har skrivit en ny broschyr om behandling av bröstcancer.",
        people="två personer", area="bröstcancer", days=30, hours="13.00-14.30", count="Antal: 2\n",
        place="Uddevalla", name="Helena Quist", phone="52"),
}
MANNER = {"heart": "privat.example"}  # a sender whom nobody knows
UNCLEAR = """Hej!

Kan någon av er ringa mig om det vi pratade om i höstas? Det gäller broschyren.

/Gunnel
"""


class Town(Life):
    """with Town() as town: town.begin(); then town.link(…) for what letters have told."""

    def __init__(self):
        super().__init__(20, 10, 0, 11, FIRST, DAYS, library={"region": "Region Exempel"},
                         compensation={"price_base_amount": "2026:59200, 2027:60000"})
        self.levande("--now", "2026-08-31T06:00", "person", "import",
                     ROOT + "/config/sample/people.csv")
        self.levande("--now", "2026-08-31T06:00", "association", "import",
                     ROOT + "/config/sample/associations.csv")
        for wish in self.wishes:
            wish.unit = random.Random(wish.number).choice(UNITS)
        self.numbers = {}

    def begin(self):
        self.live(more=0, every_day=False)
        self.set("routing", mode="assist")
        self.first_days()
        self.last_days()
        self.today()

    def serve(self):
        """The pages, at this time; the service's clock goes on from there, and so does ours."""
        now = datetime.datetime.fromisoformat(NOW + "+01:00").timestamp()  # Sweden in winter
        self.ahead = now - time.time()
        self.start("--role", "web", "--now", NOW)

    def clock(self):
        return time.time() + self.ahead

    # ---- steps ----

    def at(self, day, hour=10):
        self.day = datetime.date(2027, 2, 22) + datetime.timedelta(day)
        self.hour = "%sT%02d:00" % (self.day.isoformat(), hour)
        self.once("--now", self.hour)
        self.collect()

    def do(self, *words):
        return self.levande("--now", self.hour, *words)

    def ask(self, *whats):
        """Requests come in; each is known afterwards by its name here."""
        for what in whats:
            told = ASKED[what]
            sender = "%s@%s" % (told["name"].split()[0].lower(),
                                MANNER.get(what, "vgregion.example"))
            day = mails.swedish(mails.day_in(told["days"], self.day))
            self.deliver(mails.mail(
                LETTER.format(day=day, **told), subject=told["subject"],
                sender="%s <%s>" % (told["name"], sender), number=what,
                date=datetime.datetime.combine(self.day, datetime.time(8)).astimezone()))
        self.once("--now", self.hour)
        for what in whats:
            self.numbers[what] = self.rows("SELECT number FROM request WHERE subject = ?",
                                           ASKED[what]["subject"])[0][0]

    def guests(self, what):
        return [i["who"] for i in self.show(self.numbers[what])["invitations"]]

    def first_days(self):
        """The stroke unit's workshop gets its two people, and an agreement that is discussed."""
        self.at(0, 8)
        self.ask("stroke", "diabetes")
        for what, route in (("stroke", "pool"), ("diabetes", "both")):
            self.do("request", "route", self.numbers[what], route)
            self.do("request", "invite", self.numbers[what])
        self.at(0, 11)
        stroke = self.numbers["stroke"]
        words = iter(("Jag fick min stroke på väg till bussen. Det jag minns bäst från sjukhuset är"
                      " hemgången: allt gick fort, och brevet förstod jag först efteråt.",
                      "Min far fick stroke när han var 61. Jag kan berätta om veckorna hemma."))
        people = [who for who in self.guests("stroke") if who[0] == "P"][:2]
        for who in people:
            self.do("request", "answer", stroke, who, "yes", "--text", next(words))
        self.do("request", "choose", stroke, *people, "--done")
        self.at(1)
        who = people[0]
        self.do("agreement", "set", stroke, who, "matters=Att jag får en paus mitt i, och att "
                "någon möter mig i entrén.")
        self.at(2)
        self.do("agreement", "accept", stroke, people[1], "unit")
        self.do("agreement", "accept", stroke, people[1], "representative")

    def last_days(self):
        """The focus group: some yes, a question, one who is called."""
        self.at(3)
        diabetes = self.numbers["diabetes"]
        people = [who for who in self.guests("diabetes") if who[0] == "P"]
        for who, text in zip(people[:3], (
                "Diabetes typ 1 sedan jag var nio. Att byta mottagning var som att byta land.",
                "Nätterna är det som ingen frågar om. Det kan jag berätta om.",
                "Pump, sensor och gymnasium på samma gång. Jag talar gärna om skam och siffror.")):
            self.do("request", "answer", diabetes, who, "yes", "--text", text)
        self.ask("breast", "lungs")
        self.do("request", "route", self.numbers["breast"], "both")
        self.do("request", "invite", self.numbers["breast"])
        self.do("meeting", "add", "network", "2027-03-18T17:00", "2027-03-18T19:00", "--place",
                "Folkets hus, Borås", "--access", "Hiss och hörslinga finns.")
        self.at(7)
        breast = self.numbers["breast"]
        people = [who for who in self.guests("breast") if who[0] == "P"]
        for who in people[:1]:
            self.do("request", "answer", breast, who, "yes", "--text", "Jag läser gärna.")
        for who in people[1:2]:
            letter, = self.rows("SELECT message_id FROM letter WHERE purpose = 'invitation_person'"
                                " AND recipient = ? ORDER BY id DESC LIMIT 1", who)[0]
            self.reply(self.files["<%s>" % letter], "Kanske. Hur lång är broschyren?\n\n"
                       "Får jag den på papper?\n")

    def today(self):
        """What has come since yesterday, and has not been looked at."""
        self.at(8)
        self.at(9, 8)
        self.ask("heart")
        self.deliver(mails.mail(UNCLEAR, "Broschyren", "Gunnel Ask <gunnel@annan.example>",
                                number="unclear"),
                     mails.request_mail(99, days=28, today=self.day,
                                        subject="Patienter till en panel på vårdens dag"))
        self.once("--now", NOW)
        panel, = self.rows("SELECT max(number) FROM request")[0]
        self.numbers["panel"] = panel
        self.do("request", "route", panel, "pool")
        self.worry()
        letter, = self.rows("SELECT max(id) FROM letter WHERE state = 'sent'"
                            " AND purpose = 'invitation_person'")[0]
        self.change("UPDATE letter SET state = 'unknown' WHERE id = ?", letter)
        self.change("INSERT INTO task (kind, letter_id, request_id, text, since) SELECT"
                    " 'letter_unknown', id, request_id, 'Brevet kan ha kommit fram.', queued_at"
                    " FROM letter WHERE id = ?", letter)
        self.unknown = letter
        self.collect()

    def address_of(self, who):
        return self.rows("SELECT email FROM person WHERE id = ?", int(who[1:]))[0][0]

    def worry(self):
        """Somebody was not well treated, and would like to be called."""
        for number, who in self.rows(
                "SELECT number, party FROM followup JOIN request ON request.id = request_id WHERE"
                " party LIKE 'P%' AND answered_at IS NULL AND sent_at IS NOT NULL LIMIT 1"):
            self.do("followup", "answer", number, who, "support=2", "worry=yes",
                    "text=Jag kom hem ledsen. Ingen hade tid att lyssna klart.")

    # ---- what letters have told ----

    def link(self, path, purpose, number=None, to=None):
        """The link with this path in the newest such letter; None where there is none."""
        for name, recipient, message in self.rows(
                "SELECT request.number, recipient, letter.message_id FROM letter LEFT JOIN request"
                " ON request.id = request_id WHERE purpose = ? AND letter.message_id IS NOT NULL"
                " ORDER BY letter.id DESC", purpose):
            letter = self.files.get("<%s>" % message)
            if letter is None or number not in (None, name) or to and not re.match(to, recipient):
                continue
            found = re.search(r"/%s/[a-z2-7]{26}" % path, text_of(letter))
            if found:
                return found.group(0)
        return None

    def code_for(self, address):
        """The newest code that was mailed to this address."""
        self.collect()
        for letter in reversed(self.files.values()):
            if address in letter["To"] and "kod" in letter["Subject"]:
                return re.search(r"^(\d{6})\s*$", text_of(letter), re.M).group(1)
        return None

# SPDX-License-Identifier: EUPL-1.2
"""The invented world of a simulated year: units, people, associations, and the mails of units.

Everything follows from the seed, so that a year can be lived again. A unit's mail is written as
units write: most say all that is needed, some leave things out, a few only want advice.
"""

import datetime
import random
import sys

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/system")

from lib import mails  # noqa: E402

AREAS = {"stroke": "stroke", "diabetes": "diabetes", "cancer.brost": "bröstcancer",
         "cancer.prostata": "prostatacancer", "neuro.epilepsi": "epilepsi", "lunga.astma": "astma",
         "neuro.ms": "MS", "rorelse.reumatism": "reumatism"}
TOWNS = ("Göteborg", "Borås", "Skövde", "Uddevalla", "Trollhättan")
FIRST = ("Anna Bengt Cecilia David Elsa Fatima Gustav Hanna Ivar Jasmin Karl Lena Mohamed Nora"
         " Olof Petra Rut Sven Tove Ulf").split()
LAST = "Almgren Berg Cederlund Dahl Ek Falk Gran Holm".split()
UNITS = ("Enheten Norr", "Enheten Söder", "Mottagning Ett", "Mottagning Två", "Enheten Öster",
         "Enheten Väster", "Kliniken Björken", "Kliniken Linden", "Vårdcentralen Viken",
         "Vårdcentralen Åsen", "Rehab Centrum", "Utvecklingsenheten")
KINDS = ("workshop", "föreläsning", "fokusgrupp", "arbetsgrupp", "utbildning")

TEXT = """Hej!

Vi på {unit} planerar en {kind} om hur vi tar emot patienter. Vi söker {people} med egen
erfarenhet av {area}, patienter eller närstående.

{times}
Plats: {town}
Antal: {count}
Ersättning: utgår enligt regionens regler, ansvar {cost}
Kontaktperson: {name}, 031-390 06 {phone:02d}

Vänliga hälsningar
{name}
{unit}
"""

SHORT = """Hej!

Vi på {unit} planerar en {kind} om hur vi tar emot patienter. Vi söker personer med egen
erfarenhet av {area}. Ersättning utgår enligt regionens regler.

Vänliga hälsningar
{name}
{unit}
"""

REST = """Hej!

{times}
Plats: {town}
Antal: {count}

Vänliga hälsningar
{name}
"""

ADVICE = """Hej!

Vi på {unit} undrar hur man bäst gör för att ha med patienter i en styrgrupp. Vi söker ingen
person nu, vi vill bara ha råd och tips.

Vänliga hälsningar
{name}
{unit}
"""

COUNTS = {1: "en person", 2: "två personer", 3: "tre personer"}


class Wish:
    """One request, as its unit means it."""

    def __init__(self, number, day, dice):
        self.number, self.day, self.dice = number, day, dice
        self.unit = dice.choice(UNITS)
        self.name = "%s %s" % (dice.choice(FIRST), dice.choice(LAST))
        self.address = "enhet%d@vgregion.example" % number
        self.area = dice.choice(sorted(AREAS))
        self.kind = dice.choice(KINDS)
        self.count = dice.choice((1, 1, 1, 2, 2, 3))
        self.town = dice.choice(TOWNS)
        lead = dice.choice((12, 25, 35, 45, 60))
        self.times = []
        for k in range(dice.choice((1, 1, 1, 2, 3))):
            on = mails.day_in(lead + 14 * k, day)
            first = dice.choice((9, 10, 13))
            hours = dice.choice((1, 2, 3, 4, 6))
            self.times.append((on, first, first + hours))
        self.manner = dice.choices(("whole", "short", "advice", "stranger"),
                                   (80, 12, 4, 4))[0]
        self.text_number = dice.randrange(100)
        self.key = None  # LB-…, once it is known

    def filled(self, form):
        times = "\n".join("Tid: %s kl %02d:00-%02d:00" % (on.isoformat(), a, b)
                          for on, a, b in self.times)
        return form.format(unit=self.unit, kind=self.kind, people=COUNTS[self.count],
                           area=AREAS[self.area], times=times, town=self.town, count=self.count,
                           cost=40000 + self.number, name=self.name, phone=self.text_number)

    def mail(self):
        form = {"short": SHORT, "advice": ADVICE}.get(self.manner, TEXT)
        sender = self.address
        if self.manner == "stranger":
            sender = sender.replace("vgregion.example", "privat.example")
        return mails.mail(self.filled(form), subject="Förfrågan %d" % self.number,
                          sender="%s <%s>" % (self.name, sender), number="wish-%d" % self.number,
                          date=datetime.datetime.combine(self.day, datetime.time(9)).astimezone())


def wishes(count, first, days, seed):
    """So many requests on working days from the first, spread over so many days."""
    dice = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        day = first + datetime.timedelta(dice.randrange(days))
        while day.weekday() > 4:
            day += datetime.timedelta(1)
        found.append(Wish(number, day, random.Random("%s/%d" % (seed, number))))
    return sorted(found, key=lambda w: w.day)


def people_csv(count, seed):
    dice = random.Random("%s/people" % seed)
    rows = ["name;email;phone;areas;perspective;municipality;languages;formats;consent_date;"
            "consent_version;introduction_date"]
    for n in range(1, count + 1):
        areas = " ".join(dice.sample(sorted(AREAS), dice.choice((1, 1, 2, 3))))
        rows.append("%s %s;p%d@example.org;;%s;%s;%s;sv;both;2025-11-14;1;2025-12-05" % (
            FIRST[n % len(FIRST)], LAST[n % len(LAST)], n, areas,
            dice.choice(("patient", "relative", "both")), dice.choice(TOWNS)))
    return "\n".join(rows) + "\n"


def associations_csv(count, seed):
    dice = random.Random("%s/associations" % seed)
    rows = ["name;email;contact;areas;municipalities"]
    for n in range(1, count + 1):
        rows.append("Förening %d;f%d@example.net;%s %s;%s;" % (
            n, n, dice.choice(FIRST), dice.choice(LAST),
            " ".join(dice.sample(sorted(AREAS), dice.choice((1, 2))))))
    return "\n".join(rows) + "\n"

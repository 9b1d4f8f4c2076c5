# SPDX-License-Identifier: EUPL-1.2
"""A life of the library, day by day: units ask, people answer or do not, staff do their work.

Each morning what was planned for the day happens (mails come, somebody calls staff), then the
service does all that there is to do, as cron would have it: `levanded --once --now`. Letters that
left are read by their receivers, who plan what they will do. In the afternoon staff go through
their list. All dice are of the seed and of whom they are about, so a life can be lived again.
"""

import collections
import datetime
import email
import email.policy
import heapq
import os
import random

import world
from lib import mails
from lib.levande import Levande


def moment(day, hour, minute=0):
    return "%sT%02d:%02d" % (day.isoformat(), hour, minute)


class Life(Levande):
    """with Life(200, 60, 15, seed) as life: life.live(); what is left is for the judge."""

    def __init__(self, requests, people, associations, seed, first, days, **sections):
        sections.setdefault("library", {})["operator_address"] = "drift@example.org"
        super().__init__(**sections)
        self.seed, self.first, self.days = seed, first, days
        self.day = first
        self.wishes = world.wishes(requests, first, days, seed)
        self.by_number = {}
        self.plans, self.turn = [], 0
        self.seen = 0          # letters that have been read by their receivers
        self.files = {}        # Message-ID → parsed letter
        self.read_files = set()
        self.answers = 0
        self.done = collections.Counter()
        self.refused = collections.Counter()
        self.silent = set()
        for noun, text in (("person", world.people_csv(people, seed)),
                           ("association", world.associations_csv(associations, seed))):
            path = "%s/%s.csv" % (self.folder, noun)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            self.levande("--now", moment(first, 6), noun, "import", path)

    # ---- plans ----

    def dice(self, *about):
        return random.Random("/".join(str(word) for word in (self.seed, *about)))

    def plan(self, days, action, *arguments):
        """Something that happens so many days from now (0: tomorrow at the earliest)."""
        self.turn += 1
        day = self.day + datetime.timedelta(max(1, days))
        heapq.heappush(self.plans, (day, self.turn, action, arguments))

    def act(self, *words):
        """A verb by staff's hand, at this hour; a refusal of the rules is an answer too."""
        done = self.run("--json", "--now", moment(self.day, 9, 30), *words)
        verb = " ".join(words[:2])
        assert done.returncode in (0, 65, 66), "%s: exit %d: %s" % (
            " ".join(words), done.returncode, done.stderr.decode("utf-8", "replace"))
        (self.refused if done.returncode else self.done)[verb] += 1
        return done.returncode == 0

    def show(self, number):
        return self.levande("request", "show", number)

    # ---- the days ----

    def live(self, more=150, every_day=True):
        """All days of the year, and so many more until all has come to its end. Where not every
        day is wanted, those on which nobody does anything and no timer is due are left out."""
        arriving = list(self.wishes)
        for n in range(self.days + more):
            self.day = self.first + datetime.timedelta(n)
            quiet = not every_day
            while arriving and arriving[0].day <= self.day:
                self.deliver(arriving.pop(0).mail())
                quiet = False
            while self.plans and self.plans[0][0] <= self.day:
                _, _, action, arguments = heapq.heappop(self.plans)
                action(*arguments)
                quiet = False
            if quiet and not self.due():
                continue
            self.once("--now", moment(self.day, 10))
            self.read_letters()
            if self.day.weekday() < 5 and self.staff_work():
                self.once("--now", moment(self.day, 15))
                self.read_letters()

    def due(self):
        return self.rows("SELECT count(*) FROM timer WHERE due_at < ?", moment(self.day, 10))[0][0]

    def read_letters(self):
        self.collect()
        rows = self.rows(
            "SELECT letter.id, request.number, recipient, purpose, cause, letter.message_id FROM"
            " letter LEFT JOIN request ON request.id = request_id WHERE letter.id > ?"
            " AND letter.state = 'sent' ORDER BY letter.id", self.seen)
        held = self.rows("SELECT min(id) FROM letter WHERE id > ? AND state IN"
                         " ('queued', 'sending', 'deferred', 'held')", self.seen)[0][0]
        for letter, number, who, purpose, cause, message in rows:
            if held is not None and letter > held:
                break
            self.seen = letter
            react = getattr(self, "on_" + purpose, None)
            if react and number:
                react(number, who, cause, self.files["<%s>" % message])

    def collect(self):
        folder = self.folder + "/out/new"
        for name in sorted(set(os.listdir(folder)) - self.read_files):
            self.read_files.add(name)
            with open("%s/%s" % (folder, name), "rb") as raw:
                letter = email.message_from_binary_file(raw, policy=email.policy.default)
            self.files[letter["Message-ID"]] = letter

    def wish_of(self, number):
        if number not in self.by_number:
            subject = self.rows("SELECT subject FROM request WHERE number = ?", number)[0][0]
            wish = next(w for w in self.wishes if subject.endswith(" %d" % w.number))
            wish.key = number
            self.by_number[number] = wish
        return self.by_number[number]

    # ---- those who are asked ----

    def reply(self, letter, text):
        self.answers += 1
        sender = letter["To"].addresses[0].addr_spec
        self.deliver(mails.mail(text, subject="Sv: " + letter["Subject"], sender=sender,
                                number="answer-%d" % self.answers, to=letter["Reply-To"],
                                In_Reply_To=letter["Message-ID"],
                                date=datetime.datetime.combine(
                                    self.day, datetime.time(9)).astimezone()))

    def asked(self, number, who, letter, weights):
        dice = self.dice("asked", number, who, letter["Subject"])
        answer = dice.choices(("Ja, gärna!\n", "Nej, inte den här gången.\n",
                               "Jag vet inte riktigt, det beror på.\n", None), weights)[0]
        if answer:
            self.plan(dice.randrange(1, 7), self.reply, letter, answer)
        else:
            self.silent.add((number, who))

    def on_invitation_person(self, number, who, cause, letter):
        self.asked(number, who, letter, (45, 22, 4, 29))

    def on_reopened(self, number, who, cause, letter):
        self.asked(number, who, letter, (70, 20, 0, 10))

    def on_invitation_nominee(self, number, who, cause, letter):
        self.asked(number, who, letter, (75, 10, 0, 15))

    def on_changed(self, number, who, cause, letter):
        self.asked(number, who, letter, (80, 12, 0, 8))

    def on_reminder_answer(self, number, who, cause, letter):
        if (number, who) in self.silent and who[0] == "P":
            self.asked(number, who, letter, (30, 20, 0, 50))

    def on_invitation_association(self, number, who, cause, letter):
        dice = self.dice("group", number, who)
        way = dice.choices(("names", "no", "silent"), (45, 30, 25))[0]
        days = dice.randrange(1, 7)
        if way == "names":
            # Whom an association names for several assignments is the same few.
            name = dice.randrange(3)
            self.plan(days, self.act, "request", "nominate", number, who,
                      "Namngiven %s-%d" % (who, name), "n%d.%s@example.com" % (name, who.lower()))
        elif way == "no":
            self.plan(days, self.reply, letter, "Nej tack, vi kan inte den här gången.\n")

    # ---- units ----

    def unit_completes(self, number, letter, chance):
        wish = self.wish_of(number)
        if wish.manner == "short" and self.dice("completes", number, chance).random() < chance:
            self.plan(3, self.reply, letter, wish.filled(world.REST))

    def on_acknowledgement(self, number, who, cause, letter):
        self.unit_completes(number, letter, 0.6)

    def on_missing_facts(self, number, who, cause, letter):
        self.unit_completes(number, letter, 0.5)

    def on_candidates(self, number, who, cause, letter):
        self.plan(self.dice("choice", number, cause).randrange(1, 7), self.unit_chooses, number)

    def unit_chooses(self, number):
        dice = self.dice("chooses", number, self.day)
        if dice.random() < 0.05:
            self.act("request", "cancel", number, "--text", "Vi får inte ihop det den här gången.")
            return
        shown = self.show(number)
        willing = [i["who"] for i in shown["invitations"]
                   if i["state"] == "yes" and i["who"][0] == "P" and i["outcome"] != "chosen"]
        standing = [p for p in shown["placements"] if p["state"] not in ("withdrawn", "cancelled")]
        free = max(1, (shown["people_min"] or 1) - len(standing))
        if willing:
            self.act("request", "choose", number, *willing[:free])

    # ---- the agreement ----

    def on_connected_unit(self, number, who, cause, letter):
        dice = self.dice("connected", number, cause)
        self.accept_later(number, cause, "unit", 0.85)
        if dice.random() < 0.10:
            self.plan(dice.randrange(2, 9), self.unit_moves, number)
        if dice.random() < 0.05:
            self.plan(dice.randrange(2, 12), self.act, "request", "cancel", number, "--text",
                      "Dagen blir inte av.")

    def on_connected_person(self, number, who, cause, letter):
        self.accept_later(number, who, "representative", 0.85)
        if self.dice("withdraws", number, who).random() < 0.07:
            self.plan(4, self.act, "request", "withdraw", number, who)

    def accept_later(self, number, who, party, chance):
        dice = self.dice("accept", number, who, party, self.day)
        if dice.random() < chance:
            self.plan(dice.randrange(1, 6), self.act, "agreement", "accept", number,
                      who.split(":")[0], party)

    def on_agreement_changed(self, number, who, cause, letter):
        self.on_agreement_reminder(number, who, cause, letter)

    def on_agreement_reminder(self, number, who, cause, letter):
        party = "unit" if who == "unit" else "representative"
        self.accept_later(number, cause if who == "unit" else who, party, 0.7)

    def unit_moves(self, number):
        rows = self.rows("SELECT occasion.id, starts, ends FROM occasion JOIN request ON"
                         " request.id = request_id WHERE number = ? AND occasion.state = 'planned'"
                         " ORDER BY starts LIMIT 1", number)
        for occasion, starts, ends in rows:
            on = mails.day_in(7, datetime.date.fromisoformat(starts[:10]))
            if datetime.date.fromisoformat(starts[:10]) > self.day + datetime.timedelta(2):
                self.act("occasion", "move", number, str(occasion), on.isoformat() + starts[10:],
                         on.isoformat() + ends[10:])

    # ---- afterwards ----

    def on_followup_person(self, number, who, cause, letter):
        dice = self.dice("followup", number, who, letter["Subject"])
        if dice.random() < 0.7:
            self.plan(dice.randrange(1, 6), self.person_tells, number, who)
        else:
            self.silent.add(("followup", number, who))

    def on_followup_unit(self, number, who, cause, letter):
        dice = self.dice("followup", number, who, letter["Subject"])
        if dice.random() < 0.7:
            self.plan(dice.randrange(1, 6), self.unit_tells, number)
        else:
            self.silent.add(("followup", number, "unit"))

    def on_followup_reminder(self, number, who, cause, letter):
        if ("followup", number, who) in self.silent and self.dice(
                "again", number, who).random() < 0.5:
            self.plan(2, *((self.unit_tells, number) if who == "unit" else
                           (self.person_tells, number, who)))

    def person_tells(self, number, who):
        dice = self.dice("tells", number, who)
        self.act("followup", "answer", number, who, "support=%d" % dice.randrange(1, 6),
                 "process=%d" % dice.randrange(2, 6), "outcome=%d" % dice.randrange(2, 6),
                 "again=yes", "paid=%s" % dice.choice(("yes", "yes", "no")))

    def unit_tells(self, number):
        self.act("followup", "answer", number, "unit", "aim=%d" % self.dice(
            "aim", number).randrange(2, 6), "changed=Vi har ändrat hur vi tar emot och informerar.",
                 "paid=yes")

    def pay(self, number):
        for who, occasion in self.rows(
                "SELECT 'P' || person_id, occasion_id FROM compensation JOIN placement ON"
                " placement.id = placement_id JOIN request ON request.id = request_id"
                " WHERE number = ? AND paid IS NULL OR paid = 'no' AND number = ?", number, number):
            self.act("compensation", "paid", number, who, str(occasion), "yes")

    def on_payment_reminder(self, number, who, cause, letter):
        if self.dice("pays", number).random() < 0.6:
            self.plan(3, self.pay, number)

    # ---- staff ----

    def staff_work(self):
        """Through the list once; whether there was anything on it."""
        tasks = self.levande("--now", moment(self.day, 14), "tasks")
        for task in tasks:
            settle = getattr(self, "task_" + task["kind"], None)
            if settle:
                settle(task)
            else:
                self.act("task", "done", str(task["id"]), "--text", "Klart.")
        return len(tasks) > 0

    def done_with(self, task):
        self.act("task", "done", str(task["id"]), "--text", "Klart.")

    def task_untrusted_sender(self, task):
        self.act("request", "route", task["number"], "both")

    def task_unsure(self, task):
        self.act("request", "route", task["number"],
                 "advice" if self.wish_of(task["number"]).manner == "advice" else "both")

    def task_advice(self, task):
        self.act("request", "write", task["number"], "unit", "--text",
                 "Börja i liten skala, och fråga dem det gäller vad som är viktigt.")
        self.done_with(task)

    def task_unit_silent(self, task):
        """Staff call, and write down what they hear; or the unit has given up."""
        wish = self.wish_of(task["number"])
        if self.dice("call", task["number"]).random() < 0.3:
            self.act("request", "cancel", task["number"], "--text", "Enheten har gett upp.")
            return
        times = " ".join("%sT%02d:00/%sT%02d:00" % (on, a, on, b) for on, a, b in wish.times)
        self.act("request", "set", task["number"], "occasions=" + times,
                 "municipality=" + wish.town, "people_min=%d" % wish.count, "format=on_site",
                 "unit=" + wish.unit, "contact_name=" + wish.name)

    def settle_with_unit(self, task):
        shown = self.show(task["number"])
        if shown["state"] not in ("inviting", "choosing", "triage"):
            self.done_with(task)
            return
        standing = [p for p in shown["placements"] if p["state"] not in ("withdrawn", "cancelled")]
        willing = [i["who"] for i in shown["invitations"]
                   if i["state"] == "yes" and i["who"][0] == "P" and i["outcome"] is None]
        if willing or standing:
            self.act("request", "choose", task["number"], *willing, "--done")
        elif shown["state"] == "triage":
            self.act("request", "cancel", task["number"], "--text", "Vi hittar ingen att fråga.")
        else:
            self.act("request", "close", task["number"])

    task_nobody = task_short = settle_with_unit

    def task_answer(self, task):
        """An unclear answer: staff call and ask."""
        if task["number"] and task["subject"] and task["subject"][0] == "P":
            self.act("request", "answer", task["number"], task["subject"],
                     self.dice("call", task["number"], task["subject"]).choice(("yes", "no")))
        self.done_with(task)

    def task_agreement(self, task):
        """Stuck: staff call both, who accept by phone."""
        who = task["subject"]
        for party in ("unit", "representative"):
            self.act("agreement", "accept", task["number"], who, party)
        self.done_with(task)

    def task_unpaid(self, task):
        self.pay(task["number"])
        self.done_with(task)

    def task_outcome_owed(self, task):
        """The unit has not told what changed: staff call and write it down."""
        if self.dice("owed", task["number"]).random() < 0.7:
            self.act("followup", "answer", task["number"], "unit", "aim=3",
                     "changed=Vi tog med oss mycket till nästa år.", "paid=yes")

    def task_close(self, task):
        self.pay(task["number"])
        self.act("request", "close", task["number"])

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The pool takes care of itself, over two years: the yearly question, its reminder and the rest
after it; a new text of consent; the end of a pause; meetings of the pool; the own page; letters by
post.

Time passes by `levanded --once --now …`; the own page is used as a browser would, with its code.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.browser import look_at  # noqa: E402
from lib.cases import Cases, Skip  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
BEGUN = "2027-01-11T10:00"
A_YEAR_ON = "2028-01-11T10:00"
HEADER = "name;email;areas;consent_date;consent_version;introduction_date\n"
FOLK = "Person %d;p%d@example.org;stroke;2027-01-04;1;%s\n"


class Pool(Levande):
    """with Pool(people=3) as pool: P1, P2 … with stroke, come into the book on 11 January 2027."""

    def __init__(self, people=3, introduced="2027-01-05", **sections):
        super().__init__(**sections)
        path = self.folder + "/people.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write(HEADER + "".join(FOLK % (n, n, introduced) for n in range(1, people + 1)))
        self.levande("--now", BEGUN, "person", "import", path)

    def at(self, now, *arguments, **more):
        return self.once(*arguments, "--now", now, **more)

    def do(self, now, *words, **more):
        return self.levande("--now", now, *words, **more)

    def to(self, who, words=""):
        """The letters to P1 … whose subject holds the words, oldest first."""
        address = "p%s@example.org" % who[1:]
        return [x for x in self.letters() if x["To"].addresses[0].addr_spec == address
                and words in x["Subject"]]

    def tasks_of(self, kind):
        return [t["text"] for t in self.tasks() if t["kind"] == kind]

    def person(self, who):
        return self.levande("person", "show", who)


def link_in(letter, path):
    return re.search(r"(/%s/[a-z2-7]{26})" % path, text_of(letter)).group(1)


def calendar(letter):
    """The properties of the letter's one calendar file."""
    (part,) = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    text = re.sub(r"\r?\n[ \t]", "", part.get_content())
    event = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT")]
    found = dict(re.findall(r"^([A-Z-]+)(?:;[^:\r\n]*)?:(.*?)\r?$", event, re.M))
    found["METHOD"] = re.search(r"^METHOD:(\S+)", text, re.M).group(1)
    return found


def neutral(letter):
    assert "stroke" not in (letter.as_string() + text_of(letter)).lower(), text_of(letter)


# ---- The yearly question ----

@cases.case("asked once a year, reminded once, then at rest, with one task for all of them")
def renewal():
    with Pool() as pool:
        pool.at("2028-01-10T10:00")
        assert pool.letters() == [], "not a day too early"
        pool.at(A_YEAR_ON)
        pool.at("2028-01-12T10:00")
        for who in ("P1", "P2", "P3"):
            (asked,) = pool.to(who)
            assert asked["Subject"] == "Stämmer dina uppgifter hos Levande bibliotek?"
            assert link_in(asked, "mina-uppgifter")
            neutral(asked)
        pool.do("2028-01-13T10:00", "person", "confirm", "P1")
        assert pool.person("P1")["renewed_on"] == "2028-01-13"
        pool.at("2028-01-24T10:00")
        assert len(pool.to("P2")) == 1, "the days to answer in are not over"
        pool.at("2028-01-25T10:00")
        pool.at("2028-02-09T10:00")
        assert [len(pool.to(who)) for who in ("P1", "P2", "P3")] == [1, 2, 2]
        assert pool.to("P2")[1]["Subject"].startswith("Påminnelse: ")
        assert pool.tasks_of("resting") == []
        pool.at("2028-02-10T10:00")
        pool.at("2028-02-11T10:00")
        (task,) = pool.tasks_of("resting")
        assert task.startswith("2 i poolen vilar"), task
        assert pool.person("P2")["rests_since"] == "2028-02-10"
        assert pool.person("P2")["areas"] == ["stroke"], "at rest is not erased"
        pool.at("2028-06-01T10:00")
        assert [len(pool.to(who)) for who in ("P1", "P2", "P3")] == [1, 2, 2], "left alone"
        pool.check()


@cases.case("who rests is not searched for, and is again as soon as all is said to be right")
def resting():
    with Pool(people=2, routing={"mode": "assist"}) as pool:
        for now in (A_YEAR_ON, "2028-01-25T10:00", "2028-02-10T10:00"):
            pool.at(now)
        pool.deliver(mails.request_mail(1, sender="enheten@privat.example"))
        pool.at("2028-02-11T10:00")
        number = pool.requests()[0]["number"]
        pool.do("2028-02-11T10:00", "request", "set", number, "areas=stroke")

        def excluded():
            found = pool.do("2028-02-12T10:00", "request", "match", number)
            return {m["who"]: m["excluded"] for m in found if m["who"][0] == "P"}
        assert excluded() == {"P1": "unconfirmed", "P2": "unconfirmed"}, excluded()
        pool.do("2028-02-12T10:00", "person", "confirm", "P1")
        assert excluded() == {"P1": None, "P2": "unconfirmed"}, excluded()
        assert pool.person("P1")["rests_since"] is None
        pool.check()


@cases.case("an answer by mail that waits for staff keeps its writer from rest")
def mail_waits():
    with Pool(people=1) as pool:
        pool.at(A_YEAR_ON)
        pool.at("2028-01-25T10:00")
        letter = pool.to("P1")[-1]
        pool.deliver(mails.mail("Allt stämmer, tack!", subject="Sv: " + letter["Subject"],
                                sender="p1@example.org", number="svar-1",
                                to=letter["Reply-To"], In_Reply_To=letter["Message-ID"]))
        pool.at("2028-02-10T10:00")
        pool.at("2028-02-20T10:00")
        assert pool.person("P1")["rests_since"] is None
        assert pool.tasks_of("resting") == [] and pool.tasks(), pool.tasks()


@cases.case("a hundred and five who came the same day are asked over two")
def spread():
    with Pool(people=105) as pool:
        counts = []
        for day in (11, 12, 13):
            pool.at("2028-01-%dT10:00" % day)
            counts.append(len(pool.letters()))
        assert counts == [100, 105, 105], counts


# ---- Consent ----

@cases.case("a new text of consent is asked for anew; no answer is rest")
def consent_version():
    with Pool(people=2, library={"consent_version": "1"}) as pool:
        pool.at("2027-02-01T10:00")
        assert pool.letters() == []
        pool.set("library", consent_version="2")
        pool.at("2027-02-02T10:00")
        (asked,) = pool.to("P1")
        assert "Texten om samtycke har ändrats" in text_of(asked), text_of(asked)
        neutral(asked)
        pool.do("2027-02-03T10:00", "person", "confirm", "P2")
        assert pool.person("P2")["renewal_asked_on"], "to confirm is not to consent"
        pool.do("2027-02-03T10:00", "person", "consent", "P1", "yes", "--how", "phone")
        given = pool.person("P1")
        assert (given["consent_version"], given["consent_how"]) == ("2", "phone"), given
        pool.at("2027-02-16T10:00")
        pool.at("2027-03-04T10:00")
        assert pool.person("P1")["rests_since"] is None
        assert pool.person("P2")["rests_since"] == "2027-03-04"
        consents = pool.levande("person", "export", "P1")["consents"]
        assert [c["version"] for c in consents] == ["1", "2"], consents
        pool.check()


# ---- The pause ----

@cases.case("a pause ends with a letter, the day after its last")
def pause_over():
    with Pool(people=1) as pool:
        pool.do("2027-02-01T10:00", "person", "pause", "P1", "2027-03-31")
        pool.at("2027-03-31T10:00")
        assert pool.letters() == [] and pool.person("P1")["paused_until"] == "2027-03-31"
        pool.at("2027-04-01T10:00")
        pool.at("2027-04-02T10:00")
        (letter,) = pool.to("P1")
        assert "kan fråga dig igen" in text_of(letter)
        assert pool.person("P1")["paused_until"] is None
        pool.check()


# ---- Meetings ----

@cases.case("a network meeting: invited with a calendar file, moved, reminded of, over")
def network():
    with Pool(people=4) as pool:
        pool.do("2027-02-01T10:00", "person", "pause", "P3", "2027-09-30")
        pool.do("2027-02-01T10:00", "person", "erase", "P4")
        made = pool.do("2027-02-01T10:00", "meeting", "add", "network", "2027-03-29T17:00",
                       "2027-03-29T19:00", "--place", "Folkets hus, Borås", expected=0)
        pool.at("2027-02-01T10:00")
        assert pool.to("P3") == [] and pool.to("P4") == []
        (letter,) = pool.to("P1")
        assert "Nätverksträff måndag 29 mars 2027 kl. 17.00–19.00" in letter["Subject"]
        first = calendar(letter)
        assert (first["METHOD"], first["SEQUENCE"]) == ("REQUEST", "0"), first
        assert first["DTSTART"] == "20270329T170000" and first["LOCATION"].startswith("Folkets hus")
        pool.start("--role", "web", "--now", "2027-02-02T10:00")
        for who, said in (("P1", "yes"), ("P2", "no")):
            site, path = Site(pool.port), link_in(pool.to(who)[0], "traff")
            page = site.get(path)
            assert page.status == 200 and "Folkets hus" in page.text
            assert site.send(page, {"answer": said}).status == 303
            told = site.get(path).text
            assert ("Du har sagt att du kommer" in told) == (said == "yes"), told
            assert site.send(page, {"answer": "kanske"}).status == 422
        assert site.get(path + "/kalender.ics").text.startswith("BEGIN:VCALENDAR")
        try:
            look_at(pool.port, {"meeting": path})
        except Skip:
            pass
        listed = pool.levande("meeting", "show", str(made["id"]))
        assert [(g["who"], g["answer"]) for g in listed] == [("P1", "yes"), ("P2", "no")], listed
        pool.do("2027-02-03T10:00", "meeting", "move", str(made["id"]), "2027-03-30T17:00",
                "2027-03-30T19:00")
        pool.at("2027-02-03T10:00")
        moved = pool.to("P1", "Ändrat")
        assert len(moved) == 1 and pool.to("P2", "Ändrat") == [], "who said no is left alone"
        second = calendar(moved[0])
        assert second["UID"] == first["UID"] and second["SEQUENCE"] == "1", second
        pool.at("2027-03-25T10:00")  # the 26th is Good Friday, the 29th Easter Monday
        assert len(pool.to("P1", "Påminnelse")) == 1 and pool.to("P2", "Påminnelse") == []
        pool.at("2027-03-26T10:00")
        assert len(pool.to("P1", "Påminnelse")) == 1, "once"
        pool.at("2027-03-31T10:00")
        assert pool.levande("meeting", "list")[0]["state"] == "done"
        assert pool.do("2027-04-01T10:00", "meeting", "cancel", str(made["id"]),
                       expected=65) is None
        pool.check()


@cases.case("an introduction: to those without one; called off with a CANCEL")
def introduction():
    with Pool(people=3, introduced="") as pool:
        pool.do(BEGUN, "person", "set", "P2", "introduction_date=2027-01-07")
        made = pool.do(BEGUN, "meeting", "add", "introduction", "2027-02-10T10:00")
        other = pool.do(BEGUN, "meeting", "add", "introduction", "2027-02-17T10:00")
        pool.at(BEGUN)
        assert [len(pool.to(who, "Introduktion")) for who in ("P1", "P2", "P3")] == [2, 0, 2]
        pool.do("2027-01-12T10:00", "meeting", "cancel", str(other["id"]))
        pool.at("2027-01-12T10:00")
        assert calendar(pool.to("P1", "Inställt")[0])["METHOD"] == "CANCEL"
        pool.do("2027-01-12T11:00", "meeting", "answer", str(made["id"]), "P3", "yes", "--how",
                "phone")
        pool.at("2027-02-11T10:00")
        (task,) = pool.tasks_of("introduced")
        assert task.startswith("Introduktionen 2027-02-10"), task
        for bad in (("lunch", "2027-03-01T10:00"), ("network", "2027-03-28T02:30"),
                    ("network", "2027-01-01T10:00"), ("network", "snart")):
            pool.do("2027-02-11T10:00", "meeting", "add", *bad,
                    expected=64 if bad[0] == "lunch" else 65)
        pool.check()


@cases.case("chosen without an introduction: a letter once, and a task that closes itself")
def first_assignment():
    with Pool(people=1, introduced="", routing={"mode": "assist"}) as pool:
        pool.deliver(mails.request_mail(1, sender="enheten@privat.example"))
        now = "2027-03-01T10:00"
        pool.at(now)
        number = pool.requests()[0]["number"]
        pool.do(now, "request", "set", number, "areas=stroke", "people_min=1", "respond_by=",
                "occasions=2027-04-20T13:00/2027-04-20T16:00")
        pool.do(now, "request", "route", number, "pool")
        pool.do(now, "request", "invite", number)
        pool.at(now)
        pool.do(now, "request", "answer", number, "P1", "yes")
        pool.do(now, "request", "choose", number, "P1")
        pool.at(now)
        (letter,) = pool.to("P1", "Innan ditt första uppdrag")
        neutral(letter)
        assert len(pool.tasks_of("introduction")) == 1
        pool.do(now, "person", "set", "P1", "introduction_date=2027-03-10")
        assert pool.tasks_of("introduction") == []
        pool.check()


# ---- The own page ----

class Own:
    """P1 at the own page, behind its code."""

    def __init__(self, pool, letter, now):
        self.pool, self.path, self.site = pool, link_in(letter, "mina-uppgifter"), Site(pool.port)
        page = self.site.get(self.path)
        assert "Person 1" not in page.text, "shown without a code"
        assert self.site.get(self.path + "/uppgifter.json").status == 303
        assert self.press("/kod").status == 303
        pool.at(now[:-1] + "5", "--role", "fetch,work,send")  # the page's clock goes on meanwhile
        code = re.search(r"^(\d{6})\s*$", text_of(pool.to("P1", "kod")[-1]), re.M).group(1)
        assert self.site.send(self.site.get(self.path), {"code": code}).status == 303

    def page(self, tail=""):
        page = self.site.get(self.path + tail)
        assert page.status == 200, (tail, page.status)
        return page

    def press(self, tail, on="", **fields):
        (form,) = [f for f in forms_of(self.site.get(self.path + on).text)
                   if f["action"].endswith(tail)]
        said = urllib.parse.urlencode({**form["fields"], **fields})
        return self.site.post(form["action"], said)

    def form_of(self, what):
        (form,) = [f for f in forms_of(self.page().text) if f["fields"].get("what") == what]
        return form["fields"]

    def opens(self, what, path):
        """The heading of what the button beside it opens."""
        sent = self.site.post(self.path + "/oppna", urllib.parse.urlencode(self.form_of(what)))
        assert sent.status == 303 and sent.location.startswith(path), sent.status
        page = self.site.get(sent.location)
        assert page.status == 200, page.status
        return re.search(r"<h1[^>]*>([^<]*)", page.text).group(1).strip()


@cases.case("the own page: all right, changed, paused, consent withdrawn, taken along, left")
def own_page():
    with Pool(people=1) as pool:
        pool.at(A_YEAR_ON)
        now = "2028-01-12T10:00"
        pool.start("--role", "web", "--now", now)
        own = Own(pool, pool.to("P1")[0], now)
        assert "Stämmer allt?" in own.page().text
        assert own.press("/stammer").status == 303
        assert pool.person("P1")["renewed_on"] == "2028-01-12"
        assert "Stämmer allt?" not in own.page().text

        refused = own.press("/andra", on="/andra", areas="Stroke\nrymdfeber",
                            languages="klingonska", story="Nya ord.")
        assert refused.status == 422 and "rymdfeber" in refused.text and "Nya ord." in refused.text
        assert pool.person("P1")["story"] == ""
        saved = own.press("/andra", on="/andra", areas="Stroke\ndiabetes", unwanted="Bröstcancer",
                          languages="svenska, Finska", story="Nya ord.", travel_km="40",
                          letter_language="sv-lattlast", formats="digital",
                          municipality="Borås", access_needs="Hiss", phone="070-174 06 05",
                          perspective="patient", ways="Berätta")
        assert saved.status == 303, saved.text
        p = pool.person("P1")
        assert (p["areas"], p["unwanted"]) == (["diabetes", "stroke"], ["cancer.brost"]), p
        assert p["languages"] == ["sv", "fi"] and p["travel_km"] == 40 and p["formats"] == "digital"
        assert p["letter_language"] == "sv-lattlast" and p["story"] == "Nya ord."
        assert "svenska, finska" in own.page().text and "Nya ord." in own.page().text

        assert own.press("/paus").status == 303
        assert pool.person("P1")["paused_until"] == "2028-07-12"
        assert own.press("/fortsatt").status == 303
        assert pool.person("P1")["paused_until"] is None

        assert own.press("/samtycke", willing="no").status == 303
        assert pool.person("P1")["consent_date"] is None
        assert own.press("/samtycke", willing="yes").status == 303
        assert pool.person("P1")["consent_date"] == "2028-01-12"

        told = own.page("/uppgifter.json")
        assert "attachment" in told.headers["Content-Disposition"]
        everything = json.loads(told.text)
        assert everything["name"] == "Person 1" and everything["consents"] and everything["letters"]
        assert [c["given"] for c in everything["consents"]] == ["1", "0", "1"]

        try:
            look_at(pool.port, {"own": own.path, "own-change": own.path + "/andra",
                                "own-leave": own.path + "/lamna"}, cookie=own.site.cookie)
        except Skip:
            pass
        assert "Vi tar bort det" in own.page("/lamna").text  # easy to read
        gone = own.press("/lamna", on="/lamna")
        assert gone.status == 200 and "borta" in gone.text
        assert own.site.get(own.path).status == 410
        assert pool.person("P1")["name"] == "" and pool.person("P1")["erased_at"]
        pool.check()


@cases.case("the own page opens the agreement and the meeting; leaving in the middle of an"
            " assignment frees the place and tells the unit")
def leaving():
    with Pool(people=1, routing={"mode": "assist"}) as pool:
        pool.deliver(mails.request_mail(1, sender="enheten@privat.example"))
        now = "2027-03-01T10:00"
        pool.at(now)
        number = pool.requests()[0]["number"]
        pool.do(now, "request", "set", number, "areas=stroke", "people_min=1", "respond_by=",
                "occasions=2027-04-20T13:00/2027-04-20T16:00")
        pool.do(now, "request", "route", number, "pool")
        pool.do(now, "request", "invite", number)
        pool.at(now)
        pool.do(now, "request", "answer", number, "P1", "yes", "--how", "phone")
        pool.do(now, "request", "choose", number, "P1")
        meeting = pool.do(now, "meeting", "add", "network", "2027-05-10T13:00")["id"]
        pool.at(now)
        pool.start("--role", "web", "--now", now)
        site, later = Site(pool.port), now[:-1] + "2"
        site.send(site.get("/mina-uppgifter"), {"email": "p1@example.org"})
        pool.at(later, "--role", "fetch,work,send")
        own = Own(pool, pool.to("P1", "länk")[0], now)
        assert own.opens(number, "/overenskommelse/") == "Er överenskommelse"
        assert own.opens("O%d" % meeting, "/traff/") == "Nätverksträff"
        assert own.site.post(own.path + "/oppna", urllib.parse.urlencode(
            {**own.form_of(number), "what": "LB-2027-0099"})).status == 404
        assert own.press("/lamna", on="/lamna").status == 200
        pool.at(later, "--role", "fetch,work,send")
        placements = pool.levande("request", "show", number)["placements"]
        assert [p["state"] for p in placements] == ["withdrawn"], placements
        assert [m for m in pool.levande("request", "show", number)["letters"]
                if m["purpose"] == "withdrawn_unit"]
        pool.check()


# ---- By post ----

@cases.case("without e-mail: a PDF to print, its days counted from when it was posted")
def by_post():
    with Pool(people=0) as pool:
        pool.do(BEGUN, "person", "add", "name=Anna Åkesson", "areas=stroke",
                "postal_address=Storgatan 1\n503 31 Borås", "consent_date=2027-01-04",
                "consent_version=1")
        pool.at(A_YEAR_ON)
        (task,) = [t for t in pool.tasks() if t["kind"] == "to_print"]
        (row,) = pool.rows("SELECT id, token FROM letter WHERE state = 'to_print'")
        path = pool.folder + "/brev.pdf"
        pool.levande("mail", "print", "L%d" % row[0], path)
        with open(path, "rb") as pdf:
            assert pdf.read(5) == b"%PDF-"
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True,
                                  stdout=subprocess.PIPE).stdout.decode("utf-8")
            for words in ("Anna Åkesson", "Storgatan 1", "503 31 Borås",
                          "Stämmer dina uppgifter", "mina-uppgifter"):
                assert words in text, (words, text)
            assert "stroke" not in text.lower()
        pool.at("2028-02-01T10:00")
        assert pool.person("P1")["renewal_reminded_on"] is None, "it has not been posted"
        pool.do("2028-02-01T10:00", "task", "done", str(task["id"]))
        pool.at("2028-02-01T10:05")
        assert pool.person("P1")["renewal_asked_on"] == "2028-02-05"
        assert pool.rows("SELECT count(*) FROM document") == [(0,)], "its link is in clear"
        (left,) = pool.rows("SELECT token, raw FROM letter JOIN letter_body ON letter_id = id")
        assert left[0] is None and row[1].encode() not in left[1], "masked once it is printed"
        pool.do("2028-02-01T10:10", "mail", "print", "L%d" % row[0], path, expected=65)
        pool.do("2028-02-10T10:00", "person", "confirm", "P1")
        assert pool.person("P1")["renewal_asked_on"] is None
        pool.check()


if __name__ == "__main__":
    sys.exit(cases.run())

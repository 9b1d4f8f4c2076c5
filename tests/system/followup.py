#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The follow-up from outside: days by `--once --now`, the page behind the link, and the command.

Two of four take part, one who offered to does not. What the unit says that changed must reach all
three, and nothing of it may stand in a letter.
"""

import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.browser import look_at  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.site import Site, fields_of  # noqa: E402

cases = Cases()
OVER, ASKED, REMINDED, ENDED = ("2027-04-20T16:30", "2027-04-27T16:30", "2027-05-04T16:30",
                                "2027-05-11T16:30")
WORDS = ("Kallelsen är omskriven efter det ni sa. Den som får den förstår nu vad den ska ta med "
         "sig.\n\nVi ska också ändra telefontiderna, och det gör vi före sommaren. Sedan frågar vi "
         "dem som ringer om det har blivit lättare. Ni har gett oss modet att börja om, och det "
         "hade vi inte vågat utan er.")


def carried_out(**sections):
    """A loan whose one occasion is over: P1 and P2 took part, P3 offered to, P4 said no."""
    loan = Loan(people=4, invite={"max_wave": "4"}, routing={"mode": "assist"}, **sections)
    loan.begin(people_min="2")
    for who, answer in (("P1", "yes"), ("P2", "yes"), ("P3", "yes"), ("P4", "no")):
        loan.do("2027-03-02T10:00", "answer", who, answer)
    loan.do("2027-03-02T11:00", "choose", "P1", "P2")
    for who in ("P1", "P2"):
        for party in ("unit", "representative"):
            loan.levande("--now", "2027-03-03T10:00", "agreement", "accept", loan.number, who,
                         party)
    loan.at("2027-03-03T10:30")
    loan.at(OVER)
    assert loan.state() == "carried_out", loan.state()
    return loan


def phone(loan, party, *answers, now=ASKED, **more):
    return loan.levande("--now", now, "followup", "answer", loan.number, party, *answers, **more)


def of_followups(loan):
    """The letters of the follow-up that have gone: [(to, purpose)], in the order of the book."""
    return [(m["to"], m["purpose"]) for m in loan.show()["letters"]
            if m["purpose"].startswith(("followup_", "outcome_")) and m["state"] == "sent"]


def followups(loan):
    return {f["party"]: f for f in loan.show()["followups"]}


def link(loan, who, purpose):
    return re.search(r"/uppfoljning/[a-z2-7]{26}",
                     text_of(loan.letters_to(who, purpose)[-1])).group(0)


def own_tasks(loan):
    return [(t["kind"], t["subject"]) for t in loan.tasks()
            if t["kind"] in ("outcome_owed", "followup_worry", "close")]


# ---- By days ----

@cases.case("asked after after_days, reminded once, and then no more")
def by_days():
    with carried_out() as loan:
        assert sorted(followups(loan)) == ["P1", "P2", "unit"]
        loan.at("2027-04-27T16:00")
        assert of_followups(loan) == []
        loan.at(ASKED)
        asked = [("unit", "followup_unit"), ("P1", "followup_person"), ("P2", "followup_person")]
        assert of_followups(loan) == asked, of_followups(loan)
        loan.at("2027-05-03T10:00")
        assert of_followups(loan) == asked
        loan.at(REMINDED)
        assert of_followups(loan)[3:] == [(who, "followup_reminder")
                                          for who in ("unit", "P1", "P2")], of_followups(loan)
        assert loan.state() == "carried_out"
        loan.at(ENDED)
        assert loan.state() == "followed_up" and ("outcome_owed", None) in own_tasks(loan)
        for later in ("2027-06-20T10:00", "2027-09-20T10:00"):
            loan.at(later)
        assert len(of_followups(loan)) == 6
        loan.check()


# ---- The page ----

class Scene:
    """The follow-up has been asked for; the page is served at that time."""

    def __init__(self):
        self.loan = carried_out()
        self.loan.levande("person", "set", "P1", "letter_language=en")
        self.loan.levande("person", "set", "P2", "letter_language=sv-lattlast")
        self.loan.at(ASKED)
        self.loan.start("--role", "web", "--now", ASKED)
        self.site = Site(self.loan.port)
        self.links = {who: link(self.loan, who, purpose)
                      for who, purpose in (("unit", "followup_unit"), ("P1", "followup_person"),
                                           ("P2", "followup_person"))}

    def get(self, who, more=""):
        return self.site.get(self.links[who] + more)

    def send(self, who, **answers):
        return self.site.send(self.get(who), answers)

    def dump(self):
        tables = [name for name, in self.loan.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: self.loan.rows("SELECT * FROM " + name) for name in tables}


scene = Scene()


@cases.case("the page speaks the reader's language, and looking changes nothing")
def languages():
    before = scene.dump()
    english, easy, unit = scene.get("P1"), scene.get("P2"), scene.get("unit")
    assert english.status == easy.status == unit.status == 200
    assert "How was it to take part?" in english.text and "<html lang=\"en\">" in english.text
    assert "Hur var det att vara med?" in easy.text and "Du har varit med" in easy.text
    assert "Vad förändrade bidraget hos er?" in unit.text and scene.loan.number in unit.text
    another = Site(scene.loan.port)  # a browser remembers what was chosen in it
    assert "Hur var det" in another.get(scene.links["P1"] + "?lang=sv").text
    assert sorted(fields_of(easy.text)) == ["again", "form", "outcome", "paid", "process",
                                            "support", "text", "worry"]
    assert "stroke" not in english.text + easy.text
    view = scene.site.json(scene.links["P1"])
    assert view["representative"] and view["kind_label"], view
    assert scene.dump() == before


@cases.case("one question must be answered; what was typed is kept")
def needed():
    before = scene.dump()
    refused = scene.send("P2", support="4", text="Det var bra att vi var två.")
    assert refused.status == 422 and 'href="#process-1"' in refused.text, refused.status
    kept = fields_of(refused.text)
    assert kept["support"] == "4" and kept["text"] == "Det var bra att vi var två."
    for wrong in ({"process": "6"}, {"process": "3", "again": "perhaps"},
                  {"process": "3", "changed": "Allt"}):
        assert scene.send("P2", **wrong).status == 422, wrong
    assert scene.send("unit", aim="5").status == 422
    assert scene.dump() == before


@cases.case("a form of one megabyte is 413, an old form 403, and nothing is half done")
def too_much():
    before = scene.dump()
    page = scene.get("P1")
    body = urllib.parse.urlencode({"form": page.token, "process": "5", "text": "x" * 1000000})
    assert scene.site.post(page.action, body).status == 413
    assert scene.site.send(page, {"process": "5", "text": "x" * 2001}).status == 422
    assert scene.site.send(page.with_token("0" * 40), {"process": "5"}).status == 403
    assert scene.dump() == before


@cases.case("a wrong link is 404, another page's link 404, an ended one 410")
def links():
    assert scene.site.get("/uppfoljning/" + "a" * 26).status == 404
    assert scene.site.get("/uppfoljning/x").status == 404
    answers = re.search(r"/svar/([a-z2-7]{26})",
                        text_of(scene.loan.letters_to("P1", "invitation_person")[0])).group(1)
    assert scene.site.get("/uppfoljning/" + answers).status == 404
    token = scene.links["P1"].split("/")[-1]
    assert scene.site.get("/svar/" + token).status == 404
    assert scene.site.get("/overenskommelse/" + token).status == 404
    for ended, expires, status in (("created_at", "NULL", 410), ("NULL", "created_at", 410),
                                   ("NULL", "'2099-01-01T00:00:00.000Z'", 200)):
        scene.loan.change("UPDATE token SET ended_at = %s, expires_at = %s WHERE party = 'P1'"
                     " AND purpose = 'followup'" % (ended, expires))
        assert scene.get("P1").status == status, (ended, expires)


@cases.case("in a browser: sound for eyes, ears and thumbs, and answered without JavaScript")
def in_a_browser():
    page = {"path": scene.links["P1"] + "?lang=sv", "thanks": "Tack, ditt svar har kommit fram",
            "press": ["label[for=process-4]", "label[for=again-yes]", "button.button"]}
    look_at(scene.loan.port, {"uppfoljning-" + who: path for who, path in scene.links.items()},
            page)
    found = followups(scene.loan)["P1"]["answers"]
    assert found == {"process": 4, "again": "yes"}, found


@cases.case("an answer is thanked for, and a double click is one answer")
def double_click():
    page = scene.get("P1")
    said = {"process": "5", "support": "4", "again": "yes", "paid": "yes", "text": "Thank you!"}
    assert [scene.site.send(page, said).status for _ in range(2)] == [303, 303]
    shown = scene.get("P1")
    assert "your answer has arrived" in shown.text and fields_of(shown.text)["text"] == "Thank you!"
    answer = followups(scene.loan)["P1"]
    assert answer["answers"] == {"process": 5, "support": 4, "again": "yes", "paid": "yes",
                                 "text": "Thank you!"} and answer["how"] == "page", answer
    told = [h for h in scene.loan.show()["history"] if h["event"] == "followup"]
    assert len(told) == 2 and own_tasks(scene.loan) == [], scene.loan.tasks()
    assert scene.loan.rows("SELECT count(*) FROM compensation WHERE paid = 'yes'") == [(1,)]


@cases.case("a low figure and a wish to be called are a task, whose first line says nothing more")
def worry():
    assert scene.send("P2", process="2", text="Ingen mötte mig.", worry="yes",
                      paid="yes").status == 303
    assert own_tasks(scene.loan) == [("followup_worry", "P2")]
    text = [t["text"] for t in scene.loan.tasks() if t["kind"] == "followup_worry"][0]
    assert "Ingen mötte mig." in text and "Ingen" not in text.splitlines()[0], text
    assert "Vi hör av oss till dig." in scene.get("P2").text


@cases.case("the unit's words reach all who took part, and in short those who offered to")
def the_words():
    sent = scene.send("unit", changed=WORDS, aim="4", told="later", paid="yes")
    assert sent.status == 303, sent.text
    scene.loan.once("--role", "fetch,work,send", "--now", "2027-04-27T17:30")
    assert of_followups(scene.loan)[3:] == [("P1", "outcome_person"), ("P2", "outcome_person"),
                                            ("P3", "outcome_short")], of_followups(scene.loan)
    last = "modet att börja om"
    for who in ("P1", "P2"):
        page = scene.site.get(link(scene.loan, who, "outcome_person"))
        assert page.status == 200 and "Kallelsen är omskriven" in page.text and last in page.text
        assert fields_of(page.text)["process"], "the own answer can be changed there"
    short = scene.site.get(link(scene.loan, "P3", "outcome_short"))
    assert "Kallelsen är omskriven" in short.text and last not in short.text
    assert fields_of(short.text) == {}, "who did not take part is asked nothing"
    assert scene.site.get(link(scene.loan, "P3", "outcome_short") + "/x").status == 404
    assert scene.loan.state() == "followed_up"


@cases.case("no letter to a person names an illness, a unit, a topic or what the unit said")
def neutral():
    for who in ("P1", "P2", "P3"):
        for letter in scene.loan.letters_to(who):
            said = letter["Subject"] + text_of(letter)
            for word in ("stroke", "Stroke", "Kallelsen", scene.loan.number):
                assert word not in said, (letter["Subject"], word)
    assert scene.loan.number in scene.loan.letters_to("unit", "followup_unit")[0]["Subject"]


@cases.case("a request closes by itself once the task is done, and its pages still answer")
def closes():
    scene.loan.at("2027-04-28T17:00")
    assert scene.loan.state() == "followed_up"
    assert ("close", None) in own_tasks(scene.loan)
    task = [t["id"] for t in scene.loan.tasks() if t["kind"] == "followup_worry"][0]
    scene.loan.levande("task", "done", str(task), "--text", "Vi har ringt.")
    scene.loan.at("2027-05-05T17:00")
    assert scene.loan.state() == "closed", scene.loan.kinds()
    assert own_tasks(scene.loan) == []
    assert scene.loan.rows("SELECT count(*) FROM timer WHERE request_id = 1") == [(0,)]
    assert scene.send("P2", process="4").status == 303
    assert followups(scene.loan)["P2"]["answers"] == {"process": 4}
    scene.loan.check()


# ---- The command ----

@cases.case("by phone: added to what was said, refused when it cannot be; what is not said is owed")
def by_phone():
    with carried_out() as loan:
        loan.at(ASKED)
        phone(loan, "P1", "process=4", "paid=no")
        phone(loan, "P1", "again=yes", "--how", "paper")
        found = followups(loan)["P1"]
        assert found["answers"] == {"process": 4, "paid": "no", "again": "yes"}, found
        assert found["how"] == "paper" and found["answered_at"]
        for party, said, code in (("P1", "process=9", 64), ("P1", "smile=3", 64), ("P1", "x", 64),
                                  ("P3", "process=3", 65), ("A1", "process=3", 64),
                                  ("unit", "told=perhaps", 64)):
            phone(loan, party, said, expected=code)
        assert followups(loan)["P1"] == found
        phone(loan, "unit", "aim=4", "--how", "fax", expected=64)
        phone(loan, "P1", "paid=yes")
        phone(loan, "P2", "process=4", "paid=yes")
        phone(loan, "unit", "aim=4", "paid=yes")
        loan.at("2027-04-28T17:00")
        assert own_tasks(loan) == [("outcome_owed", None), ("close", None)], loan.tasks()
        phone(loan, "unit", "changed=" + WORDS, now="2027-04-28T18:00")
        loan.at("2027-05-06T17:00")
        assert loan.state() == "closed", own_tasks(loan)
        loan.check()


@cases.case("advice: answered from a text, followed up once, counted, and closed by itself")
def advice():
    with Loan(people=0) as loan:
        loan.request(now="2027-03-01T10:00")
        loan.do("2027-03-01T10:00", "route", "advice")
        refused = loan.run("--now", "2027-03-01T11:00", "request", "write", loan.number, "unit",
                           "--text-id", "nosuch")
        assert refused.returncode == 64 and b"komma-igang" in refused.stderr, refused.stderr
        loan.do("2027-03-01T11:00", "write", "unit", "--text-id", "komma-igang")
        loan.at("2027-03-01T12:00")
        assert "Bjud in minst två" in text_of(loan.letters_to("unit", "message")[0])
        loan.at("2027-03-08T12:00")
        assert loan.purposes()["advice_followup"] == 1 and loan.state() == "advised"
        loan.start("--role", "web", "--now", "2027-03-08T13:00")
        site = Site(loan.port)
        page = site.get(link(loan, "unit", "advice_followup"))
        assert page.status == 200 and sorted(fields_of(page.text)) == ["form", "helped", "text",
                                                                      "worry"]
        assert site.send(page, {}).status == 422
        assert site.send(page, {"helped": "5"}).status == 303
        assert loan.state() == "closed" and loan.tasks() == []
        assert 'levande_advice{state="closed"} 1' in site.get("/metrics").text
        loan.check()


with scene.loan:
    code = cases.run()
sys.exit(code)

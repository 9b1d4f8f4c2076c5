#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A request at the desk: from the mail to closed without leaving it, by forms alone.

All is done as a browser without scripts does it: a page is read, one of its forms filled in and
sent. Letters are read before they go, and some of them worded anew.
"""

import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import text_of  # noqa: E402
from lib.loan import Loan  # noqa: E402
from lib.mails import day_in, request_mail  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

cases = Cases()
library = Loan(people=3, groups=1, routing={"mode": "assist"})
library.deliver(request_mail(1, sender="enheten@privat.example"))
library.once()
library.start("--role", "web")
desk = Desk(library, "Maria Ek").enrol()
LIST = "/personal/forfragningar"


def run():
    """The other roles do what there is to do."""
    library.once("--role", "fetch,work,send")


def number():
    return re.search(r"LB-\d{4}-\d{4}", desk.get(LIST).text).group(0)


def at(part=None):
    return "%s/%s%s" % (LIST, number(), "/" + part if part else "")


def state():
    return library.levande("request", "show", number())["state"]


def letters():
    return library.levande("request", "show", number())["letters"]


def form_at(page, action):
    return next(f for f in forms_of(page.text) if (f["action"] or "").split("?")[0] == action)


def act(verb, expected=303, **fields):
    """Opens the act's page, fills its form in and sends it."""
    page = desk.get(at(verb))
    assert page.status == 200, (verb, page.status)
    answer = desk.send_form(page, at(verb), fields)
    assert answer.status == expected, (verb, answer.status, re.sub("<[^>]*>", " ", answer.text))
    return answer


def send_on(answer, part, **words):
    """Sends the letters that an act has shown, some of them worded anew."""
    done = desk.send_form(answer, at(part), words)
    assert done.status == 303, (part, done.status, re.sub("<[^>]*>", " ", done.text))
    return desk.get(done.location)


def through(verb, **fields):
    """An act to its end, with the letters that follow, if any do."""
    answer = desk.send_form(desk.get(at(verb)), at(verb), fields)
    if answer.status == 200:
        return send_on(answer, verb)
    assert answer.status == 303, (verb, answer.status, re.sub("<[^>]*>", " ", answer.text))
    return desk.get(answer.location)


@cases.case("the list finds the request by its state, number, subject and sender")
def _():
    page = desk.get(LIST)
    library.number = number()
    assert page.status == 200 and 'aria-current="page">Förfrågningar' in page.text
    assert "Inkommen" in page.text and number() in page.text
    for asked in ("lage=received", "sok=" + number().lower()[:9], "sok=enheten%40privat.example",
                  "lage=received&sok=LB&ordning=aldst"):
        assert number() in desk.get(LIST + "?" + asked).text, asked
    for asked in ("lage=closed", "sok=finns-inte", "sok=%25", "sok=P1", "efter=1&ordning=aldst"):
        page = desk.get(LIST + "?" + asked)
        assert page.status == 200 and number() not in page.text, asked


@cases.case("words that the unit wrote find it by their beginnings; others' words do not")
def _():
    def finds(text, **more):
        asked = urllib.parse.urlencode({"sok": text, **more})
        page = desk.get(LIST + "?" + asked)
        assert page.status == 200, (text, page.status)
        return number() in page.text

    number()
    for words in ("workshop", "WORKSH", "närståe", "ÖSTRA", "sundqvist work", "privat.example",
                  "strokeenheten östra", "031-390 06 21", "stroke", "Stroke \"östra\" * -"):
        assert finds(words) and finds(words, lage="received", ordning="aldst"), words
    for words in ("orkshop", "narstående", "östr sjukgymnast", "och", "e", "\"", "*",
                  "p1@example.org"):
        assert not finds(words), words
    assert not finds("workshop", lage="closed")


@cases.case("the request shows its facts, the words they were read from, and the next step")
def _():
    page = desk.get(at())
    assert page.status == 200 and "<mark" in page.text, page.text
    first = re.search(r'<div class="actions">\s*<a class="button" href="([^"]*)">([^<]*)',
                      page.text)
    assert first.groups() == (at("vag"), "Välj väg"), first.groups()
    assert desk.get(LIST + "/LB-2020-9999").status == 404
    assert desk.get(at("finns-inte")).status == 404
    lost = desk.get("/personal/finns-inte")
    assert lost.status == 404 and 'aria-label="Skrivbordet"' in lost.text, "still at the desk"
    lost = Site(library.port).get("/personal/finns-inte")
    assert lost.status == 404 and "Skrivbordet" not in lost.text, "a stranger sees no desk"


@cases.case("a fact that cannot be read is refused, and good ones are kept")
def _():
    day = day_in(60).isoformat()
    refused = act("uppgifter", 409, f_occasions="en dag i maj")
    assert "gick inte att läsa" in refused.text and "en dag i maj" in refused.text
    act("uppgifter", f_occasions=day + " 13:00-16:00", f_people_min="1", f_people_max="",
        f_areas="stroke", f_compensation="promised", f_municipality="Göteborg",
        f_respond_by="")
    shown = library.levande("request", "show", number())
    assert shown["people_min"] == 1 and shown["areas"] == ["stroke"], shown
    assert shown["occasions"] == [{"start": day + "T13:00", "end": day + "T16:00"}], shown


@cases.case("a route is chosen; the letter that follows is read first, and nothing happens before")
def _():
    assert act("vag", 422).status == 422
    answer = act("vag", 200, vag="pool")
    assert "Läs innan det skickas" in answer.text and "Kvittens" in answer.text
    assert state() == "received" and letters() == [], "nothing has been done"
    page = send_on(answer, "vag")
    assert "Klart: Välj väg." in page.text and state() == "triage"


@cases.case("proposals are a search of record; those who are ticked are asked, in words of staff's")
def _():
    searches = len(library.rows("SELECT id FROM search"))
    page = desk.get(at())
    answer = desk.send_form(page, at("forslag"), {})
    assert answer.status == 303, answer.status
    page = desk.get(answer.location)
    assert "Person 1" in page.text and page.status == 200, page.text
    assert len(library.rows("SELECT id FROM search")) == searches + 1
    assert desk.get(at("forslag")).status == 404, "no search, no names"
    answer = desk.send_form(page, at("fraga"), {"vem": "P2"})
    assert answer.status == 200 and "Till: <strong>Person 2</strong>" in answer.text
    assert state() == "triage"
    text = form_at(answer, at("fraga"))["fields"]["ord1"]
    assert "{{link}}" in text, text
    send_on(answer, "fraga", ord1=text + "\n\nVi ringer gärna om du vill.")
    run()
    asked = library.letters_to("P2", "invitation_person")[-1]
    assert "Vi ringer gärna om du vill." in text_of(asked)
    assert re.search(r"/svar/[a-z2-7]{26}", text_of(asked)), text_of(asked)
    assert state() == "inviting"
    again = desk.send_form(page, at("fraga"), {"vem": "P2"})
    assert again.status == 409 and "redan tillfrågad" in again.text, again.text


def agree():
    """The agreement's words, for a party that phones; and where somebody else wrote meanwhile."""
    one = desk.get(at("overenskommelse"))
    assert "Vem gäller det?" in one.text and 'href="%s?till=P2"' % at("overenskommelse") in one.text
    assert "Vem gäller det?" in desk.get(at("overenskommelse") + "?till=P1").text, "not chosen"
    page = desk.get(at("overenskommelse") + "?till=P2")
    late = desk.get(at("overenskommelse") + "?till=P2")
    shown = desk.send_form(page, at("overenskommelse"),
                           {"skriver": "unit", "o_support": "Vi möts i entrén.", "o_time": ""})
    assert shown.status == 200 and "Läs innan det skickas" in shown.text, shown.status
    assert "Vi möts i entrén." not in page.text
    send_on(shown, "overenskommelse")
    page = desk.get(at("overenskommelse") + "?till=P2")
    assert "Version 2, verksamheten" in page.text and "<ins>Vi möts i entrén.</ins>" in page.text
    refused = desk.send_form(late, at("overenskommelse"),
                             {"skriver": "staff", "o_support": "Ring på.", "o_reach": "Sms."})
    assert refused.status == 409 and "medan du skrev" in refused.text, refused.status
    assert "Under tiden har någon skrivit: ”Vi möts i entrén.”" in refused.text
    assert "Ring på." in refused.text
    shown = desk.send_form(refused, at("overenskommelse"), {})
    assert shown.status == 200
    send_on(shown, "overenskommelse")
    told = library.levande("agreement", "show", number(), "P2")
    assert (told["version"], told["fields"]["support"], told["fields"]["reach"]) == (
        3, "Ring på.", "Sms."), told
    same = desk.send_form(desk.get(at("overenskommelse") + "?till=P2"), at("overenskommelse"),
                          {"skriver": "staff"})
    assert same.status == 303, "nothing new, no version"
    assert library.levande("agreement", "show", number(), "P2")["version"] == 3


@cases.case("a letter begins with one of the texts for advice, in the unit's language")
def _():
    page = desk.get(at("skriv") + "?till=unit")
    assert "Börja med en färdig text" in page.text and "Komma igång" in page.text
    started = desk.get(at("skriv") + "?till=unit&rad=komma-igang")
    form = form_at(started, at("skriv"))["fields"]
    assert form["part"] == "unit" and form["text"].startswith("Hej!"), form
    assert "**Börja tidigt.**" in form["text"] and "{{" not in form["text"]
    assert desk.get(at("skriv") + "?rad=../../etc").text.count("Vänliga hälsningar\nMaria") == 1
    library.change("UPDATE request SET language = 'en'")
    started = desk.get(at("skriv") + "?till=unit&rad=bra-moten")
    assert "**Afterwards:**" in form_at(started, at("skriv"))["fields"]["text"]
    library.change("UPDATE request SET language = 'sv'")


@cases.case("an answer by telephone, the choice, the agreement, the follow-up, and closed")
def _():
    answer = act("svar", 200, part="P2", svar="yes", hur="phone", text="Jag vill gärna berätta.")
    send_on(answer, "svar")
    run()
    assert state() == "choosing"
    assert "Jag vill gärna berätta." in desk.get(at()).text
    send_on(act("valj", 200, vem="P2", fardig="yes"), "valj")
    run()
    assert state() == "connected"
    agree()
    for party in ("unit", "representative"):
        through("godkann", part="P2", parti=party, satt="phone")
    run()
    assert state() == "agreed"
    through("genomford")
    run()
    assert state() == "carried_out"
    through("uppfoljning", part="P2", s_process="5", s_again="yes", satt="phone")
    through("uppfoljning-verksamhet", s_aim="4", s_changed="Brevet är nytt.", s_told="yes",
            satt="phone")
    run()
    assert state() == "followed_up"
    act("anteckna", text="Allt är klart.")
    act("avsluta")
    page = desk.get(at())
    assert state() == "closed" and "Avslutad" in page.text and "Allt är klart." in page.text
    assert "Maria Ek" in page.text, "the history names who did it"


HOSTILE = """From: Kalle <kalle@evil.example>
To: levande@example.org
Subject: <script>alert(1)</script> "><img src=x onerror=alert(2)>
Message-ID: <hostile@evil.example>
Date: Mon, 02 Nov 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/html; charset=utf-8

<p>Hej {{link}} &lt;script&gt;alert(3)&lt;/script&gt;</p><script>alert(4)</script>
--B
Content-Type: text/html; name="../../x.html"
Content-Disposition: attachment; filename="../../x.html"

<script>alert(document.cookie)</script>
--B
Content-Type: image/svg+xml
Content-Disposition: inline; filename="a\r\nSet-Cookie: b=c;.svg"

<svg xmlns="http://www.w3.org/2000/svg" onload="alert(5)"/>
--B--
"""


@cases.case("a mail full of script is only text, and its files are kept and never shown")
def _():
    library.deliver(HOSTILE.encode("utf-8"))
    run()
    mail = next(m for m in library.levande("mail", "list")["inbox"]
                if m["message_id"] == "hostile@evil.example")
    path = "/personal/mejl/M%d" % mail["id"]
    page = desk.get(path)
    main = page.text.split("<main")[1]
    assert page.status == 200 and "<script" not in main and "<img" not in main, main
    assert "&lt;script&gt;alert(1)" in main and "alert(3)" in main and "alert(4)" not in main
    assert ">x.html</a>" in main, main
    file = desk.get(path + "/bilaga-1")
    assert file.status == 200 and "alert(document.cookie)" in file.text
    assert file.headers["Content-Disposition"] == 'attachment; filename="x.html"', file.headers
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    policies = file.headers.get_all("Content-Security-Policy")
    assert "sandbox" in policies and any("default-src 'none'" in p for p in policies), policies
    other = desk.get(path + "/bilaga-2")
    assert other.status == 200 and "b=c" not in str(other.headers.get_all("Set-Cookie")), (
        other.headers)
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"',
                        other.headers["Content-Disposition"]), other.headers
    whole = desk.get(path + "/original")
    assert whole.text.replace("\r", "") == HOSTILE.replace("\r", ""), whole.text
    assert whole.headers["Content-Disposition"] == (
        'attachment; filename="M%d.eml"' % mail["id"])
    for wrong in ("/bilaga-0", "/bilaga-9", "/bilaga-", "/bilaga-1x", "/%2e%2e%2fx.html", "/x"):
        assert desk.get(path + wrong).status == 404, wrong
    assert desk.get("/personal/mejl/M99999").status == 404
    assert desk.get("/personal/mejl/12").status == 404


@cases.case("staff make a request of a mail, once")
def _():
    mail = next(m for m in library.levande("mail", "list")["inbox"]
                if m["message_id"] == "hostile@evil.example")
    path = "/personal/mejl/M%d" % mail["id"]
    page = desk.get(path)
    made = desk.send_form(page, path + "/forfragan", {})
    assert made.status == 303 and made.location.startswith(LIST), (made.status, made.text)
    shown = desk.get(made.location)
    assert shown.status == 200 and "<script" not in shown.text.split("<main")[1]
    assert desk.send_form(page, path + "/forfragan", {}).status == 409
    assert made.location in desk.get(path).text


@cases.case("what has changed since the letters were read is shown anew, and nothing is sent")
def _():
    library.deliver(request_mail(2, sender="enheten@privat.example"))
    run()
    answer = act("vag", 200, vag="pool")
    form = form_at(answer, at("vag"))["fields"]
    assert form["visat"] and form["steg"] == "skicka"
    stale = desk.send_form(answer, at("vag"), {"visat": "0" * 64})
    assert stale.status == 200 and "Något har ändrats" in stale.text
    assert letters() == []
    forged = desk.post(at("vag"), "vag=pool&form=" + form["form"][::-1])
    assert forged.status == 403 and state() == "received"


@cases.case("a wave, a new time, words of one's own, a choice taken back, and the end for all")
def _():
    library.number = number()
    day = day_in(70).isoformat()
    act("uppgifter", f_people_min="2", f_people_max="", f_areas="stroke", f_respond_by="",
        f_occasions=day + " 13:00-16:00", f_compensation="promised", f_municipality="Göteborg")
    send_on(act("vag", 200, vag="pool"), "vag")
    answer = act("fraga", 200)
    shared = form_at(answer, at("fraga"))["fields"]["ord1"]
    assert "{{recipient.first_name}}" in shared, "one text for all who are asked"
    send_on(answer, "fraga", ord1=shared.replace("Hej ", "Kära "))
    run()
    asked = sorted(library.states())
    assert len(asked) == 2 and state() == "inviting", asked
    for who in asked:
        text = text_of(library.letters_to(who, "invitation_person")[-1])
        assert "Kära Person!" in text and "{{" not in text, text
    answer = act("skriv", 200, part="unit", text="Hej!\n\nVi har frågat två.\n\nMaria")
    assert "Vi har frågat två." in answer.text and "message" not in str(library.purposes("queued"))
    send_on(answer, "skriv")
    assert act("skriv", 422, part="", text="Hej").text.count("Välj eller fyll i") >= 1
    assert act("tillfalle", 409).status == 409
    refused = act("tillfalle", 409, dag="2020-01-01")
    assert "2020-01-01" in refused.text
    answer = act("tillfalle", 200, dag=day_in(80).isoformat(), fran="13:00", till="15:00")
    send_on(answer, "tillfalle")
    for who in asked:
        through("svar", part=who, svar="yes", hur="phone")
    run()
    send_on(act("valj", 200, vem=asked[0]), "valj")
    through("avboka", part=asked[0], text="Har fått förhinder.")
    answer = act("stall-in", 200, text="Vi gör det en annan gång.")
    assert "Förfrågan är inställd" in answer.text and state() != "cancelled"
    page = send_on(answer, "stall-in")
    assert state() == "cancelled" and "Inställd" in page.text
    assert desk.send_form(answer, at("stall-in"), {}).status == 409, "once"
    run()
    assert "Vi gör det en annan gång." in text_of(library.letters_to("unit", "cancelled_unit")[-1])


@cases.case("a reader sees, and can do nothing; a search by another is not shown")
def _():
    reader = Desk(library, "Rut Läsare", "reader").enrol()
    page = reader.get(at())
    assert page.status == 200 and '<div class="actions">\n</div>' in page.text
    assert reader.get(at("vag")).status == 403
    assert reader.post(at("stall-in"), "text=nej").status == 403
    name = next(n for n in os.listdir(library.folder) if n.endswith(".access.log"))
    with open("%s/%s" % (library.folder, name), encoding="utf-8") as log:
        looks = log.read()
    assert re.search(r"staff:\d+ POST %s/[^ ]*/fraga P2\n" % LIST, looks), looks
    assert re.search(r"staff:\d+ GET %s/[^ ]* [^\n]*P2" % LIST, looks), looks


with library:
    status = cases.run()
    library.check()
sys.exit(status)

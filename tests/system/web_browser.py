#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The pages in a real browser that a whole loan does not pass: those that are open to all, in three
languages; signing up, the own page and leaving; an association and whom it nominates; a no, a
question, a pause; and what a unit mends, adds and calls off.

Each task is done twice: without scripts, by keyboard alone or on a telephone of 320 pixels, and
with scripts and by pointing. Every page that is met must be sound (lib/sound.mjs).
"""

import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import browser  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.site import Site  # noqa: E402

KEYS, PHONE = {"scripts": False, "keyboard": True}, {"scripts": False, "narrow": True}
WAYS = {"kim": KEYS, "maria": KEYS, "bertil": KEYS, "doris": KEYS, "karin": KEYS,
        "cecilia": PHONE, "gast": PHONE}
NOW, SOON = "2027-03-01T09:00", "2027-03-01T09:30"
OPEN = ("/", "/forfragan", "/forfragan/lank", "/lank-skickad", "/mina-uppgifter",
        "/bli-levande-bok", "/bli-levande-bok/borja", "/personuppgifter", "/tillganglighet",
        "/finns-inte")
STORY = "Jag fick en stroke när jag var 52 år."
REQUEST = {
    "title": "Bättre samtal inför hemgång", "kind": "workshop",
    "description": "Under en eftermiddag går vi igenom samtalet vid hemgång tillsammans.",
    "experience": "stroke", "people_min": "4", "date1": "2027-04-08", "from1": "13:00",
    "to1": "15:30", "format": "on_site", "municipality": "Göteborg", "compensation": "promised",
    "unit": "Strokeavdelning 3", "contact_name": "Karin Holm",
    "contact_phone": "031-390 06 11", "contact_email": "enheten@vgregion.example",
}
SEND, SAVE, ON = ('button:has-text("%s")' % word for word in ("Skicka", "Spara", "Fortsätt"))


class World:
    def __init__(self):
        self.library = Levande(library={"consent_version": "2027-1"},
                               compensation={"price_base_amount": "2026:59200, 2027:60000"})
        self.hands = browser.Hands(self.library.port, WAYS)
        self.do, self.own = self.hands.do, {}

    def end(self):
        self.hands.__exit__(None, None, None)
        self.library.__exit__(None)

    def once(self):
        """What the pages have asked for is done, by a clock that is ahead of theirs."""
        self.library.once("--role", "fetch,work,send", "--now", SOON)

    def link(self, address, path):
        """The link of this kind in the newest letter to an address that has one."""
        found = [re.search(r"/%s/[a-z2-7]{26}" % path, text_of(m))
                 for m in self.library.letters() if address + "@" in m["To"]]
        return [f for f in found if f][-1].group(0)

    def code(self, address):
        found = [re.search(r"^(\d{6})\s*$", text_of(m), re.M)
                 for m in self.library.letters() if address + "@" in m["To"]]
        return [f for f in found if f][-1].group(1)


world, cases = None, Cases()


@cases.case("the pages that are open to all are sound in three languages")
def _():
    for language in ("sv", "sv-lattlast", "en"):
        for path in OPEN:
            page = world.do("gast", path="%s?lang=%s" % (path, language),
                            status=404 if path == "/finns-inte" else 200)
            assert page["lang"] == language[:2], (path, page["lang"])


# ---- A representative, from the first page to the last ----

@cases.case("somebody signs up in small steps and confirms by the link that was mailed")
def _():
    for who, name in (("kim", "Kim Lund"), ("lo", "Lo Berg")):
        world.do(who, path="/bli-levande-bok")
        world.do(who, send='a:has-text("Börja")')
        page = world.do(who, status=422, send=ON)
        assert page["focus"] == "faults" and page["title"].startswith("Något"), page
        world.do(who, fill={"name": name, "email": who + "@example.org"}, send=ON)
        world.do(who, press=["label[for=perspective-patient]"], fill={"areas": "stroke"}, send=ON)
        world.do(who, fill={"story": STORY}, send=ON)
        world.do(who, send='a:has-text("Hoppa över")')
        page = world.do(who, send='a:has-text("Gå direkt till sammanfattningen")')
        assert STORY in page["text"] and name in page["text"], page["text"]
        page = world.do(who, press=["label[for=consent]"], send='button:has-text("Skicka in")')
        assert "se efter i din e-post" in page["text"], page["text"]
    world.once()
    for who in ("kim", "lo"):
        world.do(who, path=world.link(who, "bli-levande-bok"))
        page = world.do(who, send='button:has-text("Bekräfta")')
        assert "Välkommen" in page["text"], page["text"]
    world.once()


@cases.case("the own page opens by a code, in this browser and no other")
def _():
    for who in ("kim", "lo"):
        world.own[who] = world.link(who, "mina-uppgifter")
        page = world.do(who, path=world.own[who])
        assert STORY not in page["text"]
        world.do(who, send='button:has-text("Skicka en kod")')
    world.once()
    for who in ("kim", "lo"):
        world.do(who, status=422, fill={"code": "000000"}, send=ON)
        page = world.do(who, fill={"code": world.code(who)}, send=ON)
        assert STORY in page["text"], page["text"]
        assert STORY not in world.do("gast", path=world.own[who] + "?lang=sv")["text"]


@cases.case("one changes what is stored, takes a break, goes on, and has it all as a file")
def _():
    for who in ("kim", "lo"):
        world.do(who, send='a:has-text("Ändra dina uppgifter")')
        world.do(who, status=422, fill={"name": ""}, send=SAVE)
        page = world.do(who, fill={"name": "Robin Ek", "phone": "070-174 06 11"}, send=SAVE)
        assert "070-174 06 11" in page["text"], page["text"]
        page = world.do(who, send='button:has-text("Pausa frågorna")')
        assert "Du får inga frågor från oss till" in page["text"], page["text"]
        page = world.do(who, send='button:has-text("Avsluta pausen nu")')
        assert "på sex månader" in page["text"], page["text"]
        taken = world.do(who, take='a:has-text("Hämta allt som är sparat")')
        assert json.loads(taken["file"])["name"] == "Robin Ek", taken["file"]


@cases.case("one leaves, and everything is gone at once")
def _():
    for who in ("kim", "lo"):
        world.do(who, send='a:has-text("Jag vill lämna")')
        page = world.do(who, send='button:has-text("Ja, radera allt om mig")')
        assert "borta" in page["text"], page["text"]
        world.do(who, status=410, path=world.own[who])
    assert world.library.levande("person", "show", "P1")["erased_at"]


# ---- Who is asked ----

def ask():
    for name in ("Anna", "Bertil", "Cecilia"):
        world.library.levande("person", "add", "name=%s Ek" % name, "areas=stroke",
                              "perspective=patient", "email=%s@example.org" % name.lower(),
                              "municipality=Göteborg", "formats=both", "languages=sv",
                              "consent_date=2026-01-14", "consent_version=2027-1", "story=" + STORY)
    for name in ("maria", "nils"):
        world.library.levande("association", "add", "name=Strokekamraterna " + name,
                              "email=%s@example.org" % name, "contact=Maria Edling",
                              "areas=stroke")
    site = Site(world.library.port)
    assert site.send(site.get("/forfragan"), REQUEST).status == 303
    world.once()
    assert site.send(site.get(world.link("enheten", "forfragan")), {}).status == 303
    world.once()


@cases.case("a yes shows the text that the unit will see, and a no and a question want no more")
def _():
    ask()
    page = world.do("anna", path=world.link("anna", "svar"))
    hidden = page["text"]
    page = world.do("anna", press=["label[for=answer-yes]"])
    shown = [line for line in page["text"].splitlines() if line not in hidden]
    assert any("verksamhet" in line.lower() for line in shown), shown
    page = world.do("anna", fill={"text": "Jag berättar om brevet."}, send=SEND)
    assert "ditt ja har kommit fram" in page["text"]
    world.do("bertil", path=world.link("bertil", "svar"))
    world.do("bertil", status=422, send=SEND)
    page = world.do("bertil", press=["label[for=answer-no]"], send=SEND)
    assert "ditt nej har kommit fram" in page["text"]
    world.do("cecilia", path=world.link("cecilia", "svar"))
    page = world.do("cecilia", press=["label[for=answer-maybe]"],
                    fill={"question": "Hur många är vi?"}, send=SEND)
    assert "ditt svar har kommit fram" in page["text"]
    world.do("cecilia", status=405, path=world.link("cecilia", "svar").replace("svar", "paus"))
    page = world.do("cecilia", send='button:has-text("Ta en paus")')
    assert "paus" in page["text"], page["text"]


@cases.case("an association nominates, and who is nominated says yes on a page of their own")
def _():
    for who, name in (("maria", "Doris"), ("nils", "Erik")):
        world.do(who, path=world.link(who, "svar"))
        world.do(who, status=422, press=["label[for=answer-yes]"], send=SEND)
        page = world.do(who, press=["label[for=answer-yes]", "label[for=agreed]"],
                        fill={"name1": name + " Falk", "email1": name.lower() + "@example.org"},
                        send=SEND)
        assert name + " Falk" in page["text"], page["text"]
    world.once()
    for who in ("doris", "erik"):
        page = world.do(who, path=world.link(who, "svar"))
        assert "Strokekamraterna" in page["text"], page["text"]
        page = world.do(who, press=["label[for=answer-yes]"],
                        fill={"text": "Vi är många som vill berätta."}, send=SEND)
        assert "ditt ja har kommit fram" in page["text"], page["text"]


# ---- A unit ----

@cases.case("a refused form leads to what is wrong, and a half one is counted on")
def _():
    for who in ("karin", "per"):
        world.do(who, path="/forfragan")
        page = world.do(who, status=422, fill={"contact_email": "karin"}, send=SEND)
        assert page["focus"] == "faults" and page["title"].startswith("Något saknas"), page
        page = world.do(who, press=['a[href="#contact_email"]'])
        assert page["focus"] == "contact_email", page["focus"]
        page = world.do(who, fill={"contact_email": "karin.holm@vgregion.example",
                                   "date1": "2027-05-11", "from1": "13:00", "to1": "15:30"},
                        send='button:has-text("Räkna ut")')
        assert "1\u00a0080" in page["text"], page["text"]


@cases.case("a draft is changed and confirmed, an occasion added, and the request called off")
def _():
    for who in ("karin", "per"):
        address = who + "@vgregion.example"
        site = Site(world.library.port)
        assert site.send(site.get("/forfragan"), dict(REQUEST, contact_email=address)).status == 303
    world.once()
    for who in ("karin", "per"):
        world.do(who, path=world.link(who, "forfragan"))
        world.do(who, send='a:has-text("Ändra")')
        page = world.do(who, fill={"title": "Samtal inför hemgång"}, send=SAVE)
        assert "Samtal inför hemgång" in page["text"]
        world.do(who, send='button:has-text("Bekräfta")')
        world.do(who, send='a:has-text("Se och ändra tillfällena")')
        new = {"date": "2027-06-08", "from": "13:00", "to": "12:00"}
        world.do(who, status=422, press=["label[for=occasion-0]"], fill=new, send=SAVE)
        page = world.do(who, fill={"to": "15:00"}, send=SAVE)
        assert "kl. 13.00–15.00" in page["text"], page["text"]
        world.do(who, send='a:has-text("Tillbaka till förfrågan")')
        world.do(who, send='a:has-text("Ställ in")')
        page = world.do(who, send='button:has-text("Ja, ställ in")')
        assert "Inställd" in page["text"], page["text"]


@cases.case("who has lost a link is mailed a new one")
def _():
    for who, path, address in (("karin", "/forfragan/lank", "karin@vgregion.example"),
                               ("per", "/mina-uppgifter", "anna@example.org")):
        world.do(who, path=path)
        world.do(who, status=422, send=SEND)
        page = world.do(who, fill={"email": address}, send=SEND)
        assert page["url"] == "/lank-skickad"


def main():
    global world
    if not browser.installed():
        print("skip - the pages in a browser: run scripts/setup --test")
        return 0
    world = World()
    try:
        world.library.levande("person", "list", "--why", "the book is made")
        world.library.start("--role", "web", "--now", NOW)
        return cases.run()
    finally:
        world.end()


if __name__ == "__main__":
    sys.exit(main())

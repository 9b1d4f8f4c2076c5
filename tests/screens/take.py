#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of all pages, public ones and the desk's, into build/screens/: `make screenshots`.

    tests/screens/take.py [WORD…]   only the pages whose name holds one of these words
    SCREENS="phone print"           only these ways, of desk, phone, dark and print
    SCREENS_KEEP=1                  the four of README.md too, anew, small, into tests/screens/

An invented library (town.py) is served by the real daemon and looked at by Chromium, at a desk, on
a telephone and in the dark. Everything that it makes but the pictures is gone when it ends.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("LEVANDE_BIN", ROOT + "/build")
sys.path[:0] = [ROOT + "/tests/" + part for part in ("screens", "simulate", "system")]
sys.dont_write_bytecode = True

from lib.browser import installed  # noqa: E402
from lib.desk import Desk  # noqa: E402
from lib.levande import Levande  # noqa: E402
from lib.site import Site, forms_of  # noqa: E402

from town import SOON, Town  # noqa: E402

SHOTS = ROOT + "/build/screens"
KEPT = {"personal-att-gora": "desk", "svar": "phone", "arende-fragas": "desk",
        "personal-forfragan-fragas": "dark"}
EMAIL = "karin.holm@vgregion.example"
SEND = "main form button.button"
REQUEST = {
    "title": "Bättre samtal inför hemgång", "kind": "workshop",
    "description": "En eftermiddag går vi igenom brevet och samtalet inför hemgången tillsammans.",
    "why": "Många ringer oss efteråt med samma frågor.", "experience": "stroke", "people_min": "1",
    "date1": "2027-03-19", "from1": "13:00", "to1": "16:00", "format": "on_site",
    "municipality": "Göteborg", "compensation": "promised", "unit": "Strokeavdelning 3",
    "contact_name": "Karin Holm", "contact_phone": "031-390 06 11", "contact_email": EMAIL,
}
SIGNUP = (
    {"name": "Doris Falk", "email": "doris@example.org", "phone": "070-174 06 45",
     "letter_language": "sv"},
    {"perspective": "patient", "areas": "stroke\nförmaksflimmer"},
    {"story": "Jag fick en stroke för tre år sedan. Orden kom tillbaka en i taget.",
     "unwanted": "Mitt arbete"},
    {"ways": "Berätta min historia", "formats": "both", "municipality": "Göteborg",
     "travel_km": "30"},
    {"languages": "svenska, finska", "access_needs": "Hiss, och en paus varje timme"},
)


class Pages:
    """What is to be looked at, in order."""

    def __init__(self):
        self.list = []

    def add(self, name, path, site=None, **more):
        """A page, as this visitor sees it; left out where there is no such link."""
        if path:
            keep = KEPT.get(name) if "SCREENS_KEEP" in os.environ else None
            self.list.append(dict(more, name=name, path=path, keep=keep,
                                  cookie=site.cookie if site else None))

    def take(self, port, words):
        chosen = [p for p in self.list if not words or any(w in p["name"] for w in words)]
        told = json.dumps({"base": "http://127.0.0.1:%d" % port, "shots": SHOTS,
                           "kept": ROOT + "/tests/screens", "pages": chosen,
                           "ways": os.environ.get("SCREENS", "desk phone dark").split()})
        with tempfile.TemporaryDirectory(prefix="levande-screens-") as home:
            done = subprocess.run(["node", ROOT + "/tests/screens/take.mjs"], input=told.encode(),
                                  env=dict(os.environ, HOME=home), check=False)
        return done.returncode


# ---- What is open to all ----

def open_pages(pages):
    for name, path in (("hem", "/"), ("hem-engelska", "/en"),
                       ("hem-lattlast", "/?lang=sv-lattlast"), ("forfragan", "/forfragan"),
                       ("forfragan-skickad", "/forfragan/skickad"),
                       ("forfragan-lank", "/forfragan/lank"), ("lank-skickad", "/lank-skickad"),
                       ("bli", "/bli-levande-bok"), ("bli-1-du", "/bli-levande-bok/borja"),
                       ("bli-7-skickad", "/bli-levande-bok/skickad"),
                       ("mina-uppgifter", "/mina-uppgifter"),
                       ("tillganglighet", "/tillganglighet"),
                       ("personuppgifter", "/personuppgifter"), ("fel-404", "/finns-inte")):
        pages.add(name, path)
    pages.add("forfragan-fel", "/forfragan", fill={"people_min": "många"}, press=[SEND])
    pages.add("forfragan-raknad", "/forfragan", fill=REQUEST, press=["button[formaction]"])
    pages.add("bli-1-fel", "/bli-levande-bok/borja", fill={"email": "doris"}, press=[SEND])


def signup(pages, town):
    site = Site(town.port)
    page, at = site.get("/bli-levande-bok/borja"), None
    for n, said in enumerate(SIGNUP):
        if at:
            pages.add("bli-%d-%s" % (n + 1, at.rsplit("/", 1)[1]), at, site)
        at = site.send(page, said).location
        page = site.get(at)
    pages.add("bli-6-granska", at, site)
    site.send(page, {"consent": "yes"})
    town.once("--role", "fetch,work,send", "--now", SOON)
    town.collect()
    pages.add("bli-8-bekrafta", town.link("bli-levande-bok", "confirm_signup"))


# ---- A care unit ----

def enter(town, site, path, tail, address):
    """Has a code mailed by the page's form, and shows it to the form that asks for it."""
    def send(end, **more):
        form = next(f for f in forms_of(site.get(path).text) if f["action"].endswith(end))
        return site.send(site.get(path).on(form["action"]).with_token(form["fields"]["form"]), more)
    send("/kod")
    town.once("--role", "fetch,work,send", "--now", SOON)
    if tail is not None:
        send(tail, code=town.code_for(address))


def unit(pages, town):
    site = Site(town.port)
    site.send(site.get("/forfragan"), REQUEST)
    town.once("--role", "fetch,work,send", "--now", SOON)
    town.collect()
    draft = town.link("forfragan", "confirm_request")
    pages.add("forfragan-utkast", draft)
    pages.add("arende-saknas", town.link("forfragan", "acknowledgement", town.numbers["lungs"]))
    for name, what in (("fragas", "breast"), ("vald", "stroke")):
        pages.add("arende-" + name, town.link("forfragan", "acknowledgement", town.numbers[what]))
    choose = town.link("forfragan", "candidates", town.numbers["diabetes"])
    pages.add("arende-val-lank", choose)
    enter(town, site, choose, "/oppna", "per@vgregion.example")
    pages.add("arende-val", choose, site)
    pages.add("arende-tillfallen", choose + "/tillfallen")
    pages.add("arende-stall-in", choose + "/stall-in")
    closed, = town.rows("SELECT max(number) FROM request WHERE state = 'closed'")[0]
    pages.add("arende-avslutad", town.link("forfragan", "acknowledgement", closed))
    agreement = town.link("overenskommelse", "connected_unit", town.numbers["stroke"])
    pages.add("overenskommelse-enhet", agreement)
    pages.add("overenskommelse-galler", town.link("overenskommelse", "agreement_stands", to="unit"))
    pages.add("ersattning-enhet", town.link("ersattning", "payment_basis"))
    pages.add("uppfoljning-enhet", town.link("uppfoljning", "followup_unit"))
    pages.add("uppfoljning-rad", town.link("uppfoljning", "advice_followup"))


# ---- A representative, an association ----

def invited(pages, town):
    breast, stroke = town.numbers["breast"], town.numbers["stroke"]
    waits = [i["who"] for i in town.show(breast)["invitations"]
             if i["state"] == "sent" and i["who"][0] == "P"]
    said = [i["who"] for i in town.show(breast)["invitations"] if i["state"] == "yes"]
    for who in waits[:1]:
        path = town.link("svar", "invitation_person", breast, to=who + "$")
        pages.add("svar", path)
        pages.add("svar-ja", path, press=["label[for=answer-yes]"])
        pages.add("svar-fel", path, press=["main form.ask button.button"])
        pages.add("paus", path and path.replace("/svar/", "/paus/"))
        pages.add("svar-lattlast", path and path + "?lang=sv-lattlast")
    for who in said[:1]:
        pages.add("svar-tack", town.link("svar", "invitation_person", breast, to=who + "$"))
    pages.add("svar-stangt", town.link("svar", "invitation_person", stroke))
    pages.add("svar-forening", town.link("svar", "invitation_association", breast))
    pages.add("svar-nominerad", town.link("svar", "invitation_nominee"))


def person(pages, town):
    stroke, site = town.numbers["stroke"], Site(town.port)
    who = town.show(stroke)["placements"][0]["who"]
    agreement = town.link("overenskommelse", "connected_person", stroke, to=who + "$")
    pages.add("overenskommelse-person", agreement)
    pages.add("overenskommelse-andra", agreement + "/andra")
    pages.add("overenskommelse-avsta", agreement + "/avsta")
    pages.add("ersattning-person", town.link("ersattning", "payment_report"))
    pages.add("uppfoljning-person", town.link("uppfoljning", "followup_person"))
    pages.add("uppfoljning-ledde-till", town.link("uppfoljning", "outcome_person"))
    pages.add("traff", town.link("traff", "meeting_invitation"))
    site.send(site.get("/mina-uppgifter"), {"email": town.address_of(who)})
    town.once("--role", "fetch,work,send", "--now", SOON)
    town.collect()
    own = town.link("mina-uppgifter", "new_link")
    pages.add("egen-lank", own)
    enter(town, site, own, "/" + own.rsplit("/", 1)[1], town.address_of(who))
    for name, part in (("sida", ""), ("andra", "/andra"), ("lamna", "/lamna")):
        pages.add("egen-" + name, own + part, site)
    pages.add("fel-410", town.link("svar", "invitation_person", to="P") + "x")


# ---- The desk ----

def door(pages, town):
    desk = Desk(town, "Nina Ek", clock=town.clock)
    pages.add("personal-logga-in", "/personal/logga-in")
    pages.add("personal-logga-in-fel", "/personal/logga-in",
              fill={"name": "Karin Holm", "password": "fel"}, press=[SEND])
    desk.give_password()
    pages.add("personal-tvafaktor", "/personal/tvafaktor", desk)
    desk.cookie = None
    desk.enrol().cookie = None
    desk.give_password()
    pages.add("personal-kod", "/personal/kod", desk)


def cases(pages, town, desk):
    at, numbers = "/personal/forfragningar", town.numbers
    pages.add("personal-att-gora", "/personal", desk)
    pages.add("personal-forfragningar", at, desk)
    pages.add("personal-forfragningar-lage", at + "?lage=closed", desk)
    pages.add("personal-forfragningar-inga", at + "?sok=finns-inte", desk)
    for name, what in (("kom-in", "heart"), ("saknas", "lungs"), ("fragas", "breast"),
                       ("valjer", "diabetes"), ("vald", "stroke")):
        pages.add("personal-forfragan-" + name, "%s/%s" % (at, numbers[what]), desk)
    for state in ("closed", "carried_out", "unfilled"):
        for number, in town.rows("SELECT max(number) FROM request WHERE state = ?", state):
            pages.add("personal-forfragan-" + state, "%s/%s" % (at, number), desk)
    for part, what in (("vag", "heart"), ("uppgifter", "lungs"), ("svar", "breast"),
                       ("skriv", "breast"), ("valj", "diabetes"), ("stall-in", "breast"),
                       ("avsluta", "breast"), ("tillfalle", "stroke"), ("anteckna", "stroke")):
        pages.add("personal-gor-" + part, "%s/%s/%s" % (at, numbers[what], part), desk)
    pages.add("personal-gor-fel", "%s/%s/vag" % (at, numbers["heart"]), desk, press=[SEND])
    pages.add("personal-brev-innan", "%s/%s/skriv" % (at, numbers["breast"]), desk,
              fill={"text": "Hej!\n\nVi har frågat två personer och en förening."},
              press=["main input[type=radio]", SEND])
    panel = "%s/%s" % (at, numbers["panel"])
    found = desk.send_form(desk.get(panel), panel + "/forslag", {})
    pages.add("personal-forslag", found.location, desk)
    mail, = town.rows("SELECT max(id) FROM inbox")[0]
    pages.add("personal-mejl", "/personal/mejl/M%d" % mail, desk)
    pages.add("personal-utskick", "/personal/utskick/L%d" % town.unknown, desk)


def rosters(pages, town, desk):
    at = "/personal/personer"
    who = town.show(town.numbers["stroke"])["placements"][0]["who"]
    pages.add("personal-personer", at, desk)
    answer = desk.send_form(desk.get(at), at, {"omrade": "stroke",
                                               "varfor": "Ringa om en föreläsning",
                                               "purpose": "Ringa om en föreläsning"})
    pages.add("personal-personer-hittade", answer.location, desk)
    pages.add("personal-person", "%s/%s" % (at, who), desk)
    for part in ("ny", "import", who + "/andra", who + "/sla-ihop", who + "/radera"):
        pages.add("personal-person-" + part.rsplit("/", 1)[-1], "%s/%s" % (at, part), desk)
    for part in ("", "/A1", "/ny", "/import"):
        pages.add("personal-foreningar" + part.replace("/", "-"), "/personal/foreningar" + part,
                  desk)


def rest(pages, town, desk, reader):
    pages.add("personal-kalender", "/personal/kalender", desk)
    pages.add("personal-kalender-vecka", "/personal/kalender?vy=vecka", desk)
    pages.add("personal-statistik", "/personal/statistik?fran=2026-09-01&till=2027-02-28", desk)
    pages.add("personal-logg", "/personal/logg", desk)
    pages.add("personal-logg-nekad", "/personal/logg", reader)
    pages.add("personal-brev", "/personal/brev", desk)
    text = "/personal/brev/text?namn=letters/sv/"
    pages.add("personal-brev-text", text + "invitation_person.md", desk)
    pages.add("personal-brev-fel", text + "candidates.md", desk,
              fill={"text": "Hej {{recipient.first_name!"}, press=["button[value=visa]"])
    pages.add("personal-installningar", "/personal/installningar", desk)
    pages.add("personal-omraden", "/personal/installningar/omraden", desk)
    pages.add("personal-andringar", "/personal/installningar/andringar", desk)
    pages.add("personal-404", "/personal/finns-inte", desk)


def empty(words):
    """A library on its first morning: what each page says when there is nothing."""
    pages = Pages()
    with Levande(library={"region": "Region Exempel"}) as library:
        library.once()
        library.start("--role", "web")
        desk = Desk(library, "Karin Holm", "admin").enrol()
        for name in ("", "forfragningar", "personer", "foreningar", "kalender", "statistik"):
            pages.add("tom-" + (name or "att-gora"), "/personal" + "/" * bool(name) + name, desk)
        return pages.take(library.port, words)


def main():
    if not installed():
        print("there is no browser: run scripts/setup --test", file=sys.stderr)
        return 69
    words, pages = sys.argv[1:], Pages()
    if not words:
        shutil.rmtree(SHOTS, ignore_errors=True)
    os.makedirs(SHOTS, exist_ok=True)
    with Town() as town:
        town.begin()
        town.serve()
        open_pages(pages)
        for more in (signup, unit, invited, person, door):
            more(pages, town)
        desk = Desk(town, "Karin Holm", "admin", clock=town.clock).enrol()
        reader = Desk(town, "Rut Lind", "reader", clock=town.clock).enrol()
        cases(pages, town, desk)
        rosters(pages, town, desk)
        rest(pages, town, desk, reader)
        missed = pages.take(town.port, words)
    missed = empty(words) or missed
    print("%d pictures in %s" % (len(os.listdir(SHOTS)), os.path.relpath(SHOTS)))
    return missed


if __name__ == "__main__":
    sys.exit(main())

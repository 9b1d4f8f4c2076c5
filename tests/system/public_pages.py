#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The pages that are open to all: signing up in small steps, the language that a reader chooses,
help and estimate beside the request form, and how far a request has come.

All is asked by a browser without a screen (lib/site.py); web_browser.py looks at the pages in a
real one.
"""

import gzip
import http.client
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.house import ROOT  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.site import Site, fields_of  # noqa: E402

cases = Cases()
NOW, SOON = "2027-03-01T09:00", "2027-03-01T09:30"
UNIT = "karin.holm@vgregion.example"
REQUEST = {
    "title": "Bättre samtal inför hemgång", "kind": "workshop",
    "description": "Vi går igenom samtalet vid hemgång tillsammans.", "experience": "stroke",
    "people_min": "1", "date1": "2027-03-12", "from1": "13:00", "to1": "15:30",
    "format": "on_site", "municipality": "Göteborg", "compensation": "promised",
    "unit": "Strokeavdelning 3", "contact_name": "Karin Holm",
    "contact_phone": "031-390 06 11", "contact_email": UNIT,
}
PAGES = os.path.join(ROOT, "config", "pages")
STEPS = ("erfarenhet", "berattelse", "medverkan", "behov")
library = Levande(library={"consent_version": "2027-1"}, routing={"mode": "assist"},
                  compensation={"price_base_amount": "2026:59200, 2027:60000"})
library.levande("person", "list", "--why", "the book is made")


def once():
    """All that is due is made and sent, by a clock that is ahead of the pages'."""
    library.once("--role", "fetch,work,send", "--now", SOON)


def letters_to(address):
    return [m for m in library.letters() if m["To"].addresses[0].addr_spec == address]


def link_in(letter, path):
    return re.search(r"/%s/([a-z2-7]{26})" % path, text_of(letter)).group(0)


def go(site, page, fields):
    """Sends a step's form, and gives the page that it leads to."""
    sent = site.send(page, fields)
    assert sent.status == 303, (sent.status, sent.text)
    return site.get(sent.location), sent.location


def sign_up(site, you, *answers, consent=True):
    """From the first page to the letter: what stands in each step, {} for one that is skipped."""
    page, at = go(site, site.get("/bli-levande-bok/borja"), you)
    for step, said in zip(STEPS, answers):
        assert at.endswith("/" + step), at
        page, at = go(site, page, said)
    home = at if answers[len(STEPS) - 1:] else at.rsplit("/", 1)[0]
    check = site.get(home)
    page, at = go(site, check, {"consent": "yes"} if consent else {})
    assert at == "/bli-levande-bok/skickad" and "se efter i din e-post" in page.text, at
    return home, check


def people():
    return library.rows("SELECT name, email FROM person WHERE erased_at IS NULL ORDER BY id")


@cases.case("signing up leads through small steps, and makes nobody of the pool by itself")
def _():
    site = Site(library.port)
    first = site.get("/bli-levande-bok")
    assert first.status == 200 and "/bli-levande-bok/borja" in first.text
    assert "samtycker" in first.text and "personnummer" in first.text
    refused = site.send(site.get("/bli-levande-bok/borja"), {"name": "", "email": "doris"})
    assert refused.status == 422 and 'href="#name"' in refused.text
    assert library.rows("SELECT count(*) FROM signup") == [(0,)]
    home, check = sign_up(
        site, {"name": "Doris Falk", "email": "doris@example.org", "phone": "070-174 06 05",
               "letter_language": "sv"},
        {"perspective": "patient", "areas": "stroke\nbröstcancer"},
        {"story": "Jag fick en stroke för tre år sedan.", "unwanted": ""},
        {"ways": "Berätta", "formats": "both", "municipality": "Göteborg", "travel_km": "30"},
        {"languages": "svenska, finska", "access_needs": "Hiss"})
    for piece in ("Doris Falk", "stroke", "Patient, eller har varit", "svenska, finska", "Ändra"):
        assert piece in check.text, piece
    assert people() == []
    again = site.get(home + "/erfarenhet")
    assert fields_of(again.text)["areas"] == "stroke\nbröstcancer"


@cases.case("the letter says nothing of what was written, and its link alone changes nothing")
def _():
    once()
    letter = letters_to("doris@example.org")[-1]
    assert "Bekräfta" in letter["Subject"]
    for word in ("stroke", "bröstcancer", "Doris"):
        assert word not in text_of(letter), word
    cases.link = link_in(letter, "bli-levande-bok")
    site = Site(library.port)
    page = site.get(cases.link)
    assert page.status == 200 and "stroke" in page.text
    assert site.ask("HEAD", cases.link).status == 200
    assert people() == []


@cases.case("confirmed, one stands in the pool with a consent by version, and staff greet")
def _():
    site = Site(library.port)
    page = site.get(cases.link)
    welcome, at = go(site, page, {})
    assert at == cases.link and "Välkommen" in welcome.text
    assert site.send(page, {}).status == 303  # a double click
    assert people() == [("Doris Falk", "doris@example.org")]
    person = library.levande("person", "show", "P1")
    assert person["areas"] == ["cancer.brost", "stroke"], person["areas"]
    assert person["consent_date"] == "2027-03-01" and person["consent_version"] == "2027-1"
    assert person["languages"] == ["sv", "fi"] and person["travel_km"] == 30, person
    assert library.rows("SELECT version, given, how FROM consent") == [("2027-1", 1, "page")]
    tasks = [t for t in library.tasks() if t["kind"] == "greet"]
    assert len(tasks) == 1 and tasks[0]["text"].startswith("P1 "), tasks
    once()
    letter = letters_to("doris@example.org")[-1]
    assert "Välkommen" in letter["Subject"] and "/mina-uppgifter/" in text_of(letter)
    assert library.rows("SELECT fields, address FROM signup") == [("{}", "")]
    assert library.rows("SELECT recipient FROM letter WHERE purpose = 'confirm_signup'") == [
        ("P1",)]


@cases.case("without consent only name and address are kept, and it is said before")
def _():
    site = Site(library.port)
    sign_up(site, {"name": "Erik Gran", "email": "erik@example.org", "phone": "",
                   "letter_language": "en"},
            {"perspective": "relative", "areas": "diabetes"}, consent=False)
    once()
    letter = letters_to("erik@example.org")[-1]
    assert "Please confirm" in letter["Subject"]
    page = Site(library.port).get(link_in(letter, "bli-levande-bok"))
    assert "have not given your consent" in page.text
    welcome, _ = go(site, page, {})
    assert welcome.status == 200
    person = library.levande("person", "show", "P2")
    assert person["areas"] == [] and person["perspective"] == "", person
    assert person["consent_date"] is None and person["letter_language"] == "en"
    assert [t for t in library.tasks() if t["kind"] == "greet" and "Samtycke saknas" in t["text"]]


@cases.case("who skips everything but the name joins; who is there already gets a new link")
def _():
    for _ in range(2):
        site = Site(library.port)
        sign_up(site, {"name": "Frida Ek", "email": "frida@example.org"})
        once()
        page = site.get(link_in(letters_to("frida@example.org")[-1], "bli-levande-bok"))
        sent = site.send(page, {})
        assert sent.status == 303, sent.text
    assert sent.location == "/lank-skickad"
    assert [name for name, _ in people()].count("Frida Ek") == 1
    once()
    assert "/mina-uppgifter/" in text_of(letters_to("frida@example.org")[-1])


@cases.case("words that name no area and no language are asked about, and kept as they were typed")
def _():
    site = Site(library.port)
    page, at = go(site, site.get("/bli-levande-bok/borja"),
                  {"name": "Gun Ask", "email": "gun@example.org"})
    refused = site.send(page, {"areas": "xyzzy"})
    assert refused.status == 422 and fields_of(refused.text)["areas"] == "xyzzy"
    needs = site.get(at.rsplit("/", 1)[0] + "/behov")
    assert site.send(needs, {"languages": "klingonska"}).status == 422
    story = site.get(at.rsplit("/", 1)[0] + "/berattelse")
    number = site.send(story, {"story": "Mitt nummer är 19121212-1212."})
    assert number.status == 422 and "personnummer" in number.text


@cases.case("a sign-up that is foreign, forged or forgotten is not there")
def _():
    site = Site(library.port)
    token = "a" * 26
    for path in ("", "/erfarenhet", "/du", "/finns-inte"):
        assert site.get("/bli-levande-bok/" + token + path).status == 404, path
    page, at = go(site, site.get("/bli-levande-bok/borja"),
                  {"name": "Hans Lind", "email": "hans@example.org"})
    assert site.send(page.with_token("1-" + "0" * 64), {"areas": "stroke"}).status == 403
    assert site.send(page, {"areas": "stroke", "admin": "yes"}).status == 422
    assert site.post(at.rsplit("/", 1)[0] + "/bekrafta", "form=x").status == 404
    library.change("DELETE FROM signup WHERE address = 'hans@example.org'")
    assert site.get(at).status == 410


@cases.case("four letters to one address within a day are three, and the page tells nobody")
def _():
    for _ in range(4):
        sign_up(Site(library.port), {"name": "Ida Berg", "email": "ida@example.org"})
    once()
    mailed = library.rows("SELECT state FROM letter WHERE address = 'ida@example.org'")
    assert len(letters_to("ida@example.org")) == 3, mailed


@cases.case("the language is chosen once, on any page, and remembered")
def _():
    site = Site(library.port)
    page = site.get("/")
    assert '<html lang="sv">' in page.text and page.headers["Set-Cookie"] is None
    for name, tag, words in (("sv-lattlast", "sv", "Lättläst"), ("en", "en", "English")):
        assert 'href="/?lang=%s"' % name in page.text, name
        chosen = site.get("/?lang=" + name)
        cookie = chosen.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age" in cookie, cookie
        for path in ("/", "/bli-levande-bok", "/forfragan", "/personuppgifter", "/finns-inte"):
            later = site.get(path)
            assert '<html lang="%s">' % tag in later.text, path
            assert 'aria-current="true">%s</a>' % words in later.text, path
            assert later.headers["Set-Cookie"] is None
    site.cookie = "levande-sprak=<script>"
    assert '<html lang="sv">' in site.get("/").text


def plain(text):
    """What is read on a page, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")


@cases.case("a half-filled request is counted on, with kind warnings, and nothing of it is kept")
def _():
    site = Site(library.port)
    page = site.get("/forfragan")
    assert 'formaction="/forfragan/rakna"' in page.text
    few = {"kind": "workshop", "date1": "2027-03-12", "from1": "13:00", "to1": "15:30",
           "people_max": "1", "respond_by": "2027-03-03"}
    counted = site.send(page.on("/forfragan/rakna"), few)
    said = plain(counted.text)
    assert counted.status == 200, said
    assert "1 080 kronor var, för 2 timmar 30 minuter" in said, said  # 1.8 % of 60,000
    assert "11 dagar kvar till första tillfället" in said and "Två är ett gott råd: det" in said
    assert "Ni vill ha svar mycket snart" in said
    assert fields_of(counted.text)["date1"] == "2027-03-12"
    three = dict(few, people_min="3", people_max="", date2="2027-05-11", from2="09:00",
                 to2="16:00", respond_by="")
    said = plain(site.send(counted.on("/forfragan/rakna"), three).text)
    assert "9 720 kronor för 3 personer" in said and "gott råd: det" not in said, said
    unpaid = plain(site.send(page.on("/forfragan/rakna"), dict(few, compensation="refused")).text)
    assert "Utan ersättning" in unpaid and "kronor" not in unpaid
    wrong = site.send(page.on("/forfragan/rakna"), dict(few, date1="2027-02-30"))
    assert wrong.status == 422 and 'href="#title"' not in wrong.text
    assert site.get("/forfragan/rakna").status in (404, 405)
    assert library.rows("SELECT count(*) FROM draft") == [(0,)]


@cases.case("every field of the request form has help beside it, but times and occasions' days")
def _():
    page = Site(library.port).get("/forfragan").text
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)) - {"form"}
    bare = {n for n in names if 'id="%s-hint"' % n not in page}
    assert bare <= {"date1", "from1", "to1", "date2", "from2", "to2", "date3", "from3", "to3",
                    "people_min", "format"}, bare


@cases.case("a draft is shown with what it costs, and can be changed before it is confirmed")
def _():
    site = Site(library.port)
    assert site.send(site.get("/forfragan"), REQUEST).status == 303
    once()
    path = link_in(letters_to(UNIT)[-1], "forfragan")
    page = site.get(path)
    assert "1 080 kronor" in plain(page.text) and path + "/andra" in page.text
    form = site.get(path + "/andra")
    draft = over_the_wire(path + "/andra", Accept_Encoding="gzip")
    assert draft[1]["Content-Encoding"] == "gzip" and len(draft[2]) < 14 * 1024
    changed = dict(fields_of(form.text), people_min="2", title="Samtal inför hemgång")
    assert site.send(form, {k: v for k, v in changed.items() if k != "form"}).status == 303
    page = site.get(path)
    assert "Samtal inför hemgång" in page.text and "2 160 kronor" in plain(page.text)
    assert site.send(page, {}).status == 303
    assert site.get(path + "/andra").status == 404
    cases.request = path
    assert library.requests()[0]["subject"] == "Samtal inför hemgång"


@cases.case("a request's page shows the seven steps, and where it stands now")
def _():
    number = library.requests()[0]["number"]
    def at():
        view = Site(library.port).json(cases.request)
        return [n + 1 for n, step in enumerate(view["steps"]) if step["now"]], len(view["steps"])
    page = Site(library.port).get(cases.request)
    assert page.text.count('aria-current="step"') == 1
    assert at() == ([2], 7), at()
    library.levande("request", "cancel", number, "--text", "Vi väntar till hösten.")
    assert at() == ([], 0), at()


def over_the_wire(path, method="GET", **headers):
    """Status, headers, bytes as they come, and bytes unpacked."""
    wire = http.client.HTTPConnection("127.0.0.1", library.port, timeout=20)
    try:
        wire.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = wire.getresponse()
        sent = answer.read()
    finally:
        wire.close()
    packed = answer.headers["Content-Encoding"] == "gzip" and method != "HEAD" and sent
    return answer.status, answer.headers, sent, gzip.decompress(sent) if packed else sent


def files_of(page):
    """The addresses of what the page fetches beside itself."""
    return sorted(set(re.findall(r'"(/filer/[^"]+)"', page)))


@cases.case("pages, styles and scripts are small: 14 kB each as they are sent, 40 kB together")
def _():
    for path in ("/", "/en", "/forfragan", "/forfragan?lang=sv-lattlast", "/bli-levande-bok",
                 "/bli-levande-bok/borja", "/personuppgifter", "/tillganglighet", "/mina-uppgifter",
                 "/forfragan/lank"):
        _, headers, sent, page = over_the_wire(path, Accept_Encoding="gzip, deflate, br")
        assert headers["Content-Encoding"] == "gzip" and len(sent) < 14 * 1024, (path, len(sent))
        files = files_of(page.decode())
        assert any(name.endswith("/style.css") for name in files), files
        sizes = {name: len(over_the_wire(name, Accept_Encoding="gzip")[2]) for name in files}
        sizes[path] = len(sent)
        assert max(sizes.values()) < 14 * 1024 and sum(sizes.values()) < 40 * 1024, sizes


@cases.case("what a browser unpacks is packed, and what it does not is not")
def _():
    for path in ("/", files_of(over_the_wire("/")[2].decode())[-1]):
        plain_page = over_the_wire(path)[2]
        for accepted, packed in (("gzip", True), ("GZIP", True), ("br, gzip;q=0.5", True),
                                 ("*", True), ("gzip;q=0", False), ("gzip; q=0.0, *", False),
                                 ("*;q=0", False), ("br", False), ("identity", False), ("", False),
                                 ("gzipped", False), (",;q=,,gzip,", True), ("gzip;q=nan", False)):
            status, headers, sent, page = over_the_wire(path, Accept_Encoding=accepted)
            assert (headers["Content-Encoding"] == "gzip") == packed, (path, accepted)
            assert status == 200 and page == plain_page, (path, accepted)
            assert "Accept-Encoding" in headers["Vary"] and len(sent) == int(
                headers["Content-Length"]), (path, accepted)
            head = over_the_wire(path, "HEAD", Accept_Encoding=accepted)
            assert head[2] == b"" and head[1]["Content-Length"] == headers["Content-Length"]
    request = over_the_wire(cases.request, Accept_Encoding="gzip")
    assert request[0] == 200 and request[1]["Content-Encoding"] is None, request[1]
    assert len(request[2]) < 14 * 1024


@cases.case("what has not changed is not sent again, and a file is kept for a year")
def _():
    page = over_the_wire("/", Accept_Encoding="gzip")
    assert page[1]["Cache-Control"] == "private, no-cache", page[1]
    assert {"Accept-Encoding", "Cookie"} == set(page[1]["Vary"].split(", "))
    for known, status in ((page[1]["ETag"], 304), ("W/" + page[1]["ETag"], 304), ("*", 304),
                          ('"x", ' + page[1]["ETag"], 304), ('"x"', 200)):
        again = over_the_wire("/", Accept_Encoding="gzip", If_None_Match=known)
        assert again[0] == status and (again[2] == b"") == (status == 304), (known, again[0])
        assert again[1]["ETag"] == page[1]["ETag"]
    for other in ("/?lang=en", "/?lang=sv-lattlast"):
        assert over_the_wire(other, If_None_Match=page[1]["ETag"])[0] == 200, other
    assert over_the_wire("/", If_None_Match=page[1]["ETag"])[0] == 200  # not packed: other bytes
    style = files_of(page[3].decode())[-1]
    kept = over_the_wire(style)
    assert kept[1]["Cache-Control"] == "public, max-age=31536000, immutable", kept[1]
    assert over_the_wire(style, If_None_Match=kept[1]["ETag"])[0] == 304
    old = over_the_wire(re.sub("/filer/[0-9a-f]+", "/filer/0123456789abcdef", style))
    assert old[0] == 200 and old[1]["Cache-Control"] == "no-store" and old[2] == kept[2]
    for none in ("/filer/x/y.css", "/filer/x/../../levande.ini", "/filer/x/"):
        assert over_the_wire(none)[0] == 404, none
    form = over_the_wire("/forfragan", Accept_Encoding="gzip")
    assert form[1]["Cache-Control"] == "no-store" and form[1]["ETag"] is None


@cases.case("each page has its words in three languages")
def _():
    # These say what the program gives them, which has three of each; those are for staff.
    given = {"form", "frame", "kod", "error", "anmalan-steg"}
    names = {name[:-len(".html")] for name in os.listdir(PAGES) if name.endswith(".html")}
    shown = {name for name in names if not name.startswith("desk-")} - given
    for name in sorted(n for n in shown if not n.endswith(("-en", "-lattlast"))):
        with open("%s/%s.html" % (PAGES, name), encoding="utf-8") as page:
            words = page.read()
        assert name + "-en" in names or "{{#english}}" in words, name
        assert name + "-lattlast" in names or "{{#easy}}" in words, name
    for path in ("/forfragan", "/mina-uppgifter", "/forfragan/lank", "/bli-levande-bok/borja",
                 "/finns-inte", "/lank-skickad", "/forfragan/skickad", cases.request):
        said = {Site(library.port).get("%s?lang=%s" % (path, language)).text.split("<main")[1]
                for language in ("sv", "sv-lattlast", "en")}
        assert len(said) == 3, path


def main():
    with library:
        library.start("--role", "web", "--now", NOW)
        return cases.run()


if __name__ == "__main__":
    sys.exit(main())

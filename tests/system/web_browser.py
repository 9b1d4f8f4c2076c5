#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The pages in a real browser: web_browser.mjs does the steps, this sets the scenes.

Chromium comes from the system, playwright-core and axe-core from tests/system/node_modules, where
scripts/setup --test puts them. Screenshots of every page lie in build/screenshots afterwards.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.house import ROOT  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.report import skip  # noqa: E402
from lib.site import Site  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
NOW, LATER = "2027-03-01T09:00", "2027-03-01T09:30"
STORY = ("Jag är %s. Jag fick en stroke när jag var 52 år. Det jag minns bäst från sjukhuset är "
         "hemgången: allt gick fort, och brevet jag fick med mig förstod jag först efteråt.\n\n"
         "Jag berättar gärna om hur det var, och om vad som hade hjälpt mig.")
REQUEST = {
    "title": "Bättre samtal inför hemgång", "kind": "workshop",
    "description": "Vi ska göra om samtalet vid hemgång, så att alla förstår vad som gäller. "
                   "Under en eftermiddag går vi igenom brevet och samtalet tillsammans.",
    "why": "Många ringer oss efteråt med samma frågor. Ett gott resultat är färre samtal och "
           "tryggare människor.",
    "open": "Brevets innehåll och hur samtalet går till. Tiden för samtalet är bestämd.",
    "experience": "stroke", "people_min": "2", "date1": "2027-04-08", "from1": "13:00",
    "to1": "15:30", "format": "on_site", "municipality": "Göteborg", "compensation": "promised",
    "unit": "Strokeavdelning 3, Östra sjukhuset", "contact_name": "Karin Holm",
    "contact_phone": "031-390 06 11", "contact_email": "asa.lind@vgregion.example",
}


def prepare(library):
    """The pool, a request that is confirmed, and everybody asked; their links."""
    for name in ("Anna Ek", "Bertil Alm", "Cecilia Dahl"):
        library.levande("person", "add", "name=" + name, "areas=stroke", "perspective=patient",
                        "email=%s@example.org" % name.split()[0].lower(), "municipality=Göteborg",
                        "formats=both", "languages=sv", "consent_date=2026-01-14",
                        "consent_version=1", "story=" + STORY % name, "phone=070-174 06 11",
                        "ways=Berätta min historia, läsa utkast")
    library.levande("association", "add", "name=Strokekamraterna i Göteborg",
                    "email=forening@example.org", "contact=Maria Edling", "areas=stroke")


def once(library):
    library.once("--role", "fetch,work,send", "--now", LATER)


def link(library, address, word, path):
    letter = [m for m in library.letters() if address in m["To"] and word in m["Subject"]][-1]
    return re.search(r"/%s/([a-z2-7]{26})" % path, text_of(letter)).group(0)


def write_request(library, site, fields):
    """Sends the form in, and gives the draft's link."""
    assert site.send(site.get("/forfragan"), fields).status == 303
    once(library)
    return link(library, fields["contact_email"], "Bekräfta", "forfragan")


def code_in(letter):
    return re.search(r"^(\d{6})$", text_of(letter), re.M).group(1)


def browse(library, links, part, home):
    shots = ROOT + "/build/screenshots"
    os.makedirs(shots, exist_ok=True)
    told = json.dumps({"base": "http://127.0.0.1:%d" % library.port, "shots": shots,
                       "links": links, "part": part, "state": home + "/state.json"})
    return subprocess.run(["node", HERE + "/web_browser.mjs", told], cwd=HERE, timeout=200,
                          check=False, env=dict(os.environ, HOME=home)).returncode


def main():
    modules = os.path.isdir(HERE + "/node_modules/playwright-core")
    if not (modules and shutil.which("node") and shutil.which("chromium")):
        skip("the pages in a browser: run scripts/setup --test")
        return 0
    with tempfile.TemporaryDirectory(prefix="levande-browser-") as home, \
            Levande(library={"region": "Region Exempel"}) as library:
        prepare(library)
        library.start("--role", "web", "--now", NOW)
        site = Site(library.port)
        draft = write_request(library, site, REQUEST)
        assert site.send(site.get(draft), {}).status == 303
        once(library)
        links = {who: link(library, who + "@example.org", "fråga", "svar")
                 for who in ("anna", "bertil", "cecilia")}
        links["forening"] = link(library, "forening@example.org", "nominera", "svar")
        failed = browse(library, links, "first", home)

        few = {k: REQUEST[k] for k in ("title", "description", "unit", "contact_name")}
        links["few"] = write_request(library, site,
                                     dict(few, contact_email="per.ek@vgregion.example"))
        assert site.send(site.get(links["few"]), {}).status == 303
        links["draft"] = link(library, "karin.holm@vgregion.example", "Bekräfta", "forfragan")
        site.send(site.get("/mina-uppgifter"), {"email": "anna@example.org"})
        once(library)
        links["own"] = link(library, "anna@example.org", "nya länk", "mina-uppgifter")
        failed = browse(library, links, "second", home) or failed
        once(library)
        links["code"] = code_in([m for m in library.letters() if "kod" in m["Subject"]][-1])
        return browse(library, links, "third", home) or failed


if __name__ == "__main__":
    sys.exit(main())

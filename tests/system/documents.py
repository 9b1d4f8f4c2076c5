#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Documents and calendar files, read by other programs than ours.

The unit tests' programs write them when they are given a folder. poppler reads the PDFs, and
ical.js, a second implementation of iCalendar, the calendar files: its instants must be right on
both sides of the change to and from summer time.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.report import run, skip  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
UNIT = os.path.join(os.environ.get("LEVANDE_BIN") or os.path.join(HERE, "../../build/san"),
                    "tests/unit")


def said(*command, zone="Europe/Stockholm"):
    env = dict(os.environ, TZ=zone, LC_ALL="C.UTF-8")
    return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout


class Folder:
    def __init__(self, program):
        self.path = tempfile.mkdtemp()
        said(os.path.join(UNIT, program), self.path)

    def file(self, name):
        return os.path.join(self.path, name)

    def remove(self):
        shutil.rmtree(self.path)


def info(folder, name):
    lines = said("pdfinfo", folder.file(name)).splitlines()
    return {key: value.strip() for key, value in (line.split(":", 1) for line in lines)}


def words(folder, name):
    return re.sub(r"\s+", " ", said("pdftotext", folder.file(name), "-"))


def has_name_date_and_tags(folder):
    facts = info(folder, "agreement.pdf")
    assert facts["Title"] == "Överenskommelse", facts
    assert facts["Author"] == "Levande bibliotek", facts
    assert facts["Tagged"] == "yes", facts
    assert facts["CreationDate"].startswith("Mon Mar 1 09:15:00 2027") or \
        facts["CreationDate"].startswith("Mon Mar  1 09:15:00 2027"), facts
    assert facts["Page size"].endswith("(A4)"), facts
    assert facts["Pages"] == "3", facts


def swedish_letters_come_out(folder):
    text = words(folder, "agreement.pdf")
    for piece in ("Överenskommelse om medverkan", "Vad är viktigt för dig?", "Göteborg hus 2",
                  "1. Ett", "Läs här!", "Godkänd 1 mars 2027", "Namnteckning", "Sida 3 av 3",
                  "Överenskommelse · LB-2027-0001"):
        assert piece in text, (piece, text)


def the_structure_is_read_in_order(folder):
    shape = said("pdfinfo", "-struct-text", folder.file("agreement.pdf"))
    found = re.findall(r'^ *"(.*)"$|^ *(\w+)', shape, re.M)
    flat = [text or tag for text, tag in found]
    wanted = ["Document", "H1", "Överenskommelse om medverkan", "P", "Vad är viktigt för dig?",
              "BlockQuote", "Att någon lyssnar.", "H2", "Uppdraget", "Table", "TR", "TH", "När",
              "TD", "torsdag 8 april", "Göteborg hus 2", "L", "LI", "Lbl", "1.", "LBody", "Ett",
              "Djupt", "Link", "här", "Table", "TH", "Dag", "TD", "8 april", "Figure", "Slut."]
    at = 0
    for word in wanted:
        assert word in flat[at:], (word, flat[at:at + 20])
        at = flat.index(word, at) + 1
    assert "Sida" not in shape, "the footer is read aloud"


def nothing_is_cut(folder):
    text = words(folder, "long.pdf")
    assert text.replace(" ", "").count("Detärettlångtord") == 40, text[:2000]
    for number in range(1, 121):
        assert f"rad{number}." in text, number
    assert text.count("långt ord") == 600, text.count("långt ord")
    pages = int(info(folder, "long.pdf")["Pages"])
    assert text.count("Huvud Vad") == pages, (pages, text.count("Huvud Vad"))


def the_address_shows_in_the_window(folder):
    page = said("pdftotext", "-bbox", folder.file("letter.pdf"), "-")
    found = {word: (float(x), float(y)) for x, y, word in re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)}
    millimetre = 72 / 25.4
    for word in ("Alva", "Storgatan", "ORTEN"):
        x, y = (value / millimetre for value in found[word])
        assert 109 <= x <= 195 and 45 <= y <= 70, (word, x, y)
    assert found["Hej"][1] / millimetre > 90, found["Hej"]


def calendars(folder):
    names = ["uppdrag.ics"] + [f"uppdrag-{n}.ics" for n in (2, 3, 4)]
    found = said("node", os.path.join(HERE, "calendar.mjs"), *map(folder.file, names),
                 zone="America/New_York")
    return json.loads(found)


def another_reader_finds_the_instants(folder):
    before, after, day, days = calendars(folder)
    assert before["starts"] == "2027-03-26T09:00:00.000Z", before  # winter time, UTC+1
    assert before["ends"] == "2027-03-26T11:00:00.000Z", before
    assert after["starts"] == "2027-03-30T08:00:00.000Z", after  # summer time, UTC+2
    assert after["ends"] == "2027-03-30T10:00:00.000Z", after
    assert (day["starts"], day["ends"]) == ("2027-10-29", "2027-10-30"), day
    assert (days["starts"], days["ends"]) == ("2027-11-02", "2027-11-04"), days


def another_reader_finds_the_texts(folder):
    first = calendars(folder)[0]
    assert first["method"] == "REQUEST" and first["zones"] == ["Europe/Stockholm"], first
    assert (first["uid"], first["sequence"]) == ("o1@example.org", 3), first
    assert first["location"] == "Hus 2; plan 3, rum \\4", first
    assert first["description"].startswith("Första raden\nAndra: åäö"), first
    assert first["url"] == "https://bibliotek.example/overenskommelse/abc?a=1,2;3", first
    assert first["attendee"] == "mailto:asa@example.net", first
    assert first["rsvp"] == "FALSE" and first["name"] == "Åsa 'Assa' Ek", first


DOCUMENTS = [
    ("a document has its name, its date and tags", has_name_date_and_tags),
    ("Swedish letters come out", swedish_letters_come_out),
    ("the structure is read in order", the_structure_is_read_in_order),
    ("nothing is cut, and heads are repeated", nothing_is_cut),
    ("a letter's address shows in the window", the_address_shows_in_the_window),
]
CALENDARS = [
    ("another reader finds the instants", another_reader_finds_the_instants),
    ("another reader finds the texts", another_reader_finds_the_texts),
]


def main():
    tests = []
    folders = []
    if shutil.which("pdftotext"):
        folders.append(Folder("letters_pdf"))
        tests += [(name, lambda t=test, f=folders[-1]: t(f)) for name, test in DOCUMENTS]
    else:
        skip("documents: poppler-utils is not installed")
    if os.path.exists(os.path.join(HERE, "node_modules/ical.js")) and shutil.which("node"):
        folders.append(Folder("letters_calendar"))
        tests += [(name, lambda t=test, f=folders[-1]: t(f)) for name, test in CALENDARS]
    else:
        skip("calendar files: ical.js is not installed")
    try:
        run(tests)
    finally:
        for folder in folders:
            folder.remove()


main()

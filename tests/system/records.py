#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Records from outside: the figures of a year, a request as a folder, and weeding years later.

One loan is lived from its mail to its end. Then its figures are asked for, it is taken out as a
folder whose every hash is compared with the book, and the years pass: what is weeded is gone, and
the figures are what they were.
"""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402
from lib.loan import Loan  # noqa: E402

cases = Cases()
YEAR = ("--from", "2027-01-01", "--to", "2027-12-31")
SAID = "Kallelsen är omskriven. Den går att förstå nu."
CLOSED = "2027-05-02T16:30"


def closed():
    """P1 and P2 took part, P3 offered to, P4 said no; all is told, paid and closed."""
    loan = Loan(people=4, invite={"max_wave": "4"}, routing={"mode": "assist"})
    loan.begin(people_min="2")
    for who, answer in (("P1", "yes"), ("P2", "yes"), ("P3", "yes"), ("P4", "no")):
        loan.do("2027-03-02T10:00", "answer", who, answer)
    loan.do("2027-03-02T11:00", "choose", "P1", "P2")
    for who in ("P1", "P2"):
        for party in ("unit", "representative"):
            loan.levande("--now", "2027-03-03T10:00", "agreement", "accept", loan.number, who,
                         party)
    for now in ("2027-03-03T10:30", "2027-04-20T16:30", "2027-04-27T16:30"):
        loan.at(now)
    for party, answers in (("P1", ("process=5", "paid=yes", "text=Det var fint")),
                           ("P2", ("process=4", "paid=yes")),
                           ("unit", ("aim=4", "paid=yes", "changed=" + SAID))):
        loan.levande("--now", "2027-04-28T10:00", "followup", "answer", loan.number, party,
                     *answers)
    loan.at("2027-04-28T10:30")
    for task in loan.tasks():
        loan.levande("--now", "2027-04-28T11:00", "task", "done", str(task["id"]))
    loan.at(CLOSED)
    if loan.state() != "closed":
        loan.do(CLOSED, "close")
        loan.at(CLOSED)
    assert loan.state() == "closed", (loan.state(), loan.tasks())
    for task in loan.tasks():
        loan.levande("--now", CLOSED, "task", "done", str(task["id"]))
    return loan


def stats(loan, *more):
    return loan.levande("--now", "2032-02-01T10:00", "stats", *YEAR, *more)


def words(loan, *arguments):
    """A command's output as it stands, without --json."""
    done = subprocess.run([os.environ.get("LEVANDE_BIN", "build/san") + "/levande", "-c", loan.file,
                           "--now", "2027-06-01T10:00", *arguments], stdout=subprocess.PIPE,
                          check=True)
    return done.stdout.decode("utf-8")


def digest(data):
    return hashlib.sha256(data).hexdigest()


def read(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


# ---- Figures ----

@cases.case("the desk sees every figure")
def figures():
    with closed() as loan:
        tree = stats(loan)
        assert tree["hidden_under"] is None
        assert tree["requests"]["total"] == 1
        assert [(row["key"], row["n"]) for row in tree["requests"]["by_state"]] == [("closed", 1)]
        own = tree["asks"]["own"]
        assert (own["total"], own["yes"], own["no"]) == (4, 3, 1), own
        assert tree["asks"]["mandate"]["total"] == 0
        assert tree["placements"]["own"]["stands"] == 2
        assert (tree["fill"]["filled"], tree["fill"]["places"], tree["fill"]["taken"]) == (1, 2, 2)
        assert tree["times"]["first_answer"] == {"n": 1, "median_days": 1.0, "p90_days": 1.0}
        asked = {row["key"]: row["n"] for row in tree["fairness"]["times_asked"]}
        assert asked == {"0": 0, "1": 4, "2-3": 0, "4+": 0}, asked
        process = [i for i in tree["followup"]["own"]["items"] if i["key"] == "process"][0]
        assert (process["n"], process["mean"]) == (2, 4.5), process
        paid = {row["key"]: row for row in tree["compensation"]["own"]["paid"]}
        assert paid["yes"]["n"] == 2 and tree["compensation"]["own"]["kronor"] > 0
        before = loan.levande("stats", "--from", "2025-01-01", "--to", "2026-12-31")
        assert before["requests"]["total"] == 0 and before["asks"]["own"]["total"] == 0
        assert "asks" in words(loan, "stats", *YEAR)
        for wrong in (("--from", "igår"), ("--from", "2027-02-01", "--to", "2027-01-01"),
                      ("--report", "/tmp/rapport.doc"), ("extra",)):
            loan.levande("stats", *wrong, expected=64)


@cases.case("what leaves the desk names no small group")
def leaves():
    with closed() as loan:
        tree = stats(loan, "--public")
        assert tree["hidden_under"] == 5 and tree["requests"]["total"] is None
        assert tree["asks"]["own"]["yes"] is None and tree["asks"]["own"]["total"] is None
        rows = list(csv.reader(io.StringIO(words(loan, "stats", *YEAR, "--csv").lstrip("\ufeff")),
                               delimiter=";"))
        assert rows[0] == ["figure", "key", "label", "value"]
        assert {row[3] for row in rows if row[0].startswith("asks.own")} == {".."}, rows
        assert not any(re.fullmatch("[1-4]", row[3]) for row in rows), rows
        page, paper = loan.folder + "/rapport.html", loan.folder + "/rapport.pdf"
        for path in (page, paper):
            words(loan, "stats", *YEAR, "--report", path)
        html = read(page).decode("utf-8")
        assert "<svg" in html and "mandat" in html and "<script" not in html
        assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", html)
        assert read(paper).startswith(b"%PDF-")
        said = subprocess.run(["pdfinfo", paper], stdout=subprocess.PIPE, check=True).stdout
        assert re.search(rb"Tagged:\s+yes", said), said


# ---- The folder ----

def register(folder):
    entries = []
    for entry in ET.parse(folder + "/register.xml").getroot().iter("handling"):
        entries.append({child.tag: child.text for child in entry})
    rows = list(csv.DictReader(io.StringIO(read(folder, "register.csv").decode("utf-8-sig")),
                               delimiter=";"))
    assert [row["sha256"] or None for row in rows] == [e.get("sha256") for e in entries]
    return entries


@cases.case("a request as a folder: all of it, byte for byte")
def exported():
    with closed() as loan:
        folder = loan.folder + "/uttag"
        loan.do("2027-06-01T10:00", "export", folder)
        entries = register(folder)
        files = {e["fil"]: e for e in entries if "fil" in e}
        for name, entry in files.items():
            data = read(folder, name)
            assert digest(data) == entry["sha256"] and len(data) == int(entry["byte"]), name
            assert re.fullmatch(r"[A-Za-z0-9_./-]+", name) and ".." not in name, name
        on_disk = {os.path.relpath(os.path.join(at, name), folder)
                   for at, _, names in os.walk(folder) for name in names}
        lists = {"register.xml", "register.csv", "LASMIG.txt", "SHA256SUMS"}
        assert on_disk == set(files) | lists, on_disk ^ (set(files) | lists)
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)
        # What the book holds is in it: originals, letters as they were sent, documents.
        of = dict.fromkeys(entry["sha256"] for entry in files.values())
        for state, raw in loan.mails():
            assert state == "duplicate" or digest(raw) in of
        for raw, in loan.rows("SELECT raw FROM letter_body JOIN letter ON letter.id = letter_id"
                              " WHERE request_id = 1 AND token IS NULL"):
            assert digest(raw) in of
        for sha, in loan.rows("SELECT sha256 FROM document WHERE made_at IS NOT NULL"):
            assert sha in of
        assert any(name.endswith("overenskommelse.pdf") for name in files)
        assert any(name.endswith("betalningsunderlag.pdf") for name in files)
        facts = read(folder, "uppgifter.csv").decode("utf-8-sig")
        assert '"people_min";"2";"personalen"' in facts, facts
        assert "followup" in read(folder, "handelser.csv").decode("utf-8")
        assert loan.number in read(folder, "LASMIG.txt").decode("utf-8")
        assert "export" in [h["event"] for h in loan.show()["history"]]


@cases.case("a folder that holds something is not written to")
def refused():
    with closed() as loan:
        folder = loan.folder + "/upptagen"
        os.makedirs(folder)
        with open(folder + "/mitt.txt", "w", encoding="utf-8") as mine:
            mine.write("mitt")
        loan.do("2027-06-01T10:00", "export", folder, expected=73)
        assert os.listdir(folder) == ["mitt.txt"]
        loan.do("2027-06-01T10:00", "export", folder + "/mitt.txt", expected=73)
        loan.levande("request", "export", "LB-2027-0999", loan.folder + "/ny", expected=66)
        assert not os.path.exists(loan.folder + "/ny")


# ---- Weeding ----

def mask(tree):
    """A tree of figures without what belongs to the day it was asked for."""
    return {key: value for key, value in tree.items() if key != "period"}


@cases.case("years later the papers are gone, and every figure stands")
def weeded():
    with closed() as loan:
        agreed = "SELECT count(*) FROM agreement WHERE body <> '{}'"
        before, shown, versions = stats(loan), loan.show(), loan.rows(agreed)
        assert loan.rows("SELECT count(*) > 0 FROM word WHERE word = 'strokeenheten'") == [(1,)]
        loan.at("2028-06-01T10:00")
        what = [w["what"] for w in loan.show()["weeded"]]
        assert what == ["access"], what
        loan.at("2030-02-01T10:00")
        show = loan.show()
        assert sorted(w["what"] for w in show["weeded"]) == [
            "access", "followup", "letter", "mail", "request", "search"], show["weeded"]
        for kept in ("number", "state", "received_at", "state_since"):
            assert show[kept] == shown[kept]
        assert show["missing"] == [] and show["subject"] == "" and show["unit"] is None
        assert loan.rows("SELECT count(*) FROM inbox_chunk") == [(0,)]
        assert loan.rows("SELECT count(*) FROM letter_body JOIN letter ON letter.id = letter_id"
                         " WHERE request_id = 1") == [(0,)]
        assert loan.rows(agreed) == versions and versions != [(0,)]  # they are kept
        weeds = [h for h in show["history"] if h["event"] == "weed"]
        assert len(weeds) == len(show["weeded"])
        assert mask(stats(loan)) == mask(before)
        loan.check()
        assert loan.rows("SELECT count(*) FROM word") == [(0,)], "nobody finds it by its words"
        # It can still be taken out: what is gone says so.
        folder = loan.folder + "/uttag"
        loan.do("2030-02-02T10:00", "export", folder)
        notes = [e.get("anmarkning") for e in register(folder) if e["slag"] == "in"]
        assert notes == ["gallrat"], notes
        dump = subprocess.run(["grep", "-rl", SAID, folder], stdout=subprocess.PIPE, check=False)
        assert dump.stdout == b"", dump.stdout


if __name__ == "__main__":
    sys.exit(cases.run())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The papers say what the program does: man pages, sample configuration and readmes, compared with
what the command tells of itself and with the table of settings. What one has and another lacks, an
option, a verb, a key, a default, a page, a target of make, is a fault of one of them.
"""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.cases import Cases  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("LEVANDE_BIN", ROOT + "/build/san")
OPTION = r"(?<![\w-])--[a-z][a-z-]*"

cases = Cases()


def read(path):
    with open(ROOT + "/" + path, encoding="utf-8") as file:
        return file.read()


def told(*command):
    done = subprocess.run([BIN + "/" + command[0], *command[1:]], capture_output=True, text=True,
                          check=False)
    return done.stdout + done.stderr


def same(one, other, what):
    """Both have the same members; what only one has is told."""
    one, other = set(one), set(other)
    assert one == other, "%s: only the first: %s; only the second: %s" % (
        what, sorted(one - other), sorted(other - one))


def plain(line):
    """A line of mdoc as it is read: macros taken away, options with their dashes."""
    line = line.replace("\\&", "")
    words, option = [], False
    for word in re.findall(r'\S+', line):
        if option:
            words.append("-" + word)
            option = False
        elif word == "Fl":
            option = True
        elif not re.fullmatch(r"\.?[A-Z][a-z]|Op|Ns|\.It|\\", word):
            words.append(word)
    return " ".join(words)


def manual(page):
    """A man page, with lines that go on in the next one made whole."""
    return read("config/man/" + page).replace("\\\n", "")


def items(page):
    return re.findall(r"^\.It (.*)", manual(page), re.MULTILINE)


def verbs_of_help():
    """Each verb with its options and the words that it offers a choice of."""
    found = {}
    for line in re.findall(r"^  (\S.*)$", told("levande", "--help"), re.MULTILINE):
        name = re.match(r"[a-z]+(?: [a-z]+(?![\w|.-]))?", line).group()
        assert name not in found, name + " is told twice"
        found[name] = set(re.findall(OPTION, line))
    return found


def verbs_of_man():
    found, known = {}, verbs_of_help()
    for item in items("levande.1"):
        line = plain(item)
        name = next((n for n in (" ".join(line.split()[:2]), line.split()[0]) if n in known), None)
        if name is None:
            assert not re.match(r"Cm [a-z]+ [a-z]+\b", item), "no such verb: " + item
            continue
        assert name not in found, name + " stands twice in levande(1)"
        found[name] = set(re.findall(OPTION, line))
    return found


@cases.case("levande(1) has each verb of the command once, and no other")
def _():
    same(verbs_of_help(), verbs_of_man(), "verbs of --help and levande(1)")


@cases.case("levande(1) has the options of each verb, and no other")
def _():
    man = verbs_of_man()
    for name, options in verbs_of_help().items():
        same(options, man[name], name)


@cases.case("levanded(8) has the daemon's options, and no other")
def _():
    man = " ".join(plain(i) for i in items("levanded.8"))
    same(re.findall(OPTION, told("levanded", "--help")), re.findall(OPTION, man), "levanded")


@cases.case("the exit codes of the man pages are those of the program")
def _():
    codes = re.findall(r"^    EXIT_\w+ = (\d+)", read("include/base/fault.h"), re.MULTILINE)
    for page in ("levande.1", "levanded.8"):
        part = manual(page).split(".Sh EXIT STATUS")[1]
        named = re.findall(r"^\.It (\d+)$", part, re.MULTILINE)
        assert set(named) <= set(codes) and named == sorted(named, key=int), named
    same(codes, re.findall(r"\b(0|6\d|7\d) [a-z]", read("README.md").split("Exit codes are")[1]
                           .split("\n\n")[0]), "README")


@cases.case("levande(1) names the keys of people, associations, units, agreements and facts")
def _():
    tables = (("src/lending/fields.c", r'\{"(\w+)", [A-Z_]+,'),
              ("src/view/agreement.c", r'\] = \{"(\w+)",[^}]*true\}'),
              ("src/reading/normalise.c", r'^    \[FACT_\w+\] = "(\w+)",$'))
    words = set(re.findall(r"\w+", " ".join(re.findall(r"^\.(?:It )?Cm .*", manual("levande.1"),
                                                       re.MULTILINE))))
    for path, row in tables:
        keys = set(re.findall(row, read(path), re.MULTILINE))
        assert len(keys) > 15, (path, keys)
        assert keys <= words | {"address", "phone"}, (path, keys - words)


def settings():
    """{(section, key): default}, as the table of settings has them; None: must be given."""
    text = read("src/settings/keys.c")
    found = {}
    for section, key, default in re.findall(
            r'\{"(\w+)",\s*"(\w+)",\s*\w+,\s*\w+\([\w.]+\),\s*(NULL|"[^"]*")', text):
        found[section, key] = None if default == "NULL" else default.strip('"')
    for key, default in re.findall(r'^    RETENTION\((\w+), "(\w+)"\)', text, re.MULTILINE):
        found["retention", key] = default
    count = len(re.findall(r'^    (?:\{"\w+", "|RETENTION\()', text, re.MULTILINE))
    assert len(found) == count, (len(found), count)
    return found


def sample():
    """The keys of config/levande.ini, with the values that they are shown with."""
    found, section = {}, None
    for line in read("config/levande.ini").splitlines():
        if re.match(r";?\[(\w+)", line):
            section = re.match(r";?\[(\w+)", line).group(1)
        elif re.match(r";?[a-z]\w* = ", line):
            key, value = line.lstrip(";").split(" = ", 1)
            assert (section, key) not in found, "%s stands twice" % key
            found[section, key] = value
    return found


def described():
    """{(section, key): what levande.ini(5) says of it}; keys of one item share its words."""
    found = {}
    page = manual("levande.ini.5").split(".Sh FILES")[0]
    for section, text in re.findall(r"^\.Ss \[(\w+)[^\n]*\n(.*?)(?=^\.Ss |\Z)", page,
                                    re.MULTILINE | re.DOTALL):
        for head, body in re.findall(r"^\.It (Cm .*)\n((?:(?!^\.It Cm).*\n)*)", text, re.MULTILINE):
            for key in re.findall(r"[a-z]\w+", head.replace("Cm", " ")):
                assert (section, key) not in found, "%s stands twice" % key
                found[section, key] = body
    return found


@cases.case("the sample configuration has each key, and no other")
def _():
    same(settings(), sample(), "the table and config/levande.ini")


@cases.case("the sample configuration shows the defaults, and says where there is none")
def _():
    shown = sample()
    for (section, key), default in settings().items():
        if default and section != "rule":
            value = shown[section, key]
            assert value == default, "[%s] %s: %s, not %s" % (section, key, value, default)


@cases.case("levande.ini(5) has each key, and no other")
def _():
    same(settings(), described(), "the table and levande.ini(5)")


@cases.case("levande.ini(5) tells each default, and which keys must be given")
def _():
    man = described()
    for (section, key), default in settings().items():
        text = " ".join(re.sub(r"^\.(?:Li|Cm|Pa) ", "", man[section, key], flags=re.MULTILINE)
                        .split())
        where = "[%s] %s: %s" % (section, key, text)
        assert (default is None) == (".Em Required" in text), where
        if default:
            assert default in text.split("Default:", 1)[-1] or "As under" in text, where


@cases.case("the readme's table of pages names addresses that are there")
def _():
    routes = re.findall(r'"(/[^"]*)"', read("src/web/routes.c"))
    first = {"/" + r.split("/")[1] for r in routes}
    table = read("README.md").split("| page | for | what |")[1].split("\n\n")[0]
    named = {"/" + p.split("/")[1] for p in re.findall(r"`(/[^`]*)`", table)}
    assert named <= first, named - first
    hidden = first - named - {"/en", "/filer", "/lank-skickad"}
    assert not hidden, "not in the table: %s" % hidden


@cases.case("the readmes name targets of make, files and commands that are there")
def _():
    texts = read("README.md") + read("src/README.md")
    targets = re.findall(r"^([\w-]+):", read("Makefile"), re.MULTILINE)
    named = set(re.findall(r"`(?:SAN=1 )?make ([a-z-]+)", texts))
    assert named <= set(targets) | {"install", "unit-lending"}, named - set(targets)
    folders = "src|tests|scripts|config|include"
    for path in re.findall(r"[`(]((?:%s)/[\w./-]*\w)(?![\w*])" % folders, texts):
        assert re.search("NAME|NNN", path) or os.path.exists(ROOT + "/" + path), path
    nouns = {name.split()[0] for name in verbs_of_help()}
    for noun in re.findall(r"`levande ([a-z]+)", texts):
        assert noun in nouns, noun


@cases.case("the modules in the readmes are those that are built")
def _():
    modules = re.search(r"^MODULES +:= (.*)", read("Makefile"), re.MULTILINE).group(1).split()
    short = read("README.md").split("## The house")[1]
    long = read("src/README.md")
    for module in modules:
        assert re.search(r"^src/(?:\w+ )*%s\b" % module, short, re.MULTILINE), module
        assert re.search(r"^ +(?:\w+/ )*%s/" % module, long, re.MULTILINE), module


if __name__ == "__main__":
    sys.exit(cases.run())

#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""How levanded is run: --once and --now, one of each role, signals, systemd's notices.

The clock of --now lets a test see three working days over Easter, and a minute's rate, without
waiting for them.
"""

import datetime
import os
import re
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import mails  # noqa: E402
from lib.cases import Cases  # noqa: E402
from lib.levande import Levande, text_of  # noqa: E402
from lib.ports import free_port, wait_for  # noqa: E402
from lib.sink import Sink  # noqa: E402

PATIENCE = 30
WEDNESDAY = datetime.date(2027, 3, 24)  # Good Friday is the 26th, Easter Monday the 29th
cases = Cases()


def purposes(library):
    return [(m["purpose"], m["state"]) for m in library.levande("mail", "list")["outbox"]]


@cases.case("--once does all there is, says so for each role, and ends with 0")
def all_done():
    with Levande() as library:
        library.pool()
        library.deliver(mails.request_mail(1), mails.request_mail(2, complete=False))
        said = library.once()
        for role in ("fetch", "work", "send"):
            assert re.search("^%s: .*\\d" % role, said, re.M), said
        assert {r["state"] for r in library.requests()} == {"inviting", "clarifying"}
        assert {state for _, state in purposes(library)} == {"sent"}
        count = len(library.letters())
        library.once()
        assert len(library.letters()) == count > 2
        library.check()


@cases.case("--once with a mail server away ends with 75, and a later run goes on")
def server_away():
    with Sink() as sink, Levande() as library:
        library.set("send", target="smtp://127.0.0.1:%d" % free_port(), tls="none")
        library.deliver(mails.request_mail(1, complete=False))
        library.once("--now", "2027-03-01T10:00", expected=75)
        assert purposes(library) == [("acknowledgement", "deferred")]
        library.once("--now", "2027-03-01T10:01", expected=75)
        library.set("send", target="smtp://127.0.0.1:%d" % sink.port)
        library.once("--now", "2027-03-01T11:00")
        assert purposes(library) == [("acknowledgement", "sent")] and len(sink.letters) == 1
        library.set("fetch", source="imap://127.0.0.1:%d/INBOX" % free_port(), tls="none",
                    user="levande", password_file=library.secret("password", "hemligt"))
        library.once("--now", "2027-03-01T12:00", expected=75)
        library.check()


@cases.case("a letter that a person must settle does not count as waiting")
def waits_for_a_person():
    with Levande() as library:
        library.deliver(mails.mail("Hej, jag vill veta mer om er.", sender="x@example.com"))
        library.deliver(mails.request_mail(1, sender="hos.oss@example.com"))
        library.once()
        assert len(library.tasks()) == 2 and library.letters() == []


@cases.case("a second of the same role is refused with 75 and told who holds it")
def second_refused():
    with Levande() as library:
        daemon = library.start()
        for arguments in (("--role", "fetch", "--once"), ("--role", "work"), ("--once",), ()):
            code, said = library.daemon(*arguments)
            holders = {str(library.holder(role)) for role in ("fetch", "work", "send", "web")}
            assert code == 75, (arguments, code, said)
            assert holders & set(re.findall(r"\d+", said)), (arguments, said)
        assert library.stop(daemon) == 0


@cases.case("--role web runs beside --once, and shows what it does")
def web_beside():
    with Levande() as library:
        web = library.start("--role", "web")
        library.deliver(mails.request_mail(1, complete=False))
        library.once()
        assert library.get("/")[0] == 200 and library.get("/halsa")[0] == 200
        assert library.get("/finns-inte")[0] == 404
        assert library.stop(web) == 0


@cases.case("two roles can be run together, and the others beside them")
def some_roles():
    with Levande() as library:
        first = library.start("--role", "fetch,work")
        second = library.start("--role", "send")
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "the acknowledgement")
        assert library.stop(first) == 0 and library.stop(second, signal.SIGINT) == 0


@cases.case("missing facts: reminded after three working days, over Easter, and not before")
def reminder():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False, today=WEDNESDAY))
        library.once("--now", "2027-03-24T10:00")
        assert purposes(library) == [("acknowledgement", "sent")]
        for early in ("2027-03-25T12:00", "2027-03-27T12:00", "2027-03-29T12:00",
                      "2027-03-30T12:00", "2027-03-31T09:58"):
            library.once("--now", early)
            assert len(purposes(library)) == 1, "reminded at " + early
        library.once("--now", "2027-03-31T10:02")
        assert sorted(purposes(library)) == [("acknowledgement", "sent"),
                                             ("missing_facts", "sent")]
        reminder_letter = next(m for m in library.letters() if "Tack för er" not in m["Subject"])
        assert "LB-2027-0001" in reminder_letter["Subject"]
        assert "många" in text_of(reminder_letter), text_of(reminder_letter)
        assert library.tasks() == []
        library.once("--now", "2027-04-05T10:04")
        tasks = library.tasks()
        assert [t["number"] for t in tasks] == ["LB-2027-0001"], tasks
        library.once("--now", "2027-05-05T10:04")
        assert len(purposes(library)) == 2 and len(library.tasks()) == 1, "reminded again"
        library.check()


@cases.case("missing facts: no reminder once the unit has answered")
def no_reminder():
    with Levande() as library:
        library.deliver(mails.request_mail(1, complete=False, today=WEDNESDAY))
        library.once("--now", "2027-03-24T10:00")
        number = library.requests()[0]["number"]
        library.levande("--now", "2027-03-30T10:00", "request", "set", number, "people_min=2",
                        "format=digital", "compensation=promised")
        library.once("--now", "2027-04-10T10:00")
        assert "missing_facts" not in dict(purposes(library))


@cases.case("association_first: where no association fits, the pool has its turn at once")
def nobody_first():
    with Levande(routing={"default": "association_first"}) as library:
        library.pool(associations=False)
        library.deliver(mails.request_mail(1))
        library.once()
        shown = library.levande("request", "show", library.requests()[0]["number"])
        assert shown["state"] == "inviting"
        assert shown["invitations"] and {i["who"][0] for i in shown["invitations"]} == {"P"}
        assert {i["wave"] for i in shown["invitations"]} == {1}


@cases.case("--once waits for the rate when that is short, and not for more than a minute")
def rate():
    with Levande(send={"rate_per_minute": "1"}) as library:
        library.deliver(mails.request_mail(1, complete=False))
        library.once("--now", "2027-03-01T10:00")
        library.deliver(*(mails.request_mail(n, complete=False) for n in (2, 3)))
        library.once("--role", "fetch,work", "--now", "2027-03-01T10:00")
        assert len(library.letters()) == 1
        library.once("--role", "send", "--now", "2027-03-01T10:01", expected=75)
        assert len(library.letters()) == 2, len(library.letters())
        library.once("--role", "send", "--now", "2027-03-01T10:03")
        assert len(library.letters()) == 3


@cases.case("asks wait outside the hours; an acknowledgement goes at once")
def hours():
    with Levande(send={"hours": "07:00-19:00"}) as library:
        library.pool()
        library.deliver(mails.request_mail(1, today=WEDNESDAY))
        library.once("--now", "2027-03-24T20:00")
        assert [("LB-" in m["Subject"]) for m in library.letters()] == [True]
        library.once("--now", "2027-03-25T06:50")
        assert len(library.letters()) == 1
        library.once("--now", "2027-03-25T07:01")
        assert len(library.letters()) > 1


@cases.case("a wrong command line is refused with 64")
def usage():
    with Levande() as library:
        for wrong in (("--frobnicate",), ("--role", "cook"), ("--role", ""), ("--now", "igår"),
                      ("--now", "2027-02-30T10:00", "--once"), ("extra",), ("--role",),
                      ("--now", "2027-03-01", "--once")):
            code, said = library.daemon(*wrong)
            assert code == 64 and said, (wrong, code, said)
        code, said = library.daemon("--version")
        assert code == 0 and re.match(r"levanded \d", said), said
        assert not os.path.exists(library.book)


@cases.case("SIGHUP: a good configuration is taken, a bad one reported and the old one stays")
def reloads():
    with Levande() as library:
        daemon = library.start()
        library.set("library", name="Biblioteket vid Havet")
        before = {role: library.holder(role) for role in ("fetch", "work", "send", "web")}
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: "Biblioteket vid Havet" in library.get("/")[1], PATIENCE, "the new name")
        wait_for(lambda: all(library.holder(role) != pid for role, pid in before.items()),
                 PATIENCE, "all roles to be renewed")
        library.set("library", name="Fel bibliotek")
        library.set("fetch", poll_seconds="ofta")
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: "configuration_refused" in library.log(), PATIENCE, "the refusal")
        with open(library.file, encoding="utf-8") as lines:
            line = next(n for n, text in enumerate(lines, 1) if "ofta" in text)
        assert "%s:%d: " % (library.file, line) in library.log(), library.log()
        assert "Biblioteket vid Havet" in library.get("/")[1]
        fallen = {role: library.holder(role) for role in ("work", "web")}
        for pid in fallen.values():
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: all(library.holder(role) != pid for role, pid in fallen.items())
                 and answers(library), PATIENCE, "roles that fell under the refused one")
        assert "Biblioteket vid Havet" in library.get("/")[1]
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "a letter under the old configuration")
        library.set("fetch", poll_seconds="1")
        port, library.port = library.port, free_port()
        library.set("web", listen="127.0.0.1:%d" % library.port)
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: answers(library), PATIENCE, "the new address")
        assert "Fel bibliotek" in library.get("/")[1]
        library.port = port
        wait_for(lambda: not answers(library), PATIENCE, "the old address to be left")
        assert library.stop(daemon) == 0 and daemon.returncode == 0


def answers(library):
    try:
        return library.get("/")[0] == 200
    except OSError:
        return False


@cases.case("systemd is told of start, reload and stop")
def notifies():
    with Levande() as library, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        path = library.folder + "/notify"
        notices.bind(path)
        notices.settimeout(PATIENCE)
        daemon = library.start(env={**os.environ, "NOTIFY_SOCKET": path})
        assert notices.recv(4096).split(b"\n")[0] == b"READY=1"
        daemon.send_signal(signal.SIGHUP)
        assert notices.recv(4096).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
        assert notices.recv(4096).split(b"\n")[0] == b"READY=1"
        daemon.send_signal(signal.SIGTERM)
        assert notices.recv(4096).split(b"\n")[0] == b"STOPPING=1"
        assert daemon.wait(PATIENCE) == 0


@cases.case("what the shell exported reaches no role")
def environment():
    with Levande() as library:
        daemon = library.start(env={**os.environ, "TZ": "Europe/Stockholm",
                                    "OTHERS_PASSWORD": "hemligt-4711",
                                    "https_proxy": "http://proxy.example:3128"})
        for pid in [daemon.pid] + [library.holder(r) for r in ("fetch", "work", "send", "web")]:
            with open("/proc/%d/environ" % pid, "rb") as shown:
                held = shown.read()
            assert b"hemligt" not in held and b"proxy" not in held, (pid, held)
            assert b"TZ=Europe/Stockholm" in held and b"PATH=" in held, (pid, held)
        assert library.stop(daemon) == 0


@cases.case("mail servers that hang hold up no stop")
def hanging_servers():
    with Levande() as library, socket.create_server(("127.0.0.1", 0)) as silent:
        secret = library.secret("word", "ord")
        silent.settimeout(PATIENCE)
        url = "%%s://127.0.0.1:%d" % silent.getsockname()[1]
        library.deliver(mails.request_mail(1))
        library.once("--role", "fetch,work")
        library.set("fetch", source=url % "imap" + "/INBOX", tls="none", user="levande",
                    password_file=secret)
        library.set("send", target=url % "smtp", tls="none", engine="libcurl")
        daemon = library.start()
        taken = [silent.accept()[0] for _ in range(2)]
        assert library.stop(daemon) == 0
        assert "role_killed" not in library.log(), "it waited for its patience to end"
        assert library.rows("SELECT count(*) FROM letter WHERE state = 'unknown'") == [(0,)]
        for one in taken:
            one.close()


@cases.case("kill -9 of one role leaves the others at work, and it comes again")
def one_role_falls():
    with Levande() as library:
        daemon = library.start()
        roles = ("fetch", "work", "send", "web")
        before = {role: library.holder(role) for role in roles}
        os.kill(before["web"], signal.SIGKILL)
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "a letter without the web role")
        wait_for(lambda: library.holder("web") != before["web"], PATIENCE, "web again")
        wait_for(lambda: answers(library), PATIENCE, "pages again")
        assert all(library.holder(role) == before[role] for role in roles if role != "web")
        os.kill(before["work"], signal.SIGKILL)
        library.deliver(mails.request_mail(2, complete=False))
        wait_for(lambda: len(library.letters()) == 2, PATIENCE, "a letter after work's death")
        assert answers(library) and library.holder("fetch") == before["fetch"]
        assert library.stop(daemon) == 0
        library.check()


@cases.case("kill -9 of the supervisor takes the roles along, and a new one starts")
def supervisor_falls():
    with Levande() as library:
        daemon = library.start()
        pids = [library.holder(role) for role in ("fetch", "work", "send", "web")]
        daemon.kill()
        daemon.wait()
        for pid in pids:
            library.wait_for_end(pid)
        daemon = library.start()
        library.deliver(mails.request_mail(1, complete=False))
        wait_for(library.letters, PATIENCE, "a letter")
        assert library.stop(daemon) == 0


if __name__ == "__main__":
    sys.exit(cases.run())

# SPDX-License-Identifier: EUPL-1.2
"""Mails of invented people: requests, answers, and what no mail should look like."""

import datetime
import email.message
import email.policy
import email.utils

LIBRARY = "levande@example.org"
MONTHS = ("januari februari mars april maj juni juli augusti september oktober november"
          " december").split()


def day_in(days, today=None):
    """A working day at least so many days from now."""
    day = (today or datetime.date.today()) + datetime.timedelta(days)
    while day.weekday() > 4:
        day += datetime.timedelta(1)
    return day


def swedish(day):
    return "%d %s %d" % (day.day, MONTHS[day.month - 1], day.year)


COMPLETE = """Hej!

Vi på Strokeenheten Östra ser över hur vi tar emot patienter som kommer från akuten.
Till en workshop söker vi två personer med egen erfarenhet av stroke, patienter eller
närstående går lika bra.

Tid: {day} kl. 13.00-16.00
Plats: Östra sjukhuset i Göteborg

Ersättning betalas enligt regionens riktlinjer, ansvar 41207.

Vänliga hälsningar

Marie Sundqvist
Vårdenhetschef
Strokeenheten Östra
Telefon 031-390 06 21
"""

INCOMPLETE = """Hej!

Vi på Strokeenheten Östra ska ha en workshop om stroke och skulle behöva patienter som vill
vara med. Det blir den {day} kl. 13.00-16.00.

Vänliga hälsningar

Marie Sundqvist
Strokeenheten Östra
031-390 06 21
"""


def mail(text, subject="Patienter till workshop", sender="marie.sundqvist@vgregion.example",
         number=1, to=LIBRARY, date=None, **headers):
    """One plain mail, as bytes; headers with _ for -."""
    m = email.message.EmailMessage(policy=email.policy.SMTP)
    m["From"] = "Marie Sundqvist <%s>" % sender if "sundqvist" in sender else sender
    m["To"] = to
    m["Subject"] = subject
    m["Date"] = email.utils.format_datetime(date or datetime.datetime.now().astimezone())
    m["Message-ID"] = "<mail-%s@%s>" % (number, sender.split("@")[1])
    for key, value in headers.items():
        m[key.replace("_", "-")] = value
    m.set_content(text, cte="quoted-printable")
    return m.as_bytes()


def request_mail(number=1, days=35, complete=True, today=None, **more):
    """A unit's request; the incomplete one owes number of people, place and compensation."""
    text = (COMPLETE if complete else INCOMPLETE).format(day=swedish(day_in(days, today)))
    return mail(text, subject=more.pop("subject", "Workshop om stroke %s" % number),
                number=number, **more)


def bounce(letter, number, status="5.1.1", action="failed", sender="<>"):
    """A delivery report for a letter that we sent (parsed), as its receiver's server makes it."""
    address = letter["To"].addresses[0].addr_spec
    domain = address.split("@")[1]
    return "\r\n".join([
        "Return-Path: %s" % sender, "From: Mail Delivery System <MAILER-DAEMON@%s>" % domain,
        "To: %s" % letter["Reply-To"], "Subject: Undelivered Mail Returned to Sender",
        "Date: %s" % letter["Date"], "Message-ID: <bounce-%s@%s>" % (number, domain),
        "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B", "",
        "--B", "", "The letter could not be delivered.", "",
        "--B", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.%s" % domain,
        "", "Final-Recipient: rfc822; %s" % address, "Action: %s" % action,
        "Status: %s" % status, "",
        "--B", "Content-Type: text/rfc822-headers", "", "Message-ID: %s" % letter["Message-ID"],
        "To: <%s>" % address, "--B--", ""]).encode("ascii")

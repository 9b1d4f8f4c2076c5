# SPDX-License-Identifier: EUPL-1.2
"""The weight of the public pages, as a browser that takes gzip gets them: the page itself, its
style sheets, and all that it makes the browser fetch."""

import html.parser
import http.client

from lib.levande import Levande
from lib.mails import request_mail
from table import row

BOUND_PART, BOUND_ALL = 14, 40  # kilobytes
OPEN = ("/", "/forfragan", "/bli-levande-bok", "/mina-uppgifter", "/tillganglighet",
        "/personuppgifter")


class _Fetched(html.parser.HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self):
        super().__init__()
        self.styles, self.others = [], []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "link" and a.get("rel") == "stylesheet":
            self.styles.append(a["href"])
        elif tag == "link" and "icon" in (a.get("rel") or ""):
            self.others.append(a["href"])
        elif tag in ("img", "script") and a.get("src"):
            self.others.append(a["src"])


def _fetch(port, path):
    """The body as it came over the wire, and as text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return body, answer.headers.get("Content-Encoding")


def _weigh(port, path):
    """Bytes of the page, of its style sheets, of all."""
    body, packed = _fetch(port, path)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    text = connection.getresponse().read().decode("utf-8")
    connection.close()
    found = _Fetched()
    found.feed(text)
    styles = sum(len(_fetch(port, style)[0]) for style in found.styles)
    others = sum(len(_fetch(port, other)[0]) for other in found.others)
    return len(body), packed, styles, len(body) + styles + others


def rows(_repeats):
    with Levande() as library:
        library.pool()
        library.deliver(request_mail())
        library.once("--role", "fetch,work")
        token, = library.rows("SELECT token FROM letter WHERE purpose = 'invitation_person'"
                              " AND token IS NOT NULL ORDER BY id LIMIT 1")[0]
        daemon = library.start("--role", "web")
        weighed = [(path, *_weigh(library.port, path)) for path in (*OPEN, "/svar/" + token)]
        library.stop(daemon)
    found = []
    for index, what, bound in ((1, "the page itself", BOUND_PART), (3, "its style", BOUND_PART),
                               (4, "with all that it fetches", BOUND_ALL)):
        path, most = max(((w[0], w[index]) for w in weighed), key=lambda pair: pair[1])
        found.append(row("the heaviest of %d public pages, packed: %s (%s)" % (
            len(weighed), what, path.split("/")[1] or "/"), "%.1f kB" % (most / 1000),
            "≤ %d kB" % bound, most <= bound * 1000))
    return found

# SPDX-License-Identifier: EUPL-1.2
"""A browser without a screen: pages, their forms, and a cookie jar of one."""

import html.parser
import http.client
import json
import urllib.parse


class _Forms(html.parser.HTMLParser):
    """Every form of a page: action, and fields with what they hold."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.area, self.choice = [], None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action"), "fields": {}})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        if tag == "input" and a.get("name"):
            if a.get("type") in ("radio", "checkbox"):
                fields.setdefault(a["name"], "")
                if "checked" in a:
                    fields[a["name"]] = a.get("value", "on")
            else:
                fields[a["name"]] = a.get("value", "")
        elif tag == "textarea":
            self.area = a["name"]
            fields[self.area] = ""
        elif tag == "select":
            self.choice = a["name"]
            fields[self.choice] = ""
        elif tag == "option" and self.choice and "selected" in a:
            fields[self.choice] = a.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            held = self.forms[-1]["fields"]
            held[self.area] = held[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.forms[-1]["fields"][self.area] += data


def forms_of(text):
    parser = _Forms()
    parser.feed(text)
    return parser.forms


def fields_of(text):
    """The fields of the first form with a token; {} where the page has none."""
    for form in forms_of(text):
        if "form" in form["fields"]:
            return form["fields"]
    return {}


class Page:
    """An answer: status, headers, text, and its first form's action and token."""

    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text
        self.location = headers.get("Location")
        form = next((f for f in forms_of(text) if "form" in f["fields"]), None)
        self.action = form["action"] if form else None
        self.token = form["fields"]["form"] if form else None

    def with_token(self, token):
        copy = Page(self.status, self.headers, self.text)
        copy.token = token
        return copy

    def on(self, action):
        copy = Page(self.status, self.headers, self.text)
        copy.action = action
        return copy


class Site:
    """One browser, with its cookies. `headers` go with all that it asks."""

    def __init__(self, port, headers=None):
        self.port, self.headers, self.cookies = port, headers or {}, {}

    @property
    def cookie(self):
        """All of them, as they are sent; None: there is none."""
        return "; ".join("%s=%s" % pair for pair in self.cookies.items()) or None

    @cookie.setter
    def cookie(self, text):
        self.cookies = dict([text.split("=", 1)]) if text else {}

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = dict(self.headers, **(headers or {}))
        if self.cookie:
            given["Cookie"] = self.cookie
        try:
            connection.request(method, path, body=body, headers=given)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return Page(answer.status, answer.headers, text)

    def get(self, path):
        return self.ask("GET", path)

    def json(self, path):
        return json.loads(self.get(path + ".json").text)

    def post(self, path, body, kind="application/x-www-form-urlencoded"):
        return self.ask("POST", path, body.encode("utf-8"), {"Content-Type": kind})

    def send(self, page, fields):
        """Fills in the page's form with these fields alone, and sends it."""
        said = dict(fields)
        if page.token is not None:
            said["form"] = page.token
        return self.post(page.action, urllib.parse.urlencode(said))

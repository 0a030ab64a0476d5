"""Reads answers as a browser would: links, forms, headings; and walks a site along its links."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

REFERENCES = ("href", "src", "action", "srcset", "poster", "data", "formaction", "xlink:href")
TEXT = ("text", "search", "email", "url", "textarea")


@dataclass
class Field:
    """A field of a form. ``options`` are the values that may be chosen, ``value`` what stands there."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    numeric: bool = False


@dataclass
class Form:
    """A form as it stands in a page; a box or a button of several fields of one name is one field here."""

    action: str
    method: str
    fields: dict[str, list[Field]] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """What a browser sends when nothing is changed."""
        return {
            name: values for name, each in self.fields.items() if (values := [one.value for one in each if sent(one)])
        }


def sent(one: Field) -> bool:
    return one.kind not in ("checkbox-off", "radio-off", "submit", "button", "file")


class Page(HTMLParser):
    """One answer, read once."""

    def __init__(self, url: str, response: HttpResponse) -> None:
        super().__init__()
        self.url, self.response = url, response
        self.references: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.inline: list[str] = []
        self.text = ""
        self.heading = ""
        self._form: Form | None = None
        self._open = ""
        self._in_heading = False
        self._select: Field | None = None
        self.html = response.getvalue().decode() if is_html(response) else ""
        self.feed(self.html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.look(tag, given)
        if tag == "form":
            self._form = Form(urljoin(self.url, given.get("action") or self.url), given.get("method", "get").lower())
            self.forms.append(self._form)
        if tag in ("input", "select", "textarea", "button") and self._form and given.get("name"):
            self.add(tag, given)
        if tag == "option" and self._select:
            self._select.options.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")
        self._open = tag
        self._in_heading |= tag == "h1"

    def look(self, tag: str, given: dict[str, str]) -> None:
        """Note where a page leads, what it loads, and what it has inline."""
        self.references += [given[name] for name in REFERENCES if name in given]
        if tag == "a" and "href" in given:
            self.links.append(urldefrag(urljoin(self.url, given["href"])).url)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline.append(f"<{tag}>")
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.inline += [f"<{tag} {name}>" for name, value in given.items() if value.lower().startswith("javascript:")]

    def add(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text" if tag == "input" else tag)
        if kind in ("checkbox", "radio") and "checked" not in given:
            kind += "-off"
        numeric = kind in ("number", "date") or given.get("inputmode") in ("numeric", "decimal")
        made = Field(given["name"], kind, given.get("value", "on" if kind.startswith("checkbox") else ""), [], numeric)
        if kind.startswith(("checkbox", "radio")):
            made.options.append(made.value)
        assert self._form is not None
        self._form.fields.setdefault(made.name, []).append(made)
        if tag == "select":
            self._select = made

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select" and self._select:
            if not self._select.value and self._select.options:
                self._select.value = self._select.options[0]
            self._select = None
        self._open = ""
        self._in_heading &= tag != "h1"

    def handle_data(self, data: str) -> None:
        if self._open == "textarea" and self._form and self._form.fields:
            list(self._form.fields.values())[-1][-1].value += data.lstrip("\n")
        self.text += f" {data}"
        if self._in_heading:
            self.heading = " ".join(f"{self.heading} {data}".split())

    @property
    def words(self) -> str:
        """What there is to read, in one line."""
        return " ".join(self.text.split())

    def form(self, *names: str) -> Form:
        """The form that posts and has these fields."""
        return next(each for each in self.forms if each.method == "post" and set(names) <= set(each.fields))


def is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def read(client: Client, url: str) -> Page:
    return Page(url, client.get(url))


def crawl(client: Client, starts: Iterable[str], *, most: int = 6) -> dict[str, Page]:
    """Every page that can be reached by links, the first few of each view."""
    found: dict[str, Page] = {}
    waiting, seen = deque(starts), set[str]()
    counts = Counter[str]()
    while waiting:
        url = waiting.popleft()
        if url in seen or not url.startswith("/") or url.startswith(("/static/", "/accounts/logout", "/admin/")):
            continue
        seen.add(url)
        view = resolve(urlsplit(url).path).view_name
        counts[view] += 1
        if counts[view] <= most:
            found[url] = Page(url, client.get(url))
            waiting.extend(found[url].links)
    return found

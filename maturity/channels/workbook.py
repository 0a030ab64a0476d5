"""The sheets of how customers move: channels, handoffs, paths, and the systems and links underneath."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.names import fold
from maturity.web.sheets.book import Book, SheetRow, key_of
from maturity.web.sheets.cell_types import KnownWord, PlainText, YesNo, money, number, share, text
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.lists import Route
from maturity.web.sheets.numbers import plain
from maturity.web.sheets.saving import save_rows

from .models import Channel, Handoff, Link, Path, System

CHANNELS = Sheet(
    "Channels",
    (
        Column("channel", text(Channel, "name"), "name", required=True, names="channel"),
        Column("kind", KnownWord("kind of channel"), "kind"),
        Column("department", PlainText(120), "department__name", refers="department"),
        Column("contacts per year", number(Channel, "contacts_per_year", 0), "contacts_per_year"),
        Column("cost per contact", money(Channel, "cost_per_contact", 0), "cost_per_contact"),
        Column("response rate", share(Channel, "response_rate"), "response_rate"),
        Column("response hours", number(Channel, "response_hours", 0, thousands=False, unit="hours"), "response_hours"),
        Column("recognises by", text(Channel, "recognises_by"), "recognises_by"),
    ),
    key=("channel",),
    examples=(
        {
            "channel": gettext_lazy("Web"),
            "kind": "digital",
            "department": gettext_lazy("Marketing"),
            "contacts per year": 620000,
            "cost per contact": Decimal("0.4"),
            "response rate": Decimal("0.06"),
            "response hours": 2,
        },
        {
            "channel": gettext_lazy("Telephone"),
            "kind": "human",
            "department": gettext_lazy("Customer service"),
            "contacts per year": 165000,
            "cost per contact": 48,
            "response rate": Decimal("0.55"),
        },
    ),
)
HANDOFFS = Sheet(
    "Handoffs",
    (
        Column("from", PlainText(120), "origin__name", required=True, refers="channel"),
        Column("to", PlainText(120), "destination__name", required=True, refers="channel"),
        Column("share", share(Handoff, "share"), "share"),
        Column("purpose", text(Handoff, "purpose"), "purpose"),
        Column("identity follows", YesNo(), "identity_follows"),
        Column("estimated by", text(Handoff, "estimated_by"), "estimated_by"),
    ),
    key=("from", "to"),
    examples=(
        {
            "from": gettext_lazy("Web"),
            "to": gettext_lazy("Telephone"),
            "share": Decimal("0.17"),
            "purpose": gettext_lazy("To get help"),
            "identity follows": False,
        },
    ),
)
PATHS = Sheet(
    "Paths",
    (
        Column("path", Route(), required=True, refers="channel"),
        Column("customers", number(Path, "customers", 0), "customers", required=True),
        Column("conversions", number(Path, "conversions", 0), "conversions", required=True),
    ),
    key=("path",),
    summed=("customers", "conversions"),
    examples=(
        {
            "path": (gettext_lazy("Web"), gettext_lazy("Telephone")),
            "customers": 920,
            "conversions": 216,
        },
        {
            "path": (gettext_lazy("Web"),),
            "customers": 5130,
            "conversions": 733,
        },
    ),
)
SYSTEMS = Sheet(
    "Systems",
    (
        Column("system", text(System, "name"), "name", required=True, names="system"),
        Column("department", PlainText(120), "department__name", refers="department"),
        Column("data held", text(System, "data_held"), "data_held"),
        Column("class", KnownWord("class"), "data_class"),
        Column("data owner", text(System, "data_owner"), "data_owner"),
    ),
    key=("system",),
    examples=(
        {
            "system": "CRM",
            "department": gettext_lazy("Customer service"),
            "data held": gettext_lazy("Customers, enquiries"),
            "class": "personal",
        },
        {
            "system": gettext_lazy("Billing"),
            "department": gettext_lazy("Marketing"),
            "data held": gettext_lazy("Bills, payments"),
            "class": "personal",
        },
    ),
)
LINKS = Sheet(
    "Links",
    (
        Column("from", PlainText(120), "origin__name", required=True, refers="system"),
        Column("to", PlainText(120), "destination__name", required=True, refers="system"),
        Column("exchange", KnownWord("exchange"), "exchange"),
        Column("should be", KnownWord("exchange"), "should_be"),
        Column("reason", text(Link, "reason"), "reason"),
    ),
    key=("from", "to"),
    examples=(
        {
            "from": "CRM",
            "to": gettext_lazy("Billing"),
            "exchange": "batch",
            "should be": "real time",
            "reason": gettext_lazy("An answer in the first call"),
        },
    ),
)
SHEETS = (CHANNELS, HANDOFFS, PATHS, SYSTEMS, LINKS)


def learn(book: Book, engagement: Engagement) -> None:
    for channel in engagement.channels.all():
        book.known.learn("channel", channel.name, channel)
    for system in engagement.systems.all():
        book.known.learn("system", system.name, system)


def check(book: Book, engagement: Engagement | None) -> None:
    """A handoff or link has two ends, and no path converts more customers than took it."""
    for name in ("Handoffs", "Links"):
        for row in book.rows(name):
            if row["from"] and row["to"] and fold(row["from"]) == fold(row["to"]):
                book.tables[name].fault(row, "to", _("another than it comes from"))
    for row in book.rows("Paths"):
        customers, conversions = row["customers"], row["conversions"]
        if customers is not None and conversions is not None and conversions > customers:
            expected = _("at most the path's customers, %(customers)s") % {"customers": plain(customers)}
            book.tables["Paths"].fault(row, "conversions", expected)


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    own = {"engagement": engagement}
    if "Channels" in book.tables:
        save_rows(book, "Channels", Channel, {(fold(one.name),): one for one in engagement.channels.all()}, fixed=own)
    if "Handoffs" in book.tables:
        handoffs = Handoff.objects.filter(origin__engagement=engagement).select_related("origin", "destination")
        stored = {(fold(one.origin.name), fold(one.destination.name)): one for one in handoffs}
        save_rows(book, "Handoffs", Handoff, stored, fixed={})
    if "Paths" in book.tables:
        save_paths(book, engagement)
    if "Systems" in book.tables:
        save_rows(book, "Systems", System, {(fold(one.name),): one for one in engagement.systems.all()}, fixed=own)
    if "Links" in book.tables:
        links = Link.objects.filter(origin__engagement=engagement).select_related("origin", "destination")
        ends = {(fold(one.origin.name), fold(one.destination.name)): one for one in links}
        save_rows(book, "Links", Link, ends, fixed={})


def save_paths(book: Book, engagement: Engagement) -> None:
    stored = {(key_of(names),): path for path, names in named_paths(engagement)}

    def route(row: SheetRow) -> dict[str, Any]:
        return {"route": [book.known.thing("channel", name).pk for name in row["path"]]}

    save_rows(book, "Paths", Path, stored, fixed={"engagement": engagement}, extra=route)


def named_paths(engagement: Engagement) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Paths with their channels' names; not those through a channel that has been deleted, which have no meaning."""
    names = dict(engagement.channels.values_list("pk", "name"))
    for path in engagement.paths.all():
        if all(channel in names for channel in path.route):
            yield path, tuple(names[channel] for channel in path.route)


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    return (
        Channel.objects.filter(engagement=engagement),
        Handoff.objects.filter(origin__engagement=engagement),
        Path.objects.filter(engagement=engagement),
        System.objects.filter(engagement=engagement),
        Link.objects.filter(origin__engagement=engagement),
    )


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    handoffs = Handoff.objects.filter(origin__engagement=engagement)
    links = Link.objects.filter(origin__engagement=engagement)
    yield CHANNELS, list(engagement.channels.values_list(*CHANNELS.fields))
    yield HANDOFFS, list(handoffs.values_list(*HANDOFFS.fields))
    yield PATHS, [(names, path.customers, path.conversions) for path, names in named_paths(engagement)]
    yield SYSTEMS, list(engagement.systems.values_list(*SYSTEMS.fields))
    yield LINKS, list(links.values_list(*LINKS.fields))

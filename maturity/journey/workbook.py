"""The sheets of what the customer meets: the journey, customers' ratings, and set pieces."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.names import fold
from maturity.web.sheets.book import Book, Count, SheetRow
from maturity.web.sheets.cell_types import Day, KnownWord, PlainText, YesNo, number, text, whole
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.saving import BATCH, save_rows

from .models import CustomerRating, Journey, Persona, SetPiece, Stage, Touchpoint
from .queries import living_touchpoints
from .rules import FIELDS, TouchpointField


def column_of(declared: TouchpointField) -> Column:
    """The column of a touchpoint's field, of the kind that the model has."""
    field: Any = Touchpoint._meta.get_field(declared.name)
    heading, name = declared.column, declared.name
    if isinstance(field, models.ForeignKey):
        return Column(heading, PlainText(120), f"{name}__name", refers=heading)
    if isinstance(field, models.DecimalField):
        return Column(heading, number(Touchpoint, name, declared.low, declared.high), name)
    if isinstance(field, models.BooleanField):
        return Column(heading, YesNo(), name, default=False)
    if field.choices:
        return Column(heading, KnownWord(heading), name)
    return Column(heading, text(Touchpoint, name), name)


DECLARED = sorted((each for each in FIELDS if each.column), key=lambda each: each.sheet)
JOURNEY = Sheet(
    "Journey",
    (
        Column("journey", text(Journey, "name"), required=True),
        Column("persona", text(Persona, "name")),
        Column("stage", text(Stage, "name"), required=True),
        Column("order", whole(0), "position", required=True),
        Column("touchpoint", text(Touchpoint, "name"), "name", required=True, names="touchpoint"),
        *(column_of(declared) for declared in DECLARED if declared.name != "name"),
    ),
    key=("touchpoint",),
    examples=(
        {
            "journey": gettext_lazy("Customer"),
            "persona": gettext_lazy("A family"),
            "stage": gettext_lazy("Buy"),
            "order": 1,
            "touchpoint": gettext_lazy("Orders online"),
            "phase": "during",
            "channel": gettext_lazy("Web"),
            "department": gettext_lazy("Marketing"),
            "need": gettext_lazy("To be done in five minutes"),
            "promise": gettext_lazy("Five fields"),
            "own rating": 4,
            "ending": False,
            "recognised by": gettext_lazy("customer number"),
            "systems": "CRM",
        },
        {
            "journey": gettext_lazy("Customer"),
            "persona": gettext_lazy("A family"),
            "stage": gettext_lazy("Use"),
            "order": 2,
            "touchpoint": gettext_lazy("Asks about a bill"),
            "phase": "after",
            "channel": gettext_lazy("Telephone"),
            "department": gettext_lazy("Customer service"),
            "need": gettext_lazy("An answer that holds"),
            "promise": gettext_lazy("Solved in the first call"),
            "own rating": 3,
            "ending": True,
        },
    ),
)
RATINGS = Sheet(
    "Customer ratings",
    (
        Column("touchpoint", PlainText(200), "touchpoint__name", required=True, refers="touchpoint"),
        Column("score", whole(0, 10), "score", required=True),
        Column("date", Day(), "date"),
        Column("comment", text(CustomerRating, "comment"), "comment"),
    ),
    examples=({"touchpoint": gettext_lazy("Orders online"), "score": 9, "date": date(2026, 11, 22)},),
)
SET_PIECES = Sheet(
    "Set pieces",
    (
        Column("touchpoint", PlainText(200), "touchpoint__name", required=True, refers="touchpoint"),
        Column("deviation", text(SetPiece, "deviation"), "deviation", required=True),
        Column("likelihood", whole(1, 5), "likelihood"),
        Column("consequence", whole(1, 5), "consequence"),
        Column("plan", text(SetPiece, "plan"), "plan"),
    ),
    key=("touchpoint", "deviation"),
    examples=(
        {
            "touchpoint": gettext_lazy("Asks about a bill"),
            "deviation": gettext_lazy("The bill is three times too high"),
            "likelihood": 3,
            "consequence": 4,
        },
    ),
)
SHEETS = (JOURNEY, RATINGS, SET_PIECES)
SHOWN = ("stage__journey__name", "persona__name", "stage__name", *JOURNEY.fields[3:])


def learn(book: Book, engagement: Engagement) -> None:
    for touchpoint in engagement.touchpoints.filter(archived_at=None):
        book.known.learn("touchpoint", touchpoint.name, touchpoint)


def check(book: Book, engagement: Engagement | None) -> None:
    """Nothing that the sheets do not tell by themselves."""


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Journey" in book.tables:
        save_touchpoints(book, engagement)
    if "Customer ratings" in book.tables:
        save_ratings(book, engagement)
    if "Set pieces" in book.tables:
        pieces = SetPiece.objects.filter(touchpoint__engagement=engagement, touchpoint__archived_at=None)
        stored = {(fold(one.touchpoint.name), fold(one.deviation)): one for one in pieces.select_related("touchpoint")}
        save_rows(book, "Set pieces", SetPiece, stored, fixed={})


def save_touchpoints(book: Book, engagement: Engagement) -> None:
    rows = book.rows("Journey")
    stages = save_stages(rows, save_journeys(engagement, rows))
    personas = save_personas(engagement, rows)
    stored = {(fold(one.name),): one for one in engagement.touchpoints.filter(archived_at=None)}

    def place(row: SheetRow) -> dict[str, Any]:
        found: dict[str, Any] = {"stage_id": stages[fold(row["journey"]), fold(row["stage"])].pk}
        if "persona" in row.values:
            found["persona_id"] = personas[fold(row["persona"])].pk if row["persona"] else None
        return found

    save_rows(book, "Journey", Touchpoint, stored, fixed={"engagement": engagement}, extra=place)


def save_journeys(engagement: Engagement, rows: list[SheetRow]) -> dict[str, Journey]:
    stored = {fold(one.name): one for one in engagement.journeys.all()}
    names = {fold(row["journey"]): row["journey"] for row in reversed(rows)}
    new = [Journey(engagement=engagement, name=names[key]) for key in reversed(names) if key not in stored]
    return stored | {fold(one.name): one for one in Journey.objects.bulk_create(new)}


def save_personas(engagement: Engagement, rows: list[SheetRow]) -> dict[str, Persona]:
    stored = {fold(one.name): one for one in engagement.personas.all()}
    names = {fold(row["persona"]): row["persona"] for row in rows if row["persona"]}
    new = [Persona(engagement=engagement, name=name) for key, name in names.items() if key not in stored]
    return stored | {fold(one.name): one for one in Persona.objects.bulk_create(new)}


def save_stages(rows: list[SheetRow], journeys: dict[str, Journey]) -> dict[tuple[str, str], Stage]:
    """Stages stand in the order in which the sheet names them; those that it does not name come after them."""
    found = Stage.objects.filter(journey__in=journeys.values()).select_related("journey")
    stored = {(fold(one.journey.name), fold(one.name)): one for one in found}
    names = {(fold(row["journey"]), fold(row["stage"])): row["stage"] for row in rows}
    for name, journey in journeys.items():
        order = [key for key in names if key[0] == name]
        before = [key for key in stored if key[0] == name]
        if order != [key for key in before if key in names]:
            arrange(journey, [*order, *(key for key in before if key not in names)], names, stored)
    return stored


def arrange(
    journey: Journey,
    order: list[tuple[str, str]],
    names: dict[tuple[str, str], str],
    stored: dict[tuple[str, str], Stage],
) -> None:
    new = []
    for position, key in enumerate(order, start=1):
        if key in stored:
            stored[key].position = position
        else:
            new.append(Stage(journey=journey, name=names[key], position=position))
    Stage.objects.bulk_update([stored[key] for key in order if key in stored], ["position"])
    stored.update(((fold(journey.name), fold(one.name)), one) for one in Stage.objects.bulk_create(new))


def save_ratings(book: Book, engagement: Engagement) -> None:
    """Ratings have no key: what the file has more often than the database is added."""
    table = book.tables["Customer ratings"]
    fields = ["touchpoint_id", *(name for name in ("score", "date", "comment") if name in table.headings)]
    stored = Counter(CustomerRating.objects.filter(touchpoint__engagement=engagement).values_list(*fields))
    new: list[CustomerRating] = []
    for row in table.rows:
        values = {name: row[name] for name in fields[1:]}
        touchpoint = book.known.thing("touchpoint", row["touchpoint"])
        key = (touchpoint.pk, *values.values())
        if stored[key]:
            stored[key] -= 1
        else:
            new.append(CustomerRating(touchpoint=touchpoint, **values))
    CustomerRating.objects.bulk_create(new, batch_size=BATCH)
    book.counts[table.sheet.name] = Count(made=len(new), unchanged=len(table.rows) - len(new))


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    return (
        Persona.objects.filter(engagement=engagement),
        Journey.objects.filter(engagement=engagement),
        Stage.objects.filter(journey__engagement=engagement),
        Touchpoint.objects.filter(engagement=engagement),
        CustomerRating.objects.filter(touchpoint__engagement=engagement),
        SetPiece.objects.filter(touchpoint__engagement=engagement),
    )


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    yield JOURNEY, list(living_touchpoints(engagement).values_list(*SHOWN))
    living = {"touchpoint__engagement": engagement, "touchpoint__archived_at": None}
    yield RATINGS, list(CustomerRating.objects.filter(**living).values_list(*RATINGS.fields))
    yield SET_PIECES, list(SetPiece.objects.filter(**living).values_list(*SET_PIECES.fields))

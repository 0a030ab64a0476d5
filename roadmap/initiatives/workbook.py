"""The sheets of what could be done: initiatives, estimates, benefits and measures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.names import fold
from maturity.web.sheets.book import Book, SheetRow
from maturity.web.sheets.cell_types import Day, KnownWord, PlainText, YesNo, money, number, text, whole
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.lists import Amounts, Names
from maturity.web.sheets.numbers import plain
from maturity.web.sheets.saving import BATCH, Key, SavedRows, also_changed, save_rows
from roadmap.methods.precedence import CycleError, topological_order

from .models import Benefit, Effort, Estimate, Initiative, Measure
from .rules import FIELDS, InitiativeField

KEY = text(Initiative, "key")
MONEY = money(Benefit, "likely")


def column_of(declared: InitiativeField) -> Column:
    """The column of an initiative's field, of the kind that the model has."""
    field: Any = Initiative._meta.get_field(declared.name)
    heading, name, refers = declared.column, declared.name, declared.refers
    if name == "key":
        return Column(heading, KEY, name, required=True, names="initiative")
    if name == "efforts":
        weeks = number(Effort, "person_weeks", 0, thousands=False, unit="weeks")
        return Column(heading, Amounts(amount=weeks), refers=refers)
    if declared.several:
        return Column(heading, Names(), name, refers=refers)
    if isinstance(field, models.ForeignKey):
        return Column(heading, PlainText(120), f"{name}__name", required=True, refers=refers)
    if isinstance(field, models.DecimalField):
        return Column(heading, money(Initiative, name, declared.low), name, default=Decimal(0))
    if isinstance(field, models.BooleanField):
        return Column(heading, YesNo(), name, default=False)
    if isinstance(field, models.IntegerField):
        return Column(heading, whole(declared.low, declared.high, unit=declared.unit), name, required=not field.null)
    if declared.vocabulary:
        return Column(heading, KnownWord(declared.vocabulary), name)
    return Column(heading, text(Initiative, name), name, required=not field.blank)


INITIATIVES = Sheet(
    "Initiatives",
    tuple(column_of(declared) for declared in FIELDS if declared.column),
    key=("key",),
    examples=(
        {
            "key": "A1",
            "title": gettext_lazy("One policy for complaints"),
            "kind": "process",
            "department": gettext_lazy("Customer service"),
            "other departments": (gettext_lazy("Marketing"),),
            "dimensions": ("customer-care", "consistency"),
            "touchpoints": (gettext_lazy("Asks about a bill"),),
            "after": (),
            "quarters": 1,
            "effort": ((gettext_lazy("Customer service"), Decimal(6)), (gettext_lazy("Marketing"), Decimal(2))),
            "one-off cost": 120000,
            "cost per year": 40000,
            "must": True,
            "reach": 12000,
            "confidence": 80,
        },
        {
            "key": "B1",
            "title": gettext_lazy("Answers within 24 hours"),
            "kind": "process",
            "department": gettext_lazy("Marketing"),
            "other departments": (),
            "dimensions": ("customer-care",),
            "touchpoints": (),
            "after": ("A1",),
            "quarters": 2,
            "effort": ((gettext_lazy("Marketing"), Decimal("2.5")),),
            "one-off cost": 60000,
            "cost per year": 0,
            "must": False,
            "not before": 2,
        },
    ),
)
ESTIMATES = Sheet(
    "Estimates",
    (
        Column("initiative", KEY, "initiative__key", required=True, refers="initiative"),
        Column("rater", text(Estimate, "rater"), "rater", required=True),
        Column("department", PlainText(120), "department__name", required=True, refers="department"),
        Column("value", whole(1, 5), "value", required=True),
        Column("effort", whole(1, 5), "effort", required=True),
    ),
    key=("initiative", "rater"),
    examples=(
        {
            "initiative": "A1",
            "rater": "A-1",
            "department": gettext_lazy("Marketing"),
            "value": 4,
            "effort": 2,
        },
        {
            "initiative": "A1",
            "rater": "A-2",
            "department": gettext_lazy("Customer service"),
            "value": 5,
            "effort": 3,
        },
    ),
)
BENEFITS = Sheet(
    "Benefits",
    (
        Column("initiative", KEY, "initiative__key", required=True, refers="initiative"),
        Column("driver", KnownWord("driver"), "driver", required=True),
        Column("low", MONEY, "low", required=True),
        Column("likely", MONEY, "likely", required=True),
        Column("high", MONEY, "high", required=True),
        Column("ramp", whole(0, 40, unit="quarters"), "ramp"),
        Column("source", text(Benefit, "source"), "source"),
    ),
    key=("initiative", "driver"),
    examples=(
        {
            "initiative": "A1",
            "driver": "retention",
            "low": 300000,
            "likely": 900000,
            "high": 1600000,
            "ramp": 3,
            "source": gettext_lazy("Workshop 1"),
        },
    ),
)
MEASURES = Sheet(
    "Measures",
    (
        Column("initiative", KEY, "initiative__key", required=True, refers="initiative"),
        Column("measure", text(Measure, "name"), "name", required=True, names="measure"),
        Column("kind", KnownWord("kind of measure"), "kind"),
        Column("unit", text(Measure, "unit"), "unit"),
        Column("baseline", number(Measure, "baseline"), "baseline"),
        Column("target", number(Measure, "target"), "target"),
        Column("review", Day(), "review"),
    ),
    key=("initiative", "measure"),
    examples=(
        {
            "initiative": "A1",
            "measure": gettext_lazy("Complaints answered in 24 hours"),
            "kind": "leading",
            "unit": "%",
            "baseline": 61,
            "target": 95,
            "review": date(2027, 3, 31),
        },
    ),
)
SHEETS = (INITIATIVES, ESTIMATES, BENEFITS, MEASURES)
# Newer than files that people have: a workbook that never had them comes back without them.
WHERE_STATED = frozenset(declared.column for declared in FIELDS if declared.where_stated)
LISTS = tuple(column for column in INITIATIVES.columns if isinstance(column.kind, Names) and column.field)


def learn(book: Book, engagement: Engagement) -> None:
    for initiative in engagement.initiatives.filter(archived_at=None):
        book.known.learn("initiative", initiative.key, initiative)


def check(book: Book, engagement: Engagement | None) -> None:
    """Initiatives do not wait for each other in a circle; low, likely and high stand in this order."""
    refuse_cycles(book, engagement)
    for row in book.rows("Benefits"):
        for smaller, larger in (("low", "likely"), ("likely", "high")):
            if row[smaller] is not None and row[larger] is not None and row[smaller] > row[larger]:
                least = {"column": book.tables["Benefits"].headings[smaller], "value": plain(row[smaller])}
                expected = _("at least “%(column)s”, %(value)s") % least
                book.tables["Benefits"].fault(row, larger, expected)


def refuse_cycles(book: Book, engagement: Engagement | None) -> None:
    """Names every circle once, at the first of its rows; what is stored and not in the file counts too."""
    rows = {fold(row["key"]): row for row in book.rows("Initiatives") if row["key"]}
    after = stored_precedence(engagement)
    for key, row in rows.items():
        if "after" in row.values:
            after[key] = [fold(name) for name in row["after"]]
    after = {key: [one for one in needs if one in after] for key, needs in after.items()}
    while cycle := cycle_in(after):
        at = min((key for key in cycle if key in rows), key=lambda key: rows[key].number)
        start = cycle.index(at)
        names = [book.known.spelled["initiative"][key] for key in (*cycle[start:], *cycle[:start], at)]
        expected = _("initiatives that do not wait for each other: %(cycle)s") % {"cycle": " → ".join(names)}
        book.tables["Initiatives"].fault(rows[at], "after", expected)
        after[at] = []


def cycle_in(after: Mapping[str, list[str]]) -> tuple[str, ...]:
    try:
        topological_order(after)
    except CycleError as found:
        return found.keys
    return ()


def stored_precedence(engagement: Engagement | None) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    if engagement is not None:
        for key, before in engagement.initiatives.filter(archived_at=None).values_list("key", "after__key"):
            after.setdefault(fold(key), []).extend([fold(before)] if before else [])
    return after


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Initiatives" in book.tables:
        save_initiatives(book, engagement)
    of_initiatives = {"initiative__engagement": engagement}
    if "Estimates" in book.tables:
        estimates = Estimate.objects.filter(**of_initiatives).select_related("initiative")
        stored = {(fold(one.initiative.key), fold(one.rater)): one for one in estimates}
        save_rows(book, "Estimates", Estimate, stored, fixed={})
    if "Benefits" in book.tables:
        benefits = Benefit.objects.filter(**of_initiatives).select_related("initiative")
        save_rows(
            book, "Benefits", Benefit, {(fold(one.initiative.key), one.driver): one for one in benefits}, fixed={}
        )
    if "Measures" in book.tables:
        measures = Measure.objects.filter(**of_initiatives).select_related("initiative")
        named = {(fold(one.initiative.key), fold(one.name)): one for one in measures}
        save_rows(book, "Measures", Measure, named, fixed={})


def save_initiatives(book: Book, engagement: Engagement) -> None:
    stored = {(fold(one.key),): one for one in engagement.initiatives.all()}
    saved = save_rows(
        book,
        "Initiatives",
        Initiative,
        stored,
        fixed={"engagement": engagement},
        extra=lambda row: {"archived_at": None},
    )
    changed = save_efforts(book, saved)
    for column in LISTS:
        if column.name in book.tables["Initiatives"].headings:
            changed |= save_list(book, column, saved)
    also_changed(book, "Initiatives", Initiative, saved, changed)


def save_list(book: Book, column: Column, saved: SavedRows[Initiative]) -> set[Key]:
    """Make each initiative's list what the cell says; the keys of those where it was not."""
    relation: Any = Initiative._meta.get_field(column.field)
    source, target = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    through = living_links(column, relation)
    ids = [initiative.pk for initiative in saved.rows.values()]
    stored: dict[int, list[int]] = defaultdict(list)
    for one, other in through.filter(**{f"{source}__in": ids}).values_list(source, target):
        stored[one].append(other)
    new, changed = [], set()
    for key, row in book.tables["Initiatives"].keyed():
        initiative = saved.rows[key].pk
        wanted = [book.known.thing(column.refers, name).pk for name in row[column.name]]
        if set(wanted) != set(stored[initiative]):
            changed.add(key)
            gone = set(stored[initiative]) - set(wanted)
            if gone:
                through.filter(**{source: initiative, f"{target}__in": gone}).delete()
            links = [one for one in wanted if one not in stored[initiative]]
            new += [through.model(**{source: initiative, target: one}) for one in links]
    through.bulk_create(new, batch_size=BATCH)
    return changed


def living_links(column: Column, relation: Any) -> Any:
    """The rows of a list; not those that lead to what is archived, which no sheet shows and which may come back."""
    rows = relation.remote_field.through.objects.all()
    archivable = column.refers in ("touchpoint", "initiative")
    return rows.filter(**{f"{relation.m2m_reverse_field_name()}__archived_at": None}) if archivable else rows


def save_efforts(book: Book, saved: SavedRows[Initiative]) -> set[Key]:
    """Make each initiative's efforts what the cell says; the keys of those where they were not."""
    table = book.tables["Initiatives"]
    if "effort" not in table.headings:
        return set()
    stored: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for effort in Effort.objects.filter(initiative__in=saved.rows.values()):
        stored[effort.initiative_id][effort.department_id] = effort.person_weeks
    new, changed = [], set()
    for key, row in table.keyed():
        initiative, wanted = saved.rows[key], efforts_of(book, row)
        if wanted != stored[initiative.pk]:
            changed.add(key)
            new += [
                Effort(initiative=initiative, department_id=one, person_weeks=weeks) for one, weeks in wanted.items()
            ]
    Effort.objects.filter(initiative__in=[saved.rows[key] for key in changed]).delete()
    Effort.objects.bulk_create(new, batch_size=BATCH)
    return changed


def efforts_of(book: Book, row: SheetRow) -> dict[int, Decimal]:
    return {book.known.thing("department", name).pk: weeks for name, weeks in row["effort"]}


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    of_initiatives = {"initiative__engagement": engagement}
    lists: Any = (Initiative._meta.get_field(column.field) for column in LISTS)
    return (
        Initiative.objects.filter(engagement=engagement),
        Effort.objects.filter(**of_initiatives),
        *(
            one.remote_field.through.objects.filter(**{f"{one.m2m_field_name()}__engagement": engagement})
            for one in lists
        ),
        Estimate.objects.filter(**of_initiatives),
        Benefit.objects.filter(**of_initiatives),
        Measure.objects.filter(**of_initiatives),
    )


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    living = {"initiative__engagement": engagement, "initiative__archived_at": None}
    yield initiative_sheet(engagement)
    # In the order in which they came, not by initiative: so they are in the file that they came from.
    yield ESTIMATES, list(Estimate.objects.filter(**living).values_list(*ESTIMATES.fields))
    yield BENEFITS, list(Benefit.objects.filter(**living).values_list(*BENEFITS.fields))
    yield MEASURES, list(Measure.objects.filter(**living).values_list(*MEASURES.fields))


def initiative_sheet(engagement: Engagement) -> tuple[Sheet, list[tuple[Any, ...]]]:
    """The sheet and its rows; columns of ``WHERE_STATED`` only where an initiative states them."""
    initiatives = list(engagement.initiatives.filter(archived_at=None).select_related("department"))
    columns = tuple(
        column
        for column in INITIATIVES.columns
        if column.name not in WHERE_STATED or any(getattr(one, column.field) is not None for one in initiatives)
    )
    return replace(INITIATIVES, columns=columns), initiative_rows(engagement, initiatives, columns)


def initiative_rows(
    engagement: Engagement, initiatives: Iterable[Initiative], columns: Iterable[Column]
) -> list[tuple[Any, ...]]:
    lists = {column.name: listed(engagement, column) for column in LISTS}
    efforts: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for effort in Effort.objects.filter(initiative__engagement=engagement).select_related("department"):
        efforts[effort.initiative_id].append((effort.department.name, effort.person_weeks))
    return [tuple(shown(initiative, column, lists, efforts) for column in columns) for initiative in initiatives]


def shown(
    initiative: Initiative,
    column: Column,
    lists: Mapping[str, Mapping[int, list[str]]],
    efforts: Mapping[int, list[tuple[str, Decimal]]],
) -> Any:
    if column.name in lists:
        return lists[column.name].get(initiative.pk, ())
    if column.name == "effort":
        return efforts.get(initiative.pk, ())
    return initiative.department.name if column.name == "department" else getattr(initiative, column.field)


def listed(engagement: Engagement, column: Column) -> dict[int, list[str]]:
    """Initiative → names in one of its lists, in the order in which they were put there."""
    relation: Any = Initiative._meta.get_field(column.field)
    source, target = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    name = {"dimension": "key", "initiative": "key"}.get(column.refers, "name")
    rows = living_links(column, relation).filter(**{f"{source}__engagement": engagement})
    found: dict[int, list[str]] = defaultdict(list)
    for initiative, label in rows.order_by("pk").values_list(f"{source}_id", f"{target}__{name}"):
        found[initiative].append(label)
    return found

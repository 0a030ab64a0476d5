"""The sheet of what the measures showed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.names import fold
from maturity.web.sheets.book import Book
from maturity.web.sheets.cell_types import Day, PlainText, number
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.saving import save_rows
from roadmap.initiatives.models import Measure

from .models import Reading

READINGS = Sheet(
    "Readings",
    (
        Column("measure", PlainText(280), required=True),
        Column("date", Day(), "date", required=True),
        Column("value", number(Reading, "value"), "value", required=True),
    ),
    key=("measure", "date"),
    examples=(
        {
            "measure": gettext_lazy("Complaints answered in 24 hours"),
            "date": date(2027, 2, 26),
            "value": 68,
        },
    ),
)
SHEETS = (READINGS,)
Named = tuple[str, str]


def learn(book: Book, engagement: Engagement) -> None:
    """Readings give no names."""


def check(book: Book, engagement: Engagement | None) -> None:
    """Each reading is of one measure: written ``B2: Name`` where several initiatives have one of that name."""
    measures = measures_by_name(book, engagement)
    if "measure" in book.known.unsure:
        return
    for row in book.rows("Readings"):
        name = row["measure"]
        if name and not measures[fold(name)]:
            book.tables["Readings"].fault(row, "measure", _("a measure that an initiative has"))
        elif name and len(measures[fold(name)]) > 1:
            initiative = book.known.spelled["initiative"][min(measures[fold(name)])[0]]
            expected = _("the measure with its initiative, such as “%(name)s”: several have one of this name")
            book.tables["Readings"].fault(row, "measure", expected % {"name": f"{initiative}: {name}"})


def measures_by_name(book: Book, engagement: Engagement | None) -> dict[str, set[Named]]:
    """What a reading may call a measure → the folded initiative and name of those that it may mean."""
    stored = stored_measures(engagement) if engagement is not None else {}
    listed = {
        (fold(row["initiative"]), fold(row["measure"]))
        for row in book.rows("Measures")
        if row["initiative"] and row["measure"]
    }
    found: dict[str, set[Named]] = defaultdict(set)
    for initiative, name in listed | stored.keys():
        found[name].add((initiative, name))
        found[f"{initiative}: {name}"].add((initiative, name))
    return found


def stored_measures(engagement: Engagement) -> dict[Named, Measure]:
    measures = Measure.objects.filter(initiative__engagement=engagement, initiative__archived_at=None)
    return {(fold(one.initiative.key), fold(one.name)): one for one in measures.select_related("initiative")}


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Readings" not in book.tables:
        return
    measures, names = stored_measures(engagement), measures_by_name(book, engagement)
    meant = {name: measures[next(iter(keys))] for name, keys in names.items() if len(keys) == 1}
    readings = Reading.objects.filter(measure__in=measures.values())
    by_day = {(one.measure_id, str(one.date)): one for one in readings}
    stored = {
        key: by_day[meant[key[0]].pk, key[1]]
        for key, _row in book.tables["Readings"].keyed()
        if (meant[key[0]].pk, key[1]) in by_day
    }
    saved = save_rows(
        book,
        "Readings",
        Reading,
        stored,
        fixed={"by": by},
        extra=lambda row: {"measure_id": meant[fold(row["measure"])].pk},
    )
    there = {one.pk for one in saved.rows.values()}
    book.absent["Readings"] = [one for one in by_day.values() if one.pk not in there]


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    return (Reading.objects.filter(measure__initiative__engagement=engagement),)


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    measures = stored_measures(engagement)
    shared = Counter(name for _initiative, name in measures)
    called = {
        one.pk: f"{one.initiative.key}: {one.name}" if shared[name] > 1 else one.name
        for (_initiative, name), one in measures.items()
    }
    readings = Reading.objects.filter(measure__in=measures.values()).order_by("measure", "date", "pk")
    yield READINGS, [(called[one.measure_id], one.date, one.value) for one in readings]

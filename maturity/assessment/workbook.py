"""The sheet of what an engagement aims at."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.names import fold
from maturity.web.sheets.book import Book
from maturity.web.sheets.cell_types import PlainText, text, whole
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.saving import save_rows

from .models import Target

TARGETS = Sheet(
    "Targets",
    (
        Column("dimension", PlainText(60), "dimension__key", required=True, refers="dimension"),
        Column("target", whole(1, 5), "rung", required=True),
        Column("reason", text(Target, "reason"), "reason"),
    ),
    key=("dimension",),
    examples=(
        {
            "dimension": "customer-insight",
            "target": 4,
            "reason": gettext_lazy("Everything else builds on it"),
        },
        {
            "dimension": "customer-care",
            "target": 3,
        },
    ),
)
SHEETS = (TARGETS,)


def learn(book: Book, engagement: Engagement) -> None:
    """Targets give no names."""


def check(book: Book, engagement: Engagement | None) -> None:
    """Nothing that the sheet does not tell by itself."""


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Targets" in book.tables:
        stored = {(fold(one.dimension.key),): one for one in engagement.targets.select_related("dimension")}
        save_rows(book, "Targets", Target, stored, fixed={"engagement": engagement})


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    return (Target.objects.filter(engagement=engagement),)


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    yield TARGETS, list(engagement.targets.values_list(*TARGETS.fields))

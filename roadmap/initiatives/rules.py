"""The words of initiatives, and the fields of one, each declared once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InitiativeVerb(TextChoices):
    """What the trail says of this chapter alone."""

    RATING_REMOVED = "rating-removed", pgettext_lazy("trail", "rating removed")


class InitiativeKind(TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PROCESS = "process", _("Process")
    DATA = "data", _("Data")
    SOFTWARE = "software", _("Software")
    EXPERIMENT = "experiment", _("Experiment")


class Driver(TextChoices):
    """Where a benefit comes from."""

    RETENTION = "retention", _("Retention")
    CONVERSION = "conversion", _("Conversion")
    REPEAT_SALE = "repeat sale", _("Repeat sale")
    COST_TO_SERVE = "cost to serve", _("Cost to serve")
    RETURNS = "returns", _("Returns")
    COMPLAINTS = "complaints", _("Complaints")
    PRICE = "price", pgettext_lazy("driver", "Price")
    OTHER = "other", pgettext_lazy("driver", "Other")


class MeasureKind(TextChoices):
    LEADING = "leading", pgettext_lazy("measure", "Leading")
    LAGGING = "lagging", pgettext_lazy("measure", "Lagging")


class Rail(TextChoices):
    """The eight rules that a good roadmap obeys."""

    PLAN_FIRST = "plan-first", _("No software before the plan, mandate and organisation that it needs")
    MEASURED = "measured", _("Every initiative has an owner, a measure with baseline and target, and a review date")
    OTHERS_RATE = "others-rate", _("Others than the owner rate, too")
    RAMP = "ramp", _("No full benefit from day one")
    ALL_NAMED = "all-named", _("An initiative names every department that it touches, and its executive")
    EXPERIMENTS = "experiments", _("A share of the effort goes to experiments")
    DATA_OWNED = "data-owned", _("Data has an owner and a class before systems are tied together")
    MEASURE_LOOP = "measure-loop", _("After each period the effort is revised from the figures")


class Fault(TextChoices):
    """What is wrong where a guard-rail does not hold; templates say it, and how to mend it."""

    NOTHING_BEFORE = "nothing-before"
    NO_MEASURE = "no-measure"
    INCOMPLETE = "incomplete"
    UNRATED = "unrated"
    OWNER_ALONE = "owner-alone"
    NO_RAMP = "no-ramp"
    UNNAMED = "unnamed"
    NO_EXECUTIVE = "no-executive"
    NO_EXPERIMENT = "no-experiment"
    DATA_UNOWNED = "data-unowned"
    NO_REVIEW = "no-review"
    REVIEW_PASSED = "review-passed"


@dataclass(frozen=True)
class InitiativeField:
    """One field of an initiative, as the form, its page, the workbook, the trail and the services have it.

    ``part`` of the form it stands in; ``page``: the part of the initiative's page that lists it, where no words of its
    own say it there. ``column`` is its English heading in the workbook, in this order, ``refers`` what names there
    refer to, ``vocabulary`` the words that a cell may have, ``unit`` what may stand there behind a number;
    ``where_stated``: the workbook comes without the column
    where no initiative states it. ``several``: other rows that it names. ``low`` and ``high`` bound a number. The
    kind of value is the model's.
    """

    name: str
    label: str | Promise
    hint: str | Promise = ""
    part: str = "limits"
    page: str = ""
    column: str = ""
    refers: str = ""
    vocabulary: str = ""
    unit: str = ""
    where_stated: bool = False
    several: bool = False
    low: int | None = None
    high: int | None = None
    lines: int = 1


FIELDS: Final = (
    InitiativeField("key", _("Key"), _("Short, such as A1. Empty: the next free one."), part="what", column="key"),
    InitiativeField("title", _("Title"), part="what", column="title"),
    InitiativeField("kind", _("Kind"), part="what", column="kind", vocabulary="kind of initiative"),
    InitiativeField("department", _("Owner"), part="what", column="department", refers="department"),
    InitiativeField(
        "executive",
        _("Responsible executive"),
        _("Needed where several departments take part."),
        part="what",
        column="executive",
    ),
    InitiativeField(
        "other_departments",
        _("Other departments"),
        part="what",
        column="other departments",
        refers="department",
        several=True,
    ),
    InitiativeField(
        "dimensions", _("Dimensions"), part="purpose", column="dimensions", refers="dimension", several=True
    ),
    InitiativeField(
        "touchpoints", _("Touchpoints"), part="purpose", column="touchpoints", refers="touchpoint", several=True
    ),
    InitiativeField(
        "after",
        _("After"),
        _("What must be done before this can start."),
        part="purpose",
        column="after",
        refers="initiative",
        several=True,
    ),
    InitiativeField(
        "quarters",
        _("Quarters"),
        _("How long the work takes."),
        part="takes",
        column="quarters",
        unit="quarters",
        low=0,
        high=40,
    ),
    InitiativeField("efforts", _("Person-weeks per quarter"), part="efforts", column="effort", refers="department"),
    InitiativeField("one_off_cost", _("One-off cost"), part="takes", page="takes", column="one-off cost", low=0),
    InitiativeField("cost_per_year", _("Cost per year"), part="takes", page="takes", column="cost per year", low=0),
    InitiativeField("must", _("Must be done"), column="must"),
    InitiativeField(
        "not_before",
        _("Not before quarter"),
        _("The number of a quarter of the plan, from 1."),
        column="not before",
        low=1,
        high=40,
    ),
    InitiativeField(
        "reach",
        _("Reach"),
        _("How many customers a quarter will notice it."),
        column="reach",
        where_stated=True,
        low=0,
        high=1_000_000_000,
    ),
    InitiativeField(
        "confidence",
        _("Confidence"),
        _("How sure you are of reach and value, in percent: 100 measured, 80 well founded, 50 a guess."),
        column="confidence",
        unit="per cent",
        where_stated=True,
        low=0,
        high=100,
    ),
    InitiativeField(
        "argument",
        _("Argument"),
        _("Why this one may go first, or needs no ramp-up: the guard-rails quote it."),
        part="why",
        page="purpose",
        lines=3,
    ),
)
# Fields that name other rows, and those whose values stand in the initiative's own row as they are.
RELATIONS: Final = tuple(each.name for each in FIELDS if each.several)
OWN: Final = tuple(each.name for each in FIELDS if not each.refers)


@dataclass(frozen=True)
class Draft:
    """What a form says of an initiative. ``related`` has ids by relation, ``efforts`` person-weeks by department id."""

    fields: Mapping[str, Any]
    related: Mapping[str, Sequence[int]] = field(default_factory=dict)
    efforts: Mapping[int, Decimal] = field(default_factory=dict)


def next_key(taken: Iterable[str], prefix: str = "N") -> str:
    """The first key that is free: N1, N2, …

    >>> next_key(["A1", "n1"])
    'N2'
    """
    used = {key.casefold() for key in taken}
    number = 1
    while f"{prefix}{number}".casefold() in used:
        number += 1
    return f"{prefix}{number}"

"""The words of initiatives, and the guard-rails that a good roadmap obeys. Values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadmap.methods.precedence import ancestors, descendants

# What is typed of an initiative itself: the form shows it, the trail tells of its changes.
FIELDS = (
    "key",
    "title",
    "kind",
    "executive",
    "quarters",
    "one_off_cost",
    "cost_per_year",
    "must",
    "not_before",
    "reach",
    "confidence",
)


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


@dataclass(frozen=True)
class Draft:
    """What a form says of an initiative. ``related`` has ids by relation, ``efforts`` person-weeks by department id."""

    fields: Mapping[str, Any]
    related: Mapping[str, Sequence[int]] = field(default_factory=dict)
    efforts: Mapping[int, Decimal] = field(default_factory=dict)


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
class MeasureLine:
    """A measure as guard-rails see it: what it has, when it is reviewed, and the day of its newest reading."""

    name: str
    baseline: bool = True
    target: bool = True
    review: date | None = None
    read: date | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        has = {"baseline": self.baseline, "target": self.target, "review": self.review is not None}
        return tuple(part for part, there in has.items() if not there)


@dataclass(frozen=True)
class SystemLine:
    """A system that an initiative builds on; empty texts where its data has no owner or class."""

    name: str
    owner: str = ""
    data_class: str = ""


@dataclass(frozen=True)
class Candidate:
    """An initiative as guard-rails see it. Departments and initiatives are named; ``effort`` is person-weeks in all.

    ``named``: other departments that it names; ``touched``: departments that work on it or own its touchpoints;
    ``raters``: the departments of those who rated it; ``ramps``: each benefit's driver with quarters to full effect.
    """

    pk: int
    key: str
    title: str
    kind: str
    owner: str
    executive: str = ""
    argument: str = ""
    effort: float = 0.0
    named: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    raters: frozenset[str] = frozenset()
    ramps: tuple[tuple[str, int | None], ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    systems: tuple[SystemLine, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One place where a guard-rail does not hold. ``facts`` are names of departments, drivers, systems …"""

    fault: Fault
    candidate: Candidate | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RailResult:
    """One guard-rail: how many initiatives it was asked of, where it fails, and which argue against it."""

    rail: Rail
    asked: int
    findings: tuple[Finding, ...]
    argued: tuple[Candidate, ...] = ()
    share: float | None = None

    @property
    def holds(self) -> bool:
        return not self.findings


Portfolio = Sequence[Candidate]
Found = Iterable[Finding | None]
PREPARES = (InitiativeKind.ORGANISATION, InitiativeKind.PROCESS, InitiativeKind.DATA)
TIES_DATA = (InitiativeKind.DATA, InitiativeKind.SOFTWARE)
# A reading counts for a review when it is of the quarter that ends with it, or later.
PERIOD = timedelta(days=92)


def check(portfolio: Portfolio, today: date) -> tuple[RailResult, ...]:
    """All eight guard-rails over a portfolio whose ``after`` has no cycle."""
    return (
        plan_first(portfolio),
        measured(portfolio),
        others_rate(portfolio),
        ramp_up(portfolio),
        all_named(portfolio),
        experiments(portfolio),
        data_owned(portfolio),
        measure_loop(portfolio, today),
    )


def plan_first(portfolio: Portfolio) -> RailResult:
    """Software waits for something that prepares it: organisation, process or data, directly or through others."""
    kinds = {one.key: one.kind for one in portfolio}
    waits_for = {one.key: [key for key in one.after if key in kinds] for one in portfolio}
    software = [one for one in portfolio if one.kind == InitiativeKind.SOFTWARE]
    bare = [one for one in software if not any(kinds[key] in PREPARES for key in ancestors(waits_for, one.key))]
    findings = tuple(
        Finding(Fault.NOTHING_BEFORE, one, _could_prepare(one, portfolio, waits_for))
        for one in bare
        if not one.argument
    )
    return RailResult(Rail.PLAN_FIRST, len(software), findings, argued=tuple(one for one in bare if one.argument))


def _could_prepare(one: Candidate, portfolio: Portfolio, waits_for: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Up to three initiatives of the same dimensions that may go before it without a cycle."""
    later = descendants(waits_for, one.key)
    fitting = [
        other.key
        for other in portfolio
        if other.kind in PREPARES and other.key not in later and other.dimensions & one.dimensions
    ]
    return tuple(fitting[:3])


def measured(portfolio: Portfolio) -> RailResult:
    """One measure at least has a baseline, a target and a review date. That there is an owner, the rows ensure."""
    return _result(Rail.MEASURED, portfolio, map(_measure_fault, portfolio))


def _measure_fault(one: Candidate) -> Finding | None:
    if not one.measures:
        return Finding(Fault.NO_MEASURE, one)
    if any(not measure.lacks for measure in one.measures):
        return None
    nearest = min(one.measures, key=lambda measure: len(measure.lacks))
    return Finding(Fault.INCOMPLETE, one, (nearest.name, *nearest.lacks))


def others_rate(portfolio: Portfolio) -> RailResult:
    """Somebody outside the owner's department has rated it."""
    return _result(Rail.OTHERS_RATE, portfolio, map(_rating_fault, portfolio))


def _rating_fault(one: Candidate) -> Finding | None:
    if not one.raters:
        return Finding(Fault.UNRATED, one)
    return Finding(Fault.OWNER_ALONE, one, (one.owner,)) if one.raters == {one.owner} else None


def ramp_up(portfolio: Portfolio) -> RailResult:
    """Benefits take at least a quarter to reach full effect, unless somebody argues for it."""
    promising = [one for one in portfolio if one.ramps]
    sudden = [(one, tuple(driver for driver, ramp in one.ramps if not ramp)) for one in promising]
    findings = tuple(Finding(Fault.NO_RAMP, one, drivers) for one, drivers in sudden if drivers and not one.argument)
    argued = tuple(one for one, drivers in sudden if drivers and one.argument)
    return RailResult(Rail.RAMP, len(promising), findings, argued=argued)


def all_named(portfolio: Portfolio) -> RailResult:
    """Departments that work on it or own its touchpoints are named; where there are several, so is an executive."""
    shared = [one for one in portfolio if (one.named | one.touched) - {one.owner}]
    return _result(Rail.ALL_NAMED, shared, map(_naming_fault, shared))


def _naming_fault(one: Candidate) -> Finding | None:
    unnamed = one.touched - one.named - {one.owner}
    if unnamed:
        return Finding(Fault.UNNAMED, one, tuple(sorted(unnamed)))
    return None if one.executive else Finding(Fault.NO_EXECUTIVE, one)


def experiments(portfolio: Portfolio) -> RailResult:
    """Some of the person-weeks go to experiments; ``share`` says how much, None where there is no effort at all."""
    tried = [one for one in portfolio if one.kind == InitiativeKind.EXPERIMENT]
    whole = sum(one.effort for one in portfolio)
    share = sum(one.effort for one in tried) / whole if whole else None
    findings = (Finding(Fault.NO_EXPERIMENT),) if portfolio and not tried else ()
    return RailResult(Rail.EXPERIMENTS, len(portfolio), findings, share=share)


def data_owned(portfolio: Portfolio) -> RailResult:
    """Data and software build on systems whose data has an owner and a class."""
    tying = [one for one in portfolio if one.kind in TIES_DATA]
    return _result(Rail.DATA_OWNED, tying, map(_data_fault, tying))


def _data_fault(one: Candidate) -> Finding | None:
    loose = tuple(system.name for system in one.systems if not (system.owner and system.data_class))
    return Finding(Fault.DATA_UNOWNED, one, loose) if loose else None


def measure_loop(portfolio: Portfolio, today: date) -> RailResult:
    """Every measured initiative has a review date, and no review has passed without a reading."""
    with_measures = [one for one in portfolio if one.measures]
    return _result(Rail.MEASURE_LOOP, with_measures, (_review_fault(one, today) for one in with_measures))


def _review_fault(one: Candidate, today: date) -> Finding | None:
    if all(measure.review is None for measure in one.measures):
        return Finding(Fault.NO_REVIEW, one)
    missed = tuple(measure.name for measure in one.measures if _missed(measure, today))
    return Finding(Fault.REVIEW_PASSED, one, missed) if missed else None


def _missed(measure: MeasureLine, today: date) -> bool:
    if measure.review is None or measure.review >= today:
        return False
    return measure.read is None or measure.read < measure.review - PERIOD


def _result(rail: Rail, asked: Portfolio, found: Found) -> RailResult:
    return RailResult(rail, len(asked), tuple(finding for finding in found if finding))


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

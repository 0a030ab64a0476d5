"""The guard-rails that a good roadmap obeys: which hold, where others do not, and which are argued against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maturity.web.names import fold
from maturity.web.order import in_order
from roadmap.methods.precedence import ancestors, descendants

from ..rules import Fault, InitiativeKind, Rail
from .facts import InitiativeFacts, MeasureFacts


class Systems:
    """The engagement's systems, and which have to be tied to which.

    ``described``: each system's name, its data's owner and class; both may be empty.
    """

    def __init__(self, described: Iterable[tuple[str, str, str]] = (), links: Iterable[tuple[str, str]] = ()) -> None:
        self.described = {fold(name): (name, bool(owner and kind)) for name, owner, kind in described}
        self.tied: dict[str, set[str]] = defaultdict(set)
        for origin, destination in links:
            self.tied[fold(origin)].add(destination)

    def loose(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those named and those that they have to be tied to, as far as their data has no owner or no class.

        >>> Systems([("CRM", "Sales", ""), ("Shop", "Sales", "personal")], [("Shop", "CRM")]).loose(["shop", "App"])
        ('App', 'CRM')
        """
        wanted: dict[str, str] = {}
        for name in names:
            for each in (name, *sorted(self.tied.get(fold(name), ()))):
                wanted.setdefault(fold(each), each)
        found = (self.described.get(folded, (name, False)) for folded, name in sorted(wanted.items()))
        return tuple(name for name, owned in found if not owned)


@dataclass(frozen=True)
class Finding:
    """One place where a guard-rail does not hold. ``facts`` are names of departments, drivers, systems …"""

    fault: Fault
    initiative: InitiativeFacts | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RailResult:
    """One guard-rail: how many initiatives it was asked of, where it fails, and which argue against it."""

    rail: Rail
    asked: int
    findings: tuple[Finding, ...]
    argued: tuple[InitiativeFacts, ...] = ()
    share: float | None = None

    @property
    def holds(self) -> bool:
        return not self.findings


Portfolio = Sequence[InitiativeFacts]
Found = Iterable[Finding | None]
WaitsFor = Mapping[str, Sequence[str]]
PREPARES = (InitiativeKind.ORGANISATION, InitiativeKind.PROCESS, InitiativeKind.DATA)
TIES_DATA = (InitiativeKind.DATA, InitiativeKind.SOFTWARE)
# A reading counts for a review when it is of the quarter that ends with it, or later.
PERIOD = timedelta(days=92)


def check(portfolio: Portfolio, today: date, systems: Systems) -> tuple[RailResult, ...]:
    """All eight guard-rails over a portfolio whose ``after`` has no cycle."""
    return (
        plan_first(portfolio),
        measured(portfolio),
        others_rate(portfolio),
        ramp_up(portfolio),
        all_named(portfolio),
        experiments(portfolio),
        data_owned(portfolio, systems),
        measure_loop(portfolio, today),
    )


def plan_first(portfolio: Portfolio) -> RailResult:
    """Software waits for something that prepares it: organisation, process or data, directly or through others."""
    kinds = {one.key: one.kind for one in portfolio}
    waits_for = {one.key: [key for key in one.after_keys if key in kinds] for one in portfolio}
    software = [one for one in portfolio if one.kind == InitiativeKind.SOFTWARE]
    bare = [one for one in software if not any(kinds[key] in PREPARES for key in ancestors(waits_for, one.key))]
    findings = tuple(
        Finding(Fault.NOTHING_BEFORE, one, _could_prepare(one, portfolio, waits_for))
        for one in bare
        if not one.argument
    )
    return RailResult(Rail.PLAN_FIRST, len(software), findings, argued=tuple(one for one in bare if one.argument))


def _could_prepare(
    one: InitiativeFacts, portfolio: Portfolio, waits_for: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Up to three initiatives of the same dimensions that may go before it without a cycle."""
    later, dimensions = descendants(waits_for, one.key), set(one.dimension_keys)
    fitting = [
        other.key
        for other in portfolio
        if other.kind in PREPARES and other.key not in later and set(other.dimension_keys) & dimensions
    ]
    return tuple(fitting[:3])


def measured(portfolio: Portfolio) -> RailResult:
    """One measure at least has a baseline, a target and a review date. That there is an owner, the rows ensure."""
    return _result(Rail.MEASURED, portfolio, map(_measure_fault, portfolio))


def _measure_fault(one: InitiativeFacts) -> Finding | None:
    if not one.measures:
        return Finding(Fault.NO_MEASURE, one)
    if any(not measure.lacks for measure in one.measures):
        return None
    nearest = min(one.measures, key=lambda measure: len(measure.lacks))
    return Finding(Fault.INCOMPLETE, one, (nearest.name, *nearest.lacks))


def others_rate(portfolio: Portfolio) -> RailResult:
    """Somebody outside the owner's department has rated it."""
    return _result(Rail.OTHERS_RATE, portfolio, map(_rating_fault, portfolio))


def _rating_fault(one: InitiativeFacts) -> Finding | None:
    raters = {each.department for each in one.estimates}
    if not raters:
        return Finding(Fault.UNRATED, one)
    return Finding(Fault.OWNER_ALONE, one, (one.department,)) if raters == {one.department} else None


def ramp_up(portfolio: Portfolio) -> RailResult:
    """Benefits take at least a quarter to reach full effect, unless somebody argues for it."""
    promising = [one for one in portfolio if any(each.likely for each in one.benefits)]
    sudden = [(one, tuple(each.driver for each in one.benefits if each.likely and not each.ramp)) for one in promising]
    findings = tuple(Finding(Fault.NO_RAMP, one, drivers) for one, drivers in sudden if drivers and not one.argument)
    argued = tuple(one for one, drivers in sudden if drivers and one.argument)
    return RailResult(Rail.RAMP, len(promising), findings, argued=argued)


def all_named(portfolio: Portfolio) -> RailResult:
    """Departments that work on it or own its touchpoints are named; where there are several, so is an executive."""
    shared = [one for one in portfolio if {*one.other_names, *touched_by(one)} - {one.department}]
    return _result(Rail.ALL_NAMED, shared, map(_naming_fault, shared))


def _naming_fault(one: InitiativeFacts) -> Finding | None:
    unnamed = touched_by(one) - {*one.other_names, one.department}
    if unnamed:
        return Finding(Fault.UNNAMED, one, tuple(in_order(unnamed)))
    return None if one.executive else Finding(Fault.NO_EXECUTIVE, one)


def touched_by(one: InitiativeFacts) -> set[str]:
    """Departments that work on it, or own its touchpoints."""
    working = {each.department for each in one.efforts if each.person_weeks}
    return working | {each.department for each in one.touchpoints if each.department}


def experiments(portfolio: Portfolio) -> RailResult:
    """Some of the person-weeks go to experiments; ``share`` says how much, None where there is no effort at all."""
    tried = [one for one in portfolio if one.kind == InitiativeKind.EXPERIMENT]
    whole = sum(map(weeks_of, portfolio))
    share = sum(map(weeks_of, tried)) / whole if whole else None
    findings = (Finding(Fault.NO_EXPERIMENT),) if portfolio and not tried else ()
    return RailResult(Rail.EXPERIMENTS, len(portfolio), findings, share=share)


def weeks_of(one: InitiativeFacts) -> float:
    """Person-weeks in all; what takes no time counts as one quarter."""
    return sum(float(each.person_weeks) for each in one.efforts) * max(1, one.quarters)


def data_owned(portfolio: Portfolio, systems: Systems) -> RailResult:
    """Data and software build on systems whose data has an owner and a class."""
    tying = [one for one in portfolio if one.kind in TIES_DATA]
    return _result(Rail.DATA_OWNED, tying, (_data_fault(one, systems) for one in tying))


def _data_fault(one: InitiativeFacts, systems: Systems) -> Finding | None:
    loose = systems.loose(name.strip() for each in one.touchpoints for name in each.systems.split(";") if name.strip())
    return Finding(Fault.DATA_UNOWNED, one, loose) if loose else None


def measure_loop(portfolio: Portfolio, today: date) -> RailResult:
    """Every measured initiative has a review date, and no review has passed without a reading."""
    with_measures = [one for one in portfolio if one.measures]
    return _result(Rail.MEASURE_LOOP, with_measures, (_review_fault(one, today) for one in with_measures))


def _review_fault(one: InitiativeFacts, today: date) -> Finding | None:
    if all(measure.review is None for measure in one.measures):
        return Finding(Fault.NO_REVIEW, one)
    missed = tuple(measure.name for measure in one.measures if _missed(measure, today))
    return Finding(Fault.REVIEW_PASSED, one, missed) if missed else None


def _missed(measure: MeasureFacts, today: date) -> bool:
    if measure.review is None or measure.review >= today:
        return False
    return measure.read_on is None or measure.read_on < measure.review - PERIOD


def _result(rail: Rail, asked: Portfolio, found: Found) -> RailResult:
    return RailResult(rail, len(asked), tuple(finding for finding in found if finding))

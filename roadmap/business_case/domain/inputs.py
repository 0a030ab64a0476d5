"""What a business case is worked out from: the initiatives with costs and benefits, the plan's starts, do-nothing.

Its digest tells whether a case that was saved is still the one that today's figures would give.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec

from roadmap.initiatives.domain.facts import BenefitFacts, InitiativeFacts
from roadmap.methods.precedence import topological_order
from roadmap.methods.uncertainty import Assumption as Uncertain
from roadmap.methods.uncertainty import Case, Item, ThreePoint

from ..rules import DO_NOTHING, ProjectType, Spread, Together


@dataclass(frozen=True)
class Loss:
    """What is lost per year if nothing is done, as positive money."""

    low: Decimal
    likely: Decimal
    high: Decimal
    source: str
    year: int | None


@dataclass(frozen=True)
class Terms:
    """On what terms a case is worked out: as ``models.CaseTerms``."""

    spread: Spread = Spread.TRIANGULAR
    together: Together = Together.SOME
    pay_back_by: int | None = None
    project_type: ProjectType = ProjectType.EQUIPMENT
    mitigation: Decimal = Decimal(0)


@dataclass(frozen=True)
class Inputs:
    """All that a case is worked out from.

    ``planned``: start quarters from 0 by initiative, in the order of their ids; None without a plan.
    ``most``: what a driver can give a year at all, where somebody stated it.
    """

    start: date
    quarters: int
    yearly_rate: float
    initiatives: tuple[InitiativeFacts, ...]
    planned: Mapping[int, int] | None
    nothing: Loss | None
    terms: Terms = Terms()
    most: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def bases(self) -> dict[str, float]:
        """What each driver that is claimed can give a year, where somebody stated it."""
        claimed = {benefit.driver for each in self.initiatives for benefit in each.benefits}
        return {driver: float(most) for driver, most in self.most.items() if driver in claimed}

    @property
    def pay_back_by(self) -> int:
        """The quarter of the plan, from 1, at whose end the case must have paid back; its last where none is stated."""
        return min(self.quarters, self.terms.pay_back_by or self.quarters)

    @property
    def benefits(self) -> int:
        return sum(len(each.benefits) for each in self.initiatives)

    @property
    def starts(self) -> Mapping[int, int]:
        """Where there is no plan, everything starts as early as its predecessors allow. ValueError on a cycle."""
        return earliest_starts(self.initiatives) if self.planned is None else self.planned

    @cached_property
    def digest(self) -> str:
        """Changes when anything changes that the case is worked out from."""
        frame = (self.start, self.quarters, self.yearly_rate, self.planned, self.nothing, self.terms, self.bases)
        facts = [
            (
                (each.pk, each.key, each.title, each.quarters, each.not_before, each.must),
                (each.one_off_cost, each.cost_per_year, each.benefits, sorted(before.pk for before in each.after)),
            )
            for each in self.initiatives
        ]
        return hashlib.sha256(msgspec.json.encode((frame, facts))).hexdigest()


def earliest_starts(initiatives: Iterable[InitiativeFacts]) -> dict[int, int]:
    """As early as predecessors and "not before" allow, whatever it asks of people. `CycleError` on a cycle."""
    lines = {str(each.pk): each for each in initiatives}
    starts: dict[int, int] = {}
    for key in topological_order({key: [str(before.pk) for before in each.after] for key, each in lines.items()}):
        line = lines[key]
        done = [starts[before.pk] + lines[str(before.pk)].quarters for before in line.after]
        starts[line.pk] = max([(line.not_before or 1) - 1, *done])
    return starts


def case_of(inputs: Inputs, starts: Mapping[int, int]) -> Case:
    """The case with each initiative of ``starts`` (quarters from 0); the others are left out.

    ValueError where nothing starts. A benefit's key is its row's number.
    """
    return Case(
        [item_of(each, starts[each.pk]) for each in inputs.initiatives if each.pk in starts],
        inputs.quarters,
        inputs.yearly_rate,
    )


def item_of(line: InitiativeFacts, start: int) -> Item:
    """A ramp that nobody stated counts as none; the page says so."""
    benefits = tuple(Uncertain(str(each.pk), three_points(each), each.ramp or 0) for each in line.benefits)
    return Item(str(line.pk), start, line.quarters, float(line.one_off_cost), float(line.cost_per_year), benefits)


def three_points(line: BenefitFacts | Loss) -> ThreePoint:
    return ThreePoint(float(line.low), float(line.likely), float(line.high))


def nothing_case(inputs: Inputs, loss: Loss) -> Case:
    """Doing nothing as a case: the loss from the first quarter on, as negative money."""
    yearly = ThreePoint(-float(loss.high), -float(loss.likely), -float(loss.low))
    item = Item(DO_NOTHING, 0, 0, benefits=(Uncertain(DO_NOTHING, yearly),))
    return Case([item], inputs.quarters, inputs.yearly_rate)

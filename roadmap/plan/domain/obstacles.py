"""What stands in the way of every plan, as far as it shows without planning: pins and musts that cannot be kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.methods.precedence import topological_order

from ..rules import Hindrance
from .inputs import PlanInputs, before, weeks_of


@dataclass(frozen=True)
class Obstacle:
    """Why ``key`` cannot be done as asked. ``other``: an initiative or a department; ``quarter`` from 1."""

    hindrance: Hindrance
    key: str
    other: str = ""
    quarter: int | None = None
    needed: float | None = None
    there: float | None = None


def obstacles_of(inputs: PlanInputs) -> tuple[Obstacle, ...]:
    """Every obstacle that one initiative, or the pinned ones together, meet. ``after`` must have no cycle."""
    known = {each.pk: each for each in inputs.initiatives}
    starts = earliest_starts(known, inputs.pins)
    wanted = [each for each in inputs.initiatives if each.must or each.pk in inputs.pins]
    alone = [obstacle for each in wanted for obstacle in obstacles_alone(each, known, starts, inputs)]
    return tuple(alone) or tuple(overloads(inputs))


def earliest_starts(known: Mapping[int, InitiativeFacts], pins: Mapping[int, int]) -> dict[int, int]:
    """The first quarter, from 1, in which each could start by order, earliest start and pins alone."""
    starts: dict[int, int] = {}
    for name in topological_order({str(pk): [str(earlier) for earlier in before(each)] for pk, each in known.items()}):
        each = known[int(name)]
        ready = max((starts[earlier] + known[earlier].quarters for earlier in before(each)), default=1)
        starts[each.pk] = max(ready, each.not_before or 1, pins.get(each.pk, 1))
    return starts


def obstacles_alone(
    one: InitiativeFacts, known: Mapping[int, InitiativeFacts], starts: Mapping[int, int], inputs: PlanInputs
) -> Iterator[Obstacle]:
    pin = inputs.pins.get(one.pk)
    if pin is not None and one.not_before is not None and pin < one.not_before:
        yield Obstacle(Hindrance.TOO_EARLY, one.key, quarter=one.not_before)
    free = {pk: starts[pk] + known[pk].quarters for pk in before(one)}
    last = max(free, key=free.__getitem__, default=None)
    if pin is not None and last is not None and pin < free[last]:
        yield Obstacle(Hindrance.BEFORE_ITS_TURN, one.key, known[last].key, quarter=free[last])
    elif starts[one.pk] + one.quarters - 1 > inputs.quarters:
        yield Obstacle(Hindrance.TOO_LATE, one.key, quarter=inputs.quarters)
    for pk, weeks in weeks_of(one).items():
        there = inputs.capacity.get(pk)
        if there is not None and weeks > there and one.quarters:
            yield Obstacle(Hindrance.TOO_LARGE, one.key, inputs.departments[pk], needed=weeks, there=there)


def overloads(inputs: PlanInputs) -> Iterator[Obstacle]:
    """Quarters in which the pinned initiatives together ask more of a department than it has."""
    pinned = [(inputs.pins[each.pk], each, weeks_of(each)) for each in inputs.initiatives if each.pk in inputs.pins]
    for quarter in range(1, inputs.quarters + 1):
        running = [(each, weeks) for pin, each, weeks in pinned if pin <= quarter < pin + each.quarters]
        for pk, there in inputs.capacity.items():
            asking = [(each.key, weeks[pk]) for each, weeks in running if weeks.get(pk)]
            needed = sum(weeks for _key, weeks in asking)
            if there is not None and needed > there:
                keys = ", ".join(key for key, _weeks in asking)
                yield Obstacle(Hindrance.OVERLOAD, keys, inputs.departments[pk], quarter, needed, there)

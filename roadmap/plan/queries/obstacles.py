"""What stands in the way of every plan, as far as it shows without planning: pins and musts that cannot be kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmap.methods.precedence import topological_order

from ..rules import Hindrance
from .inputs import Line, PlanInputs


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
    lines = {line.pk: line for line in inputs.lines}
    starts = earliest_starts(lines)
    wanted = [line for line in inputs.lines if line.must or line.pin is not None]
    alone = [obstacle for line in wanted for obstacle in obstacles_alone(line, lines, starts, inputs)]
    return tuple(alone) or tuple(overloads(inputs))


def earliest_starts(lines: Mapping[int, Line]) -> dict[int, int]:
    """The first quarter, from 0, in which each could start by order, earliest start and pins alone."""
    names = {str(pk): pk for pk in lines}
    order = topological_order({str(pk): [str(before) for before in line.after] for pk, line in lines.items()})
    starts: dict[int, int] = {}
    for name in order:
        line = lines[names[name]]
        ready = max((starts[before] + lines[before].quarters for before in line.after), default=0)
        starts[line.pk] = max(ready, (line.not_before or 1) - 1, line.pin or 0)
    return starts


def obstacles_alone(
    line: Line, lines: Mapping[int, Line], starts: Mapping[int, int], inputs: PlanInputs
) -> Iterator[Obstacle]:
    if line.pin is not None and line.not_before is not None and line.pin + 1 < line.not_before:
        yield Obstacle(Hindrance.TOO_EARLY, line.key, quarter=line.not_before)
    last = max(line.after, key=lambda before: starts[before] + lines[before].quarters, default=None)
    if line.pin is not None and last is not None and line.pin < starts[last] + lines[last].quarters:
        done = starts[last] + lines[last].quarters
        yield Obstacle(Hindrance.BEFORE_ITS_TURN, line.key, lines[last].key, quarter=done + 1)
    elif starts[line.pk] + line.quarters > inputs.quarters:
        yield Obstacle(Hindrance.TOO_LATE, line.key, quarter=inputs.quarters)
    for pk, weeks in line.effort.items():
        there = inputs.capacity.get(pk)
        if there is not None and weeks > there and line.quarters:
            yield Obstacle(Hindrance.TOO_LARGE, line.key, inputs.departments[pk], needed=weeks, there=there)


def overloads(inputs: PlanInputs) -> Iterator[Obstacle]:
    """Quarters in which the pinned initiatives together ask more of a department than it has."""
    for quarter in range(inputs.quarters):
        running = [
            line for line in inputs.lines if line.pin is not None and line.pin <= quarter < line.pin + line.quarters
        ]
        for pk, there in inputs.capacity.items():
            asking = [line for line in running if line.effort.get(pk)]
            needed = sum(line.effort[pk] for line in asking)
            if there is not None and needed > there:
                keys = ", ".join(line.key for line in asking)
                yield Obstacle(Hindrance.OVERLOAD, keys, inputs.departments[pk], quarter + 1, needed, there)

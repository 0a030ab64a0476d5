"""The best plan as it is kept: what the method found, what pins cost, and what it takes of people and money."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from roadmap.methods.scheduling import Plan

# Raise it whenever the dataclass, or what one of its figures means, changes: other plans are worked out anew.
VERSION = 1


@dataclass(frozen=True)
class PlanResult:
    """A plan under the limits of its day. Initiatives are named by their ids, quarters count from 0.

    ``load``: person-weeks by department's id and quarter; ``capacity``: None where nobody stated it. ``pins_cost`` is
    None where nothing is pinned; ``pin_costs``: what giving one pin up would win. ``stopped``: the search was stopped
    by hand before it proved the plan best.
    """

    plan: Plan
    quarters: int
    load: Mapping[int, tuple[float, ...]]
    capacity: Mapping[int, float | None]
    spent: float
    budget: float | None
    stopped: bool = False
    pins_cost: float | None = None
    pin_costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def starts(self) -> dict[int, int]:
        """Start quarters from 0 by initiative, in the order of their ids, of what the plan takes in."""
        return dict(sorted((int(key), start) for key, start in self.plan.start.items() if start is not None))

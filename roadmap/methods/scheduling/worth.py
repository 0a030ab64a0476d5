"""What one unit more of a limit is worth: the dual price of the linear relaxation, and the truth by planning anew.

A dual price is the slope of the linear bound. Plans are whole: one person-week more may let nothing more in, or a whole
initiative, so the two can differ much. Where the plan is proven best, the dearest limits are therefore tried: one unit
more is given, the best plan is sought again from the one in hand, and the difference of the two is the worth. Where a
plan is not proven, or time is over, the price stands; `Binding.found` says which it is.
"""

from dataclasses import replace

from .exact import Proof, highest_value
from .grid import Grid, Starts
from .plan import Binding, Found
from .steps import NEGLIGIBLE, Relaxation, Steps, price_per_unit, relax, write_steps
from .watch import Watch

# So many limits are tried, the dearest first; a page shows no more. All together take no more than these seconds.
TRIED = 6
LONGEST = 3.0


def priced_limits(steps: Steps, relaxation: Relaxation) -> tuple[Binding, ...]:
    """The limits with a price in the linear relaxation, dearest first."""
    priced = [
        Binding(row.name, row.period, price_per_unit(row, float(price)), Found.PRICE)
        for row, price in zip(steps.rows, relaxation.prices, strict=True)
        if price > NEGLIGIBLE * relaxation.prices.max()
    ]
    return tuple(sorted(priced, key=_by_worth))


def tried_limits(
    steps: Steps, priced: tuple[Binding, ...], starts: Starts, watch: Watch, seed: int
) -> tuple[Binding, ...]:
    """The same limits, the dearest tried by planning anew with one unit more while there is time, dearest first.

    `starts` is the best plan. The budget is not tried: one unit of money more is next to nothing.
    """
    tried = list(priced)
    trials = Watch(min(watch.left(), LONGEST), lambda: watch.stopped)
    for place, binding in enumerate(priced[:TRIED]):
        if binding.resource is None or trials.over():
            continue
        gain = _gain(steps.grid, binding, starts, trials, seed)
        if gain is not None:
            tried[place] = replace(binding, worth=gain, found=Found.TRIAL)
    return tuple(sorted(tried, key=_by_worth))


def _gain(grid: Grid, binding: Binding, starts: Starts, watch: Watch, seed: int) -> float | None:
    """What the best plan gains from one unit more; None where that is not proven in time."""
    steps = write_steps(_with_one_more(grid, binding))
    value = grid.value(starts)
    relaxation = relax(steps, watch.left())
    if relaxation is None:
        return None
    proof = Proof(relaxation, value, ())
    answer = highest_value(steps, starts, proof, watch, seconds=watch.left(), seed=seed)
    if not answer.closed:
        return None
    return 0.0 if answer.starts is None else max(0.0, grid.value(answer.starts) - value)


def _with_one_more(grid: Grid, binding: Binding) -> Grid:
    row = grid.names.index(binding.resource)
    limits = grid.limits.copy()
    limits[row, binding.period] += int(grid.units[row])
    return replace(grid, limits=limits)


def _by_worth(binding: Binding) -> float:
    return -(binding.worth or 0.0)

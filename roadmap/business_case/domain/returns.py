"""What each initiative yields by itself, as it stands in the plan: its net present value and its internal rates."""

import math
from dataclasses import dataclass
from functools import lru_cache

from roadmap.methods.cashflow import npv, quarterly_rate
from roadmap.methods.rates import ManyRates, internal_rates_of_many

from .result import CaseItem, CaseResult
from .working import a_year


@dataclass(frozen=True)
class Return:
    """``value``: net present value in the currency of the case; ``rates``: all internal rates a year, as fractions."""

    key: str
    title: str
    value: float
    rates: tuple[float, ...]


def returns_of(result: CaseResult) -> tuple[Return, ...]:
    """The initiatives of a case, the highest net present value first."""
    return _worked_out(result.items, result.yearly_rate)


@lru_cache(maxsize=32)
def _worked_out(items: tuple[CaseItem, ...], yearly_rate: float) -> tuple[Return, ...]:
    flows = [[benefit - cost for benefit, cost in zip(item.benefits, item.costs, strict=True)] for item in items]
    if not flows:
        return ()
    found, rate = internal_rates_of_many(flows), quarterly_rate(yearly_rate)
    rows = (
        Return(item.key, item.title, npv(rate, flows[number]), tuple(map(a_year, _rates(found, number))))
        for number, item in enumerate(items)
    )
    return tuple(sorted(rows, key=lambda row: -row.value))


def _rates(found: ManyRates, row: int) -> tuple[float, ...]:
    only = float(found.rate[row])
    return found.several.get(row, ()) if math.isnan(only) else (only,)

"""What each assumption alone does to the net present value.

Source: T. G. Eschenbach, *Interfaces* 22 (1992) 40–46.
"""

from dataclasses import dataclass

from .case import Case, annuity, likely_value


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the net present value with this assumption low or high and all others likely."""

    key: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        return abs(self.high - self.low)


def tornado(case: Case) -> tuple[Bar, ...]:
    """What each assumption alone does to the net present value, the widest swing first; ties in the order of the case.

    >>> from roadmap.methods.uncertainty import Assumption, Item, ThreePoint
    >>> sales = Assumption("sales", ThreePoint(200, 400, 800))
    >>> care = Assumption("care", ThreePoint(30, 40, 60))
    >>> case = Case([Item("shop", 0, 1, one_off=100, benefits=(care, sales))], quarters=3, yearly_rate=0)
    >>> [(bar.key, bar.low, bar.high) for bar in tornado(case)]
    [('sales', 20.0, 320.0), ('care', 115.0, 130.0)]
    """
    middle = likely_value(case)
    bars = []
    for item in case.items:
        for assumption in item.benefits:
            worth, yearly = annuity(case, item, assumption), assumption.yearly
            low = middle + worth * (yearly.low - yearly.likely)
            high = middle + worth * (yearly.high - yearly.likely)
            bars.append(Bar(assumption.key, low, high))
    # Twelve digits: what is equal but for rounding must count as a tie.
    return tuple(sorted(bars, key=lambda bar: -float(f"{bar.swing:.12g}")))

"""The examples of the pages on uncertainty, by the methods themselves."""

from roadmap.methods.uncertainty import (
    Assumption,
    Case,
    Item,
    Shape,
    ThreePoint,
    deviation,
    expected,
    likely_value,
    simulate,
    tornado,
)

TRIALS = 50_000
SALES = Assumption("sales", ThreePoint(200, 400, 800))
CARE = Assumption("care", ThreePoint(100, 200, 400))


def low_likely_high() -> dict[str, float]:
    """Between 200 and 800, most likely 400."""
    point = SALES.yearly
    return {
        "triangular": expected(point),
        "pert": expected(point, Shape.PERT),
        "triangular_spread": deviation(point),
        "pert_spread": deviation(point, Shape.PERT),
    }


def a_shop_with_two_benefits() -> dict[str, float]:
    """A shop that costs 550 and gives for a year, once with benefits on their own and once moving together."""
    case = case_of_a_shop()
    alone, together = simulate(case, TRIALS, seed=1), simulate(case, TRIALS, seed=1, correlation=0.6)
    return {
        "likely": likely_value(case),
        "low": alone.p10,
        "middle": alone.p50,
        "high": alone.p90,
        "positive": alone.positive,
        "low_together": together.p10,
        "high_together": together.p90,
    }


def two_bars() -> dict[str, float]:
    """The same shop's tornado."""
    sales, care = tornado(case_of_a_shop())
    return {
        "likely": likely_value(case_of_a_shop()),
        "sales_low": sales.low,
        "sales_high": sales.high,
        "care_low": care.low,
        "care_high": care.high,
    }


def case_of_a_shop() -> Case:
    shop = Item("shop", start=0, duration=1, one_off=550, benefits=(SALES, CARE))
    return Case([shop], quarters=5, yearly_rate=0.0)

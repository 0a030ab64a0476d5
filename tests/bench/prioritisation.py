"""How sure an order is: against counting by hand, and as the portfolio grows."""

from collections.abc import Iterator

import numpy as np

from roadmap.methods.prioritisation import Estimate
from roadmap.methods.robustness import order_shares, rank_robustness, standings_of
from tests.bench.table import Row, seconds, timed
from tests.reference import prioritisation as plain

ITEMS = (30, 100, 250, 500)
RATERS = 12
SAMPLES = 200


def rows() -> Iterator[Row]:
    yield against_plain()
    yield from growth()


def against_plain() -> Row:
    """Thirty items over 200 samples, without drawing them: places, shares among the first, and all pairs."""
    scores = np.random.default_rng(1).normal(size=(SAMPLES, ITEMS[0]))
    as_lists = scores.tolist()

    def by_hand() -> None:
        plain.places(as_lists)
        plain.shares_among_first(as_lists, 5)
        plain.shares_above(as_lists)

    ours = seconds(lambda: order_shares(standings_of(scores, 5).places))
    return Row("rank robustness: 30 items, a plain count of 200 samples over ours", timed(by_hand) / ours, at_least=20)


def growth() -> Iterator[Row]:
    """With 2,000 samples, and the places that are open; pairs make it grow with up to the items’ square."""
    smallest = seconds(lambda: rank_robustness(portfolio(ITEMS[0])).open_places, repeats=3)
    for items in ITEMS[1:]:
        estimates = portfolio(items)
        taken = seconds(lambda estimates=estimates: rank_robustness(estimates).open_places, repeats=3)  # type: ignore[misc]
        grown = items / ITEMS[0]
        yield Row(
            f"rank robustness: {items} items over 30",
            taken / smallest,
            at_most=round(2 * grown**2),
            note=f"{grown:.0f} times the items, {taken:.2f} s",
        )


def portfolio(items: int) -> dict[str, list[Estimate]]:
    """Each item rated by the same twelve people of four departments."""
    drawn = np.random.default_rng(items).integers(1, 6, size=(items, RATERS, 2))
    return {
        f"A{item}": [
            Estimate(f"R{n}", f"D{n % 4}", float(value), float(effort)) for n, (value, effort) in enumerate(by)
        ]
        for item, by in enumerate(drawn)
    }

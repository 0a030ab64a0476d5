"""The examples of the pages on scores and departments, by the methods themselves."""

import numpy as np

from maturity.methods.departments import benjamini_hochberg, kruskal_wallis, pool_means
from maturity.methods.scoring import CountedBallot, rung_probabilities, score, weigh


def two_departments() -> dict[str, float]:
    """IT votes 4, 4, 5 and Sales 2, 2, 2, 3 on one statement."""
    votes = {"IT": (4, 4, 5), "Sales": (2, 2, 2, 3)}
    found = score(CountedBallot(f"P{i}", name, "care.1", rung) for name in votes for i, rung in enumerate(votes[name]))
    it, sales = (each.mean or 0.0 for each in found.departments)
    return {"it": it, "sales": sales, "mean": found.mean or 0.0}


def draws_of_two_rungs() -> dict[str, float]:
    """Of 300 draws 225 lie nearest to Curious and 75 nearest to Player."""
    shares = rung_probabilities(np.repeat([2.0, 3.0], [225, 75])) or ()
    return {"curious": shares[1], "player": shares[2]}


def three_dimensions() -> dict[str, float]:
    """Dimensions at 2, 3 and 4."""
    found = weigh({"leadership": 2.0, "care": 3.0, "systems": 4.0})
    without = found.reactions[0].without or 0.0
    return {"overall": found.overall, "lowest": found.lowest, "highest": found.highest, "without": without}


def three_against_three() -> dict[str, float]:
    """IT at 1, 1, 2 and Sales at 3, 4, 5."""
    found = kruskal_wallis([[1, 1, 2], [3, 4, 5]])
    return {"p": found.p, "deals": found.deals, "extreme": found.p * found.deals, "effect": found.effect}


def four_tests() -> dict[str, float]:
    """p-values of 0.01, 0.03, 0.04 and 0.5."""
    first, second, third, last = benjamini_hochberg([0.01, 0.03, 0.04, 0.5])
    return {"first": first, "second": second, "third": third, "last": last}


def three_departments() -> dict[str, float]:
    """Departments at 2, 3 and 4, each with a standard error of 0.71."""
    found = pool_means({"IT": 2.0, "Legal": 3.0, "Sales": 4.0}, dict.fromkeys(("IT", "Legal", "Sales"), 0.5))
    low, middle, high = (each.pooled for each in found.groups.values())
    return {"share": found.groups["IT"].shrinkage, "low": low, "middle": middle, "high": high}

"""Absorbing chains, intervals and attribution against printed numbers.

Grinstead, C. M. & Snell, J. L. (1997), Introduction to Probability, 2nd ed., American Mathematical Society, examples
11.13–11.19 (the drunkard's walk), which follow Kemeny, J. G. & Snell, J. L. (1976), Finite Markov Chains, ch. 3: a man
walks on corners 0–4, from 1, 2 and 3 one corner left or right with probability ½; 0 (home) and 4 (bar) absorb.

Bryl, S. (2016), Marketing multi-channel attribution model with R (part 1), analyzecore.com: C1 > C2 > C3 converts, C1
alone and C2 > C3 do not. One third converts; removal effects ½, 1, 1, so C1 is credited 0.2, C2 and C3 0.4 each.

Wilson's interval: Newcombe, R. G. (1998), Two-sided confidence intervals for the single proportion, Statistics in
Medicine 17, 857–872, table I, method 3: 81/263, 15/148, 0/20, 1/29.
"""

import pytest

from maturity.methods.channels import (
    AbsorbingChain,
    Path,
    attribute,
    end_probabilities,
    expected_steps,
    wilson,
)

WALK = AbsorbingChain(
    states=("1", "2", "3"),
    ends=("0", "4"),
    onward=((0, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0)),
    ending=((0.5, 0), (0, 0), (0, 0.5)),
)


def rounded(table, digits=12):
    return {row: {column: round(value, digits) for column, value in line.items()} for row, line in table.items()}


def test_time_to_absorption_of_the_drunkards_walk():
    assert {state: round(steps, 12) for state, steps in expected_steps(WALK).items()} == {"1": 3, "2": 4, "3": 3}


def test_absorption_probabilities_of_the_drunkards_walk():
    assert rounded(end_probabilities(WALK)) == {
        "1": {"0": 0.75, "4": 0.25},
        "2": {"0": 0.5, "4": 0.5},
        "3": {"0": 0.25, "4": 0.75},
    }


def test_attribution_of_three_customers():
    found = attribute([Path(("C1", "C2", "C3"), 1, 1), Path(("C1",), 1, 0), Path(("C2", "C3"), 1, 0)])
    assert round(found.conversion_probability, 12) == round(1 / 3, 12)
    assert found.removal_effects == pytest.approx({"C1": 0.5, "C2": 1, "C3": 1})
    assert found.conversions == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})


@pytest.mark.parametrize(
    ("seen", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_of_a_share(seen, number, low, high):
    found = wilson(seen / number, number)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.methods.uncertainty import Assumption, Case, Item, Shape, ThreePoint, annuity, expected
from roadmap.methods.uncertainty.information import (
    Information,
    expected_excess,
    value_of_information,
)
from tests.reference.three_point import quantiles

amounts = st.lists(st.integers(-50, 400), min_size=3, max_size=3).map(lambda three: ThreePoint(*sorted(three)))
shapes = st.sampled_from(list(Shape))


def case_of(*items: tuple[str, int, ThreePoint]) -> Case:
    """Items of one quarter each, four quarters' benefit at full effect, no discounting."""
    made = [Item(key, 0, 1, one_off=cost, benefits=(Assumption(f"{key} gain", yearly),)) for key, cost, yearly in items]
    return Case(made, quarters=5, yearly_rate=0)


@st.composite
def cases(draw):
    return case_of(
        *((f"i{place}", draw(st.integers(0, 300)), draw(amounts)) for place in range(draw(st.integers(1, 4))))
    )


def plain_worth(case: Case, groups, column: int, shape: Shape) -> float:
    """By drawing: each answer decides the groups again, everything else stays at its mean."""
    keys = [assumption.key for assumption in case.assumptions]
    means = {one.key: expected(one.yearly, shape) for one in case.assumptions}
    known = case.assumptions[column]
    middle = (np.arange(20_000) + 0.5) / 20_000
    drawn = quantiles(known.yearly, middle, shape)
    worth = 0.0
    for group in groups:
        items = [item for item in case.items if item.key in group]
        fixed = sum(-item.one_off for item in items)
        moves = 0.0
        for item in items:
            for one in item.benefits:
                if one.key == keys[column]:
                    moves = annuity(case, item, one)
                else:
                    fixed += annuity(case, item, one) * means[one.key]
        worth += np.maximum(0, fixed + moves * drawn).mean() - max(0.0, fixed + moves * means[known.key])
    return float(worth)


def test_value_worked_by_hand():
    """0 or 400 a year with equal chance is not in reach of a triangle; (0, 200, 400) at 150 is: threshold 150.

    E[max(0, X − 150)] = 200 − 150 + 150³ / (3 · 400 · 200) = 64.0625, less the 50 that one has anyway.
    """
    known = value_of_information(case_of(("shop", 150, ThreePoint(0, 200, 400))))
    assert [(each.key, each.worth) for each in known.each] == [("shop gain", pytest.approx(14.0625))]
    assert known.now == 50
    assert known.everything == pytest.approx(14.0625, rel=1e-3)


def test_nothing_is_worth_knowing_where_no_answer_changes_the_decision():
    known = value_of_information(case_of(("shop", 90, ThreePoint(100, 200, 400))))
    assert known.each == (Information("shop gain", 0.0),)
    assert (known.everything, known.dropped) == (0.0, ())


def test_hopeless_case_is_dropped_and_nothing_is_worth_knowing():
    known = value_of_information(case_of(("shop", 900, ThreePoint(100, 200, 400))), correlation=0.3)
    assert (known.each[0].worth, known.everything, known.now, known.dropped) == (0, 0, 0, (0,))


def test_items_apart_are_worth_more_to_know_than_the_whole():
    """Together they are certain enough; the small item alone may go wrong."""
    case = case_of(("large", 100, ThreePoint(150, 200, 250)), ("small", 80, ThreePoint(0, 100, 200)))
    together, apart = value_of_information(case), value_of_information(case, [["large"], ["small"]])
    assert together.everything == pytest.approx(0, abs=0.02)
    assert [each.key for each in apart.each] == ["small gain", "large gain"]
    assert apart.each[0].worth > 0


def test_item_in_no_group_is_carried_out_anyway():
    case = case_of(("must", 900, ThreePoint(0, 100, 2000)), ("free", 150, ThreePoint(0, 200, 400)))
    known = value_of_information(case, [["free"]])
    assert {each.key: each.worth for each in known.each} == {"must gain": 0, "free gain": pytest.approx(14.0625)}


def test_ties_keep_the_order_of_the_case():
    case = case_of(*((key, 150, ThreePoint(0, 200, 400)) for key in ("b", "a", "c")))
    assert [each.key for each in value_of_information(case, [["b"], ["a"], ["c"]]).each] == [
        "b gain",
        "a gain",
        "c gain",
    ]


@given(amounts, st.floats(-100, 500), shapes)
@settings(max_examples=80)
def test_expected_excess_equals_the_integral(point, threshold, shape):
    drawn = quantiles(point, (np.arange(20_000) + 0.5) / 20_000, shape)
    assert expected_excess(point, threshold, shape) == pytest.approx(np.maximum(0, drawn - threshold).mean(), abs=0.02)


@given(cases(), shapes)
@settings(max_examples=30)
def test_independent_worth_equals_deciding_again_for_every_answer(case, shape):
    groups = [[item.key] for item in case.items]
    keys = [one.key for one in case.assumptions]
    for shown in (groups, [[item.key for item in case.items]]):
        known = {each.key: each.worth for each in value_of_information(case, shown, shape).each}
        for column, key in enumerate(keys):
            assert known[key] == pytest.approx(plain_worth(case, shown, column, shape), abs=0.05)


@given(cases(), shapes, st.sampled_from([0.0, 0.3, 0.9]))
@settings(max_examples=30)
def test_knowing_is_never_worth_less_than_nothing_nor_more_than_everything(case, shape, correlation):
    known = value_of_information(case, None, shape, correlation)
    assert all(0 <= each.worth <= known.everything for each in known.each)
    assert [each.worth for each in known.each] == sorted((each.worth for each in known.each), reverse=True)


@given(cases(), shapes)
@settings(max_examples=20)
def test_weak_correlation_comes_close_to_none(case, shape):
    groups = [[item.key] for item in case.items]
    none, weak = (value_of_information(case, groups, shape, correlation) for correlation in (0.0, 1e-9))
    near = {each.key: each.worth for each in weak.each}
    assert {each.key: pytest.approx(each.worth, abs=0.1) for each in none.each} == near


def test_almost_fully_correlated_assumptions_tell_everything():
    """With a correlation of nearly 1 one answer gives all others."""
    case = case_of(("a", 150, ThreePoint(0, 200, 400)), ("b", 150, ThreePoint(0, 200, 400)))
    known = value_of_information(case, correlation=0.99999)
    assert [each.worth for each in known.each] == pytest.approx([2 * 14.0625] * 2, rel=1e-3)
    assert known.everything == pytest.approx(2 * 14.0625, rel=1e-2)


def test_correlated_worth_equals_drawing_both():
    """E[NPV | a] by sorting two million pairs of a Gaussian copula into bins of a."""
    case = case_of(("a", 150, ThreePoint(0, 200, 400)), ("b", 260, ThreePoint(100, 200, 500)))
    known = {each.key: each.worth for each in value_of_information(case, correlation=0.5).each}
    from scipy.special import ndtr

    stream = np.random.default_rng(7)
    first, second = stream.standard_normal((2, 2_000_000))
    shared = 2 * np.sin(np.pi * 0.5 / 6)
    second = shared * first + (1 - shared**2) ** 0.5 * second
    a = quantiles(ThreePoint(0, 200, 400), ndtr(first), Shape.TRIANGULAR)
    b = quantiles(ThreePoint(100, 200, 500), ndtr(second), Shape.TRIANGULAR)
    values = (a + b - 410)[np.argsort(a)].reshape(2000, -1).mean(axis=1)
    assert known["a gain"] == pytest.approx(np.maximum(0, values).mean() - max(0, values.mean()), rel=0.02)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"correlation": 1.5}, "a correlation must be at least 0 and below 1, got 1.5"),
        ({"correlation": float("nan")}, "a correlation must be a finite number"),
        ({"groups": [["ship"]]}, "no item has the key 'ship'"),
        ({"groups": [["shop"], ["shop"]]}, "the item 'shop' is in two groups"),
    ],
)
def test_bad_input_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        value_of_information(case_of(("shop", 150, ThreePoint(0, 200, 400))), **arguments)


def test_case_without_assumptions_has_nothing_to_know():
    known = value_of_information(Case([Item("shop", 0, 1, one_off=100)], quarters=4, yearly_rate=0))
    assert (known.each, known.everything, known.now, known.dropped) == ((), 0, 0, (0,))

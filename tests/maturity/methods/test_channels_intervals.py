"""Intervals of the contributions, the gate, belief against measured, and what-if."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.methods.channels import (
    BeliefVerdict,
    Enough,
    Interval,
    Path,
    attribute,
    attribution_intervals,
    compare_beliefs,
    conversion_as_believed,
    measured_shares,
    sufficiency,
    what_if,
    wilson,
)
from maturity.methods.channels.bootstrap import draw_customers
from maturity.methods.channels.flows import Ways, solve, ways_of
from tests.maturity.methods.test_channels import paths_with_customers
from tests.reference import channels as plain

WAYS = (
    Path(("Search",), 400, 20),
    Path(("Search", "Web"), 300, 60),
    Path(("Web",), 200, 30),
    Path(("Web", "Phone"), 100, 40),
    Path(("Phone", "Web"), 50, 10),
)
converting = paths_with_customers.filter(lambda paths: any(path.conversions for path in paths))


def times(factor, paths):
    return [Path(path.channels, path.customers * factor, path.conversions * factor) for path in paths]


@given(paths_with_customers)
def test_tables_give_the_effects_of_attribute(paths):
    ways = ways_of(paths)
    effects = dict(zip(ways.channels, solve(ways.tables(ways.customers[None])).effects[0], strict=True))
    expected = attribute(paths).removal_effects
    assert effects == pytest.approx({channel: expected[channel] for channel in effects}, abs=1e-9)


def test_many_tables_at_once_are_each_solved():
    ways = ways_of(WAYS)
    drawn = np.random.default_rng(3).multinomial(1050, ways.customers / 1050, size=5).astype(float)
    together = solve(ways.tables(drawn)).effects
    assert together.tolist() == [solve(ways.tables(drawn[at : at + 1])).effects[0].tolist() for at in range(5)]


def test_intervals_agree_with_drawing_customers_one_by_one():
    found = attribution_intervals(WAYS, samples=2000)
    drawn = [plain.removal_effects(plain.drawn_again(WAYS, seed))["Search"] for seed in range(300)]
    low, high = np.quantile(np.array(drawn, dtype=float), (0.025, 0.975))
    assert found.removal_effects["Search"].low == pytest.approx(low, abs=0.02)
    assert found.removal_effects["Search"].high == pytest.approx(high, abs=0.02)


@settings(max_examples=25)
@given(converting, st.randoms())
def test_intervals_are_the_same_in_any_sequence_of_the_paths(paths, random):
    shuffled = random.sample(paths, len(paths))
    assert attribution_intervals(shuffled, samples=20) == attribution_intervals(paths, samples=20)


@settings(max_examples=25)
@given(converting)
def test_intervals_lie_where_shares_can_lie(paths):
    found = attribution_intervals(paths, samples=20)
    for intervals in (found.removal_effects, found.shares):
        assert all(0 <= each.low <= each.high <= 1 for each in intervals.values())
    assert 0 <= sum(found.first.values()) <= 1 + 1e-9


def test_more_customers_make_narrower_intervals():
    few, many = attribution_intervals(WAYS), attribution_intervals(times(25, WAYS))
    for channel, wide in few.shares.items():
        narrow = many.shares[channel]
        # √25 times as many.
        assert narrow.high - narrow.low == pytest.approx((wide.high - wide.low) / 5, rel=0.2)


def test_intervals_hold_what_attribute_finds():
    found, middle = attribution_intervals(WAYS), attribute(WAYS)
    for channel, interval in found.conversions.items():
        assert interval.low < middle.conversions[channel] < interval.high
    assert found.conversion_probability.low < middle.conversion_probability < found.conversion_probability.high


def test_renamed_channels_keep_their_intervals():
    # The new names keep the alphabetical sequence of the ways, so that the same customers are drawn.
    named = {"Phone": "App", "Search": "Mail", "Web": "Shop"}
    renamed = [Path(tuple(named[each] for each in path.channels), path.customers, path.conversions) for path in WAYS]
    found, again = attribution_intervals(WAYS, samples=50), attribution_intervals(renamed, samples=50)
    assert {named[channel]: interval for channel, interval in found.shares.items()} == again.shares


def test_samples_in_parts_are_the_samples_at_once(monkeypatch):
    whole = attribution_intervals(WAYS, samples=200)
    monkeypatch.setattr("maturity.methods.channels.bootstrap._AT_A_TIME", 100)
    assert attribution_intervals(WAYS, samples=200) == whole


@pytest.mark.parametrize("customers", [(1.0,), (2.0, 1.0), (30.0, 60.0, 10.0)])
def test_draws_are_multinomial(customers):
    ways = Ways(("A",), np.array(customers), None)
    drawn = np.concatenate(list(draw_customers(ways, 20_000, seed=0)))
    total, likely = sum(customers), np.array(customers) / sum(customers)
    assert set(drawn.sum(axis=1)) == {total}
    assert drawn.mean(axis=0) == pytest.approx(np.array(customers), rel=0.02)
    expected = total * (np.diag(likely) - np.outer(likely, likely))
    assert np.atleast_2d(np.cov(drawn.T)) == pytest.approx(expected, rel=0.06, abs=0.02)


def test_seed_changes_the_draws():
    assert attribution_intervals(WAYS, seed=1) == attribution_intervals(WAYS, seed=1)
    assert attribution_intervals(WAYS, seed=1) != attribution_intervals(WAYS, seed=2)


def test_weights_keep_their_sum():
    found = attribution_intervals([Path(("Web",), 0.4, 0.4)], samples=10)
    assert found.conversions == {"Web": Interval(0.4, 0.4)}


@pytest.mark.parametrize(
    ("paths", "kwargs", "fault"),
    [
        ([], {}, "no paths"),
        ([Path(("A",), 5, 0)], {}, "nobody converted"),
        (WAYS, {"confidence": 1.0}, "confidence"),
        (WAYS, {"samples": 0}, "samples"),
    ],
)
def test_attribution_intervals_refuse(paths, kwargs, fault):
    with pytest.raises(ValueError, match=fault):
        attribution_intervals(paths, **kwargs)


@pytest.mark.parametrize(
    ("customers", "conversions", "state"),
    [
        (29, 29, Enough.FEW_CUSTOMERS),
        (30, 10, Enough.ENOUGH),
        (100, 9, Enough.FEW_CONVERSIONS),
        (100, 10, Enough.ENOUGH),
    ],
)
def test_gate_at_its_bounds(customers, conversions, state):
    found = sufficiency([Path(("Web",), customers, conversions)])
    assert (found.whole, found.channels["Web"], found.says("Web")) == (state, state, state is Enough.ENOUGH)


def test_many_customers_without_conversion_are_a_finding():
    found = sufficiency([Path(("Letter",), 200, 0), Path(("Web",), 200, 40)])
    assert found.channels == {"Letter": Enough.ENOUGH, "Web": Enough.ENOUGH}
    assert not found.says("Fax")


def test_customer_who_comes_twice_is_one_customer():
    found = sufficiency([Path(("Web", "App", "Web"), 29, 15), Path(("App",), 100, 50)])
    assert found.channels == {"App": Enough.ENOUGH, "Web": Enough.FEW_CUSTOMERS}


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [(0.6, BeliefVerdict.TOO_HIGH), (0.43, BeliefVerdict.WITHIN_NOISE), (0.3, BeliefVerdict.TOO_LOW)],
)
def test_belief_against_measured(stated, verdict):
    found = compare_beliefs({("Search", "Web"): stated}, WAYS)[0]
    assert (found.verdict, round(found.measured, 4), found.customers) == (verdict, 0.4286, 700)
    assert (found.off > 0) is (verdict is not BeliefVerdict.WITHIN_NOISE)


def test_handoffs_that_nobody_stated_follow_the_largest_first():
    found = compare_beliefs({("Search", "Web"): 0.43, ("Fax", "Web"): 0.1}, WAYS)
    assert [(each.origin, each.destination, each.verdict) for each in found] == [
        ("Search", "Web", BeliefVerdict.WITHIN_NOISE),
        ("Fax", "Web", BeliefVerdict.NOT_MEASURED),
        ("Phone", "Web", None),
        ("Web", "Phone", None),
    ]
    assert found[1].off == 0


def test_stated_handoff_that_nobody_took_is_measured_as_nothing():
    (found, *_) = compare_beliefs({("Search", "Phone"): 0.2}, WAYS)
    assert (found.measured, found.interval.low, found.verdict) == (0.0, 0.0, BeliefVerdict.TOO_HIGH)


def test_more_pairs_make_wider_intervals():
    alone = compare_beliefs({("Search", "Web"): 0.43}, [Path(("Search", "Web"), 300, 0), Path(("Search",), 400, 0)])[0]
    beside = compare_beliefs({("Search", "Web"): 0.43}, WAYS)[0]
    assert beside.interval.low < alone.interval.low
    assert beside.interval.high > alone.interval.high


@given(paths_with_customers)
def test_measured_shares_out_of_a_channel_never_exceed_the_whole(paths):
    shares = measured_shares(paths)
    for origin in {pair[0] for pair in shares}:
        assert sum(share for pair, share in shares.items() if pair[0] == origin) <= 1 + 1e-9


@given(paths_with_customers)
def test_beliefs_that_are_true_change_no_conversion(paths):
    believed = conversion_as_believed(measured_shares(paths), paths)
    assert believed == pytest.approx(attribute(paths).conversion_probability)


def test_one_belief_is_the_what_if_but_for_those_who_convert_at_once():
    # Nobody of Search's other customers converts there, so all that is rescaled is who is lost.
    paths = [Path(("Search",), 400, 0), Path(("Search", "Web"), 300, 60), Path(("Web",), 200, 30)]
    believed = conversion_as_believed({("Search", "Web"): 0.7, ("Fax", "Web"): 0.9}, paths)
    assert believed == pytest.approx(what_if(paths, "Search", "Web", 0.7).conversions / 900)


def test_beliefs_that_cannot_be_true_beside_the_measured_are_refused():
    with pytest.raises(ValueError, match="out of Web add up to 1"):
        conversion_as_believed({("Web", "Phone"): 0.95}, WAYS)


@given(st.floats(0, 1), st.floats(0.5, 1e6))
def test_wilsons_interval_holds_the_share(share, number):
    found = wilson(share, number)
    assert 0 <= found.low <= share + 1e-12
    assert share - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(
    ("stated", "confidence", "fault"),
    [
        ({("A", "A"): 0.1}, 0.95, "to itself"),
        ({("A", "B"): 1.1}, 0.95, "between 0 and 1"),
        ({("A", "B"): None}, 0.95, "between 0 and 1"),
        ({("A", "B"): 0.1}, 0, "confidence"),
    ],
)
def test_compare_beliefs_refuses(stated, confidence, fault):
    with pytest.raises(ValueError, match=fault):
        compare_beliefs(stated, WAYS, confidence)


@pytest.mark.parametrize(("share", "number"), [(-0.1, 10), (1.1, 10), (0.5, 0), (0.5, float("inf"))])
def test_wilson_refuses(share, number):
    with pytest.raises(ValueError, match=r"share lies|customers is above"):
        wilson(share, number)


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 4), Fraction(3, 4), Fraction(1)])
@pytest.mark.parametrize(("origin", "destination"), [("Search", "Web"), ("Search", "Phone"), ("Web", "Phone")])
def test_what_if_agrees_with_the_chain_solved_anew(origin, destination, share):
    chain = plain.with_share(plain.probabilities(WAYS), origin, destination, share)
    found = what_if(WAYS, origin, destination, float(share))
    assert found.conversions == pytest.approx(float(plain.conversion_probability(chain)) * 1050)
    assert found.conversions_now == pytest.approx(160)


@given(converting)
def test_share_as_measured_changes_nothing(paths):
    for (origin, destination), share in measured_shares(paths).items():
        assert what_if(paths, origin, destination, share).change == pytest.approx(0, abs=1e-9)


def test_what_if_has_an_interval_and_repeats():
    found = what_if(WAYS, "Search", "Web", 0.6, samples=500)
    assert found == what_if(WAYS, "Search", "Web", 0.6, samples=500)
    assert found.interval.low < found.change < found.interval.high
    assert found.change_share == pytest.approx(found.change / 160)


def test_what_if_without_conversions_has_no_percentage():
    assert what_if([Path(("A", "B"), 5, 0), Path(("A",), 5, 0)], "A", "B", 0.7).change_share is None


@pytest.mark.parametrize(
    ("paths", "origin", "destination", "share", "fault"),
    [
        (WAYS, "Search", "Fax", 0.5, "in 'Fax'"),
        (WAYS, "Fax", "Web", 0.5, "in 'Fax'"),
        (WAYS, "Web", "Web", 0.5, "to itself"),
        (WAYS, "Search", "Web", 1.5, "between 0 and 1"),
        (WAYS, "Search", "Web", "0.5", "between 0 and 1"),
        ([Path(("A", "B"), 5, 1)], "A", "B", 0.5, "nobody to send elsewhere"),
        ([Path(("A", "B", "A", "B"), 5, 1)], "B", "A", 1.0, "never leaves"),
    ],
)
def test_what_if_refuses(paths, origin, destination, share, fault):
    with pytest.raises(ValueError, match=fault):
        what_if(paths, origin, destination, share)


def test_channel_that_nobody_converted_through_may_still_convert():
    """0 of 400 still allows 0.75 % of them: some 3 conversions beside the 45 that were seen."""
    found = attribution_intervals([Path(("Web",), 900, 45), Path(("Letter",), 400, 0)])
    assert (found.conversions["Letter"].low, found.conversions["Letter"].high) == (0, pytest.approx(2.98, abs=0.01))
    assert found.shares["Letter"].high == pytest.approx(2.98 / 47.98, abs=1e-3)
    assert found.removal_effects["Letter"].high == found.shares["Letter"].high

"""What customers say."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.experience import (
    ExperienceGap,
    GapState,
    PeakEnd,
    emotion,
    emotion_curve,
    experience_gap,
    net_promoter_score,
    peak_and_end,
    score_change,
    smallest_score_change,
)
from maturity.methods.noise import NoiseVerdict

people = st.integers(0, 500)
confidences = st.floats(0.5, 0.99)
scores = st.lists(st.integers(0, 10), min_size=3, max_size=40)


@given(people, people, people.filter(bool), confidences)
def test_net_promoter_score_turns_round_with_its_sides(promoters, passives, detractors, confidence):
    found = net_promoter_score(promoters, passives, detractors, confidence)
    mirrored = net_promoter_score(detractors, passives, promoters, confidence)
    assert (mirrored.score, mirrored.low, mirrored.high) == pytest.approx((-found.score, -found.high, -found.low))
    assert -1 <= found.low <= found.high <= 1
    assert found.promoter_share + found.passive_share + found.detractor_share == pytest.approx(1)
    assert found.score == pytest.approx(found.promoter_share - found.detractor_share)


@given(people, people, people.filter(bool))
def test_net_promoter_score_is_surer_with_more_answers_and_wider_with_more_confidence(promoters, passives, detractors):
    found = net_promoter_score(promoters, passives, detractors)
    more = net_promoter_score(4 * promoters, 4 * passives, 4 * detractors)
    surer = net_promoter_score(promoters, passives, detractors, confidence=0.99)
    assert more.score == pytest.approx(found.score)
    assert more.high - more.low <= found.high - found.low
    assert surer.low <= found.low <= found.high <= surer.high


@pytest.mark.parametrize(
    ("counts", "confidence", "fault"),
    [
        ((0, 0, 0), 0.95, "no answers"),
        ((-1, 2, 3), 0.95, "promoters are a whole number"),
        ((1, -2, 3), 0.95, "passives are a whole number"),
        ((1, 2, -3), 0.95, "detractors are a whole number"),
        ((1.5, 2, 3), 0.95, "whole number"),
        ((math.nan, 2, 3), 0.95, "whole number"),
        ((math.inf, 2, 3), 0.95, "whole number"),
        ((None, 2, 3), 0.95, "whole number"),
        (("1", 2, 3), 0.95, "whole number"),
        ((1, 2, 3), 0, "between 0 and 1"),
        ((1, 2, 3), 1, "between 0 and 1"),
        ((1, 2, 3), 95, "between 0 and 1"),
        ((1, 2, 3), math.nan, "between 0 and 1"),
        ((1, 2, 3), None, "between 0 and 1"),
    ],
)
def test_net_promoter_score_refuses(counts, confidence, fault):
    with pytest.raises(ValueError, match=fault):
        net_promoter_score(*counts, confidence)


@given(scores, st.integers(1, 5), st.randoms())
def test_experience_gap_holds_together(answers, own, random):
    found = experience_gap(own, answers)
    assert 1 <= found.low <= found.customers <= found.high <= 5
    assert found.low < found.high
    assert found.gap == own - found.customers
    assert found.gap_low <= found.gap <= found.gap_high
    assert experience_gap(own, random.sample(answers, len(answers))) == found


@given(scores)
def test_experience_gap_turns_round_with_the_scale(answers):
    found, mirrored = experience_gap(2, answers), experience_gap(4, [10 - answer for answer in answers])
    assert mirrored.gap == pytest.approx(-found.gap)


def test_experience_gap_of_identical_answers_still_has_an_interval():
    found = experience_gap(5, [8, 8, 8])
    assert found.customers == 4.2
    assert (found.low, found.high) == pytest.approx((4.2 - 0.1947, 4.2 + 0.1947), abs=1e-4)


def test_experience_gap_without_own_rating_is_the_customers_alone():
    found = experience_gap(None, [5, 5, 8])
    assert (found.state, found.own, found.gap, found.gap_low, found.gap_high) == (
        GapState.ENOUGH,
        None,
        None,
        None,
        None,
    )
    assert found.customers == pytest.approx(3.4)


@pytest.mark.parametrize("answers", [[], [7], [7, 9]])
def test_experience_gap_with_too_few_answers_is_a_result(answers):
    assert experience_gap(4, answers) == ExperienceGap(
        GapState.TOO_FEW, 4.0, None, None, None, len(answers), None, None, None, 0.9
    )


@pytest.mark.parametrize(
    ("own", "answers", "confidence", "fault"),
    [
        (0, [5, 5, 5], 0.9, "between 1 and 5"),
        (6, [5, 5, 5], 0.9, "between 1 and 5"),
        (math.nan, [5, 5, 5], 0.9, "between 1 and 5"),
        (3, [5, 5, 11], 0.9, "between 0 and 10"),
        (3, [5, 5, -1], 0.9, "between 0 and 10"),
        (3, [5, 5, math.nan], 0.9, "between 0 and 10"),
        (3, [5, 5, None], 0.9, "between 0 and 10"),
        (3, [11], 0.9, "between 0 and 10"),
        (3, [5, 5, 5], 0.0, "between 0 and 1"),
        (3, [5, 5, 5], 1.0, "between 0 and 1"),
    ],
)
def test_experience_gap_refuses(own, answers, confidence, fault):
    with pytest.raises(ValueError, match=fault):
        experience_gap(own, answers, confidence)


def test_emotion_curve_has_a_gap_where_too_few_answered():
    assert emotion_curve([[0, 0, 0], [5, 5, 5], [], [9, 9], [10, 10, 10]]) == (-2.0, 0.0, None, None, 2.0)


def test_emotion_refuses_a_score_outside_the_scale():
    with pytest.raises(ValueError, match="between 0 and 10"):
        emotion([5, 5, 12])


@pytest.mark.parametrize(
    ("emotions", "expected"),
    [
        ([], PeakEnd(None, None, None, None)),
        ([None, None], PeakEnd(None, None, None, None)),
        ([1.0], PeakEnd(1.0, 0, 1.0, 1.0)),
        ([1.0, -1.0, 0.0], PeakEnd(-1.0, 1, 0.0, -0.5)),
        ([1.5, 0.0, 1.5, 0.5], PeakEnd(1.5, 0, 0.5, 1.0)),
        ([-2.0, 1.0, None], PeakEnd(-2.0, 0, None, None)),
    ],
)
def test_peak_and_end(emotions, expected):
    assert peak_and_end(emotions) == expected


@pytest.mark.parametrize("value", [2.1, -3, math.nan])
def test_peak_and_end_refuses(value):
    with pytest.raises(ValueError, match="between -2 and"):
        peak_and_end([0.0, value])


@given(people, people, people.filter(bool), people, people, people.filter(bool))
def test_score_change_turns_round_with_time(p1, n1, d1, p2, n2, d2):
    first, second = net_promoter_score(p1, n1, d1), net_promoter_score(p2, n2, d2)
    forth, back = score_change(first, second), score_change(second, first)
    assert (back.change, back.low, back.high) == pytest.approx((-forth.change, -forth.high, -forth.low))
    assert -2 <= forth.low <= forth.high <= 2
    assert forth.verdict is back.verdict
    assert (forth.verdict is NoiseVerdict.NOISE) == (forth.low <= 0 <= forth.high)


@given(people, people, people.filter(bool))
def test_score_that_does_not_move_is_noise(promoters, passives, detractors):
    found = net_promoter_score(promoters, passives, detractors)
    assert score_change(found, found).verdict is NoiseVerdict.NOISE


@given(people, people, people.filter(bool), st.integers(1, 5000))
def test_smallest_score_change_shrinks_with_answers_but_not_below_what_the_first_period_leaves(p, n, d, planned):
    before = net_promoter_score(p, n, d)
    found, more = smallest_score_change(before, planned), smallest_score_change(before, 10 * planned)
    assert smallest_score_change(before, 10**9) <= more < found
    assert smallest_score_change(before, planned, power=0.9) > found


@pytest.mark.parametrize(
    ("planned", "options", "fault"),
    [
        (0, {}, "no answers are planned"),
        (-1, {}, "whole number"),
        (1.5, {}, "whole number"),
        (10, {"confidence": 1}, "between 0 and 1"),
        (10, {"power": 0.2}, "between 0.5 and 1"),
    ],
)
def test_smallest_score_change_refuses(planned, options, fault):
    with pytest.raises(ValueError, match=fault):
        smallest_score_change(net_promoter_score(5, 3, 2), planned, **options)

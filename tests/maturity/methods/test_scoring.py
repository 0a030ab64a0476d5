"""From ballots to a rung."""

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.resampling import interval_of, mean_of_known
from maturity.methods.scoring import (
    Assessment,
    Certainty,
    CountedBallot,
    DepartmentScore,
    Score,
    ScoreState,
    Standing,
    assess,
    score,
    standing,
)
from maturity.methods.split import Split


def ballots_of(votes, dimension="a"):
    """{department: {statement: rungs of P1, P2, …}} as ballots; None is "don't know"."""
    return [
        CountedBallot(f"P{number}", department, f"{dimension}.{statement}", rung)
        for department, statements in votes.items()
        for statement, rungs in statements.items()
        for number, rung in enumerate(rungs, start=1)
    ]


@st.composite
def some_ballots(draw, dimension="a"):
    people = draw(st.lists(st.sampled_from(("IT", "Sales", "Legal")), min_size=1, max_size=12))
    rungs = st.none() | st.integers(1, 5)
    return [
        CountedBallot(f"P{number}", department, f"{dimension}.{statement}", draw(rungs))
        for number, department in enumerate(people)
        for statement in (1, 2, 3)
    ]


def slow_mean(ballots):
    """Slow and obvious: departments weigh alike, then statements."""
    departments = {}
    for ballot in ballots:
        if ballot.rung is not None:
            departments.setdefault(ballot.department, {}).setdefault(ballot.statement, []).append(ballot.rung)
    return statistics.fmean(
        statistics.fmean(statistics.fmean(rungs) for rungs in statements.values())
        for statements in departments.values()
    )


def test_score_of_two_departments_is_told_in_full():
    ballots = ballots_of({"IT": {1: [4, 4, 5], 2: [3, 3, None]}, "Sales": {1: [2, 2, 2, 2], 2: [2, 2, 3, 1]}})
    found = score(ballots, target=4)
    it, sales = (13 / 3 + 3) / 2, 2.0
    assert found == Score(
        state=ScoreState.ENOUGH,
        n=7,
        answers=13,
        dont_know=1,
        distribution=(1, 6, 3, 2, 1),
        median=2,
        mean=pytest.approx((it + sales) / 2),
        interval=found.interval,
        rung=3,
        probabilities=found.probabilities,
        standing=standing(found.mean, found.probabilities),
        target=4,
        gap=pytest.approx(4 - (it + sales) / 2),
        rungs_to_go=1,
        share_at_target=3 / 13,
        agreement=pytest.approx((1 / 6 + 2 / 3) / 2),
        alpha=found.alpha,
        split=None,
        departments=(
            replace(
                found.departments[0], n=3, mean=pytest.approx(it), difference=pytest.approx(it - sales), differs=True
            ),
            replace(
                found.departments[1], n=4, mean=pytest.approx(sales), difference=pytest.approx(sales - it), differs=True
            ),
        ),
    )
    for department in found.departments:
        assert department.differs
        assert department.interval.low < department.pooled < department.interval.high
    assert [each.department for each in found.differing] == ["IT", "Sales"]


def test_departments_weigh_alike_whatever_their_size():
    found = score(ballots_of({"IT": {1: [5] * 3}, "Sales": {1: [1] * 30}}))
    assert (found.mean, found.rung, found.median) == (3.0, 3, 1)


def test_statements_weigh_alike_whatever_was_left_out():
    assert score(ballots_of({"IT": {1: [5, None, None, None], 2: [1, 1, 1, 1]}})).mean == 3.0


def test_agreement_is_averaged_over_statements_that_two_answered():
    found = score(ballots_of({"IT": {1: [3, 3, 4, 4], 2: [2, 2, 2, 2], 3: [5, None, None, None]}}))
    assert found.agreement == pytest.approx((1 - (1 / 3) / 2 + 1) / 2)


def test_split_counts_people_with_their_median():
    found = score(ballots_of({"IT": {1: [2] * 7, 2: [2] * 7}, "Sales": {1: [4] * 6, 2: [4] * 6}}))
    assert found.split == Split(lower=2, upper=4, lower_count=7, upper_count=6, below=7, above=6)


def test_statements_on_different_rungs_are_no_split():
    assert score(ballots_of({"IT": {1: [2] * 6, 2: [4] * 6}})).split is None


def test_one_rung_everywhere_has_no_alpha_and_is_not_certainty():
    found = score(ballots_of({"IT": {1: [3, 3, 3]}, "Sales": {1: [3, 3]}}))
    assert (found.alpha, found.agreement, found.mean) == (None, 1.0, 3.0)
    assert found.interval.low < 2.8 < 3.2 < found.interval.high
    assert max(found.probabilities) < 0.98


UNSURE = {
    "three equal answers": {"IT": {1: [4, 4, 4]}},
    "departments that agree within": {"IT": {1: [4, 4, 4]}, "Sales": {1: [3, 3, 3]}, "Legal": {1: [5, 5, 5]}},
    "five people half-way between rungs": {"A": {1: [3]}, "B": {1: [4]}, "C": {1: [5]}, "D": {1: [2, 2]}},
    "six people, one pair that agrees": {
        "Sales": {1: [2, 2]},
        "M": {1: [3]},
        "K": {1: [2]},
        "IT": {1: [5]},
        "B": {1: [2]},
    },
}


@pytest.mark.parametrize("votes", UNSURE.values(), ids=UNSURE)
def test_few_people_are_never_certain(votes):
    found = score(ballots_of(votes))
    assert found.interval.high - found.interval.low > 0.5
    assert max(found.probabilities) < 0.99


def test_observed_mean_lies_in_its_interval_also_at_the_end_of_the_ladder():
    found = score(ballots_of({"IT": {1: [5, 5, 5, 5]}, "Sales": {1: [5, 5, 5]}}))
    assert (found.mean, found.interval.high) == (5.0, 5.0)
    assert found.interval.low < 4.8


def test_department_of_few_is_not_named_for_what_chance_does():
    """With five departments of three and no difference at all, few rooms name one that sees it otherwise."""
    random_ = np.random.default_rng(5)
    named = 0
    for room in range(60):
        opinions = 3 + random_.normal(0, 0.6, (5, 3, 1)) + random_.normal(0, 0.55, (5, 3, 3))
        rungs = np.clip(np.rint(opinions), 1, 5).astype(int)
        votes = {f"D{d}": {s: rungs[d, :, s].tolist() for s in range(3)} for d in range(5)}
        named += bool(score(ballots_of(votes), seed=room, samples=150).differing)
    assert named <= 6


def test_departments_of_one_leave_nothing_to_draw_from():
    found = score(ballots_of({"IT": {1: [3]}, "Sales": {1: [2]}, "Legal": {1: [4]}}))
    assert (found.state, found.mean, found.interval, found.probabilities) == (ScoreState.ENOUGH, 3.0, None, None)
    assert found.standing == Standing(Certainty.NEAREST, 3, 3, None)


@pytest.mark.parametrize(
    ("rungs", "n", "answers", "dont_know"),
    [([], 0, 0, 0), ([None] * 9, 0, 0, 9), ([3, 4], 2, 2, 0), ([3, 4, None], 2, 2, 1)],
)
def test_too_few_answers_is_a_result(rungs, n, answers, dont_know):
    assert score(ballots_of({"IT": {1: rungs}}), target=4) == Score(ScoreState.TOO_FEW, n, answers, dont_know, target=4)


def test_more_people_are_needed_where_the_smallest_group_is_larger():
    ballots = ballots_of({"IT": {1: [3, 4, 3, 4]}})
    assert score(ballots, smallest_group=5).state is ScoreState.TOO_FEW
    assert score(ballots, smallest_group=4).state is ScoreState.ENOUGH


def test_small_department_counts_in_the_whole_but_is_not_shown():
    found = score(ballots_of({"IT": {1: [4] * 5}, "Legal": {1: [1]}, "Sales": {1: [2] * 3}}))
    assert found.mean == pytest.approx((4 + 1 + 2) / 3)
    assert tuple(replace(each, pooled=None, interval=None) for each in found.departments) == (
        DepartmentScore("IT", 5, 4.0, 2.5, True),
        DepartmentScore("Legal", 1, None, None, False),
        DepartmentScore("Sales", 3, None, None, False),
    )


def test_hidden_in_one_dimension_is_hidden_overall():
    full = {"IT": {1: [4] * 5}, "Legal": {1: [1] * 3}, "Sales": {1: [2] * 3}}
    gap = {"IT": {1: [4] * 5}, "Legal": {1: [1, None, None]}, "Sales": {1: [2] * 3}}
    found = assess({"a": ballots_of(full, "a"), "b": ballots_of(gap, "b")}, {})
    shown = {name: [each.department for each in found.dimensions[name].departments if each.shown] for name in "ab"}
    assert shown == {"a": ["IT", "Legal", "Sales"], "b": ["IT"]}
    assert [each.department for each in found.overall.departments if each.shown] == ["IT"]


def test_overall_is_the_mean_of_the_dimensions_that_say_something():
    votes = {
        "a": ballots_of({"IT": {1: [2, 2, 2], 2: [2, 2, 2]}}, "a"),
        "b": ballots_of({"IT": {1: [4, 4, 4]}}, "b"),
        "c": ballots_of({"IT": {1: [5, 5, None]}}, "c"),
    }
    found = assess(votes, {"a": 2, "b": 5, "c": 5})
    assert (found.overall.mean, found.overall.rung, found.overall.rungs_to_go) == (3.0, 3, None)
    assert (found.overall.target, found.overall.gap) == (3.5, 0.5)
    assert (found.overall.n, found.overall.answers, found.overall.share_at_target) == (3, 9, 6 / 9)
    assert found.dimensions["c"] == Score(ScoreState.TOO_FEW, 2, 2, 1, target=5)


def test_overall_has_no_target_where_a_dimension_lacks_one():
    votes = {name: ballots_of({"IT": {1: [2, 2, 3]}}, name) for name in "ab"}
    found = assess(votes, {"a": 4})
    assert (found.overall.target, found.overall.gap, found.overall.share_at_target) == (None, None, None)
    assert (found.dimensions["a"].rungs_to_go, found.dimensions["b"].rungs_to_go) == (2, None)


def test_nothing_at_all_is_a_result():
    assert assess({}, {}) == Assessment(Score(ScoreState.TOO_FEW, 0, 0, 0), {})


@given(some_ballots(), st.randoms())
def test_score_holds_together(ballots, random):
    found = score(ballots, 3, samples=50)
    if found.state is ScoreState.TOO_FEW:
        return
    assert found.mean == pytest.approx(slow_mean(ballots))
    assert sum(found.distribution) == found.answers == len(ballots) - found.dont_know
    assert 1 <= found.mean <= 5
    assert found.gap == 3 - found.mean
    assert found.interval is None or 1 <= found.interval.low <= found.interval.high <= 5
    assert found.probabilities is None or math.fsum(found.probabilities) == pytest.approx(1)
    assert all(not each.shown or each.n >= 3 for each in found.departments)
    assert score(random.sample(ballots, len(ballots)), 3, samples=50) == found


@given(some_ballots("a"), some_ballots("b"))
def test_assess_gives_every_dimension_the_score_it_has_alone(first, second):
    together = assess({"a": first, "b": second}, {"a": 4}, samples=5)
    alone = score(first, 4, samples=5)
    same = (
        "state",
        "n",
        "answers",
        "dont_know",
        "distribution",
        "median",
        "rung",
        "gap",
        "agreement",
        "alpha",
        "split",
    )
    assert [getattr(together.dimensions["a"], name) for name in same] == [getattr(alone, name) for name in same]


def test_same_seed_gives_the_same_interval_to_the_last_bit():
    ballots = ballots_of({"IT": {1: [1, 2, 3, 4, 5]}, "Sales": {1: [2, 3, 5]}})
    assert score(ballots, seed=4) == score(ballots, seed=4)
    assert score(ballots, seed=4).interval != score(ballots, seed=5).interval


def test_wider_confidence_gives_a_wider_interval():
    ballots = ballots_of({"IT": {1: [1, 2, 3, 4, 5]}, "Sales": {1: [2, 3, 5]}})
    narrow, wide = score(ballots, confidence=0.5).interval, score(ballots, confidence=0.99).interval
    assert wide.low < narrow.low < narrow.high < wide.high


def test_mean_of_known_and_interval_of_nothing():
    assert math.isnan(mean_of_known(np.array([np.nan, np.nan]), axis=0))
    assert interval_of(np.array([np.nan]), 0.9) is None
    assert interval_of(None, 0.9) is None


@pytest.mark.parametrize("rung", [0, 6, 2.5, "3", math.nan, True])
def test_ballot_refuses_what_is_not_a_rung(rung):
    with pytest.raises(ValueError, match="a rung is one of"):
        CountedBallot("P1", "IT", "a.1", rung)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"target": 0}, "a rung is one of"),
        ({"target": 3.5}, "a rung is one of"),
        ({"confidence": 0}, "between 0 and 1"),
        ({"confidence": 1}, "between 0 and 1"),
        ({"confidence": math.nan}, "between 0 and 1"),
        ({"samples": 0}, "samples"),
        ({"samples": 1.5}, "samples"),
        ({"smallest_group": 0}, "smallest group"),
    ],
)
@pytest.mark.parametrize("rungs", [[], [3, 4, 5]])
def test_score_refuses_options(rungs, options, fault):
    with pytest.raises(ValueError, match=fault):
        score(ballots_of({"IT": {1: rungs}}), **options)


def test_two_rounds_of_one_person_are_refused():
    with pytest.raises(ValueError, match=r"'P1' has two ballots on 'a\.1'"):
        score([CountedBallot("P1", "IT", "a.1", 3), CountedBallot("P1", "IT", "a.1", 4)])


def test_statement_in_two_dimensions_is_refused():
    with pytest.raises(ValueError, match="in two dimensions"):
        assess({"a": [CountedBallot("P1", "IT", "x", 3)], "b": [CountedBallot("P2", "IT", "x", 3)]}, {})


def test_target_of_an_unknown_dimension_is_refused():
    with pytest.raises(ValueError, match="target for 'b'"):
        assess({"a": []}, {"b": 3})

"""What changed between two waves."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from maturity.methods.change import ChangeState, Detectable, WaveChange, changes, smallest_changes
from maturity.methods.noise import NoiseVerdict
from maturity.methods.scoring import CountedBallot, assess

# Whole rooms are drawn, on machines that may be busy with other things.
rooms = settings(max_examples=40)
rungs = st.integers(1, 5)
votes = st.lists(st.none() | rungs, min_size=3, max_size=6)
waves = st.fixed_dictionaries({(d, s): votes for d in ("IT", "Sales", "Service") for s in ("a.1", "a.2", "b.1")})


def wave(table):
    """``table[department, statement]``: a rung per person."""
    found = {}
    for (department, statement), given_ in table.items():
        ballots = found.setdefault(statement[0], [])
        ballots += [CountedBallot(f"{department}-{i}", department, statement, rung) for i, rung in enumerate(given_)]
    return found


def single(*departments):
    """One statement; a list of rungs per department."""
    return wave({(f"D{place}", "a.1"): given_ for place, given_ in enumerate(departments)})


def everybody(table):
    return {key: [rung or 3 for rung in given_] for key, given_ in table.items()}


def test_change_is_the_difference_of_what_scoring_finds_where_all_took_part_twice():
    first = wave({("IT", "a.1"): [1, 2, None, 2], ("Sales", "a.1"): [3, 4, 4], ("Sales", "a.2"): [2, 2, 3]})
    second = wave({("IT", "a.1"): [3, 3, 4], ("Sales", "a.1"): [4, None, 5, 5], ("Sales", "a.2"): [3, 3, 2]})
    found = changes(first, second)
    before, after = assess(first, {}, samples=1), assess(second, {}, samples=1)
    assert (found.dimensions["a"].before, found.dimensions["a"].after) == pytest.approx(
        (before.dimensions["a"].mean, after.dimensions["a"].mean)
    )
    assert found.overall.change == pytest.approx(after.overall.mean - before.overall.mean)


@rooms
@given(waves, waves)
def test_changes_of_any_two_waves_are_those_of_scoring(first, second):
    first, second = wave(everybody(first)), wave(everybody(second))
    found, before, after = changes(first, second), assess(first, {}, samples=1), assess(second, {}, samples=1)
    for name in ("a", "b"):
        assert found.dimensions[name].change == pytest.approx(
            after.dimensions[name].mean - before.dimensions[name].mean
        )
    assert found.overall.change == pytest.approx(after.overall.mean - before.overall.mean)


@given(st.lists(rungs, min_size=3, max_size=9), st.lists(rungs, min_size=3, max_size=9))
def test_two_samples_of_one_department_are_welchs_t(first, second):
    found = changes(single(first), single(second)).overall
    if len(set(first)) > 1 and len(set(second)) > 1 and min(_variance(first), _variance(second)) > 1 / 12:
        expected = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.9)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@given(st.lists(st.tuples(rungs, rungs), min_size=3, max_size=9))
def test_same_people_of_one_department_are_the_paired_t(pairs):
    first, second = [before for before, _ in pairs], [after for _, after in pairs]
    found = changes(single(first), single(second), paired=True).overall
    if _variance([after - before for before, after in pairs]) > 2 / 12:
        expected = stats.ttest_rel(second, first).confidence_interval(0.9)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def _variance(values):
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


@rooms
@given(waves, waves, st.booleans())
def test_change_turns_round_with_time_and_with_the_scale(first, second, paired):
    first, second = wave(everybody(first)), wave(everybody(second))
    forth = changes(first, second, paired=paired).overall
    back = changes(second, first, paired=paired).overall
    turned = changes(_turned(first), _turned(second), paired=paired).overall
    for other in (back, turned):
        assert (other.change, other.low, other.high) == pytest.approx(
            (-forth.change, -forth.high, -forth.low), abs=1e-9
        )
    assert forth.low < forth.change < forth.high


def _turned(ballots):
    return {
        name: [CountedBallot(b.participant, b.department, b.statement, 6 - b.rung) for b in given_]
        for name, given_ in ballots.items()
    }


def test_same_people_who_all_go_up_are_surer_than_other_people():
    first, second = single([1, 2, 3, 4, 2, 3]), single([2, 3, 4, 5, 3, 3])
    other, same = changes(first, second).overall, changes(first, second, paired=True).overall
    assert (other.change, other.verdict, same.verdict) == (
        same.change,
        NoiseVerdict.NOISE,
        NoiseVerdict.MORE_THAN_NOISE,
    )
    assert (other.people_both, same.people_both) == (0, 6)


def test_those_who_came_once_count_in_a_pairing_too():
    first, second = single([1, 2, 3, 4, 2, 3]), single([2, 3, 4, 5, 3, None, 5, 4])
    found = changes(first, second, paired=True).overall
    assert (found.people_before, found.people_after, found.people_both) == (6, 7, 5)
    assert found.after == pytest.approx(26 / 7)
    assert found.error < changes(first, second).overall.error


def test_department_that_stays_away_is_no_progress():
    first = single([4, 4, 4], [1, 1, 1], [4, 3, 4])
    second = single([4, 4, 4], [], [4, 3, 4])
    found = changes(first, second).overall
    assert (found.change, found.departments, found.left_out, found.verdict) == (
        0.0,
        ("D0", "D2"),
        ("D1",),
        NoiseVerdict.NOISE,
    )


def test_department_of_two_that_stays_away_takes_the_smallest_with_it():
    first, second = single([4, 4, 4, 2], [1, 1], [4, 3, 4]), single([4, 4, 4, 2], [], [4, 3, 4])
    found = changes(first, second).overall
    assert (found.departments, found.left_out) == (("D0",), ("D1", "D2"))


def test_statements_that_only_one_wave_asked_are_left_out():
    first = wave({("IT", "a.1"): [2, 2, 3], ("IT", "a.2"): [1, 1, 1]})
    second = wave({("IT", "a.1"): [2, 2, 3], ("IT", "a.3"): [5, 5, 5]})
    assert changes(first, second).dimensions["a"].change == 0.0


def test_statement_of_two_people_is_left_out():
    first = wave({("IT", "a.1"): [2, 2, 3], ("IT", "a.2"): [1, 1]})
    second = wave({("IT", "a.1"): [2, 2, 3], ("IT", "a.2"): [5, 5, 5]})
    assert changes(first, second).dimensions["a"].change == 0.0


def test_department_of_one_borrows_the_others_spread():
    alone = changes(single([2, 3, 4, 3], [2]), single([3, 4, 5, 4], [3])).overall
    crowd = changes(single([2, 3, 4, 3], [2, 3, 4, 3]), single([3, 4, 5, 4], [3, 4, 5, 4])).overall
    assert alone.change == crowd.change == 1.0
    assert alone.error == pytest.approx(math.sqrt(2 / 3 * (1 + 1 / 4) / 4 * 2))
    assert alone.error > crowd.error


def test_department_of_one_voice_keeps_the_uncertainty_of_rounding():
    found = changes(single([3, 3, 3]), single([4, 4, 4])).overall
    assert found.error == pytest.approx(math.sqrt(2 / 12 / 3))
    assert found.verdict is NoiseVerdict.MORE_THAN_NOISE


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (single([2, 3]), single([2, 3, 4]), WaveChange(ChangeState.TOO_FEW, 2, 3)),
        (single([2, 3, 4]), {}, WaveChange(ChangeState.TOO_FEW, 3, 0)),
        (
            single([2, 3, 4], []),
            single([], [2, 3, 4]),
            WaveChange(ChangeState.NOTHING_IN_COMMON, left_out=("D0", "D1")),
        ),
        (
            wave({("D0", "a.1"): [2, 3, 4]}),
            wave({("D0", "a.2"): [2, 3, 4]}),
            WaveChange(ChangeState.NOTHING_IN_COMMON, left_out=("D0",)),
        ),
        (
            single([2], [3], [4]),
            single([3], [4], [5]),
            WaveChange(ChangeState.NO_SPREAD, 3, 3, 0, ("D0", "D1", "D2"), (), *map(pytest.approx, (3.0, 4.0, 1.0))),
        ),
    ],
)
def test_what_cannot_be_compared_has_a_name(first, second, expected):
    assert changes(first, second).dimensions["a"] == expected


def test_dimension_with_too_few_is_no_part_of_the_overall_change():
    first = wave({("IT", "a.1"): [2, 2, 3], ("IT", "b.1"): [1, 1]})
    second = wave({("IT", "a.1"): [3, 3, 4], ("IT", "b.1"): [5, 5, 5]})
    found = changes(first, second)
    assert (found.overall.change, found.dimensions["b"].state) == (1.0, ChangeState.TOO_FEW)


def test_without_any_ballots_there_are_too_few():
    assert changes({}, {}).overall == WaveChange(ChangeState.TOO_FEW)
    assert smallest_changes({"a": []}).overall == Detectable(ChangeState.TOO_FEW)


@rooms
@given(waves)
def test_next_wave_of_more_people_could_show_less_and_so_could_the_same_people(first):
    first = wave(everybody(first))
    found = smallest_changes(first)
    more = smallest_changes(first, {"IT": 60, "Sales": 60, "Service": 60})
    same = smallest_changes(first, correlation=0.9)
    assert 0 < more.overall.change < found.overall.change
    assert same.overall.change < found.overall.change
    assert found.overall.change < max(each.change for each in found.dimensions.values())


def test_smallest_change_worked_by_hand():
    # 6 people, s² = 0.8; se² = 2 · 0.8 / 6; Satterthwaite: 10 degrees; t(95 %) = 1.812461, t(80 %) = 0.879058
    found = smallest_changes(single([2, 3, 2, 3, 4, 4])).overall
    assert found == Detectable(ChangeState.ENOUGH, 6, 6, pytest.approx((1.812461 + 0.879058) * math.sqrt(1.6 / 6)))


def test_smallest_change_of_lone_people_is_not_known():
    assert smallest_changes(single([2], [3], [4])).overall == Detectable(ChangeState.NO_SPREAD, 3, 3)


def test_smallest_change_is_about_what_is_called_more_than_noise_at_the_power():
    import numpy as np

    random = np.random.default_rng(7)

    def room(middle, people):
        drawn = np.clip(np.rint(random.normal(middle, 0.8, size=(3, people))), 1, 5).astype(int)
        return single(*drawn.tolist())

    first = room(2.5, 200)
    shift = smallest_changes(first, {f"D{i}": 12 for i in range(3)}, power=0.8)
    small = math.sqrt(200 / 12)  # both waves of 12 instead of 200
    both = shift.overall.change * math.sqrt(2 / (1 + 1 / small**2))
    called = [
        changes(room(2.5, 12), room(2.5 + both, 12)).overall.verdict is NoiseVerdict.MORE_THAN_NOISE for _ in range(400)
    ]
    assert 0.72 < np.mean(called) < 0.88


def test_nine_of_ten_comparisons_without_a_change_are_noise():
    import numpy as np

    random = np.random.default_rng(3)
    drawn = [random.integers(1, 6, size=(4, 4)).tolist() for _ in range(800)]
    noise = [
        changes(single(*one), single(*other)).overall.verdict is NoiseVerdict.NOISE
        for one, other in zip(drawn[::2], drawn[1::2], strict=True)
    ]
    assert 0.87 < np.mean(noise) < 0.95


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (lambda: changes(single([2, 3]), single([2]), confidence=1), "between 0 and 1"),
        (lambda: changes(single([2, 3]), single([2]), smallest_group=0), "at least 1"),
        (lambda: changes({"a": [CountedBallot("P", "D", "a.1", 2)] * 2}, {}), "two ballots on 'a.1'"),
        (lambda: smallest_changes(single([2, 3, 4]), {"D0": 0}), "expected a whole number of at least 1"),
        (lambda: smallest_changes(single([2, 3, 4]), correlation=1), "below 1"),
        (lambda: smallest_changes(single([2, 3, 4]), power=0.1), "between 0.5 and 1"),
    ],
)
def test_change_refuses(ask, fault):
    with pytest.raises(ValueError, match=fault):
        ask()

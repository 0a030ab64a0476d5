"""The ordinal model: laws, and how often its intervals hold the truth in rooms that it did not make."""

import numpy as np
import pytest
from scipy.special import ndtr

from maturity.methods.ordinal import posterior_means
from maturity.methods.resampling import AnswersByRater, tabulate


def answers_of(*departments, statements=1):
    rungs = tuple(np.array(people, dtype=float).reshape(len(people), statements) for people in departments)
    return AnswersByRater(tuple(f"D{place}" for place in range(len(rungs))), rungs, np.ones((statements, 1)))


def interval(answers, seed=0, draws=300):
    return np.quantile(posterior_means(answers, seed=seed, draws=draws)[:, :, 0].mean(axis=1), (0.05, 0.95))


def test_same_seed_gives_the_same_draws_to_the_last_bit():
    answers = answers_of([2, 3, 4], [4, 4])
    assert (posterior_means(answers, seed=3) == posterior_means(answers, seed=3)).all()
    assert (posterior_means(answers, seed=3) != posterior_means(answers, seed=4)).any()


def test_department_that_left_a_dimension_out_has_no_mean_there():
    votes = [("P1", "IT", "a.1", 4), ("P2", "IT", "a.1", 3), ("P1", "Sales", "b.1", 2), ("P2", "Sales", "a.1", 5)]
    cells = posterior_means(tabulate(votes, {"a": ["a.1"], "b": ["b.1"]}), draws=5)
    assert np.isnan(cells[:, 0, 1]).all()
    assert not np.isnan(cells[:, [0, 1, 1], [0, 0, 1]]).any()


def test_more_people_who_say_the_same_are_more_certain():
    widths = [np.ptp(interval(answers_of([4] * people, [3] * people))) for people in (2, 4, 12)]
    assert widths == sorted(widths, reverse=True)


def test_lone_person_leans_on_the_others_more_than_many_do():
    lone = posterior_means(answers_of([5], [2, 2, 3, 2, 3, 2], [2, 3, 3, 2, 2]))[:, 0, 0].mean()
    many = posterior_means(answers_of([5] * 8, [2, 2, 3, 2, 3, 2], [2, 3, 3, 2, 2]))[:, 0, 0].mean()
    assert lone < many - 0.3


@pytest.mark.parametrize("draws", [0, -1])
def test_posterior_refuses_no_draws(draws):
    with pytest.raises(ValueError, match="at least one draw"):
        posterior_means(answers_of([3, 4]), draws=draws)


def test_posterior_refuses_a_room_without_answers():
    with pytest.raises(ValueError, match="nobody answered"):
        posterior_means(answers_of([np.nan, np.nan]))


@pytest.mark.parametrize(
    ("sizes", "level"),
    [((1, 1, 1, 1, 2), 2.8), ((3, 3, 3, 3, 3), 2.8), ((3, 3, 3), 4.4)],
    ids=["departments of one and two", "departments of three", "near the end of the ladder"],
)
def test_interval_holds_the_truth_as_often_as_it_says(sizes, level):
    """80 rooms a kind: a true 88 to 93 % is below 79 % or above 99 % in fewer than one of a hundred runs. The bench
    measures more of them, of more kinds."""
    random = np.random.default_rng(4)
    held = sum(holds(random, sizes, level, seed) for seed in range(80))
    assert 63 <= held <= 79


def holds(random, sizes, level, seed):
    """Whether the interval of one room holds the mean of all who could have come."""
    shifts, tilts = random.normal(0, 0.3, len(sizes)), random.normal(0, 0.3, 3)
    departments = []
    for people, shift in zip(sizes, shifts, strict=True):
        opinions = level + shift + tilts + random.normal(0, 0.6, (people, 1)) + random.normal(0, 0.55, (people, 3))
        departments.append(np.clip(np.rint(opinions), 1, 5))
    away = (np.array([1.5, 2.5, 3.5, 4.5])[:, None, None] - level - shifts[:, None] - tilts) / np.hypot(0.6, 0.55)
    truth = (5 - ndtr(away).sum(axis=0)).mean()
    low, high = interval(answers_of(*departments, statements=3), seed)
    return low <= truth <= high

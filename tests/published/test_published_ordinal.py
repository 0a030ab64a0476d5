"""The ordinal model beside the same model sampled by other software.

The figures are those of NumPyro 0.22 (No-U-Turn sampler, two chains of 20,000 draws after 2,000 of warming up, seed 1),
given the priors and thresholds of ``maturity.methods.ordinal``: the mean and standard deviation of each department's
expected rung, and the 5th and 95th percentile; last, of the mean over the departments.
"""

import numpy as np
import pytest

from maturity.methods.ordinal import posterior_means
from maturity.methods.resampling import AnswersByRater

TABLES = {
    "few people": (
        {
            "IT": [[4, 4, 5], [3, 4, 4], [4, 3, 3]],
            "Legal": [[3, 3, 3]],
            "Sales": [[2, 2, 3], [3, 2, 2]],
        },
        [(3.593, 0.349, 2.978, 4.121), (3.040, 0.453, 2.291, 3.796), (2.586, 0.411, 1.961, 3.313)],
        (3.073, 0.258, 2.659, 3.503),
    ),
    "departments that agree within": (
        {"IT": [[4], [4], [4]], "Legal": [[5], [5], [5]], "Sales": [[3], [3], [3]]},
        [(3.996, 0.275, 3.517, 4.459), (4.868, 0.219, 4.395, 5.000), (3.121, 0.312, 2.665, 3.707)],
        (3.995, 0.154, 3.736, 4.241),
    ),
    "the end of the ladder": (
        {
            "IT": [[5, 5, 4], [5, 5, 5], [4, 5, 5], [5, 4, 5]],
            "Ops": [[4, 5, 5], [5, 5, 5], [5, 5, 4]],
            "Sales": [[5, 5, 5], [5, 5, 5], [3, 4, 4]],
        },
        [(4.615, 0.198, 4.247, 4.866), (4.624, 0.210, 4.234, 4.887), (4.576, 0.219, 4.167, 4.857)],
        (4.605, 0.162, 4.305, 4.817),
    ),
}


@pytest.mark.parametrize(("table", "departments", "whole"), TABLES.values(), ids=TABLES)
def test_posterior_is_that_of_another_sampler(table, departments, whole):
    rungs = tuple(np.array(people, dtype=float) for people in table.values())
    answers = AnswersByRater(tuple(table), rungs, np.ones((rungs[0].shape[1], 1)))
    drawn = posterior_means(answers, draws=12_000, seed=2)[:, :, 0]
    for place, expected in enumerate(departments):
        assert summary(drawn[:, place]) == pytest.approx(expected, abs=0.07)
    assert summary(drawn.mean(axis=1)) == pytest.approx(whole, abs=0.05)


def summary(drawn):
    return (drawn.mean(), drawn.std(), *np.quantile(drawn, (0.05, 0.95)))

"""What the model says of the mean rung of every department in every dimension."""

from typing import Final

import numpy as np
from scipy.special import ndtr

from maturity.methods.resampling import AnswersByRater
from maturity.methods.scale import HIGHEST

from .design import Design, Floats, design_of
from .sampler import Sampler

DRAWS: Final = 300
_WARM_UP: Final = 80
# So many ballots leave little open: a third of the draws tells the same, and a page does not wait.
_MANY: Final = 10_000


def posterior_means(answers: AnswersByRater, *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Mean rungs that fit a table of ballots, draws × departments × dimensions; the model is in the package.

    NaN where a department did not answer. ``answers``: as ``resampling.tabulate`` arranges them, every statement in
    one dimension. ``draws``: how many states of the sampler are kept, at least 1; a third of them where more than
    10,000 ballots leave little open. Raises ``ValueError`` for fewer draws, and where nobody answered.

    >>> from maturity.methods.resampling import tabulate
    >>> votes = [(f"P{i}", "IT", "a.1", 4) for i in range(3)]
    >>> low, high = np.quantile(posterior_means(tabulate(votes, {"a": ["a.1"]})), (0.05, 0.95))
    >>> bool(3 < low < 4 < high < 5)
    True
    """
    if draws < 1:
        raise ValueError(f"a posterior takes at least one draw, not {draws!r}")
    if all(np.isnan(rungs).all() for rungs in answers.rungs):
        raise ValueError("nobody answered: there is nothing to learn from")
    design = design_of(answers)
    many = len(design.rung) > _MANY
    draws, warm_up = (max(1, draws // 3), _WARM_UP // 2) if many else (draws, _WARM_UP)
    chain = Sampler(design, seed)
    for _ in range(warm_up):
        chain.step()
    weights = _weights(answers, design)
    cells = np.full((draws, design.departments, answers.membership.shape[1]), np.nan)
    for draw in range(draws):
        chain.step()
        cells[draw, design.department_of_group, design.dimension_of_group] = _expected(chain, weights)
    return cells


def _weights(answers: AnswersByRater, design: Design) -> Floats:
    """Groups × statements: those of its dimension that somebody of the department answered, alike, sum 1."""
    answered = np.array([(~np.isnan(rungs)).any(axis=0) for rungs in answers.rungs])
    share = answered[design.department_of_group] * answers.membership.T[design.dimension_of_group]
    weights: Floats = share / share.sum(axis=1, keepdims=True)
    return weights


def _expected(chain: Sampler, weights: Floats) -> Floats:
    """The rung that a person of each group would choose on average."""
    _, _, _, person, cell, noise = chain.spreads
    centre = (chain.level + chain.department[chain.design.department_of_group] + chain.group)[:, None] + chain.statement
    away = (chain.thresholds[1:-1, None, None] - centre) / np.sqrt(person**2 + cell**2 + noise**2)
    expected: Floats = ((HIGHEST - ndtr(away).sum(axis=0)) * weights).sum(axis=1)
    return expected

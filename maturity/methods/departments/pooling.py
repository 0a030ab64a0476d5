"""What a small department's mean is worth: partial pooling.

A department of three says 4.3, the house 3.0. Is the department special, or were it three people in a good mood? Two
ways would both be wrong: to believe each mean as it stands, or to believe the house's mean only. Between them lies the
random-effects model: department d's true mean θ_d comes from a spread of departments, and we see it with noise,

    θ_d ~ (μ, τ²)        y_d ~ (θ_d, v_d)        d = 1 … k

*How far departments differ*, τ², by DerSimonian and Laird's method of moments, with w_d = 1 / v_d and ȳ the mean
weighted by w:

    Q = Σ w_d (y_d − ȳ)²        τ² = (Q − (k − 1)) / (Σ w_d − Σ w_d² / Σ w_d), not below 0

*The house*: μ = Σ y_d / (v_d + τ²) / Σ 1 / (v_d + τ²), with variance 1 / Σ 1 / (v_d + τ²).

*The department*: moved towards the house by B_d, the share of noise in what is seen,

    B_d = v_d / (v_d + τ²)        pooled mean = y_d − B_d (y_d − μ)

A large department (small v_d) stays where it is, a small one moves most. Where τ² is 0, the departments do not differ
more than the noise lets them, and all pooled means are the house's: a named state, ``NO_MORE_THAN_NOISE``, for "no
sign of a difference" is not "they are alike".

*The interval* of a pooled mean is normal with variance v_d (1 − B_d) + B_d² var(μ) + (2 / (k − 1)) B_d² (y_d − μ)²:
the noise that is left, that of the house's mean, and that of B, which k departments tell only roughly (by the delta
method; the third term is why the interval of a department far from the house stays wide).

*The noise.* ``pool_departments`` takes v_d = s² / n_d with s² the variance inside departments, over all of them: three
people's own variance says next to nothing, and three equal answers would claim none. Where nobody differs from their
own department, s² is 0, and each mean stays as it is: ``NO_NOISE``.

Assumes: departments are alike in kind, so that one may learn from the other; the noise is roughly normal and equally
large inside each. k of at least 3 tells τ² only roughly, 2 hardly at all.

Sources: DerSimonian, R. & Laird, N. (1986), Meta-analysis in clinical trials, Controlled Clinical Trials 7, 177–188.
Efron, B. & Morris, C. (1975), Data analysis using Stein's estimator and its generalizations, Journal of the American
Statistical Association 70, 311–319. Morris, C. (1983), Parametric empirical Bayes inference, ibid. 78, 47–55.
"""

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

from maturity.methods.resampling import RungInterval
from maturity.methods.scale import HIGHEST, LOWEST, number_or_nan, require_mean_rung


class Heterogeneity(enum.Enum):
    """Whether groups vary more than noise makes them."""

    VARY = "vary"
    NO_MORE_THAN_NOISE = "no_more_than_noise"
    NO_NOISE = "no_noise"


@dataclass(frozen=True)
class PooledMean:
    """``raw``: the group's own mean; ``pooled``: moved towards the whole by ``shrinkage``, a fraction from 0 (stays)
    to 1 (the whole's mean); ``interval``: of the pooled mean, ``None`` where there is no noise to measure it by."""

    raw: float
    pooled: float
    shrinkage: float
    interval: RungInterval | None


@dataclass(frozen=True)
class Pooling:
    """``state``: whether groups vary. ``mean``: of the whole, μ; ``standard_error``: of μ, ``None`` without noise;
    ``between``: τ, the standard deviation between groups, in the unit of the means; ``q``: Cochran's Q, ``None``
    without noise; ``groups``: in the order given."""

    state: Heterogeneity
    mean: float
    standard_error: float | None
    between: float
    q: float | None
    groups: Mapping[str, PooledMean]


def pool_means(means: Mapping[str, float], variances: Mapping[str, float], *, confidence: float = 0.9) -> Pooling:
    """Move means of groups towards the whole, as far as they are noise; the formulas are in the module.

    ``means[group]``: in any unit; ``variances[group]``: the squared standard error of that mean, above 0;
    ``confidence``: of the intervals.

    Raises ``ValueError`` for fewer than two groups, groups that do not match, a mean that is not finite, a variance
    that is not above 0, or a confidence not between 0 and 1.

    >>> found = pool_means({"IT": 2.0, "Legal": 5.0, "Sales": 3.0}, {"IT": 0.1, "Legal": 0.5, "Sales": 0.1})
    >>> round(found.between, 3), [round(each.pooled, 2) for each in found.groups.values()]
    (1.062, [2.1, 4.44, 3.02])
    """
    _require_pool(means, variances, confidence)
    q, tau2 = _moments(means, variances)
    weights = {name: 1 / (variances[name] + tau2) for name in means}
    total = math.fsum(weights.values())
    centre = math.fsum(weights[name] * means[name] for name in means) / total
    groups = {}
    for name, mean in means.items():
        shrinkage = variances[name] / (variances[name] + tau2)
        away = shrinkage * (mean - centre)
        variance = variances[name] * (1 - shrinkage) + shrinkage**2 / total + 2 / (len(means) - 1) * away**2
        groups[name] = PooledMean(mean, mean - away, shrinkage, _interval(mean - away, variance, confidence))
    state = Heterogeneity.VARY if tau2 > 0 else Heterogeneity.NO_MORE_THAN_NOISE
    return Pooling(state, centre, math.sqrt(1 / total), math.sqrt(tau2), q, groups)


def pool_departments(
    means: Mapping[str, float], people: Mapping[str, Sequence[float]], *, confidence: float = 0.9
) -> Pooling:
    """Move departments' means on the ladder towards the house's; the noise is that of people inside departments.

    ``means[department]``: in rungs, 1–5; ``people[department]``: one value per person, in rungs, from which the noise
    is measured. Intervals are cut at the ends of the ladder.

    Raises ``ValueError`` as ``pool_means``, for a mean outside the ladder, a department without people, and where no
    department has two.

    >>> found = pool_departments({"IT": 2.0, "Legal": 4.0}, {"IT": [1, 2, 2, 3], "Legal": [3, 4, 5]})
    >>> found.state, [round(each.pooled, 2) for each in found.groups.values()]
    (<Heterogeneity.VARY: 'vary'>, [2.1, 3.87])
    """
    if set(people) != set(means) or not all(len(values) for values in people.values()):
        raise ValueError("every department needs a mean and people")
    for mean in means.values():
        require_mean_rung(mean)
    noise = _variance_inside(list(people.values()))
    if noise == 0:
        return _without_noise(means, confidence)
    found = pool_means(means, {name: noise / len(people[name]) for name in means}, confidence=confidence)
    return Pooling(
        found.state,
        found.mean,
        found.standard_error,
        found.between,
        found.q,
        {name: _on_the_ladder(each) for name, each in found.groups.items()},
    )


def _moments(means: Mapping[str, float], variances: Mapping[str, float]) -> tuple[float, float]:
    weights = {name: 1 / variances[name] for name in means}
    total = math.fsum(weights.values())
    centre = math.fsum(weights[name] * means[name] for name in means) / total
    q = math.fsum(weights[name] * (means[name] - centre) ** 2 for name in means)
    scale = total - math.fsum(weight**2 for weight in weights.values()) / total
    return q, max(0.0, (q - (len(means) - 1)) / scale)


def _variance_inside(groups: Sequence[Sequence[float]]) -> float:
    freedom = sum(len(group) for group in groups) - len(groups)
    if freedom < 1:
        raise ValueError("no department has two people: there is no noise to measure")
    centres = [fmean(group) for group in groups]
    squares = ((value - centre) ** 2 for group, centre in zip(groups, centres, strict=True) for value in group)
    return math.fsum(squares) / freedom


def _without_noise(means: Mapping[str, float], confidence: float) -> Pooling:
    _require_pool(means, dict.fromkeys(means, 1.0), confidence)
    centre = fmean(means.values())
    between = math.sqrt(math.fsum((mean - centre) ** 2 for mean in means.values()) / (len(means) - 1))
    groups = {name: PooledMean(mean, mean, 0.0, None) for name, mean in means.items()}
    return Pooling(Heterogeneity.NO_NOISE, centre, None, between, None, groups)


def _interval(centre: float, variance: float, confidence: float) -> RungInterval:
    half = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(variance)
    return RungInterval(centre - half, centre + half, confidence)


def _on_the_ladder(group: PooledMean) -> PooledMean:
    if group.interval is None:
        return group
    low, high = max(float(LOWEST), group.interval.low), min(float(HIGHEST), group.interval.high)
    return PooledMean(group.raw, group.pooled, group.shrinkage, RungInterval(low, high, group.interval.confidence))


def _require_pool(means: Mapping[str, float], variances: Mapping[str, float], confidence: float) -> None:
    if len(means) < 2 or set(means) != set(variances):
        raise ValueError("pooling needs at least two groups, each with a mean and a variance")
    for name in means:
        if not math.isfinite(number_or_nan(means[name])):
            raise ValueError(f"the mean of {name!r} is not a finite number: {means[name]!r}")
        if not 0 < number_or_nan(variances[name]) < math.inf:
            raise ValueError(f"the variance of {name!r} is a number above 0, not {variances[name]!r}")
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")

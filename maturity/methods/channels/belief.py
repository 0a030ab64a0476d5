"""Do customers move between the channels as people say they do?

Asking the person responsible for a channel gives a skewed picture of that channel. Where ways were measured, what was
stated can be held against them. Of all the times that customers left channel i (a repeated touch of the same channel
is not leaving), the share that went on to j is

    p_ij = n_ij / Σ_k n_ik      k: other channels, converted, lost

*Interval.* Wilson's score interval with n customers, z from the confidence:

    (p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n)

It stays inside 0–1 and keeps its promise for small shares. n is the number of customers who passed i, not the number
of times they left it: departures of one customer belong together, so the interval is rather too wide than too narrow.

*Many pairs.* Of twenty true statements one would fall outside its 95 % interval by chance alone, and somebody would be
told that they were wrong. So the intervals hold all together: each has confidence 1 − (1 − c) / m over m measured pairs
(Bonferroni).

A stated share above its interval is believed too high, below it too low, inside it within noise. Where fewer than 30
customers passed the channel it is not measured, whatever the figures are.

Limits: a stated share may be of another time or of other customers than the measured ones; large numbers make small
differences certain, so see how far off it is, too.

Sources: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the
American Statistical Association 22, 209–212; Brown, L. D., Cai, T. T. & DasGupta, A. (2001), Interval estimation for a
binomial proportion, Statistical Science 16, 101–133; Dunn, O. J. (1961), Multiple comparisons among means, Journal of
the American Statistical Association 56, 52–64.
"""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from maturity.methods.scale import number_or_nan

from .absorbing import CONVERTED, chain_of_paths, chain_of_shares, end_probabilities
from .enough import FEWEST_CUSTOMERS
from .paths import Interval, Passers, Path, merged, passers, require_paths

Pair = tuple[str, str]


class BeliefVerdict(enum.Enum):
    """A stated share against the measured one."""

    TOO_HIGH = "too high"
    TOO_LOW = "too low"
    WITHIN_NOISE = "within noise"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Belief:
    """One handoff: ``stated`` share (0–1), or ``None`` where nobody stated one, and what was measured.

    ``measured`` and ``interval`` are ``None`` where the verdict is ``NOT_MEASURED``; ``verdict`` is ``None`` where
    nothing was stated. ``customers``: who passed the origin on the measured paths.
    """

    origin: str
    destination: str
    stated: float | None
    measured: float | None
    interval: Interval | None
    customers: float
    verdict: BeliefVerdict | None

    @property
    def off(self) -> float:
        """How far the stated share is at least off: its distance to the interval, 0 inside and where not measured."""
        if self.stated is None or self.interval is None:
            return 0.0
        return max(0.0, self.stated - self.interval.high, self.interval.low - self.stated)


def compare_beliefs(
    stated: Mapping[Pair, float], paths: Iterable[Path], confidence: float = 0.95
) -> tuple[Belief, ...]:
    """Every stated handoff against the measured one, in the sequence stated; then those that nobody stated, the largest
    share first, where they were measured.

    ``stated[origin, destination]``: share 0–1; ``confidence``: of all intervals together.

    Raises ``ValueError`` for no paths or customers, a share outside 0–1, a handoff to itself, a confidence that is not
    between 0 and 1.

    >>> paths = [Path(("Search",), 40, 0), Path(("Search", "Web"), 60, 9), Path(("Fax", "Web"), 2, 0)]
    >>> found = compare_beliefs({("Search", "Web"): 0.9, ("Fax", "Web"): 0.5}, paths)
    >>> [(each.origin, each.measured, each.verdict.value) for each in found]
    [('Search', 0.6, 'too high'), ('Fax', None, 'not measured')]
    >>> round(found[0].interval.low, 3), round(found[0].interval.high, 3)
    (0.502, 0.691)
    """
    _require_stated(stated, confidence)
    paths = require_paths(paths)
    shares, passed = measured_shares(paths), passers(paths)
    known = {origin for origin, found in passed.items() if found.customers >= FEWEST_CUSTOMERS}
    unstated = sorted((pair for pair in shares if pair not in stated), key=lambda pair: (-shares[pair], pair))
    pairs = [pair for pair in (*stated, *unstated) if pair[0] in known]
    each = 1 - (1 - confidence) / max(1, len(pairs))
    nobody = Passers(0.0, 0.0)
    return tuple(
        _belief(pair, stated.get(pair), shares.get(pair, 0.0), passed.get(pair[0], nobody).customers, each)
        for pair in (*stated, *(pair for pair in unstated if pair[0] in known))
    )


def conversion_as_believed(stated: Mapping[Pair, float], paths: Iterable[Path]) -> float:
    """The probability to convert (0–1) if the stated shares were true: customers start where they did, hand over as
    stated, or as measured where nothing was stated, and convert in each channel as often as measured; the rest is lost.

    Stated handoffs of a channel that is on no path are left out: nobody knows how its customers convert.

    Raises ``ValueError`` for no paths or customers, a share outside 0–1, a handoff to itself, or where what is stated
    cannot be true beside what was measured: a channel would hand over and convert more than all of its customers, or
    customers would go round in a circle.

    >>> paths = [Path(("Search",), 50, 0), Path(("Search", "Web"), 50, 10)]
    >>> conversion_as_believed({}, paths), round(conversion_as_believed({("Search", "Web"): 0.8}, paths), 6)
    (0.1, 0.16)
    """
    _require_stated(stated, 0.95)
    paths = require_paths(paths)
    chain = chain_of_paths(paths)
    rows = zip(chain.states, chain.onward, chain.ending, strict=True)
    # Of those who leave: a repeated touch of the same channel is not leaving. Rounding may lift a quotient above 1.
    converts = {
        state: min(1.0, ending[0] / (1 - onward[at])) for at, (state, onward, ending) in enumerate(rows) if state
    }
    said = {pair: share for pair, share in stated.items() if set(pair) <= set(converts)}
    ends = end_probabilities(chain_of_shares({**measured_shares(paths), **said}, converts))
    starts = zip(chain.states, chain.onward[0], strict=True)
    return math.fsum(share * ends[channel][CONVERTED] for channel, share in starts if channel)


def measured_shares(paths: Iterable[Path]) -> dict[Pair, float]:
    """Of the times that customers left a channel, the share that went on to each other channel; pairs alphabetically.

    Raises ``ValueError`` where there are no paths, or nobody took any.

    >>> measured_shares([Path(("Web", "Web", "Shop"), 1, 0), Path(("Web",), 3, 1)])
    {('Web', 'Shop'): 0.25}
    """
    moves: defaultdict[Pair, list[float]] = defaultdict(list)
    out: defaultdict[str, list[float]] = defaultdict(list)
    for path in merged(require_paths(paths)):
        for origin, destination in pairwise(path.channels):
            if origin != destination:
                moves[origin, destination].append(path.customers)
                out[origin].append(path.customers)
        out[path.channels[-1]].append(path.customers)
    return {pair: math.fsum(moves[pair]) / math.fsum(out[pair[0]]) for pair in sorted(moves)}


def wilson(share: float, number: float, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a share (0–1) seen among ``number`` (> 0) independent customers.

    Raises ``ValueError`` outside these ranges.

    >>> found = wilson(0.1, 100)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0552, 0.1744)
    """
    if not 0 <= number_or_nan(share) <= 1:
        raise ValueError(f"a share lies between 0 and 1; found {share!r}")
    if not 0 < number_or_nan(number) < math.inf:
        raise ValueError(f"the number of customers is above 0; found {number!r}")
    z = NormalDist().inv_cdf((1 + _require_confidence(confidence)) / 2)
    middle = share + z * z / (2 * number)
    half = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    scale = 1 + z * z / number
    # At shares of 0 and 1 the ends are exact; rounding must not put the share outside.
    low = 0.0 if share == 0 else (middle - half) / scale
    return Interval(max(0.0, low), 1.0 if share == 1 else min(1.0, (middle + half) / scale))


def _belief(pair: Pair, stated: float | None, measured: float, customers: float, confidence: float) -> Belief:
    if customers < FEWEST_CUSTOMERS:
        return Belief(*pair, stated, None, None, customers, BeliefVerdict.NOT_MEASURED)
    interval = wilson(measured, customers, confidence)
    verdict = None if stated is None else _verdict(stated, interval)
    return Belief(*pair, stated, measured, interval, customers, verdict)


def _verdict(stated: float, interval: Interval) -> BeliefVerdict:
    if stated > interval.high:
        return BeliefVerdict.TOO_HIGH
    return BeliefVerdict.TOO_LOW if stated < interval.low else BeliefVerdict.WITHIN_NOISE


def _require_stated(stated: Mapping[Pair, float], confidence: float) -> None:
    _require_confidence(confidence)
    for (origin, destination), share in stated.items():
        if origin == destination:
            raise ValueError(f"{origin} hands over to itself")
        if not 0 <= number_or_nan(share) <= 1:
            raise ValueError(f"the share from {origin} to {destination} lies between 0 and 1; found {share!r}")


def _require_confidence(confidence: float) -> float:
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")
    return confidence

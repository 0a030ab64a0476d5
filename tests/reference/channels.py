"""Channels the slow and obvious way: probabilities in a table, equations solved by elimination, one change at a time.

Give whole numbers or fractions as ``customers`` and ``conversions``, and everything is exact.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from maturity.methods.channels import Path

State = Hashable
Probabilities = dict[State, dict[State, Fraction]]

START: State = ()
CONVERTED = "converted"
LOST = "lost"


def probabilities(paths: Iterable[Path], order: int = 1) -> Probabilities:
    """Where customers go next from every state (the last ``order`` channels), as shares of those who are there."""
    counts: dict[State, defaultdict[State, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for path in paths:
        states: list[tuple[str, ...]] = [()]
        for channel in path.channels:
            states.append((*states[-1], channel)[-order:])
        for origin, target in pairwise(states):
            counts[origin][target] += Fraction(path.customers)
        counts[states[-1]][CONVERTED] += Fraction(path.conversions)
        counts[states[-1]][LOST] += Fraction(path.customers) - Fraction(path.conversions)
    return {
        state: {target: number / sum(row.values()) for target, number in row.items() if number}
        for state, row in counts.items()
        if sum(row.values())
    }


def conversion_probability(chain: Probabilities, without: str | None = None) -> Fraction:
    """The probability to convert from the start; whoever comes to the channel ``without`` is lost."""
    states = list(chain)
    equations = []
    for number, state in enumerate(states):
        row = [Fraction(0)] * (len(states) + 1)
        row[number] += 1
        for target, share in chain[state].items():
            if target == CONVERTED:
                row[-1] += share
            elif isinstance(target, tuple) and target[-1] != without:
                row[states.index(target)] -= share
        equations.append(row)
    return solved(equations)[states.index(START)]


def solved(equations: list[list[Fraction]]) -> list[Fraction]:
    """The unknowns of as many equations, by Gauss and Jordan."""
    size = len(equations)
    for pivot in range(size):
        swap = next(row for row in range(pivot, size) if equations[row][pivot] != 0)
        equations[pivot], equations[swap] = equations[swap], equations[pivot]
        equations[pivot] = [value / equations[pivot][pivot] for value in equations[pivot]]
        for row in range(size):
            if row != pivot and equations[row][pivot]:
                factor = equations[row][pivot]
                equations[row] = [a - factor * b for a, b in zip(equations[row], equations[pivot], strict=True)]
    return [row[-1] for row in equations]


def removal_effects(paths: Sequence[Path], order: int = 1) -> dict[str, Fraction]:
    """For each channel, the fraction of the conversions lost without it."""
    chain = probabilities(paths, order)
    probability = conversion_probability(chain)
    channels = sorted({channel for path in paths for channel in path.channels})
    if not probability:
        return dict.fromkeys(channels, Fraction(0))
    return {channel: 1 - conversion_probability(chain, channel) / probability for channel in channels}


def touches(paths: Iterable[Path]) -> dict[str, Fraction]:
    """Mean number of times that a customer meets each channel, by counting."""
    counted: defaultdict[str, Fraction] = defaultdict(Fraction)
    customers = Fraction(0)
    for path in paths:
        customers += Fraction(path.customers)
        for channel in path.channels:
            counted[channel] += Fraction(path.customers)
    return {channel: number / customers for channel, number in counted.items()}


def drawn_again(paths: Sequence[Path], seed: int) -> list[Path]:
    """As many customers as there are, each drawn with their way and its end; whole numbers of customers only."""
    ends = [(path, won) for path in paths for won in (1, 0)]
    weights = [path.conversions if won else path.customers - path.conversions for path, won in ends]
    people = round(sum(path.customers for path in paths))
    drawn = Random(seed).choices(ends, weights, k=people)
    return [Path(path.channels, number, number * won) for (path, won), number in Counter(drawn).items()]


def with_share(chain: Probabilities, origin: str, destination: str, share: Fraction) -> Probabilities:
    """The chain in which ``share`` of those who leave the origin go to the destination, all other ways rescaled."""
    here, there = (origin,), (destination,)
    leaving = {target: value for target, value in chain[here].items() if target != here}
    others = sum(value for target, value in leaving.items() if target != there)
    changed = {target: value * (1 - share) / others for target, value in leaving.items() if target != there}
    return {**chain, here: {**changed, there: share}}

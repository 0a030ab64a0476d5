"""Places of initiatives over many samples as a person would count them: one sample, one pair at a time."""

from collections.abc import Sequence

Scores = Sequence[Sequence[float]]


def places(scores: Scores) -> list[list[float]]:
    """Of each sample the place of each item, the highest score first; what ties shares the mean of its places."""
    return [[place(sample, score) for score in sample] for sample in scores]


def place(sample: Sequence[float], score: float) -> float:
    better = sum(other > score for other in sample)
    same = sum(other == score for other in sample)
    return better + (same + 1) / 2


def shares_among_first(scores: Scores, first: int) -> list[float]:
    """Of each item the share of samples in which it is among the first, ties split evenly."""
    count = len(scores[0])
    return [sum(share(sample, sample[item], first) for sample in scores) / len(scores) for item in range(count)]


def share(sample: Sequence[float], score: float, first: int) -> float:
    better = sum(other > score for other in sample)
    same = sum(other == score for other in sample)
    return min(1.0, max(0.0, (first - better) / same))


def shares_above(scores: Scores) -> list[list[float]]:
    """[i][j]: share of samples in which item i scores more than item j, ties counted half."""
    count = len(scores[0])
    return [[above(scores, one, other) for other in range(count)] for one in range(count)]


def above(scores: Scores, one: int, other: int) -> float:
    wins = sum(sample[one] > sample[other] for sample in scores)
    ties = sum(sample[one] == sample[other] for sample in scores)
    return (wins + ties / 2) / len(scores)

"""Agreement, slowly and as the definitions say: what the fast versions are checked and timed against."""

from collections.abc import Iterator, Sequence
from itertools import permutations

Rating = float | None


def alpha_by_pairs(ratings: Sequence[Sequence[Rating]], level: str) -> float | None:
    """Krippendorff's alpha by comparing every pair of ratings; ``None`` where undefined.

    >>> round(alpha_by_pairs([[1, 2, 3, 3, 2], [1, 2, 3, 3, 2], [None, 3, 3, 3, 2]], "nominal"), 3)
    0.78
    """
    return alpha_of_people(ratings, range(len(ratings)), level)


def alpha_of_people(ratings: Sequence[Sequence[Rating]], drawn: Sequence[int], level: str) -> float | None:
    """Alpha of raters drawn with replacement, by number; two copies of one rater are no pair. ``None`` where
    undefined.

    >>> alpha_of_people([[1, 2], [1, 2], [2, 2]], [0, 0, 1], "nominal")
    1.0
    """
    statements = [
        [(person, row[column]) for person, row in ((person, ratings[person]) for person in drawn)]
        for column in range(len(ratings[0]))
    ]
    units = [[(person, value) for person, value in unit if value is not None] for unit in statements]
    units = [unit for unit in units if len({person for person, _ in unit}) > 1]
    pooled = [value for unit in units for _, value in unit]
    keys = [(person, column) for column, unit in enumerate(units) for person, _ in unit]
    expected = _mean([_distance(pooled[i], pooled[j], pooled, level) for i, j in _different(keys)])
    if not expected:
        return None
    observed = sum(
        len(unit)
        * _mean([_distance(unit[i][1], unit[j][1], pooled, level) for i, j in _different([who for who, _ in unit])])
        for unit in units
    )
    return 1 - observed / len(pooled) / expected


def _different(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    return ((i, j) for i, j in permutations(range(len(keys)), 2) if keys[i] != keys[j])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _distance(a: float, b: float, pooled: Sequence[float], level: str) -> float:
    low, high = min(a, b), max(a, b)
    if level == "nominal" or low == high:
        return float(low != high)
    if level == "ordinal":
        return (sum(low <= value <= high for value in pooled) - (pooled.count(low) + pooled.count(high)) / 2) ** 2
    return (a - b) ** 2 if level == "interval" else ((a - b) / (a + b)) ** 2


def ordinal_alpha_by_counting(ratings: Sequence[Sequence[Rating]], drawn: Sequence[int]) -> float | None:
    """As ``alpha_of_people`` for the ordinal level, by counting values instead of comparing pairs: what a careful
    programmer would write in plain Python. This is what the bench times.

    >>> round(ordinal_alpha_by_counting([[1, 2, 3], [1, 2, 3], [1, 3, 3]], [0, 1, 2]), 3)
    0.848
    """
    times = [drawn.count(person) for person in range(len(ratings))]
    values = sorted({value for row in ratings for value in row if value is not None})
    counted: list[tuple[list[int], int, int]] = []
    for column in range(len(ratings[0])):
        counts, copies = _counts_of(ratings, times, column, values)
        total = sum(counts)
        if total * total > copies:
            counted.append((counts, total, copies))
    per_value = [sum(counts[c] for counts, _, _ in counted) for c in range(len(values))]
    distances = _ordinal_distances(per_value)
    n = sum(per_value)
    pairs = n * n - sum(copies for _, _, copies in counted)
    expected = _weighted(per_value, distances) / pairs if pairs else 0.0
    if not expected:
        return None
    observed = sum(total * _weighted(counts, distances) / (total * total - copies) for counts, total, copies in counted)
    return 1 - observed / n / expected


def _counts_of(
    ratings: Sequence[Sequence[Rating]], times: Sequence[int], column: int, values: Sequence[float]
) -> tuple[list[int], int]:
    counts, copies = [0] * len(values), 0
    for row, weight in zip(ratings, times, strict=True):
        value = row[column]
        if value is not None:
            counts[values.index(value)] += weight
            copies += weight * weight
    return counts, copies


def _ordinal_distances(per_value: Sequence[int]) -> list[list[float]]:
    middles = [sum(per_value[:c]) + count / 2 for c, count in enumerate(per_value)]
    return [[(here - there) ** 2 for there in middles] for here in middles]


def _weighted(counts: Sequence[int], distances: Sequence[Sequence[float]]) -> float:
    return sum(
        counts[c] * counts[k] * distances[c][k] for c in range(len(counts)) for k in range(len(counts)) if counts[c]
    )


def within_group(ratings: Sequence[int], rungs: int) -> float:
    """r_wg from the variance, as printed.

    >>> within_group([2, 3, 3, 4], 5)
    0.6666666666666667
    """
    return max(0.0, 1 - _variance(ratings) / ((rungs**2 - 1) / 12))


def around_the_mean(ratings: Sequence[int], rungs: int) -> float | None:
    """a_wg from the variance and the mean, as Brown and Hauenstein print it; ``None`` where undefined.

    >>> around_the_mean([2, 3, 3, 4], 5)
    0.75
    """
    high, low, k, mean = rungs, 1, len(ratings), sum(ratings) / len(ratings)
    if not (low * (k - 1) + high) / k - 1e-9 <= mean <= (high * (k - 1) + low) / k + 1e-9:
        return None
    return 1 - 2 * _variance(ratings) / (((high + low) * mean - mean**2 - high * low) * k / (k - 1))


def _variance(ratings: Sequence[int]) -> float:
    mean = sum(ratings) / len(ratings)
    return sum((rating - mean) ** 2 for rating in ratings) / (len(ratings) - 1)


def ac2_by_pairs(ratings: Sequence[Sequence[Rating]], rungs: int) -> float | None:
    """Gwet's AC2 with quadratic weights by comparing every pair of raters; ``None`` where undefined.

    >>> round(ac2_by_pairs([[4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 3]], 5), 3)
    0.988
    """

    def alike(a: float, b: float) -> float:
        return 1 - (a - b) ** 2 / (rungs - 1) ** 2

    units = [[value for value in column if value is not None] for column in zip(*ratings, strict=True)]
    compared, given = [unit for unit in units if len(unit) > 1], [unit for unit in units if unit]
    if not compared:
        return None
    seen = _mean([_mean([alike(a, b) for a, b in permutations(unit, 2)]) for unit in compared])
    places = range(1, rungs + 1)
    chosen = [_mean([unit.count(place) / len(unit) for unit in given]) for place in places]
    weights = sum(alike(a, b) for a in places for b in places)
    chance = weights / (rungs * (rungs - 1)) * sum(share * (1 - share) for share in chosen)
    return (seen - chance) / (1 - chance)

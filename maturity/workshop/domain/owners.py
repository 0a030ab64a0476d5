"""Who said "I am responsible for this": marked, not mixed. A channel's owner tends to rate it higher than others do.

The picture with and without them is shown where nobody can be picked out: at least three of each chose a rung, and no
combination of these two groups with the departments that are shown reaches fewer than three people, neither of those
who chose a rung nor of those who answered. Otherwise only the number of marks is told.
"""

from collections.abc import Collection, Mapping

from maturity.methods.suppression import SMALLEST_GROUP, reached

# How many of a department, of those who are responsible (True) or of the others.
Marks = Mapping[tuple[str, bool], int]


def may_be_told_apart(chose: Marks, answered: Marks, hidden: Collection[str]) -> bool:
    """Whether the responsible and the others of one round may be shown beside the whole and the departments, of which
    those in ``hidden`` are only shown together. ``chose``: people who chose a rung; ``answered``: all who answered."""
    sizes = [sum(count for (_department, owner), count in chose.items() if owner == wanted) for wanted in (True, False)]
    return min(sizes) >= SMALLEST_GROUP and not any(_reaches_few(marks, hidden) for marks in (chose, answered))


def _reaches_few(marks: Marks, hidden: Collection[str]) -> bool:
    people: dict[str, list[str]] = {}
    figures: dict[str, dict[str, float]] = {}
    for (department, owner), count in marks.items():
        row = "together" if department in hidden else f"department {department}"
        cell = f"{row}, {owner}"
        people.setdefault(cell, []).extend(f"{department}, {owner}, {number}" for number in range(count))
        figures.setdefault(row, {})[cell] = 1.0
        figures.setdefault(f"owner {owner}", {})[cell] = 1.0
    return reached(list(figures.values()), people) is not None

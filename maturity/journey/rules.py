"""The words of the journey map, and what of it may be edited as one. Values in, values out."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Moment(TextChoices):
    """Before, during or after: the phase of a touchpoint."""

    BEFORE = "before", pgettext_lazy("phase", "Before")
    DURING = "during", pgettext_lazy("phase", "During")
    AFTER = "after", pgettext_lazy("phase", "After")


class GapKind(TextChoices):
    """Why customers experience less than the company believes; asked, never guessed."""

    KNOWLEDGE = "knowledge", _("Knowledge gap")
    DESIRE = "desire", _("Desire gap")
    ACTION = "action", _("Action gap")


class Mood(TextChoices):
    """An emotion between −2 and +2 in words."""

    DELIGHT = "delight", pgettext_lazy("emotion", "very good")
    GOOD = "good", pgettext_lazy("emotion", "good")
    NEUTRAL = "neutral", pgettext_lazy("emotion", "neither good nor bad")
    POOR = "poor", pgettext_lazy("emotion", "bad")
    BAD = "bad", pgettext_lazy("emotion", "very bad")


def mood(emotion: float) -> Mood:
    """The word for an emotion.

    >>> mood(-1.4).value, mood(0.1).value, mood(2).value
    ('bad', 'neutral', 'delight')
    """
    steps = ((1.0, Mood.DELIGHT), (0.3, Mood.GOOD), (-0.3, Mood.NEUTRAL), (-1.0, Mood.POOR))
    return next((word for least, word in steps if emotion >= least), Mood.BAD)


GAP_MEANINGS: Final = {
    GapKind.KNOWLEDGE: _("We do not know what customers think."),
    GapKind.DESIRE: _("We chose not to serve better."),
    GapKind.ACTION: _("We know it and do nothing."),
}

# The cells of the map that are edited in place, and the fields of a touchpoint behind each.
CELLS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name",),
    "persona": ("persona",),
    "phase": ("phase",),
    "channel": ("channel",),
    "need": ("need",),
    "promise": ("promise",),
    "ratings": ("own_rating",),
    "gap": ("gap_kind", "gap_reason"),
    "department": ("department",),
    "systems": ("systems",),
    "recognised_by": ("recognised_by",),
    "ending": ("ending",),
}
# A lead may not give a touchpoint away, nor take one.
FACILITATORS_CELLS: Final = frozenset({"department"})
HIGHEST_SCORE: Final = 10
PASTED_SCORES: Final = 5000


class Way(StrEnum):
    """Where a touchpoint can be moved with one press."""

    LEFT = "left"
    RIGHT = "right"
    EARLIER_STAGE = "earlier"
    LATER_STAGE = "later"


Layout = list[tuple[int, list[int]]]


def moved(layout: Sequence[tuple[int, Sequence[int]]], touchpoint: int, way: Way) -> Layout:
    """The layout (stage → touchpoints, in order) after one press. Past the edge of a stage lies the next stage.

    >>> moved([(1, [10, 11]), (2, [12])], 11, Way.RIGHT)
    [(1, [10]), (2, [11, 12])]
    >>> moved([(1, [10, 11]), (2, [12])], 11, Way.LEFT)
    [(1, [11, 10]), (2, [12])]
    >>> moved([(1, [10, 11]), (2, [12])], 12, Way.RIGHT)
    [(1, [10, 11]), (2, [12])]
    """
    stage = next(index for index, (_stage, row) in enumerate(layout) if touchpoint in row)
    row = list(layout[stage][1])
    place = row.index(touchpoint)
    step = 1 if way in (Way.RIGHT, Way.LATER_STAGE) else -1
    inside = way in (Way.LEFT, Way.RIGHT) and 0 <= place + step < len(row)
    if inside:
        return placed(layout, touchpoint, layout[stage][0], place + step)
    if not 0 <= stage + step < len(layout):
        return [(key, list(members)) for key, members in layout]
    end = 0 if step > 0 else len(layout[stage + step][1])
    return placed(layout, touchpoint, layout[stage + step][0], end)


def placed(layout: Sequence[tuple[int, Sequence[int]]], touchpoint: int, stage: int, place: int) -> Layout:
    """The layout with the touchpoint (known or new) at ``place`` of ``stage``, counted without it, from 0.

    >>> placed([(1, [10, 11]), (2, [])], 10, 2, 0)
    [(1, [11]), (2, [10])]
    """
    rows = [(key, [each for each in row if each != touchpoint]) for key, row in layout]
    row = next(members for key, members in rows if key == stage)
    row.insert(max(0, min(place, len(row))), touchpoint)
    return rows

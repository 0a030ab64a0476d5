"""The words of the journey map, and the fields of a touchpoint, each declared once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
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


@dataclass(frozen=True)
class TouchpointField:
    """One field of a touchpoint, as the form, the map, a copy, the workbook and the trail have it.

    ``lane`` and ``card`` are its places among the map's lanes and on a narrow screen's card, ``lane_label`` its words
    there; a field that is edited in another's ``cell`` has no lane of its own. ``column`` is its English heading in the
    workbook and ``sheet`` its place there. ``low`` and ``high`` bound a number. The kind of value is the model's.
    """

    name: str
    label: str | Promise
    hint: str | Promise = ""
    cell: str = ""
    lane: int | None = 50
    card: int = 50
    wide: bool = False
    lane_label: str | Promise = ""
    copied: bool = True
    column: str = ""
    sheet: int = 50
    low: int | None = None
    high: int | None = None
    facilitators: bool = False

    @property
    def edited_in(self) -> str:
        """The cell of the map that edits it."""
        return self.cell or self.name


FIELDS: Final = (
    TouchpointField("name", _("Touchpoint"), lane=None, copied=False, column="touchpoint", sheet=1),
    TouchpointField("persona", _("Persona"), lane=12, card=33),
    TouchpointField("phase", _("Phase"), lane=10, card=30, column="phase", sheet=10),
    TouchpointField("channel", _("Channel"), lane=11, card=31, column="channel", sheet=11),
    TouchpointField("need", _("Need"), lane=13, card=20, wide=True, column="need", sheet=13),
    TouchpointField(
        "promise",
        _("Promise"),
        hint=_("What good service is here, so that it can be held to."),
        lane=14,
        card=21,
        wide=True,
        column="promise",
        sheet=14,
    ),
    TouchpointField(
        "own_rating",
        _("Own rating"),
        hint=_("1 to 5, such as 4 or 3.5: how good we believe that we are."),
        cell="ratings",
        lane=15,
        card=10,
        wide=True,
        lane_label=_("Own and customers’ rating"),
        column="own rating",
        sheet=15,
        low=1,
        high=5,
    ),
    TouchpointField(
        "gap_kind",
        _("Why do customers experience less than we believe?"),
        cell="gap",
        lane=16,
        card=11,
        wide=True,
        lane_label=_("Experience gap"),
        copied=False,
    ),
    TouchpointField("gap_reason", _("In our own words"), cell="gap", lane=None, copied=False),
    # A lead may not give a touchpoint away, nor take one.
    TouchpointField("department", _("Department"), lane=30, card=32, column="department", sheet=12, facilitators=True),
    TouchpointField("systems", _("Systems"), lane=31, card=34, column="systems", sheet=18),
    TouchpointField("recognised_by", _("Recognised by"), lane=32, card=35, column="recognised by", sheet=17),
    TouchpointField(
        "ending",
        _("This is an ending"),
        hint=_("The last experience is the one that is remembered."),
        lane=91,
        card=91,
        lane_label=_("Ending"),
        copied=False,
        column="ending",
        sheet=16,
    ),
)
COPIED: Final = tuple(field.name for field in FIELDS if field.copied)
FACILITATORS_CELLS: Final = frozenset(field.edited_in for field in FIELDS if field.facilitators)


def cells() -> Iterator[tuple[str, tuple[str, ...]]]:
    for cell in dict.fromkeys(field.edited_in for field in FIELDS):
        yield cell, tuple(field.name for field in FIELDS if field.edited_in == cell)


# The cells of the map that are edited in place, and the fields of a touchpoint behind each.
CELLS: Final = dict(cells())


@dataclass(frozen=True)
class Lane:
    """One thing that the map shows of every touchpoint: ``place`` on the map, ``card`` on a narrow screen's card."""

    key: str
    label: str | Promise
    place: int
    card: int
    wide: bool = False


LANES: Final = sorted(
    (
        *(
            Lane(field.edited_in, field.lane_label or field.label, field.lane, field.card, field.wide)
            for field in FIELDS
            if field.lane is not None
        ),
        Lane("emotion", _("Emotion"), 17, 12, wide=True),
        Lane("set_pieces", _("Set pieces"), 90, 90, wide=True),
    ),
    key=lambda lane: lane.place,
)
CARD_LANES: Final = sorted(LANES, key=lambda lane: lane.card)
HIGHEST_SCORE: Final = 10
PASTED_SCORES: Final = 5000

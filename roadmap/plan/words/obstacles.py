"""What the chapter says where no plan is possible, in the active language."""

from datetime import date

from django.utils.translation import gettext as _

from maturity.web.formats import plain
from maturity.web.formats import quarter as quarter_name
from roadmap.methods.precedence import CycleError

from ..domain.inputs import PlanInputs
from ..domain.obstacles import Obstacle, obstacles_of
from ..rules import Hindrance


def cycle_in_words(error: CycleError, inputs: PlanInputs) -> str:
    names = {str(each.pk): each.key for each in inputs.initiatives}
    circle = " → ".join(names.get(str(key), str(key)) for key in (*error.keys, error.keys[0]))
    return _("These initiatives wait for each other: %(circle)s. Take one “after” away.") % {"circle": circle}


def impossible_in_words(inputs: PlanInputs) -> str:
    """What stands in the way, as far as it shows; else which musts and pins do not fit together."""
    found = [obstacle_in_words(each, inputs.start) for each in obstacles_of(inputs)]
    if found:
        return " ".join([_("No plan is possible."), *found, _("The last plan is kept.")])
    bound = ", ".join(each.key for each in inputs.initiatives if each.must or each.pk in inputs.pins)
    return _(
        "No plan is possible: what must be done or is pinned (%(keys)s), with what it builds on, does not fit under "
        "capacity, budget, order and horizon. Take a pin or a “must” away, or give more people, money or time."
    ) % {"keys": bound or "–"}


def obstacle_in_words(obstacle: Obstacle, start: date) -> str:
    """One obstacle as a sentence, its quarter by name, as in the lists; ``start``: of the plan."""
    words = {
        Hindrance.TOO_EARLY: _("%(key)s is pinned, but may not start before %(quarter)s."),
        Hindrance.BEFORE_ITS_TURN: _(
            "%(key)s is pinned too early: it comes after %(other)s and can start in %(quarter)s at first."
        ),
        Hindrance.TOO_LATE: _("%(key)s cannot be done by the end of %(quarter)s, when the plan ends."),
        Hindrance.TOO_LARGE: _("%(key)s needs %(needed)s person-weeks per quarter of %(other)s, which has %(there)s."),
        Hindrance.OVERLOAD: _(
            "%(key)s, pinned to %(quarter)s, need %(needed)s person-weeks of %(other)s, which has %(there)s."
        ),
    }
    return words[obstacle.hindrance] % {
        "key": obstacle.key,
        "other": obstacle.other,
        "quarter": quarter_name(start, obstacle.quarter),
        "needed": plain(obstacle.needed),
        "there": plain(obstacle.there),
    }

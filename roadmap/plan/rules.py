"""The words of the plan. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SECONDS = 10.0
SEED = 0


class PlanVerb(TextChoices):
    """What the trail says of this chapter alone."""

    PINNED = "pinned", pgettext_lazy("trail", "start pinned")
    UNPINNED = "unpinned", pgettext_lazy("trail", "pin removed")
    BUDGETED = "budgeted", pgettext_lazy("trail", "budget set")


class LeftOut(TextChoices):
    """Why an initiative is not in the plan."""

    NOT_WORTH_IT = "not worth it", _("does not pay within the horizon")
    NO_CAPACITY = "no capacity", _("the departments have no time left for it")
    NO_BUDGET = "no budget", _("the budget does not reach")
    PREREQUISITE = "prerequisite left out", _("what it builds on is not in the plan")
    HORIZON = "does not fit horizon", _("it cannot be done before the horizon ends")


class Hindrance(TextChoices):
    """Why an initiative cannot be done as asked; services say it in words."""

    TOO_EARLY = "too early"
    BEFORE_ITS_TURN = "before its turn"
    TOO_LATE = "too late"
    TOO_LARGE = "too large"
    OVERLOAD = "overload"

"""The words of the journey map. Values in, values out."""

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

"""Who is who: the roles, and how far an engagement is with a chapter. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a member is to an organisation."""

    FACILITATOR = "facilitator", _("Facilitator")
    EXECUTIVE = "executive", _("Executive")
    LEAD = "lead", _("Department lead")


class ChapterState(TextChoices):
    """How far an engagement is with one chapter of the story."""

    EMPTY = "empty", pgettext_lazy("chapter", "Not begun")
    BEGUN = "begun", pgettext_lazy("chapter", "Begun")
    DONE = "done", pgettext_lazy("chapter", "Done")


class Verb(TextChoices):
    """What was done to a thing, as the trail says it behind the thing's name."""

    ADDED = "added", pgettext_lazy("trail", "added")
    CHANGED = "changed", pgettext_lazy("trail", "changed")
    MOVED = "moved", pgettext_lazy("trail", "moved")
    REMOVED = "removed", pgettext_lazy("trail", "removed")
    ARCHIVED = "archived", pgettext_lazy("trail", "archived")
    RESTORED = "restored", pgettext_lazy("trail", "restored")
    CHOSEN = "chosen", pgettext_lazy("trail", "chosen")
    IMPORTED = "imported", pgettext_lazy("trail", "imported")
    UNDONE = "undone", pgettext_lazy("trail", "import undone")
    RATED = "rated", pgettext_lazy("trail", "rated")

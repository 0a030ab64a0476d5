"""Who is who: the roles, and how far an engagement is with a chapter. Values in, values out."""

import hashlib
from collections.abc import Mapping

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
    REVEALED = "revealed", pgettext_lazy("trail", "answers revealed")
    DECIDED = "decided", pgettext_lazy("trail", "decided")
    CLOSED = "closed", pgettext_lazy("trail", "closed")
    REOPENED = "reopened", pgettext_lazy("trail", "opened again")
    TARGETED = "targeted", pgettext_lazy("trail", "target set")
    RATED = "rated", pgettext_lazy("trail", "rated")
    RATING_REMOVED = "rating-removed", pgettext_lazy("trail", "rating removed")
    PINNED = "pinned", pgettext_lazy("trail", "start pinned")
    UNPINNED = "unpinned", pgettext_lazy("trail", "pin removed")
    BUDGETED = "budgeted", pgettext_lazy("trail", "budget set")
    UPDATED = "updated", pgettext_lazy("trail", "updated")
    READING_REMOVED = "reading-removed", pgettext_lazy("trail", "reading removed")
    REPORTED = "reported", pgettext_lazy("trail", "report made")


def fingerprint(values: Mapping[str, object]) -> str:
    """A short sign for what somebody saw when she began to edit: it differs as soon as one of the values does."""
    shown = "\x1f".join(f"{name}={values[name]}" for name in sorted(values))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


GIVES = {
    "clients": _("Who takes part, and what each department can give."),
    "framework": _("What is scored, and what each of the five rungs looks like."),
    "workshop": _("Every department votes blind; the reveal shows where they differ."),
    "assessment": _("Where you stand in each dimension, how sure that is, and how far it is to the target."),
    "journey": _("Every contact with the customer, and where your own rating differs from theirs."),
    "channels": _("How channels hand customers over, and what each one contributes."),
    "initiatives": _("What could be done, valued by many and checked against the guard-rails."),
    "plan": _("What to do when, with the time and money that there is."),
    "business_case": _("What it gives and costs, and how sure that is."),
    "follow_up": _("Who has done what, what is due and what the measures say."),
    "report": _("One frozen report that management can decide on."),
}
NEXT_STEPS = {
    "clients": _("Add the departments"),
    "framework": _("Choose a framework"),
    "workshop": _("Prepare a workshop"),
    "assessment": _("Set the targets"),
    "journey": _("Draw the journey"),
    "channels": _("Map the channels"),
    "initiatives": _("Gather initiatives"),
    "plan": _("Make the plan"),
    "business_case": _("Work out the business case"),
    "follow_up": _("Follow up"),
    "report": _("Make the report"),
}

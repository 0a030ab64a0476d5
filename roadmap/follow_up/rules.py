"""Where an initiative stands. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    NOT_STARTED = "not started", pgettext_lazy("status", "Not started")
    ON_TRACK = "on track", pgettext_lazy("status", "On track")
    AT_RISK = "at risk", pgettext_lazy("status", "At risk")
    BLOCKED = "blocked", pgettext_lazy("status", "Blocked")
    DONE = "done", pgettext_lazy("status", "Done")
    DROPPED = "dropped", pgettext_lazy("status", "Dropped")

"""What the trail says. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ReportVerb(TextChoices):
    """What the trail says of this chapter alone."""

    REPORTED = "reported", pgettext_lazy("trail", "report made")

"""What the trail says. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AssessmentVerb(TextChoices):
    """What the trail says of this chapter alone."""

    TARGETED = "targeted", pgettext_lazy("trail", "target set")

"""The words of channels, handoffs, systems and links. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChannelKind(TextChoices):
    PHYSICAL = "physical", _("Physical")
    DIGITAL = "digital", _("Digital")
    HUMAN = "human", _("Human")


class DataClass(TextChoices):
    """How carefully a system's data must be handled, least first."""

    PUBLIC = "public", pgettext_lazy("data class", "Public")
    INTERNAL = "internal", pgettext_lazy("data class", "Internal")
    PERSONAL = "personal", pgettext_lazy("data class", "Personal")
    SENSITIVE = "sensitive", pgettext_lazy("data class", "Sensitive")


class Exchange(TextChoices):
    """How data gets from one system to another, slowest first."""

    NONE = "none", pgettext_lazy("exchange", "None")
    MANUAL = "manual", pgettext_lazy("exchange", "By hand")
    BATCH = "batch", pgettext_lazy("exchange", "In batches")
    REAL_TIME = "real time", pgettext_lazy("exchange", "Real time")


class Identity(TextChoices):
    """What becomes of the customer's identity when one channel hands over to another."""

    FOLLOWS = "follows", pgettext_lazy("identity", "Follows")
    LOST = "lost", pgettext_lazy("identity", "Lost")
    UNKNOWN = "unknown", pgettext_lazy("identity", "Not known")

    @classmethod
    def of(cls, *, follows: bool | None) -> "Identity":
        if follows is None:
            return cls.UNKNOWN
        return cls.FOLLOWS if follows else cls.LOST

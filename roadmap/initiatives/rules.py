"""The words of initiatives. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InitiativeKind(TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PROCESS = "process", _("Process")
    DATA = "data", _("Data")
    SOFTWARE = "software", _("Software")
    EXPERIMENT = "experiment", _("Experiment")


class Driver(TextChoices):
    """Where a benefit comes from."""

    RETENTION = "retention", _("Retention")
    CONVERSION = "conversion", _("Conversion")
    REPEAT_SALE = "repeat sale", _("Repeat sale")
    COST_TO_SERVE = "cost to serve", _("Cost to serve")
    RETURNS = "returns", _("Returns")
    COMPLAINTS = "complaints", _("Complaints")
    PRICE = "price", pgettext_lazy("driver", "Price")
    OTHER = "other", pgettext_lazy("driver", "Other")


class MeasureKind(TextChoices):
    LEADING = "leading", pgettext_lazy("measure", "Leading")
    LAGGING = "lagging", pgettext_lazy("measure", "Lagging")

"""What it gives and costs: assumptions with their sources, and the simulation as it was last run."""

from decimal import Decimal
from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Engagement, User


class Assumption(models.Model):
    """A figure that the case rests on, with low, likely and high, its source and its age."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="assumptions")
    key = models.SlugField(
        max_length=60, blank=True, help_text="Names a quoted figure or a part of do-nothing; free ones have none."
    )
    text = models.CharField(_("assumption"), max_length=300)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    low = models.DecimalField(_("low"), max_digits=16, decimal_places=4, null=True, blank=True)
    likely = models.DecimalField(_("likely"), max_digits=16, decimal_places=4)
    high = models.DecimalField(_("high"), max_digits=16, decimal_places=4, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the figure"), null=True, blank=True)
    replaced = models.BooleanField(_("confirmed for this client"), default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("engagement", "key", name="assumption_key_once", condition=~Q(key="")),
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(low__lte=F("likely")))
                & (Q(high__isnull=True) | Q(high__gte=F("likely"))),
                name="assumption_low_likely_high",
            ),
        ]

    CONTENT = ("text", "unit", "low", "likely", "high", "source", "year", "replaced")

    def __str__(self) -> str:
        return self.text

    @property
    def fingerprint(self) -> str:
        """Changes with the content: what a form carries to tell whether somebody else saved meanwhile."""
        values = (getattr(self, field) for field in self.CONTENT)
        # Equal numbers are written alike, whatever zeros are stored behind the point.
        written = [format(each.normalize(), "f") if isinstance(each, Decimal) else str(each) for each in values]
        return sha256("\n".join(written).encode()).hexdigest()[:16]


class SavedCase(models.Model):
    """A business case as computed, with a digest of the plan and figures it was computed from."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="cases")
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.engagement} {self.made_at:%Y-%m-%d %H:%M}"

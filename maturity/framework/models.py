"""What maturity means: a framework as loaded, its dimensions and statements. The texts are in its source."""

from django.db import models
from django.db.models import Q

from maturity.clients.models import Engagement, Organisation


class Framework(models.Model):
    """One version of a maturity model. Without an organisation it is the one that ships with the product."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="frameworks")
    key = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    source = models.TextField(help_text="The library file as it was loaded (TOML).")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("key", "-version", "pk")
        constraints = [
            models.UniqueConstraint("organisation", "key", "version", name="framework_version_once"),
            models.UniqueConstraint("key", "version", name="shipped_once", condition=Q(organisation__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Dimension(models.Model):
    """One of the things that are scored."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="dimensions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint("framework", "key", name="dimension_key_once"),
            models.UniqueConstraint("framework", "position", name="dimension_position_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Statement(models.Model):
    """What people vote on: one of a dimension's statements."""

    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("dimension__position", "number")
        constraints = [
            models.UniqueConstraint("dimension", "number", name="statement_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="statement_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension.key}.{self.number}"


class EngagementFramework(models.Model):
    """The framework that an engagement uses."""

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="uses")
    framework = models.ForeignKey(Framework, models.RESTRICT, related_name="used_by")

    def __str__(self) -> str:
        return f"{self.engagement}: {self.framework}"

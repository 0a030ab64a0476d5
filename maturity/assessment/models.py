"""Where an engagement wants to be: a target rung per dimension, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Engagement
from maturity.framework.models import Dimension


class Target(models.Model):
    """The rung that an engagement aims at in one dimension. Not always the highest: so it has a reason."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="targets")
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="targets")
    rung = models.PositiveSmallIntegerField(_("target"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("dimension__position",)
        constraints = [
            models.UniqueConstraint("engagement", "dimension", name="target_once"),
            models.CheckConstraint(condition=Q(rung__range=(1, 5)), name="target_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.rung}"

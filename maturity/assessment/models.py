"""Where an engagement wants to be, and which sessions were one wave of the assessment."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from maturity.clients.models import Engagement
from maturity.framework.models import Dimension
from maturity.workshop.models import Session


class Target(models.Model):
    """The rung that an engagement aims at in one dimension. Not always the highest: so it has a reason."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="targets")
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="targets")
    rung = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("dimension__position",)
        constraints = [
            models.UniqueConstraint("engagement", "dimension", name="target_once"),
            models.CheckConstraint(condition=Q(rung__range=(1, 5)), name="target_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.rung}"


class Wave(models.Model):
    """Sessions that measured at the same time, to be compared with an earlier or later wave."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="waves")
    name = models.CharField(max_length=120)
    same_people = models.BooleanField(default=False, help_text="As in the wave that it is compared with.")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("engagement", Lower("name"), name="wave_named_once")]

    def __str__(self) -> str:
        return self.name


class WaveSession(models.Model):
    """A session's place in a wave. A session is in one wave at most."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="places")
    session = models.OneToOneField(Session, models.CASCADE, related_name="wave_place")

    class Meta:
        ordering = ("session__opened_at", "pk")

    def __str__(self) -> str:
        return f"{self.wave}: {self.session}"

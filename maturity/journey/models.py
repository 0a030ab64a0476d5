"""What the customer meets: journeys, personas, stages, touchpoints, customers' ratings and set pieces."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from maturity.clients.models import Department, Engagement

from .rules import GapKind, Moment


class Persona(models.Model):
    """Whose journey it is."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="personas")
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint("engagement", Lower("name"), name="persona_named_once")]

    def __str__(self) -> str:
        return self.name


class Journey(models.Model):
    """A customer's way through the company, stage by stage."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="journeys")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("engagement", Lower("name"), name="journey_named_once")]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A part of a journey, such as Buy or Use."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint("journey", Lower("name"), name="stage_named_once")]

    def __str__(self) -> str:
        return self.name


class Touchpoint(models.Model):
    """One meeting between customer and company. Its name is unique in the engagement: others refer to it by name."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="touchpoints")
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="touchpoints")
    persona = models.ForeignKey(Persona, models.SET_NULL, null=True, blank=True, related_name="touchpoints")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    phase = models.CharField(max_length=6, choices=Moment, blank=True)
    channel = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="touchpoints")
    need = models.CharField(max_length=500, blank=True)
    promise = models.CharField(max_length=500, blank=True)
    own_rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    ending = models.BooleanField(default=False)
    recognised_by = models.CharField(max_length=200, blank=True)
    systems = models.CharField(max_length=300, blank=True)
    gap_kind = models.CharField(max_length=9, choices=GapKind, blank=True)
    gap_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("stage__position", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                "engagement", Lower("name"), name="touchpoint_named_once", condition=Q(archived_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(own_rating__isnull=True) | Q(own_rating__range=(1, 5)), name="own_rating_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerRating(models.Model):
    """What one customer said of one touchpoint, 0 to 10."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="ratings")
    score = models.PositiveSmallIntegerField()
    date = models.DateField(null=True, blank=True)
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=Q(score__range=(0, 10)), name="rating_0_to_10")]

    def __str__(self) -> str:
        return f"{self.touchpoint}: {self.score}"


class SetPiece(models.Model):
    """A not unlikely deviation at a touchpoint, and the rehearsed plan for it, if there is one."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="set_pieces")
    deviation = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    consequence = models.PositiveSmallIntegerField(null=True, blank=True)
    plan = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("touchpoint", Lower("deviation"), name="deviation_once"),
            models.CheckConstraint(
                condition=Q(likelihood__isnull=True) | Q(likelihood__range=(1, 5)), name="likelihood_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(consequence__isnull=True) | Q(consequence__range=(1, 5)), name="consequence_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.deviation

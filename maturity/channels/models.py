"""How customers move: channels, handoffs between them, measured paths, and the systems and links underneath."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from maturity.clients.models import Department, Engagement

from .rules import ChannelKind, DataClass, Exchange


class Channel(models.Model):
    """A place where customer and company meet."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="channels")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=ChannelKind, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="channels")
    contacts_per_year = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    cost_per_contact = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    response_rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    response_hours = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    recognises_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("engagement", Lower("name"), name="channel_named_once"),
            models.CheckConstraint(
                condition=Q(response_rate__isnull=True) | Q(response_rate__range=(0, 1)), name="response_rate_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Handoff(models.Model):
    """Channel A sends customers to channel B: a stated share, a purpose, and whether they are still known there."""

    origin = models.ForeignKey(Channel, models.CASCADE, related_name="handoffs_out")
    destination = models.ForeignKey(Channel, models.CASCADE, related_name="handoffs_in")
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    identity_follows = models.BooleanField(null=True, blank=True)
    estimated_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("origin", "destination", name="handoff_once"),
            models.CheckConstraint(condition=~Q(origin=F("destination")), name="handoff_between_two"),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__range=(0, 1)), name="share_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"


class Path(models.Model):
    """A way through the channels that customers were measured to take, and how many of them converted."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="paths")
    route = models.JSONField(help_text="Channel ids in the order they were met.")
    customers = models.DecimalField(max_digits=14, decimal_places=2)
    conversions = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(conversions__gte=0, customers__gte=F("conversions")), name="conversions_within_customers"
            )
        ]

    def __str__(self) -> str:
        return f"{self.route}: {self.customers}"


class System(models.Model):
    """A system that holds data about customers."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="systems")
    name = models.CharField(max_length=120)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="systems")
    data_held = models.CharField(max_length=500, blank=True)
    data_class = models.CharField(max_length=9, choices=DataClass, blank=True)
    data_owner = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("engagement", Lower("name"), name="system_named_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def answered_for(self) -> bool:
        """Data's owner and class are named, as they must be before systems are tied together."""
        return bool(self.data_owner and self.data_class)

    @property
    def delicate(self) -> bool:
        return self.data_class in (DataClass.PERSONAL, DataClass.SENSITIVE)


class Link(models.Model):
    """How data gets from one system to another today, and how it should."""

    origin = models.ForeignKey(System, models.CASCADE, related_name="links_out")
    destination = models.ForeignKey(System, models.CASCADE, related_name="links_in")
    exchange = models.CharField(max_length=9, choices=Exchange, blank=True)
    should_be = models.CharField(max_length=9, choices=Exchange, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("origin", "destination", name="link_once"),
            models.CheckConstraint(condition=~Q(origin=F("destination")), name="link_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"

    @property
    def differs(self) -> bool:
        """Whether data should get there in another way than today."""
        return bool(self.should_be) and self.should_be != self.exchange

    @property
    def unready(self) -> tuple[str, ...]:
        """The ends whose data nobody answers for."""
        return tuple(system.name for system in (self.origin, self.destination) if not system.answered_for)

"""The report as it was made: frozen, with the data and the bytes."""

from django.db import models

from maturity.clients.models import Engagement, User
from maturity.jobs.models import Job
from maturity.web.languages import language_choices


class Report(models.Model):
    """A made report. Its data and its PDF never change; who made it and when is part of it."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="reports")
    language = models.CharField(max_length=2, choices=language_choices)
    data = models.JSONField(help_text="Everything the PDF was made from.")
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="report")
    made_at = models.DateTimeField(help_text="The moment the data was frozen.")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(
        max_length=200, help_text="Kept as text: a report stays the same when a person leaves."
    )

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.engagement} {self.language} {self.made_at:%Y-%m-%d}"

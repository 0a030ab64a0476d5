"""Long work: one row a job, which says how far it is, who asked and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from maturity.clients.models import Engagement, User
from maturity.web.chapters import chapter_of_job


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


class Job(models.Model):
    """One piece of long work, as its page shows it. Its worker holds a lease; one that ran out means that it died."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=JobState, default=JobState.WAITING)
    step = models.CharField(max_length=120, blank=True, help_text="What is being done, a key that templates translate.")
    percent = models.PositiveSmallIntegerField(default=0)
    entry = models.UUIDField(null=True, blank=True, help_text="Of the queue: which worker does it is decided there.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    # While it runs: what has come of it so far, where the work tells.
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=("engagement", "kind", "-asked_at"), name="job_by_kind")]
        constraints = [models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="percent_0_to_100")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}: {self.state}"

    @property
    def home(self) -> str | None:
        """The address of the chapter that asked; None for a kind that no chapter does any more."""
        chapter = chapter_of_job(self.kind)
        return chapter.home(self.engagement_id) if chapter else None

    @property
    def ended(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

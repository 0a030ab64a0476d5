"""Asking for long work, doing it, and cleaning up after a worker that died.

The task receives only the job's id. While it works it holds a lease, renewed with every step; a job whose lease ran out
belongs to a dead worker and is taken up again, at most ``ATTEMPTS`` times, then reported as failed. A result is written
once: only the attempt that holds the lease can end the job.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from maturity.clients.models import Engagement, User
from maturity.web.chapters import Work, chapter_of_job
from maturity.web.http import Refusal
from maturity.web.languages import django_language

from .models import Job, JobState

LEASE = timedelta(minutes=2)
ATTEMPTS = 3


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran."""


class LeaseLost(Exception):
    """Another attempt has taken the job over; this one must not write."""


class Working:
    """What a piece of work is given: its job, and the way to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.attempt = job.attempts

    def step(self, step: str, percent: int, so_far: dict[str, Any] | None = None) -> None:
        """Say what is being done now, and what has come of it so far; renews the lease.

        Raises JobCancelled when nobody wants the result any more.
        """
        held = Job.objects.filter(pk=self.job.pk, attempts=self.attempt, state=JobState.RUNNING)
        if held.update(step=step, percent=percent, result=so_far, lease_until=timezone.now() + LEASE):
            return
        if Job.objects.filter(pk=self.job.pk, state=JobState.CANCELLED).exists():
            raise JobCancelled
        raise LeaseLost

    def told_to_stop(self) -> bool:
        """Whether somebody wants what there is by now, rather than wait for better."""
        return Job.objects.filter(pk=self.job.pk, parameters__stop=True).exists()


@task()
def run_job(job_id: int) -> None:
    """What the worker runs: one job; its row says the rest."""
    run(job_id=job_id)


def work_of(kind: str) -> Work:
    """The function that does jobs of ``kind``, as its chapter registered it."""
    chapter = chapter_of_job(kind)
    if chapter is None:
        raise LookupError(f"No chapter does jobs of kind {kind!r}.")
    return chapter.jobs[kind]


def ask_for(*, engagement: Engagement, kind: str, asked_by: User | None, **parameters: Any) -> Job:
    """A job of ``kind``, handed to the worker. An equal one that is still under way is returned instead of a second."""
    with transaction.atomic():
        under_way = Job.objects.filter(
            engagement=engagement, kind=kind, parameters=parameters, state__in=(JobState.WAITING, JobState.RUNNING)
        ).first()
        if under_way:
            return under_way
        job = Job.objects.create(engagement=engagement, kind=kind, asked_by=asked_by, parameters=parameters)
        transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


def take(*, job_id: int) -> Job | None:
    """The job with a fresh lease, or None where it has ended, or another worker holds it."""
    now = timezone.now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lte=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=ATTEMPTS).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE, percent=0
    )
    return Job.objects.select_related("engagement", "asked_by").get(pk=job_id) if taken else None


def run(*, job_id: int) -> None:
    """Do the job now, in this process, in the language of whoever asked.

    What the domain refuses is kept as the job's error, in words. Whatever else goes wrong ends the job with a general
    sentence and is raised again, for the worker's log.
    """
    job = take(job_id=job_id)
    if job is None:
        return
    with translation.override(language_for(job)):
        do(job)


def language_for(job: Job) -> str:
    """The language of whoever asked for the job; the engagement's where she has none of her own."""
    own = job.asked_by.language if job.asked_by else ""
    return django_language(own or job.engagement.language)


def do(job: Job) -> None:
    outcome, result = JobState.FAILED, None
    error = _("This failed unexpectedly. It has been noted; trying again may help.")
    try:
        result = work_of(job.kind)(Working(job))
        outcome, error = JobState.DONE, ""
    except (JobCancelled, LeaseLost):
        return
    except Refusal as refusal:
        error = refusal.reason
    finally:
        end(job, outcome, result=result, error=error)


def end(job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    """Write the outcome, if this attempt still holds the job."""
    held = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    percent = 100 if state == JobState.DONE else F("percent")
    held.update(state=state, result=result, error=error, percent=percent, ended_at=timezone.now())


def cancel(*, job: Job) -> None:
    """Nobody wants the result any more. Work that runs stops at its next step."""
    Job.objects.filter(pk=job.pk, state__in=(JobState.WAITING, JobState.RUNNING)).update(
        state=JobState.CANCELLED, ended_at=timezone.now()
    )


def stop(*, job: Job) -> None:
    """What there is by now is good enough: work that looks for better ends with it. Other work goes on."""
    with transaction.atomic():
        running = Job.objects.select_for_update().filter(pk=job.pk, state=JobState.RUNNING).first()
        if running:
            running.parameters["stop"] = True
            running.save(update_fields=["parameters"])


def recover(*, alone: bool = False) -> int:
    """Take up jobs whose worker died; report those that were tried ``ATTEMPTS`` times. How many were found.

    ``alone``: no worker runs, so no lease protects anybody.
    """
    running = Job.objects.filter(state=JobState.RUNNING)
    if alone:
        running.update(lease_until=timezone.now())
    dead = running.filter(lease_until__lte=timezone.now())
    given_up = dead.filter(attempts__gte=ATTEMPTS).update(
        state=JobState.FAILED,
        ended_at=timezone.now(),
        error=_("The work was interrupted three times. Please try again."),
    )
    again = list(dead.values_list("pk", flat=True))
    for pk in again:
        run_job.enqueue(pk)
    return given_up + len(again)

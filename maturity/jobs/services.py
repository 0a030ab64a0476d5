"""Asking for long work, doing it, and taking up what a dead worker left.

The queue (django-tasks) alone decides which worker does which job: it hands each of its entries to one worker. A job's
row holds what its page shows, and is written by that worker. A lease is renewed beside the work, also where the work
says nothing of itself for long. A lease that ran out means that the worker died: another worker gives the job back to
the queue; a job that was tried ``ATTEMPTS`` times is reported as failed. A result is written once: only the attempt
that holds the job can end it. Readers only read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from maturity.clients.models import Engagement, User
from maturity.web.chapters import Work, chapter_of_job
from maturity.web.http import Refusal
from maturity.web.languages import django_language

from .models import Job, JobState

LEASE = timedelta(minutes=2)
BEAT = LEASE / 6
ATTEMPTS = 3


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran."""


class LeaseLost(Exception):
    """Another attempt has taken the job over; this one must not write."""


class Working:
    """What a piece of work is given: its job, and the way to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, step: str, percent: int, so_far: dict[str, Any] | None = None) -> None:
        """Say what is being done now, and what has come of it so far; renews the lease.

        Raises JobCancelled when nobody wants the result any more.
        """
        if held(self.job).update(step=step, percent=percent, result=so_far, lease_until=timezone.now() + LEASE):
            return
        if Job.objects.filter(pk=self.job.pk, state=JobState.CANCELLED).exists():
            raise JobCancelled
        raise LeaseLost

    def told_to_stop(self) -> bool:
        """Whether somebody wants what there is by now, rather than wait for better."""
        return Job.objects.filter(pk=self.job.pk, parameters__stop=True).exists()


@task()
def run_job(job_id: int) -> None:
    """An entry of the queue: one job; its row says the rest."""
    run(job_id=job_id)


def work_of(kind: str) -> Work:
    """The function that does jobs of ``kind``, as its chapter registered it."""
    chapter = chapter_of_job(kind)
    if chapter is None:
        raise LookupError(f"No chapter does jobs of kind {kind!r}.")
    return chapter.jobs[kind]


@transaction.atomic
def ask_for(*, engagement: Engagement, kind: str, asked_by: User | None, **parameters: Any) -> Job:
    """A job of ``kind``, put into the queue. An equal one that is still under way is returned instead of a second."""
    Engagement.objects.select_for_update().get(pk=engagement.pk)  # two who ask at once are one after the other
    under_way = Job.objects.filter(
        engagement=engagement, kind=kind, parameters=parameters, state__in=(JobState.WAITING, JobState.RUNNING)
    ).first()
    if under_way:
        return under_way
    job = Job.objects.create(engagement=engagement, kind=kind, asked_by=asked_by, parameters=parameters)
    put_into_queue(job)
    return job


def put_into_queue(job: Job) -> None:
    """A new entry of the queue for the job; both are there or neither is, for they share a transaction."""
    job.entry = run_job.enqueue(job.pk).id
    job.save(update_fields=["entry"])


def take(*, job_id: int) -> Job | None:
    """The job with a fresh lease, or None where it does not wait any more."""
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING)
    lease = timezone.now() + LEASE
    taken = waiting.update(state=JobState.RUNNING, attempts=F("attempts") + 1, lease_until=lease, percent=0)
    return Job.objects.select_related("engagement", "asked_by").get(pk=job_id) if taken else None


def held(job: Job) -> "QuerySet[Job]":
    """The job, as long as this attempt holds it."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renews the lease beside the work, by a thread: a layout of minutes says nothing of itself."""
    ended = Event()
    beating = Thread(target=beat, args=(job, ended), name=f"heartbeat of job {job.pk}", daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def beat(job: Job, ended: Event) -> None:
    while not ended.wait(BEAT.total_seconds()):
        try:
            if not held(job).update(lease_until=timezone.now() + LEASE):
                return
        except OperationalError:
            pass  # busy or away for a moment: there are several beats to a lease
        finally:
            connection.close()


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
    """The language of whoever asked for the job; the engagement's where they have none of their own."""
    own = job.asked_by.language if job.asked_by else ""
    return django_language(own or job.engagement.language)


def do(job: Job) -> None:
    outcome, result = JobState.FAILED, None
    error = _("This failed unexpectedly. It has been noted; trying again may help.")
    try:
        with heartbeat(job):
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
    percent = 100 if state == JobState.DONE else F("percent")
    held(job).update(state=state, result=result, error=error, percent=percent, ended_at=timezone.now())


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
    """Give jobs whose worker died back to the queue; report those that were tried ``ATTEMPTS`` times. How many.

    For workers, never for readers. ``alone``: no other worker runs, so no lease protects anybody.
    """
    now = timezone.now()
    silent = Q() if alone else Q(lease_until__lte=now)
    dead = Job.objects.filter(silent, state=JobState.RUNNING)
    given_up = dead.filter(attempts__gte=ATTEMPTS).update(
        state=JobState.FAILED,
        ended_at=now,
        error=_("The work was interrupted three times. Please try again."),
    )
    forgotten = Job.objects.filter(state=JobState.WAITING).exclude(entry__in=entries_ahead(alone=alone))
    return given_up + sum(give_back(job) for job in [*dead, *forgotten])


def entries_ahead(*, alone: bool) -> "QuerySet[Any, Any]":
    """The queue's entries that wait for a worker, or that one took just now and will say so."""
    ready = Q(status=TaskResultStatus.READY)
    just_taken = Q(status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - LEASE)
    return DBTaskResult.objects.filter(ready if alone else ready | just_taken).values("pk")


@transaction.atomic
def give_back(job: Job) -> bool:
    """Let the job wait in the queue again; False where another worker has just done so."""
    same = Job.objects.filter(pk=job.pk, state=job.state, lease_until=job.lease_until, entry=job.entry)
    if not same.update(state=JobState.WAITING, lease_until=None):
        return False
    if job.entry:
        left = DBTaskResult.objects.filter(pk=job.entry, status=TaskResultStatus.RUNNING)
        left.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback="Its worker died.")
    put_into_queue(job)
    return True

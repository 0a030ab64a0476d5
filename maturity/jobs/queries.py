"""Reads: how far a job is."""

from maturity.clients.models import Engagement

from .models import Job


def newest(engagement: Engagement, kind: str) -> Job | None:
    """The job of ``kind`` that was asked for last."""
    return engagement.jobs.filter(kind=kind).first()

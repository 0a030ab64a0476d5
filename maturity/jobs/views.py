"""How far a job is, and the way to stop it. Every chapter's page includes the same fragment."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, require
from maturity.clients.rules import Role
from maturity.web.http import Request

from . import services
from .models import Job


def job_for(request: Request, job_id: int) -> Job:
    """The job, for members of its engagement; 404 for everybody else."""
    job = get_object_or_404(Job, pk=job_id)
    engagement_for(request, job.engagement_id)
    return job


@require_safe
def progress(request: Request, job_id: int) -> HttpResponse:
    """The job's progress as a fragment that asks again; when the job has ended, the page that waits is reloaded."""
    job = job_for(request, job_id)
    template = "jobs/_progress.html" if request.htmx else "jobs/job.html"
    response = render(request, template, {"job": job})
    if job.ended and request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: Request, job_id: int) -> HttpResponse:
    """Stop a job: for the facilitator, and for whoever asked for it."""
    job = job_for(request, job_id)
    if job.asked_by_id != request.user.pk:
        require(request.engagement.viewer.role, (Role.FACILITATOR,))
    services.cancel(job=job)
    return redirect("job", job_id=job.pk)


@require_POST
def stop(request: Request, job_id: int) -> HttpResponse:
    """End a job with the best that it has so far: for the facilitator, and for whoever asked for it."""
    job = job_for(request, job_id)
    if job.asked_by_id != request.user.pk:
        require(request.engagement.viewer.role, (Role.FACILITATOR,))
    services.stop(job=job)
    return redirect("job", job_id=job.pk)

"""The plan that is kept, and the job that works out the next one."""

from maturity.clients.models import Engagement
from maturity.jobs.models import Job
from maturity.jobs.queries import newest

from ..models import SavedPlan


def kept_plan(engagement: Engagement) -> SavedPlan | None:
    """The newest; its ``result`` is None where another version of the product kept it."""
    return engagement.plans.first()


def unfinished_job(engagement: Engagement) -> Job | None:
    """The newest job while it says something: it goes on, or tells why there is no plan."""
    job = newest(engagement, "plan")
    return job if job and (not job.ended or job.error) else None

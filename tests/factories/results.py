"""Results as if they had been worked out, and rows as they were kept before results had a version."""

from collections.abc import Mapping
from typing import Any

from django.db.models import JSONField, Model, Value

from maturity.models import Engagement
from roadmap.methods.scheduling import Plan
from roadmap.models import Initiative, SavedPlan
from roadmap.plan.domain.result import PlanResult


def saved_plan(engagement: Engagement, starts: Mapping[Initiative, int | None]) -> SavedPlan:
    """A plan that says when each initiative starts, in quarters from 0, and nothing else of interest."""
    plan = Plan({str(each.pk): start for each, start in starts.items()}, 0.0, 0, 0.0, True, (), {})
    result = PlanResult(plan, engagement.quarters, load={}, capacity={}, spent=0.0, budget=None)
    return SavedPlan.objects.create(engagement=engagement, digest="x", result=result)


def store(row: Model, text: Any) -> None:
    """Put plain JSON in the place of a row's result, whatever version it is of."""
    type(row)._default_manager.filter(pk=row.pk).update(result=Value(text, JSONField()))

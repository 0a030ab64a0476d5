"""Journeys for tests: stages with touchpoints, and what customers said of them."""

from collections.abc import Mapping, Sequence

from maturity.journey.services import add_journey, add_touchpoint
from maturity.models import CustomerRating, Engagement, Journey, Stage, Touchpoint, User


def journey(
    engagement: Engagement, by: User, stages: Mapping[str, Sequence[str]], *, name: str = "Customer", **fields
) -> Journey:
    """A journey with touchpoints by stage, all with the same fields."""
    made = add_journey(engagement=engagement, by=by, name=name, stages=list(stages))
    for stage in made.stages.order_by("position"):
        for touchpoint in stages[stage.name]:
            add_touchpoint(engagement=engagement, by=by, stage=stage, name=touchpoint, **fields)
    return made


def rate(touchpoint: Touchpoint, scores: Sequence[int]) -> None:
    CustomerRating.objects.bulk_create(CustomerRating(touchpoint=touchpoint, score=score) for score in scores)


def touchpoint(engagement: Engagement, name: str) -> Touchpoint:
    return engagement.touchpoints.get(name=name, archived_at=None)


def order(journey: Journey) -> list[tuple[str, str, int]]:
    """Stage, touchpoint and position, in the order of the map."""
    rows = Touchpoint.objects.filter(stage__journey=journey, archived_at=None)
    return list(rows.order_by("stage__position", "position", "pk").values_list("stage__name", "name", "position"))


def one_touchpoint(engagement, *, name: str = "Bill", department: str | None = None, **fields) -> Touchpoint:
    """A touchpoint of a journey of which nothing else matters."""
    journey, _ = Journey.objects.get_or_create(engagement=engagement, name="Buyer")
    stage, _ = Stage.objects.get_or_create(journey=journey, name="Use", defaults={"position": 1})
    owner = engagement.departments.get(name=department) if department else None
    return Touchpoint.objects.create(
        engagement=engagement, stage=stage, position=1, name=name, department=owner, **fields
    )

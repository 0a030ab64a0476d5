"""Reads: one initiative with everything that depends on it, and what its form can choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from maturity.clients.models import Engagement
from maturity.framework.models import Dimension as DimensionRow
from maturity.framework.rules import ModelDimension
from maturity.web.languages import spoken
from maturity.web.names import named
from maturity.web.order import in_order

from ..domain.facts import InitiativeFacts, natural
from ..domain.priorities import Scored, delay_of, rice_of
from ..models import Estimate, Initiative
from ..rules import OWN, RELATIONS
from .facts import facts_about, facts_of, initiatives_of, live
from .portfolio import dimensions_of


@dataclass(frozen=True)
class InitiativePage:
    """Everything that is known of one initiative; ``estimates`` are rows, for their own pages."""

    initiative: Initiative
    facts: InitiativeFacts
    dimensions: tuple[ModelDimension, ...]
    estimates: tuple[Estimate, ...]

    @property
    def rice(self) -> Scored:
        """As all but the owner's department value it."""
        value = self.facts.priority.without_owner.value
        return rice_of(self.facts.reach, value, self.facts.confidence, self.facts.effort)

    @property
    def delay(self) -> Scored:
        return delay_of(self.facts.benefit, self.facts.quarters)


def initiative_page(engagement: Engagement, initiative: Initiative) -> InitiativePage:
    """One initiative with everything that depends on it, and the framework's words."""
    facts, words = facts_about(initiative), dimensions_of(engagement)
    return InitiativePage(
        initiative=initiative,
        facts=facts,
        dimensions=tuple(words[key] for key in facts.dimension_keys if key in words),
        estimates=tuple(initiative.estimates.select_related("department")),
    )


Pairs = tuple[tuple[int, str], ...]
# Before a department's id: the name of the form's field for what the initiative asks of it.
EFFORT = "effort-"


@dataclass(frozen=True)
class FormChoices:
    """What an initiative's form can choose from, by id; ``chosen``: the initiative as it is, None for a new one."""

    departments: Pairs
    dimensions: Pairs
    touchpoints: Pairs
    initiatives: Pairs
    keys: tuple[str, ...]
    chosen: InitiativeFacts | None

    @property
    def offered(self) -> Mapping[str, Pairs]:
        """What can be chosen of each relation."""
        return {
            "other_departments": self.departments,
            "dimensions": self.dimensions,
            "touchpoints": self.touchpoints,
            "after": self.initiatives,
        }

    @property
    def values(self) -> dict[str, Any]:
        """What the form shows of the initiative, by the form's fields; nothing of a new one.

        Links are shown as the sorted ids of those that are offered, an effort of 0 as none.
        """
        if self.chosen is None:
            return {}
        weeks = {each.department_id: each.person_weeks or None for each in self.chosen.efforts}
        return {
            **{name: getattr(self.chosen, name) for name in OWN},
            "department": self.chosen.department_id,
            **{relation: self.pks(relation) for relation in RELATIONS},
            **{f"{EFFORT}{pk}": weeks.get(pk) for pk, _name in self.departments},
        }

    def pks(self, relation: str) -> list[int]:
        """What is chosen of a relation, of that which is offered."""
        offered = {pk for pk, _name in self.offered[relation]}
        return sorted(each.pk for each in getattr(self.chosen, relation) if each.pk in offered)


def form_choices(engagement: Engagement, initiative: Initiative | None) -> FormChoices:
    """Everything that the form needs beside the initiative itself."""
    rows = Initiative.objects.filter(**live(engagement)).order_by().values_list("pk", "key", "title")
    own = initiative.pk if initiative else None
    initiatives = sorted((row for row in rows if row[0] != own), key=lambda row: natural(row[1]))
    return FormChoices(
        departments=tuple(
            in_order(engagement.capacities.values_list("department_id", "department__name"), itemgetter(1))
        ),
        dimensions=dimension_choices(engagement),
        touchpoints=tuple(engagement.touchpoints.filter(archived_at=None).order_by("pk").values_list("pk", "name")),
        initiatives=tuple((pk, f"{key} {title}") for pk, key, title in initiatives),
        keys=tuple(key for _pk, key, _title in initiatives),
        chosen=facts_about(initiative) if initiative else None,
    )


def dimension_choices(engagement: Engagement) -> Pairs:
    """The framework's dimensions in its order, by name in the active language."""
    language = spoken()
    words = {key: dimension.name.in_(language) for key, dimension in dimensions_of(engagement).items()}
    rows = DimensionRow.objects.filter(framework__used_by__engagement=engagement).order_by("position")
    return tuple((pk, words.get(key, key)) for pk, key in rows.values_list("pk", "key"))


def archived_of(engagement: Engagement) -> "QuerySet[Initiative]":
    """What was put away, the newest first."""
    return initiatives_of(engagement).filter(archived_at__isnull=False).order_by("-archived_at", "pk")


def estimate_by(initiative: Initiative, rater: str) -> Estimate | None:
    """A rater's estimate of an initiative, or None."""
    return named(initiative.estimates.all(), rater, "rater")


def taken_keys(engagement: Engagement) -> list[str]:
    """The keys in use, archived initiatives' too."""
    return list(Initiative.objects.filter(engagement=engagement).values_list("key", flat=True))


def waits_for(engagement: Engagement) -> dict[int, tuple[str, list[int]]]:
    """For each live initiative its key and the live ones that it comes after."""
    return {each.pk: (each.key, [before.pk for before in each.after]) for each in facts_of(engagement, "after")}

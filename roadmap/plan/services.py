"""Writes: working out the best plan, pinning a start by hand, and the budget."""

from collections.abc import Mapping
from decimal import Decimal
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.trail import record_change
from maturity.jobs.models import Job
from maturity.jobs.services import Working, ask_for
from maturity.web.http import Refusal
from maturity.web.languages import speaking
from roadmap.initiatives.models import Initiative
from roadmap.methods.precedence import CycleError
from roadmap.methods.scheduling import spending

from .domain.inputs import PlanInputs, problem_of, weeks_of
from .domain.result import PlanResult
from .models import Pin, PlanSettings, SavedPlan
from .queries.inputs import inputs_of
from .rules import SECONDS, SEED, PlanVerb
from .words import cycle_in_words, impossible_in_words

# A page asks every second how far a job is; percents between reading the figures and saving the plan.
PAUSE = 0.5
FIRST_PERCENT, LAST_PERCENT = 20, 95


class NoPlan(Refusal):
    """There is nothing to plan, or nothing fits."""


def ask_for_plan(*, engagement: Engagement, by: User) -> Job:
    """A job that works out the best plan from the figures as they are when it runs."""
    return ask_for(engagement=engagement, kind="plan", asked_by=by)


def work_out_plan(working: Working) -> dict[str, Any]:
    """What such a job does. Its result names the saved plan."""
    working.step("reading", 5)
    job = working.job
    own = job.asked_by.language if job.asked_by else ""
    # The worker has no reader: what it refuses is said in the language of whoever asked.
    with speaking(own or job.engagement.language):
        saved = save_best_plan(engagement=job.engagement, by=job.asked_by, working=working)
    return {"plan": saved.pk}


def save_best_plan(*, engagement: Engagement, by: User | None, working: Working | None = None) -> SavedPlan:
    """Work out the best plan and keep it; the same figures give the plan that is kept already.

    Raises NoPlan, in words, where there is nothing to plan or what must be done does not fit.
    """
    inputs = inputs_of(engagement)
    kept = engagement.plans.first()
    if kept is not None and kept.digest == inputs.digest and kept.result is not None and not kept.result.stopped:
        return kept
    result = worked_out(inputs, Telling(working, inputs) if working else None)
    if working:
        working.step("saving", 95)
    return SavedPlan.objects.create(engagement=engagement, digest=inputs.digest, result=result, made_by=by)


class Telling:
    """Tells a job how the search goes, and the search whether it is to stop; asks the database now and then only."""

    def __init__(self, working: Working, inputs: PlanInputs) -> None:
        self.working = working
        self.step = "pins" if inputs.pins else "planning"
        self.so_far: dict[str, Any] | None = None
        self.stopped = False
        self.begun = monotonic()
        self.next = self.begun
        working.step(self.step, FIRST_PERCENT)

    def progress(self, value: float, bound: float) -> None:
        """The best value and the bound so far; the gap is the share that may still be won, where there is a value."""
        gap = max(0.0, bound - value) / value if value > 0 else None
        self.so_far = {"value": value, "bound": bound, "gap": gap}

    def stop(self) -> bool:
        """Whether to stop with the best so far. Raises JobCancelled where nobody wants it any more."""
        now = monotonic()
        if not self.stopped and now >= self.next:
            self.next = now + PAUSE
            share = min(1.0, (now - self.begun) / SECONDS)
            self.working.step(self.step, round(FIRST_PERCENT + share * (LAST_PERCENT - FIRST_PERCENT)), self.so_far)
            self.stopped = self.working.told_to_stop()
        return self.stopped


def worked_out(inputs: PlanInputs, telling: Telling | None = None) -> PlanResult:
    """The best plan, what pins cost, and what it takes."""
    from roadmap.methods.scheduling import best_plan, cost_of_pins  # the solver takes 80 MB

    if not inputs.initiatives:
        raise NoPlan(_("There are no initiatives to plan yet."))
    try:
        problem = problem_of(inputs)
        stop, progress = (telling.stop, telling.progress) if telling else (None, None)
        pins = cost_of_pins(problem, SECONDS, SEED, stop=stop, progress=progress) if problem.pinned else None
        plan = pins.pinned if pins else best_plan(problem, seconds=SECONDS, seed=SEED, stop=stop, progress=progress)
    except CycleError as error:
        raise NoPlan(cycle_in_words(error, inputs)) from error
    except ValueError as error:
        raise NoPlan(impossible_in_words(inputs)) from error
    return PlanResult(
        plan=plan,
        quarters=inputs.quarters,
        load=load_of(inputs, plan.start),
        capacity=inputs.capacity,
        spent=sum(spending(problem, plan.start)),
        budget=inputs.budget,
        stopped=telling is not None and telling.stopped and not plan.optimal,
        pins_cost=pins.total if pins else None,
        pin_costs=pins.each if pins else {},
    )


def load_of(inputs: PlanInputs, start: Mapping[str, int | None]) -> dict[int, tuple[float, ...]]:
    """Person-weeks by department and quarter, also of departments whose capacity nobody stated."""
    taken: dict[int, list[float]] = {pk: [0.0] * inputs.quarters for pk in inputs.departments}
    for each in inputs.initiatives:
        begin = start[str(each.pk)]
        if begin is None:
            continue
        for pk, weeks in weeks_of(each).items():
            row = taken.setdefault(pk, [0.0] * inputs.quarters)
            for period in range(begin, min(begin + each.quarters, inputs.quarters)):
                row[period] += weeks
    return {pk: tuple(weeks) for pk, weeks in taken.items()}


@transaction.atomic
def pin(*, initiative: Initiative, quarter: int | None, by: User) -> None:
    """Fix the start of an initiative in a quarter of the plan, from 1; None sets it free again."""
    engagement = initiative.engagement
    if quarter is not None and not 1 <= quarter <= engagement.quarters:
        raise NoPlan(_("Choose a quarter from 1 to %(last)s.") % {"last": engagement.quarters})
    before = Pin.objects.filter(initiative=initiative).values_list("quarter", flat=True).first()
    if before == quarter:
        return
    if quarter is None:
        Pin.objects.filter(initiative=initiative).delete()
    else:
        Pin.objects.update_or_create(initiative=initiative, defaults={"quarter": quarter, "by": by})
    record_change(
        engagement=engagement,
        by=by,
        chapter="plan",
        subject=f"initiative:{initiative.pk}",
        label=str(initiative),
        action=PlanVerb.PINNED if quarter else PlanVerb.UNPINNED,
        fields={"start": [before, quarter]},
    )


@transaction.atomic
def set_budget(*, engagement: Engagement, budget: Decimal | None, by: User) -> None:
    """The most that the plan may spend in all; None is no limit."""
    settings, _made = PlanSettings.objects.select_for_update().get_or_create(engagement=engagement)
    if settings.budget == budget:
        return
    before, settings.budget = settings.budget, budget
    settings.save(update_fields=["budget"])
    record_change(
        engagement=engagement,
        by=by,
        chapter="plan",
        subject=f"engagement:{engagement.pk}",
        label=engagement.title,
        action=PlanVerb.BUDGETED,
        fields={"budget": [before, budget]},
    )

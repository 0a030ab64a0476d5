"""Writes: working the case out, the assumptions that it rests on, its terms, and what drivers can give."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import apply_edit, record_change
from maturity.jobs.models import Job
from maturity.jobs.services import Working, ask_for
from maturity.web.editing import Edit
from maturity.web.http import Refusal
from roadmap.initiatives.rules import Driver
from roadmap.methods.precedence import CycleError

from .domain.working import worked_out
from .models import Assumption, CaseTerms, DriverBase, SavedCase
from .queries.page import JOB, inputs_now
from .rules import DO_NOTHING, QuotedFigure

# What the trail keeps of an assumption that is erased.
FIGURE_FIELDS = ("text", "unit", "low", "likely", "high", "source", "year", "replaced")


class NothingToWorkOut(Refusal):
    """There is no initiative, no benefit, or nothing that the plan takes in."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to work out: give an initiative of the plan a benefit first."))


class WaitForEachOther(Refusal):
    """Initiatives that come after each other in a circle."""

    def __init__(self, titles: list[str]) -> None:
        names = {"initiatives": ", ".join(titles)}
        super().__init__(_("These initiatives wait for each other: %(initiatives)s. Take one “after” away.") % names)


def ask_for_case(*, engagement: Engagement, by: User) -> Job:
    """A job that works the case out from the figures as they are when it runs."""
    return ask_for(engagement=engagement, kind=JOB, asked_by=by)


def work_out_case(working: Working) -> dict[str, Any]:
    """What such a job does. Its result names the saved case."""
    working.step("reading", 5)
    return {"case": save_case(engagement=working.job.engagement, by=working.job.asked_by, working=working).pk}


def save_case(*, engagement: Engagement, by: User | None, working: Working | None = None) -> SavedCase:
    """Work the case out and keep it; the same figures give the case that is kept already.

    Refuses, in words, where there is nothing to work out or initiatives wait for each other.
    """
    inputs = inputs_now(engagement)
    if not inputs.benefits or inputs.planned == {}:
        raise NothingToWorkOut
    kept = engagement.cases.first()
    if kept is not None and kept.digest == inputs.digest and kept.result is not None:
        return kept
    if working:
        working.step("simulating", 30)
    try:
        result = worked_out(inputs)
    except CycleError as cycle:
        titles = {str(each.pk): f"{each.key} {each.title}" for each in inputs.initiatives}
        raise WaitForEachOther([titles[key] for key in cycle.keys]) from cycle
    if working:
        working.step("saving", 90)
    return SavedCase.objects.create(engagement=engagement, digest=inputs.digest, result=result, made_by=by)


@transaction.atomic
def add_assumption(*, engagement: Engagement, by: User, values: Mapping[str, Any], key: str = "") -> Assumption:
    made = Assumption.objects.create(engagement=engagement, key=key, **values)
    fields = {field: [None, value] for field, value in values.items()}
    record_change(engagement=engagement, by=by, row=made, action=Verb.ADDED, fields=fields)
    return made


@transaction.atomic
def change_assumption(*, assumption: Assumption, by: User, edit: Edit) -> None:
    """New values; EditedMeanwhile where somebody else changed the same ones after the editor began."""
    now = Assumption.objects.select_for_update().get(pk=assumption.pk)
    apply_edit(engagement=assumption.engagement, by=by, row=now, edit=edit)


@transaction.atomic
def delete_assumption(*, assumption: Assumption, by: User) -> None:
    fields = {field: [getattr(assumption, field), None] for field in FIGURE_FIELDS}
    record_change(engagement=assumption.engagement, by=by, row=assumption, action=Verb.REMOVED, fields=fields)
    assumption.delete()


@transaction.atomic
def state_do_nothing(*, engagement: Engagement, by: User, edit: Edit) -> None:
    """What is lost per year if nothing is done; EditedMeanwhile as in ``change_assumption``."""
    stated = engagement.assumptions.select_for_update().filter(key=DO_NOTHING).first()
    if stated is None:
        add_assumption(engagement=engagement, by=by, values=edit.new, key=DO_NOTHING)
    else:
        apply_edit(engagement=engagement, by=by, row=stated, edit=edit)


@transaction.atomic
def set_terms(*, engagement: Engagement, by: User, edit: Edit) -> None:
    """The terms on which the case is worked out; EditedMeanwhile as in ``change_assumption``."""
    now, _made = CaseTerms.objects.select_for_update().get_or_create(engagement=engagement)
    apply_edit(engagement=engagement, by=by, row=now, edit=edit, label=_("Terms of the business case"))


@transaction.atomic
def set_driver_base(*, engagement: Engagement, driver: Driver, by: User, edit: Edit) -> None:
    """The most that a driver can give a year; EditedMeanwhile as in ``change_assumption``."""
    now, _made = DriverBase.objects.select_for_update().get_or_create(engagement=engagement, driver=driver.value)
    label = _("The most that “%(driver)s” can give a year") % {"driver": driver.label}
    apply_edit(engagement=engagement, by=by, row=now, edit=edit, label=label)


@transaction.atomic
def take_over_figure(*, engagement: Engagement, by: User, figure: QuotedFigure) -> Assumption:
    """The quoted figure as an assumption of this engagement, marked as not yet replaced. Once, however often asked."""
    taken = engagement.assumptions.filter(key=figure.key).first()
    if taken:
        return taken
    values = {
        "text": figure.text.in_(engagement.language),
        "unit": figure.unit,
        "low": figure.low,
        "likely": figure.likely,
        "high": figure.high,
        "source": figure.origin(engagement.language),
        "year": figure.year,
    }
    return add_assumption(engagement=engagement, by=by, values=values, key=figure.key)

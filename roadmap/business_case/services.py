"""Writes: working the case out, the assumptions that it rests on, its terms, and what drivers can give."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.services import record_change
from maturity.jobs.models import Job
from maturity.jobs.services import Working, ask_for
from maturity.web.http import Refusal
from roadmap.initiatives.rules import Driver
from roadmap.methods.precedence import CycleError

from .domain.working import worked_out
from .models import Assumption, CaseTerms, DriverBase, SavedCase
from .queries.page import JOB, inputs_now
from .rules import DO_NOTHING, QuotedFigure


class NothingToWorkOut(Refusal):
    """There is no initiative, no benefit, or nothing that the plan takes in."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to work out: give an initiative of the plan a benefit first."))


class WaitForEachOther(Refusal):
    """Initiatives that come after each other in a circle."""

    def __init__(self, titles: list[str]) -> None:
        names = {"initiatives": ", ".join(titles)}
        super().__init__(_("These initiatives wait for each other: %(initiatives)s. Take one “after” away.") % names)


class ChangedMeanwhile(Refusal):
    """Somebody else saved the row after it was shown; ``theirs`` is what is there now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(_("Somebody else changed this meanwhile."))
        self.theirs = theirs


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
def add_assumption(*, engagement: Engagement, by: User, values: dict[str, Any], key: str = "") -> Assumption:
    made = Assumption.objects.create(engagement=engagement, key=key, **values)
    record(made, by, Verb.ADDED, {field: [None, value] for field, value in values.items()})
    return made


@transaction.atomic
def change_assumption(*, assumption: Assumption, by: User, values: dict[str, Any], seen: str) -> None:
    """New values; ChangedMeanwhile where it is no longer what ``seen``, a fingerprint, says that the person saw."""
    now = Assumption.objects.select_for_update().get(pk=assumption.pk)
    if now.fingerprint != seen:
        raise ChangedMeanwhile(now)
    changed = {field: [getattr(now, field), value] for field, value in values.items() if getattr(now, field) != value}
    if changed:
        Assumption.objects.filter(pk=now.pk).update(**values)
        record(now, by, Verb.CHANGED, changed)


@transaction.atomic
def delete_assumption(*, assumption: Assumption, by: User) -> None:
    record(assumption, by, Verb.REMOVED, {field: [getattr(assumption, field), None] for field in Assumption.CONTENT})
    assumption.delete()


@transaction.atomic
def state_do_nothing(*, engagement: Engagement, by: User, values: dict[str, Any], seen: str) -> None:
    """What is lost per year if nothing is done; ChangedMeanwhile as in ``change_assumption``."""
    stated = engagement.assumptions.select_for_update().filter(key=DO_NOTHING).first()
    if stated is None:
        add_assumption(engagement=engagement, by=by, values=values, key=DO_NOTHING)
    else:
        change_assumption(assumption=stated, by=by, values=values, seen=seen)


@transaction.atomic
def set_terms(*, engagement: Engagement, by: User, values: dict[str, Any], seen: str) -> None:
    """On what terms the case is worked out; ChangedMeanwhile where they are no longer what ``seen`` says."""
    now, _made = CaseTerms.objects.select_for_update().get_or_create(engagement=engagement)
    if now.fingerprint != seen:
        raise ChangedMeanwhile(now)
    if changed := put(now, values):
        record_case_change(engagement, by, f"terms:{now.pk}", _("Terms of the business case"), changed)


@transaction.atomic
def set_driver_base(*, engagement: Engagement, driver: Driver, by: User, values: dict[str, Any], seen: str) -> None:
    """The most that a driver can give a year; ChangedMeanwhile where it is no longer what ``seen`` says."""
    now, _made = DriverBase.objects.select_for_update().get_or_create(engagement=engagement, driver=driver.value)
    if now.fingerprint != seen:
        raise ChangedMeanwhile(now)
    if changed := put(now, values):
        label = _("The most that “%(driver)s” can give a year") % {"driver": driver.label}
        record_case_change(engagement, by, f"driver-base:{now.pk}", label, changed)


def put(row: CaseTerms | DriverBase, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Write what differs; each such field with its value before and after."""
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    if changed:
        type(row).objects.filter(pk=row.pk).update(**values)
    return changed


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


def record(assumption: Assumption, by: User, action: Verb, fields: dict[str, list[Any]]) -> None:
    record_change(
        engagement=assumption.engagement,
        by=by,
        chapter="business_case",
        subject=f"assumption:{assumption.pk}",
        label=assumption.text,
        action=action,
        fields=fields,
    )


def record_case_change(
    engagement: Engagement, by: User, subject: str, label: str, fields: dict[str, list[Any]]
) -> None:
    record_change(
        engagement=engagement,
        by=by,
        chapter="business_case",
        subject=subject,
        label=label,
        action=Verb.CHANGED,
        fields=fields,
    )

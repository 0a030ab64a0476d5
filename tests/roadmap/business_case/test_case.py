"""What a business case is worked out from, and what comes of it, checked by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.jobs.services import run
from maturity.models import Job
from roadmap.business_case.domain import inputs, working
from roadmap.business_case.queries import page
from roadmap.business_case.services import ask_for_case
from roadmap.business_case.words.sections import picture
from roadmap.models import Assumption, Benefit, Initiative, SavedCase
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.results import saved_plan

from .conftest import facts

pytestmark = pytest.mark.django_db


def worked_out(engagement, by):
    job = ask_for_case(engagement=engagement, by=by)
    run(job_id=job.pk)
    return Job.objects.get(pk=job.pk)


def result(engagement, by) -> page.CaseResult:
    assert worked_out(engagement, by).state == "done"
    return page.case_page(engagement).result


def test_case_of_one_initiative_by_hand(engagement, portal, ane):
    found = result(engagement, ane)
    assert (found.costs, found.benefits) == ((100, 10, 10, 10), (0, 100, 100, 100))
    assert (found.flows, found.cumulative) == ((-100, 90, 90, 90), (-100, -10, 80, 170))
    assert found.likely == 170
    assert (found.one_off, found.running_cost, found.most_out) == (100, 30, 100)
    assert (found.payback, found.payback_quarter) == (pytest.approx(1 + 10 / 90), 3)
    assert [(each.low, each.high) for each in found.tornado] == [(pytest.approx(20), pytest.approx(470))]


def test_futures_are_those_of_the_triangle(engagement, portal, ane):
    """NPV = ¾ benefit − 130: P10 of the triangle (200, 400, 800) is 200 + √(0.1 · 600 · 200)."""
    found = result(engagement, ane).futures
    assert found.p10 == pytest.approx(0.75 * (200 + 12_000**0.5) - 130, abs=2)
    assert found.p90 == pytest.approx(0.75 * (800 - 24_000**0.5) - 130, abs=2)
    assert (found.positive, found.positive_error, found.trials) == (1, 0, 100_000)


def test_internal_rate_is_told_per_year(engagement, ane):
    initiative(engagement, "P1", one_off_cost=100, benefit=(400, 440, 480))
    engagement.quarters = 2
    engagement.save()
    assert result(engagement, ane).rates == (pytest.approx(1.1**4 - 1),)


def test_modified_rate_puts_what_comes_in_to_work_at_the_discount_rate(engagement, portal, ane):
    """−100 now; 90 in each of three quarters, at a discount rate of 0: 100 become 270 in three quarters."""
    assert result(engagement, ane).modified_rate == pytest.approx(2.7 ** (4 / 3) - 1)


def test_two_internal_rates_are_both_told(engagement, ane, as_ane):
    """−100, +250, −154 by quarter has the rates 10 % and 40 % a quarter."""
    initiative(engagement, "P1", one_off_cost=100, benefit=(1000, 1000, 1000))
    late = initiative(engagement, "P2", one_off_cost=404)
    late.after.add(
        Initiative.objects.create(engagement=engagement, key="P3", title="Wait", department=late.department, quarters=2)
    )
    engagement.quarters = 3
    engagement.save()
    found = result(engagement, ane)
    assert found.flows == (-100, 250, -154)
    assert found.rates == (pytest.approx(1.1**4 - 1), pytest.approx(1.4**4 - 1))
    assert "There are 2:" in as_ane.get(f"/engagements/{engagement.pk}/business-case/").text


def test_doing_nothing_is_set_beside_and_not_added(engagement, portal, ane):
    alone = result(engagement, ane)
    Assumption.objects.create(
        engagement=engagement, key="do-nothing", text="Lost", low=100, likely=200, high=300, source="Finance"
    )
    found = result(engagement, ane)
    assert found.futures == alone.futures
    assert found.nothing.likely == -200
    assert found.nothing.futures.p50 == pytest.approx(-200, abs=2)
    assert (found.nothing.stated.low, found.nothing.stated.high, found.nothing.stated.source) == (100, 300, "Finance")


def test_without_plan_everything_starts_as_early_as_predecessors_allow(engagement, portal, ane):
    second = initiative(engagement, "P2", benefit=(1, 2, 3))
    second.after.add(portal)
    third = initiative(engagement, "P3", benefit=(1, 2, 3))
    third.not_before = 3
    third.save()
    found = result(engagement, ane)
    assert (found.planned, [(each.key, each.start) for each in found.items]) == (
        False,
        [("P1", 1), ("P2", 2), ("P3", 3)],
    )


def test_archived_predecessor_holds_nobody_up(engagement, portal, ane):
    gone = initiative(engagement, "P0", quarters=3)
    portal.after.add(gone)
    Initiative.objects.filter(pk=gone.pk).update(archived_at="2026-11-01T00:00Z")
    assert [(each.key, each.start) for each in result(engagement, ane).items] == [("P1", 1)]


def test_saved_plan_sets_the_dates_and_leaves_out(engagement, portal, ane, as_ane):
    other = initiative(engagement, "P2", benefit=(1, 2, 3))
    saved_plan(engagement, {portal: 2, other: None})
    found = result(engagement, ane)
    assert (found.planned, [(each.key, each.start) for each in found.items]) == (True, [("P1", 3)])
    assert found.flows == (0, 0, -100, 90)
    assert found.left_out == (("P2", "Title P2"),)
    assert "1 initiative is left out of the plan" in as_ane.get(f"/engagements/{engagement.pk}/business-case/").text


def test_job_refuses_in_words_where_there_is_nothing_to_work_out(engagement, ane):
    job = worked_out(engagement, ane)
    assert (job.state, SavedCase.objects.count()) == ("failed", 0)
    assert job.error == "There is nothing to work out: give an initiative of the plan a benefit first."


def test_job_names_initiatives_that_wait_for_each_other(engagement, portal, ane):
    other = initiative(engagement, "P2")
    other.after.add(portal)
    portal.after.add(other)
    assert "P1 Title P1" in worked_out(engagement, ane).error


def test_equal_figures_give_an_equal_case_and_keep_the_one_there_is(engagement, portal, ane):
    first, second = result(engagement, ane), result(engagement, ane)
    assert (first, SavedCase.objects.count()) == (second, 1)
    now = page.inputs_now(engagement)
    assert working.worked_out(now) == working.worked_out(now)


@pytest.mark.parametrize("changed", ["benefit", "cost", "do-nothing", "rate", "plan"])
def test_case_is_out_of_date_when_something_changed(engagement, portal, ane, as_ane, changed):
    result(engagement, ane)
    assert page.case_page(engagement).up_to_date
    if changed == "benefit":
        Benefit.objects.update(ramp=2)
    elif changed == "cost":
        Initiative.objects.update(one_off_cost=99)
    elif changed == "do-nothing":
        Assumption.objects.create(engagement=engagement, key="do-nothing", text="Lost", likely=1)
    elif changed == "rate":
        engagement.discount_rate = "0.05"
        engagement.save()
        engagement.refresh_from_db()
    else:
        saved_plan(engagement, {portal: 1})
    assert not page.case_page(engagement).up_to_date
    assert "Out of date" in as_ane.get(f"/engagements/{engagement.pk}/business-case/").text


def test_free_assumption_leaves_the_case_up_to_date(engagement, portal, ane):
    result(engagement, ane)
    Assumption.objects.create(engagement=engagement, text="Customers", likely=1000)
    assert page.case_page(engagement).up_to_date


def test_report_gets_nothing_before_the_case_is_worked_out(engagement, portal):
    assert page.case_page(engagement).result is None


def test_pictures_repeat_byte_for_byte_and_keep_text(engagement, portal, ane):
    found = result(engagement, ane)
    for name in ("cash-flow", "futures", "tornado"):
        light = picture(found, engagement, name)
        assert light == picture(found, engagement, name)
        assert light != picture(found, engagement, name, dark=True)
        assert b"<text" in light


def test_earliest_start_of_a_chain(engagement):
    lines = [
        facts(pk, quarters=quarters, not_before=not_before, after=after)
        for pk, quarters, not_before, after in ((3, 1, None, (1, 2)), (1, 2, None, ()), (2, 1, 4, (1,)))
    ]
    assert inputs.earliest_starts(lines) == {1: 0, 2: 3, 3: 4}


def test_page_takes_as_many_queries_whatever_the_size(engagement, ane, as_ane):
    taken = []
    for size in (1, 3, 30):
        new = range(engagement.initiatives.count(), size)
        made = [initiative(engagement, f"P{number}", benefit=(1, 2, 3)) for number in new]
        made[-1].after.set(made[:-1])
        Assumption.objects.bulk_create(
            Assumption(engagement=engagement, text=str(number), likely=1) for number in range(len(made))
        )
        worked_out(engagement, ane)
        for rest in ("", "quarters/"):
            with CaptureQueriesContext(connection) as seen:
                as_ane.get(f"/engagements/{engagement.pk}/business-case/{rest}")
            taken.append(len(seen))
    assert taken == [taken[0]] * 6


def test_case_of_another_client_stays_there(engagement, portal, ane):
    rival = cast.rival()
    result(engagement, ane)
    assert page.case_page(rival).result is None

"""The best plan, what pins cost, and who may change it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.jobs.models import Job, JobState
from maturity.jobs.services import run
from maturity.models import Capacity, Change
from roadmap.methods.scheduling import Found
from roadmap.models import Pin, PlanSettings, SavedPlan
from roadmap.plan import services
from roadmap.plan.domain import timetable
from roadmap.plan.domain.result import PlanResult
from roadmap.plan.queries import inputs_of, kept_plan
from roadmap.plan.rules import LeftOut
from roadmap.plan.words import said_of
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.results import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(engagement):
    engagement.quarters, engagement.discount_rate = 4, 0
    engagement.save()
    return engagement


def planned(engagement) -> PlanResult:
    result = services.save_best_plan(engagement=engagement, by=None).result
    assert result is not None
    return result


def starts(engagement, result: PlanResult) -> dict[str, int]:
    """By key, in quarters from 1; without what is left out."""
    keys = dict(engagement.initiatives.values_list("pk", "key"))
    return {keys[pk]: start + 1 for pk, start in result.starts.items()}


def left_out(engagement, result: PlanResult) -> dict[str, LeftOut]:
    found = timetable.left_out(inputs_of(engagement), result)
    return {each.key: reason for reason, initiatives in found for each in initiatives}


def said(engagement) -> dict:
    return said_of(kept_plan(engagement), inputs_of(engagement), engagement)


def test_plan_keeps_capacity_and_order(engagement):
    initiative(engagement, "A", effort={"IT": 6}, benefit=400)
    initiative(engagement, "B", effort={"IT": 6}, benefit=800)
    initiative(engagement, "C", effort={"IT": 4}, benefit=40, after=["A"])
    result = planned(engagement)
    assert starts(engagement, result) == {"A": 2, "B": 1, "C": 3}
    assert result.plan.optimal
    assert result.load[engagement.departments.get(name="IT").pk] == (6, 6, 4, 0)


def test_value_is_what_paper_says(engagement):
    """Quarter 1 costs 100, then 400 a year is 100 a quarter for three quarters."""
    initiative(engagement, "A", one_off_cost=100, benefit=400)
    assert planned(engagement).plan.value == pytest.approx(200)


def test_what_does_not_pay_is_left_out_with_its_reason(engagement):
    initiative(engagement, "A", one_off_cost=1000, benefit=4)
    initiative(engagement, "B", benefit=4, after=["A"])
    found = left_out(engagement, planned(engagement))
    assert found == {"A": LeftOut.NOT_WORTH_IT, "B": LeftOut.PREREQUISITE}


def test_must_is_done_though_it_does_not_pay(engagement):
    initiative(engagement, "A", one_off_cost=1000, must=True)
    result = planned(engagement)
    assert (starts(engagement, result), result.plan.value) == ({"A": 1}, -1000)


def test_capacity_that_nobody_stated_does_not_limit(engagement):
    Capacity.objects.filter(department__name="IT").update(person_weeks=None)
    initiative(engagement, "A", effort={"IT": 60}, benefit=400)
    assert starts(engagement, planned(engagement)) == {"A": 1}
    assert said(engagement)["unlimited"] == "Nobody has stated the capacity of IT: it limits nothing in this plan."


def test_budget_caps_what_is_spent(engagement, ane):
    initiative(engagement, "A", one_off_cost=100, benefit=400)
    initiative(engagement, "B", one_off_cost=100, benefit=800)
    services.set_budget(engagement=engagement, budget=150, by=ane)
    result = planned(engagement)
    assert (starts(engagement, result), left_out(engagement, result)) == ({"B": 1}, {"A": LeftOut.NO_BUDGET})


def test_pin_is_kept_and_its_cost_is_told(engagement, ane):
    made = initiative(engagement, "A", benefit=400)
    services.pin(initiative=made, quarter=3, by=ane)
    result = planned(engagement)
    assert (starts(engagement, result), result.pins_cost, result.pin_costs) == ({"A": 3}, 200.0, {str(made.pk): 200.0})


def test_pins_that_cannot_be_kept_are_refused_and_the_old_plan_stays(engagement, ane):
    first = initiative(engagement, "A", effort={"IT": 6}, benefit=400)
    second = initiative(engagement, "B", effort={"IT": 6}, benefit=400)
    planned(engagement)
    for made in (first, second):
        services.pin(initiative=made, quarter=1, by=ane)
    reason = "A, B, pinned to Q1\u00a02027, need 12 person-weeks of IT, which has 10. The last plan is kept."
    with pytest.raises(services.NoPlan, match=reason):
        services.save_best_plan(engagement=engagement, by=ane)
    assert SavedPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("pinned", "fields", "reason"),
    [
        (1, {"not_before": 3}, "B is pinned, but may not start before Q3\u00a02027."),
        (1, {"after": ["A"]}, "B is pinned too early: it comes after A and can start in Q3\u00a02027 at first."),
        (4, {"quarters": 2}, "B cannot be done by the end of Q4\u00a02027, when the plan ends."),
        (1, {"effort": {"IT": 10.5}}, "B needs 10.5 person-weeks per quarter of IT, which has 10."),
    ],
)
def test_why_no_plan_is_possible_is_said_in_words(engagement, ane, pinned, fields, reason):
    initiative(engagement, "A", quarters=2, benefit=400)
    services.pin(initiative=initiative(engagement, "B", **fields), quarter=pinned, by=ane)
    with pytest.raises(services.NoPlan) as refused:
        services.save_best_plan(engagement=engagement, by=ane)
    assert refused.value.reason == f"No plan is possible. {reason} The last plan is kept."


def test_quarter_after_the_plan_is_named_as_in_the_lists(engagement, ane):
    initiative(engagement, "A", quarters=8)
    services.pin(initiative=initiative(engagement, "B", after=["A"]), quarter=1, by=ane)
    with pytest.raises(services.NoPlan, match="it comes after A and can start in Q1\u00a02029 at first"):
        services.save_best_plan(engagement=engagement, by=ane)


def test_job_that_finds_no_plan_says_why_to_whoever_asked(engagement, as_ane):
    made = initiative(engagement, "A", effort={"IT": 11}, must=True)
    url = f"/engagements/{engagement.pk}/plan/"
    as_ane.post(f"{url}work-out/")
    run(job_id=Job.objects.get().pk)
    page = as_ane.get(url).text
    assert "A needs 11 person-weeks per quarter of IT, which has 10." in page
    assert made.title in page


def test_limit_is_said_to_be_full_only_where_it_is(engagement):
    initiative(engagement, "A", effort={"IT": 6}, benefit=800)
    initiative(engagement, "B", effort={"IT": 6}, benefit=800)
    initiative(engagement, "C", effort={"Sales": 10}, benefit=800)
    initiative(engagement, "D", effort={"Sales": 10}, benefit=800)
    result = planned(engagement)
    names = {str(each.pk): each.name for each in engagement.departments.all()}
    assert {
        (names[each.resource], timetable.is_full(result, int(each.resource), each.period))
        for each in timetable.limits(inputs_of(engagement), result)
    } == {("IT", False), ("Sales", True)}


def test_circle_is_named(engagement):
    first = initiative(engagement, "A")
    second = initiative(engagement, "B", after=["A"])
    first.after.add(second)
    with pytest.raises(services.NoPlan, match=r"A → B → A|B → A → B"):
        services.save_best_plan(engagement=engagement, by=None)


def test_plan_is_out_of_date_when_a_figure_changed_but_not_a_name(engagement):
    made = initiative(engagement, "A", benefit=400)
    planned(engagement)
    assert said(engagement)["out_of_date"] == ""
    made.title = "Another name"
    made.save()
    engagement.start = engagement.start.replace(year=2028)
    engagement.save()
    assert said(engagement)["out_of_date"] == ""
    made.quarters = 2
    made.save()
    assert said(engagement)["out_of_date"].startswith("Out of date: an effort, cost,")


def test_same_figures_give_the_plan_that_is_kept(engagement):
    initiative(engagement, "A", benefit=400)
    first = services.save_best_plan(engagement=engagement, by=None)
    assert services.save_best_plan(engagement=engagement, by=None) == first


def test_plan_by_job_and_page(engagement, as_ane, django_capture_on_commit_callbacks):
    initiative(engagement, "A", benefit=400)
    url = f"/engagements/{engagement.pk}/plan/"
    assert "There is no plan yet" in as_ane.get(url).text
    as_ane.post(f"{url}work-out/")
    run(job_id=Job.objects.get().pk)
    assert Job.objects.get().state == JobState.DONE
    page = as_ane.get(url).text
    assert "1 of 1 initiatives pay and fit; together they are worth €300" in page
    assert "Title A" in page


@pytest.fixture
def stopped_job(engagement, ane):
    """Three of which two never run side by side, so that the linear bound alone proves nothing; stopped at once."""
    for key in "ABC":
        initiative(engagement, key, effort={"IT": 6}, benefit=400)
    job = services.ask_for_plan(engagement=engagement, by=ane)
    Job.objects.filter(pk=job.pk).update(parameters={"stop": True})
    run(job_id=job.pk)
    return Job.objects.get(pk=job.pk)


def test_search_that_is_stopped_keeps_the_best_so_far(stopped_job, engagement, as_ane):
    result = kept_plan(engagement).result
    assert stopped_job.state == JobState.DONE
    assert (result.stopped, result.plan.optimal, result.plan.bound > result.plan.value) == (True, False, True)
    page = as_ane.get(f"/engagements/{engagement.pk}/plan/").text
    assert "The search was stopped by hand" in page
    assert "better is possible" in page


def test_plan_of_a_stopped_search_is_worked_out_anew_when_asked(stopped_job, engagement):
    result = planned(engagement)
    assert (result.stopped, result.plan.optimal, SavedPlan.objects.count()) == (False, True, 2)


def test_running_job_shows_value_and_bound_so_far_and_can_be_stopped(client, engagement, as_ane, ane):
    initiative(engagement, "A", benefit=400)
    job = services.ask_for_plan(engagement=engagement, by=ane)
    so_far = {"value": 2_000_000, "bound": 2_500_000, "gap": 0.25}
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, step="planning", percent=40, result=so_far)
    url = f"/engagements/{engagement.pk}/plan/"
    page = as_ane.get(url).text
    assert "At most 25" in page
    assert "Stop and keep the best so far" in page
    as_ane.post(f"/jobs/{job.pk}/stop/")
    assert Job.objects.get(pk=job.pk).parameters == {"stop": True}
    page = as_ane.get(url).text
    assert "Stopping" in page
    assert "Stop and keep" not in page
    client.force_login(cast.executive(engagement))
    assert "Stop and keep" not in client.get(url).text
    assert client.post(f"/jobs/{job.pk}/stop/").status_code == 403


def test_worth_of_one_more_says_how_it_was_found(engagement, as_ane):
    for key in "AB":
        initiative(engagement, key, quarters=4, effort={"IT": 10 if key == "A" else 1}, benefit=0, one_off_cost=0)
    initiative(engagement, "C", effort={"IT": 6}, benefit=400)
    initiative(engagement, "D", effort={"IT": 5}, benefit=800)
    first = planned(engagement).plan.binding[0]
    it = engagement.departments.get(name="IT")
    assert (first.resource, first.period, first.found, first.worth) == (str(it.pk), 0, Found.TRIAL, 100.0)
    page = as_ane.get(f"/engagements/{engagement.pk}/plan/").text
    assert "One person-week more adds €100: planned anew with it." in page


def test_nothing_to_plan_says_what_it_needs(engagement, as_ane):
    assert "It needs initiatives first" in as_ane.get(f"/engagements/{engagement.pk}/plan/").text


def test_pin_by_hand_is_traced_and_freed(engagement, as_ane):
    made = initiative(engagement, "A")
    url = f"/engagements/{engagement.pk}/plan/pins/{made.pk}/"
    as_ane.post(url, {"quarter": "2"})
    as_ane.post(url, {"quarter": ""})
    assert Pin.objects.count() == 0
    assert [change.fields["start"] for change in Change.objects.order_by("pk")] == [[None, 2], [2, None]]


def test_pin_is_chosen_from_a_list_and_shown_before_it_is_worked_out(engagement, as_ane):
    made = initiative(engagement, "A")
    url = f"/engagements/{engagement.pk}/plan/"
    as_ane.post(f"{url}pins/", {"initiative": made.pk, "quarter": "2"})
    assert Pin.objects.get().quarter == 2
    assert "not worked out yet" in as_ane.get(url).text


@pytest.mark.parametrize("chosen", ["", "nonsense", "999999", "9" * 5000])
def test_pin_of_nothing_is_not_there(engagement, as_ane, chosen):
    url = f"/engagements/{engagement.pk}/plan/pins/"
    assert as_ane.post(url, {"initiative": chosen, "quarter": "2"}).status_code == 404


def test_pin_outside_the_plan_changes_nothing(engagement, as_ane):
    made = initiative(engagement, "A")
    answer = as_ane.post(f"/engagements/{engagement.pk}/plan/pins/{made.pk}/", {"quarter": "9"}, follow=True)
    assert "Choose a quarter of the plan" in answer.text
    assert Pin.objects.count() == 0


def test_budget_that_is_no_number_is_told_and_kept_typed(engagement, as_ane):
    initiative(engagement, "A")
    answer = as_ane.post(f"/engagements/{engagement.pk}/plan/budget/", {"budget": "plenty"})
    assert (answer.status_code, PlanSettings.objects.count()) == (422, 0)
    assert 'value="plenty"' in answer.text


@pytest.mark.parametrize("page", ["work-out/", "budget/", "pins/{pk}/"])
def test_only_the_facilitator_changes_the_plan(client, engagement, page):
    made = initiative(engagement, "A")
    url = f"/engagements/{engagement.pk}/plan/{page.format(pk=made.pk)}"
    for person, answer in (
        (cast.executive(engagement), 403),
        (cast.lead(engagement), 403),
        (cast.person(name="Dag"), 404),
    ):
        client.force_login(person)
        assert client.post(url).status_code == answer


def test_plan_page_takes_as_many_queries_whatever_the_size(engagement, as_ane):
    taken = []
    for size in (1, 3, 20):
        for number in range(engagement.initiatives.count(), size):
            initiative(engagement, f"A{number}", benefit=400, effort={"IT": 1, "Sales": 1})
        planned(engagement)
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(f"/engagements/{engagement.pk}/plan/")
        taken.append(len(seen))
    assert taken == [taken[0]] * 3


def test_plan_is_read_as_it_was_worked_out(engagement, ane):
    initiative(engagement, "A", effort={"IT": 6.5}, benefit=400)
    initiative(engagement, "B", one_off_cost=1000, benefit=4)
    services.pin(initiative=initiative(engagement, "C", effort={"IT": 8}, benefit=100), quarter=3, by=ane)
    made = services.save_best_plan(engagement=engagement, by=ane)
    assert SavedPlan.objects.get(pk=made.pk).result == made.result


# As a plan was kept before plans had a version.
UNVERSIONED = {
    "start": {"1": 0},
    "left_out": {},
    "value": 300.0,
    "bound": 300.0,
    "optimal": True,
    "stopped": False,
    "binding": [{"department": 1, "period": 0, "worth": None, "found": "TRIAL"}],
    "pins": None,
    "load": {"1": [0.0, 0.0, 0.0, 0.0]},
    "capacity": {"1": 10.0},
    "spent": 0,
    "budget": None,
    "quarters": 4,
}


@pytest.mark.parametrize("text", [UNVERSIONED, {"version": 999, "result": UNVERSIONED}])
def test_plan_of_another_version_is_worked_out_anew(engagement, as_ane, text):
    initiative(engagement, "A", benefit=400)
    made = services.save_best_plan(engagement=engagement, by=None)
    store(made, text)
    assert kept_plan(engagement).result is None
    page = as_ane.get(f"/engagements/{engagement.pk}/plan/").text
    assert "The plan from before the last update can no longer be shown." in page
    assert "Work out the best plan" in page
    for chapter in ("business-case/", "follow-up/"):
        assert as_ane.get(f"/engagements/{engagement.pk}/{chapter}").status_code == 200
    anew = services.save_best_plan(engagement=engagement, by=None)
    assert (anew.pk == made.pk, anew.result.plan.value) == (False, 300)
    assert "no longer be shown" not in as_ane.get(f"/engagements/{engagement.pk}/plan/").text

"""The terms of the case, what drivers can give, and what is said beside the simulation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.jobs.services import run
from maturity.models import Change
from roadmap.business_case.domain import doubts, inputs, working
from roadmap.business_case.queries import page
from roadmap.business_case.rules import CORRELATIONS, ProjectType, Spread, Together, driver_of, slug_of
from roadmap.business_case.services import ask_for_case
from roadmap.initiatives.rules import Driver
from roadmap.methods.uncertainty import Shape
from roadmap.methods.uncertainty.optimism import ProjectKind
from roadmap.models import Assumption, CaseTerms, DriverBase, Initiative, SavedCase
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.results import saved_plan, store

from .conftest import facts

pytestmark = pytest.mark.django_db
TERMS = {
    "spread": "pert",
    "together": "none",
    "pay_back_by": "2",
    "project_type": "outsourcing",
    "mitigation": "25 %",
    "mitigated_by": "Fixed price",
}


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/business-case/{rest}"


def found(engagement, by) -> page.CaseResult:
    run(job_id=ask_for_case(engagement=engagement, by=by).pk)
    return page.case_page(engagement).result


def seen_in(client, address) -> str:
    return client.get(address).context["form"]["seen"].value()


def terms(engagement, **values) -> None:
    CaseTerms.objects.update_or_create(engagement=engagement, defaults=values)


def test_words_and_methods_name_the_same_things():
    assert {each.value for each in Spread} == {each.value for each in Shape}
    assert {each.value for each in ProjectType} == {each.value for each in ProjectKind}
    assert set(CORRELATIONS) == set(Together)
    assert [driver_of(slug_of(each.value)) for each in Driver] == list(Driver)


def test_terms_are_kept_with_a_trail(as_ane, engagement, portal):
    seen = seen_in(as_ane, url(engagement, "terms/"))
    assert as_ane.post(url(engagement, "terms/"), {**TERMS, "seen": seen}).status_code == 302
    kept = CaseTerms.objects.get()
    assert (kept.spread, kept.together, kept.pay_back_by, kept.project_type, str(kept.mitigation)) == (
        "pert",
        "none",
        2,
        "outsourcing",
        "0.250",
    )
    change = Change.objects.get(chapter="business_case")
    assert (change.label, change.fields["pay_back_by"]) == ("Terms of the business case", [None, 2])
    text = as_ane.get(url(engagement)).text
    assert "PERT: likely counts four times" in text
    assert "Fixed price" in text


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"mitigation": "110 %"}, "A share is from 0% to 100%."),
        ({"pay_back_by": "99"}, "Select a valid choice."),
        ({"spread": "normal"}, "Select a valid choice."),
        ({"together": ""}, "This field is required."),
    ],
)
def test_faulty_terms_keep_what_was_typed(as_ane, engagement, wrong, fault):
    answer = as_ane.post(url(engagement, "terms/"), {**TERMS, **wrong})
    assert (answer.status_code, CaseTerms.objects.count()) == (422, 0)
    assert fault in answer.text
    assert 'value="Fixed price"' in answer.text


def test_second_who_saves_terms_sees_both_versions(as_ane, engagement):
    address = url(engagement, "terms/")
    seen = seen_in(as_ane, address)
    as_ane.post(address, {**TERMS, "seen": seen})
    second = as_ane.post(address, {**TERMS, "together": "strong", "seen": seen})
    assert (second.status_code, CaseTerms.objects.get().together) == (409, "none")
    assert "Ane changed this to “Not at all (correlation of ranks 0)” meanwhile." in second.text
    again = second.context["form"]["seen"].value()
    assert as_ane.post(address, {**TERMS, "together": "strong", "seen": again}).status_code == 302
    assert CaseTerms.objects.get().together == "strong"


def test_terms_that_nobody_changed_leave_no_trail(as_ane, engagement):
    address = url(engagement, "terms/")
    for _ in range(2):
        as_ane.post(address, {**TERMS, "seen": seen_in(as_ane, address)})
    assert Change.objects.filter(chapter="business_case").count() == 1


def test_base_of_a_driver_is_stated_changed_and_taken_back(as_ane, engagement, portal):
    address = url(engagement, "drivers/retention/")
    assert as_ane.post(address, {"most": "", "source": "", "seen": seen_in(as_ane, address)}).status_code == 302
    as_ane.post(address, {"most": "1.000.000", "source": "CRM", "seen": seen_in(as_ane, address)})
    (row,) = page.case_page(engagement).drivers
    assert (row.driver, row.initiatives, row.claimed, row.most, row.source) == (
        Driver.RETENTION,
        ("P1",),
        400,
        1_000_000,
        "CRM",
    )
    as_ane.post(address, {"most": "", "source": "", "seen": seen_in(as_ane, address)})
    assert page.case_page(engagement).drivers[0].most is None
    assert [each.action for each in Change.objects.filter(chapter="business_case")] == ["changed", "changed"]


def test_second_who_states_a_base_sees_both(as_ane, engagement, portal):
    address = url(engagement, "drivers/retention/")
    seen = seen_in(as_ane, address)
    as_ane.post(address, {"most": "500", "source": "CRM", "seen": seen})
    second = as_ane.post(address, {"most": "700", "source": "ERP", "seen": seen})
    assert (second.status_code, DriverBase.objects.get().most) == (409, 500)
    assert 'value="700"' in second.text
    assert "Ane changed this to “500” meanwhile." in second.text


@pytest.mark.parametrize(
    ("most", "fault"), [("-1", "greater than or equal to 0"), ("much", "Enter a number."), ("1" * 20, "digits")]
)
def test_faulty_base_is_told(as_ane, engagement, most, fault):
    answer = as_ane.post(url(engagement, "drivers/cost-to-serve/"), {"most": most})
    assert (answer.status_code, fault in answer.text) == (422, True)


def test_driver_that_does_not_exist_is_not_there(as_ane, engagement):
    assert as_ane.get(url(engagement, "drivers/luck/")).status_code == 404


@pytest.mark.parametrize("path", ["terms/", "drivers/retention/"])
def test_only_facilitators_set_the_terms(client, engagement, ane, path):
    rival = cast.rival().organisation.users.get()
    people = ((ane, 200), (cast.executive(engagement), 403), (cast.lead(engagement), 403), (rival, 404))
    for person, expected in people:
        client.force_login(person)
        assert client.get(url(engagement, path)).status_code == expected


def test_more_correlation_spreads_the_futures_wider(engagement, ane):
    for number in range(4):
        initiative(engagement, f"P{number}", one_off_cost=100, benefit=(0, 200, 400))
    spreads = {}
    for together in Together:
        terms(engagement, together=together)
        spread = found(engagement, ane).futures
        spreads[together] = spread.p90 - spread.p10
    assert spreads[Together.NONE] < spreads[Together.SOME] < spreads[Together.STRONG]


def test_pert_trusts_the_likely_amount_more(engagement, portal, ane):
    wide = found(engagement, ane)
    terms(engagement, spread="pert")
    narrow = found(engagement, ane)
    assert narrow.futures.p90 - narrow.futures.p10 < wide.futures.p90 - wide.futures.p10
    assert narrow.likely == wide.likely


def test_share_of_futures_paid_back_by_the_stated_quarter(engagement, portal, ane):
    """At the end of the third quarter −100 and two quarters of (benefit − 40)/4: back where benefit is 240 or more."""
    terms(engagement, pay_back_by=3)
    paid = found(engagement, ane)
    assert (paid.pay_back_by, paid.paid_back) == (3, pytest.approx(1 - 40**2 / (600 * 200), abs=0.003))
    terms(engagement, pay_back_by=1)
    assert found(engagement, ane).paid_back_of_100 == 0


def test_quarter_after_the_plans_end_is_its_end(engagement, portal, ane):
    terms(engagement, pay_back_by=40)
    assert found(engagement, ane).pay_back_by == 4


def test_claims_above_the_base_are_cut_in_proportion_everywhere(engagement, ane, as_ane):
    initiative(engagement, "P1", benefit=(100, 300, 300))
    initiative(engagement, "P2", benefit=(100, 100, 100))
    DriverBase.objects.create(engagement=engagement, driver="retention", most=200)
    result = found(engagement, ane)
    (overlap,) = result.overlaps
    assert (overlap.items, overlap.base, overlap.claimed.likely, overlap.counted.likely) == (
        ("P1", "P2"),
        200,
        400,
        200,
    )
    assert [item.benefits[1] for item in result.items] == [37.5, 12.5]
    assert result.likely == 150
    text = as_ane.get(url(engagement)).text
    assert "Retention: P1, P2 claim €400 a year, and there is €200." in text


def test_one_that_claims_more_than_there_is_is_cut_to_it(engagement, portal, ane, as_ane):
    DriverBase.objects.create(engagement=engagement, driver="retention", most=100)
    (overlap,) = found(engagement, ane).overlaps
    assert (overlap.items, overlap.claimed.likely, overlap.counted.likely) == (("P1",), 400, 100)
    assert "Retention: P1 claims €400 a year, and there is €100. It is cut to that." in as_ane.get(url(engagement)).text


def test_only_the_high_amounts_are_cut_where_the_likely_ones_fit(engagement, portal, ane, as_ane):
    DriverBase.objects.create(engagement=engagement, driver="retention", most=500)
    result = found(engagement, ane)
    assert (result.likely, result.overlaps[0].counted.high) == (170, 500)
    assert "at best P1 claims €800 a year" in as_ane.get(url(engagement)).text


def test_two_on_one_driver_may_overlap_and_nothing_is_cut(engagement, ane, as_ane):
    initiative(engagement, "P1", benefit=(100, 300, 300))
    initiative(engagement, "P2", benefit=(100, 100, 100))
    result = found(engagement, ane)
    assert [(each.base, each.claimed.likely, each.counted.likely) for each in result.overlaps] == [(None, 400, 400)]
    assert "P1, P2 may count the same money" in as_ane.get(url(engagement)).text


def test_several_on_other_are_no_sign_of_overlap(engagement, ane):
    for key in ("P1", "P2"):
        initiative(engagement, key, benefit=(100, 300, 300)).benefits.update(driver="other")
    assert found(engagement, ane).overlaps == ()


def test_what_the_plan_leaves_out_claims_nothing(engagement, portal, ane):
    away = initiative(engagement, "P2", benefit=(100, 100, 100))
    saved_plan(engagement, {portal: 0, away: None})
    assert found(engagement, ane).overlaps == ()


def test_nothing_is_worth_knowing_where_every_future_pays(engagement, portal, ane, as_ane):
    result = found(engagement, ane)
    assert (result.worth_knowing, result.knowledge.dropped) == ([], ())
    assert "Nothing that could be found out would change the decision" in as_ane.get(url(engagement)).text


def test_knowing_the_one_doubtful_benefit_is_worth_money(engagement, ane, as_ane):
    """¾ · X − 90 with X in (0, 100, 200): threshold 120, 80³ / (3 · 200 · 100) · ¾ = 6.4."""
    initiative(engagement, "P1", one_off_cost=90, benefit=(0, 100, 200))
    initiative(engagement, "P2", one_off_cost=10, benefit=(900, 1000, 1100))
    terms(engagement, together="none")
    result = found(engagement, ane)
    assert [(name.initiative, whole, round(apart, 2)) for name, whole, apart in result.known] == [
        ("P1", 0, 6.4),
        ("P2", 0, 0),
    ]
    assert result.knowledge.dropped == ("P1",)
    text = as_ane.get(url(engagement)).text
    assert "Knowing more about Title P1 (retention) would be worth up to €6" in text
    assert "the plan is worth more without P1." in text


def test_what_others_build_on_and_musts_cannot_be_left_out_alone(engagement):
    after = {2: (1,), 4: (3,)}
    lines = tuple(facts(pk, after=after.get(pk, ()), must=pk == 4) for pk in range(1, 7))
    given = inputs.Inputs(engagement.start, 4, 0.0, lines, None, None)
    assert doubts.droppable(given, dict.fromkeys((1, 2, 3, 4, 5), 0)) == ["2", "5"]
    assert doubts.droppable(given, {1: 0}) == ["1"]


def test_overruns_stand_beside_the_simulation_and_leave_it_alone(engagement, portal, ane, as_ane):
    """Outsourcing runs over in what it costs to run: three quarters of 10 become 14.10 with nothing managed."""
    terms(engagement, project_type="outsourcing")
    first = found(engagement, ane)
    terms(engagement, project_type="outsourcing", mitigation=1)
    second = found(engagement, ane)
    assert (first.optimism.before, first.optimism.value) == (170, pytest.approx(170 - 30 * 0.41))
    assert (second.optimism.value, first.futures) == (170, second.futures)
    assert "With the overruns of such projects it is still worth €170" in as_ane.get(url(engagement)).text


def test_default_kind_of_project_is_software(engagement, portal, ane):
    result = found(engagement, ane)
    optimism, uplift = result.optimism, result.optimism.uplift
    assert (result.terms.project_type, uplift.one_off, uplift.duration) == ("equipment", 2.0, 0.54)
    # 300 instead of 100; benefits 0.54 quarters later, running costs when planned.
    assert optimism.value == pytest.approx(3 * 90 - 300 - 0.54 * 100)


@pytest.mark.parametrize("stated", ["terms", "base"])
def test_case_is_out_of_date_when_terms_or_bases_changed(engagement, portal, ane, stated):
    found(engagement, ane)
    if stated == "terms":
        terms(engagement, together="strong")
    else:
        DriverBase.objects.create(engagement=engagement, driver="retention", most=100)
    assert not page.case_page(engagement).up_to_date


# As a case was kept before cases had a version, with the figures that everyone had to have.
UNVERSIONED = {
    "start": "2027-01-01",
    "quarters": 4,
    "yearly_rate": 0.0,
    "planned": False,
    "items": [{"pk": 1, "key": "P1", "title": "T", "start": 1, "costs": [1, 0, 0, 0], "benefits": [0, 2, 2, 2]}],
    "left_out": [],
    "spread": {
        "likely": 170.0,
        "p10": 1.0,
        "p50": 2.0,
        "p90": 3.0,
        "positive": 1.0,
        "positive_error": 0.0,
        "trials": 100_000,
        "edges": [0.0, 1.0],
        "counts": [100_000],
    },
    "rates": [0.1],
    "payback": 1.0,
    "discounted_payback": None,
    "one_off": 100.0,
    "yearly_cost": 40.0,
    "tornado": [],
    "nothing": None,
}


@pytest.mark.parametrize("text", [UNVERSIONED, {"version": 999, "result": UNVERSIONED}])
def test_case_of_another_version_is_worked_out_anew(engagement, portal, ane, as_ane, text):
    kept = found(engagement, ane)
    saved = SavedCase.objects.get()
    store(saved, text)
    for rest in ("", "quarters/"):
        page_text = as_ane.get(url(engagement, rest)).text
        assert "The business case must be worked out again" in page_text
        assert "The case from before the last update can no longer be shown." in page_text
    assert as_ane.get(url(engagement, f"plots/{saved.pk}/futures/light.svg")).status_code == 404
    assert found(engagement, ane) == kept
    assert "no longer be shown" not in as_ane.get(url(engagement)).text


def test_case_is_read_as_it_was_worked_out(engagement, portal, ane):
    initiative(engagement, "P2", one_off_cost=90, benefit=(0, 100, 200))
    Assumption.objects.create(engagement=engagement, key="do-nothing", text="Lost", likely=200, source="Finance")
    assert found(engagement, ane) == working.worked_out(page.inputs_now(engagement))


def test_page_takes_as_many_queries_with_terms_and_bases(engagement, ane, as_ane):
    terms(engagement, together="strong")
    DriverBase.objects.create(engagement=engagement, driver="retention", most=2)
    taken = []
    for number in range(3):
        initiative(engagement, f"P{number}", benefit=(1, 2, 3))
        found(engagement, ane)
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(url(engagement))
        taken.append(len(seen))
    assert taken == [taken[0]] * 3


def test_terms_of_another_client_stay_there(engagement, portal):
    rival = cast.rival()
    terms(rival, together="strong")
    DriverBase.objects.create(engagement=rival, driver="retention", most=2)
    shown = page.case_page(engagement)
    assert (shown.terms.together, shown.drivers[0].most, Initiative.objects.count()) == ("some", None, 1)

"""Who may do what with the business case, and what the pages say."""

import pytest

from maturity.jobs.services import run
from maturity.models import Change, Job
from roadmap.business_case.rules import quoted_figures
from roadmap.business_case.services import ask_for_case
from roadmap.methods.cashflow import npv
from roadmap.models import Assumption, SavedCase
from tests.factories import cast

pytestmark = pytest.mark.django_db
FREE = {"text": "Customers", "likely": "1.200,5", "unit": "customers", "source": "CRM", "year": "2026"}


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/business-case/{rest}"


@pytest.fixture
def customers(engagement) -> Assumption:
    return Assumption.objects.create(engagement=engagement, text="Customers", likely=1000, source="CRM")


@pytest.fixture
def saved(engagement, portal, ane) -> SavedCase:
    run(job_id=ask_for_case(engagement=engagement, by=ane).pk)
    return SavedCase.objects.get()


def people(engagement, ane):
    return (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())


@pytest.mark.parametrize(
    ("method", "path", "answers"),
    [
        ("get", "", (200, 200, 200, 404)),
        ("get", "quarters/", (200, 200, 200, 404)),
        ("get", "plots/{case}/tornado/dark.svg", (200, 200, 200, 404)),
        ("get", "do-nothing/", (200, 403, 403, 404)),
        ("get", "assumptions/add/", (200, 403, 403, 404)),
        ("get", "assumptions/{assumption}/", (200, 403, 403, 404)),
        ("post", "work-out/", (302, 403, 403, 404)),
        ("post", "figures/better-win-back/take-over/", (302, 403, 403, 404)),
        ("post", "assumptions/{assumption}/delete/", (302, 403, 403, 404)),
    ],
)
def test_pages_by_role(client, engagement, ane, customers, saved, method, path, answers):
    address = url(engagement, path.format(case=saved.pk, assumption=customers.pk))
    for person, expected in reversed(list(zip(people(engagement, ane), answers, strict=True))):
        client.force_login(person)
        assert getattr(client, method)(address).status_code == expected


@pytest.mark.parametrize(
    "path", ["plots/0/tornado/dark.svg", "plots/{case}/pie/dark.svg", "plots/{case}/tornado/pink.svg"]
)
def test_unknown_plot_is_not_there(as_ane, engagement, saved, path):
    assert as_ane.get(url(engagement, f"plots/{path.format(case=saved.pk)}.svg")).status_code == 404


def test_plot_of_another_client_is_not_there(client, engagement, saved):
    rival = cast.rival()
    client.force_login(rival.organisation.users.get())
    assert client.get(url(rival, f"plots/{saved.pk}/tornado/light.svg")).status_code == 404


def test_page_says_the_finding(as_ane, engagement, saved):
    text = as_ane.get(url(engagement)).text
    assert "The plan is worth €170 over 1 year; 100 of 100 futures are positive" in text
    assert "No plan was saved" in text
    assert "Nobody has stated yet what doing nothing costs" in text


def test_quarters_follow_the_dates(as_ane, engagement, saved):
    row = as_ane.get(url(engagement, "quarters/")).context["page"].result.items[0]
    assert (row.start, row.costs, row.benefits) == (1, (100, 10, 10, 10), (0, 100, 100, 100))


def test_quarters_say_what_each_initiative_yields_by_itself(as_ane, engagement, saved):
    (portal,) = as_ane.get(url(engagement, "quarters/")).context["returns"]
    assert (portal.key, portal.value) == ("P1", 170)
    # 100 laid out, then 90 in each of three quarters: 72.8% a quarter.
    assert [npv((1 + rate) ** 0.25 - 1, [-100, 90, 90, 90]) for rate in portal.rates] == [pytest.approx(0, abs=1e-9)]


def test_quarters_before_the_case_is_worked_out(as_ane, engagement, portal):
    assert "Nobody has worked out the business case yet" in as_ane.get(url(engagement, "quarters/")).text


def test_page_without_benefits_names_one_action(as_ane, engagement):
    text = as_ane.get(url(engagement)).text
    assert "Nothing to work out yet" in text
    assert f'href="/engagements/{engagement.pk}/initiatives/"' in text


def test_page_with_benefits_offers_to_work_it_out(as_ane, engagement, portal):
    text = as_ane.get(url(engagement)).text
    assert "Nobody has worked out the business case yet" in text
    assert url(engagement, "work-out/") in text


def test_failed_job_is_told_on_the_page(as_ane, engagement, portal, ane):
    job = ask_for_case(engagement=engagement, by=ane)
    Job.objects.filter(pk=job.pk).update(state="failed", error="It broke.")
    text = as_ane.get(url(engagement)).text
    assert "It broke." in text
    assert "Try again" in text


def test_do_nothing_is_stated_as_people_type_money(as_ane, engagement, saved):
    values = {"low": "1.000.000", "likely": "2 000 000", "high": "3,000,000", "source": "Finance", "year": "2026"}
    assert as_ane.post(url(engagement, "do-nothing/"), values).status_code == 302
    stated = Assumption.objects.get(key="do-nothing")
    assert (stated.low, stated.likely, stated.high, stated.unit) == (1_000_000, 2_000_000, 3_000_000, "EUR")
    assert "not worked out yet" in as_ane.get(url(engagement)).text
    run(job_id=ask_for_case(engagement=engagement, by=None).pk)
    text = as_ane.get(url(engagement)).text
    assert "Doing nothing costs €2M over the same time" in text
    assert "set beside the plan, not added to it" in text


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"likely": "a lot"}, "Enter a number."),
        ({"likely": "1", "low": "2"}, "“Likely” must not be less than “Low”."),
        ({"likely": "3", "high": "2"}, "“High” must not be less than “Likely”."),
        ({"year": "2126"}, "Ensure this value is less than or equal to"),
        ({"text": ""}, "This field is required."),
    ],
)
def test_faulty_assumption_keeps_what_was_typed(as_ane, engagement, wrong, fault):
    answer = as_ane.post(url(engagement, "assumptions/add/"), {**FREE, **wrong})
    assert (answer.status_code, Assumption.objects.count()) == (422, 0)
    assert fault in answer.text
    assert 'value="CRM"' in answer.text


@pytest.mark.parametrize("path", ["assumptions/add/", "do-nothing/"])
def test_form_sent_empty_tells_its_faults(as_ane, engagement, path):
    answer = as_ane.post(url(engagement, path))
    assert (answer.status_code, "This field is required." in answer.text) == (422, True)


def test_free_assumption_is_added_changed_and_deleted_with_a_trail(as_ane, engagement):
    as_ane.post(url(engagement, "assumptions/add/"), FREE)
    made = Assumption.objects.get()
    page = as_ane.get(url(engagement, f"assumptions/{made.pk}/"))
    seen = page.context["form"]["seen"].value()
    as_ane.post(url(engagement, f"assumptions/{made.pk}/"), {**FREE, "likely": "1300", "seen": seen})
    made.refresh_from_db()
    assert (made.likely, made.unit) == (1300, "customers")
    as_ane.post(url(engagement, f"assumptions/{made.pk}/delete/"))
    assert Assumption.objects.count() == 0
    assert [each.action for each in Change.objects.filter(chapter="business_case").order_by("pk")] == [
        "added",
        "changed",
        "removed",
    ]


def test_second_of_two_savers_is_told_and_loses_nothing(as_ane, engagement, customers):
    address = url(engagement, f"assumptions/{customers.pk}/")
    seen = as_ane.get(address).context["form"]["seen"].value()
    as_ane.post(address, {**FREE, "likely": "1111", "seen": seen})
    second = as_ane.post(address, {**FREE, "likely": "2222", "seen": seen})
    assert second.status_code == 409
    assert 'value="2222"' in second.text
    assert "1,111" in second.text
    again = second.context["form"]["seen"].value()
    assert as_ane.post(address, {**FREE, "likely": "2222", "seen": again}).status_code == 302
    customers.refresh_from_db()
    assert customers.likely == 2222


def test_quoted_figure_is_taken_over_once_and_marked_with_its_age(as_ane, engagement, portal):
    for _ in range(2):
        as_ane.post(url(engagement, "figures/retained-with-omnichannel/take-over/"))
    taken = Assumption.objects.get()
    assert (taken.likely, taken.unit, taken.year, taken.replaced) == (89, "%", 2016, False)
    assert taken.source.startswith("Aberdeen Group · Pentia")
    assert "replace with your own" in as_ane.get(url(engagement)).text


def test_quoted_figures_name_the_article_in_the_readers_language(as_ane, engagement, portal, ane):
    type(ane).objects.update(language="da")
    page = as_ane.get(url(engagement)).text
    assert ("Pentia, artikler om omnichannel" in page, "articles on" in page) == (True, False)


def test_unknown_figure_is_not_there(as_ane, engagement):
    assert as_ane.post(url(engagement, "figures/nonsense/take-over/")).status_code == 404


def test_every_quoted_figure_has_its_source_and_its_words():
    assert [
        each.key
        for each in quoted_figures()
        if not (set(each.text) == {"en", "da", "sv"} and each.source and 2010 <= each.year <= 2019)
    ] == []


def test_two_who_change_different_fields_both_keep_them(as_ane, engagement, customers):
    address = url(engagement, f"assumptions/{customers.pk}/")
    shown = {"text": "Customers", "likely": "1000", "source": "CRM", "unit": "", "year": ""}
    seen = as_ane.get(address).context["form"]["seen"].value()
    as_ane.post(address, {**shown, "likely": "1111", "seen": seen})
    assert as_ane.post(address, {**shown, "source": "ERP", "seen": seen}).status_code == 302
    customers.refresh_from_db()
    assert (customers.likely, customers.source) == (1111, "ERP")


def test_amounts_that_must_fit_each_other_are_one_field_to_two_editors(as_ane, engagement, customers):
    address = url(engagement, f"assumptions/{customers.pk}/")
    seen = as_ane.get(address).context["form"]["seen"].value()
    as_ane.post(address, {**FREE, "low": "1100", "likely": "1111", "seen": seen})
    second = as_ane.post(address, {**FREE, "likely": "1000", "high": "1050", "seen": seen})
    assert second.status_code == 409
    customers.refresh_from_db()
    assert (customers.low, customers.likely, customers.high) == (1100, 1111, None)

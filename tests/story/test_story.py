"""The whole story once, by HTTP alone: a consultant carries Havblik from a workbook to a report in Danish."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from maturity.framework.rules import SHIPPED, read_library
from maturity.jobs.services import run
from maturity.models import Engagement, Job, Round, Session, User
from tests.factories import cast

from .pages import Page, read

HAVBLIK = Path(__file__).resolve().parents[2] / "maturity" / "demo" / "havblik.xlsx"
pytestmark = pytest.mark.django_db


class Person:
    """Somebody at a browser: goes to pages by name, fills in forms that stand there, and follows where they lead."""

    def __init__(self, engagement: Engagement | None = None) -> None:
        self.client, self.engagement = Client(), engagement

    def at(self, name: str, *ids: Any) -> str:
        return reverse(name, args=[self.engagement.pk, *ids] if self.engagement else ids)

    def sees(self, name: str, *ids: Any) -> Page:
        page = read(self.client, self.at(name, *ids))
        assert page.response.status_code == 200, page.url
        return page

    def fills_in(self, page: Page, **answers: Any) -> Page:
        """Sends the form of ``page`` that has these fields, the others as they stand, and reads where that leads."""
        form = page.form(*answers)
        return self.sends(form.action, form.filled() | answers)

    def presses(self, name: str, *ids: Any, **more: Any) -> Page:
        return self.sends(self.at(name, *ids), more)

    def sends(self, url: str, values: dict[str, Any]) -> Page:
        response = self.client.post(url, values, follow=True)
        assert response.status_code == 200, (url, response.status_code, Page(url, response).words[:2000])
        return Page(response.redirect_chain[-1][0] if response.redirect_chain else url, response)


def logged_in(email: str, engagement: Engagement | None = None) -> Person:
    person = Person(engagement)
    home = person.fills_in(read(person.client, reverse("account_login")), login=email, password=cast.PASSWORD)
    assert "Log out" in home.words
    return person


@pytest.fixture
def consultant(db) -> Person:
    """Ane: their site was just set up, so that they facilitate nothing yet."""
    cast.person(name="Ane")
    User.objects.update(is_staff=True)
    return logged_in("ane@example.com")


@pytest.fixture
def havblik(consultant: Person) -> Engagement:
    """What they bring along, by upload."""
    with HAVBLIK.open("rb") as file:
        page = consultant.sends(reverse("import_workbook"), {"file": file})
    consultant.engagement = Engagement.objects.get()
    assert consultant.at("clients:home") in page.links
    return consultant.engagement


def work(kind: str) -> Job:
    """What the worker does with the newest job."""
    job = Job.objects.filter(kind=kind).first()
    run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    return job


SHIPS = read_library(SHIPPED.read_bytes())
FINDINGS = {
    "clients:home": "Omnichannel 2027–2029",
    "framework:home": f"{len(SHIPS.statements)} statements in {len(SHIPS.dimensions)} dimensions, on five rungs",
    "workshop:home": "One session has asked the departments",
    "assessment:home": "Havblik Energi A/S is probably between Curious and Player, 1.3 rungs below its target",
    "journey:home": "Customers feel it 1.8 lower than we believe at “Klager over regning”",
    "channels:home": "Web brings 36% of the conversions, at",
    "channels:paths": "10.8% of the measured customers convert",
    "channels:systems": "5 of 6 links between systems are not as they should be",
    "initiatives:home": "Most value for the effort: A1 Fælles kundeansvar og mål i direktionen",
    "initiatives:guard_rails": "5 of 8 guard-rails hold",
    "initiatives:suggestions": "Every gap has an initiative",
    "plan:home": "There is no plan yet",
    "business_case:home": "Nobody has worked out the business case yet",
    "follow_up:home": "Nothing is due",
    "report:home": "No report has been made yet",
}


def test_every_chapter_says_what_it_found_in_the_workbook(consultant: Person, havblik: Engagement) -> None:
    found = {name: consultant.sees(name).heading for name in FINDINGS}
    assert {name: heading for name, heading in found.items() if not heading.startswith(FINDINGS[name])} == {}


def test_engagement_begun_by_hand_is_ready_for_its_departments(consultant: Person) -> None:
    page = consultant.fills_in(consultant.sees("new_engagement"), new_organisation="Nyt A/S", title="Kanaler")
    consultant.engagement = Engagement.objects.get()
    assert "Kanaler" in page.words
    page = consultant.fills_in(consultant.sees("clients:departments"), name="Salg", person_weeks="12,5")
    assert "Salg takes part now." in page.words
    assert str(consultant.engagement.capacities.get().person_weeks) == "12.50"


def phone(link: str, session: Session, department: str) -> Person:
    """Somebody in the room scans the code, reads, chooses their department and is in."""
    person = Person()
    door = read(person.client, link)
    chosen = session.engagement.departments.get(name=department)
    assert chosen.name in door.words
    room = person.fills_in(door, department=chosen.pk)
    assert "You are in" in room.words or 'name="rung"' in room.html
    return person


def votes(person: Person, session: Session, rung: str, comment: str = "") -> Page:
    return person.fills_in(read(person.client, reverse("join:room", args=[session.pk])), rung=rung, comment=comment)


def test_workshop_finds_what_the_assessment_then_shows(consultant: Person, havblik: Engagement) -> None:
    first = consultant.sees("workshop:home").words
    consultant.fills_in(consultant.sees("workshop:new"), title="Winter", selection="quick")
    session = Session.objects.get(title="Winter")
    assert first != consultant.sees("workshop:home").words
    typed = Person()
    door = typed.fills_in(typed.sees("join:code"), code=f"{session.code[:3]}-{session.code[3:].lower()}")
    assert door.url == reverse("join:door", args=[session.join_token])
    names = list(session.engagement.departments.order_by("name").values_list("name", flat=True))
    phones = [phone(door.url, session, name) for name in (names[0], names[0], names[1])]

    consultant.presses("workshop:begin", session.pk)
    session.refresh_from_db()
    asked, statement = session.current_id, session.current.statement
    for person, rung in zip(phones, "124", strict=True):
        assert "3 of 3" not in consultant.sees("workshop:console", session.pk).words
        votes(person, session, rung, "Blind words")
    votes(phones[1], session, "2", "Changed my mind")
    assert "Changed my mind" not in consultant.sees("workshop:console", session.pk).html
    one = session.current.rounds.get()
    shown = consultant.presses("workshop:reveal", session.pk, one.pk)
    assert "Changed my mind" in shown.html
    consultant.presses("workshop:second_round", session.pk, asked)
    for person in phones:
        votes(person, session, "4")
    two = session.current.rounds.get(number=2)
    consultant.presses("workshop:reveal", session.pk, two.pk)
    console = consultant.sees("workshop:console", session.pk)
    consultant.fills_in(
        console, discussion="We looked at calls.", decision="Purposeful, with a reason", decided_rung="4"
    )
    closed = consultant.presses("workshop:close", session.pk)

    assert "Winter" in closed.words
    assert "The session is over" in read(phones[0].client, reverse("join:room", args=[session.pk])).words
    assert read(Person().client, door.url).response.status_code == 404
    record = consultant.sees("workshop:session", session.pk).words
    assert "Purposeful, with a reason" in record
    assert [list(each.ballots.order_by("pk").values_list("rung", flat=True)) for each in (one, two)] == [
        [1, 2, 4],
        [4] * 3,
    ]
    basis = Page("", consultant.client.get(consultant.at("assessment:home"), {"session": session.pk})).words
    assert "Havblik Energi A/S is at" in basis or "Too few answers" in basis
    assert statement.dimension.key in consultant.sees("assessment:dimension", statement.dimension.key).url
    assert "Winter" in consultant.sees("assessment:dimension", statement.dimension.key).words


def rungs_of(voted: Round) -> list[int]:
    return list(voted.ballots.order_by("pk").values_list("rung", flat=True))


def test_findings_become_targets_journey_channels_and_initiatives(consultant: Person, havblik: Engagement) -> None:
    consultant.fills_in(
        consultant.sees("assessment:targets"), **{"leadership": "4", "leadership-reason": "Somebody must decide"}
    )
    assert "Somebody must decide" in consultant.sees("assessment:targets").html

    touchpoint = havblik.touchpoints.filter(archived_at=None).first()
    consultant.fills_in(consultant.sees("journey:edit", touchpoint.pk), own_rating="2,5", promise="Answer in an hour")
    touchpoint.refresh_from_db()
    assert (touchpoint.promise, str(touchpoint.own_rating)) == ("Answer in an hour", "2.50")

    channels = list(havblik.channels.order_by("name"))
    pairs = [(one, other) for one in channels for other in channels if one != other]
    start, end = next(pair for pair in pairs if not pair[0].handoffs_out.filter(destination=pair[1]).exists())
    values = {"origin": start.pk, "destination": end.pk, "share": "5 %", "identity_follows": "False"}
    consultant.fills_in(consultant.sees("channels:add_handoff"), **values)
    assert str(start.handoffs_out.get(destination=end).share) == "0.050000"

    before = havblik.initiatives.count()
    page = consultant.sees("initiatives:suggestions")
    department = havblik.departments.first()
    consultant.fills_in(page, department=department.pk)
    assert havblik.initiatives.count() == before + 1
    made = havblik.initiatives.order_by("pk").last()
    assert made.title in consultant.sees("initiatives:home").words
    page = consultant.fills_in(
        consultant.sees("initiatives:rate", made.pk), department=department.pk, value="5", effort="2", rater="Ida"
    )
    assert made.estimates.get().rater == "Ida"
    assert "Ida" in page.words


@pytest.fixture
def planned(consultant: Person, havblik: Engagement) -> Engagement:
    """Havblik with a plan and a business case, as two presses and the worker make them."""
    consultant.presses("plan:work_out")
    work("plan")
    consultant.presses("business_case:work_out")
    work("case")
    return havblik


def test_plan_is_pinned_and_worth_something_and_followed_up(consultant: Person, planned: Engagement) -> None:
    assert "initiatives pay and fit; together they are worth" in consultant.sees("plan:home").heading
    assert "futures are positive" in consultant.sees("business_case:home").heading
    chosen = next(key for key, start in planned.plans.first().result.starts.items() if start == 0)

    consultant.presses("plan:pin", chosen, quarter="2")
    work("plan")
    assert planned.plans.first().result.starts[chosen] == 1
    consultant.presses("business_case:work_out")
    work("case")
    assert planned.cases.count() == 2

    initiative = planned.initiatives.get(pk=chosen)
    lead = lead_of(initiative.department, consultant)
    page = lead.fills_in(
        lead.sees("follow_up:item", chosen), status="blocked", percent="40", blocker="Nobody answers the telephone"
    )
    assert "Nobody answers the telephone" in page.words
    other = planned.initiatives.exclude(department=initiative.department).first()
    refused = lead.client.post(lead.at("follow_up:item", other.pk), {"status": "done"})
    assert refused.status_code == 403
    assert "Nobody answers the telephone" in consultant.sees("follow_up:history").words


def lead_of(department: Any, consultant: Person) -> Person:
    """They are invited by mail, set a password by the link in it, and are in."""
    from django.core import mail

    values = {"name": "Lise", "email": "lise@example.com", "role": "lead", "department": department.pk}
    consultant.fills_in(consultant.sees("clients:members"), **values)
    link = next(word for word in mail.outbox[-1].body.split() if "/accounts/password/reset/key/" in word)
    lead = Person(consultant.engagement)
    page = lead.client.get(link, follow=True)
    form = Page(page.redirect_chain[-1][0], page)
    lead.fills_in(form, password1="two words and a horse", password2="two words and a horse")
    return lead


@pytest.mark.pdf
def test_report_in_danish_is_made_once_and_stays_the_same(consultant: Person, planned: Engagement) -> None:
    consultant.presses("report:make", language="da")
    work("report")
    report = planned.reports.get()

    one, two = (consultant.client.get(consultant.at("report:download", report.pk)) for _each in range(2))

    assert one["Content-Disposition"].startswith("attachment")
    assert body(one) == body(two)
    pdf = PdfReader(io.BytesIO(body(one)))
    assert (pdf.root_object["/Lang"], len(pdf.pages) > 8, len(bookmarks(pdf.outline)) > 8) == ("da", True, True)
    assert "Omnichannel 2027–2029" in pdf.metadata.title
    assert "Havblik" in pdf.pages[0].extract_text()
    assert "The newest report is from" in consultant.sees("report:home").words


def bookmarks(outline: list[Any]) -> list[str]:
    """The titles of all bookmarks, at any depth."""
    return [title for each in outline for title in (bookmarks(each) if isinstance(each, list) else [each.title])]


def body(response: HttpResponse) -> bytes:
    if not hasattr(response, "kept"):
        response.kept = response.getvalue()
    return response.kept


def test_export_goes_into_another_house_and_comes_out_equal(consultant: Person, havblik: Engagement) -> None:
    first = consultant.client.get(consultant.at("export_workbook")).content
    cast.engagement(facilitator=cast.person(name="Bob"), organisation="Elsewhere")
    bob = logged_in("bob@example.com")

    bob.sends(reverse("import_workbook"), {"file": io.BytesIO(first)})
    bob.engagement = Engagement.objects.exclude(pk=havblik.pk).get(title=havblik.title)
    second = bob.client.get(bob.at("export_workbook")).content

    assert cells(second) == cells(first)
    assert sum(len(rows) for rows in cells(first).values()) > 500


def cells(workbook: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(workbook))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}

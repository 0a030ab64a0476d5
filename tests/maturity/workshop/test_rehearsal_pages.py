"""The rehearsal's pages: begun, played and ended by the facilitator, and called one on every screen."""

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Ballot, Change, Engagement, Participant, Round, Session
from maturity.workshop import services, workbook
from maturity.workshop.services.rehearsal import rehearse
from tests.factories import cast, rooms
from tests.maturity.workshop.test_pages import begin, browser_of, login, show

HTMX = {"HTTP_HX_REQUEST": "true"}
SIGN = '<strong class="tag warn">Rehearsal</strong>'


def url(session: Session, name: str) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk])


@pytest.fixture
def rehearsal(session: Session, ane) -> Session:
    departments = session.engagement.departments.values_list("pk", flat=True)
    return rehearse(session=session, by=ane, people=dict.fromkeys(departments, 4))


def test_rehearsal_is_begun_with_four_of_each_department(session: Session, as_ane: Client) -> None:
    page = as_ane.get(url(session, "rehearsal"))
    names = [field.name for field in page.context["form"]]
    begun = as_ane.post(url(session, "rehearsal"), dict.fromkeys(names, "4"))
    made = Session.objects.get(rehearsal=True)
    assert begun.headers["Location"] == url(made, "console")
    assert [(extra.department.name, extra.people) for extra in made.extras.all()] == [
        ("Sales", 4), ("IT", 4), ("Service", 4),
    ]  # fmt: skip
    again = as_ane.post(url(made, "rehearsal"), {names[0]: "9"})
    assert (again.headers["Location"], made.extras.get().people) == (url(made, "console"), 9)
    assert Session.objects.count() == 2


@pytest.mark.parametrize("typed", ["100", "-1", "many"])
def test_numbers_that_cannot_be_are_refused_and_kept(session: Session, as_ane: Client, typed: str) -> None:
    name = f"people-{session.engagement.departments.first().pk}"
    answer = as_ane.post(url(session, "rehearsal"), {name: typed})
    assert (answer.status_code, Session.objects.count()) == (422, 1)
    assert f'value="{typed}"' in answer.content.decode()


def test_every_screen_says_that_it_is_a_rehearsal(session: Session, rehearsal: Session, as_ane: Client) -> None:
    for each, count in ((rehearsal, 1), (session, 0)):
        phone = browser_of(rooms.phone(each))
        screens = [
            as_ane.get(url(each, "projector")),
            phone.get(reverse("join:room", args=[each.pk])),
            Client().get(reverse("join:door", args=[each.join_token])),
        ]
        assert [page.content.decode().count(SIGN) for page in screens] == [count] * 3
        assert ("This is a rehearsal" in as_ane.get(url(each, "console")).content.decode()) == bool(count)


def test_console_lets_them_act_and_reading_changes_nothing(rehearsal: Session, as_ane: Client) -> None:
    Session.objects.filter(pk=rehearsal.pk).update(opened_at="2026-01-01T12:00Z")
    for name in ("console", "board", "projector", "screen"):
        as_ane.get(url(rehearsal, name))
    assert Participant.objects.count() == 0
    assert as_ane.post(url(rehearsal, "rehearsal_play"), **HTMX).status_code == 204
    assert Participant.objects.count() == 12
    assert as_ane.post(url(rehearsal, "rehearsal_play")).headers["Location"] == url(rehearsal, "console")


def test_end_leads_to_the_sessions_and_the_phones_out(session: Session, rehearsal: Session, as_ane: Client) -> None:
    phone = browser_of(rooms.phone(rehearsal))
    page = as_ane.post(url(rehearsal, "rehearsal_end"), follow=True)
    assert "Nothing of it is kept" in page.content.decode()
    assert list(Session.objects.all()) == [session]
    told = phone.get(reverse("join:live", args=[rehearsal.pk]), {"seen": "1"}, **HTMX)
    assert (told.status_code, told.headers["HX-Redirect"]) == (286, "/join/")
    assert as_ane.post(url(session, "rehearsal_end")).status_code == 409


def test_only_the_facilitator_rehearses(rehearsal: Session) -> None:
    people = {
        403: [login(cast.executive(rehearsal.engagement)), login(cast.lead(rehearsal.engagement))],
        404: [login(cast.person(name="Dag"))],
        302: [Client(), browser_of(rooms.phone(rehearsal))],
    }
    for status, clients in people.items():
        for client in clients:
            for name in ("rehearsal", "rehearsal_play", "rehearsal_end"):
                assert client.post(url(rehearsal, name)).status_code == status
    assert Session.objects.filter(rehearsal=True).exists()


def test_closed_session_is_opened_again_with_a_reason_that_the_trail_keeps(
    session: Session, ane, as_ane: Client
) -> None:
    phone = browser_of(rooms.phone(session))
    code = session.code
    services.close_session(session=session, by=ane)
    assert as_ane.post(url(session, "reopen_session"), {"reason": "  "}).status_code == 422
    assert Session.objects.get().state == "closed"
    opened = as_ane.post(url(session, "reopen_session"), {"reason": "IT came late"})
    session.refresh_from_db()
    assert (opened.headers["Location"], session.state) == (url(session, "console"), "open")
    assert session.code not in (None, code)
    assert Change.objects.get(action="reopened").fields == {"reason": [None, "IT came late"]}
    assert phone.get(reverse("join:room", args=[session.pk])).status_code == 200
    assert [
        as_ane.get(url(session, "reopen_session")).status_code,
        as_ane.post(url(session, "reopen_session"), {"reason": "x"}).status_code,
    ] == [409, 409]


def test_rehearsal_that_was_closed_can_still_be_ended_and_a_session_be_opened_again(
    session: Session, rehearsal: Session, as_ane: Client
) -> None:
    for each in (session, rehearsal):
        services.close_session(session=each, by=None)
    home = as_ane.get(reverse("workshop:home", args=[session.engagement_id])).content.decode()
    pages = [as_ane.get(url(each, "session")).content.decode() for each in (session, rehearsal)]
    assert [url(rehearsal, "rehearsal_end") in page for page in (home, *pages)] == [True, False, True]
    assert [url(session, "reopen_session") in page for page in pages] == [True, False]


def test_open_session_leads_to_its_rehearsal(session: Session, as_ane: Client) -> None:
    home = as_ane.get(reverse("workshop:home", args=[session.engagement_id])).content.decode()
    assert url(session, "rehearsal") in home
    assert "rehearsal_end" not in home


ELSEWHERE = (
    "clients:home", "framework:home", "assessment:home", "assessment:agreement", "assessment:waves",
    "assessment:targets", "journey:home", "channels:home", "initiatives:home", "initiatives:suggestions",
    "plan:home", "business_case:home", "follow_up:home", "report:home",
)  # fmt: skip


def other_chapters(client: Client, engagement: Engagement) -> dict[str, list[str]]:
    """What every other chapter says, without the tokens against forgery, and the workbook's ballots."""
    found = {}
    for name in ELSEWHERE:
        page = client.get(reverse(name, args=[engagement.pk])).content.decode()
        found[name] = [line for line in page.splitlines() if "csrf" not in line.lower()]
    return found | {"workbook": [str(rows) for _sheet, rows in workbook.export(engagement)]}


def test_rehearsal_in_full_swing_changes_nothing_in_any_other_chapter(session: Session, ane, as_ane: Client) -> None:
    begin(session)
    for rung in (2, 3, 3, 5):
        rooms.vote(session, rooms.phone(session), rung)
    show(session)
    services.close_session(session=session, by=ane)
    before = other_chapters(as_ane, session.engagement)
    departments = session.engagement.departments.values_list("pk", flat=True)
    made = rehearse(session=session, by=ane, people=dict.fromkeys(departments, 6))
    Session.objects.filter(pk=made.pk).update(opened_at="2026-01-01T12:00Z")
    for _each in made.statements.all():
        begin(made)
        Round.objects.filter(session_statement__session=made).update(opened_at="2026-01-01T12:00Z")
        services.play_along(session=made)
        show(made)
    services.close_session(session=made, by=ane)
    assert Ballot.objects.filter(round__session_statement__session=made).count() == 3 * 18
    assert other_chapters(as_ane, session.engagement) == before

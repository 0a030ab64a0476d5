"""Before the session: what may be prepared, by whom, until when; two who prepare at once; the sessions' list."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maturity.models import Break, Change, Engagement, Participant, Session, Statement
from maturity.web.chapters import REGISTERED
from maturity.web.editing import Edit
from maturity.workshop import services
from maturity.workshop.queries.pages import Meeting
from maturity.workshop.views.pages import next_step
from tests.factories import cast, frameworks, rooms

HTMX = {"HTTP_HX_REQUEST": "true"}


def seen_in(html: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', html).group(1)


def page(session: Session) -> str:
    return reverse("workshop:prepare", args=[session.engagement_id, session.pk])


def rows(session: Session) -> list[int]:
    return [row.pk for row in session.statements.all()]


def order(session: Session) -> list[str]:
    return [str(row.statement) for row in session.statements.all()]


def filled(session: Session, html: str, **changes: Any) -> dict[str, Any]:
    """What the page sends as it stands, but for ``changes``."""
    session.refresh_from_db()
    sent: dict[str, Any] = {
        "seen": seen_in(html),
        "title": session.title,
        "starts_at": f"{timezone.localtime(session.starts_at):%Y-%m-%dT%H:%M}" if session.starts_at else "",
        "length": session.length,
        "minutes": session.minutes,
        "stop_share": session.stop_share,
    }
    if session.stop_by_rand:
        sent["stop_by_rand"] = "on"
    for place, row in enumerate(session.statements.all(), start=1):
        sent |= {f"place-{row.pk}": place, f"minutes-{row.pk}": row.minutes or ""}
    return sent | {f"break-{each.after}": each.minutes for each in session.breaks.all()} | changes


def save(client: Client, session: Session, **changes: Any) -> Any:
    return client.post(page(session), filled(session, client.get(page(session)).text, **changes))


def test_times_rules_and_breaks_are_kept(session: Session, as_ane: Client) -> None:
    first, second, _third = rows(session)
    saved = save(
        as_ane,
        session,
        title="Winter",
        starts_at="2026-12-03T09:00",
        length=60,
        minutes=8,
        stop_share="0.80",
        asks_names="on",
        **{f"minutes-{first}": 12, "break-0": 10, "break-2": 15},
    )
    session.refresh_from_db()
    assert (saved.status_code, session.title, session.length, session.minutes) == (302, "Winter", 60, 8)
    assert (session.starts_at, str(session.stop_share)) == (datetime(2026, 12, 3, 8, tzinfo=UTC), "0.80")
    assert (session.stop_by_rand, session.asks_names) == (True, True)
    assert list(session.breaks.values_list("after", "minutes")) == [(0, 10), (2, 15)]
    assert list(session.statements.values_list("pk", "minutes"))[:2] == [(first, 12), (second, None)]
    html = as_ane.get(page(session)).text
    assert "53 of 60 minutes: it fits, with 7 minutes to spare." in html
    assert re.findall(r'id="at-\d+">\s*([\d:]+)', html) == ["09:10", "09:22", "09:45"]


def test_agenda_that_does_not_fit_says_by_how_much(session: Session, as_ane: Client) -> None:
    save(as_ane, session, length=10)
    assert "15 of 10 minutes: 5 minutes too long." in as_ane.get(page(session)).text


def test_nothing_changed_leaves_no_trace(session: Session, as_ane: Client) -> None:
    trail, version = Change.objects.count(), session.version
    save(as_ane, session)
    session.refresh_from_db()
    assert (Change.objects.count(), session.version) == (trail, version)


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ("up-1", ["care.1", "insight.1", "insight.2"]),
        ("up-0", ["insight.1", "care.1", "insight.2"]),
        ("down-0", ["care.1", "insight.1", "insight.2"]),
        ("down-2", ["insight.1", "care.1", "insight.2"]),
        ("remove-1", ["insight.1", "insight.2"]),
        ("up-x", ["insight.1", "care.1", "insight.2"]),
        ("sideways-1", ["insight.1", "care.1", "insight.2"]),
    ],
)
def test_rows_move_by_button(session: Session, as_ane: Client, press: str, expected: list[str]) -> None:
    third = rows(session)[2]
    save(as_ane, session, **{f"place-{third}": 2})
    assert order(session) == ["insight.1", "care.1", "insight.2"]
    move, _dash, at = press.partition("-")
    row = rows(session)[int(at)] if at.isdecimal() else at
    save(as_ane, session, do=f"{move}-{row}")
    assert order(session) == expected
    assert [row.position for row in session.statements.all()] == list(range(1, len(expected) + 1))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ((3, 2, 3), ["insight.2", "care.1", "insight.1"]),
        ((1, 2, 1), ["care.1", "insight.1", "insight.2"]),
        ((1, 1, 3), ["insight.2", "insight.1", "care.1"]),
        (("", 2, 0), ["care.1", "insight.1", "insight.2"]),
    ],
)
def test_rows_move_by_number(session: Session, as_ane: Client, typed, expected: list[str]) -> None:
    save(as_ane, session, **{f"place-{row}": place for row, place in zip(rows(session), typed, strict=True)})
    assert order(session) == expected


def test_statement_taken_away_can_be_added_again(session: Session, as_ane: Client) -> None:
    gone = session.statements.last()
    save(as_ane, session, do=f"remove-{gone.pk}", **{"break-3": 10})
    assert (order(session), Break.objects.count()) == (["insight.1", "insight.2"], 0)
    save(as_ane, session, add=[gone.statement_id])
    assert order(session) == ["insight.1", "insight.2", "care.1"]


def test_last_statement_stays(session: Session, as_ane: Client) -> None:
    for _each in range(2):
        save(as_ane, session, do=f"remove-{rows(session)[0]}")
    refused = save(as_ane, session, do=f"remove-{rows(session)[0]}")
    assert (refused.status_code, "at least one statement" in refused.text, len(rows(session))) == (409, True, 1)


def test_statement_of_another_framework_cannot_be_added(session: Session, as_ane: Client) -> None:
    refused = save(as_ane, session, add=[Statement.objects.order_by("pk").last().pk + 1])
    assert (refused.status_code, len(rows(session))) == (422, 3)


def test_after_the_presurvey_opened_the_statements_and_the_stop_rule_stay(session: Session, as_ane: Client) -> None:
    services.start_presurvey(session=session, by=None)
    first, _second, third = rows(session)
    save(as_ane, session, stop_share="0.60", do=f"down-{first}", minutes=7)
    session.refresh_from_db()
    assert (order(session)[0], str(session.stop_share), session.minutes) == ("insight.2", "0.75", 7)
    refused = save(as_ane, session, do=f"remove-{third}")
    assert (refused.status_code, len(rows(session))) == (409, 3)


def test_after_the_first_round_minutes_and_breaks_alone_change(session: Session, as_ane: Client) -> None:
    services.go_on(session=session, after=None)
    first, _second, third = rows(session)
    refused = save(as_ane, session, do=f"up-{third}")
    assert (refused.status_code, "the console opens the statements in any order" in refused.text) == (409, True)
    saved = save(as_ane, session, **{f"place-{third}": 1, f"minutes-{first}": 9, "break-1": 10})
    assert (saved.status_code, rows(session)[0]) == (302, first)
    assert (session.statements.first().minutes, session.breaks.get().after) == (9, 1)


def test_names_are_settled_once_somebody_has_joined(session: Session, as_ane: Client) -> None:
    rooms.phone(session)
    save(as_ane, session, asks_names="on")
    session.refresh_from_db()
    assert session.asks_names is False
    with pytest.raises(services.NotNow, match="joined already"):
        services.prepare_session(
            session=session,
            by=None,
            edit=Edit({"asks_names": True}),
        )


def test_two_who_prepare_at_once_lose_nothing(session: Session, as_ane: Client) -> None:
    html = as_ane.get(page(session)).text
    mine, theirs = filled(session, html, minutes=6), filled(session, html, title="Theirs", minutes=7)
    as_ane.post(page(session), theirs)
    refused = as_ane.post(page(session), mine)
    session.refresh_from_db()
    assert (refused.status_code, session.title, session.minutes) == (409, "Theirs", 7)
    assert ("Ane changed this to “7” meanwhile." in refused.text, 'value="6"' in refused.text) == (True, True)
    again = as_ane.post(page(session), mine | {"seen": seen_in(refused.text)})
    session.refresh_from_db()
    assert (again.status_code, session.title, session.minutes) == (302, "Theirs", 6)


def test_two_who_prepare_different_things_at_once_are_both_kept(session: Session, as_ane: Client) -> None:
    first, second, third = rows(session)
    html = as_ane.get(page(session)).text
    sent = [
        filled(session, html, title="Theirs", starts_at="2026-12-03T09:00"),
        filled(session, html, **{f"place-{third}": 1}),
        filled(session, html, **{f"minutes-{first}": 9, "break-1": 10}),
        filled(session, html, do=f"remove-{second}", length=60),
    ]
    for each, status in zip(sent, (302, 302, 302, 409), strict=True):
        assert as_ane.post(page(session), each).status_code == status
    session.refresh_from_db()
    assert (session.title, session.length, rows(session)) == ("Theirs", 90, [third, first, second])
    assert (session.statements.get(pk=first).minutes, session.breaks.get().after) == (9, 1)


def test_order_that_two_change_at_once_is_shown_and_put_back_by_a_second_press(
    session: Session, as_ane: Client
) -> None:
    first, second, third = rows(session)
    html = as_ane.get(page(session)).text
    as_ane.post(page(session), filled(session, html, do=f"up-{third}"))
    mine = filled(session, html, **{f"place-{row}": place for place, row in enumerate((first, second, third), 1)})
    refused = as_ane.post(page(session), mine | {"do": f"down-{first}"})
    assert (refused.status_code, rows(session)) == (409, [first, third, second])
    typed = {f"place-{row}": re.search(rf'name="place-{row}" value="(\d)"', refused.text)[1] for row in rows(session)}
    again = as_ane.post(page(session), mine | typed | {"seen": seen_in(refused.text)})
    assert (again.status_code, rows(session)) == (302, [second, first, third])


def test_saving_while_typing_keeps_what_a_colleague_saves_meanwhile(session: Session, as_ane: Client) -> None:
    html = as_ane.get(page(session)).text
    mine = filled(session, html, minutes=6)
    as_ane.post(page(session), filled(session, html, title="Theirs"))
    for minutes in (7, 8):
        saved = as_ane.post(page(session), mine | {"minutes": minutes}, **HTMX)
        mine |= {"seen": seen_in(saved.text)}
    session.refresh_from_db()
    assert (saved.status_code, session.title, session.minutes) == (200, "Theirs", 8)
    as_ane.post(page(session), filled(session, as_ane.get(page(session)).text, minutes=9))
    refused = as_ane.post(page(session), mine | {"minutes": 10}, **HTMX)
    told = "Not saved:\\s+Minutes per statement: Ane changed this to “9” meanwhile."
    assert (refused.status_code, bool(re.search(told, refused.text))) == (409, True)


def test_saving_while_typing_changes_the_times_alone(session: Session, as_ane: Client) -> None:
    sent = filled(session, as_ane.get(page(session)).text, minutes=10)
    answer = as_ane.post(page(session), sent, **HTMX)
    assert (answer.status_code, "<form" in answer.text, "30 of 90 minutes" in answer.text) == (200, False, True)
    assert re.findall(r'id="at-\d+" hx-swap-oob="true">\s*after (\d+) min', answer.text) == ["0", "10", "20"]
    faulty = as_ane.post(page(session), sent | {"minutes": "many"}, **HTMX)
    assert (faulty.status_code, "Not saved:" in faulty.text) == (422, True)
    moved = as_ane.post(page(session), filled(session, answer.text, **{f"place-{rows(session)[2]}": 1}), **HTMX)
    assert moved.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    "faults",
    [
        {"title": ""},
        {"length": "0"},
        {"minutes": "1e9"},
        {"starts_at": "tomorrow"},
        {"stop_share": "2"},
        {"break-1": "-5"},
        {"add": ["x"]},
        {"seen": ""},
    ],
)
def test_faulty_preparation_is_told_and_changes_nothing(session: Session, as_ane: Client, faults) -> None:
    answer = save(as_ane, session, **faults)
    assert (answer.status_code, Change.objects.filter(action="changed").count()) == (422, 0)


def test_title_of_another_session_is_refused(session: Session, as_ane: Client) -> None:
    services.create_session(engagement=session.engagement, by=None, title="Winter", selection="full")
    answer = save(as_ane, session, title="WINTER")
    assert (answer.status_code, "with this title already" in answer.text) == (409, True)


def test_closed_session_leads_to_its_results(session: Session, as_ane: Client) -> None:
    services.close_session(session=session, by=None)
    answer = as_ane.get(page(session))
    assert answer["Location"] == reverse("workshop:session", args=[session.engagement_id, session.pk])


def test_preparing_is_the_facilitators(session: Session, client: Client) -> None:
    client.force_login(cast.executive(session.engagement))
    assert (client.get(page(session)).status_code, client.post(page(session)).status_code) == (403, 403)


@pytest.mark.parametrize("size", [1, 3])
def test_preparing_costs_the_same_whatever_the_size(
    session: Session, as_ane: Client, django_assert_num_queries, size: int
) -> None:
    session.statements.filter(position__gt=size).delete()
    as_ane.get(page(session))
    with django_assert_num_queries(9):
        as_ane.get(page(session))


def test_what_another_chapter_lets_sessions_ask_is_offered_and_taken(session: Session, as_ane: Client, monkeypatch):
    first = Statement.objects.first()
    own = Statement.objects.create(dimension=first.dimension, number=9)
    asking = replace(REGISTERED["channels"], askables=lambda _engagement: [({"en": "More"}, {own.pk: {"en": "?"}})])
    new = reverse("workshop:new", args=[session.engagement_id])
    assert '<div role="group" aria-label="More">' not in as_ane.get(new).content.decode()
    assert as_ane.post(new, {"title": "Early", "selection": "own", "statements": [own.pk]}).status_code == 422
    monkeypatch.setitem(REGISTERED, "channels", asking)
    assert '<div role="group" aria-label="More">' in as_ane.get(new).content.decode()
    as_ane.post(new, {"title": "Late", "selection": "own", "statements": [own.pk, first.pk]})
    assert [row.statement for row in Session.objects.get(title="Late").statements.all()] == [own, first]
    assert '<div role="group" aria-label="More">' in as_ane.get(page(session)).content.decode()
    save(as_ane, session, add=[own.pk])
    assert session.statements.last().statement == own


def test_new_session_of_one_theme_with_its_settings(engagement: Engagement, as_ane: Client) -> None:
    frameworks.use_small(engagement)
    new = reverse("workshop:new", args=[engagement.pk])
    sent = {"title": "Theme", "selection": "theme", "theme": "customer", "minutes": 7, "then": "prepare"}
    made = as_ane.post(new, sent | {"rehearsal": "on", "starts_at": "2026-12-03T09:00"})
    session = Session.objects.get()
    assert made["Location"] == page(session)
    assert (session.minutes, session.length, session.rehearsal, len(order(session))) == (7, 90, True, 3)
    assert as_ane.post(new, sent | {"title": "B", "theme": "nothing"}).status_code == 422
    assert as_ane.post(new, sent | {"title": "B", "theme": ""}).status_code == 422


NOW = datetime(2026, 12, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "opened", "people", "expected"),
    [
        ({}, 0, 0, "prepare"),
        ({}, 0, 1, "console"),
        ({"starts_at": NOW + timedelta(days=2)}, 0, 1, "prepare"),
        ({"starts_at": NOW + timedelta(minutes=30)}, 0, 0, "console"),
        ({"starts_at": NOW - timedelta(days=1)}, 0, 0, "console"),
        ({"presurvey": "open"}, 0, 5, "presurvey"),
        ({"presurvey": "ended"}, 0, 5, "console"),
        ({}, 1, 5, "console"),
        ({"state": "closed"}, 1, 5, "session"),
    ],
)
def test_next_step_of_a_session(fields, opened: int, people: int, expected: str) -> None:
    departments = ((Participant, people),) if people else ()
    assert next_step(Meeting(Session(**fields), 3, opened, 0, departments), NOW) == expected


def test_list_tells_of_a_rehearsal_to_the_facilitator_alone(session: Session, as_ane: Client, client: Client) -> None:
    services.create_session(engagement=session.engagement, by=None, title="Dry run", selection="full", rehearsal=True)
    home = reverse("workshop:home", args=[session.engagement_id])
    assert "Dry run" in as_ane.get(home).text
    client.force_login(cast.executive(session.engagement))
    assert "Dry run" not in client.get(home).text

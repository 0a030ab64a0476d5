"""The workshop's pages: who may do what, without script and with it, and at what price."""

import io
import re

import pytest
import segno
from django.test import Client
from django.urls import reverse

from maturity.models import Engagement, Session, User
from maturity.web import process_cache
from maturity.web.editing import token
from maturity.workshop import services
from maturity.workshop.rules import show_code
from tests.factories import cast, frameworks, rooms

HTMX = {"HTTP_HX_REQUEST": "true"}


def begin(session: Session) -> int:
    """Open the first statement; the id of its first round."""
    services.go_on(session=session, after=session.current)
    session.refresh_from_db()
    return session.current.rounds.last().pk


def show(session: Session) -> None:
    session.refresh_from_db()
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)


def browser_of(phone: rooms.Phone) -> Client:
    """The phone's browser: it holds the key and nothing else."""
    client = Client()
    client.cookies[f"room-{phone.participant.session_id}"] = phone.key
    return client


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages(session: Session) -> dict[str, tuple[str, str]]:
    """Every page of the chapter by name: method and address."""
    begun = session.current or session.statements.first()
    here, one = [session.engagement_id, session.pk], [session.engagement_id, session.pk, begun.pk]
    newest = begun.rounds.last()
    return {
        "home": ("get", reverse("workshop:home", args=here[:1])),
        "session": ("get", reverse("workshop:session", args=here)),
        "new": ("get", reverse("workshop:new", args=here[:1])),
        "console": ("get", reverse("workshop:console", args=here)),
        "board": ("get", reverse("workshop:board", args=here)),
        "projector": ("get", reverse("workshop:projector", args=here)),
        "screen": ("get", reverse("workshop:screen", args=here)),
        "qr": ("get", reverse("workshop:qr", args=here)),
        "begin": ("post", reverse("workshop:begin", args=here)),
        "open": ("post", reverse("workshop:open", args=one)),
        "notes": ("post", reverse("workshop:notes", args=here)),
        "reveal": ("post", reverse("workshop:reveal", args=[*here, newest.pk if newest else 1])),
        "second_round": ("post", reverse("workshop:second_round", args=one)),
        "go_on": ("post", reverse("workshop:go_on", args=one)),
        "close": ("post", reverse("workshop:close", args=here)),
    }


READ = {"home", "session"}


def test_members_read_and_only_the_facilitator_runs_the_session(session: Session, ane: User) -> None:
    begin(session)
    readers = {"executive": cast.executive(session.engagement), "lead": cast.lead(session.engagement)}
    for role, user in readers.items():
        client = login(user)
        answers = {name: getattr(client, method)(url).status_code for name, (method, url) in pages(session).items()}
        assert answers == {name: 200 if name in READ else 403 for name in answers}, role
    strangers = {"outsider": login(cast.person(name="Dag")), "rival": login(rival_facilitator())}
    for role, client in strangers.items():
        answers = {name: getattr(client, method)(url).status_code for name, (method, url) in pages(session).items()}
        assert answers == dict.fromkeys(answers, 404), role
    answers = {name: getattr(Client(), method)(url).status_code for name, (method, url) in pages(session).items()}
    assert answers == dict.fromkeys(answers, 302)
    answers = {
        name: login(ane).get(url).status_code for name, (method, url) in pages(session).items() if method == "get"
    }
    assert answers == dict.fromkeys(answers, 200)


def rival_facilitator() -> User:
    return cast.rival().organisation.members.get().user


def test_steps_refuse_other_methods(session: Session, as_ane: Client) -> None:
    for name, (method, url) in pages(session).items():
        other = "post" if method == "get" else "get"
        assert name == "new" or getattr(as_ane, other)(url).status_code == 405, name


def test_ids_of_another_engagement_are_not_there(session: Session) -> None:
    rival = cast.rival()
    bob = login(rival.organisation.members.get().user)
    frameworks.use_small(rival)
    own = services.create_session(engagement=rival, by=None, title="Own", selection="full")
    begin(own)
    foreign = begin(session)
    swapped = [
        ("get", reverse("workshop:console", args=[rival.pk, session.pk])),
        ("get", reverse("workshop:session", args=[rival.pk, session.pk])),
        ("get", reverse("workshop:board", args=[rival.pk, session.pk])),
        ("get", reverse("workshop:qr", args=[rival.pk, session.pk])),
        ("post", reverse("workshop:open", args=[rival.pk, own.pk, session.current.pk])),
        ("post", reverse("workshop:go_on", args=[rival.pk, own.pk, session.current.pk])),
    ]
    assert [getattr(bob, method)(url).status_code for method, url in swapped] == [404] * len(swapped)
    bob.post(reverse("workshop:reveal", args=[rival.pk, own.pk, foreign]))
    assert session.current.rounds.get().phase == "voting"


def joined_by_code(session: Session) -> Client:
    """A phone that typed the code and chose Sales."""
    phone = Client()
    door = phone.post(reverse("join:code"), {"code": show_code(session.code).lower()}, follow=True)
    assert "Before you join" in door.content.decode()
    sales = session.engagement.departments.get(name="Sales")
    lobby = phone.post(
        reverse("join:door", args=[session.join_token]), {"department": sales.pk, "language": "en"}, follow=True
    )
    assert "You are in" in lobby.content.decode()
    return phone


def test_whole_session_without_script(engagement: Engagement, as_ane: Client) -> None:
    frameworks.use_small(engagement)
    made = as_ane.post(
        reverse("workshop:new", args=[engagement.pk]), {"title": "Autumn", "selection": "quick"}, follow=True
    )
    session = Session.objects.get()
    assert (made.status_code, "The room is coming in" in made.content.decode()) == (200, True)

    phone = joined_by_code(session)
    room = reverse("join:room", args=[session.pk])

    as_ane.post(reverse("workshop:begin", args=[engagement.pk, session.pk]))
    session.refresh_from_db()
    first = session.current.rounds.get()
    ballot = {"round": first.pk, "rung": "4", "comment": "For now"}
    sent = phone.post(reverse("join:ballot", args=[session.pk]), ballot, follow=True)
    assert re.search(r"Sent \d\d:\d\d – you may change it", sent.content.decode())
    assert (
        "Choose a card first"
        in phone.post(reverse("join:ballot", args=[session.pk]), {"round": first.pk}, follow=True).content.decode()
    )

    notes = {
        "notes_of": session.current.pk,
        "discussion_before": "",
        "decision_before": "",
        "decided_rung_before": "",
        "discussion": "Two\r\nlines",
    }
    as_ane.post(reverse("workshop:reveal", args=[engagement.pk, session.pk, first.pk]), notes)
    late = phone.post(reverse("join:ballot", args=[session.pk]), ballot | {"rung": "5"}, follow=True)
    assert "no longer" in late.content.decode()
    assert "You said" in phone.get(room).content.decode()

    as_ane.post(reverse("workshop:second_round", args=[engagement.pk, session.pk, session.current.pk]))
    second = session.current.rounds.last()
    phone.post(reverse("join:ballot", args=[session.pk]), {"round": second.pk, "rung": "dont-know"})
    as_ane.post(reverse("workshop:reveal", args=[engagement.pk, session.pk, second.pk]))
    decision = notes | {"discussion_before": "Two\r\nlines", "decision": "Try it", "decided_rung": "3"}
    as_ane.post(reverse("workshop:go_on", args=[engagement.pk, session.pk, session.current.pk]), decision)
    first_statement = session.statements.first()
    assert (first_statement.discussion, first_statement.decision, first_statement.decided_rung) == (
        "Two\nlines",
        "Try it",
        3,
    )
    session.refresh_from_db()
    last = session.current.rounds.get()
    as_ane.post(reverse("workshop:reveal", args=[engagement.pk, session.pk, last.pk]))
    closed = as_ane.post(reverse("workshop:close", args=[engagement.pk, session.pk]), follow=True)
    assert "Closed on" in closed.content.decode()
    assert "The session is over" in phone.get(room).content.decode()
    assert phone.get(reverse("join:door", args=["x" * 22])).status_code == 404


def test_notes_of_two_facilitators_are_both_seen(session: Session, as_ane: Client) -> None:
    begin(session)
    url = reverse("workshop:notes", args=[session.engagement_id, session.pk])
    start = {"notes_of": session.current.pk, "seen": token({"discussion": ""})}
    saved = as_ane.post(url, start | {"discussion": "Ane writes"}, **HTMX)
    assert (saved.status_code, token({"discussion": "Ane writes"}) in saved.content.decode()) == (200, True)
    fragment = as_ane.post(url, start | {"discussion": "Bo writes"}, **HTMX)
    assert (
        fragment.status_code,
        "Somebody else changed this to “Ane writes” meanwhile." in fragment.content.decode(),
    ) == (409, True)
    reveal = reverse("workshop:reveal", args=[session.engagement_id, session.pk, session.current.rounds.get().pk])
    page = as_ane.post(reveal, start | {"discussion": "Bo writes"}).content.decode()
    assert ">Bo writes</textarea>" in page
    assert "Somebody else changed this to “Ane writes” meanwhile." in page
    assert session.current.rounds.get().phase == "voting"


def test_close_cannot_be_pressed_while_a_round_is_open_and_says_why(session: Session, as_ane: Client) -> None:
    url = reverse("workshop:close", args=[session.engagement_id, session.pk])
    closing = re.compile(rf'<button[^>]*formaction="{url}"[^>]*?(?: disabled title="([^"]*)")?>')
    begin(session)
    console, board = (pages(session)[name][1] for name in ("console", "board"))
    reason = "Show the answers first: a round is open."
    polled = f"{board}?seen=0&statement={session.current.pk}"
    assert [closing.findall(as_ane.get(page).text) for page in (console, polled)] == [[reason], [reason]]
    show(session)
    assert [closing.findall(as_ane.get(page).text) for page in (console, polled)] == [[""], [""]]


def test_qr_code_is_a_picture_of_the_join_link_while_the_session_is_open(session: Session, as_ane: Client) -> None:
    url = pages(session)["qr"][1]
    picture = as_ane.get(url, HTTP_HOST="testserver")
    drawn = io.BytesIO()
    link = f"http://testserver/join/{session.join_token}/"
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=2, light="#fff", omitsize=True)
    assert (picture.headers["Content-Type"], picture.content) == ("image/svg+xml", drawn.getvalue())
    assert b"style=" not in picture.content
    services.close_session(session=session, by=None)
    assert as_ane.get(url).status_code == 404


def test_missing_departments_or_framework_are_told_before_anything_is_typed(
    engagement: Engagement, as_ane: Client
) -> None:
    home = reverse("workshop:home", args=[engagement.pk])
    assert "Choose a framework first" in as_ane.get(home).content.decode()
    assert as_ane.get(reverse("workshop:new", args=[engagement.pk])).status_code == 409
    frameworks.use_small(engagement)
    assert "Nobody has been asked yet" in as_ane.get(home).content.decode()
    engagement.capacities.all().delete()
    refused = as_ane.post(reverse("workshop:new", args=[engagement.pk]), {"title": "A", "selection": "full"})
    assert (refused.status_code, "departments first" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"title": "", "selection": "full"}, "This field is required"),
        ({"title": "A", "selection": "own"}, "Choose at least one statement"),
        ({"title": "A", "selection": "own", "statements": ["999999"]}, "Select a valid choice"),
        ({"title": "A", "selection": "own", "statements": ["x"]}, "Select a valid choice"),
        ({"title": "A", "selection": "all"}, "Select a valid choice"),
    ],
)
def test_faulty_session_is_told_and_keeps_what_was_typed(engagement: Engagement, as_ane: Client, typed, error) -> None:
    frameworks.use_small(engagement)
    answer = as_ane.post(reverse("workshop:new", args=[engagement.pk]), typed)
    assert (answer.status_code, error in answer.content.decode(), Session.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    "ballot",
    [
        {},
        {"round": "x", "rung": "3"},
        {"round": "1", "rung": "6"},
        {"round": "1", "rung": "0"},
        {"round": str(2**70), "rung": "3"},
        {"round": "1", "rung": "3", "comment": "x" * 501},
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_faulty_ballot_is_refused_in_words(session: Session, ballot, headers) -> None:
    begin(session)
    phone = rooms.phone(session)
    answer = browser_of(phone).post(reverse("join:ballot", args=[session.pk]), ballot, **headers)
    assert answer.status_code in (302, 409, 422)
    assert phone.participant.ballots.count() == 0


def test_polls_are_empty_while_nothing_changed(session: Session, as_ane: Client, django_assert_num_queries) -> None:
    begin(session)
    phone = rooms.phone(session)
    session.refresh_from_db()
    live = reverse("join:live", args=[session.pk])
    client = browser_of(phone)
    assert client.get(live, {"seen": session.version}).headers["Poll-Interval"] == "700"
    process_cache._kept.pop(("version", session.pk))
    with django_assert_num_queries(1):
        assert client.get(live, {"seen": session.version}).status_code == 204
        assert client.get(live, {"seen": session.version}).status_code == 204
    board = reverse("workshop:board", args=[session.engagement_id, session.pk])
    current = {"statement": session.current.pk}
    mark = re.search(r'data-seen="([\d.-]+)', as_ane.get(board, current, **HTMX).content.decode()).group(1)
    assert as_ane.get(board, {"seen": mark}).status_code == 204
    screen = reverse("workshop:screen", args=[session.engagement_id, session.pk])
    assert as_ane.get(screen, {"seen": mark}).status_code == 204
    show(session)
    process_cache.forget()
    assert [client.get(live, {"seen": 2}).status_code, as_ane.get(board, {"seen": mark}).status_code] == [200, 200]


def test_ballots_do_not_wake_other_phones(session: Session) -> None:
    begin(session)
    phones = [rooms.phone(session) for _each in range(3)]
    session.refresh_from_db()
    version = session.version
    rooms.vote(session, phones[0], 3)
    session.refresh_from_db()
    assert session.version == version


def test_poll_changes_counts_alone_while_the_phase_stays(session: Session, as_ane: Client) -> None:
    begin(session)
    board = reverse("workshop:board", args=[session.engagement_id, session.pk])
    answer = as_ane.get(board, {"seen": f"{session.version}-0.9"}, **HTMX)
    assert ("HX-Retarget" in answer.headers, "<textarea" in answer.content.decode()) == (False, False)
    assert "<button" not in answer.content.decode()
    answer = as_ane.get(board, {"seen": "1-0.9", "statement": session.current.pk}, **HTMX)
    assert (answer.headers["HX-Retarget"], "<textarea" in answer.content.decode()) == ("#board", False)


def test_poll_after_logout_or_without_a_key_stops_and_leads_back(session: Session) -> None:
    for url, leads in (
        (reverse("workshop:board", args=[session.engagement_id, session.pk]), "/accounts/login/"),
        (reverse("join:live", args=[session.pk]), "/join/"),
    ):
        answer = Client().get(url, **HTMX)
        assert (answer.status_code, answer.headers["HX-Redirect"].startswith(leads)) == (286, True)


def forget_counts() -> None:
    """As if a quarter of a second had passed; the framework's texts stay, and what a version of the session fixes."""
    for key in [key for key in process_cache._kept if key[0] not in ("model", "desk")]:
        del process_cache._kept[key]


@pytest.mark.parametrize("size", [1, 3])
def test_pages_cost_the_same_whatever_their_size(
    engagement: Engagement, as_ane: Client, django_assert_num_queries, size: int
) -> None:
    session = rooms.open_session(engagement)
    for _each in range(size):
        phones = [rooms.phone(session, department=name) for name in ("Sales", "IT", "Service") for _one in range(size)]
        begin(session)
        for phone in phones:
            rooms.vote(session, phone, 3, "why")
        show(session)
    client = browser_of(phones[0])
    room = reverse("join:room", args=[session.pk])
    urls = [
        url for name, (method, url) in pages(session).items() if name in ("home", "session", "console", "projector")
    ]
    for url in [*urls, reverse("workshop:new", args=[engagement.pk])]:
        as_ane.get(url)
    client.get(room)
    for url, queries in zip(urls, (8, 8, 8, 7), strict=True):
        forget_counts()
        with django_assert_num_queries(queries):
            assert as_ane.get(url).status_code == 200
    with django_assert_num_queries(8):
        as_ane.get(reverse("workshop:new", args=[engagement.pk]))
    forget_counts()
    with django_assert_num_queries(5):
        assert client.get(room).status_code == 200

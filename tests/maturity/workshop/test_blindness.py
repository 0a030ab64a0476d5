"""Nobody, in any way, sees others' ballots before the reveal; and after it, nothing about fewer than three people."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.domain.distribution import Answer, distribution, hidden_departments
from tests.factories import cast, rooms
from tests.maturity.workshop.test_pages import begin, browser_of, login, pages, show

MARKER = "marker-7f3a"


def everything(session: Session, clients: dict[str, Client]) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Status, headers and body of every page that reads, as each of these people gets it."""
    phone_pages = {name: reverse(f"join:{name}", args=[session.pk]) for name in ("room", "live")}
    urls = {name: url for name, (method, url) in pages(session).items() if method == "get"} | phone_pages
    urls |= {f"{name} in part": f"{urls[name]}?seen=0&statement={session.current_id}" for name in ("board", "screen")}
    process_cache.forget()
    found = {}
    for who, client in clients.items():
        for name, url in urls.items():
            for headers in ({}, {"HTTP_LIVE": "part"}):
                answer = client.get(url, **headers)
                kept = {key: value for key, value in answer.headers.items() if key not in ("Set-Cookie", "Expires")}
                body = answer.content.decode()
                found[who, f"{name} {bool(headers)}"] = (answer.status_code, str(kept), scrub(body))
    return found


def scrub(body: str) -> str:
    """Without the tokens against forgery, which differ from answer to answer."""
    lines = [line for line in body.splitlines() if "csrf" not in line.lower()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if MARKER not in body else body


def room_of_six(session: Session) -> list[rooms.Phone]:
    return [rooms.phone(session, department=name) for name in ("Sales", "Sales", "Sales", "IT", "IT", "IT")]


@pytest.mark.parametrize("round_number", [1, 2])
def test_pages_are_the_same_whatever_is_voted(session: Session, ane, round_number: int) -> None:
    phones = room_of_six(session)
    begin(session)
    if round_number == 2:
        show(session)
        services.open_second_round(session=session, statement=session.current)
    people = {
        "facilitator": login(ane),
        "executive": login(cast.executive(session.engagement)),
        "lead": login(cast.lead(session.engagement)),
        "other participant": browser_of(rooms.phone(session)),
        "nobody": Client(),
    }
    seen = []
    for rung, comment in ((1, ""), (5, MARKER), (None, MARKER), (2, "")):
        for phone in phones:
            rooms.vote(session, phone, rung, comment)
        seen.append(everything(session, people))
    assert not [where for where, answer in seen[1].items() if MARKER in answer[2]]
    assert seen[0] == seen[1] == seen[2] == seen[3]
    show(session)
    shown = everything(session, people)
    assert {who for who, name in shown if shown[who, name] != seen[0][who, name]} == set(people) - {"nobody"}


def test_comments_are_shown_after_the_reveal_without_name_and_department(session: Session, as_ane: Client) -> None:
    phones = room_of_six(session)
    begin(session)
    for phone in phones:
        rooms.vote(session, phone, 3, MARKER if phone is phones[0] else "")
    show(session)
    console = as_ane.get(pages(session)["console"][1]).content.decode()
    assert f"<li><span>{MARKER}</span>" in console
    assert "SAL-1" not in console
    for name in ("projector", "screen"):
        assert MARKER not in as_ane.get(pages(session)[name][1]).content.decode()
    assert MARKER not in browser_of(phones[1]).get(reverse("join:room", args=[session.pk])).content.decode()


def test_own_ballot_is_the_only_one_on_a_phone(session: Session) -> None:
    mine, other = rooms.phone(session), rooms.phone(session)
    begin(session)
    rooms.vote(session, mine, 4, "my own words")
    rooms.vote(session, other, 2, MARKER)
    page = browser_of(mine).get(reverse("join:room", args=[session.pk])).content.decode()
    assert 'value="4" checked' in page
    assert "my own words" in page
    assert MARKER not in page
    assert page.count("checked") == 1


def test_key_opens_only_its_own_session(session: Session, ane) -> None:
    phone = rooms.phone(session)
    other = services.create_session(engagement=session.engagement, by=ane, title="Other", selection="full")
    client = Client()
    client.cookies[f"room-{other.pk}"] = phone.key
    assert client.get(reverse("join:room", args=[other.pk])).headers["Location"] == "/join/"


def answers(number: int, **rungs: list[int | None]) -> list[Answer]:
    return [Answer(1, number, name, rung, "") for name, given in rungs.items() for rung in given]


@pytest.mark.parametrize(
    ("cast_by_round", "hidden"),
    [
        ([answers(1, A=[1, 2, 3], B=[1, 2, 3])], set()),
        ([answers(1, A=[1, 2, 3, 4], B=[1, 2, 3], C=[5])], {"B", "C"}),
        ([answers(1, A=[1, 2, 3, 4], B=[1, 2], C=[5])], {"B", "C"}),
        # three answered, but two of them do not know: one person's rung would be seen
        ([answers(1, A=[1, 2, 3, 4], B=[1, None, None], C=[1, 2, 3])], {"B", "C"}),
        # nobody of B chose a rung: beside the whole one would know that B does not know
        ([answers(1, A=[1, 2, 3, 4], B=[None], C=[1, 2, 3])], {"B", "C"}),
        # small in the second round only: hidden in both
        ([answers(1, A=[1] * 5, B=[2] * 3, C=[3] * 3), answers(2, A=[1] * 5, B=[2] * 2, C=[3] * 3)], {"B", "C"}),
    ],
)
def test_small_departments_are_hidden_and_cannot_be_subtracted(cast_by_round, hidden: set[str]) -> None:
    assert hidden_departments(dict(enumerate(cast_by_round, start=1))) == hidden


def test_distribution_tells_everybody_then_departments_then_the_rest() -> None:
    found = distribution(answers(1, A=[2, 2, 4, 4], B=[4], C=[2, 2, None]), [1])
    assert [(group.kind, group.name, [cell.counts[0] for cell in group.cells]) for group in found.groups] == [
        ("whole", "", [0, 4, 0, 3, 0, 1]),
        ("department", "A", [0, 2, 0, 2, 0, 0]),
        ("rest", "", [0, 2, 0, 1, 0, 1]),
    ]
    assert (found.latest.split.lower_count, found.latest.split.upper_count) == (4, 3)


def test_fewer_than_three_rungs_are_too_few_to_be_shown() -> None:
    found = distribution(answers(1, A=[2, 4, None, None]), [1])
    assert (found.groups, found.middles, found.too_few) == ((), (), (1,))

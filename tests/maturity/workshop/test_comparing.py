"""Two sessions side by side: the statements of both, and what is more than noise."""

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Engagement, Session
from maturity.workshop import services
from maturity.workshop.queries.comparing import chosen_pair, comparison_of
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, show


def hold(session: Session, *answers: tuple[int, ...]) -> None:
    """Each statement in turn, one rung per person; three departments of three people."""
    names = ("Sales", "IT", "Service")
    phones = [rooms.phone(session, department=name) for name in names for _each in range(3)]
    for rungs in answers:
        begin(session)
        for phone, rung in zip(phones, rungs * 3, strict=True):
            rooms.vote(session, phone, rung)
        show(session)


@pytest.fixture
def two(session: Session) -> tuple[Session, Session]:
    """The room was at 1–2, and a year later at 4–5 on the first statement and where it was on the second."""
    hold(session, (1, 2, 2), (3, 3, 2))
    later = services.create_session(engagement=session.engagement, by=None, title="Spring", selection="full")
    hold(later, (4, 5, 4), (3, 2, 3), (1, 1, 1))
    return session, later


def test_comparison_tells_change_from_noise(two, django_assert_num_queries) -> None:
    before, after = two
    engagement = Engagement.objects.get(pk=before.engagement_id)
    comparison_of(engagement, "", "", "en")
    with django_assert_num_queries(3):
        found = comparison_of(engagement, "", "", "en")
    assert (found.before, found.after) == (before, after)
    assert [(row.key, row.before, row.after, round(row.found.change, 2), row.real) for row in found.rows] == [
        ("insight.1", (3, 6, 0, 0, 0), (0, 0, 0, 6, 3), 2.67, True),
        ("insight.2", (0, 3, 6, 0, 0), (0, 3, 6, 0, 0), 0.0, False),
    ]
    assert [row.key for row in found.moved] == ["insight.1"]
    assert round(found.whole.found.change, 2) == 1.33


def test_page_says_it_in_words(two, as_ane: Client) -> None:
    page = as_ane.get(reverse("workshop:compare", args=[two[0].engagement_id])).content.decode()
    assert "1 of 2 statements changed by more than noise" in page
    assert "From “Autumn” to “Spring”" in page


def test_page_without_two_sessions_says_what_is_missing(session: Session, as_ane: Client) -> None:
    page = as_ane.get(reverse("workshop:compare", args=[session.engagement_id])).content.decode()
    assert "Two sessions can be compared once both have shown answers" in page


def test_rehearsals_and_sessions_without_answers_are_not_offered(two) -> None:
    before, after = two
    Session.objects.filter(pk=after.pk).update(rehearsal=True)
    services.create_session(engagement=before.engagement, by=None, title="Empty", selection="full")
    found = comparison_of(before.engagement, "", str(after.pk), "en")
    assert (found.sessions, found.before) == ((before,), None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", (1, 2)),
        ("0", "", (0, 2)),
        ("", "1", (0, 1)),
        ("2", "0", (2, 0)),
        ("9", "x", (1, 2)),
        ("2", "2", (1, 2)),
    ],
)
def test_pair_is_what_was_asked_for_else_the_newest(two, before, after, expected) -> None:
    third = services.create_session(engagement=two[0].engagement, by=None, title="Third", selection="full")
    in_order = (*two, third)

    def address(place: str) -> str:
        return str(in_order[int(place)].pk) if place in ("0", "1", "2") else place

    found = chosen_pair(tuple(reversed(in_order)), address(before), address(after))
    assert found == tuple(in_order[place] for place in expected)

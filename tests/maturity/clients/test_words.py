"""From results to sentences, without pages."""

import pytest

from maturity.clients import words
from maturity.clients.queries import EngagementStanding, StoryStep
from maturity.clients.rules import ChapterState, Role
from maturity.models import Engagement
from maturity.web.chapters import story


def standing(done: int) -> EngagementStanding:
    """An engagement whose first chapters are done."""
    states = (ChapterState.DONE if place < done else ChapterState.EMPTY for place in range(11))
    steps = tuple(StoryStep(chapter, "/", state) for chapter, state in zip(story(), states, strict=True))
    return EngagementStanding(Engagement(), Role.FACILITATOR, steps)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (0, "0 of 11 chapters done. Next: Overview."),
        (7, "7 of 11 chapters done. Next: Plan."),
        (11, "11 of 11 chapters done. The story is told."),
    ],
)
def test_progress(done: int, expected: str) -> None:
    assert words.progress(standing(done)) == expected


@pytest.mark.parametrize(
    ("engagements", "organisations", "expected"),
    [
        (0, 0, "No engagement yet"),
        (0, 2, "No engagement yet"),
        (1, 1, "One engagement"),
        (3, 1, "3 engagements"),
        (3, 2, "3 engagements in 2 organisations"),
    ],
)
def test_engagements_in(engagements: int, organisations: int, expected: str) -> None:
    assert words.engagements_in(engagements, organisations) == expected


@pytest.mark.parametrize(
    ("count", "departments", "people"),
    [
        (0, "0 departments take part", "0 people have access"),
        (1, "One department takes part", "One person has access"),
        (4, "4 departments take part", "4 people have access"),
    ],
)
def test_counts(count: int, departments: str, people: str) -> None:
    assert (words.departments_taking_part(count), words.people_with_access(count)) == (departments, people)

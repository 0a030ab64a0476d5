"""Frameworks are loaded once, and an engagement keeps the one that it has answers in."""

import pytest

from maturity.framework.queries import NoFramework, framework_of, model_of
from maturity.framework.rules import LibraryFaults
from maturity.framework.services import FrameworkInUse, VersionTaken, load_framework, shipped_framework, use_framework
from maturity.models import (
    Ballot,
    Change,
    Engagement,
    Framework,
    Participant,
    Round,
    Session,
    SessionStatement,
    Statement,
    Target,
    User,
)
from tests.factories import cast, frameworks
from tests.factories.frameworks import SMALL

NEWER = SMALL.replace('version = "1"', 'version = "2"')


def open_session(engagement: Engagement, framework: Framework) -> SessionStatement:
    session = Session.objects.create(engagement=engagement, title="Kick-off", code="ABC234")
    statement = Statement.objects.filter(dimension__framework=framework).first()
    return SessionStatement.objects.create(session=session, statement=statement, position=1)


def cast_ballot(engagement: Engagement, framework: Framework) -> None:
    place = open_session(engagement, framework)
    participant = Participant.objects.create(
        session=place.session, department=engagement.departments.first(), label="SAL-1"
    )
    Ballot.objects.create(round=Round.objects.create(session_statement=place, number=1), participant=participant)


def test_loading_makes_rows_in_the_order_of_the_file(engagement: Engagement) -> None:
    framework = load_framework(text=SMALL, organisation=engagement.organisation)

    assert [str(row) for row in Statement.objects.filter(dimension__framework=framework)] == [
        "insight.1",
        "insight.2",
        "care.1",
    ]
    assert model_of(framework).key == "small"


def test_loading_the_same_file_again_changes_nothing(engagement: Engagement) -> None:
    first = load_framework(text=SMALL, organisation=engagement.organisation)

    assert load_framework(text=SMALL.encode(), organisation=engagement.organisation) == first
    assert Framework.objects.count() == 1


def test_loading_another_file_under_the_same_version_is_refused(engagement: Engagement) -> None:
    load_framework(text=SMALL, organisation=engagement.organisation)

    with pytest.raises(VersionTaken, match="“small” version 1 is loaded already and differs"):
        load_framework(text=SMALL.replace("Small", "Tiny"), organisation=engagement.organisation)


def test_loading_a_faulty_file_saves_nothing(engagement: Engagement) -> None:
    with pytest.raises(LibraryFaults):
        load_framework(text=SMALL.replace("number = 5", "number = 6"), organisation=engagement.organisation)

    assert not Framework.objects.exists()


def test_two_organisations_may_load_the_same_file(engagement: Engagement) -> None:
    ours = load_framework(text=SMALL, organisation=engagement.organisation)

    assert load_framework(text=SMALL, organisation=cast.rival().organisation) != ours


@pytest.mark.django_db
def test_shipped_framework_is_loaded_once() -> None:
    assert shipped_framework() == shipped_framework()
    assert Framework.objects.get().organisation is None


@pytest.mark.django_db
def test_shipped_framework_takes_over_corrected_texts() -> None:
    framework = shipped_framework()
    current = framework.source
    Framework.objects.update(source=current.replace("\n\n", "\n", 1))

    assert shipped_framework().source == current


def test_choice_is_kept_and_recorded(engagement: Engagement, ane: User) -> None:
    framework = frameworks.small()

    use_framework(engagement=engagement, framework=framework, by=ane)
    use_framework(engagement=engagement, framework=framework, by=ane)

    assert framework_of(engagement) == framework
    assert [(change.by, change.action, change.fields) for change in Change.objects.all()] == [
        (ane, "chosen", {"framework": [None, "small 1"]})
    ]


def test_engagement_without_framework_says_so(engagement: Engagement) -> None:
    with pytest.raises(NoFramework, match="No framework has been chosen"):
        framework_of(engagement)


def test_choice_can_be_changed_before_anything_was_answered(engagement: Engagement, ane: User) -> None:
    frameworks.use_small(engagement)
    newer = load_framework(text=NEWER, organisation=engagement.organisation)

    use_framework(engagement=engagement, framework=newer, by=ane)

    assert framework_of(engagement) == newer


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (cast_ballot, "Ballots have been cast"),
        (open_session, "A workshop session has been made"),
        (
            lambda engagement, framework: Target.objects.create(
                engagement=engagement, dimension=framework.dimensions.first(), rung=4
            ),
            "Targets have been set",
        ),
    ],
)
def test_choice_is_refused_once_there_are_answers(engagement: Engagement, ane: User, answer, reason: str) -> None:
    used = frameworks.use_small(engagement)
    answer(engagement, used)

    with pytest.raises(FrameworkInUse, match=reason):
        use_framework(engagement=engagement, framework=load_framework(text=NEWER, organisation=None), by=ane)

    assert framework_of(engagement) == used

"""Which ballots may be seen is written once: `rules.may_see`, and `Ballot.revealed` as the same rule in a query."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from maturity.models import Ballot, Participant, Round, Session
from maturity.workshop import services
from maturity.workshop.queries.desk import rungs_in
from maturity.workshop.rules import Phase, may_see
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, show

PACKAGES: Final = ("maturity", "roadmap")
# Ballots as rows, as a joined table, in raw SQL.
READS_BALLOTS: Final = re.compile(
    r'\bBallot(?:Row)?\.(?:objects|_base_manager|_default_manager)\b|\bballots__|\w\("ballots"|\bmaturity_ballot\b'
    r"|\b(?:round|asked|participant|duplicate|keep|voter)\.ballots\b"
)
RULE: Final = re.compile(r"round__phase(?:__in)?\s*=[^,)]*REVEALED")
ALLOWED: Final = {
    "maturity/workshop/models.py": "the rule",
    "maturity/workshop/chapter.py": "whether any ballot was cast",
    "maturity/workshop/services/answers.py": "deletes one's own",
    "maturity/workshop/services/merging.py": "moves a merged phone's",
    "maturity/workshop/services/moving.py": "moves a merged phone's",
    "maturity/workshop/services/rehearsal.py": "casts simulated people's",
    "maturity/workshop/services/room.py": "casts one, and asks whether this very one was kept",
    "maturity/workshop/queries/answers.py": "one's own",
    "maturity/workshop/live/phone_screen.py": "one's own, in raw SQL",
    "maturity/workshop/queries/live.py": "counts who answered",
    "maturity/workshop/queries/desk.py": "counts who answered",
    "maturity/workshop/queries/presurvey.py": "counts who answered",
    "maturity/workshop/views/console.py": "whether one is there; hiding it asks for the revealed ones",
    "maturity/workshop/workbook.py": "writes imported ones",
}


def sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted(Path(package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.as_posix(), path.read_text(encoding="utf-8")


def test_nobody_else_reads_ballots() -> None:
    assert {path for path, text in sources() if READS_BALLOTS.search(text)} == set(ALLOWED)


def test_nobody_else_writes_the_rule() -> None:
    """A ballot's round is asked for its phase in the model alone."""
    assert [path for path, text in sources() if RULE.search(text)] == ["maturity/workshop/models.py"]


@pytest.fixture
def cast(session: Session) -> Session:
    """Two people's ballots, in a revealed round and in one that is open."""
    phones = [rooms.phone(session), rooms.phone(session)]
    begin(session)
    for phone in phones:
        rooms.vote(session, phone, 4)
    show(session)
    services.open_second_round(session=session, statement=session.current)
    for phone in phones:
        rooms.vote(session, phone, 2)
    return session


def test_rule_and_query_agree_for_every_phase_author_and_viewer(cast: Session) -> None:
    ballots = list(Ballot.objects.select_related("round"))
    assert {ballot.round.phase for ballot in ballots} == set(Phase)
    for viewer in (None, *Participant.objects.values_list("pk", flat=True)):
        granted = {each.pk for each in ballots if may_see(each.round.phase, author=each.participant_id, viewer=viewer)}
        assert set(Ballot.objects.seen_by(viewer).values_list("pk", flat=True)) == granted
        if viewer is None:
            assert set(Ballot.revealed.values_list("pk", flat=True)) == granted


def test_merged_phones_second_ballot_is_not_revealed(cast: Session) -> None:
    keep, duplicate = Participant.objects.order_by("pk")
    services.merge_participants(keep=keep, duplicate=duplicate, by=None)
    assert [ballot.participant_id for ballot in Ballot.revealed.all()] == [keep.pk]


def test_rehearsals_are_left_out_where_that_is_asked(cast: Session) -> None:
    assert Ballot.revealed.in_earnest().count() == 2
    Session.objects.filter(pk=cast.pk).update(rehearsal=True)
    assert (Ballot.revealed.count(), Ballot.revealed.in_earnest().count()) == (2, 0)


def test_rungs_of_an_open_round_are_not_read(cast: Session) -> None:
    shown, voting = Round.objects.order_by("number")
    assert rungs_in([shown.pk, voting.pk]) == {shown.pk: [4, 4], voting.pk: []}

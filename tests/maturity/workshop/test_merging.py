"""One person with two phones: merged, they count once; parted again, everything is as it was."""

import pytest

from maturity.models import Ballot, Participant, Session
from maturity.workshop import services
from maturity.workshop.queries.ballots import answers_of_all_rounds
from maturity.workshop.queries.live import turnout_of
from tests.factories import rooms


@pytest.fixture
def phones(session: Session) -> list[rooms.Phone]:
    """SAL-1 has answered the first statement, SAL-2 the first and the second."""
    phones = [rooms.phone(session), rooms.phone(session)]
    services.go_on(session=session, after=None)
    rooms.vote(session, phones[0], 2)
    rooms.vote(session, phones[1], 5)
    show(session)
    services.go_on(session=session, after=session.current)
    rooms.vote(session, phones[1], 4)
    return phones


def show(session: Session) -> None:
    session.refresh_from_db()
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)


def ballots() -> list[tuple[str, int, int | None]]:
    rows = Ballot.objects.order_by("round__session_statement__position", "participant")
    return list(rows.values_list("participant__label", "round__session_statement__position", "rung"))


def merge(phones: list[rooms.Phone], keep: int = 0, duplicate: int = 1) -> None:
    services.merge_participants(keep=phones[keep].participant, duplicate=phones[duplicate].participant, by=None)


def part(phone: rooms.Phone) -> None:
    services.part_participants(duplicate=phone.participant, by=None)


BEFORE = [("SAL-1", 1, 2), ("SAL-2", 1, 5), ("SAL-2", 2, 4)]


def test_ballots_of_the_duplicate_fill_only_where_the_kept_has_none(session, phones) -> None:
    merge(phones)
    merge(phones)
    assert ballots() == [("SAL-1", 1, 2), ("SAL-2", 1, 5), ("SAL-1", 2, 4)]
    first = session.statements.first()
    assert [answer.rung for answer in answers_of_all_rounds([first.pk])[first.pk]] == [2]


def test_merged_participants_count_once(session, phones) -> None:
    merge(phones)
    session.refresh_from_db()
    found = turnout_of(session, session.current.rounds.get().pk)
    assert (found.answered, found.joined) == (1, 1)


def test_both_keys_lead_to_the_same_ballot(session, phones) -> None:
    merge(phones)
    rooms.vote(session, phones[1], 1)
    rooms.vote(session, phones[0], 3)
    assert ballots()[2:] == [("SAL-1", 2, 3)]


def test_ballot_that_was_on_its_way_while_phones_were_merged_counts_at_the_reveal(session, phones) -> None:
    merge(phones)
    Ballot.objects.filter(round=session.current.rounds.get()).update(participant=phones[1].participant, moved_from=None)
    show(session)
    assert ballots() == [("SAL-1", 1, 2), ("SAL-2", 1, 5), ("SAL-1", 2, 4)]


def test_parting_gives_back_what_was_brought(session, phones) -> None:
    merge(phones)
    part(phones[1])
    part(phones[1])
    assert ballots() == BEFORE
    assert Participant.objects.filter(merged_into=None).count() == 2


def test_what_cannot_be_merged_says_why(session, phones, ane) -> None:
    third = rooms.phone(session)
    phones.append(third)
    merge(phones)
    for keep, duplicate, reason in ((0, 0, "two different"), (2, 1, "already"), (1, 2, "already"), (2, 0, "Another")):
        with pytest.raises(services.NotNow, match=reason):
            merge(phones, keep, duplicate)
    other = services.create_session(engagement=session.engagement, by=ane, title="Other", selection="full")
    phones.append(rooms.phone(other))
    with pytest.raises(services.NotNow, match="same session"):
        merge(phones, 2, 3)


def test_closed_session_merges_and_parts_no_more(session, phones) -> None:
    phones.append(rooms.phone(session))
    merge(phones)
    show(session)
    services.close_session(session=session, by=None)
    with pytest.raises(services.NotNow, match="closed"):
        merge(phones, 0, 2)
    with pytest.raises(services.NotNow, match="closed"):
        part(phones[1])

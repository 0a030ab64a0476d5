"""A ballot that arrives once, ten times, late, in any order, from several connections: the phone's last word counts."""

import random
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from maturity.models import Ballot, Participant, Session
from maturity.workshop import services
from tests.factories import cast, databases, rooms
from tests.maturity.workshop.test_pages import browser_of

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 4  # a phone's deliveries that are on their way at the same time
RECEIPT = {"HTTP_ACCEPT": "application/json", "HTTP_LIVE": "part"}


@dataclass(frozen=True)
class Sent:
    """One delivery of one answer of one phone."""

    phone: int
    sequence: int
    rung: str
    comment: str


@pytest.fixture
def room(transactional_db, nothing_shared, tmp_path: Path) -> Iterator[Session]:
    with databases.on_disk(tmp_path / "room.sqlite3"):
        session = rooms.open_session(cast.engagement(facilitator=cast.ane()))
        services.go_on(session=session, after=None)
        session.refresh_from_db()
        yield session


def changes(chance: random.Random, phones: int) -> list[list[Sent]]:
    """What each phone says, in order: one to five answers, each with the next number."""
    return [
        [
            Sent(phone, sequence, chance.choice(["1", "2", "3", "4", "5", "dont-know"]), f"{phone}-{sequence}")
            for sequence in range(1, chance.randint(1, 5) + 1)
        ]
        for phone in range(phones)
    ]


def deliver(session: Session, client: Client, each: Sent) -> int:
    data = {
        "round": session.current.rounds.get().pk,
        "rung": each.rung,
        "comment": each.comment,
        "sequence": each.sequence,
    }
    return client.post(reverse("join:ballot", args=[session.pk]), data, **RECEIPT).status_code


def deliver_all(session: Session, phones: Sequence[rooms.Phone], deliveries: Sequence[Sent]) -> list[int]:
    """Send them all, over several lines at once; the answers."""
    statuses: list[int] = []

    def line(number: int) -> None:
        clients = [browser_of(phone) for phone in phones]
        statuses.extend([deliver(session, clients[each.phone], each) for each in deliveries[number::LINES]])
        connections.close_all()

    threads = [threading.Thread(target=line, args=[number]) for number in range(LINES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def stored() -> dict[int, tuple[str, str, int]]:
    rows = Ballot.objects.values_list("participant", "rung", "comment", "sequence")
    assert len({participant for participant, *_rest in rows}) == len(rows)
    return {pk: (str(rung or "dont-know"), comment, sequence) for pk, rung, comment, sequence in rows}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_phones_last_word_is_its_one_ballot_in_whatever_order_and_number_it_arrives(room: Session, seed: int) -> None:
    chance = random.Random(seed)
    phones = [rooms.phone(room) for _each in range(6)]
    said = changes(chance, len(phones))
    deliveries = [each for answers in said for each in answers for _copy in range(chance.randint(1, 10))]
    chance.shuffle(deliveries)
    assert set(deliver_all(room, phones, deliveries)) == {200}
    assert stored() == {
        phone.participant.pk: (answers[-1].rung, answers[-1].comment, answers[-1].sequence)
        for phone, answers in zip(phones, said, strict=True)
    }


def test_ballot_whose_receipt_was_lost_is_acknowledged_after_the_reveal_and_a_new_one_is_not(room: Session) -> None:
    phone = rooms.phone(room)
    client, first, second = browser_of(phone), Sent(0, 1, "2", "kept"), Sent(0, 2, "5", "too late")
    assert deliver(room, client, first) == 200
    services.reveal_round(session=room, round_id=room.current.rounds.get().pk, by=None)
    assert [deliver(room, client, each) for each in (first, second, first, second)] == [200, 409, 200, 409]
    assert stored() == {phone.participant.pk: ("2", "kept", 1)}


def test_copies_that_arrive_around_the_reveal_are_kept_before_it_or_refused_after(room: Session) -> None:
    phones = [rooms.phone(room) for _each in range(4)]
    deliveries = [Sent(phone, 1, "3", "") for phone in range(4) for _copy in range(6)]
    shown = threading.Thread(target=reveal, args=[room])
    shown.start()
    statuses = deliver_all(room, phones, deliveries)
    shown.join()
    assert set(statuses) <= {200, 409}
    # Of a ballot that is kept at least one copy was acknowledged; of one that is not, none.
    assert 6 * Ballot.objects.count() >= statuses.count(200) >= Ballot.objects.count()


def reveal(session: Session) -> None:
    services.reveal_round(session=session, round_id=session.current.rounds.get().pk, by=None)
    connections.close_all()


def test_one_person_with_two_phones_has_one_ballot(room: Session) -> None:
    keep, duplicate = rooms.phone(room), rooms.phone(room)
    services.merge_participants(keep=keep.participant, duplicate=duplicate.participant, by=None)
    deliveries = [Sent(phone, sequence, "4", "") for phone in (0, 1) for sequence in (1, 2) for _copy in range(3)]
    assert set(deliver_all(room, [keep, duplicate], deliveries)) == {200}
    assert list(stored()) == [keep.participant.pk]
    assert Participant.objects.filter(merged_into=None).count() == 1

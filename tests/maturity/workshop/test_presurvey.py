"""The pre-survey: answered alone before the meeting, blind until it ends, beside the room's rounds afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from maturity.assessment.domain.votes import newest
from maturity.assessment.queries.votes import votes_of
from maturity.models import Change, Round, Session, User
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.queries.presurvey import alone_of, before_of, findings_of, progress_of
from maturity.workshop.queries.room import participant_of
from maturity.workshop.rules import hash_key
from tests.factories import cast, rooms


def start(session: Session) -> list[Round]:
    services.start_presurvey(session=session, by=None)
    session.refresh_from_db()
    return list(Round.objects.filter(session_statement__session=session).order_by("session_statement__position"))


def end(session: Session, by: User | None = None) -> None:
    services.end_presurvey(session=session, by=by)
    session.refresh_from_db()


def answer(session: Session, phone: rooms.Phone, asked: Round, rung: int | None, comment: str = "") -> None:
    services.cast_ballot(session_id=session.pk, round_id=asked.pk, key=phone.key, rung=rung, comment=comment)


def whole_room(session: Session) -> list[rooms.Phone]:
    return [rooms.phone(session, department=name) for name in ("Sales", "IT", "Service") for _each in range(3)]


def test_presurvey_opens_round_0_of_every_statement_once(session: Session, ane: User) -> None:
    done = [services.start_presurvey(session=session, by=ane) for _each in range(2)]
    rounds = Round.objects.filter(session_statement__session=session)
    assert (done, list(rounds.values_list("number", "phase"))) == ([True, False], [(0, "voting")] * 3)
    assert list(Change.objects.filter(action="changed").values_list("by__name", flat=True)) == ["Ane"]


def test_presurvey_ends_once_and_is_not_opened_again(session: Session) -> None:
    with pytest.raises(services.NotNow, match="not open"):
        services.end_presurvey(session=session, by=None)
    start(session)
    done = [services.end_presurvey(session=session, by=None) for _each in range(2)]
    assert (done, set(Round.objects.values_list("phase", flat=True))) == ([True, False], {"revealed"})
    with pytest.raises(services.NotNow, match="has ended"):
        services.start_presurvey(session=session, by=None)


def test_presurvey_comes_before_the_first_statement(session: Session) -> None:
    services.go_on(session=session, after=None)
    with pytest.raises(services.NotNow):
        services.start_presurvey(session=session, by=None)


def test_room_waits_until_the_presurvey_has_ended(session: Session) -> None:
    start(session)
    with pytest.raises(services.NotNow, match="End it first"):
        services.go_on(session=session, after=None)
    end(session)
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    assert list(session.current.rounds.values_list("number", flat=True)) == [0, 1]


def test_answers_alone_change_until_the_end_never_after(session: Session) -> None:
    phone, rounds = rooms.phone(session), start(session)
    answer(session, phone, rounds[1], 2)
    answer(session, phone, rounds[1], 4)
    end(session)
    with pytest.raises(services.CannotCast, match="pre-survey has ended"):
        answer(session, phone, rounds[1], 5)
    assert list(rounds[1].ballots.values_list("rung", flat=True)) == [4]


def test_nobody_reads_answers_alone_before_the_end(session: Session) -> None:
    phones, rounds = whole_room(session), start(session)
    for phone in phones:
        answer(session, phone, rounds[0], 3, "mine")
    found = findings_of(session.engagement, session.pk, "en")
    assert [each.distribution for each in found.statements] == [None] * 3
    assert before_of(session, [rounds[0].session_statement_id]) == {}
    assert [(each.joined, each.begun, each.finished) for each in progress_of(session)] == [(3, 3, 0)] * 3


def test_findings_after_the_end_are_apart_from_the_rooms(session: Session) -> None:
    phones, rounds = whole_room(session), start(session)
    for phone, rung in zip(phones, [1, 1, 1, 1, 3, 5, 5, 5, 5], strict=True):
        answer(session, phone, rounds[0], rung)
    end(session)
    found = findings_of(session.engagement, session.pk, "en")
    first = found.statements[0].distribution
    assert (found.told, found.split, first.rounds, first.latest.answers) == (1, 1, (0,), 9)
    assert [cell.counts for cell in first.whole.cells] == [
        (4, None),
        (0, None),
        (1, None),
        (0, None),
        (4, None),
        (0, None),
    ]


def test_answers_of_fewer_than_three_are_not_shown(session: Session) -> None:
    phones, rounds = [rooms.phone(session) for _each in range(2)], start(session)
    for phone in phones:
        answer(session, phone, rounds[0], 2)
    end(session)
    found = findings_of(session.engagement, session.pk, "en")
    assert (found.told, found.statements[0].distribution.groups) == (0, ())


def seen_by(session: Session, phone: rooms.Phone, wished: str = "") -> tuple[int, int, int | None, int | None]:
    """Place, how many are answered, own rung there, the next unanswered place."""
    found = alone_of(participant_of(session.pk, hash_key(phone.key)), wished)
    return found.number, found.answered, found.ballot and found.ballot.rung, found.unanswered


def test_phone_goes_through_the_statements_at_its_own_pace(session: Session) -> None:
    phone, other, rounds = rooms.phone(session), rooms.phone(session), start(session)
    answer(session, other, rounds[0], 5)
    assert seen_by(session, phone) == (1, 0, None, 2)
    answer(session, phone, rounds[0], 2)
    assert seen_by(session, phone) == (2, 1, None, 3)
    assert seen_by(session, phone, "1") == (1, 1, 2, 2)
    answer(session, phone, rounds[2], None)
    assert seen_by(session, phone, "3") == (3, 2, None, 2)
    answer(session, phone, rounds[1], 3)
    assert seen_by(session, phone) == (1, 3, 2, None)


@pytest.mark.parametrize("wished", ["", "0", "4", "-1", "x", "9" * 30, "²"])
def test_place_that_does_not_exist_is_the_first_unanswered(session: Session, wished: str) -> None:
    phone = rooms.phone(session)
    start(session)
    assert seen_by(session, phone, wished)[0] == 1


def test_phone_costs_one_query_whatever_the_size(session: Session, django_assert_num_queries) -> None:
    phone = rooms.phone(session)
    start(session)
    participant = participant_of(session.pk, hash_key(phone.key))
    alone_of(participant)
    with django_assert_num_queries(1):
        alone_of(participant, "2")


def url(name: str, session: Session) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk])


def browser_of(phone: rooms.Phone) -> Client:
    client = Client()
    client.cookies[f"room-{phone.participant.session_id}"] = phone.key
    return client


def test_facilitator_opens_follows_and_ends_it(session: Session, as_ane: Client) -> None:
    page = url("presurvey", session)
    assert "let people answer on their own first" in as_ane.get(page).text
    opened = as_ane.post(url("start_presurvey", session), follow=True).text
    assert "Nobody has joined yet" in opened
    phones = whole_room(session)
    rounds = list(Round.objects.order_by("session_statement__position"))
    for asked in rounds:
        for phone in phones:
            answer(session, phone, asked, 3, "mine and nobody else's")
    running = as_ane.get(page).text
    assert ("9 of 9 who joined have answered everything" in running, "mine and" in running) == (True, False)
    ended = as_ane.post(url("end_presurvey", session), follow=True).text
    assert "people are not split in two camps on any statement" in ended
    assert ended.count("All 9 who chose a rung say") == 3
    assert "the assessment counts what was answered to it here" in ended


def test_pages_of_the_presurvey_are_the_facilitators(session: Session, client: Client) -> None:
    client.force_login(cast.executive(session.engagement))
    answers = [client.get(url("presurvey", session)).status_code]
    answers += [client.post(url(name, session)).status_code for name in ("start_presurvey", "end_presurvey")]
    assert (answers, Round.objects.count()) == ([403] * 3, 0)


@pytest.mark.parametrize("stage", ["none", "open", "ended"])
def test_page_costs_the_same_whatever_the_size(
    session: Session, as_ane: Client, django_assert_num_queries, stage: str
) -> None:
    phones = whole_room(session)
    if stage != "none":
        for asked in start(session):
            for phone in phones:
                answer(session, phone, asked, 3)
    if stage == "ended":
        end(session)
    as_ane.get(url("presurvey", session))
    with django_assert_num_queries({"none": 6, "open": 8, "ended": 7}[stage]):
        as_ane.get(url("presurvey", session))


def test_phone_answers_without_script_one_after_the_other(session: Session) -> None:
    phone, rounds = rooms.phone(session), start(session)
    client, room = browser_of(phone), reverse("join:room", args=[session.pk])
    first = client.get(room).text
    assert ("Statement 1 of 3" in first, "0 of 3 answered" in first, 'http-equiv="refresh"' in first) == (
        True,
        True,
        False,
    )
    ballot = {"round": rounds[0].pk, "rung": "4", "sequence": "1", "place": "1"}
    post = reverse("join:ballot", args=[session.pk])
    sent = client.post(post, ballot)
    assert sent["Location"] == f"{room}?statement=2"
    second = client.get(sent["Location"]).text
    assert ("Statement 2 of 3" in second, "1 of 3 answered" in second) == (True, True)
    assert client.post(post, ballot | {"rung": ""})["Location"] == f"{room}?statement=1"
    assert client.post(post, ballot | {"place": "9" * 5000})["Location"] == room
    client.post(post, {"round": rounds[1].pk, "rung": "dont-know", "place": "2"})
    client.post(post, {"round": rounds[2].pk, "rung": "2", "place": "3"})
    assert "That is all; thank you." in client.get(f"{room}?statement=3").text


def test_phone_is_told_when_the_presurvey_has_ended(session: Session) -> None:
    phone, rounds = rooms.phone(session), start(session)
    client = browser_of(phone)
    end(session)
    sent = client.post(
        reverse("join:ballot", args=[session.pk]), {"round": rounds[0].pk, "rung": "4"}, HTTP_ACCEPT="application/json"
    )
    assert (sent.status_code, sent.json()) == (409, {"reason": "The pre-survey has ended."})
    assert "You are in" in client.get(reverse("join:room", args=[session.pk])).text


def test_assessment_counts_a_presurvey_until_the_room_has_voted(session: Session) -> None:
    phones, rounds = whole_room(session), start(session)
    for phone in phones:
        answer(session, phone, rounds[0], 2)
    assert [vote.rung for vote in newest(votes_of(session.engagement))] == []
    end(session)
    assert [vote.rung for vote in newest(votes_of(session.engagement))] == [2] * 9
    services.go_on(session=session, after=None)
    for phone in phones:
        rooms.vote(session, phone, 4)
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
    assert [vote.rung for vote in newest(votes_of(session.engagement))] == [4] * 9


def test_room_sees_what_was_said_alone_once_its_first_round_is_shown(session: Session, as_ane: Client) -> None:
    phones, rounds = whole_room(session), start(session)
    for phone in phones:
        answer(session, phone, rounds[0], 2, "said alone")
    end(session)
    services.go_on(session=session, after=None)
    for phone in phones:
        rooms.vote(session, phone, 4)
    client, said = browser_of(phones[0]), "All 9 who chose a rung say Rung 2"
    pages = [(as_ane, url("console", session)), (as_ane, url("projector", session))]
    pages.append((client, reverse("join:room", args=[session.pk])))
    assert [said in browser.get(page).text for browser, page in pages] == [False] * 3
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
    process_cache.forget()
    assert [said in browser.get(page).text for browser, page in pages] == [True] * 3
    assert ["said alone" in browser.get(page).text for browser, page in pages] == [False] * 3

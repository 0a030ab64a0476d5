"""The facilitator's console over HTTP: what it proposes, tells and keeps, without script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maturity.models import Ballot, Break, Dissent, Participant, Round, Session, SessionStatement
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.queries.live import turnout_of
from tests.factories import cast, rooms

HTMX = {"HTTP_HX_REQUEST": "true"}


def address(session: Session, name: str, **more) -> str:
    return reverse(f"workshop:{name}", kwargs={"engagement_id": session.engagement_id, "session_id": session.pk} | more)


def at(session: Session, name: str, place: int) -> str:
    return address(session, name, statement_id=session.statements.get(position=place).pk)


def page(client: Client, session: Session) -> str:
    process_cache.forget()
    return re.sub(r"\s+", " ", client.get(address(session, "console")).text)


def words(client: Client, session: Session) -> str:
    """The console's text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(client, session)))


def seen_in(html: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', html).group(1)


def primary(client: Client, session: Session) -> str:
    return re.search(r'<button id="step-([\w-]+)"[^>]* class="primary"', page(client, session)).group(1)


def seat(session: Session, count: int = 3) -> list[rooms.Phone]:
    return [rooms.phone(session) for _each in range(count)]


def round_of(session: Session, phones: list[rooms.Phone], *rungs: int | None, comment: str = "") -> None:
    """Vote in the newest round of the statement before the room, and show it."""
    for phone, rung in zip(phones, rungs, strict=True):
        rooms.vote(session, phone, rung, comment)
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
    session.refresh_from_db()


def begin(session: Session) -> None:
    services.go_on(session=session, after=session.current)
    session.refresh_from_db()


def test_console_follows_the_stop_rule(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    assert "Stop rule, fixed before the vote: 75% within one rung" in words(as_ane, session)
    assert primary(as_ane, session) == "reveal"
    round_of(session, phones, 1, 1, 5)
    assert "2 of 3 within one rung, 3 are needed: talk, then vote again." in words(as_ane, session)
    assert primary(as_ane, session) == "second"
    services.open_second_round(session=session, statement=session.current)
    round_of(session, phones, 2, 2, 3)
    assert "3 of 3 within one rung: the room may go on." in words(as_ane, session)
    assert primary(as_ane, session) == "go-on"


def test_statement_of_two_rounds_is_voted_on_once_more(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 1, 1, 5)
    services.open_second_round(session=session, statement=session.current)
    round_of(session, phones, 1, 1, 5)
    told = words(as_ane, session)
    assert "the stop rule is not met: decide, and register who sees it otherwise" in told
    assert "Vote once more: round 3" in told
    as_ane.post(at(session, "reopen_statement", 1))
    assert [each.number for each in session.current.rounds.all()] == [1, 2, 3]


def test_next_statement_is_where_the_presurvey_was_most_apart(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    for statement, rungs in zip(session.statements.all(), ([3, 3, 3], [3, 3, 4], [1, 3, 5]), strict=True):
        alone = Round.objects.create(session_statement=statement, number=0, phase="revealed")
        Ballot.objects.bulk_create(
            Ballot(round=alone, participant=phone.participant, rung=rung)
            for phone, rung in zip(phones, rungs, strict=True)
        )
    told = words(as_ane, session)
    assert "Next: statement 3" in told
    assert "the answers given alone were the furthest apart here" in told
    assert "In order instead: statement 1" in told
    assert "Open statement 3" in told
    as_ane.post(at(session, "open", 3))
    session.refresh_from_db()
    assert session.current.position == 3


def test_next_statement_knows_earlier_answers_of_its_dimension_and_the_targets(
    session: Session, as_ane: Client
) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 2, 2, 4)
    insight = session.current.statement.dimension
    session.engagement.targets.create(dimension=insight, rung=4)
    told = words(as_ane, session)
    assert "Next: statement 2" in told
    assert "earlier answers in this dimension were the furthest apart. Rungs below the target: 2.0" in told
    session.engagement.targets.update(rung=2)
    assert "Next: statement 3" in words(as_ane, session)


def test_skipped_statement_is_left_out_until_it_is_opened(session: Session, as_ane: Client) -> None:
    as_ane.post(at(session, "skip", 1))
    assert "Next: statement 2" in words(as_ane, session)
    assert SessionStatement.objects.get(position=1).skipped_at is not None
    as_ane.post(at(session, "open", 1))
    assert SessionStatement.objects.get(position=1).skipped_at is None


def test_room_turns_to_a_break_and_back(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 3, 3, 3)
    for activity, heading in (("break", "Break"), ("board", "Areas and challenges"), ("closing", "Closing round")):
        as_ane.post(address(session, "turn_to", activity=activity))
        assert f"<h1>{heading}</h1>" in page(as_ane, session)
        assert "3 have joined" in words(as_ane, session)
        assert primary(as_ane, session) == "back"
    as_ane.post(address(session, "turn_to", activity="statements"))
    assert "<h1>insight 1</h1>" in page(as_ane, session)
    assert as_ane.post(address(session, "turn_to", activity="party")).status_code == 404


def test_time_is_told_against_the_agenda(session: Session, as_ane: Client) -> None:
    begin(session)
    Session.objects.update(length=15, starts_at=timezone.now() - timedelta(minutes=10))
    Round.objects.update(opened_at=timezone.now() - timedelta(minutes=7))
    told = words(as_ane, session)
    assert "7 of 5 min on this statement · 5 min behind the agenda" in told
    Break.objects.create(session=session, after=2, minutes=10)
    Session.objects.update(minutes=20)
    assert "7 of 20 min on this statement · 3 min behind the agenda" in words(as_ane, session)
    assert "No statement fits before" in words(as_ane, session)


def test_who_is_missing_is_told_by_department_and_by_name_only_where_names_are_asked(
    session: Session, as_ane: Client
) -> None:
    phones = [*seat(session, 2), rooms.phone(session, department="IT")]
    begin(session)
    rooms.vote(session, phones[0], 3)
    rooms.phone(session, department="Service")
    told = words(as_ane, session)
    assert "Missing: IT 1 Sales 1 1 came after the round was opened." in told
    Participant.objects.filter(pk=phones[1].participant.pk).update(name="Bodil")
    assert "Bodil" not in words(as_ane, session)
    Session.objects.update(asks_names=True)
    assert "Missing: IT 1 (IT-1) Sales 1 (Bodil) 1 came after" in words(as_ane, session)


def test_those_who_came_late_are_not_missed(session: Session) -> None:
    phones = seat(session, 2)
    begin(session)
    newest = session.current.rounds.get().pk
    late = rooms.phone(session)
    for phone in phones:
        rooms.vote(session, phone, 3)
    found = turnout_of(session, newest)
    assert (found.answered, found.joined, found.late, found.missing) == (2, 3, 1, 0)
    rooms.vote(session, late, 3)
    process_cache.forget()
    found = turnout_of(session, newest)
    assert (found.answered, found.joined, found.late, found.missing) == (3, 3, 0, 0)


def test_comment_is_hidden_on_every_screen_and_shown_again(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 3, 3, 3, comment="Ask him in Stock")
    result = at(session, "result", 1)
    before = session.version

    def heard() -> tuple[int, int]:
        return as_ane.get(result).text.count("Ask him in Stock"), page(as_ane, session).count(">Show again<")

    said = heard()[0]
    for ballot in Ballot.objects.all():
        as_ane.post(address(session, "comment", ballot_id=ballot.pk), {"hidden": "1"})
    assert (said, heard()) == (3, (0, 3))
    as_ane.post(address(session, "comment", ballot_id=Ballot.objects.first().pk), {"hidden": "0"})
    assert heard() == (1, 2)
    session.refresh_from_db()
    assert session.version == before + 4


def test_comments_of_two_people_are_not_told(session: Session, as_ane: Client) -> None:
    phones = seat(session, 2)
    begin(session)
    round_of(session, phones, 3, 4, comment="Ask him in Stock")
    assert "Ask him in Stock" not in page(as_ane, session)


def test_evidence_below_the_decision_caps_the_claim(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 4, 4, 4)
    start = {"seen": seen_in(page(as_ane, session))}
    sent = start | {"notes_of": session.current.pk, "decision": "Done", "decided_rung": "4"}
    saved = as_ane.post(address(session, "notes"), sent | {"evidence": "A list", "evidenced_rung": "3"}, **HTMX)
    assert "claimed 4, evidenced 3" in saved.text
    refused = as_ane.post(address(session, "notes"), sent | {"evidence": "A contract"}, **HTMX)
    assert (refused.status_code, "Ane changed this to “A list” meanwhile." in refused.text) == (409, True)
    again = as_ane.post(
        address(session, "notes"), sent | {"seen": seen_in(refused.text), "evidence": "A contract"}, **HTMX
    )
    kept = SessionStatement.objects.get(pk=session.current.pk)
    assert (again.status_code, kept.evidence, kept.evidenced_rung) == (200, "A contract", None)


def test_two_who_write_in_different_fields_at_once_both_keep_their_words(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 4, 4, 4)
    first = second = {"seen": seen_in(page(as_ane, session)), "notes_of": session.current.pk, "discussion": ""}
    first, second = first | {"decision": ""}, second | {"decision": ""}

    def save(sent: dict[str, object]) -> dict[str, object]:
        saved = as_ane.post(address(session, "notes"), sent, **HTMX)
        assert saved.status_code == 200
        return sent | {"seen": seen_in(saved.text)}

    first = save(first | {"discussion": "Stock"})
    second = save(second | {"decision": "Try it"})
    first = save(first | {"discussion": "Stock, and price"})
    save(second | {"decision": "Try it twice"})
    kept = SessionStatement.objects.get(pk=session.current.pk)
    assert (kept.discussion, kept.decision) == ("Stock, and price", "Try it twice")


def test_step_waits_while_a_colleague_has_written_in_the_same_field(session: Session, as_ane: Client) -> None:
    begin(session)
    sent = {"seen": seen_in(page(as_ane, session)), "notes_of": session.current.pk}
    as_ane.post(address(session, "notes"), sent | {"discussion": "Theirs"}, **HTMX)
    newest = session.current.rounds.get()
    refused = as_ane.post(address(session, "reveal", round_id=newest.pk), sent | {"discussion": "Mine"})
    newest.refresh_from_db()
    assert (refused.status_code, newest.phase) == (409, "voting")
    assert ("“Theirs”" in refused.text, ">Mine</textarea>" in refused.text) == (True, True)


def test_dissent_is_registered_and_taken_back(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 4, 4, 2)
    sales = session.engagement.departments.get(name="Sales")
    as_ane.post(at(session, "dissent", 1), {"dissent": "Too high", "dissent_of": sales.pk})
    assert re.search("Dissent .*Too high Sales", words(as_ane, session))
    as_ane.post(address(session, "withdraw", dissent_id=Dissent.objects.get().pk))
    assert "Too high" not in words(as_ane, session)


def test_dissent_of_another_engagements_department_is_refused(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 4, 4, 2)
    foreign = cast.rival().departments.first()
    refused = as_ane.post(at(session, "dissent", 1), {"dissent": "Too high", "dissent_of": foreign.pk})
    assert (refused.status_code, Dissent.objects.count()) == (409, 0)


def test_dissent_from_a_phone_reaches_the_console_by_itself(session: Session, as_ane: Client) -> None:
    phones = seat(session)
    begin(session)
    round_of(session, phones, 4, 4, 2)
    mark = re.search(r'data-seen="([\d.-]+)', page(as_ane, session)).group(1)
    here = {"seen": mark, "statement": session.current.pk}
    assert as_ane.get(address(session, "board"), here).status_code == 204
    services.register_dissent(statement=session.current, text="Too high", participant=phones[2].participant)
    answer = as_ane.get(address(session, "board"), here, **HTMX)
    assert (answer.headers["HX-Retarget"], "Too high" in answer.text) == ("#board", True)


def test_two_phones_of_one_person_are_merged_and_parted(session: Session, as_ane: Client) -> None:
    first, second = seat(session, 2)
    people = address(session, "participants")
    chosen = {"duplicate": second.participant.pk, "keep": first.participant.pk}
    merged = as_ane.post(address(session, "merge"), chosen, follow=True)
    assert merged.redirect_chain[-1][0] == people
    assert "SAL-2 is now SAL-1" in merged.text
    parted = as_ane.post(address(session, "part", participant_id=second.participant.pk), follow=True)
    assert "SAL-2 is a participant of its own again" in parted.text
    assert Participant.objects.filter(merged_into=None).count() == 2


@pytest.mark.parametrize("chosen", [{}, {"duplicate": "x", "keep": "1"}, {"duplicate": "999999", "keep": "999999"}])
def test_merge_of_nobody_is_told(session: Session, as_ane: Client, chosen) -> None:
    seat(session, 2)
    answer = as_ane.post(address(session, "merge"), chosen)
    assert (answer.status_code, "Choose two participants" in answer.text) == (422, True)


def test_participant_of_another_session_cannot_be_merged(session: Session, as_ane: Client, ane) -> None:
    (own,) = seat(session, 1)
    other = services.create_session(engagement=session.engagement, by=ane, title="Other", selection="full")
    (foreign,) = seat(other, 1)
    chosen = {"duplicate": own.participant.pk, "keep": foreign.participant.pk}
    assert as_ane.post(address(session, "merge"), chosen).status_code == 422
    assert as_ane.post(address(session, "part", participant_id=foreign.participant.pk)).status_code == 404


def test_keys_stand_on_the_buttons_unless_they_are_switched_off(session: Session, as_ane: Client, ane) -> None:
    begin(session)
    assert '<kbd class="key" aria-hidden="true">R</kbd>' in page(as_ane, session)
    ane.single_keys = False
    ane.save()
    shown = page(as_ane, session)
    assert ("Leading the room" in shown, '<kbd class="key"' in shown) == (False, False)


def test_second_device_takes_over_by_the_same_login(session: Session, ane) -> None:
    devices = [Client(), Client()]
    for device in devices:
        device.force_login(ane)
    devices[0].post(address(session, "begin"))
    session.refresh_from_db()
    newest = session.current.rounds.get()
    for device in devices:
        assert device.post(address(session, "reveal", round_id=newest.pk)).status_code == 302
    assert [each.status_code for each in (device.get(address(session, "console")) for device in devices)] == [200, 200]
    newest.refresh_from_db()
    assert newest.phase == "revealed"

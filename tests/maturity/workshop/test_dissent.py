"""Dissents, comments that are hidden, and evidence: what follows a statement's result."""

import pytest

from maturity.models import Ballot, Dissent, Session, SessionStatement
from maturity.web.editing import Edit, EditedMeanwhile, token
from maturity.workshop import services
from maturity.workshop.queries.ballots import answers_of_all_rounds
from tests.factories import rooms


@pytest.fixture
def phone(session: Session) -> rooms.Phone:
    """Has answered the first statement, with a comment; nothing is shown yet."""
    phone = rooms.phone(session)
    services.go_on(session=session, after=None)
    rooms.vote(session, phone, 4, "Ask him in Stock")
    return phone


@pytest.fixture
def shown(session: Session, phone: rooms.Phone) -> SessionStatement:
    services.reveal_round(session=session, round_id=session.current.rounds.get().pk, by=None)
    return session.current


def dissents() -> list[tuple[str | None, str, str]]:
    return list(Dissent.objects.values_list("participant__label", "department__name", "text"))


def test_phone_has_one_dissent_that_it_may_change_and_take_back(shown, phone) -> None:
    def say(text: str) -> None:
        services.register_dissent(statement=shown, text=text, participant=phone.participant)

    say("Too high")
    say(" Too high ")
    assert dissents() == [("SAL-1", "Sales", "Too high")]
    first = Dissent.objects.get().pk
    say("Much too high")
    assert dissents() == [("SAL-1", "Sales", "Much too high")]
    assert Dissent.objects.get().pk > first
    say("")
    assert dissents() == []


def test_facilitator_registers_a_departments_dissents(shown, session) -> None:
    sales = session.engagement.departments.get(name="Sales")
    for text in ("Too high", "Too high", "Too early"):
        services.register_dissent(statement=shown, text=text, department=sales)
    assert dissents() == [(None, "Sales", "Too high"), (None, "Sales", "Too early")]
    services.withdraw_dissent(dissent=Dissent.objects.first(), by=None)
    assert dissents() == [(None, "Sales", "Too early")]


def test_dissent_from_a_phone_is_not_the_facilitators_to_withdraw(shown, phone) -> None:
    kept = services.register_dissent(statement=shown, text="No", participant=phone.participant)
    with pytest.raises(services.NotNow, match="only the one who wrote it"):
        services.withdraw_dissent(dissent=kept, by=None)


@pytest.mark.parametrize(("text", "reason"), [("", "Write down"), ("x" * 501, "500 characters")])
def test_dissent_that_cannot_be_kept_says_why(shown, text, reason) -> None:
    with pytest.raises(services.NotNow, match=reason):
        services.register_dissent(statement=shown, text=text)


def test_dissent_waits_for_the_reveal_and_ends_with_the_session(session, phone) -> None:
    def say() -> None:
        services.register_dissent(statement=session.current, text="No", participant=phone.participant)

    session.refresh_from_db()
    with pytest.raises(services.NotNow, match="once the answers are shown"):
        say()
    services.reveal_round(session=session, round_id=session.current.rounds.get().pk, by=None)
    services.close_session(session=session, by=None)
    with pytest.raises(services.NotNow, match="closed"):
        say()


def test_hidden_comment_is_gone_and_can_be_shown_again(session, shown) -> None:
    ballot = Ballot.objects.get()

    def heard() -> list[str]:
        return [answer.comment for answer in answers_of_all_rounds([shown.pk])[shown.pk]]

    changed = [services.hide_comment(session=session, ballot_id=ballot.pk, hidden=True, by=None) for _twice in range(2)]
    assert (changed, heard()) == ([True, False], [""])
    services.hide_comment(session=session, ballot_id=ballot.pk, hidden=False, by=None)
    assert heard() == ["Ask him in Stock"]


def test_comment_of_an_open_round_cannot_be_hidden(session, phone) -> None:
    assert not services.hide_comment(session=session, ballot_id=Ballot.objects.get().pk, hidden=True, by=None)


@pytest.mark.parametrize(
    ("decided", "evidenced", "capped"), [(4, 3, True), (3, 3, False), (3, 4, False), (None, 3, False), (4, None, False)]
)
def test_evidence_below_the_decision_caps_it(shown, decided, evidenced, capped) -> None:
    services.record_notes(statement=shown, by=None, edit=Edit({"decision": "Agreed", "decided_rung": decided}))
    services.record_notes(
        statement=shown, by=None, edit=Edit({"evidence": "A price list", "evidenced_rung": evidenced})
    )
    kept = SessionStatement.objects.get(pk=shown.pk)
    assert (kept.decided_rung, kept.evidence, kept.evidenced_rung, kept.capped) == (
        decided,
        "A price list",
        evidenced,
        capped,
    )


def test_evidence_of_two_who_write_at_once_is_not_lost(shown) -> None:
    services.record_notes(statement=shown, by=None, edit=Edit({"evidence": "A price list", "evidenced_rung": 3}))
    seen = token({"evidence": "", "evidenced_rung": None})
    with pytest.raises(EditedMeanwhile) as refused:
        services.record_notes(
            statement=shown, by=None, edit=Edit({"evidence": "A contract", "evidenced_rung": 2}, seen)
        )
    assert refused.value.theirs == {"evidence": "A price list", "evidenced_rung": 3}

"""A session's course: made, statements opened, rounds revealed, closed."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Capacity, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.services import record_change
from maturity.framework.models import Statement
from maturity.web.http import Refusal
from maturity.web.names import named

from ..models import Round, Session, SessionStatement
from ..rules import Action, Moment, Phase, Selection, SessionState, may, moment_of, new_code, new_key, why_not


class CannotPrepare(Refusal):
    """Something that a session needs is missing."""


class NotNow(Refusal):
    """The session's state forbids it; the reason says what comes first."""


@transaction.atomic
def create_session(
    *, engagement: Engagement, by: User | None, title: str, selection: Selection, statements: Collection[int] = ()
) -> Session:
    """An open session with the chosen statements in the framework's order, ready to join.

    ``statements``: ids, for an own selection; others than the framework's are not there. Raises CannotPrepare where
    departments, a framework or statements are missing, or the title is taken.
    """
    chosen = _chosen(engagement, selection, statements)
    if not Capacity.objects.filter(engagement=engagement).exists():
        raise CannotPrepare(_("Add the departments first: participants choose theirs when they join."))
    if named(engagement.sessions.all(), title, "title"):
        raise CannotPrepare(_("There is a session with this title already."))
    session = Session.objects.create(engagement=engagement, title=title, code=_free_code(), join_token=new_key())
    SessionStatement.objects.bulk_create(
        SessionStatement(session=session, statement=statement, position=position)
        for position, statement in enumerate(chosen, start=1)
    )
    _trail(session, by, Verb.ADDED, {"statements": [None, len(chosen)]})
    return session


def _chosen(engagement: Engagement, selection: Selection, statements: Collection[int]) -> list[Statement]:
    available = Statement.objects.filter(dimension__framework__used_by__engagement=engagement)
    if not available.exists():
        raise CannotPrepare(_("Choose a framework first: it holds the statements to vote on."))
    chosen = list(_selected(available, selection, statements))
    if not chosen:
        raise CannotPrepare(_("Choose at least one statement."))
    return chosen


def _selected(
    available: "QuerySet[Statement]", selection: Selection, statements: Collection[int]
) -> "QuerySet[Statement]":
    if selection == Selection.FULL:
        return available
    if selection == Selection.QUICK:
        return available.filter(number=1)
    return available.filter(pk__in=statements)


def _free_code() -> str:
    code = new_code()
    while Session.objects.filter(code=code).exists():
        code = new_code()
    return code


@transaction.atomic
def open_statement(*, session: Session, statement: SessionStatement) -> None:
    """Put a statement before the room and open its first round; one that was voted on is shown again."""
    held = hold(session)
    if held.current_id == statement.pk:
        return
    _require(held, held.current, Action.OPEN_STATEMENT)
    Round.objects.get_or_create(session_statement=statement, number=1)
    Session.objects.filter(pk=held.pk).update(current=statement, version=F("version") + 1)


@transaction.atomic
def go_on(*, session: Session, after: SessionStatement | None) -> None:
    """Open the next statement that nobody has voted on. Pressed twice from the same statement, it goes on once."""
    held = hold(session)
    if held.current_id != (after.pk if after else None):
        return
    waiting = held.statements.filter(rounds__isnull=True)
    following = waiting.filter(position__gt=after.position).first() if after else None
    chosen = following or waiting.first()
    if chosen is None:
        raise NotNow(_("Every statement has been voted on. Close the session when you are done."))
    open_statement(session=held, statement=chosen)


@transaction.atomic
def reveal_round(*, session: Session, round_id: int, by: User | None) -> bool:
    """Show the answers of a round, once: True for the one who did it, False where it was done already.

    From here on no ballot of this round changes: a ballot locks the round that it is cast in.
    """
    held = hold(session)
    if held.state == SessionState.CLOSED:
        raise NotNow(str(why_not(Moment.CLOSED, Action.REVEAL)))
    revealed = Round.objects.filter(pk=round_id, session_statement__session=held, phase=Phase.VOTING).update(
        phase=Phase.REVEALED, revealed_at=timezone.now()
    )
    if revealed:
        _bump(held)
        _trail(held, by, Verb.REVEALED, {"round": [None, round_id]})
    return bool(revealed)


@transaction.atomic
def open_second_round(*, session: Session, statement: SessionStatement) -> None:
    """Let the room vote once more on the statement that it has just discussed. Twice is once."""
    held = hold(session)
    if held.current_id != statement.pk:
        raise NotNow(_("The session has gone on to another statement."))
    if _moment(held, statement) == Moment.VOTING_AGAIN:
        return
    _require(held, statement, Action.OPEN_SECOND_ROUND)
    Round.objects.create(session_statement=statement, number=2)
    _bump(held)


@transaction.atomic
def close_session(*, session: Session, by: User | None) -> None:
    """End the session for good: code and link are void, no phone can vote. Twice is once."""
    held = hold(session)
    if held.state == SessionState.CLOSED:
        return
    _require(held, held.current, Action.CLOSE)
    Session.objects.filter(pk=held.pk).update(
        state=SessionState.CLOSED,
        code=None,
        join_token=None,
        closed_at=timezone.now(),
        version=F("version") + 1,
    )
    _trail(held, by, Verb.CLOSED, {})


def hold(session: Session) -> Session:
    """The session as it is now, locked until the transaction ends, so that two facilitators act one after the other."""
    return Session.objects.select_for_update(of=("self",), no_key=True).select_related("engagement").get(pk=session.pk)


def _moment(session: Session, statement: SessionStatement | None) -> Moment:
    phases = statement.rounds.values_list("phase", flat=True) if statement else ()
    return moment_of(session.state, list(phases))


def _require(session: Session, statement: SessionStatement | None, action: Action) -> None:
    moment = _moment(session, statement)
    if not may(moment, action):
        raise NotNow(str(why_not(moment, action)))


def _bump(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def _trail(session: Session, by: User | None, action: Verb, fields: dict[str, list[object]]) -> None:
    record_change(
        engagement=session.engagement,
        by=by,
        chapter="workshop",
        subject=f"session:{session.pk}",
        label=session.title,
        action=action,
        fields=fields,
    )

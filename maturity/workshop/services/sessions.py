"""A session's course: made, statements opened, rounds revealed, closed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Capacity, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.framework.models import Statement
from maturity.framework.queries import framework_of, model_of
from maturity.web.chapters import askable_rows
from maturity.web.http import Refusal
from maturity.web.names import named

from ..models import Round, Session, SessionStatement
from ..rules import (
    ALONE,
    MOST_ROUNDS,
    Action,
    Activity,
    Moment,
    Phase,
    Selection,
    SessionState,
    WorkshopVerb,
    may,
    moment_of,
    new_code,
    new_key,
    why_not,
)
from .moving import bring_over_late


class CannotPrepare(Refusal):
    """Something that a session needs is missing."""


class NotNow(Refusal):
    """The session's state forbids it; the reason says what comes first."""


@transaction.atomic
def create_session(
    *,
    engagement: Engagement,
    by: User | None,
    title: str,
    selection: Selection,
    statements: Sequence[int] = (),
    theme: str = "",
    **settings: Any,
) -> Session:
    """An open session with the chosen statements, ready to join.

    ``statements``: ids in the order wished, for an own selection; others than a session may ask are not there.
    ``theme``: a theme's key, for a selection by theme. ``settings``: fields of the session such as ``minutes`` or
    ``rehearsal``. Raises CannotPrepare where departments, a framework or statements are missing, or the title is
    taken.
    """
    chosen = _chosen(engagement, selection, statements, theme)
    if not Capacity.objects.filter(engagement=engagement).exists():
        raise CannotPrepare(_("Add the departments first: participants choose theirs when they join."))
    if named(engagement.sessions.all(), title, "title"):
        raise CannotPrepare(_("There is a session with this title already."))
    session = Session.objects.create(
        engagement=engagement, title=title, code=_free_code(), join_token=new_key(), **settings
    )
    SessionStatement.objects.bulk_create(
        SessionStatement(session=session, statement=statement, position=position)
        for position, statement in enumerate(chosen, start=1)
    )
    trail(session, by, Verb.ADDED, {"statements": [None, len(chosen)]})
    return session


def _chosen(engagement: Engagement, selection: Selection, statements: Sequence[int], theme: str) -> Sequence[Statement]:
    available = Statement.objects.filter(dimension__framework__used_by__engagement=engagement)
    if not available.exists():
        raise CannotPrepare(_("Choose a framework first: it holds the statements to vote on."))
    chosen = _selected(engagement, available, selection, statements, theme)
    if not chosen:
        raise CannotPrepare(_("Choose at least one statement."))
    return chosen


def _selected(
    engagement: Engagement,
    available: "QuerySet[Statement]",
    selection: Selection,
    statements: Sequence[int],
    theme: str,
) -> list[Statement]:
    if selection == Selection.FULL:
        return list(available)
    if selection == Selection.QUICK:
        return list(available.filter(number=1))
    if selection == Selection.THEME:
        dimensions = [each.key for each in model_of(framework_of(engagement)).dimensions if each.theme == theme]
        return list(available.filter(dimension__key__in=dimensions))
    offered = askable_rows(engagement)
    found = Statement.objects.in_bulk([pk for pk in statements if pk in offered])
    return [found[pk] for pk in dict.fromkeys(statements) if pk in found]


def _free_code() -> str:
    code = new_code()
    while Session.objects.filter(code=code).exists():
        code = new_code()
    return code


@transaction.atomic
def open_statement(*, session: Session, statement: SessionStatement) -> None:
    """Put a statement before the room and open its first round; one that was voted on is shown again."""
    held = hold(session)
    if held.current_id == statement.pk and held.activity == Activity.STATEMENTS:
        return
    require(held, held.current, Action.OPEN_STATEMENT)
    Round.objects.get_or_create(session_statement=statement, number=1)
    SessionStatement.objects.filter(pk=statement.pk).update(skipped_at=None)
    Session.objects.filter(pk=held.pk).update(current=statement, activity=Activity.STATEMENTS, version=F("version") + 1)


@transaction.atomic
def go_on(*, session: Session, after: SessionStatement | None) -> None:
    """Open the next statement that nobody has voted on. Pressed twice from the same statement, it goes on once."""
    held = hold(session)
    if held.current_id != (after.pk if after else None):
        return
    waiting = held.statements.exclude(rounds__number__gt=ALONE).filter(skipped_at=None)
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
        raise NotNow(why_not(Moment.CLOSED, Action.REVEAL))
    rounds = Round.objects.filter(pk=round_id, session_statement__session=held, number__gt=ALONE)
    revealed = rounds.filter(phase=Phase.VOTING).update(phase=Phase.REVEALED, revealed_at=timezone.now())
    if revealed:
        bring_over_late(round_id)
        bump(held)
        trail(held, by, WorkshopVerb.REVEALED, {"round": [None, round_id]})
    elif not rounds.exists():
        raise NotNow(why_not(moment_now(held, held.current), Action.REVEAL))
    return bool(revealed)


@transaction.atomic
def open_second_round(*, session: Session, statement: SessionStatement) -> None:
    """Let the room vote once more on the statement that it has just discussed. Twice is once."""
    vote_again(session, statement, Action.OPEN_SECOND_ROUND)


@transaction.atomic
def reopen_statement(*, session: Session, statement: SessionStatement, by: User | None) -> None:
    """One more round on a statement that has had its two; every round is kept, the newest counts. Twice is once."""
    if vote_again(session, statement, Action.REOPEN_STATEMENT):
        trail(session, by, Verb.CHANGED, {"statement": [None, str(statement.statement)]})


def vote_again(session: Session, statement: SessionStatement, action: Action) -> bool:
    held = hold(session)
    if held.current_id != statement.pk:
        raise NotNow(_("The session has gone on to another statement."))
    if moment_now(held, statement) == Moment.VOTING_AGAIN:
        return False
    require(held, statement, action)
    newest = statement.rounds.aggregate(newest=Max("number"))["newest"]
    if newest == MOST_ROUNDS:
        raise NotNow(_("This statement has had all the rounds that it can have."))
    Round.objects.create(session_statement=statement, number=newest + 1)
    bump(held)
    return True


@transaction.atomic
def skip_statement(*, session: Session, statement: SessionStatement) -> None:
    """Leave a statement out that nobody has voted on; opening it takes it in again."""
    held = hold(session)
    require(held, held.current, Action.SKIP)
    if phases_of(statement):
        raise NotNow(_("The room has voted on this statement; it cannot be skipped."))
    SessionStatement.objects.filter(pk=statement.pk, skipped_at=None).update(skipped_at=timezone.now())
    bump(held)


@transaction.atomic
def turn_to(*, session: Session, activity: Activity) -> None:
    """Show the board, a break or the closing round on every screen, or go back to the statement."""
    held = hold(session)
    if held.activity == activity:
        return
    require(held, held.current, Action.TURN_TO)
    Session.objects.filter(pk=held.pk).update(activity=activity, turned_at=timezone.now(), version=F("version") + 1)


@transaction.atomic
def close_session(*, session: Session, by: User | None) -> None:
    """End the session for good: code and link are void, no phone can vote. Twice is once."""
    held = hold(session)
    if held.state == SessionState.CLOSED:
        return
    require(held, held.current, Action.CLOSE)
    Session.objects.filter(pk=held.pk).update(
        state=SessionState.CLOSED,
        code=None,
        join_token=None,
        closed_at=timezone.now(),
        # Once nobody can drop a ball any more, nobody can be told by one.
        balls_shown_at=held.balls_shown_at or (timezone.now() if held.balls.exists() else None),
        version=F("version") + 1,
    )
    trail(held, by, WorkshopVerb.CLOSED, {})


@transaction.atomic
def reopen_session(*, session: Session, by: User | None, reason: str) -> None:
    """Take up a closed session again, with a new code and link; phones that had joined are still in. The reason is
    kept in the trail. Twice is once."""
    held = hold(session)
    if held.state == SessionState.OPEN:
        return
    if not reason.strip():
        raise NotNow(_("Say why the session is opened again: the reason is kept with it."))
    Session.objects.filter(pk=held.pk).update(
        state=SessionState.OPEN,
        code=_free_code(),
        join_token=new_key(),
        closed_at=None,
        activity=Activity.STATEMENTS,
        version=F("version") + 1,
    )
    trail(held, by, WorkshopVerb.REOPENED, {"reason": [None, reason.strip()]})


def hold(session: Session) -> Session:
    """The session as it is now, locked until the transaction ends, so that two facilitators act one after the other.

    Raises NotNow for a rehearsal that has been ended meanwhile.
    """
    locked = Session.objects.select_for_update(of=("self",), no_key=True).select_related("engagement")
    held = locked.filter(pk=session.pk).first()
    if held is None:
        raise NotNow(_("The rehearsal has ended."))
    return held


def phases_of(statement: SessionStatement | None) -> list[str]:
    """The phases of the rounds that the room has had on a statement, without the pre-survey's."""
    if statement is None:
        return []
    return list(statement.rounds.filter(number__gt=ALONE).values_list("phase", flat=True))


def moment_now(session: Session, statement: SessionStatement | None) -> Moment:
    """Where a session is that stands at ``statement``."""
    return moment_of(session.state, phases_of(statement), session.activity, session.presurvey)


def require(session: Session, statement: SessionStatement | None, action: Action) -> None:
    """NotNow, with the reason, where the session's moment forbids the action."""
    moment = moment_now(session, statement)
    if not may(moment, action):
        raise NotNow(why_not(moment, action))


def bump(session: Session) -> None:
    """Tell every live page that something has changed."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def trail(session: Session, by: User | None, action: Verb | WorkshopVerb, fields: dict[str, list[object]]) -> None:
    """Keep who did what. A rehearsal leaves no trace."""
    if session.rehearsal:
        return
    record_change(
        engagement=session.engagement,
        by=by,
        chapter="workshop",
        subject=f"session:{session.pk}",
        label=session.title,
        action=action,
        fields=fields,
    )

"""A comment that is unfit for the room is hidden, and can be shown again."""

from django.db import transaction

from maturity.clients.models import User
from maturity.clients.rules import Verb

from ..models import Ballot, Session
from .sessions import bump, hold, trail


@transaction.atomic
def hide_comment(*, session: Session, ballot_id: int, hidden: bool, by: User | None) -> bool:
    """Hide a revealed ballot's comment on every screen and in every export, or show it again; True where that changed
    anything. The ballot's rung stays. The trail keeps that it happened, not the words."""
    held = hold(session)
    changed = (
        Ballot.revealed.filter(pk=ballot_id, round__session_statement__session=held)
        .exclude(comment="")
        .filter(comment_hidden=not hidden)
        .update(comment_hidden=hidden)
    )
    if changed:
        bump(held)
        trail(held, by, Verb.CHANGED, {"comment_hidden": [not hidden, hidden]})
    return bool(changed)

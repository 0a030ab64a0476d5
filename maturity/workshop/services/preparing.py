"""Prepare a session: its times and rules, what it asks in which order, where the breaks are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb
from maturity.framework.models import Statement
from maturity.web.http import Refusal
from maturity.web.names import named

from ..models import Break, Session, SessionStatement
from ..queries.preparing import Asked, Freedom, freedom_now, sign_now
from ..rules import SessionState
from .sessions import CannotPrepare, NotNow, bump, hold, trail

STOP_RULE = ("stop_share", "stop_by_rand")


class PreparedMeanwhile(Refusal):
    """Somebody else has changed the session since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this session meanwhile. What you typed is still here, and not saved yet.")
        )


@transaction.atomic
def prepare_session(
    *,
    session: Session,
    by: User | None,
    seen: str,
    settings: Mapping[str, Any],
    statements: Sequence[Asked],
    breaks: Mapping[int, int],
    added: Sequence[int] = (),
) -> bool:
    """Set what a session asks and when. True where that changed anything.

    ``seen``: the sign of what the writer started from. ``settings``: fields of the session. ``statements``: those that
    stay, in order, by the ids of their rows; ``added``: ids of the framework's statements that come after them.
    ``breaks``: minutes by the place that a break comes after (0: before the first). Raises PreparedMeanwhile where it
    was changed by somebody else, CannotPrepare and NotNow with the reason where something may not be.
    """
    held = hold(session)
    if held.state == SessionState.CLOSED:
        raise NotNow(_("The session is closed."))
    if sign_now(held) != seen:
        raise PreparedMeanwhile
    free = freedom_now(held)
    changed = _set(held, settings, free)
    changed |= _arrange(held, statements, added, free)
    changed |= _pause(held, breaks)
    if changed:
        bump(held)
        trail(held, by, Verb.CHANGED, {})
    return changed


def _set(held: Session, settings: Mapping[str, Any], free: Freedom) -> bool:
    new = {field: value for field, value in settings.items() if getattr(held, field) != value}
    if not free.stop_rule and not new.keys().isdisjoint(STOP_RULE):
        raise NotNow(_("The stop rule was fixed before the first vote; it stays."))
    if not free.names and "asks_names" in new:
        raise NotNow(_("Somebody has joined already, and was told whether names are asked for; that stays."))
    same = named(held.engagement.sessions.exclude(pk=held.pk), new["title"], "title") if "title" in new else None
    if same:
        raise CannotPrepare(_("There is a session with this title already."))
    return bool(new and Session.objects.filter(pk=held.pk).update(**new))


def _arrange(held: Session, statements: Sequence[Asked], added: Sequence[int], free: Freedom) -> bool:
    rows = {row.pk: row for row in held.statements.all()}
    order = [each.key for each in statements if each.key in rows]
    if not free.statements and (set(order) != set(rows) or added):
        raise NotNow(_("The first vote was opened; what the session asks stays."))
    if not free.order and order != list(rows):
        raise NotNow(_("The room has begun; the console opens the statements in any order."))
    if not order and not added:
        raise CannotPrepare(_("A session asks at least one statement."))
    held.statements.exclude(pk__in=order).delete()
    changed = _place(rows, statements)
    return _add(held, added, after=len(order)) or changed or len(order) < len(rows)


def _place(rows: Mapping[int, SessionStatement], statements: Sequence[Asked]) -> bool:
    changed = []
    for place, asked in enumerate((each for each in statements if each.key in rows), start=1):
        row = rows[asked.key]
        if (row.position, row.minutes) != (place, asked.minutes):
            row.position, row.minutes = place, asked.minutes
            changed.append(row)
    SessionStatement.objects.bulk_update(changed, ["position", "minutes"])
    return bool(changed)


def _add(held: Session, added: Sequence[int], *, after: int) -> bool:
    available = Statement.objects.filter(dimension__framework__used_by__engagement=held.engagement)
    found = available.exclude(in_sessions__session=held).in_bulk(added)
    new = [found[pk] for pk in dict.fromkeys(added) if pk in found]
    SessionStatement.objects.bulk_create(
        SessionStatement(session=held, statement=statement, position=place)
        for place, statement in enumerate(new, start=after + 1)
    )
    return bool(new)


def _pause(held: Session, breaks: Mapping[int, int]) -> bool:
    """Breaks keep the name that they have; one without minutes goes."""
    last = held.statements.count()
    wanted = {after: minutes for after, minutes in breaks.items() if minutes and after <= last}
    known = {each.after: each for each in held.breaks.all()}
    if {after: each.minutes for after, each in known.items()} == wanted:
        return False
    held.breaks.exclude(after__in=wanted).delete()
    for after, minutes in wanted.items():
        Break.objects.update_or_create(session=held, after=after, defaults={"minutes": minutes})
    return True

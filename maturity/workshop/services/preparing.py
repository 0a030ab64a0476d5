"""Prepare a session: its times and rules, what it asks in which order, where the breaks are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb
from maturity.framework.models import Statement
from maturity.web.chapters import askable_rows
from maturity.web.editing import Edit
from maturity.web.names import named

from ..models import Break, Session, SessionStatement
from ..queries.preparing import SETTINGS, Freedom, freedom_now, stored_of
from ..rules import SessionState
from .sessions import CannotPrepare, NotNow, bump, hold, trail

STOP_RULE = ("stop_share", "stop_by_rand")


@transaction.atomic
def prepare_session(*, session: Session, by: User | None, edit: Edit, added: Sequence[int] = ()) -> bool:
    """Set what a session asks and when. True where that changed anything.

    ``edit``: new values by the names of ``stored_of``: the session's own fields, and per statement its place (None
    takes it away) and its minutes, per place the minutes of the break after it (0: before the first). ``added``: ids
    of the framework's statements that come after the others. Raises EditedMeanwhile where somebody else changed the
    same fields, CannotPrepare and NotNow with the reason where something may not be.
    """
    held = hold(session)
    if held.state == SessionState.CLOSED:
        raise NotNow(_("The session is closed."))
    rows, breaks = list(held.statements.all()), list(held.breaks.all())
    stored = stored_of(held, rows, breaks)
    # A statement that somebody else has taken away since is no field any more.
    known = {name: value for name, value in edit.new.items() if name in stored}
    changes = replace(edit, new=known).changes(stored)
    wanted = {name: changes[name][1] if name in changes else value for name, value in stored.items()}
    free = freedom_now(held)
    changed = _set(held, {name: wanted[name] for name in SETTINGS if name in changes}, free)
    changed |= _arrange(held, rows, wanted, added, free)
    changed |= _pause(held, breaks, wanted)
    if changed:
        bump(held)
        trail(held, by, Verb.CHANGED, {})
    return changed


def _set(held: Session, new: Mapping[str, Any], free: Freedom) -> bool:
    if not free.stop_rule and not new.keys().isdisjoint(STOP_RULE):
        raise NotNow(_("The stop rule was fixed before the first vote; it stays."))
    if not free.names and "asks_names" in new:
        raise NotNow(_("Somebody has joined already, and was told whether names are asked for; that stays."))
    same = named(held.engagement.sessions.exclude(pk=held.pk), new["title"], "title") if "title" in new else None
    if same:
        raise CannotPrepare(_("There is a session with this title already."))
    return bool(new and Session.objects.filter(pk=held.pk).update(**new))


def _arrange(
    held: Session, rows: Sequence[SessionStatement], wanted: Mapping[str, Any], added: Sequence[int], free: Freedom
) -> bool:
    stay = [row for row in rows if wanted[f"place-{row.pk}"] is not None]
    order = sorted(stay, key=lambda row: (wanted[f"place-{row.pk}"], row.position))
    if not free.statements and (len(stay) < len(rows) or added):
        raise NotNow(_("The first vote was opened; what the session asks stays."))
    if not free.order and order != list(rows):
        raise NotNow(_("The room has begun; the console opens the statements in any order."))
    if not order and not added:
        raise CannotPrepare(_("A session asks at least one statement."))
    held.statements.exclude(pk__in=[row.pk for row in order]).delete()
    changed = _place(order, wanted)
    return _add(held, added, after=len(order)) or changed or len(order) < len(rows)


def _place(order: Sequence[SessionStatement], wanted: Mapping[str, Any]) -> bool:
    changed = []
    for place, row in enumerate(order, start=1):
        minutes = wanted[f"minutes-{row.pk}"]
        if (row.position, row.minutes) != (place, minutes):
            row.position, row.minutes = place, minutes
            changed.append(row)
    SessionStatement.objects.bulk_update(changed, ["position", "minutes"])
    return bool(changed)


def _add(held: Session, added: Sequence[int], *, after: int) -> bool:
    offered = askable_rows(held.engagement)
    found = Statement.objects.exclude(in_sessions__session=held).in_bulk([pk for pk in added if pk in offered])
    new = [found[pk] for pk in dict.fromkeys(added) if pk in found]
    SessionStatement.objects.bulk_create(
        SessionStatement(session=held, statement=statement, position=place)
        for place, statement in enumerate(new, start=after + 1)
    )
    return bool(new)


def _pause(held: Session, breaks: Sequence[Break], wanted: Mapping[str, Any]) -> bool:
    """Breaks keep the name that they have; one without minutes goes."""
    places = range(held.statements.count() + 1)
    planned = {place: minutes for place in places if (minutes := wanted.get(f"break-{place}"))}
    if {each.after: each.minutes for each in breaks} == planned:
        return False
    held.breaks.exclude(after__in=planned).delete()
    for after, minutes in planned.items():
        Break.objects.update_or_create(session=held, after=after, defaults={"minutes": minutes})
    return True

"""One person with two phones is one participant: his two keys lead to the same ballots, and he counts once."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb

from ..models import Ballot, Participant
from ..rules import SessionState
from .moving import bring_over
from .sessions import NotNow, bump, hold, trail


@transaction.atomic
def merge_participants(*, keep: Participant, duplicate: Participant, by: User | None) -> None:
    """Let ``duplicate`` be ``keep`` from now on: its ballots fill the rounds in which the kept one has none; the
    others of the duplicate stay aside and count no more. Twice is once; undone by ``part_participants``.

    Raises NotNow for two of different sessions, the same one twice, one that is merged into another already, and once
    the session is closed.
    """
    session = hold(keep.session)
    keep, duplicate = _locked(keep), _locked(duplicate)
    if duplicate.merged_into_id == keep.pk:
        return
    _require_two(session.state, keep, duplicate)
    Participant.objects.filter(pk=duplicate.pk).update(merged_into=keep)
    bring_over(Ballot.objects.filter(participant=duplicate).select_related("participant"))
    bump(session)
    trail(session, by, Verb.CHANGED, {"participant": [duplicate.label, keep.label]})


@transaction.atomic
def part_participants(*, duplicate: Participant, by: User | None) -> None:
    """Undo a merge: the duplicate is a participant of its own again, with the ballots that it brought. Twice is once.

    What both phones have cast since then stays with the kept one. Raises NotNow once the session is closed.
    """
    session = hold(duplicate.session)
    duplicate = _locked(duplicate)
    kept = duplicate.merged_into
    if kept is None:
        return
    _require_open(session.state)
    Ballot.objects.filter(participant=kept, moved_from=duplicate).update(participant=F("moved_from"), moved_from=None)
    Participant.objects.filter(pk=duplicate.pk).update(merged_into=None)
    bump(session)
    trail(session, by, Verb.CHANGED, {"participant": [kept.label, duplicate.label]})


def _locked(participant: Participant) -> Participant:
    """The participant as it is now; the session's lock keeps two facilitators from merging at once."""
    return Participant.objects.select_related("merged_into").get(pk=participant.pk)


def _require_two(state: str, keep: Participant, duplicate: Participant) -> None:
    _require_open(state)
    if keep.session_id != duplicate.session_id:
        raise NotNow(_("These two are not in the same session."))
    if keep.pk == duplicate.pk:
        raise NotNow(_("Choose two different participants."))
    if keep.merged_into_id or duplicate.merged_into_id:
        raise NotNow(_("One of the two is merged with another already. Part them first."))
    if duplicate.merged.exists():
        raise NotNow(_("Another participant is merged into this one. Keep this one, or part them first."))


def _require_open(state: str) -> None:
    if state == SessionState.CLOSED:
        raise NotNow(_("The session is closed."))

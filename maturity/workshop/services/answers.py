"""What a participant takes back: everything that he wrote, and every answer that the room has not seen."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Ball, Ballot, Card, Dissent, Participant
from ..rules import Phase, SessionState
from .sessions import NotNow, bump, hold


@transaction.atomic
def delete_answers(*, participant: Participant) -> None:
    """Delete what ``participant`` has said, until the session is closed.

    Ballots of rounds that are not shown yet go whole. Of those that were shown the comment goes and the rung stays:
    the room has seen the picture with it, and a picture without it would tell everybody which one it was. So does the
    ball, without its word. Cards, dissents and the name go. Raises NotNow once the session is closed.
    """
    session = hold(participant.session)
    if session.state == SessionState.CLOSED:
        raise NotNow(_("The session is closed; ask whoever led it to delete what you wrote."))
    # A merged phone's ballots, where it had voted twice, are set aside: they are the same person's words.
    own = Ballot.objects.filter(Q(participant=participant) | Q(participant__merged_into=participant))
    own.filter(round__phase=Phase.VOTING).delete()
    own.exclude(comment="").update(comment="", comment_hidden=False)
    Dissent.objects.filter(participant=participant).delete()
    Card.objects.filter(participant=participant).delete()
    Ball.objects.filter(participant=participant).update(word="")
    Participant.objects.filter(pk=participant.pk).update(name="")
    bump(session)

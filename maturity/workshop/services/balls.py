"""The closing round: everybody drops a ball into one of five tubes, with a word on why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb

from ..models import Ball, Participant, Session
from ..rules import Action, WorkshopVerb
from .sessions import NotNow, bump, hold, require, trail

LONGEST_WORD = Ball._meta.get_field("word").max_length or 0


@transaction.atomic
def drop_ball(*, participant: Participant, score: int, word: str) -> Ball:
    """Drop the participant's ball into tube ``score``, 1 to 5, or move it there until they are shown.

    Raises NotNow while the closing round is not open, once it is shown, and where the word is too long.
    """
    held = hold(participant.session)
    require(held, held.current, Action.DROP_BALL)
    if held.balls_shown_at:
        raise NotNow(_("The balls are shown; they can no longer be moved."))
    word = " ".join(word.replace("\0", "").split())
    if len(word) > LONGEST_WORD:
        raise NotNow(_("Keep it short: %(most)d characters at most.") % {"most": LONGEST_WORD})
    ball, _new = Ball.objects.update_or_create(
        session=held, participant=participant, defaults={"score": score, "word": word}
    )
    return ball


@transaction.atomic
def show_balls(*, session: Session, by: User | None) -> bool:
    """Show tubes and words to the room; from here on no ball falls or moves. True for the one who did it."""
    held = hold(session)
    require(held, held.current, Action.DROP_BALL)
    if held.balls_shown_at:
        return False
    Session.objects.filter(pk=held.pk).update(balls_shown_at=timezone.now())
    bump(held)
    trail(held, by, WorkshopVerb.REVEALED, {"balls": [None, held.balls.count()]})
    return True


@transaction.atomic
def erase_word(*, session: Session, word: str, by: User | None) -> bool:
    """Take an unfit word off all screens for good, from every ball that has it; the balls stay. True where it was
    there."""
    held = hold(session)
    require(held, held.current, Action.DROP_BALL)
    erased = bool(Ball.objects.filter(session=held, word__iexact=word).exclude(word="").update(word=""))
    if erased:
        trail(held, by, Verb.REMOVED, {"word_erased": [False, True]})
    return erased

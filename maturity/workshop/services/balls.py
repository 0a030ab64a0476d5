"""The closing round: everybody drops a ball into one of five tubes, with a word on why."""

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb

from ..models import Ball, Participant, Session
from ..rules import Action
from .sessions import NotNow, hold, require, trail

LONGEST_WORD = Ball._meta.get_field("word").max_length or 0


@transaction.atomic
def drop_ball(*, participant: Participant, score: int, word: str) -> Ball:
    """Drop the participant's ball into tube ``score``, 1 to 5, or move it there while the closing round is open.

    Raises NotNow while it is not, and where the word is too long.
    """
    held = hold(participant.session)
    require(held, held.current, Action.DROP_BALL)
    word = " ".join(word.replace("\0", "").split())
    if len(word) > LONGEST_WORD:
        raise NotNow(_("Keep it short: %(most)d characters at most.") % {"most": LONGEST_WORD})
    ball, _new = Ball.objects.update_or_create(
        session=held, participant=participant, defaults={"score": score, "word": word}
    )
    return ball


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

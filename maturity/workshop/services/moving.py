"""Ballots of somebody who was merged into another participant become that one's."""

from collections.abc import Iterable

from ..models import Ballot


def bring_over(strays: Iterable[Ballot]) -> None:
    """Give each ballot to the participant whom its own was merged into, unless that one has a ballot in its round.

    ``strays``: with their participants.
    """
    for ballot in strays:
        kept = ballot.participant.merged_into_id
        if not Ballot.objects.filter(round=ballot.round_id, participant=kept).exists():
            Ballot.objects.filter(pk=ballot.pk).update(participant=kept, moved_from=ballot.participant_id)


def bring_over_late(round_id: int) -> None:
    """The same for a round that was just revealed: where many write at once, a ballot may have been on its way while
    its participant was merged. Nothing is cast in the round any more."""
    bring_over(
        Ballot.objects.filter(round=round_id, participant__merged_into__isnull=False).select_related("participant")
    )

"""Writes: the targets of an engagement, and its waves."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.framework.models import Dimension
from maturity.framework.queries import framework_of
from maturity.web.http import Refusal
from maturity.workshop.models import Session

from .models import Target, Wave, WaveSession
from .rules import AssessmentVerb


class SessionTaken(Refusal):
    """One of the sessions is in another wave."""

    def __init__(self) -> None:
        super().__init__(_("One of these sessions is in another wave already. Take it out there first."))


@transaction.atomic
def set_targets(*, engagement: Engagement, by: User, chosen: Mapping[str, tuple[int | None, str]]) -> int:
    """Keep the chosen rung and reason per dimension key; a rung of None takes the target away. How many changed."""
    before = {each.dimension.key: each for each in engagement.targets.select_related("dimension").select_for_update()}
    dimensions = {each.key: each for each in framework_of(engagement).dimensions.all()}
    changed = 0
    for key, (rung, reason) in chosen.items():
        changed += set_target(engagement, by, dimensions[key], before.get(key), rung, reason)
    return changed


def set_target(
    engagement: Engagement, by: User, dimension: Dimension, old: Target | None, rung: int | None, reason: str
) -> bool:
    was = (old.rung, old.reason) if old else (None, "")
    now = (rung, reason if rung is not None else "")
    if was == now:
        return False
    if rung is None:
        engagement.targets.filter(dimension=dimension).delete()
    else:
        Target.objects.update_or_create(
            engagement=engagement, dimension=dimension, defaults={"rung": rung, "reason": reason}
        )
    record_change(
        engagement=engagement,
        by=by,
        chapter="assessment",
        subject=f"target:{dimension.pk}",
        label=dimension.key,
        action=AssessmentVerb.TARGETED,
        fields={"rung": [was[0], now[0]], "reason": [was[1], now[1]]},
    )
    return True


@transaction.atomic
def save_wave(
    *,
    engagement: Engagement,
    by: User,
    name: str,
    sessions: Collection[int],
    same_people: bool = False,
    wave: Wave | None = None,
) -> Wave:
    """Make a wave, or change one: its name, its sessions, and whether a pseudonym is the same person as before.

    Raises SessionTaken where a session is in another wave.
    """
    own = engagement.sessions.filter(pk__in=sessions)
    if WaveSession.objects.filter(session__in=own).exclude(wave=wave).exists():
        raise SessionTaken
    before = told(wave)
    kept = wave or Wave(engagement=engagement)
    kept.name, kept.same_people = name, same_people
    kept.save()
    kept.places.exclude(session__in=own).delete()
    WaveSession.objects.bulk_create(
        WaveSession(wave=kept, session=session) for session in own.exclude(wave_place__wave=kept)
    )
    record_wave(kept, by, Verb.CHANGED if wave else Verb.ADDED, before, told(kept))
    return kept


@transaction.atomic
def place_session(*, session: Session, by: User, wave: Wave | str | None) -> bool:
    """Put a session into a wave, into a new one of this name, or into none; it leaves the one that it was in. Whether
    that changed anything."""
    old = Wave.objects.filter(places__session=session).first()
    if isinstance(wave, str):
        wave = save_wave(engagement=session.engagement, by=by, name=wave, sessions=())
    if wave == old:
        return False
    changed = [(each, told(each)) for each in (old, wave) if each]
    WaveSession.objects.filter(session=session).delete()
    if wave:
        WaveSession.objects.create(wave=wave, session=session)
    for each, before in changed:
        record_wave(each, by, Verb.CHANGED, before, told(each))
    return True


@transaction.atomic
def remove_wave(*, wave: Wave, by: User) -> None:
    """Take the wave away; its sessions and their ballots stay."""
    record_wave(wave, by, Verb.REMOVED, told(wave), told(None))
    wave.delete()


def told(wave: Wave | None) -> dict[str, str]:
    """A wave as the trail tells of it."""
    if wave is None:
        return {"name": "", "sessions": "", "same_people": ""}
    titles = wave.places.values_list("session__title", flat=True)
    return {"name": wave.name, "sessions": "; ".join(titles), "same_people": "yes" if wave.same_people else "no"}


def record_wave(wave: Wave, by: User, action: Verb, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    record_change(
        engagement=wave.engagement,
        by=by,
        chapter="assessment",
        subject=f"wave:{wave.pk}",
        label=wave.name,
        action=action,
        fields={name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )

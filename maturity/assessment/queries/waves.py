"""Two waves side by side, and what the next one could show."""

import math
from collections import defaultdict
from dataclasses import dataclass

from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.web.names import fold

from ..domain.votes import SessionChoice
from ..domain.waves import Measurement, Waves, waves_found
from ..models import Wave
from .votes import votes_of


@dataclass(frozen=True)
class SessionsOffered:
    """What a wave's form offers: sessions in no other wave, those chosen, and the other waves' names, folded."""

    sessions: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...]
    names: frozenset[str]


def waves_page(engagement: Engagement, before: str = "", after: str = "") -> Waves:
    """The waves in three queries: the framework, the revealed ballots, the waves with their sessions."""
    model = model_of(framework_of(engagement))
    return waves_found(model, votes_of(engagement), waves_of(engagement), before, after)


def waves_of(engagement: Engagement) -> tuple[Measurement, ...]:
    """The waves by their first session; those without sessions last."""
    sessions: dict[tuple[int, str, bool], list[SessionChoice]] = defaultdict(list)
    opened: dict[tuple[int, str, bool], float] = {}
    rows = engagement.waves.order_by("places__session__opened_at", "places__session_id", "pk").values_list(
        "pk", "name", "same_people", "places__session_id", "places__session__title", "places__session__opened_at"
    )
    for pk, name, same_people, session, title, opened_at in rows:
        wave = (pk, name, same_people)
        opened.setdefault(wave, opened_at.timestamp() if opened_at else math.inf)
        if session is not None:
            sessions[wave].append(SessionChoice(session, title))
    ordered = sorted(opened, key=lambda wave: (opened[wave], wave[0]))
    return tuple(
        Measurement(f"w{pk}", name, tuple(sessions[pk, name, same_people]), same_people, pk)
        for pk, name, same_people in ordered
    )


def wave_offer(engagement: Engagement, wave: Wave | None) -> SessionsOffered:
    """What the form of a wave, or of a new one, offers, in two queries."""
    waves = wave_names(engagement)
    own = wave.pk if wave else None
    rows = (
        engagement.sessions.filter(rehearsal=False)
        .order_by("opened_at", "pk")
        .values_list("pk", "title", "wave_place__wave_id")
    )
    free = [(pk, title, place) for pk, title, place in rows if place in (None, own)]
    return SessionsOffered(
        sessions=tuple((pk, title) for pk, title, _place in free),
        chosen=tuple(pk for pk, _title, place in free if place is not None),
        names=frozenset(fold(name) for pk, name in waves if pk != own),
    )


def wave_of(engagement: Engagement, session: int) -> int | None:
    """The wave that a session is in."""
    return engagement.sessions.filter(pk=session).values_list("wave_place__wave_id", flat=True).first()


def wave_names(engagement: Engagement) -> list[tuple[int, str]]:
    """The engagement's waves by id and name."""
    return list(engagement.waves.values_list("pk", "name"))

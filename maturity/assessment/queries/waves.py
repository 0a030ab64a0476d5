"""Two waves side by side, and what the next one could show."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from maturity.assessment.models import Wave
from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Model
from maturity.web.names import fold
from maturity.workshop.models import Ballot as BallotRow

from ..domain.votes import SessionChoice, Vote
from ..domain.waves import Ahead, Comparison, Moment, ahead_of, chosen_pair, comparison_of, moments_of
from .votes import VOTE_FIELDS


@dataclass(frozen=True)
class WavesPage:
    """``moments``: what can be compared, oldest first; ``waves``: all, also those without shown answers."""

    model: Model
    waves: tuple[Moment, ...]
    loose: tuple[SessionChoice, ...]
    moments: tuple[Moment, ...]
    comparison: Comparison | None
    ahead: Ahead | None


@dataclass(frozen=True)
class Offer:
    """What a wave's form offers: sessions in no other wave, those chosen, and the other waves' names, folded."""

    sessions: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...]
    names: frozenset[str]


@dataclass(frozen=True)
class Place:
    """``waves``: all, by id and name; ``wave``: the one that a session is in."""

    waves: tuple[tuple[int, str], ...]
    wave: int | None


def waves_page(engagement: Engagement, before: str = "", after: str = "") -> WavesPage:
    """The waves in three queries: the framework, the revealed ballots, the waves with their sessions."""
    model = model_of(framework_of(engagement))
    votes, labels = labelled_votes(engagement)
    waves = waves_of(engagement)
    voted = tuple(dict.fromkeys(vote.session for vote in votes))
    placed = {session for wave in waves for session in wave.sessions}
    loose = tuple(session for session in voted if session not in placed)
    moments = moments_of(waves, voted)
    pair = chosen_pair(moments, before, after)
    return WavesPage(
        model=model,
        waves=waves,
        loose=loose,
        moments=moments,
        comparison=comparison_of(model, *pair, votes, labels) if pair else None,
        ahead=ahead_of(model, moments[-1], votes) if moments else None,
    )


def labelled_votes(engagement: Engagement) -> tuple[list[Vote], Mapping[int, str]]:
    """Every revealed ballot, oldest session first, and the participants' pseudonyms."""
    rows = (
        BallotRow.revealed.in_earnest()
        .filter(round__session_statement__session__engagement=engagement)
        .order_by("round__session_statement__session__opened_at", "round__session_statement__session_id", "pk")
        .values_list(*VOTE_FIELDS, "participant__label")
    )
    votes, labels = [], {}
    for session, title, dimension, number, round_number, participant, *cast, label in rows:
        labels[participant] = fold(label)
        statement = f"{dimension}.{number}"
        votes.append(Vote(SessionChoice(session, title), statement, round_number, participant, *cast))
    return votes, labels


def waves_of(engagement: Engagement) -> tuple[Moment, ...]:
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
        Moment(f"w{pk}", name, tuple(sessions[pk, name, same_people]), same_people, pk)
        for pk, name, same_people in ordered
    )


def wave_offer(engagement: Engagement, wave: Wave | None) -> Offer:
    """What the form of a wave, or of a new one, offers, in two queries."""
    waves = list(engagement.waves.values_list("pk", "name"))
    own = wave.pk if wave else None
    rows = (
        engagement.sessions.filter(rehearsal=False)
        .order_by("opened_at", "pk")
        .values_list("pk", "title", "wave_place__wave_id")
    )
    free = [(pk, title, place) for pk, title, place in rows if place in (None, own)]
    return Offer(
        sessions=tuple((pk, title) for pk, title, _place in free),
        chosen=tuple(pk for pk, _title, place in free if place is not None),
        names=frozenset(fold(name) for pk, name in waves if pk != own),
    )


def place_of(engagement: Engagement, session: int) -> Place:
    """The waves that a session may be put into, and the one that it is in; two queries."""
    found = engagement.sessions.filter(pk=session).values_list("wave_place__wave_id", flat=True).first()
    return Place(tuple(engagement.waves.values_list("pk", "name")), found)

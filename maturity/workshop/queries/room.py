"""What one phone shows: the statement, its own ballot, and after the reveal what the room sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, Subquery
from django.db.models.functions import Coalesce

from maturity.clients.models import Department, Engagement, Organisation
from maturity.clients.rules import Role
from maturity.web.order import in_order
from maturity.web.process_cache import TEXTS, VERSION, shared

from ..domain.distribution import Distribution, distribution
from ..models import Dissent, Participant, Round, Session, SessionStatement, own_ballot
from ..rules import ALONE, Moment, Phase, SessionState, may_see, moment_of, poll_interval
from .ballots import answers_of_all_rounds
from .live import phones_in
from .texts import Wording, model_shared, rung_names, wording

RESTING: Final = 20_000  # milliseconds: a session that is over may be opened again
WAITING: Final = frozenset({Moment.LOBBY, Moment.SHOWN, Moment.SHOWN_AGAIN, Moment.BREAK})
# Nothing on a phone's page changes before the room is somewhere else.
QUIET: Final = frozenset({Moment.PRESURVEY, Moment.LOBBY, Moment.BREAK, Moment.BOARD, Moment.CLOSING})


@dataclass(frozen=True)
class Own:
    """The phone's own ballot in one round; ``rung`` None is "don't know"."""

    round: int
    rung: int | None
    comment: str
    responsible: bool
    sequence: int
    at: datetime


@dataclass(frozen=True)
class Room:
    """A session as one phone shows it."""

    participant: Participant
    session: Session
    moment: Moment
    round_id: int | None
    number: int
    total: int
    wording: Wording | None
    ballots: tuple[Own, ...]
    rounds: int
    distribution: Distribution | None
    rungs: dict[int, str]
    dissent: str
    interval: int

    @property
    def scene(self) -> str:
        """While it stays the same, a phone keeps its page as it is: somebody may be writing there."""
        if self.moment.is_voting:
            return f"{self.moment}-{self.round_id}"
        if self.moment == Moment.CLOSING and self.session.balls_shown_at:
            return f"{self.moment}-shown"
        if self.moment in QUIET:
            return str(self.moment)
        return f"{self.moment}-{self.round_id}-{self.session.version}"

    @property
    def reloads(self) -> bool:
        """Whether a page without script may load itself again: nobody is asked to write on it."""
        return self.moment in WAITING

    @property
    def ballot(self) -> Own | None:
        """The own ballot in the newest round."""
        return next((own for own in self.ballots if own.round == self.rounds), None)

    @property
    def before(self) -> Own | None:
        """The own ballot in the round before."""
        return next((own for own in self.ballots if own.round == self.rounds - 1), None)

    @property
    def responsible(self) -> bool:
        """Whether the voter has said that she is responsible for what is scored, in this round or the one before."""
        known = self.ballot or self.before
        return known is not None and known.responsible

    @property
    def next_sequence(self) -> int:
        """What the next answer of this phone is numbered."""
        return self.ballot.sequence + 1 if self.ballot else 1


def participant_of(session_id: int, key_hash: str) -> Participant | None:
    """Who holds this key, with the session and the statement before it; whoever he was merged into, where he was."""
    held = Participant.objects.filter(session=session_id, key_hash=key_hash)
    return (
        Participant.objects.filter(pk__in=held.values(person=Coalesce("merged_into", "pk")))
        .select_related(
            "department", "session__engagement__organisation", "session__current__statement__dimension__framework"
        )
        .defer("session__current__statement__dimension__framework__source")
        .first()
    )


def room_of(participant: Participant) -> Room:
    """What this participant's phone shows; two queries of its own, the rest is shared with all phones."""
    session = participant.session
    current = session.current if session.state == SessionState.OPEN else None
    rounds = _rounds(current, participant) if current else []
    number, total = _place(session, current)
    moment = moment_of(session.state, [each.phase for each in rounds], session.activity, session.presurvey)
    framework = current.statement.dimension.framework if current else None
    return Room(
        participant=participant,
        session=session,
        moment=moment,
        round_id=rounds[-1].pk if rounds else None,
        number=number,
        total=total,
        wording=wording(model_shared(framework), current.statement, participant.language)
        if current and framework
        else None,
        ballots=tuple(_own_ballots(rounds, participant)),
        rounds=len(rounds),
        distribution=_seen_by_all(session, current, rounds) if current else None,
        rungs=rung_names(model_shared(framework), participant.language) if framework else {},
        dissent=rounds[-1].dissent or "" if rounds else "",  # type: ignore[attr-defined]  # annotated
        interval=RESTING if moment == Moment.CLOSED else poll_interval(phones_in(session.pk, session.code)),
    )


def _rounds(current: SessionStatement, participant: Participant) -> list[Round]:
    """The statement's rounds, each with this participant's ballot and dissent and nobody else's."""
    own = {name: F(f"own__{name}") for name in ("rung", "comment", "responsible", "sequence", "cast_at")}
    dissent = Dissent.objects.filter(session_statement=current, participant=participant)
    return list(
        Round.objects.filter(session_statement=current, number__gt=ALONE)
        .annotate(own=own_ballot(participant))
        .annotate(author=F("own__participant"), **own, dissent=Subquery(dissent.values("text")[:1]))
    )


def _own_ballots(rounds: Sequence[Any], participant: Participant) -> list[Own]:
    return [
        Own(each.number, each.rung, each.comment, each.responsible, each.sequence, each.cast_at)
        for each in rounds
        if each.author and may_see(each.phase, author=each.author, viewer=participant.pk)
    ]


def _place(session: Session, current: SessionStatement | None) -> tuple[int, int]:
    """Statement 4 of 18."""
    place = current.position if current else 0
    return shared(
        ("place", session.code, current and current.pk),
        TEXTS,
        lambda: tuple(
            session.statements.aggregate(number=Count("pk", filter=Q(position__lte=place)), total=Count("pk")).values()
        ),
    )


def _seen_by_all(session: Session, current: SessionStatement, rounds: Sequence[Round]) -> Distribution | None:
    """The distribution that the room sees: revealed rounds change only where a comment is hidden,
    with a new version, so all phones share one."""
    revealed = [each.number for each in rounds if each.phase == Phase.REVEALED]
    if not revealed:
        return None
    return shared(
        ("distribution", session.code, session.version, current.pk, *revealed),
        TEXTS,
        lambda: distribution(answers_of_all_rounds([current.pk]).get(current.pk, []), revealed),
    )


def version_of(session_id: int) -> tuple[int, int] | None:
    """A session's version, and the milliseconds until a phone should ask again; None where there is no such session."""
    found = shared(
        ("version", session_id),
        VERSION,
        lambda: Session.objects.filter(pk=session_id).values_list("version", "code").first(),
    )
    if found is None:
        return None
    version, code = found
    return version, poll_interval(phones_in(session_id, code))


@dataclass(frozen=True)
class Door:
    """What one reads before joining: whose session it is, who leads it, and the departments to choose from."""

    session: Session
    organisation: Organisation
    facilitators: tuple[str, ...]
    departments: tuple[Department, ...]


def door_of(session: Session) -> Door:
    """What one reads before joining ``session``."""
    organisation = session.engagement.organisation
    return Door(session, organisation, tuple(facilitators_of(organisation)), tuple(departments_of(session.engagement)))


def departments_of(engagement: Engagement) -> list[Department]:
    """The departments to choose from."""
    return in_order(engagement.departments.all())


def facilitators_of(organisation: Organisation) -> list[str]:
    """Who is responsible for what participants are asked, by name."""
    members = organisation.members.filter(role=Role.FACILITATOR).select_related("user")
    return [str(member.user) for member in members]


def session_behind(token: str) -> Session | None:
    """The open session that a join link leads to."""
    return Session.objects.filter(join_token=token).select_related("engagement__organisation").first()


def session_with_code(code: str) -> Session | None:
    """The open session that a typed code leads to."""
    return Session.objects.filter(code=code).first()

"""Two sessions side by side: the statements that both asked, and whether what changed is more than noise."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of
from maturity.framework.rules import Model
from maturity.methods.change import Changes, ChangeState, WaveChange, changes
from maturity.methods.noise import NoiseVerdict
from maturity.methods.scale import RUNGS
from maturity.methods.scoring import CountedBallot as Vote
from maturity.methods.suppression import SMALLEST_GROUP

from ..models import Ballot, Session
from ..rules import ALONE, Phase
from .texts import model_shared

Votes = tuple[tuple[str, tuple[Vote, ...]], ...]


@dataclass(frozen=True)
class Compared:
    """One statement in both sessions, or all of them together where ``key`` is empty. ``before``, ``after``: how many
    chose each rung, lowest first; nothing where fewer than three did."""

    key: str
    dimension: str
    text: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    found: WaveChange

    @property
    def told(self) -> bool:
        return self.found.change is not None

    @property
    def too_few(self) -> bool:
        return self.found.state is ChangeState.TOO_FEW

    @property
    def shown(self) -> float | None:
        """The change as the difference of the two means beside it, each with one decimal."""
        if self.found.before is None or self.found.after is None:
            return None
        return round(self.found.after, 1) - round(self.found.before, 1)

    @property
    def real(self) -> bool:
        return self.found.verdict is NoiseVerdict.MORE_THAN_NOISE


@dataclass(frozen=True)
class Comparison:
    """``sessions``: those that have shown answers, newest first; ``before`` and ``after``: the two that are compared,
    None where there are no two; ``rows``: the statements that both have voted on."""

    sessions: tuple[Session, ...]
    before: Session | None = None
    after: Session | None = None
    rows: tuple[Compared, ...] = ()
    whole: Compared | None = None

    @property
    def moved(self) -> tuple[Compared, ...]:
        """The statements whose answers changed by more than noise, the largest change first."""
        return tuple(sorted((row for row in self.rows if row.real), key=lambda row: -abs(row.found.change or 0)))

    @property
    def by_chance(self) -> float:
        """How many statements would look like more than noise although nothing changed."""
        return sum(row.found.verdict is not None for row in self.rows) * 0.1


def comparison_of(engagement: Engagement, before: str, after: str, language: str) -> Comparison:
    """Two sessions by their ids in the address; where these make no sense, the newest and the one before it. Three
    queries."""
    sessions = tuple(
        engagement.sessions.filter(
            rehearsal=False,
            statements__rounds__phase=Phase.REVEALED,
            statements__rounds__number__gt=ALONE,
        )
        .distinct()
        .order_by("-opened_at", "-pk")
    )
    pair = chosen_pair(sessions, before, after)
    if pair is None:
        return Comparison(sessions)
    model = model_shared(framework_of(engagement))
    votes = _newest_votes(pair)
    first, second = (votes[session.pk] for session in pair)
    return _side_by_side(Comparison(sessions, *pair), model, first, second, language)


def chosen_pair(sessions: Sequence[Session], before: str, after: str) -> tuple[Session, Session] | None:
    """The two that were asked for; the one that was not is the newest other one, older if there is one."""
    by_id = {str(session.pk): session for session in sessions}
    if len(sessions) < len(("before", "after")):
        return None
    later = by_id.get(after) or next(session for session in sessions if str(session.pk) != before)
    others = [session for session in sessions if session != later]
    older = [session for session in others if session.opened_at <= later.opened_at]
    asked = by_id.get(before)
    return (asked if asked and asked != later else (older or others)[0]), later


def _newest_votes(sessions: Sequence[Session]) -> Mapping[int, dict[str, list[Vote]]]:
    """By session and statement the ballots of the newest round that was shown in the room."""
    rows = (
        Ballot.revealed.filter(round__session_statement__session__in=sessions, round__number__gt=ALONE)
        .order_by("round__number", "pk")
        .values_list(
            "round__session_statement__session",
            "round__session_statement__statement__dimension__key",
            "round__session_statement__statement__number",
            "round__number",
            "participant",
            "participant__department__name",
            "rung",
        )
    )
    found: dict[int, dict[str, list[Vote]]] = defaultdict(dict)
    newest: dict[tuple[int, str], int] = {}
    for session, dimension, number, turn, participant, department, rung in rows:
        statement = f"{dimension}.{number}"
        if newest.get((session, statement)) != turn:
            newest[session, statement] = turn
            found[session][statement] = []
        found[session][statement].append(Vote(str(participant), department, statement, rung))
    return found


def _side_by_side(
    found: Comparison, model: Model, before: dict[str, list[Vote]], after: dict[str, list[Vote]], language: str
) -> Comparison:
    asked = [statement.key for dimension in model.dimensions for statement in dimension.statements]
    both = [key for key in asked if key in before and key in after]
    changed = changes_between(*(tuple((key, tuple(side[key])) for key in both) for side in (before, after)))
    rows = tuple(
        Compared(
            key,
            model.dimension(key.rpartition(".")[0]).name.in_(language),
            model.statement(key).text.in_(language),
            _counts(before[key]),
            _counts(after[key]),
            changed.dimensions[key],
        )
        for key in both
    )
    whole = Compared("", "", "", (), (), changed.overall)
    return Comparison(found.sessions, found.before, found.after, rows, whole)


@lru_cache(maxsize=32)
def changes_between(before: Votes, after: Votes) -> Changes:
    """The change of every statement and of all together, worked out once for the same ballots. Other people may have
    come to the second session: nobody is compared with herself."""
    return changes(dict(before), dict(after))


def _counts(votes: Sequence[Vote]) -> tuple[int, ...]:
    chosen = Counter(vote.rung for vote in votes if vote.rung is not None)
    return tuple(chosen[rung] for rung in RUNGS) if chosen.total() >= SMALLEST_GROUP else ()

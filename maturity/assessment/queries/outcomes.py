"""What the rooms decided: the claimed rung beside what the evidence bears out, and who did not agree."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Q

from maturity.clients.models import Engagement
from maturity.workshop.models import SessionStatement
from maturity.workshop.rules import ALONE, Phase


@dataclass(frozen=True)
class Dissenter:
    """A dissent with the department that it came from, if that was said."""

    department: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of one statement in the newest session that voted on it."""

    statement: str
    session: str
    session_id: int
    position: int
    decided: int | None
    decision: str
    evidenced: int | None
    evidence: str
    dissents: tuple[Dissenter, ...]

    @property
    def capped(self) -> bool:
        """Whether more was claimed than the evidence bears out."""
        return bool(self.decided and self.evidenced and self.evidenced < self.decided)

    @property
    def told(self) -> bool:
        """Whether anything was written down."""
        return bool(self.decided or self.decision or self.evidenced or self.evidence or self.dissents)


def outcomes_of(engagement: Engagement, dimension: str = "") -> tuple[Outcome, ...]:
    """What was written down at the statements of a dimension, or of all, in the framework's order; one query."""
    asked = Q(statement__dimension__key=dimension) if dimension else Q()
    rows = (
        SessionStatement.objects.filter(
            asked,
            session__engagement=engagement,
            statement__dimension__framework__used_by__engagement=engagement,
            session__rehearsal=False,
            rounds__phase=Phase.REVEALED,
            rounds__number__gt=ALONE,
        )
        .distinct()
        .order_by(
            "statement__dimension__position", "statement__number", "session__opened_at", "session", "dissents__pk"
        )
        .values_list(
            "statement__dimension__key",
            "statement__number",
            "session__title",
            "session",
            "position",
            "decided_rung",
            "decision",
            "evidenced_rung",
            "evidence",
            "dissents__department__name",
            "dissents__text",
            "dissents__pk",
        )
    )
    newest: dict[str, Outcome] = {}
    dissents: dict[tuple[str, int], list[Dissenter]] = defaultdict(list)
    for key, number, title, session, place, rung, decision, proven, evidence, department, text, dissent in rows:
        statement = f"{key}.{number}"
        newest[statement] = Outcome(statement, title, session, place, rung, decision, proven, evidence, ())
        if dissent:
            dissents[statement, session].append(Dissenter(department or "", text))
    found = (replace(each, dissents=tuple(dissents[each.statement, each.session_id])) for each in newest.values())
    return tuple(outcome for outcome in found if outcome.told)

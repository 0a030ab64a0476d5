"""What the rooms decided: the claimed rung beside what the evidence bears out, and who did not agree."""

from collections import defaultdict
from dataclasses import replace

from django.db.models import Q

from maturity.clients.models import Engagement
from maturity.workshop.models import SessionStatement
from maturity.workshop.rules import ALONE, Phase

from ..domain.outcomes import Dissenter, Outcome


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

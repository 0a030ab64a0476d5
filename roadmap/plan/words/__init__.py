"""What the chapter says of a plan: its findings, its tables, and why no plan is possible."""

from typing import Any

from maturity.clients.models import Engagement

from ..domain.inputs import PlanInputs
from ..domain.timetable import left_out
from ..models import SavedPlan
from . import findings, timetable
from .obstacles import cycle_in_words, impossible_in_words


def said_of(saved: SavedPlan | None, inputs: PlanInputs, engagement: Engagement) -> dict[str, Any]:
    """All that the page, and its chapter in the report, says, in the active language."""
    result = saved.result if saved else None
    said: dict[str, Any] = {
        "finding": findings.finding(inputs, result, engagement),
        "pinned": timetable.pinned(inputs, result, engagement),
        "offered": timetable.offered(inputs),
    }
    if saved is None or result is None:
        return said | {"aim": findings.aim()}
    return said | {
        "proof": findings.proof(result),
        "basis": findings.basis(result, engagement),
        "out_of_date": findings.out_of_date(saved, inputs),
        "unlimited": findings.unlimited(inputs, result),
        "key_figures": findings.key_figures(inputs, result, engagement),
        "head": findings.head(inputs, result),
        **timetable.timetable(inputs, result, engagement),
        "held_back": findings.held_back(inputs, result, engagement),
        "idle": findings.idle(inputs, result),
        "left_out": timetable.left_out_rows(inputs, result, engagement),
        "left_out_head": findings.left_out_head(sum(len(found) for _reason, found in left_out(inputs, result))),
        "left_out_caption": findings.left_out_caption(result),
    }


__all__ = ["cycle_in_words", "impossible_in_words", "said_of"]

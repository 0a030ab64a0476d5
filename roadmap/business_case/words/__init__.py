"""What the chapter says of a case: its findings as sentences, its key figures, its sections with their plots."""

from typing import Any

from maturity.clients.models import Engagement

from ..queries.page import CasePage
from . import assumptions, findings
from .assumptions import age_in_words
from .key_figures import key_figures
from .sections import sections_of


def said_of(page: CasePage, engagement: Engagement) -> dict[str, Any]:
    """All that the page, and its chapter in the report, says, in the active language."""
    currency = engagement.currency
    said: dict[str, Any] = {
        "finding": findings.finding(page, currency),
        "basis": findings.basis(page),
        "outdated": findings.outdated(page),
        "do_nothing": findings.do_nothing(page, currency),
        "horizon": assumptions.horizon(page),
        "together": page.inputs.terms.together.with_number,
        "without_ramp": assumptions.without_ramp(page),
        "on_offer": assumptions.on_offer(page),
        "offered": [(figure, age_in_words(figure.year, age, quoted=True)) for figure, age in page.offered],
        "assumptions": [(each, age_in_words(each.row.year, each.age, quoted=each.quoted)) for each in page.assumptions],
    }
    if (result := page.result) is None:
        return said
    return said | {
        "flow": findings.flow(result, currency),
        "left_out": findings.left_out(result),
        "overlaps": [findings.overlap(each, currency) for each in result.overlaps],
        "key_figures": key_figures(result, currency),
        "sections": sections_of(result, currency),
        "certainty": findings.certainty(result, currency),
        "drawn": findings.drawn(result),
        "optimism_basis": findings.optimism_basis(result),
        "more_cost": findings.more_cost(result),
        "delay": findings.delay(result),
        "further": findings.further(result),
        "dropped": findings.dropped(result),
        "returns_basis": assumptions.returns_basis(result),
        "stated_loss": findings.stated_loss(result, currency),
    }

"""What the report says of all chapters, in sentences; what a chapter says of itself stands in that chapter."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.assessment.domain.outcomes import Dissenter, Outcome
from maturity.clients.models import Engagement
from maturity.web.chapters import pictures, story
from maturity.web.formats import number, quarter, share, short_money
from roadmap.business_case.domain.result import CaseResult
from roadmap.business_case.queries.page import case_page
from roadmap.business_case.words import said_of
from roadmap.business_case.words.sections import SECTIONS, picture
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.words import priorities_finding
from roadmap.plan.domain.timetable import investment, last_quarter, limits
from roadmap.plan.words import said_of as said_of_plan
from roadmap.plan.words.findings import what_binds

from .queries import STYLESHEETS, Contents

FIRST_STEPS = 5


def context_of(contents: Contents, *, on_paper: bool) -> dict[str, Any]:
    """What the report's template takes."""
    return {
        "contents": contents,
        "engagement": contents.engagement,
        "language": contents.language,
        "on_paper": on_paper,
        "stylesheets": STYLESHEETS,
        "result": contents.case.result,
        "plan": contents.plan,
        "plan_said": said_of_plan(contents.plan, contents.inputs, contents.engagement),
        "case_said": said_of(contents.case, contents.engagement),
        "said": report_said(contents),
        "priorities_finding": priorities_finding(contents.portfolio.priorities),
    }


def pictures_of(contents: Contents) -> dict[str, bytes]:
    """The report's plots by file name, in the active language, for white paper, from the figures that it prints."""
    printed = {"initiatives": contents.portfolio.picture}
    drawn = {
        name: draw(contents.engagement, figures=printed[chapter.key])
        for chapter in story()
        if chapter.key in printed
        for name, draw in chapter.pictures.items()
    }
    if contents.case.result:
        drawn |= {name: picture(contents.case.result, contents.engagement, name) for name in SECTIONS}
    return {f"{name}.svg": svg for name, svg in drawn.items() if svg}


def picture_of(engagement: Engagement, name: str) -> bytes | None:
    """One of the plots, from today's figures; None where there is no such plot."""
    if name in pictures():
        return pictures()[name](engagement)
    result = case_page(engagement).result if name in SECTIONS else None
    return picture(result, engagement, name) if result else None


def report_said(contents: Contents) -> dict[str, Any]:
    """The sentences of the front page, and the heads of chapters that the report alone has."""
    engagement, result = contents.engagement, contents.case.result
    return {
        "headline": headline(contents),
        "investment": short_money(investment(contents.planned), engagement.currency) if contents.plan else "–",
        "asks": asks(contents),
        "gives": gives(result, engagement),
        "starts": first_steps(contents)[0][0] if contents.planned else "–",
        "when": when(contents),
        "first_steps": first_steps(contents)[:FIRST_STEPS],
        "decision": decision(contents),
        "nothing_done": nothing_done(result, engagement),
        "holds_back": holds_back(contents),
        "strangers": strangers(contents.channels.share_lost),
        "lower": lower(contents),
        "ratings": ratings(contents),
        "disagreements": disagreements(contents),
        "lost_identities": lost_identities(contents),
        "portfolio_alt": portfolio_alt(len(contents.portfolio.portfolio)),
        "unmeasured": unmeasured(contents.unmeasured),
        "capped": claims(contents),
        "capped_head": capped_head(len(contents.capped)),
        "dissented": dissents(contents),
        "dissented_head": dissented_head(len(contents.dissented)),
    }


def headline(contents: Contents) -> str:
    """The one sentence that an executive takes along; empty where only the assessment has something to say."""
    n, result, engagement = len(contents.planned), contents.case.result, contents.engagement
    if not result or not n:
        return ""
    return ngettext(
        "%(n)s initiative takes %(organisation)s up the ladder, worth %(value)s",
        "%(n)s initiatives take %(organisation)s up the ladder, worth %(value)s",
        n,
    ) % {
        "n": n,
        "organisation": engagement.organisation.name,
        "value": short_money(result.likely, engagement.currency),
    }


def asks(contents: Contents) -> str:
    if contents.plan is None:
        return _("no plan yet")
    n = len(contents.planned)
    return ngettext("one-off, for %(n)s initiative", "one-off, for %(n)s initiatives", n) % {"n": n}


def first_steps(contents: Contents) -> list[tuple[str, InitiativeFacts]]:
    """What the plan does, each with the quarter in which it starts."""
    if contents.plan is None or contents.plan.result is None:
        return []
    starts = contents.plan.result.starts
    return [(quarter(contents.engagement.start, starts[each.pk] + 1), each) for each in contents.planned]


def gives(result: CaseResult | None, engagement: Engagement) -> str:
    if result is None:
        return _("not worked out yet")
    return _("net present value; 8 of 10 futures: %(low)s to %(high)s") % {
        "low": short_money(result.futures.p10, engagement.currency),
        "high": short_money(result.futures.p90, engagement.currency),
    }


def when(contents: Contents) -> str:
    """When all is done, and when the money is back."""
    done = back = ""
    if contents.plan and contents.plan.result and contents.planned:
        last = quarter(contents.engagement.start, last_quarter(contents.inputs, contents.plan.result))
        done = _("first start; all done in %(last)s") % {"last": last}
    if (result := contents.case.result) and result.payback_quarter:
        name = quarter(result.start, result.payback_quarter)
        back = "; " + _("money back in %(quarter)s") % {"quarter": name}
    return done + back


def decision(contents: Contents) -> str:
    """What management is asked for."""
    n = len(contents.planned)
    if not n:
        return _(
            "We ask management to name the departments’ capacity and the initiatives to plan, so that a decision can "
            "be prepared."
        )
    return ngettext(
        "We ask management to approve the plan of %(n)s initiative from %(first)s, with %(money)s of one-off costs and "
        "the departments’ time as planned, and to meet every quarter to revise the effort from the measures.",
        "We ask management to approve the plan of %(n)s initiatives from %(first)s, with %(money)s of one-off costs "
        "and the departments’ time as planned, and to meet every quarter to revise the effort from the measures.",
        n,
    ) % {
        "n": n,
        "first": first_steps(contents)[0][0],
        "money": short_money(investment(contents.planned), contents.engagement.currency),
    }


def nothing_done(result: CaseResult | None, engagement: Engagement) -> str:
    if result is None or result.nothing is None:
        return _("Nobody has stated yet what doing nothing costs; the gaps above stay.")
    value = short_money(result.nothing.loss, engagement.currency)
    return _("Doing nothing costs %(value)s over the same time.") % {"value": value}


def holds_back(contents: Contents) -> SafeString | str:
    """The first limit that holds the plan back; empty where there is none."""
    if contents.plan is None or contents.plan.result is None:
        return ""
    found = limits(contents.inputs, contents.plan.result)
    return what_binds(found[0], contents.inputs, contents.plan.result) if found else ""


def strangers(lost: float | None) -> str:
    """Empty where no handoff was counted."""
    if lost is None:
        return ""
    words = {"share": share(lost)}
    return _("%(share)s of the customers handed over are strangers where they arrive") % words


def lower(contents: Contents) -> str:
    """Where customers feel it lowest below what is believed; empty where nowhere."""
    worst = contents.journeys[0].largest_gap if contents.journeys else None
    if worst is None:
        return ""
    return _("Customers feel it %(gap)s lower than we believe at “%(name)s”") % {
        "gap": number(worst.gap, 1),
        "name": worst.touchpoint.name,
    }


def ratings(contents: Contents) -> str:
    """How much the experience is known from; empty where no touchpoint is described."""
    if not contents.journeys or not contents.journeys[0].columns:
        return ""
    first = contents.journeys[0]
    return ngettext(
        "%(number)s customer rating of %(touchpoints)s touchpoints, on the same scale as our own: 1 to 5.",
        "%(number)s customer ratings of %(touchpoints)s touchpoints, on the same scale as our own: 1 to 5.",
        first.n_ratings,
    ) % {"number": number(first.n_ratings, 0), "touchpoints": len(first.columns)}


def disagreements(contents: Contents) -> str:
    """How many dimensions split the room."""
    splits = len(contents.assessment.splits)
    if splits:
        return ngettext("%(n)s dimension is split", "%(n)s dimensions are split", splits) % {"n": splits}
    if contents.assessment.differing:
        return _("The room is not split, but departments see it differently")
    return _("The room is not split")


def lost_identities(contents: Contents) -> str:
    n = len(contents.channels.handoffs)
    return ngettext(
        "Identity is lost in %(lost)s of %(n)s handoff", "Identity is lost in %(lost)s of %(n)s handoffs", n
    ) % {"n": n, "lost": contents.channels.lost}


def portfolio_alt(n: int) -> str:
    return ngettext(
        "Value against effort for %(n)s initiative; the figures are in the table that follows.",
        "Value against effort for %(n)s initiatives; the figures are in the table that follows.",
        n,
    ) % {"n": n}


def unmeasured(n: int) -> str:
    """How many initiatives have no measure."""
    if not n:
        return _("Each initiative has a figure that tells whether it works")
    return ngettext(
        "One initiative has no figure yet that tells whether it works",
        "%(n)s initiatives have no figure yet that tells whether they work",
        n,
    ) % {"n": n}


def capped_head(n: int) -> str:
    return ngettext("%(n)s claim goes further than its evidence", "%(n)s claims go further than their evidence", n) % {
        "n": n
    }


def dissented_head(n: int) -> str:
    return ngettext(
        "A dissent was registered on %(n)s statement", "Dissents were registered on %(n)s statements", n
    ) % {"n": n}


def claims(contents: Contents) -> list[tuple[str, str]]:
    """Each statement on which more was claimed than the evidence bears out, and what was."""
    return [(statement_in_words(each, contents), claim(each)) for each in contents.capped]


def claim(outcome: Outcome) -> str:
    sentence = _("claimed %(claimed)s, evidenced %(evidenced)s") % {
        "claimed": outcome.decided,
        "evidenced": outcome.evidenced,
    }
    return f"{sentence} ({outcome.evidence})" if outcome.evidence else sentence


def dissents(contents: Contents) -> list[tuple[str, str, str]]:
    """Each statement that somebody dissents from: what it says, what was decided, and what they wrote."""
    return [
        (statement_in_words(each, contents), decided(each, contents), "; ".join(map(dissent_in_words, each.dissents)))
        for each in contents.dissented
    ]


def decided(outcome: Outcome, contents: Contents) -> str:
    """Empty where nothing was decided."""
    if not outcome.decided:
        return ""
    rung = contents.assessment.model.rungs[outcome.decided - 1]
    words = {"number": outcome.decided, "name": rung.name.in_(contents.language)}
    return f" ({_('decided: %(number)s, %(name)s') % words})"


def dissent_in_words(dissent: Dissenter) -> str:
    quoted = f"“{dissent.text}”"
    return f"{dissent.department}: {quoted}" if dissent.department else quoted


def statement_in_words(outcome: Outcome, contents: Contents) -> str:
    return contents.assessment.model.statement(outcome.statement).text.in_(contents.language)

"""What the chapter's pages say of initiatives, from results, in the active language."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.clients.models import Engagement
from maturity.web.formats import money, number, plain, short_money
from maturity.web.formats import quarter as quarter_name
from maturity.web.languages import spoken
from roadmap.methods.prioritisation import Summary

from .domain.facts import InitiativeFacts
from .domain.priorities import Priorities, Sureness
from .models import Initiative
from .queries.portfolio import PortfolioPage
from .rules import FIELDS


class ListedInitiative(NamedTuple):
    """One line of the list: what it says of an initiative beside its key, title and department."""

    row: InitiativeFacts
    about: str
    dimensions: str
    waits: str
    summary: tuple[str, str, str, int]
    tilt: str
    effort: str
    cost: str
    per_year: str


def listed(page: PortfolioPage, start: date, currency: str) -> Iterator[ListedInitiative]:
    """The list's lines; ``start`` of the plan gives quarters their names."""
    language = spoken()
    dimensions = {key: dimension.name.in_(language) for key, dimension in page.dimensions.items()}
    slack = page.waits.slack if page.waits and page.waits.slack else {}
    for seen in page.rows:
        row = seen.row
        yield ListedInitiative(
            row=row,
            about=about(row, start),
            dimensions=", ".join(dimensions[key] for key in row.dimension_keys if key in dimensions),
            waits=slack_in_words(slack.get(row.key)),
            summary=summary_in_figures(seen.summary),
            tilt=signed(row.priority.tilt.value),
            effort=plain(row.effort),
            cost=short_money(row.one_off_cost, currency),
            per_year=per_year(float(row.cost_per_year), currency) if row.cost_per_year else "",
        )


def addresses(engagement: Engagement) -> str:
    """What the addresses of its initiatives' pages begin with; then come the id and a slash. For long lists, where
    asking for each takes longer than all the rest."""
    return reverse("initiatives:initiative", args=[engagement.pk, 0]).removesuffix("0/")


def about(row: InitiativeFacts, start: date) -> str:
    """Its kind, whether it must be done, how long it takes and when it may start."""
    parts = [row.kind_name, *([_("must")] if row.must else []), quarters(row.quarters)]
    if row.not_before:
        parts.append(_("not before %(quarter)s") % {"quarter": quarter_name(start, row.not_before)})
    return " · ".join(parts)


def stated(initiative: Initiative, currency: str) -> dict[str, list[tuple[str, str]]]:
    """What the page lists of an initiative as it was typed: label and value, by the page's part."""
    found: dict[str, list[tuple[str, str]]] = {}
    for declared in FIELDS:
        value = getattr(initiative, declared.name) if declared.page else ""
        if value not in ("", None):
            shown = money(value, currency) if isinstance(value, Decimal) else str(value)
            found.setdefault(declared.page, []).append((str(declared.label), shown))
    return found


def quarters(n: int) -> str:
    return ngettext("%(n)s quarter", "%(n)s quarters", n) % {"n": n}


def slack_in_words(slack: int | None) -> str:
    """How far it may slip; empty for what neither waits nor is waited for."""
    if slack is None:
        return ""
    if slack == 0:
        return _("critical path")
    return ngettext("%(n)s quarter of slack", "%(n)s quarters of slack", slack) % {"n": slack}


def summary_in_figures(summary: Summary) -> tuple[str, str, str, int]:
    """Value, effort and value over effort, and how many raters."""
    return number(summary.value, 1), number(summary.effort, 1), number(summary.ratio, 1), summary.raters


def signed(tilt: float | None) -> str:
    """A difference with its sign."""
    return f"+{number(tilt, 1)}" if tilt is not None and tilt > 0 else number(tilt, 1)


def per_year(cost: float, currency: str) -> str:
    return _("+ %(cost)s a year") % {"cost": short_money(cost, currency)}


def list_caption(view: str) -> str:
    """Whose estimates the list shows, and what two of its columns mean."""
    whose = {
        "without": _("Value and effort: means of 1–5 by all but the owner’s department."),
        "alike": _("Value and effort: means of 1–5 by everybody who rated, departments weighing alike."),
        "owner": _("Value and effort: means of 1–5 by the owner’s department only."),
    }
    columns = _("Tilt: how much more value the owner’s department sees than others. Work: person-weeks in all.")
    return f"{whose.get(view) or _('Value and effort: means of 1–5 by everybody who rated.')} {columns}"


def priorities_finding(priorities: Priorities) -> str:
    """What comes first in the order that was asked for, and how surely."""
    if not priorities.lines:
        return _("No initiative has what this order needs")
    best = priorities.lines[0].row
    if priorities.asked.by == "rice":
        return _("Most customers helped for each week of work: %(key)s %(title)s") % {
            "key": best.key,
            "title": best.title,
        }
    if priorities.asked.by == "delay":
        return _("Waiting costs most at %(key)s %(title)s") % {"key": best.key, "title": best.title}
    if priorities.sureness is None:
        return _("%(key)s stands first, but one rater each does not say how surely") % {"key": best.key}
    return sureness_finding(priorities, priorities.sureness)


def sureness_finding(priorities: Priorities, sureness: Sureness) -> str:
    """Which initiatives are surely among the first, and which compete."""
    first, contested = priorities.first, len(sureness.contested)
    if not contested:
        return ngettext(
            "Whoever is asked, the same one comes first", "Whoever is asked, the same %(n)s come first", first
        ) % {"n": first}
    if not (sureness.sure and priorities.seats):
        return _("Which %(n)s come first is open: %(contested)s compete") % {"n": first, "contested": contested}
    sure = ngettext(
        "%(keys)s is surely among the first %(n)s;", "%(keys)s are surely among the first %(n)s;", len(sureness.sure)
    ) % {"keys": ", ".join(sureness.sure), "n": first}
    compete = ngettext(
        "%(contested)s compete for place %(places)s",
        "%(contested)s compete for places %(places)s",
        len(priorities.seats),
    ) % {"contested": contested, "places": priorities.seats_in_words}
    return f"{sure} {compete}"

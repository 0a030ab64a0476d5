"""What follow-up says of items, measures and changes, in the active language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.formats import plain, quarter, short_day

from .domain import Planned
from .queries import FollowedInitiative, FollowUpPage, ReadMeasure
from .rules import BETWEEN, Due, Status


class FollowedLine(NamedTuple):
    """An item of the list with what is said of it: what is due, when the plan has it, who told the last news."""

    item: FollowedInitiative
    due: list[str]
    planned: str
    told: str


class HistoryLine(NamedTuple):
    """Who changed what, when, from and to."""

    by: str
    at: datetime
    label: str
    parts: list[str]


def finding(page: FollowUpPage, own: int | None, start: date) -> str:
    """The page's headline; ``own``: the viewer's department."""
    if not page.items:
        return _("Nothing to follow up yet")
    if page.due:
        return how_many_due(page, own)
    if page.next and page.next.planned:
        names = {"title": page.next.initiative.title, "quarter": quarter(start, page.next.planned.first)}
        return _("Nothing is due; next is %(title)s, in %(quarter)s") % names
    return _("Nothing is due")


def how_many_due(page: FollowUpPage, own: int | None) -> str:
    due, n = len(page.due), len(page.items)
    if page.department is None:
        said = ngettext("%(due)s of %(n)s items is due", "%(due)s of %(n)s items are due", due)
        return said % {"due": due, "n": n}
    if page.department.pk == own:
        said = ngettext("%(due)s of your %(n)s items is due", "%(due)s of your %(n)s items are due", due)
        return said % {"due": due, "n": n}
    said = ngettext(
        "%(due)s of %(n)s items of %(department)s is due", "%(due)s of %(n)s items of %(department)s are due", due
    )
    return said % {"due": due, "n": n, "department": page.department.name}


def lines(items: Iterable[FollowedInitiative], start: date) -> Iterator[FollowedLine]:
    for item in items:
        yield FollowedLine(item, dues(item, start), planned(item.planned, start), told(item))


def dues(item: FollowedInitiative, start: date) -> list[str]:
    """What is due about an item, one sentence each."""
    return [due(each, item, start) for each in item.due]


def due(what: Due, item: FollowedInitiative, start: date) -> str:
    if what == Due.REVIEW:
        reviews = ((review(each.review, each.name),) for each in item.reviews)
        return format_html_join(SafeString("<br>"), "{}", reviews)
    if what == Due.START and item.planned:
        return _("Starts in %(quarter)s by the plan") % {"quarter": quarter(start, item.planned.first)}
    if what == Due.FINISH and item.planned:
        return _("Done in %(quarter)s by the plan") % {"quarter": quarter(start, item.planned.last)}
    return _("No word for 30 days")


def review(day: date | None, measure: str) -> str:
    return _("Review %(day)s: %(measure)s") % {"day": short_day(day), "measure": measure}


def planned(when: Planned | None, start: date) -> str:
    """When the plan has an item."""
    if when is None:
        return _("not planned")
    first, last = quarter(start, when.first), quarter(start, when.last)
    return first if when.first == when.last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def told(item: FollowedInitiative) -> str:
    """When somebody told news of an item, and who."""
    if not item.told:
        return _("no word yet")
    day = short_day(timezone.localdate(item.progress.changed_at))
    by = item.progress.changed_by
    return _("%(day)s by %(name)s") % {"day": day, "name": by} if by else day


def towards(measure: ReadMeasure) -> str:
    """From where to where a measure goes."""
    facts = measure.facts
    names = {"baseline": plain(facts.baseline), "target": plain(facts.target), "unit": facts.unit}
    if facts.baseline is not None and facts.target is not None:
        return _("from %(baseline)s to %(target)s %(unit)s") % names
    if facts.target is not None:
        return _("target %(target)s %(unit)s") % names
    if facts.baseline is not None:
        return _("baseline %(baseline)s %(unit)s, no target") % names
    return facts.unit or "–"


def hint(measure: ReadMeasure) -> str:
    """Beside the field of a new reading: where the measure goes, and where it was last."""
    if measure.newest is None:
        return towards(measure)
    names = {"value": plain(measure.newest.value), "day": short_day(measure.newest.date)}
    return f"{towards(measure)} · {_('last %(value)s on %(day)s') % names}"


def history(changes: Iterable[Mapping[str, Any]]) -> Iterator[HistoryLine]:
    """Changes as the trail keeps them, in words."""
    for change in changes:
        parts = [changed(name, before, after) for name, (before, after) in change["fields"].items()]
        yield HistoryLine(change["name"] or change["email"] or "", change["at"], change["label"], parts)


def changed(field: str, before: Any, after: Any) -> str:
    """One field of a change: ``status``, ``percent``, ``blocker``, or a measure's name with the day of a reading."""
    if field == "status":
        return _("Status: %(before)s → %(after)s") % {"before": status(before), "after": status(after)}
    if field == "percent":
        return _("Progress: %(before)s %% → %(after)s %%") % {"before": before, "after": after}
    if field == "blocker":
        return blocker(before, after)
    measure, _between, day = field.rpartition(BETWEEN)
    was = "" if before is None else f"{amount(before)} → "
    now = _("deleted") if after is None else amount(after)
    return f"{measure}, {short_day(date.fromisoformat(day))}: {was}{now}"


def status(value: str) -> str:
    return str(Status(value).label) if value in Status.values else value


def blocker(before: str, after: str) -> str:
    if not after:
        return _("Blocker gone: “%(before)s”") % {"before": before}
    was = f"“{before}” → " if before else ""
    return f"{_('Blocker:')} {was}“{after}”"


def amount(value: Any) -> str:
    return plain(Decimal(str(value)))

"""What a session found on a statement, round by round, and what became of the room."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..queries.results import Movement, Result, Seen
from .rounds import Rungs, finding, round_name


class SeenInWords(NamedTuple):
    """A round's name where several are told of, its finding, who did not know, and how many chose each rung."""

    name: str
    finding: str
    unknown: str
    counts: tuple[int, ...]


def told(results: Iterable[Result], rungs: Rungs) -> dict[str, Mapping[int, Any]]:
    """By a statement's number: its ``rounds``, and what became of the room (``moved``)."""
    results = list(results)
    return {
        "rounds": {each.item.number: rounds(each, rungs) for each in results},
        "moved": {each.item.number: moved(each, rungs) for each in results},
    }


def rounds(result: Result, rungs: Rungs) -> list[SeenInWords]:
    return [seen_in_words(each, rungs, named=len(result.seen) > 1 or each.alone) for each in result.seen]


def seen_in_words(seen: Seen, rungs: Rungs, *, named: bool) -> SeenInWords:
    name = round_name(seen.number) if named else ""
    if seen.middle is None:
        return SeenInWords(name, _("Fewer than three chose a rung: too few to be shown."), "", ())
    return SeenInWords(name, f"{finding(seen.middle, rungs)}.", unknown(seen.unknown), seen.counts)


def unknown(people: int) -> str:
    if not people:
        return ""
    return ngettext("%(unknown)s does not know.", "%(unknown)s do not know.", people) % {"unknown": people}


def moved(result: Result, rungs: Rungs) -> str:
    """What became of the room between its first round and its newest; empty where it has not had two."""
    if result.moved is None:
        return ""
    kind, before, after = result.moved
    if kind == Movement.SPLIT:
        return _("The room is still in two camps.") if before.split else _("The room parted into two camps.")
    said = [
        how_it_moved(kind),
        _("%(before)s of %(of)s, then %(after)s of %(all)s within one rung of the middle.")
        % {"before": before.near, "of": before.answers, "after": after.near, "all": after.answers},
    ]
    if before.rung != after.rung:
        middles = {"before": rungs[before.rung], "after": rungs[after.rung]}
        said.append(_("The middle moved from %(before)s to %(after)s.") % middles)
    return " ".join(said)


def how_it_moved(kind: Movement) -> str:
    if kind == Movement.CLOSER:
        return _("The room came closer together:")
    if kind == Movement.APART:
        return _("The room moved further apart:")
    return _("The room stood as close as before:")

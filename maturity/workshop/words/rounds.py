"""What a room said in its rounds, in sentences."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..domain.distribution import Camp, Distribution, Middle, Owners
from ..rules import ALONE

Rungs = Mapping[int, str]
FIRST: Final = 1
SECOND: Final = 2


class RoundSaid(NamedTuple):
    """A round's finding, after the round's name where several are told of."""

    name: str
    finding: str


def said(found: Distribution, rungs: Rungs) -> list[RoundSaid]:
    """What a room said, round by round, what each person had answered alone before it first."""
    named = found.both or found.before is not None
    told = [*([found.before] if found.before else []), *found.middles]
    return [
        *(RoundSaid(heading(each.round) if named else "", f"{finding(each, rungs)}.") for each in told),
        *few(found),
    ]


def few(found: Distribution) -> Iterator[RoundSaid]:
    """That a round may not be shown, where one may not."""
    if found.too_few and found.middles:
        yield RoundSaid("", _("In one of the rounds fewer than three chose a rung: too few to be shown."))
    elif found.too_few:
        yield RoundSaid("", _("Fewer than three chose a rung: too few to be shown."))


def heading(number: int) -> str:
    """A round's name before what was said in it."""
    if number == ALONE:
        return _("Before the meeting:")
    if number == FIRST:
        return _("First round:")
    if number == SECOND:
        return _("Second round:")
    return _("Round %(number)s:") % {"number": number}


def round_name(number: int) -> str:
    if number == ALONE:
        return _("Before the meeting")
    if number == FIRST:
        return _("First round")
    if number == SECOND:
        return _("Second round")
    return _("Round %(number)s") % {"number": number}


def finding(middle: Middle, rungs: Rungs) -> str:
    """One round in a sentence without its full stop: agreement, two camps or a middle, with nobody left out."""
    values = {"answers": middle.answers, "near": middle.near, "rung": rungs[middle.rung]}
    if middle.agreed:
        return _("All %(answers)s who chose a rung say %(rung)s") % values
    if middle.split:
        return ", ".join(camp_says(camp, rungs) for camp in middle.camps)
    return (
        ngettext(
            "%(near)s of %(answers)s is within one rung of %(rung)s",
            "%(near)s of %(answers)s are within one rung of %(rung)s",
            middle.answers,
        )
        % values
    )


def camp_says(camp: Camp, rungs: Rungs) -> str:
    values = {"people": camp.people, "rung": rungs[camp.rung]}
    if camp.reach == "lower":
        return _("%(people)s say %(rung)s or lower") % values
    if camp.reach == "higher":
        return _("%(people)s say %(rung)s or higher") % values
    return ngettext("%(people)s says %(rung)s", "%(people)s say %(rung)s", camp.people) % values


def owners(found: Owners | None, rungs: Rungs) -> str:
    """What those said who are responsible for what is scored, and the others; empty where nobody marked it."""
    if found is None:
        return ""
    marked = ngettext(
        "%(marks)s of %(answers)s said “I am responsible for this”.",
        "%(marks)s of %(answers)s said “I am responsible for this”.",
        found.marks,
    ) % {"marks": found.marks, "answers": found.answers}
    if not (found.owners and found.others):
        hidden = _("What they said stays in the whole: shown apart it would tell what single people answered.")
        return format_html('{} <span class="quiet">{}</span>', marked, hidden)
    theirs = " ".join([_("They:"), finding(found.owners, rungs)])
    without = " ".join([_("Without them:"), finding(found.others, rungs)])
    return f"{marked} {theirs}. {without}."


def drift(found: Distribution) -> str:
    """Whether the room came closer between two rounds; empty where there are not two."""
    if not found.drift:
        return ""
    before, after = found.middles
    values = {
        "answers": after.answers,
        "near": after.near,
        "near_before": before.near,
        "answers_before": before.answers,
    }
    if found.drift == "closer":
        told = ngettext(
            "The room moved closer: %(near)s of %(answers)s within one rung, before %(near_before)s of "
            "%(answers_before)s.",
            "The room moved closer: %(near)s of %(answers)s within one rung, before %(near_before)s of "
            "%(answers_before)s.",
            after.answers,
        )
    elif found.drift == "apart":
        told = ngettext(
            "The room moved apart: %(near)s of %(answers)s within one rung, before %(near_before)s of "
            "%(answers_before)s.",
            "The room moved apart: %(near)s of %(answers)s within one rung, before %(near_before)s of "
            "%(answers_before)s.",
            after.answers,
        )
    else:
        told = ngettext(
            "The room is as close as before: %(near)s of %(answers)s within one rung.",
            "The room is as close as before: %(near)s of %(answers)s within one rung.",
            after.answers,
        )
    return told % values


def on_screen(found: Distribution | None, rungs: Rungs) -> dict[str, Any]:
    """What every screen says of the statement before the room, once its answers are shown."""
    return {"said": said(found, rungs), "drift": drift(found)} if found else {}


def alone(found: Iterable[tuple[int, Distribution | None]], rungs: Rungs) -> dict[int, str]:
    """By a statement's key what people answered alone before the meeting, where that may be shown."""
    latest = ((key, each.latest) for key, each in found if each)
    return {key: f"{finding(middle, rungs)}." for key, middle in latest if middle}

"""An initiative as the guard-rails see it, with the systems that it builds on."""

from collections import defaultdict
from collections.abc import Iterable

from ..rules import Candidate, MeasureLine, SystemLine
from .facts import InitiativeFacts, MeasureFacts


class Systems:
    """The engagement's systems by name, and which have to be tied to which."""

    def __init__(self, described: Iterable[SystemLine], links: Iterable[tuple[str, str]]) -> None:
        self.lines = {each.name.casefold(): each for each in described}
        self.tied: dict[str, set[str]] = defaultdict(set)
        for origin, destination in links:
            self.tied[origin.casefold()].add(destination)

    def behind(self, names: Iterable[str]) -> tuple[SystemLine, ...]:
        """Those named and those that they have to be tied to; one that is nowhere described has no owner or class."""
        wanted: dict[str, str] = {}
        for name in names:
            for each in (name, *sorted(self.tied[name.casefold()])):
                wanted.setdefault(each.casefold(), each)
        return tuple(self.lines.get(folded, SystemLine(name)) for folded, name in sorted(wanted.items()))


def candidate_of(facts: InitiativeFacts, systems: Systems) -> Candidate:
    named_systems = [name.strip() for each in facts.touchpoints for name in each.systems.split(";") if name.strip()]
    working = {each.department for each in facts.efforts if each.person_weeks}
    return Candidate(
        pk=facts.pk,
        key=facts.key,
        title=facts.title,
        kind=facts.kind,
        owner=facts.department,
        executive=facts.executive,
        argument=facts.argument,
        effort=sum(float(each.person_weeks) for each in facts.efforts) * max(1, facts.quarters),
        named=frozenset(facts.other_names),
        touched=frozenset(working | {each.department for each in facts.touchpoints if each.department}),
        dimensions=frozenset(facts.dimension_keys),
        after=facts.after_keys,
        raters=frozenset(each.department for each in facts.estimates),
        ramps=tuple((each.driver, each.ramp) for each in facts.benefits if each.likely),
        measures=tuple(measure_line(each) for each in facts.measures),
        systems=systems.behind(named_systems),
    )


def measure_line(measure: MeasureFacts) -> MeasureLine:
    return MeasureLine(
        name=measure.name,
        baseline=measure.baseline is not None,
        target=measure.target is not None,
        review=measure.review,
        read=measure.read_on,
    )

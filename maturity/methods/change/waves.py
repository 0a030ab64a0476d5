"""The change between two waves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from maturity.methods.noise import interval_around, require_confidence, standard_error, verdict_of
from maturity.methods.scoring import CountedBallot
from maturity.methods.suppression import SMALLEST_GROUP, require_group_size

from .results import Changes, ChangeState, WaveChange
from .sides import Side, Wave, chosen, people_by_department, people_of, side_of
from .spread import same_people, two_samples

Pair = tuple[list[CountedBallot], list[CountedBallot]]


def changes(
    before: Wave,
    after: Wave,
    *,
    paired: bool = False,
    confidence: float = 0.9,
    smallest_group: int = SMALLEST_GROUP,
) -> Changes:
    """The change of every dimension and of the whole (formulas in the module).

    ``before[dimension]``, ``after[dimension]``: ballots of one round of each statement; the dimensions of ``before``
    are reported, one that ``after`` lacks has nothing in common. ``paired``: whether the same (department,
    participant) is the same person in both. ``confidence``: between 0 and 1. ``smallest_group``: fewest people of
    whom something may be said.

    Raises ``ValueError`` for two ballots of one person on one statement of a wave, a confidence not between 0 and 1,
    or a smallest group below 1.

    >>> def wave(rungs):
    ...     return {"leadership": [CountedBallot(f"P{i}", "IT", "leadership.1", rung) for i, rung in enumerate(rungs)]}
    >>> found = changes(wave([2, 3, 2, 3]), wave([3, 4, 3, 4])).dimensions["leadership"]
    >>> round(found.change, 2), round(found.low, 2), round(found.high, 2), found.verdict.value
    (1.0, 0.21, 1.79, 'more_than_noise')
    """
    require_confidence(confidence)
    fewest = max(SMALLEST_GROUP, require_group_size(smallest_group))
    voted = {name: (chosen(votes), chosen(after.get(name, ()))) for name, votes in before.items()}
    compared = {name: _comparable(*votes, fewest) for name, votes in voted.items()}
    found = {name: _outline(*voted[name], *votes, fewest, paired=paired) for name, votes in compared.items()}
    telling = {name: compared[name] for name, outline in found.items() if outline.state is ChangeState.ENOUGH}
    if not telling:
        unlike = {each.state for each in found.values()} == {ChangeState.NOTHING_IN_COMMON}
        overall = WaveChange(ChangeState.NOTHING_IN_COMMON if unlike else ChangeState.TOO_FEW)
        return Changes(overall, found, paired, confidence)
    was, now = (side_of({name: votes[wave] for name, votes in telling.items()}) for wave in (0, 1))
    for target, name in enumerate(telling):
        found[name] = _change(found[name], was, now, target, paired=paired, confidence=confidence)
    outline = _outline(*_all(voted), *_all(telling), fewest, paired=paired)
    overall = _change(outline, was, now, len(telling), paired=paired, confidence=confidence)
    return Changes(overall, found, paired, confidence)


def _comparable(first: Sequence[CountedBallot], second: Sequence[CountedBallot], fewest: int) -> Pair:
    """The ballots of both waves on statements that enough people of both answered, of departments that are in both."""
    statements = _answered(first, fewest) & _answered(second, fewest)
    asked = [[ballot for ballot in votes if ballot.statement in statements] for votes in (first, second)]
    kept = {ballot.department for ballot in asked[0]} & {ballot.department for ballot in asked[1]}
    counts = [people_by_department(votes) for votes in (first, second, *asked)]
    for name in sorted(kept, key=lambda name: (min(each[name] for each in counts), name)):
        left = [sum(people for department, people in each.items() if department not in kept) for each in counts]
        if not any(0 < people < fewest for people in left):
            break
        kept.remove(name)
    was, now = ([ballot for ballot in votes if ballot.department in kept] for votes in asked)
    return was, now


def _answered(votes: Sequence[CountedBallot], fewest: int) -> set[str]:
    """The statements that at least ``fewest`` people answered."""
    people = Counter(ballot.statement for ballot in votes)
    return {statement for statement, answers in people.items() if answers >= fewest}


def _all(pairs: Mapping[str, Pair]) -> Pair:
    was, now = ([ballot for pair in pairs.values() for ballot in pair[wave]] for wave in (0, 1))
    return was, now


def _outline(
    first: Sequence[CountedBallot],
    second: Sequence[CountedBallot],
    was: Sequence[CountedBallot],
    now: Sequence[CountedBallot],
    fewest: int,
    *,
    paired: bool,
) -> WaveChange:
    """The counts of a change: ``first`` and ``second`` are all ballots, ``was`` and ``now`` those compared."""
    before, after = people_of(was), people_of(now)
    departments = {department for department, _ in before}
    others = {department for department, _ in people_of(first) | people_of(second)} - departments
    left_out = tuple(sorted(others))
    if min(len(people_of(first)), len(people_of(second))) < fewest:
        return WaveChange(ChangeState.TOO_FEW, len(people_of(first)), len(people_of(second)))
    if not departments:
        return WaveChange(ChangeState.NOTHING_IN_COMMON, left_out=left_out)
    if min(len(before), len(after)) < fewest:
        return WaveChange(ChangeState.TOO_FEW, len(before), len(after), left_out=left_out)
    both = len(before & after) if paired else 0
    return WaveChange(ChangeState.ENOUGH, len(before), len(after), both, tuple(sorted(departments)), left_out)


def _change(outline: WaveChange, was: Side, now: Side, target: int, *, paired: bool, confidence: float) -> WaveChange:
    before, after = float(was.mean[target]), float(now.mean[target])
    found = replace(outline, before=before, after=after, change=after - before)
    pieces = same_people(was, now, target) if paired else two_samples(was, now, target)
    if pieces is None:
        return replace(found, state=ChangeState.NO_SPREAD)
    low, high = interval_around(after - before, pieces, confidence)
    return replace(found, error=standard_error(pieces), low=low, high=high, verdict=verdict_of(low, high))

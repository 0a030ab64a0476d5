"""The examples of the pages on change between waves, by the methods themselves."""

from maturity.methods.change import WaveChange, changes, smallest_changes
from maturity.methods.scoring import CountedBallot

SPRING, AUTUMN = (1, 2, 3, 4, 2, 3), (2, 3, 4, 5, 3, 3)


def six_who_vote_twice() -> dict[str, float]:
    """One department's six people on one statement in spring and autumn, as other people and as the same."""
    return {**told(changes(wave(SPRING), wave(AUTUMN)).overall, "other"), **same()}


def same() -> dict[str, float]:
    return told(changes(wave(SPRING), wave(AUTUMN), paired=True).overall, "same")


def told(found: WaveChange, who: str) -> dict[str, float]:
    figures = {"before": found.before, "after": found.after, "change": found.change}
    ends = {f"{who}_low": found.low, f"{who}_high": found.high}
    return {name: figure for name, figure in {**figures, **ends}.items() if figure is not None}


def six_who_may_vote_again() -> dict[str, float]:
    """What a next wave could show after the first: as many people, four times as many, the same people."""
    as_many, more = smallest_changes(wave(SPRING)).overall, smallest_changes(wave(SPRING), {"IT": 24}).overall
    again = smallest_changes(wave(SPRING), correlation=0.5).overall
    found = {"as_many": as_many.change, "more": more.change, "again": again.change}
    return {name: change for name, change in found.items() if change is not None}


def wave(rungs: tuple[int, ...]) -> dict[str, list[CountedBallot]]:
    return {"leadership": [CountedBallot(f"P{place}", "IT", "leadership.1", rung) for place, rung in enumerate(rungs)]}

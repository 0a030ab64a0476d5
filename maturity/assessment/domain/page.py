"""The assessment as a whole: where the house stands, its departments, largest gaps and disagreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturity.charts.ladder import Segment, Stair, Strip, segments, stair, strip
from maturity.framework.rules import Model, ModelDimension
from maturity.methods.departments import Difference, DifferenceVerdict
from maturity.methods.scale import nearest_rung
from maturity.methods.scoring import DepartmentScore, Reaction, Score, ScoreState, Weighing

from .findings import findings_of
from .votes import SessionChoice, Vote


@dataclass(frozen=True)
class DimensionRow:
    """One dimension of the assessment: what it is, what was found, and its row of the ladder picture."""

    dimension: ModelDimension
    score: Score
    strip: Strip
    reason: str
    difference: Difference

    @property
    def found(self) -> bool:
        return self.score.state == ScoreState.ENOUGH

    @property
    def differs(self) -> bool:
        """Whether its departments differ by more than chance."""
        return self.difference.verdict is DifferenceVerdict.DIFFER

    @property
    def may_be_chance(self) -> bool:
        return self.difference.verdict is DifferenceVerdict.MAY_BE_CHANCE

    @property
    def tested(self) -> bool:
        return self.difference.test is not None

    @property
    def lowest(self) -> DepartmentScore | None:
        """The department that sees it lowest, of those that may be shown."""
        return min(self._shown, key=lambda each: each.mean or 0.0, default=None)

    @property
    def highest(self) -> DepartmentScore | None:
        return max(self._shown, key=lambda each: each.mean or 0.0, default=None)

    @property
    def _shown(self) -> list[DepartmentScore]:
        return [each for each in self.score.departments if each.shown]


@dataclass(frozen=True)
class AssessmentPage:
    """Everything that the assessment page and the report's first chapters show. ``departments``: each with what is
    found of it per dimension, None where it did not answer, and overall."""

    model: Model
    sessions: tuple[SessionChoice, ...]
    session: SessionChoice | None
    overall: Score
    stair: Stair
    rows: tuple[DimensionRow, ...]
    departments: tuple[tuple[str, Sequence[DepartmentScore | None], DepartmentScore | None], ...]
    any_hidden: bool
    probabilities: tuple[Segment, ...]
    weighing: Weighing | None

    @property
    def found(self) -> bool:
        return self.overall.state == ScoreState.ENOUGH

    @property
    def gaps(self) -> tuple[DimensionRow, ...]:
        """The dimensions furthest below their target, the largest gap first."""
        behind = [row for row in self.rows if row.score.gap is not None and row.score.gap > 0]
        return tuple(sorted(behind, key=lambda row: (-(row.score.gap or 0), row.dimension.key))[:5])

    @property
    def disagreements(self) -> tuple[DimensionRow, ...]:
        """Split dimensions first, then those where the room agrees least."""
        known = [row for row in self.rows if row.score.agreement is not None]
        return tuple(
            sorted(known, key=lambda row: (row.score.split is None, row.score.agreement, row.dimension.key))[:5]
        )

    @property
    def splits(self) -> tuple[DimensionRow, ...]:
        return tuple(row for row in self.rows if row.score.split)

    @property
    def weakest(self) -> DimensionRow | None:
        return self.row(self.weighing.weakest) if self.weighing else None

    @property
    def moves_most(self) -> Reaction | None:
        return self.weighing.moves_most if self.weighing else None

    @property
    def moving_row(self) -> DimensionRow | None:
        return self.row(self.moves_most.dimension) if self.moves_most else None

    @property
    def reactions(self) -> tuple[tuple[DimensionRow, Reaction], ...]:
        """Each dimension that counts, with what the overall would be without it."""
        if self.weighing is None:
            return ()
        return tuple((self.row(each.dimension), each) for each in self.weighing.reactions)

    @property
    def weights_matter(self) -> bool:
        """Whether weights can move the overall to another nearest rung."""
        return self.weighing is not None and nearest_rung(self.weighing.lowest) < nearest_rung(self.weighing.highest)

    @property
    def tested(self) -> tuple[DimensionRow, ...]:
        return tuple(row for row in self.rows if row.tested)

    @property
    def differing(self) -> tuple[DimensionRow, ...]:
        """The dimensions in which departments differ by more than chance, the largest effect first."""
        found = [(row, row.difference.test) for row in self.rows if row.differs]
        return tuple(row for row, test in sorted(found, key=lambda each: -each[1].effect if each[1] else 0.0))

    def row(self, dimension: str) -> DimensionRow:
        return next(row for row in self.rows if row.dimension.key == dimension)


def page_of(
    model: Model, votes: Sequence[Vote], targets: Mapping[str, int], reasons: Mapping[str, str], session: int | None
) -> AssessmentPage:
    """The whole assessment, or what one session says. ``targets`` and ``reasons``: by dimension."""
    sessions = tuple(dict.fromkeys(vote.session for vote in votes))
    chosen = next((each for each in sessions if each.pk == session), None)
    found = findings_of(model, (vote for vote in votes if chosen is None or vote.session == chosen), targets)
    overall = found.assessment.overall
    rows = tuple(
        row_of(each, found.assessment.dimensions[each.key], found.differences[each.key], reasons.get(each.key, ""))
        for each in model.dimensions
    )
    departments = departments_of(rows, overall)
    return AssessmentPage(
        model=model,
        sessions=sessions,
        session=chosen,
        overall=overall,
        stair=stair_of(overall),
        rows=rows,
        departments=departments,
        any_hidden=any(cell and not cell.shown for _name, cells, _whole in departments for cell in cells),
        probabilities=segments(overall.probabilities or ()),
        weighing=found.weighing,
    )


def row_of(dimension: ModelDimension, found: Score, difference: Difference, reason: str) -> DimensionRow:
    return DimensionRow(dimension, found, strip_of(found), reason, difference)


def interval_of(found: Score) -> tuple[float, float] | None:
    return (found.interval.low, found.interval.high) if found.interval else None


def strip_of(found: Score) -> Strip:
    return strip(found.distribution or (), mean=found.mean, interval=interval_of(found), target=found.target)


def stair_of(found: Score) -> Stair:
    return stair(mean=found.mean, interval=interval_of(found), target=found.target)


def departments_of(
    rows: Sequence[DimensionRow], overall: Score
) -> tuple[tuple[str, Sequence[DepartmentScore | None], DepartmentScore | None], ...]:
    """Departments × dimensions; None where the department did not answer."""
    columns = [{each.department: each for each in row.score.departments} for row in rows]
    whole = {each.department: each for each in overall.departments}
    names = sorted(set(whole).union(*columns)) if columns else []
    return tuple((name, [column.get(name) for column in columns], whole.get(name)) for name in names)

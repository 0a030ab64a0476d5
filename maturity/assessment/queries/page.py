"""The assessment as a whole: where the house stands, its departments, largest gaps and disagreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maturity.assessment.models import Target
from maturity.charts.ladder import Segment, Stair, Strip, segments, stair, strip
from maturity.clients.models import Engagement
from maturity.framework.rules import Dimension, Model
from maturity.methods.departments import Difference, Verdict
from maturity.methods.scale import nearest_rung
from maturity.methods.scoring import DepartmentScore, Reaction, Score, State, Weighing
from maturity.web.order import in_order

from ..domain.findings import findings_of
from ..domain.votes import SessionChoice
from .facts import AssessmentFacts, assessment_facts, rungs_aimed_at


@dataclass(frozen=True)
class Row:
    """One dimension of the assessment: what it is, what was found, and its row of the ladder picture."""

    dimension: Dimension
    score: Score
    strip: Strip
    reason: str
    difference: Difference

    @property
    def found(self) -> bool:
        return self.score.state == State.ENOUGH

    @property
    def differs(self) -> bool:
        """Whether its departments differ by more than chance."""
        return self.difference.verdict is Verdict.DIFFER

    @property
    def may_be_chance(self) -> bool:
        return self.difference.verdict is Verdict.MAY_BE_CHANCE

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
class Cell:
    """A department's mean in a dimension. ``rung`` gives the colour; nothing where it must not be shown on its own."""

    mean: float | None
    rung: int | None
    differs: bool
    n: int


@dataclass(frozen=True)
class DepartmentRow:
    department: str
    cells: tuple[Cell | None, ...]
    overall: Cell | None


@dataclass(frozen=True)
class AssessmentPage:
    """Everything that the assessment page and the report's first chapters show."""

    model: Model
    sessions: tuple[SessionChoice, ...]
    session: SessionChoice | None
    overall: Score
    stair: Stair
    rows: tuple[Row, ...]
    departments: tuple[DepartmentRow, ...]
    any_hidden: bool
    probabilities: tuple[Segment, ...]
    weighing: Weighing | None

    @property
    def found(self) -> bool:
        return self.overall.state == State.ENOUGH

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The dimensions furthest below their target, the largest gap first."""
        behind = [row for row in self.rows if row.score.gap is not None and row.score.gap > 0]
        return tuple(sorted(behind, key=lambda row: (-(row.score.gap or 0), row.dimension.key))[:5])

    @property
    def disagreements(self) -> tuple[Row, ...]:
        """Split dimensions first, then those where the room agrees least."""
        known = [row for row in self.rows if row.score.agreement is not None]
        return tuple(
            sorted(known, key=lambda row: (row.score.split is None, row.score.agreement, row.dimension.key))[:5]
        )

    @property
    def splits(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.score.split)

    @property
    def weakest(self) -> Row | None:
        return self.row(self.weighing.weakest) if self.weighing else None

    @property
    def moves_most(self) -> Reaction | None:
        return self.weighing.moves_most if self.weighing else None

    @property
    def moving_row(self) -> Row | None:
        return self.row(self.moves_most.dimension) if self.moves_most else None

    @property
    def reactions(self) -> tuple[tuple[Row, Reaction], ...]:
        """Each dimension that counts, with what the overall would be without it."""
        if self.weighing is None:
            return ()
        return tuple((self.row(each.dimension), each) for each in self.weighing.reactions)

    @property
    def weights_matter(self) -> bool:
        """Whether weights can move the overall to another nearest rung."""
        return self.weighing is not None and nearest_rung(self.weighing.lowest) < nearest_rung(self.weighing.highest)

    @property
    def tested(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.tested)

    @property
    def differing(self) -> tuple[Row, ...]:
        """The dimensions in which departments differ by more than chance, the largest effect first."""
        found = [(row, row.difference.test) for row in self.rows if row.differs]
        return tuple(row for row, test in sorted(found, key=lambda each: -each[1].effect if each[1] else 0.0))

    def row(self, dimension: str) -> Row:
        return next(row for row in self.rows if row.dimension.key == dimension)


def assessment_page(
    engagement: Engagement, session_id: int | None = None, facts: AssessmentFacts | None = None
) -> AssessmentPage:
    """The whole assessment, from ``facts`` where somebody has read them."""
    facts = facts or assessment_facts(engagement)
    model, votes, targets = facts.model, facts.votes, facts.targets
    sessions = tuple(dict.fromkeys(vote.session for vote in votes))
    chosen = next((each for each in sessions if each.pk == session_id), None)
    found = findings_of(
        model, (vote for vote in votes if chosen is None or vote.session == chosen), rungs_aimed_at(targets)
    )
    overall = found.assessment.overall
    rows = tuple(
        row_of(each, found.assessment.dimensions[each.key], targets, found.differences[each.key])
        for each in model.dimensions
    )
    departments = department_rows(rows, overall)
    return AssessmentPage(
        model=model,
        sessions=sessions,
        session=chosen,
        overall=overall,
        stair=stair_of(overall),
        rows=rows,
        departments=departments,
        any_hidden=any(cell and cell.mean is None for each in departments for cell in each.cells),
        probabilities=segments(overall.probabilities or ()),
        weighing=found.weighing,
    )


def row_of(dimension: Dimension, found: Score, targets: Mapping[str, Target], difference: Difference) -> Row:
    target = targets.get(dimension.key)
    return Row(dimension, found, strip_of(found), target.reason if target else "", difference)


def interval_of(found: Score) -> tuple[float, float] | None:
    return (found.interval.low, found.interval.high) if found.interval else None


def strip_of(found: Score) -> Strip:
    return strip(found.distribution or (), mean=found.mean, interval=interval_of(found), target=found.target)


def stair_of(found: Score) -> Stair:
    return stair(mean=found.mean, interval=interval_of(found), target=found.target)


def department_rows(rows: Sequence[Row], overall: Score) -> tuple[DepartmentRow, ...]:
    """Departments × dimensions; a cell is None where the department did not answer."""
    cells = [{each.department: cell_of(each) for each in row.score.departments} for row in rows]
    whole = {each.department: cell_of(each) for each in overall.departments}
    names = in_order(set(whole).union(*cells)) if cells else []
    return tuple(DepartmentRow(name, tuple(column.get(name) for column in cells), whole.get(name)) for name in names)


def cell_of(department: Any) -> Cell:
    mean = department.mean
    return Cell(mean, None if mean is None else nearest_rung(mean), department.differs, department.n)

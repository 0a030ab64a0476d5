"""The assessment as a whole: where the house stands, its departments, largest gaps and disagreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from maturity.assessment.models import Target
from maturity.charts.ladder import Stair, Strip, stair, strip
from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Dimension, Model
from maturity.methods.scoring import Assessment, Ballot, Score, State, assess

from .votes import SessionChoice, ballots_of, newest, votes_of


@dataclass(frozen=True)
class Row:
    """One dimension of the assessment: what it is, what was found, and its row of the ladder picture."""

    dimension: Dimension
    score: Score
    strip: Strip
    reason: str

    @property
    def found(self) -> bool:
        return self.score.state == State.ENOUGH


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
        found = [row for row in self.rows if row.score.mean is not None]
        return min(found, key=lambda row: row.score.mean or 0, default=None)


@lru_cache(maxsize=64)
def assessed(
    dimensions: tuple[str, ...], ballots: tuple[Ballot, ...], targets: tuple[tuple[str, int], ...]
) -> Assessment:
    """The scores, worked out once for the same ballots and targets."""
    grouped: dict[str, list[Ballot]] = {dimension: [] for dimension in dimensions}
    for ballot in ballots:
        grouped[ballot.statement.rpartition(".")[0]].append(ballot)
    return assess(grouped, dict(targets))


def assessment_page(engagement: Engagement, session_id: int | None = None) -> AssessmentPage:
    """The whole assessment in three queries: the framework, the revealed ballots, the targets."""
    model = model_of(framework_of(engagement))
    votes = votes_of(engagement)
    sessions = tuple(dict.fromkeys(vote.session for vote in votes))
    chosen = next((each for each in sessions if each.pk == session_id), None)
    known = {dimension.key for dimension in model.dimensions}
    counted = [
        vote
        for vote in newest(vote for vote in votes if chosen is None or vote.session == chosen)
        if vote.statement.rpartition(".")[0] in known
    ]
    targets = targets_of(engagement)
    found = assessed(
        tuple(dimension.key for dimension in model.dimensions),
        ballots_of(counted),
        tuple((key, target.rung) for key, target in targets.items() if key in known),
    )
    rows = tuple(row_of(dimension, found.dimensions[dimension.key], targets) for dimension in model.dimensions)
    departments = department_rows(rows, found.overall)
    return AssessmentPage(
        model=model,
        sessions=sessions,
        session=chosen,
        overall=found.overall,
        stair=stair_of(found.overall),
        rows=rows,
        departments=departments,
        any_hidden=any(cell and cell.mean is None for each in departments for cell in each.cells),
    )


def targets_of(engagement: Engagement) -> dict[str, Target]:
    """The targets by dimension key, in the order of the framework."""
    return {each.dimension.key: each for each in engagement.targets.select_related("dimension")}


def row_of(dimension: Dimension, found: Score, targets: Mapping[str, Target]) -> Row:
    target = targets.get(dimension.key)
    return Row(dimension, found, strip_of(found), target.reason if target else "")


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
    names = sorted(set(whole).union(*cells)) if cells else []
    return tuple(DepartmentRow(name, tuple(column.get(name) for column in cells), whole.get(name)) for name in names)


def cell_of(department: Any) -> Cell:
    mean = department.mean
    return Cell(mean, None if mean is None else max(1, min(5, round(mean))), department.differs, department.n)

"""What a room decided on a statement: the claimed rung beside what the evidence bears out, and who did not agree."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dissenter:
    """A dissent with the department that it came from, if that was said."""

    department: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of one statement in the newest session that voted on it."""

    statement: str
    session: str
    session_id: int
    position: int
    decided: int | None
    decision: str
    evidenced: int | None
    evidence: str
    dissents: tuple[Dissenter, ...]

    @property
    def capped(self) -> bool:
        """Whether more was claimed than the evidence bears out."""
        return bool(self.decided and self.evidenced and self.evidenced < self.decided)

    @property
    def told(self) -> bool:
        """Whether anything was written down."""
        return bool(self.decided or self.decision or self.evidenced or self.evidence or self.dissents)

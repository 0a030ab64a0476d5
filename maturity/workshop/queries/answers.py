"""What one participant has said in a session: his own to see, to take along and to delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from maturity.framework.rules import Model

from ..models import Ball, Ballot, Card, Dissent, Participant, Session, SessionStatement
from ..rules import Phase, SessionState
from .texts import model_shared


@dataclass(frozen=True)
class Given:
    """One ballot as its voter sees it: statement and rung in words, ``rung`` None is "don't know"; ``open`` while it
    can be changed, ``hidden`` where the facilitator hid the comment."""

    statement: str
    position: int
    text: str
    round: int
    rung: int | None
    rung_name: str
    comment: str
    hidden: bool
    responsible: bool
    open: bool
    at: datetime


@dataclass(frozen=True)
class Said:
    """A dissent, and the statement that it is about."""

    text: str
    dissent: str


@dataclass(frozen=True)
class Written:
    """A card on the board: its kind in words, and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Dropped:
    """The ball of the closing round: 1 to 5, and why."""

    score: int
    word: str


@dataclass(frozen=True)
class Answers:
    """All that a participant has said in a session."""

    participant: Participant
    ballots: tuple[Given, ...]
    dissents: tuple[Said, ...]
    cards: tuple[Written, ...]
    ball: Dropped | None

    @property
    def closed(self) -> bool:
        return self.participant.session.state == SessionState.CLOSED

    @property
    def by_statement(self) -> list[tuple[int, list[Given]]]:
        """The ballots under their statement's place in the session."""
        return [(position, list(each)) for position, each in groupby(self.ballots, attrgetter("position"))]

    @property
    def empty(self) -> bool:
        return not (self.ballots or self.dissents or self.cards or self.ball)


def answers_of(participant: Participant) -> Answers:
    """What ``participant`` has said; four queries, and one more in a minute for the texts."""
    rows = list(
        Ballot.objects.filter(participant=participant)
        .select_related("round__session_statement__statement__dimension__framework")
        .defer("round__session_statement__statement__dimension__framework__source")
        .order_by("round__session_statement__position", "round__number")
    )
    dissents = list(
        Dissent.objects.filter(participant=participant)
        .select_related("session_statement__statement__dimension__framework")
        .defer("session_statement__statement__dimension__framework__source")
        .order_by("session_statement__position")
    )
    ball = Ball.objects.filter(participant=participant).first()
    return Answers(
        participant=participant,
        ballots=tuple(_given(row, participant.language) for row in rows),
        dissents=tuple(_said(row, participant.language) for row in dissents),
        cards=_cards(Card.objects.filter(participant=participant).order_by("pk")),
        ball=Dropped(ball.score, ball.word) if ball else None,
    )


def sessions_joined(key_hashes: Sequence[str]) -> list[Session]:
    """The sessions that a browser holds these keys to, the newest first."""
    return list(Session.objects.filter(participants__key_hash__in=key_hashes).order_by("-pk").distinct())


def _given(row: Ballot, language: str) -> Given:
    asked = row.round.session_statement
    model, key = _model_and_key(asked)
    return Given(
        statement=key,
        position=asked.position,
        text=model.statement(key).text.in_(language),
        round=row.round.number,
        rung=row.rung,
        rung_name=next((rung.name.in_(language) for rung in model.rungs if rung.number == row.rung), ""),
        comment=row.comment,
        hidden=row.comment_hidden,
        responsible=row.responsible,
        open=row.round.phase == Phase.VOTING,
        at=row.cast_at,
    )


def _said(row: Dissent, language: str) -> Said:
    model, key = _model_and_key(row.session_statement)
    return Said(model.statement(key).text.in_(language), row.text)


def _model_and_key(asked: SessionStatement) -> tuple[Model, str]:
    statement = asked.statement
    return model_shared(statement.dimension.framework), f"{statement.dimension.key}.{statement.number}"


def _cards(rows: Iterable[Card]) -> tuple[Written, ...]:
    return tuple(Written(row.get_kind_display(), row.text) for row in rows)

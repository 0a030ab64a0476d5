"""What is asked, in the reader's language."""

from dataclasses import dataclass

from maturity.framework.models import Framework
from maturity.framework.models import Statement as StatementRow
from maturity.framework.queries import model_of
from maturity.framework.rules import Model
from maturity.web.process_cache import TEXTS, shared


@dataclass(frozen=True)
class Card:
    """One rung as a statement describes it: its number, its name on the ladder, what one would see."""

    number: int
    name: str
    text: str


@dataclass(frozen=True)
class Wording:
    """A statement as people read it: dimension, what is scored, and the five cards, lowest first."""

    dimension: str
    text: str
    cards: tuple[Card, ...]


def model_shared(framework: Framework) -> Model:
    """The framework's model, fetched once a minute and process: its text is long, and a thousand phones ask for it.

    ``framework`` may have its ``source`` deferred.
    """
    return shared(("model", framework.pk, framework.loaded_at), TEXTS, lambda: model_of(framework))


def wording(model: Model, row: StatementRow, language: str) -> Wording:
    """A statement's texts in ``language``; ``row`` with its dimension."""
    statement = model.statement(f"{row.dimension.key}.{row.number}")
    return Wording(
        dimension=model.dimension(row.dimension.key).name.in_(language),
        text=statement.text.in_(language),
        cards=tuple(
            Card(rung.number, rung.name.in_(language), text.in_(language))
            for rung, text in zip(model.rungs, statement.rungs, strict=True)
        ),
    )


def rung_names(model: Model, language: str) -> dict[int, str]:
    """The ladder's names: ``{1: "Resistant", …}``."""
    return {rung.number: rung.name.in_(language) for rung in model.rungs}

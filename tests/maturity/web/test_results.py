"""Results that are kept: the same after they were read, and never guessed from a row of another version."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec
import pytest
from django.db import models

from maturity.web.results import ResultField


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    amount: Decimal
    colour: Colour


@dataclass(frozen=True)
class Whole:
    day: date
    parts: tuple[Part, ...]
    by_number: dict[int, tuple[float, ...]]
    missing: float | None = None


WHOLE = Whole(date(2027, 1, 31), (Part(Decimal("1.50"), Colour.RED),), {7: (0.1 + 0.2, 1e-300)})
FIELD = ResultField(Whole, version=2)


def written(value, field=FIELD) -> str:
    return msgspec.json.encode(field.get_prep_value(value)).decode()


def test_result_is_read_as_it_was_written():
    assert FIELD.read(written(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"day": "2027-01-31"}',
        written(WHOLE, ResultField(Whole, version=1)),
        written(WHOLE, ResultField(Whole, version=3)),
        '{"version": 2, "result": {"day": "2027-01-31"}}',
        '{"version": "two"}',
        '{"version": 2}',
        "[]",
    ],
)
def test_row_of_another_version_or_shape_is_no_result(text):
    assert FIELD.read(text) is None


def test_database_knows_a_column_of_json_only():
    assert FIELD.deconstruct()[1:] == ("django.db.models.JSONField", [], {})
    assert isinstance(FIELD.clone(), ResultField)
    assert models.JSONField().deconstruct()[1:] == FIELD.deconstruct()[1:]

"""A price keeps its decimals where whole units would hide what matters."""

import pytest

from maturity.web.formats import price


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (48, "da", "48\u00a0kr."),
        (0.06, "da", "0,06\u00a0kr."),
        (1234.5, "da", "1.234,50\u00a0kr."),
        (0.4, "en", "DKK\u00a00.40"),
        (0, "sv", "0\u00a0Dkr"),
        (None, "da", "–"),
    ],
)
def test_price_in_each_language(value: float | None, language: str, written: str) -> None:
    assert price(value, "DKK", language) == written

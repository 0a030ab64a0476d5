"""Modified internal rates, discounted paybacks and mixed investments as printed elsewhere."""

import pytest

from roadmap.methods.cashflow import discounted_payback, modified_internal_rate, npv, payback
from roadmap.methods.rates import internal_rates_of_many


def test_modified_rate_of_the_excel_documentation():
    """Microsoft, documentation of MIRR: −120,000, 39,000, 30,000, 21,000, 37,000, 46,000; financed at 10 %, put aside
    at 12 %: 12.61 % after five years, −4.80 % after three, and 13.48 % put aside at 14 %."""
    flows = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
    assert modified_internal_rate(flows, 0.10, 0.12) == pytest.approx(0.1261, abs=0.00005)
    assert modified_internal_rate(flows[:4], 0.10, 0.12) == pytest.approx(-0.0480, abs=0.00005)
    assert modified_internal_rate(flows, 0.10, 0.14) == pytest.approx(0.1348, abs=0.00005)


def test_modified_rate_of_the_oil_pump():
    """Lorie and Savage, Journal of Business 28 (1955): two internal rates, 25 % and 400 %; one modified rate, by hand:
    at 10 % both ways (10,000 · 1.1 / (1,600 + 10,000 / 1.21))^½ − 1."""
    expected = (11_000 / (1_600 + 10_000 / 1.21)) ** 0.5 - 1
    assert modified_internal_rate([-1_600, 10_000, -10_000], 0.10, 0.10) == pytest.approx(expected)


def test_rates_of_the_rows_of_the_excel_documentation_side_by_side():
    """Microsoft, documentation of IRR, and Lorie and Savage (1955): one, one and two rates in one table."""
    found = internal_rates_of_many(
        [
            [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000],
            [-70_000, 12_000, 15_000, 18_000, 21_000, 0],
            [-1_600, 10_000, -10_000, 0, 0, 0],
        ]
    )
    assert found.rate[:2] == pytest.approx([0.087, -0.021], abs=0.0005)
    assert found.several[2] == pytest.approx((0.25, 4.0))


def test_discounted_payback_of_the_projects_in_brealey_and_myers():
    """Principles of Corporate Finance, 10th ed. 2011, ch. 5.2: at 10 % project A (−2,000, 500, 500, 5,000) pays back
    in its third year, B (−2,000, 500, 1,800) never, C (−2,000, 1,800, 500) in its second."""
    assert 2 < discounted_payback(0.10, [-2_000, 500, 500, 5_000]) <= 3
    assert discounted_payback(0.10, [-2_000, 500, 1_800, 0]) is None
    assert 1 < discounted_payback(0.10, [-2_000, 1_800, 500, 0]) <= 2
    assert payback([-2_000, 1_800, 500, 0]) < discounted_payback(0.10, [-2_000, 1_800, 500, 0])
    assert npv(0.10, [-2_000, 1_800, 500, 0]) == pytest.approx(50, abs=0.5)

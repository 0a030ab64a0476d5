"""Net present values, internal rates and paybacks as printed elsewhere."""

import pytest

from roadmap.methods.cashflow import discounted_payback, internal_rates, npv, payback


def test_npv_of_the_office_block_in_brealey_and_myers():
    """Brealey, Myers, Allen, Principles of Corporate Finance, ch. 2.1: 370,000 now, 420,000 in a year, 5 %."""
    assert npv(0.05, [-370_000, 420_000]) == pytest.approx(30_000)


def test_npv_of_the_excel_documentation():
    """Microsoft, documentation of NPV: 10 %, −10,000 a year from today, then 3,000, 4,200, 6,800: 1,188.44."""
    assert npv(0.10, [0, -10_000, 3_000, 4_200, 6_800]) == pytest.approx(1_188.44, abs=0.005)


def test_internal_rate_of_the_excel_documentation():
    """Microsoft, documentation of IRR: −70,000, 12,000, 15,000, 18,000, 21,000 gives −2.1 %, with 26,000 more 8.7 %."""
    assert internal_rates([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]) == pytest.approx([0.087], abs=0.0005)
    assert internal_rates([-70_000, 12_000, 15_000, 18_000, 21_000]) == pytest.approx([-0.021], abs=0.0005)


def test_two_internal_rates_of_the_oil_pump():
    """Lorie and Savage, Journal of Business 28 (1955): −1,600, 10,000, −10,000 has internal rates of 25 % and 400 %."""
    assert internal_rates([-1_600, 10_000, -10_000]) == pytest.approx([0.25, 4.0])
    assert internal_rates([-4_000, 25_000, -25_000]) == pytest.approx([0.25, 4.0])


def test_no_internal_rate_in_brealey_and_myers():
    """Principles of Corporate Finance, ch. 5.3: 1,000, −3,000, 2,500 has no internal rate; NPV at 10 % is 339."""
    assert internal_rates([1_000, -3_000, 2_500]) == ()
    assert npv(0.10, [1_000, -3_000, 2_500]) == pytest.approx(339, abs=0.5)


def test_payback_of_the_three_projects_in_brealey_and_myers():
    """Principles of Corporate Finance, table 5.1: projects A, B, C pay back in 3, 2, 2 years; NPV at 10 %."""
    assert payback([-2_000, 500, 500, 5_000]) == pytest.approx(2.2)
    assert payback([-2_000, 500, 1_800, 0]) == pytest.approx(1 + 1_500 / 1_800)
    assert payback([-2_000, 1_800, 500, 0]) == pytest.approx(1.4)
    assert [
        round(npv(0.10, row)) for row in ([-2_000, 500, 500, 5_000], [-2_000, 500, 1_800, 0], [-2_000, 1_800, 500, 0])
    ] == [
        2_624,
        -58,
        50,
    ]
    assert discounted_payback(0.10, [-2_000, 500, 1_800, 0]) is None

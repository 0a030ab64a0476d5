import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.cashflow import internal_rates, modified_internal_rate, npv
from roadmap.methods.rates import internal_rates_of_many
from tests.reference.rates import internal_rate_by_halving

amounts = st.integers(-1000, 1000)
tables = st.integers(1, 9).flatmap(
    lambda periods: st.lists(st.lists(amounts, min_size=periods, max_size=periods), min_size=1, max_size=6)
)
investments = st.tuples(
    st.lists(st.integers(-1000, -1), min_size=1, max_size=4), st.lists(st.integers(1, 1000), min_size=1, max_size=16)
).map(lambda parts: [*parts[0], *parts[1]])


def rates_of(found, row):
    return found.several.get(row, (found.rate[row],) if found.count[row] else ())


@given(tables)
def test_rates_of_many_are_those_of_each(table):
    found = internal_rates_of_many(table)
    for row, flows in enumerate(table):
        expected = internal_rates(flows)
        assert found.count[row] == len(expected)
        assert rates_of(found, row) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(st.lists(investments, min_size=1, max_size=5))
def test_one_rate_of_an_investment_is_found_by_halving_too(rows):
    longest = max(map(len, rows))
    table = [flows + [1] * (longest - len(flows)) for flows in rows]
    found = internal_rates_of_many(table)
    assert found.count.tolist() == [1] * len(table)
    assert found.rate == pytest.approx([internal_rate_by_halving(flows) for flows in table], rel=1e-9, abs=1e-9)


@given(st.lists(st.lists(amounts, min_size=5, max_size=5), min_size=1, max_size=3), st.sampled_from([1e-9, 7, 1e9]))
def test_rates_do_not_change_with_the_currency(table, factor):
    table = [[-abs(flows[0]) - 1, *map(abs, flows[1:]), 1] for flows in table]
    plain, scaled = internal_rates_of_many(table), internal_rates_of_many(np.array(table) * factor)
    assert scaled.rate == pytest.approx(plain.rate, rel=1e-9, abs=1e-9)


def test_rows_with_several_rates_or_none_are_named_beside_those_with_one():
    found = internal_rates_of_many(
        [[-100, 60, 60, 0], [-4000, 25_000, -25_000, 0], [100, 50, 0, 0], [0, 0, 0, 0], [1000, -3000, 2500, 0],
         [-1, 6, -11, 6], [0, -100, 0, 121]]
    )  # fmt: skip
    assert found.count.tolist() == [1, 2, 0, 0, 0, 3, 1]
    assert found.rate[[0, 6]] == pytest.approx([0.13066239, 0.1])
    assert np.isnan(found.rate[1:6]).all()
    assert sorted(found.several) == [1, 5]
    assert found.several[1] == pytest.approx((0.25, 4.0))
    assert found.several[5] == pytest.approx((0.0, 1.0, 2.0), abs=1e-9)


def test_rates_far_from_zero_are_found():
    found = internal_rates_of_many([[-1, 0, 0, 1e12], [-1e12, 0, 0, 1], [-100, 99, 0, 1e-6]])
    assert found.rate == pytest.approx([9_999, -0.9999, internal_rates([-100, 99, 0, 1e-6])[0]])


def test_more_rows_than_a_block_keep_their_places():
    table = np.column_stack([-np.ones(10_000), 1 + np.arange(10_000) / 1e4])
    assert internal_rates_of_many(table).rate == pytest.approx(np.arange(10_000) / 1e4, abs=1e-12)


def test_no_rows_have_no_rates():
    assert internal_rates_of_many(np.empty((0, 3))).rate.tolist() == []


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        ([1, 2], "rows"),
        ([[]], "at least one period"),
        ([[1, 2], [1]], "one length"),
        ([["a", 2]], "numbers"),
        ([[1, np.nan]], "finite"),
        ([[1, np.inf]], "finite"),
    ],
)
def test_tables_that_are_none_are_refused(flows, message):
    with pytest.raises(ValueError, match=message):
        internal_rates_of_many(flows)


@given(investments, st.floats(0, 0.5))
def test_modified_rate_lies_between_the_internal_rate_and_the_rate_of_capital(flows, rate):
    (internal,) = internal_rates(flows)
    modified = modified_internal_rate(flows, rate, rate)
    assert min(internal, rate) - 1e-9 <= modified <= max(internal, rate) + 1e-9


@given(investments, st.floats(0, 0.5))
def test_modified_rate_exceeds_the_rate_of_capital_where_the_value_is_positive(flows, rate):
    value = npv(rate, flows)
    if abs(value) > 1e-6:
        assert (modified_internal_rate(flows, rate, rate) > rate) == (value > 0)


def test_modified_rate_is_none_where_nothing_is_laid_out_or_comes_back():
    assert [modified_internal_rate(flows, 0.1, 0.1) for flows in ([5], [-5], [1, 2], [-1, -2], [0, 0])] == [None] * 5


@pytest.mark.parametrize("rate", [-1, -2, float("nan"), float("inf")])
def test_modified_rate_refuses_rates_of_minus_one_or_less(rate):
    for rates in ((rate, 0.1), (0.1, rate)):
        with pytest.raises(ValueError, match="rate"):
            modified_internal_rate([-1, 2], *rates)

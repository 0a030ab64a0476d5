"""Each guard-rail on one portfolio that keeps it and one that does not."""

from dataclasses import replace
from datetime import date

import pytest

from roadmap.initiatives.rules import Candidate, Fault, MeasureLine, Rail, SystemLine, check, next_key

TODAY = date(2027, 6, 30)
MEASURE = MeasureLine("Answered", review=date(2027, 9, 30))
PLAN = Candidate(pk=1, key="A1", title="Mandate", kind="organisation", owner="Sales", dimensions=frozenset({"care"}))
SHOP = Candidate(pk=2, key="C2", title="Shop", kind="software", owner="IT", dimensions=frozenset({"care"}))


def found(rail: Rail, *portfolio: Candidate) -> list[tuple[str | None, str, tuple[str, ...]]]:
    """What one guard-rail finds: key, fault, facts."""
    result = next(each for each in check(portfolio, TODAY) if each.rail == rail)
    return [(each.candidate and each.candidate.key, each.fault.value, each.facts) for each in result.findings]


STEP = replace(PLAN, key="B1", kind="experiment", after=("A1",))
OVER_A_STEP = (PLAN, STEP, replace(SHOP, after=("B1",)))
CASES = [
    (Rail.PLAN_FIRST, (PLAN, replace(SHOP, after=("A1",))), []),
    (Rail.PLAN_FIRST, OVER_A_STEP, []),
    (Rail.PLAN_FIRST, (PLAN, SHOP), [("C2", "nothing-before", ("A1",))]),
    (Rail.PLAN_FIRST, (SHOP, replace(PLAN, after=("C2",))), [("C2", "nothing-before", ())]),
    (Rail.PLAN_FIRST, (PLAN, replace(SHOP, argument="A pilot of a week")), []),
    (Rail.MEASURED, (replace(PLAN, measures=(MEASURE,)),), []),
    (Rail.MEASURED, (PLAN,), [("A1", "no-measure", ())]),
    (
        Rail.MEASURED,
        (replace(PLAN, measures=(MeasureLine("Answered", target=False),)),),
        [("A1", "incomplete", ("Answered", "target", "review"))],
    ),
    (Rail.OTHERS_RATE, (replace(PLAN, raters=frozenset({"Sales", "IT"})),), []),
    (Rail.OTHERS_RATE, (replace(PLAN, raters=frozenset({"Sales"})),), [("A1", "owner-alone", ("Sales",))]),
    (Rail.OTHERS_RATE, (PLAN,), [("A1", "unrated", ())]),
    (Rail.RAMP, (replace(PLAN, ramps=(("retention", 2),)),), []),
    (
        Rail.RAMP,
        (replace(PLAN, ramps=(("retention", None), ("price", 0))),),
        [("A1", "no-ramp", ("retention", "price"))],
    ),
    (Rail.RAMP, (replace(PLAN, ramps=(("price", 0),), argument="The price list changes overnight"),), []),
    (
        Rail.ALL_NAMED,
        (replace(PLAN, touched=frozenset({"Sales", "IT"}), named=frozenset({"IT"}), executive="CEO"),),
        [],
    ),
    (Rail.ALL_NAMED, (replace(PLAN, touched=frozenset({"IT"}), executive="CEO"),), [("A1", "unnamed", ("IT",))]),
    (Rail.ALL_NAMED, (replace(PLAN, named=frozenset({"IT"})),), [("A1", "no-executive", ())]),
    (Rail.ALL_NAMED, (replace(PLAN, touched=frozenset({"Sales"})),), []),
    (Rail.EXPERIMENTS, (PLAN, replace(SHOP, kind="experiment")), []),
    (Rail.EXPERIMENTS, (PLAN, SHOP), [(None, "no-experiment", ())]),
    (Rail.DATA_OWNED, (replace(SHOP, systems=(SystemLine("CRM", "Sales", "personal"),)),), []),
    (
        Rail.DATA_OWNED,
        (replace(SHOP, systems=(SystemLine("CRM", "Sales", ""), SystemLine("App", "", "personal"))),),
        [("C2", "data-unowned", ("CRM", "App"))],
    ),
    (Rail.DATA_OWNED, (replace(PLAN, systems=(SystemLine("CRM"),)),), []),
    (Rail.MEASURE_LOOP, (replace(PLAN, measures=(MEASURE,)),), []),
    (
        Rail.MEASURE_LOOP,
        (replace(PLAN, measures=(replace(MEASURE, review=date(2027, 3, 31)),)),),
        [("A1", "review-passed", ("Answered",))],
    ),
    (
        Rail.MEASURE_LOOP,
        (replace(PLAN, measures=(replace(MEASURE, review=date(2027, 3, 31), read=date(2027, 3, 1)),)),),
        [],
    ),
    (Rail.MEASURE_LOOP, (replace(PLAN, measures=(replace(MEASURE, review=None),)),), [("A1", "no-review", ())]),
]


@pytest.mark.parametrize(("rail", "portfolio", "expected"), CASES)
def test_guard_rail(rail, portfolio, expected):
    assert found(rail, *portfolio) == expected


def test_every_guard_rail_is_seen_to_hold_and_to_fail():
    assert {(rail, not expected) for rail, _portfolio, expected in CASES} == {
        (rail, holds) for rail in Rail for holds in (True, False)
    }


def test_every_fault_is_seen():
    assert {fault for _rail, _portfolio, expected in CASES for _key, fault, _facts in expected} == set(Fault.values)


def test_overruled_guard_rail_quotes_the_argument():
    bold = replace(SHOP, argument="A pilot of a week")
    assert check([bold], TODAY)[0].argued == (bold,)


def test_share_of_experiments_is_of_the_effort():
    portfolio = (replace(PLAN, effort=9.0), replace(SHOP, kind="experiment", effort=1.0))
    assert next(each.share for each in check(portfolio, TODAY) if each.rail == Rail.EXPERIMENTS) == 0.1


def test_empty_portfolio_breaks_nothing():
    assert [each.findings for each in check((), TODAY)] == [()] * 8


def test_next_key_is_the_first_that_is_free():
    assert next_key(["n1", "N3", "A1"]) == "N2"

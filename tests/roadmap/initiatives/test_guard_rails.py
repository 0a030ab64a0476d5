"""Each guard-rail on one portfolio that keeps it and one that does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from roadmap.initiatives.domain.facts import (
    BenefitFacts,
    DepartmentFacts,
    DimensionFacts,
    EffortFacts,
    InitiativeFacts,
    MeasureFacts,
    Neighbour,
    TouchpointFacts,
)
from roadmap.initiatives.domain.guard_rails import Systems, check
from roadmap.initiatives.rules import Fault, Rail, next_key
from roadmap.methods.prioritisation import Estimate

TODAY = date(2027, 6, 30)
MEASURE = MeasureFacts(1, "Answered", "leading", "%", Decimal(40), Decimal(80), date(2027, 9, 30), None)
PLAN = InitiativeFacts(
    pk=1,
    key="A1",
    title="Mandate",
    kind="organisation",
    department_id=1,
    department="Sales",
    efforts=(),
    other_departments=(),
    dimensions=(DimensionFacts(1, "care"),),
    touchpoints=(),
    after=(),
    estimates=(),
    benefits=(),
    measures=(),
)
SHOP = replace(PLAN, pk=2, key="C2", title="Shop", kind="software", department_id=2, department="IT")
SYSTEMS = Systems([("CRM", "Sales", ""), ("App", "", "personal"), ("Shop", "Sales", "personal")], [])
IT = DepartmentFacts(2, "IT")


def waits_for(key: str) -> tuple[Neighbour, ...]:
    return (Neighbour(0, key, ""),)


def rated_by(*departments: str) -> tuple[Estimate, ...]:
    return tuple(Estimate(f"R-{name}", name, 3, 3) for name in departments)


def gives(**ramps: int | None) -> tuple[BenefitFacts, ...]:
    money = Decimal(1)
    return tuple(BenefitFacts(1, driver, money, money, money, ramp, "") for driver, ramp in ramps.items())


def touches(department: str, systems: str = "") -> tuple[TouchpointFacts, ...]:
    return (TouchpointFacts(1, "Orders", department, systems),)


def takes(department: str, weeks: float) -> tuple[EffortFacts, ...]:
    return (EffortFacts(1, department, Decimal(str(weeks))),)


def found(rail: Rail, *portfolio: InitiativeFacts) -> list[tuple[str | None, str, tuple[str, ...]]]:
    """What one guard-rail finds: key, fault, facts."""
    result = next(each for each in check(portfolio, TODAY, SYSTEMS) if each.rail == rail)
    return [(each.initiative and each.initiative.key, each.fault.value, each.facts) for each in result.findings]


STEP = replace(PLAN, key="B1", kind="experiment", after=waits_for("A1"))
OVER_A_STEP = (PLAN, STEP, replace(SHOP, after=waits_for("B1")))
CASES = [
    (Rail.PLAN_FIRST, (PLAN, replace(SHOP, after=waits_for("A1"))), []),
    (Rail.PLAN_FIRST, OVER_A_STEP, []),
    (Rail.PLAN_FIRST, (PLAN, SHOP), [("C2", "nothing-before", ("A1",))]),
    (Rail.PLAN_FIRST, (SHOP, replace(PLAN, after=waits_for("C2"))), [("C2", "nothing-before", ())]),
    (Rail.PLAN_FIRST, (PLAN, replace(SHOP, argument="A pilot of a week")), []),
    (Rail.MEASURED, (replace(PLAN, measures=(MEASURE,)),), []),
    (Rail.MEASURED, (PLAN,), [("A1", "no-measure", ())]),
    (
        Rail.MEASURED,
        (replace(PLAN, measures=(MEASURE._replace(target=None, review=None),)),),
        [("A1", "incomplete", ("Answered", "target", "review"))],
    ),
    (Rail.OTHERS_RATE, (replace(PLAN, estimates=rated_by("Sales", "IT")),), []),
    (Rail.OTHERS_RATE, (replace(PLAN, estimates=rated_by("Sales")),), [("A1", "owner-alone", ("Sales",))]),
    (Rail.OTHERS_RATE, (PLAN,), [("A1", "unrated", ())]),
    (Rail.RAMP, (replace(PLAN, benefits=gives(retention=2)),), []),
    (
        Rail.RAMP,
        (replace(PLAN, benefits=gives(retention=None, price=0)),),
        [("A1", "no-ramp", ("retention", "price"))],
    ),
    (Rail.RAMP, (replace(PLAN, benefits=gives(price=0), argument="The price list changes overnight"),), []),
    (
        Rail.ALL_NAMED,
        (
            replace(
                PLAN, efforts=takes("Sales", 2), touchpoints=touches("IT"), other_departments=(IT,), executive="CEO"
            ),
        ),
        [],
    ),
    (Rail.ALL_NAMED, (replace(PLAN, efforts=takes("IT", 2), executive="CEO"),), [("A1", "unnamed", ("IT",))]),
    (Rail.ALL_NAMED, (replace(PLAN, other_departments=(IT,)),), [("A1", "no-executive", ())]),
    (Rail.ALL_NAMED, (replace(PLAN, touchpoints=touches("Sales")),), []),
    (Rail.EXPERIMENTS, (PLAN, replace(SHOP, kind="experiment")), []),
    (Rail.EXPERIMENTS, (PLAN, SHOP), [(None, "no-experiment", ())]),
    (Rail.DATA_OWNED, (replace(SHOP, touchpoints=touches("IT", "Shop")),), []),
    (
        Rail.DATA_OWNED,
        (replace(SHOP, touchpoints=touches("IT", "CRM; App")),),
        [("C2", "data-unowned", ("App", "CRM"))],
    ),
    (Rail.DATA_OWNED, (replace(PLAN, touchpoints=touches("Sales", "Ledger")),), []),
    (Rail.MEASURE_LOOP, (replace(PLAN, measures=(MEASURE,)),), []),
    (
        Rail.MEASURE_LOOP,
        (replace(PLAN, measures=(MEASURE._replace(review=date(2027, 3, 31)),)),),
        [("A1", "review-passed", ("Answered",))],
    ),
    (
        Rail.MEASURE_LOOP,
        (replace(PLAN, measures=(MEASURE._replace(review=date(2027, 3, 31), read_on=date(2027, 3, 1)),)),),
        [],
    ),
    (Rail.MEASURE_LOOP, (replace(PLAN, measures=(MEASURE._replace(review=None),)),), [("A1", "no-review", ())]),
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
    assert check([bold], TODAY, SYSTEMS)[0].argued == (bold,)


def test_share_of_experiments_is_of_the_effort():
    portfolio = (replace(PLAN, efforts=takes("Sales", 9)), replace(SHOP, kind="experiment", efforts=takes("IT", 1)))
    assert next(each.share for each in check(portfolio, TODAY, SYSTEMS) if each.rail == Rail.EXPERIMENTS) == 0.1


def test_empty_portfolio_breaks_nothing():
    assert [each.findings for each in check((), TODAY, SYSTEMS)] == [()] * 8


def test_next_key_is_the_first_that_is_free():
    assert next_key(["n1", "N3", "A1"]) == "N2"

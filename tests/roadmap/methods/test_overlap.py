import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.uncertainty import ThreePoint
from roadmap.methods.uncertainty.overlap import Claim, State, guard_overlap

amounts = st.lists(st.integers(-100, 1000), min_size=3, max_size=3).map(lambda three: ThreePoint(*sorted(three)))
claims = st.lists(
    st.builds(Claim, item=st.sampled_from(["a", "b", "c"]), driver=st.sampled_from(["calls", "churn"]), yearly=amounts),
    max_size=6,
)
bases = st.dictionaries(st.sampled_from(["calls", "churn"]), st.integers(0, 1500))


def claim(item: str, low: float, likely: float, high: float, driver: str = "calls") -> Claim:
    return Claim(item, driver, ThreePoint(low, likely, high))


@pytest.mark.parametrize(
    ("base", "counted", "state"),
    [
        # Enough for all, also where all are high.
        (200, [(40, 80, 100), (20, 40, 60)], State.WITHIN),
        # Enough for the likely 120, not for the high 160: 20 of the 40 above it are left.
        (140, [(40, 80, 90), (20, 40, 50)], State.CAPPED),
        # Half of what is likely: everything halves, and nothing is left above.
        (60, [(20, 40, 40), (10, 20, 20)], State.CAPPED),
        (0, [(0, 0, 0), (0, 0, 0)], State.CAPPED),
        (None, [(40, 80, 100), (20, 40, 60)], State.MAY_OVERLAP),
    ],
)
def test_two_items_on_one_driver(base, counted, state):
    made = [claim("portal", 40, 80, 100), claim("chat", 20, 40, 60)]
    found = guard_overlap(made, {} if base is None else {"calls": base})
    assert [(each.yearly.low, each.yearly.likely, each.yearly.high) for each in found.counted] == counted
    assert [(each.driver, each.state, each.items, each.base) for each in found.findings] == [
        ("calls", state, ("portal", "chat"), base)
    ]
    assert found.claimed == tuple(made)


def test_before_and_after_are_both_told():
    (finding,) = guard_overlap([claim("portal", 40, 80, 100), claim("chat", 20, 40, 60)], {"calls": 60}).flags
    assert (finding.claimed, finding.counted) == (ThreePoint(60, 120, 160), ThreePoint(30, 60, 60))


def test_one_item_is_capped_too():
    (finding,) = guard_overlap([claim("portal", 40, 80, 100)], {"calls": 60}).flags
    assert (finding.state, finding.items, finding.counted) == (State.CAPPED, ("portal",), ThreePoint(30, 60, 60))


def test_one_item_without_base_is_no_overlap():
    found = guard_overlap([claim("portal", 40, 80, 100), claim("chat", 20, 40, 60, driver="churn")], {})
    assert ([each.state for each in found.findings], found.flags) == ([State.ALONE, State.ALONE], ())


def test_two_claims_of_one_item_are_not_two_items():
    found = guard_overlap([claim("portal", 4, 8, 10), claim("portal", 2, 4, 6)], {})
    assert found.findings[0].state == State.ALONE


def test_loss_is_nobodys_claim_and_makes_no_room():
    found = guard_overlap([claim("portal", 40, 80, 100), claim("chat", -50, -20, -10)], {"calls": 60})
    assert [each.yearly for each in found.counted] == [ThreePoint(30, 60, 60), ThreePoint(-50, -20, -10)]


def test_base_of_a_driver_that_nobody_claims_is_passed_over():
    assert guard_overlap([], {"calls": 60}).findings == ()


@given(claims, bases)
def test_no_future_counts_more_than_the_base(made, stated):
    found = guard_overlap(made, stated)
    for driver, base in stated.items():
        gains = [max(0, each.yearly.high) for each in found.counted if each.driver == driver]
        assert sum(gains) <= base * (1 + 1e-9) + 1e-9


@given(claims, bases)
def test_guarding_twice_changes_nothing_more(made, stated):
    once = guard_overlap(made, stated).counted
    for first, second in zip(once, guard_overlap(once, stated).counted, strict=True):
        assert (second.yearly.low, second.yearly.likely, second.yearly.high) == pytest.approx(
            (first.yearly.low, first.yearly.likely, first.yearly.high), abs=1e-6
        )


@given(claims, bases)
def test_counted_is_never_more_than_claimed_and_losses_stay(made, stated):
    for before, after in zip(made, guard_overlap(made, stated).counted, strict=True):
        for name in ("low", "likely", "high"):
            was, now = getattr(before.yearly, name), getattr(after.yearly, name)
            assert min(was, 0) <= now <= was + 1e-9


@given(claims, bases)
def test_order_of_claims_does_not_matter(made, stated):
    there, back = guard_overlap(made, stated).counted, guard_overlap(made[::-1], stated).counted[::-1]
    for one, other in zip(there, back, strict=True):
        assert one.yearly.likely == pytest.approx(other.yearly.likely, abs=1e-9)
        assert one.yearly.high == pytest.approx(other.yearly.high, abs=1e-6)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 400), st.integers(0, 900))
def test_claim_split_in_two_gets_what_the_whole_would(likely, other, reach, base):
    def rest(item):
        return claim(item, 0, other, other + reach)

    whole = guard_overlap([claim("a", 0, 2 * likely, 2 * likely + 2 * reach), rest("b")], {"calls": base}).counted
    split = guard_overlap([claim("a", 0, likely, likely + reach)] * 2 + [rest("b")], {"calls": base}).counted
    for name in ("likely", "high"):
        assert getattr(whole[0].yearly, name) == pytest.approx(
            sum(getattr(each.yearly, name) for each in split[:2]), abs=1e-6
        )


@pytest.mark.parametrize(
    ("base", "fault"),
    [
        (-1, "the base of calls must not be negative, got -1"),
        (float("nan"), "the base of calls must be a finite number"),
    ],
)
def test_bad_base_is_named(base, fault):
    with pytest.raises(ValueError, match=fault):
        guard_overlap([claim("portal", 40, 80, 100)], {"calls": base})

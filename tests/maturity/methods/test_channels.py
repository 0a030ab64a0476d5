"""Attribution: what must hold for every chain, a slow reference, and what is refused."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.channels import Attribution, Path, attribute

CHANNELS = "ABCDE"


@st.composite
def a_path(draw):
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=6))
    customers = draw(st.integers(0, 50))
    return Path(tuple(channels), customers, draw(st.integers(0, customers)))


paths_with_customers = st.lists(a_path(), min_size=1, max_size=12).filter(
    lambda paths: any(path.customers for path in paths)
)
orders = st.sampled_from((1, 2, 3))


def conversion_probability_without(paths, removed, order):
    """Slow and obvious: a table of probabilities in fractions, solved by elimination, the removed channel lost."""
    counts = {}
    for path in paths:
        states = [()]
        for channel in path.channels:
            states.append((*states[-1], channel)[-order:])
        for origin, target in pairwise(states):
            row = counts.setdefault(origin, {})
            row[target] = row.get(target, 0) + path.customers
        row = counts.setdefault(states[-1], {})
        row["converted"] = row.get("converted", 0) + path.conversions
        row["lost"] = row.get("lost", 0) + path.customers - path.conversions
    counts = {state: row for state, row in counts.items() if sum(row.values())}
    states = list(counts)
    equations = []
    for state in states:
        total = sum(counts[state].values())
        row = [Fraction(0)] * (len(states) + 1)
        row[states.index(state)] += 1
        for target, number in counts[state].items():
            if target == "converted":
                row[-1] += Fraction(number, total)
            elif target != "lost" and number and target[-1] != removed:
                row[states.index(target)] -= Fraction(number, total)
        equations.append(row)
    return solved(equations)[states.index(())]


def solved(equations):
    size = len(equations)
    for pivot in range(size):
        swap = next(row for row in range(pivot, size) if equations[row][pivot] != 0)
        equations[pivot], equations[swap] = equations[swap], equations[pivot]
        equations[pivot] = [value / equations[pivot][pivot] for value in equations[pivot]]
        for row in range(size):
            if row != pivot and equations[row][pivot]:
                factor = equations[row][pivot]
                equations[row] = [a - factor * b for a, b in zip(equations[row], equations[pivot], strict=True)]
    return [row[-1] for row in equations]


@given(paths_with_customers, orders)
def test_attribute_agrees_with_removing_each_channel(paths, order):
    found = attribute(paths, order)
    probability = conversion_probability_without(paths, None, order)
    assert found.conversion_probability == pytest.approx(float(probability), abs=1e-12)
    for channel, effect in found.removal_effects.items():
        without = conversion_probability_without(paths, channel, order)
        assert effect == pytest.approx(float(1 - without / probability) if probability else 0.0, abs=1e-9)


@given(paths_with_customers, orders)
def test_credits_add_up_to_all_conversions(paths, order):
    found = attribute(paths, order)
    assert sum(found.conversions.values()) == pytest.approx(sum(path.conversions for path in paths))
    assert all(credit >= 0 for credit in found.conversions.values())
    assert all(0 <= effect <= 1 for effect in found.removal_effects.values())


@given(paths_with_customers, orders, st.randoms())
def test_attribute_is_the_same_to_the_last_bit_in_any_sequence(paths, order, random):
    shuffled = random.sample(paths, len(paths))
    assert attribute(shuffled, order) == attribute(paths, order) == attribute(list(paths), order)


@given(paths_with_customers, orders)
def test_effects_do_not_depend_on_the_unit_of_counting(paths, order):
    halved = [Path(path.channels, path.customers / 2, path.conversions / 2) for path in paths]
    assert attribute(halved, order).removal_effects == pytest.approx(attribute(paths, order).removal_effects)


@given(paths_with_customers)
def test_waiting_in_a_channel_changes_nothing_at_order_one(paths):
    waiting = [
        Path(tuple(c for c in path.channels for _ in range(3)), path.customers, path.conversions) for path in paths
    ]
    assert attribute(waiting).removal_effects == pytest.approx(attribute(paths).removal_effects)


def test_channel_with_no_conversion_after_it_has_no_effect_at_all():
    found = attribute([Path(("A",), 7, 3), Path(("B",), 11, 0), Path(("C", "B"), 13, 0)])
    assert found.removal_effects == {"A": 1.0, "B": 0.0, "C": 0.0}
    assert found.conversions == {"A": 3.0, "B": 0.0, "C": 0.0}


def test_no_path_converts_gives_zeros():
    assert attribute([Path(("A", "B"), 10, 0)]) == Attribution(
        1, 10, 0, 0.0, {"A": 0.0, "B": 0.0}, {"A": 0.0, "B": 0.0}
    )


def test_path_without_customers_only_names_its_channels():
    found = attribute([Path(("A",), 4, 2), Path(("B", "A"), 0, 0)])
    assert found == Attribution(1, 4, 2, 0.5, {"A": 1.0, "B": 0.0}, {"A": 2.0, "B": 0.0})


def test_long_waiting_does_not_wear_out_the_arithmetic():
    found = attribute([Path(("A",) * 50, 1e12, 0), Path(("A", "B"), 1, 1)])
    assert found.conversions == pytest.approx({"A": 0.5, "B": 0.5})


def test_list_of_channels_becomes_a_tuple():
    assert Path(["A", "B"], 1, 0) == Path(("A", "B"), 1, 0)


@pytest.mark.parametrize(
    ("channels", "customers", "conversions", "fault"),
    [
        ((), 1, 0, "at least one channel"),
        ("Web", 1, 0, "not the text"),
        (("Web", ""), 1, 0, "has a name"),
        (("Web", None), 1, 0, "has a name"),
        (("Web",), -1, 0, "not negative"),
        (("Web",), 1, -1, "not negative"),
        (("Web",), 1, 2, "2 conversions but only 1 customers"),
        (("Web",), float("nan"), 0, "finite"),
        (("Web",), float("inf"), 0, "finite"),
        (("Web",), 1, float("nan"), "finite"),
        (("Web",), "1", 0, "finite"),
        (("Web",), 1, None, "finite"),
    ],
)
def test_path_refuses(channels, customers, conversions, fault):
    with pytest.raises(ValueError, match=fault):
        Path(channels, customers, conversions)


@pytest.mark.parametrize(
    ("paths", "order", "fault"),
    [
        ([], 1, "no paths"),
        ([Path(("A",), 0, 0)], 1, "no customers"),
        ([Path(("A",), 1, 0)], 0, "order"),
        ([Path(("A",), 1, 0)], 4, "order"),
        ([Path(("A",), 1, 0)], 1.5, "order"),
        ([Path(("A",), 1, 0)], True, "order"),
    ],
)
def test_attribute_refuses(paths, order, fault):
    with pytest.raises(ValueError, match=fault):
        attribute(paths, order)

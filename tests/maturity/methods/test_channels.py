"""Attribution: what must hold for every chain, a slow reference, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.channels import Attribution, Path, attribute, attribution
from tests.reference import channels as plain

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


@given(paths_with_customers, orders)
def test_attribute_agrees_with_removing_each_channel(paths, order):
    found = attribute(paths, order)
    probability = plain.conversion_probability(plain.probabilities(paths, order))
    assert found.conversion_probability == pytest.approx(float(probability), abs=1e-12)
    expected = {channel: float(effect) for channel, effect in plain.removal_effects(paths, order).items()}
    assert found.removal_effects == pytest.approx(expected, abs=1e-9)


@given(paths_with_customers, orders)
def test_one_inverse_and_stopping_each_channel_agree(paths, order):
    taken = [path for path in paths if path.conversions] or [Path(("A",), 1, 1)]
    chain = attribution._chain(tuple(taken), order)
    touched = {c: attribution.np.array([state[-1:] == (c,) for state in chain.states]) for c in CHANNELS}
    converts, lost = attribution._by_one_inverse(chain, touched)
    again, lost_again = attribution._by_stopping(chain, touched)
    assert again == pytest.approx(converts)
    assert lost_again == pytest.approx(lost, abs=1e-12)


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

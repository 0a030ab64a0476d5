"""Attribution against a printed example and chains solved by hand.

Puzyrov, S. (2019), Markov Chain Attribution: simple explanation of removal effect, serhiipuzyrov.com: five customers,
four of whom convert. Search leads to conversion (½), mailing (¼), lost (¼); mailing always converts. Without search
only the customer who starts with mailing converts, 1/5 against 4/5: removal effect ¾. Without mailing 4/5 · ½ = 2/5:
removal effect ½.

The definition (states, removal, sharing in proportion) is that of Anderl, E. et al. (2016), Mapping the customer
journey, International Journal of Research in Marketing 33, 457–474.
"""

import pytest

from maturity.methods.channels import Attribution, Path, attribute


def rounded(found):
    return Attribution(
        found.order,
        found.customers,
        found.total_conversions,
        round(found.conversion_probability, 12),
        {channel: round(effect, 12) for channel, effect in found.removal_effects.items()},
        {channel: round(credit, 12) for channel, credit in found.conversions.items()},
    )


def test_removal_effects_of_search_and_mailing():
    paths = [
        Path(("google ads",), 2, 2),
        Path(("mailing",), 1, 1),
        Path(("google ads", "mailing"), 1, 1),
        Path(("google ads",), 1, 0),
    ]
    assert rounded(attribute(paths)) == Attribution(
        order=1,
        customers=5,
        total_conversions=4,
        conversion_probability=0.8,
        removal_effects={"google ads": 0.75, "mailing": 0.5},
        conversions={"google ads": 2.4, "mailing": 1.6},
    )


def test_removal_effects_of_a_chain_that_goes_back():
    # A → B → A (converts), A (lost): A is left 3 times, ⅓ to B, ⅓ converted, ⅓ lost; B always goes to A.
    # h(A) = ⅓ h(B) + ⅓ and h(B) = h(A), so h = ½. Without B: ⅓, effect 1 − (1/3) / (1/2) = ⅓. Without A: 0, effect 1.
    paths = [Path(("A", "B", "A"), 1, 1), Path(("A",), 1, 0)]
    assert rounded(attribute(paths)) == Attribution(
        order=1,
        customers=2,
        total_conversions=1,
        conversion_probability=0.5,
        removal_effects={"A": 1.0, "B": round(1 / 3, 12)},
        conversions={"A": 0.75, "B": 0.25},
    )


@pytest.mark.parametrize(
    ("order", "effect_of_a", "effect_of_b"),
    [
        # Order 1 forgets where X was entered from: h(X) = ½ on both sides, each brings half of the conversions.
        (1, 0.5, 0.5),
        # Order 2 remembers: only those who came from A convert after X.
        (2, 1.0, 0.0),
        (3, 1.0, 0.0),
    ],
)
def test_order_two_remembers_where_the_customer_came_from(order, effect_of_a, effect_of_b):
    found = attribute([Path(("A", "X"), 10, 10), Path(("B", "X"), 10, 0)], order)
    assert rounded(found).removal_effects == {"A": effect_of_a, "B": effect_of_b, "X": 1.0}

"""The channel picture: nothing overlaps, ties end where they lead, the same graph is the same picture."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.charts.layering import columns_of, crossings, flow_order, ordered, spread, steps_of
from maturity.charts.network import CARD, GAP, CardPlace, Tie, network

NAMES = "abcdefgh"


@st.composite
def graphs(draw) -> tuple[list[CardPlace], list[Tie]]:
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    arcs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), unique=True, max_size=20))
    weights = draw(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=len(arcs), max_size=len(arcs)))
    places = [CardPlace(name, f"Channel {name}", 10.0) for name in names]
    ties = [Tie(f"{a}{b}", a, b, weight) for (a, b), weight in zip(arcs, weights, strict=True) if a != b]
    return places, ties


@given(graphs())
def test_cards_never_overlap_and_lie_in_the_picture(graph) -> None:
    drawn = network(*graph)
    for card in drawn.cards:
        assert 0 <= card.x <= card.x + card.width <= drawn.width + 0.2
        assert 0 <= card.y <= card.y + card.height <= drawn.height + 0.2
    for one, other in combinations(drawn.cards, 2):
        assert abs(one.x - other.x) >= CARD or abs(one.y - other.y) >= min(one.height, other.height) + GAP - 0.2


@given(graphs())
def test_every_tie_is_drawn_once(graph) -> None:
    places, ties = graph
    assert sorted(ribbon.key for ribbon in network(places, ties).ribbons) == sorted(tie.key for tie in ties)


@given(graphs())
def test_arrowhead_touches_the_card_that_the_tie_leads_to(graph) -> None:
    places, ties = graph
    drawn = network(places, ties)
    cards = {card.key: card for card in drawn.cards}
    target = {tie.key: tie.destination for tie in ties}
    for ribbon in drawn.ribbons:
        x, y = (float(number) for number in ribbon.head.split()[0].split(","))
        card = cards[target[ribbon.key]]
        assert x in (card.x, card.x + card.width)
        assert card.y <= y <= card.y + card.height


@given(graphs())
def test_same_graph_is_the_same_picture(graph) -> None:
    assert network(*graph) == network(*graph)


def test_width_is_in_proportion_to_what_flows_but_never_invisible() -> None:
    places = [CardPlace(name, name, 1) for name in "abcd"]
    ties = [Tie("1", "a", "b", 1000), Tie("2", "b", "c", 500), Tie("3", "c", "d", 1), Tie("4", "a", "d", None)]
    widths = {ribbon.key: ribbon.width for ribbon in network(places, ties).ribbons}
    assert widths == {"1": 14.0, "2": 7.0, "3": 1.25, "4": 1.25}


def test_disc_area_is_in_proportion_to_contacts() -> None:
    cards = network(
        [CardPlace("a", "a", 400), CardPlace("b", "b", 100), CardPlace("c", "c", None), CardPlace("d", "d", 0)], []
    ).cards
    assert [card.radius for card in cards] == [19.0, 9.5, None, 1.5]


def test_long_label_is_wrapped_and_cut() -> None:
    (card,) = network([CardPlace("a", "Kundeservicecenter Midtjylland Afdeling Nord", 1)], []).cards
    assert [line for line, _y in card.lines] == ["Kundeservicece", "nter Midtjyll…"]


def test_circle_is_opened_where_least_flows_back() -> None:
    assert flow_order("ab", {("a", "b"): 5, ("b", "a"): 1}) == ["a", "b"]
    assert flow_order("ab", {("a", "b"): 1, ("b", "a"): 5}) == ["b", "a"]


def test_long_tie_has_a_lane_in_every_column_that_it_crosses() -> None:
    column = columns_of("abc", {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1})
    assert steps_of(("a", "c"), column) == [("a", 0), ("a > c", 1), ("c", 2)]


def test_crossings_are_untangled() -> None:
    arcs = {("a", "y"): 1.0, ("b", "x"): 1.0}
    column = {"a": 0, "b": 0, "x": 1, "y": 1}
    ways = [steps_of(arc, column) for arc in arcs]
    rows = ordered("abxy", ways, column)
    assert crossings(rows, [(way[0], way[1]) for way in ways]) == 0


def test_crossings_are_counted_as_by_comparing_all_pairs() -> None:
    chance = random.Random(7)
    rows = [[(f"l{n}", 0) for n in range(6)], [(f"r{n}", 1) for n in range(6)]]
    pairs = list({(chance.choice(rows[0]), chance.choice(rows[1])) for _ in range(18)})
    ends = [(rows[0].index(left), rows[1].index(right)) for left, right in pairs]
    slow = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))
    assert crossings(rows, pairs) == slow


def test_spread_leaves_alone_what_does_not_overlap() -> None:
    assert spread([0, 100, 300], [20, 20, 20], gap=4) == [0, 100, 300]


@pytest.mark.parametrize(
    "ties",
    [
        [Tie("1", "a", "a", 1)],
        [Tie("1", "a", "z", 1)],
        [Tie("1", "a", "b", 1), Tie("2", "a", "b", 2)],
    ],
)
def test_impossible_ties_are_refused(ties) -> None:
    with pytest.raises(ValueError, match="lead"):
        network([CardPlace("a", "a", 1), CardPlace("b", "b", 1)], ties)

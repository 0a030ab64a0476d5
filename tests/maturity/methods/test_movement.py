"""Movement between two rounds: what may be drawn, and that nobody can be worked out from it."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.methods.movement import Flow, Movement, movement


def moves(*rows: tuple[str, int | None, int | None, int]) -> list[tuple[str, int | None, int | None]]:
    return [(group, before, after) for group, before, after, people in rows for _each in range(people)]


def test_movement_where_everybody_moves_in_company():
    found = movement(moves(("", 2, 3, 5), ("", 3, 3, 4), ("", 5, 3, 3)))
    assert found == Movement(up=5, stayed=4, down=3, flows=(Flow(5, 3, 3), Flow(3, 3, 4), Flow(2, 3, 5)))
    assert found.told


def test_flow_of_two_is_not_drawn():
    found = movement(moves(("", 2, 3, 6), ("", 3, 3, 6), ("", 3, 2, 2), ("", 2, 2, 5), ("", 4, 4, 5), ("", 4, 3, 2)))
    assert found is not None
    assert all(flow.people >= 3 for flow in found.flows)
    assert found.down is None or found.down >= 3


def test_flow_that_is_all_of_a_department_but_one_is_not_drawn():
    """Sales' three went from 5 to 3; that four did would tell how IT's only 5 voted."""
    room = moves(("Sales", 5, 3, 3), ("IT", 5, 3, 1), ("IT", 2, 2, 2), ("IT", 3, 5, 1))
    found = movement(room)
    assert found is not None
    assert Flow(5, 3, 4) not in found.flows


def test_movement_of_those_who_left_is_not_told():
    """Were all flows drawn, subtraction would tell what the one said who went home."""
    found = movement(moves(("", 2, 3, 4), ("", 3, 3, 4), ("", 4, 3, 4), ("", 4, None, 1), ("", 0, 3, 1)))
    assert found is not None
    assert {flow.before for flow in found.flows} != {2, 3, 4}


def test_what_the_distributions_tell_anyway_may_be_told():
    """Everybody chose 3 in the end, so everybody's way is known already."""
    assert movement(moves(("", 2, 3, 1), ("", 3, 3, 5))) == Movement(None, 5, None, (Flow(3, 3, 5),))


@pytest.mark.parametrize("room", [[], moves(("", 2, 3, 2)), moves(("", 0, 3, 5), ("", 3, None, 4))])
def test_movement_of_fewer_than_three_is_none(room):
    assert movement(room) is None


@pytest.mark.parametrize("wrong", [("", 6, 1), ("", 1, -1), ("", 2.5, 1)])
def test_movement_of_what_is_no_rung_is_refused(wrong):
    with pytest.raises(ValueError, match="rung"):
        movement([wrong] * 3)


ANSWER = st.sampled_from([None, 0, 1, 2, 3])
ROOM = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), ANSWER, ANSWER).filter(lambda m: m[1:] != (None, None)), max_size=12
)


@settings(max_examples=60)
@given(ROOM)
def test_nothing_told_is_about_fewer_than_three(room):
    found = movement(room)
    if found is None:
        return
    flows = Counter((before, after) for _group, before, after in room if before and after)
    assert all(flows[flow.before, flow.after] == flow.people >= 3 for flow in found.flows)
    sums = [found.up, found.stayed, found.down]
    assert all(each is None or each == 0 or each >= 3 for each in sums)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3)]), min_size=3, max_size=9))
def test_no_flow_of_one_or_two_can_be_worked_out_by_trying_all_tables(pairs):
    """Against the plain way: every table of whole people that shows the same picture."""
    found = movement([("", before, after) for before, after in pairs])
    assert found is not None
    true = Counter(pairs)
    before, after = Counter(i for i, _j in pairs), Counter(j for _i, j in pairs)
    without = tables(before, after)
    told = [table for table in without if shows(table, found)]
    for cell in (cell for cell, people in true.items() if people < 3):
        if any(table[cell] == 0 for table in without):
            assert any(table[cell] == 0 for table in told), (cell, found)


def tables(before: Counter[int], after: Counter[int]) -> list[Counter[tuple[int, int]]]:
    """Every way to go from the one distribution to the other, everybody answering both times."""
    rows = [list(splits(before[i], 3)) for i in (1, 2, 3)]
    every = (
        Counter({(i, j): row[j - 1] for i, row in enumerate(chosen, start=1) for j in (1, 2, 3)})
        for chosen in product(*rows)
    )
    return [table for table in every if all(sum(table[i, j] for i in (1, 2, 3)) == after[j] for j in (1, 2, 3))]


def splits(people: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(people,)]
    return [(first, *rest) for first in range(people + 1) for rest in splits(people - first, parts - 1)]


def shows(table: Counter[tuple[int, int]], found: Movement) -> bool:
    ways = {way: sum(n for (i, j), n in table.items() if (j > i) - (j < i) == way) for way in (-1, 0, 1)}
    told = {1: found.up, 0: found.stayed, -1: found.down}
    return all(told[way] in (None, ways[way]) for way in ways) and all(
        table[flow.before, flow.after] == flow.people for flow in found.flows
    )

"""Suppression: nobody can be worked out, attacked by linear algebra."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.suppression import Suppression, publishable, reached, suppress, suppress_together

counts_of_groups = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 12), max_size=8)
smallest_groups = st.integers(1, 6)


def published_sums(counts, found):
    """One row per published figure, one column per person: 1 where the person is part of it."""
    owners = [group for group, count in counts.items() for _ in range(count)]
    rows = [[group == owner for owner in owners] for group in found.shown]
    if found.whole:
        rows.append([True] * len(owners))
    return np.array(rows, dtype=float).reshape(len(rows), len(owners))


def can_be_worked_out(sums, target):
    return np.linalg.norm(np.linalg.lstsq(sums.T, target, rcond=None)[0] @ sums - target) < 1e-8


@given(counts_of_groups, smallest_groups)
def test_no_sum_over_fewer_than_k_people_can_be_worked_out(counts, k):
    found = suppress(counts, k)
    sums = published_sums(counts, found)
    if not len(sums):
        return
    owners = np.array([group for group, count in counts.items() for _ in range(count)])
    if k > 1:
        for person in range(len(owners)):
            assert not can_be_worked_out(sums, np.eye(len(owners))[person])
    for group, count in counts.items():
        if 0 < count < k:
            assert not can_be_worked_out(sums, (owners == group).astype(float))
    # What any difference describes: a shown group, or all that is hidden.
    hidden = sum(counts[group] for group in found.hidden)
    assert all(counts[group] >= k for group in found.shown)
    assert hidden == 0 or hidden >= k or not found.whole


@given(counts_of_groups, smallest_groups)
def test_every_group_with_people_is_shown_or_hidden(counts, k):
    found = suppress(counts, k)
    assert sorted(found.shown + found.hidden) == sorted(group for group, count in counts.items() if count)
    assert found.whole == (sum(counts.values()) >= k)


@given(counts_of_groups, smallest_groups, st.randoms())
def test_the_order_of_the_groups_does_not_matter(counts, k, random):
    shuffled = dict(random.sample(list(counts.items()), len(counts)))
    assert set(suppress(shuffled, k).shown) == set(suppress(counts, k).shown)


@pytest.mark.parametrize(
    ("counts", "shown", "hidden", "whole"),
    [
        ({"A": 5, "B": 4}, ("A", "B"), (), True),
        ({"A": 5, "B": 4, "C": 0}, ("A", "B"), (), True),
        ({"A": 5, "B": 4, "C": 2}, ("A",), ("B", "C"), True),
        ({"A": 5, "B": 5, "C": 2}, ("A",), ("B", "C"), True),
        ({"A": 5, "C": 1, "D": 2}, ("A",), ("C", "D"), True),
        ({"A": 5, "C": 1, "D": 1}, (), ("A", "C", "D"), True),
        ({"A": 2}, (), ("A",), False),
        ({"A": 1, "B": 2}, (), ("A", "B"), True),
        ({"A": 3}, ("A",), (), True),
        ({}, (), (), False),
    ],
)
def test_suppress_with_three_as_the_smallest_group(counts, shown, hidden, whole):
    assert suppress(counts) == Suppression(shown, hidden, whole)


def test_group_hidden_elsewhere_is_hidden_here():
    assert suppress({"A": 5, "B": 4, "C": 6}, also_hide=["B"]) == Suppression(("A", "C"), ("B",), True)


@pytest.mark.parametrize(
    ("counts", "k", "also_hide", "fault"),
    [
        ({"A": -1}, 3, (), "group 'A' has -1 people"),
        ({"A": 2.5}, 3, (), "whole number"),
        ({"A": math.nan}, 3, (), "whole number"),
        ({"A": None}, 3, (), "whole number"),
        ({"A": 3}, 0, (), "smallest group"),
        ({"A": 3}, math.nan, (), "smallest group"),
        ({"A": 3}, 3, ("B",), "unknown group 'B'"),
    ],
)
def test_suppress_refuses(counts, k, also_hide, fault):
    with pytest.raises(ValueError, match=fault):
        suppress(counts, k, also_hide=also_hide)


@st.composite
def people_in_tables(draw):
    """Up to sixteen people, each in one group of each of one to three tables; some in none of a table."""
    tables = {}
    people = [f"P{number}" for number in range(draw(st.integers(0, 16)))]
    for table in draw(st.sampled_from([("dept",), ("dept", "site"), ("dept", "site", "role")])):
        groups = {}
        for person in people:
            group = draw(st.sampled_from(["A", "B", "C", None]))
            if group:
                groups.setdefault(group, []).append(person)
        tables[table] = groups
    return tables


def sums_over_people(tables, found):
    """One row per published sum, one column per person: what the attacker has."""
    people = sorted({person for groups in tables.values() for members in groups.values() for person in members})
    rows = [[person in tables[table][group] for person in people] for table in tables for group in found[table].shown]
    if any(each.whole for each in found.values()):
        rows.append([True] * len(people))
    return np.array(rows, dtype=float).reshape(len(rows), len(people))


def few_reached(sums, k):
    """Slow and obvious: is there a combination of the sums that is 0 for all but fewer than k people?"""
    rank = np.linalg.matrix_rank(sums) if sums.size else 0
    everybody = range(sums.shape[1])
    return any(
        np.linalg.matrix_rank(np.delete(sums, few, axis=1)) < rank
        for size in range(1, min(k, sums.shape[1]))
        for few in combinations(everybody, size)
    )


@given(people_in_tables(), st.integers(1, 4))
def test_no_combination_of_sums_over_several_tables_is_about_fewer_than_k_people(tables, k):
    found = suppress_together(tables, k)
    assert not few_reached(sums_over_people(tables, found), k)
    for table, groups in tables.items():
        assert sorted(found[table].shown + found[table].hidden) == sorted(groups)
        assert all(len(groups[group]) >= k for group in found[table].shown)


@given(people_in_tables())
def test_one_table_that_holds_everybody_is_suppressed_as_it_is_alone(tables):
    groups = next(iter(tables.values()))
    counts = {group: len(people) for group, people in groups.items()}
    assert suppress_together({"only": groups})["only"] == suppress(counts)


@given(st.lists(st.sets(st.sampled_from("ABCDEFG"), min_size=1), min_size=1, max_size=5), st.integers(1, 4))
def test_reached_finds_what_trying_every_few_people_finds(sums, k):
    people = {person: [person] for person in "ABCDEFG"}
    found = reached([dict.fromkeys(each, 1.0) for each in sums], people, k)
    matrix = np.array([[person in each for person in "ABCDEFG"] for each in sums], dtype=float)
    assert (found is not None) == few_reached(matrix, k)
    if found is not None:
        assert not few_reached(matrix, len(found))


def test_groups_that_tell_of_one_person_together_are_not_all_shown():
    sites = {"Malmö": ["a", "b", "c", "d"], "Odense": ["e", "f", "g"]}
    teams = {"IT": ["a", "b", "c"], "Sales": ["d", "e", "f", "g"]}
    assert suppress_together({"site": sites, "team": teams}) == {
        "site": Suppression(("Malmö", "Odense"), (), True),
        "team": Suppression((), ("IT", "Sales"), True),
    }


def test_total_over_questions_reaches_the_few_who_answered_the_hidden_one():
    answers = {"IT on 1": ["a", "b", "c"], "IT on 2": ["a", "b"], "IT on 3": ["b", "c", "d"]}
    total = dict.fromkeys(answers, 1 / 3)
    assert reached([{"IT on 1": 1}, total], answers) is None
    assert reached([{"IT on 1": 1}, {"IT on 3": 1}, total], answers) == {"a", "b"}
    assert reached([{"IT on 1": 1}, {"IT on 1": 2}], answers) is None


@pytest.mark.parametrize(
    ("figures", "people", "k", "fault"),
    [
        ([{"A": 1}], {"A": []}, 3, "cell 'A' has no people"),
        ([{"B": 1}], {"A": ["a"]}, 3, "cell 'B' has no people"),
        ([{"A": math.nan}], {"A": ["a"]}, 3, "finite number"),
        ([{"A": 1}], {"A": ["a"]}, 0, "smallest group"),
    ],
)
def test_reached_refuses(figures, people, k, fault):
    with pytest.raises(ValueError, match=fault):
        reached(figures, people, k)


def test_suppress_together_refuses_a_person_in_two_groups_of_a_table():
    with pytest.raises(ValueError, match="'a' is in two groups of 'site'"):
        suppress_together({"site": {"Malmö": ["a"], "Odense": ["a"]}})


@given(
    st.lists(st.sets(st.sampled_from("ABCDEFG"), min_size=1), min_size=1, max_size=6),
    st.lists(st.sets(st.sampled_from("ABCDEFG"), min_size=3), max_size=2),
)
def test_what_is_publishable_reaches_nobody_and_leaves_out_nothing_without_need(sums, given_up):
    people = {person: [person] for person in "ABCDEFG"}
    figures, beside = [[dict.fromkeys(each, 1.0) for each in sets] for sets in (sums, given_up)]
    allowed = publishable(figures, people, beside=beside)
    taken = [figure for figure, may in zip(figures, allowed, strict=True) if may]
    if reached(beside, people) is not None:
        assert not any(allowed)
        return
    assert reached([*beside, *taken], people) is None
    for figure, may in zip(figures, allowed, strict=True):
        assert may or reached([*beside, *taken, figure], people) is not None

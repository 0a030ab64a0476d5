"""Every plan passes a checker that knows only the rules, and is as good as the best where all can be listed."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.methods.scheduling import Problem, Task, best_plan
from roadmap.methods.scheduling.conflicts import clique_rows, cliques
from roadmap.methods.scheduling.grid import lay_out
from roadmap.methods.scheduling.listing import Lister
from roadmap.methods.scheduling.steps import Cuts, relax, tighten, write_steps
from tests.factories.schedules import all_plans, by_period, end, fault, problems, roadmap, worth
from tests.reference.scheduling import broken_rule, by_list


@given(problems(pins=True))
@settings(max_examples=100)
def test_best_plan_is_the_most_valuable_of_all_plans(problem):
    values = [worth(problem, start) for start in all_plans(problem)]
    if not values:
        with pytest.raises(ValueError, match=r"cannot|needs more|pinned"):
            best_plan(problem)
        return
    plan = best_plan(problem)
    assert fault(problem, plan.start) is None
    assert plan.value == pytest.approx(worth(problem, plan.start), abs=1e-9)
    assert plan.value == pytest.approx(max(values), abs=1e-6)
    assert plan.optimal
    assert plan.bound == pytest.approx(plan.value, abs=1e-6)
    assert plan.finish == end(problem, plan.start)
    assert set(plan.left_out) == {key for key, begin in plan.start.items() if begin is None}


@given(problems())
@settings(max_examples=100)
def test_best_plan_by_finish_is_the_earliest_of_all_plans(problem):
    ends = [end(problem, start) for start in all_plans(problem, leave_out=False)]
    if not ends:
        with pytest.raises(ValueError, match=r"cannot|needs more|pinned"):
            best_plan(problem, objective="finish")
        return
    plan = best_plan(problem, objective="finish")
    assert fault(problem, plan.start) is None
    assert None not in plan.start.values()
    assert plan.finish == end(problem, plan.start) == min(ends) == plan.bound
    assert plan.optimal


@given(problems())
@settings(max_examples=40)
def test_more_capacity_never_makes_a_plan_worse(problem):
    try:
        plan = best_plan(problem)
    except ValueError:
        return
    roomy = {r: [held + 1 for held in by_period(limit, problem.horizon)] for r, limit in problem.capacity.items()}
    assert best_plan(replace(problem, capacity=roomy)).value >= plan.value - 1e-6


@given(problems(), st.integers(0, 3))
@settings(max_examples=30)
def test_best_plan_repeats_itself(problem, seed):
    def answer():
        try:
            return best_plan(problem, seed=seed)
        except ValueError as error:
            return str(error)

    assert answer() == answer()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_roadmap_of_24_tasks_is_proven_best(seed):
    plan = best_plan(roadmap(24, seed), seconds=120)
    assert fault(roadmap(24, seed), plan.start) is None
    assert plan.optimal
    assert plan.bound == plan.value == pytest.approx(worth(roadmap(24, seed), plan.start))


@pytest.mark.parametrize("objective", ["value", "finish"])
def test_when_time_is_over_the_best_so_far_comes_with_a_bound(objective):
    problem = replace(roadmap(60, 3), horizon=40, budget=40_000)
    plan = best_plan(problem, objective, seconds=0.01)
    assert fault(problem, plan.start) is None
    assert plan.bound >= plan.value if objective == "value" else plan.bound <= plan.finish


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_lists_are_placed_as_by_hand(problem, chance):
    problem = replace(problem, tasks=[replace(task, must=False) for task in problem.tasks])
    order = {task.key: float(place) for place, task in enumerate(chance.sample(problem.tasks, len(problem.tasks)))}
    grid = lay_out(problem)
    placed = Lister(grid).schedule([order[activity.key] for activity in grid.activities])
    assert grid.by_key(placed) == by_list(problem, order)


@given(problems())
@settings(max_examples=60)
def test_both_checkers_agree(problem):
    for start in islice(all_plans(problem), 50):
        assert broken_rule(problem, start) is None
    everything_at_once = {task.key: task.not_before for task in problem.tasks}
    assert (broken_rule(problem, everything_at_once) is None) == (fault(problem, everything_at_once) is None)


def test_cliques_are_those_of_which_one_runs_at_a_time():
    tasks = [
        Task("a", 1, {"IT": 6}),
        Task("b", 1, {"IT": 5, "Sales": 2}),
        Task("c", 1, {"IT": 5}),
        Task("d", 1, {"Sales": 2}, after=["a"]),
        Task("e", 0, {"IT": 9}),
    ]
    grid = lay_out(Problem(tasks, {"IT": 10, "Sales": 3}, horizon=4))
    named = {"".join(sorted(grid.activities[one].key for one in clique)) for clique in cliques(grid)}
    assert named == {"abd", "ac"}


@given(problems())
@settings(max_examples=40)
def test_cuts_lower_the_linear_bound_and_never_below_the_best_plan(problem):
    try:
        plan = best_plan(problem)
    except ValueError:
        return
    steps = write_steps(lay_out(problem))
    plain = relax(steps, 10)
    found = cliques(steps.grid)
    cut = tighten(steps, plain, Cuts(clique_rows(steps.grid, steps.offset, steps.size, found)), 10)
    assert plan.value - 1e-6 <= cut.bound <= plain.bound + 1e-6

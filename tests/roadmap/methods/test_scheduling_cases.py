"""Scheduling case by case: what is chosen, left out and why, what binds, stopping, pins, and nonsense."""

import math
import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from roadmap.methods.scheduling import Binding, Found, Problem, Reason, Task, best_plan, cost_of_pins, load, spending
from tests.factories.schedules import fault, roadmap


def test_a_costly_prerequisite_is_chosen_for_what_it_makes_possible():
    site = Task("site", 1, {"IT": 1}, cash=(-50,))
    shop = Task("shop", 1, {"IT": 1}, after=["site"], cash=(-10, 100))
    assert best_plan(Problem([shop, site], {"IT": 1}, horizon=3)).start == {"shop": 1, "site": 0}
    assert best_plan(Problem([shop, site], {"IT": 1}, horizon=2)).start == {"shop": None, "site": None}


def test_tenths_fill_a_capacity_exactly():
    tasks = [Task(key, 1, {"IT": amount}, cash=(1,)) for key, amount in (("a", 0.1), ("b", 0.2))]
    assert best_plan(Problem(tasks, {"IT": 0.3}, horizon=1)).start == {"a": 0, "b": 0}


def test_thirds_fill_a_capacity_exactly():
    tasks = [Task(key, 1, {"IT": 1 / 3}, cash=(1,)) for key in "abcd"]
    assert best_plan(Problem(tasks, {"IT": 1}, horizon=1)).value == 3


def test_amounts_without_a_common_unit_never_exceed_capacity():
    tasks = [Task(str(place), 1, {"IT": math.sqrt(place + 2)}, cash=(math.sqrt(place + 2),)) for place in range(6)]
    plan = best_plan(Problem(tasks, {"IT": math.pi}, horizon=1))
    assert load(Problem(tasks, {"IT": math.pi}, horizon=1), plan.start)["IT"][0] <= math.pi


def test_cash_after_the_horizon_does_not_count():
    late = Task("late", 1, {}, cash=(-10, 5, 100))
    assert best_plan(Problem([late], {}, horizon=2)).start == {"late": None}
    assert best_plan(Problem([late], {}, horizon=3)).value == 95


def test_a_milestone_may_fall_on_the_horizon():
    tasks = [Task("work", 2, {"IT": 1}, must=True), Task("done", 0, {"IT": 9}, after=["work"], must=True)]
    assert best_plan(Problem(tasks, {"IT": 1}, horizon=2)).start == {"work": 0, "done": 2}


def test_spending_after_the_horizon_does_not_count():
    milestone = Task("milestone", 0, {}, cash=(-50,), must=True)
    problem = Problem([milestone], {}, horizon=1, budget=[0])
    assert best_plan(problem).start == best_plan(problem, objective="finish").start == {"milestone": 1}


def test_left_out_tasks_have_their_reasons():
    tasks = [
        Task("best", 1, {"IT": 2}, cash=(-10, 100)),
        Task("second", 1, {"IT": 2}, cash=(-10, 60)),
        Task("dear", 1, {}, cash=(-90, 120)),
        Task("poor", 1, {}, cash=(-10, 5)),
        Task("long", 3, {}, cash=(100,)),
        Task("follows", 0, {}, after=["dear"], cash=(1,)),
        Task("follows long", 0, {}, after=["long"], cash=(1,)),
    ]
    plan = best_plan(Problem(tasks, {"IT": [2, 0]}, horizon=2, budget=50))
    assert plan.left_out == {
        "second": Reason.NO_CAPACITY,
        "dear": Reason.NO_BUDGET,
        "poor": Reason.NOT_WORTH_IT,
        "long": Reason.DOES_NOT_FIT_HORIZON,
        "follows": Reason.PREREQUISITE_LEFT_OUT,
        "follows long": Reason.PREREQUISITE_LEFT_OUT,
    }


ENABLER = Task("enabler", 1, {}, cash=(-10,))


@pytest.mark.parametrize(
    ("enabled", "limits", "reason"),
    [
        (Task("enabled", 1, {"IT": 1}, after=["enabler"], cash=(60,)), {"capacity": {"IT": 0}}, Reason.NO_CAPACITY),
        (Task("enabled", 1, {}, after=["enabler"], cash=(-60, 90)), {"budget": 60}, Reason.NO_BUDGET),
        (Task("enabled", 1, {"IT": 1}, after=["enabler"], cash=(9,)), {"capacity": {"IT": 0}}, Reason.NOT_WORTH_IT),
    ],
)
def test_an_enabler_is_left_out_for_what_keeps_out_what_it_enables(enabled, limits, reason):
    plan = best_plan(Problem([ENABLER, enabled], **{"capacity": {"IT": 9}, "horizon": 3, **limits}))
    assert plan.left_out == {"enabler": reason, "enabled": Reason.PREREQUISITE_LEFT_OUT}


def test_what_pays_only_before_it_can_start_does_not_pay():
    late = Task("enabled", 1, {}, after=["enabler"], cash=(0, 0, 90))
    plan = best_plan(Problem([ENABLER, late], {}, horizon=3))
    assert plan.left_out == {"enabler": Reason.NOT_WORTH_IT, "enabled": Reason.NOT_WORTH_IT}


def test_two_enablers_that_together_cost_more_than_they_make_possible_do_not_pay():
    dear = Task("dear", 1, {}, cash=(-100,))
    enabled = Task("enabled", 1, {"IT": 1}, after=["enabler", "dear"], cash=(50,))
    plan = best_plan(Problem([ENABLER, dear, enabled], {"IT": 0}, horizon=3))
    assert plan.left_out["enabler"] == plan.left_out["dear"] == Reason.NOT_WORTH_IT


def test_binding_limits_are_named_with_what_one_more_is_worth():
    tasks = [Task(key, 1, {"IT": 1}, cash=(value,)) for key, value in (("a", 50), ("b", 30))]
    binding = best_plan(Problem(tasks, {"IT": 1, "Sales": 1}, horizon=1)).binding
    assert binding == (Binding("IT", 0, pytest.approx(30), Found.TRIAL),)


def test_one_more_that_lets_nothing_whole_in_is_worth_nothing():
    """The linear bound would pay 10 for a week more, of which an initiative needs three."""
    tasks = [Task(key, 1, {"IT": 3}, cash=(30,)) for key in "ab"]
    assert best_plan(Problem(tasks, {"IT": 3}, horizon=1)).binding == (Binding("IT", 0, 0.0, Found.TRIAL),)


def test_worth_of_one_more_is_the_difference_of_two_best_plans():
    problem = roadmap(14, 5)
    plan = best_plan(problem)
    tried = [binding for binding in plan.binding if binding.found == Found.TRIAL]
    assert tried
    for binding in tried:
        more = [held + (period == binding.period) for period, held in enumerate([9] * 12)]
        wider = replace(problem, capacity={**problem.capacity, binding.resource: more})
        assert best_plan(wider).value - plan.value == pytest.approx(binding.worth, abs=1e-3)


@pytest.mark.parametrize("objective", ["value", "finish"])
def test_a_search_that_is_stopped_gives_the_best_so_far(objective):
    problem = replace(roadmap(60, 3), horizon=40, budget=40_000)
    told = []
    plan = best_plan(
        problem, objective, 60, stop=lambda: bool(told), progress=lambda value, bound: told.append((value, bound))
    )
    assert fault(problem, plan.start) is None
    worse = plan.bound - plan.value if objective == "value" else plan.finish - plan.bound
    assert worse >= 0
    assert told[0][0] <= plan.value if objective == "value" else told[0][0] >= plan.finish


def test_a_solver_that_is_stopped_gives_the_best_so_far():
    problem = replace(roadmap(90, 4), horizon=30, budget=60_000)
    askers, begun = set(), time.monotonic()

    def stop():
        askers.add(threading.current_thread())
        return time.monotonic() > begun + 3

    plan = best_plan(problem, seconds=120, stop=stop)
    assert fault(problem, plan.start) is None
    assert plan.bound >= plan.value
    assert askers == {threading.current_thread()}


def test_progress_never_worsens_and_ends_with_the_plan():
    told = []
    plan = best_plan(roadmap(24, 2), progress=lambda value, bound: told.append((value, bound)))
    for (value, bound), (later_value, later_bound) in pairwise(told):
        assert later_value >= value - 1e-6 * abs(value)
        assert later_bound <= bound + 1e-6 * abs(bound)
    assert told[-1] == (plan.value, plan.bound)


def test_a_binding_budget_is_named():
    tasks = [Task("a", 1, {}, cash=(-10, 30)), Task("b", 1, {}, cash=(-10, 20))]
    (in_total,) = best_plan(Problem(tasks, {}, horizon=2, budget=10)).binding
    assert (in_total.resource, in_total.period, in_total.worth) == (None, None, pytest.approx(1))
    (by_periods,) = best_plan(Problem(tasks, {}, horizon=2, budget=[10, 0])).binding
    assert (by_periods.resource, by_periods.period) == (None, 0)


def test_delaying_limits_are_named_where_the_end_is_sought():
    tasks = [Task("a", 2, {"IT": 1}), Task("b", 1, {"IT": 1})]
    plan = best_plan(Problem(tasks, {"IT": 1}, horizon=5), objective="finish")
    assert plan.finish == 3
    assert {(binding.resource, binding.worth) for binding in plan.binding} == {("IT", None)}


def test_nothing_is_binding_where_there_is_plenty():
    tasks = [Task("a", 2, {"IT": 1}, cash=(5,)), Task("b", 1, {"IT": 1}, cash=(5,))]
    for objective in ("value", "finish"):
        assert best_plan(Problem(tasks, {"IT": 2}, horizon=5), objective).binding == ()


def test_cost_of_pins_together_and_one_by_one():
    a, b = (Task(key, 1, {"IT": 1}, cash=(0, *[gain] * 5)) for key, gain in (("a", 10), ("b", 1)))
    problem = Problem([a, b], {"IT": 1}, horizon=5, pinned={"a": 2, "b": 0})
    cost = cost_of_pins(problem)
    assert (cost.free.value, cost.pinned.value, cost.total, cost.proven) == (43, 24, 19, True)
    assert cost.each == {"a": 10, "b": 0}


def test_pins_that_exclude_each_other_are_refused():
    tasks = [Task("a", 1, {"IT": 1}), Task("b", 1, {"IT": 1}, after=["a"])]
    with pytest.raises(ValueError, match="'IT'"):
        best_plan(Problem([tasks[0], Task("c", 1, {"IT": 1})], {"IT": 1}, 3, pinned={"a": 0, "c": 0}))
    with pytest.raises(ValueError, match="'b' is pinned to 0"):
        best_plan(Problem(tasks, {"IT": 1}, 3, pinned={"b": 0}))
    with pytest.raises(ValueError, match="nothing is pinned"):
        cost_of_pins(Problem(tasks, {"IT": 1}, 3))


def test_load_and_spending_of_a_plan():
    problem = Problem(
        [Task("a", 2, {"IT": 1.5}, cash=(-10, -5, 20)), Task("b", 1, {"IT": 2}, cash=(-1,))],
        {"IT": 4, "HR": 1},
        horizon=3,
    )
    assert load(problem, {"a": 1, "b": 1}) == {"IT": (0, 3.5, 1.5), "HR": (0, 0, 0)}
    assert spending(problem, {"a": 1, "b": 1}) == (0, 11, 5)
    assert spending(problem, {"a": None, "b": 2}) == (0, 0, 1)


@pytest.mark.parametrize(
    ("tasks", "limits", "message"),
    [
        ([Task("a", 3, {}, must=True)], {}, "'a' must be chosen .* horizon"),
        ([Task("a", 1, {"IT": 3}, must=True)], {}, "'a' must be chosen but needs more than there is of 'IT'"),
        ([Task("a", 1, {}, cash=(-9,), must=True)], {"budget": 5}, "of the budget"),
        ([Task(key, 1, {"IT": 1}, must=True) for key in "abc"], {}, "3 tasks .* need 3 of 'IT' in all, and there is 2"),
        (
            [Task(key, 1, {}, cash=(-3,), must=True) for key in "abc"],
            {"budget": 8},
            "3 tasks .* need 9 of the budget in all, and there is 8",
        ),
        ([Task(key, 1, {"IT": 0.6}, must=True) for key in "abc"], {}, "3 tasks .* not enough of 'IT'"),
        ([Task(key, 1, {}, cash=(-3,), must=True) for key in "abc"], {"budget": [5, 5]}, "not enough of the budget"),
    ],
)
def test_no_plan_is_possible_and_the_reason_is_named(tasks, limits, message):
    with pytest.raises(ValueError, match=message):
        best_plan(Problem(tasks, {"IT": 1}, horizon=2, **limits))


ONE = Task("a", 1, {"IT": 1}, cash=(1,))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Problem([], {}, 3), "no tasks"),
        (lambda: Problem([ONE], {"IT": 1}, 0), "horizon"),
        (lambda: Problem([ONE], {"IT": 1}, 2.5), "horizon"),
        (lambda: Problem([ONE], {}, 3), "'IT'"),
        (lambda: Problem([ONE, ONE], {"IT": 1}, 3), "two tasks"),
        (lambda: Problem([ONE], {"IT": [1, 1]}, 3), "2 periods, the horizon 3"),
        (lambda: Problem([ONE], {"IT": -1}, 3), "negative"),
        (lambda: Problem([ONE], {"IT": math.nan}, 3), "finite"),
        (lambda: Problem([ONE], {"IT": None}, 3), "number"),
        (lambda: Problem([ONE], {"IT": "many"}, 3), "number"),
        (lambda: Problem([ONE], {"IT": 1}, 3, discount=-1), "above -1"),
        (lambda: Problem([ONE], {"IT": 1}, 3, discount=math.nan), "discount"),
        (lambda: Problem([ONE], {"IT": 1}, 3, budget=-1), "budget"),
        (lambda: Problem([ONE], {"IT": 1}, 3, budget=[1]), "budget"),
        (lambda: Problem([ONE], {"IT": 1}, 3, pinned={"z": 0}), "'z'"),
        (lambda: Problem([ONE], {"IT": 1}, 3, pinned={"a": 3}), "horizon"),
        (lambda: Problem([Task("a", 1, {}, after=["b"])], {}, 3), "'b'"),
        (lambda: Problem([Task("a", 1, {}, after=["b"]), Task("b", 1, {}, after=["a"])], {}, 3), "a → b → a"),
        (lambda: Task("a", -1, {}), "duration"),
        (lambda: Task("a", 1.5, {}), "whole"),
        (lambda: Task("a", 1, {"IT": -1}), "negative"),
        (lambda: Task("a", 1, {"IT": math.inf}), "finite"),
        (lambda: Task("a", 1, {}, cash=(math.nan,)), "cash"),
        (lambda: Task("a", 1, {}, not_before=-1), "first period"),
        (lambda: best_plan(Problem([ONE], {"IT": 1}, 3), objective="profit"), "objective"),
        (lambda: best_plan(Problem([ONE], {"IT": 1}, 3), seconds=0), "seconds"),
    ],
)
def test_nonsense_is_refused_with_what_is_wrong(make, message):
    with pytest.raises(ValueError, match=message):
        make()

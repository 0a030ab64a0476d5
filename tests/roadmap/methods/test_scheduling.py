"""Every plan passes a checker that knows only the rules, and is as good as the best where all can be listed."""

import math
import threading
import time
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.bench.plain.scheduling import broken_rule, by_list
from roadmap.methods.scheduling import Binding, Found, Problem, Reason, Task, best_plan, cost_of_pins, load, spending
from roadmap.methods.scheduling.conflicts import clique_rows, cliques
from roadmap.methods.scheduling.grid import lay_out
from roadmap.methods.scheduling.listing import Lister
from roadmap.methods.scheduling.steps import Cuts, relax, tighten, write_steps


def by_period(limit, horizon):
    return list(limit) if hasattr(limit, "__len__") else [limit] * horizon


def exact(amount):
    return Fraction(str(amount))


def fault(problem, start):
    """The first rule that a plan breaks, None where it keeps all."""
    tasks = {task.key: task for task in problem.tasks}
    if list(start) != list(tasks):
        return "keys"
    chosen = {key: begin for key, begin in start.items() if begin is not None}
    for key, begin in chosen.items():
        task = tasks[key]
        if begin < task.not_before or begin + task.duration > problem.horizon:
            return f"{key} outside its window"
        if any(other not in chosen or chosen[other] + tasks[other].duration > begin for other in task.after):
            return f"{key} before what it needs"
    if any(task.must and task.key not in chosen for task in problem.tasks):
        return "a must is left out"
    if any(start[key] != begin for key, begin in problem.pinned.items()):
        return "a pin moved"
    for resource, limit in problem.capacity.items():
        for period, held in enumerate(by_period(limit, problem.horizon)):
            running = [key for key, begin in chosen.items() if begin <= period < begin + tasks[key].duration]
            if sum(exact(tasks[key].demand.get(resource, 0)) for key in running) > exact(held):
                return f"{resource} in {period}"
    return budget_fault(problem, tasks, chosen)


def budget_fault(problem, tasks, chosen):
    if problem.budget is None:
        return None
    spent = [Fraction(0)] * problem.horizon
    for key, begin in chosen.items():
        for offset, amount in enumerate(tasks[key].cash):
            if amount < 0 and begin + offset < problem.horizon:
                spent[begin + offset] -= exact(amount)
    if hasattr(problem.budget, "__len__"):
        return next((f"budget in {p}" for p, cap in enumerate(problem.budget) if spent[p] > exact(cap)), None)
    return "budget" if sum(spent) > exact(problem.budget) else None


def worth(problem, start):
    return math.fsum(
        amount / (1 + problem.discount) ** (start[task.key] + offset)
        for task in problem.tasks
        if start[task.key] is not None
        for offset, amount in enumerate(task.cash)
        if start[task.key] + offset < problem.horizon
    )


def end(problem, start):
    return max((start[t.key] + t.duration for t in problem.tasks if start[t.key] is not None), default=0)


def all_plans(problem, *, leave_out=True):
    keys = [task.key for task in problem.tasks]
    choices = [
        [None] * (leave_out and not task.must) + list(range(task.not_before, problem.horizon - task.duration + 1))
        for task in problem.tasks
    ]
    for begins in product(*choices):
        start = dict(zip(keys, begins, strict=True))
        if fault(problem, start) is None:
            yield start


@st.composite
def problems(draw, *, pins=False):
    horizon = draw(st.integers(1, 4))
    keys = "abcd"[: draw(st.integers(1, 4))]
    amounts = st.sampled_from([0, 1, 2, 0.5, 0.1, 0.2, 0.3])
    tasks = [
        Task(
            key,
            duration=draw(st.integers(0, 2)),
            demand={r: draw(amounts) for r in draw(st.sets(st.sampled_from(["IT", "Sales"])))},
            after=tuple(draw(st.sets(st.sampled_from(keys[:place]), max_size=2))) if place else (),
            cash=draw(st.lists(st.sampled_from([-50, -20, -7.5, 0, 10, 30.25, 60]), max_size=5)),
            must=draw(st.integers(0, 5)) == 0,
            not_before=draw(st.sampled_from([0, 0, 0, 1, 2])),
        )
        for place, key in enumerate(keys)
    ]
    limit = st.one_of(st.sampled_from([0.3, 1, 2, 3]), st.lists(st.integers(0, 3), min_size=horizon, max_size=horizon))
    money = st.sampled_from([0, 20, 50, 57.5, 90])
    problem = Problem(
        draw(st.permutations(tasks)),
        capacity={"IT": draw(limit), "Sales": draw(limit)},
        horizon=horizon,
        discount=draw(st.sampled_from([0, 0.05, -0.1])),
        budget=draw(st.one_of(st.none(), money, st.lists(money, min_size=horizon, max_size=horizon))),
    )
    if not pins:
        return problem
    task = draw(st.sampled_from([t for t in tasks if t.not_before + t.duration <= horizon] or [None]))
    if task is None:
        return problem
    return replace(problem, pinned={task.key: draw(st.integers(task.not_before, horizon - task.duration))})


@given(problems(pins=True))
@settings(max_examples=100, deadline=None)
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
@settings(max_examples=100, deadline=None)
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
@settings(max_examples=40, deadline=None)
def test_more_capacity_never_makes_a_plan_worse(problem):
    try:
        plan = best_plan(problem)
    except ValueError:
        return
    roomy = {r: [held + 1 for held in by_period(limit, problem.horizon)] for r, limit in problem.capacity.items()}
    assert best_plan(replace(problem, capacity=roomy)).value >= plan.value - 1e-6


@given(problems(), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_best_plan_repeats_itself(problem, seed):
    def answer():
        try:
            return best_plan(problem, seed=seed)
        except ValueError as error:
            return str(error)

    assert answer() == answer()


def roadmap(count, seed):
    """A roadmap as an engagement has it: twelve quarters, six departments, too much to do."""
    chance = Random(seed)
    departments = [f"department {number}" for number in range(6)]
    tasks = []
    for number in range(count):
        duration, gain = chance.randint(1, 3), chance.uniform(20, 200)
        tasks.append(
            Task(
                f"task {number}",
                duration,
                {department: chance.randint(1, 5) for department in chance.sample(departments, 3)},
                after=[
                    f"task {other}" for other in chance.sample(range(number), min(number, chance.choice([0, 0, 1, 2])))
                ],
                cash=[-chance.uniform(100, 300)] * duration + [gain] * 12,
                must=chance.random() < 0.1,
                not_before=chance.choice([0, 0, 0, 2]),
            )
        )
    return Problem(tasks, dict.fromkeys(departments, 9), horizon=12, discount=0.02, budget=[900] * 12)


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
@settings(max_examples=60, deadline=None)
def test_lists_are_placed_as_by_hand(problem, chance):
    problem = replace(problem, tasks=[replace(task, must=False) for task in problem.tasks])
    order = {task.key: float(place) for place, task in enumerate(chance.sample(problem.tasks, len(problem.tasks)))}
    grid = lay_out(problem)
    placed = Lister(grid).schedule([order[activity.key] for activity in grid.activities])
    assert grid.by_key(placed) == by_list(problem, order)


@given(problems())
@settings(max_examples=60, deadline=None)
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
@settings(max_examples=40, deadline=None)
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

"""What is to be planned: tasks, limits, horizon. A problem that exists is a sound one: nonsense is refused here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roadmap.methods.numbers import require_finite
from roadmap.methods.precedence import topological_order


@dataclass(frozen=True)
class Task:
    """One piece of work.

    `duration`: whole periods, 0 is a milestone. `demand`: amount of each resource in every period in which it runs.
    `after`: keys that must be chosen and done before it starts. `cash[k]`: net cash k periods after its start.
    `must`: it may not be left out. `not_before`: first period in which it may start.
    """

    key: str
    duration: int
    demand: Mapping[str, float]
    after: Sequence[str] = ()
    cash: Sequence[float] = ()
    must: bool = False
    not_before: int = 0

    def __post_init__(self) -> None:
        require_whole(f"the duration of {self.key!r}", self.duration)
        require_whole(f"the first period of {self.key!r}", self.not_before)
        for resource, amount in self.demand.items():
            require_amount(f"the demand of {self.key!r} for {resource!r}", amount)
        for period, amount in enumerate(self.cash):
            require_finite(f"the cash of {self.key!r} in period {period}", amount)


@dataclass(frozen=True)
class Problem:
    """Tasks, and what limits them.

    `capacity`: what there is of each resource, in every period (a number) or by period (`horizon` numbers).
    `horizon`: number of periods; what runs must be done by then. `discount`: rate per period, above −1.
    `budget`: cap on spending, that is on negative cash without what other cash brings in, in total (a number) or by
    period (`horizon` numbers). `pinned`: start periods set by hand; a pinned task is chosen.
    ValueError says what is wrong: no tasks, two of one key, an unknown key or resource, a cycle, wrong lengths.
    """

    tasks: Sequence[Task]
    capacity: Mapping[str, float | Sequence[float]]
    horizon: int
    discount: float = 0.0
    budget: float | Sequence[float] | None = None
    pinned: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tasks", tuple(self.tasks))
        require_whole("the horizon", self.horizon)
        if self.horizon < 1:
            raise ValueError(f"the horizon must be at least 1 period, got {self.horizon}")
        require_finite("the discount rate", self.discount)
        if self.discount <= -1:
            raise ValueError(f"the discount rate must be above -1, got {self.discount}")
        self._check_tasks()
        self._check_limits()
        self._check_pins()

    def _check_tasks(self) -> None:
        if not self.tasks:
            raise ValueError("there are no tasks")
        seen: set[str] = set()
        for task in self.tasks:
            if task.key in seen:
                raise ValueError(f"two tasks have the key {task.key!r}")
            seen.add(task.key)
            unknown = [resource for resource in task.demand if resource not in self.capacity]
            if unknown:
                raise ValueError(f"{task.key!r} needs {unknown[0]!r}, of which no capacity is given")
        topological_order({task.key: task.after for task in self.tasks})

    def _check_limits(self) -> None:
        for resource, limit in self.capacity.items():
            for amount in by_period(f"the capacity of {resource!r}", limit, self.horizon):
                require_amount(f"the capacity of {resource!r}", amount)
        if self.budget is not None:
            for amount in by_period("the budget", self.budget, self.horizon):
                require_amount("the budget", amount)

    def _check_pins(self) -> None:
        tasks = {task.key: task for task in self.tasks}
        for key, start in self.pinned.items():
            if key not in tasks:
                raise ValueError(f"{key!r} is pinned but is not among the tasks")
            require_whole(f"the pinned start of {key!r}", start)
            if start < tasks[key].not_before:
                raise ValueError(f"{key!r} is pinned to {start}, but may not start before {tasks[key].not_before}")
            if start + tasks[key].duration > self.horizon:
                raise ValueError(f"{key!r} is pinned to {start} and would not be done by the horizon, {self.horizon}")


def by_period(name: str, limit: float | Sequence[float], horizon: int) -> list[float]:
    """The limit of each period; one number stands for all. ValueError where a sequence has another length."""
    if isinstance(limit, Mapping | str):
        message = f"{name} must be a number or one number per period, got {limit!r}"
        raise ValueError(message)
    if not hasattr(limit, "__len__"):
        return [limit] * horizon
    amounts = list(limit)  # type: ignore[arg-type]  # it has a length: a list, a tuple or an array
    if len(amounts) != horizon:
        raise ValueError(f"{name} has {len(amounts)} periods, the horizon {horizon}")
    return amounts


def require_amount(name: str, value: float) -> None:
    require_finite(name, value)
    if value < 0:
        raise ValueError(f"{name} must not be negative, got {value}")


def require_whole(name: str, value: int) -> None:
    require_amount(name, value)
    if value != int(value):
        raise ValueError(f"{name} must be a whole number, got {value}")

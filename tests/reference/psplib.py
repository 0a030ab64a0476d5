"""Eighteen instances of PSPLIB, whose shortest plans are known and proven: 30, 60 or 120 jobs under four capacities.

A job is a line of id, duration, demand on each capacity, and the ids of the jobs that wait for its end; the first and
the last job take no time. The instances are those of R. Kolisch and A. Sprecher (1996), PSPLIB: A project scheduling
problem library, European Journal of Operational Research 96, 205–216, and were copied from a public repository under
the MIT licence.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from roadmap.methods.scheduling import Problem, Task

FOLDER = Path(__file__).with_name("psplib_instances")


def instances(jobs: int) -> Sequence[str]:
    """The names of those with so many jobs.

    >>> instances(60)
    ['j6018_7', 'j601_3', 'j6038_10', 'j6041_9', 'j6044_7', 'j6046_4']
    """
    return sorted(path.stem for path in FOLDER.glob(f"j{jobs}*.json"))


def read(name: str) -> tuple[Problem, int]:
    """An instance, and the end of its shortest plan.

    >>> problem, shortest = read("j301_1")
    >>> len(problem.tasks), problem.capacity, shortest
    (32, {'0': 12, '1': 13, '2': 4, '3': 12}, 43)
    """
    instance = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    jobs = instance["jobs"]
    after: dict[int, list[str]] = {job: [] for job, *_rest in jobs}
    for job, _duration, _demands, successors in jobs:
        for waiting in successors:
            after[waiting].append(str(job))
    tasks = [
        Task(str(job), duration, {str(number): demand for number, demand in enumerate(demands)}, after[job])
        for job, duration, demands, _successors in jobs
    ]
    capacity = {str(number): held for number, held in enumerate(instance["capacities"])}
    return Problem(tasks, capacity, sum(duration for _job, duration, *_rest in jobs)), instance["shortest"]

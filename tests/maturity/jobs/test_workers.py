"""Real workers, each a process of its own, on one database: SQLite, and PostgreSQL where the suite runs there again."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from maturity.jobs.models import Job, JobState
from maturity.jobs.services import ask_for
from maturity.models import Engagement
from tests.factories import cast, databases

pytestmark = pytest.mark.django_db(transaction=True)
PROCESS = Path(__file__).with_name("worker_process.py")
PATIENCE = 90  # seconds, for a machine that is busy with other things
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def asking(transactional_db, tmp_path: Path) -> Iterator[Engagement]:
    """An engagement in a database that other processes reach."""
    with databases.on_disk(tmp_path / "jobs.sqlite3"):
        yield cast.engagement(facilitator=cast.ane())


@pytest.fixture
def start(asking: Engagement, tmp_path: Path) -> Iterator[Start]:
    """Starts a worker; all are ended behind the test."""
    environment = os.environ | {
        "MATURITY_HOME": str(tmp_path / "home"),
        "MATURITY_VENV": "off",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": databases.url(),
        "PYTHONPATH": str(settings.ROOT),
    }
    processes: list[subprocess.Popen[bytes]] = []

    def started(seconds: float, lease: float = 60) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(PROCESS), str(lines(tmp_path)), str(seconds), str(lease)]
        processes.append(subprocess.Popen(command, cwd=settings.ROOT, env=environment))
        return processes[-1]

    yield started
    for process in processes:
        process.kill()
        process.wait()


def lines(folder: Path) -> Path:
    return folder / "lines"


def runs(folder: Path) -> list[tuple[int, int]]:
    """Each run of a job that began: the job and the process, in order."""
    if not lines(folder).exists():
        return []
    return [(int(job), int(process)) for job, process in map(str.split, lines(folder).read_text().splitlines())]


def asked(engagement: Engagement, count: int = 1) -> list[Job]:
    return [ask_for(engagement=engagement, kind="slow", asked_by=None, number=number) for number in range(count)]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, list(Job.objects.values("pk", "state", "attempts", "lease_until"))
        time.sleep(0.05)


def all_ended() -> bool:
    return all(job.ended for job in Job.objects.all())


def test_three_workers_do_each_job_once(asking: Engagement, start: Start, tmp_path: Path) -> None:
    jobs = asked(asking, 24)
    workers = [start(seconds=0.1) for _each in range(3)]

    wait_until(all_ended)

    assert Counter(job for job, _process in runs(tmp_path)) == dict.fromkeys((job.pk for job in jobs), 1)
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
    assert {process for _job, process in runs(tmp_path)} <= {worker.pid for worker in workers}


def test_idle_worker_finishes_what_a_dead_one_began(asking: Engagement, start: Start, tmp_path: Path) -> None:
    [job] = asked(asking)
    dying = start(seconds=PATIENCE, lease=2)
    wait_until(lambda: len(runs(tmp_path)) == 1)
    other = start(seconds=0.1, lease=2)
    dying.send_signal(signal.SIGKILL)

    wait_until(all_ended)

    job.refresh_from_db()
    assert runs(tmp_path) == [(job.pk, dying.pid), (job.pk, other.pid)]
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"by": other.pid})


def test_work_that_says_nothing_for_longer_than_its_lease_is_left_alone(
    asking: Engagement, start: Start, tmp_path: Path
) -> None:
    [job] = asked(asking)
    start(seconds=8, lease=2)
    start(seconds=8, lease=2)

    wait_until(all_ended)

    job.refresh_from_db()
    assert len(runs(tmp_path)) == 1
    assert (job.state, job.attempts) == (JobState.DONE, 1)

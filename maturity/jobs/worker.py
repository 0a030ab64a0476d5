"""A worker: the queue's own, which also looks after what dead workers left."""

import time
from datetime import timedelta
from typing import Any

from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .services import recover

SECONDS_IDLE = 1
ROUND = timedelta(seconds=15)


class Caretaker(Worker):
    """Does one job after the other; when it has none, and between two, it looks for jobs whose worker died."""

    def __init__(self, *, alone: bool, jobs: int | None) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=SECONDS_IDLE,
            batch=True,  # the queue's loop ends when nothing waits; ours goes on
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=jobs,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.jobs_left = jobs
        self.next_round = time.monotonic() + ROUND.total_seconds()
        recover(alone=alone)

    def work(self) -> None:
        """Until it is asked to end, or has done as many jobs as it may."""
        while self.running and self.jobs_left != 0:
            self.run()
            self.look_round()
            if self.running and self.jobs_left != 0:
                time.sleep(SECONDS_IDLE)

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        super().run_task(db_task_result)
        if self.jobs_left is not None:
            self.jobs_left -= 1
        self.look_round()

    def look_round(self) -> None:
        if time.monotonic() >= self.next_round:
            self.next_round = time.monotonic() + ROUND.total_seconds()
            recover()

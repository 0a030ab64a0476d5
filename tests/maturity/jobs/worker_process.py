"""A worker of its own process for the tests of workers: its work is slow and leaves a line in a file for each run.

Called with the file, the seconds that a job takes, and the seconds of a lease.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django


def slow(working: Any, *, lines: Path, seconds: float) -> dict:
    """Says nothing of itself while it works, as a long layout does."""
    with lines.open("a") as file:
        file.write(f"{working.job.pk} {os.getpid()}\n")
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        sum(range(10_000))
    return {"by": os.getpid()}


def main(lines: str, seconds: str, lease: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
    django.setup()
    from maturity.jobs import services, worker
    from maturity.web import chapters

    services.LEASE = timedelta(seconds=float(lease))
    services.BEAT, worker.ROUND = services.LEASE / 6, services.LEASE / 2
    jobs = {"slow": partial(slow, lines=Path(lines), seconds=float(seconds))}
    chapters.REGISTERED["plan"] = replace(chapters.REGISTERED["plan"], jobs=jobs)
    caretaker = worker.Caretaker(alone=False, jobs=None)
    caretaker.configure_signals()
    caretaker.work()


if __name__ == "__main__":
    main(*sys.argv[1:])

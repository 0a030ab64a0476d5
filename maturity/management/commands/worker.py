"""``manage.py worker``: do long work, one job after the other.

It takes up what dead workers left, first and every quarter of a minute. ``--alone`` says that no other worker runs, so
that every job that seems to be under way at the start is an orphan and need not wait for its lease to run out.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from maturity.jobs.worker import Caretaker


class Command(BaseCommand):
    help = "Do long work: reports, plans, business cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--alone", action="store_true", help="No other worker runs: take up all that is under way.")
        parser.add_argument("--jobs", type=int, help="End after so many, to give the memory back (default: never).")

    def handle(self, *args: Any, alone: bool, jobs: int | None, **options: Any) -> None:
        worker = Caretaker(alone=alone, jobs=jobs)
        worker.configure_signals()
        worker.work()

"""``manage.py bench``: what things cost on this machine, as ratios of one run; ``bench agreement`` is one topic."""

from argparse import ArgumentParser
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.core.management.base import BaseCommand

from maturity import bench

NO_TOPICS = ("empty", "load", "plain", "room", "served", "table")


def topics() -> list[str]:
    """The modules of the bench that give rows."""
    return [each.name for each in iter_modules(bench.__path__) if each.name not in NO_TOPICS]


class Command(BaseCommand):
    help = "Measure methods, pages and long work on this machine, as ratios. All of it takes some minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topics", nargs="*", help=f"Some of: {', '.join(topics())}. All, where none is named.")

    def handle(self, *args: Any, **options: Any) -> None:
        for topic in options["topics"] or topics():
            self.stdout.write(f"\n{topic}")
            for row in import_module(f"maturity.bench.{topic}").rows():
                self.stdout.write(f"  {row}")

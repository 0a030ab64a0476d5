"""``manage.py bench``: what things cost on this machine, as ratios of one run; ``bench agreement`` is one topic.

The bench stands beside the tests and is no part of what is installed.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maturity.bootstrap import ROOT

TOOLS = ("empty", "load", "room", "served", "table")
MISSING = "The bench is in tests/bench of the source checkout, which is missing here: {}."


def topics(folder: Path) -> Mapping[str, str]:
    """The bench's modules that give rows, by the name of their topic; none where ``folder`` is missing."""
    names = (module.name for module in iter_modules([str(folder)]))
    return {name: f"tests.bench.{name}" for name in names if name not in TOOLS}


class Command(BaseCommand):
    help = "Measure methods, pages and long work on this machine, as ratios. All of it takes some minutes."
    folder = ROOT / "tests" / "bench"

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = ", ".join(topics(self.folder)) or "nothing, as tests/bench is missing here"
        parser.add_argument("topics", nargs="*", help=f"Some of: {known}. All, where none is named.")

    def handle(self, *args: Any, **options: Any) -> None:
        known = topics(self.folder)
        if not known:
            raise CommandError(MISSING.format(self.folder))
        wanted = options["topics"] or list(known)
        if strange := [topic for topic in wanted if topic not in known]:
            raise CommandError(f"No such topic: {', '.join(strange)}. There are {', '.join(known)}.")
        for topic in wanted:
            self.stdout.write(f"\n{topic}")
            for row in import_module(known[topic]).rows():
                self.stdout.write(f"  {row}")

"""Export an engagement as a workbook: `python3 manage.py export_workbook ENGAGEMENT FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from maturity.clients.queries import NoSuchEngagement, engagement_named
from maturity.config.workbook import export_workbook
from maturity.web.languages import languages


class Command(BaseCommand):
    help = "Export an engagement as a workbook that import_workbook reads again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("engagement", metavar="ENGAGEMENT", help="Its id, or its title.")
        parser.add_argument("file", type=Path, metavar="FILE", help="The .xlsx file to write.")
        parser.add_argument("--language", choices=languages(), default="en", help="Of headings and words (en).")

    def handle(self, *, engagement: str, file: Path, language: str, **_options: Any) -> None:
        try:
            found = engagement_named(engagement)
        except NoSuchEngagement as refusal:
            raise CommandError(refusal.reason) from refusal
        try:
            file.write_bytes(export_workbook(found, language))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Engagement {found.pk}, “{found.title}” of {found.organisation}, is in {file}.")

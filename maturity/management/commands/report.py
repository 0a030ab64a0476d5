"""``manage.py report ENGAGEMENT --language da --output FILE.pdf``: the report of an engagement as a PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maturity.clients.queries import engagement_named
from maturity.web.http import Refusal
from maturity.web.languages import Language, languages
from roadmap.report.services import report_now


class Command(BaseCommand):
    help = "Make the report of an engagement and write it to a file. The report is kept, as one made on the site is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("engagement", help="its number or its exact title")
        parser.add_argument("--language", choices=languages(), help="the engagement's own language by default")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.pdf")

    def handle(self, *args: Any, engagement: str, language: str | None, output: Path, **options: Any) -> None:
        try:
            found = engagement_named(engagement)
            report = report_now(engagement=found, language=Language(language or found.language))
        except Refusal as refusal:
            raise CommandError(refusal.reason) from refusal
        try:
            output.write_bytes(report.pdf or b"")
        except OSError as error:
            raise CommandError(f"The report is kept, but {output} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(report.pdf or b'') // 1024} kB, SHA-256 {report.sha256}")

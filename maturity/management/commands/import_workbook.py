"""Import an engagement workbook: `python3 manage.py import_workbook FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from maturity.clients.models import User
from maturity.config.workbook import Imported, WorkbookFaults, import_workbook


class Command(BaseCommand):
    help = "Import an engagement workbook, whole or not at all. Where it cannot be, every fault is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="An .xlsx workbook.")
        parser.add_argument("--check", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument("--facilitator", metavar="EMAIL", help="Who imports: a new organisation gets her.")

    def handle(self, *, file: Path, check: bool, facilitator: str | None, **_options: Any) -> None:
        try:
            imported = import_workbook(file, facilitator=person(facilitator), check=check)
        except WorkbookFaults as faults:
            for line in faults.lines():
                self.stderr.write(line)
            raise CommandError(faults.reason) from faults
        for line in report(imported, check=check):
            self.stdout.write(line)


def person(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        raise CommandError(f"Nobody has the address {email}.")
    return found


def report(imported: Imported, *, check: bool) -> list[str]:
    """What was done, sheet by sheet, and to which engagement."""
    lines = list(imported.remarks)
    for sheet, count in imported.counts.items():
        lines.append(f"{sheet:<18}{count.made:>7} new{count.changed:>7} changed{count.unchanged:>7} unchanged")
    engagement = imported.engagement
    name = f"“{engagement.title}” of {engagement.organisation}"
    if check:
        return [
            *lines,
            f"No faults. Nothing was written; the import would {'make' if imported.created else 'update'} {name}.",
        ]
    lines.append(f"Engagement {engagement.pk}, {name}, was {outcome(imported)}.")
    if not engagement.organisation.members.exists():
        lines.append("Nobody is a member of this organisation yet: the admin or --facilitator makes somebody one.")
    return lines


def outcome(imported: Imported) -> str:
    if imported.created:
        return "made"
    return "left as it was: nothing is new" if imported.changes_nothing else "updated"

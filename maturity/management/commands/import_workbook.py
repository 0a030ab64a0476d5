"""Import an engagement workbook: `python3 manage.py import_workbook FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.config.workbook import Imported, WorkbookFaults, import_workbook
from maturity.web.languages import languages, speaking


class Command(BaseCommand):
    help = "Import an engagement workbook, whole or not at all. Where it cannot be, every fault is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="An .xlsx workbook.")
        parser.add_argument("--check", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument("--facilitator", metavar="EMAIL", help="Who imports: a new organisation gets them.")

        parser.add_argument("--language", choices=languages(), default="en", help="Of what is said (en).")

    def handle(self, *, language: str, **options: Any) -> None:
        with speaking(language):
            self.bring_in(**options)

    def bring_in(self, *, file: Path, check: bool, facilitator: str | None, **_options: Any) -> None:
        try:
            imported = import_workbook(file, facilitator=person(facilitator), check=check)
        except WorkbookFaults as faults:
            for line in (*faults.remarks, *faults.lines()):
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
    for sheet, count in imported.sheets:
        numbers = _("%(made)7d new%(changed)7d changed%(unchanged)7d unchanged")
        lines.append(f"{sheet:<18}" + numbers % vars(count))
    words = {
        "title": imported.engagement.title,
        "organisation": imported.engagement.organisation,
        "id": imported.engagement.pk,
    }
    if check:
        made = _("No faults. Nothing was written; the import would make “%(title)s” of %(organisation)s.")
        updated = _("No faults. Nothing was written; the import would update “%(title)s” of %(organisation)s.")
        return [*lines, (made if imported.created else updated) % words]
    lines.append(outcome(imported) % words)
    if not imported.engagement.organisation.members.exists():
        lines.append(_("Nobody is a member of this organisation yet: the admin or --facilitator makes somebody one."))
    return lines


def outcome(imported: Imported) -> str:
    if imported.created:
        return _("Engagement %(id)s, “%(title)s” of %(organisation)s, was made.")
    if imported.changes_nothing:
        return _("Engagement %(id)s, “%(title)s” of %(organisation)s, was left as it was: nothing is new.")
    return _("Engagement %(id)s, “%(title)s” of %(organisation)s, was updated.")

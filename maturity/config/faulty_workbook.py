"""The last faulty workbook of a person, kept for a day, for them alone, to be given back with its faults."""

from datetime import datetime, timedelta
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from maturity.clients.models import FaultyWorkbook, User
from maturity.web.sheets.faults import SheetFault, WorkbookFaults

KEPT = timedelta(days=1)


@transaction.atomic
def keep_faulty(*, person: User, name: str, content: bytes, faults: WorkbookFaults) -> FaultyWorkbook | None:
    """Keep a file in place of the person's last one; None where it has no cell to mark, or too many."""
    from maturity.web.sheets.marking import can_be_marked  # openpyxl: 20 MB, and only faulty files need it

    forget_old()
    forget_faulty(person)
    if not can_be_marked(content, faults.faults):
        return None
    rows = [[fault.sheet, fault.row, fault.column, fault.found, fault.expected, fault.cell] for fault in faults.faults]
    return FaultyWorkbook.objects.create(person=person, name=name[:200], content=content, faults=rows)


def forget_faulty(person: User) -> None:
    FaultyWorkbook.objects.filter(person=person).delete()


def forget_old(now: datetime | None = None) -> None:
    """Nobody's file stays longer than a day."""
    FaultyWorkbook.objects.filter(kept_at__lt=(now or timezone.now()) - KEPT).delete()


def faulty_of(person: User) -> FaultyWorkbook | None:
    """What is kept for a person; nothing that is older than a day."""
    return FaultyWorkbook.objects.filter(person=person, kept_at__gte=timezone.now() - KEPT).first()


def marked(kept: FaultyWorkbook) -> bytes:
    """The file with its faults in it."""
    from maturity.web.sheets.marking import with_faults_marked  # openpyxl: 20 MB, and only faulty files need it

    return with_faults_marked(bytes(kept.content), [SheetFault(*fault) for fault in kept.faults])


def marked_name(kept: FaultyWorkbook) -> str:
    return PurePath(kept.name).stem or "workbook"

"""``manage.py compile_texts``: build the .mo files from the .po files with Babel, so that nobody needs gettext."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def compiled() -> Iterator[tuple[Path, bytes]]:
    """Each .mo file's place, and the bytes that its .po file gives."""
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).rglob("*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3])
            bytes_of = BytesIO()
            write_mo(bytes_of, catalogue)
            yield source.with_suffix(".mo"), bytes_of.getvalue()


class Command(BaseCommand):
    help = "Build the .mo files of the translations from their .po files."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for place, content in compiled():
            place.write_bytes(content)
            self.stdout.write(f"{place.parts[-3]}: {len(content) // 1024} kB")

"""``manage.py gather_texts``: bring the .po files up to date with every text of the product. Babel; no gettext.

Each text names its files, so that a translator finds it on its page. Lines are left out: they would change
with every edit above them. Where no text changed, the files stay as they are, byte for byte.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FOLDERS = ("maturity", "roadmap", "templates")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every Python file and template, the latter turned into the Python-like text that Django makes of it."""
    for folder in FOLDERS:
        for path in sorted((settings.ROOT / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield path, path.read_bytes()
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                yield path, pseudo_python(path).encode()


def pseudo_python(template: Path) -> str:
    """A template with all but its texts blanked out; without the indentation, which means something to Python."""
    blanked = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    return "\n".join(line.lstrip() for line in blanked.splitlines())


def gathered() -> Catalog:
    """Every text that the product says, in the order of the files."""
    catalogue = Catalog()
    for path, source in sources():
        place = (path.relative_to(settings.ROOT).as_posix(), 0)
        for _line, message, comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
            formatted = "%" in (message if isinstance(message, str) else message[0])
            flags = {"python-format"} if formatted else set()
            catalogue.add(message, locations=[place], context=context, auto_comments=comments, flags=flags)
    return catalogue


def translated(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else (message.string or [""])
    return all(texts)


class Command(BaseCommand):
    help = "Bring the .po files up to date with every text of the product; then build the .mo files."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        template = gathered()
        for place in sorted(Path(settings.LOCALE_PATHS[0]).rglob("*.po")):
            with place.open("rb") as file:
                catalogue = read_po(file, locale=place.parts[-3])
            catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
            catalogue.obsolete.clear()
            with place.open("wb") as file:
                write_po(file, catalogue, width=0, include_lineno=False)
            missing = sum(not translated(each) for each in catalogue if each.id)
            self.stdout.write(f"{place.parts[-3]}: {len(catalogue)} texts, {missing} to translate")
        call_command("compile_texts")

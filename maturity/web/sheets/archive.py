"""The parts of an .xlsx file, read under limits that are counted while reading: a file is never believed about itself.

An .xlsx file is a zip archive of XML parts. What is refused: other files, macros, encryption, document types (and with
them every entity), too many bytes after unpacking, too many elements. A refusal is a `WorkbookFaults` of one fault.
"""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from maturity.web.formats import number

from .faults import WorkbookFaults, refusal

FILE_BYTES = 10 * 2**20
PART_BYTES = 40 * 2**20
ALL_BYTES = 80 * 2**20
PARTS = 2_000
ELEMENTS = 800_000
ROWS = 20_000  # of one sheet
CHUNK = 2**16
# Between two tags: the longest text of a cell is a tenth of it, and a tag that long has too many attributes.
GAP_BYTES = 2**20
DAMAGE = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    NotImplementedError,
)
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
MACROS = ("vbaProject.bin", "xl/macrosheets/")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
PlainText = Callable[[str], None]


class Archive:
    """An open workbook file. Bytes and elements are counted over all parts that are read."""

    def __init__(self, file: Path | BinaryIO) -> None:
        self.zip = opened(contents(file))
        self.names = set(self.zip.namelist())
        self.bytes = self.elements = 0
        refuse_what_we_do_not_read(self.zip, self.names)

    def read(self, part: str, start: Start, end: End, text: PlainText) -> None:
        """Call back for every element of a part, by local name: namespaces differ between programs, names do not."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def started(name: str, attributes: dict[str, str]) -> None:
            self.count_element(len(attributes))
            start(name.rpartition(" ")[2], attributes)

        parser.StartElementHandler = started
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = refuse_document_type
        try:
            self.feed(part, parser)
        except DAMAGE as error:
            raise damaged() from error

    def feed(self, part: str, parser: expat.XMLParserType) -> None:
        size = gap = 0
        with self.zip.open(part) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                self.bytes += len(chunk)
                closed = chunk.rfind(b">")
                gap = gap + len(chunk) if closed < 0 else len(chunk) - closed
                if size > PART_BYTES or self.bytes > ALL_BYTES or gap > GAP_BYTES:
                    raise too_large()
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def skip(self, part: str) -> None:
        """Count the bytes of a part that is no XML."""
        try:
            with self.zip.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    self.bytes += len(chunk)
                    if self.bytes > ALL_BYTES:
                        raise too_large()
        except DAMAGE as error:
            raise damaged() from error

    def count_element(self, attributes: int) -> None:
        self.elements += 1 + attributes // 4
        if self.elements > ELEMENTS:
            raise too_large()


def contents(file: Path | BinaryIO) -> bytes:
    if isinstance(file, Path):
        try:
            with file.open("rb") as stream:
                return contents(stream)
        except OSError as error:
            raise refusal(str(file), _("a workbook file that can be opened")) from error
    data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise too_large()
    return data


def opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(OLD_OR_LOCKED):
        raise refusal(
            _("a file with a password or in the old .xls format"), _("a workbook saved as .xlsx without a password")
        )
    if not data.startswith(b"PK"):
        raise refusal(_("a file that is not an Excel workbook"), _("a workbook saved as .xlsx"))
    # Counted in the bytes: opening an archive lists all its parts, however many there are.
    if data.count(b"PK\x01\x02") > PARTS:
        raise too_large()
    try:
        return zipfile.ZipFile(BytesIO(data))
    except DAMAGE as error:
        raise damaged() from error


def refuse_what_we_do_not_read(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any(mark in name for name in names for mark in MACROS):
        raise refusal(_("a workbook with macros"), _("a workbook saved as .xlsx, without macros"))
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise refusal(_("a file that is not an Excel workbook"), _("a workbook saved as .xlsx"))
    for part in archive.infolist():
        if part.flag_bits & 0x1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal(_("an encrypted archive"), _("a workbook saved as .xlsx without a password"))


def refuse_document_type(*_declaration: object) -> None:
    raise refusal(
        _("a document type declaration, which Excel never writes"), _("a workbook saved by a spreadsheet program")
    )


def too_large() -> WorkbookFaults:
    return refusal(
        _("a file that is too large"),
        _("at most %(megabytes)d MB, and at most %(rows)s rows in a sheet")
        % {"megabytes": 10, "rows": number(ROWS, 0)},
    )


def damaged() -> WorkbookFaults:
    return refusal(_("a damaged workbook"), _("a workbook that a spreadsheet program can open; save it again as .xlsx"))

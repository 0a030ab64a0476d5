"""Is a PDF what PDF/UA-1 asks for? The checks that a machine can make, with pypdf (after ISO 14289-1)."""

import itertools
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

PAINTS = {b"Tj", b"TJ", b"Do", b"S", b"f", b"f*", b"B", b"sh"}


def faults(pdf: bytes) -> list[str]:
    """What is missing, in words; empty where all is there."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    found = [
        message
        for holds, message in (
            ("/Lang" in root, "no language"),
            (bool(root.get("/MarkInfo", {}).get("/Marked")), "not marked"),
            (bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")), "the title is not displayed"),
            ("/StructTreeRoot" in root, "no structure tree"),
            (bool(reader.metadata and reader.metadata.title), "no title"),
            (b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data(), "no PDF/UA identifier"),
            ("/Outlines" in root, "no bookmarks"),
        )
        if not holds
    ]
    elements = list(walk(root["/StructTreeRoot"]["/K"]))
    found += [
        "figure without alternative text" for each in elements if each["/S"] == "/Figure" and not each.get("/Alt")
    ]
    found += heading_faults([int(str(each["/S"])[2:]) for each in elements if str(each["/S"])[1:] in HEADINGS])
    found += [f"page {number}: {fault}" for number, page in enumerate(reader.pages, 1) for fault in page_faults(page)]
    return found


HEADINGS = {"H1", "H2", "H3", "H4", "H5", "H6"}


def walk(node: Any) -> Iterator[DictionaryObject]:
    """Every structure element, in reading order."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for each in node:
            yield from walk(each)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        if "/K" in node:
            yield from walk(node["/K"])


def heading_faults(levels: list[int]) -> list[str]:
    steps = all(after <= before + 1 for before, after in itertools.pairwise(levels))
    return [] if levels and levels[0] == 1 and steps else [f"headings jump: {levels}"]


def page_faults(page: Any) -> list[str]:
    """Content outside marked content, links without a place in the structure, fonts that are not embedded."""
    found, depth = [], 0
    for _operands, operator in page.get_contents().operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif operator in PAINTS and depth == 0:
            found.append(f"{operator.decode()} outside marked content")
            break
    links = [each.get_object() for each in page.get("/Annots", [])]
    found += ["link outside the structure" for each in links if "/StructParent" not in each]
    if links and page.get("/Tabs") != "/S":
        found.append("tab order does not follow the structure")
    for font in page["/Resources"].get("/Font", {}).values():
        for part in font.get_object().get("/DescendantFonts", [font]):
            descriptor = part.get_object().get("/FontDescriptor", {})
            if not any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")):
                found.append("font not embedded")
    return found

"""The only way to a PDF: HTML and our own bytes in, PDF/UA-1 bytes out.

The engine reaches nothing but what it is given: the product's static files and the pictures passed along. No file of
the machine, no address, no redirect. The same input gives the same bytes.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from .http import Refusal
from .pango import pdf_problem

OURS = "https://ours.invalid/"
# Embedded fonts are stamped with the moment of their making unless this names one.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".ttf": "font/ttf"}


class PdfNotPossible(Refusal):
    """This machine cannot make PDFs; the reason says what to install."""

    status = 503


class ForeignAddress(ValueError):
    """The document asked for something that is not ours."""


def render_pdf(html: str, *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a page. ``pictures`` are SVGs by the name that the page uses: ``<img src="pictures/plan.svg">``.

    Stylesheets and fonts are ``static/<name>``. The first bytes' digest identifies the document, so equal pages are
    equal files. Raises PdfNotPossible, with what to install, where Pango is missing, and ForeignAddress for an
    address that is not ours.
    """
    problem = pdf_problem()
    if problem:
        raise PdfNotPossible(problem)
    import weasyprint  # a second and 60 MB: not before somebody wants a PDF

    document = weasyprint.HTML(string=html, base_url=OURS, url_fetcher=our_bytes(pictures or {}))
    identifier = sha256(html.encode()).digest()[:16]
    try:
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier, cache={})
    except weasyprint.urls.FatalURLFetchingError as error:
        raise ForeignAddress(str(error)) from error
    return pdf


def our_bytes(pictures: Mapping[str, bytes]) -> Any:
    """A fetcher for WeasyPrint that answers ``static/…`` and ``pictures/…`` and refuses everything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OurBytes(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                body = read(url, pictures)
            except ForeignAddress as error:
                raise FatalURLFetchingError(str(error)) from error
            return URLFetcherResponse(url, body, {"Content-Type": TYPES[PurePosixPath(url).suffix]})

    return OurBytes(allowed_protocols=())


def read(url: str, pictures: Mapping[str, bytes]) -> bytes:
    """The bytes that one of our own addresses stands for."""
    folder, _slash, name = url.removeprefix(OURS).partition("/")
    if url.startswith(OURS) and PurePosixPath(name).suffix in TYPES and ".." not in name:
        if folder == "pictures" and name in pictures:
            return pictures[name]
        found = finders.find(name) if folder == "static" else None
        if found:
            with open(found, "rb") as file:
                return file.read()
    raise ForeignAddress(_("The document asked for %(url)s, which is not ours.") % {"url": url})

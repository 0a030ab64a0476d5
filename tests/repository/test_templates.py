"""Templates ask htmx for nothing that needs code in an attribute: the Content-Security-Policy refuses it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"""hx-trigger="[^"]*\[|hx-on[:-]|hx-(?:vals|headers)=["']js:""")


def test_no_attribute_holds_code():
    pages = sorted((ROOT / "templates").glob("**/*.html"))
    found = [(page.name, code) for page in pages for code in CODE.findall(page.read_text())]
    assert (len(pages) > 50, found) == (True, [])

"""Where a word stands in the product's own files."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (("maturity", "*.py"), ("roadmap", "*.py"), ("templates", "*.html"), ("maturity", "*.csv"))


def files_naming(word: str) -> set[str]:
    """Modules, templates and tables in which the whole word, a regular expression, stands; migrations left out."""
    named = re.compile(rf"\b(?:{word})\b")
    paths = (path for folder, pattern in SOURCES for path in (ROOT / folder).rglob(pattern))
    return {
        str(path.relative_to(ROOT))
        for path in paths
        if "migrations" not in path.parts and named.search(path.read_text("utf-8"))
    }

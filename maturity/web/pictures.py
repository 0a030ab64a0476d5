"""Our SVG pictures in a PDF: the same classes, the same colours, as in a browser.

A browser styles inline SVG with the page's stylesheets; WeasyPrint reads a ``<style>`` inside each picture only, and no
custom properties there. So the pictures are given the rules of our stylesheets that paint, with colours written out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.translation import gettext as _

TOKENS = "maturity/tokens.css"
PAINTS = ("fill", "stroke", "opacity", "text-anchor")
OPENING = re.compile(r"<svg\b[^>]*>")
LABEL = re.compile(r'aria-label="([^"]+)"')
DEFINITION = re.compile(r"(--[\w-]+):\s*([^;]+);")
REFERENCE = re.compile(r"var\((--[\w-]+)\)")


def with_styles(html: str, stylesheets: Iterable[str]) -> str:
    """The page with the painting rules of ``stylesheets`` (names of static files) put into every inline picture.

    Each also gets a title, which is where a PDF takes its alternative text from: its label, or, for one that only
    repeats the figures beside it and is hidden from screen readers in a browser, words that say so.
    """
    style = f"<style>{painting_rules(tuple(stylesheets))}</style>"
    beside = escape(_("Drawing of what stands beside it"))

    def opened(match: re.Match[str]) -> str:
        label = LABEL.search(match.group())
        return f"{match.group()}<title>{label.group(1) if label else beside}</title>{style}"

    return OPENING.sub(opened, html)


@cache
def painting_rules(stylesheets: tuple[str, ...]) -> str:
    """Every rule that paints, unlayered, in order, with the light values of our tokens."""
    tokens = light_tokens()
    rules = "\n".join(rule for name in stylesheets for rule in rules_of(source(name)))
    return REFERENCE.sub(lambda reference: tokens.get(reference.group(1), "currentColor"), rules)


def source(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found)).read_text(encoding="utf-8")


def light_tokens() -> dict[str, str]:
    """The custom properties of the first block of tokens.css: light mode, for paper is white."""
    first_block = source(TOKENS).split("}", 1)[0]
    return dict(DEFINITION.findall(first_block))


def rules_of(css: str) -> Iterator[str]:
    """The qualified rules of a stylesheet that paint, out of their layers; conditional rules are left out."""
    import tinycss2  # comes with WeasyPrint

    for rule in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "layer" and rule.content:
            yield from rules_of(tinycss2.serialize(rule.content))
        elif rule.type == "qualified-rule":
            declarations = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            named = [each for each in declarations if each.type == "declaration"]
            if any(each.lower_name.startswith(PAINTS) for each in named):
                body = "; ".join(each.serialize() for each in named)
                yield f"{tinycss2.serialize(rule.prelude).strip()} {{ {body} }}"

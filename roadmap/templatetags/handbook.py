"""``{% method "krippendorffs-alpha" %}``: a small link from a figure to the page that explains it."""

from typing import Any

from django import template

from maturity.web.languages import spoken
from roadmap.handbook.rules import method_called

register = template.Library()


@register.inclusion_tag("components/_method.html", takes_context=True)
def method(context: template.Context, key: str) -> dict[str, Any]:
    """Nothing in a PDF, which is read where no page can be opened; an unknown key is an error."""
    found = method_called(key)
    if found is None:
        raise template.TemplateSyntaxError(f"the handbook has no page {key!r}")
    return {"method": found, "language": spoken(), "on_screen": "request" in context}

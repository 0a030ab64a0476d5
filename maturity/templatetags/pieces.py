"""Small pieces that templates share."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from maturity.framework.rules import Text
from maturity.web.languages import django_language, languages, spoken

register = template.Library()


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``{{ mapping|get:key }}``; None where the key is missing."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The current address's query with some parameters changed: filters and sorting live in the URL."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    encoded = parameters.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def own_names() -> list[tuple[str, str]]:
    """Django's code and the name of each language, in the language itself, whatever the reader's is."""
    return [(django_language(language), language.label) for language in languages()]


@register.filter
def unlocalised(value: float, shift: float = 0) -> str:
    """A length for SVG, with a decimal point in every language; moved by ``shift``."""
    return f"{value + shift:g}"


@register.filter
def in_language(text: Any, language: str) -> str:
    """``{{ rung.name|in_language:language }}``: a text of the maturity model in one of its languages."""
    return str(text.in_(language))


@register.filter
def rung_of(number: float | None, model: Any) -> Any:
    """``{{ score.rung|rung_of:model }}``: the rung of a maturity model with that number."""
    return None if number is None else model.rungs[max(1, min(5, round(number))) - 1]


@register.filter
def statement_of(key: str, model: Any) -> Any:
    """``{{ key|statement_of:model|in_language:language }}``: what a maturity model's statement says."""
    return model.statement(key).text


@register.filter
def at(values: Sequence[Any], place: int) -> Any:
    """``{{ cells|at:3 }}``"""
    return values[place]


@register.filter
def size(value: float) -> float:
    """A figure without its sign."""
    return abs(value)


@register.filter
def translated(text: Text) -> str:
    """``{{ dimension.name|translated }}``: a text of the maturity model in the reader's language."""
    return text.in_(spoken())

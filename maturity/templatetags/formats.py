"""The formats of ``maturity.web.formats`` as filters, in the active language."""

from datetime import date

from django import template

from maturity.web import formats

register = template.Library()
register.filter("number", formats.number)
register.filter("signed", formats.signed)
register.filter("p_value", formats.p_value)
register.filter("plain", formats.plain)
register.filter("share", formats.share)
register.filter("money", formats.money)
register.filter("price", formats.price)
register.filter("short_money", formats.short_money)
register.filter("day", formats.day)
register.filter("short_day", formats.short_day)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)


@register.filter
def quarter(number_from_1: int | None, start: date) -> str:
    """``{{ item.quarter|quarter:engagement.start }}``"""
    return formats.quarter(start, number_from_1)


@register.filter
def points(share: float | None) -> str:
    """A net share as points, the way a net promoter score is spoken of: ``-0.04`` is ``−4``."""
    return formats.number(None if share is None else 100 * share, 0)


@register.filter
def signed_points(share: float | None) -> str:
    """A change of a net share as points with its sign: ``0.04`` is ``+4``."""
    return formats.signed(None if share is None else 100 * share, 0)

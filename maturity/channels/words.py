"""What the channels' pages say in sentences, from results. In the active language."""

from django.utils.translation import gettext as _

from maturity.methods.channels import WhatIf
from maturity.web.formats import number, share


def what_if_heading(found: WhatIf | None, origin: str, destination: str, *, asked: bool) -> str:
    """What another share of a handoff would change, in conversions. ``asked``: whether a question was put."""
    if found is None:
        return _("This cannot be worked out") if asked else _("What if a handoff changed?")
    words = {
        "share": share(found.share),
        "now": share(found.share_now),
        "origin": origin,
        "destination": destination,
        "change": number(abs(found.change), 0),
    }
    if found.change >= 0:
        return _("%(share)s instead of %(now)s from %(origin)s to %(destination)s: %(change)s conversions more") % words
    return _("%(share)s instead of %(now)s from %(origin)s to %(destination)s: %(change)s conversions fewer") % words


def what_if_answer(found: WhatIf | None, origin: str, destination: str, customers: float, *, asked: bool) -> str:
    """The answer in full, or why there is none."""
    if found is None and asked:
        return _(
            "Either all who leave %(origin)s go to %(destination)s today, so that nobody can be sent elsewhere, or "
            "nobody would ever leave the two."
        ) % {"origin": origin, "destination": destination}
    if found is None:
        return _("Choose a handoff and another share; the answer is in conversions of the measured customers.")
    sentence = _("%(then)s instead of %(now)s conversions of the %(customers)s measured customers") % {
        "then": number(found.conversions, 0),
        "now": number(found.conversions_now, 0),
        "customers": number(customers, 0),
    }
    if found.change_share is not None:
        sentence += f" ({'+' if found.change >= 0 else ''}{share(found.change_share, 1)})"
    return f"{sentence}. {what_if_interval(found)}".rstrip()


def what_if_interval(found: WhatIf) -> str:
    """How sure the change is; empty where it has no interval."""
    if found.interval is None:
        return ""
    low, high = found.interval.low, found.interval.high
    limits = {"low": number(low, 0), "high": number(high, 0)}
    if low <= 0 <= high:
        return _("The interval goes from %(low)s to %(high)s: no more than noise.") % limits
    return _("95%% interval of the change: %(low)s to %(high)s.") % limits

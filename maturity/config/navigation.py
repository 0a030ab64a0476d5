"""What every page shows of the engagement that access was given to."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from maturity.clients.queries import steps_of


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the engagement, its story, and the chapter of this page. Who prints no story asks for none."""
    engagement = getattr(request, "engagement", None)
    match = request.resolver_match
    if engagement is None:
        return {}
    return {
        "engagement": engagement,
        "story": SimpleLazyObject(lambda: steps_of(engagement)),
        "here": match.app_name if match else "",
    }

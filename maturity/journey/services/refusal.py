"""What this chapter refuses."""

from maturity.web.http import Refusal


class JourneyRefusal(Refusal):
    """The journey's order or names do not allow this."""

"""The example of the page on the owner's tilt, by the method itself."""

from maturity.methods.tilt import Rating, pooled_tilt

PORTAL = {"IT-1": 5, "IT-2": 4, "SA-1": 3, "SA-2": 3, "SE-1": 2}
CLUB = {"IT-1": 3, "IT-2": 3, "SA-1": 4, "SA-2": 5, "SE-1": 3}


def two_initiatives() -> dict[str, float]:
    """IT owns a portal, Sales a loyalty club; five people rate the value of both."""
    ratings = [Rating("portal", rater, value, rater.startswith("IT")) for rater, value in PORTAL.items()]
    ratings += [Rating("club", rater, value, rater.startswith("SA")) for rater, value in CLUB.items()]
    found = pooled_tilt(ratings)
    portal, club = (each.tilt for each in found.items)
    figures = {"portal": portal, "club": club, "pooled": found.tilt, "low": found.low, "high": found.high}
    return {name: each for name, each in figures.items() if each is not None}

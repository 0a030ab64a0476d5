"""The examples of the pages about channels."""

from maturity.methods.channels import (
    Path,
    attribute,
    attribution_intervals,
    choose_order,
    compare_beliefs,
    expected_touches,
    passers,
    what_if,
)


def search_and_mail() -> dict[str, float]:
    """Five customers by Search and Mail; four convert."""
    found = attribute([Path(("Search",), 3, 2), Path(("Mail",), 1, 1), Path(("Search", "Mail"), 1, 1)])
    return {
        "rate": found.conversion_probability,
        "search_lost": found.removal_effects["Search"],
        "mail_lost": found.removal_effects["Mail"],
        "search": found.conversions["Search"],
        "mail": found.conversions["Mail"],
    }


def few_and_many() -> dict[str, float]:
    """Five hundred customers, and fifty in the same proportions."""
    many = [Path(("Search", "Web"), 300, 60), Path(("Web",), 200, 10)]
    few = [Path(path.channels, path.customers / 10, path.conversions / 10) for path in many]
    found = attribute(many)
    wide, narrow = (attribution_intervals(paths).shares["Search"] for paths in (few, many))
    return {
        "share": found.conversions["Search"] / found.total_conversions,
        "low": narrow.low,
        "high": narrow.high,
        "few_low": wide.low,
        "few_high": wide.high,
    }


def touches_of_four() -> dict[str, float]:
    """Three meet Web alone, a fourth Web and then Shop; two convert."""
    found = expected_touches([Path(("Web",), 3, 1), Path(("Web", "Shop"), 1, 1)])
    return {"all": found.total, "buyers": found.total_of_converts or 0.0}


def two_ways_to_x() -> dict[str, float]:
    """From A nine of ten buy in X; from B one of ten, or nearly nine."""
    from_a = Path(("A", "X"), 100, 90)
    differs = choose_order([from_a, Path(("B", "X"), 100, 10)])
    alike = choose_order([from_a, Path(("B", "X"), 100, 89)])
    return {"ahead": differs.ahead or 0.0, "order": float(alike.best)}


def letter_and_fax() -> dict[str, float]:
    """Nobody of 400 buys after a letter; half of 12 after a fax."""
    paths = [Path(("Web",), 900, 45), Path(("Letter",), 400, 0), Path(("Fax",), 12, 6)]
    rate = attribute(paths).conversion_probability
    return {"rate": 100 * rate, "expected": rate * passers(paths)["Letter"].customers}


def search_to_web() -> dict[str, float]:
    """Sixty of a hundred go on from Search to Web; ninety are believed to."""
    (found,) = compare_beliefs({("Search", "Web"): 0.9}, [Path(("Search",), 40, 0), Path(("Search", "Web"), 60, 9)])
    measured, interval = found.measured or 0.0, found.interval
    low, high = (interval.low, interval.high) if interval else (0.0, 0.0)
    return {"measured": measured, "low": low, "high": high, "off": 100 * found.off}


def more_from_search_to_web() -> dict[str, float]:
    """Seventy instead of forty of a hundred go on from Search to Web."""
    found = what_if([Path(("Search",), 60, 3), Path(("Search", "Web"), 40, 8)], "Search", "Web", share=0.7)
    return {
        "now": found.conversions_now,
        "share": found.share,
        "then": found.conversions,
        "more": found.change,
    }

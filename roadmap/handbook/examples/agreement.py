"""The examples of the pages about agreement."""

from maturity.methods.agreement import (
    a_wg,
    disagreement,
    gwet_ac2,
    intraclass_correlation,
    krippendorff_alpha,
    polarisation,
    within_group_agreement,
)
from maturity.methods.split import find_split
from maturity.methods.suppression import suppress


def krippendorffs_alpha() -> dict[str, float]:
    """Two people on two statements; they differ by a rung on the second."""
    return {"alpha": krippendorff_alpha([[2, 4], [2, 3]])}


def within_group() -> dict[str, float]:
    """2, 3, 3 and 4, then two at each end."""
    close, apart = [2, 3, 3, 4], [1, 1, 5, 5]
    return {
        "r_close": within_group_agreement(close),
        "a_close": a_wg(close),
        "r_apart": within_group_agreement(apart),
        "a_apart": a_wg(apart),
    }


def gwets_ac2() -> dict[str, float]:
    """Ten people answer 4 everywhere, but for one answer."""
    ratings = [[4, 4, 4, 4, 4]] * 9 + [[4, 4, 4, 4, 3]]
    return {"alpha": krippendorff_alpha(ratings), "ac2": gwet_ac2(ratings)}


def intraclass() -> dict[str, float]:
    """Three departments of two."""
    found = intraclass_correlation([[1, 2], [4, 5], [2, 3]])
    return {
        "between": found.between,
        "within": found.within,
        "single": found.single,
        "mean": found.mean or 0.0,
        "four": found.reliability(4) or 0.0,
    }


def rand_rule() -> dict[str, float]:
    """Ten people with both ends, and ten who lean one way."""
    apart, leaning = disagreement([1, 2, 2, 3, 3, 3, 3, 4, 4, 5]), disagreement([1, 1, 1, 1, 2, 2, 3, 3, 3, 3])
    return {
        "ipr": apart.ipr,
        "limit": apart.limit,
        "leaning_ipr": leaning.ipr,
        "leaning_limit": leaning.limit,
    }


def polarised() -> dict[str, float]:
    """Ten people, four at the bottom, three at the top."""
    found = polarisation([1, 1, 1, 1, 2, 3, 4, 5, 5, 5])
    return {"lowest": found.lowest, "highest": found.highest, "paired": found.paired}


def smallest_group() -> dict[str, float]:
    """Sales six, IT four, Legal one."""
    counts = {"Sales": 6, "IT": 4, "Legal": 1}
    found = suppress(counts)
    return {
        "hidden": sum(counts[group] for group in found.hidden),
        "shown": sum(counts[group] for group in found.shown),
    }


def two_camps() -> dict[str, float]:
    """Thirteen people, and nobody in between."""
    found = find_split([2] * 7 + [4] * 6)
    return {"lower": found.lower_count, "upper": found.upper_count} if found else {}

"""The examples of the business case's pages, by the methods themselves."""

from roadmap.methods.uncertainty import Assumption, Case, Item, ThreePoint
from roadmap.methods.uncertainty.information import value_of_information
from roadmap.methods.uncertainty.optimism import Factor, ProjectKind, mitigation, uplift_of
from roadmap.methods.uncertainty.overlap import Claim, guard_overlap


def knowing_one_benefit() -> dict[str, float]:
    """A cost of 150 now, and one year of a benefit of 0, likely 200, at most 400."""
    benefit = Assumption("benefit", ThreePoint(0, 200, 400))
    known = value_of_information(Case([Item("shop", 0, 1, one_off=150, benefits=(benefit,))], 5, 0.0))
    return {"now": known.now, "worth": known.each[0].worth, "with": known.now + known.each[0].worth}


def software_three_quarters_managed() -> dict[str, float]:
    """A software project of 1,000 and four quarters, whose causes of overrun are managed to three quarters."""
    managed = mitigation(
        [Factor("business case", 0.5, 1.0), Factor("contract", 0.3, 0.5), Factor("suppliers", 0.2, 0.5)]
    )
    start, left = uplift_of(ProjectKind.EQUIPMENT), uplift_of(ProjectKind.EQUIPMENT, managed)
    return {
        "managed": managed,
        "start": start.one_off,
        "left": left.one_off,
        "unmanaged": 1000 * (1 + start.one_off),
        "cost": 1000 * (1 + left.one_off),
    }


def two_claims_on_one_base() -> dict[str, float]:
    """A portal and a chat that both mean to save on calls, which cost 90 a year."""
    portal, chat = Claim("portal", "calls", ThreePoint(40, 80, 100)), Claim("chat", "calls", ThreePoint(20, 40, 90))
    counted = guard_overlap([portal, chat], {"calls": 90}).counted
    return {
        "claimed": portal.yearly.likely + chat.yearly.likely,
        "portal": counted[0].yearly.likely,
        "chat": counted[1].yearly.likely,
    }

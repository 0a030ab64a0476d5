"""What a simulation does not say: what is claimed twice, what knowing is worth, what such projects overrun by."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from roadmap.initiatives.domain.facts import BenefitFacts, InitiativeFacts
from roadmap.initiatives.rules import Driver
from roadmap.methods.uncertainty import Case, Shape, ThreePoint
from roadmap.methods.uncertainty.information import value_of_information
from roadmap.methods.uncertainty.optimism import ProjectKind, UpliftedCase, uplift_of, uplifted
from roadmap.methods.uncertainty.overlap import Claim, DriverFinding, Guarded, guard_overlap

from .inputs import Inputs, three_points
from .result import Knowledge

SEED = 20_270_101


def without_overlap(inputs: Inputs, starts: Mapping[int, int]) -> tuple[Inputs, tuple[DriverFinding, ...]]:
    """The inputs with the claims on each driver capped at what it can give, and what was found of them.

    Only what the plan takes in claims anything. That several have "other" as their driver is no sign of an overlap.
    """
    claiming = [each for each in inputs.initiatives if each.pk in starts]
    benefits = [(each, benefit) for each in claiming for benefit in each.benefits]
    claims = [Claim(each.key, benefit.driver, three_points(benefit)) for each, benefit in benefits]
    guarded: Guarded = guard_overlap(claims, inputs.bases)
    counts = {benefit.pk: claim.yearly for (_, benefit), claim in zip(benefits, guarded.counted, strict=True)}
    capped = {each.driver for each in guarded.flags if each.base is not None}
    lines = tuple(replace(each, benefits=as_counted(each, counts, capped)) for each in inputs.initiatives)
    found = tuple(each for each in guarded.flags if each.base is not None or each.driver != Driver.OTHER)
    return replace(inputs, initiatives=lines), found


def as_counted(line: InitiativeFacts, counts: Mapping[int, ThreePoint], capped: set[str]) -> tuple[BenefitFacts, ...]:
    """The benefits with the amounts that count; what was not capped stays exactly as it was."""
    return tuple(
        reduced(benefit, counts[benefit.pk]) if benefit.driver in capped and benefit.pk in counts else benefit
        for benefit in line.benefits
    )


def reduced(benefit: BenefitFacts, counts: ThreePoint) -> BenefitFacts:
    low, likely, high = (Decimal(repr(amount)) for amount in (counts.low, counts.likely, counts.high))
    return benefit._replace(low=low, likely=likely, high=high)


def knowledge_of(inputs: Inputs, starts: Mapping[int, int], case: Case) -> Knowledge:
    """What knowing each benefit is worth: for the plan as a whole, and for what can be left out of it."""
    shape, correlation = Shape(inputs.terms.spread), inputs.terms.together.correlation
    free = droppable(inputs, starts)
    whole = value_of_information(case, None, shape, correlation, SEED)
    apart = value_of_information(case, [[key] for key in free], shape, correlation, SEED) if free else None
    names = {str(each.pk): each.key for each in inputs.initiatives}
    dropped = [names[free[place]] for place in apart.dropped] if apart else []
    return Knowledge(whole, apart, tuple(sorted(dropped)))


def droppable(inputs: Inputs, starts: Mapping[int, int]) -> list[str]:
    """The initiatives that can be left out by themselves: nothing that is done builds on them, and none is a "must"."""
    lines = [each for each in inputs.initiatives if each.pk in starts]
    needed = {before.pk for each in lines for before in each.after}
    return [str(each.pk) for each in lines if each.pk not in needed and not each.must]


def optimism_of(inputs: Inputs, case: Case) -> UpliftedCase:
    """The case with the overruns of such projects, less what is managed."""
    terms = inputs.terms
    return uplifted(case, uplift_of(ProjectKind(terms.project_type), float(terms.mitigation)))

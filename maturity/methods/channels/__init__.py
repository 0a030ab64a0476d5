"""How do customers move between channels, and what does each channel bring?

A channel is not good or bad by itself: it sends customers on. So the ways that customers took are read as a Markov
chain, and all questions are asked of the chain:

- `paths`        what was measured: ways, the customers who took them, how many converted
- `attribution`  what each channel contributes: conversions lost without it (orders 1 to 3)
- `absorbing`    how many channels a customer meets, and where they end; from paths, or from what people state
- `orders`       how much of the way the chain must remember
- `flows`        the chain as a table of counts, and many tables solved at once
- `bootstrap`    how far the contributions would move with other customers of the same kind
- `enough`       when there are too few customers to say anything
- `belief`       handoffs as people state them, against the measured ones
- `what_if`      one handoff changed: how many conversions more or fewer

Read in this order. The limits are the same everywhere: it shows what goes together, not what causes what, and it knows
only what was measured.
"""

from .absorbing import (
    AbsorbingChain,
    Touches,
    chain_of_paths,
    chain_of_shares,
    end_probabilities,
    expected_steps,
    expected_touches,
)
from .attribution import ORDERS, Attribution, attribute
from .belief import Belief, BeliefVerdict, compare_beliefs, conversion_as_believed, measured_shares, wilson
from .bootstrap import AttributionIntervals, attribution_intervals
from .enough import FEWEST_CONVERSIONS, FEWEST_CUSTOMERS, Enough, Sufficiency, sufficiency
from .orders import Evidence, OrderChoice, OrderFit, choose_order, evidence
from .paths import Interval, Passers, Path, passers
from .what_if import WhatIf, what_if

__all__ = [
    "FEWEST_CONVERSIONS",
    "FEWEST_CUSTOMERS",
    "ORDERS",
    "AbsorbingChain",
    "Attribution",
    "AttributionIntervals",
    "Belief",
    "BeliefVerdict",
    "Enough",
    "Evidence",
    "Interval",
    "OrderChoice",
    "OrderFit",
    "Passers",
    "Path",
    "Sufficiency",
    "Touches",
    "WhatIf",
    "attribute",
    "attribution_intervals",
    "chain_of_paths",
    "chain_of_shares",
    "choose_order",
    "compare_beliefs",
    "conversion_as_believed",
    "end_probabilities",
    "evidence",
    "expected_steps",
    "expected_touches",
    "measured_shares",
    "passers",
    "sufficiency",
    "what_if",
    "wilson",
]

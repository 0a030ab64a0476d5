"""Are there enough customers to say anything about a channel?

With few customers the arithmetic still answers, to many decimals. Two things must be there before a figure is shown.

*Customers.* At least 30 different customers passed the channel. Below that a share has a 95 % margin of more than
± 1.96 · √(¼ / 30) = ± 18 points: a third cannot be told from a half.

*Conversions.* A count of k conversions is known to about ± 2 / √k: 10 of them to within two thirds, and below that
hardly even by half or double. But many customers and no conversion *is* a finding, and a rule that asks for observed
conversions would suppress exactly the channels that do not work. So what is asked is that at least 10 conversions were
seen, or would have been at the average rate:

    max(conversions through the channel, customers through the channel × conversion probability) ≥ 10

Ten events per quantity to be learnt is also the usual floor of regression with rare events. For the whole, the same
two numbers are asked of all customers, with the conversions observed.

Limits: a floor, not a promise: what is above it still has its interval, and that may be wide.

Source: Peduzzi, P. et al. (1996), A simulation study of the number of events per variable in logistic regression
analysis, Journal of Clinical Epidemiology 49, 1373–1379.
"""

import enum
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .paths import Passers, Path, passers, require_paths

FEWEST_CUSTOMERS: Final = 30
FEWEST_CONVERSIONS: Final = 10


class Enough(enum.Enum):
    """Whether there are data enough, and if not, of what there is too little."""

    ENOUGH = "enough"
    FEW_CUSTOMERS = "few customers"
    FEW_CONVERSIONS = "few conversions"


@dataclass(frozen=True)
class Sufficiency:
    """``whole``: of all paths together; ``channels[channel]``: of each channel, alphabetically; ``passers[channel]``:
    the customers and conversions that it was judged by."""

    whole: Enough
    channels: Mapping[str, Enough]
    passers: Mapping[str, Passers]

    def says(self, channel: str) -> bool:
        """Whether something can be said about the channel; not of one that is on no path."""
        return self.whole is Enough.ENOUGH and self.channels.get(channel) is Enough.ENOUGH


def sufficiency(paths: Iterable[Path]) -> Sufficiency:
    """What the paths are enough for (see the module).

    Raises ``ValueError`` where there are no paths, or nobody took any.

    >>> found = sufficiency([Path(("Web",), 900, 45), Path(("Letter",), 400, 0), Path(("Fax",), 12, 6)])
    >>> found.whole.value, {channel: state.value for channel, state in found.channels.items()}
    ('enough', {'Fax': 'few customers', 'Letter': 'enough', 'Web': 'enough'})
    """
    paths = require_paths(paths)
    customers = math.fsum(path.customers for path in paths)
    conversions = math.fsum(path.conversions for path in paths)
    through = passers(paths)
    rate = conversions / customers
    channels = {channel: _state(found, rate) for channel, found in through.items()}
    return Sufficiency(_state(Passers(customers, conversions), rate), channels, through)


def _state(found: Passers, rate: float) -> Enough:
    if found.customers < FEWEST_CUSTOMERS:
        return Enough.FEW_CUSTOMERS
    if max(found.conversions, found.customers * rate) < FEWEST_CONVERSIONS:
        return Enough.FEW_CONVERSIONS
    return Enough.ENOUGH

"""What waits for what, in quarters: the critical path, the next longest chains, and how far the rest may slip."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap.methods.precedence import Chain, CycleError, critical_path, longest_chains

from .facts import InitiativeFacts

MOST_CHAINS = 4
MOST_LINKS = 10


@dataclass(frozen=True)
class Waits:
    """Chains of initiatives that come after each other, the longest first; lengths and slack in quarters.

    ``critical``: keys of the first; ``slack``: for each initiative that waits for or opens the way to another.
    ``circle``: keys that wait for each other, where some do; then nothing else can be said.
    """

    chains: tuple[Chain, ...] = ()
    critical: tuple[str, ...] = ()
    slack: Mapping[str, int] | None = None
    circle: tuple[str, ...] = ()

    @property
    def critical_in_words(self) -> tuple[str, ...]:
        return spoken(self.critical)

    @property
    def chains_in_words(self) -> tuple[tuple[tuple[str, ...], Chain], ...]:
        return tuple((spoken(chain.keys), chain) for chain in self.chains)

    @property
    def length(self) -> int:
        return self.chains[0].length if self.chains else 0


def spoken(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A chain as it can be read: of a long one its beginning and its end.

    >>> spoken(("A", "B")), len(spoken(tuple("ABCDEFGHIJKLMNOP")))
    (('A', 'B'), 9)
    """
    return keys if len(keys) <= MOST_LINKS else (*keys[:5], "…", *keys[-3:])


def waits_of(rows: Iterable[InitiativeFacts]) -> Waits | None:
    """What follows from the links alone; None where nothing waits for anything."""
    durations = {row.key: row.quarters for row in rows}
    after = {row.key: row.after_keys for row in rows}
    tied = {key for key, earlier in after.items() if earlier} | {key for earlier in after.values() for key in earlier}
    if not tied:
        return None
    try:
        path = critical_path(durations, after)
        chains = longest_chains(durations, after, MOST_CHAINS)
    except CycleError as found:
        return Waits(circle=(*found.keys, found.keys[0]))
    slack = {key: path.slack[key] for key in after if key in tied}
    return Waits(tuple(chain for chain in chains if len(chain.keys) > 1), path.keys, slack)

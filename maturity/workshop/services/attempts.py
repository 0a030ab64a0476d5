"""How often somebody may type a wrong code. Right codes are never counted: a whole room behind one address can join."""

import hashlib
import time
from typing import Final

from django.core.cache import cache

WINDOW: Final = 600  # seconds
FROM_ONE_ADDRESS: Final = 30
FROM_EVERYWHERE: Final = 600


def guess_again_later(address: str) -> bool:
    """Whether so many wrong codes came from this address, or from everywhere, that codes are not looked at for now.

    There are 887 million codes. At 600 guesses in ten minutes, a session that is open for three hours is found with a
    chance of 1 in 80,000. The link in the QR code (128 bits) is not limited.
    """
    one, all_of_them = _keys(address)
    counts = cache.get_many([one, all_of_them])
    return bool(counts.get(one, 0) >= FROM_ONE_ADDRESS or counts.get(all_of_them, 0) >= FROM_EVERYWHERE)


def note_failure(address: str) -> None:
    """Count one wrong code."""
    for key in _keys(address):
        cache.set(key, cache.get(key, 0) + 1, WINDOW)


def _keys(address: str) -> tuple[str, str]:
    """Where this address's failures and all failures are counted, in this window of ten minutes.

    No address is written down anywhere, not even for ten minutes.
    """
    window = int(time.time() // WINDOW)
    digest = hashlib.sha256(address.encode()).hexdigest()
    return f"workshop-codes:{window}:{digest}", f"workshop-codes:{window}:everywhere"

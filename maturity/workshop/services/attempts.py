"""How often somebody may type a wrong code. Right codes are never counted: a whole room behind one address can join."""

import hashlib
import ipaddress
import time
from typing import Final

from django.core.cache import cache

WINDOW: Final = 600  # seconds
FROM_ONE_ADDRESS: Final = 30
FROM_EVERYWHERE: Final = 600
ONE_NETWORK: Final = 64  # bits: every household and every rented server has that many IPv6 addresses of its own


def guess_again_later(address: str) -> bool:
    """Whether so many wrong codes came from this address, or from everywhere, that codes are not looked at for now.

    A wrong code is aimed at every open session alike, so what comes from everywhere is what each of them has to bear.
    There are 887 million codes: at 600 guesses in ten minutes, a session that is open for three hours is found with a
    chance of 1 in 80,000. The link in the QR code (128 bits) is not limited.
    """
    return bool(cache.get_many([_slot(key, most - 1) for key, most in _limits(address)]))


def note_failure(address: str) -> None:
    """Count one wrong code: it takes the next free place of its address, and of everywhere.

    A place can be taken once, whichever server takes it, so guesses that come at the same time are all counted.
    """
    for key, most in _limits(address):
        place = cache.get(key, 0)
        while place < most and not cache.add(_slot(key, place), True, WINDOW):
            place += 1
        cache.set(key, place + 1, WINDOW)  # where the next one begins to look


def _limits(address: str) -> list[tuple[str, int]]:
    """Where this address's failures and all failures are counted, in this window of ten minutes, and how many may be.

    No address is written down anywhere, not even for ten minutes.
    """
    window = int(time.time() // WINDOW)
    digest = hashlib.sha256(network_of(address).encode()).hexdigest()
    everywhere = f"workshop-codes:{window}:everywhere"
    return [(f"workshop-codes:{window}:{digest}", FROM_ONE_ADDRESS), (everywhere, FROM_EVERYWHERE)]


def _slot(key: str, place: int) -> str:
    return f"{key}:{place}"


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or an IPv6 network.

    >>> network_of("203.0.113.7"), network_of("2001:db8:1:2:3::4"), network_of("")
    ('203.0.113.7', '2001:db8:1:2::', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((found, ONE_NETWORK), strict=False).network_address)

"""What a number has to be before it is reckoned with."""

import math


def require_finite(name: str, value: float) -> None:
    """ValueError, naming it, where ``value`` is no number, infinite or NaN.

    >>> require_finite("a rate", 0.05)
    >>> require_finite("a rate", float("nan"))
    Traceback (most recent call last):
    ValueError: a rate must be a finite number, got nan
    """
    try:
        finite = math.isfinite(value)
    except TypeError:
        raise ValueError(f"{name} must be a number, got {value!r}") from None
    if not finite:
        raise ValueError(f"{name} must be a finite number, got {value}")

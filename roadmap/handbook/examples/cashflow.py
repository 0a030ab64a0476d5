"""The examples of the pages on cash flow, by the methods themselves."""

from roadmap.methods.cashflow import discounted_payback, internal_rates, modified_internal_rate, npv, payback

LAID_OUT_AND_BACK = (-100, 60, 60)
PUMP = (-1600, 10_000, -10_000)


def hundred_out_and_sixty_twice() -> dict[str, float]:
    """100 now, 60 after one year and 60 after two, at 10 %."""
    first, second = 60 / 1.1, 60 / 1.1**2
    return {"first": first, "second": second, "value": npv(0.10, LAID_OUT_AND_BACK)}


def one_rate_and_two() -> dict[str, float]:
    """The same payments, then a pump that costs money again at the end."""
    (one,) = internal_rates(LAID_OUT_AND_BACK)
    low, high = internal_rates(PUMP)
    return {"one": one, "low": low, "high": high}


def put_aside_at_five() -> dict[str, float]:
    """The same payments, put aside at 5 %."""
    rate = modified_internal_rate(LAID_OUT_AND_BACK, finance=0.10, reinvest=0.05)
    (internal,) = internal_rates(LAID_OUT_AND_BACK)
    assert rate is not None, "money is laid out and comes back"
    return {"end": 60 * 1.05 + 60, "rate": rate, "internal": internal}


def back_after_two_and_a_half() -> dict[str, float]:
    """100 now, then 40 a quarter for four quarters; at 5 % a quarter."""
    flows = (-100, 40, 40, 40, 40)
    plain, discounted = payback(flows), discounted_payback(0.05, flows)
    assert plain is not None, "160 comes back"
    assert discounted is not None, "and 142 of today's money"
    return {"plain": plain, "discounted": discounted}

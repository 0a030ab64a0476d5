"""From results to sentences, without a page."""

import pytest

from maturity.channels.words import what_if_answer, what_if_heading
from maturity.methods.channels import Interval, WhatIf

MORE = WhatIf("Web", "Shop", 0.2, 0.3, 100, 112, Interval(3, 20))
FEWER = WhatIf("Web", "Shop", 0.2, 0.1, 100, 90, Interval(-25, 4))
PLAIN = WhatIf("Web", "Shop", 0.2, 0.3, 0, 2, None)


@pytest.mark.parametrize(
    ("found", "asked", "heading", "answer"),
    [
        (
            MORE,
            True,
            "30% instead of 20% from Web to Shop: 12 conversions more",
            "112 instead of 100 conversions of the 900 measured customers (+12.0%). "
            "95% interval of the change: 3 to 20.",
        ),
        (
            FEWER,
            True,
            "10% instead of 20% from Web to Shop: 10 conversions fewer",
            "90 instead of 100 conversions of the 900 measured customers (−10.0%). "
            "The interval goes from −25 to 4: no more than noise.",
        ),
        (
            PLAIN,
            True,
            "30% instead of 20% from Web to Shop: 2 conversions more",
            "2 instead of 0 conversions of the 900 measured customers.",
        ),
        (
            None,
            True,
            "This cannot be worked out",
            "Either all who leave Web go to Shop today, so that nobody can be sent elsewhere, or nobody would ever "
            "leave the two.",
        ),
        (
            None,
            False,
            "What if a handoff changed?",
            "Choose a handoff and another share; the answer is in conversions of the measured customers.",
        ),
    ],
)
def test_what_if_is_said_in_words(found, asked, heading, answer):
    assert what_if_heading(found, "Web", "Shop", asked=asked) == heading
    assert what_if_answer(found, "Web", "Shop", 900, asked=asked) == answer

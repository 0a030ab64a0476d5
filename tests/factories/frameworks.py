"""A maturity model as small as one can be, for tests that need any."""

from maturity.framework.services import load_framework, use_framework
from maturity.models import Engagement, Framework, Organisation

RUNG = '{ en = "Seen %(n)d", da = "Set %(n)d", sv = "Sett %(n)d" }'
HEAD = """key = "small"
version = "1"
name = { en = "Small", da = "Lille", sv = "Liten" }
about = { en = "About", da = "Om", sv = "Om" }
"""
LADDER = "".join(
    f"""
[[rungs]]
number = {number}
key = "rung-{number}"
name = {{ en = "Rung {number}", da = "Trin {number}", sv = "Steg {number}" }}
description = {{ en = "Marks {number}", da = "Tegn {number}", sv = "Tecken {number}" }}
"""
    for number in range(1, 6)
)
THEMES = """
[[themes]]
key = "customer"
name = { en = "Customer", da = "Kunde", sv = "Kund" }
"""


def statement(*, text: str = "Statement") -> str:
    rungs = ",\n  ".join(RUNG % {"n": number} for number in range(1, 6))
    return f"""
[[dimensions.statements]]
text = {{ en = "{text}", da = "Udsagn", sv = "Påstående" }}
rungs = [
  {rungs},
]
"""


def dimension(*, key: str, statements: int = 2) -> str:
    head = f"""
[[dimensions]]
key = "{key}"
theme = "customer"
name = {{ en = "{key.title()}", da = "Dansk {key}", sv = "Svensk {key}" }}
about = {{ en = "About {key}", da = "Om {key}", sv = "Om {key}" }}
"""
    return head + "".join(statement(text=f"{key} {number}") for number in range(1, statements + 1))


SMALL = HEAD + LADDER + THEMES + dimension(key="insight") + dimension(key="care", statements=1)


def small(*, organisation: Organisation | None = None) -> Framework:
    """The small framework as loaded: insight.1, insight.2, care.1."""
    return load_framework(text=SMALL, organisation=organisation)


def use_small(engagement: Engagement) -> Framework:
    """The engagement uses the small framework."""
    framework = small()
    use_framework(engagement=engagement, framework=framework, by=None)
    return framework

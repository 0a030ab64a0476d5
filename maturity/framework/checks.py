"""At start-up: is the framework that ships the one that was loaded under its version?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from .models import Framework
from .queries import obstacle_to_shipping
from .rules import SHIPPED, LibraryFaults, read_library

HINT = "Raise `version` in {}: engagements keep the version that they use, new ones begin with the new one."


@register(Tags.database)
def shipped_framework_has_its_own_version(
    *, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """``migrate`` and ``check --database default`` stop, in words, at other statements under a version that is loaded.

    Before the first ``migrate`` there is no table, and nothing that the file could differ from.
    """
    if "default" not in (databases or ()) or not _table_is_there():
        return []
    try:
        obstacle = obstacle_to_shipping(read_library(SHIPPED.read_bytes()))
    except LibraryFaults as faults:
        return [Error(str(faults), obj=SHIPPED, id="maturity.E002")]
    return [Error(obstacle, hint=HINT.format(SHIPPED.name), obj=SHIPPED, id="maturity.E001")] if obstacle else []


def _table_is_there() -> bool:
    return Framework._meta.db_table in connections["default"].introspection.table_names()

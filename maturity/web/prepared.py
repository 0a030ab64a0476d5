"""Queries that are asked again and again, by every poll or every page: built once, then only executed.

Django takes ten to a hundred times as long to build such a query as the database takes to answer it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

FIRST_MARK = 2**62  # ids that no row has: they show where the real ones go


class Prepared:
    """A query about some ids. ``build`` makes it of that many ids, as ``values_list`` of numbers and texts alone.

    Values come as the database gives them: no dates, amounts or JSON.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.statement = lru_cache(maxsize=64)(self._statement)

    def rows(self, *ids: int) -> Sequence[tuple[Any, ...]]:
        """The answer for these ids."""
        sql, parameters = self.statement(len(ids), connection.vendor)
        values = [ids[each - FIRST_MARK] if is_mark(each, len(ids)) else each for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _statement(self, count: int, vendor: str) -> tuple[str, tuple[Any, ...]]:
        query = self.build(*range(FIRST_MARK, FIRST_MARK + count)).query
        sql, parameters = query.sql_with_params()
        return sql, tuple(parameters)


def is_mark(parameter: object, count: int) -> bool:
    return isinstance(parameter, int) and FIRST_MARK <= parameter < FIRST_MARK + count

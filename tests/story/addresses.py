"""Every address of the site: its name, its parts, and a real address made of one client's objects."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.world import House

from .permissions import TABLE

PART = re.compile(r"<(?:(\w+):)?(\w+)>")


def patterns(resolver: URLResolver | None = None, space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every pattern; the admin's are one, ``admin``."""
    for found in (resolver or get_resolver()).url_patterns:
        whole = route + str(found.pattern)
        if isinstance(found, URLPattern):
            yield f"{space}{found.name}", whole
        elif found.namespace == "admin":
            yield "admin", whole
        else:
            yield from patterns(found, f"{space}{found.namespace}:" if found.namespace else space, whole)


ROUTES = dict(patterns())


def parts(name: str) -> list[str]:
    return [part for _kind, part in PART.findall(ROUTES[name])]


def numbers(name: str) -> list[str]:
    """The parts of an address that are ids."""
    return [part for kind, part in PART.findall(ROUTES[name]) if kind == "int"]


def object_of(name: str, part: str) -> str:
    """The kind of object that a part of an address names, as the table says, or as the part is called."""
    return TABLE[name].objects.get(part, part.removesuffix("_id"))


def values(name: str, ids: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every part of an address."""
    found = {part: object_of(name, part) for part in parts(name)}
    return {part: each[1:] if each.startswith("=") else ids[each] for part, each in found.items()}


def address(name: str, house: House, **other: Any) -> str:
    """The address of this name with a client's own objects, but for ``other`` values."""
    if name == "admin":
        return "/admin/"
    return reverse(name, kwargs=values(name, house.ids) | other)

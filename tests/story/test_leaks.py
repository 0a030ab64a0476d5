"""Nothing of client B is in anything that client A's people can fetch: pages, pictures, workbooks, downloads."""

import io
import zipfile
from typing import Any

import pytest
from django.db import models
from django.test import Client

from tests.factories.world import House, Rows

from .addresses import address, numbers
from .pages import crawl
from .permissions import TABLE

MARK = "zq7xw"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# What the product writes itself, and what a mark would make invalid.
OURS = {"maturity.user.password", "maturity.framework.source", "maturity.session.code", "roadmap.report.sha256"}


def plant(before: Rows) -> int:
    """Write the mark into every text of every row that was not there before; how many texts."""
    planted = 0
    for model, known in before.items():
        fields = [field for field in model._meta.concrete_fields if markable(field)]
        for row in model._default_manager.exclude(pk__in=known):
            marked = {field.name: marked_value(field, getattr(row, field.name)) for field in fields}
            model._default_manager.filter(pk=row.pk).update(**marked)
            planted += len(marked)
    return planted


def markable(field: models.Field) -> bool:
    short = field.max_length is not None and field.max_length < 2 * len(MARK)
    chosen = bool(field.choices) or short or str(field).lower() in OURS
    return isinstance(field, TEXTS) and not chosen and not isinstance(field, models.SlugField)


def marked_value(field: models.Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return marked_json(value)
    if isinstance(field, models.BinaryField):
        return bytes(value) + MARK.encode()
    return f"{value[: (field.max_length or 10_000) - len(MARK)]}{MARK}"


def marked_json(value: Any) -> Any:
    """Texts inside are marked; keys and numbers stay, as code reads them."""
    if isinstance(value, dict):
        return {key: marked_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [marked_json(each) for each in value]
    return f"{value}{MARK}" if isinstance(value, str) else value


def unpacked(body: bytes) -> bytes:
    """A workbook's parts in plain."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def fetched(client: Client, house: House) -> dict[str, bytes]:
    """Everything that this person can fetch: all addresses, with own and with B's ids, and what pages link to."""
    addresses = [address(name, house) for name in TABLE if name != "account_logout"]
    return {url: unpacked(page.response.getvalue()) for url, page in crawl(client, ["/", *addresses]).items()}


@pytest.fixture
def marked_world(world) -> int:
    """How many texts of B carry the mark."""
    return plant(world.without_b)


@pytest.mark.parametrize("who", ["Ane", "Eve", "Dora", "phone"])
def test_nothing_of_another_client_is_ever_sent(world, marked_world, who: str) -> None:
    bodies = fetched(world.people()[who], world.a)

    assert marked_world > 150
    assert len(bodies) > (60 if who != "phone" else 20)
    assert [url for url, body in bodies.items() if MARK.encode() in body.lower()] == []


def test_another_clients_ids_answer_without_their_texts(world, marked_world) -> None:
    ane = world.people()["Ane"]
    private = [name for name in TABLE if numbers(name) and not name.startswith("join:")]

    answers = {name: ane.get(address(name, world.b)) for name in private}

    assert {answer.status_code for answer in answers.values()} == {404, 405}
    assert [name for name, answer in answers.items() if MARK.encode() in answer.getvalue()] == []


def test_the_mark_would_be_found(world, marked_world) -> None:
    bodies = fetched(world.people()["Bob"], world.b)

    assert len([url for url, body in bodies.items() if MARK.encode() in body]) > 40

"""Whoever changes the shape of a kept result must raise its version, so that rows of the old shape are not misread."""

import json
from hashlib import sha256

import msgspec
import pytest

from roadmap.business_case.domain import result as case
from roadmap.plan.domain import result as plan


def shape(kind: type) -> str:
    schema = msgspec.json.schema(kind)
    return sha256(json.dumps(without_words(schema), sort_keys=True).encode()).hexdigest()[:12]


def without_words(schema):
    """A schema without the docstrings in it."""
    if isinstance(schema, dict):
        return {name: without_words(each) for name, each in schema.items() if name != "description"}
    return [without_words(each) for each in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize(
    ("kind", "version", "known"),
    [
        (plan.PlanResult, plan.VERSION, {1: "c14fee72668f"}),
        (case.CaseResult, case.VERSION, {1: "324ae94818ea"}),
    ],
)
def test_shape_of_a_kept_result_changes_with_its_version_only(kind, version, known):
    assert shape(kind) == known[version], "its shape has changed: raise VERSION, and note the new shape here"

"""The model that ships: its shape, and marks of care that a machine can see in its texts."""

import pytest

from maturity.framework.rules import SHIPPED, Model, read_library

FIRST_VERSION = [
    *("customer-insight", "recognition", "customer-care"),
    *("channel-roles", "consistency", "recipient-choice"),
    *("systems-data", "data-responsibility", "measurement"),
    *("leadership", "cooperation", "test-learn", "plan-investment"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    return read_library(SHIPPED.read_bytes())


def test_model_keeps_the_dimensions_of_its_first_version_and_has_three_statements_in_each(model: Model) -> None:
    assert set(FIRST_VERSION) <= {dimension.key for dimension in model.dimensions}
    assert {len(dimension.statements) for dimension in model.dimensions} == {3}
    assert len(model.quick) == len(model.dimensions)


def test_rungs_are_named_as_the_source_names_them(model: Model) -> None:
    assert [tuple(rung.name.values()) for rung in model.rungs] == [
        ("Resistant", "Modstanderen", "Motståndaren"),
        ("Curious", "Den nysgerrige", "Den nyfikna"),
        ("Player", "Spilleren", "Spelaren"),
        ("Purposeful", "Den målbevidste", "Den målmedvetna"),
        ("Innovative", "Den innovative", "Den innovativa"),
    ]


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_texts_are_distinct_and_short_enough_for_a_phone(model: Model, language: str) -> None:
    texts = [text.in_(language) for each in model.statements for text in (each.text, *each.rungs)]

    assert len(set(texts)) == len(texts)
    assert [text for text in texts if len(text) > 140] == []
    assert [text for text in texts if "!" in text or "'" in text or '"' in text or "  " in text] == []


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_rungs_are_whole_sentences_and_headings_are_not(model: Model, language: str) -> None:
    assert [each.key for each in model.statements if each.text.in_(language).endswith(".")] == []
    assert [
        (each.key, number)
        for each in model.statements
        for number, rung in enumerate(each.rungs, start=1)
        if not rung.in_(language).endswith(".")
    ] == []

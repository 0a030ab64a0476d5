"""The translations are whole, in step with what is compiled, and keep their placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from maturity.management.commands.compile_texts import compiled

LOCALE = Path(__file__).resolve().parents[2] / "maturity" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
LANGUAGES = ("da", "sv")


def catalogue(language: str):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    missing = [
        message.id
        for message in catalogue(language)
        if message.id and (message.fuzzy or not all(message.string if message.pluralizable else [message.string]))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    broken = []
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = [message.id[-1], *message.id] if message.pluralizable else [message.id]
        given = message.string if message.pluralizable else [message.string]
        allowed = {name for text in wanted for name in PLACEHOLDER.findall(text)}
        broken += [(message.id, text) for text in given if not set(PLACEHOLDER.findall(text)) <= allowed]
        if not message.pluralizable and set(PLACEHOLDER.findall(message.string)) != allowed:
            broken.append((message.id, message.string))
    assert broken == []


def test_compiled_texts_are_in_step_with_their_sources():
    assert [str(place) for place, content in compiled() if place.read_bytes() != content] == []

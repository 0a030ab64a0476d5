"""The translations are whole, in step with what is compiled, and keep their placeholders."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from maturity.management.commands.compile_texts import compiled
from maturity.management.commands.gather_texts import gathered

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
def test_every_text_of_the_product_is_in_the_catalogue(language):
    known = {identity(message) for message in catalogue(language) if message.id}
    said = {identity(message) for message in gathered() if message.id}
    assert (said - known, known - said) == (set(), set()), "run: python3 manage.py gather_texts, then translate"


def identity(message) -> tuple[str | None, str]:
    return message.context, message.id[0] if message.pluralizable else message.id


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


def test_gathering_again_leaves_every_file_as_it_was(settings, tmp_path):
    settings.LOCALE_PATHS = [shutil.copytree(LOCALE, tmp_path / "locale")]

    call_command("gather_texts", verbosity=0)

    changed = [
        str(place.relative_to(LOCALE))
        for place in LOCALE.rglob("django.*")
        if place.read_bytes() != (tmp_path / "locale" / place.relative_to(LOCALE)).read_bytes()
    ]
    assert changed == [], "run: python3 manage.py gather_texts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_in_which_files_it_stands(language):
    assert [message.id for message in catalogue(language) if message.id and not message.locations] == []

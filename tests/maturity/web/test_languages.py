"""A reader looks for their language under the name that it has in itself."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

BUTTON = re.compile(r'<button[^>]*value="(?P<code>[\w-]+)"\s+lang="(?P<lang>[\w-]+)"[^>]*>(?P<name>\w+)</button>')


@pytest.mark.parametrize("reader", ["en-gb", "da", "sv"])
def test_languages_are_named_in_themselves(reader):
    with translation.override(reader):
        page = render_to_string("components/_languages.html", {}, RequestFactory().get("/"))
    assert BUTTON.findall(page) == [
        ("en-gb", "en-gb", "English"),
        ("da", "da", "Dansk"),
        ("sv", "sv", "Svenska"),
    ]

"""The handbook: every method has a page, every page a place where a reader meets its figure."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from maturity.web.chapters import story
from roadmap.handbook.rules import FIGURE, methods, read_page

TEMPLATES = Path(__file__).parents[3] / "templates"
LINK = re.compile(r"{% method ['\"]([\w-]+)['\"]")
PAGES = methods()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)


@each_page
def test_page_names_a_chapter_and_a_function_that_exist(page):
    module, _, function = page.function.rpartition(".")
    assert callable(getattr(import_module(module), function))
    assert page.chapter in {chapter.key for chapter in story()}


@each_page
@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_page_is_whole_in_every_language(page, language):
    texts = [page.name, page.question, page.means, page.does_not_mean, page.how]
    assert all(text.in_(language).strip() for text in texts)
    assert page.question.in_(language).endswith("?")


@each_page
def test_example_shows_every_number_that_the_method_gives(page):
    written = [] if page.example is None else list(page.example.values())
    for text in written:
        assert {name for name, _ in FIGURE.findall(text)} == set(page.figures)
        assert "{" not in FIGURE.sub("", text)
    assert all("{" not in page.example_in(language) for language in ("en", "da", "sv"))


def test_every_page_is_linked_where_its_figure_stands():
    linked = {key for path in TEMPLATES.rglob("*.html") for key in LINK.findall(path.read_text(encoding="utf-8"))}
    words = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.parent.glob("*/*/words/*.py"))
    assert linked | {page.key for page in PAGES if f'"{page.key}"' in words} == {page.key for page in PAGES}


def test_places_are_given_once():
    places = [page.place for page in PAGES]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("language", ["en-gb", "da", "sv"])
def test_anybody_reads_the_list_and_a_page(language):
    client = Client(headers={"accept-language": language})
    listed = client.get("/methods/")
    shown = client.get(f"/methods/{PAGES[0].key}/")
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert all(f'href="/methods/{page.key}/"' in listed.content.decode() for page in PAGES)


def test_page_that_does_not_exist_is_not_found():
    assert Client().get("/methods/nonsense/").status_code == 404


def test_link_in_a_pdf_is_left_out():
    template = Template(f'[{{% method "{PAGES[0].key}" %}}]')
    assert "".join(template.render(Context()).split()) == "[]"


def test_link_to_an_unknown_page_is_an_error():
    with pytest.raises(TemplateSyntaxError, match="no page 'nonsense'"):
        Template('{% method "nonsense" %}').render(Context())


def test_page_that_lacks_a_text_is_refused_by_name(tmp_path):
    (tmp_path / "half.toml").write_text('place = 1\nname = { en = "Half", da = "Halv", sv = "Halv" }\n')
    with pytest.raises(ValueError, match=r"half\.toml: missing \['chapter', 'function'"):
        read_page(tmp_path / "half.toml")

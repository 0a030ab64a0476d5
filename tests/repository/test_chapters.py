"""A chapter may look back, never forward: not by a string, and not through a reverse accessor either.

import-linter sees imports; these tests see the two ways around it. What an earlier chapter needs of a later one it
finds in the registry of chapters.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from maturity.web.chapters import REGISTERED, Chapter, pictures, register, story, verb_choices

STORY = (
    "maturity/clients",
    "maturity/jobs",
    "maturity/framework",
    "maturity/workshop",
    "maturity/assessment",
    "maturity/journey",
    "maturity/channels",
    "roadmap/initiatives",
    "roadmap/plan",
    "roadmap/business_case",
    "roadmap/follow_up",
    "roadmap/report",
)
KEYS = tuple(each.rpartition("/")[2] for each in STORY if each != "maturity/jobs")


def source() -> list[Path]:
    return [path for half in ("maturity", "roadmap") for path in (settings.ROOT / half).rglob("*.py")]


def forward_names() -> list[tuple[int, str]]:
    """Each name by which a row reaches rows of a later chapter, with the place of the earliest that owns it."""
    owners: dict[str, int] = {}
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            here, there = place_of(model.__module__), place_of(relation.related_model.__module__)
            for name in {relation.get_accessor_name(), relation.name} - {None}:
                if here is not None and there is not None and there > here and not name.endswith("+"):
                    owners[name] = min(owners.get(name, there), there)
    return [(owner, name) for name, owner in sorted(owners.items())]


def place_of(module: str) -> int | None:
    folder = "/".join(module.split(".")[:2])
    return STORY.index(folder) if folder in STORY else None


def reaches(text: str, name: str) -> list[str]:
    """Lines that read ``name`` of a row or follow it in a query."""
    row = "engagement|session|department|dimension|touchpoint|initiative|measure|job"
    look = re.compile(rf"(?:{row})\.{name}\b|[\"'(, ]{name}__|__{name}\b")
    return [line.strip() for line in text.splitlines() if look.search(line)]


def test_nobody_imports_by_a_string():
    by_string = re.compile(r"\bimport_string\(|\bimport_module\(|__import__\(")
    found = {str(path.relative_to(settings.ROOT)) for path in source() if by_string.search(path.read_text("utf-8"))}
    # The bench lies outside the product, and an example names its function in a file of texts; both look back.
    assert found == {"maturity/management/commands/bench.py", "roadmap/handbook/rules.py"}


@pytest.mark.parametrize("place", range(len(STORY)), ids=STORY)
def test_no_chapter_reaches_forward_through_a_row(place: int):
    folder = settings.ROOT / STORY[place]
    later = [name for owner, name in forward_names() if owner > place]
    found = {
        f"{path.relative_to(folder)}: {line}"
        for path in folder.rglob("*.py")
        for name in later
        for line in reaches(path.read_text("utf-8"), name)
    }
    assert found == set()


def test_a_row_that_is_reached_forward_is_found():
    assert ("maturity/assessment", "targets") in [(STORY[owner], name) for owner, name in forward_names()]
    assert reaches("rows = engagement.targets.all()", "targets")
    assert reaches("filter(targets__isnull=False)", "targets")
    assert not reaches("targets = known_targets(engagement)", "targets")


def test_every_chapter_is_registered_in_the_order_of_the_story():
    assert tuple(chapter.key for chapter in story()) == KEYS


def test_a_chapter_is_registered_once():
    with pytest.raises(ValueError, match="There is a chapter 'plan' already"):
        register(REGISTERED["plan"])


def test_a_name_of_a_picture_means_one_picture():
    named = {"key": "later", "title": "", "gives": "", "next_step": "", "begun": None, "done": None}
    with pytest.raises(ValueError, match="There is a picture 'value-effort' already"):
        register(Chapter(**named, pictures=dict(REGISTERED["initiatives"].pictures)))
    assert "later" not in REGISTERED
    assert len(pictures()) == sum(len(chapter.pictures) for chapter in story())


def test_verbs_and_jobs_of_chapters_differ():
    verbs = [verb for verb, _label in verb_choices()]
    jobs = [kind for chapter in story() for kind in chapter.jobs]
    assert (len(set(verbs)), len(set(jobs))) == (len(verbs), len(jobs))
    assert set(jobs) == {"plan", "case", "report"}

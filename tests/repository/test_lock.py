"""requirements.lock says the same as pyproject.toml, with hashes, and names nobody's machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from maturity.bootstrap import sections

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINNED = re.compile(
    r"^(?P<requirement>[^#\s\\][^\\\n]*)(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)


def pins(section: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for match in PINNED.finditer(section):
        requirement = Requirement(match["requirement"].strip())
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def unmet(declared: list[str], pinned: dict[str, list[Requirement]]) -> list[str]:
    """The declared requirements without a pinned version that satisfies them."""
    wanted = map(Requirement, declared)
    return [
        str(want)
        for want in wanted
        if not any(satisfies(want, pin) for pin in pinned.get(canonicalize_name(want.name), []))
    ]


def satisfies(want: Requirement, pin: Requirement) -> bool:
    [version] = pin.specifier
    return version.operator == "==" and want.specifier.contains(version.version)


RUNNING, TESTING = map(pins, sections())


def test_what_runs_is_in_the_first_section():
    assert unmet(PROJECT["project"]["dependencies"], RUNNING) == []


def test_what_tests_need_is_in_the_second_section():
    assert unmet(PROJECT["dependency-groups"]["test"], TESTING) == []


def test_no_package_is_in_both_sections():
    assert RUNNING.keys() & TESTING.keys() == set()


@pytest.mark.parametrize("section", sections(), ids=["running", "testing"])
def test_every_line_is_a_pin_with_hashes(section):
    rest = PINNED.sub("", section)
    assert [line for line in rest.splitlines() if line and not line.startswith("#")] == []


# Written in pieces, so that this file does not name what it looks for.
PLACES = [
    "/" + "work/",
    "/" + "opt/pypi",
    "/" + "opt/wheels",
    "/" + "root/",
    "/" + "tmp/v",
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry." + "npmjs",
]


def test_no_tracked_file_names_a_registry_or_a_workplace():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in tracked.stdout.split("\0") if name]
    texts = {path: path.read_bytes() for path in paths if path.is_file()}
    named = [
        (str(path.relative_to(ROOT)), place)
        for path, text in texts.items()
        for place in PLACES
        if place.encode() in text
    ]
    assert named == []

"""Styles say whom they mean: a class by its name, never by how a name begins."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUESS = re.compile(r"\[class[*^$|~]?=[^\]]*\]")


def test_no_rule_matches_part_of_a_class():
    sheets = [sheet for package in ("maturity", "roadmap") for sheet in sorted(ROOT.glob(f"{package}/static/**/*.css"))]
    guesses = [(sheet.name, guess) for sheet in sheets for guess in GUESS.findall(sheet.read_text())]
    assert (len(sheets) > 10, guesses) == (True, [])

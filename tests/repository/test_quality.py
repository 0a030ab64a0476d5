"""The house rules that tools can check, by the settings in pyproject.toml and .ci/biome.json."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = {
    "ruff": ["ruff", "check", "--output-format=concise"],
    "format": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
    "imports": ["lint-imports"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "scripts and styles": ["biome", "ci", "--config-path=.ci/biome.json", "--error-on-warnings", "maturity", "roadmap"],
}


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS)
def test_tool_finds_nothing(command: list[str]) -> None:
    tool = Path(sys.executable).with_name(command[0])
    if command[0] == "biome" and not tool.exists():
        pytest.skip("There is no wheel of biome for this system.")
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

"""Make requirements.lock from pyproject.toml: one file with hashes for every system, what tests need at its end.

    python3 .ci/lock.py              # after a change of pyproject.toml; keeps the versions that still fit
    python3 .ci/lock.py --upgrade    # newest versions

Then every package is asked for a wheel on each system and Python that we promise, since nobody who starts the project
should need a compiler.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MARKER = "# Only what tests need follows."
HEADER = "# Made by .ci/lock.py from pyproject.toml; hashes of wheels for Linux, macOS (Apple silicon) and Windows.\n"
PLATFORMS = ["x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
# The lock names no index: whoever installs decides where packages come from.
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--only-binary", ":all:", "-q"]


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        uv = find_uv(Path(folder))
        running = resolve(uv, Path(folder) / "running.txt", arguments)
        everything = resolve(uv, Path(folder) / "everything.txt", [*arguments, "--group", "test", "-c", running])
        sections = [HEADER, *requirements(running), f"\n{MARKER}\n", *only_for_tests(running, everything)]
        LOCK.write_text("".join(sections), encoding="utf-8")
        for platform in PLATFORMS:
            for python in PYTHONS:
                check_wheels(uv, platform, python)


def find_uv(folder: Path) -> str:
    """The uv of this machine, or one in a temporary environment."""
    if found := shutil.which("uv"):
        return found
    venv.create(folder / "uv", with_pip=True)
    scripts = folder / "uv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", "uv"], check=True)
    return str(scripts / "uv")


def resolve(uv: str, target: Path, options: Sequence[str | Path]) -> Path:
    if LOCK.exists():
        shutil.copy(LOCK, target)  # uv keeps the versions that it finds in its output file
    universal = ["--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
    run([uv, "pip", "compile", "pyproject.toml", *universal, *PLAIN, *options, "-o", target])
    return target


def requirements(path: Path) -> list[str]:
    """The file's requirements, each with the lines of its hashes."""
    return re.findall(r"^[^#\s].*\n(?:[ \t].*\n)*", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def only_for_tests(running: Path, everything: Path) -> list[str]:
    known = {requirement.split("\\")[0] for requirement in requirements(running)}
    return [requirement for requirement in requirements(everything) if requirement.split("\\")[0] not in known]


def check_wheels(uv: str, platform: str, python: str) -> None:
    target = ["--python-platform", platform, "--python-version", python]
    run([uv, "pip", "compile", LOCK, "--no-deps", *target, *PLAIN, "-o", os.devnull])
    print(f"Wheels for {platform}, Python {python}: all there")


def run(command: Sequence[str | Path]) -> None:
    here = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}  # resolving for another Python does not need that Python
    subprocess.run(command, cwd=ROOT, check=True, env=here, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(sys.argv[1:])

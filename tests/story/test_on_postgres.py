"""The story, the workshop and the jobs once more, on PostgreSQL. MATURITY_TEST_POSTGRES names a server to use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITES = {"story": "tests/story/test_story.py", "workshop": "tests/maturity/workshop", "jobs": "tests/maturity/jobs"}
SERVER = os.environ.get("MATURITY_TEST_POSTGRES", "")


@pytest.mark.postgres
@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_story_workshop_and_jobs_hold_on_postgres(suite: str) -> None:
    if not SERVER:
        required = "postgres" in os.environ.get("MATURITY_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)("MATURITY_TEST_POSTGRES names no PostgreSQL server.")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--create-db", "-p", "no:cacheprovider", suite],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": SERVER},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:]

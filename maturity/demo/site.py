"""What the site needs before it can answer: an up-to-date database and the static files, hashed and compressed."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command

from .serving import ROOT


def migrate() -> None:
    """Bring the database up to date; SystemCheckError where a check of it fails, as at the command line."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)


@contextmanager
def static_files() -> Iterator[None]:
    """Collect changed static files meanwhile, in a process of their own: compressing takes as long as all the rest.

    Raises CommandError where collecting fails. Where no source changed since the last time, nothing is done.
    """
    stamp = Path(settings.STATIC_ROOT) / "sources.sha256"
    sources = fingerprint_of_sources()
    if stamp.exists() and stamp.read_text() == sources:
        yield
        return
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True) as collecting:
        try:
            yield
        except BaseException:
            collecting.terminate()
            raise
    if collecting.returncode:
        raise CommandError("The static files could not be collected; what went wrong is above.")
    stamp.write_text(sources)


def fingerprint_of_sources() -> str:
    """Changes when a static file is added, removed or written, here or in a package."""
    seen = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            seen.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()

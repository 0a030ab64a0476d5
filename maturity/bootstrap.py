"""First use on a fresh machine: make `.maturity/venv` from `requirements.lock`, then go on inside it.

Standard library only. The environment counts as ready when a stamp, written last, equals the fingerprint of what the
lock file asks for; whatever stops in between is started over by the next call. The lock file has two sections, what
runs and what only tests need, each with its stamp. One process sets up at a time: others wait, then find it done.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MARKER = "# Only what tests need follows."
HOME = ROOT / ".maturity"
VENV = HOME / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEWEST = (3, 14)  # the newest Python that every package in the lock file has a wheel for
INTERRUPTED = 130  # what shells answer after Ctrl-C

TOO_NEW = "Some packages of this project cannot be installed for Python {}.{} yet; start it with Python 3.11 to 3.14."
NOT_THEIRS = """The environment {} lacks the packages of this project. Either of these helps:
 - install them there:                      pip install -r requirements.lock
 - let the project make its own:            leave that environment (deactivate; unset MATURITY_VENV)"""
NO_PIP = """This Python comes without venv's other half, ensurepip. Either of these helps:
 - Debian or Ubuntu:                        sudo apt install python3-venv
 - or install uv:                           https://docs.astral.sh/uv"""
STOPPED = """{tail}

Setting up stopped at: {step}. The lines above say why. Most often one of these helps:
 - no network:                              connect, then give the same command again
 - behind a proxy or a mirror of PyPI:      set HTTPS_PROXY; PIP_INDEX_URL for pip, UV_DEFAULT_INDEX for uv
 - an environment of your own instead:      pip install -r requirements.lock, with MATURITY_VENV=off
Nothing outside .maturity was changed; the same command starts over."""


class SetUpError(Exception):
    """A step failed; the message tells the user why and what to do."""


def enter_environment(arguments: Sequence[str]) -> None:
    """Return inside an environment that has the packages; otherwise make the project's own and rerun `arguments` there.

    An environment that the user is in, or asks for with MATURITY_VENV=off, is never changed. Never returns when it
    reruns: ends with exit code 1 and a plain sentence where setting up failed, 130 where it was interrupted.
    """
    testing = list(arguments[1:2]) == ["test"]
    if is_users_own():
        require_packages(testing)
        return
    ready = is_ready(testing)
    if ready and is_inside():
        return
    if is_inside():  # an environment cannot be rebuilt from within
        rerun(base_python(), arguments)
    if not ready:
        set_up_or_exit(testing)
    rerun(PYTHON, arguments)


def base_python() -> Path:
    """The Python that environments are made from, also when asked from inside one."""
    return Path(getattr(sys, "_base_executable", "") or sys.executable)


def is_users_own() -> bool:
    return os.environ.get("MATURITY_VENV") == "off" or (sys.prefix != sys.base_prefix and not is_inside())


def is_inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def require_packages(testing: bool) -> None:
    needed = ["django", "pytest"] if testing else ["django"]
    if not all(map(importlib.util.find_spec, needed)):
        sys.exit(NOT_THEIRS.format(sys.prefix))


def sections() -> tuple[str, str]:
    """What runs, and what only tests need."""
    running, _, testing = LOCK.read_text(encoding="utf-8").partition(MARKER)
    return running, testing


def fingerprint(section: str) -> str:
    return hashlib.sha256(f"{sys.version_info[:2]}\n{section}".encode()).hexdigest()


def is_ready(testing: bool) -> bool:
    running, tests = sections()
    return PYTHON.exists() and is_stamped("running", running) and (not testing or is_stamped("testing", tests))


def is_stamped(name: str, section: str) -> bool:
    stamp = VENV / f"{name}.sha256"
    return stamp.exists() and stamp.read_text() == fingerprint(section)


def stamp(name: str, section: str) -> None:
    (VENV / f"{name}.sha256").write_text(fingerprint(section))


def set_up_or_exit(testing: bool) -> None:
    try:
        with one_at_a_time() as turn:
            set_up(testing, turn)
    except SetUpError as stopped:
        sys.exit(str(stopped))
    except KeyboardInterrupt:
        tell("\nInterrupted. The next call finishes the job.")
        sys.exit(INTERRUPTED)


def set_up(testing: bool, turn: TextIO) -> None:
    """Install the sections that are not stamped yet; `turn` is the lock that this process holds meanwhile."""
    if sys.version_info[:2] > NEWEST:
        raise SetUpError(TOO_NEW.format(*sys.version_info[:2]))
    running, tests = sections()
    if not (PYTHON.exists() and is_stamped("running", running)):
        make_environment(turn)
        install("what the project needs", running, turn)
        tell_about_pdf()
        stamp("running", running)
    if testing and not is_stamped("testing", tests):
        install("what its tests need", running + tests, turn)
        stamp("testing", tests)


def make_environment(turn: TextIO) -> None:
    tell("Setting up in .maturity/venv: once, about a minute.")
    uv = shutil.which("uv")
    if uv is None and importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(NO_PIP)
    base = str(base_python())
    make = [uv, "venv", "--python", base] if uv else [base, "-m", "venv", "--without-pip"]
    follow("making the environment", [*make, "--clear", str(VENV)], turn)


def install(what: str, requirements: str, turn: TextIO) -> None:
    wanted = VENV / "requirements.txt"
    wanted.write_text(requirements, encoding="utf-8")
    uv = shutil.which("uv")
    if uv is None:  # ensurepip is a no-op where pip is; an environment that uv made has none
        follow("adding pip", [str(PYTHON), "-m", "ensurepip"], turn)
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    hashed = ["--require-hashes", "--only-binary", ":all:", "-r", str(wanted)]
    follow(f"installing {what}", [*pip, *hashed], turn)


def tell_about_pdf() -> None:
    from maturity.web import pango

    if pango.missing_libraries() and pango.can_install():
        tell("  installing Pango for PDFs")
        pango.install()
    if problem := pango.pdf_problem():
        tell(problem)


def follow(step: str, command: Sequence[str], turn: TextIO) -> None:
    """Run one step, its latest line shown in place on a terminal; raise SetUpError with its last lines on failure.

    The step inherits the lock: when this process is killed, the next one waits until the orphan is through.
    """
    tell(f"  {step}")
    inherited = () if os.name == "nt" else (turn.fileno(),)
    tail: deque[str] = deque(maxlen=12)
    try:
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            pass_fds=inherited,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                tail.append(line.rstrip())
                show_in_place(tail[-1])
    except OSError as error:
        raise SetUpError(STOPPED.format(tail=error, step=step)) from error
    show_in_place("")
    if process.returncode:
        raise SetUpError(STOPPED.format(tail="\n".join(tail), step=step))


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def show_in_place(line: str) -> None:
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        print("\r" + f"    {line}"[:width].ljust(width), end="\r", file=sys.stderr, flush=True)


@contextmanager
def one_at_a_time() -> Iterator[TextIO]:
    """Hold the set-up lock; where another process holds it, say so and wait."""
    HOME.mkdir(mode=0o700, exist_ok=True)
    with open(HOME / "setup.lock", "a", encoding="utf-8") as handle:
        if not take(handle, wait=False):
            tell("Another process is setting up; waiting for it.")
            take(handle, wait=True)
        yield handle


if sys.platform == "win32":
    import msvcrt
    import time

    def take(handle: TextIO, *, wait: bool) -> bool:
        while True:
            try:
                handle.seek(0)
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.5)
else:
    import fcntl

    def take(handle: TextIO, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def rerun(python: Path, arguments: Sequence[str]) -> NoReturn:
    """Go on as `python` with the same arguments: in this very process, or on Windows, which cannot, in a child."""
    command = [str(python), *arguments]
    if sys.platform == "darwin":
        os.environ.pop("__PYVENV_LAUNCHER__", None)  # would point the new interpreter back at this one's packages
        # Homebrew's libraries on Apple silicon are not where the system looks by itself; read once, at start.
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    if os.name == "nt":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the child's to answer
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    os.execv(python, command)

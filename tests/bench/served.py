"""The real server for the bench: in processes and a home of its own, ended whatever happens."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from maturity.demo import serving

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8300
SECONDS_TO_LOAD: Final = 30
POSTGRES: Final = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Server:
    """A server that answers; all its processes are one group."""

    process: "subprocess.Popen[bytes]"
    address: tuple[str, int]

    def cpu(self) -> float:
        """Seconds of processor time that its processes have used so far (Linux)."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                found = stat.read_text().rpartition(")")[2].split()
                if int(found[2]) == self.process.pid:
                    ticks += int(found[11]) + int(found[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def home(**more: str) -> Iterator[dict[str, str]]:
    """The environment of a house that is gone afterwards, also where the bench is told to end (SIGTERM)."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, leave)
    folder = tempfile.mkdtemp(prefix="maturity-bench-")
    named = {"MATURITY_HOME": folder, "MATURITY_VENV": "off", "ALLOWED_HOSTS": HOST, **more}
    try:
        yield {**serving.SMALL_HEAP, **os.environ, **named}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def leave(number: int, _frame: FrameType | None) -> None:
    """End as if all had been done: servers are ended and folders taken away on the way out."""
    raise SystemExit(128 + number)


def python(environment: dict[str, str], *words: str) -> str:
    """What a Python module of ours prints, run in that house."""
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=serving.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def rooms(environment: dict[str, str], phones: Sequence[int]) -> list[dict[str, Any]]:
    """Rooms of so many phones, in a new database."""
    made = json.loads(python(environment, "-m", "tests.bench.room", *map(str, phones)))
    return made if isinstance(made, list) else [made]


@contextmanager
def served(environment: dict[str, str], path: str, application: str = "") -> Iterator[Server]:
    """The server, once each of its processes has answered at ``path``; another ``application`` by the same options."""
    serving.allow_files(serving.FILES)
    port = serving.free_port(HOST, FIRST_PORT)
    command = serving.server_command(HOST, port)
    if application:
        command = [*command[:-1], "--factory", application]
    with running(serving.start(command, environment)) as process:
        serving.await_answer(process, HOST, port)
        await_all(port, path)
        yield Server(process, (HOST, port))


def await_all(port: int, path: str) -> None:
    """Until twenty new connections in a row are answered at once: every process has loaded what it needs."""
    deadline, quick = time.monotonic() + SECONDS_TO_LOAD, 0
    while quick < 20 and time.monotonic() < deadline:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_LOAD)
        connection.request("GET", path, headers={"Live": "part"})
        connection.getresponse().read()
        connection.close()
        quick = quick + 1 if time.perf_counter() - begun < 0.1 else 0


@contextmanager
def running(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            serving.kill_family(process)
            process.wait()


@contextmanager
def postgres() -> Iterator[str | None]:
    """The address of an empty PostgreSQL database; None where it is not installed.

    It keeps what SQLite keeps as the product sets it: a commit survives the end of every process, and is not waited for
    until the disk has it.
    """
    programs = sorted(Path(POSTGRES).glob("*/bin"))
    if not programs or os.name == "nt":
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="maturity-postgres-", ignore_cleanup_errors=True) as folder:
        data, port = Path(folder) / "data", serving.free_port(HOST, 5500)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        options = f"-p {port} -c listen_addresses={HOST} -c unix_socket_directories='' -c fsync=off"
        as_postgres(programs[-1] / "initdb", "-D", data, "-U", "maturity", "-A", "trust", "-E", "UTF8", "--no-sync")
        as_postgres(programs[-1] / "pg_ctl", "start", "-D", data, "-s", "-w", "-l", f"{folder}/log", "-o", options)
        try:
            yield f"postgres://maturity@{HOST}:{port}/postgres"
        finally:
            as_postgres(programs[-1] / "pg_ctl", "stop", "-D", data, "-s", "-m", "immediate")


def as_postgres(*words: "str | Path") -> None:
    """PostgreSQL's programs refuse to run as root."""
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*other, *map(str, words)], check=True, cwd="/", stdout=subprocess.DEVNULL)

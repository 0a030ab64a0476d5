"""Run the production server and the job worker side by side on this machine, and end both together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent.parent
PORTS_TRIED = 100
SECONDS_TO_START = 30
SECONDS_TO_END = 15
EVERYWHERE = "0.0.0.0"
# Long work leaves a quarter less behind where threads share one heap and give back what they freed; Linux reads this.
SMALL_HEAP = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": str(2**17)}
FILES = 16384  # every phone of a room is one open file; systems start a process with as few as a thousand
GENTLE = 10  # how far long work stands back (nice): a room that votes comes first, and waiting jobs still get on
ELSEWHERE = ("192.0.2.1", 9)  # an address kept for documentation: asked for the way there, never contacted


class ServingError(Exception):
    """The server could not start; the message says why."""


def free_port(host: str, wanted: int) -> int:
    """The first port from `wanted` upwards that nobody listens on; ServingError where a hundred are taken."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe, suppress(OSError):
            if os.name != "nt":  # where it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise ServingError(f"Ports {wanted} to {wanted + PORTS_TRIED - 1} are all taken; choose another with --port.")


def lan_address() -> str | None:
    """This machine's address for others in the room; None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(ELSEWHERE)
        except OSError:
            return None
        return str(way.getsockname()[0])


def serve(host: str, port: int, allowed_hosts: Sequence[str], ready: Callable[[], None]) -> int:
    """Serve until Ctrl-C, SIGTERM or the end of the terminal; call `ready` once pages are answered.

    Answers the exit code: 0 where it was asked to end, the server's own where that ended by itself.
    """
    environment = {**SMALL_HEAP, **os.environ, "ALLOWED_HOSTS": ",".join(allowed_hosts)}
    allow_files(FILES)
    server = start(server_command(host, port), environment)
    worker = start_worker(environment)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        await_answer(server, host, port)
        ready()
        while server.poll() is None:
            if worker.poll() is not None:  # a new one takes up what the old one was at
                worker = start_worker(environment)
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.5)
        return server.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        end([server, worker])


def server_command(host: str, port: int) -> list[str]:
    """Two processes of two threads: SQLite has one writer at a time, so more would only wait.

    Every phone of a room keeps a connection open. Beyond the usual 512 a process they would wait half a minute.
    """
    parts = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    crowd = ["--backlog", "8192", "--backpressure", "4096"]
    where = ["--host", host, "--port", str(port)]
    return [sys.executable, "-m", "granian", *where, *parts, *crowd, "maturity.config.wsgi:application"]


def worker_command(jobs: int | None = 1) -> list[str]:
    """The only worker of this machine, for one job at a time: a report takes 300 MB, which only an end gives back."""
    until = [] if jobs is None else ["--jobs", str(jobs)]
    return [sys.executable, "manage.py", "worker", "--alone", *until]


def start(command: Sequence[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    # In a session of their own, so that Ctrl-C reaches this process alone, which then ends them in order.
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)


def start_worker(environment: dict[str, str], jobs: int | None = 1) -> "subprocess.Popen[bytes]":
    worker = start(worker_command(jobs), environment)
    if hasattr(os, "setpriority"):
        with suppress(ProcessLookupError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, worker.pid, GENTLE)
    # Linux weighs sessions against each other before the processes in them, and the worker has one of its own.
    with suppress(OSError):
        Path(f"/proc/{worker.pid}/autogroup").write_text(str(GENTLE))
    return worker


def allow_files(wanted: int) -> None:
    """Let this process and those that it starts hold so many files open, as far as the system permits."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def await_answer(server: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    near = "127.0.0.1" if host == EVERYWHERE else host
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), socket.create_connection((near, port), timeout=1):
            return
        time.sleep(0.05)
    raise ServingError("The server did not start; what it said is above.")


def end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask all to end, then see to it; a second Ctrl-C does not leave any behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            kill_family(process)
            process.wait()


def kill_family(process: "subprocess.Popen[bytes]") -> None:
    """A process that does not end when asked, with its children: each was started in a session of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

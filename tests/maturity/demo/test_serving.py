"""Server and worker start together, answer, and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maturity.demo import serving

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SERVE = """
import sys
from maturity.demo import serving
sys.exit(serving.serve("127.0.0.1", {port}, ["localhost", "127.0.0.1"], lambda: print("ready", flush=True)))
"""


def test_free_port_passes_over_a_taken_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        assert serving.free_port("127.0.0.1", number) in range(number + 1, number + serving.PORTS_TRIED)


def test_free_port_says_so_when_all_are_taken(monkeypatch):
    monkeypatch.setattr(serving, "PORTS_TRIED", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(serving.ServingError, match=f"Ports {number} to {number} are all taken"):
            serving.free_port("127.0.0.1", number)


def children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [child for line in listed.stdout.split() for child in (int(line), *children(int(line)))]


def alive(family: list[int]) -> list[int]:
    """Those that still run; one that has ended and that nobody has collected does not count."""
    numbers = ",".join(map(str, family))
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-p", numbers], capture_output=True, text=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(number) for number, state in rows if not state.startswith("Z")]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_server_and_worker_end_together(tmp_path, stop):
    port = serving.free_port("127.0.0.1", 18000)
    outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = outer | {"MATURITY_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=home, check=True)
    command = [sys.executable, "-c", SERVE.format(port=port)]
    with subprocess.Popen(command, cwd=ROOT, env=home, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            # manage.py is the worker, granian the server with its own two workers
            family = await_children(process.pid, 4)
            process.send_signal(stop)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()  # what failed above would wait for its end for ever
    assert alive(family) == []


def await_children(process: int, number: int) -> list[int]:
    deadline = time.monotonic() + 20
    while len(family := children(process)) < number and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(family) == number
    return family

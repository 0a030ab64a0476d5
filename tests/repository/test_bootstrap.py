"""A fresh machine: the project's own manage.py, with a small lock file whose packages lie in a folder: no network."""

import ast
import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from maturity.bootstrap import MARKER, base_python

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT_FILES = [
    "manage.py",
    "maturity/__init__.py",
    "maturity/bootstrap.py",
    "maturity/web/__init__.py",
    "maturity/web/pango.py",
]
TELL = "import json, sys\nprint(json.dumps({'prefix': sys.prefix, 'arguments': %s, 'version': '%s'}))\n"


@dataclass(frozen=True)
class Project:
    """A clone of what starts the project, in a folder of its own, with a lock file for stand-ins of two packages."""

    root: Path

    def write_lock(self, *, django: str, pytest: str = "1.0", index: str | None = None) -> None:
        where = f"--index-url {index}" if index else f"--no-index\n--find-links {self.root}"
        running = pinned(self.root, "django", django, {"core/management.py": manage_module(django)})
        testing = pinned(self.root, "pytest", pytest, {"__init__.py": pytest_module(pytest)})
        lock = f"{where}\n{running}\n{MARKER}\n{testing}\n"
        (self.root / "requirements.lock").write_text(lock)

    def start(self, *arguments: str, python: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [python or base_python(), "manage.py", *arguments],
            cwd=self.root,
            env=bare_environment() | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def call(self, *arguments: str, python: Path | None = None, **environment: str) -> "Answer":
        return answer_of(self.start(*arguments, python=python, **environment))

    @property
    def venv(self) -> Path:
        return self.root / ".maturity" / "venv"


@dataclass(frozen=True)
class Answer:
    code: int
    told: list[str]
    output: dict[str, object] | None


def answer_of(process: subprocess.Popen[str]) -> Answer:
    output, errors = process.communicate(timeout=60)
    return Answer(process.returncode, errors.splitlines(), json.loads(output) if output else None)


def bare_environment() -> dict[str, str]:
    ours = ("MATURITY_", "DATABASE_URL", "DJANGO_", "PIP_", "UV_", "VIRTUAL_ENV", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    folders = [folder for folder in kept["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()]
    return kept | {"PATH": os.pathsep.join(folders), "PIP_RETRIES": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def manage_module(version: str) -> str:
    return "def execute_from_command_line(arguments):\n    " + TELL.replace("\n", "\n    ").rstrip() % (
        "arguments",
        version,
    )


def pytest_module(version: str) -> str:
    return (
        "def main(arguments):\n    "
        + TELL.replace("\n", "\n    ").rstrip() % ("arguments", version)
        + "\n    return 3\n"
    )


def pinned(folder: Path, name: str, version: str, modules: dict[str, str]) -> str:
    """Write a wheel and answer the lock file's line for it."""
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    files = {f"{name}/{path}": text for path, text in modules.items()}
    files[f"{about}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{path},{checksum(text)},{len(text.encode())}\n" for path, text in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"


def checksum(text: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def clone(folder: Path) -> Project:
    for path in PROJECT_FILES:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    project = Project(folder)
    project.write_lock(django="1.0")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return clone(tmp_path)


@pytest.fixture(scope="module")
def terminals(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[Answer]]:
    """A fresh clone in which two terminals gave the same command at once, and what each was answered."""
    project = clone(tmp_path_factory.mktemp("clone"))
    processes = [project.start("demo", "--port", "8001") for _ in range(2)]
    return project, [answer_of(process) for process in processes]


@pytest.fixture
def ready(terminals: tuple[Project, list[Answer]]) -> Project:
    return terminals[0]


STEPS = [
    "Setting up in .maturity/venv: once, about a minute.",
    "  making the environment",
    "  adding pip",
    "  installing what the project needs",
]
WAITING = ["Another process is setting up; waiting for it."]


def steps(answer: Answer) -> list[str]:
    return [line for line in answer.told if line in STEPS or line in WAITING]


def test_two_terminals_at_once_install_once_and_both_run(terminals):
    project, answers = terminals
    inside = {"prefix": str(project.venv), "arguments": ["manage.py", "demo", "--port", "8001"], "version": "1.0"}
    assert [(answer.code, answer.output) for answer in answers] == [(0, inside)] * 2
    assert sorted(map(steps, answers)) in ([WAITING, STEPS], [[], STEPS])


def test_second_call_goes_straight_on(ready):
    answer = ready.call("check")
    assert (answer.code, answer.told) == (0, [])


def test_call_from_inside_is_an_ordinary_manage_py(ready):
    answer = ready.call("check", python=ready.venv / "bin" / "python")
    assert (answer.code, answer.told, answer.output["arguments"]) == (0, [], ["manage.py", "check"])


def test_packages_of_tests_come_with_the_first_test(ready):
    assert not list(ready.venv.rglob("pytest"))
    first, second = ready.call("test", "-q", "tests/web"), ready.call("test")
    assert (first.code, first.told) == (3, ["  adding pip", "  installing what its tests need"])
    assert first.output == {"prefix": str(ready.venv), "arguments": ["-q", "tests/web"], "version": "1.0"}
    assert (second.code, second.told) == (3, [])


def test_changed_lock_installs_again_also_from_inside(ready):
    ready.write_lock(django="2.0")
    answer = ready.call("check", python=ready.venv / "bin" / "python")
    assert (answer.code, steps(answer), answer.output["version"]) == (0, STEPS, "2.0")


def stopped_while_installing(project: Project, stop: signal.Signals) -> Answer:
    """Start, and once pip is being added send the signal: Ctrl-C reaches the steps too, others only manage.py."""
    process = project.start("check")
    for line in process.stderr:
        if line.rstrip() == "  adding pip":
            break
    (os.killpg if stop == signal.SIGINT else os.kill)(process.pid, stop)
    return answer_of(process)


def test_killed_install_is_finished_by_the_next_call(project):
    assert stopped_while_installing(project, signal.SIGKILL).code == -signal.SIGKILL
    answer = project.call("check")
    assert (answer.code, steps(answer)[-4:], answer.output["version"]) == (0, STEPS, "1.0")


def test_interrupted_install_says_that_the_next_call_finishes(project):
    answer = stopped_while_installing(project, signal.SIGINT)
    assert (answer.code, answer.told[-1]) == (130, "Interrupted. The next call finishes the job.")
    assert not list(project.venv.glob("*.sha256"))


def test_no_network_is_told_in_words(project):
    project.write_lock(django="1.0", index="http://127.0.0.1:9/simple")
    answer = project.call("demo")
    assert (answer.code, answer.output) == (1, None)
    assert "Setting up stopped at: installing what the project needs. The lines above say why." in " ".join(answer.told)
    assert " - no network:                              connect, then give the same command again" in answer.told
    assert answer.told[-1] == "Nothing outside .maturity was changed; the same command starts over."


def test_python_without_ensurepip_is_told_what_to_install(project):
    code = (
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "from maturity.bootstrap import enter_environment; enter_environment(['manage.py'])"
    )
    command = [base_python(), "-c", code]
    done = subprocess.run(command, cwd=project.root, env=bare_environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert " - Debian or Ubuntu:                        sudo apt install python3-venv" in done.stderr.splitlines()


@pytest.fixture
def own_python(tmp_path: Path) -> Path:
    subprocess.run([base_python(), "-m", "venv", "--without-pip", tmp_path / "own"], check=True)
    return tmp_path / "own" / "bin" / "python"


def test_own_environment_is_left_alone(project, own_python, tmp_path):
    with zipfile.ZipFile(project.root / "django-1.0-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path / "packages")
    before = sorted((tmp_path / "own").rglob("*"))
    answer = project.call("check", python=own_python, PYTHONPATH=str(tmp_path / "packages"))
    assert (answer.code, answer.told, answer.output["prefix"]) == (0, [], str(tmp_path / "own"))
    assert sorted((tmp_path / "own").rglob("*")) == before
    assert not (project.root / ".maturity").exists()


def test_own_environment_without_the_packages_is_told_so(project, own_python, tmp_path):
    answer = project.call("check", python=own_python)
    assert (answer.code, answer.output) == (1, None)
    assert (
        answer.told[0]
        == f"The environment {tmp_path / 'own'} lacks the packages of this project. Either of these helps:"
    )
    assert not (project.root / ".maturity").exists()


def test_environment_can_be_left_to_the_user(project, tmp_path):
    with zipfile.ZipFile(project.root / "django-1.0-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path / "packages")
    answer = project.call("check", MATURITY_VENV="off", PYTHONPATH=str(tmp_path / "packages"))
    assert (answer.code, answer.told, answer.output["version"]) == (0, [], "1.0")
    assert not (project.root / ".maturity").exists()


STAND_IN_FOR_UV = """#!{python}
import subprocess, sys
match sys.argv[1:]:
    case ["venv", "--python", base, *options]:
        subprocess.run([base, "-m", "venv", "--without-pip", options[-1]], check=True)
        with open(options[-1] + "/pyvenv.cfg", "a") as file:
            file.write("uv = stand-in\\n")
    case ["pip", "install", "--python", python, *options]:
        subprocess.run([python, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([python, "-m", "pip", "install", *options], check=True, stdout=subprocess.DEVNULL)
    case other:
        sys.exit(f"uv was asked for {{other}}")
"""


def folder_of_uv(folder: Path) -> str:
    """Where uv is; where it is not on this machine, a stand-in that takes what it is asked for here."""
    if found := shutil.which("uv"):
        return str(Path(found).parent)
    folder.mkdir()
    (folder / "uv").write_text(STAND_IN_FOR_UV.format(python=base_python()))
    (folder / "uv").chmod(0o755)
    return str(folder)


def test_uv_is_used_where_it_is(project, tmp_path):
    path = os.pathsep.join([folder_of_uv(tmp_path / "uv"), bare_environment()["PATH"]])
    answer = project.call("check", PATH=path)
    assert (answer.code, steps(answer)) == (0, [step for step in STEPS if step != "  adding pip"])
    assert "uv" in (project.venv / "pyvenv.cfg").read_text()


def test_manage_py_is_short():
    assert len((ROOT / "manage.py").read_text().splitlines()) <= 30


POSING = "import runpy, sys; sys.version_info = {}; runpy.run_path('manage.py', run_name='__main__')"


def old_python(version: tuple[int, int]) -> list[str | Path]:
    """How that Python is started with manage.py; where it is not on this machine, ours poses as it."""
    found = shutil.which("python{}.{}".format(*version))
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return [found, "manage.py"]
    return [base_python(), "-c", POSING.format((*version, 1, "final", 0))]


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 8), (3, 10)], ids=str)
def test_old_python_is_told_which_is_needed(version):
    done = subprocess.run(
        [*old_python(version), "demo"], cwd=ROOT, capture_output=True, text=True, env=bare_environment()
    )
    assert (done.returncode, done.stderr[:32]) == (1, "Python 3.11 or newer is needed; ")


def test_old_pythons_can_read_manage_py():
    """The oldest grammar that today's parser knows; Python 2.7 reads neither f-strings nor annotations."""
    tree = ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 7))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Starred)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []

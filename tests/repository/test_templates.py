"""Every template is shown by somebody: named in a view or another template, or one that a library asks for."""

from pathlib import Path

from django.template.utils import get_app_template_dirs

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ASKED_FOR_BY_DJANGO = {"403.html", "404.html", "500.html"}


def sources() -> str:
    """Everything that may name a template."""
    python = [path for package in ("maturity", "roadmap") for path in (ROOT / package).rglob("*.py")]
    return "\n".join(path.read_text() for path in (*python, *TEMPLATES.rglob("*.*")))


def replaces_a_librarys(name: str) -> bool:
    return any((Path(folder) / name).is_file() for folder in get_app_template_dirs("templates"))


def test_every_template_is_reached():
    named = sources()
    names = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.*"))]
    unreached = [
        name for name in names if not (f'"{name}' in named or name in ASKED_FOR_BY_DJANGO or replaces_a_librarys(name))
    ]
    assert (len(names) > 100, unreached) == (True, [])

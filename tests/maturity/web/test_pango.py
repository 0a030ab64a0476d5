"""Whether PDFs can be made is known without importing WeasyPrint, and where not, what to install is said."""

import pytest

from maturity.web import pango

LACKING = "PDFs cannot be made on this machine yet, because it lacks Pango and Fontconfig: "


@pytest.mark.pdf
def test_nothing_is_missing_where_weasyprint_works():
    pytest.importorskip("weasyprint", exc_type=OSError)
    assert (pango.missing_libraries(), pango.pdf_problem()) == ([], None)


@pytest.mark.parametrize(
    ("systems", "command"),
    [
        (["debian"], "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        (["linuxmint", "ubuntu", "debian"], "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        (["rocky", "rhel", "centos", "fedora"], "sudo dnf install pango"),
        (["opensuse-leap", "suse", "opensuse"], "sudo zypper install libpango-1_0-0"),
        (["arch"], "sudo pacman -S pango"),
        (["alpine"], "sudo apk add pango font-dejavu"),
        (["darwin"], "brew install pango"),
        (["win32"], "pacman -S mingw-w64-ucrt-x86_64-pango"),
        (["plan9"], "install Pango 1.44 or newer, with HarfBuzz and Fontconfig"),
        ([], "install Pango 1.44 or newer, with HarfBuzz and Fontconfig"),
    ],
)
def test_remedy_fits_the_system(systems, command):
    assert command in pango.remedy(systems)


def test_missing_libraries_are_named_in_one_sentence(monkeypatch):
    monkeypatch.setitem(pango.LIBRARIES, "Pango", ("libpango-that-nobody-has",))
    monkeypatch.setitem(pango.LIBRARIES, "Fontconfig", ("libfontconfig-that-nobody-has",))
    problem = pango.pdf_problem()
    assert problem is not None
    assert problem == f"{LACKING}{pango.remedy(pango.systems())}."

"""Can this machine make PDFs? One question, one answer, with what to install on this system.

WeasyPrint loads Pango and its companions from the system when it is imported. Asking for the same libraries by the same
names tells beforehand, without the second that the import takes, and works before anything is installed: this module
needs the standard library only. Source of the names: WeasyPrint 70, `weasyprint/text/ffi.py`.
"""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress

LIBRARIES = {
    "GObject": ("libgobject-2.0-0", "gobject-2.0-0", "gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "Pango": ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "HarfBuzz": ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "Fontconfig": ("libfontconfig-1", "fontconfig-1", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
    "PangoFT2": (
        "libpangoft2-1.0-0",
        "pangoft2-1.0-0",
        "pangoft2-1.0",
        "libpangoft2-1.0.so.0",
        "libpangoft2-1.0.dylib",
    ),
}
WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
SEARCH_DEFAULT_DIRS = 0x1000  # LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, the flag that WeasyPrint loads with on Windows

# WeasyPrint subsets fonts with HarfBuzz and warns without it, so its small package comes along.
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
REMEDIES = {
    "debian": f"run “sudo apt install {' '.join(DEBIAN_PACKAGES)}”",
    "fedora": "run “sudo dnf install pango”",
    "suse": "run “sudo zypper install libpango-1_0-0”",
    "arch": "run “sudo pacman -S pango”",
    "alpine": "run “sudo apk add pango font-dejavu”",
    "darwin": "run “brew install pango” and start again with “python3 manage.py”",
    "win32": "install MSYS2 from msys2.org and run “pacman -S mingw-w64-ucrt-x86_64-pango” in its terminal",
}
ELSEWHERE = "install Pango 1.44 or newer, with HarfBuzz and Fontconfig"


def pdf_problem() -> str | None:
    """Say in one sentence what PDFs lack here and how to get it; None where they can be made.

    Asked anew each time, so that a page tells the truth as soon as the libraries are there.
    """
    missing = missing_libraries()
    if not missing:
        return None
    return f"PDFs cannot be made on this machine yet, because it lacks {' and '.join(missing)}: {remedy(systems())}."


def missing_libraries() -> list[str]:
    _add_windows_folders()
    return [library for library, names in LIBRARIES.items() if not any(map(_loads, names))]


def remedy(identifiers: list[str]) -> str:
    """What to do on the first system of the list that we know, such as ["linuxmint", "ubuntu", "debian"]."""
    return next((REMEDIES[system] for system in identifiers if system in REMEDIES), ELSEWHERE)


def systems() -> list[str]:
    """This system and those that it resembles, the nearest first."""
    if sys.platform != "linux":
        return [sys.platform]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release["ID"], *release.get("ID_LIKE", "").split()]


def can_install() -> bool:
    """As root on Debian and its kin."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install() -> None:
    """Ask apt-get for the libraries; where it fails, `pdf_problem` goes on saying so."""
    unasked = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    nothing = subprocess.DEVNULL
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES]):
        subprocess.run(["apt-get", "--quiet", *command], env=unasked, stdin=nothing, stdout=nothing, check=False)


def _loads(name: str) -> bool:
    candidates = [name, f"{name}.dll"] if sys.platform == "win32" else [name]
    for candidate in candidates:
        with suppress(OSError):
            ctypes.CDLL(candidate, winmode=SEARCH_DEFAULT_DIRS)
            return True
    return False


def _add_windows_folders() -> None:
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", WINDOWS_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
